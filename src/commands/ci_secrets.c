/* Which secrets a workflow names. */
#include "commands/ci_secrets.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "io/tree.h"
#include "lib/yaml.h"
#include "model/account.h"
#include "model/finding.h"
#include "model/workspace.h"

const char *const ci_secrets_files[] = { ".github/workflows/publish.yml",
                                         ".forgejo/workflows/publish.yml", NULL };

/* As `secrets.NAME`, and not the beginning of another's name. */
static bool names(const char *text, const char *secret)
{
    static const char before[] = "secrets.";
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t bytes = strlen(secret);
    for (const char *at = text; (at = strstr(at, before));) {
        at += strlen(before);
        if (strncmp(at, secret, bytes) == 0 && (!at[bytes] || !strchr(letters, at[bytes])))
            return true;
    }
    return false;
}

void ci_secrets_look(struct findings *findings, const struct workspace *workspace, const char *path,
                     const char *text)
{
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        const struct yaml_node *where =
            account->options ? yaml_get(account->options, "secret") : NULL;
        if (!account->secret || account->is_manual || names(text, account->secret))
            continue;
        findings_report(findings, SEVERITY_WARNING, "ci-secret", "brand/accounts.yml",
                        where ? where->where : account->where,
                        _("'%s' is not passed by %s, so that '%s' fails there: add '%s: ${{ "
                          "secrets.%s }}' beside the others"),
                        account->secret, path, account->id, account->secret, account->secret);
    }
}

void ci_secrets_look_in(struct findings *findings, const struct workspace *workspace,
                        struct tree *tree)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (const char *const *path = ci_secrets_files; *path; path++) {
        struct err ignored = { 0 };
        char *text;
        size_t bytes;
        if (tree_has(tree, *path) &&
            tree_read(tree, &arena, *path, LIMIT_POST_FILE_BYTES, &text, &bytes, &ignored) == 0)
            ci_secrets_look(findings, workspace, *path, text);
    }
}
