/* Spans by their comments. */
#include "check/voice_spans.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/markdown_place.h"
#include "model/finding.h"
#include "model/post.h"

enum { MOST_LETTERS = 35 /* of a language's tag, RFC 5646 4.4.1 */ };

/* What stands in a comment, without the blanks at its ends. */
struct words {
    const char *at;
    size_t bytes;
};

static struct words trimmed(const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at))
        at++;
    while (end > at && isspace((unsigned char)end[-1]))
        end--;
    return (struct words){ at, (size_t)(end - at) };
}

static bool begins(const struct words *words, const char *with)
{
    return words->bytes >= strlen(with) && memcmp(words->at, with, strlen(with)) == 0;
}

static bool is_end(const struct words *words)
{
    return begins(words, "/lang") && words->bytes == strlen("/lang");
}

/* The language that `lang: en` names; NULL where it is none. */
static const char *language_of(struct arena *arena, const struct words *words)
{
    const char *end = words->at + words->bytes;
    struct words name = trimmed(words->at + strlen("lang"), end);
    if (!name.bytes || *name.at != ':')
        return NULL;
    name = trimmed(name.at + 1, end);
    if (name.bytes < 2 || name.bytes > MOST_LETTERS)
        return NULL;
    for (size_t i = 0; i < name.bytes; i++)
        if (!isalnum((unsigned char)name.at[i]) && (i < 2 || name.at[i] != '-'))
            return NULL;
    return arena_strndup(arena, name.at, name.bytes);
}

/* `lang` as a word of its own: other comments are nobody's matter. */
static bool is_about_language(const struct words *words)
{
    static const char *const starts[] = { "lang", "/lang" };
    for (size_t i = 0; i < 2; i++) {
        size_t bytes = strlen(starts[i]);
        if (begins(words, starts[i]) && (words->bytes == bytes || strchr(" :=", words->at[bytes])))
            return true;
    }
    return false;
}

static void add(struct voice_spans *spans, struct arena *arena, size_t start, const char *language)
{
    spans->items =
        list_grow(arena, spans->items, spans->count, &spans->capacity, sizeof *spans->items);
    spans->items[spans->count++] =
        (struct voice_span){ .start_byte = start, .end_byte = SIZE_MAX, .language = language };
}

static void close_last(struct voice_spans *spans, size_t end)
{
    if (spans->count && spans->items[spans->count - 1].end_byte == SIZE_MAX)
        spans->items[spans->count - 1].end_byte = end;
}

static void complain(struct findings *findings, struct arena *arena, const struct source *source,
                     const char *at)
{
    if (!findings)
        return;
    struct places places = places_of(arena, source->text, source->bytes, 1);
    size_t start = (size_t)(at - source->text);
    findings_report(findings, SEVERITY_WARNING, "markdown", source->path,
                    places_span(&places, start, start + strlen("<!--")), "%s",
                    _("words in another language stand between `<!-- lang: en -->` and "
                      "`<!-- /lang -->`"));
}

struct voice_spans voice_spans_find(struct arena *arena, const struct source *source,
                                    struct findings *findings)
{
    struct voice_spans spans = { 0 };
    const char *end = source->text + source->bytes;
    const char *at = source->text;
    while ((at = memmem(at, (size_t)(end - at), "<!--", 4)) != NULL) {
        const char *start = at;
        const char *close = memmem(at + 4, (size_t)(end - at - 4), "-->", 3);
        if (!close)
            break;
        struct words words = trimmed(at + 4, close);
        at = close + 3;
        if (!is_about_language(&words))
            continue;
        const char *language = is_end(&words) ? NULL : language_of(arena, &words);
        if (!language && !is_end(&words)) {
            complain(findings, arena, source, start);
            continue;
        }
        close_last(&spans, (size_t)(start - source->text));
        if (language)
            add(&spans, arena, (size_t)(at - source->text), language);
    }
    return spans;
}

const char *voice_spans_at(const struct voice_spans *spans, size_t byte, const char *otherwise)
{
    for (size_t i = 0; i < spans->count; i++)
        if (byte >= spans->items[i].start_byte && byte < spans->items[i].end_byte)
            return spans->items[i].language;
    return otherwise;
}
