/* A case's folder becomes a workspace, and a git repository where it asks for one. */
#include "workspace.h"

#include <errno.h>
#include <git2.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "files.h"

/* The folder of the workspace that a file of a case goes to; NULL for what stays. */
static const char *destination(struct arena *arena, const char *file, const char *case_name)
{
    static const struct {
        const char *file, *to;
    } places[] = {
        { "absent", NULL },
        { "cmd", NULL },
        { "expect", NULL },
        { "git", NULL },
        { "known-broken", NULL },
        { "ledger", NULL },
        { "now", NULL },
        { "session", NULL },
        { "accounts.yml", "brand" },
        { "audiences.yml", "brand" },
        { "brand.yml", "brand" },
        { "mentions.yml", "brand" },
        { "team.yml", "brand" },
        { "calendar.yml", "calendar" },
        { "brand", "." },
        { "calendar", "." },
        { "content", "." },
    };
    if (*file == '.')
        return NULL;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (text_equal(file, places[i].file))
            return places[i].to;
    return arena_printf(arena, "content/posts/%s", case_name);
}

static int lay_files(struct arena *arena, const char *work, const char *folder)
{
    struct names names = list_folder(arena, folder);
    for (size_t i = 0; i < names.count; i++) {
        const char *to = destination(arena, names.items[i], strrchr(folder, '/') + 1);
        if (!to)
            continue;
        to = arena_printf(arena, "%s/%s", work, to);
        if (make_folders(arena, to) != 0 ||
            copy(arena, arena_printf(arena, "%s/%s", folder, names.items[i]),
                 arena_printf(arena, "%s/%s", to, names.items[i])) != 0)
            return -1;
    }
    return 0;
}

static int remove_absent(struct arena *arena, const char *work, const char *folder)
{
    size_t bytes;
    char *rest = read_file(arena, arena_printf(arena, "%s/absent", folder), &bytes);
    for (char *line; rest && (line = strsep(&rest, "\n"));)
        if (*line && remove_all(arena, arena_printf(arena, "%s/%s", work, line)) != 0)
            return -1;
    return 0;
}

/* The repository. Its functions give what libgit2 does: 0, or less. */

static int add_to_index(struct arena *arena, git_repository *repo, git_index *index,
                        const char *folder, const char *prefix)
{
    struct names names = list_folder(arena, folder);
    int status = 0;
    for (size_t i = 0; i < names.count && status == 0; i++) {
        const char *path = arena_printf(arena, "%s/%s", folder, names.items[i]);
        const char *name = arena_printf(arena, "%s%s", prefix, names.items[i]);
        git_index_entry entry = { .mode = GIT_FILEMODE_BLOB, .path = name };
        if (is_folder(path))
            status = add_to_index(arena, repo, index, path, arena_printf(arena, "%s/", name));
        else if ((status = git_blob_create_from_disk(&entry.id, repo, path)) == 0)
            status = git_index_add(index, &entry);
    }
    return status;
}

/* A first commit of what the index holds, the same each time. */
static int commit_index(git_repository *repo, git_index *index, const char *reference,
                        const char *message)
{
    git_oid tree_id, commit_id;
    git_tree *tree = NULL;
    git_signature *ana = NULL;
    int status = git_index_write_tree_to(&tree_id, index, repo);
    if (status == 0)
        status = git_tree_lookup(&tree, repo, &tree_id);
    if (status == 0)
        status = git_signature_new(&ana, "Ana", "ana@horno.example", 1790000000, 120);
    if (status == 0)
        status =
            git_commit_create(&commit_id, repo, reference, ana, ana, NULL, message, tree, 0, NULL);
    git_signature_free(ana);
    git_tree_free(tree);
    return status;
}

static int commit_everything(git_repository *repo)
{
    git_index *index = NULL;
    int status = git_repository_index(&index, repo);
    if (status == 0)
        status = git_index_add_all(index, NULL, GIT_INDEX_ADD_DEFAULT, NULL, NULL);
    if (status == 0)
        status = git_index_write(index);
    if (status == 0)
        status = commit_index(repo, index, "HEAD", "post: as the case has it\n");
    git_index_free(index);
    return status;
}

static int commit_ledger(struct arena *arena, git_repository *repo, const char *ledger)
{
    git_index *index = NULL;
    int status = git_index_new(&index);
    if (status == 0)
        status = add_to_index(arena, repo, index, ledger, "");
    if (status == 0)
        status = commit_index(repo, index, "refs/heads/pregon-ledger",
                              "record: as the case has it [skip ci]\n");
    git_index_free(index);
    return status;
}

static int make_repository(struct arena *arena, const char *work, const char *ledger)
{
    git_repository *repo = NULL;
    git_repository_init_options options = { .version = GIT_REPOSITORY_INIT_OPTIONS_VERSION,
                                            .initial_head = "main" };
    int status = git_repository_init_ext(&repo, work, &options);
    if (status == 0)
        status = commit_everything(repo);
    if (status == 0 && is_folder(ledger))
        status = commit_ledger(arena, repo, ledger);
    git_repository_free(repo);
    return status;
}

int workspace_lay_out(const char **why, struct arena *arena, const char *work, const char *base,
                      const char *folder)
{
    const char *ledger = arena_printf(arena, "%s/ledger", folder);
    bool has_repository = exists(arena_printf(arena, "%s/git", folder)) || is_folder(ledger);
    if (make_folders(arena, work) != 0 || copy(arena, base, work) != 0 ||
        lay_files(arena, work, folder) != 0 || remove_absent(arena, work, folder) != 0) {
        *why = arena_printf(arena, "cannot lay out the workspace: %s", strerror(errno));
        return -1;
    }
    if (has_repository && make_repository(arena, work, ledger) != 0) {
        const git_error *error = git_error_last();
        *why = arena_printf(arena, "cannot make the repository: %s", error ? error->message : "?");
        return -1;
    }
    return 0;
}
