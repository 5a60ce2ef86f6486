/* Approvals, held against the people of team.yml and the content of today. */
#include "model/approval.h"

#include "base/text.h"
#include "model/workspace.h"

const char *approval_content(const struct approval *approval, const char *account)
{
    for (size_t i = 0; i < approval->content_count; i++) {
        if (text_equal(approval->contents[i].account, account))
            return approval->contents[i].hash;
    }
    return NULL;
}

static enum approval_verdict judge(const struct approval *approval,
                                   const struct workspace *workspace,
                                   const struct approval_question *question)
{
    const struct person *person = workspace_person(workspace, approval->by);
    if (!text_equal(approval_content(approval, question->account), question->content))
        return APPROVAL_VOID;
    if (!person)
        return APPROVAL_BY_NOBODY;
    if (!person_has_role(person, question->role))
        return APPROVAL_WITHOUT_ROLE;
    if (question->owner && (text_equal(approval->by, question->owner) ||
                            text_equal(approval->entered_by, question->owner)))
        return APPROVAL_BY_OWNER;
    return APPROVAL_GIVEN;
}

static bool speaks(const struct approval *approval, const char *role, const char *account)
{
    return text_equal(approval->role, role) && approval_content(approval, account);
}

enum approval_verdict approvals_judge(const struct approval **which,
                                      const struct approvals *approvals,
                                      const struct workspace *workspace,
                                      const struct approval_question *question)
{
    enum approval_verdict verdict = APPROVAL_MISSING;
    *which = NULL;
    for (size_t i = approvals->count; i-- > 0;) {
        const struct approval *approval = &approvals->items[i];
        if (!speaks(approval, question->role, question->account))
            continue;
        enum approval_verdict one = judge(approval, workspace, question);
        if (*which && one != APPROVAL_GIVEN)
            continue;
        *which = approval;
        verdict = one;
        if (one == APPROVAL_GIVEN)
            break;
    }
    return verdict;
}

bool approvals_speak(const struct approvals *approvals, const char *role, const char *account)
{
    for (size_t i = 0; i < approvals->count; i++) {
        if (speaks(&approvals->items[i], role, account))
            return true;
    }
    return false;
}
