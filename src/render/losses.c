/* Losses: a list of sentences. */
#include "render/losses.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"

void losses_add(struct losses *losses, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sentence = arena_vprintf(losses->arena, format, args);
    va_end(args);
    for (size_t i = 0; i < losses->count; i++) {
        if (text_equal(losses->items[i], sentence))
            return;
    }
    losses->items = list_grow(losses->arena, losses->items, losses->count, &losses->capacity,
                              sizeof *losses->items);
    losses->items[losses->count++] = sentence;
}
