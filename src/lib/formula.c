/* Formulas, by recursive descent. */
#include "lib/formula.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DEPTH = 64 };

struct parser {
    const char *text;
    const char *at;
    const struct formula_name *names;
    size_t count;
    int depth;
    bool has_failed;
};

static double either(struct parser *parser);

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

static double fail(struct parser *parser)
{
    parser->has_failed = true;
    return 0;
}

static double call(struct parser *parser, const char *name, size_t bytes)
{
    static const struct {
        const char *name;
        double (*function)(double);
    } functions[] = { { "math.sqrt", sqrt },   { "math.floor", floor }, { "math.ceil", ceil },
                      { "math.abs", fabs },    { "math.log", log },     { "math.log10", log10 },
                      { "math.log2", log2 },   { "math.exp", exp },     { "math.round", round },
                      { "math.trunc", trunc }, { "math.cbrt", cbrt } };
    double argument = either(parser);
    if (bytes == strlen("math.pow") && memcmp(name, "math.pow", bytes) == 0) {
        if (!takes(parser, ","))
            return fail(parser);
        double exponent = either(parser);
        return takes(parser, ")") ? pow(argument, exponent) : fail(parser);
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strlen(functions[i].name) == bytes && memcmp(functions[i].name, name, bytes) == 0)
            return takes(parser, ")") ? functions[i].function(argument) : fail(parser);
    return fail(parser);
}

static double name(struct parser *parser)
{
    const char *start = parser->at;
    while (isalnum((unsigned char)*parser->at) || *parser->at == '_' || *parser->at == '.')
        parser->at++;
    size_t bytes = (size_t)(parser->at - start);
    if (takes(parser, "("))
        return call(parser, start, bytes);
    for (size_t i = 0; i < parser->count; i++)
        if (strlen(parser->names[i].name) == bytes &&
            memcmp(parser->names[i].name, start, bytes) == 0)
            return parser->names[i].value;
    parser->at = start;
    return fail(parser);
}

static double number(struct parser *parser)
{
    char *end;
    double value = strtod(parser->at, &end);
    if (end == parser->at)
        return fail(parser);
    parser->at = end;
    return value;
}

static double factor(struct parser *parser)
{
    if (parser->has_failed || parser->depth >= MOST_DEPTH)
        return fail(parser);
    parser->depth++;
    double value;
    if (takes(parser, "-")) {
        value = -factor(parser);
    } else if (takes(parser, "!")) {
        value = factor(parser) == 0;
    } else if (takes(parser, "(")) {
        value = either(parser);
        if (!takes(parser, ")"))
            fail(parser);
    } else if (isalpha((unsigned char)*parser->at)) {
        value = name(parser);
    } else {
        value = number(parser);
    }
    parser->depth--;
    return value;
}

static double product(struct parser *parser)
{
    double value = factor(parser);
    while (!parser->has_failed) {
        if (takes(parser, "*"))
            value *= factor(parser);
        else if (takes(parser, "/"))
            value /= factor(parser);
        else if (takes(parser, "%"))
            value = fmod(value, factor(parser));
        else
            break;
    }
    return value;
}

static double sum(struct parser *parser)
{
    double value = product(parser);
    while (!parser->has_failed) {
        if (takes(parser, "+"))
            value += product(parser);
        else if (takes(parser, "-"))
            value -= product(parser);
        else
            break;
    }
    return value;
}

static double comparison(struct parser *parser)
{
    double value = sum(parser);
    if (parser->has_failed)
        return value;
    if (takes(parser, ">="))
        return value >= sum(parser);
    if (takes(parser, "<="))
        return value <= sum(parser);
    if (takes(parser, "=="))
        return value == sum(parser);
    if (takes(parser, "!="))
        return value != sum(parser);
    if (takes(parser, ">"))
        return value > sum(parser);
    if (takes(parser, "<"))
        return value < sum(parser);
    return value;
}

static double both(struct parser *parser)
{
    double value = comparison(parser);
    while (!parser->has_failed && takes(parser, "&&")) {
        double other = comparison(parser);
        value = value != 0 && other != 0;
    }
    return value;
}

static double either(struct parser *parser)
{
    double value = both(parser);
    while (!parser->has_failed && takes(parser, "||")) {
        double other = both(parser);
        value = value != 0 || other != 0;
    }
    return value;
}

int formula_value(double *out, const char *text, const struct formula_name *names, size_t count,
                  size_t *at)
{
    struct parser parser = { .text = text, .at = text, .names = names, .count = count };
    double value = either(&parser);
    skip_blanks(&parser);
    *at = (size_t)(parser.at - text);
    if (parser.has_failed || *parser.at)
        return -1;
    *out = value;
    return 0;
}
