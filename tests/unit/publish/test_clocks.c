#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "model/moment.h"
#include "publish/clocks.h"

static const int64_t NOW = 2000000000;

TEST(clocks_agree_within_two_minutes)
{
    const struct {
        int64_t date_utc;
        enum clocks_verdict verdict;
        int64_t skew_s;
    } rows[] = {
        { NOW, CLOCKS_AGREE, 0 },
        { NOW + 2, CLOCKS_AGREE, 0 }, /* the answer took three seconds */
        { NOW - 120, CLOCKS_AGREE, 120 },
        { NOW - 121, CLOCKS_DIFFER, 121 },
        { NOW + 3 + 120, CLOCKS_AGREE, -120 },
        { NOW + 3 + 121, CLOCKS_DIFFER, -121 },
        { NOW - 315360000, CLOCKS_DIFFER, 315360000 },
        { NOW + 315360000, CLOCKS_DIFFER, -315359997 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t skew_s = 99;
        assert_int_equal(clocks_judge(rows[i].date_utc, NOW, NOW + 3, &skew_s), rows[i].verdict);
        assert_int_equal(skew_s, rows[i].skew_s);
    }
    int64_t untouched = 99;
    assert_int_equal(clocks_judge(NO_TIME, NOW, NOW, &untouched), CLOCKS_UNKNOWN);
    /* Found by the simulation: three minutes ahead, and held up for 92 s within the question. */
    assert_int_equal(clocks_judge(NOW - 90, NOW, NOW + 92, &untouched), CLOCKS_SILENT);
    assert_int_equal(untouched, 99);
}

TEST(clocks_ask_the_host_of_a_remote_without_its_user)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(clocks_origin(&arena, "https://git.example/horno/posts.git"),
                        "https://git.example");
    assert_string_equal(clocks_origin(&arena, "https://ana:wo@rd@git.example:8443/p.git"),
                        "https://git.example:8443");
    assert_string_equal(clocks_origin(&arena, "http://127.0.0.1:99/p@q.git"),
                        "http://127.0.0.1:99");
    assert_null(clocks_origin(&arena, "ssh://git@git.example/p.git"));
    assert_null(clocks_origin(&arena, "git@git.example:p.git"));
    assert_null(clocks_origin(&arena, "/srv/git/p.git"));
    assert_null(clocks_origin(&arena, "https:///p.git"));
    assert_null(clocks_origin(&arena, "https://ana@/p.git"));
    assert_null(clocks_origin(&arena, "https://git.example:port/p.git"));
}

TEST(clocks_of_a_remote_without_http_are_not_compared)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    int64_t untouched = 99;
    assert_int_equal(clocks_compare(NULL, &arena, "git@git.example:p.git", &untouched),
                     CLOCKS_UNKNOWN);
    assert_int_equal(untouched, 99);
}
