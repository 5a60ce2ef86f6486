#include "ledger_folder.h"

#include "../test.h"

#include "base/err.h"
#include "io/repo.h"

struct ledger_folder ledger_folder_open(void)
{
    struct ledger_folder folder = { .folder = folder_make() };
    struct err err = { 0 };
    git_folder_init(&folder.folder, "");
    if (repo_open(&folder.repo, folder.folder.path, &err) != 0)
        fail_msg("%s", err.text);
    return folder;
}

void ledger_folder_close(struct ledger_folder *folder)
{
    repo_close(&folder->repo);
    arena_release(&folder->arena);
    folder_remove(&folder->folder);
}

void ledger_folder_commit(struct ledger_folder *folder, const struct git_file *files)
{
    git_folder_commit(&folder->folder, "", "refs/heads/pregon-ledger", folder->tip, files);
}

struct ledger ledger_folder_read(struct ledger_folder *folder)
{
    struct ledger ledger;
    struct err err = { 0 };
    if (ledger_read(&ledger, &folder->arena, folder->repo, folder->tip[0] ? folder->tip : NULL,
                    NULL, &err) != 0)
        fail_msg("%s", err.text);
    return ledger;
}

const char *ledger_folder_record(struct arena *arena, const char *post, const char *account,
                                 const char *state)
{
    return arena_printf(arena,
                        "post: %s\naccount: %s\nnetwork: mastodon\nstate: %s\nattempt: 1\n"
                        "owner: {nonce: n1}\n",
                        post, account, state);
}
