/* Dates of posts, moved: each keeps the notation in which it was written. */
#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "commands/redate.h"
#include "lib/zone.h"

TEST(a_date_that_moves_keeps_its_notation)
{
    static const struct {
        const char *before, *after;
    } cases[] = {
        { "2026-11-24", "2026-11-26" },
        { "2026-11-24 09:30", "2026-11-26 09:30" },
        { "2026-11-24T09:30:05", "2026-11-26T09:30:05" },
        { "2026-11-24t09:30:05", "2026-11-26t09:30:05" },
        { "2026-11-24T09:30+01:00", "2026-11-26T09:30:00+01:00" },
        { "2026-11-24T09:30Z", "2026-11-26T09:30:00Z" },
        { "2026-11-24t09:30:05z", "2026-11-26T09:30:05Z" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct zone *madrid;
    const char *after;
    int64_t shift_s;
    struct err err = { 0 };
    size_t bytes;
    const void *data = zone_bundled("Europe/Madrid", &bytes);
    assert_int_equal(zone_parse(&madrid, &arena, "Europe/Madrid", data, bytes, &err), 0);
    assert_int_equal(redate_parse_shift(&shift_s, "+2d"), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(redate_shift(&after, &arena, cases[i].before, shift_s, madrid, &err), 0);
        assert_string_equal(after, cases[i].after);
    }
    assert_int_equal(redate_parse_shift(&shift_s, "-99999999999w"), 0);
    assert_int_equal(redate_shift(&after, &arena, "2026-11-24 09:30", shift_s, madrid, &err), -1);
    assert_string_equal(err.text, "'2026-11-24 09:30' can't be moved that far");
}
