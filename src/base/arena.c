/* Arena: blocks in a list, a bump pointer in the first. */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/pages.h"

#if defined(__SANITIZE_ADDRESS__)
#define ONE_BLOCK_EACH 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_BLOCK_EACH 1
#endif
#endif
#ifndef ONE_BLOCK_EACH
#define ONE_BLOCK_EACH 0
#endif

enum {
    BLOCK_BYTES = 32 * 1024, /* the first; each further one is twice as large */
    MOST_BYTES = 1024 * 1024,
    LARGE_BYTES = BLOCK_BYTES / 4, /* what is larger gets a block of its own */
    ALIGN_BYTES = 16
};

struct arena_block {
    struct arena_block *next;
    size_t capacity_bytes;
    _Alignas(ALIGN_BYTES) unsigned char memory[];
};

/* Straight to the end, from wherever we are, a library's allocator or a thread: what a run had
 * begun is found out by the next, as if it had been killed. */
void out_of_memory(void)
{
    static const char words[] = "pregon: out of memory: free some, and run it again\n";
    ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
    (void)written;
    _exit(err_exit_status(ERR_SYSTEM));
}

/* Large ones come as zeroes from the system, a page at its first use: room that nobody fills costs
 * nothing. Small ones are used again and again, and zeroed by the piece. */
static struct arena_block *block_new(size_t capacity_bytes, bool is_zero)
{
    size_t total;
    if (__builtin_add_overflow(capacity_bytes, sizeof(struct arena_block), &total))
        out_of_memory();
    struct arena_block *block = is_zero ? calloc(1, total) : malloc(total);
    if (!block)
        out_of_memory();
    block->next = NULL;
    block->capacity_bytes = capacity_bytes;
    return block;
}

static void *alloc_in_block_of_its_own(struct arena *arena, size_t bytes, bool is_zero)
{
    struct arena_block *block = block_new(bytes, is_zero);
    /* Behind the first block, which may have room left. */
    if (arena->blocks && !ONE_BLOCK_EACH) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
        arena->used_bytes = bytes;
    }
    return block->memory;
}

/* A block for many. What needed one more is likely to fill it. */
static struct arena_block *next_block(const struct arena *arena)
{
    size_t bytes = arena->blocks ? arena->blocks->capacity_bytes * 2 : BLOCK_BYTES;
    bytes = bytes < BLOCK_BYTES ? BLOCK_BYTES : bytes > MOST_BYTES ? MOST_BYTES : bytes;
    struct arena_block *block = block_new(bytes, false);
    if (bytes > BLOCK_BYTES)
        pages_take(block, bytes);
    return block;
}

/* Memory that is zeroed where it is large alone, if it shall be. */
static void *take(struct arena *arena, size_t bytes, bool is_zero)
{
    if (ONE_BLOCK_EACH || bytes > LARGE_BYTES)
        return alloc_in_block_of_its_own(arena, bytes, is_zero);
    size_t rounded = (bytes + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1);
    if (!arena->blocks || arena->blocks->capacity_bytes - arena->used_bytes < rounded ||
        arena->blocks->capacity_bytes < arena->used_bytes) {
        struct arena_block *block = next_block(arena);
        block->next = arena->blocks;
        arena->blocks = block;
        arena->used_bytes = 0;
    }
    void *memory = arena->blocks->memory + arena->used_bytes;
    arena->used_bytes += rounded;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    void *memory = take(arena, bytes, true);
    if (!ONE_BLOCK_EACH && bytes <= LARGE_BYTES)
        memset(memory, 0, bytes);
    return memory;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t item_bytes)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, item_bytes, &bytes))
        out_of_memory();
    return arena_alloc(arena, bytes);
}

/* A block of its own grows where it is or moves, and leaves no copy behind: lists and texts of a
 * hundred thousand posts would be there twice. */
static void *grow_block(struct arena *arena, struct arena_block **link, size_t bytes)
{
    size_t total;
    if (__builtin_add_overflow(bytes, sizeof(struct arena_block), &total))
        out_of_memory();
    struct arena_block *block = realloc(*link, total);
    if (!block)
        out_of_memory();
    /* Lists grow by doubling: most of what is new will be filled. */
    if (bytes > block->capacity_bytes)
        pages_take(block->memory + block->capacity_bytes, bytes - block->capacity_bytes);
    block->capacity_bytes = bytes;
    *link = block;
    if (arena->blocks == block)
        arena->used_bytes = bytes;
    return block->memory;
}

/* Whether the object was the last, and there is room behind it for what it grows by. */
static bool grow_last(struct arena *arena, const void *memory, size_t old_bytes, size_t bytes)
{
    size_t old = (old_bytes + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1);
    size_t new = (bytes + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1);
    const struct arena_block *block = arena->blocks;
    if (ONE_BLOCK_EACH || !memory || bytes > LARGE_BYTES || bytes < old_bytes ||
        arena->used_bytes < old || block->memory + arena->used_bytes - old != memory ||
        block->capacity_bytes < arena->used_bytes - old + new)
        return false;
    arena->used_bytes += new - old;
    return true;
}

void *arena_grow(struct arena *arena, void *memory, size_t old_bytes, size_t bytes)
{
    if (grow_last(arena, memory, old_bytes, bytes))
        return memory;
    if (memory && old_bytes > LARGE_BYTES) {
        for (struct arena_block **link = &arena->blocks; *link; link = &(*link)->next)
            if ((*link)->memory == memory)
                return grow_block(arena, link, bytes);
    }
    void *grown = take(arena, bytes, false);
    if (memory)
        memcpy(grown, memory, old_bytes);
    return grown;
}

void *arena_copy(struct arena *arena, const void *from, size_t bytes)
{
    void *copy = take(arena, bytes, false);
    if (bytes)
        memcpy(copy, from, bytes);
    return copy;
}

char *arena_strndup(struct arena *arena, const char *text, size_t bytes)
{
    char *copy = take(arena, bytes + 1, false);
    if (bytes)
        memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_join(struct arena *arena, const char *first, const char *second)
{
    size_t first_bytes = strlen(first), second_bytes = strlen(second);
    char *joined = take(arena, first_bytes + second_bytes + 1, false);
    memcpy(joined, first, first_bytes);
    memcpy(joined + first_bytes, second, second_bytes + 1);
    return joined;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char most[256]; /* nearly all are shorter, and formatted once */
    va_list again;
    va_copy(again, args);
    int bytes = vsnprintf(most, sizeof most, format, args);
    if (bytes < 0)
        out_of_memory();
    char *text = take(arena, (size_t)bytes + 1, false);
    if ((size_t)bytes < sizeof most)
        memcpy(text, most, (size_t)bytes + 1);
    else
        vsnprintf(text, (size_t)bytes + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

static void blocks_free(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_reset(struct arena *arena)
{
    if (ONE_BLOCK_EACH || !arena->blocks || arena->blocks->capacity_bytes > MOST_BYTES) {
        arena_release(arena);
        return;
    }
    blocks_free(arena->blocks->next);
    arena->blocks->next = NULL;
    arena->used_bytes = 0;
}

void arena_adopt(struct arena *arena, struct arena *from)
{
    struct arena_block **last = &from->blocks;
    while (*last)
        last = &(*last)->next;
    if (!arena->blocks) {
        *arena = *from;
    } else { /* behind the first, which has room left */
        *last = arena->blocks->next;
        arena->blocks->next = from->blocks;
    }
    *from = (struct arena){ 0 };
}

void arena_release(struct arena *arena)
{
    blocks_free(arena->blocks);
    *arena = (struct arena){ 0 };
}
