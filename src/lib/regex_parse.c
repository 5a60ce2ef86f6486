/* The parser of the .NET dialect: groups, options, quantifiers and references. */
#include "lib/regex_parser.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "lib/unicode.h"

struct regex_node *parse_node(struct parser *parser, enum regex_kind kind, size_t at)
{
    struct regex_node *node = arena_alloc(parser->scan.arena, sizeof *node);
    node->kind = kind;
    node->at = at;
    node->ignores_case = parser->options & OPTION_CASE;
    return node;
}

void regex_node_add(struct arena *arena, struct regex_node *node, struct regex_node *item)
{
    node->items = list_grow(arena, node->items, node->count, &node->capacity, sizeof *node->items);
    node->items[node->count++] = item;
}

struct regex_node *regex_node_of(struct arena *arena, enum regex_kind kind,
                                 struct regex_node *const *items, size_t count)
{
    struct regex_node *node = arena_alloc(arena, sizeof *node);
    node->kind = kind;
    for (size_t i = 0; i < count; i++)
        regex_node_add(arena, node, items[i]);
    return node;
}

static bool is_quantifier(const struct parser *parser)
{
    const struct regex_scan *scan = &parser->scan;
    uint32_t c = scan_peek(scan, 0);
    if (c == '*' || c == '+' || c == '?')
        return true;
    if (c != '{')
        return false;
    size_t at = scan->at + 1, digits = at;
    const char *p = scan->pattern;
    while (at < scan->bytes && p[at] >= '0' && p[at] <= '9')
        at++;
    if (at == digits)
        return false;
    if (at < scan->bytes && p[at] == ',')
        for (at++; at < scan->bytes && p[at] >= '0' && p[at] <= '9';)
            at++;
    return at < scan->bytes && p[at] == '}';
}

/* Comments, and with (?x) blanks. */
static int skip_blank(struct parser *parser)
{
    struct regex_scan *scan = &parser->scan;
    for (;;) {
        uint32_t c = scan_peek(scan, 0);
        if ((parser->options & OPTION_BLANKS) && ((c >= '\t' && c <= '\r') || c == ' ')) {
            scan_next(scan);
        } else if ((parser->options & OPTION_BLANKS) && c == '#') {
            while (scan->at < scan->bytes && scan_peek(scan, 0) != '\n')
                scan_next(scan);
        } else if (c == '(' && scan_peek(scan, 1) == '?' && scan_peek(scan, 2) == '#') {
            size_t open = scan->at;
            while (scan->at < scan->bytes && scan_peek(scan, 0) != ')')
                scan_next(scan);
            if (!scan_skip(scan, ')'))
                return scan_fail(scan, open, _("the comment is not closed"));
        } else {
            return 0;
        }
    }
}

static struct regex_node *parse_quantifier(struct parser *parser, struct regex_node *item)
{
    struct regex_scan *scan = &parser->scan;
    struct regex_node *node = parse_node(parser, REGEX_REPEAT, scan->at);
    uint32_t c = scan_next(scan);
    node->min = c == '+';
    node->max = c == '?' ? 1 : REGEX_UNBOUNDED;
    if (c == '{') {
        node->max = node->min = parse_number(parser);
        if (scan_skip(scan, ','))
            node->max = scan_peek(scan, 0) == '}' ? REGEX_UNBOUNDED : parse_number(parser);
        scan_next(scan);
        if (node->min > node->max) {
            scan_fail(scan, node->at, _("the quantifier's first number is the larger one"));
            return NULL;
        }
        if (node->min > REGEX_MAX_COUNT ||
            (node->max > REGEX_MAX_COUNT && node->max != REGEX_UNBOUNDED)) {
            scan_fail(scan, node->at, _("a quantifier counts to %d at most"), REGEX_MAX_COUNT);
            return NULL;
        }
    }
    if (skip_blank(parser) < 0)
        return NULL;
    node->is_lazy = scan_skip(scan, '?');
    regex_node_add(scan->arena, node, item);
    return node;
}

static struct regex_node *parse_backslash(struct parser *parser)
{
    struct regex_scan *scan = &parser->scan;
    size_t at = scan->at++, behind = scan->at;
    uint32_t c = scan_peek(scan, 0);
    struct regex_node *node;
    if (scan_is_class_letter(c)) {
        struct regex_set *set = arena_alloc(scan->arena, sizeof *set);
        node = parse_node(parser, REGEX_SET, at);
        node->set = set;
        return scan_class_letter(scan, set) < 0 ? NULL : node;
    }
    static const char letters[] = "bBAGZz";
    static const enum regex_kind kinds[] = { REGEX_BOUNDARY,     REGEX_BOUNDARY, REGEX_TEXT_START,
                                             REGEX_SEARCH_START, REGEX_TEXT_END, REGEX_TEXT_END };
    const char *letter = c && c < 0x80 ? strchr(letters, (int)c) : NULL;
    if (letter) {
        scan_next(scan);
        node = parse_node(parser, kinds[letter - letters], at);
        node->is_negated = c == 'B';
        return node;
    }
    if (c == 'k') {
        scan_next(scan);
        return parse_named_back(parser, at, false);
    }
    if (c >= '1' && c <= '9') {
        uint32_t group = parse_number(parser);
        parser->needs_numbers = true;
        if (group <= 9 || (group < REGEX_MAX_GROUPS && parser->has_group[group]))
            return parse_back(parser, at, group);
        scan->at = behind;
    }
    if (c == '<' || c == '\'') {
        size_t had_failed_at = *scan->mistake_at;
        scan->err->kind = ERR_NONE;
        node = parse_named_back(parser, at, true);
        if (node || scan->err->kind)
            return node;
        *scan->mistake_at = had_failed_at;
        scan->at = behind;
    }
    node = parse_node(parser, REGEX_CHAR, at);
    return scan_escape(scan, &node->codepoint) < 0 ? NULL : node;
}

static struct regex_node *parse_atom(struct parser *parser)
{
    struct regex_scan *scan = &parser->scan;
    size_t at = scan->at;
    uint32_t c = scan_peek(scan, 0);
    bool has_lines = parser->options & OPTION_LINES;
    struct regex_node *node;
    switch (c) {
    case '(':
        return parse_group(parser);
    case '\\':
        return parse_backslash(parser);
    case '[': {
        struct regex_set *set = arena_alloc(scan->arena, sizeof *set);
        scan_next(scan);
        node = parse_node(parser, REGEX_SET, at);
        node->set = set;
        return scan_set(scan, set, 0) < 0 ? NULL : node;
    }
    case '^':
        scan_next(scan);
        return parse_node(parser, has_lines ? REGEX_LINE_START : REGEX_TEXT_START, at);
    case '$':
        scan_next(scan);
        return parse_node(parser, has_lines ? REGEX_LINE_END : REGEX_TEXT_END, at);
    case '.':
        scan_next(scan);
        return parse_node(parser, parser->options & OPTION_ANY ? REGEX_ANY : REGEX_NOT_NEWLINE, at);
    default:
        node = parse_node(parser, REGEX_CHAR, at);
        node->codepoint = scan_next(scan);
        return node;
    }
}

struct regex_node *parse_sequence(struct parser *parser)
{
    struct regex_scan *scan = &parser->scan;
    struct regex_node *sequence = parse_node(parser, REGEX_SEQUENCE, scan->at);
    bool was_quantified = false;
    for (;;) {
        if (skip_blank(parser) < 0)
            return NULL;
        uint32_t c = scan_peek(scan, 0);
        if (c == SCAN_END || c == '|' || c == ')')
            return sequence;
        if (is_quantifier(parser)) {
            scan_fail(scan, scan->at,
                      was_quantified ? _("a quantifier can't follow another: use a group")
                                     : _("there is nothing to repeat before the quantifier"));
            return NULL;
        }
        scan->err->kind = ERR_NONE;
        struct regex_node *item = parse_atom(parser);
        was_quantified = false;
        if (!item) {
            if (scan->err->kind)
                return NULL;
            continue;
        }
        if (skip_blank(parser) < 0)
            return NULL;
        if (is_quantifier(parser)) {
            item = parse_quantifier(parser, item);
            if (!item)
                return NULL;
            was_quantified = true;
        }
        regex_node_add(scan->arena, sequence, item);
    }
}

struct regex_node *parse_choice(struct parser *parser)
{
    struct regex_node *first = parse_sequence(parser);
    if (!first || scan_peek(&parser->scan, 0) != '|')
        return first;
    struct regex_node *choice = parse_node(parser, REGEX_CHOICE, first->at);
    regex_node_add(parser->scan.arena, choice, first);
    while (scan_skip(&parser->scan, '|')) {
        struct regex_node *next = parse_sequence(parser);
        if (!next)
            return NULL;
        regex_node_add(parser->scan.arena, choice, next);
    }
    return choice;
}

static struct regex_node *parse_all(struct parser *parser)
{
    parser->scan.at = 0;
    parser->options = 0;
    parser->next_group = 1;
    struct regex_node *root = parse_choice(parser);
    if (root && parser->scan.at < parser->scan.bytes) {
        scan_fail(&parser->scan, parser->scan.at, _("this `)` closes nothing"));
        return NULL;
    }
    return root;
}

int regex_parse(struct regex_tree *out, struct arena *arena, const char *pattern, size_t bytes,
                size_t *at, struct err *err)
{
    struct err problem = { ERR_NONE, "" };
    size_t mistake_at = 0;
    struct parser *parser = arena_alloc(arena, sizeof *parser);
    parser->scan = (struct regex_scan){
        .arena = arena,
        .pattern = pattern,
        .bytes = bytes,
        .mistake_at = &mistake_at,
        .err = &problem,
    };
    size_t valid = 0;
    if (bytes > REGEX_MAX_BYTES)
        scan_fail(&parser->scan, REGEX_MAX_BYTES, _("a pattern has at most %d bytes"),
                  REGEX_MAX_BYTES);
    else if ((valid = utf8_valid_bytes(pattern, bytes)) < bytes)
        scan_fail(&parser->scan, valid, _("this byte is no valid UTF-8 text"));
    struct regex_node *root = NULL;
    if (!problem.kind) {
        parse_note_group(parser, 0);
        parser->is_counting = true;
        root = parse_all(parser);
        parser->is_counting = false;
        if (root && parser->needs_numbers)
            root = parse_number_names(parser) == 0 ? parse_all(parser) : NULL;
    }
    if (!root) {
        *at = mistake_at;
        return err_set(err, ERR_INPUT, "%s", problem.text);
    }
    const char **names = arena_alloc_array(arena, parser->group_end, sizeof *names);
    for (size_t i = 0; i < parser->name_count; i++)
        names[parser->names[i].group] = parser->names[i].text;
    *out = (struct regex_tree){
        .root = root,
        .group_count = parser->group_end,
        .group_names = names,
        .has_inline_options = parser->has_inline_options,
    };
    return 0;
}
