/* Media: by commit and path, held against the blob id in the payload. */
#include "publish/medium.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "io/repo.h"
#include "io/tree.h"
#include "lib/json.h"
#include "publish/engine.h"
#include "publish/journal.h"

static const struct json *find(const struct json *document, size_t index)
{
    const struct json *list = json_get(document, "media");
    const struct json *one = list ? list->first : NULL;
    while (one && index-- > 0)
        one = one->next;
    return one;
}

int medium_read(const struct engine *engine, struct job *job, size_t index, const char **bytes,
                size_t *byte_count, struct err *err)
{
    CLEANUP(tree_close) struct tree *tree = NULL;
    const struct json *medium = find(job->document, index);
    const char *path = json_get_string(medium, "path");
    const char *blob = json_get_string(medium, "blob");
    const char *commit = job->record.commit;
    const char *found = NULL;
    char *data = NULL;
    size_t count = 0;
    if (!path || !blob || !commit)
        return err_set(err, ERR_SYSTEM, _("the frozen payload has no picture %zu"), index + 1);
    struct repo *repo = engine->journal->place.repo;
    if (!repo_has_commit(repo, commit))
        repo = engine->journal->store;
    if (tree_open_commit(&tree, repo, commit, engine->below, err) != 0 ||
        tree_blob_id(tree, &job->arena, path, &found, err) != 0)
        return -1;
    if (!text_equal(found, blob))
        return err_set(err, ERR_SYSTEM, _("'%s' is not the file that was frozen"), path);
    if (tree_read(tree, &job->arena, path, LIMIT_MEDIA_BYTES, &data, &count, err) != 0)
        return -1;
    *bytes = data;
    *byte_count = count;
    return 0;
}
