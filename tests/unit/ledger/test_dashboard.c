#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"

enum { NOW = 1795509000 };

static const char *shown(struct arena *arena, struct record *records, size_t count)
{
    struct ledger ledger = { .records = records, .record_count = count };
    return ledger_dashboard(arena, &ledger, NULL, 0, NOW);
}

static void assert_has(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("'%s' is not in:\n%s", words, text);
}

TEST(the_dashboard_of_an_empty_ledger_says_that_it_is_empty)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = shown(&arena, NULL, 0);
    assert_has(text, "## Needs a person\n\nNothing.\n");
    assert_has(text, "0 in all.");
    assert_has(text, "Written 2026-11-24 08:30 +00:00.");
}

TEST(the_last_sent_come_first_with_their_links)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record_part parts[] = { { .url = "https://bsky.app/profile/x/post/3m" },
                                   { .url = "javascript:alert(1)" },
                                   { .url = "https://x.example/>)|a" } };
    struct record records[] = {
        { .post = "2026/11/a",
          .account = "bluesky",
          .state = RECORD_SENT,
          .sent_utc = NOW - 60,
          .due_offset_s = 3600,
          .parts = &parts[0],
          .part_count = 1 },
        { .post = "2026/11/b",
          .account = "x",
          .state = RECORD_SENT,
          .sent_utc = NOW,
          .due_offset_s = -16200,
          .parts = &parts[1],
          .part_count = 1 },
        { .post = "2026/11/c",
          .account = "y",
          .state = RECORD_SENT,
          .sent_utc = NOW - 120,
          .parts = &parts[2],
          .part_count = 1 },
    };
    const char *text = shown(&arena, records, 3);
    assert_has(text, "3 in all.");
    assert_has(text, "| 2026-11-24 04:00 -04:30 | 2026/11/b | x |\n"
                     "| 2026-11-24 09:29 +01:00 | 2026/11/a | "
                     "[bluesky](<https://bsky.app/profile/x/post/3m>) |\n"
                     "| 2026-11-24 08:28 +00:00 | 2026/11/c | y |\n");
}

TEST(what_needs_a_person_says_why_and_what_to_do)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record records[] = {
        { .post = "a",
          .account = "b",
          .state = RECORD_FAILED,
          .due_utc = NO_TIME,
          .error_message = "no | [link](http://evil.example) <b>\n# title @ana",
          .remedy = "pregon resolve a b --retry" },
        { .post = "c", .account = "b", .state = RECORD_MISSED, .due_utc = NOW },
        { .post = "d", .account = "b", .state = RECORD_RETRY, .due_utc = NOW },
    };
    const char *text = shown(&arena, records, 3);
    assert_has(text, "| a | b | failed | ? | no \\| \\[link\\](http\\://evil\\.example) "
                     "\\<b\\> \\# title \\@ana | pregon resolve a b --retry |\n");
    assert_has(text, "| c | b | missed | 2026-11-24 08:30 +00:00 |  | pregon resolve |\n");
    assert_null(strstr(text, "| d |"));
}

TEST(a_long_list_is_cut_and_says_how_many_are_left)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record records[25];
    for (size_t i = 0; i < 25; i++)
        records[i] = (struct record){ .post = "a", .account = "b", .state = RECORD_FAILED };
    assert_has(shown(&arena, records, 25), "… and 5 more.");
}

TEST(what_is_held_and_what_is_next_stand_there_too)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct hold holds[] = { { .all = true, .why = "fire", .until_utc = NO_TIME },
                            { .all = true, .why = "over", .until_utc = NOW } };
    struct ledger ledger = { .holds = { .items = holds, .count = 2 } };
    struct account account = { .id = "bluesky" };
    struct delivery next = {
        .post = "2026/11/n", .account = &account, .due_utc = NOW, .due_offset_s = 3600
    };
    const char *text = ledger_dashboard(&arena, &ledger, &next, 1, NOW);
    assert_has(text, "**Everything is held**: fire");
    assert_null(strstr(text, "over"));
    assert_has(text, "| 2026-11-24 09:30 +01:00 | 2026/11/n | bluesky |");
    ledger.holds = (struct holds){ .is_broken = true };
    assert_has(ledger_dashboard(&arena, &ledger, NULL, 0, NOW), "can't be read");
}
