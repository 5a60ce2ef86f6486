/* Inputs of several parts, and a tree of files made of them. */
#include "../fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/text.h"
#include "io/tree_internal.h"
#include "lib/path.h"

static const char marker[] = "%%%";

struct fuzz_parts fuzz_split(struct arena *arena, const uint8_t *data, size_t bytes)
{
    struct fuzz_parts parts = { 0 };
    size_t capacity = 0;
    const char *at = (const char *)data;
    const char *end = at + bytes;
    const char *name = "";
    for (;;) {
        const char *begin = at;
        while (at < end &&
               ((size_t)(end - at) < sizeof marker - 1 || memcmp(at, marker, sizeof marker - 1))) {
            const char *feed = memchr(at, '\n', (size_t)(end - at));
            at = feed ? feed + 1 : end;
        }
        parts.items = list_grow(arena, parts.items, parts.count, &capacity, sizeof *parts.items);
        parts.items[parts.count++] =
            (struct fuzz_part){ .name = name,
                                .text = arena_strndup(arena, begin, (size_t)(at - begin)),
                                .bytes = (size_t)(at - begin) };
        if (at >= end)
            return parts;
        const char *word = at + sizeof marker - 1;
        const char *feed = memchr(word, '\n', (size_t)(end - word));
        at = feed ? feed + 1 : end;
        while (word < end && *word == ' ')
            word++;
        const char *stop = feed ? feed : end;
        name = word < stop ? arena_strndup(arena, word, (size_t)(stop - word)) : "";
    }
}

struct fuzz_part fuzz_find(const struct fuzz_parts *parts, const char *name)
{
    for (size_t i = 0; i < parts->count; i++)
        if (strcmp(parts->items[i].name, name) == 0)
            return parts->items[i];
    return (struct fuzz_part){ .name = "", .text = "" };
}

char *fuzz_bytes(const char *text, size_t bytes)
{
    char *copy = malloc(bytes ? bytes : 1);
    if (!copy)
        out_of_memory();
    memcpy(copy, text, bytes);
    return copy;
}

const char *fuzz_now;

void fuzz_fail(const char *what, const char *shown)
{
    fprintf(stderr, "fuzz: %s%s%s: %s\n", fuzz_now ? fuzz_now : "", fuzz_now ? ": " : "", what,
            shown ? shown : "");
    abort();
}

/* --- the tree --- */

struct memory {
    struct tree tree;
    const struct fuzz_parts *parts;
};

static const struct fuzz_part *part_of(struct tree *tree, const char *path)
{
    const struct fuzz_parts *parts = ((const struct memory *)tree)->parts;
    for (size_t i = 0; i < parts->count; i++)
        if (*parts->items[i].name && strcmp(parts->items[i].name, path) == 0)
            return &parts->items[i];
    return NULL;
}

static int by_path(const void *left, const void *right)
{
    const struct tree_file *a = left;
    const struct tree_file *b = right;
    return strcmp(a->path, b->path);
}

static int list(struct tree *tree, struct arena *arena, const char *folder,
                struct tree_file **files, size_t *count, struct err *err __attribute__((unused)))
{
    const struct fuzz_parts *parts = ((const struct memory *)tree)->parts;
    const char *start = *folder ? arena_printf(arena, "%s/", folder) : "";
    *files = arena_alloc_array(arena, parts->count, sizeof **files);
    *count = 0;
    for (size_t i = 0; i < parts->count; i++) {
        const struct fuzz_part *part = &parts->items[i];
        if (path_is_plain(part->name) && text_starts_with(part->name, start) &&
            part_of(tree, part->name) == part)
            (*files)[(*count)++] = (struct tree_file){ part->name, TREE_FILE };
    }
    list_sort(*files, *count, sizeof **files, by_path);
    return 0;
}

static bool has(struct tree *tree, const char *path) { return part_of(tree, path); }

static int read(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                char **data, size_t *bytes, struct err *err)
{
    const struct fuzz_part *part = part_of(tree, path);
    if (!part)
        return tree_refuse_missing(err, path);
    if (part->bytes > limit_bytes)
        return tree_refuse_large(err, path, limit_bytes);
    *data = arena_strndup(arena, part->text, part->bytes);
    *bytes = part->bytes;
    return 0;
}

static int read_head(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                     char **data, size_t *bytes, uint64_t *file_bytes, struct err *err)
{
    const struct fuzz_part *part = part_of(tree, path);
    if (!part)
        return tree_refuse_missing(err, path);
    *bytes = part->bytes < limit_bytes ? part->bytes : limit_bytes;
    *data = arena_strndup(arena, part->text, *bytes);
    *file_bytes = part->bytes;
    return 0;
}

static int blob_id(struct tree *tree, struct arena *arena, const char *path, const char **id,
                   struct err *err)
{
    if (!part_of(tree, path))
        return tree_refuse_missing(err, path);
    *id = arena_strdup(arena, "0123456789012345678901234567890123456789");
    return 0;
}

static bool facts(struct tree *tree __attribute__((unused)),
                  const char *path __attribute__((unused)),
                  struct file_facts *out __attribute__((unused)))
{
    return false;
}

static void end(struct tree *tree __attribute__((unused))) {}

static const struct tree_source source = {
    .list = list,
    .has = has,
    .read = read,
    .read_head = read_head,
    .blob_id = blob_id,
    .facts = facts,
    .close = end,
};

struct tree *fuzz_tree(struct arena *arena, const struct fuzz_parts *parts)
{
    struct memory *memory = arena_alloc_array(arena, 1, sizeof *memory);
    memory->tree.source = &source;
    memory->parts = parts;
    return &memory->tree;
}
