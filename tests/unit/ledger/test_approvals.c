#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "model/workspace.h"

#define HASH_A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct approvals parsed(struct arena *arena, const char *text)
{
    struct approvals approvals = { 0 };
    approvals_parse(&approvals, arena, text, strlen(text));
    return approvals;
}

static struct approval one(struct approved_content *content, const char *role, const char *by)
{
    return (struct approval){
        .role = role, .by = by, .at_utc = 1795539720, .contents = content, .content_count = 1
    };
}

TEST(an_approval_says_who_in_which_role_to_what)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct approvals approvals =
        parsed(&arena, "- {role: legal, by: ana, at: 2026-11-23T17:02:00Z, review: "
                       "\"https://git.example/1\", content: {linkedin: \"" HASH_A "\"}}\n"
                       "- role: client\n"
                       "  by: marta\n"
                       "  entered-by: luis\n"
                       "  at: 2026-11-23T18:02:00+01:00\n"
                       "  why: by mail\n"
                       "  x-note: kept\n"
                       "  content: {linkedin: \"" HASH_A "\", x: \"" HASH_B "\"}\n");
    assert_null(approvals.problem);
    assert_int_equal(approvals.count, 2);
    assert_string_equal(approvals.items[0].role, "legal");
    assert_string_equal(approvals.items[0].by, "ana");
    assert_int_equal(approvals.items[0].at_utc, 1795453320);
    assert_string_equal(approvals.items[0].review, "https://git.example/1");
    assert_null(approvals.items[0].entered_by);
    assert_string_equal(approval_content(&approvals.items[0], "linkedin"), HASH_A);
    assert_null(approval_content(&approvals.items[0], "x"));
    assert_string_equal(approvals.items[1].entered_by, "luis");
    assert_int_equal(approvals.items[1].at_utc, 1795453320);
    assert_string_equal(approval_content(&approvals.items[1], "x"), HASH_B);
}

TEST(an_empty_file_approves_nothing)
{
    static const char *const texts[] = { "", "# nothing\n", "[]\n" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct approvals approvals = parsed(&arena, texts[i]);
        assert_null(approvals.problem);
        assert_int_equal(approvals.count, 0);
    }
}

TEST(a_file_that_is_not_understood_has_a_problem_and_no_approvals)
{
#define SOUND "role: legal, by: ana, at: 2026-11-23T17:02:00Z"
    static const char *const texts[] = {
        "x: [",
        "role: legal\n",
        "approved\n",
        "- approved\n",
        "- {" SOUND "}\n",
        "- {" SOUND ", content: {}}\n",
        "- {" SOUND ", content: all}\n",
        "- {" SOUND ", content: {linkedin: yes}}\n",
        "- {" SOUND ", content: {linkedin: \"sha256:aa\"}}\n",
        "- {" SOUND ", content: {linkedin: \"sha1:aa\"}}\n",
        "- {" SOUND ", content: {\"a/b\": \"" HASH_A "\"}}\n",
        "- {" SOUND ", content: {linkedin: \"" HASH_A "\"}, roles: [legal]}\n",
        "- {" SOUND ", content: {linkedin: \"" HASH_A "\"}, role: client}\n",
        "- {" SOUND ", review: \"javascript:alert(1)\", content: {linkedin: \"" HASH_A "\"}}\n",
        "- {" SOUND ", commit: main, content: {linkedin: \"" HASH_A "\"}}\n",
        "- {by: ana, at: 2026-11-23T17:02:00Z, content: {linkedin: \"" HASH_A "\"}}\n",
        "- {role: legal, at: 2026-11-23T17:02:00Z, content: {linkedin: \"" HASH_A "\"}}\n",
        "- {role: legal, by: ana, content: {linkedin: \"" HASH_A "\"}}\n",
        "- {role: legal, by: ana, at: 2026-11-23 17:02, content: {linkedin: \"" HASH_A "\"}}\n",
        "- {role: [legal], by: ana, at: 2026-11-23T17:02:00Z, content: {l: \"" HASH_A "\"}}\n",
        "- &a {" SOUND ", content: {linkedin: \"" HASH_A "\"}}\n- *a\n",
        "- {" SOUND ", content: {linkedin: \"" HASH_A "\"}}\n---\n- more\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct approvals approvals = parsed(&arena, texts[i]);
        if (!approvals.problem || approvals.count > 0)
            fail_msg("understood: %s", texts[i]);
    }
}

TEST(an_approval_is_added_behind_what_stands_there)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct approved_content content = { "linkedin", HASH_A };
    struct approval approval = one(&content, "legal", "ana");
    const char *text = approvals_add(&arena, NULL, &approval);
    assert_non_null(text);
    approval.why = "prices: \"seen\", {all}";
    approval.by = "luis";
    const char *more = approvals_add(&arena, text, &approval);
    assert_non_null(more);
    assert_true(text_starts_with(more, text));
    struct approvals approvals = parsed(&arena, more);
    assert_null(approvals.problem);
    assert_int_equal(approvals.count, 2);
    assert_string_equal(approvals.items[1].by, "luis");
    assert_string_equal(approvals.items[1].why, approval.why);
    assert_int_equal(approvals.items[1].at_utc, approval.at_utc);
}

TEST(an_approval_is_added_however_the_file_is_laid_out)
{
    static const char *const texts[] = {
        "[]\n",
        "# by hand",
        "  - {role: legal, by: ana, at: 2026-11-23T17:02:00Z, content: {a: \"" HASH_A "\"}}\n",
        "[{role: legal, by: ana, at: 2026-11-23T17:02:00Z, content: {a: \"" HASH_A "\"}}]\n",
        "- {role: legal, by: ana, at: 2026-11-23T17:02:00Z, content: {a: \"" HASH_A "\"}}\n...\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct approved_content content = { "b", HASH_B };
        struct approval approval = one(&content, "client", "marta");
        size_t before = parsed(&arena, texts[i]).count;
        const char *text = approvals_add(&arena, texts[i], &approval);
        assert_non_null(text);
        struct approvals approvals = parsed(&arena, text);
        assert_null(approvals.problem);
        assert_int_equal(approvals.count, before + 1);
        assert_string_equal(approvals.items[before].by, "marta");
    }
}

TEST(a_broken_file_is_left_to_people)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct approved_content content = { "linkedin", HASH_A };
    struct approval approval = one(&content, "legal", "ana");
    assert_null(approvals_add(&arena, "x: [", &approval));
    approval.why = "two\nlines";
    assert_null(approvals_add(&arena, NULL, &approval));
}

TEST(a_file_that_grows_too_long_loses_its_oldest_approvals)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct approved_content content = { "linkedin", HASH_A };
    const char *text = NULL;
    enum { MANY = 500 };
    for (int i = 0; i < MANY; i++) {
        struct approval approval = one(&content, "legal", arena_printf(&arena, "person-%d", i));
        text = approvals_add(&arena, text, &approval);
        assert_non_null(text);
        assert_true(strlen(text) <= LIMIT_YAML_BYTES);
    }
    struct approvals approvals = parsed(&arena, text);
    assert_true(approvals.count > 100 && approvals.count < MANY);
    assert_string_equal(approvals.items[approvals.count - 1].by, "person-499");
}

/* ---- What they are worth ---- */

static struct name legal_role[] = { { .text = "legal" } };
static struct person people[] = {
    { .id = "ana", .roles = { legal_role, 1 } },
    { .id = "bea" },
    { .id = "luis", .roles = { legal_role, 1 } },
};
static const struct workspace team = { .people = people, .person_count = 3 };

static enum approval_verdict judge(const char *by, const char *entered_by, const char *hash,
                                   const char *owner)
{
    struct approved_content content = { "x", hash };
    struct approval approval = one(&content, "legal", by);
    const struct approval *which;
    approval.entered_by = entered_by;
    const struct approvals approvals = { .items = &approval, .count = 1 };
    const struct approval_question question = {
        .role = "legal", .account = "x", .owner = owner, .content = HASH_A
    };
    enum approval_verdict verdict = approvals_judge(&which, &approvals, &team, &question);
    assert_ptr_equal(which, &approval);
    return verdict;
}

TEST(an_approval_counts_by_person_role_and_content)
{
    assert_int_equal(judge("ana", NULL, HASH_A, NULL), APPROVAL_GIVEN);
    assert_int_equal(judge("ana", "bea", HASH_A, "luis"), APPROVAL_GIVEN);
    assert_int_equal(judge("ana", NULL, HASH_B, NULL), APPROVAL_VOID);
    assert_int_equal(judge("zoe", NULL, HASH_A, NULL), APPROVAL_BY_NOBODY);
    assert_int_equal(judge("bea", NULL, HASH_A, NULL), APPROVAL_WITHOUT_ROLE);
    assert_int_equal(judge("ana", NULL, HASH_A, "ana"), APPROVAL_BY_OWNER);
    assert_int_equal(judge("ana", "bea", HASH_A, "bea"), APPROVAL_BY_OWNER);
}

TEST(the_newest_that_counts_decides_and_what_others_said_is_kept)
{
    struct approved_content contents[] = { { "x", HASH_A }, { "x", HASH_B }, { "y", HASH_A } };
    struct approval items[] = { one(&contents[0], "legal", "luis"),
                                one(&contents[1], "legal", "ana"),
                                one(&contents[2], "legal", "ana") };
    const struct approvals approvals = { .items = items, .count = 3 };
    const struct approval *which;
    struct approval_question question = { .role = "legal", .account = "x", .content = HASH_A };
    assert_int_equal(approvals_judge(&which, &approvals, &team, &question), APPROVAL_GIVEN);
    assert_ptr_equal(which, &items[0]);
    question.owner = "luis";
    assert_int_equal(approvals_judge(&which, &approvals, &team, &question), APPROVAL_VOID);
    assert_ptr_equal(which, &items[1]);
    question.role = "client";
    assert_int_equal(approvals_judge(&which, &approvals, &team, &question), APPROVAL_MISSING);
    assert_null(which);
    question = (struct approval_question){ .role = "legal", .account = "z", .content = HASH_A };
    assert_int_equal(approvals_judge(&which, &approvals, &team, &question), APPROVAL_MISSING);
    assert_true(approvals_speak(&approvals, "legal", "y"));
    assert_false(approvals_speak(&approvals, "legal", "z"));
}
