/* Which rules run on a block: those that are chosen for the file, whose scope is the block's, and
 * whose literals are in its text. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "brand/voice/meant.h"
#include "brand/voice/voice_internal.h"
#include "lib/fold.h"
#include "lib/literals.h"
#include "lib/outlines.h"

/* The checks that apply to files of one selection, and of these those of each scope. */
struct voice_plan {
    struct voice_plan *next;
    struct voice_selection selection;
    uint64_t *active;
    struct scope_bits {
        struct scope_bits *next;
        const char *scope;
        uint64_t *bits;
    } * scopes;
    struct slot {
        uint64_t *bits, *done;
        struct regex_start **starts;
    } block, part;           /* at hand */
    uint64_t *wanted, *both; /* of the part; those of the whole, too */
    char *folded;
    size_t folded_bytes;
};

size_t voice_plan_words(const struct voice *voice) { return (voice->check_count + 63) / 64; }

uint64_t *voice_bits_of(const struct voice *voice, struct arena *arena)
{
    return arena_alloc_array(arena, voice_plan_words(voice), sizeof(uint64_t));
}

bool voice_is_loud(const struct voice *voice, const struct voice_check *check)
{
    return (check->run || check->late) && check->rule->level >= voice->config->level;
}

/* --- selections --- */

static const struct names *scopes_of(const struct voice_rule *rule)
{
    static struct name summary_name = { .text = "summary" };
    static struct name sentence_name = { .text = "sentence" };
    static const struct names summary = { .items = &summary_name, .count = 1 };
    static const struct names sentence = { .items = &sentence_name, .count = 1 };
    if (rule->kind == VOICE_METRIC || rule->kind == VOICE_READABILITY ||
        (rule->kind == VOICE_LEXICON && rule->scopes.count == 0))
        return &summary;
    return rule->kind == VOICE_SEQUENCE ? &sentence : &rule->scopes;
}

static bool is_same(const struct voice_selection *a, const struct voice_selection *b)
{
    return a->sections == b->sections && a->sections != UINT64_MAX && a->is_post == b->is_post &&
           a->is_reply == b->is_reply && a->config == b->config &&
           text_equal(a->language, b->language) && text_equal(a->campaign, b->campaign) &&
           text_equal(a->audience, b->audience) && text_equal(a->pillar, b->pillar);
}

static const char *keep(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

static struct slot make_slot(const struct voice *voice, struct arena *arena)
{
    return (struct slot){ .bits = voice_bits_of(voice, arena),
                          .done = voice_bits_of(voice, arena),
                          .starts = arena_alloc_array(arena, voice->check_count,
                                                      sizeof(struct regex_start *)) };
}

static struct voice_plan *make_plan(const struct voice *voice,
                                    const struct voice_selection *selection, struct arena *arena)
{
    struct voice_plan *plan = arena_alloc(arena, sizeof *plan);
    plan->selection = *selection;
    plan->selection.language = keep(arena, selection->language);
    plan->selection.campaign = keep(arena, selection->campaign);
    plan->selection.audience = keep(arena, selection->audience);
    plan->selection.pillar = keep(arena, selection->pillar);
    plan->active = voice_bits_of(voice, arena);
    plan->block = make_slot(voice, arena);
    plan->part = make_slot(voice, arena);
    plan->wanted = voice_bits_of(voice, arena);
    plan->both = voice_bits_of(voice, arena);
    for (size_t i = 0; i < voice->check_count; i++) {
        const struct voice_check *check = &voice->checks[i];
        if (voice_is_loud(voice, check) && voice_selection_has(selection, check->rule->name) &&
            voice_meant_for_post(check->rule, selection))
            voice_bit_set(plan->active, i);
    }
    return plan;
}

/* The one used last comes first. */
static struct voice_plan *find_plan(const struct voice *voice,
                                    const struct voice_selection *selection,
                                    struct voice_worker *worker)
{
    for (struct voice_plan **at = &worker->plan; *at; at = &(*at)->next) {
        struct voice_plan *plan = *at;
        if (!is_same(&plan->selection, selection))
            continue;
        *at = plan->next;
        plan->next = worker->plan;
        worker->plan = plan;
        return plan;
    }
    struct voice_plan *plan = make_plan(voice, selection, &worker->arena);
    plan->next = worker->plan;
    worker->plan = plan;
    return plan;
}

static const uint64_t *find_scope(const struct voice *voice, struct voice_plan *plan,
                                  struct arena *arena, const char *scope)
{
    for (const struct scope_bits *at = plan->scopes; at; at = at->next)
        if (strcmp(at->scope, scope) == 0)
            return at->bits;
    struct scope_bits *bits = arena_alloc(arena, sizeof *bits);
    *bits = (struct scope_bits){ .next = plan->scopes,
                                 .scope = arena_strdup(arena, scope),
                                 .bits = voice_bits_of(voice, arena) };
    for (size_t i = 0; i < voice->check_count; i++)
        if (voice_bit(plan->active, i) &&
            voice_scope_matches(scopes_of(voice->checks[i].rule), scope))
            voice_bit_set(bits->bits, i);
    plan->scopes = bits;
    return bits->bits;
}

/* --- blocks --- */

/* Whether the literal stands at words' boundaries where its gate asks for them. */
static bool has_edges(const struct voice_gates *gates, const struct voice_block *block,
                      uint32_t literal, size_t start, size_t end)
{
    unsigned edges = gates->edges[literal];
    return (!(edges & REGEX_EDGE_BEFORE) || regex_may_be_edge(block->text, block->bytes, start)) &&
           (!(edges & REGEX_EDGE_BEHIND) || regex_may_be_edge(block->text, block->bytes, end));
}

/* The last of the text first, as they are found but for their lengths. */
static void add_start(struct regex_start **link, struct arena *arena, size_t at)
{
    while (*link && (*link)->at > at)
        link = &(*link)->next;
    if (*link && (*link)->at == at)
        return;
    struct regex_start *start = arena_alloc(arena, sizeof *start);
    *start = (struct regex_start){ .next = *link, .at = at };
    *link = start;
}

static struct regex_start *turn_round(struct regex_start *last)
{
    struct regex_start *first = NULL;
    while (last) {
        struct regex_start *next = last->next;
        last->next = first;
        first = last;
        last = next;
    }
    return first;
}

static void open_literal(const struct voice_gates *gates, struct slot *slot, const uint64_t *wanted,
                         struct arena *arena, uint32_t literal, size_t start)
{
    uint32_t check = gates->checks[literal];
    if (!voice_bit(wanted, check))
        return;
    voice_bit_set(slot->bits, check);
    if (voice_bit(gates->by_starts, check))
        add_start(&slot->starts[check], arena, start);
}

/* Adds the checks whose literals are in the text; all that have some where folding changed its
 * length. */
static void open_literals(const struct voice *voice, struct voice_plan *plan, struct slot *slot,
                          const uint64_t *wanted, struct voice_worker *worker, struct arena *arena,
                          const struct voice_block *block)
{
    const struct voice_gates *gates = &voice->gates;
    if (!plan->folded || block->bytes > plan->folded_bytes) {
        plan->folded_bytes = 2 * block->bytes;
        plan->folded = arena_alloc(&worker->arena, plan->folded_bytes);
    }
    if (fold_in_place(plan->folded, block->text, block->bytes)) {
        for (size_t i = 0; i < voice_plan_words(voice); i++)
            slot->bits[i] |= gates->by_literals[i];
        return;
    }
    struct literals_scan scan = literals_scan(gates->literals, arena, plan->folded, block->bytes);
    struct automaton_hit hit;
    while (literals_next(&scan, &hit)) {
        size_t start = hit.end - literals_bytes(gates->literals, hit.literal);
        if (has_edges(gates, block, hit.literal, start, hit.end))
            open_literal(gates, slot, wanted, arena, hit.literal, start);
    }
}

/* Whether a check that is wanted has such a gate. */
static bool has_any(const struct voice *voice, const uint64_t *wanted, const uint64_t *gated)
{
    for (size_t i = 0; i < voice_plan_words(voice); i++)
        if (wanted[i] & gated[i])
            return true;
    return false;
}

/* Takes the checks out whose matches hold more blanks than the text. */
static void count_blanks(const struct voice *voice, uint64_t *bits, const struct voice_block *block)
{
    const struct voice_gates *gates = &voice->gates;
    size_t blanks = SIZE_MAX;
    for (size_t i = 0; i < voice_plan_words(voice); i++) {
        for (uint64_t word = bits[i] & gates->by_blanks[i]; word; word &= word - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(word);
            if (blanks == SIZE_MAX)
                blanks = regex_count_blanks(block->text, block->bytes);
            if (gates->least_blanks[i * 64 + bit] > blanks)
                bits[i] &= ~((uint64_t)1 << bit);
        }
    }
}

/* Of the checks that are wanted those whose gate is open. */
static struct voice_block_plan open_gates(const struct voice *voice, struct voice_plan *plan,
                                          struct slot *slot, const uint64_t *wanted,
                                          struct voice_worker *worker, struct arena *arena,
                                          const struct voice_block *block)
{
    const struct voice_gates *gates = &voice->gates;
    size_t words = voice_plan_words(voice);
    memcpy(slot->bits, gates->always, words * sizeof *slot->bits);
    memset(slot->done, 0, words * sizeof *slot->done);
    memset(slot->starts, 0, voice->check_count * sizeof(struct regex_start *));
    if (has_any(voice, wanted, gates->by_literals))
        open_literals(voice, plan, slot, wanted, worker, arena, block);
    if (has_any(voice, wanted, gates->by_outlines))
        outlines_mark(gates->outlines, block->text, block->bytes, slot->bits);
    for (size_t i = 0; i < words; i++)
        slot->bits[i] &= wanted[i];
    count_blanks(voice, slot->bits, block);
    for (size_t i = 0; i < words; i++)
        for (uint64_t word = slot->bits[i] & gates->by_starts[i]; word; word &= word - 1) {
            struct regex_start **starts = &slot->starts[i * 64 + (size_t)__builtin_ctzll(word)];
            *starts = turn_round(*starts);
        }
    return (
        struct voice_block_plan){ .bits = slot->bits, .done = slot->done, .starts = slot->starts };
}

struct voice_block_plan voice_plan_block(const struct voice *voice,
                                         const struct voice_selection *selection,
                                         struct voice_worker *worker, struct arena *arena,
                                         const struct voice_block *block)
{
    struct voice_plan *plan = find_plan(voice, selection, worker);
    const uint64_t *scope = find_scope(voice, plan, &worker->arena, block->scope);
    return open_gates(voice, plan, &plan->block, scope, worker, arena, block);
}

static bool has_no_memory(const struct voice_check *check)
{
    return check->rule->kind != VOICE_CONDITIONAL && check->rule->kind != VOICE_CONSISTENCY &&
           !voice_meant_is_narrow(check->rule);
}

/* Whether a check finds in the whole text what it finds in the sentence. Vale's places go by the
 * text that a hit is in, so its are others. */
static bool is_heard_later(const struct voice *voice, const struct voice_check *check,
                           const struct voice_part *part, bool is_as_vale)
{
    if (is_as_vale || !part->is_between_stops)
        return false;
    check = voice_late_check(voice->late, check);
    return check && check->stays_in_sentence;
}

/* The whole text under another scope: its gates are known. */
static void take_whole(const struct voice *voice, struct slot *slot, const uint64_t *both,
                       const struct voice_block_plan *whole)
{
    for (size_t i = 0; i < voice_plan_words(voice); i++) {
        uint64_t open = both[i] & whole->bits[i] & ~whole->done[i];
        slot->bits[i] |= open;
        for (; open; open &= open - 1) {
            size_t check = i * 64 + (size_t)__builtin_ctzll(open);
            slot->starts[check] = whole->starts[check];
            if (has_no_memory(&voice->checks[check]))
                voice_bit_set(whole->done, check);
        }
    }
}

struct voice_block_plan voice_plan_part(const struct voice *voice,
                                        const struct voice_selection *selection,
                                        struct voice_worker *worker, struct arena *arena,
                                        const struct voice_block *block,
                                        const struct voice_block *whole,
                                        const struct voice_block_plan *whole_plan, bool is_as_vale)
{
    struct voice_plan *plan = find_plan(voice, selection, worker);
    const uint64_t *scope = find_scope(voice, plan, &worker->arena, block->scope);
    const uint64_t *whole_scope = find_scope(voice, plan, &worker->arena, whole->scope);
    const uint64_t *by_ends = voice->gates.by_ends;
    for (size_t i = 0; i < voice_plan_words(voice); i++) {
        plan->both[i] = scope[i] & whole_scope[i];
        uint64_t open = block->part.is_all ? 0 : plan->both[i] & (whole_plan->bits[i] | by_ends[i]);
        for (uint64_t word = open; word; word &= word - 1)
            if (is_heard_later(voice, &voice->checks[i * 64 + (size_t)__builtin_ctzll(word)],
                               &block->part, is_as_vale))
                open &= ~(word & -word);
        plan->wanted[i] = (scope[i] & ~whole_scope[i]) | open;
    }
    struct voice_block_plan part =
        open_gates(voice, plan, &plan->part, plan->wanted, worker, arena, block);
    if (block->part.is_all)
        take_whole(voice, &plan->part, plan->both, whole_plan);
    return part;
}
