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

struct gate_lists {
    struct arena *arena;
    struct arena scratch; /* of one check's gate */
    /* Of all literals: one that several checks look for is there for each. Few are, and to find
     * them takes longer than to look for them twice. */
    const char **texts;
    unsigned char *edges;
    uint32_t *checks;
    size_t literal_count, text_capacity, edge_capacity, literal_check_capacity;
    struct regex_outline *outlines;
    uint32_t *outline_checks;
    size_t outline_count, outline_capacity, check_capacity;
};

static void lists_release(struct gate_lists *lists) { arena_release(&lists->scratch); }

static void add_literals(struct gate_lists *lists, const struct regex_literals *gate, size_t check)
{
    for (size_t i = 0; i < gate->count; i++) {
        size_t count = lists->literal_count++;
        lists->texts = list_grow(lists->arena, lists->texts, count, &lists->text_capacity,
                                 sizeof *lists->texts);
        lists->edges = list_grow(lists->arena, lists->edges, count, &lists->edge_capacity,
                                 sizeof *lists->edges);
        lists->checks = list_grow(lists->arena, lists->checks, count,
                                  &lists->literal_check_capacity, sizeof *lists->checks);
        lists->texts[count] = gate->items[i];
        lists->edges[count] = gate->edges[i];
        lists->checks[count] = (uint32_t)check;
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
    struct voice_gate gate = voice_gate_of(&lists->scratch, check);
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
    CLEANUP(lists_release) struct gate_lists lists = { .arena = arena };
    out->always = voice_bits_of(voice, arena);
    out->by_literals = voice_bits_of(voice, arena);
    out->by_outlines = voice_bits_of(voice, arena);
    out->by_starts = voice_bits_of(voice, arena);
    out->by_ends = voice_bits_of(voice, arena);
    out->by_blanks = voice_bits_of(voice, arena);
    out->least_blanks = arena_alloc_array(arena, voice->check_count, sizeof *out->least_blanks);
    for (size_t i = 0; i < voice->check_count; i++) {
        if (voice_is_loud(voice, &voice->checks[i]))
            add_gates(out, &lists, &voice->checks[i], i);
        arena_reset(&lists.scratch);
    }
    out->edges = lists.edges;
    out->checks = lists.checks;
    if (lists.literal_count > 0)
        out->literals = literals_open(lists.texts, lists.literal_count);
    out->outlines =
        outlines_build(arena, lists.outlines, lists.outline_checks, lists.outline_count);
}

void voice_gates_close(struct voice_gates *gates) { literals_close(&gates->literals); }
