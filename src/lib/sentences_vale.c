/* SENTENCES_AS_VALE: Punkt's decisions (Kiss and Strunk 2006, sections 4.1 to 4.3) with the
 * additions of Vale's text library. Only words with a stop and the word after each are looked at;
 * each is decided with the next two known. */
#include "lib/sentences_vale.h"

#include <assert.h>
#include <string.h>

#include "lib/ascii.h"
#include "lib/unicode.h"

struct view {
    const char *at;
    size_t bytes;
};

static bool ends_with(struct view word, const char *end)
{
    size_t bytes = strlen(end);
    assert(word.at);
    return word.bytes >= bytes && !memcmp(word.at + word.bytes - bytes, end, bytes);
}

static bool is_text(struct view word, const char *text)
{
    return word.bytes == strlen(text) && !memcmp(word.at, text, word.bytes);
}

static bool has_text(struct view word, const char *text)
{
    return memmem(word.at, word.bytes, text, strlen(text));
}

static bool is_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
}

/* Full-width marks that end a word without a blank. */
static bool is_wide_mark(uint32_t c)
{
    return c == 0x3002 || c == 0xFF1B || c == 0xFF01 || c == 0xFF1F;
}

static struct view view_of(const struct sentences *all, const struct sentence_token *token)
{
    return (struct view){ all->text + token->start, token->end - token->start };
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

/* ASCII in the midst of a word, which most characters are. */
static bool is_inner(char c) { return ascii_class(c) & (ASCII_WORD | ASCII_OTHER); }

/* The next word that has a stop or follows one. A last word that ends in a character of several
 * bytes is never seen: Vale's walk looks for a blank or for the text's last byte. */
static bool read_token(struct sentences *all, struct sentence_token *out)
{
    const char *end = all->text + all->bytes;
    const char *at = all->text + all->read;
    const char *word = NULL;
    const char *word_end = NULL;
    bool has_stop = false;
    while (at < end) {
        const char *here = at;
        while (at + 1 < end && is_inner(*at))
            at++;
        if (at > here) {
            word = word ? word : here;
            word_end = at;
            continue;
        }
        uint32_t c = utf8_next(&at, end);
        bool is_space = c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : unicode_is_space(c);
        if (!is_space) {
            word = word ? word : here;
            word_end = at;
            has_stop |= is_stop(c);
        }
        if (!(is_space || is_wide_mark(c) || here == end - 1) || !word)
            continue;
        /* A wide mark before the last byte takes that byte with it. */
        bool is_last = here == end - 1 || (is_wide_mark(c) && at == end - 1);
        if (has_stop || all->has_stop_before) {
            const char *cursor = is_last ? end : is_space ? here : at;
            *out = (struct sentence_token){ .start = (size_t)(word - all->text),
                                            .end = (size_t)(word_end - all->text),
                                            .ends_at = (size_t)(cursor - all->text) };
            all->has_stop_before = has_stop;
            all->read = (size_t)(at - all->text);
            return true;
        }
        word = NULL;
        has_stop = false;
    }
    all->read = all->bytes;
    return false;
}

/* Whether a stop with what may close a quotation stands at the end, or a bracket follows one. */
static bool has_end_marks(struct view word)
{
    static const char *const ends[] = { ".\"", ".)", ".’", ".”",  "?",  "?\"", "?'", "?)",
                                        "?’",  "?”", "!",  "!\"", "!'", "!)",  "!’", "!”" };
    bool has_mark = false;
    for (size_t i = 0; i < word.bytes; i++) {
        char c = word.at[i];
        if (c != '.' && c != '?' && c != '!')
            continue;
        char next = i + 1 < word.bytes ? word.at[i + 1] : '\0';
        if (next == '[' || next == '(' || (c == '.' && next == '"'))
            return true;
        has_mark = true;
    }
    /* ’ and ” end with the two last. */
    has_mark = has_mark && strchr("\")'?!\x99\x9D", word.at[word.bytes - 1]);
    for (size_t i = 0; has_mark && i < sizeof ends / sizeof ends[0]; i++)
        if (ends_with(word, ends[i]) && !has_text(word, "Yahoo!"))
            return true;
    return false;
}

static bool ends_with_period(struct view word)
{
    return ends_with(word, ".") || ends_with(word, "。");
}

static bool is_abbreviation(struct view word)
{
    /* Vale cuts the period off by characters but counts in bytes, so the word before it loses one
     * more byte for each that a character has beyond its first. */
    size_t bytes = unicode_codepoints(word.at, word.bytes) - 1;
    char lower[WORD_BYTES];
    size_t lower_bytes = word_lower(lower, word.at, bytes);
    const char *hyphen = memrchr(lower, '-', lower_bytes);
    const char *last = hyphen ? hyphen + 1 : lower;
    return word_list_has(&sentences_vale_abbreviations, lower, lower_bytes) ||
           word_list_has(&sentences_vale_abbreviations, last, (size_t)(lower + lower_bytes - last));
}

/* What the word alone says. */
static void annotate_by_type(const struct sentences *all, struct sentence_token *token)
{
    struct view word = view_of(all, token);
    if (has_end_marks(word)) {
        token->is_end = true;
    } else if (ends_with_period(word) && !ends_with(word, "..")) {
        token->is_abbreviation = is_abbreviation(word);
        token->is_end = !token->is_abbreviation;
    }
}

static bool is_initial(struct view word)
{
    return word.bytes == 2 && word.at[1] == '.' && (word.at[0] | 0x20) >= 'a' &&
           (word.at[0] | 0x20) <= 'z';
}

static bool is_number(struct view word)
{
    const char *at = word.at;
    const char *end = word.at + word.bytes;
    at += at < end && *at == '-';
    at += at < end && (*at == '.' || *at == ',');
    if (at == end || *at < '0' || *at > '9')
        return false;
    while (at < end && ((*at >= '0' && *at <= '9') || *at == ',' || *at == '.' || *at == '-'))
        at++;
    return at == end;
}

/* Two letters or more with a full stop after each, or a name with a stop inside and one behind. */
static bool is_dotted(struct view word)
{
    for (size_t i = 0; i + 1 < word.bytes; i++) {
        if (!is_word_byte(word.at[i]) || word.at[i + 1] != '.')
            continue;
        size_t next = i + 2;
        while (next < word.bytes && is_word_byte(word.at[next]))
            next++;
        if (next < word.bytes && word.at[next] == '.')
            return true;
    }
    return false;
}

static bool has_ellipsis(struct view word) { return has_text(word, "..."); }

static uint32_t first_of(struct view word)
{
    const char *at = word.at;
    return word.bytes ? utf8_next(&at, word.at + word.bytes) : 0;
}

static bool is_capitalized(struct view word) { return unicode_is_upper(first_of(word)); }

/* The word as the tables have it: lower case, no commas, no full stop that ends its sentence. */
static size_t type_of(char out[WORD_BYTES], const struct sentences *all,
                      const struct sentence_token *token)
{
    struct view word = view_of(all, token);
    size_t bytes = word_lower(out, word.at, word.bytes);
    if (bytes == 1)
        return bytes;
    size_t kept = 0;
    for (size_t i = 0; i < bytes; i++)
        if (out[i] != ',')
            out[kept++] = out[i];
    return kept > 1 && token->is_end && out[kept - 1] == '.' ? kept - 1 : kept;
}

/* What is known of the word that follows a stop. */
struct next {
    bool is_capitalized;
    bool is_lower;
    bool is_starter;
    bool is_ordinary; /* seen in lower case */
    bool is_plain;    /* and never capitalized within a sentence */
    bool is_mark;     /* punctuation alone */
};

static struct next next_of(const struct sentences *all, const struct sentence_token *token)
{
    struct view word = view_of(all, token);
    char type[WORD_BYTES];
    size_t bytes = type_of(type, all, token);
    struct next next = {
        .is_capitalized = is_capitalized(word),
        .is_lower = unicode_is_lower(first_of(word)),
        .is_starter = word_list_has(&sentences_vale_starters, type, bytes),
        .is_plain = word_list_has(&sentences_vale_plain_words, type, bytes),
        .is_mark = word.bytes == 1 && strchr(";:,.!?", word.at[0]),
    };
    next.is_ordinary = next.is_plain || word_list_has(&sentences_vale_title_words, type, bytes);
    return next;
}

static bool begins_sentence(const struct next *next)
{
    return next->is_capitalized && next->is_plain && !next->is_mark;
}

/* What an abbreviation, an ellipsis, an initial or a number says together with the next word. */
static void annotate_by_pair(const struct sentences *all, struct sentence_token *one,
                             struct sentence_token *two)
{
    struct view word = view_of(all, one);
    if (!ends_with_period(word))
        return;
    bool is_letter = is_initial(word);
    bool is_ellipsis = ends_with(word, "..");
    bool is_digits = is_number(word);
    bool is_lone = is_text(word, ".") && is_text(view_of(all, two), ".");
    if (!one->is_abbreviation && !is_ellipsis && !is_letter && !is_digits && !is_lone)
        return;
    struct next next = next_of(all, two);
    if ((one->is_abbreviation || is_ellipsis) && !is_letter &&
        (begins_sentence(&next) || (next.is_capitalized && next.is_starter))) {
        one->is_end = true;
    } else if (is_lone) {
        one->is_end = false;
        two->is_end = false;
    } else if ((is_letter || is_digits) && !begins_sentence(&next) &&
               (next.is_mark || next.is_lower ||
                (is_letter && next.is_capitalized && !next.is_ordinary))) {
        one->is_end = false;
        one->is_abbreviation = true;
    }
}

static bool may_close_within(struct view word)
{
    return ends_with(word, ")") || ends_with(word, "’") || ends_with(word, "”") ||
           ends_with(word, "\"") || ends_with(word, "'");
}

/* Vale's additions: spaced ellipses, quotations within a sentence, dotted abbreviations. */
static void annotate_marks(const struct sentences *all, struct sentence_token *one,
                           struct sentence_token *two)
{
    struct view word = view_of(all, one);
    if (ends_with(word, ".") && is_text(view_of(all, two), ".")) {
        one->is_end = false;
        two->is_end = false;
        return;
    }
    bool is_open = ends_with(word, ".") && !one->is_end;
    bool is_ellipsis = has_ellipsis(word);
    bool is_within = one->is_end && may_close_within(word);
    bool is_abbreviated = is_dotted(word) && !is_initial(word);
    if (!is_open && !is_ellipsis && !is_within && !is_abbreviated)
        return;
    struct next next = next_of(all, two);
    if (is_ellipsis && (next.is_capitalized || next.is_starter)) {
        one->is_end = true;
        return;
    }
    if (is_within && next.is_lower && !next.is_starter) {
        one->is_end = false;
        return;
    }
    if (is_open && next.is_capitalized && next.is_ordinary)
        one->is_end = true;
    if (!is_abbreviated)
        return;
    one->is_abbreviation = true;
    one->is_end = begins_sentence(&next) || (next.is_capitalized && next.is_starter);
}

/* Fills the window with one more token, and decides what its arrival makes known. */
static bool advance(struct sentences *all)
{
    struct sentence_token *token = &all->window[all->window_count];
    if (!read_token(all, token))
        return false;
    annotate_by_type(all, token);
    if (all->window_count++)
        annotate_by_pair(all, token - 1, token);
    return true;
}

static void put(const struct sentences *all, size_t start, size_t end, struct sentence *out)
{
    const char *text = all->text;
    const char *at = text + start;
    const char *stop = text + end;
    while (at < stop) {
        const char *next = at;
        if (!unicode_is_space(utf8_next(&next, stop)))
            break;
        at = next;
    }
    while (stop > at) {
        const char *last = stop - 1;
        while (last > at && ((unsigned char)*last & 0xC0) == 0x80)
            last--;
        const char *next = last;
        if (!unicode_is_space(utf8_next(&next, stop)))
            break;
        stop = last;
    }
    *out = (struct sentence){ (size_t)(at - text), (size_t)(stop - text) };
}

bool sentences_next_as_vale(struct sentences *all, struct sentence *out)
{
    size_t start = all->at;
    if (start == all->bytes)
        return false;
    for (;;) {
        while (all->window_count < 3 && advance(all))
            ;
        if (!all->window_count)
            break;
        if (all->window_count > 1)
            annotate_marks(all, &all->window[0], &all->window[1]);
        struct sentence_token done = all->window[0];
        all->window_count--;
        memmove(all->window, all->window + 1, all->window_count * sizeof done);
        if (done.is_end && done.ends_at > start) {
            all->at = done.ends_at;
            put(all, start, all->at, out);
            return true;
        }
    }
    all->at = all->bytes;
    put(all, start, all->at, out);
    return true;
}
