/* Consent: who may, to which accounts, and the content's hashes. */
#include "commands/consent.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "check/roles.h"
#include "commands/approval_hash.h"
#include "commands/command.h"
#include "commands/desk.h"
#include "io/repo.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "model/account_set.h"
#include "publish/journal.h"

int consent_open(struct consent_subject *out, struct desk *desk, const char *rev, struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    struct repo *repo = desk->here.repo;
    *out = (struct consent_subject){ 0 };
    if (repo_resolve(repo, arena, rev, &out->commit, err) != 0 ||
        project_open_commit(&out->project, &desk->here, repo, out->commit, err) != 0)
        return -1;
    return project_require_sound(&out->project, err);
}

static bool is_asked(const struct consent_request *request, const char *account)
{
    for (size_t i = 0; i < request->account_count; i++) {
        if (text_equal(request->accounts[i], account))
            return true;
    }
    return request->account_count == 0;
}

static bool needs(struct arena *arena, const struct workspace *workspace,
                  const struct account_post *one, const char *role)
{
    struct role_demand *demands;
    size_t count = roles_demanded(&demands, arena, workspace, one);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(demands[i].role, role))
            return true;
    }
    return false;
}

bool consent_is_demanded(const struct consent_subject *subject, const struct post *post,
                         const char *role)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const struct workspace *workspace = &subject->project.workspace;
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account_post one;
        if (!account_set_has(post->accounts, i))
            continue;
        post_for_account(&one, &scratch, post, &workspace->accounts[i], workspace);
        if (needs(&scratch, workspace, &one, role))
            return true;
    }
    return false;
}

static int refuse_owner(const struct consent_request *request, const struct account_post *one,
                        struct err *err)
{
    const char *owner = one->fields.owner;
    if (owner && text_equal(owner, request->by->id))
        return err_set(err, ERR_USAGE,
                       _("'%s' is the owner of '%s', and nobody approves a post of their own: "
                         "somebody else with the role '%s' must"),
                       owner, one->post->id, request->role);
    if (owner && request->entered_by && text_equal(owner, request->entered_by->id))
        return err_set(err, ERR_USAGE,
                       _("'%s' is the owner of '%s', and can't write down that others approved "
                         "it: somebody else must"),
                       owner, one->post->id);
    return 0;
}

static bool is_known(const struct approvals *approvals, const struct approval *approval)
{
    for (size_t i = 0; i < approval->content_count; i++) {
        const struct approved_content *content = &approval->contents[i];
        bool has = false;
        for (size_t j = 0; j < approvals->count && !has; j++) {
            const struct approval *other = &approvals->items[j];
            has = text_equal(other->role, approval->role) && text_equal(other->by, approval->by) &&
                  text_equal(approval_content(other, content->account), content->hash);
        }
        if (!has)
            return false;
    }
    return true;
}

static int add_content(struct approval *approval, struct arena *arena,
                       struct consent_subject *subject, const struct account_post *one,
                       struct err *err)
{
    const char *hash;
    struct project *project = &subject->project;
    if (approval_hash(&hash, arena, one, &project->workspace, project->tree, err) != 0)
        return -1;
    approval->contents[approval->content_count++] =
        (struct approved_content){ .account = one->account->id, .hash = hash };
    return 0;
}

int consent_make(struct consent *out, struct consent_subject *subject, const struct desk *desk,
                 const struct ledger *ledger, const struct post *post,
                 const struct consent_request *request, struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    const struct workspace *workspace = &subject->project.workspace;
    struct approvals approvals;
    struct consent consent = {
        .entry = { .post = post->id,
                   .approval = { .role = request->role,
                                 .by = request->by->id,
                                 .entered_by = request->entered_by ? request->entered_by->id : NULL,
                                 .at_utc = request->at_utc,
                                 .review = request->review,
                                 .commit = subject->commit,
                                 .why = request->why } },
        .is_demanded = consent_is_demanded(subject, post, request->role),
    };
    struct approval *approval = &consent.entry.approval;
    /* It becomes a file of the ledger; a file's name may be anything. */
    if (!slug_path_is_valid(post->id))
        return err_set(err, ERR_USAGE, _("'%s' can be no post's id; 'pregon check %s' says more"),
                       post->id, post->path);
    if (!person_has_role(request->by, request->role))
        return err_set(err, ERR_USAGE,
                       _("'%s' does not have the role '%s' in brand/team.yml of the published "
                         "branch"),
                       request->by->id, request->role);
    approval->contents =
        arena_alloc_array(arena, workspace->account_count, sizeof *approval->contents);
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account_post one;
        if (!account_set_has(post->accounts, i) || !is_asked(request, workspace->accounts[i].id))
            continue;
        post_for_account(&one, arena, post, &workspace->accounts[i], workspace);
        if (consent.is_demanded && !request->account_count &&
            !needs(arena, workspace, &one, request->role))
            continue;
        if (refuse_owner(request, &one, err) != 0 ||
            add_content(approval, arena, subject, &one, err) != 0)
            return -1;
    }
    if (approval->content_count == 0)
        return err_set(err, ERR_USAGE, _("'%s' goes to none of these accounts"), post->id);
    if (approvals_read(&approvals, arena, ledger, post->id, err) != 0)
        return -1;
    consent.is_known = is_known(&approvals, approval);
    *out = consent;
    return 0;
}

int consent_write(const struct desk *desk, struct journal *journal,
                  const struct ledger_approval *entries, size_t count, struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    const struct approval *first = &entries[0].approval;
    struct ledger_update update = { .approvals = entries,
                                    .approval_count = count,
                                    .birth_utc = NO_TIME,
                                    .now_utc = clock_now_utc(&desk->here.clock) };
    update.subject = count == 1
                         ? arena_printf(arena, "approve: %s by %s as %s", entries[0].post,
                                        first->by, first->role)
                         : arena_printf(arena, "approve: %zu approvals by %s", count, first->by);
    return journal_write(journal, &update, err);
}

void consent_put(struct json_writer *json, struct arena *arena, const struct ledger_approval *entry,
                 bool is_new)
{
    const struct approval *approval = &entry->approval;
    json_begin_object(json, NULL);
    json_put_string(json, "post", entry->post);
    json_put_string(json, "role", approval->role);
    json_put_string(json, "by", approval->by);
    json_put_string(json, "entered-by", approval->entered_by);
    json_put_string(json, "at", moment_format_utc(arena, approval->at_utc));
    json_put_string(json, "review", approval->review);
    json_put_string(json, "commit", approval->commit);
    json_put_string(json, "why", approval->why);
    json_begin_object(json, "content");
    for (size_t i = 0; i < approval->content_count; i++)
        json_put_string(json, approval->contents[i].account, approval->contents[i].hash);
    json_end(json);
    json_put_bool(json, "new", is_new);
    json_end(json);
}
