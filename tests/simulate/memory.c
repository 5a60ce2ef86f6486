/* An allocator that knows whose each block is: the world's, or that of the run that goes on. So a
 * run that is killed gives all of it back, as a process does, and one that ends is seen to have
 * given it back itself. */
#include "world.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { WORLDS = MOST_RUNNERS, OWNERS };

#if defined(__SANITIZE_ADDRESS__) || !defined(__GLIBC__)

struct as_world memory_as_world(void) { return (struct as_world){ false }; }
void memory_as_before(struct as_world *before) { (void)before; }
size_t memory_leave(size_t runner) { return runner * 0; }
void memory_free_all(size_t runner) { (void)runner; }
bool memory_is_counted(void) { return false; }

#else

void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *memory, size_t bytes);
void __libc_free(void *memory);

struct block {
    struct block *next, *before; /* of one owner, in a ring */
    size_t bytes;
    size_t owner;
};

_Static_assert(sizeof(struct block) % 16 == 0, "what follows is aligned for any type");

static struct block rings[OWNERS];
static bool is_world;

static struct block *ring(size_t owner)
{
    if (!rings[owner].next)
        rings[owner].next = rings[owner].before = &rings[owner];
    return &rings[owner];
}

static size_t owner_now(void)
{
    return world.current && !is_world ? (size_t)(world.current - world.runners) : WORLDS;
}

static void *put_in(struct block *block, size_t bytes, size_t owner)
{
    struct block *first = ring(owner);
    *block = (struct block){ first->next, first, bytes, owner };
    first->next->before = block;
    first->next = block;
    return block + 1;
}

static struct block *take_out(void *memory)
{
    struct block *block = (struct block *)memory - 1;
    block->next->before = block->before;
    block->before->next = block->next;
    return block;
}

void *malloc(size_t bytes)
{
    struct block *block = bytes > SIZE_MAX / 2 ? NULL : __libc_malloc(sizeof(struct block) + bytes);
    return block ? put_in(block, bytes, owner_now()) : NULL;
}

void *calloc(size_t count, size_t item_bytes)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, item_bytes, &bytes) || bytes > SIZE_MAX / 2)
        return NULL;
    struct block *block = __libc_calloc(1, sizeof(struct block) + bytes);
    return block ? put_in(block, bytes, owner_now()) : NULL;
}

void *realloc(void *memory, size_t bytes)
{
    if (!memory)
        return malloc(bytes);
    struct block *block = take_out(memory);
    size_t owner = block->owner, before = block->bytes;
    struct block *moved =
        bytes > SIZE_MAX / 2 ? NULL : __libc_realloc(block, sizeof(struct block) + bytes);
    if (!moved)
        (void)put_in(block, before, owner);
    return moved ? put_in(moved, bytes, owner) : NULL;
}

void free(void *memory)
{
    int saved = errno;
    if (memory)
        __libc_free(take_out(memory));
    errno = saved;
}

struct as_world memory_as_world(void)
{
    struct as_world before = { is_world };
    is_world = true;
    return before;
}

void memory_as_before(struct as_world *before) { is_world = before->was_world; }

size_t memory_leave(size_t runner)
{
    size_t bytes = 0;
    struct block *block;
    while ((block = ring(runner)->next) != ring(runner)) {
        size_t block_bytes = block->bytes;
        bytes += block_bytes;
        (void)put_in(take_out(block + 1), block_bytes, WORLDS);
    }
    return bytes;
}

void memory_free_all(size_t runner)
{
    while (ring(runner)->next != ring(runner))
        free(ring(runner)->next + 1);
}

bool memory_is_counted(void) { return true; }

#endif
