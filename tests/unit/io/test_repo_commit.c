#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "git_folder.h"
#include "io/files.h"
#include "io/repo.h"
#include "io/repo_internal.h"
#include "io/tree.h"

static const char ledger[] = "refs/heads/pregon-ledger";

struct fixture {
    struct folder_for_test folder;
    struct repo *repo;
    struct arena arena;
};

static struct fixture fixture_make(void)
{
    struct fixture fixture = { .folder = folder_make() };
    struct err err = { 0 };
    git_folder_init(&fixture.folder, "");
    assert_int_equal(repo_open(&fixture.repo, fixture.folder.path, &err), 0);
    return fixture;
}

static void fixture_release(struct fixture *fixture)
{
    arena_release(&fixture->arena);
    repo_close(&fixture->repo);
    folder_remove(&fixture->folder);
}

static const char *commit_changes(struct fixture *fixture, const char *parent,
                                  const struct repo_change *changes, size_t count)
{
    struct err err = { 0 };
    const char *commit = NULL;
    if (repo_commit(fixture->repo, &fixture->arena, parent, changes, count, "record: 1 sent\n",
                    1790000000, &commit, &err) != 0)
        return arena_strdup(&fixture->arena, err.text);
    return commit;
}

static struct repo_change change(const char *path, const char *data)
{
    return (struct repo_change){ .path = path, .data = data, .bytes = data ? strlen(data) : 0 };
}

/* All files of a commit with their contents: `path=data`, a blank behind each. */
static const char *contents(struct fixture *fixture, const char *commit)
{
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct err err = { 0 };
    struct tree_file *files = NULL;
    size_t count = 0;
    const char *out = "";
    assert_int_equal(tree_open_commit(&tree, fixture->repo, commit, "", &err), 0);
    assert_int_equal(tree_list(tree, &fixture->arena, "", &files, &count, &err), 0);
    for (size_t i = 0; i < count; i++) {
        char *data;
        size_t bytes;
        assert_int_equal(tree_read(tree, &fixture->arena, files[i].path, 1000, &data, &bytes, &err),
                         0);
        out = arena_printf(&fixture->arena, "%s%s=%s ", out, files[i].path, data);
    }
    return out;
}

TEST(repo_commit_builds_on_its_parent)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    const struct repo_change first[] = { change("d/a/x.yml", "1"), change("README.md", "hola"),
                                         change("d/a-b/x.yml", "2"), change("d/a.yml", "3") };
    const char *root = commit_changes(&fixture, NULL, first, 4);
    assert_string_equal(contents(&fixture, root),
                        "README.md=hola d/a-b/x.yml=2 d/a.yml=3 d/a/x.yml=1 ");
    const struct repo_change second[] = { change("d/a/x.yml", "4"), change("d/a-b/x.yml", NULL),
                                          change("d/nada.yml", NULL), change("z/y/x", "") };
    const char *next = commit_changes(&fixture, root, second, 4);
    assert_string_equal(contents(&fixture, next), "README.md=hola d/a.yml=3 d/a/x.yml=4 z/y/x= ");
    assert_true(repo_descends(fixture.repo, next, root));
    assert_string_equal(repo_root_commit(fixture.repo, &fixture.arena, next), root);
    /* What git itself never writes: a folder without files. */
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct err err = { 0 };
    assert_int_equal(tree_open_commit(&tree, fixture.repo, next, "d/a-b", &err), -1);
}

TEST(repo_commit_is_the_same_for_the_same_input)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    const struct repo_change changes[] = { change("a", "1"), change("b", "2") };
    const char *one = commit_changes(&fixture, NULL, changes, 2);
    assert_string_equal(commit_changes(&fixture, NULL, changes, 2), one);
    assert_string_not_equal(commit_changes(&fixture, one, changes, 2), one);
}

TEST(repo_commit_refuses_names_that_lead_out)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    static const char *const paths[] = { "", "/a", "a//b", "../a", "a/.git/b", ".GIT", "a/" };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const struct repo_change changes[] = { change(paths[i], "x") };
        assert_non_null(strstr(commit_changes(&fixture, NULL, changes, 1), "may be named"));
    }
}

TEST(repo_commit_says_so_when_a_file_stands_where_a_folder_must)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    const struct repo_change first[] = { change("a", "1") };
    const struct repo_change second[] = { change("a/b", "1") };
    const char *root = commit_changes(&fixture, NULL, first, 1);
    assert_non_null(strstr(commit_changes(&fixture, root, second, 1), "cannot write a commit"));
}

/* As the ledger grows: some files anew, some changed, some taken away, held against a plain list.
 * Commits of few changes are written loose, those of many as a pack. */
TEST(repo_commit_equals_a_plain_list_of_files)
{
    enum { FILES = 60, ROUNDS = 25 };
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    char paths[FILES][32], data[FILES][32] = { { 0 } };
    static const char *const folders[] = { "a", "a-b", "a/b", "a.b", "a0/b/c", "b" };
    for (int i = 0; i < FILES; i++)
        snprintf(paths[i], sizeof paths[i], "%s/%02d", folders[i % 6], i);
    const char *parent = NULL;
    unsigned seed = 7;
    for (int round = 0; round < ROUNDS; round++) {
        struct repo_change changes[FILES];
        size_t count = 0;
        for (int i = 0; i < FILES; i++) {
            seed = seed * 1103515245U + 12345U;
            unsigned dice = (seed >> 16) % (round % 2 ? 40 : 3);
            if (dice == 0)
                snprintf(data[i], sizeof data[i], "%d.%d", round, i);
            else if (dice == 1)
                data[i][0] = '\0';
            else
                continue;
            changes[count++] =
                change(paths[i], data[i][0] ? arena_strdup(&fixture.arena, data[i]) : NULL);
        }
        parent = commit_changes(&fixture, parent, changes, count);
        const char *found = contents(&fixture, parent);
        size_t wanted_bytes = 0;
        for (int i = 0; i < FILES; i++) {
            const char *line = arena_printf(&fixture.arena, "%s=%s ", paths[i], data[i]);
            if (data[i][0])
                wanted_bytes += strlen(line);
            assert_int_equal(!!strstr(found, line), !!data[i][0]);
        }
        assert_int_equal(strlen(found), wanted_bytes);
    }
}

TEST(repo_commit_of_many_files_is_one_pack)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    char paths[100][40], path[1024];
    struct repo_change changes[100];
    for (int i = 0; i < 100; i++) {
        snprintf(paths[i], sizeof paths[i], "deliveries/%d/bluesky.yml", i);
        changes[i] = change(paths[i], paths[i]);
    }
    const char *commit = commit_changes(&fixture, NULL, changes, 100);
    assert_true(repo_has_commit(fixture.repo, commit));
    snprintf(path, sizeof path, "%s/.git/objects/pack", fixture.folder.path);
    const char **names = NULL;
    size_t count = 0;
    struct err err = { 0 };
    assert_int_equal(files_list(&fixture.arena, path, &names, &count, &err), 0);
    assert_int_equal(count, 2);
    snprintf(path, sizeof path, "%s/.git/objects", fixture.folder.path);
    assert_int_equal(files_list(&fixture.arena, path, &names, &count, &err), 0);
    assert_int_equal(count, 2); /* info and pack */
}

TEST(repo_move_is_a_compare_and_swap)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    const struct repo_change changes[] = { change("a", "1") };
    const char *one = commit_changes(&fixture, NULL, changes, 1);
    const char *two = commit_changes(&fixture, one, changes, 1);
    const char *three = commit_changes(&fixture, two, changes, 1);
    const struct {
        const char *from, *to;
        enum move_outcome outcome;
        const char *tip;
    } rows[] = {
        { two, three, MOVE_LOST, NULL }, { NULL, one, MOVE_DONE, one },
        { NULL, two, MOVE_LOST, one },   { two, three, MOVE_LOST, one },
        { one, two, MOVE_DONE, two },    { one, three, MOVE_LOST, two },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err = { 0 };
        enum move_outcome outcome;
        assert_int_equal(repo_move(fixture.repo, ledger, rows[i].from, rows[i].to, &outcome, &err),
                         0);
        assert_int_equal(outcome, rows[i].outcome);
        const char *tip = repo_tip(fixture.repo, &fixture.arena, ledger);
        if (rows[i].tip)
            assert_string_equal(tip, rows[i].tip);
        else
            assert_null(tip);
    }
}

TEST(repo_move_meets_the_lock_of_a_dead_run)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    const struct repo_change changes[] = { change("a", "1") };
    const char *one = commit_changes(&fixture, NULL, changes, 1);
    struct err err = { 0 };
    enum move_outcome outcome;
    fixture.repo->lock_patience_ms = 50;
    folder_write(&fixture.folder, ".git/refs/heads/pregon-ledger.lock", "");
    assert_int_equal(repo_move(fixture.repo, ledger, NULL, one, &outcome, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, "refs/heads/pregon-ledger.lock"));
    assert_int_equal(repo_unlock(fixture.repo, ledger, &err), 0);
    assert_int_equal(repo_move(fixture.repo, ledger, NULL, one, &outcome, &err), 0);
    assert_int_equal(outcome, MOVE_DONE);
    assert_int_equal(repo_unlock(fixture.repo, ledger, &err), 0);
}

TEST(repo_log_goes_back_as_far_as_asked)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    const struct repo_change changes[] = { change("a", "1") };
    const char *one = commit_changes(&fixture, NULL, changes, 1);
    const char *two = commit_changes(&fixture, one, changes, 1);
    struct err err = { 0 };
    struct repo_log_entry *entries = NULL;
    size_t count = 0;
    assert_int_equal(repo_log(fixture.repo, &fixture.arena, two, NULL, 10, &entries, &count, &err),
                     0);
    assert_int_equal(count, 2);
    assert_string_equal(entries[0].id, two);
    assert_string_equal(entries[1].id, one);
    assert_string_equal(entries[1].message, "record: 1 sent\n");
    assert_int_equal(entries[1].when_utc, 1790000000);
    assert_int_equal(repo_log(fixture.repo, &fixture.arena, two, NULL, 1, &entries, &count, &err),
                     0);
    assert_int_equal(count, 1);
    assert_int_equal(repo_log(fixture.repo, &fixture.arena, two, one, 10, &entries, &count, &err),
                     0);
    assert_int_equal(count, 1);
    assert_string_equal(entries[0].id, two);
    assert_int_equal(repo_log(fixture.repo, &fixture.arena, two, two, 10, &entries, &count, &err),
                     0);
    assert_int_equal(count, 0);
    assert_int_equal(
        repo_log(fixture.repo, &fixture.arena, "nada", NULL, 1, &entries, &count, &err), -1);
}
