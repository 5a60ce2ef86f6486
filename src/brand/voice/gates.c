/* What a text must hold for a rule to find something there: of all rules, ready to be looked for in
 * one pass. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "brand/voice/cards.h"
#include "brand/voice/voice_internal.h"
#include "lib/literals.h"
#include "lib/outlines.h"

enum { SEVERAL_BLANKS = 4 };

/* Patterns without a match of which a rule has nothing to say or to remember; how many. None where
 * it looks for what is not there, or needs no pattern. */
static size_t gate_patterns(struct arena *arena, const struct voice_check *check,
                            const struct regex ***out)
{
    size_t count = 0;
    *out = arena_alloc_array(arena, check->swap_count + 2, sizeof **out);
    switch (check->rule->kind) {
    case VOICE_EXISTENCE:
    case VOICE_SUBSTITUTION:
    case VOICE_REPETITION:
        (*out)[count++] = check->gate ? check->gate : check->pattern;
        return count;
    case VOICE_CONDITIONAL:
        (*out)[count++] = check->pattern;
        if (check->second_has_group)
            (*out)[count++] = check->second;
        return count;
    case VOICE_CONSISTENCY:
        while (count < check->swap_count) {
            (*out)[count] = check->swaps[count].pair_pattern;
            count++;
        }
        return count;
    case VOICE_OCCURRENCE:
        (*out)[count++] = check->pattern;
        return check->rule->min > 0 ? 0 : count;
    case VOICE_LEXICON:
        (*out)[count++] = check->pattern;
        return check->rule->least > 0 ? 0 : count;
    default:
        return 0;
    }
}

/* A literal of one check's gate. */
struct gate_literal {
    const char *text;
    unsigned char edges;
    uint32_t check;
    uint32_t number; /* of all literals: equal ones have one */
};

struct gate_lists {
    struct arena *arena;
    struct gate_literal *literals;
    size_t literal_count, literal_capacity;
    struct regex_outline *outlines;
    uint32_t *outline_checks;
    size_t outline_count, outline_capacity, check_capacity;
};

static void add_literals(struct gate_lists *lists, const struct regex_literals *gate, size_t check)
{
    for (size_t i = 0; i < gate->count; i++) {
        lists->literals = list_grow(lists->arena, lists->literals, lists->literal_count,
                                    &lists->literal_capacity, sizeof *lists->literals);
        lists->literals[lists->literal_count++] = (struct gate_literal){ .text = gate->items[i],
                                                                         .edges = gate->edges[i],
                                                                         .check = (uint32_t)check };
    }
}

static void add_outlines(struct gate_lists *lists, const struct regex_outlines *gate, size_t check)
{
    for (size_t i = 0; i < gate->count; i++) {
        lists->outlines = list_grow(lists->arena, lists->outlines, lists->outline_count,
                                    &lists->outline_capacity, sizeof *lists->outlines);
        lists->outline_checks = list_grow(lists->arena, lists->outline_checks, lists->outline_count,
                                          &lists->check_capacity, sizeof *lists->outline_checks);
        lists->outline_checks[lists->outline_count] = (uint32_t)check;
        lists->outlines[lists->outline_count++] = gate->items[i];
    }
}

static uint32_t hash_of(const struct gate_literal *literal)
{
    uint32_t hash = 2166136261 ^ literal->edges;
    for (const char *at = literal->text; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619;
    return hash ^ hash >> 15;
}

/* Numbers the literals, equal ones alike, in the order in which they come; their number. */
static size_t number_literals(struct gate_literal *literals, size_t count)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    size_t slots = 16, known = 0;
    while (slots < 2 * count)
        slots *= 2;
    /* Behind each slot the first literal that fell there, counted from 1. */
    uint32_t *table = arena_alloc_array(&scratch, slots, sizeof *table);
    for (size_t i = 0; i < count; i++) {
        struct gate_literal *literal = &literals[i];
        size_t slot = hash_of(literal) % slots;
        const struct gate_literal *first = NULL;
        for (; table[slot] && !first; slot = (slot + 1) % slots) {
            const struct gate_literal *there = &literals[table[slot] - 1];
            if (there->edges == literal->edges && strcmp(there->text, literal->text) == 0)
                first = there;
        }
        literal->number = first ? first->number : (uint32_t)known++;
        if (!first)
            table[slot] = (uint32_t)i + 1;
    }
    return known;
}

/* Each literal once, with all checks that it is a gate of. */
static void build_literals(struct voice_gates *out, struct gate_lists *lists)
{
    struct arena *arena = lists->arena;
    size_t count = lists->literal_count;
    if (count == 0)
        return;
    size_t known = number_literals(lists->literals, count);
    const char **texts = arena_alloc_array(arena, known, sizeof *texts);
    out->literal_count = known;
    out->edges = arena_alloc(arena, known);
    out->first_check = arena_alloc_array(arena, known + 1, sizeof *out->first_check);
    out->checks = arena_alloc_array(arena, count, sizeof *out->checks);
    for (size_t i = 0; i < count; i++) {
        const struct gate_literal *literal = &lists->literals[i];
        texts[literal->number] = literal->text;
        out->edges[literal->number] = literal->edges;
        out->first_check[literal->number + 1]++;
    }
    for (size_t i = 0; i < known; i++)
        out->first_check[i + 1] += out->first_check[i];
    /* Each takes the next place of its own, so that the places of one end where they began. */
    for (size_t i = 0; i < count; i++)
        out->checks[out->first_check[lists->literals[i].number]++] = lists->literals[i].check;
    memmove(out->first_check + 1, out->first_check, known * sizeof *out->first_check);
    out->first_check[0] = 0;
    out->literals = literals_open(texts, known);
}

static void join_literals(struct regex_literals *all, struct arena *arena,
                          const struct regex_literals *more)
{
    struct regex_literals both = { .count = all->count + more->count };
    both.items = arena_alloc_array(arena, both.count, sizeof *both.items);
    both.edges = arena_alloc(arena, both.count);
    for (size_t i = 0; i < both.count; i++) {
        const struct regex_literals *from = i < all->count ? all : more;
        size_t at = i < all->count ? i : i - all->count;
        both.items[i] = from->items[at];
        both.edges[i] = from->edges[at];
    }
    *all = both;
}

static void join_outlines(struct regex_outlines *all, struct arena *arena,
                          const struct regex_outlines *more)
{
    struct regex_outlines both = { .count = all->count + more->count };
    both.items = arena_alloc_array(arena, both.count, sizeof *both.items);
    for (size_t i = 0; i < both.count; i++)
        both.items[i] = i < all->count ? all->items[i] : more->items[i - all->count];
    *all = both;
}

static struct voice_gate gate_of_card(struct arena *arena, const struct voice_card *card)
{
    struct voice_gate gate = { .least_blanks = card->least_blanks };
    gate.literals = voice_card_literals(arena, card);
    if (card->outline_count > 0)
        gate.outlines = (struct regex_outlines){ .items = arena_copy(arena, card->outlines,
                                                                     card->outline_count *
                                                                         sizeof *card->outlines),
                                                 .count = card->outline_count };
    return gate;
}

struct voice_gate voice_gate_of(struct arena *arena, const struct voice_check *check)
{
    if (check->card)
        return gate_of_card(arena, check->card);
    const struct regex **patterns;
    struct voice_gate gate = { 0 };
    size_t count = gate_patterns(arena, check, &patterns);
    gate.is_always = count == 0;
    gate.least_blanks = count == 1 && patterns[0] ? regex_least_blanks(patterns[0]) : 0;
    for (size_t i = 0; i < count && !gate.is_always; i++) {
        struct regex_outlines outlines = { 0 };
        struct regex_literals literals = { 0 };
        if (patterns[i]) {
            outlines = regex_outlines(patterns[i]);
            literals = regex_gate(patterns[i]);
        }
        if (outlines.count > 0) {
            join_outlines(&gate.outlines, arena, &outlines);
            join_literals(&gate.literals, arena, &outlines.beside);
        } else if (count == 1)
            gate.literals = literals;
        else
            join_literals(&gate.literals, arena, &literals);
        gate.is_always = outlines.count == 0 && literals.count == 0;
    }
    gate.literals.are_starts =
        gate.literals.are_starts && count == 1 && patterns[0] == check->pattern;
    return gate;
}

/* Whether the end of a text may be what a blank in it is not: outlines see line feeds there. */
static bool opens_at_ends(const struct regex_outlines *outlines)
{
    for (size_t i = 0; i < outlines->count; i++)
        for (size_t j = 0; j < outlines->items[i].count; j++)
            if (regex_class_has(&outlines->items[i].classes[j], '\n') &&
                !regex_class_has(&outlines->items[i].classes[j], ' '))
                return true;
    return false;
}

static void add_gates(struct voice_gates *out, struct gate_lists *lists,
                      const struct voice_check *check, size_t index)
{
    struct voice_gate gate = voice_gate_of(lists->arena, check);
    out->least_blanks[index] = (uint32_t)gate.least_blanks;
    if (gate.least_blanks >= SEVERAL_BLANKS)
        voice_bit_set(out->by_blanks, index);
    if (gate.is_always) {
        voice_bit_set(out->always, index);
        return;
    }
    if (gate.outlines.count > 0)
        voice_bit_set(out->by_outlines, index);
    if (opens_at_ends(&gate.outlines))
        voice_bit_set(out->by_ends, index);
    if (gate.literals.count > 0)
        voice_bit_set(out->by_literals, index);
    if (gate.literals.are_starts)
        voice_bit_set(out->by_starts, index);
    add_outlines(lists, &gate.outlines, index);
    add_literals(lists, &gate.literals, index);
}

void voice_gates_build(struct voice_gates *out, struct arena *arena, const struct voice *voice)
{
    struct gate_lists lists = { .arena = arena };
    out->always = voice_bits_of(voice, arena);
    out->by_literals = voice_bits_of(voice, arena);
    out->by_outlines = voice_bits_of(voice, arena);
    out->by_starts = voice_bits_of(voice, arena);
    out->by_ends = voice_bits_of(voice, arena);
    out->by_blanks = voice_bits_of(voice, arena);
    out->least_blanks = arena_alloc_array(arena, voice->check_count, sizeof *out->least_blanks);
    for (size_t i = 0; i < voice->check_count; i++)
        if (voice_is_loud(voice, &voice->checks[i]))
            add_gates(out, &lists, &voice->checks[i], i);
    build_literals(out, &lists);
    out->outlines =
        outlines_build(arena, lists.outlines, lists.outline_checks, lists.outline_count);
}

void voice_gates_close(struct voice_gates *gates) { literals_close(&gates->literals); }
