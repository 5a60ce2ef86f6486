/* Rules that count: occurrence, metric. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "brand/voice/check_rule.h"
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
        size_t here = (size_t)(next - block->text);
        bool is_word = scan_is_word(utf8_next(&next, end));
        if (is_word && !is_inside && count++ == 0)
            first->start = here;
        if (is_word && count == 1)
            first->end = (size_t)(next - block->text);
        is_inside = is_word;
    }
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

enum { MOST_NAMES = 24 };

static size_t gather(struct formula_name *names, const struct voice_blocks *blocks,
                     const struct counts *counts)
{
    static const char *const always[] = { "pre",        "list",       "blockquote",
                                          "heading_h1", "heading_h2", "heading_h3",
                                          "heading_h4", "heading_h5", "heading_h6" };
    const struct formula_name of_text[] = {
        { "words", (double)counts->words },
        { "sentences", (double)counts->sentences },
        { "characters", (double)counts->characters },
        { "syllables", (double)counts->syllables },
        { "complex_words", (double)counts->complex_words },
        { "long_words", (double)counts->long_words },
        { "polysyllabic_words", (double)counts->polysyllabic_words },
        { "paragraphs", (double)counts->paragraphs - 1 },
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof of_text / sizeof *of_text; i++)
        names[count++] = of_text[i];
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        names[count++] =
            (struct formula_name){ always[i], (double)voice_blocks_counted(blocks, always[i]) };
    return count;
}

/* `heading.h1` as the name that a formula can have. */
static const char *with_names(struct arena *arena, const char *formula)
{
    char *copy = arena_strdup(arena, formula);
    for (char *at = copy; (at = strstr(at, "heading.h"));)
        at[sizeof "heading" - 1] = '_';
    return copy;
}

static void run_metric(const struct voice_check *check, const struct voice_block *block,
                       struct voice_state *state, struct voice_hits *hits)
{
    const struct counts *counts = voice_counts_of(block, state);
    struct formula_name names[MOST_NAMES];
    double value;
    double holds;
    size_t at;
    if (counts->words == 0)
        return;
    size_t count = gather(names, state->blocks, counts);
    const char *formula =
        with_names(state->arena, check->rule->formula ? check->rule->formula : "");
    if (formula_value(&value, formula, names, count, &at) != 0) {
        state->has_bad_formula = true;
        return;
    }
    const char *condition = arena_printf(state->arena, "%f %s", value,
                                         check->rule->condition ? check->rule->condition : "");
    if (formula_value(&holds, condition, names, count, &at) != 0) {
        state->has_bad_formula = true;
        return;
    }
    const char *words[] = { arena_printf(hits->arena, "%.2f", value) };
    if (holds != 0)
        voice_hit_add(hits, check, block, 0, 0, words, 1)->has_no_place = true;
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
        check->run = run_metric;
        return 0;
    }
    check->run = run_occurrence;
    check->takes_all_words = is_any_word(rule->token);
    const char *pattern = arena_printf(shop->arena, "%s(?:%s)", rule->ignores_case ? "(?i)" : "",
                                       rule->token ? rule->token : "");
    return voice_compile(&check->pattern, shop, pattern, rule->where);
}
