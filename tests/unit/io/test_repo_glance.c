#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "git_folder.h"
#include "io/repo.h"

static const struct git_file files[] = { { "m/a.md", "1", GIT_FILEMODE_BLOB }, { 0 } };

static bool glance(const struct folder_for_test *folder, struct repo_glance *out,
                   struct arena *arena, const char *below)
{
    return repo_glance(out, arena, arena_printf(arena, "%s/%s", folder->path, below));
}

TEST(glance_tells_where_a_folder_lies)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct repo_glance found;
    git_folder_init(&folder, "");
    folder_write(&folder, "marketing/es/x", "x");
    folder_link(&folder, "link", "marketing");
    assert_true(glance(&folder, &found, &arena, ""));
    assert_string_equal(found.below, "");
    assert_true(glance(&folder, &found, &arena, "link/es"));
    assert_string_equal(found.below, "marketing/es/");
}

TEST(glance_finds_references)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct repo_glance found;
    char commit[41];
    git_folder_init(&folder, "");
    git_folder_commit(&folder, "", "refs/heads/main", commit, files);
    assert_true(glance(&folder, &found, &arena, ""));
    assert_false(repo_glance_lacks(&found, &arena, "refs/heads/main"));
    assert_true(repo_glance_lacks(&found, &arena, "refs/heads/ledger"));
    folder_write(&folder, ".git/packed-refs",
                 arena_printf(&arena,
                              "# pack-refs with: peeled fully-peeled sorted\n%s refs/"
                              "remotes/origin/ledger\n",
                              commit));
    assert_true(repo_glance_lacks(&found, &arena, "refs/heads/ledger"));
    assert_true(repo_glance_lacks(&found, &arena, "refs/remotes/origin/led"));
    assert_false(repo_glance_lacks(&found, &arena, "refs/remotes/origin/ledger"));
}

/* It keeps references under names of its own. */
TEST(glance_leaves_the_store_to_libgit2)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct repo_glance found;
    git_folder_init(&folder, "");
    assert_true(glance(&folder, &found, &arena, ""));
    assert_true(repo_glance_lacks(&found, &arena, "refs/heads/ledger"));
    folder_write(&folder, ".git/pregon/store.git/HEAD", "ref: refs/heads/main\n");
    assert_false(repo_glance_lacks(&found, &arena, "refs/heads/ledger"));
}

TEST(glance_leaves_unusual_repositories_to_libgit2)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct repo_glance found;
    static const char *const unusual[] = { "[core]\n\tworktree = /elsewhere\n",
                                           "[Extensions]\n\trefstorage = reftable\n",
                                           "[include]\n\tpath = more\n",
                                           "[core]\n\tbare = true\n" };
    git_folder_init(&folder, "");
    assert_true(glance(&folder, &found, &arena, ""));
    for (size_t i = 0; i < sizeof unusual / sizeof *unusual; i++) {
        folder_write(&folder, ".git/config", unusual[i]);
        assert_false(glance(&folder, &found, &arena, ""));
    }
    folder_write(&folder, ".git/config", "[core]\n\tbare = false\n");
    assert_true(glance(&folder, &found, &arena, ""));
    folder_write(&folder, "linked/.git", "gitdir: ../.git/worktrees/linked\n");
    assert_false(glance(&folder, &found, &arena, "linked"));
}
