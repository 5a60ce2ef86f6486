/* Lists of names. */
#include "brand/voice/names.h"

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

bool voice_names_have(const struct names *names, const char *text)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i].text, text) == 0)
            return true;
    return false;
}
