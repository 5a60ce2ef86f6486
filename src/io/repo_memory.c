/* An allocator for libgit2 that ends the program where there is no memory left. */
#include "io/repo_memory.h"

#include <assert.h>
#include <git2.h>
#include <git2/sys/alloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "io/repo_guard.h"

#include "late/git2.h"

/* All of libgit2 1.5's; a later one asks for three of them. */
struct nine {
    void *(*take)(size_t bytes, const char *file, int line);
    void *(*take_zeroed)(size_t count, size_t bytes, const char *file, int line);
    char *(*copy)(const char *text, const char *file, int line);
    char *(*copy_most)(const char *text, size_t most, const char *file, int line);
    char *(*copy_all)(const char *text, size_t bytes, const char *file, int line);
    void *(*grow)(void *old, size_t bytes, const char *file, int line);
    void *(*grow_array)(void *old, size_t count, size_t bytes, const char *file, int line);
    void *(*take_array)(size_t count, size_t bytes, const char *file, int line);
    void (*give_back)(void *memory);
};

struct three {
    void *(*take)(size_t bytes, const char *file, int line);
    void *(*grow)(void *old, size_t bytes, const char *file, int line);
    void (*give_back)(void *memory);
};

_Static_assert(sizeof(git_allocator) == sizeof(struct nine) ||
                   sizeof(git_allocator) == sizeof(struct three),
               "libgit2 asks for an allocator that we don't know");

/* Nothing was asked for where a size is 0. */
static void *must(void *memory, size_t bytes)
{
    if (!memory && bytes)
        out_of_memory();
    repo_guard_tick();
    return memory;
}

static size_t product(size_t count, size_t bytes)
{
    size_t whole;
    if (__builtin_mul_overflow(count, bytes, &whole))
        out_of_memory();
    return whole;
}

static void *take(size_t bytes, const char *file, int line)
{
    (void)file, (void)line;
    return must(malloc(bytes), bytes);
}

static void *take_zeroed(size_t count, size_t bytes, const char *file, int line)
{
    (void)file, (void)line;
    return must(calloc(count, bytes), product(count, bytes));
}

static void *grow(void *old, size_t bytes, const char *file, int line)
{
    (void)file, (void)line;
    return must(realloc(old, bytes), bytes);
}

static void *take_array(size_t count, size_t bytes, const char *file, int line)
{
    return take(product(count, bytes), file, line);
}

static void *grow_array(void *old, size_t count, size_t bytes, const char *file, int line)
{
    return grow(old, product(count, bytes), file, line);
}

static char *copy_all(const char *text, size_t bytes, const char *file, int line)
{
    char *copy = take(bytes + 1, file, line);
    assert(copy); /* the end was asked for, too */
    memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    return copy;
}

static char *copy(const char *text, const char *file, int line)
{
    return copy_all(text, strlen(text), file, line);
}

static char *copy_most(const char *text, size_t most, const char *file, int line)
{
    return copy_all(text, strnlen(text, most), file, line);
}

void repo_memory_set_up(void)
{
    union {
        git_allocator whole;
        struct nine nine;
        struct three three;
    } memory;
    if (sizeof memory.whole == sizeof memory.nine)
        memory.nine = (struct nine){ take, take_zeroed, copy,       copy_most, copy_all,
                                     grow, grow_array,  take_array, free };
    else
        memory.three = (struct three){ take, grow, free };
    git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &memory.whole);
}
