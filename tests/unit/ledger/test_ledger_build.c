#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/repo.h"
#include "io/tree.h"
#include "ledger_folder.h"
#include "model/moment.h"

enum { NOW = 1795509000 };
#define FILE_OF(path, text)                                                                        \
    {                                                                                              \
        path, text, GIT_FILEMODE_BLOB                                                              \
    }

static const char *const branch = "refs/heads/pregon-ledger";

/* The next commit, which becomes the branch; NULL where nothing was left to write. */
static const char *build(struct ledger_folder *folder, const struct ledger *ledger,
                         struct ledger_update *update)
{
    struct err err = { 0 };
    enum move_outcome outcome;
    const char *commit = NULL;
    if (ledger_build(ledger, &folder->arena, folder->repo, update, &commit, &err) != 0)
        fail_msg("%s", err.text);
    if (!commit)
        return NULL;
    if (repo_move(folder->repo, branch, ledger->tip, commit, &outcome, &err) != 0)
        fail_msg("%s", err.text);
    assert_int_equal(outcome, MOVE_DONE);
    memcpy(folder->tip, commit, sizeof folder->tip);
    return commit;
}

static struct ledger_update update_of(struct ledger_change *changes, size_t count)
{
    return (struct ledger_update){
        .changes = changes, .change_count = count, .birth_utc = NO_TIME, .now_utc = NOW
    };
}

/* A ledger that one commit began. */
static struct ledger begin(struct ledger_folder *folder)
{
    struct ledger nothing = ledger_folder_read(folder);
    struct ledger_update first = update_of(NULL, 0);
    first.birth_utc = NOW - 86400;
    first.run = "run-1";
    assert_non_null(build(folder, &nothing, &first));
    return ledger_folder_read(folder);
}

static struct record record_of(const char *post, enum record_state state, int attempt,
                               const char *nonce)
{
    return (struct record){ .post = post,
                            .account = "bluesky",
                            .network = "bluesky",
                            .state = state,
                            .due_utc = NOW,
                            .due_offset_s = 3600,
                            .attempt = attempt,
                            .owner = { .nonce = nonce },
                            .claimed_utc = NO_TIME,
                            .sent_utc = NO_TIME,
                            .retry_after_utc = NO_TIME,
                            .request_utc = NO_TIME,
                            .lookup_utc = NO_TIME };
}

static const char *file_of(struct ledger_folder *folder, const char *path)
{
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct err err = { 0 };
    char *text;
    size_t bytes;
    if (tree_open_commit(&tree, folder->repo, folder->tip, "", &err) != 0 ||
        tree_read(tree, &folder->arena, path, 100000, &text, &bytes, &err) != 0)
        return NULL;
    return text;
}

static const char *message_of(struct ledger_folder *folder)
{
    struct repo_log_entry *entries;
    size_t count;
    struct err err = { 0 };
    assert_int_equal(
        repo_log(folder->repo, &folder->arena, folder->tip, NULL, 1, &entries, &count, &err), 0);
    assert_int_equal(count, 1);
    return entries[0].message;
}

TEST(the_first_commit_has_birth_dashboard_and_an_empty_hold)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    assert_int_equal(ledger.fault_count, 0);
    assert_int_equal(ledger.birth_utc, NOW - 86400);
    assert_int_equal(ledger.last_run_utc, NOW);
    assert_string_equal(ledger.last_run, "run-1");
    assert_string_equal(ledger.hold_text, holds_blank());
    assert_non_null(file_of(&folder, "README.md"));
    assert_string_equal(message_of(&folder), "record: nothing to send [skip ci]\n");
}

TEST(records_and_payloads_are_written_with_a_trailer_each)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct record sent = record_of("2026/11/otono", RECORD_SENT, 1, "n1");
    struct record failed = record_of("2026/11/hilo", RECORD_FAILED, 1, "n2");
    struct record again = record_of("b", RECORD_SENT, 1, "n3");
    struct ledger_change changes[] = {
        { .record = &sent, .payload = "{\"parts\": []}", .payload_bytes = 13 },
        { .record = &failed },
        { .record = &again },
    };
    struct ledger_pin pin = { .account = "bluesky", .identity = "did:plc:x" };
    struct ledger_update update = update_of(changes, 3);
    update.pins = &pin;
    update.pin_count = 1;
    update.run = "run-2";
    update.dashboard = "hola\n";
    assert_non_null(build(&folder, &ledger, &update));
    assert_string_equal(message_of(&folder), "record: 2 sent, 1 failed [skip ci]\n\n"
                                             "Delivery: 2026/11/otono/bluesky sent\n"
                                             "Delivery: 2026/11/hilo/bluesky failed\n"
                                             "Delivery: b/bluesky sent\n");
    ledger = ledger_folder_read(&folder);
    assert_int_equal(ledger.fault_count, 0);
    assert_int_equal(ledger.record_count, 3);
    assert_string_equal(ledger_pin(&ledger, "bluesky"), "did:plc:x");
    assert_string_equal(ledger.last_run, "run-2");
    assert_int_equal(ledger.birth_utc, NOW - 86400);
    assert_string_equal(file_of(&folder, "README.md"), "hola\n");
    assert_string_equal(file_of(&folder, "deliveries/2026/11/otono/bluesky.payload.json"),
                        "{\"parts\": []}");
    assert_null(file_of(&folder, "deliveries/2026/11/hilo/bluesky.payload.json"));
    assert_string_equal(ledger.hold_text, holds_blank());
}

/* One row: what stands there, what was expected, what is to be written, and whether it is lost. */
TEST(a_change_is_lost_where_its_precondition_no_longer_holds)
{
    const struct record sending = record_of("p", RECORD_SENDING, 2, "mine");
    const struct record other_nonce = record_of("p", RECORD_SENDING, 2, "theirs");
    const struct record other_attempt = record_of("p", RECORD_SENDING, 3, "mine");
    const struct record retry = record_of("p", RECORD_RETRY, 2, "mine");
    const struct record sent = record_of("p", RECORD_SENT, 2, "mine");
    /* The owner went on under the same claim. */
    struct record renewed = sending;
    renewed.claimed_utc = NOW;
    const struct {
        const struct record *there, *expected, *written;
        bool is_lost;
    } rows[] = {
        { NULL, NULL, &sending, false },         { NULL, &retry, &sending, true },
        { &sending, NULL, &sending, true },      { &sending, &sending, &sent, false },
        { &other_nonce, &sending, &sent, true }, { &other_attempt, &sending, &sent, true },
        { &retry, &sending, &sent, true },       { &sent, &sending, &sent, true },
        { &sent, &sent, &sent, false },          { &sent, &sent, &retry, true },
        { &sending, &other_nonce, &sent, true }, { &renewed, &sending, &retry, true },
        { &renewed, &renewed, &retry, false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
        struct ledger ledger = begin(&folder);
        if (rows[i].there) {
            struct ledger_change change = { .record = rows[i].there };
            struct ledger_update update = update_of(&change, 1);
            assert_non_null(build(&folder, &ledger, &update));
            ledger = ledger_folder_read(&folder);
        }
        struct ledger_change change = { .record = rows[i].written, .expected = rows[i].expected };
        struct ledger_update update = update_of(&change, 1);
        update.run = "run-3"; /* a run alone is no reason for a commit */
        const char *commit = build(&folder, &ledger, &update);
        if (change.is_lost != rows[i].is_lost)
            fail_msg("row %zu: lost is %d", i, change.is_lost);
        assert_int_equal(commit == NULL, rows[i].is_lost);
    }
}

TEST(what_is_lost_keeps_nothing_else_from_being_written)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct record gone = record_of("a", RECORD_SENT, 1, "n");
    struct record there = record_of("b", RECORD_SENDING, 1, "n");
    struct ledger_change changes[] = { { .record = &gone, .expected = &there },
                                       { .record = &there } };
    struct ledger_update update = update_of(changes, 2);
    assert_non_null(build(&folder, &ledger, &update));
    assert_true(changes[0].is_lost);
    assert_false(changes[1].is_lost);
    assert_string_equal(message_of(&folder),
                        "record: 1 sending [skip ci]\n\nDelivery: b/bluesky sending\n");
    assert_int_equal(ledger_folder_read(&folder).record_count, 1);
}

TEST(a_lost_claim_is_not_written_for_accounts_that_another_run_has_noted)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct ledger_pin pin = { .account = "bluesky", .identity = "did:plc:horno" };
    struct record ours = record_of("a", RECORD_SENDING, 1, "n");
    struct ledger_change change = { .record = &ours };
    struct ledger_update update = update_of(&change, 1);
    update.pins = &pin;
    update.pin_count = 1;
    assert_non_null(build(&folder, &ledger, &update));
    ledger = ledger_folder_read(&folder);
    assert_null(build(&folder, &ledger, &update));
    pin.identity = "did:plc:otro";
    assert_non_null(build(&folder, &ledger, &update));
}

TEST(another_spelling_of_a_sent_post_is_not_sent_again)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct record capital = record_of("Otono", RECORD_SENT, 1, "n");
    struct ledger_change change = { .record = &capital };
    struct ledger_update update = update_of(&change, 1);
    assert_non_null(build(&folder, &ledger, &update));
    ledger = ledger_folder_read(&folder);
    struct record small = record_of("otono", RECORD_SENDING, 1, "n");
    change = (struct ledger_change){ .record = &small };
    assert_null(build(&folder, &ledger, &update));
    assert_true(change.is_lost);
    struct record larger = record_of("OTONO", RECORD_SENDING, 1, "n");
    change = (struct ledger_change){ .record = &larger };
    assert_null(build(&folder, &ledger, &update));
    assert_true(change.is_lost);
}

TEST(a_hold_is_a_commit_with_its_reason_on_one_line)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct ledger_update update = update_of(NULL, 0);
    update.hold_text = "holds:\n  - {all: true}\n";
    update.subject = "record: hold everything, fire\nDelivery: a/b sent";
    assert_non_null(build(&folder, &ledger, &update));
    assert_string_equal(message_of(&folder),
                        "record: hold everything, fire Delivery: a/b sent [skip ci]\n");
    ledger = ledger_folder_read(&folder);
    assert_int_equal(ledger.holds.count, 1);
    assert_string_equal(ledger.last_run, "run-1");
}

TEST(nothing_to_write_makes_no_commit)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct ledger_update update = update_of(NULL, 0);
    assert_null(build(&folder, &ledger, &update));
    update.run = "run-2"; /* the heartbeat */
    assert_non_null(build(&folder, &ledger, &update));
    assert_string_equal(ledger_folder_read(&folder).last_run, "run-2");
}

TEST(a_new_pin_leaves_the_others)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct ledger_pin pins[] = { { "x", "1" }, { "bluesky", "did:plc:a" } };
    struct ledger_update update = update_of(NULL, 0);
    update.pins = pins;
    update.pin_count = 2;
    build(&folder, &ledger, &update);
    ledger = ledger_folder_read(&folder);
    struct ledger_pin more = { "x", "yes: \"2\"" };
    update.pins = &more;
    update.pin_count = 1;
    build(&folder, &ledger, &update);
    ledger = ledger_folder_read(&folder);
    assert_int_equal(ledger.pin_count, 2);
    assert_string_equal(ledger_pin(&ledger, "bluesky"), "did:plc:a");
    assert_string_equal(ledger_pin(&ledger, "x"), "yes: \"2\"");
}

TEST(ids_that_differ_in_more_than_capitals_are_different_deliveries)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct record capitals[] = { record_of("Otono", RECORD_SENT, 1, "n"),
                                 record_of("otono", RECORD_SENT, 1, "n") };
    capitals[1].account = "Mastodon";
    struct ledger_change changes[] = { { .record = &capitals[0] }, { .record = &capitals[1] } };
    struct ledger_update update = update_of(changes, 2);
    assert_non_null(build(&folder, &ledger, &update));
    ledger = ledger_folder_read(&folder);
    assert_int_equal(ledger.record_count, 2);
    static const struct {
        const char *post, *account;
        bool is_lost;
    } rows[] = {
        { "hilo", "bluesky", false },  { "otono", "telegram", false },
        { "otono", "mastodon", true }, { "otono", "MASTODON", true },
        { "otono", "bluesky", true },  { "hilo", "Bluesky", false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err err = { 0 };
        const char *commit;
        struct record record = record_of(rows[i].post, RECORD_SENDING, 1, "n");
        record.account = rows[i].account;
        struct ledger_change change = { .record = &record };
        update = update_of(&change, 1);
        assert_int_equal(ledger_build(&ledger, &folder.arena, folder.repo, &update, &commit, &err),
                         0);
        if (change.is_lost != rows[i].is_lost)
            fail_msg("%s/%s: lost is %d", rows[i].post, rows[i].account, change.is_lost);
    }
}

TEST(a_change_is_lost_where_another_part_went_on)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct record_part parts[] = { { .state = RECORD_SENT, .first_try_utc = NO_TIME },
                                   { .state = RECORD_SENDING, .first_try_utc = NO_TIME } };
    struct record_part earlier[] = { { .state = RECORD_SENDING, .first_try_utc = NO_TIME },
                                     { .state = RECORD_SENDING, .first_try_utc = NO_TIME } };
    struct record there = record_of("p", RECORD_SENDING, 1, "n");
    there.parts = parts;
    there.part_count = 2;
    struct ledger_change change = { .record = &there };
    struct ledger_update update = update_of(&change, 1);
    assert_non_null(build(&folder, &ledger, &update));
    ledger = ledger_folder_read(&folder);
    struct record expected = there;
    struct record retry = record_of("p", RECORD_RETRY, 1, "n");
    change = (struct ledger_change){ .record = &retry, .expected = &expected };
    expected.parts = earlier;
    assert_null(build(&folder, &ledger, &update));
    expected.parts = parts;
    expected.part_count = 1;
    assert_null(build(&folder, &ledger, &update));
    expected.part_count = 2;
    assert_non_null(build(&folder, &ledger, &update));
}

static const char hash[] =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static struct approval approval_of(const char *by)
{
    static struct approved_content contents[] = { { "bluesky", hash } };
    return (struct approval){
        .role = "legal", .by = by, .at_utc = NOW, .contents = contents, .content_count = 1
    };
}

TEST(approvals_of_one_post_follow_each_other_in_its_file)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct ledger_approval entries[] = { { "otono", approval_of("ana") },
                                         { "hilo", approval_of("ana") },
                                         { "otono", approval_of("eva") } };
    struct ledger_update update = update_of(NULL, 0);
    update.approvals = entries;
    update.approval_count = 3;
    assert_non_null(build(&folder, &ledger, &update));
    assert_string_equal(message_of(&folder), "record: nothing to send [skip ci]\n\n"
                                             "Approval: otono legal by ana\n"
                                             "Approval: hilo legal by ana\n"
                                             "Approval: otono legal by eva\n");
    ledger = ledger_folder_read(&folder);
    struct approvals approvals;
    struct err err = { 0 };
    assert_int_equal(approvals_read(&approvals, &folder.arena, &ledger, "otono", &err), 0);
    assert_int_equal(approvals.count, 2);
    assert_string_equal(approvals.items[1].by, "eva");
    update.approval_count = 1;
    assert_non_null(build(&folder, &ledger, &update));
    ledger = ledger_folder_read(&folder);
    assert_int_equal(approvals_read(&approvals, &folder.arena, &ledger, "otono", &err), 0);
    assert_int_equal(approvals.count, 3);
}

TEST(a_hold_or_an_approval_is_written_though_the_record_beside_it_is_lost)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct record gone = record_of("a", RECORD_SENT, 1, "n");
    struct record there = record_of("b", RECORD_SENDING, 1, "n");
    struct ledger_approval entry = { "otono", approval_of("ana") };
    struct ledger_change changes[] = { { .record = &gone, .expected = &there },
                                       { .record = &there } };
    struct ledger_update update = update_of(changes, 1);
    assert_null(build(&folder, &ledger, &update));
    update.hold_text = "holds: []\n";
    assert_non_null(build(&folder, &ledger, &update));
    assert_true(changes[0].is_lost);
    assert_string_equal(message_of(&folder), "record: nothing to send [skip ci]\n");
    ledger = ledger_folder_read(&folder);
    update.hold_text = NULL;
    update.approvals = &entry;
    update.approval_count = 1;
    assert_non_null(build(&folder, &ledger, &update));
    ledger = ledger_folder_read(&folder);
    update.change_count = 2;
    assert_non_null(build(&folder, &ledger, &update));
    assert_string_equal(message_of(&folder), "record: 1 sending [skip ci]\n\n"
                                             "Delivery: b/bluesky sending\n"
                                             "Approval: otono legal by ana\n");
}

/* What ledger_build() says of an update that it can't write. */
static void assert_fails(struct ledger_folder *folder, const struct ledger *ledger,
                         struct ledger_update *update, const char *words)
{
    struct err err = { 0 };
    const char *commit = NULL;
    assert_int_equal(ledger_build(ledger, &folder->arena, folder->repo, update, &commit, &err), -1);
    assert_null(commit);
    assert_int_equal(err.kind, ERR_SYSTEM);
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
}

TEST(what_can_not_be_written_whole_is_not_written_at_all)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct record novel = record_of("p", RECORD_FAILED, 1, "n");
    novel.error_message = arena_printf(&folder.arena, "%0*d", (int)LIMIT_RECORD_BYTES, 1);
    struct ledger_change change = { .record = &novel };
    struct ledger_update update = update_of(&change, 1);
    struct ledger nothing = ledger_folder_read(&folder);
    assert_fails(&folder, &nothing, &update, "'p/bluesky' is larger");
}

TEST(approvals_that_can_not_be_read_are_left_as_they_are)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *const texts[] = { "- {role: legal",
                                  arena_printf(&arena, "#%0*d", (int)LIMIT_YAML_BYTES, 1) };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
        ledger_folder_commit(
            &folder, (struct git_file[]){ FILE_OF("approvals/otono.yml", texts[i]), { 0 } });
        struct ledger ledger = ledger_folder_read(&folder);
        struct ledger_approval entry = { "otono", approval_of("ana") };
        struct ledger_update update = update_of(NULL, 0);
        update.approvals = &entry;
        update.approval_count = 1;
        assert_fails(&folder, &ledger, &update, "'approvals/otono.yml'");
    }
}

TEST(a_long_reason_is_cut_at_a_character)
{
    CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
    struct ledger ledger = begin(&folder);
    struct text_buffer reason = text_buffer_in(&folder.arena, 1000);
    struct text_buffer expected = text_buffer_in(&folder.arena, 1000);
    for (int i = 0; i < 150; i++)
        text_puts(&reason, i == 1 ? "\x7F" : "ñ");
    for (int i = 0; i < 100; i++)
        text_puts(&expected, i == 1 ? " " : "ñ");
    text_puts(&expected, " [skip ci]\n");
    struct ledger_update update = update_of(NULL, 0);
    update.hold_text = "holds: []\n";
    update.subject = text_end(&reason);
    assert_non_null(build(&folder, &ledger, &update));
    assert_string_equal(message_of(&folder), text_end(&expected));
}
