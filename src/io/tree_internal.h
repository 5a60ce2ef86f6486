/* What stands behind a tree: a folder (tree_folder.c) or a commit (tree_commit.c).
 *
 * Each begins its own struct with a `struct tree`, whose `source` names its functions. tree.c calls
 * them with paths that path_is_plain() has passed; on failure they name the path. */
#ifndef PREGON_IO_TREE_INTERNAL_H
#define PREGON_IO_TREE_INTERNAL_H

#include "io/tree.h"

/* The functions of tree.h, alike in all but the kind of tree; `close` gets an open one. */
struct tree_source {
    int (*list)(struct tree *tree, struct arena *arena, const char *folder,
                struct tree_file **files, size_t *count, struct err *err);
    bool (*has)(struct tree *tree, const char *path);
    int (*read)(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                char **data, size_t *bytes, struct err *err);
    int (*read_head)(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                     char **data, size_t *bytes, uint64_t *file_bytes, struct err *err);
    int (*blob_id)(struct tree *tree, struct arena *arena, const char *path, const char **id,
                   struct err *err);
    bool (*facts)(struct tree *tree, const char *path, struct file_facts *facts);
    int (*share)(struct tree **out, struct tree *tree, struct err *err);
    void (*close)(struct tree *tree);
};

struct tree {
    const struct tree_source *source;
    const char *commit; /* NULL: a folder */
};

/* As tree_open_folder(), by the way that every system has: so that tests can hold it against the
 * other one. */
int tree_open_folder_portably(struct tree **out, const char *folder, struct err *err)
    __attribute__((warn_unused_result));

/* The one wording of what both kinds refuse; always -1, ERR_INPUT. */
int tree_refuse_missing(struct err *err, const char *path);
int tree_refuse_link(struct err *err, const char *path);
int tree_refuse_special(struct err *err, const char *path);
int tree_refuse_large(struct err *err, const char *path, size_t limit_bytes);

#endif
