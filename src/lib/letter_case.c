/* Sentences and plain words; titles stand in letter_case_title.c. */
#include "lib/letter_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/letter_case_terms.h"
#include "lib/unicode.h"

/* The next word at or behind `*at`: a letter, a digit or a masked character, to the next blank. */
static bool next_plain_word(const char **at, const char *end, struct case_span *out)
{
    *out = (struct case_span){ 0 };
    while (*at < end) {
        const char *here = *at;
        uint32_t c = utf8_next(at, end);
        if (!out->at) {
            if (unicode_is_bare_letter(c) || unicode_is_number(c) || c == '*')
                *out = (struct case_span){ here, (size_t)(*at - here) };
        } else if (unicode_is_space(c)) {
            return true;
        } else {
            out->bytes = (size_t)(*at - out->at);
        }
    }
    return out->at != NULL;
}

/* A term, or a word. */
static bool next_word(const struct case_rules *rules, struct regex_walk *walk, const char **at,
                      const char *end, struct case_span *out)
{
    if (!rules->terms || !rules->terms->any)
        return next_plain_word(at, end, out);
    if (regex_next(walk) != REGEX_MATCH)
        return false;
    const struct regex_span *found = &walk->groups[0];
    *out = (struct case_span){ walk->text + found->start, found->end - found->start };
    return true;
}

/* Whether a capital is right after the word; a number with a stop in front is a list's. */
static bool is_indicator(const struct case_rules *rules, struct case_span word, size_t index)
{
    for (size_t i = 0; i < rules->indicator_count; i++) {
        size_t bytes = strlen(rules->indicators[i]);
        if (word.bytes >= bytes &&
            !memcmp(word.at + word.bytes - bytes, rules->indicators[i], bytes))
            return true;
    }
    for (size_t i = 1; !index && i < word.bytes; i++)
        if (word.at[i] == '.' && word.at[i - 1] >= '0' && word.at[i - 1] <= '9')
            return true;
    return false;
}

const char *sentence_case(struct arena *arena, const struct case_rules *rules, const char *text,
                          size_t bytes)
{
    struct text_buffer out = text_buffer_in(arena, 4 * bytes + 1);
    struct case_span rest = { text, bytes };
    case_put_prefix(&out, rules, &rest);
    struct regex_walk walk = { 0 };
    if (rules->terms && rules->terms->any)
        walk = regex_walk(rules->terms->any, &rules->terms->scratch, rest.at, rest.bytes);
    const char *at = rest.at;
    struct case_span word;
    struct case_span before = { 0 };
    for (size_t i = 0; next_word(rules, &walk, &at, rest.at + rest.bytes, &word); i++) {
        if (i)
            text_putc(&out, ' ');
        struct case_span known = case_terms_find(rules->terms, word);
        if (known.at)
            text_append(&out, known.at, known.bytes);
        else if (!i || is_indicator(rules, before, i - 1))
            case_put_title(&out, word, true);
        else
            case_put_lower(&out, word);
        before = word;
    }
    return text_end(&out);
}

const char *simple_case(struct arena *arena, const char *text, size_t bytes)
{
    struct text_buffer out = text_buffer_in(arena, 4 * bytes + 1);
    const char *end = text + bytes;
    bool has_gap = false;
    uint32_t before = ' ';
    for (const char *at = text; at < end;) {
        bool is_early = at - text < 2;
        uint32_t c = utf8_next(&at, end);
        bool is_kept = unicode_is_bare_letter(c) || unicode_is_number(c);
        has_gap |= !is_kept || (!is_early && unicode_is_lower(before) && unicode_is_upper(c));
        before = c;
        if (!is_kept)
            continue;
        if (has_gap && out.bytes)
            text_putc(&out, ' ');
        has_gap = false;
        char lower[4];
        text_append(&out, lower, utf8_put(lower, unicode_lower(c)));
    }
    return text_end(&out);
}
