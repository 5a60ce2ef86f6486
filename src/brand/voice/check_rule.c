/* Rules made ready: what all kinds share. */
#include "brand/voice/check_rule.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/action.h"
#include "brand/voice/config.h"
#include "brand/voice/meant.h"
#include "brand/voice/message.h"
#include "brand/voice/names.h"
#include "lib/letter_case.h"
#include "lib/reading.h"

void voice_shop_keep_regex(struct voice_shop *shop, struct regex *regex)
{
    shop->regexes = list_grow(shop->arena, shop->regexes, shop->regex_count, &shop->regex_capacity,
                              sizeof *shop->regexes);
    shop->regexes[shop->regex_count++] = regex;
}

static int compile(struct regex **out, struct voice_shop *shop, const char *pattern, size_t *at,
                   struct err *err)
{
    struct regex *regex = NULL;
    if (regex_compile(&regex, shop->arena, pattern, strlen(pattern), at, err) != 0)
        return -1;
    voice_shop_keep_regex(shop, regex);
    *out = regex;
    return 0;
}

int voice_compile(struct regex **out, struct voice_shop *shop, const char *pattern,
                  struct span where)
{
    struct err err = { 0 };
    size_t at;
    if (compile(out, shop, pattern, &at, &err) == 0)
        return 0;
    return reading_complain(shop->reading, "voice-rule", where,
                            _("the pattern is wrong: %s (at character %zu of `%s`)"), err.text,
                            at + 1, reading_excerpt(shop->reading, pattern));
}

int voice_compile_joined(struct regex **out, struct voice_shop *shop, const char *pattern,
                         const struct names *joined, struct span where)
{
    struct err ignored = { 0 };
    size_t at;
    if (compile(out, shop, pattern, &at, &ignored) == 0)
        return 0;
    for (size_t i = 0; i < joined->count; i++)
        if (voice_compile(out, shop, joined->items[i].text, joined->items[i].where) != 0)
            return -1;
    return voice_compile(out, shop, pattern, where);
}

struct text_buffer voice_pattern_buffer(struct arena *arena)
{
    return text_buffer_in(arena, SIZE_MAX / 2);
}

const char *voice_word_pattern(struct voice_shop *shop, const char *inside, bool is_word,
                               bool ignores_case)
{
    const char *frame = is_word ? shop->word_template : "(?m)(?:%s)";
    const char *hole = strstr(frame, "%s");
    int before = hole ? (int)(hole - frame) : (int)strlen(frame);
    return arena_printf(shop->arena, "%s%.*s%s%s", ignores_case ? "(?i)" : "", before, frame,
                        hole ? inside : "", hole ? hole + 2 : "");
}

void voice_shop_keep_terms(struct voice_shop *shop, struct case_terms *terms)
{
    shop->terms = list_grow(shop->arena, shop->terms, shop->term_count, &shop->term_capacity,
                            sizeof *shop->terms);
    shop->terms[shop->term_count++] = terms;
}

void voice_shop_close(struct voice_shop *shop)
{
    for (size_t i = 0; i < shop->regex_count; i++)
        regex_close(&shop->regexes[i]);
    for (size_t i = 0; i < shop->term_count; i++)
        case_terms_close(shop->terms[i]);
}

/* --- exceptions --- */

static bool is_phrase(const char *term) { return strpbrk(term, " \t") || strstr(term, "\\s"); }

/* Longest first. */
static struct names sorted_terms(struct voice_shop *shop, const struct names *own,
                                 bool has_vocabulary)
{
    size_t accepted = has_vocabulary ? shop->accepted.count : 0;
    struct names terms = {
        .items = arena_alloc_array(shop->arena, own->count + accepted, sizeof *terms.items),
        .count = own->count + accepted,
    };
    for (size_t i = 0; i < terms.count; i++)
        terms.items[i] = i < own->count ? own->items[i] : shop->accepted.items[i - own->count];
    voice_names_sort(&terms, shop->arena);
    return terms;
}

/* What was compiled for an earlier rule with the same exceptions. */
static bool find_exempt(struct voice_check *check, const struct voice_shop *shop)
{
    for (size_t i = 0; i < shop->exempt_count; i++) {
        const struct voice_exempt *exempt = &shop->exempts[i];
        if (strcmp(exempt->pattern, check->exceptions_pattern) != 0)
            continue;
        check->exceptions = exempt->words;
        check->phrases = exempt->phrases;
        return true;
    }
    return false;
}

static void keep_exempt(const struct voice_check *check, struct voice_shop *shop)
{
    shop->exempts = list_grow(shop->arena, shop->exempts, shop->exempt_count,
                              &shop->exempt_capacity, sizeof *shop->exempts);
    shop->exempts[shop->exempt_count++] = (struct voice_exempt){
        .pattern = check->exceptions_pattern,
        .words = check->exceptions,
        .phrases = check->phrases,
    };
}

int voice_compile_exceptions(struct voice_check *check, struct voice_shop *shop,
                             bool has_vocabulary)
{
    struct names terms = sorted_terms(shop, &check->rule->exceptions, has_vocabulary);
    struct text_buffer all = voice_pattern_buffer(shop->arena);
    struct text_buffer phrases = voice_pattern_buffer(shop->arena);
    for (size_t i = 0; i < terms.count; i++) {
        const char *term = terms.items[i].text;
        text_puts(&all, i > 0 ? "|" : "");
        text_puts(&all, text_starts_with(term, "(?i)") ? "" : "(?-i)");
        text_puts(&all, term);
        if (is_phrase(term))
            text_printf(&phrases, "%s%s", phrases.bytes > 0 ? "|" : "", term);
    }
    if (terms.count == 0)
        return 0;
    check->exceptions_pattern = arena_printf(shop->arena, "(?m)\\b(?:%s)\\b", text_end(&all));
    if (find_exempt(check, shop))
        return 0;
    if (voice_compile(&check->exceptions, shop, check->exceptions_pattern, check->rule->where) != 0)
        return -1;
    if (phrases.bytes > 0 &&
        voice_compile(&check->phrases, shop,
                      arena_printf(shop->arena, "(?i)\\b(?:%s)\\b", text_end(&phrases)),
                      check->rule->where) != 0)
        return -1;
    keep_exempt(check, shop);
    return 0;
}

struct regex_walk voice_walk(const struct voice_check *check, const struct voice_block *block,
                             struct voice_state *state)
{
    struct regex_walk walk = regex_walk(check->pattern, state->scratch, block->text, block->bytes);
    walk.starts = state->starts;
    return walk;
}

bool voice_next(struct regex_walk *walk, struct voice_state *state)
{
    enum regex_outcome outcome = regex_next(walk);
    state->is_too_dear = state->is_too_dear || outcome == REGEX_TOO_DEAR;
    return outcome == REGEX_MATCH;
}

bool voice_matches(const struct regex *regex, struct voice_state *state, const char *text,
                   size_t bytes)
{
    enum regex_outcome outcome = regex_find(regex, state->scratch, text, bytes, 0, NULL);
    state->is_too_dear = state->is_too_dear || outcome == REGEX_TOO_DEAR;
    return outcome == REGEX_MATCH;
}

bool voice_is_exception(const struct voice_check *check, struct voice_state *state,
                        const char *text, size_t bytes)
{
    return check->exceptions && voice_matches(check->exceptions, state, text, bytes);
}

static void find_phrases(const struct voice_check *check, struct voice_state *state,
                         const struct voice_block *block)
{
    struct voice_phrases *phrases = &state->phrases;
    struct regex_walk walk = regex_walk(check->phrases, state->scratch, block->text, block->bytes);
    phrases->is_known = true;
    phrases->count = 0;
    while (voice_next(&walk, state)) {
        phrases->items = list_grow(state->arena, phrases->items, phrases->count, &phrases->capacity,
                                   sizeof *phrases->items);
        phrases->items[phrases->count++] = walk.groups[0];
    }
}

bool voice_is_in_phrase(const struct voice_check *check, struct voice_state *state,
                        const struct voice_block *block, size_t start, size_t end)
{
    const struct voice_phrases *phrases = &state->phrases;
    if (!check->phrases)
        return false;
    if (!phrases->is_known)
        find_phrases(check, state, block);
    size_t low = 0;
    for (size_t high = phrases->count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (phrases->items[middle].start <= start)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && end <= phrases->items[low - 1].end;
}

/* --- hits --- */

struct voice_hit *voice_hit_add(struct voice_hits *hits, const struct voice_check *check,
                                const struct voice_block *block, size_t start, size_t end,
                                const char *const *words, size_t count)
{
    const struct voice_rule *rule = check->rule;
    if (hits->count == hits->most) {
        hits->has_more = true;
        return &hits->spare;
    }
    hits->items =
        list_grow(hits->arena, hits->items, hits->count, &hits->capacity, sizeof *hits->items);
    struct voice_hit *hit = &hits->items[hits->count++];
    *hit = (struct voice_hit){
        .rule = rule,
        .start = start,
        .end = end,
        .match = arena_strndup(hits->arena, block->text + start, end - start),
        .message = voice_message(hits->arena, rule->message, words, count),
        .description = voice_message(hits->arena, rule->description, words, count),
        .action = rule->action,
        .params = rule->params,
    };
    return hit;
}

struct voice_hit *voice_hit_match(struct voice_hits *hits, const struct voice_check *check,
                                  const struct voice_block *block, size_t start, size_t end)
{
    struct arena *arena = hits->arena;
    const struct voice_rule *rule = check->rule;
    const char *match = arena_strndup(arena, block->text + start, end - start);
    const char *words[] = { match, match };
    if (!rule->action)
        return voice_hit_add(hits, check, block, start, end, words, 1);
    struct names texts = voice_action_texts(arena, rule->action, &rule->params, match);
    if (texts.count == 1)
        words[1] = texts.items[0].text;
    else if (texts.count > 1)
        words[1] = voice_action_sentence(arena, &texts);
    return voice_hit_add(hits, check, block, start, end, words, 2);
}

/* The key without which a rule of its kind finds nothing, or finds it everywhere; NULL: it has all.
 */
static const char *missing_key(const struct voice_rule *rule)
{
    switch (rule->kind) {
    case VOICE_EXISTENCE:
        return rule->tokens.count || rule->raw.count ? NULL : "tokens";
    case VOICE_REPETITION:
        return rule->tokens.count ? NULL : "tokens";
    case VOICE_SUBSTITUTION:
        return rule->pairs.count ? NULL : "swap";
    case VOICE_CONSISTENCY:
        return rule->pairs.count ? NULL : "either";
    case VOICE_OCCURRENCE:
        return rule->token || rule->count ? NULL : "token";
    case VOICE_CONDITIONAL:
        return !rule->first ? "first" : !rule->second ? "second" : NULL;
    case VOICE_CAPITALIZATION:
        return rule->match ? NULL : "match";
    case VOICE_METRIC:
        return !rule->formula ? "formula" : !rule->condition ? "condition" : NULL;
    case VOICE_READABILITY:
        return rule->tokens.count ? NULL : "metrics";
    case VOICE_SEQUENCE:
        return rule->steps.count ? NULL : "tokens";
    case VOICE_SPELLING:
    case VOICE_LEXICON:
    case VOICE_SCRIPT:
        break;
    }
    return NULL;
}

static int prepare(struct voice_check *out, struct voice_shop *shop, const struct voice_rule *rule)
{
    switch (rule->kind) {
    case VOICE_EXISTENCE:
    case VOICE_CONDITIONAL:
    case VOICE_REPETITION:
        return voice_prepare_words(out, shop);
    case VOICE_SUBSTITUTION:
    case VOICE_CONSISTENCY:
        return voice_prepare_pairs(out, shop);
    case VOICE_OCCURRENCE:
    case VOICE_METRIC:
        return voice_prepare_counts(out, shop);
    case VOICE_READABILITY:
        return voice_prepare_readability(out, shop);
    case VOICE_CAPITALIZATION:
        return voice_prepare_case(out, shop);
    case VOICE_SPELLING:
        return voice_prepare_spelling(out, shop);
    case VOICE_SEQUENCE:
        return voice_prepare_sequence(out, shop);
    case VOICE_LEXICON:
        return voice_prepare_lexicon(out, shop);
    case VOICE_SCRIPT:
        break;
    }
    return 0;
}

int voice_check_prepare(struct voice_check *out, struct voice_shop *shop,
                        const struct voice_rule *rule)
{
    const char *missing = shop->config->is_brand ? missing_key(rule) : NULL;
    if (missing)
        return reading_complain(shop->reading, "voice-rule", rule->where,
                                _("`%s` is missing: without it the rule says nothing"), missing);
    *out = (struct voice_check){ .rule = rule };
    if (prepare(out, shop, rule) != 0)
        return -1;
    out->stays_in_sentence = (rule->kind == VOICE_EXISTENCE || rule->kind == VOICE_SUBSTITUTION) &&
                             !out->phrases && !voice_meant_is_narrow(rule) &&
                             regex_stays_in_sentence(out->pattern);
    return 0;
}
