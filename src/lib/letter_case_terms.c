/* The vocabulary of letter case, and the ways to write a word. */
#include "lib/letter_case_terms.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/fold.h"
#include "lib/unicode.h"

struct case_term {
    struct case_span text;
    struct regex *regex; /* NULL where it is none */
    size_t order;
};

/* A word of a sentence, where no term matches. */
static const char any_word[] = "[\\p{N}\\p{L}*]+[^\\s]*";

static int by_length(const void *a, const void *b)
{
    const struct case_term *one = a;
    const struct case_term *two = b;
    if (one->text.bytes != two->text.bytes)
        return one->text.bytes > two->text.bytes ? -1 : 1;
    return one->order < two->order ? -1 : 1;
}

static struct regex *compiled(struct arena *arena, const char *pattern)
{
    struct err err = { 0 };
    struct regex *regex = NULL;
    size_t at;
    return regex_compile(&regex, arena, pattern, strlen(pattern), &at, &err) ? NULL : regex;
}

void case_terms_build(struct case_terms *out, struct arena *arena, const char *const *terms,
                      size_t count)
{
    *out = (struct case_terms){ .count = count };
    if (!count)
        return;
    size_t bytes = sizeof any_word + 32;
    out->terms = arena_alloc_array(arena, count, sizeof *out->terms);
    for (size_t i = 0; i < count; i++) {
        struct case_span text = { terms[i], strlen(terms[i]) };
        out->terms[i] = (struct case_term){ text, compiled(arena, terms[i]), i };
        bytes += text.bytes + 1;
    }
    qsort(out->terms, count, sizeof *out->terms, by_length);
    struct text_buffer pattern = text_buffer_in(arena, bytes);
    text_puts(&pattern, "(?i)\\b(?:");
    for (size_t i = 0; i < count; i++)
        text_printf(&pattern, "%s%s", i ? "|" : "", out->terms[i].text.at);
    text_printf(&pattern, ")\\b|%s", any_word);
    out->any = compiled(arena, text_end(&pattern));
}

void case_terms_close(struct case_terms *terms)
{
    for (size_t i = 0; i < terms->count; i++)
        regex_close(&terms->terms[i].regex);
    regex_close(&terms->any);
    regex_scratch_close(&terms->scratch);
}

static bool is_equal_folded(struct case_span a, struct case_span b)
{
    const char *end_a = a.at + a.bytes;
    const char *end_b = b.at + b.bytes;
    while (a.at < end_a && b.at < end_b)
        if (unicode_lower(utf8_next(&a.at, end_a)) != unicode_lower(utf8_next(&b.at, end_b)))
            return false;
    return a.at == end_a && b.at == end_b;
}

enum { SHORT_WORD_BYTES = 64 };

/* The word folded, to look for gates in; false where that can't be told so. */
static bool fold_word(char *out, struct case_span word)
{
    if (word.bytes >= SHORT_WORD_BYTES || fold_in_place(out, word.at, word.bytes))
        return false;
    out[word.bytes] = '\0';
    return true;
}

static bool opens_gate(const struct regex *regex, const char *folded)
{
    struct regex_literals gate = regex_gate(regex);
    for (size_t i = 0; i < gate.count; i++)
        if (strstr(folded, gate.items[i]))
            return true;
    return gate.count == 0;
}

struct case_span case_terms_find(struct case_terms *terms, struct case_span word)
{
    char folded[SHORT_WORD_BYTES];
    bool is_folded = terms && fold_word(folded, word);
    for (size_t i = 0; terms && i < terms->count; i++) {
        const struct case_term *term = &terms->terms[i];
        if (is_equal_folded(term->text, word))
            return term->text;
        if (term->regex && (!is_folded || opens_gate(term->regex, folded)) &&
            regex_find(term->regex, &terms->scratch, word.at, word.bytes, 0, NULL) == REGEX_MATCH)
            return word;
    }
    return (struct case_span){ 0 };
}

static void put_codepoint(struct text_buffer *out, uint32_t codepoint)
{
    char bytes[4];
    text_append(out, bytes, utf8_put(bytes, codepoint));
}

void case_put_lower(struct text_buffer *out, struct case_span word)
{
    const char *end = word.at + word.bytes;
    while (word.at < end)
        put_codepoint(out, unicode_lower(utf8_next(&word.at, end)));
}

void case_put_title(struct text_buffer *out, struct case_span word, bool lowers_others)
{
    const char *end = word.at + word.bytes;
    if (!word.bytes)
        return;
    put_codepoint(out, unicode_title(utf8_next(&word.at, end)));
    word.bytes = (size_t)(end - word.at);
    if (lowers_others)
        case_put_lower(out, word);
    else
        text_append(out, word.at, word.bytes);
}

void case_put_prefix(struct text_buffer *out, const struct case_rules *rules,
                     struct case_span *text)
{
    const struct regex_span *found;
    if (!rules->prefix || regex_find(rules->prefix, &rules->terms->scratch, text->at, text->bytes,
                                     0, &found) != REGEX_MATCH)
        return;
    text_append(out, text->at + found->start, found->end - found->start);
    /* One within the text stands in front too, and is not cut off: Vale's way. */
    if (found->start)
        return;
    text->at += found->end;
    text->bytes -= found->end;
}
