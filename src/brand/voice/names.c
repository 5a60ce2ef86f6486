/* Lists of names. */
#include "brand/voice/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

void voice_names_add(struct names *names, struct arena *arena, const char *text, struct span where)
{
    size_t count = names->count;
    if ((count & (count - 1)) == 0) { /* full, at each power of two */
        struct name *items = arena_alloc_array(arena, count ? 2 * count : 1, sizeof *items);
        if (count > 0)
            memcpy(items, names->items, count * sizeof *items);
        names->items = items;
    }
    names->items[names->count++] = (struct name){ .text = text, .where = where };
}

void voice_names_read(struct names *names, struct arena *arena, const char *text, size_t bytes)
{
    struct span where = { .line = 1 };
    for (const char *at = text; at < text + bytes;) {
        size_t line = strcspn(at, "\r\n");
        const char *start = at;
        size_t length = line;
        while (length > 0 && (*start == ' ' || *start == '\t')) {
            start++;
            length--;
        }
        while (length > 0 && (start[length - 1] == ' ' || start[length - 1] == '\t'))
            length--;
        if (length > 0 && !(start[0] == '#' && (length == 1 || start[1] == ' ')))
            voice_names_add(names, arena, arena_strndup(arena, start, length), where);
        where.line += at[line] != '\r' || at[line + 1] != '\n';
        at += line + 1;
    }
}

struct sized {
    struct name name;
    size_t bytes, at;
};

static int compare_sized(const void *a, const void *b)
{
    const struct sized *one = a;
    const struct sized *other = b;
    if (one->bytes != other->bytes)
        return one->bytes > other->bytes ? -1 : 1;
    return one->at < other->at ? -1 : 1;
}

void voice_names_sort(struct names *names, struct arena *arena)
{
    struct sized *items = arena_alloc_array(arena, names->count, sizeof *items);
    for (size_t i = 0; i < names->count; i++)
        items[i] = (struct sized){ names->items[i], strlen(names->items[i].text), i };
    if (names->count > 1)
        qsort(items, names->count, sizeof *items, compare_sized);
    for (size_t i = 0; i < names->count; i++)
        names->items[i] = items[i].name;
}
