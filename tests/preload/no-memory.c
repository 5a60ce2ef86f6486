/* Memory that runs out (LD_PRELOAD): the NO_MEMORY-th allocation of the process fails, of whichever
 * library; with NO_MEMORY_FROM it and all that follow. A child goes on counting where its parent
 * was. With COUNT_MEMORY set, standard
 * error gets the number of allocations when a process ends. */
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* The C library's own, under the names that it has for this. */
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *old, size_t bytes);
void *__libc_memalign(size_t alignment, size_t bytes);

static long made, failing, from;

/* Before the program's own first line; what the loader takes before it is not counted. */
__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("NO_MEMORY");
    const char *later = getenv("NO_MEMORY_FROM");
    made = 0;
    failing = at ? strtol(at, NULL, 10) : -1;
    from = later ? strtol(later, NULL, 10) : -1;
}

__attribute__((destructor)) static void end(void)
{
    long count = made;
    if (getenv("COUNT_MEMORY"))
        fprintf(stderr, "allocations: %ld\n", count);
}

static bool fails(void)
{
    long number = __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
    if (number != failing && (from <= 0 || number < from))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t bytes) { return fails() ? NULL : __libc_malloc(bytes); }

void *calloc(size_t count, size_t bytes) { return fails() ? NULL : __libc_calloc(count, bytes); }

void *realloc(void *old, size_t bytes) { return fails() ? NULL : __libc_realloc(old, bytes); }

void *reallocarray(void *old, size_t count, size_t bytes)
{
    size_t total;
    if (__builtin_mul_overflow(count, bytes, &total) || fails()) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_realloc(old, total);
}

void *memalign(size_t alignment, size_t bytes)
{
    return fails() ? NULL : __libc_memalign(alignment, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) { return memalign(alignment, bytes); }

int posix_memalign(void **out, size_t alignment, size_t bytes)
{
    void *made_now = memalign(alignment, bytes);
    if (!made_now)
        return ENOMEM;
    *out = made_now;
    return 0;
}
