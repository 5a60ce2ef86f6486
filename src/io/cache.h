/* A cache: answers by name, in a file that lies open for reading and is replaced whole; beside it,
 * in PATH.changes, what has changed since, as long as that is little.
 *
 *     struct cache *cache = cache_open(path, key);
 *     struct cache_item item;
 *     if (cache_find(cache, "content/posts/x.md", &place, &item)) ...
 *     cache_write(cache, items, count, CACHE_CHANGES, &err);
 *     cache_close(&cache);
 *
 * It is never needed: a file that is not there, was made under another key, was cut short or
 * damaged holds nothing. What one run finds in it may be of several runs before: an item says by
 * itself whether it still holds. It keeps no promise beyond that, so what is taken out is bounded,
 * and true only as far as whoever can write the file is trusted. */
#ifndef PREGON_IO_CACHE_H
#define PREGON_IO_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/digest.h"
#include "lib/pack.h"

struct arena;
struct cache;
struct err;

struct cache_item {
    const char *name;
    const void *bytes;
    size_t count;
};

/* The file for the answers of one kind, such as "check", about what stands in `folder`, in the
 * person's cache folder; NULL where they have none, or CI is set: a job that begins from nothing
 * would keep one in vain. */
const char *cache_default_path(struct arena *arena, const char *kind, const char *folder);

/* Never NULL; what it gives lives until it is closed. */
struct cache *cache_open(const char *path, struct digest key) __attribute__((returns_nonnull));
void cache_close(struct cache **cache);

/* How many items were written the last time. */
size_t cache_count(const struct cache *cache);
/* False where there is none, or it is damaged. `*place` is where to look first, and then the place
 * behind the one found: whoever asks in the order of the names is answered at once. */
bool cache_find(const struct cache *cache, const char *name, size_t *place,
                struct cache_item *item);

enum cache_extent { CACHE_CHANGES, CACHE_WHOLE /* one file, for who carries it elsewhere */ };

/* `items` in byte order of their names: all that is to be kept; what is the same is given as it was
 * found. The cache itself goes on as it is. ERR_SYSTEM. */
int cache_write(const struct cache *cache, const struct cache_item *items, size_t count,
                enum cache_extent extent, struct err *err) __attribute__((warn_unused_result));
/* The same beside what the caller goes on with, until cache_close() at the latest: that long the
 * items' names and bytes must live. Nobody is told where it fails. Once a cache; not where a child
 * process is made meanwhile. */
void cache_write_beside(struct cache *cache, const struct cache_item *items, size_t count);

#endif
