/* Disclosure: a paid post says so at once, and one that says so is paid. */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/phrase.h"
#include "check/said.h"
#include "lib/unicode.h"
#include "model/workspace.h"

/* What readers know, where brand.yml names nothing. The first of a language is what to write. */
static const char *const usual_es[] = {
    "#publi",
    "#publicidad",
    "#ad",
    "publicidad",
    "anuncio",
    "patrocinado",
    "patrocinada",
    "contenido patrocinado",
    "colaboración pagada",
    NULL,
};
static const char *const usual_en[] = {
    "#ad", "#sponsored", "#advert", "ad", "advertisement", "sponsored", "paid partnership", NULL,
};

static const char *const *texts_of(struct arena *arena, const struct brand *brand,
                                   const char *language)
{
    size_t count = brand->disclosures.count;
    if (!count)
        return strncmp(language, "es", 2) == 0 ? usual_es : usual_en;
    const char **texts = arena_alloc_array(arena, count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = brand->disclosures.items[i].text;
    return texts;
}

/* The first of the texts in the post's first part: where it ends, in characters. */
static bool find_first(const char *const *texts, const struct said *item, struct arena *scratch,
                       size_t *start, size_t *end)
{
    struct plain plain;
    bool is_found = false;
    plain_make(&plain, scratch, item->text, item->bytes);
    for (; *texts; texts++) {
        size_t from = 0;
        size_t at;
        size_t stop;
        if (!plain_find(&plain, phrase_fold(scratch, *texts), &from, &at, &stop) ||
            (is_found && at >= *start))
            continue;
        is_found = true;
        *start = at;
        *end = stop;
    }
    return is_found;
}

static void check_paid(const struct said_list *said, const struct brand *brand,
                       struct arena *scratch, struct findings *findings)
{
    const struct account_post *post = said->rendering->post;
    const char *const *texts = texts_of(scratch, brand, post->language);
    const struct said *item = said->count && said->items[0].kind == SAID_TEXT ? said->items : NULL;
    size_t within = (size_t)brand->disclosure_within;
    size_t start = 0;
    size_t end = 0;
    if (item && find_first(texts, item, scratch, &start, &end)) {
        size_t last = unicode_codepoints(item->text, end);
        if (!within || last <= within)
            return;
        said_report(findings, SEVERITY_ERROR, "disclosure", said, 0, start, end,
                    _("'%.*s' ends at character %zu, and paid posts must say so within the first "
                      "%zu: put it in front"),
                    (int)(end - start), item->text + start, last, within);
    } else {
        findings_report(findings, SEVERITY_ERROR, "disclosure", post->field_path[POST_SPONSORED],
                        post->fields.where[POST_SPONSORED],
                        _("the post is paid for, and its text does not say so: begin it with '%s'"),
                        texts[0]);
    }
    findings_last(findings)->account = said->rendering->account->id;
}

/* The text that begins at a `#`, where it is one that marks what is paid; 0: none. */
static size_t marks_paid(const char *const *texts, const char *at, const char *end)
{
    for (; *texts; texts++) {
        size_t bytes = strlen(*texts);
        const char *behind = at + bytes;
        if (**texts != '#' || (size_t)(end - at) < bytes || strncasecmp(at, *texts, bytes) != 0)
            continue;
        if (behind == end)
            return bytes;
        uint32_t c = utf8_next(&behind, end);
        if (!unicode_is_letter(c) && !unicode_is_digit(c) && c != '_')
            return bytes;
    }
    return 0;
}

/* Only by hashtags, which mean nothing else. */
static void check_unpaid(const struct said_list *said, const struct brand *brand,
                         struct arena *scratch, struct findings *findings)
{
    const char *const *texts = NULL;
    for (size_t i = 0; i < said->count; i++) {
        const struct said *item = &said->items[i];
        const char *end = item->text + item->bytes;
        const char *at = item->kind == SAID_TEXT ? item->text : end;
        for (; (at = memchr(at, '#', (size_t)(end - at))); at++) {
            if (!texts)
                texts = texts_of(scratch, brand, said->rendering->post->language);
            size_t bytes = marks_paid(texts, at, end);
            size_t start = (size_t)(at - item->text);
            if (!bytes)
                continue;
            said_report(findings, SEVERITY_WARNING, "disclosure", said, i, start, start + bytes,
                        _("'%.*s' marks a paid post, and this one is none: add 'sponsored:' with "
                          "who pays, or take it out"),
                        (int)bytes, at);
            findings_last(findings)->account = said->rendering->account->id;
        }
    }
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    const struct brand *brand = &input->context->workspace->brand;
    for (size_t i = 0; i < input->account_count; i++) {
        const struct said_list *said = &input->said[i];
        if (!said->rendering)
            continue;
        if (said->rendering->post->fields.is_sponsored || said->rendering->post->fields.sponsor)
            check_paid(said, brand, scratch, findings);
        else
            check_unpaid(said, brand, scratch, findings);
    }
}

const struct check check_disclosure = { .run = run };
