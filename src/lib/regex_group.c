/* Groups of a pattern: their kinds, numbers and names, options, references to them. */
#include "lib/regex_parser.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"

void parse_note_group(struct parser *parser, uint32_t group)
{
    if (group < REGEX_MAX_GROUPS)
        parser->has_group[group] = 1;
    if (parser->group_end <= group)
        parser->group_end = group + 1;
}

static struct name *find_name(struct parser *parser, const char *text, size_t bytes)
{
    for (size_t i = 0; i < parser->name_count; i++)
        if (strlen(parser->names[i].text) == bytes && !memcmp(parser->names[i].text, text, bytes))
            return &parser->names[i];
    return NULL;
}

static void note_name(struct parser *parser, const char *text, size_t bytes)
{
    if (find_name(parser, text, bytes))
        return;
    parser->names = list_grow(parser->scan.arena, parser->names, parser->name_count,
                              &parser->name_capacity, sizeof *parser->names);
    parser->names[parser->name_count++] =
        (struct name){ .text = arena_strndup(parser->scan.arena, text, bytes) };
}

int parse_number_names(struct parser *parser)
{
    uint32_t group = parser->next_group;
    for (size_t i = 0; i < parser->name_count; i++) {
        while (group < REGEX_MAX_GROUPS && parser->has_group[group])
            group++;
        if (group >= REGEX_MAX_GROUPS)
            return scan_fail(&parser->scan, 0, _("a pattern has at most %d groups"),
                             REGEX_MAX_GROUPS);
        parser->names[i].group = group;
        parse_note_group(parser, group);
    }
    return 0;
}

uint32_t parse_number(struct parser *parser)
{
    uint64_t value = 0;
    for (uint32_t c; (c = scan_peek(&parser->scan, 0)) >= '0' && c <= '9';) {
        scan_next(&parser->scan);
        if (value < REGEX_UNBOUNDED)
            value = value * 10 + (c - '0');
    }
    return value < REGEX_UNBOUNDED ? (uint32_t)value : REGEX_UNBOUNDED;
}

struct regex_node *parse_back(struct parser *parser, size_t at, uint32_t group)
{
    struct regex_node *node = parse_node(parser, REGEX_BACK, at);
    node->group = group;
    parser->needs_numbers = true;
    if (!parser->is_counting && (group >= REGEX_MAX_GROUPS || !parser->has_group[group])) {
        scan_fail(&parser->scan, at, _("there is no group %lu to refer to"), (unsigned long)group);
        return NULL;
    }
    return node;
}

struct regex_node *parse_named_back(struct parser *parser, size_t at, bool is_optional)
{
    struct regex_scan *scan = &parser->scan;
    uint32_t open = scan_peek(scan, 0), close = open == '\'' ? '\'' : '>';
    if (open == '<' || open == '\'') {
        scan_next(scan);
        size_t start = scan->at;
        if (scan_peek(scan, 0) >= '0' && scan_peek(scan, 0) <= '9') {
            uint32_t group = parse_number(parser);
            if (scan_skip(scan, close))
                return parse_back(parser, at, group);
        } else {
            while (scan_is_word(scan_peek(scan, 0)))
                scan_next(scan);
            size_t bytes = scan->at - start;
            if (bytes && scan_skip(scan, close)) {
                struct name *name = find_name(parser, scan->pattern + start, bytes);
                if (name || parser->is_counting)
                    return parse_back(parser, at, name ? name->group : 0);
                scan_fail(scan, at, _("there is no group '%.*s' to refer to"), (int)bytes,
                          scan->pattern + start);
                return NULL;
            }
        }
    }
    if (!is_optional)
        scan_fail(scan, at, _("`\\k` needs the name of a group, as `\\k<name>`"));
    return NULL;
}

static struct regex_node *parse_yes_and_no(struct parser *parser, struct regex_node *node)
{
    struct regex_scan *scan = &parser->scan;
    if (parser->depth >= REGEX_MAX_DEPTH) {
        scan_fail(scan, node->at, _("groups are nested too deeply"));
        return NULL;
    }
    parser->depth++;
    for (int branch = 0; branch < 2; branch++) {
        struct regex_node *body = parse_sequence(parser);
        if (!body)
            return NULL;
        regex_node_add(scan->arena, node, body);
        if (branch || !scan_skip(scan, '|'))
            break;
    }
    parser->depth--;
    if (scan_peek(scan, 0) == '|')
        scan_fail(scan, scan->at, _("a condition has two branches at most"));
    else if (!scan_skip(scan, ')'))
        scan_fail(scan, node->at, _("the group is not closed: a `)` is missing"));
    else
        return node;
    return NULL;
}

/* (?imnsx-imnsx: the letters; stops at the first that is none. */
static void parse_options(struct parser *parser)
{
    bool is_off = false;
    for (;; scan_next(&parser->scan)) {
        unsigned option = 0;
        uint32_t c = scan_peek(&parser->scan, 0);
        switch (c < 0x80 ? c | 0x20 : c) {
        case 'i':
            option = OPTION_CASE;
            break;
        case 'm':
            option = OPTION_LINES;
            break;
        case 'n':
            option = OPTION_NAMED_ONLY;
            break;
        case 's':
            option = OPTION_ANY;
            break;
        case 'x':
            option = OPTION_BLANKS;
            break;
        case 'd': /* the engine's own tracing */
            break;
        default:
            if (c != '-' && c != '+')
                return;
            is_off = c == '-';
        }
        parser->has_inline_options = true;
        parser->options = is_off ? parser->options & ~option : parser->options | option;
    }
}

/* The name or number in (?<…>; `scan` stands at its first character. */
static int parse_group_name(struct parser *parser, uint32_t close, uint32_t *group)
{
    struct regex_scan *scan = &parser->scan;
    size_t start = scan->at;
    uint32_t c = scan_peek(scan, 0);
    parser->needs_numbers = true;
    if (c >= '0' && c <= '9') {
        *group = parse_number(parser);
        if (*group == 0)
            return scan_fail(scan, start, _("group 0 is the whole match; take another number"));
    } else {
        while (scan_is_word(scan_peek(scan, 0)))
            scan_next(scan);
        if (parser->is_counting && scan->at > start)
            note_name(parser, scan->pattern + start, scan->at - start);
        struct name *name = find_name(parser, scan->pattern + start, scan->at - start);
        *group = name ? name->group : 0;
    }
    if (scan_peek(scan, 0) == '-')
        return scan_fail(scan, start, _("balancing groups `(?<a-b>…)` are not supported"));
    if (scan->at == start || !scan_skip(scan, close))
        return scan_fail(scan, start, _("a group's name starts with a letter and ends with `%c`"),
                         (int)close);
    return 0;
}

static struct regex_node *capture_new(struct parser *parser, size_t at, uint32_t group)
{
    struct regex_node *node = parse_node(parser, REGEX_CAPTURE, at);
    node->group = group;
    if (group >= REGEX_MAX_GROUPS) {
        scan_fail(&parser->scan, at, _("a pattern has at most %d groups"), REGEX_MAX_GROUPS);
        return NULL;
    }
    if (group || !parser->is_counting)
        parse_note_group(parser, group);
    return node;
}

/* (?(1)yes|no), (?(name)yes|no), (?(expression)yes|no); `scan` stands behind the second bracket. */
static struct regex_node *parse_condition(struct parser *parser, size_t at)
{
    struct regex_scan *scan = &parser->scan;
    size_t start = scan->at;
    uint32_t c = scan_peek(scan, 0);
    struct regex_node *node = parse_node(parser, REGEX_IF_GROUP, at);
    parser->needs_numbers = true;
    if (c >= '0' && c <= '9') {
        node->group = parse_number(parser);
        if (!scan_skip(scan, ')') || (!parser->is_counting && (node->group >= REGEX_MAX_GROUPS ||
                                                               !parser->has_group[node->group]))) {
            scan_fail(scan, start, _("the condition refers to no group"));
            return NULL;
        }
        return parse_yes_and_no(parser, node);
    }
    while (scan_is_word(scan_peek(scan, 0)))
        scan_next(scan);
    struct name *name = find_name(parser, scan->pattern + start, scan->at - start);
    if (name && scan_skip(scan, ')')) {
        node->group = name->group;
        return parse_yes_and_no(parser, node);
    }
    scan->at = start - 1;
    node->kind = REGEX_IF_AHEAD;
    struct regex_node *condition;
    unsigned saved = parser->options;
    if (scan_peek(scan, 1) == '?') {
        uint32_t kind = scan_peek(scan, 2);
        if (kind == '#' || kind == '\'') {
            scan_fail(scan, start, _("a condition can be no comment and no named group"));
            return NULL;
        }
        condition = parse_group(parser);
    } else {
        scan_next(scan);
        condition = parse_choice(parser);
        if (condition && !scan_skip(scan, ')')) {
            scan_fail(scan, start - 1, _("the group is not closed: a `)` is missing"));
            return NULL;
        }
    }
    parser->options = saved;
    if (!condition) {
        if (!scan->err->kind)
            scan_fail(scan, start, _("the condition is empty"));
        return NULL;
    }
    regex_node_add(scan->arena, node, condition);
    return parse_yes_and_no(parser, node);
}

/* What follows `(?` at `at`: a node for the group without its body, or NULL: an error, or the
 * options alone (`*is_complete`). A condition comes back complete. */
static struct regex_node *parse_group_kind(struct parser *parser, size_t at, bool *is_complete)
{
    struct regex_scan *scan = &parser->scan;
    struct regex_node *node;
    uint32_t group, c = scan_peek(scan, 0), next = scan_peek(scan, 1);
    if (c == ':' || c == '>' || c == '=' || c == '!') {
        scan_next(scan);
        node = parse_node(parser,
                          c == ':'   ? REGEX_SEQUENCE
                          : c == '>' ? REGEX_ATOMIC
                                     : REGEX_AHEAD,
                          at);
        node->is_negated = c == '!';
        return node;
    }
    if (c == '<' && (next == '=' || next == '!')) {
        scan->at += 2;
        node = parse_node(parser, REGEX_BEHIND, at);
        node->is_negated = next == '!';
        return node;
    }
    if (c == '<' || c == '\'' || (c == 'P' && next == '<')) {
        scan->at += c == 'P' ? 2 : 1;
        if (parse_group_name(parser, c == '\'' ? '\'' : '>', &group) < 0)
            return NULL;
        return capture_new(parser, at, group);
    }
    if (c == '(') {
        scan_next(scan);
        *is_complete = true;
        return parse_condition(parser, at);
    }
    parse_options(parser);
    if (scan_skip(scan, ')')) {
        *is_complete = true;
        return NULL;
    }
    if (scan_skip(scan, ':'))
        return parse_node(parser, REGEX_SEQUENCE, at);
    scan_fail(scan, at, _("the dialect has no group `%.*s`"), (int)(scan->at + 1 - at),
              scan->pattern + at);
    return NULL;
}

/* Options that a group sets end with it; those of `(?i)` go on to the end of the group around. */
struct regex_node *parse_group(struct parser *parser)
{
    struct regex_scan *scan = &parser->scan;
    size_t at = scan->at++;
    unsigned saved = parser->options;
    bool is_complete = false;
    struct regex_node *node;
    if (parser->depth >= REGEX_MAX_DEPTH) {
        scan_fail(scan, at, _("groups are nested too deeply"));
        return NULL;
    }
    if (scan_peek(scan, 0) != '?' || scan_peek(scan, 1) == ')') {
        node = parser->options & OPTION_NAMED_ONLY ? parse_node(parser, REGEX_SEQUENCE, at)
                                                   : capture_new(parser, at, parser->next_group++);
    } else {
        scan_next(scan);
        node = parse_group_kind(parser, at, &is_complete);
    }
    if (!node)
        return NULL;
    if (!is_complete) {
        parser->depth++;
        struct regex_node *body = parse_choice(parser);
        parser->depth--;
        if (!body)
            return NULL;
        regex_node_add(scan->arena, node, body);
        if (!scan_skip(scan, ')')) {
            scan_fail(scan, at, _("the group is not closed: a `)` is missing"));
            return NULL;
        }
    }
    parser->options = saved;
    return node;
}
