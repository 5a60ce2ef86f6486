/* What can be said of a node without running it: its width, its edges, a look-behind's inside
 * without varying lengths. */
#include "lib/regex_translate.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "lib/regex.h"
#include "lib/regex_scan.h"
#include "lib/unicode.h"

enum {
    /* More are no longer quicker than asking a program of their own. */
    MAX_FORMS = 64,
    /* A range of a class that is looked at character by character. */
    MAX_RANGE = 1024,
};

static bool takes_nothing(enum regex_kind kind)
{
    return kind >= REGEX_LINE_START && kind <= REGEX_BEHIND;
}

uint32_t regex_kinds_of(const struct regex_node *node)
{
    uint32_t kinds = regex_kind_bit(node->kind);
    for (size_t i = 0; i < node->count; i++)
        kinds |= regex_kinds_of(node->items[i]);
    return kinds;
}

static bool is_blank(uint32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Whether the class has blanks alone; `\s` has those beyond ASCII, too. */
static bool is_blank_set(const struct regex_set *set)
{
    if (set->is_negated || set->has_word || set->has_not_word || set->property_count > 0)
        return false;
    for (size_t i = 0; i < set->range_count; i++)
        if (set->ranges[i].first < 0x80
                ? !is_blank(set->ranges[i].first) || !is_blank(set->ranges[i].last)
                : !unicode_is_space(set->ranges[i].first) ||
                      set->ranges[i].last - set->ranges[i].first > 10)
            return false;
    return set->range_count > 0;
}

size_t regex_blanks_of(const struct regex_node *node)
{
    size_t blanks = 0;
    switch (node->kind) {
    case REGEX_CHAR:
        return is_blank(node->codepoint);
    case REGEX_SET:
        return is_blank_set(node->set);
    case REGEX_CHOICE:
        for (size_t i = 0; i < node->count; i++) {
            size_t branch = regex_blanks_of(node->items[i]);
            blanks = i > 0 && blanks < branch ? blanks : branch;
        }
        return blanks;
    case REGEX_SEQUENCE:
        for (size_t i = 0; i < node->count; i++)
            blanks += regex_blanks_of(node->items[i]);
        break;
    case REGEX_REPEAT:
        blanks = node->min * regex_blanks_of(node->items[0]);
        break;
    case REGEX_CAPTURE:
    case REGEX_ATOMIC:
        return regex_blanks_of(node->items[0]);
    default:
        break;
    }
    return blanks < REGEX_MAX_COUNT ? blanks : REGEX_MAX_COUNT;
}

size_t regex_count_blanks(const char *text, size_t bytes)
{
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)text[i];
        /* Beyond ASCII they begin with these bytes, as other characters do. */
        count += is_blank(c) || c == 0xC2 || (c >= 0xE1 && c <= 0xE3);
    }
    return count;
}

/* How many characters the node takes, or -1 where that varies. */
static long width_of(const struct regex_node *node);

static long sum_of_widths(const struct regex_node *node)
{
    long sum = 0;
    for (size_t i = 0; i < node->count; i++) {
        long width = width_of(node->items[i]);
        if (width < 0 || (sum += width) > REGEX_MAX_COUNT)
            return -1;
    }
    return sum;
}

static long common_width(const struct regex_node *node)
{
    assert(node->count > 0 && node->items);
    long first = width_of(node->items[0]);
    for (size_t i = 1; i < node->count; i++)
        if (width_of(node->items[i]) != first)
            return -1;
    return first;
}

static long width_of(const struct regex_node *node)
{
    if (takes_nothing(node->kind))
        return 0;
    long width;
    switch (node->kind) {
    case REGEX_SEQUENCE:
        return sum_of_widths(node);
    case REGEX_CHOICE:
        return common_width(node);
    case REGEX_CAPTURE:
    case REGEX_ATOMIC:
        assert(node->items);
        return width_of(node->items[0]);
    case REGEX_REPEAT:
        if (node->min != node->max)
            return -1;
        assert(node->items);
        width = width_of(node->items[0]);
        return width < 0 || width * (long)node->min > REGEX_MAX_COUNT ? -1
                                                                      : width * (long)node->min;
    case REGEX_BACK:
    case REGEX_IF_GROUP:
    case REGEX_IF_AHEAD:
        return -1;
    default:
        return 1;
    }
}

/* At its left end a look-behind is free: of `a{2,}b` just `aab` must stand there. */
static struct regex_node *without_free_start(struct arena *arena, const struct regex_node *node)
{
    struct regex_node *copy = arena_copy(arena, node, sizeof *node);
    if (node->kind == REGEX_REPEAT && !(regex_kinds_of(node) & regex_kind_bit(REGEX_CAPTURE))) {
        if (node->min == 0)
            return regex_node_of(arena, REGEX_SEQUENCE, NULL, 0);
        copy->max = copy->min;
        return node->min == 1 ? without_free_start(arena, node->items[0]) : copy;
    }
    if (node->kind != REGEX_SEQUENCE && node->kind != REGEX_CHOICE)
        return copy;
    copy->items = NULL;
    copy->count = copy->capacity = 0;
    bool is_free = true;
    for (size_t i = 0; i < node->count; i++) {
        struct regex_node *item = node->items[i];
        if (is_free)
            item = without_free_start(arena, item);
        is_free = node->kind == REGEX_CHOICE ||
                  (is_free && item->kind == REGEX_SEQUENCE && item->count == 0);
        regex_node_add(arena, copy, item);
    }
    return copy;
}

struct forms {
    struct regex_node **items;
    size_t count, capacity;
};

static bool add_form(struct arena *arena, struct forms *forms, struct regex_node *form)
{
    if (forms->count == MAX_FORMS)
        return false;
    forms->items =
        list_grow(arena, forms->items, forms->count, &forms->capacity, sizeof *forms->items);
    forms->items[forms->count++] = form;
    return true;
}

/* Each of `forms` followed by each of `next`. */
static bool multiply(struct arena *arena, struct forms *forms, const struct forms *next)
{
    struct forms product = { 0 };
    for (size_t i = 0; i < forms->count; i++) {
        for (size_t j = 0; j < next->count; j++) {
            struct regex_node *pair[] = { forms->items[i], next->items[j] };
            if (!add_form(arena, &product, regex_node_of(arena, REGEX_SEQUENCE, pair, 2)))
                return false;
        }
    }
    *forms = product;
    return true;
}

static bool spread(struct arena *arena, struct regex_node *node, struct forms *out);

static bool spread_repeat(struct arena *arena, struct regex_node *node, struct forms *out)
{
    struct forms times = { 0 }, once = { 0 };
    assert(node->items);
    if (node->max - node->min >= MAX_FORMS || !spread(arena, node->items[0], &once))
        return false;
    struct regex_node *start = arena_copy(arena, node, sizeof *node);
    start->max = node->min;
    if (width_of(start) < 0) {
        add_form(arena, &times, regex_node_of(arena, REGEX_SEQUENCE, NULL, 0));
        for (uint32_t i = 0; i < node->min; i++)
            if (!multiply(arena, &times, &once))
                return false;
    } else {
        add_form(arena, &times, start);
    }
    for (uint32_t i = node->min;; i++) {
        for (size_t j = 0; j < times.count; j++)
            if (!add_form(arena, out, times.items[j]))
                return false;
        if (i == node->max)
            return true;
        if (!multiply(arena, &times, &once))
            return false;
    }
}

/* All that `node` may be, each of fixed width. */
static bool spread(struct arena *arena, struct regex_node *node, struct forms *out)
{
    if (width_of(node) >= 0)
        return add_form(arena, out, node);
    struct forms inside = { 0 };
    switch (node->kind) {
    case REGEX_SEQUENCE:
        add_form(arena, &inside, regex_node_of(arena, REGEX_SEQUENCE, NULL, 0));
        for (size_t i = 0; i < node->count; i++) {
            struct forms item = { 0 };
            if (!spread(arena, node->items[i], &item) || !multiply(arena, &inside, &item))
                return false;
        }
        break;
    case REGEX_CHOICE:
        for (size_t i = 0; i < node->count; i++)
            if (!spread(arena, node->items[i], &inside))
                return false;
        break;
    case REGEX_CAPTURE:
        if (!spread(arena, node->items[0], &inside))
            return false;
        for (size_t i = 0; i < inside.count; i++) {
            struct regex_node *capture = regex_node_of(arena, REGEX_CAPTURE, &inside.items[i], 1);
            capture->group = node->group;
            inside.items[i] = capture;
        }
        break;
    case REGEX_REPEAT:
        return spread_repeat(arena, node, out);
    default:
        return false;
    }
    for (size_t i = 0; i < inside.count; i++)
        if (!add_form(arena, out, inside.items[i]))
            return false;
    return true;
}

struct regex_node *regex_behind_fixed(struct arena *arena, const struct regex_node *body)
{
    struct forms forms = { 0 };
    if (!spread(arena, without_free_start(arena, body), &forms))
        return NULL;
    return forms.count == 1 ? forms.items[0]
                            : regex_node_of(arena, REGEX_CHOICE, forms.items, forms.count);
}

static unsigned edge_of_char(uint32_t codepoint)
{
    return scan_is_word(codepoint) ? EDGE_WORD : EDGE_OTHER;
}

static unsigned edge_of_set(const struct regex_set *set)
{
    static const char *const words[] = { "L", "Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Mn", "Pc" };
    if (set->is_negated)
        return set->has_not_word ? EDGE_WORD : set->has_word ? EDGE_OTHER : EDGE_WORD | EDGE_OTHER;
    unsigned seen = (set->has_word ? EDGE_WORD : 0) | (set->has_not_word ? EDGE_OTHER : 0);
    for (size_t i = 0; i < set->range_count; i++) {
        const struct regex_range *range = &set->ranges[i];
        if (range->last - range->first > MAX_RANGE)
            return EDGE_WORD | EDGE_OTHER;
        for (uint32_t c = range->first; c <= range->last; c++)
            seen |= edge_of_char(c);
    }
    for (size_t i = 0; i < set->property_count; i++) {
        bool is_word = false;
        for (size_t j = 0; j < sizeof words / sizeof *words; j++)
            is_word |= !strcmp(set->properties[i].name, words[j]);
        seen |= is_word && !set->properties[i].is_negated ? EDGE_WORD : EDGE_WORD | EDGE_OTHER;
    }
    return seen;
}

struct regex_edge regex_edge_of(const struct regex_node *node, bool is_start)
{
    struct regex_edge edge = { 0, takes_nothing(node->kind) };
    if (edge.may_be_empty)
        return edge;
    switch (node->kind) {
    case REGEX_CHAR:
        return (struct regex_edge){ edge_of_char(node->codepoint), false };
    case REGEX_SET:
        return (struct regex_edge){ edge_of_set(node->set), false };
    case REGEX_CAPTURE:
    case REGEX_ATOMIC:
        return regex_edge_of(node->items[0], is_start);
    case REGEX_REPEAT:
        edge = regex_edge_of(node->items[0], is_start);
        edge.may_be_empty |= node->min == 0;
        return edge;
    case REGEX_SEQUENCE:
        edge.may_be_empty = true;
        for (size_t i = 0; i < node->count && edge.may_be_empty; i++) {
            size_t from_edge = is_start ? i : node->count - 1 - i;
            struct regex_edge item = regex_edge_of(node->items[from_edge], is_start);
            edge.seen |= item.seen;
            edge.may_be_empty = item.may_be_empty;
        }
        return edge;
    case REGEX_CHOICE:
        for (size_t i = 0; i < node->count; i++) {
            struct regex_edge item = regex_edge_of(node->items[i], is_start);
            edge.seen |= item.seen;
            edge.may_be_empty |= item.may_be_empty;
        }
        return edge;
    case REGEX_BACK:
    case REGEX_IF_GROUP:
    case REGEX_IF_AHEAD:
        return (struct regex_edge){ EDGE_WORD | EDGE_OTHER, true };
    default:
        return (struct regex_edge){ EDGE_WORD | EDGE_OTHER, false };
    }
}

/* Whether the class may have the mark, which is no part of a word. */
static bool may_have(const struct regex_set *set, uint32_t mark)
{
    bool is_in = set->has_not_word;
    for (size_t i = 0; i < set->range_count; i++)
        is_in |= set->ranges[i].first <= mark && set->ranges[i].last >= mark;
    if (set->is_negated)
        return !is_in;
    for (size_t i = 0; i < set->property_count; i++)
        is_in |= set->properties[i].is_negated || !strchr("LN", set->properties[i].name[0]);
    return is_in;
}

static bool takes_no_stop(const struct regex_node *node)
{
    switch (node->kind) {
    case REGEX_CHAR:
        return node->codepoint != '.' && node->codepoint != '!' && node->codepoint != '?';
    case REGEX_SET:
        return !may_have(node->set, '.') && !may_have(node->set, '!') && !may_have(node->set, '?');
    case REGEX_BOUNDARY:
        return true;
    case REGEX_SEQUENCE:
    case REGEX_CHOICE:
    case REGEX_CAPTURE:
    case REGEX_ATOMIC:
    case REGEX_REPEAT:
        for (size_t i = 0; i < node->count; i++)
            if (!takes_no_stop(node->items[i]))
                return false;
        return true;
    default:
        return false;
    }
}

bool regex_is_in_sentence(const struct regex_node *root)
{
    struct regex_edge start = regex_edge_of(root, true);
    return start.seen == EDGE_WORD && !start.may_be_empty && takes_no_stop(root);
}
