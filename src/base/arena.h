/* Arena: memory that is given back all at once.
 *
 * Whoever returns text or structs takes the arena to build them in, so a signature says how long
 * the result lives. Nothing in an arena is freed alone. Running out of memory prints a line and
 * ends with status 4, here and nowhere else, so no caller checks for NULL.
 *
 *     CLEANUP(arena_release) struct arena scratch = { 0 };
 *     char *path = arena_printf(&scratch, "%s/%s", folder, name);
 *
 * Sanitizer builds give each object a block of its own, so that a byte written too far is seen. */
#ifndef PREGON_BASE_ARENA_H
#define PREGON_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* An arena that is all zero is ready for use. */
struct arena {
    struct arena_block *blocks;
    size_t used_bytes; /* in the first block */
};

/* `bytes` of zeroed memory, aligned for any type; never NULL, also for 0. */
void *arena_alloc(struct arena *arena, size_t bytes) __attribute__((malloc, returns_nonnull));

/* `count` items of `item_bytes`; aborts where the product overflows. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t item_bytes)
    __attribute__((malloc, returns_nonnull));

/* `memory` of `old_bytes`, which this arena gave, with room for `bytes`: mostly at another place,
 * so what points into the old one dangles. What is new is not zeroed. `memory` may be NULL. */
void *arena_grow(struct arena *arena, void *memory, size_t old_bytes, size_t bytes)
    __attribute__((returns_nonnull));

/* A copy of `bytes` bytes at `from`, without a terminator of its own. */
void *arena_copy(struct arena *arena, const void *from, size_t bytes)
    __attribute__((returns_nonnull));

/* Copies of text, terminated. */
char *arena_strdup(struct arena *arena, const char *text) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *arena, const char *text, size_t bytes)
    __attribute__((returns_nonnull));

/* One text behind the other: what formatting would take ten times as long for. */
char *arena_join(struct arena *arena, const char *first, const char *second)
    __attribute__((returns_nonnull));

char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0), returns_nonnull));

/* Forgets all objects and keeps one block for the next use: for scratch arenas in loops. */
void arena_reset(struct arena *arena);

/* What `from` holds lives as long as `arena` from now on, and `from` is empty. */
void arena_adopt(struct arena *arena, struct arena *from);

/* Gives everything back; the arena is empty and usable again. */
void arena_release(struct arena *arena);

/* The end of a program that has no memory left; also for allocators of libraries. */
void out_of_memory(void) __attribute__((noreturn));

#endif
