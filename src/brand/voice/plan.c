/* Which rules run on a block: those that are chosen for the file, whose scope is the block's, and
 * whose literals are in its text. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "brand/voice/cards.h"
#include "brand/voice/meant.h"
#include "brand/voice/voice_internal.h"
#include "lib/fold.h"
#include "lib/literals.h"
#include "lib/outlines.h"

enum { SEVERAL_BLANKS = 4 };

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

static uint64_t *bits_of(const struct voice *voice, struct arena *arena)
{
    return arena_alloc_array(arena, voice_plan_words(voice), sizeof(uint64_t));
}

static void set(uint64_t *bits, size_t index) { bits[index / 64] |= (uint64_t)1 << (index % 64); }

static bool has(const uint64_t *bits, size_t index) { return bits[index / 64] >> (index % 64) & 1; }

/* Whether the check can find what is asked for. */
static bool is_loud(const struct voice *voice, const struct voice_check *check)
{
    return (check->run || check->late) && check->rule->level >= voice->config->level;
}

/* --- gates --- */

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
        lists->literals[lists->literal_count++] =
            (struct gate_literal){ gate->items[i], gate->edges[i], (uint32_t)check };
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

static int by_text(const void *a, const void *b)
{
    const struct gate_literal *one = a;
    const struct gate_literal *other = b;
    int order = strcmp(one->text, other->text);
    return order                        ? order
           : one->edges != other->edges ? one->edges - other->edges
                                        : (one->check > other->check) - (one->check < other->check);
}

/* Each literal once, with all checks that it is a gate of. */
static void build_literals(struct voice_gates *out, struct gate_lists *lists)
{
    struct arena *arena = lists->arena;
    size_t count = lists->literal_count;
    const char **texts = arena_alloc_array(arena, count, sizeof *texts);
    if (count == 0)
        return;
    qsort(lists->literals, count, sizeof *lists->literals, by_text);
    out->edges = arena_alloc(arena, count);
    out->first_check = arena_alloc_array(arena, count + 1, sizeof *out->first_check);
    out->checks = arena_alloc_array(arena, count, sizeof *out->checks);
    for (size_t i = 0; i < count; i++) {
        const struct gate_literal *literal = &lists->literals[i];
        size_t last = out->literal_count;
        if (last == 0 || strcmp(texts[last - 1], literal->text) != 0 ||
            out->edges[last - 1] != literal->edges) {
            texts[last] = literal->text;
            out->edges[last] = literal->edges;
            out->first_check[out->literal_count++] = (uint32_t)i;
        }
        out->checks[i] = literal->check;
    }
    out->first_check[out->literal_count] = (uint32_t)count;
    out->literals = literals_open(texts, out->literal_count);
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
        set(out->by_blanks, index);
    if (gate.is_always) {
        set(out->always, index);
        return;
    }
    if (gate.outlines.count > 0)
        set(out->by_outlines, index);
    if (opens_at_ends(&gate.outlines))
        set(out->by_ends, index);
    if (gate.literals.count > 0)
        set(out->by_literals, index);
    if (gate.literals.are_starts)
        set(out->by_starts, index);
    add_outlines(lists, &gate.outlines, index);
    add_literals(lists, &gate.literals, index);
}

void voice_gates_build(struct voice_gates *out, struct arena *arena, const struct voice *voice)
{
    struct gate_lists lists = { .arena = arena };
    out->always = bits_of(voice, arena);
    out->by_literals = bits_of(voice, arena);
    out->by_outlines = bits_of(voice, arena);
    out->by_starts = bits_of(voice, arena);
    out->by_ends = bits_of(voice, arena);
    out->by_blanks = bits_of(voice, arena);
    out->least_blanks = arena_alloc_array(arena, voice->check_count, sizeof *out->least_blanks);
    for (size_t i = 0; i < voice->check_count; i++)
        if (is_loud(voice, &voice->checks[i]))
            add_gates(out, &lists, &voice->checks[i], i);
    build_literals(out, &lists);
    out->outlines =
        outlines_build(arena, lists.outlines, lists.outline_checks, lists.outline_count);
}

void voice_gates_close(struct voice_gates *gates) { literals_close(&gates->literals); }

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
    return (struct slot){ .bits = bits_of(voice, arena),
                          .done = bits_of(voice, arena),
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
    plan->active = bits_of(voice, arena);
    plan->block = make_slot(voice, arena);
    plan->part = make_slot(voice, arena);
    plan->wanted = bits_of(voice, arena);
    plan->both = bits_of(voice, arena);
    for (size_t i = 0; i < voice->check_count; i++) {
        const struct voice_check *check = &voice->checks[i];
        if (is_loud(voice, check) && voice_selection_has(selection, check->rule->name) &&
            voice_meant_for_post(check->rule, selection))
            set(plan->active, i);
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
                                 .bits = bits_of(voice, arena) };
    for (size_t i = 0; i < voice->check_count; i++)
        if (has(plan->active, i) && voice_scope_matches(scopes_of(voice->checks[i].rule), scope))
            set(bits->bits, i);
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
    for (uint32_t i = gates->first_check[literal]; i < gates->first_check[literal + 1]; i++) {
        uint32_t check = gates->checks[i];
        if (!has(wanted, check))
            continue;
        set(slot->bits, check);
        if (!has(gates->by_starts, check))
            continue;
        add_start(&slot->starts[check], arena, start);
    }
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
                set(whole->done, check);
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
