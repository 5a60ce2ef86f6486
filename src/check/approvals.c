/* Approvals: what a post needs before it goes out, and who may call one urgent. Approvals come
 * after the review, so that none fails here. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/records.h"
#include "check/roles.h"
#include "model/finding.h"
#include "model/record.h"
#include "model/validity.h"
#include "model/workspace.h"

/* Whether it may still go out. What is long over is nobody's to approve, ledger or none. */
static bool is_to_come(const struct check_input *input, const struct account_post *post)
{
    const struct check_context *context = input->context;
    const struct record *record = record_of(context, post->post->id, post->account->id);
    int64_t late_s = context->workspace->calendar.max_late_s;
    if (record && record->state != RECORD_PINNED)
        return false;
    if (post_has(&post->fields, POST_MAX_LATE))
        late_s = post->fields.max_late_s;
    if (post->due_utc == NO_TIME)
        return true;
    validity_turn(input->validity, context->now_utc, post->due_utc + late_s);
    return context->now_utc < post->due_utc + late_s;
}

static void suggest(const struct account_post *post, const struct role_demand *demand,
                    struct findings *findings)
{
    findings_report(findings, SEVERITY_SUGGESTION, "approval", demand->path, demand->where,
                    _("it goes out only with the approval of '%s': pregon approve %s --role %s"),
                    demand->role, post->post->id, demand->role);
    findings_last(findings)->account = post->account->id;
}

static bool may_be_urgent(const struct workspace *workspace, const struct account_post *post,
                          const struct role_demand *demands, size_t demand_count)
{
    const struct names *roles = &workspace->calendar.urgent_roles;
    const char *owner = post->fields.owner;
    const struct person *person = owner ? workspace_person(workspace, owner) : NULL;
    for (size_t i = 0; person && i < roles->count; i++) {
        if (person_has_role(person, roles->items[i].text))
            return true;
    }
    for (size_t i = 0; i < demand_count; i++) {
        if (names_have(roles, demands[i].role))
            return true;
    }
    return roles->count == 0;
}

static void check_urgent(const struct workspace *workspace, const struct account_post *post,
                         const struct role_demand *demands, size_t demand_count,
                         struct findings *findings)
{
    const struct names *roles = &workspace->calendar.urgent_roles;
    if (!post->fields.urgent || may_be_urgent(workspace, post, demands, demand_count))
        return;
    struct text_buffer list = text_buffer_in(findings->arena, LIMIT_YAML_BYTES);
    for (size_t i = 0; i < roles->count; i++)
        text_printf(&list, "%s'%s'", i ? ", " : "", roles->items[i].text);
    findings_report(findings, SEVERITY_ERROR, "urgent", post->field_path[POST_URGENT],
                    post->fields.where[POST_URGENT],
                    _("only who has the role %s may call a post urgent (calendar.yml): name such a "
                      "person as `owner`, or ask for the approval with `requires: [%s]`"),
                    text_end(&list), roles->items[0].text);
    findings_last(findings)->account = post->account->id;
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    const struct workspace *workspace = input->context->workspace;
    for (size_t i = 0; i < input->account_count; i++) {
        const struct account_post *post = &input->account_posts[i];
        struct role_demand *demands = NULL;
        size_t count = roles_demanded(&demands, scratch, workspace, post);
        check_urgent(workspace, post, demands, count, findings);
        if (count == 0 || post->fields.is_draft || input->context->is_commit_alone ||
            !is_to_come(input, post))
            continue;
        for (size_t j = 0; j < count; j++)
            suggest(post, &demands[j], findings);
    }
}

const struct check check_approvals = { .run = run, .asks_for_more = true };
