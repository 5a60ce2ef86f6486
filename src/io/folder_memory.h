/* What is remembered of a folder that we write whole (io/folder.h): of each file what it was made
 * of, and its facts when that was so. In a cache's file, which is never needed. */
#ifndef PREGON_IO_FOLDER_MEMORY_H
#define PREGON_IO_FOLDER_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

struct cache;
struct file_facts;
struct folder_file;

struct folder_memory {
    struct cache *cache; /* NULL: nothing is remembered */
};

void folder_memory_open(struct folder_memory *out, const char *path);
void folder_memory_close(struct folder_memory *memory);

/* Whether the file, which has those facts, was made of the same, and nobody touched it since.
 * `*place`: as of cache_find(). */
bool folder_memory_has(const struct folder_memory *memory, size_t *place,
                       const struct folder_file *file, const struct file_facts *facts);

/* Remembers the files, which are in byte order of their paths, where anything is new. */
void folder_memory_keep(const struct folder_memory *memory, const struct folder_file *files,
                        const struct file_facts *facts, size_t count);

#endif
