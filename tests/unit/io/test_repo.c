#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "git_folder.h"
#include "io/repo.h"

static const struct git_file one[] = { { "m/a.md", "1", GIT_FILEMODE_BLOB }, { 0 } };
static const struct git_file two[] = { { "m/a.md", "2", GIT_FILEMODE_BLOB }, { 0 } };
static const char absent[] = "0123456789012345678901234567890123456789";

static void add_config(const struct folder_for_test *folder, const char *text)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/.git/config", folder->path);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

TEST(repo_answers_questions_about_its_history)
{
    bool is_known = false;
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(repo_close) struct repo *repo = NULL;
    char first[41], second[41], stranger[41];
    git_folder_init(&folder, "");
    git_folder_commit(&folder, "", "refs/heads/main", first, one);
    git_folder_commit(&folder, "", "refs/heads/main", second, two);
    git_folder_commit(&folder, "", "refs/heads/side", stranger, two);
    struct err err = { 0 };
    const char *commit = NULL;
    assert_int_equal(repo_open(&repo, folder.path, &err), 0);
    assert_int_equal(repo_resolve(repo, &arena, "HEAD~1", &commit, &err), 0);
    assert_string_equal(commit, first);
    assert_int_equal(repo_resolve(repo, &arena, "main", &commit, &err), 0);
    assert_string_equal(commit, second);
    assert_int_equal(repo_resolve(repo, &arena, "nada", &commit, &err), -1);
    assert_int_equal(err.kind, ERR_USAGE);
    assert_string_equal(repo_tip(repo, &arena, "refs/heads/main"), second);
    assert_string_equal(repo_tip(repo, &arena, "HEAD"), second);
    assert_null(repo_tip(repo, &arena, "refs/heads/nada"));
    assert_true(repo_has_commit(repo, first));
    assert_false(repo_has_commit(repo, absent));
    assert_false(repo_has_commit(repo, "no id"));
    assert_true(repo_descends(repo, second, first));
    assert_true(repo_descends(repo, first, first));
    assert_false(repo_descends(repo, first, second));
    assert_false(repo_descends(repo, second, stranger));
    assert_false(repo_descends(repo, absent, absent));
    assert_string_equal(repo_root_commit(repo, &arena, second), first);
    assert_null(repo_root_commit(repo, &arena, absent));
    assert_int_equal(repo_branch_point(repo, &arena, "main~1", &commit, &is_known, &err), 0);
    assert_true(is_known);
    assert_string_equal(commit, first);
    assert_int_equal(repo_branch_point(repo, &arena, "side", &commit, &is_known, &err), 0);
    assert_false(is_known);
    assert_string_equal(commit, stranger);
}

TEST(repo_knows_where_a_folder_lies_in_it)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(repo_close) struct repo *repo = NULL;
    CLEANUP(repo_close) struct repo *shared = NULL;
    git_folder_init(&folder, "");
    folder_write(&folder, "marketing/es/x", "x");
    folder_link(&folder, "link", "marketing");
    char below[1024];
    snprintf(below, sizeof below, "%s/link/es", folder.path);
    struct err err = { 0 };
    assert_int_equal(repo_open(&repo, below, &err), 0);
    assert_string_equal(repo_below(repo, &arena, below), "marketing/es/");
    assert_string_equal(repo_below(repo, &arena, folder.path), "");
    assert_int_equal(repo_share(&shared, repo, &err), 0);
    assert_string_equal(repo_git_folder(shared), repo_git_folder(repo));
    assert_string_equal(repo_git_folder(repo) + strlen(repo_git_folder(repo)) - 6, "/.git/");
}

TEST(repo_says_where_there_is_none)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(repo_close) struct repo *repo = NULL;
    struct err err = { 0 };
    assert_int_equal(repo_open(&repo, folder.path, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.text, "is in no git repository"));
    folder_link(&folder, ".git", ".git");
    assert_int_equal(repo_open(&repo, folder.path, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, "/.git': "));
}

TEST(repo_tells_no_commit_yet_from_one_that_can_not_be_read)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(repo_close) struct repo *repo = NULL;
    char tip[41];
    struct err err = { 0 };
    const char *commit = NULL;
    git_folder_init(&folder, "");
    folder_write(&folder, ".git/HEAD", "ref: refs/heads/main\n");
    assert_int_equal(repo_open(&repo, folder.path, &err), 0);
    assert_int_equal(repo_resolve(repo, &arena, "HEAD", &commit, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.text, "'git commit' makes one"));
    git_folder_commit(&folder, "", "refs/heads/main", tip, one);
    assert_int_equal(
        remove(arena_printf(&arena, "%s/.git/objects/%.2s/%s", folder.path, tip, tip + 2)), 0);
    assert_int_equal(repo_resolve(repo, &arena, "HEAD", &commit, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, "cannot read the commit HEAD"));
}

TEST(repo_reads_remotes_from_its_own_settings_without_rewriting_them)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(repo_close) struct repo *repo = NULL;
    struct err err = { 0 };
    git_folder_init(&folder, "");
    assert_int_equal(repo_open(&repo, folder.path, &err), 0);
    bool has = true;
    assert_int_equal(repo_has_remotes(&has, repo, &err), 0);
    assert_false(has);
    assert_null(repo_remote_url(repo, &arena, "origin"));
    repo_close(&repo);
    add_config(&folder, "[remote \"origin\"]\n\turl = https://git.example/a.git\n"
                        "[url \"https://evil.example/\"]\n\tinsteadOf = https://git.example/\n");
    assert_int_equal(repo_open(&repo, folder.path, &err), 0);
    assert_int_equal(repo_has_remotes(&has, repo, &err), 0);
    assert_true(has);
    assert_string_equal(repo_remote_url(repo, &arena, "origin"), "https://git.example/a.git");
    assert_null(repo_remote_url(repo, &arena, "otro\nremote"));
}

/* Who has no remote keeps the ledger for himself: it has to be certain. */
TEST(repo_without_its_settings_is_not_one_without_remotes)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(repo_close) struct repo *repo = NULL;
    struct err err = { 0 };
    bool has;
    git_folder_init(&folder, "");
    assert_int_equal(remove(arena_printf(&arena, "%s/.git/config", folder.path)), 0);
    assert_int_equal(repo_open(&repo, folder.path, &err), 0);
    assert_int_equal(repo_has_remotes(&has, repo, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, ".git/config"));
}

TEST(repo_opens_what_newer_gits_leave_and_names_what_it_cannot)
{
    static const struct {
        const char *setting, *words;
    } rows[] = {
        { "worktreeConfig = true", NULL },
        { "partialClone = origin", NULL },
        { "relativeWorktrees = true", NULL },
        { "preciousObjects = true", NULL },
        { "objectFormat = sha256", "in a form that libgit2 can't read yet" },
        { "refStorage = reftable", "in a form that libgit2 can't read yet" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
        CLEANUP(repo_close) struct repo *repo = NULL;
        git_folder_init(&folder, "");
        char text[256];
        snprintf(text, sizeof text, "[core]\n\trepositoryformatversion = 1\n[extensions]\n\t%s\n",
                 rows[i].setting);
        add_config(&folder, text);
        struct err err = { 0 };
        assert_int_equal(repo_open(&repo, folder.path, &err), rows[i].words ? -1 : 0);
        if (rows[i].words)
            assert_non_null(strstr(err.text, rows[i].words));
    }
}

TEST(repo_tells_how_to_trust_a_folder_of_another_user)
{
    if (geteuid() != 0) {
        print_message("skipped: only root can give a folder to another user\n");
        skip();
    }
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(repo_close) struct repo *repo = NULL;
    git_folder_init(&folder, "");
    folder_write(&folder, "below/x", "x");
    char path[1024], wanted[1024];
    snprintf(path, sizeof path, "%s/below", folder.path);
    snprintf(wanted, sizeof wanted, "run: git config --global --add safe.directory '%s'",
             folder.path);
    assert_int_equal(chown(folder.path, 12345, 12345), 0);
    struct err err = { 0 };
    assert_int_equal(repo_open(&repo, path, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, wanted));
}

TEST(repo_in_a_shallow_clone_says_what_is_missing_there)
{
    bool is_known = false;
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(repo_close) struct repo *repo = NULL;
    char first[41], second[41], path[1024];
    git_folder_init(&folder, "");
    git_folder_commit(&folder, "", "refs/heads/main", first, one);
    git_folder_commit(&folder, "", "refs/heads/main", second, two);
    folder_write(&folder, ".git/shallow", second);
    snprintf(path, sizeof path, "%s/.git/objects/%.2s/%s", folder.path, first, first + 2);
    assert_int_equal(unlink(path), 0);
    struct err err = { 0 };
    const char *commit = NULL;
    assert_int_equal(repo_open(&repo, folder.path, &err), 0);
    assert_int_equal(repo_resolve(repo, &arena, "HEAD~1", &commit, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, "git fetch --unshallow"));
    assert_int_equal(repo_resolve(repo, &arena, "nada", &commit, &err), -1);
    assert_int_equal(err.kind, ERR_USAGE);
    assert_int_equal(repo_branch_point(repo, &arena, "main", &commit, &is_known, &err), 0);
    assert_string_equal(commit, second);
    assert_false(repo_descends(repo, second, first));
    assert_null(repo_root_commit(repo, &arena, second));
}

static bool has_touch(const struct repo_touch *touches, size_t count, const char *id,
                      const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(touches[i].id, id) == 0 && strcmp(touches[i].path, path) == 0)
            return true;
    return false;
}

TEST(repo_history_tells_which_commit_changed_which_file)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(repo_close) struct repo *repo = NULL;
    struct err err = { 0 };
    struct repo_touch *touches;
    size_t count;
    char first[41], second[41], third[41];
    git_folder_init(&folder, "");
    git_folder_commit(&folder, "", "refs/heads/main", first,
                      (struct git_file[]){ { "brand/brand.yml", "1", GIT_FILEMODE_BLOB },
                                           { "content/a.md", "1", GIT_FILEMODE_BLOB },
                                           { "content/b/c.md", "1", GIT_FILEMODE_BLOB },
                                           { "content/d", "1", GIT_FILEMODE_BLOB },
                                           { 0 } });
    git_folder_commit(&folder, "", "refs/heads/main", second,
                      (struct git_file[]){ { "brand/brand.yml", "2", GIT_FILEMODE_BLOB },
                                           { "content/a.md", "1", GIT_FILEMODE_BLOB },
                                           { "content/b/c.md", "1", GIT_FILEMODE_BLOB },
                                           { "content/d", "1", GIT_FILEMODE_BLOB },
                                           { 0 } });
    /* One changes, one goes, a file becomes a folder. */
    git_folder_commit(&folder, "", "refs/heads/main", third,
                      (struct git_file[]){ { "content/a.md", "2", GIT_FILEMODE_BLOB },
                                           { "content/d/e.md", "1", GIT_FILEMODE_BLOB },
                                           { 0 } });
    assert_int_equal(repo_open(&repo, folder.path, &err), 0);
    assert_int_equal(repo_history(repo, &arena, third, "content", 10, &touches, &count, &err), 0);
    assert_int_equal(count, 7);
    assert_true(has_touch(touches, count, third, "content/a.md"));
    assert_true(has_touch(touches, count, third, "content/b/c.md"));
    assert_true(has_touch(touches, count, third, "content/d"));
    assert_true(has_touch(touches, count, third, "content/d/e.md"));
    assert_true(has_touch(touches, count, first, "content/a.md"));
    assert_true(has_touch(touches, count, first, "content/b/c.md"));
    assert_true(has_touch(touches, count, first, "content/d"));
    assert_string_equal(touches[0].id, third);
    assert_int_equal(repo_history(repo, &arena, third, "content", 1, &touches, &count, &err), 0);
    assert_int_equal(count, 4);
    assert_int_equal(repo_history(repo, &arena, third, "nowhere", 10, &touches, &count, &err), 0);
    assert_int_equal(count, 0);
}
