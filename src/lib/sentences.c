/* Sentences: a walk from stop to stop; at each, the word before it and what follows decide. */
#include "lib/sentences.h"

#include <string.h>

#include "lib/sentences_vale.h"
#include "lib/sentences_words.h"
#include "lib/unicode.h"
#include "lib/word_list.h"

/* One run of stops, as `.`, `?!` or `…`. */
struct stop {
    size_t start;
    size_t end;       /* behind the stops */
    size_t closed_at; /* behind the quotes and brackets that close after them */
    unsigned periods; /* an ellipsis character counts three */
    bool is_loud;     /* has ! or ? */
    bool is_wide;     /* full-width: needs no blank behind */
};

/* What stands behind a stop. */
struct follower {
    size_t at;       /* of its first letter or digit, or of what it has instead */
    bool is_opening; /* ¿ or ¡ */
    bool is_upper;
    bool is_lower;
    bool is_digit;
    bool is_starter;
};

struct sentences sentences_of(const char *text, size_t bytes, enum sentence_rules rules)
{
    return (struct sentences){ .text = text, .bytes = bytes, .rules = rules };
}

static uint32_t peek(const struct sentences *all, size_t at, size_t *next)
{
    if (at >= all->bytes)
        return 0;
    const char *here = all->text + at;
    uint32_t c = utf8_next(&here, all->text + all->bytes);
    *next = (size_t)(here - all->text);
    return c;
}

static uint32_t peek_back(const struct sentences *all, size_t at, size_t *before)
{
    if (!at)
        return 0;
    size_t start = at - 1;
    while (start && ((unsigned char)all->text[start] & 0xC0) == 0x80)
        start--;
    size_t next;
    *before = start;
    return peek(all, start, &next);
}

static bool is_closing(uint32_t c)
{
    return c == ')' || c == ']' || c == '}' || c == '"' || c == '\'' || c == '*' || c == '_' ||
           c == 0xBB || c == 0x2019 || c == 0x201D || c == 0x203A;
}

static bool is_opening(uint32_t c)
{
    return c == '(' || c == '[' || c == '{' || c == '"' || c == '\'' || c == '*' || c == '_' ||
           c == 0xAB || c == 0x2018 || c == 0x201C || c == 0x201E || c == 0x2039 || c == '-' ||
           c == 0x2013 || c == 0x2014;
}

static bool is_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
           c == 0xFF1F;
}

static size_t skip_spaces(const struct sentences *all, size_t at)
{
    size_t next = at;
    while (at < all->bytes && unicode_is_space(peek(all, at, &next)))
        at = next;
    return at;
}

/* `…» .` is one end in French, where a no-break or plain blank stands before the guillemet. */
static size_t skip_closing(const struct sentences *all, size_t at)
{
    size_t next = at;
    for (uint32_t c; (c = peek(all, at, &next)) != 0; at = next) {
        if (is_closing(c))
            continue;
        size_t behind = next;
        if ((c == ' ' || c == 0xA0 || c == 0x202F) && peek(all, next, &behind) == 0xBB) {
            next = behind;
            continue;
        }
        break;
    }
    return at;
}

static struct stop stop_at(const struct sentences *all, size_t at)
{
    struct stop stop = { .start = at, .end = at };
    size_t next = at;
    for (uint32_t c; is_stop(c = peek(all, stop.end, &next)); stop.end = next) {
        stop.periods += c == '.' ? 1 : c == 0x2026 ? 3 : 0;
        stop.is_loud |= c == '!' || c == '?' || c == 0xFF01 || c == 0xFF1F;
        stop.is_wide |= c > 0x2026;
    }
    stop.closed_at = skip_closing(all, stop.end);
    return stop;
}

static size_t word_end(const struct sentences *all, size_t at)
{
    size_t next = at;
    for (uint32_t c; (c = peek(all, at, &next)) != 0; at = next) {
        bool is_inner = c == '\'' || c == 0x2019 || (c == '-' && next < all->bytes);
        if (!unicode_is_letter(c) && !is_inner)
            break;
    }
    return at;
}

static struct follower follower_of(const struct sentences *all, size_t at)
{
    struct follower follower = { 0 };
    size_t next = at;
    uint32_t c;
    while ((c = peek(all, at, &next)) != 0 && (is_opening(c) || unicode_is_space(c)))
        at = next;
    follower.at = at;
    follower.is_opening = c == 0xBF || c == 0xA1;
    follower.is_upper = unicode_is_upper(c);
    follower.is_lower = unicode_is_lower(c);
    follower.is_digit = unicode_is_digit(c);
    char lower[WORD_BYTES];
    size_t bytes = word_lower(lower, all->text + at, word_end(all, at) - at);
    follower.is_starter = sentences_is_starter(all->rules, lower, bytes);
    return follower;
}

/* Where the word that ends at `end` begins; not before the sentence. */
static size_t word_start(const struct sentences *all, size_t end)
{
    size_t start = end;
    size_t before = end;
    while (start > all->at) {
        uint32_t c = peek_back(all, start, &before);
        if (unicode_is_space(c) || (is_stop(c) && c != '.') || (c != '-' && is_opening(c)) ||
            c == 0xBF || c == 0xA1)
            break;
        start = before;
    }
    return start;
}

/* Groups of one or two letters with stops between them: `u.s`, `ph.d`, `a.c`. */
static bool is_dotted(const char *word, size_t bytes)
{
    const char *end = word + bytes;
    unsigned letters = 0;
    unsigned groups = 1;
    while (word < end) {
        uint32_t c = utf8_next(&word, end);
        if (c == '.') {
            if (!letters)
                return false;
            groups++;
            letters = 0;
        } else if (!unicode_is_letter(c) || ++letters > 2) {
            return false;
        }
    }
    return groups > 1 && letters;
}

static bool is_numeral(const char *word, size_t bytes)
{
    size_t digits = 0;
    while (digits < bytes && ((word[digits] >= '0' && word[digits] <= '9') || word[digits] == '.' ||
                              word[digits] == ','))
        digits++;
    return bytes && digits == bytes;
}

static bool is_roman(const char *word, size_t bytes)
{
    return bytes && bytes == strspn(word, "IVXLC");
}

/* Whether a single full stop ends a sentence that has `follower` behind it. */
static bool ends_at_period(const struct sentences *all, const struct stop *stop,
                           const struct follower *follower)
{
    size_t start = word_start(all, stop->start);
    const char *word = all->text + start;
    size_t bytes = stop->start - start;
    char lower[WORD_BYTES];
    size_t lower_bytes = word_lower(lower, word, bytes);
    bool is_first = skip_spaces(all, all->at) == start;
    bool is_closed = stop->closed_at > stop->end;
    bool is_lettered = unicode_codepoints(word, bytes) == 1 && !is_closed;
    enum abbreviation kind = sentences_abbreviation(all->rules, lower, lower_bytes);
    if (is_numeral(word, bytes) || (is_roman(word, bytes) && is_first))
        return !is_first && !follower->is_lower;
    if (kind == ABBREVIATION_NONE && (is_lettered || is_dotted(word, bytes)))
        kind = ABBREVIATION_NAME;
    if (follower->is_opening && kind != ABBREVIATION_TITLE)
        return true;
    switch (kind) {
    case ABBREVIATION_NONE:
        return !follower->is_lower || !is_closed;
    case ABBREVIATION_NUMBER:
        return !follower->is_digit && !follower->is_lower;
    case ABBREVIATION_ENDING:
        return !follower->is_digit && !follower->is_lower;
    case ABBREVIATION_NAME:
        return follower->is_upper && follower->is_starter;
    case ABBREVIATION_TITLE:
        break;
    }
    return false;
}

/* `. . .` and `. . . .`: where such a row of spaced stops ends, or 0 where none begins here. */
static size_t spaced_ellipsis_end(const struct sentences *all, const struct stop *stop,
                                  unsigned *count)
{
    size_t at = stop->end;
    *count = stop->periods;
    while (at + 1 < all->bytes && all->text[at] == ' ' && all->text[at + 1] == '.') {
        at += 2;
        ++*count;
    }
    return *count >= 3 && at > stop->end && !stop->is_loud ? at : 0;
}

enum { TAIL_CODEPOINTS = 40 }; /* how long a text's end without words may be */

/* Whether no letter and no digit follows in the paragraph: `…el mar. 🌊` is one sentence. */
static bool is_tail(const struct sentences *all, size_t at)
{
    size_t next = at;
    for (unsigned i = 0; i < TAIL_CODEPOINTS; i++, at = next) {
        uint32_t c = peek(all, at, &next);
        if (!c || (c == '\n' && next < all->bytes && all->text[next] == '\n'))
            return true;
        if (unicode_is_letter(c) || unicode_is_number(c))
            return false;
    }
    return false;
}

/* Whether the sentence ends with the stop; `stop` may be moved on to where it ends. */
static bool is_end(const struct sentences *all, struct stop *stop)
{
    unsigned count;
    size_t row_end = spaced_ellipsis_end(all, stop, &count);
    if (row_end) {
        bool is_attached = stop->start > all->at && all->text[stop->start - 1] != ' ';
        size_t behind = skip_closing(all, row_end);
        struct follower after = follower_of(all, behind);
        bool has_more = after.at < all->bytes;
        if (count > 3 && is_attached && has_more)
            return true;
        stop->end = row_end;
        stop->closed_at = behind;
        return count > 3 && after.is_upper;
    }
    if (stop->is_wide)
        return true;
    if (is_tail(all, stop->closed_at))
        return false;
    size_t next;
    uint32_t c = peek(all, stop->closed_at, &next);
    struct follower follower = follower_of(all, stop->closed_at);
    bool is_glued = !unicode_is_space(c);
    if (is_glued && !follower.is_opening) {
        /* `…del mundo.Hoy es…`: a blank was forgotten. Addresses go on in lower case. */
        return follower.at == stop->closed_at && follower.is_upper && follower.is_starter &&
               !stop->is_loud && word_end(all, follower.at) > follower.at + 1;
    }
    bool is_ellipsis = stop->periods > 1 && !stop->is_loud;
    if (is_ellipsis) {
        size_t before = stop->start;
        uint32_t opened = peek_back(all, stop->start, &before);
        bool is_gap = (opened == '[' || opened == '(') && stop->start > all->at;
        return !is_gap && !follower.is_lower;
    }
    if (stop->is_loud)
        return !follower.is_lower;
    return ends_at_period(all, stop, &follower);
}

/* A line that begins an item of a list, or a blank one, ends what stands before it. */
static bool begins_block(const struct sentences *all, size_t at)
{
    size_t next = at;
    uint32_t c;
    while ((c = peek(all, at, &next)) == ' ' || c == '\t' || c == '\r' || c == 0xA0)
        at = next;
    if (c == '\n')
        return true;
    bool is_bullet = c == '-' || c == '*' || c == '+' || c == 0x2022 || c == 0x2013 || c == 0x2014;
    if (c == 0x2022 || (is_bullet && next < all->bytes && all->text[next] == ' '))
        return true;
    size_t digits = at;
    while (digits < all->bytes && all->text[digits] >= '0' && all->text[digits] <= '9')
        digits++;
    return digits > at && digits + 1 < all->bytes &&
           (all->text[digits] == '.' || all->text[digits] == ')') && all->text[digits + 1] == ' ';
}

/* The end of the sentence that begins at `at`, with what closes it. */
static size_t sentence_end(const struct sentences *all, size_t at)
{
    static const char marks[] = ".!?\n\xE2\xE3\xEF"; /* the first bytes of all that may end one */
    for (;;) {
        while (at < all->bytes && !memchr(marks, all->text[at], sizeof marks - 1))
            at++;
        if (at >= all->bytes)
            return all->bytes;
        size_t next = at + 1;
        if (all->text[at] == '\n') {
            if (begins_block(all, next))
                return at;
            at = next;
            continue;
        }
        if (!is_stop(peek(all, at, &next))) {
            at = next;
            continue;
        }
        struct stop stop = stop_at(all, at);
        if (is_end(all, &stop))
            return stop.closed_at;
        at = stop.end;
    }
}

static size_t trimmed_end(const struct sentences *all, size_t start, size_t end)
{
    size_t before = end;
    while (end > start && unicode_is_space(peek_back(all, end, &before)))
        end = before;
    return end;
}

bool sentences_next(struct sentences *all, struct sentence *out)
{
    if (all->rules == SENTENCES_AS_VALE)
        return sentences_next_as_vale(all, out);
    all->at = skip_spaces(all, all->at);
    if (all->at >= all->bytes)
        return false;
    size_t end = sentence_end(all, all->at);
    *out = (struct sentence){ all->at, trimmed_end(all, all->at, end) };
    all->at = end;
    return true;
}
