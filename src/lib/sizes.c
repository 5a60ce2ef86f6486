/* Sizes in words. */
#include "lib/sizes.h"

#include <stddef.h>

#include "base/arena.h"
#include "base/message.h"

const char *size_words(struct arena *arena, uint64_t bytes)
{
    enum { MIB = 1024 * 1024, MB = 1000 * 1000 };
    if (bytes % MIB == 0)
        return arena_printf(arena, "%zu MiB", (size_t)(bytes / MIB));
    if (bytes % MB == 0)
        return arena_printf(arena, "%zu MB", (size_t)(bytes / MB));
    return arena_printf(arena, _("%zu bytes"), (size_t)bytes);
}
