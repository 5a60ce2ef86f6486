/* Compiling patterns with PCRE2. */
#include "lib/regex.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "lib/regex_code.h"
#include "lib/regex_translate.h"

/* A repeat that can go further lets a search run far. */
enum { FAR_COUNT = 64 };

static const uint32_t compile_options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY |
                                        PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX | PCRE2_DOTALL |
                                        PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_UTF_CHECK;

static pcre2_code *compile_text(const char *text, size_t bytes, uint32_t options, int *error)
{
    size_t place;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        out_of_memory();
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_parens_nest_limit(context, 8 * REGEX_MAX_DEPTH);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text, bytes, compile_options | options, error, &place, context);
    pcre2_compile_context_free(context);
    if (!code && *error == PCRE2_ERROR_HEAP_FAILED)
        out_of_memory();
    return code;
}

struct compiler {
    struct regex *regex;
    struct arena *arena;   /* of what stays */
    struct arena *scratch; /* of the trees */
    const struct regex_tree *tree;
    size_t *at;
    struct err *err;
};

static bool is_too_large(int error)
{
    return error == PCRE2_ERROR_PATTERN_TOO_LARGE || error == PCRE2_ERROR_PATTERN_TOO_COMPLICATED;
}

static int refuse(struct compiler *compiler, const struct regex_node *node, int error)
{
    char text[200];
    *compiler->at = node->at;
    if (is_too_large(error))
        return err_set(compiler->err, ERR_INPUT, _("the pattern is too large"));
    pcre2_get_error_message(error, (PCRE2_UCHAR *)text, sizeof text);
    return err_set(compiler->err, ERR_INPUT, _("PCRE2 does not take this pattern: %s"), text);
}

static int compile_behinds(struct compiler *compiler, struct regex_code *code,
                           const struct regex_program *program, int level);

static int compile_behind(struct compiler *compiler, struct regex_code *code,
                          const struct regex_node *node, int level)
{
    struct regex_style style = { .is_metered = true, .is_behind = true };
    struct regex_program program;
    int error;
    if (level == REGEX_MAX_LEVELS) {
        *compiler->at = node->at;
        return err_set(compiler->err, ERR_INPUT,
                       _("look-behinds of open length are nested too deeply"));
    }
    if (regex_translate(&program, compiler->scratch, compiler->tree, node->items[0], &style,
                        compiler->at, compiler->err) < 0)
        return -1;
    code->is_negated = node->is_negated;
    code->fast = compile_text(program.text, program.bytes,
                              PCRE2_USE_OFFSET_LIMIT | PCRE2_NO_AUTO_POSSESS, &error);
    if (!code->fast)
        return refuse(compiler, node, error);
    return compile_behinds(compiler, code, &program, level);
}

static int compile_behinds(struct compiler *compiler, struct regex_code *code,
                           const struct regex_program *program, int level)
{
    code->behinds =
        arena_alloc_array(compiler->arena, program->behind_count, sizeof *code->behinds);
    code->behind_count = program->behind_count;
    for (size_t i = 0; i < program->behind_count; i++)
        if (compile_behind(compiler, &code->behinds[i], program->behinds[i], level + 1) < 0)
            return -1;
    return 0;
}

static struct regex_code *add_code(struct compiler *compiler)
{
    struct regex *regex = compiler->regex;
    struct regex_code *code = arena_alloc(compiler->arena, sizeof *code);
    pthread_mutex_init(&code->one_prepares, NULL);
    regex->codes = list_grow(compiler->arena, regex->codes, regex->code_count,
                             &regex->code_capacity, sizeof *regex->codes);
    regex->codes[regex->code_count++] = code;
    return code;
}

/* A part of the outermost choice, halved where PCRE2 finds it too large; the whole where `end` is
 * 0. */
static int compile_branches(struct compiler *compiler, size_t start, size_t end)
{
    const struct regex_tree *tree = compiler->tree;
    struct regex_style style = { .branch_start = start, .branch_end = end };
    struct regex_program program;
    int error;
    if (regex_translate(&program, compiler->scratch, tree, tree->root, &style, compiler->at,
                        compiler->err) < 0)
        return -1;
    /* A repeat may have to give back what it took for a callout that fails behind it. */
    uint32_t options = program.behind_count ? PCRE2_NO_AUTO_POSSESS : 0;
    pcre2_code *fast = compile_text(program.text, program.bytes, options, &error);
    if (!fast) {
        const struct regex_node *choice = regex_outer_choice(tree->root);
        if (!choice || regex_names_groups(tree->root) || !is_too_large(error) || end - start == 1)
            return refuse(compiler, tree->root, error);
        if (!end)
            end = choice->count;
        size_t middle = start + (end - start) / 2;
        return compile_branches(compiler, start, middle) < 0
                   ? -1
                   : compile_branches(compiler, middle, end);
    }
    struct regex_code *code = add_code(compiler);
    code->fast = fast;
    code->branch_start = start;
    code->branch_end = end;
    code->group_count = program.group_count;
    code->groups =
        arena_copy(compiler->arena, program.groups, program.group_count * sizeof *program.groups);
    return compile_behinds(compiler, code, &program, 0);
}

/* At most so many bytes of PCRE2's program a node takes, and no more than ENOUGH; PCRE2's own limit
 * is 65,535. */
enum { ENOUGH = 1000 * 1000, SURELY_TAKEN = 60 * 1000 };

static uint32_t size_of(const struct regex_node *node)
{
    uint64_t size = 30;
    if (node->kind == REGEX_CHAR)
        size = node->codepoint < 0x80 ? 3 : 6;
    else if (node->kind == REGEX_SEQUENCE)
        size = 12;
    else if (node->kind == REGEX_CHOICE)
        size = 12 + 3 * node->count;
    else if (node->kind == REGEX_BOUNDARY)
        size = 400;
    else if (node->kind == REGEX_SET)
        size = 80 + 16 * (node->set->range_count + node->set->property_count) +
               (node->set->minus ? ENOUGH : 0);
    for (size_t i = 0; i < node->count && size < ENOUGH; i++)
        size += size_of(node->items[i]);
    if (node->kind == REGEX_REPEAT)
        size *= node->max < REGEX_UNBOUNDED && node->max > 1 ? node->max : 1 + (uint64_t)node->min;
    return size < ENOUGH ? (uint32_t)size : ENOUGH;
}

/* Look-behinds of known lengths are PCRE2's own; groups in them may be written several times. */
static bool has_open_behind(struct arena *scratch, const struct regex_node *node)
{
    if (node->kind == REGEX_BEHIND && ((regex_kinds_of(node) & regex_kind_bit(REGEX_CAPTURE)) ||
                                       !regex_behind_fixed(scratch, node->items[0])))
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (has_open_behind(scratch, node->items[i]))
            return true;
    return false;
}

/* Whether PCRE2 takes the pattern for sure, so that it need not be asked before the first use: most
 * rules of most styles are never used. */
static bool is_surely_taken(struct arena *scratch, const struct regex_node *root, uint32_t kinds)
{
    const uint32_t others = regex_kind_bit(REGEX_BACK) | regex_kind_bit(REGEX_IF_GROUP) |
                            regex_kind_bit(REGEX_IF_AHEAD) | regex_kind_bit(REGEX_SEARCH_START);
    if (kinds & others)
        return false;
    if ((kinds & regex_kind_bit(REGEX_BEHIND)) && has_open_behind(scratch, root))
        return false;
    return size_of(root) < SURELY_TAKEN;
}

static void list_groups(struct arena *arena, struct regex_code *code, size_t *capacity,
                        const struct regex_node *node)
{
    if (node->kind == REGEX_CAPTURE) {
        code->groups =
            list_grow(arena, code->groups, code->group_count, capacity, sizeof *code->groups);
        code->groups[code->group_count++] = node->group;
    }
    for (size_t i = 0; i < node->count; i++)
        list_groups(arena, code, capacity, node->items[i]);
}

/* A code that regex_prepare() compiles. */
static void compile_later(struct compiler *compiler, uint32_t kinds)
{
    size_t capacity = 0;
    struct regex_code *code = add_code(compiler);
    if (kinds & regex_kind_bit(REGEX_CAPTURE))
        list_groups(compiler->arena, code, &capacity, compiler->tree->root);
}

static bool can_run_far(const struct regex_node *node)
{
    if ((node->kind == REGEX_REPEAT && node->max > FAR_COUNT) || node->kind == REGEX_BACK)
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (can_run_far(node->items[i]))
            return true;
    return false;
}

int regex_compile(struct regex **out, struct arena *arena, const char *pattern, size_t bytes,
                  size_t *at, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    CLEANUP(regex_close) struct regex *regex = arena_alloc(arena, sizeof *regex);
    struct regex_tree tree;
    if (regex_parse(&tree, &scratch, pattern, bytes, at, err) < 0)
        return -1;
    struct compiler compiler = {
        .regex = regex,
        .arena = arena,
        .scratch = &scratch,
        .tree = &tree,
        .at = at,
        .err = err,
    };
    uint32_t kinds = regex_kinds_of(tree.root);
    if (is_surely_taken(&scratch, tree.root, kinds))
        compile_later(&compiler, kinds);
    else if (compile_branches(&compiler, 0, 0) < 0)
        return -1;
    regex->pattern = arena_copy(arena, pattern, bytes);
    regex->pattern_bytes = bytes;
    regex->gate = regex_literals_of(arena, tree.root);
    regex->outlines = regex_mixed_of(arena, tree.root, &regex->gate);
    regex->least_blanks = regex_blanks_of(tree.root);
    regex->stays_in_sentence = regex_is_in_sentence(tree.root);
    regex->can_run_far = (kinds & (regex_kind_bit(REGEX_REPEAT) | regex_kind_bit(REGEX_BACK))) &&
                         can_run_far(tree.root);
    for (size_t i = 0; i < regex->code_count; i++)
        regex->has_open_behinds |= regex->codes[i]->behind_count > 0;
    regex->group_count = tree.group_count;
    regex->group_names = arena_alloc_array(arena, tree.group_count, sizeof *regex->group_names);
    for (size_t i = 0; i < tree.group_count; i++)
        if (tree.group_names[i])
            regex->group_names[i] = arena_strdup(arena, tree.group_names[i]);
    *out = regex;
    regex = NULL;
    return 0;
}

static void jit(struct regex_code *code)
{
    /* Without JIT the interpreter runs it: slower, with the same answers. */
    (void)pcre2_jit_compile(code->fast, PCRE2_JIT_COMPLETE);
    for (size_t i = 0; i < code->behind_count; i++)
        jit(&code->behinds[i]);
}

/* Few patterns ever need this, so the tree was not kept for it. */
static pcre2_code *compile_again(const struct regex *regex, const struct regex_code *code,
                                 enum regex_way way)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct regex_style style = { .is_metered = way == REGEX_METERED,
                                 .branch_start = code->branch_start,
                                 .branch_end = code->branch_end };
    struct regex_tree tree;
    struct regex_program program;
    struct err err;
    size_t at;
    int error;
    if (regex_parse(&tree, &scratch, regex->pattern, regex->pattern_bytes, &at, &err) < 0 ||
        regex_translate(&program, &scratch, &tree, tree.root, &style, &at, &err) < 0)
        return NULL;
    assert(program.group_count == code->group_count);
    return compile_text(program.text, program.bytes,
                        (program.behind_count ? PCRE2_NO_AUTO_POSSESS : 0) |
                            (way == REGEX_ANCHORED ? PCRE2_ANCHORED : 0),
                        &error);
}

static void prepare_fast(const struct regex *regex, struct regex_code *code)
{
    if (!code->fast)
        code->fast = compile_again(regex, code, REGEX_FAST);
    if (code->fast)
        jit(code);
    code->is_jitted = true;
}

static pcre2_code *prepare(const struct regex *regex, const struct regex_code *code,
                           enum regex_way way)
{
    pcre2_code *program = compile_again(regex, code, way);
    if (program)
        (void)pcre2_jit_compile(program, PCRE2_JIT_COMPLETE);
    return program;
}

static pcre2_code *prepared(const struct regex_code *code, enum regex_way way)
{
    return way == REGEX_METERED    ? code->metered
           : way == REGEX_ANCHORED ? code->anchored
           : code->is_jitted       ? code->fast
                                   : NULL;
}

pcre2_code *regex_prepare(const struct regex *regex, struct regex_code *code, enum regex_way way)
{
    pcre2_code *program = prepared(code, way);
    if (program)
        return program;
    pthread_mutex_lock(&code->one_prepares);
    if (!code->is_jitted && way != REGEX_ANCHORED)
        prepare_fast(regex, code);
    if (way == REGEX_METERED && !code->metered)
        code->metered = prepare(regex, code, way);
    if (way == REGEX_ANCHORED && !code->anchored)
        code->anchored = prepare(regex, code, way);
    pthread_mutex_unlock(&code->one_prepares);
    return prepared(code, way);
}

static void close_code(struct regex_code *code)
{
    for (size_t i = 0; i < code->behind_count; i++)
        close_code(&code->behinds[i]);
    pcre2_code_free(code->fast);
    pcre2_code_free(code->metered);
    pcre2_code_free(code->anchored);
}

void regex_close(struct regex **regex)
{
    if (!*regex)
        return;
    for (size_t i = 0; i < (*regex)->code_count; i++) {
        pthread_mutex_destroy(&(*regex)->codes[i]->one_prepares);
        close_code((*regex)->codes[i]);
    }
    *regex = NULL;
}

struct regex_literals regex_gate(const struct regex *regex) { return regex->gate; }

size_t regex_least_blanks(const struct regex *regex) { return regex->least_blanks; }

bool regex_stays_in_sentence(const struct regex *regex) { return regex->stays_in_sentence; }

struct regex_outlines regex_outlines(const struct regex *regex) { return regex->outlines; }

size_t regex_group_count(const struct regex *regex) { return regex->group_count; }

int regex_group_of(const struct regex *regex, const char *name)
{
    for (size_t i = 0; i < regex->group_count; i++)
        if (regex->group_names[i] && !strcmp(regex->group_names[i], name))
            return (int)i;
    return -1;
}
