#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/review.h"

#define ID "0123456789abcdef0123456789abcdef01234567"
#define REQUEST                                                                                    \
    "\"pull_request\": {\"user\": {\"login\": \"otra\"}, \"base\": {\"sha\": \"" ID "\"}}"

static int parse(struct review **out, size_t *count, struct arena *arena, const char *text)
{
    struct err err = { 0 };
    int status = review_parse(out, count, arena, text, strlen(text), &err);
    assert_int_equal(status == 0 ? ERR_NONE : ERR_INPUT, err.kind);
    return status;
}

TEST(an_event_says_who_said_what_of_which_commit)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct review *reviews;
    size_t count;
    assert_int_equal(
        parse(&reviews, &count, &arena,
              "{\"review\": {\"user\": {\"login\": \"luis\"}, \"state\": \"approved\", "
              "\"commit_id\": \"" ID "\", \"html_url\": \"https://git.example/1\"}, " REQUEST "}"),
        0);
    assert_int_equal(count, 1);
    assert_int_equal(reviews[0].host, REVIEW_GITHUB);
    assert_true(reviews[0].is_approval);
    assert_string_equal(reviews[0].login, "luis");
    assert_string_equal(reviews[0].author, "otra");
    assert_string_equal(reviews[0].commit, ID);
    assert_string_equal(reviews[0].base, ID);
    assert_string_equal(reviews[0].url, "https://git.example/1");
}

TEST(what_is_taken_back_or_no_approval_approves_nothing)
{
    static const char *const texts[] = {
        "{\"action\": \"dismissed\", \"review\": {\"user\": {\"login\": \"l\"}, \"state\": "
        "\"approved\"}, " REQUEST "}",
        "{\"review\": {\"user\": {\"login\": \"l\"}, \"state\": \"dismissed\"}, " REQUEST "}",
        "{\"review\": {\"user\": {\"login\": \"l\"}, \"state\": \"commented\"}, " REQUEST "}",
        "{\"review\": {\"user\": null, \"state\": \"approvedish\"}, " REQUEST "}",
        "[{\"user\": {\"login\": \"l\"}, \"state\": \"APPROVED\"}, {\"user\": {\"login\": \"L\"}, "
        "\"state\": \"DISMISSED\"}]",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct review *reviews;
        size_t count;
        assert_int_equal(parse(&reviews, &count, &arena, texts[i]), 0);
        for (size_t j = 0; j < count; j++)
            assert_false(reviews[j].is_approval);
    }
}

TEST(a_program_may_review_and_a_remark_takes_nothing_back)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct review *reviews;
    size_t count;
    assert_int_equal(parse(&reviews, &count, &arena,
                           "[{\"user\": {\"login\": \"l\"}, \"state\": \"APPROVED\"}, {\"user\": "
                           "{\"login\": \"l\"}, \"state\": \"COMMENTED\"}, {\"user\": {\"login\": "
                           "\"robot[bot]\"}, \"state\": \"APPROVED\"}]"),
                     0);
    assert_int_equal(count, 3);
    assert_true(reviews[0].is_approval);
    assert_false(reviews[1].is_approval);
    assert_string_equal(reviews[2].login, "robot[bot]");
}

TEST(approvals_on_gitlab_are_a_list_of_people)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct review *reviews;
    size_t count;
    assert_int_equal(
        parse(&reviews, &count, &arena,
              "{\"id\": 5, \"approved_by\": [{\"user\": {\"username\": \"l.prieto\"}}]}"),
        0);
    assert_int_equal(count, 1);
    assert_int_equal(reviews[0].host, REVIEW_GITLAB);
    assert_true(reviews[0].is_approval);
    assert_string_equal(reviews[0].login, "l.prieto");
    assert_null(reviews[0].commit);
}

TEST(what_is_not_exactly_a_review_is_none)
{
    static const char *const texts[] = {
        "",
        "null",
        "7",
        "{}",
        "{\"review\": []}",
        "[7]",
        "[[]]",
        "{\"approved_by\": 7}",
        "{\"approved_by\": [7]}",
        "{\"approved_by\": [{\"user\": 7}]}",
        "{\"approved_by\": [{\"user\": {\"username\": \"\"}}]}",
        "{\"approved_by\": [{\"user\": {\"username\": \"a b\"}}]}",
        "{\"approved_by\": [{\"user\": {\"username\": \"a\\u001b[31m\"}}]}",
        "[{\"user\": {\"login\": \"[bot]x\"}, \"state\": \"APPROVED\"}]",
        "[{\"user\": {\"login\": \"l\"}}]",
        "[{\"user\": {\"login\": \"l\"}, \"state\": true}]",
        "[{\"user\": {\"login\": \"l\"}, \"state\": \"APPROVED\", \"commit_id\": \"abc\"}]",
        "[{\"user\": {\"login\": \"l\"}, \"state\": \"APPROVED\", \"commit_id\": 7}]",
        "[{\"user\": {\"login\": \"l\"}, \"state\": \"APPROVED\", \"html_url\": \"data:x\"}]",
        "{\"review\": {\"user\": {\"login\": \"l\"}, \"state\": \"approved\"}, \"pull_request\": "
        "{\"base\": {\"sha\": \"main\"}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct review *reviews;
        size_t count;
        if (parse(&reviews, &count, &arena, texts[i]) == 0)
            fail_msg("taken as a review: %s", texts[i]);
    }
}
