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
#include "io/child.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/repo.h"
#include "io/repo_remote.h"

static const char known[] = "refs/pregon/known/1";

struct fixture {
    struct folder_for_test folder;
    struct repo *repo, *store;
    struct arena arena;
};

static struct fixture fixture_make(void)
{
    struct fixture fixture = { .folder = folder_make() };
    struct err err = { 0 };
    git_folder_init(&fixture.folder, "");
    assert_int_equal(repo_open(&fixture.repo, fixture.folder.path, &err), 0);
    assert_int_equal(repo_store_open(&fixture.store, fixture.repo, &err), 0);
    return fixture;
}

static void fixture_release(struct fixture *fixture)
{
    arena_release(&fixture->arena);
    repo_close(&fixture->store);
    repo_close(&fixture->repo);
    folder_remove(&fixture->folder);
}

static void reopen(struct fixture *fixture)
{
    struct err err = { 0 };
    repo_close(&fixture->store);
    if (repo_store_open(&fixture->store, fixture->repo, &err) != 0)
        fail_msg("%s", err.text);
}

/* A commit in the store, with a reference to it. */
static const char *fill(struct fixture *fixture)
{
    struct err err = { 0 };
    const struct repo_change change = { "a", "hola", 4 };
    const char *commit = NULL;
    enum move_outcome outcome;
    assert_int_equal(
        repo_commit(fixture->store, &fixture->arena, NULL, &change, 1, "m", 1, &commit, &err), 0);
    assert_int_equal(repo_move(fixture->store, known, NULL, commit, &outcome, &err), 0);
    return commit;
}

/* Another on top of it, or on nothing, with no reference to it. */
static const char *make_commit(struct fixture *fixture, const char *parent)
{
    struct err err = { 0 };
    const struct repo_change change = { "d/b", "adios", 5 };
    const char *commit = NULL;
    assert_int_equal(
        repo_commit(fixture->store, &fixture->arena, parent, &change, 1, "m", 2, &commit, &err), 0);
    return commit;
}

static const char *add(struct fixture *fixture, const char *parent)
{
    struct err err = { 0 };
    enum move_outcome outcome;
    const char *commit = make_commit(fixture, parent);
    assert_int_equal(repo_move(fixture->store, known, parent, commit, &outcome, &err), 0);
    return commit;
}

static char *store_path(struct fixture *fixture, const char *path)
{
    return arena_printf(&fixture->arena, "%s/.git/pregon/store.git/%s", fixture->folder.path, path);
}

/* The object that `expression` stands for is empty. */
static void spoil(struct fixture *fixture, const char *expression)
{
    git_repository *git = NULL;
    git_object *object = NULL;
    char id[GIT_OID_HEXSZ + 1];
    assert_int_equal(git_repository_open(&git, store_path(fixture, "")), 0);
    assert_int_equal(git_revparse_single(&object, git, expression), 0);
    git_oid_tostr(id, sizeof id, git_object_id(object));
    git_object_free(object);
    git_repository_free(git);
    const char *path =
        store_path(fixture, arena_printf(&fixture->arena, "objects/%.2s/%s", id, id + 2));
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(truncate(path, 0), 0);
}

TEST(repo_store_lies_in_the_git_folder_and_keeps_what_it_has)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    const char *commit = fill(&fixture);
    reopen(&fixture);
    assert_string_equal(repo_tip(fixture.store, &fixture.arena, known), commit);
    assert_string_equal(repo_git_folder(fixture.store), store_path(&fixture, ""));
    assert_false(repo_has_commit(fixture.repo, commit));
}

TEST(repo_store_is_made_anew_where_it_is_broken)
{
    for (int way = 0; way < 6; way++) {
        CLEANUP(fixture_release) struct fixture fixture = fixture_make();
        const char *commit = fill(&fixture);
        struct err err = { 0 };
        switch (way) {
        case 0:
            assert_int_equal(files_remove(store_path(&fixture, "HEAD"), &err), 0);
            break;
        case 1: {
            const char *object =
                arena_printf(&fixture.arena, "objects/%.2s/%s", commit, commit + 2);
            assert_int_equal(files_remove(store_path(&fixture, object), &err), 0);
            break;
        }
        case 2:
            folder_write(&fixture.folder, ".git/pregon/store.git/config", "[core\n");
            break;
        case 3:
            folder_write(&fixture.folder, ".git/pregon/store.git/refs/pregon/known/2", "");
            break;
        case 4:
            folder_write(&fixture.folder, ".git/pregon/store.git/refs/pregon/known/2",
                         "................................................................");
            break;
        default:
            repo_close(&fixture.store);
            assert_int_equal(files_remove_folder(store_path(&fixture, ""), &err), 0);
            folder_write(&fixture.folder, ".git/pregon/store.git", "no folder");
        }
        reopen(&fixture);
        if (repo_tip(fixture.store, &fixture.arena, known))
            fail_msg("way %d: it was kept", way);
        fill(&fixture);
    }
}

/* Opening looks for a commit and its root, and not below. */
TEST(repo_store_that_can_t_be_read_is_put_aside_after_a_failure)
{
    static const char *const rest[] = { ":a", ":d", ":d/b", "~1", NULL };
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        CLEANUP(fixture_release) struct fixture fixture = fixture_make();
        const char *commit = add(&fixture, fill(&fixture));
        assert_false(repo_store_mend(fixture.store));
        const char *spoilt = rest[i] ? arena_printf(&fixture.arena, "%s%s", commit, rest[i])
                                     : make_commit(&fixture, NULL);
        spoil(&fixture, spoilt);
        reopen(&fixture);
        assert_string_equal(repo_tip(fixture.store, &fixture.arena, known), commit);
        if (!repo_store_mend(fixture.store))
            fail_msg("%s: it was kept", spoilt);
        reopen(&fixture);
        assert_null(repo_tip(fixture.store, &fixture.arena, known));
        assert_false(repo_store_mend(fixture.store));
    }
}

TEST(repo_store_is_rid_of_the_locks_of_dead_runs)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    const char *commit = fill(&fixture);
    static const char *const remains[] = { "refs/pregon/known/1.lock", "packed-refs.lock",
                                           "objects/pack/pack_git2_abc", "config.lock" };
    for (size_t i = 0; i < sizeof remains / sizeof remains[0]; i++)
        folder_write(&fixture.folder,
                     arena_printf(&fixture.arena, ".git/pregon/store.git/%s", remains[i]), "");
    reopen(&fixture);
    for (size_t i = 0; i < sizeof remains / sizeof remains[0]; i++)
        assert_false(files_exist(store_path(&fixture, remains[i])));
    assert_string_equal(repo_tip(fixture.store, &fixture.arena, known), commit);
}

TEST(repo_store_is_never_reached_through_a_link)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    struct err err = { 0 };
    struct repo *store = NULL;
    char path[1024];
    snprintf(path, sizeof path, "%s/.git/pregon", fixture.folder.path);
    assert_int_equal(files_remove_folder(path, &err), 0);
    folder_write(&fixture.folder, "elsewhere/x", "x");
    folder_link(&fixture.folder, ".git/pregon", "../elsewhere");
    assert_int_equal(repo_store_open(&store, fixture.repo, &err), -1);
    assert_non_null(strstr(err.text, "symbolic link"));
}

TEST(repo_fetch_says_what_is_wrong_with_an_address)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    struct err err = { 0 };
    struct repo_ref ref = { .name = "refs/heads/main" };
    const struct repo_remote remote = { .url = "http://127.0.0.1:1/a:b" };
    assert_int_equal(repo_fetch(fixture.store, &fixture.arena, &remote, &ref, 1, NULL, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, "'http://127.0.0.1:1/a:b': "));
    const char *reason = NULL;
    const char *commit = fill(&fixture);
    assert_int_equal(
        repo_push(fixture.store, &fixture.arena, &remote, ref.name, NULL, commit, &reason),
        PUSH_UNKNOWN);
    assert_non_null(strstr(reason, "connect"));
}

/* ---- Children ---- */

static void answer_seven(const void *context, void *answer)
{
    *(int *)answer = *(const int *)context + 2;
}

static void sleep_long(const void *context, void *answer)
{
    (void)context, (void)answer;
    for (;;)
        pause();
}

static void die(const void *context, void *answer)
{
    (void)context, (void)answer;
    _exit(3);
}

TEST(child_answers_is_late_or_dies)
{
    static const struct {
        child_work work;
        int64_t deadline_ms;
        enum child_end end;
    } rows[] = { { answer_seven, 10000, CHILD_ANSWERED },
                 { sleep_long, 50, CHILD_LATE },
                 { die, 10000, CHILD_DIED } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int answer = 0;
        struct err err = { 0 };
        enum child_end end;
        int64_t begin_ms = clock_boot_ms();
        assert_int_equal(child_run(&end, rows[i].work, &(int){ 5 }, &answer, sizeof answer,
                                   rows[i].deadline_ms, &err),
                         0);
        assert_int_equal(end, rows[i].end);
        assert_int_equal(answer, rows[i].end == CHILD_ANSWERED ? 7 : 0);
        assert_true(clock_boot_ms() - begin_ms < 5000);
    }
}

TEST(repo_store_tip_is_what_was_seen_of_the_remote_and_can_be_read)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    struct err err = { 0 };
    enum move_outcome outcome;
    const char *commit = fill(&fixture);
    assert_null(repo_store_tip(fixture.repo, &fixture.arena, "refs/heads/led"));
    assert_false(repo_has_commit(fixture.repo, commit));
    assert_int_equal(
        repo_move(fixture.store, "refs/pregon/remote/heads/led", NULL, commit, &outcome, &err), 0);
    assert_null(repo_store_tip(fixture.repo, &fixture.arena, "refs/heads/other"));
    assert_null(repo_store_tip(fixture.repo, &fixture.arena, "led"));
    assert_string_equal(repo_store_tip(fixture.repo, &fixture.arena, "refs/heads/led"), commit);
    assert_true(repo_has_commit(fixture.repo, commit));
    /* For this handle alone: nothing was written. */
    CLEANUP(repo_close) struct repo *other = NULL;
    assert_int_equal(repo_share(&other, fixture.repo, &err), 0);
    assert_false(repo_has_commit(other, commit));
}

TEST(repo_store_tip_is_none_where_no_store_or_a_broken_one_lies)
{
    CLEANUP(fixture_release) struct fixture fixture = fixture_make();
    struct err err = { 0 };
    assert_int_equal(files_remove(store_path(&fixture, "HEAD"), &err), 0);
    assert_null(repo_store_tip(fixture.repo, &fixture.arena, "refs/heads/led"));
    assert_int_equal(files_remove_folder(store_path(&fixture, ""), &err), 0);
    assert_null(repo_store_tip(fixture.repo, &fixture.arena, "refs/heads/led"));
}
