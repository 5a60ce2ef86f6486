#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "ledger/ledger.h"
#include "model/moment.h"

static struct holds parsed(struct arena *arena, const char *text)
{
    struct holds holds = { 0 };
    holds_parse(&holds, arena, text, strlen(text), NULL);
    return holds;
}

static void assert_holds(struct arena *arena, const char *text, size_t count)
{
    assert_non_null(text);
    struct holds holds = parsed(arena, text);
    if (holds.is_broken)
        fail_msg("%s in:\n%s", holds.problem, text);
    assert_int_equal(holds.count, count);
}

TEST(a_hold_says_what_it_holds_and_why)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct holds holds = parsed(&arena, "holds:\n"
                                        "  - {all: true, except: [2026/11/comunicado], "
                                        "why: Accidente en el obrador, by: ana, "
                                        "until: 2026-11-25T12:00:00+01:00}\n"
                                        "  - accounts: [bluesky, x]\n"
                                        "    campaigns: otono-2026\n"
                                        "    posts: [2026/11/otono]\n");
    assert_false(holds.is_broken);
    assert_int_equal(holds.count, 2);
    assert_true(holds.items[0].all);
    assert_string_equal(holds.items[0].except.items[0].text, "2026/11/comunicado");
    assert_string_equal(holds.items[0].why, "Accidente en el obrador");
    assert_string_equal(holds.items[0].by, "ana");
    assert_int_equal(holds.items[0].until_utc, 1795604400);
    assert_false(holds.items[1].all);
    assert_int_equal(holds.items[1].accounts.count, 2);
    assert_string_equal(holds.items[1].campaigns.items[0].text, "otono-2026");
    assert_string_equal(holds.items[1].posts.items[0].text, "2026/11/otono");
    assert_true(holds.items[1].until_utc == NO_TIME);
}

TEST(a_file_without_holds_holds_nothing)
{
    static const char *const texts[] = { "",           "# nothing\n", "holds:\n", "holds: []\n",
                                         "holds: ~\n", "x-note: a\n" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        assert_holds(&arena, texts[i], 0);
    }
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_holds(&arena, holds_blank(), 0);
}

TEST(a_hold_may_name_one_thing_and_have_keys_that_are_empty_or_a_person_s_own)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_holds(&arena, "holds:\n  - {campaigns: [otono], why: , x-note: ask Luis}\n", 1);
}

TEST(a_file_that_is_not_understood_holds_everything)
{
    static const char *const texts[] = {
        "holds: [",
        "- all: true\n",
        "hold:\n  - {all: true}\n",
        "holds: all\n",
        "holds:\n  - all\n",
        "holds:\n  - {al: true}\n",
        "holds:\n  - {all: yes please}\n",
        "holds:\n  - {all: false}\n",
        "holds:\n  - {why: fire}\n",
        "holds:\n  - {all: true, until: tomorrow}\n",
        "holds:\n  - {all: true, until: 2026-11-25 12:00}\n", /* in no zone */
        "holds:\xE2\x80\xA8- {all: true}\n",                  /* a line of YAML that nobody sees */
        "holds:\n  - {accounts: {a: b}}\n",
        "holds:\n  - {all: true}\n  - {}\n",
        "\xFF",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct holds holds = parsed(&arena, texts[i]);
        if (!holds.is_broken || !holds.problem)
            fail_msg("taken as holds: %s", texts[i]);
    }
}

static const struct hold everything = {
    .all = true, .why = "fire: at \"home\"", .by = "ana", .until_utc = 1795604400
};

TEST(a_hold_is_added_to_whatever_people_wrote)
{
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {
        { NULL, 1 },
        { "", 1 },
        { "# ours", 1 },
        { "holds:", 1 },
        { "holds: # none\n# end\n", 1 },
        { "holds: []   # none\n", 1 },
        { "holds:\n- {all: true}\n", 2 },
        { "holds:\n    - accounts: [a]\n      why: b # comment\n# end\n", 2 },
        { "holds:\n  - {all: true} # comment", 2 },
        { "holds: [{all: true}, {posts: [a/b]},]\nx-note: c\n", 3 },
        { "x-note: c\nholds:\n  - {all: true}\nx-more: d\n", 2 },
        { "holds : ~\n", 1 },
        { "{}\n", 1 },
        { "{holds: []} # none\n", 1 },
        { "{x-a: b, holds: }\n", 1 },
        { "{x-a: b}\n", 1 },
        { "{holds} # none: yet\n", 1 },
        { "{\"holds\" , x-a: b}\n", 1 },
        { "# ours\n~ # nothing\n", 1 },
        { "x-more: c\n", 1 },
        { "x-more: c", 1 },
        { "--- null\n...\n# end", 1 },
        { "holds:\r  - {all: true}\rx-more: c\r", 2 },
        { "holds:\n  -\n    # why, in full\n    all: true\n", 2 },
        { "holds:\n-\n\n posts: [a]\n", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        const char *text = holds_add(&arena, cases[i].text, &everything);
        assert_holds(&arena, text, cases[i].count);
        struct holds holds = parsed(&arena, text);
        const struct hold *last = &holds.items[holds.count - 1];
        assert_true(last->all);
        assert_string_equal(last->why, everything.why);
        assert_int_equal(last->until_utc, everything.until_utc);
        /* Every comment and every other key is still there. */
        for (const char *at = cases[i].text; at && (at = strchr(at, '#')); at++)
            assert_non_null(strstr(text, arena_strndup(&arena, at, strcspn(at, "\n"))));
        if (cases[i].text && strstr(cases[i].text, "x-note"))
            assert_non_null(strstr(text, "x-note: c\n"));
    }
}

TEST(a_hold_is_written_on_a_line_of_its_own)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct name accounts[] = { { .text = "bluesky" }, { .text = "x" } };
    struct hold hold = { .accounts = { accounts, 2 }, .why = "clave nueva", .until_utc = NO_TIME };
    const char *text = holds_add(&arena, "holds:\n  - {all: true} # fire\n# end\n", &hold);
    assert_string_equal(text, "holds:\n  - {all: true} # fire\n"
                              "  - {accounts: [bluesky, x], why: \"clave nueva\"}\n# end\n");
}

TEST(nothing_is_added_to_a_file_that_only_a_person_can_mend)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_null(holds_add(&arena, "holds: [", &everything));
    assert_null(holds_add(&arena, "holds: soon\n", &everything));
}

TEST(lifting_takes_away_what_it_names_and_leaves_the_rest)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "# ours\nholds:\n"
                       "  - {all: true} # fire\n"
                       "  # two accounts\n"
                       "  - accounts: [a, b]\n"
                       "    why: password\n"
                       "  - {accounts: [a], posts: [2026/x]}\n"
                       "# end\n";
    struct name a = { .text = "a" };
    struct hold all = { .all = true, .until_utc = NO_TIME };
    struct hold account = { .accounts = { &a, 1 }, .until_utc = NO_TIME };
    size_t removed;
    assert_string_equal(holds_remove(&arena, text, &all, NULL, &removed),
                        "# ours\nholds:\n"
                        "  # two accounts\n"
                        "  - accounts: [a, b]\n"
                        "    why: password\n"
                        "  - {accounts: [a], posts: [2026/x]}\n"
                        "# end\n");
    assert_int_equal(removed, 1);
    assert_string_equal(holds_remove(&arena, text, &account, NULL, &removed),
                        "# ours\nholds:\n"
                        "  - {all: true} # fire\n"
                        "  # two accounts\n"
                        "  - {accounts: [b], why: password}\n"
                        "  - {posts: [\"2026/x\"]}\n"
                        "# end\n");
    assert_int_equal(removed, 2);
}

TEST(a_list_in_brackets_can_be_emptied)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct hold all = { .all = true, .until_utc = NO_TIME };
    size_t removed;
    const char *text = holds_remove(&arena, "holds: [{all: true}, {posts: [b]}, {all: true}] # a\n",
                                    &all, NULL, &removed);
    assert_string_equal(text, "holds: [{posts: [b]}] # a\n");
    assert_int_equal(removed, 2);
    assert_string_equal(holds_remove(&arena, "holds: [{all: true}]\n", &all, NULL, &removed),
                        "holds: []\n");
    assert_string_equal(holds_remove(&arena, "holds: [{posts: [b]}, {all: true}, {posts: [c]}]\n",
                                     &all, NULL, &removed),
                        "holds: [{posts: [b]}, {posts: [c]}]\n");
}

TEST(a_hold_below_its_dash_is_lifted_with_it)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct hold all = { .all = true, .until_utc = NO_TIME };
    size_t removed;
    const char *text = "holds:\r\n  -\r\n    # fire\r\n    all: true\r\n  -\r\n    posts: [b]\r\n";
    assert_string_equal(holds_remove(&arena, text, &all, NULL, &removed),
                        "holds:\r\n  -\r\n    posts: [b]\r\n");
    assert_int_equal(removed, 1);
}

TEST(a_comment_below_the_dash_is_lifted_with_it)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct hold all = { .all = true, .until_utc = NO_TIME };
    size_t removed;
    assert_string_equal(holds_remove(&arena,
                                     "holds:\n  -\n  # fire\n    all: true\n  - posts: [b]\n", &all,
                                     NULL, &removed),
                        "holds:\n  - posts: [b]\n");
    assert_int_equal(removed, 1);
}

TEST(what_nobody_holds_can_t_be_lifted)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct hold all = { .all = true, .until_utc = NO_TIME };
    size_t removed = 9;
    assert_string_equal(holds_remove(&arena, holds_blank(), &all, NULL, &removed), holds_blank());
    assert_int_equal(removed, 0);
    assert_string_equal(holds_remove(&arena, "x-note: a\n", &all, NULL, &removed), "x-note: a\n");
    assert_int_equal(removed, 0);
    assert_null(holds_remove(&arena, NULL, &all, NULL, &removed));
    assert_null(holds_remove(&arena, "holds: [", &all, NULL, &removed));
    assert_int_equal(removed, 0);
}
