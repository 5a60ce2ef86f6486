/* Rules about words: existence, conditional, repetition. */
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "brand/voice/check_rule.h"
#include "lib/ascii.h"
#include "lib/sentences.h"
#include "lib/unicode.h"

/* The tokens with bars between; blank ones are left out. */
static const char *join(struct arena *arena, const struct names *names, const char *separator,
                        bool skips_blank)
{
    struct text_buffer out = voice_pattern_buffer(arena);
    bool is_first = true;
    for (size_t i = 0; i < names->count; i++) {
        const char *text = names->items[i].text;
        if (skips_blank && text[strspn(text, " \t\r\n")] == '\0')
            continue;
        text_puts(&out, is_first ? "" : separator);
        text_puts(&out, text);
        is_first = false;
    }
    return text_end(&out);
}

/* --- existence --- */

static void trim(const char *text, size_t *start, size_t *end)
{
    while (*start < *end) {
        const char *next = text + *start;
        if (!unicode_is_space(utf8_next(&next, text + *end)))
            break;
        *start = (size_t)(next - text);
    }
    while (*end > *start && strchr(" \t\r\n\v\f", text[*end - 1]))
        --*end;
}

static void run_existence(const struct voice_check *check, const struct voice_block *block,
                          struct voice_state *state, struct voice_hits *hits)
{
    struct regex_walk walk = voice_walk(check, block, state);
    while (!hits->has_more && voice_next(&walk, state)) {
        size_t start = walk.groups[0].start;
        size_t end = walk.groups[0].end;
        size_t from = start;
        size_t behind = end;
        trim(block->text, &from, &behind);
        if (!voice_is_exception(check, state, block->text + from, behind - from) &&
            !voice_is_in_phrase(check, state, block, start, end))
            voice_hit_match(hits, check, block, start, end);
    }
}

static int prepare_existence(struct voice_check *check, struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    struct arena *arena = shop->arena;
    bool is_word = !rule->is_nonword && rule->tokens.count > 0;
    const char *raw = join(arena, &rule->raw, "", false);
    const char *words =
        voice_word_pattern(shop, join(arena, &rule->tokens, "|", true), is_word, false);
    const char *pattern = arena_printf(arena, "%s%s%s", rule->ignores_case ? "(?i)" : "",
                                       rule->appends ? words : raw, rule->appends ? raw : words);
    struct span where = rule->tokens.count > 0 ? rule->tokens.items[0].where : rule->where;
    check->run = run_existence;
    if (voice_compile_joined(&check->pattern, shop, pattern, &rule->tokens, where) != 0)
        return -1;
    return voice_compile_exceptions(check, shop, rule->has_vocabulary && !rule->is_nonword);
}

/* --- conditional --- */

static void remember(struct voice_memory *memory, struct arena *arena, const char *text,
                     size_t bytes)
{
    memory->words =
        list_grow(arena, memory->words, memory->count, &memory->capacity, sizeof *memory->words);
    memory->words[memory->count++] = arena_strndup(arena, text, bytes);
}

static bool is_remembered(const struct voice_memory *memory, const char *text, size_t bytes)
{
    for (size_t i = 0; i < memory->count; i++)
        if (strlen(memory->words[i]) == bytes && memcmp(memory->words[i], text, bytes) == 0)
            return true;
    return false;
}

static void run_conditional(const struct voice_check *check, const struct voice_block *block,
                            struct voice_state *state, struct voice_hits *hits)
{
    struct voice_memory *memory = &state->memories[check->index];
    if (!check->second_has_group && voice_matches(check->second, state, block->text, block->bytes))
        return;
    struct regex_walk second = regex_walk(check->second, state->scratch, block->text, block->bytes);
    while (check->second_has_group && voice_next(&second, state)) {
        for (size_t i = 1; i < regex_group_count(check->second); i++) {
            struct regex_span group = second.groups[i];
            if (group.start != SIZE_MAX && group.end > group.start)
                remember(memory, state->arena, block->text + group.start, group.end - group.start);
        }
    }
    struct regex_walk first = voice_walk(check, block, state);
    while (!hits->has_more && voice_next(&first, state)) {
        size_t start = first.groups[0].start;
        size_t end = first.groups[0].end;
        if (!is_remembered(memory, block->text + start, end - start) &&
            !voice_is_exception(check, state, block->text + start, end - start) &&
            !voice_is_in_phrase(check, state, block, start, end))
            voice_hit_match(hits, check, block, start, end);
    }
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

static int prepare_conditional(struct voice_check *check, struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    const char *second = rule->second ? rule->second : "";
    check->run = run_conditional;
    check->second_has_group =
        count_of(second, "(") > count_of(second, "(?") + count_of(second, "\\(");
    if (voice_compile(&check->pattern, shop, rule->first ? rule->first : "", rule->where) != 0 ||
        voice_compile(&check->second, shop, second, rule->where) != 0)
        return -1;
    return voice_compile_exceptions(check, shop, rule->has_vocabulary);
}

/* --- repetition --- */

static bool is_letters(const char *text, size_t bytes)
{
    for (const char *at = text; at < text + bytes;)
        if (!unicode_is_letter(utf8_next(&at, text + bytes)))
            return false;
    return true;
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
}

/* Most neighbours differ in their first letters: those of ASCII are folded to ASCII. */
static bool start_alike(char a, char b)
{
    return lower(a) == lower(b) || (unsigned char)a >= 0x80 || (unsigned char)b >= 0x80;
}

static bool is_same(const struct voice_check *check, const char *a, size_t a_bytes, const char *b,
                    size_t b_bytes, struct arena *arena)
{
    if (a_bytes == 0 || b_bytes == 0 || !start_alike(*a, *b))
        return false;
    if (!check->rule->ignores_case)
        return a_bytes == b_bytes && memcmp(a, b, a_bytes) == 0;
    return strcmp(unicode_fold(arena, arena_strndup(arena, a, a_bytes)),
                  unicode_fold(arena, arena_strndup(arena, b, b_bytes))) == 0;
}

static bool is_one_sentence(const char *text, size_t bytes)
{
    struct sentences sentences = sentences_of(text, bytes, SENTENCES_AS_VALE);
    struct sentence sentence;
    size_t count = 0;
    while (count < 2 && sentences_next(&sentences, &sentence))
        count++;
    return count == 1;
}

/* Beyond ASCII they begin with these bytes, as other characters do. */
static bool may_begin_space(unsigned char c) { return c == 0xC2 || (c >= 0xE1 && c <= 0xE3); }

static bool is_space_at(const char *at, const char *end)
{
    return may_begin_space((unsigned char)*at) && unicode_is_space(utf8_next(&at, end));
}

static const char *behind_character(const char *at, const char *end)
{
    (void)utf8_next(&at, end);
    return at;
}

/* What stands between blanks, where that is all that the tokens say: quicker than by a pattern. */
static bool next_between_blanks(const struct voice_block *block, size_t *at, struct regex_span *out)
{
    const char *end = block->text + block->bytes;
    const char *start = block->text + *at;
    while (start < end) {
        unsigned class = ascii_class(*start);
        if (class == ASCII_BLANK)
            start++;
        else if (!class && is_space_at(start, end))
            start = behind_character(start, end);
        else
            break;
    }
    const char *stop = start;
    for (; stop < end; stop++) {
        unsigned class = ascii_class(*stop);
        if (class == ASCII_BLANK || (!class && is_space_at(stop, end)))
            break;
    }
    *out = (struct regex_span){ (size_t)(start - block->text), (size_t)(stop - block->text) };
    *at = out->end;
    return start < end;
}

/* A match, and its text without the blanks around it. */
struct repeated {
    size_t start, end;
    size_t text, text_end;
};

static bool is_repeated(const struct voice_check *check, const struct voice_block *block,
                        struct voice_state *state, const struct repeated *before,
                        const struct repeated *now)
{
    const char *text = block->text;
    return is_same(check, text + before->text, before->text_end - before->text, text + now->text,
                   now->text_end - now->text, state->arena) &&
           (!check->rule->is_alpha || is_letters(text + now->text, now->text_end - now->text));
}

static bool next_match(struct regex_walk *walk, struct voice_state *state, struct regex_span *out)
{
    if (!voice_next(walk, state))
        return false;
    *out = walk->groups[0];
    return true;
}

static void run_repetition(const struct voice_check *check, const struct voice_block *block,
                           struct voice_state *state, struct voice_hits *hits)
{
    struct regex_walk walk = voice_walk(check, block, state);
    struct regex_span match;
    struct repeated before = { 0 };
    int64_t count = 0;
    size_t at = 0;
    while (!hits->has_more && (check->takes_all_words ? next_between_blanks(block, &at, &match)
                                                      : next_match(&walk, state, &match))) {
        struct repeated now = { .start = match.start, .end = match.end };
        now.text = now.start;
        now.text_end = now.end;
        if (!check->takes_all_words)
            trim(block->text, &now.text, &now.text_end);
        bool is_hit = is_repeated(check, block, state, &before, &now);
        const char *pair = block->text + before.start;
        size_t pair_bytes = now.end - before.start;
        count += is_hit;
        if (is_hit && count > check->rule->max && is_one_sentence(pair, pair_bytes) &&
            !voice_is_exception(check, state, pair, pair_bytes) &&
            !voice_is_in_phrase(check, state, block, before.start, now.end)) {
            const char *words[] = { arena_strndup(state->arena, block->text + now.text,
                                                  now.text_end - now.text) };
            voice_hit_add(hits, check, block, before.start, now.end, words, 1);
            count = 0;
        }
        before = now;
    }
}

static int prepare_repetition(struct voice_check *check, struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    const char *tokens = join(shop->arena, &rule->tokens, "|", false);
    const char *pattern =
        arena_printf(shop->arena, "%s(%s)", rule->ignores_case ? "(?i)" : "", tokens);
    check->run = run_repetition;
    check->takes_all_words = strcmp(tokens, "[^\\s]+") == 0 || strcmp(tokens, "\\S+") == 0;
    if (voice_compile(&check->pattern, shop, pattern, rule->where) != 0)
        return -1;
    return voice_compile_exceptions(check, shop, rule->has_vocabulary);
}

int voice_prepare_words(struct voice_check *check, struct voice_shop *shop)
{
    switch (check->rule->kind) {
    case VOICE_CONDITIONAL:
        return prepare_conditional(check, shop);
    case VOICE_REPETITION:
        return prepare_repetition(check, shop);
    default:
        return prepare_existence(check, shop);
    }
}
