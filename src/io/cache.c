/* The file: a head, the places of the items, the items. All numbers as this machine writes them. */
#include "io/cache.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/environment.h"
#include "io/files.h"

struct head {
    char magic[8];
    struct digest key;
    uint64_t count;
    uint64_t bytes; /* of the whole file */
};

static const char magic[8] = "pregon\n\1";

/* Before each item; its name with a terminator and its bytes follow. */
struct item_head {
    uint64_t sum; /* of what follows */
    uint32_t name_bytes, count;
};

struct cache {
    void *map; /* NULL: empty */
    size_t bytes, count;
    const uint64_t *places;
};

const char *cache_default_path(struct arena *arena, const char *kind, const char *folder)
{
    const char *caches = environment_get(SETTING_CACHE_HOME);
    const char *home = environment_get(SETTING_HOME);
    if (environment_get(SETTING_CI))
        return NULL;
    if (!caches || *caches != '/') { /* XDG: a relative one counts as none */
        if (!home || *home != '/')
            return NULL;
#ifdef __APPLE__
        caches = arena_printf(arena, "%s/Library/Caches", home);
#else
        caches = arena_printf(arena, "%s/.cache", home);
#endif
    }
    struct digest digest = digest_of(folder, strlen(folder));
    return arena_printf(arena, "%s/pregon/%s-%016llx", caches, kind,
                        (unsigned long long)digest.low);
}

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* Maps the file, read in one go: page by page it would take many times as long. */
static void map_file(struct cache *cache, const char *path)
{
    struct stat facts;
    CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode) ||
        (uint64_t)facts.st_size < sizeof(struct head))
        return;
    int flags = MAP_PRIVATE;
#ifdef MAP_POPULATE
    flags |= MAP_POPULATE;
#endif
    void *map = mmap(NULL, (size_t)facts.st_size, PROT_READ, flags, fd, 0);
    if (map == MAP_FAILED)
        return;
    cache->map = map;
    cache->bytes = (size_t)facts.st_size;
}

struct cache *cache_open(const char *path, struct digest key)
{
    struct cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        out_of_memory();
    map_file(cache, path);
    const struct head *head = cache->map;
    if (!head || memcmp(head->magic, magic, sizeof magic) != 0 || !digest_equal(head->key, key) ||
        head->bytes != cache->bytes ||
        head->count > (cache->bytes - sizeof *head) / sizeof *cache->places)
        return cache;
    cache->count = (size_t)head->count;
    cache->places = (const uint64_t *)(head + 1);
    return cache;
}

void cache_close(struct cache **cache)
{
    if (*cache && (*cache)->map)
        munmap((*cache)->map, (*cache)->bytes);
    free(*cache);
    *cache = NULL;
}

size_t cache_count(const struct cache *cache) { return cache->count; }

/* The name of the item at `place`, and where what is behind its head begins; NULL where the file is
 * no longer what it was. */
static const char *name_at(const struct cache *cache, size_t place, struct item_head *head)
{
    uint64_t start = cache->places[place];
    if (start > cache->bytes || cache->bytes - start < sizeof *head)
        return NULL;
    const char *at = (const char *)cache->map + start;
    memcpy(head, at, sizeof *head);
    size_t left = cache->bytes - (size_t)start - sizeof *head;
    if (!head->name_bytes || (uint64_t)head->name_bytes + head->count > left ||
        at[sizeof *head + head->name_bytes - 1])
        return NULL;
    return at + sizeof *head;
}

static bool take(const struct cache *cache, size_t place, struct cache_item *item)
{
    struct item_head head;
    const char *name = name_at(cache, place, &head);
    if (!name || digest_of(name, (size_t)head.name_bytes + head.count).low != head.sum)
        return false;
    *item = (struct cache_item){ name, name + head.name_bytes, head.count };
    return true;
}

bool cache_at(const struct cache *cache, size_t place, struct cache_item *item)
{
    return place < cache->count && take(cache, place, item);
}

static int compare_at(const struct cache *cache, size_t place, const char *name)
{
    struct item_head head;
    const char *there = name_at(cache, place, &head);
    return there ? strcmp(there, name) : -1;
}

bool cache_find(const struct cache *cache, const char *name, size_t *place, struct cache_item *item)
{
    if (*place >= cache->count || compare_at(cache, *place, name) != 0) {
        size_t low = 0;
        size_t high = cache->count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (compare_at(cache, middle, name) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        *place = low;
    }
    size_t found = (*place)++;
    return cache_at(cache, found, item) && strcmp(item->name, name) == 0;
}

/* --- writing --- */

int cache_write(const char *path, struct digest key, const struct cache_item *items, size_t count,
                struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    size_t bytes = sizeof(struct head) + count * sizeof(uint64_t);
    for (size_t i = 0; i < count; i++)
        bytes += sizeof(struct item_head) + strlen(items[i].name) + 1 + items[i].count;
    char *out = arena_alloc(&scratch, bytes);
    struct head head = { .key = key, .count = count, .bytes = bytes };
    memcpy(head.magic, magic, sizeof magic);
    memcpy(out, &head, sizeof head);
    uint64_t at = sizeof head + count * sizeof at;
    for (size_t i = 0; i < count; i++) {
        memcpy(out + sizeof head + i * sizeof at, &at, sizeof at);
        struct item_head item = { .name_bytes = (uint32_t)strlen(items[i].name) + 1,
                                  .count = (uint32_t)items[i].count };
        char *place = out + at + sizeof item;
        memcpy(place, items[i].name, item.name_bytes);
        memcpy(place + item.name_bytes, items[i].bytes, item.count);
        item.sum = digest_of(place, (size_t)item.name_bytes + item.count).low;
        memcpy(out + at, &item, sizeof item);
        at += sizeof item + item.name_bytes + item.count;
    }
    const char *slash = strrchr(path, '/');
    if (slash && slash > path &&
        files_make_folders(arena_strndup(&scratch, path, (size_t)(slash - path)), err) != 0)
        return -1;
    return files_write(path, out, bytes, err);
}
