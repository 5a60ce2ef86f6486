/* Rules about capitals: `capitalization`. */
#include <stdint.h>
#include <string.h>

#include "lib/letter_case.h"

#include "base/arena.h"
#include "base/text.h"
#include "brand/voice/check_rule.h"
#include "brand/voice/config.h"
#include "lib/unicode.h"

enum voice_case { CASE_TITLE, CASE_SENTENCE, CASE_LOWER, CASE_UPPER, CASE_PATTERN };

/* What a rule of this kind was made into. */
struct voice_case_rule {
    enum voice_case kind;
    struct case_rules rules;
    struct case_terms terms;
    struct regex *words; /* what is compared, one by one */
    struct regex *prefix;
    double threshold;
};

static bool is_exception(const struct voice_check *check, struct voice_state *state,
                         const char *text, struct regex_span span)
{
    return voice_is_exception(check, state, text + span.start, span.end - span.start);
}

/* Each word with a capital in front, the rest small. */
static const char *as_title(struct arena *arena, const char *word, size_t bytes)
{
    const char *end = word + bytes;
    char *out = arena_alloc(arena, 4 * bytes + 1);
    char *to = out;
    bool is_inside = false;
    while (word < end) {
        uint32_t codepoint = unicode_lower(utf8_next(&word, end));
        bool is_word = unicode_is_letter(codepoint) || unicode_is_digit(codepoint) ||
                       codepoint == '_' || codepoint == '\'';
        to += utf8_put(to, is_word && !is_inside ? unicode_upper(codepoint) : codepoint);
        is_inside = is_word;
    }
    return out;
}

static bool is_same(const char *a, struct regex_span in_a, const char *b, struct regex_span in_b)
{
    size_t bytes = in_a.end - in_a.start;
    return bytes == in_b.end - in_b.start && memcmp(a + in_a.start, b + in_b.start, bytes) == 0;
}

static bool is_upper(struct arena *arena, const char *text, struct regex_span span)
{
    const char *word = arena_strndup(arena, text + span.start, span.end - span.start);
    return strcmp(word, unicode_upper_text(arena, word)) == 0;
}

/* All words of a text; they are walked side by side with those of another. */
static size_t all_words(struct regex_span **out, const struct voice_case_rule *rule,
                        struct voice_state *state, const char *text, size_t bytes)
{
    size_t capacity = bytes + 1;
    size_t count = 0;
    struct regex_walk walk = regex_walk(rule->words, state->scratch, text, bytes);
    *out = arena_alloc_array(state->arena, capacity, sizeof **out);
    while (count < capacity && voice_next(&walk, state))
        (*out)[count++] = walk.groups[0];
    return count;
}

/* Whether enough words are as they are expected. */
static bool has_case(const struct voice_check *check, const struct voice_block *block,
                     struct voice_state *state, const char *expected)
{
    const struct voice_case_rule *rule = check->letter_case;
    struct regex_span *wanted;
    struct regex_span *words;
    size_t wanted_count = all_words(&wanted, rule, state, expected, strlen(expected));
    size_t count = all_words(&words, rule, state, block->text, block->bytes);
    size_t right = 0;
    for (size_t i = 0; i < count; i++) {
        const char *word = block->text + words[i].start;
        size_t bytes = words[i].end - words[i].start;
        if (i >= wanted_count || is_same(block->text, words[i], expected, wanted[i]) ||
            is_exception(check, state, block->text, words[i])) {
            right++;
        } else if (rule->kind == CASE_TITLE) {
            right += is_upper(state->arena, block->text, words[i]);
        } else if (i == 0) {
            const char *title = as_title(state->arena, word, bytes);
            if (strlen(title) != bytes || memcmp(title, word, bytes) != 0)
                return false;
        }
    }
    /* A text without words is never right: so it is with Vale. */
    return count > 0 && (double)right / (double)count >= rule->threshold;
}

/* The terms search with a scratch of their own; several threads share them, so each lends its. */
static const char *expect(const struct voice_case_rule *rule, const struct voice_block *block,
                          struct voice_state *state)
{
    struct case_terms terms = rule->terms;
    struct case_rules rules = rule->rules;
    terms.scratch = *state->scratch;
    rules.terms = &terms;
    const char *expected = rule->kind == CASE_TITLE
                               ? title_case(state->arena, &rules, block->text, block->bytes)
                               : sentence_case(state->arena, &rules, block->text, block->bytes);
    *state->scratch = terms.scratch;
    if (terms.scratch.allowance->is_used_up)
        state->is_too_dear = true;
    return expected;
}

static bool is_right(const struct voice_check *check, const struct voice_block *block,
                     struct voice_state *state, const char **expected)
{
    const struct voice_case_rule *rule = check->letter_case;
    switch (rule->kind) {
    case CASE_TITLE:
    case CASE_SENTENCE:
        *expected = expect(rule, block, state);
        return has_case(check, block, state, *expected);
    case CASE_LOWER:
    case CASE_UPPER:
        *expected = rule->kind == CASE_LOWER ? unicode_lower_text(state->arena, block->text)
                                             : unicode_upper_text(state->arena, block->text);
        break;
    case CASE_PATTERN:
        *expected = check->rule->match;
        if (voice_matches(check->pattern, state, block->text, block->bytes))
            return true;
        return voice_is_exception(check, state, block->text, block->bytes);
    }
    return strcmp(*expected, block->text) == 0 ||
           voice_is_exception(check, state, block->text, block->bytes);
}

static void run_case(const struct voice_check *check, const struct voice_block *block,
                     struct voice_state *state, struct voice_hits *hits)
{
    const struct voice_case_rule *rule = check->letter_case;
    const char *expected = "";
    if (is_right(check, block, state, &expected))
        return;
    const char *words[] = { block->text, arena_strdup(hits->arena, expected) };
    struct voice_hit *hit = voice_hit_add(hits, check, block, 0, block->bytes, words, 2);
    if (text_equal(check->rule->action, "replace") && check->rule->params.count == 0 &&
        (rule->kind == CASE_TITLE || rule->kind == CASE_SENTENCE)) {
        struct name *name = arena_alloc(hits->arena, sizeof *name);
        name->text = words[1];
        hit->params = (struct names){ .items = name, .count = 1 };
    }
}

/* --- getting ready --- */

static enum voice_case kind_of(const char *match)
{
    static const char *const names[] = { "$title", "$sentence", "$lower", "$upper" };
    for (size_t i = 0; match && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], match) == 0)
            return (enum voice_case)i;
    return CASE_PATTERN;
}

/* Without a vocabulary Vale's exceptions are exact here, too: `VS` does not stand for `vs`. */
static const char *exact_term(struct arena *arena, const char *term, size_t accepted)
{
    if (accepted > 0 || text_starts_with(term, "(?i)"))
        return term;
    return arena_printf(arena, "(?-i)%s", term);
}

static void prepare_terms(struct voice_case_rule *out, struct voice_check *check,
                          struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    size_t accepted = rule->has_vocabulary ? shop->accepted.count : 0;
    size_t count = rule->exceptions.count + accepted;
    const char **terms = arena_alloc_array(shop->arena, count, sizeof *terms);
    for (size_t i = 0; i < count; i++)
        terms[i] = i < rule->exceptions.count
                       ? exact_term(shop->arena, rule->exceptions.items[i].text, accepted)
                       : shop->accepted.items[i - rule->exceptions.count].text;
    if (count > 0) {
        case_terms_build(&out->terms, shop->arena, terms, count);
        voice_shop_keep_terms(shop, &out->terms);
    }
}

int voice_prepare_case(struct voice_check *check, struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    struct arena *arena = shop->arena;
    struct voice_case_rule *out = arena_alloc(arena, sizeof *out);
    const char **indicators = arena_alloc_array(arena, rule->indicators.count, sizeof *indicators);
    for (size_t i = 0; i < rule->indicators.count; i++)
        indicators[i] = rule->indicators.items[i].text;
    check->run = run_case;
    check->letter_case = out;
    out->kind = kind_of(rule->match);
    out->threshold = rule->threshold != 0 ? rule->threshold : 0.8;
    out->rules.style = text_equal(rule->style, "Chicago") ? TITLE_CHICAGO : TITLE_AP;
    out->rules.indicators = indicators;
    out->rules.indicator_count = rule->indicators.count;
    if (voice_compile_exceptions(check, shop, rule->has_vocabulary) != 0)
        return -1;
    if (out->kind == CASE_PATTERN)
        return voice_compile(&check->pattern, shop, rule->match ? rule->match : "", rule->where);
    if (rule->prefix && *rule->prefix) {
        if (voice_compile(&out->prefix, shop, rule->prefix, rule->where) != 0)
            return -1;
        out->rules.prefix = out->prefix;
    }
    prepare_terms(out, check, shop);
    const char *word = "[\\p{N}\\p{L}*]+[^\\s]*";
    if (check->exceptions_pattern)
        word = arena_printf(arena, "%s|%s", check->exceptions_pattern, word);
    return voice_compile(&out->words, shop, word, rule->where);
}
