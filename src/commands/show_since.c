/* The files of a post at the commit that was approved, against those of today. */
#include "commands/show_since.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/approval_hash.h"
#include "commands/command.h"
#include "commands/ledger_view.h"
#include "commands/project.h"
#include "io/output.h"
#include "io/patch.h"
#include "io/repo.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "model/account_set.h"
#include "model/post.h"

/* A file that differs; `diff` is NULL for a picture or a video. */
struct change {
    const char *path, *diff;
    bool was_there, is_there;
};

struct comparison {
    struct project *project;
    struct project then;
    const struct post *post;
    const struct approval *approval; /* the newest that names its commit */
    struct change *changes;
    size_t count, room;
};

static const struct approval *newest(const struct approvals *approvals)
{
    for (size_t i = approvals->count; i-- > 0;)
        if (approvals->items[i].commit)
            return &approvals->items[i];
    return NULL;
}

/* --- comparing --- */

static bool is_listed(const struct comparison *comparison, const char *path)
{
    for (size_t i = 0; i < comparison->count; i++)
        if (text_equal(comparison->changes[i].path, path))
            return true;
    return false;
}

static int read_side(struct tree *tree, struct arena *arena, const char *path, bool *is_there,
                     char **text, size_t *bytes, struct err *err)
{
    *text = "";
    *bytes = 0;
    *is_there = tree_has(tree, path);
    return *is_there ? tree_read(tree, arena, path, LIMIT_POST_FILE_BYTES, text, bytes, err) : 0;
}

static int add_text(struct comparison *comparison, const char *path, struct err *err)
{
    struct arena *arena = comparison->project->arena;
    struct change change = { .path = path };
    char *before;
    char *after;
    size_t before_bytes;
    size_t after_bytes;
    if (is_listed(comparison, path))
        return 0;
    if (read_side(comparison->then.tree, arena, path, &change.was_there, &before, &before_bytes,
                  err) != 0 ||
        read_side(comparison->project->tree, arena, path, &change.is_there, &after, &after_bytes,
                  err) != 0 ||
        patch_format(&change.diff, arena, path, before, before_bytes, after, after_bytes, err) != 0)
        return -1;
    if (*change.diff)
        comparison->changes[comparison->count++] = change;
    return 0;
}

static int add_medium(struct comparison *comparison, const char *path, struct err *err)
{
    struct arena *arena = comparison->project->arena;
    struct tree *then = comparison->then.tree;
    struct tree *now = comparison->project->tree;
    struct change change = { .path = path,
                             .was_there = tree_has(then, path),
                             .is_there = tree_has(now, path) };
    const char *old_id = NULL;
    const char *new_id = NULL;
    size_t bytes = strlen(path);
    if (is_listed(comparison, path) || bytes == 0 || path[bytes - 1] == '/')
        return 0;
    if ((change.was_there && tree_blob_id(then, arena, path, &old_id, err) != 0) ||
        (change.is_there && tree_blob_id(now, arena, path, &new_id, err) != 0))
        return -1;
    if (!text_equal(old_id, new_id))
        comparison->changes[comparison->count++] = change;
    return 0;
}

static int add_files(struct comparison *comparison, const struct post *post, struct err *err)
{
    for (size_t i = 0; i < post->source_count; i++)
        if (add_text(comparison, post->sources[i].path, err) != 0)
            return -1;
    for (size_t i = 0; i < post->used_path_count; i++)
        if (add_medium(comparison, post->used_paths[i], err) != 0)
            return -1;
    return 0;
}

static int compare(struct comparison *comparison, struct err *err)
{
    struct project *project = comparison->project;
    struct findings ignored = { .arena = project->arena };
    struct err why = { 0 };
    struct post then = { 0 };
    if (!repo_has_commit(project->repo, comparison->approval->commit))
        return err_set(err, ERR_SYSTEM,
                       _("the commit %s, which was approved, is not in this clone: fetch it (git "
                         "fetch origin %s), or ask whoever approved it"),
                       comparison->approval->commit, comparison->approval->commit);
    if (project_open_commit(&comparison->then, project, project->repo, comparison->approval->commit,
                            err) != 0)
        return -1;
    if (project_load_post(&then, &comparison->then, comparison->post->id, &ignored, &why) != 0 &&
        why.kind != ERR_USAGE) {
        *err = why;
        return -1;
    }
    comparison->room = then.source_count + then.used_path_count + comparison->post->source_count +
                       comparison->post->used_path_count;
    comparison->changes =
        arena_alloc_array(project->arena, comparison->room, sizeof *comparison->changes);
    return add_files(comparison, comparison->post, err) != 0 ||
                   add_files(comparison, &then, err) != 0
               ? -1
               : 0;
}

/* Whether the hash of some approved account is another by now: what the post names may stand for
 * something else, though its files are the same. */
static int is_void(bool *out, const struct comparison *comparison, struct err *err)
{
    struct project *project = comparison->project;
    const struct workspace *workspace = &project->workspace;
    *out = false;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const char *approved = approval_content(comparison->approval, workspace->accounts[i].id);
        struct account_post one;
        const char *hash;
        if (!approved || !account_set_has(comparison->post->accounts, i))
            continue;
        post_for_account(&one, project->arena, comparison->post, &workspace->accounts[i],
                         workspace);
        if (approval_hash(&hash, project->arena, &one, workspace, project->tree, err) != 0)
            return -1;
        *out = *out || !text_equal(hash, approved);
    }
    return 0;
}

/* --- telling --- */

static const char *describe(const struct change *change)
{
    if (!change->was_there)
        return _("new");
    return change->is_there ? _("another file") : _("gone");
}

static void write_lines(FILE *out, const char *text)
{
    while (*text) {
        size_t bytes = strcspn(text, "\n");
        output_printf(out, "%.*s\n", (int)bytes, text);
        text += bytes + (text[bytes] == '\n');
    }
}

static void write_text(struct invocation *invocation, const struct comparison *comparison,
                       bool is_other)
{
    const struct approval *approval = comparison->approval;
    FILE *out = invocation->out;
    output_printf(out, _("approved as '%s' by '%s', %s, at commit %.12s\n"), approval->role,
                  approval->by, moment_format_utc(invocation->arena, approval->at_utc),
                  approval->commit);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct change *change = &comparison->changes[i];
        if (change->diff)
            write_lines(out, change->diff);
        else
            output_printf(out, "%s: %s\n", change->path, describe(change));
    }
    if (comparison->count == 0)
        output_printf(out, "%s\n",
                      is_other ? _("its files are the same, but what it mentions or links to has "
                                   "changed, so the approval is void")
                               : _("nothing has changed since"));
}

static void write_json(struct invocation *invocation, const struct comparison *comparison,
                       bool is_other)
{
    const struct approval *approval = comparison->approval;
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "post", comparison->post->id);
    json_begin_object(&json, "approval");
    if (approval) {
        json_put_string(&json, "role", approval->role);
        json_put_string(&json, "by", approval->by);
        json_put_string(&json, "at", moment_format_utc(invocation->arena, approval->at_utc));
        json_put_string(&json, "commit", approval->commit);
    }
    json_end(&json);
    json_put_bool(&json, "void", is_other);
    json_begin_array(&json, "changes");
    for (size_t i = 0; i < comparison->count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "path", comparison->changes[i].path);
        json_put_string(&json, "diff", comparison->changes[i].diff);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    fprintf(invocation->out, "%s\n", text_end(&text));
}

int show_since_approval(struct invocation *invocation, struct project *project,
                        const struct post *post, struct err *err)
{
    struct comparison comparison = { .project = project, .post = post };
    struct ledger ledger = { 0 };
    struct approvals approvals = { 0 };
    bool is_other = false;
    bool is_json = text_equal(invocation->format, "json");
    if (ledger_view_open(&ledger, project, err) != 0 ||
        approvals_read(&approvals, project->arena, &ledger, post->id, err) != 0)
        return -1;
    if (approvals.problem)
        return err_set(err, ERR_SYSTEM,
                       _("'%s' on the ledger's branch can't be read, so nothing is approved: %s"),
                       approvals_path(project->arena, post->id), approvals.problem);
    comparison.approval = newest(&approvals);
    int status = 0;
    if (comparison.approval)
        status = compare(&comparison, err) != 0 || is_void(&is_other, &comparison, err) != 0;
    if (status == 0 && is_json)
        write_json(invocation, &comparison, is_other);
    else if (status == 0 && comparison.approval)
        write_text(invocation, &comparison, is_other);
    else if (status == 0)
        output_printf(invocation->out, _("nobody has approved '%s' yet\n"), post->id);
    project_close(&comparison.then);
    return status ? -1 : 0;
}
