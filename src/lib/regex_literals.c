/* Gates and expansions: lists of literals computed from a pattern's tree. */
#include "lib/regex_literals.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/fold.h"
#include "lib/regex_translate.h"
#include "lib/regex_tree.h"
#include "lib/unicode.h"

enum {
    /* A brand's whole disclaimer may be a token. */
    MAX_LITERAL_BYTES = 1000,
    /* A literal's rarity does not grow beyond so many bytes. */
    SCORED_BYTES = 12,
    /* A word of two common letters, as a word. */
    WORTH_OF_STARTS = 14,
    /* In the literals of a gate: `\b`. As a character of a pattern it is in no gate. */
    EDGE = '\x01',
};

static const char edge[] = { EDGE, '\0' };

struct texts {
    const char **items;
    size_t count, capacity;
    bool are_inside; /* of a gate: a match may begin before them */
};

static void add(struct arena *arena, struct texts *texts, const char *text)
{
    texts->items =
        list_grow(arena, texts->items, texts->count, &texts->capacity, sizeof *texts->items);
    texts->items[texts->count++] = text;
}

static struct texts just(struct arena *arena, const char *text)
{
    struct texts texts = { 0 };
    add(arena, &texts, text);
    return texts;
}

static const char *text_of(struct arena *arena, uint32_t codepoint)
{
    char bytes[4];
    return arena_strndup(arena, bytes, utf8_put(bytes, codepoint));
}

static bool is_char(const struct regex_node *node)
{
    return node->kind == REGEX_CHAR && node->codepoint > EDGE &&
           (node->codepoint < 0xD800 || node->codepoint > 0xDFFF);
}

/* The characters of `sequence` from `*at` on, which is moved behind them; folded for a gate. */
static const char *run_of_chars(struct arena *arena, const struct regex_node *sequence, size_t *at,
                                bool is_folded)
{
    size_t end = *at, bytes = 0;
    while (end < sequence->count && is_char(sequence->items[end]))
        end++;
    char *text = arena_alloc(arena, 4 * (end - *at) + 1);
    for (; *at < end; ++*at) {
        uint32_t c = sequence->items[*at]->codepoint;
        bytes += utf8_put(text + bytes, is_folded ? fold_codepoint(c) : c);
    }
    return text;
}

/* Each of `a` followed by each of `b`, the first of `a` first; false where they are too many. */
static bool multiply(struct texts *out, struct arena *arena, const struct texts *a,
                     const struct texts *b)
{
    struct texts product = { 0 };
    if (b->count == 1 && !*b->items[0]) {
        *out = *a;
        return true;
    }
    if (a->count == 1 && !*a->items[0]) {
        *out = *b;
        return true;
    }
    if (a->count > 1 && b->count > 1 && a->count * b->count > REGEX_MAX_EXPANSION)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            size_t a_bytes = strlen(a->items[i]), b_bytes = strlen(b->items[j]);
            if (a_bytes + b_bytes > MAX_LITERAL_BYTES)
                return false;
            char *both = arena_alloc(arena, a_bytes + b_bytes + 1);
            memcpy(both, a->items[i], a_bytes);
            memcpy(both + a_bytes, b->items[j], b_bytes);
            add(arena, &product, both);
        }
    }
    *out = product;
    return true;
}

/* The members of a class that is a short list; false for all others. */
static bool members(struct texts *out, struct arena *arena, const struct regex_node *node,
                    bool is_folded)
{
    const struct regex_set *set = node->set;
    if (set->is_negated || set->has_word || set->has_not_word || set->property_count || set->minus)
        return false;
    for (size_t i = 0; i < set->range_count; i++) {
        const struct regex_range *range = &set->ranges[i];
        if (range->first <= EDGE || range->last - range->first >= REGEX_MAX_EXPANSION ||
            (range->first <= 0xDFFF && range->last >= 0xD800))
            return false;
        for (uint32_t c = range->first; c <= range->last; c++) {
            const char *text = text_of(arena, is_folded ? fold_codepoint(c) : c);
            bool is_new = true;
            for (size_t j = 0; j < out->count; j++)
                is_new &= strcmp(out->items[j], text) != 0;
            if (is_new)
                add(arena, out, text);
            if (out->count > REGEX_MAX_EXPANSION)
                return false;
        }
    }
    return true;
}

/* --- gates --- */

/* What a node's matches must hold. `exact`: all the texts that they can be; else `best` is a gate,
 * and they begin with one of `head`; empty where none is known. */
struct need {
    bool is_exact;
    struct texts exact;
    struct texts best, head;
};

/* How seldom a text is met, roughly: bits by letter. */
static int rarity(const char *text)
{
    int score = 0, bytes = 0;
    for (; *text && bytes < SCORED_BYTES; text++, bytes++)
        score += strchr(" eaosnrit", *text) ? 3 : *text == EDGE || strchr("ldcump", *text) ? 4 : 6;
    return score;
}

/* A single letter says something only as a word of its own. */
static bool is_too_short(const char *text)
{
    size_t bytes = strlen(text), edges = 0;
    for (const char *at = text; *at; at++)
        edges += *at == EDGE;
    return bytes == edges || bytes < REGEX_MIN_GATE_BYTES + (edges > 0);
}

/* A set fires as often as its commonest member; each doubling of its size costs a bit. */
static int worth(const struct texts *texts)
{
    int least = texts->count ? 1000 : 0;
    for (size_t i = 0; i < texts->count; i++) {
        int score = rarity(texts->items[i]);
        if (is_too_short(texts->items[i]))
            return 0;
        least = score < least ? score : least;
    }
    for (size_t count = texts->count; count > 1; count /= 2)
        least = least > 2 ? least - 1 : least;
    return least;
}

static void prefer(struct texts *best, const struct texts *candidate)
{
    if (worth(candidate) > worth(best))
        *best = *candidate;
}

static struct need need_of(struct arena *arena, const struct regex_node *node);

static struct texts gate_of(const struct need *need)
{
    return need->is_exact && worth(&need->exact) ? need->exact
           : need->is_exact                      ? (struct texts){ 0 }
                                                 : need->best;
}

/* Whether there are no characters in them: what follows is at the start. */
static bool is_nothing(const struct texts *texts)
{
    return texts->count == 1 && texts->items[0][strspn(texts->items[0], edge)] == '\0';
}

static void prefer_inside(struct texts *best, struct texts candidate)
{
    candidate.are_inside = true;
    prefer(best, &candidate);
}

static const struct texts *head_of(const struct need *need)
{
    return need->is_exact ? &need->exact : &need->head;
}

/* What a sequence begins with, whose exact part ends before `item`. */
static struct texts head_before(struct arena *arena, const struct texts *exact,
                                const struct need *item)
{
    struct texts head = *exact;
    if (!item->is_exact && item->head.count)
        (void)multiply(&head, arena, exact, &item->head);
    return head;
}

/* Appends `item` to `sequence`: `run` is the exact part that still grows. */
static void follow(struct arena *arena, struct need *sequence, const struct need *item)
{
    if (item->is_exact && multiply(&sequence->exact, arena, &sequence->exact, &item->exact))
        return;
    if (sequence->is_exact)
        sequence->head = head_before(arena, &sequence->exact, item);
    if (sequence->is_exact)
        prefer(&sequence->best, &sequence->exact);
    else
        prefer_inside(&sequence->best, sequence->exact);
    if (!item->is_exact && sequence->is_exact && is_nothing(&sequence->exact))
        prefer(&sequence->best, &item->best);
    else if (!item->is_exact)
        prefer_inside(&sequence->best, item->best);
    sequence->exact = item->is_exact ? item->exact : just(arena, "");
    sequence->is_exact = false;
}

static struct need end_sequence(struct need sequence)
{
    if (!sequence.is_exact)
        prefer_inside(&sequence.best, sequence.exact);
    return sequence;
}

/* False where there are none, or too many. */
static bool add_all(struct texts *out, struct arena *arena, const struct texts *more)
{
    if (!more->count || out->count + more->count > REGEX_MAX_GATE)
        return false;
    out->are_inside |= more->are_inside;
    for (size_t i = 0; i < more->count; i++)
        add(arena, out, more->items[i]);
    return true;
}

static struct need need_of_choice(struct arena *arena, const struct regex_node *node)
{
    struct need *branches = arena_alloc_array(arena, node->count, sizeof *branches);
    struct need choice = { .is_exact = true };
    for (size_t i = 0; i < node->count; i++) {
        branches[i] = need_of(arena, node->items[i]);
        choice.is_exact &= branches[i].is_exact;
    }
    struct texts *all = choice.is_exact ? &choice.exact : &choice.best;
    bool has_all = true, has_head = true;
    for (size_t i = 0; i < node->count; i++) {
        struct texts branch = choice.is_exact ? branches[i].exact : gate_of(&branches[i]);
        has_all = has_all && add_all(all, arena, &branch);
        has_head = has_head && add_all(&choice.head, arena, head_of(&branches[i]));
    }
    if (!has_all && choice.is_exact)
        return (struct need){ 0 };
    if (!has_all)
        choice.best = (struct texts){ 0 };
    if (!has_head)
        choice.head = (struct texts){ 0 };
    return choice;
}

static struct need need_of_repeat(struct arena *arena, const struct regex_node *node)
{
    struct need sequence = { .is_exact = true, .exact = just(arena, "") };
    if (node->max == 0)
        return sequence;
    struct need item = need_of(arena, node->items[0]);
    if (node->min == 0) {
        if (!item.is_exact || node->max > 1 || item.exact.count >= REGEX_MAX_EXPANSION)
            return (struct need){ 0 };
        add(arena, &item.exact, "");
        return item;
    }
    for (uint32_t i = 0; i < node->min && i < MAX_LITERAL_BYTES && item.is_exact; i++)
        follow(arena, &sequence, &item);
    if (node->min != node->max || node->min > MAX_LITERAL_BYTES || !item.is_exact)
        follow(arena, &sequence, item.is_exact ? &(struct need){ 0 } : &item);
    return end_sequence(sequence);
}

static bool refuses_words(const struct regex_node *node)
{
    bool refuses = node->kind == REGEX_SET && !node->set->is_negated && node->set->has_word &&
                   !node->set->minus;
    for (size_t i = 0; i < node->count; i++)
        if (node->kind == REGEX_CHOICE || (node->kind == REGEX_SEQUENCE && node->count == 1))
            refuses = refuses || refuses_words(node->items[i]);
    return refuses;
}

/* `(?<![\w…])` before what begins with a word, `(?![\w…])` behind what ends with one. */
static bool is_edge(const struct regex_node *sequence, size_t at)
{
    const struct regex_node *node = sequence->items[at];
    bool is_ahead = node->kind == REGEX_AHEAD;
    if ((!is_ahead && node->kind != REGEX_BEHIND) || !node->is_negated ||
        (is_ahead ? at == 0 : at + 1 == sequence->count) || !refuses_words(node->items[0]))
        return false;
    struct regex_edge word = regex_edge_of(sequence->items[is_ahead ? at - 1 : at + 1], !is_ahead);
    return word.seen == EDGE_WORD && !word.may_be_empty;
}

static struct need need_of(struct arena *arena, const struct regex_node *node)
{
    struct need need = { .is_exact = true };
    switch (node->kind) {
    case REGEX_CHAR:
        if (!is_char(node))
            return (struct need){ 0 };
        need.exact = just(arena, text_of(arena, fold_codepoint(node->codepoint)));
        return need;
    case REGEX_SET:
        need.is_exact = members(&need.exact, arena, node, true) && need.exact.count;
        return need;
    case REGEX_SEQUENCE:
        need.exact = just(arena, "");
        for (size_t i = 0; i < node->count;) {
            struct need item = { .is_exact = true };
            if (is_char(node->items[i]))
                item.exact = just(arena, run_of_chars(arena, node, &i, true));
            else if (is_edge(node, i) && i++ < node->count)
                item.exact = just(arena, edge);
            else
                item = need_of(arena, node->items[i++]);
            follow(arena, &need, &item);
        }
        return end_sequence(need);
    case REGEX_CHOICE:
        return need_of_choice(arena, node);
    case REGEX_CAPTURE:
    case REGEX_ATOMIC:
        return need_of(arena, node->items[0]);
    case REGEX_REPEAT:
        return need_of_repeat(arena, node);
    case REGEX_ANY:
    case REGEX_NOT_NEWLINE:
    case REGEX_BACK:
    case REGEX_IF_GROUP:
    case REGEX_IF_AHEAD:
        return (struct need){ 0 };
    case REGEX_BOUNDARY:
        need.exact = just(arena, node->is_negated ? "" : edge);
        return need;
    default:
        need.exact = just(arena, "");
        return need;
    }
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether a shorter member says as much. Long lists are not worth the comparisons. */
static bool holds_another(const struct texts *texts, size_t index)
{
    const char *text = texts->items[index];
    for (size_t i = 0; i < texts->count && texts->count <= REGEX_MAX_EXPANSION; i++)
        if (strcmp(texts->items[i], text) != 0 &&
            (texts->are_inside ? strstr(text, texts->items[i]) != NULL
                               : text_starts_with(text, texts->items[i])))
            return true;
    return false;
}

/* Without the edges within: they are where words meet blanks or marks, which is seen anyway. */
static const char *with_outer_edges(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    char *to = copy;
    for (const char *at = text; *at; at++)
        if (*at != EDGE || at == text || !at[1])
            *to++ = *at;
    *to = '\0';
    return copy;
}

static void put(struct regex_literals *out, struct arena *arena, const char *text)
{
    size_t bytes = strlen(text);
    bool is_before = text[0] == EDGE, is_behind = text[bytes - 1] == EDGE;
    out->edges[out->count] =
        (unsigned char)((is_before ? REGEX_EDGE_BEFORE : 0) | (is_behind ? REGEX_EDGE_BEHIND : 0));
    out->items[out->count++] =
        arena_strndup(arena, text + is_before, bytes - is_before - is_behind);
}

/* Where matches begin is worth more than what is rarer within them: there they are tried at once,
 * and nowhere else. */
static struct texts best_gate(const struct need *need)
{
    struct texts gate = gate_of(need);
    int known = need->is_exact ? 0 : worth(&need->head);
    return known >= WORTH_OF_STARTS || (known > 0 && known >= worth(&gate)) ? need->head : gate;
}

struct regex_literals regex_literals_of(struct arena *arena, const struct regex_node *root)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct need need = need_of(&scratch, root);
    struct texts gate = best_gate(&need);
    struct regex_literals out = { .items = arena_alloc_array(arena, gate.count, sizeof *out.items),
                                  .edges = arena_alloc(arena, gate.count),
                                  .are_starts = gate.count > 0 && !gate.are_inside };
    for (size_t i = 0; i < gate.count; i++)
        gate.items[i] = with_outer_edges(&scratch, gate.items[i]);
    if (gate.count)
        qsort(gate.items, gate.count, sizeof *gate.items, compare_texts);
    for (size_t i = 0; i < gate.count; i++)
        if ((!i || strcmp(gate.items[i - 1], gate.items[i]) != 0) && !holds_another(&gate, i))
            put(&out, arena, gate.items[i]);
    return out;
}

/* Letters of Latin scripts are known by their first byte, but for × and ÷. */
static bool is_latin(unsigned char first, unsigned char second)
{
    return (first == 0xC3 && second != 0x97 && second != 0xB7) || first == 0xC4 || first == 0xC5;
}

static bool is_ascii_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool regex_may_be_edge(const char *text, size_t bytes, size_t at)
{
    const unsigned char *here = (const unsigned char *)text + at;
    bool is_word_before = at > 0 && is_ascii_word(here[-1]);
    bool is_word_behind = at < bytes && is_ascii_word(here[0]);
    if (at > 0 && here[-1] >= 0x80) {
        if (!is_latin(here[-2], here[-1]))
            return true;
        is_word_before = true;
    }
    if (at < bytes && here[0] >= 0x80) {
        if (!is_latin(here[0], here[1]))
            return true;
        is_word_behind = true;
    }
    return is_word_before != is_word_behind;
}
