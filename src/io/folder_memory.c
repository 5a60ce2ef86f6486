/* A cache with an item a file. */
#include "io/folder_memory.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/cache.h"
#include "io/files.h"
#include "io/folder.h"

/* As it lies in the cache. */
struct note {
    struct digest inputs;
    uint64_t bytes, inode;
    int64_t modified_ns, changed_ns;
};

/* What a note looks like; another number with each other look. */
static struct digest key_of_notes(void) { return digest_of("folder 1", 8); }

static struct note note_of(const struct folder_file *file, const struct file_facts *facts)
{
    return (struct note){ .inputs = file->inputs,
                          .bytes = facts->bytes,
                          .inode = facts->inode,
                          .modified_ns = facts->modified_ns,
                          .changed_ns = facts->changed_ns };
}

void folder_memory_open(struct folder_memory *out, const char *path)
{
    out->cache = path ? cache_open(path, key_of_notes()) : NULL;
}

void folder_memory_close(struct folder_memory *memory)
{
    if (memory->cache)
        cache_close(&memory->cache);
}

static bool is_noted(const struct folder_memory *memory, size_t *place, const char *path,
                     const struct note *note, struct cache_item *item)
{
    return cache_find(memory->cache, path, place, item) && item->count == sizeof *note &&
           memcmp(item->bytes, note, sizeof *note) == 0;
}

bool folder_memory_has(const struct folder_memory *memory, size_t *place,
                       const struct folder_file *file, const struct file_facts *facts)
{
    const struct note note = note_of(file, facts);
    struct cache_item item;
    return memory->cache && digest_is_known(file->inputs) &&
           is_noted(memory, place, file->path, &note, &item);
}

void folder_memory_keep(const struct folder_memory *memory, const struct folder_file *files,
                        const struct file_facts *facts, size_t count)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct err ignored = { 0 };
    size_t kept = 0, place = 0;
    bool is_new = false;
    if (!memory->cache)
        return;
    struct cache_item *items = arena_alloc_array(&scratch, count, sizeof *items);
    struct note *notes = arena_alloc_array(&scratch, count, sizeof *notes);
    for (size_t i = 0; i < count; i++) {
        if (!digest_is_known(files[i].inputs) || !facts[i].is_file)
            continue;
        notes[kept] = note_of(&files[i], &facts[i]);
        if (!is_noted(memory, &place, files[i].path, &notes[kept], &items[kept])) {
            items[kept] = (struct cache_item){ files[i].path, &notes[kept], sizeof notes[kept] };
            is_new = true;
        }
        kept++;
    }
    if (is_new || kept != cache_count(memory->cache))
        (void)!cache_write(memory->cache, items, kept, CACHE_CHANGES, &ignored);
}
