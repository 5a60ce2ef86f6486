/* Writes a tree as a pattern of PCRE2. Every character is escaped or harmless, so that nothing of
 * the author's reaches PCRE2 as syntax. */
#include "lib/regex_translate.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/unicode.h"

enum {
    /* Each branch may bring options and callouts; PCRE2 refuses far shorter ones. */
    MAX_TEXT_BYTES = 16 * 1024 * 1024,
    /* A repeat that can run further than this is counted. */
    SHORT_RUN = 16,
};

/* \w and the joiners; Latin-1 spelled out because PCRE2 answers those from a bitmap. */
#define WORD                                                                                       \
    "0-9A-Z_a-z\\x{AA}\\x{B5}\\x{BA}\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{FF}"                 \
    "\\x{200C}\\x{200D}\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}"

struct writer {
    struct arena *arena;
    struct text_buffer out;
    struct regex_program *program;
    /* Of a first writing: where references find their groups. */
    const struct regex_program *known;
    const struct regex_style *style;
    const struct regex_node *outer;
    bool is_metered;
    bool ignores_case;
    size_t *at;
    struct err *err;
};

static int write_node(struct writer *w, const struct regex_node *node);
static int write_group(struct writer *w, const char *open, const struct regex_node *body);

static void put(struct writer *w, const char *text) { text_puts(&w->out, text); }

static void put_callout(struct writer *w, int callout) { text_printf(&w->out, "(?C%d)", callout); }

static void put_step(struct writer *w)
{
    if (w->is_metered)
        put_callout(w, CALLOUT_STEP);
}

static void put_case(struct writer *w, bool ignores_case)
{
    if (ignores_case != w->ignores_case)
        put(w, ignores_case ? "(?i)" : "(?-i)");
    w->ignores_case = ignores_case;
}

static bool is_surrogate(uint32_t codepoint) { return codepoint >= 0xD800 && codepoint <= 0xDFFF; }

static void put_codepoint(struct writer *w, uint32_t c)
{
    char bytes[4];
    bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (is_plain || c >= 0xA0)
        text_append(&w->out, bytes, utf8_put(bytes, c));
    else if (c > ' ' && c < 0x7F)
        text_printf(&w->out, "\\%c", (int)c);
    else
        text_printf(&w->out, "\\x{%X}", (unsigned)c);
}

static void put_range(struct writer *w, uint32_t first, uint32_t last)
{
    if (first > last)
        return;
    put_codepoint(w, first);
    if (last > first) {
        put(w, "-");
        put_codepoint(w, last);
    }
}

/* What stands between the brackets but for \W. No text holds surrogates, and PCRE2 refuses them.
 * Of a range PCRE2 looks up the other case of each character, a million for \S, which has them all:
 * there its own class is written, with the one character that it takes for a space. */
static void put_members(struct writer *w, const struct regex_set *set)
{
    bool has_not_space = false;
    if (set->has_word)
        put(w, WORD);
    for (size_t i = 0; i < set->range_count; i++) {
        struct regex_range range = set->ranges[i];
        if (w->ignores_case && range.is_not_space && range.last > 0xFF) {
            if (!has_not_space)
                put(w, "\\P{Xsp}\\x{180E}");
            has_not_space = true;
            range.last = 0xFF; /* PCRE2 answers these from a bitmap */
            if (range.first > 0xFF)
                continue;
        }
        if (range.first < 0xD800)
            put_range(w, range.first, range.last < 0xD800 ? range.last : 0xD7FF);
        if (range.last > 0xDFFF)
            put_range(w, range.first > 0xDFFF ? range.first : 0xE000, range.last);
    }
    for (size_t i = 0; i < set->property_count; i++) {
        /* The case of a letter does not count where case is ignored. */
        const char *name = set->properties[i].name;
        if (w->ignores_case && (!strcmp(name, "Lu") || !strcmp(name, "Ll") || !strcmp(name, "Lt")))
            name = "L&";
        text_printf(&w->out, "\\%c{%s}", set->properties[i].is_negated ? 'P' : 'p', name);
    }
}

static bool has_members(const struct regex_set *set)
{
    for (size_t i = 0; i < set->range_count; i++)
        if (!is_surrogate(set->ranges[i].first) || !is_surrogate(set->ranges[i].last))
            return true;
    return set->has_word || set->property_count;
}

static void put_set(struct writer *w, const struct regex_set *set)
{
    bool is_group = set->minus || set->has_not_word || (!set->is_negated && !has_members(set));
    if (is_group)
        put(w, "(?:");
    if (set->minus) {
        put(w, "(?!");
        put_set(w, set->minus);
        put(w, ")");
    }
    if (!has_members(set)) {
        put(w, set->has_not_word ? set->is_negated ? "[" WORD "]" : "[^" WORD "]"
               : set->is_negated ? "."
                                 : "(?!)");
    } else if (!set->has_not_word) {
        put(w, set->is_negated ? "[^" : "[");
        put_members(w, set);
        put(w, "]");
    } else {
        put(w, set->is_negated ? "(?![" : "[");
        put_members(w, set);
        put(w, set->is_negated ? "])[" WORD "]" : "]|[^" WORD "]");
    }
    if (is_group)
        put(w, ")");
}

/* Where what stands on one side is always (or never) a word character, one look is enough. */
static void put_boundary(struct writer *w, bool is_negated, unsigned before, unsigned after)
{
    if (after == EDGE_WORD)
        put(w, is_negated ? "(?<=[" WORD "])" : "(?<![" WORD "])");
    else if (after == EDGE_OTHER)
        put(w, is_negated ? "(?<![" WORD "])" : "(?<=[" WORD "])");
    else if (before == EDGE_WORD)
        put(w, is_negated ? "(?=[" WORD "])" : "(?![" WORD "])");
    else if (before == EDGE_OTHER)
        put(w, is_negated ? "(?![" WORD "])" : "(?=[" WORD "])");
    else if (is_negated)
        put(w, "(?:(?<=[" WORD "])(?=[" WORD "])|(?<![" WORD "])(?![" WORD "]))");
    else
        put(w, "(?:(?<=[" WORD "])(?![" WORD "])|(?<![" WORD "])(?=[" WORD "]))");
}

static unsigned edge_beside(const struct regex_node *sequence, size_t index, bool is_after)
{
    struct regex_edge edge = { 0, true };
    size_t count = is_after ? sequence->count - 1 - index : index;
    for (size_t i = 1; i <= count && edge.may_be_empty; i++) {
        struct regex_edge item =
            regex_edge_of(sequence->items[is_after ? index + i : index - i], is_after);
        edge.seen |= item.seen;
        edge.may_be_empty = item.may_be_empty;
    }
    return edge.may_be_empty ? EDGE_WORD | EDGE_OTHER : edge.seen;
}

static int write_sequence(struct writer *w, const struct regex_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct regex_node *item = node->items[i];
        if (item->kind == REGEX_BOUNDARY)
            put_boundary(w, item->is_negated, edge_beside(node, i, false),
                         edge_beside(node, i, true));
        else if ((item->kind == REGEX_CHOICE ? write_group(w, "(?:", item) : write_node(w, item)) <
                 0)
            return -1;
    }
    return 0;
}

static int write_choice(struct writer *w, const struct regex_node *node)
{
    size_t start = 0, end = node->count;
    if (node == w->outer && w->style->branch_end) {
        start = w->style->branch_start;
        end = w->style->branch_end;
    }
    for (size_t i = start; i < end; i++) {
        if (i > start) {
            put(w, "|");
            put_step(w);
        }
        if (write_node(w, node->items[i]) < 0)
            return -1;
    }
    return 0;
}

/* `open` the node's first item `)`: options end with the group, as they do for PCRE2. */
static int write_group(struct writer *w, const char *open, const struct regex_node *body)
{
    bool ignores_case = w->ignores_case;
    put(w, open);
    if (write_node(w, body) < 0)
        return -1;
    put(w, ")");
    w->ignores_case = ignores_case;
    return 0;
}

static int write_capture(struct writer *w, const struct regex_node *node)
{
    struct regex_program *program = w->program;
    program->groups = list_grow(w->arena, program->groups, program->group_count,
                                &program->group_capacity, sizeof *program->groups);
    program->groups[program->group_count++] = node->group;
    return write_group(w, "(", node->items[0]);
}

static int fail(struct writer *w, const struct regex_node *node, const char *text)
{
    *w->at = node->at;
    return err_set(w->err, ERR_INPUT, "%s", text);
}

static int write_behind(struct writer *w, const struct regex_node *node)
{
    struct regex_program *program = w->program;
    struct regex_node *fixed = regex_behind_fixed(w->arena, node->items[0]);
    if (fixed) {
        bool is_metered = w->is_metered;
        w->is_metered = false;
        int status = write_group(w, node->is_negated ? "(?<!" : "(?<=", fixed);
        w->is_metered = is_metered;
        return status;
    }
    if (CALLOUT_BEHIND + program->behind_count > CALLOUT_LAST)
        return fail(w, node, _("too many look-behinds of open length"));
    put_callout(w, CALLOUT_BEHIND + (int)program->behind_count);
    program->behinds = list_grow(w->arena, program->behinds, program->behind_count,
                                 &program->behind_capacity, sizeof *program->behinds);
    program->behinds[program->behind_count++] = node;
    return 0;
}

static int write_repeat(struct writer *w, const struct regex_node *node)
{
    const struct regex_node *item = node->items[0];
    bool ignores_case = w->ignores_case;
    while (item->kind == REGEX_SEQUENCE && item->count == 1)
        item = item->items[0];
    bool is_single = item->kind <= REGEX_NOT_NEWLINE;
    bool is_run = w->is_metered && is_single && node->max > SHORT_RUN;
    if (is_run)
        put_callout(w, CALLOUT_RUN);
    if (!is_single) {
        put(w, "(?:");
        put_step(w);
    }
    if (write_node(w, item) < 0)
        return -1;
    if (!is_single) {
        put(w, ")");
        w->ignores_case = ignores_case;
    }
    if (node->max == REGEX_UNBOUNDED)
        text_printf(&w->out, "{%u,}", (unsigned)node->min);
    else
        text_printf(&w->out, "{%u,%u}", (unsigned)node->min, (unsigned)node->max);
    if (node->is_lazy)
        put(w, "?");
    if (is_run)
        put_callout(w, CALLOUT_RAN);
    else if (is_single && node->min != node->max)
        put_step(w);
    return 0;
}

/* Several PCRE2 groups can stand for one of the author's: the last that took part is meant. */
static int write_back(struct writer *w, const struct regex_node *node)
{
    const struct regex_program *known = w->known;
    size_t open = 0;
    if (!known)
        return 0;
    if (w->is_metered)
        put_callout(w, CALLOUT_BACK);
    put_case(w, node->ignores_case);
    for (size_t i = known->group_count; i-- > 0;) {
        if (known->groups[i] != node->group)
            continue;
        text_printf(&w->out, "(?(%zu)\\g{%zu}|", i + 1, i + 1);
        open++;
    }
    if (!open && node->group)
        return fail(w, node,
                    _("this refers to a group in a look-behind of open length, or from "
                      "one to a group outside; that is not supported"));
    put(w, "(?!)");
    for (; open > 0; open--)
        put(w, ")");
    return 0;
}

static int write_if(struct writer *w, const struct regex_node *node)
{
    bool ignores_case = w->ignores_case;
    size_t first = 0, number = 0;
    if (node->kind == REGEX_IF_AHEAD) {
        put(w, "(?");
        if (write_group(w, "(?=", node->items[first++]) < 0)
            return -1;
    } else {
        const struct regex_program *known = w->known ? w->known : w->program;
        for (size_t i = 0; i < known->group_count; i++)
            if (known->groups[i] == node->group)
                number = i + 1;
        if (number)
            text_printf(&w->out, "(?(%zu)", number);
        else
            put(w, "(?(?!)"); /* a group that never takes part */
    }
    for (size_t i = first; i < node->count; i++) {
        if (i > first)
            put(w, "|");
        if (write_group(w, "(?:", node->items[i]) < 0)
            return -1;
    }
    put(w, ")");
    w->ignores_case = ignores_case;
    return 0;
}

static int write_node(struct writer *w, const struct regex_node *node)
{
    switch (node->kind) {
    case REGEX_CHAR:
        if (regex_has_case(node->codepoint))
            put_case(w, node->ignores_case);
        if (is_surrogate(node->codepoint))
            put(w, "(?!)");
        else
            put_codepoint(w, node->codepoint);
        return 0;
    case REGEX_SET:
        put_case(w, node->ignores_case);
        put_set(w, node->set);
        return 0;
    case REGEX_ANY:
        put(w, ".");
        return 0;
    case REGEX_NOT_NEWLINE:
        put(w, "\\N");
        return 0;
    case REGEX_LINE_START:
        put(w, "^");
        return 0;
    case REGEX_LINE_END:
        put(w, "$");
        return 0;
    case REGEX_TEXT_START:
        put(w, "\\A");
        return 0;
    case REGEX_TEXT_END:
        put(w, "\\z");
        return 0;
    case REGEX_SEARCH_START:
        /* A program of its own starts elsewhere. */
        if (w->style->is_behind)
            return fail(w, node, _("`\\G` can't stand in a look-behind of open length"));
        put(w, "\\G");
        return 0;
    case REGEX_BOUNDARY:
        put_boundary(w, node->is_negated, EDGE_WORD | EDGE_OTHER, EDGE_WORD | EDGE_OTHER);
        return 0;
    case REGEX_AHEAD:
        return write_group(w, node->is_negated ? "(?!" : "(?=", node->items[0]);
    case REGEX_BEHIND:
        return write_behind(w, node);
    case REGEX_SEQUENCE:
        return write_sequence(w, node);
    case REGEX_CHOICE:
        return write_choice(w, node);
    case REGEX_CAPTURE:
        return write_capture(w, node);
    case REGEX_ATOMIC:
        return write_group(w, "(?>", node->items[0]);
    case REGEX_REPEAT:
        return write_repeat(w, node);
    case REGEX_BACK:
        return write_back(w, node);
    case REGEX_IF_GROUP:
    case REGEX_IF_AHEAD:
        return write_if(w, node);
    }
    return 0;
}

const struct regex_node *regex_outer_choice(const struct regex_node *root)
{
    while (root->kind == REGEX_SEQUENCE || root->kind == REGEX_CAPTURE) {
        const struct regex_node *next = NULL;
        for (size_t i = 0; i < root->count; i++) {
            enum regex_kind kind = root->items[i]->kind;
            if (kind == REGEX_SEQUENCE || kind == REGEX_CAPTURE || kind == REGEX_CHOICE)
                next = next && next->count >= root->items[i]->count ? next : root->items[i];
        }
        if (!next)
            return NULL;
        root = next;
    }
    return root->kind == REGEX_CHOICE ? root : NULL;
}

static int write_all(struct writer *w, const struct regex_node *root)
{
    w->out = text_buffer_in(w->arena, MAX_TEXT_BYTES);
    w->ignores_case = false;
    if (!w->style->is_behind) {
        if (write_node(w, root) < 0)
            return -1;
    } else {
        if (write_group(w, "(?:", root) < 0)
            return -1;
        put_callout(w, CALLOUT_REACHED);
    }
    w->program->text = text_end(&w->out);
    w->program->bytes = w->out.bytes;
    if (w->out.is_full)
        return fail(w, root, _("the pattern is too large"));
    return 0;
}

int regex_translate(struct regex_program *out, struct arena *arena, const struct regex_tree *tree,
                    const struct regex_node *root, const struct regex_style *style, size_t *at,
                    struct err *err)
{
    struct regex_program first = { 0 }, program = { 0 };
    struct writer w = {
        .arena = arena,
        .program = &first,
        .style = style,
        .outer = regex_outer_choice(tree->root),
        .is_metered = style->is_metered,
        .at = at,
        .err = err,
    };
    if (write_all(&w, root) < 0)
        return -1;
    if (regex_names_groups(root)) {
        /* Again, now that all groups are known: a reference may come before its group. */
        w.program = &program;
        w.known = &first;
        if (write_all(&w, root) < 0)
            return -1;
        first = program;
    }
    *out = first;
    return 0;
}
