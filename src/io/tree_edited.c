/* A tree in which some files have another text: what a work tree would be after mends. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "io/tree_internal.h"

struct edited {
    struct tree tree;
    struct tree *below;
    const struct tree_edits *edits;
};

static struct edited *edited_of(struct tree *tree) { return (struct edited *)tree; }

/* --- edits, in the order of their paths --- */

/* Where the path is, or belongs. */
static size_t place_of(const struct tree_edits *edits, const char *path)
{
    size_t low = 0;
    size_t high = edits->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(edits->items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct tree_edit *tree_edits_find(const struct tree_edits *edits, const char *path)
{
    size_t place = place_of(edits, path);
    bool is_there = place < edits->count && strcmp(edits->items[place].path, path) == 0;
    return is_there ? &edits->items[place] : NULL;
}

struct tree_edit *tree_edits_put(struct tree_edits *edits, const char *path)
{
    size_t place = place_of(edits, path);
    if (place < edits->count && strcmp(edits->items[place].path, path) == 0)
        return &edits->items[place];
    edits->items =
        list_grow(edits->arena, edits->items, edits->count, &edits->capacity, sizeof *edits->items);
    memmove(&edits->items[place + 1], &edits->items[place],
            (edits->count - place) * sizeof *edits->items);
    edits->items[place] = (struct tree_edit){ .path = arena_strdup(edits->arena, path) };
    edits->count++;
    return &edits->items[place];
}

/* --- the tree --- */

static bool is_below(const char *path, const char *folder)
{
    size_t bytes = strlen(folder);
    return !bytes || (strncmp(path, folder, bytes) == 0 && path[bytes] == '/');
}

/* Those of the tree, and edits of files that are not there yet. */
static int edited_list(struct tree *tree, struct arena *arena, const char *folder,
                       struct tree_file **files, size_t *count, struct err *err)
{
    const struct tree_edits *edits = edited_of(tree)->edits;
    struct tree_file *found;
    size_t found_count;
    if (tree_list(edited_of(tree)->below, arena, folder, &found, &found_count, err) != 0)
        return -1;
    struct tree_file *all = arena_alloc_array(arena, found_count + edits->count, sizeof *all);
    size_t all_count = 0;
    size_t next = 0;
    for (size_t i = 0; i < edits->count; i++) {
        const char *path = edits->items[i].path;
        if (!is_below(path, folder))
            continue;
        while (next < found_count && strcmp(found[next].path, path) < 0)
            all[all_count++] = found[next++];
        if (next == found_count || strcmp(found[next].path, path) != 0)
            all[all_count++] = (struct tree_file){ arena_strdup(arena, path), TREE_FILE };
    }
    while (next < found_count)
        all[all_count++] = found[next++];
    *files = all;
    *count = all_count;
    return 0;
}

static bool edited_has(struct tree *tree, const char *path)
{
    return tree_edits_find(edited_of(tree)->edits, path) || tree_has(edited_of(tree)->below, path);
}

static int edited_read(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                       char **data, size_t *bytes, struct err *err)
{
    const struct tree_edit *edit = tree_edits_find(edited_of(tree)->edits, path);
    if (!edit)
        return tree_read(edited_of(tree)->below, arena, path, limit_bytes, data, bytes, err);
    if (edit->bytes > limit_bytes)
        return tree_refuse_large(err, path, limit_bytes);
    *data = arena_strndup(arena, edit->text, edit->bytes);
    *bytes = edit->bytes;
    return 0;
}

static int edited_read_head(struct tree *tree, struct arena *arena, const char *path,
                            size_t limit_bytes, char **data, size_t *bytes, uint64_t *file_bytes,
                            struct err *err)
{
    const struct tree_edit *edit = tree_edits_find(edited_of(tree)->edits, path);
    if (!edit)
        return tree_read_head(edited_of(tree)->below, arena, path, limit_bytes, data, bytes,
                              file_bytes, err);
    *bytes = edit->bytes < limit_bytes ? edit->bytes : limit_bytes;
    *data = arena_strndup(arena, edit->text, *bytes);
    *file_bytes = edit->bytes;
    return 0;
}

/* Only texts are edited, and only media have their ids asked for. */
static int edited_blob_id(struct tree *tree, struct arena *arena, const char *path, const char **id,
                          struct err *err)
{
    return tree_blob_id(edited_of(tree)->below, arena, path, id, err);
}

static bool edited_facts(struct tree *tree, const char *path, struct file_facts *facts)
{
    return tree_edits_find(edited_of(tree)->edits, path) ||
           tree_facts(edited_of(tree)->below, path, facts);
}

static int edited_share(struct tree **out, struct tree *tree, struct err *err)
{
    struct tree *below;
    if (tree_share(&below, edited_of(tree)->below, err) != 0)
        return -1;
    *out = tree_open_edited(below, edited_of(tree)->edits);
    return 0;
}

static void edited_close(struct tree *tree)
{
    tree_close(&edited_of(tree)->below);
    free(tree);
}

static const struct tree_source source = {
    .list = edited_list,
    .has = edited_has,
    .read = edited_read,
    .read_head = edited_read_head,
    .blob_id = edited_blob_id,
    .facts = edited_facts,
    .share = edited_share,
    .close = edited_close,
};

struct tree *tree_open_edited(struct tree *below, const struct tree_edits *edits)
{
    struct edited *edited = calloc(1, sizeof *edited);
    if (!edited)
        out_of_memory();
    edited->tree.source = &source;
    edited->tree.commit = tree_commit(below);
    edited->below = below;
    edited->edits = edits;
    return &edited->tree;
}
