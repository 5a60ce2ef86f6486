/* Vale's search for the place of a match (its internal/core/location.go and file.go). */
#include "brand/voice/vale_place.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/sentences.h"
#include "lib/unicode.h"
#include "lib/words.h"

/* A text that is masked on the way. */
struct haystack {
    const char *text;
    size_t bytes;
};

/* Words that stand before the match: masked first where there may be several matches. */
struct words_before {
    const char **items;
    size_t count, capacity;
};

static const size_t nowhere = SIZE_MAX;

static size_t find(struct haystack in, const char *what, size_t bytes)
{
    if (bytes == 0)
        return 0;
    const char *found = memmem(in.text, in.bytes, what, bytes);
    return found ? (size_t)(found - in.text) : nowhere;
}

/* The first `what` as as many `mask`s as it has characters, line breaks apart. */
static struct haystack masked(struct arena *arena, struct haystack in, const char *what,
                              size_t bytes, char mask)
{
    size_t at = find(in, what, bytes);
    if (at == nowhere)
        return in;
    char *out = arena_alloc(arena, in.bytes + 1);
    memcpy(out, in.text, at);
    size_t written = at;
    for (const char *c = what; c < what + bytes;)
        out[written++] = utf8_next(&c, what + bytes) == '\n' ? '\n' : mask;
    memcpy(out + written, in.text + at + bytes, in.bytes - at - bytes);
    return (struct haystack){ out, written + in.bytes - at - bytes };
}

static bool is_word(const struct haystack *in, size_t at)
{
    return at < in->bytes && (isalnum((unsigned char)in->text[at]) || in->text[at] == '_') &&
           !(in->text[at] & 0x80);
}

/* RE2's `\b`, which knows ASCII alone. */
static bool is_boundary(const struct haystack *in, size_t at)
{
    bool before = at > 0 && is_word(in, at - 1);
    return before != is_word(in, at);
}

/* The bytes of `match` at `at`, where straight quotes may be curly ones; nowhere if it is not
 * there.
 */
static size_t match_end(const struct haystack *in, size_t at, const char *match)
{
    static const char *const single[] = { "‘", "’" };
    static const char *const twice[] = { "“", "”" };
    for (const char *c = match; *c; c++) {
        const char *const *curly = *c == '\'' ? single : *c == '"' ? twice : NULL;
        size_t taken = at < in->bytes && in->text[at] == *c ? 1 : 0;
        for (size_t i = 0; curly && !taken && i < 2; i++)
            if (in->bytes - at >= 3 && memcmp(in->text + at, curly[i], 3) == 0)
                taken = 3;
        if (!taken)
            return nowhere;
        at += taken;
    }
    return at;
}

/* `(?:^|\b|_)match(?:_|\b|$)` at or behind `from`. */
static bool next_match(const struct haystack *in, size_t from, const char *match, size_t *start,
                       size_t *end)
{
    for (size_t at = from; at < in->bytes; at++) {
        bool may_begin = at == 0 || is_boundary(in, at);
        const size_t begins[] = { may_begin ? at : nowhere,
                                  in->text[at] == '_' ? at + 1 : nowhere };
        for (size_t i = 0; i < 2; i++) {
            size_t behind = begins[i] == nowhere ? nowhere : match_end(in, begins[i], match);
            if (behind == nowhere)
                continue;
            bool has_underscore = behind < in->bytes && in->text[behind] == '_';
            if (!has_underscore && behind < in->bytes && !is_boundary(in, behind))
                continue;
            *start = at;
            *end = behind + has_underscore;
            return true;
        }
    }
    return false;
}

static bool is_code_mark(const struct haystack *in, size_t at)
{
    return at < in->bytes && (in->text[at] == '`' || in->text[at] == '-');
}

/* The first match that does not look like code; the very first where all do. */
static size_t find_match(const struct haystack *in, const char *match)
{
    size_t first = nowhere;
    size_t start;
    size_t end;
    size_t size = unicode_codepoints(in->text, in->bytes);
    for (size_t from = 0; next_match(in, from, match, &start, &end); from = end) {
        if (first == nowhere)
            first = start;
        bool is_behind_mark = start > 1 && is_code_mark(in, start - 1);
        bool is_before_mark = end + 1 < size && is_code_mark(in, end + 1);
        if (!is_behind_mark && !is_before_mark)
            return start;
        if (end <= from)
            break;
    }
    return first;
}

static bool is_punctuation_alone(const char *match)
{
    const char *end = match + strlen(match);
    for (const char *at = match; at < end;) {
        uint32_t codepoint = utf8_next(&at, end);
        if (unicode_is_letter(codepoint) || unicode_is_digit(codepoint))
            return false;
    }
    return *match != '\0';
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* The next word at or behind `*at`; false at the end. */
static bool next_field(const char *text, size_t bytes, size_t *at, size_t *start)
{
    while (*at < bytes && is_space(text[*at]))
        ++*at;
    *start = *at;
    while (*at < bytes && !is_space(text[*at]))
        ++*at;
    return *at > *start;
}

/* What stands for a match that inline marks cut: a whole line that has all words of its sentence.
 */
static long guess(struct arena *arena, struct haystack in, const struct vale_match *match,
                  const char **shown)
{
    struct sentences sentences =
        sentences_of(match->block_text, match->block_bytes, SENTENCES_AS_VALE);
    struct sentence sentence;
    const char *target = NULL;
    size_t target_bytes = 0;
    size_t match_bytes = strlen(match->match);
    while (sentences_next(&sentences, &sentence)) {
        const char *text = match->block_text + sentence.start;
        size_t bytes = sentence.end - sentence.start;
        size_t at = find((struct haystack){ text, bytes }, match->match, match_bytes);
        bool is_all = bytes == match_bytes && memcmp(text, match->match, bytes) == 0;
        if (is_all || (at != nowhere && at > 0)) {
            target = text;
            target_bytes = bytes;
        }
    }
    if (!target)
        return -1;
    for (size_t at = 0; at <= in.bytes;) {
        const char *newline = memchr(in.text + at, '\n', in.bytes - at);
        size_t end = newline ? (size_t)(newline - in.text) : in.bytes;
        struct haystack line = { in.text + at, end - at };
        struct words words = words_of(target, target_bytes);
        struct word word;
        bool has_all = true;
        while (has_all && words_next_as_vale(&words, &word))
            has_all = find(line, target + word.start, word.end - word.start) != nowhere;
        if (has_all) {
            *shown = arena_strndup(arena, line.text, line.bytes);
            return (long)find(in, line.text, line.bytes) + 1;
        }
        at = end + 1;
    }
    return -1;
}

/* The character, from 1, at which the match is thought to begin; -1: nowhere. */
static long initial_position(struct arena *arena, struct haystack in,
                             const struct vale_match *match, const char **shown)
{
    *shown = match->match;
    if (!*match->match) {
        *shown = "";
        return 1;
    }
    size_t offset = find(in, match->block_text, match->block_bytes);
    if (offset == nowhere && is_punctuation_alone(match->match)) {
        size_t at = 0;
        size_t start;
        if (next_field(match->block_text, match->block_bytes, &at, &start))
            offset = find(in, match->block_text + start, at - start);
    }
    if (offset != nowhere)
        in = masked(arena, in, in.text, offset, '@');
    size_t index = find_match(&in, match->match);
    if (index == nowhere)
        index = find(in, match->match, strlen(match->match));
    if (index == nowhere)
        return guess(arena, in, match, shown);
    if (in.text[index] == '_')
        index++;
    return (long)unicode_codepoints(in.text, index) + 1;
}

static struct haystack without_words(struct arena *arena, struct haystack in,
                                     const struct words_before *words)
{
    for (size_t i = 0; i < words->count; i++)
        in = masked(arena, in, words->items[i], strlen(words->items[i]), '@');
    return in;
}

/* In the block's line; `*column` may be what no column is. */
static void place_in_line(const struct vale_block *block, struct arena *arena,
                          struct haystack context, const struct vale_match *match,
                          const struct words_before *words, long *line, long *column)
{
    size_t match_bytes = strlen(match->match);
    long index = 0;
    *line = block->line + 1;
    *column = match->start;
    for (size_t at = 0; at <= context.bytes; index++) {
        const char *newline = memchr(context.text + at, '\n', context.bytes - at);
        size_t end = newline ? (size_t)(newline - context.text) + 1 : context.bytes;
        size_t length = end - at;
        bool has_span = match->start >= 0 && match->end >= match->start;
        bool is_exact = has_span && length > (size_t)match->end &&
                        (size_t)(match->end - match->start) == match_bytes &&
                        memcmp(context.text + at + match->start, match->match, match_bytes) == 0;
        if (has_span && (is_exact || index == block->line)) {
            const char *shown;
            struct haystack in =
                without_words(arena, (struct haystack){ context.text + at, length }, words);
            *line = index + 1;
            *column = initial_position(arena, in, match, &shown);
            return;
        }
        if (!newline)
            break;
        at = end;
    }
}

/* In the whole context. */
static void place_in_context(const struct vale_block *block, struct arena *arena,
                             struct haystack context, const struct vale_match *match,
                             const struct words_before *words, long *line, long *column)
{
    const char *shown;
    long position = initial_position(arena, without_words(arena, context, words), match, &shown);
    long counter = 0;
    *column = 0;
    if (position < 0)
        return;
    *line = 0;
    for (size_t at = 0; at <= block->lines_bytes; ++*line) {
        const char *newline = memchr(block->lines + at, '\n', block->lines_bytes - at);
        size_t end = newline ? (size_t)(newline - block->lines) + 1 : block->lines_bytes;
        long length = (long)unicode_codepoints(block->lines + at, end - at);
        if (counter + length >= position) {
            ++*line;
            *column = position - counter;
            return;
        }
        counter += length;
        if (!newline)
            break;
        at = end;
    }
    *column = match->start;
}

static size_t count_of(struct haystack in, const char *what, size_t bytes)
{
    size_t count = 0;
    for (size_t at; bytes > 0 && (at = find(in, what, bytes)) != nowhere; count++)
        in = (struct haystack){ in.text + at + bytes, in.bytes - at - bytes };
    return count;
}

/* The words before the match in the context, counted by the block's offset. */
static struct words_before words_before(struct arena *arena, struct haystack context,
                                        const struct vale_match *match)
{
    enum { SMALL_CONTEXT = 1000 };
    struct words_before words = { 0 };
    if (match->start < 0 || (size_t)match->start > context.bytes ||
        count_of(context, match->match, strlen(match->match)) <= 1 ||
        context.bytes >= SMALL_CONTEXT)
        return words;
    size_t at = 0;
    size_t start;
    while (next_field(context.text, (size_t)match->start, &at, &start)) {
        words.items =
            list_grow(arena, words.items, words.count, &words.capacity, sizeof *words.items);
        words.items[words.count++] = arena_strndup(arena, context.text + start, at - start);
    }
    return words;
}

/* In raw text the match is where it is, as long as bytes are characters up to there. */
static bool place_raw(const struct vale_block *block, const struct vale_match *match, long *line,
                      long *column)
{
    size_t bytes = strlen(match->match);
    if (!block->is_raw || bytes == 0 || match->start < 0 ||
        (size_t)match->end > block->context_bytes || (size_t)(match->end - match->start) != bytes ||
        memcmp(block->context + match->start, match->match, bytes) != 0)
        return false;
    size_t line_start = 0;
    *line = 1;
    for (size_t i = 0; i < (size_t)match->start; i++) {
        if (block->context[i] == '\n') {
            ++*line;
            line_start = i + 1;
        }
    }
    *column =
        (long)unicode_codepoints(block->context + line_start, (size_t)match->start - line_start) +
        1;
    return true;
}

bool vale_place(const struct vale_block *block, struct arena *arena, const char **context,
                size_t *context_bytes, const struct vale_match *match, uint32_t *line_out,
                uint32_t *column_out)
{
    struct haystack in = { *context, *context_bytes };
    long line = 1;
    long column = 0;
    if (!place_raw(block, match, &line, &column)) {
        struct words_before words = words_before(arena, in, match);
        if (!block->is_looked_up)
            place_in_line(block, arena, in, match, &words, &line, &column);
        if (block->is_looked_up || column < 0)
            place_in_context(block, arena, in, match, &words, &line, &column);
    }
    if (column <= 0)
        return false;
    in = masked(arena, in, match->match, strlen(match->match), '#');
    *context = in.text;
    *context_bytes = in.bytes;
    *line_out = (uint32_t)line;
    *column_out = (uint32_t)column;
    return true;
}
