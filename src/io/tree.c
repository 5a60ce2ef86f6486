/* Trees: the path is judged here, then the folder or the commit answers. */
#include "io/tree.h"

#include "base/err.h"
#include "base/message.h"
#include "io/tree_internal.h"
#include "lib/path.h"

int tree_refuse_missing(struct err *err, const char *path)
{
    return err_set(err, ERR_INPUT, _("there is no file '%s'"), path);
}

int tree_refuse_link(struct err *err, const char *path)
{
    return err_set(err, ERR_INPUT,
                   _("'%s' is, or stands behind, a symbolic link: put the file itself there"),
                   path);
}

int tree_refuse_special(struct err *err, const char *path)
{
    return err_set(err, ERR_INPUT, _("'%s' is no ordinary file"), path);
}

int tree_refuse_large(struct err *err, const char *path, size_t limit_bytes)
{
    return err_set(err, ERR_INPUT, _("'%s' is larger than %zu KiB"), path, limit_bytes / 1024);
}

static int refuse_path(struct err *err, const char *path)
{
    return err_set(err, ERR_INPUT, _("'%s' is no path inside the workspace"), path);
}

int tree_share(struct tree **out, struct tree *tree, struct err *err)
{
    return tree->source->share(out, tree, err);
}

void tree_close(struct tree **tree)
{
    if (*tree)
        (*tree)->source->close(*tree);
    *tree = NULL;
}

int tree_list(struct tree *tree, struct arena *arena, const char *folder, struct tree_file **files,
              size_t *count, struct err *err)
{
    if (*folder && !path_is_plain(folder))
        return refuse_path(err, folder);
    return tree->source->list(tree, arena, folder, files, count, err);
}

bool tree_has(struct tree *tree, const char *path)
{
    return path_is_plain(path) && tree->source->has(tree, path);
}

int tree_read(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
              char **data, size_t *bytes, struct err *err)
{
    if (!path_is_plain(path))
        return refuse_path(err, path);
    return tree->source->read(tree, arena, path, limit_bytes, data, bytes, err);
}

int tree_read_head(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                   char **data, size_t *bytes, uint64_t *file_bytes, struct err *err)
{
    if (!path_is_plain(path))
        return refuse_path(err, path);
    return tree->source->read_head(tree, arena, path, limit_bytes, data, bytes, file_bytes, err);
}

int tree_blob_id(struct tree *tree, struct arena *arena, const char *path, const char **id,
                 struct err *err)
{
    if (!path_is_plain(path))
        return refuse_path(err, path);
    return tree->source->blob_id(tree, arena, path, id, err);
}

bool tree_facts(struct tree *tree, const char *path, struct file_facts *facts)
{
    *facts = (struct file_facts){ 0 };
    return path_is_plain(path) && tree->source->facts(tree, path, facts);
}

const char *tree_commit(const struct tree *tree) { return tree->commit; }
