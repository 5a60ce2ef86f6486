/* Names: competitors that posts should not bear, and the brand's own, written as they are. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/phrase.h"
#include "check/said.h"
#include "lib/unicode.h"
#include "model/workspace.h"

struct search {
    const struct said_list *said;
    size_t item;
    const struct plain *plain;
    struct arena *scratch;
    struct findings *findings;
};

static void complain(const struct search *search, size_t start, size_t end, const char *name)
{
    said_report(search->findings, SEVERITY_WARNING, "competitor", search->said, search->item, start,
                end, _("'%s' is a competitor in brand/brand.yml: write around the name"), name);
}

static void report_competitor(const struct search *search, const char *phrase, const char *name)
{
    size_t from = 0;
    size_t start;
    size_t end;
    while (plain_find(search->plain, phrase, &from, &start, &end))
        complain(search, start, end, name);
}

/* Both ways, and each place once: `H&M` has but one, and `O'Donut` is `ODonut` in hashtags. */
static void find_competitor(const struct search *search, const char *name)
{
    enum { SHORTEST = 4 }; /* joined, `Ha Ha` is a word of its own */
    const char *phrase = phrase_fold(search->scratch, name);
    const char *joined = phrase_join(search->scratch, name);
    report_competitor(search, phrase, name);
    if (strcmp(phrase, joined) != 0 && strlen(joined) >= SHORTEST)
        report_competitor(search, joined, name);
    size_t from = 0;
    size_t start;
    size_t end;
    const char *text = search->said->items[search->item].text;
    while (plain_find_in_tag(search->plain, text, joined, &from, &start, &end))
        complain(search, start, end, name);
}

/* A hashtag, a handle or an address has its own spelling. */
static bool is_in_handle(const char *text, size_t bytes, size_t start, size_t end)
{
    return (start && strchr("#@/._-", text[start - 1])) ||
           (end < bytes && strchr("/_@", text[end])) ||
           (end + 1 < bytes && text[end] == '.' && text[end + 1] > ' ');
}

/* `el Horno de Ana` within a sentence is Spanish for `El Horno de Ana`. */
static bool begins_with_article(const char *name)
{
    static const char *const articles[] = { "El ", "La ", "Los ", "Las ", "Un ", "Una ", "The " };
    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++) {
        if (text_starts_with(name, articles[i]))
            return true;
    }
    return false;
}

/* How a character of a name is compared: line breaks and no-break spaces are blanks. */
static uint32_t read_name(const char **at, const char *end)
{
    uint32_t c = utf8_next(at, end);
    if (c == 0x2019 || c == 0x2018 || c == 0x02BC)
        return '\'';
    if (!unicode_is_space(c) && c != '\n')
        return c;
    while (*at < end && (**at == ' ' || **at == '\n'))
        (*at)++;
    return ' ';
}

static bool is_same_name(const char *text, size_t bytes, const char *name)
{
    const char *end = text + bytes;
    const char *name_end = name + strlen(name);
    if (begins_with_article(name)) {
        text++;
        name++;
    }
    while (text < end && name < name_end) {
        if (read_name(&text, end) != read_name(&name, name_end))
            return false;
    }
    return text == end && name == name_end;
}

static void find_own(const struct search *search, const char *name)
{
    const struct said *item = &search->said->items[search->item];
    size_t from = 0;
    size_t start;
    size_t end;
    while (plain_find(search->plain, phrase_fold(search->scratch, name), &from, &start, &end)) {
        const char *text = item->text + start;
        if (is_same_name(text, end - start, name) ||
            is_in_handle(item->text, item->bytes, start, end))
            continue;
        said_report(search->findings, SEVERITY_WARNING, "trademark", search->said, search->item,
                    start, end, _("write '%s' as it is: '%s'"),
                    arena_strndup(search->scratch, text, end - start), name);
        struct finding *finding = findings_last(search->findings);
        const char **suggestion = arena_alloc_array(search->findings->arena, 1, sizeof *suggestion);
        *suggestion = name;
        finding->suggestions = suggestion;
        finding->suggestion_count = 1;
    }
}

static void check_said(const struct said_list *said, const struct brand *brand,
                       struct arena *scratch, struct findings *findings)
{
    for (size_t i = 0; i < said->count; i++) {
        struct plain plain;
        plain_make(&plain, scratch, said->items[i].text, said->items[i].bytes);
        struct search search = { said, i, &plain, scratch, findings };
        for (size_t j = 0; j < brand->competitors.count; j++)
            find_competitor(&search, brand->competitors.items[j].text);
        for (size_t j = 0; j < brand->trademarks.count; j++)
            find_own(&search, brand->trademarks.items[j].text);
    }
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    const struct brand *brand = &input->context->workspace->brand;
    if (!brand->competitors.count && !brand->trademarks.count)
        return;
    for (size_t i = 0; i < input->account_count; i++) {
        if (said_is_new(input->said, i))
            check_said(&input->said[i], brand, scratch, findings);
    }
}

const struct check check_brand_names = { .run = run };
