#include "../test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "io/repo.h"
#include "ledger_folder.h"
#include "model/moment.h"

enum { NOW = 1795509000 };
#define FILE_OF(path, text)                                                                        \
    {                                                                                              \
        path, text, GIT_FILEMODE_BLOB                                                              \
    }

static const char meta[] = "birth: 2026-11-23T08:30:00Z\n";
static const char *const ledger_branch = "refs/heads/pregon-ledger";

/* What a commit of the ledger holds besides ledger.yml. */
static void commit_record(struct ledger_folder *folder, const char *post, const char *state)
{
    ledger_folder_commit(folder,
                         (struct git_file[]){
                             FILE_OF("ledger.yml", meta),
                             FILE_OF(arena_printf(&folder->arena, "deliveries/%s/x.yml", post),
                                     ledger_folder_record(&folder->arena, post, "x", state)),
                             { 0 },
                         });
}

static int verify(struct ledger_folder *folder, const char *genesis, const char *known,
                  struct err *err)
{
    struct ledger ledger = ledger_folder_read(folder);
    *err = (struct err){ 0 };
    return ledger_verify(&ledger, folder->repo, genesis, known, NOW, err);
}

static void assert_trusted(struct ledger_folder *folder, const char *genesis, const char *known)
{
    struct err err;
    if (verify(folder, genesis, known, &err) != 0)
        fail_msg("%s", err.text);
}

static void assert_refused(struct ledger_folder *folder, const char *genesis, const char *known,
                           const char *words)
{
    struct err err;
    assert_int_equal(verify(folder, genesis, known, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
}

/* Takes the branch back, so that the next commit stands elsewhere. */
static void set_back(struct ledger_folder *folder, const char *to)
{
    struct err err = { 0 };
    enum move_outcome outcome;
    char reference[] = "refs/heads/pregon-ledger";
    git_repository *git = NULL;
    assert_int_equal(git_repository_open(&git, folder->folder.path), 0);
    assert_int_equal(git_reference_remove(git, reference), 0);
    git_repository_free(git);
    if (to)
        assert_int_equal(repo_move(folder->repo, ledger_branch, NULL, to, &outcome, &err), 0);
    folder->tip[0] = '\0';
    if (to)
        memcpy(folder->tip, to, sizeof folder->tip);
}

static const char *tip_of(struct ledger_folder *folder)
{
    return arena_strdup(&folder->arena, folder->tip);
}

TEST(a_ledger_that_grew_is_trusted)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    assert_trusted(&folder, NULL, NULL);
    commit_record(&folder, "a", "sending");
    const char *genesis = tip_of(&folder);
    commit_record(&folder, "a", "sent");
    const char *known = tip_of(&folder);
    assert_trusted(&folder, genesis, NULL);
    assert_trusted(&folder, genesis, known);
    assert_trusted(&folder, NULL, genesis);
}

TEST(tampering_1_a_deleted_ledger_is_refused)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "a", "sent");
    const char *known = tip_of(&folder);
    set_back(&folder, NULL);
    assert_refused(&folder, NULL, known, "gone");
    assert_refused(&folder, known, NULL, "gone");
}

TEST(tampering_2_a_ledger_that_was_set_back_is_refused)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "a", "sending");
    const char *before = tip_of(&folder);
    commit_record(&folder, "a", "sent");
    const char *known = tip_of(&folder);
    set_back(&folder, before);
    assert_refused(&folder, NULL, known, "set back");
    assert_refused(&folder, before, known, "set back");
}

TEST(tampering_3_another_beginning_is_refused)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "a", "sent");
    const char *genesis = tip_of(&folder);
    set_back(&folder, NULL);
    commit_record(&folder, "b", "sent");
    assert_refused(&folder, genesis, NULL, "ledger.genesis");
    assert_refused(&folder, "0123456789012345678901234567890123456789", NULL, "ledger.genesis");
}

TEST(tampering_4_a_fork_is_refused)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "a", "sending");
    const char *genesis = tip_of(&folder);
    commit_record(&folder, "a", "sent");
    const char *known = tip_of(&folder);
    set_back(&folder, genesis);
    commit_record(&folder, "a", "retry");
    assert_refused(&folder, genesis, known, "set back or replaced");
}

TEST(tampering_5_a_sent_record_that_says_otherwise_is_refused)
{
    static const char *const states[] = { "retry", "failed", "sending", "missed", "skipped" };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
        commit_record(&folder, "a", "sent");
        const char *known = tip_of(&folder);
        commit_record(&folder, "a", states[i]);
        assert_refused(&folder, known, known, "'a/x' was sent");
    }
}

TEST(tampering_6_a_sent_record_that_is_gone_is_refused)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "a", "sent");
    const char *known = tip_of(&folder);
    commit_record(&folder, "b", "sending");
    assert_refused(&folder, known, known, "'a/x' was sent");
}

/* As a run does it, with its message. */
static void send_a_to_x(struct ledger_folder *folder)
{
    struct ledger ledger = ledger_folder_read(folder);
    struct err err = { 0 };
    enum move_outcome outcome;
    struct record sent = { .post = "a", .account = "x", .network = "x", .state = RECORD_SENT };
    struct ledger_change change = { .record = &sent };
    struct ledger_update update = {
        .changes = &change, .change_count = 1, .birth_utc = NOW - 1, .now_utc = NOW
    };
    const char *commit;
    assert_int_equal(ledger_build(&ledger, &folder->arena, folder->repo, &update, &commit, &err),
                     0);
    assert_int_equal(repo_move(folder->repo, ledger_branch, ledger.tip, commit, &outcome, &err), 0);
    memcpy(folder->tip, commit, sizeof folder->tip);
}

TEST(tampering_7_and_a_machine_that_never_saw_it_reads_history)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    send_a_to_x(&folder);
    assert_trusted(&folder, NULL, NULL);
    commit_record(&folder, "b", "sending");
    assert_refused(&folder, NULL, NULL, "'a/x' was sent");
}

TEST(tampering_7_also_what_was_sent_and_edited_between_two_looks)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "b", "sending");
    const char *known = tip_of(&folder);
    send_a_to_x(&folder);
    assert_trusted(&folder, NULL, known);
    commit_record(&folder, "b", "sent");
    assert_refused(&folder, NULL, known, "'a/x' was sent");
}

TEST(tampering_8_a_ledger_that_begins_in_the_future_is_refused)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    ledger_folder_commit(
        &folder,
        (struct git_file[]){ FILE_OF("ledger.yml", "birth: 2099-01-01T00:00:00Z\n"), { 0 } });
    assert_refused(&folder, NULL, NULL, "2099-01-01");
}

TEST(a_rehearsed_run_in_the_future_is_no_tampering)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    ledger_folder_commit(
        &folder, (struct git_file[]){ FILE_OF("ledger.yml", "birth: 2026-11-23T08:30:00Z\n"
                                                            "last-run: {at: "
                                                            "2099-01-01T00:00:00Z, run: a}\n"),
                                      { 0 } });
    assert_trusted(&folder, NULL, NULL);
}

TEST(tampering_9_without_birth_or_pins_nothing_is_sent)
{
    static const struct git_file trees[][3] = {
        { FILE_OF("deliveries/a/x.yml",
                  "post: a\naccount: x\nnetwork: x\nstate: retry\nrun: host-1\n") },
        { FILE_OF("ledger.yml", "birth: x\n") },
        { FILE_OF("ledger.yml", meta), FILE_OF("accounts.yml", "[") },
        { FILE_OF("ledger.yml", meta), { "accounts.yml", "a", GIT_FILEMODE_LINK } },
    };
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
        ledger_folder_commit(&folder, trees[i]);
        struct err err;
        assert_int_equal(verify(&folder, NULL, NULL, &err), -1);
        assert_int_equal(err.kind, ERR_SYSTEM);
    }
}

TEST(a_hold_may_be_written_before_the_first_run)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    ledger_folder_commit(&folder, (struct git_file[]){ FILE_OF("hold.yml", "holds: []\n"), { 0 } });
    assert_trusted(&folder, NULL, NULL);
}

/* What can't be read is set apart by itself: test_ledger_read.c. */
/* `git push origin main:pregon-ledger`, or a branch begun on the host's page. */
TEST(a_branch_of_posts_is_no_ledger_that_has_sent_nothing)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    ledger_folder_commit(&folder, (struct git_file[]){ FILE_OF("README.md", "Pan\n"), { 0 } });
    assert_trusted(&folder, NULL, NULL);
    ledger_folder_commit(&folder,
                         (struct git_file[]){ FILE_OF("brand/brand.yml", "name: Pan\n"), { 0 } });
    assert_refused(&folder, NULL, NULL, "'brand/brand.yml'");
    ledger_folder_commit(&folder, (struct git_file[]){ FILE_OF("brand/brand.yml", "name: Pan\n"),
                                                       FILE_OF("ledger.yml", meta),
                                                       { 0 } });
    assert_trusted(&folder, NULL, NULL);
}

TEST(tampering_10_a_broken_record_is_set_apart_and_the_rest_goes_on)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "a", "sent");
    const char *known = tip_of(&folder);
    ledger_folder_commit(&folder, (struct git_file[]){ FILE_OF("ledger.yml", meta),
                                                       FILE_OF("deliveries/a/x.yml", "post: a\nst"),
                                                       { 0 } });
    assert_trusted(&folder, known, known);
    assert_int_equal(ledger_folder_read(&folder).fault_count, 1);
}

/* Only the first record that a run wrote decides, wherever it stands among others. */
TEST(tampering_9_a_run_among_records_of_people_needs_a_birth_too)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct git_file files[] = {
        FILE_OF("deliveries/a/x.yml", "post: a\naccount: x\nnetwork: x\nstate: skipped\n"),
        FILE_OF("deliveries/b/x.yml", "post: b\naccount: x\nnetwork: x\nstate: retry\nrun: h\n"),
        FILE_OF("deliveries/c/x.yml", "post: c\naccount: x\nnetwork: x\nstate: skipped\n"),
        { 0 },
    };
    ledger_folder_commit(&folder, files);
    assert_refused(&folder, NULL, NULL, "birth");
    files[1].path = NULL;
    ledger_folder_commit(&folder, files);
    assert_trusted(&folder, NULL, NULL);
}

/* A commit of the same files, with a message of its own. */
static void commit_with(struct ledger_folder *folder, const char *message)
{
    struct err err = { 0 };
    enum move_outcome outcome;
    const char *commit;
    const struct repo_change change = { "note", message, strlen(message) };
    assert_int_equal(repo_commit(folder->repo, &folder->arena, folder->tip, &change, 1, message,
                                 NOW, &commit, &err),
                     0);
    assert_int_equal(repo_move(folder->repo, ledger_branch, folder->tip, commit, &outcome, &err),
                     0);
    memcpy(folder->tip, commit, sizeof folder->tip);
}

TEST(only_a_trailer_that_says_sent_is_evidence_of_it)
{
    static const char *const idle[] = {
        "Delivery: b/x failed\n",     "Delivery: b/x\n",
        "Delivery: b sent\n",         "Delivery: b/x sent by\n",
        "note: Delivery: b/x sent\n", "Delivery: \n",
        "Delivery: a/x sent",
    };
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "a", "sent");
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++) {
        commit_with(&folder, idle[i]);
        assert_trusted(&folder, NULL, NULL);
    }
    commit_with(&folder, "note\n\nDelivery: b/x failed\nDelivery: b/x sent");
    assert_refused(&folder, NULL, NULL, "'b/x' was sent");
}

TEST(what_was_not_sent_may_change_or_go)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct git_file files[] = {
        FILE_OF("ledger.yml", meta),
        FILE_OF("deliveries/a/x.yml", ledger_folder_record(&folder.arena, "a", "x", "sending")),
        FILE_OF("deliveries/b/x.yml", "post: b\nst"), /* no record */
        FILE_OF("deliveries/c/x.yml",
                arena_printf(&folder.arena, "%0*d", (int)LIMIT_RECORD_BYTES + 1, 1)),
        FILE_OF("deliveries/d/x.payload.json", "{}"),
        { "deliveries/e/x.yml", "a", GIT_FILEMODE_LINK },
        { 0 },
    };
    ledger_folder_commit(&folder, files);
    const char *known = tip_of(&folder);
    files[1].path = NULL;
    ledger_folder_commit(&folder, files);
    assert_trusted(&folder, NULL, known);
}

static const char *object_file(struct ledger_folder *folder, const char *object)
{
    git_repository *git = NULL;
    git_object *found = NULL;
    char id[GIT_OID_HEXSZ + 1];
    assert_int_equal(git_repository_open(&git, folder->folder.path), 0);
    assert_int_equal(git_revparse_single(&found, git, object), 0);
    git_oid_tostr(id, sizeof id, git_object_id(found));
    git_object_free(found);
    git_repository_free(git);
    return arena_printf(&folder->arena, "%s/.git/objects/%.2s/%s", folder->folder.path, id, id + 2);
}

/* Damages an object of the repository ("COMMIT" or "COMMIT:PATH") as a bad disk does: it is gone,
 * or holds what belongs to another. */
static void damage(struct ledger_folder *folder, const char *object, bool is_gone)
{
    struct err err = { 0 };
    const char *path = object_file(folder, object);
    const char *other =
        is_gone ? NULL
                : object_file(folder, arena_printf(&folder->arena, "%s:ledger.yml", folder->tip));
    assert_int_equal(remove(path), 0);
    if (other)
        assert_int_equal(link(other, path), 0);
    /* libgit2 remembers what it has read. */
    repo_close(&folder->repo);
    assert_int_equal(repo_open(&folder->repo, folder->folder.path, &err), 0);
}

TEST(a_ledger_that_can_not_be_compared_with_what_was_known_is_refused)
{
    static const struct {
        bool is_known; /* of the known tip; else of the tip */
        const char *object;
        bool is_gone;
    } rows[] = {
        { true, "^{tree}", true },
        { true, "^{tree}", false },
        { true, ":deliveries", true },
        { true, ":deliveries", false },
        { true, ":deliveries/a/x.yml", true },
        { true, ":deliveries/a/x.yml", false },
        { false, "", true },
        { false, "^{tree}", true },
        { false, "^{tree}", false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
        commit_record(&folder, "a", "sent");
        const char *known = tip_of(&folder);
        commit_record(&folder, "a", "sending");
        struct ledger ledger = ledger_folder_read(&folder);
        const char *commit = rows[i].is_known ? known : folder.tip;
        damage(&folder, arena_printf(&folder.arena, "%s%s", commit, rows[i].object),
               rows[i].is_gone);
        struct err err = { 0 };
        if (ledger_verify(&ledger, folder.repo, NULL, known, NOW, &err) == 0)
            fail_msg("row %zu is trusted", i);
        assert_int_equal(err.kind, ERR_SYSTEM);
        assert_null(strstr(err.text, "no longer says"));
    }
}

TEST(a_beginning_that_can_not_be_read_is_refused)
{
    static const char *const objects[] = { "^{tree}", ":notes" };
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
        ledger_folder_commit(&folder, (struct git_file[]){ FILE_OF("notes/a.txt", "Pan\n"),
                                                           FILE_OF("hold.yml", "holds: []\n"),
                                                           { 0 } });
        struct ledger ledger = ledger_folder_read(&folder);
        assert_true(ledger.birth_utc == NO_TIME);
        damage(&folder, arena_printf(&folder.arena, "%s%s", folder.tip, objects[i]), true);
        struct err err = { 0 };
        assert_int_equal(ledger_verify(&ledger, folder.repo, NULL, NULL, NOW, &err), -1);
        assert_int_equal(err.kind, ERR_SYSTEM);
        assert_null(strstr(err.text, "birth"));
    }
}

TEST(a_ledger_without_the_commit_at_its_tip_is_refused)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    commit_record(&folder, "a", "sent");
    struct ledger ledger = ledger_folder_read(&folder);
    damage(&folder, folder.tip, true);
    struct err err = { 0 };
    assert_int_equal(ledger_verify(&ledger, folder.repo, NULL, NULL, NOW, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
}
