/* Approvals that deliveries need: noted while posts are visited, judged once the plan is settled.
 */
#include "commands/demands.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "check/roles.h"
#include "commands/approval_hash.h"
#include "commands/project.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/account_set.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/record.h"
#include "plan/plan.h"

static struct delivery_approval *make(struct arena *arena, const struct role_demand *demands,
                                      size_t count, const char *owner)
{
    struct delivery_approval *approval = arena_alloc(arena, sizeof *approval);
    const char **roles = arena_alloc_array(arena, count, sizeof *roles);
    for (size_t i = 0; i < count; i++)
        roles[i] = arena_strdup(arena, demands[i].role);
    *approval = (struct delivery_approval){ .roles = roles,
                                            .role_count = count,
                                            .owner = owner ? arena_strdup(arena, owner) : NULL };
    return approval;
}

void demands_note(struct plan *plan, size_t first, struct arena *scratch,
                  const struct workspace *workspace, const struct post *post)
{
    if (!post->is_loaded || !roles_may_be_demanded(workspace, post))
        return;
    for (size_t i = first; i < plan->count; i++) {
        struct account_post one;
        struct role_demand *demands;
        post_for_account(&one, scratch, post, plan->items[i].account, workspace);
        size_t count = roles_demanded(&demands, scratch, workspace, &one);
        if (count > 0)
            plan->items[i].approval = make(plan->arena, demands, count, one.fields.owner);
    }
}

void demands_forget(struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->items[i].approval)
            plan->items[i].approval->why = NULL;
    }
}

/* ---- Sentences ---- */

static const char *sentence(struct arena *arena, enum approval_verdict verdict,
                            const struct approval *approval, const char *role)
{
    switch (verdict) {
    case APPROVAL_GIVEN:
        return NULL;
    case APPROVAL_MISSING:
        return arena_printf(arena, _("it lacks the approval of '%s'"), role);
    case APPROVAL_VOID:
        return arena_printf(arena,
                            _("the post was changed after '%s' approved it as '%s', so that does "
                              "not count any more"),
                            approval->by, role);
    case APPROVAL_BY_NOBODY:
        return arena_printf(arena,
                            _("the approval of '%s' does not count: brand/team.yml has no person "
                              "'%s'"),
                            role, approval->by);
    case APPROVAL_WITHOUT_ROLE:
        return arena_printf(arena,
                            _("the approval of '%s' does not count: '%s' does not have that role "
                              "in brand/team.yml"),
                            role, approval->by);
    case APPROVAL_BY_OWNER:
        return arena_printf(arena,
                            _("the approval of '%s' does not count: the post's own owner, '%s', "
                              "gave it or wrote it down"),
                            role,
                            approval->entered_by && !text_equal(approval->entered_by, approval->by)
                                ? approval->entered_by
                                : approval->by);
    }
    return NULL;
}

const char *demands_missing(struct arena *arena, const struct approvals *approvals,
                            const struct workspace *workspace, const char *post,
                            const char *const *roles, size_t role_count,
                            const struct approval_question *question)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    const char *path = approvals_path(arena, post);
    if (approvals->problem)
        return arena_printf(arena,
                            _("'%s' on the ledger's branch can't be read, so nothing is approved: "
                              "%s"),
                            path, approvals->problem);
    for (size_t i = 0; i < role_count; i++) {
        const struct approval *approval;
        struct approval_question one = *question;
        one.role = roles[i];
        enum approval_verdict verdict = approvals_judge(&approval, approvals, workspace, &one);
        const char *what = sentence(arena, verdict, approval, roles[i]);
        if (what)
            text_printf(&out, "%s%s: pregon approve %s --role %s", out.bytes ? "; " : "", what,
                        post, roles[i]);
    }
    return out.bytes ? text_end(&out) : NULL;
}

/* ---- Judging ---- */

/* Where the post is that was loaded last: deliveries of one stand together, mostly. */
struct bench {
    struct plan *plan;
    struct project *project;
    const struct ledger *ledger;
    int64_t until_utc;
    struct arena arena; /* of the post at hand */
    struct post post;
    struct approvals approvals;
    const char *id; /* of the post whose approvals these are; NULL: none yet */
    bool is_loaded; /* and the post itself */
};

static bool is_to_go(const struct delivery *delivery)
{
    switch (delivery->state) {
    case DELIVERY_SCHEDULED:
    case DELIVERY_DUE:
    case DELIVERY_WAITING:
    case DELIVERY_HELD:
    case DELIVERY_RETRYING:
        return !record_is_begun(delivery->record);
    case DELIVERY_MISSED:
        return !delivery->record; /* nobody has said so yet: what may not go is not too late */
    default:
        return false;
    }
}

static int take_post(struct bench *bench, const struct delivery *delivery, struct err *err)
{
    if (bench->id == delivery->post)
        return 0;
    arena_reset(&bench->arena);
    bench->is_loaded = false;
    bench->id = delivery->post;
    return approvals_read(&bench->approvals, &bench->arena, bench->ledger, delivery->post, err);
}

/* The hash of what would be sent; NULL with a `problem` where a file of it can't be read. */
static int hash(struct bench *bench, const struct delivery *delivery, const char **problem,
                struct err *err)
{
    struct project *project = bench->project;
    struct findings ignored = { .arena = &bench->arena };
    struct account_post one;
    struct err why = { 0 };
    const char *content;
    if (!bench->is_loaded && post_load(&bench->post, &bench->arena, project->tree,
                                       &project->posts.items[delivery->post_index],
                                       &project->workspace, &ignored, err) != 0)
        return -1;
    bench->is_loaded = true;
    post_for_account(&one, &bench->arena, &bench->post, delivery->account, &project->workspace);
    if (approval_hash(&content, &bench->arena, &one, &project->workspace, project->tree, &why) ==
        0) {
        delivery->approval->content = arena_strdup(bench->plan->arena, content);
        return 0;
    }
    if (why.kind != ERR_INPUT) {
        *err = why;
        return -1;
    }
    *problem = arena_strdup(bench->plan->arena, why.text);
    return 0;
}

/* Whether everybody asked said something; without it, no content is looked at. */
static bool all_speak(const struct approvals *approvals, const struct delivery *delivery)
{
    const struct delivery_approval *approval = delivery->approval;
    for (size_t i = 0; i < approval->role_count; i++) {
        if (!approvals_speak(approvals, approval->roles[i], delivery->account->id))
            return false;
    }
    return true;
}

static bool any_speaks(const struct approvals *approvals, const struct delivery *delivery)
{
    const struct delivery_approval *approval = delivery->approval;
    for (size_t i = 0; i < approval->role_count; i++) {
        if (approvals_speak(approvals, approval->roles[i], delivery->account->id))
            return true;
    }
    return false;
}

static int judge(struct bench *bench, const struct delivery *delivery, struct err *err)
{
    struct delivery_approval *approval = delivery->approval;
    const char *problem = NULL;
    if (take_post(bench, delivery, err) != 0)
        return -1;
    bool is_later = delivery->due_utc != NO_TIME && delivery->due_utc > bench->until_utc;
    if (is_later && all_speak(&bench->approvals, delivery))
        return 0;
    if (!approval->content && any_speaks(&bench->approvals, delivery) &&
        hash(bench, delivery, &problem, err) != 0)
        return -1;
    const struct approval_question question = { .account = delivery->account->id,
                                                .owner = approval->owner,
                                                .content = approval->content };
    approval->why =
        problem ? problem
                : demands_missing(bench->plan->arena, &bench->approvals, &bench->project->workspace,
                                  delivery->post, approval->roles, approval->role_count, &question);
    return 0;
}

int demands_judge(bool *has_any, struct plan *plan, struct project *project,
                  const struct ledger *ledger, int64_t until_utc, struct err *err)
{
    struct bench bench = {
        .plan = plan, .project = project, .ledger = ledger, .until_utc = until_utc
    };
    int status = 0;
    *has_any = false;
    for (size_t i = 0; i < plan->count && status == 0; i++) {
        const struct delivery *delivery = &plan->items[i];
        if (!delivery->approval || !is_to_go(delivery))
            continue;
        status = judge(&bench, delivery, err);
        *has_any = *has_any || delivery->approval->why;
    }
    arena_release(&bench.arena);
    return status;
}

/* ---- For `check`, which looks at posts alone ---- */

static const struct post_entry *entry_of(const struct project *project, const char *path)
{
    for (size_t i = 0; i < project->posts.count; i++) {
        const struct post_entry *entry = &project->posts.items[i];
        if (text_equal(entry->path, path))
            return entry;
        for (size_t j = 0; j < entry->variant_count; j++)
            if (text_equal(entry->variants[j].path, path))
                return entry;
    }
    return NULL;
}

static int lacks_any(bool *out, struct arena *arena, struct project *project,
                     const struct ledger *ledger, const struct post *post, struct err *err)
{
    const struct workspace *workspace = &project->workspace;
    struct approvals approvals;
    if (approvals_read(&approvals, arena, ledger, post->id, err) != 0)
        return -1;
    *out = approvals.count == 0;
    for (size_t i = 0; i < workspace->account_count && !*out; i++) {
        struct account_post one;
        struct role_demand *demands;
        struct approval_question question = { .account = workspace->accounts[i].id };
        if (!account_set_has(post->accounts, i))
            continue;
        post_for_account(&one, arena, post, &workspace->accounts[i], workspace);
        size_t count = roles_demanded(&demands, arena, workspace, &one);
        if (count > 0 &&
            approval_hash(&question.content, arena, &one, workspace, project->tree, err) != 0)
            return -1;
        question.owner = one.fields.owner;
        for (size_t j = 0; j < count && !*out; j++) {
            const struct approval *ignored;
            question.role = demands[j].role;
            *out = approvals_judge(&ignored, &approvals, workspace, &question) != APPROVAL_GIVEN;
        }
    }
    return 0;
}

/* Whether the post of that file has all it needs. One that can't be read does not. */
static int has_all(bool *out, struct project *project, const struct ledger *ledger,
                   const char *path, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct findings ignored = { .arena = &arena };
    const struct post_entry *entry = entry_of(project, path);
    struct err why = { 0 };
    struct post post = { 0 };
    bool lacks = true;
    if (entry &&
        post_load(&post, &arena, project->tree, entry, &project->workspace, &ignored, err) != 0)
        return -1;
    if (post.is_loaded && lacks_any(&lacks, &arena, project, ledger, &post, &why) != 0) {
        if (why.kind != ERR_INPUT) {
            *err = why;
            return -1;
        }
        lacks = true;
    }
    *out = !lacks;
    return 0;
}

int demands_drop_given(struct findings *findings, struct project *project,
                       const struct ledger *ledger, struct err *err)
{
    const char *path = NULL;
    bool has = false;
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        bool is_one = ledger->tip && text_equal(finding->rule, "approval");
        if (is_one && !text_equal(path, finding->path)) {
            path = finding->path;
            if (has_all(&has, project, ledger, path, err) != 0)
                return -1;
        }
        if (!is_one || !has)
            findings->items[kept++] = *finding;
    }
    findings->count = kept;
    return 0;
}
