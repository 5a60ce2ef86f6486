/* Titles: every word begins with a capital but the small ones within; `to` by what follows it. */
#include "lib/letter_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/letter_case_terms.h"
#include "lib/tagger.h"
#include "lib/unicode.h"
#include "lib/word_list.h"

/* One walk over a title. `plain` is the text with ASCII in place of typographic quotes, dashes and
 * dots: in it Vale looks at the neighbours of a word, by positions that it counts itself. */
struct title {
    const struct case_rules *rules;
    const char *plain;
    size_t plain_bytes;
    const struct treebank_token *tokens;
    size_t token_count;
    long read; /* of `plain` */
};

static const char *const small[] = { "a",   "an", "and", "as",  "at",  "but", "by", "en",
                                     "for", "if", "in",  "nor", "of",  "on",  "or", "per",
                                     "the", "to", "v",   "v.",  "via", "vs",  "vs." };
static const struct word_list small_words = WORD_LIST(small);

/* Chicago writes these small too, whatever their length. */
static const char *const longer[] = {
    "about",   "above",     "across", "after",      "against", "along",  "among",   "around",
    "before",  "between",   "beyond", "concerning", "despite", "down",   "during",  "following",
    "from",    "including", "into",   "near",       "over",    "since",  "through", "throughout",
    "towards", "under",     "until",  "upon",       "with",    "within", "without"
};
static const struct word_list longer_prepositions = WORD_LIST(longer);

static const char *plain_text(struct arena *arena, struct case_span text)
{
    struct text_buffer out = text_buffer_in(arena, text.bytes + 1);
    const char *end = text.at + text.bytes;
    while (text.at < end) {
        const char *here = text.at;
        uint32_t c = utf8_next(&text.at, end);
        if (c == 0x201C || c == 0x201D)
            text_putc(&out, '"');
        else if (c == 0x2018 || c == 0x2019)
            text_putc(&out, '\'');
        else if (c == 0x2013 || c == 0x2014)
            text_putc(&out, '-');
        else if (c == 0x2026)
            text_puts(&out, "...");
        else
            text_append(&out, here, (size_t)(text.at - here));
    }
    return text_end(&out);
}

/* A title without a stop at its end gets one: the tagger knows sentences. */
static void tag(struct title *title, struct arena *arena, struct case_span text)
{
    bool has_stop = text.bytes && strchr(".!?", text.at[text.bytes - 1]);
    const char *sentence =
        arena_printf(arena, "%.*s%s", (int)text.bytes, text.at, has_stop ? "" : ".");
    struct treebank_token *tokens;
    title->token_count = tagger_tag(&tokens, arena, sentence, strlen(sentence));
    title->tokens = tokens;
}

/* A byte of the plain text, the first one for places outside it: so Vale reads. */
static char byte_at(const struct title *title, long at)
{
    return title->plain[at >= 0 && (size_t)at < title->plain_bytes ? at : 0];
}

static bool is_small(const struct title *title, struct case_span word, size_t index,
                     bool is_at_edge)
{
    char lower[WORD_BYTES];
    size_t bytes = word_lower(lower, word.at, word.bytes);
    bool is_chicago = title->rules->style == TITLE_CHICAGO;
    if (!is_chicago && bytes == 2 && !memcmp(lower, "to", 2) && index + 1 < title->token_count)
        return !strncmp(title->tokens[index + 1].tag, "NN", 2);
    if (is_at_edge)
        return false;
    return word_list_has(&small_words, lower, bytes) ||
           (is_chicago && word_list_has(&longer_prepositions, lower, bytes));
}

/* Whether the word stands between a blank, a hyphen or a slash, and is not a subtitle's first. */
static bool is_within(const struct title *title, long at, long codepoints)
{
    char before = byte_at(title, at - 1);
    char earlier = byte_at(title, at - 2);
    char after = byte_at(title, at + codepoints);
    return (before == ' ' || before == '-' || before == '/') && earlier != ':' && earlier != '-' &&
           (after != '-' || before == '-');
}

static void put_word(struct title *title, struct text_buffer *out, struct case_span word,
                     size_t index)
{
    long read = title->read < (long)title->plain_bytes ? title->read : (long)title->plain_bytes;
    read = read < 0 ? 0 : read;
    const char *found =
        memmem(title->plain + read, title->plain_bytes - (size_t)read, word.at, word.bytes);
    /* A word with a curly apostrophe is not found in the plain text; then Vale goes on from one
     * before where it stood. */
    long at = found ? found - title->plain : title->read - 1;
    long codepoints = (long)unicode_codepoints(word.at, word.bytes);
    title->read = at + codepoints;
    bool is_at_edge = !at || title->read == (long)title->plain_bytes;
    struct case_span known = case_terms_find(title->rules->terms, word);
    if (known.at)
        text_append(out, known.at, known.bytes);
    else if (is_small(title, word, index, is_at_edge) && is_within(title, at, codepoints))
        case_put_lower(out, word);
    else
        case_put_title(out, word, false);
}

static bool ends_word(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == '-' || c == '/';
}

const char *title_case(struct arena *arena, const struct case_rules *rules, const char *text,
                       size_t bytes)
{
    struct text_buffer out = text_buffer_in(arena, 4 * bytes + 1);
    struct case_span rest = { text, bytes };
    case_put_prefix(&out, rules, &rest);
    struct title title = { .rules = rules, .plain = plain_text(arena, rest) };
    title.plain_bytes = strlen(title.plain);
    tag(&title, arena, rest);
    const char *end = rest.at + rest.bytes;
    size_t index = 0;
    for (const char *at = rest.at; at < end;) {
        const char *start = at;
        uint32_t c = utf8_next(&at, end);
        if (!unicode_is_bare_letter(c) && !unicode_is_number(c)) {
            text_append(&out, start, (size_t)(at - start));
            continue;
        }
        for (const char *next = at; next < end; at = next)
            if (ends_word(utf8_next(&next, end)))
                break;
        put_word(&title, &out, (struct case_span){ start, (size_t)(at - start) }, index++);
    }
    return text_end(&out);
}
