/* A file: a head, the places of the items, the items. All numbers as this machine writes them. */
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
#include "io/threads.h"

struct head {
    char magic[8];
    struct digest key;
    uint64_t count;
    uint64_t total; /* of the items that there are, with those of the other file */
    uint64_t bytes; /* of the whole file */
};

static const char magic[8] = "pregon\n\2";

enum { LEAST_SHARE = 8 /* changes take at most this part of what they change */ };

/* Before each item; its name with a terminator and its bytes follow. */
struct item_head {
    uint64_t sum; /* of what follows */
    uint32_t name_bytes, count;
};

struct part {
    void *map; /* NULL: empty */
    size_t bytes, count, total;
    const uint64_t *places;
};

struct cache {
    char *path;
    struct digest key;
    struct part base, changes;
    struct threads_beside *writing;
    struct cache_item *written; /* what it writes */
    size_t written_count;
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
static void map_file(struct part *part, const char *path)
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
    part->map = map;
    part->bytes = (size_t)facts.st_size;
}

static void open_part(struct part *part, const char *path, struct digest key)
{
    map_file(part, path);
    const struct head *head = part->map;
    if (!head || memcmp(head->magic, magic, sizeof magic) != 0 || !digest_equal(head->key, key) ||
        head->bytes != part->bytes ||
        head->count > (part->bytes - sizeof *head) / sizeof *part->places)
        return;
    part->count = (size_t)head->count;
    part->total = (size_t)head->total;
    part->places = (const uint64_t *)(head + 1);
}

static const char *changes_path(struct arena *arena, const char *path)
{
    return arena_printf(arena, "%s.changes", path);
}

struct cache *cache_open(const char *path, struct digest key)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct cache *cache = calloc(1, sizeof *cache);
    if (!cache || !(cache->path = strdup(path)))
        out_of_memory();
    cache->key = key;
    open_part(&cache->base, path, key);
    if (cache->base.count)
        open_part(&cache->changes, changes_path(&scratch, path), key);
    return cache;
}

static void close_part(struct part *part)
{
    if (part->map)
        munmap(part->map, part->bytes);
}

void cache_close(struct cache **cache)
{
    if (*cache) {
        threads_end(&(*cache)->writing);
        free((*cache)->written);
        close_part(&(*cache)->base);
        close_part(&(*cache)->changes);
        free((*cache)->path);
    }
    free(*cache);
    *cache = NULL;
}

size_t cache_count(const struct cache *cache)
{
    return cache->changes.count ? cache->changes.total : cache->base.total;
}

/* The name of the item at `place`, and where what is behind its head begins; NULL where the file is
 * no longer what it was. */
static const char *name_at(const struct part *part, size_t place, struct item_head *head)
{
    uint64_t start = part->places[place];
    if (start > part->bytes || part->bytes - start < sizeof *head)
        return NULL;
    const char *at = (const char *)part->map + start;
    memcpy(head, at, sizeof *head);
    size_t left = part->bytes - (size_t)start - sizeof *head;
    if (!head->name_bytes || (uint64_t)head->name_bytes + head->count > left ||
        at[sizeof *head + head->name_bytes - 1])
        return NULL;
    return at + sizeof *head;
}

static bool take(const struct part *part, size_t place, const char *wanted, struct cache_item *item)
{
    struct item_head head;
    const char *name = place < part->count ? name_at(part, place, &head) : NULL;
    if (!name || strcmp(name, wanted) != 0 ||
        digest_of(name, (size_t)head.name_bytes + head.count).low != head.sum)
        return false;
    *item = (struct cache_item){ name, name + head.name_bytes, head.count };
    return true;
}

static int compare_at(const struct part *part, size_t place, const char *name)
{
    struct item_head head;
    const char *there = name_at(part, place, &head);
    return there ? strcmp(there, name) : -1;
}

/* The first place whose name is not before `name`. */
static size_t search(const struct part *part, const char *name)
{
    size_t low = 0;
    size_t high = part->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_at(part, middle, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool cache_find(const struct cache *cache, const char *name, size_t *place, struct cache_item *item)
{
    const struct part *base = &cache->base;
    if (*place >= base->count || compare_at(base, *place, name) != 0)
        *place = search(base, name);
    size_t found = (*place)++;
    return take(&cache->changes, search(&cache->changes, name), name, item) ||
           take(base, found, name, item);
}

/* --- writing --- */

static bool stands_in(const struct part *part, const struct cache_item *item)
{
    uintptr_t at = (uintptr_t)item->bytes, start = (uintptr_t)part->map;
    return part->count && at >= start && at < start + part->bytes;
}

static size_t bytes_of(const struct cache_item *item)
{
    return sizeof(struct item_head) + strlen(item->name) + 1 + item->count;
}

static int write_part(const char *path, struct digest key, const struct cache_item *items,
                      size_t count, size_t total, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    size_t bytes = sizeof(struct head) + count * sizeof(uint64_t);
    for (size_t i = 0; i < count; i++)
        bytes += bytes_of(&items[i]);
    char *out = arena_alloc(&scratch, bytes);
    struct head head = { .key = key, .count = count, .total = total, .bytes = bytes };
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

int cache_write(const struct cache *cache, const struct cache_item *items, size_t count,
                enum cache_extent extent, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *changes = changes_path(&scratch, cache->path);
    struct cache_item *changed = arena_alloc_array(&scratch, count, sizeof *changed);
    size_t changed_count = 0, bytes = 0;
    for (size_t i = 0; i < count; i++) {
        if (stands_in(&cache->base, &items[i]))
            continue;
        changed[changed_count++] = items[i];
        bytes += bytes_of(&items[i]);
    }
    /* What is gone stays in the base, where nobody asks for it, until that is written anew. */
    if (extent == CACHE_CHANGES && cache->base.count && changed_count &&
        bytes <= cache->base.bytes / LEAST_SHARE && count >= cache->base.count / 2)
        return write_part(changes, cache->key, changed, changed_count, count, err);
    if (write_part(cache->path, cache->key, items, count, count, err) != 0)
        return -1;
    struct err ignored = { 0 };
    (void)!files_remove(changes, &ignored);
    return 0;
}

static void write_beside(void *context)
{
    const struct cache *cache = context;
    struct err ignored = { 0 };
    (void)!cache_write(cache, cache->written, cache->written_count, CACHE_CHANGES, &ignored);
}

void cache_write_beside(struct cache *cache, const struct cache_item *items, size_t count)
{
    cache->written = malloc((count + 1) * sizeof *items);
    if (!cache->written)
        out_of_memory();
    memcpy(cache->written, items, count * sizeof *items);
    cache->written_count = count;
    cache->writing = threads_begin(write_beside, cache);
}
