/* Actions: replace, remove, convert, edit; `suggest` is the speller's. */
#include "brand/voice/action.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/letter_case.h"
#include "lib/unicode.h"

static struct names one(struct arena *arena, const char *text)
{
    struct name *name = arena_alloc(arena, sizeof *name);
    name->text = text;
    return (struct names){ .items = name, .count = 1 };
}

static const char *param(const struct names *params, size_t index)
{
    return index < params->count ? params->items[index].text : "";
}

/* Whether the character is one of `set`. */
static bool is_one_of(const char *at, size_t bytes, const char *set)
{
    return memmem(set, strlen(set), at, bytes) != NULL;
}

static const char *trim_characters(struct arena *arena, const char *text, const char *set,
                                   bool is_left, bool is_right)
{
    const char *end = text + strlen(text);
    while (is_left && text < end) {
        const char *next = text;
        utf8_next(&next, end);
        if (!is_one_of(text, (size_t)(next - text), set))
            break;
        text = next;
    }
    while (is_right && end > text) {
        const char *last = end - 1;
        while (last > text && ((unsigned char)*last & 0xC0) == 0x80)
            last--;
        if (!is_one_of(last, (size_t)(end - last), set))
            break;
        end = last;
    }
    return arena_strndup(arena, text, (size_t)(end - text));
}

static const char *trim_blanks(struct arena *arena, const char *text)
{
    return trim_characters(arena, text, " \t\n\r", true, true);
}

/* The part `index` of the text between separators; NULL where there are fewer. */
static const char *part(struct arena *arena, const char *text, const char *separator, long index)
{
    size_t separator_bytes = strlen(separator);
    for (; index >= 0; index--) {
        const char *end = separator_bytes ? strstr(text, separator) : NULL;
        if (index == 0)
            return end ? arena_strndup(arena, text, (size_t)(end - text)) : text;
        if (!end)
            return NULL;
        text = end + separator_bytes;
    }
    return NULL;
}

static const char *edit(struct arena *arena, const struct names *params, const char *match)
{
    const char *way = param(params, 0);
    const char *set = param(params, 1);
    if (strcmp(way, "trim") == 0)
        match = trim_characters(arena, match, set, true, true);
    else if (strcmp(way, "trim_left") == 0)
        match = trim_characters(arena, match, set, true, false);
    else if (strcmp(way, "trim_right") == 0)
        match = trim_characters(arena, match, set, false, true);
    else if (strcmp(way, "truncate") == 0)
        match = part(arena, match, set, 0);
    else if (strcmp(way, "split") == 0)
        match = part(arena, match, set, strtol(param(params, 2), NULL, 10));
    return match ? trim_blanks(arena, match) : NULL;
}

struct names voice_action_texts(struct arena *arena, const char *action, const struct names *params,
                                const char *match)
{
    if (strcmp(action, "replace") == 0)
        return *params;
    if (strcmp(action, "remove") == 0)
        return one(arena, "");
    if (strcmp(action, "convert") == 0)
        return one(arena, strcmp(param(params, 0), "simple") == 0
                              ? simple_case(arena, match, strlen(match))
                              : match);
    const char *edited = strcmp(action, "edit") == 0 ? edit(arena, params, match) : NULL;
    return edited ? one(arena, edited) : (struct names){ 0 };
}

const char *voice_action_sentence(struct arena *arena, const struct names *texts)
{
    enum { LONGEST = 16 * 1024 };
    struct text_buffer out = text_buffer_in(arena, LONGEST);
    for (size_t i = 0; i < texts->count; i++) {
        bool is_last = i > 0 && i + 1 == texts->count;
        if (i > 0)
            text_puts(&out, texts->count > 2 ? ", " : " ");
        text_printf(&out, "%s'%s'", is_last ? "or " : "", texts->items[i].text);
    }
    return text_end(&out);
}

struct names voice_action_options(struct arena *arena, const char *text)
{
    size_t most = 1;
    for (const char *at = text; *at; at++)
        most += *at == '|';
    struct names options = { .items = arena_alloc_array(arena, most, sizeof *options.items) };
    char *option = arena_alloc(arena, strlen(text) + 1);
    size_t bytes = 0;
    for (const char *at = text;; at++) {
        if (*at == '\\' && at[1] == '|') {
            option[bytes++] = *++at;
        } else if (*at == '|' || !*at) {
            if (bytes > 0)
                options.items[options.count++].text = arena_strndup(arena, option, bytes);
            bytes = 0;
            if (!*at)
                return options;
        } else {
            option[bytes++] = *at;
        }
    }
}
