/* Rules about words in a row, by their text or their part of speech: `sequence`. */
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "brand/voice/check_rule.h"
#include "lib/tagger.h"

/* A token of the rule: one that may be skipped several times stands there several times. */
struct voice_sequence_token {
    struct regex *pattern, *tag; /* NULL: any */
    const struct voice_step *step;
    bool is_optional, is_start, is_end;
};

struct voice_sequence {
    struct voice_sequence_token *tokens;
    size_t count, capacity;
};

struct sentence_words {
    struct treebank_token *items;
    size_t count;
};

static bool token_matches(const struct voice_sequence_token *token, struct voice_state *state,
                          const struct treebank_token *word)
{
    bool is_negated = token->step->is_negated;
    const char *tag = word->tag ? word->tag : "";
    bool has_tag = !token->tag || voice_matches(token->tag, state, tag, strlen(tag)) != is_negated;
    bool has_text = !token->pattern ||
                    voice_matches(token->pattern, state, word->text, word->bytes) != is_negated;
    return has_tag && has_text;
}

/* Going left, what may be skipped comes the other way round. */
static bool may_skip_leftwards(const struct voice_sequence_token *token)
{
    if (token->step->skip == 0)
        return token->is_optional;
    return (token->is_optional || token->is_end) && !token->is_start;
}

/* The first word of the sequence around the word `at`, which matches the token `anchor`; SIZE_MAX
 * where it is none. `*last` is the word behind it. */
static size_t sequence_around(const struct voice_sequence *sequence, size_t anchor,
                              struct voice_state *state, const struct sentence_words *words,
                              size_t at, size_t *last)
{
    size_t first = at;
    for (size_t i = 1; i <= anchor; i++) {
        if (i > at)
            return SIZE_MAX;
        const struct voice_sequence_token *token = &sequence->tokens[anchor - i];
        bool matches = token_matches(token, state, &words->items[at - i]);
        bool may_skip = may_skip_leftwards(token);
        first = at - i;
        if (!matches && !may_skip)
            return SIZE_MAX;
        if (matches && may_skip)
            break;
    }
    *last = at;
    for (size_t i = 0; anchor + i < sequence->count; i++) {
        if (at + i >= words->count)
            return SIZE_MAX;
        const struct voice_sequence_token *token = &sequence->tokens[anchor + i];
        bool matches = token_matches(token, state, &words->items[at + i]);
        *last = at + i + 1;
        if (!matches && !token->is_optional)
            return SIZE_MAX;
        if (matches && token->is_optional)
            break;
    }
    return first;
}

/* The first word at or behind `at` that may be the anchor; none is: count. */
static size_t next_anchor(const struct voice_sequence *sequence, size_t anchor,
                          struct voice_state *state, const struct sentence_words *words, size_t at)
{
    while (at < words->count && !token_matches(&sequence->tokens[anchor], state, &words->items[at]))
        at++;
    return at;
}

/* Words as a text, which Vale looks for: blanks between, but not before what clings. */
static const char *join_words(struct arena *arena, const char *const *words, size_t count)
{
    enum { LONGEST = 64 * 1024 };
    struct text_buffer out = text_buffer_in(arena, LONGEST);
    for (size_t i = 0; i < count; i++) {
        bool clings =
            strchr("'", words[i][0]) || (strlen(words[i]) == 1 && strchr(".,:;!?\")", words[i][0]));
        if (out.bytes > 0 && !clings)
            text_putc(&out, ' ');
        text_puts(&out, words[i]);
    }
    return text_end(&out);
}

static void hit_sequence(const struct voice_check *check, const struct voice_block *block,
                         struct voice_state *state, struct voice_hits *hits,
                         const struct sentence_words *words, size_t first, size_t last)
{
    const char **texts = arena_alloc_array(state->arena, last - first, sizeof *texts);
    for (size_t i = first; i < last; i++)
        texts[i - first] = arena_strndup(state->arena, words->items[i].text, words->items[i].bytes);
    struct voice_hit *hit = voice_hit_add(hits, check, block, words->items[first].start,
                                          words->items[last - 1].end, texts, last - first);
    hit->has_byte_offsets = true;
    hit->match = join_words(hits->arena, texts, last - first);
}

static void run_sequence(const struct voice_check *check, const struct voice_block *block,
                         struct voice_state *state, struct voice_hits *hits)
{
    const struct voice_sequence *sequence = check->sequence;
    size_t anchor = 0;
    while (anchor < sequence->count &&
           (sequence->tokens[anchor].step->is_negated || !sequence->tokens[anchor].pattern))
        anchor++;
    if (anchor == sequence->count)
        return;
    if (!voice_matches(sequence->tokens[anchor].pattern, state, block->text, block->bytes))
        return;
    struct sentence_words words = { 0 };
    words.count = tagger_tag(&words.items, state->arena, block->text, block->bytes);
    struct regex_walk walk =
        regex_walk(sequence->tokens[anchor].pattern, state->scratch, block->text, block->bytes);
    size_t matches = 0;
    while (voice_next(&walk, state))
        matches++;
    for (size_t at = 0; matches > 0 && !hits->has_more; matches--, at++) {
        size_t last = 0;
        at = next_anchor(sequence, anchor, state, &words, at);
        if (at == words.count)
            return;
        size_t first = sequence_around(sequence, anchor, state, &words, at, &last);
        if (first != SIZE_MAX)
            hit_sequence(check, block, state, hits, &words, first, last);
    }
}

static int add_token(struct voice_sequence *out, struct voice_shop *shop,
                     const struct voice_rule *rule, const struct voice_step *step)
{
    struct arena *arena = shop->arena;
    struct voice_sequence_token token = { .step = step, .is_optional = true };
    bool has_pattern = step->pattern && *step->pattern;
    bool has_tag = step->tag && *step->tag;
    if (has_pattern &&
        voice_compile(&token.pattern, shop,
                      voice_word_pattern(shop, step->pattern, false, rule->ignores_case),
                      step->where) != 0)
        return -1;
    if (has_tag && voice_compile(&token.tag, shop, step->tag, step->where) != 0)
        return -1;
    enum { MOST_SKIPPED = 50 };
    for (int64_t i = step->skip < MOST_SKIPPED ? step->skip : MOST_SKIPPED; i >= 0; i--) {
        token.is_start = i == step->skip && i > 0;
        token.is_optional = i > 0;
        token.is_end = i == 0;
        if (i == 0 && !has_pattern && !has_tag)
            break;
        out->tokens =
            list_grow(arena, out->tokens, out->count, &out->capacity, sizeof *out->tokens);
        out->tokens[out->count++] = token;
    }
    return 0;
}

int voice_prepare_sequence(struct voice_check *check, struct voice_shop *shop)
{
    struct voice_sequence *sequence = arena_alloc(shop->arena, sizeof *sequence);
    check->run = run_sequence;
    check->sequence = sequence;
    for (size_t i = 0; i < check->rule->steps.count; i++)
        if (add_token(sequence, shop, check->rule, &check->rule->steps.items[i]) != 0)
            return -1;
    return 0;
}
