/* Which rules run on a block: those that are chosen for the file, whose scope is the block's, and
 * whose literals are in its text. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "brand/voice/voice_internal.h"
#include "lib/automaton.h"
#include "lib/fold.h"

/* The checks that apply to files of one selection, and of these those of a scope. */
struct voice_plan {
    struct voice_plan *next;
    struct voice_selection selection;
    uint64_t *active;
    struct scope_bits {
        struct scope_bits *next;
        const char *scope;
        uint64_t *bits;
    } * scopes;
    /* For the block at hand. */
    uint64_t *bits, *seen;
    uint32_t *list;
    char *folded;
    size_t folded_bytes;
};

size_t voice_plan_words(const struct voice *voice) { return (voice->check_count + 63) / 64; }

static uint64_t *bits_of(const struct voice *voice, struct arena *arena)
{
    return arena_alloc_array(arena, voice_plan_words(voice), sizeof(uint64_t));
}

static void set(uint64_t *bits, size_t index) { bits[index / 64] |= (uint64_t)1 << (index % 64); }

/* --- gates --- */

/* Patterns that look for what is there; the others look for what is not. */
static const struct regex *gate_pattern(const struct voice_check *check)
{
    switch (check->rule->kind) {
    case VOICE_EXISTENCE:
    case VOICE_SUBSTITUTION:
    case VOICE_CONDITIONAL:
    case VOICE_REPETITION:
        /* A conditional remembers what is defined in blocks without a match of its own. */
        return check->rule->kind == VOICE_CONDITIONAL && check->second_has_group ? NULL
                                                                                 : check->pattern;
    case VOICE_OCCURRENCE:
        return check->rule->min > 0 ? NULL : check->pattern;
    default:
        return NULL;
    }
}

void voice_gates_build(struct voice_gates *out, struct arena *arena, const struct voice *voice)
{
    const char **literals = NULL;
    size_t capacity = 0;
    size_t check_capacity = 0;
    out->always = bits_of(voice, arena);
    for (size_t i = 0; i < voice->check_count; i++) {
        const struct regex *pattern = gate_pattern(&voice->checks[i]);
        struct regex_literals gate = { 0 };
        if (pattern)
            gate = regex_gate(pattern);
        if (gate.count == 0)
            set(out->always, i);
        for (size_t j = 0; j < gate.count; j++) {
            literals = list_grow(arena, literals, out->literal_count, &capacity, sizeof *literals);
            out->checks = list_grow(arena, out->checks, out->literal_count, &check_capacity,
                                    sizeof *out->checks);
            literals[out->literal_count] = gate.items[j];
            out->checks[out->literal_count++] = (uint32_t)i;
        }
    }
    if (out->literal_count > 0)
        out->automaton = automaton_build(arena, literals, out->literal_count);
}

/* --- selections --- */

/* `es` is meant by `es-MX`, too. */
static bool has_language(const struct names *languages, const char *language)
{
    if (languages->count == 0 || !language)
        return true;
    for (size_t i = 0; i < languages->count; i++) {
        const char *one = languages->items[i].text;
        size_t bytes = strlen(one);
        if (strncasecmp(one, language, bytes) == 0 && (!language[bytes] || language[bytes] == '-'))
            return true;
    }
    return false;
}

static bool has_word(const struct names *names, const char *word, bool is_post)
{
    if (names->count == 0 || !is_post)
        return true;
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->items[i].text, word))
            return true;
    return false;
}

/* Whether the rule is for such posts. */
static bool is_meant(const struct voice_rule *rule, const struct voice_selection *selection)
{
    return has_language(&rule->languages, selection->language) &&
           has_word(&rule->campaigns, selection->campaign, selection->is_post) &&
           has_word(&rule->audiences, selection->audience, selection->is_post) &&
           has_word(&rule->pillars, selection->pillar, selection->is_post);
}

static const struct names *scopes_of(const struct voice_rule *rule)
{
    static struct name summary_name = { .text = "summary" };
    static struct name sentence_name = { .text = "sentence" };
    static const struct names summary = { .items = &summary_name, .count = 1 };
    static const struct names sentence = { .items = &sentence_name, .count = 1 };
    if (rule->kind == VOICE_METRIC || rule->kind == VOICE_READABILITY)
        return &summary;
    return rule->kind == VOICE_SEQUENCE ? &sentence : &rule->scopes;
}

static bool is_same(const struct voice_selection *a, const struct voice_selection *b)
{
    return a->sections == b->sections && a->sections != UINT64_MAX && a->is_post == b->is_post &&
           a->config == b->config && text_equal(a->language, b->language) &&
           text_equal(a->campaign, b->campaign) && text_equal(a->audience, b->audience) &&
           text_equal(a->pillar, b->pillar);
}

static const char *keep(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
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
    plan->bits = bits_of(voice, arena);
    plan->seen = arena_alloc_array(arena, voice->gates.literal_count / 64 + 1, sizeof *plan->seen);
    plan->list = arena_alloc_array(arena, voice->gates.literal_count + 1, sizeof *plan->list);
    for (size_t i = 0; i < voice->check_count; i++) {
        const struct voice_check *check = &voice->checks[i];
        if (check->run && check->rule->level >= voice->config->level &&
            voice_selection_has(selection, check->rule->name) && is_meant(check->rule, selection))
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
        if (voice_scope_matches(scopes_of(voice->checks[i].rule), scope))
            set(bits->bits, i);
    plan->scopes = bits;
    return bits->bits;
}

/* --- blocks --- */

/* Adds the checks whose gate the text opens; all of them where folding changed its length. */
static void open_gates(const struct voice *voice, struct voice_plan *plan, struct arena *arena,
                       const struct voice_block *block)
{
    const struct voice_gates *gates = &voice->gates;
    if (!gates->automaton)
        return;
    if (block->bytes > plan->folded_bytes) {
        plan->folded_bytes = 2 * block->bytes;
        plan->folded = arena_alloc(arena, plan->folded_bytes);
    }
    if (fold_in_place(plan->folded, block->text, block->bytes)) {
        memset(plan->bits, 0xFF, voice_plan_words(voice) * sizeof *plan->bits);
        return;
    }
    size_t count =
        automaton_mark(gates->automaton, plan->folded, block->bytes, plan->seen, plan->list);
    for (size_t i = 0; i < count; i++) {
        set(plan->bits, gates->checks[plan->list[i]]);
        plan->seen[plan->list[i] / 64] = 0;
    }
}

const uint64_t *voice_plan_block(const struct voice *voice, const struct voice_selection *selection,
                                 struct voice_worker *worker, const struct voice_block *block)
{
    struct voice_plan *plan = find_plan(voice, selection, worker);
    const uint64_t *scope = find_scope(voice, plan, &worker->arena, block->scope);
    size_t words = voice_plan_words(voice);
    memcpy(plan->bits, voice->gates.always, words * sizeof *plan->bits);
    open_gates(voice, plan, &worker->arena, block);
    for (size_t i = 0; i < words; i++)
        plan->bits[i] &= plan->active[i] & scope[i];
    return plan->bits;
}
