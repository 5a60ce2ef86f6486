/* A tree with some files of another one: what a merge would make of the two. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "io/tree_internal.h"

struct joined {
    struct tree tree;
    struct tree *below, *other;
    const struct tree_change *changes;
    size_t count;
};

static struct joined *joined_of(struct tree *tree) { return (struct joined *)tree; }

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct tree_change *)left)->path,
                  ((const struct tree_change *)right)->path);
}

static const struct tree_change *find_change(struct tree *tree, const char *path)
{
    const struct joined *joined = joined_of(tree);
    const struct tree_change wanted = { .path = path };
    return joined->count ? bsearch(&wanted, joined->changes, joined->count, sizeof wanted, by_path)
                         : NULL;
}

static int by_file_path(const void *left, const void *right)
{
    return strcmp(((const struct tree_file *)left)->path, ((const struct tree_file *)right)->path);
}

static bool is_below(const char *path, const char *folder)
{
    size_t bytes = strlen(folder);
    return !bytes || (strncmp(path, folder, bytes) == 0 && path[bytes] == '/');
}

static int joined_list(struct tree *tree, struct arena *arena, const char *folder,
                       struct tree_file **files, size_t *count, struct err *err)
{
    const struct joined *joined = joined_of(tree);
    struct tree_file *known;
    size_t known_count;
    size_t kept = 0;
    if (tree_list(joined->below, arena, folder, &known, &known_count, err) != 0)
        return -1;
    struct tree_file *all = arena_alloc_array(arena, known_count + joined->count, sizeof *all);
    for (size_t i = 0; i < known_count; i++)
        if (!find_change(tree, known[i].path))
            all[kept++] = known[i];
    for (size_t i = 0; i < joined->count; i++)
        if (!joined->changes[i].is_gone && is_below(joined->changes[i].path, folder))
            all[kept++] = (struct tree_file){ .path = joined->changes[i].path, .kind = TREE_FILE };
    list_sort(all, kept, sizeof *all, by_file_path);
    *files = all;
    *count = kept;
    return 0;
}

/* The tree that has the file; NULL: it is gone. */
static struct tree *tree_of(struct tree *tree, const char *path)
{
    const struct tree_change *change = find_change(tree, path);
    if (!change)
        return joined_of(tree)->below;
    return change->is_gone ? NULL : joined_of(tree)->other;
}

static bool joined_has(struct tree *tree, const char *path)
{
    struct tree *from = tree_of(tree, path);
    return from && tree_has(from, path);
}

static int joined_read(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                       char **data, size_t *bytes, struct err *err)
{
    struct tree *from = tree_of(tree, path);
    return from ? tree_read(from, arena, path, limit_bytes, data, bytes, err)
                : tree_refuse_missing(err, path);
}

static int joined_read_head(struct tree *tree, struct arena *arena, const char *path,
                            size_t limit_bytes, char **data, size_t *bytes, uint64_t *file_bytes,
                            struct err *err)
{
    struct tree *from = tree_of(tree, path);
    return from ? tree_read_head(from, arena, path, limit_bytes, data, bytes, file_bytes, err)
                : tree_refuse_missing(err, path);
}

static int joined_blob_id(struct tree *tree, struct arena *arena, const char *path, const char **id,
                          struct err *err)
{
    struct tree *from = tree_of(tree, path);
    return from ? tree_blob_id(from, arena, path, id, err) : tree_refuse_missing(err, path);
}

static bool joined_facts(struct tree *tree, const char *path, struct file_facts *facts)
{
    return !find_change(tree, path) && tree_facts(joined_of(tree)->below, path, facts);
}

static int joined_share(struct tree **out, struct tree *tree, struct err *err)
{
    const struct joined *joined = joined_of(tree);
    struct tree *below = NULL;
    struct tree *other = NULL;
    if (tree_share(&below, joined->below, err) != 0)
        return -1;
    if (tree_share(&other, joined->other, err) != 0) {
        tree_close(&below);
        return -1;
    }
    *out = tree_open_joined(below, other, joined->changes, joined->count);
    return 0;
}

static void joined_close(struct tree *tree)
{
    tree_close(&joined_of(tree)->below);
    tree_close(&joined_of(tree)->other);
    free(tree);
}

static const struct tree_source source = {
    .list = joined_list,
    .has = joined_has,
    .read = joined_read,
    .read_head = joined_read_head,
    .blob_id = joined_blob_id,
    .facts = joined_facts,
    .share = joined_share,
    .close = joined_close,
};

struct tree *tree_open_joined(struct tree *below, struct tree *other,
                              const struct tree_change *changes, size_t count)
{
    struct joined *joined = calloc(1, sizeof *joined);
    if (!joined)
        out_of_memory();
    joined->tree.source = &source;
    joined->tree.commit = tree_commit(below);
    joined->below = below;
    joined->other = other;
    joined->changes = changes;
    joined->count = count;
    return &joined->tree;
}
