#include "../test.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "io/repo.h"
#include "io/repo_remote.h"
#include "ledger_folder.h"
#include "model/moment.h"

#define FILE_OF(path, text)                                                                        \
    {                                                                                              \
        path, text, GIT_FILEMODE_BLOB                                                              \
    }

static const char meta[] = "birth: 2026-11-23T08:30:00Z\n"
                           "last-run: {at: 2026-11-24T08:30:06Z, run: github-8812-1}\n";

TEST(each_workspace_of_a_repository_has_a_branch_of_its_own)
{
    static const char *const rows[][2] = {
        { "", "pregon-ledger" },
        { "marketing/", "pregon-ledger-marketing" },
        { "a/b c/", "pregon-ledger-a/b-c" },
        { "ñ..~^:", "pregon-ledger--------" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(ledger_default_branch(&arena, rows[i][0]), rows[i][1]);
}

TEST(a_ledger_that_is_not_there_is_empty)
{
    struct ledger ledger;
    struct err err = { 0 };
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_int_equal(ledger_read(&ledger, &arena, NULL, NULL, NULL, &err), 0);
    assert_null(ledger.tip);
    assert_int_equal(ledger.record_count, 0);
    assert_true(ledger.birth_utc == NO_TIME && ledger.last_run_utc == NO_TIME);
    assert_null(ledger_find(&ledger, "a", "b"));
    assert_null(ledger_pin(&ledger, "b"));
}

TEST(a_ledger_is_read_whole_and_in_the_order_of_names)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct arena *arena = &folder.arena;
    const char *long_post = ledger_folder_record(arena, "a/b-c", "x", "sent");
    const char *short_post = ledger_folder_record(arena, "a/b", "x", "failed");
    const char *second = ledger_folder_record(arena, "a/b", "y", "sending");
    ledger_folder_commit(&folder, (struct git_file[]){
                                      FILE_OF("README.md", "hola"),
                                      FILE_OF("ledger.yml", meta),
                                      FILE_OF("accounts.yml", "x: \"did:plc:1\"\n"),
                                      FILE_OF("hold.yml", "holds:\n  - {posts: [a/b]}\n"),
                                      FILE_OF("approvals/a/b.yml", "- {role: legal}\n"),
                                      FILE_OF("deliveries/a/b-c/x.yml", long_post),
                                      FILE_OF("deliveries/a/b/x.yml", short_post),
                                      FILE_OF("deliveries/a/b/x.payload.json", "{\"a\": 1}"),
                                      FILE_OF("deliveries/a/b/y.yml", second),
                                      { 0 },
                                  });
    struct ledger ledger = ledger_folder_read(&folder);
    assert_string_equal(ledger.tip, folder.tip);
    assert_int_equal(ledger.fault_count, 0);
    assert_int_equal(ledger.record_count, 3);
    assert_string_equal(ledger.records[0].post, "a/b"); /* though its path comes later */
    assert_string_equal(ledger.records[1].account, "y");
    assert_string_equal(ledger.records[2].post, "a/b-c");
    assert_int_equal(ledger.birth_utc, 1795422600);
    assert_int_equal(ledger.last_run_utc, 1795509006);
    assert_string_equal(ledger.last_run, "github-8812-1");
    assert_string_equal(ledger_pin(&ledger, "x"), "did:plc:1");
    assert_int_equal(ledger.holds.count, 1);
    assert_int_equal(ledger_find(&ledger, "a/b", "y")->state, RECORD_SENDING);
    assert_null(ledger_find(&ledger, "a", "b"));
    size_t bytes;
    assert_string_equal(ledger_payload(&ledger, arena, folder.repo, "a/b", "x", &bytes),
                        "{\"a\": 1}");
    assert_int_equal(bytes, 8);
    assert_null(ledger_payload(&ledger, arena, folder.repo, "a/b", "y", &bytes));
}

/* One broken record stops its own delivery, which no machine touches any more. */
static void assert_quarantined(const struct ledger *ledger, const char *path, const char *post,
                               const char *account)
{
    bool is_named = false;
    for (size_t i = 0; i < ledger->fault_count; i++)
        is_named = is_named || strcmp(ledger->faults[i].path, path) == 0;
    if (!is_named)
        fail_msg("'%s' is no fault", path);
    const struct record *record = ledger_find(ledger, post, account);
    assert_non_null(record);
    assert_int_equal(record->state, RECORD_UNCERTAIN);
    assert_non_null(record->error_message);
    assert_non_null(record->remedy);
}

TEST(what_can_t_be_read_is_a_fault_and_stops_no_other_delivery)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct arena *arena = &folder.arena;
    const char *sent = ledger_folder_record(arena, "a", "x", "sent");
    const char *capital = ledger_folder_record(arena, "Otono", "x", "sent");
    const char *other = ledger_folder_record(arena, "otono", "x", "failed");
    ledger_folder_commit(&folder, (struct git_file[]){
                                      FILE_OF("ledger.yml", meta),
                                      FILE_OF("deliveries/a/x.yml", sent),
                                      FILE_OF("deliveries/b/x.yml", sent),
                                      FILE_OF("deliveries/c/x.yml", "post: c\naccount: x\nst"),
                                      FILE_OF("deliveries/d/x.yml", ""),
                                      FILE_OF("deliveries/Otono/x.yml", capital),
                                      FILE_OF("deliveries/otono/x.yml", other),
                                      FILE_OF("deliveries/e/x.sh", "rm"),
                                      FILE_OF("deliveries/top.yml", sent),
                                      FILE_OF("deliveries/e/x.y.yml", sent),
                                      { "deliveries/f/x.yml", "../a/x.yml", GIT_FILEMODE_LINK },
                                      { 0 },
                                  });
    struct ledger ledger = ledger_folder_read(&folder);
    assert_int_equal(ledger_find(&ledger, "a", "x")->state, RECORD_SENT);
    assert_quarantined(&ledger, "deliveries/b/x.yml", "b", "x");
    assert_quarantined(&ledger, "deliveries/c/x.yml", "c", "x");
    assert_quarantined(&ledger, "deliveries/d/x.yml", "d", "x");
    assert_quarantined(&ledger, "deliveries/Otono/x.yml", "Otono", "x");
    assert_quarantined(&ledger, "deliveries/otono/x.yml", "otono", "x");
    assert_quarantined(&ledger, "deliveries/f/x.yml", "f", "x");
    assert_int_equal(ledger.fault_count, 9);
    assert_int_equal(ledger.record_count, 7);
}

TEST(broken_files_at_the_top_are_faults_and_a_broken_hold_holds_everything)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    ledger_folder_commit(&folder, (struct git_file[]){
                                      FILE_OF("ledger.yml", "birth: soon\n"),
                                      FILE_OF("accounts.yml", "x: [a]\n"),
                                      FILE_OF("hold.yml", "holds: ["),
                                      { 0 },
                                  });
    struct ledger ledger = ledger_folder_read(&folder);
    assert_int_equal(ledger.fault_count, 2);
    assert_true(ledger.birth_utc == NO_TIME);
    assert_true(ledger.holds.is_broken);
    assert_non_null(ledger.holds.problem);
    assert_string_equal(ledger.hold_text, "holds: [");
}

TEST(a_hold_that_is_a_link_holds_everything)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    ledger_folder_commit(&folder, (struct git_file[]){
                                      { "hold.yml", "/etc/passwd", GIT_FILEMODE_LINK },
                                      { 0 },
                                  });
    assert_true(ledger_folder_read(&folder).holds.is_broken);
}

TEST(a_link_in_place_of_all_deliveries_is_a_fault)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    ledger_folder_commit(&folder, (struct git_file[]){
                                      { "deliveries", "elsewhere", GIT_FILEMODE_LINK },
                                      { 0 },
                                  });
    assert_int_equal(ledger_folder_read(&folder).fault_count, 1);
}

TEST(the_local_tip_is_the_one_that_descends_from_the_other)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct arena *arena = &folder.arena;
    const struct git_file one[] = { FILE_OF("ledger.yml", "one"), { 0 } };
    const struct git_file two[] = { FILE_OF("ledger.yml", "two"), { 0 } };
    char local[GIT_OID_HEXSZ + 1];
    char fetched[GIT_OID_HEXSZ + 1];
    const char *branch = "refs/heads/led";
    const char *tracking = "refs/remotes/origin/led";
    assert_null(ledger_local_tip(folder.repo, arena, "led", "origin"));
    git_folder_commit(&folder.folder, "", branch, local, one);
    assert_string_equal(ledger_local_tip(folder.repo, arena, "led", "origin"), local);
    git_folder_commit(&folder.folder, "", tracking, fetched, one);
    /* Both are roots of the same bytes, and so the same commit. */
    git_folder_commit(&folder.folder, "", branch, local, two);
    assert_string_equal(ledger_local_tip(folder.repo, arena, "led", "origin"), local);
    git_folder_commit(&folder.folder, "", tracking, fetched, one);
    assert_string_equal(ledger_local_tip(folder.repo, arena, "led", "origin"), fetched);
}

TEST(a_look_also_sees_what_the_store_saw)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    CLEANUP(repo_close) struct repo *store = NULL;
    struct arena *arena = &folder.arena;
    struct err err = { 0 };
    enum move_outcome outcome;
    const struct repo_change change = { "ledger.yml", meta, sizeof meta - 1 };
    const char *seen, *local;
    assert_null(ledger_seen_tip(folder.repo, arena, "pregon-ledger", "origin"));
    assert_int_equal(repo_store_open(&store, folder.repo, &err), 0);
    assert_int_equal(repo_commit(store, arena, NULL, &change, 1, "m", 1, &seen, &err), 0);
    assert_int_equal(
        repo_move(store, "refs/pregon/remote/heads/pregon-ledger", NULL, seen, &outcome, &err), 0);
    assert_null(ledger_local_tip(folder.repo, arena, "pregon-ledger", "origin"));
    assert_string_equal(ledger_seen_tip(folder.repo, arena, "pregon-ledger", "origin"), seen);
    memcpy(folder.tip, seen, sizeof folder.tip);
    assert_int_equal(ledger_folder_read(&folder).birth_utc, 1795422600);
    /* A branch of its own that goes on from there is newer; another one is not. */
    assert_int_equal(repo_commit(store, arena, seen, &change, 1, "n", 2, &local, &err), 0);
    assert_int_equal(
        repo_move(folder.repo, "refs/heads/pregon-ledger", NULL, local, &outcome, &err), 0);
    assert_string_equal(ledger_seen_tip(folder.repo, arena, "pregon-ledger", "origin"), local);
    char other[GIT_OID_HEXSZ + 1];
    git_folder_commit(&folder.folder, "", "refs/heads/other", other,
                      (struct git_file[]){ FILE_OF("ledger.yml", "x"), { 0 } });
    assert_int_equal(repo_move(folder.repo, "refs/heads/led", NULL, other, &outcome, &err), 0);
    assert_int_equal(repo_move(store, "refs/pregon/remote/heads/led", NULL, seen, &outcome, &err),
                     0);
    assert_string_equal(ledger_seen_tip(folder.repo, arena, "led", "origin"), seen);
}
