/* Rules that count: occurrence, metric. */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "brand/voice/check_rule.h"
#include "lib/ascii.h"
#include "lib/counts.h"
#include "lib/formula.h"
#include "lib/regex_scan.h"
#include "lib/unicode.h"

/* --- occurrence --- */

/* Asterisks in place of code, or our own masks. */
static bool is_masked(const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (text[i] != '*' && text[i] != '@')
            return false;
    return true;
}

static bool is_blank(const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (!strchr(" \t\r\n", text[i]))
            return false;
    return true;
}

/* All runs of \w, without the pattern that says so; how many. */
static int64_t count_words(const struct voice_block *block, struct regex_span *first)
{
    const char *end = block->text + block->bytes;
    int64_t count = 0;
    bool is_inside = false;
    for (const char *next = block->text; next < end;) {
        const char *here = next;
        unsigned class = ascii_class(*next);
        bool is_word = class ? (class & ASCII_WORD) != 0 : scan_is_word(utf8_next(&next, end));
        next += class != 0;
        if (is_word && !is_inside && count++ == 0)
            first->start = (size_t)(here - block->text);
        if (!is_word && is_inside && count == 1)
            first->end = (size_t)(here - block->text);
        is_inside = is_word;
    }
    if (is_inside && count == 1)
        first->end = block->bytes;
    return count;
}

static int64_t count_matches(const struct voice_check *check, const struct voice_block *block,
                             struct voice_state *state, struct regex_span *first)
{
    struct regex_walk walk = voice_walk(check, block, state);
    int64_t count = 0;
    while (voice_next(&walk, state)) {
        struct regex_span match = walk.groups[0];
        const char *text = block->text + match.start;
        count++;
        if (first->start == SIZE_MAX && !is_blank(text, match.end - match.start) &&
            !is_masked(text, match.end - match.start))
            *first = match;
    }
    return count;
}

static void run_occurrence(const struct voice_check *check, const struct voice_block *block,
                           struct voice_state *state, struct voice_hits *hits)
{
    const struct voice_rule *rule = check->rule;
    struct regex_span first = { .start = SIZE_MAX };
    int64_t count = check->takes_all_words ? count_words(block, &first)
                                           : count_matches(check, block, state, &first);
    if (!(rule->max > 0 && count > rule->max) && !(rule->min > 0 && count < rule->min))
        return;
    const char *words[] = { arena_printf(hits->arena, "%lld", (long long)count) };
    if (count == 0)
        voice_hit_add(hits, check, block, 0, 0, words, 1)->has_no_place = true;
    else if (first.start != SIZE_MAX)
        voice_hit_add(hits, check, block, first.start, first.end, words, 1);
}

/* --- metric --- */

const struct counts *voice_counts_of(const struct voice_block *summary, struct voice_state *state)
{
    if (!state->has_counts)
        state->counts = counts_as_vale(summary->text, summary->bytes, state->counts_memory);
    state->has_counts = true;
    return &state->counts;
}

/* What formulas may name; the last is the formula's value, for conditions alone. */
static const char *const measures[] = {
    "words",      "sentences",          "characters", "syllables",  "complex_words",
    "long_words", "polysyllabic_words", "paragraphs", "pre",        "list",
    "blockquote", "heading_h1",         "heading_h2", "heading_h3", "heading_h4",
    "heading_h5", "heading_h6",         "the.value",
};

enum {
    FIRST_COUNTED = 8, /* from here on blocks are counted */
    VALUE = VOICE_MEASURES - 1,
};

static_assert(sizeof measures / sizeof *measures == VOICE_MEASURES, "a name for each");

/* The values of the measures, once for a file. */
static double *measure(struct voice_state *state, const struct counts *counts)
{
    const double of_text[FIRST_COUNTED] = {
        (double)counts->words,
        (double)counts->sentences,
        (double)counts->characters,
        (double)counts->syllables,
        (double)counts->complex_words,
        (double)counts->long_words,
        (double)counts->polysyllabic_words,
        (double)counts->paragraphs - 1,
    };
    if (state->has_measures)
        return state->measures;
    memcpy(state->measures, of_text, sizeof of_text);
    for (size_t i = FIRST_COUNTED; i < VALUE; i++)
        state->measures[i] = (double)voice_blocks_counted(state->blocks, measures[i]);
    state->has_measures = true;
    return state->measures;
}

/* The number that `%f` prints, as Vale has it in its conditions. */
static double as_printed(double value)
{
    double scaled = value * 1e6;
    double whole = nearbyint(scaled);
    /* Near a half, the product's own rounding may have decided. */
    if (fabs(scaled) < 1e12 && fabs(fabs(scaled - whole) - 0.5) > 1e-3)
        return whole / 1e6;
    char digits[400];
    snprintf(digits, sizeof digits, "%f", value);
    return strtod(digits, NULL);
}

static void run_metric(const struct voice_check *check, const struct voice_block *block,
                       struct voice_state *state, struct voice_hits *hits)
{
    const struct counts *counts = voice_counts_of(block, state);
    if (counts->words == 0)
        return;
    double *values = measure(state, counts);
    double value = check->formula ? formula_value(check->formula, values) : NAN;
    if (!isfinite(value) || !check->condition) {
        state->has_bad_formula = true;
        return;
    }
    values[VALUE] = as_printed(value);
    if (formula_value(check->condition, values) == 0)
        return;
    const char *words[] = { arena_printf(hits->arena, "%.2f", value) };
    voice_hit_add(hits, check, block, 0, 0, words, 1)->has_no_place = true;
}

/* `heading.h1` as the name that a formula can have. */
static const char *with_names(struct arena *arena, const char *formula)
{
    char *copy = arena_strdup(arena, formula);
    for (char *at = copy; (at = strstr(at, "heading.h"));)
        at[sizeof "heading" - 1] = '_';
    return copy;
}

/* A bad one is told of when a text asks for it. */
static void prepare_metric(struct voice_check *check, struct arena *arena)
{
    const struct voice_rule *rule = check->rule;
    const char *formula = with_names(arena, rule->formula ? rule->formula : "");
    const char *condition =
        arena_printf(arena, "%s %s", measures[VALUE], rule->condition ? rule->condition : "");
    check->run = run_metric;
    check->formula = formula_read(arena, formula, measures, VALUE);
    check->condition = formula_read(arena, condition, measures, VOICE_MEASURES);
}

static bool is_any_word(const char *token)
{
    static const char *const all[] = { "\\w+", "(\\w+)", "\\b\\w+\\b", "\\b(\\w+)\\b",
                                       "(\\b\\w+\\b)" };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (text_equal(token, all[i]))
            return true;
    return false;
}

int voice_prepare_counts(struct voice_check *check, struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    if (rule->kind == VOICE_METRIC) {
        prepare_metric(check, shop->arena);
        return 0;
    }
    check->run = run_occurrence;
    check->takes_all_words = is_any_word(rule->token);
    const char *pattern = arena_printf(shop->arena, "%s(?:%s)", rule->ignores_case ? "(?i)" : "",
                                       rule->token ? rule->token : "");
    return voice_compile(&check->pattern, shop, pattern, rule->where);
}
