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

/* Where a commit's files are. One that was not fetched, of a checkout without history, has its
 * picture in the newest one too, most likely; its blob's id says whether it is the same. */
static struct repo *find_commit(const struct journal *journal, const char **commit)
{
    if (repo_has_commit(journal->place.repo, *commit))
        return journal->place.repo;
    if (repo_has_commit(journal->store, *commit))
        return journal->store;
    *commit = journal->content;
    return journal->content_repo;
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
    struct repo *repo = find_commit(engine->journal, &commit);
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
