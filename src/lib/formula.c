/* Formulas, by recursive descent into steps on a stack of values. */
#include "lib/formula.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"

enum {
    MOST_DEPTH = 64,
    MOST_VALUES = 8 * MOST_DEPTH, /* fewer than eight wait at each depth */
};

enum operation {
    NUMBER,
    NAME,
    FUNCTION,
    MINUS,
    NOT,
    /* of two values */
    POWER,
    TIMES,
    DIVIDE,
    REMAINDER,
    ADD,
    SUBTRACT,
    AT_LEAST,
    AT_MOST,
    EQUAL,
    UNEQUAL,
    MORE,
    LESS,
    AND,
    OR,
};

struct step {
    enum operation operation;
    union {
        double number;
        size_t name;
        double (*function)(double);
    };
};

struct formula {
    struct step *steps;
    size_t count, capacity;
};

/* --- reading --- */

struct parser {
    const char *at;
    const char *const *names;
    size_t count;
    int depth;
    bool has_failed;
    struct arena *arena;
    struct formula *out;
};

static void either(struct parser *parser);

static void put(struct parser *parser, struct step step)
{
    struct formula *out = parser->out;
    out->steps =
        list_grow(parser->arena, out->steps, out->count, &out->capacity, sizeof *out->steps);
    out->steps[out->count++] = step;
}

static void put_operation(struct parser *parser, enum operation operation)
{
    put(parser, (struct step){ .operation = operation });
}

static void skip_blanks(struct parser *parser)
{
    while (*parser->at == ' ' || *parser->at == '\t' || *parser->at == '\n')
        parser->at++;
}

static bool takes(struct parser *parser, const char *mark)
{
    skip_blanks(parser);
    size_t bytes = strlen(mark);
    if (strncmp(parser->at, mark, bytes) != 0)
        return false;
    parser->at += bytes;
    return true;
}

static void expect(struct parser *parser, const char *mark)
{
    if (!takes(parser, mark))
        parser->has_failed = true;
}

static bool is_named(const char *text, const char *name, size_t bytes)
{
    return strlen(text) == bytes && memcmp(text, name, bytes) == 0;
}

static void call(struct parser *parser, const char *name, size_t bytes)
{
    static const struct {
        const char *name;
        double (*function)(double);
    } functions[] = { { "math.sqrt", sqrt },   { "math.floor", floor }, { "math.ceil", ceil },
                      { "math.abs", fabs },    { "math.log", log },     { "math.log10", log10 },
                      { "math.log2", log2 },   { "math.exp", exp },     { "math.round", round },
                      { "math.trunc", trunc }, { "math.cbrt", cbrt } };
    either(parser);
    if (is_named("math.pow", name, bytes)) {
        expect(parser, ",");
        either(parser);
        expect(parser, ")");
        put_operation(parser, POWER);
        return;
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (is_named(functions[i].name, name, bytes)) {
            expect(parser, ")");
            put(parser, (struct step){ .operation = FUNCTION, .function = functions[i].function });
            return;
        }
    }
    parser->has_failed = true;
}

static void name(struct parser *parser)
{
    const char *start = parser->at;
    while (isalnum((unsigned char)*parser->at) || *parser->at == '_' || *parser->at == '.')
        parser->at++;
    size_t bytes = (size_t)(parser->at - start);
    if (takes(parser, "(")) {
        call(parser, start, bytes);
        return;
    }
    for (size_t i = 0; i < parser->count; i++) {
        if (is_named(parser->names[i], start, bytes)) {
            put(parser, (struct step){ .operation = NAME, .name = i });
            return;
        }
    }
    parser->has_failed = true;
}

static void number(struct parser *parser)
{
    char *end;
    double value = strtod(parser->at, &end);
    parser->has_failed = parser->has_failed || end == parser->at;
    parser->at = end;
    put(parser, (struct step){ .operation = NUMBER, .number = value });
}

static void factor(struct parser *parser)
{
    parser->has_failed = parser->has_failed || parser->depth >= MOST_DEPTH;
    if (parser->has_failed)
        return;
    parser->depth++;
    if (takes(parser, "-")) {
        factor(parser);
        put_operation(parser, MINUS);
    } else if (takes(parser, "!")) {
        factor(parser);
        put_operation(parser, NOT);
    } else if (takes(parser, "(")) {
        either(parser);
        expect(parser, ")");
    } else if (isalpha((unsigned char)*parser->at)) {
        name(parser);
    } else {
        number(parser);
    }
    parser->depth--;
}

/* What binds equally, the longer marks first. */
struct operators {
    struct {
        const char *mark;
        enum operation operation;
    } items[6];
    size_t count;
};

/* The operator that follows, with what it stands before; false where none does. */
static bool takes_operation(struct parser *parser, const struct operators *operators,
                            void (*operand)(struct parser *))
{
    for (size_t i = 0; i < operators->count && !parser->has_failed; i++) {
        if (takes(parser, operators->items[i].mark)) {
            operand(parser);
            put_operation(parser, operators->items[i].operation);
            return true;
        }
    }
    return false;
}

static void product(struct parser *parser)
{
    static const struct operators operators = {
        { { "*", TIMES }, { "/", DIVIDE }, { "%", REMAINDER } }, 3
    };
    factor(parser);
    while (takes_operation(parser, &operators, factor))
        ;
}

static void sum(struct parser *parser)
{
    static const struct operators operators = { { { "+", ADD }, { "-", SUBTRACT } }, 2 };
    product(parser);
    while (takes_operation(parser, &operators, product))
        ;
}

static void comparison(struct parser *parser)
{
    static const struct operators operators = { { { ">=", AT_LEAST },
                                                  { "<=", AT_MOST },
                                                  { "==", EQUAL },
                                                  { "!=", UNEQUAL },
                                                  { ">", MORE },
                                                  { "<", LESS } },
                                                6 };
    sum(parser);
    takes_operation(parser, &operators, sum);
}

static void both(struct parser *parser)
{
    static const struct operators operators = { { { "&&", AND } }, 1 };
    comparison(parser);
    while (takes_operation(parser, &operators, comparison))
        ;
}

static void either(struct parser *parser)
{
    static const struct operators operators = { { { "||", OR } }, 1 };
    both(parser);
    while (takes_operation(parser, &operators, both))
        ;
}

const struct formula *formula_read(struct arena *arena, const char *text, const char *const *names,
                                   size_t count)
{
    struct formula *out = arena_alloc(arena, sizeof *out);
    struct parser parser = {
        .at = text, .names = names, .count = count, .arena = arena, .out = out
    };
    either(&parser);
    skip_blanks(&parser);
    return parser.has_failed || *parser.at ? NULL : out;
}

/* --- calculating --- */

static double of_two(enum operation operation, double a, double b)
{
    switch (operation) {
    case POWER:
        return pow(a, b);
    case TIMES:
        return a * b;
    case DIVIDE:
        return a / b;
    case REMAINDER:
        return fmod(a, b);
    case ADD:
        return a + b;
    case SUBTRACT:
        return a - b;
    case AT_LEAST:
        return a >= b;
    case AT_MOST:
        return a <= b;
    case EQUAL:
        return a == b;
    case UNEQUAL:
        return a != b;
    case MORE:
        return a > b;
    case LESS:
        return a < b;
    case AND:
        return a != 0 && b != 0;
    default:
        return a != 0 || b != 0;
    }
}

/* How many values an operation is about: they are the last ones. */
static size_t values_of(enum operation operation)
{
    return operation >= POWER ? 2 : operation >= FUNCTION ? 1 : 0;
}

double formula_value(const struct formula *formula, const double *values)
{
    double stack[MOST_VALUES] = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < formula->count; i++) {
        const struct step *step = &formula->steps[i];
        assert(count < MOST_VALUES);
        assert(count >= values_of(step->operation));
        if (step->operation == NUMBER) {
            stack[count++] = step->number;
        } else if (step->operation == NAME) {
            stack[count++] = values[step->name];
        } else if (step->operation == FUNCTION) {
            stack[count - 1] = step->function(stack[count - 1]);
        } else if (step->operation == MINUS) {
            stack[count - 1] = -stack[count - 1];
        } else if (step->operation == NOT) {
            stack[count - 1] = stack[count - 1] == 0;
        } else {
            count--;
            stack[count - 1] = of_two(step->operation, stack[count - 1], stack[count]);
        }
    }
    assert(count == 1);
    return stack[0];
}
