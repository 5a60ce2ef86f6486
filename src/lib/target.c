/* Targets: names to sets of accounts. */
#include "lib/target.h"

#include "base/message.h"
#include "model/account_set.h"
#include "model/workspace.h"

int target_complain(struct reading *reading, const struct workspace *workspace,
                    const struct name *name)
{
    const char *nearest = workspace_nearest_target(workspace, reading->arena, name->text);
    if (!nearest)
        return reading_complain(reading, "reference", name->where,
                                _("there is no account or group '%s' in brand/accounts.yml"),
                                reading_excerpt(reading, name->text));
    reading_complain(reading, "reference", name->where,
                     _("there is no account or group '%s'; did you mean '%s'?"),
                     reading_excerpt(reading, name->text), nearest);
    reading_suggest(reading, nearest);
    return -1;
}

int target_check(struct reading *reading, const struct workspace *workspace,
                 const struct names *names)
{
    int status = 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct name *name = &names->items[i];
        if (!workspace_account(workspace, name->text) && !workspace_group(workspace, name->text))
            status = target_complain(reading, workspace, name);
    }
    return status;
}

void target_add(uint64_t *set, const struct workspace *workspace, const struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct account *account = workspace_account(workspace, names->items[i].text);
        const struct group *group =
            account ? NULL : workspace_group(workspace, names->items[i].text);
        if (account)
            account_set_add(set, account->index);
        for (size_t word = 0; group && word < account_set_words(workspace->account_count); word++)
            set[word] |= group->accounts[word];
    }
}

void target_remove(uint64_t *set, const struct workspace *workspace, const struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct account *account = workspace_account(workspace, names->items[i].text);
        const struct group *group =
            account ? NULL : workspace_group(workspace, names->items[i].text);
        if (account)
            account_set_remove(set, account->index);
        for (size_t word = 0; group && word < account_set_words(workspace->account_count); word++)
            set[word] &= ~group->accounts[word];
    }
}
