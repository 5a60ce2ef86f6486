#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/moment.h"

TEST(seconds_and_local_times_are_each_others_inverse)
{
    static const struct {
        int64_t seconds;
        struct local_time local;
        int weekday;
    } known[] = {
        { 0, { 1970, 1, 1, 0, 0, 0 }, 4 },
        { -1, { 1969, 12, 31, 23, 59, 59 }, 3 },
        { 951782400, { 2000, 2, 29, 0, 0, 0 }, 2 },
        { 1000000000, { 2001, 9, 9, 1, 46, 40 }, 7 },
        { 2147483648, { 2038, 1, 19, 3, 14, 8 }, 2 },
        { 4107542400, { 2100, 3, 1, 0, 0, 0 }, 1 },
        { 253402300799, { 9999, 12, 31, 23, 59, 59 }, 5 },
        { -62135596800, { 1, 1, 1, 0, 0, 0 }, 1 },
        { -62167219201, { -1, 12, 31, 23, 59, 59 }, 5 },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(moment_seconds(&known[i].local), known[i].seconds);
        struct local_time local = moment_local(known[i].seconds);
        assert_memory_equal(&local, &known[i].local, sizeof local);
        assert_int_equal(moment_weekday(&local), known[i].weekday);
    }
}

TEST(every_day_of_800_years_follows_the_one_before)
{
    struct local_time before = moment_local(-400 * 366LL * 86400);
    for (int64_t day = -400 * 366 + 1; day < 400 * 366; day++) {
        struct local_time local = moment_local(day * 86400);
        assert_int_equal(moment_seconds(&local), day * 86400);
        if (local.day != 1)
            assert_int_equal(local.day, before.day + 1);
        else
            assert_int_equal(local.month, before.month % 12 + 1);
        assert_int_equal(moment_weekday(&local), moment_weekday(&before) % 7 + 1);
        before = local;
    }
}

TEST(valid_days_are_those_of_the_calendar)
{
    assert_true(moment_is_valid(&(struct local_time){ 2024, 2, 29, 23, 59, 59 }));
    assert_true(moment_is_valid(&(struct local_time){ 2000, 2, 29, 0, 0, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2026, 2, 29, 0, 0, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2100, 2, 29, 0, 0, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2026, 4, 31, 0, 0, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2026, 13, 1, 0, 0, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2026, 0, 1, 0, 0, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2026, 1, 0, 0, 0, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2026, 1, 1, 24, 0, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2026, 1, 1, 0, 60, 0 }));
    assert_false(moment_is_valid(&(struct local_time){ 2026, 1, 1, 0, 0, 60 }));
    assert_false(moment_is_valid(&(struct local_time){ 1969, 1, 1, 0, 0, 0 }));
}

TEST(the_notations_of_the_manual_are_taken)
{
    static const struct {
        const char *text;
        enum moment_kind kind;
        struct local_time local;
        int64_t utc;
    } taken[] = {
        { "2026-11-24", MOMENT_DAY, { 2026, 11, 24, 0, 0, 0 }, 0 },
        { "2026-11-24 09:30", MOMENT_LOCAL, { 2026, 11, 24, 9, 30, 0 }, 0 },
        { "2026-11-24 9:30", MOMENT_LOCAL, { 2026, 11, 24, 9, 30, 0 }, 0 },
        { "2026-11-24T09:30", MOMENT_LOCAL, { 2026, 11, 24, 9, 30, 0 }, 0 },
        { "2026-11-24 23:59:58", MOMENT_LOCAL, { 2026, 11, 24, 23, 59, 58 }, 0 },
        { "2026-11-24T09:30:00Z", MOMENT_INSTANT, { 2026, 11, 24, 9, 30, 0 }, 1795512600 },
        { "2026-11-24t09:30:00z", MOMENT_INSTANT, { 2026, 11, 24, 9, 30, 0 }, 1795512600 },
        { "2026-11-24 09:30:00+01:00", MOMENT_INSTANT, { 2026, 11, 24, 9, 30, 0 }, 1795509000 },
        { "2026-11-24T09:30-05:30", MOMENT_INSTANT, { 2026, 11, 24, 9, 30, 0 }, 1795532400 },
        { "2026-11-24T09:30:00.125Z", MOMENT_INSTANT, { 2026, 11, 24, 9, 30, 0 }, 1795512600 },
    };
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        struct moment moment = { 0 };
        assert_int_equal(moment_parse(&moment, taken[i].text), 0);
        assert_int_equal(moment.kind, taken[i].kind);
        assert_memory_equal(&moment.local, &taken[i].local, sizeof moment.local);
        assert_int_equal(moment.utc, taken[i].utc);
    }
}

TEST(other_notations_are_not)
{
    static const char *const refused[] = {
        "",
        "2026",
        "2026-11",
        "2026-11-2",
        "26-11-24",
        "2026/11/24",
        "24/11/2026",
        "2026-11-24 ",
        "2026-11-24 9",
        "2026-11-24 9.30",
        "2026-11-24 09:30h",
        "2026-11-24 9:3",
        "2026-11-24  9:30",
        "2026-11-24 009:30",
        "2026-11-24 24:00",
        "2026-11-24 09:60",
        "2026-11-24 09:30:60",
        "2026-02-30",
        "1969-12-31",
        "2026-11-24 09:30:",
        "2026-11-24 09:30:00.",
        "2026-11-24T09:30:00+1:00",
        "2026-11-24T09:30:00+0100",
        "2026-11-24T09:30:00 +01:00",
        "2026-11-24T09:30:00+24:00",
        "2026-11-24T09:30:00+01:60",
        "2026-11-24T09:30:00Z ",
        "2026-11-24T09:30:00CET",
        "hoy",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct moment moment = { .kind = MOMENT_NONE };
        if (moment_parse(&moment, refused[i]) == 0)
            fail_msg("taken: %s", refused[i]);
        assert_int_equal(moment.kind, MOMENT_NONE);
    }
}

TEST(what_people_write_otherwise_is_suggested_in_the_right_notation)
{
    static const struct {
        const char *text, *suggested;
    } cases[] = {
        { "2026-11-24\u00a009:30", "2026-11-24 09:30" },
        { "2026\u201311\u201324 9:30", "2026-11-24 09:30" },
        { "24/11/2026", "2026-11-24" },
        { "24/11/2026 9:30", "2026-11-24 09:30" },
        { "24-11-2026", "2026-11-24" },
        { "24.11.2026", "2026-11-24" },
        { "24.11.2026 9.30", "2026-11-24 09:30" },
        { "24/11/26 9:30", "2026-11-24 09:30" },
        { "11/24/2026", "2026-11-24" },
        { "2026/11/24", "2026-11-24" },
        { "2026-1-5", "2026-01-05" },
        { "2026-11-24 9.30", "2026-11-24 09:30" },
        { "2026-11-24 9:30h", "2026-11-24 09:30" },
        { "2026-11-24 9h30", "2026-11-24 09:30" },
        { "2026-11-24 9h", "2026-11-24 09:00" },
        { "2026-11-24 9 h.", "2026-11-24 09:00" },
        { "2026-11-24, 9:30 horas", "2026-11-24 09:30" },
        { "2026-11-24 - 9:30", "2026-11-24 09:30" },
        { "2026-11-24 9:30:15h", "2026-11-24 09:30:15" },
        { "24 nov 2026", "2026-11-24" },
        { "24 nov. 2026", "2026-11-24" },
        { "24-nov-2026", "2026-11-24" },
        { "24 de noviembre de 2026", "2026-11-24" },
        { "24 de Noviembre del 2026", "2026-11-24" },
        { "24 de noviembre de 2026 a las 9:30", "2026-11-24 09:30" },
        { "24 de noviembre de 2026, a las 9", "2026-11-24 09:00" },
        { "martes, 24 de noviembre de 2026 a las 20:30", "2026-11-24 20:30" },
        { "Miércoles 25 de noviembre de 2026", "2026-11-25" },
        { "1º de mayo de 2026", "2026-05-01" },
        { "a las 8 de la tarde del 24 de noviembre de 2026", "2026-11-24 20:00" },
        { "24 de noviembre de 2026 a las 9:30 de la mañana", "2026-11-24 09:30" },
        { "24 de noviembre de 2026 a las 9:30 p. m.", "2026-11-24 21:30" },
        { "Nov 24, 2026", "2026-11-24" },
        { "Nov 24, 2026 9:30 am", "2026-11-24 09:30" },
        { "Nov 24, 2026 9:30 pm", "2026-11-24 21:30" },
        { "November 24th, 2026 at 12:05 a.m.", "2026-11-24 00:05" },
        { "24th of November 2026, 9pm", "2026-11-24 21:00" },
        { "Tuesday, November 24, 2026", "2026-11-24" },
        { "9:30 24/11/2026", "2026-11-24 09:30" },
        { "05/05/2026", "2026-05-05" },
        { "2026-11-24 09:30:00 +0100", "2026-11-24T09:30:00+01:00" },
        { "2026-11-24 09:30 +01:00", "2026-11-24T09:30:00+01:00" },
        { "2026-11-24 09:30 UTC", "2026-11-24T09:30:00+00:00" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *suggested = moment_suggest(&arena, cases[i].text);
        if (!suggested || strcmp(suggested, cases[i].suggested) != 0)
            fail_msg("%s: %s, expected %s", cases[i].text, suggested ? suggested : "nothing",
                     cases[i].suggested);
        struct moment moment;
        assert_int_equal(moment_parse(&moment, suggested), 0);
    }
}

TEST(nothing_is_suggested_where_no_single_moment_is_meant)
{
    static const char *const unclear[] = {
        "",
        "mañana",
        "tomorrow",
        "hoy a las 9",
        "9:30",
        "05/06/2026",
        "05-06-2026 9:30",
        "24-11-26",
        "26/13/2026",
        "31/02/2026",
        "2026-02-30",
        "24/11",
        "24 de noviembre",
        "noviembre de 2026",
        "24/11/2026 25:00",
        "24/11/2026 13:30 pm",
        "24/11/2026 0:30 am",
        "24/11/2026 a las 3 de la noche",
        "lunes 24 de noviembre de 2026",
        "24/11/2026 25/11/2026",
        "24/11/2026 9:30 10:30",
        "24/11/2026 9:30 CET",
        "24/11/2026 o 25",
        "24/11/2026 9",
        "24/11/1969",
        "24/11-2026",
        "24 / 11 / 2026",
        "99999999999999999999",
        "24 de brumario de 2026",
        "\xFF\xFE",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof unclear / sizeof *unclear; i++) {
        const char *suggested = moment_suggest(&arena, unclear[i]);
        if (suggested)
            fail_msg("%s: %s", unclear[i], suggested);
    }
}

TEST(no_text_of_date_tokens_is_too_much_for_suggest)
{
    static const char *const pieces[] = { "24", "/",  "11", "2026", " ", "nov", ":",
                                          "de", "am", "h",  "+",    "ñ", ".",   "las" };
    enum { PIECES = sizeof pieces / sizeof *pieces, LENGTH = 40 };
    uint32_t random = 1;
    for (int round = 0; round < 20000; round++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        char text[4 * LENGTH + 1] = "";
        size_t bytes = 0;
        for (int i = 0; i < round % LENGTH; i++) {
            random = random * 1103515245 + 12345;
            const char *piece = pieces[(random >> 16) % PIECES];
            memcpy(text + bytes, piece, strlen(piece) + 1);
            bytes += strlen(piece);
        }
        struct moment moment;
        const char *suggested = moment_suggest(&arena, text);
        if (suggested && moment_parse(&moment, suggested) != 0)
            fail_msg("%s: %s", text, suggested);
    }
}

TEST(durations_are_read_and_written)
{
    assert_int_equal(moment_duration("90m"), 5400);
    assert_int_equal(moment_duration("24h"), 86400);
    assert_int_equal(moment_duration("7d"), 604800);
    assert_int_equal(moment_duration("1h30m"), 5400);
    assert_int_equal(moment_duration("45s"), 45);
    assert_int_equal(moment_duration("2w"), 1209600);
    assert_int_equal(moment_duration("0m"), 0);
    static const char *const refused[] = { "",      "90",   "m",    "1.5h", "-1h", "1 h",
                                           "30m1h", "1h1h", "1h30", "1y",   "1H" };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(moment_duration(refused[i]), -1);
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(moment_format_duration(&arena, 5400), "1h30m");
    assert_string_equal(moment_format_duration(&arena, 604800), "7d");
    assert_string_equal(moment_format_duration(&arena, 86400 + 61), "1d1m1s");
    assert_string_equal(moment_format_duration(&arena, -90), "-1m30s");
    assert_string_equal(moment_format_duration(&arena, 0), "0s");
}

TEST(a_duration_is_no_longer_than_a_calendar)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const int64_t longest_s = INT64_C(3000000) * 86400;
    assert_int_equal(moment_duration("3000000d"), longest_s);
    assert_int_equal(moment_duration("428571w2d23h59m60s"), longest_s);
    static const char *const refused[] = { "3000001d", "3000000d1s", "1000000w", "2147483648s",
                                           "99999999999999999999999999w" };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(moment_duration(refused[i]), MOMENT_TOO_LONG);
    assert_string_equal(moment_format_duration(&arena, longest_s), "3000000d");
}

TEST(times_are_written_by_rfc_3339)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(moment_format_utc(&arena, 1795512600), "2026-11-24T09:30:00Z");
    assert_string_equal(moment_format(&arena, 1795512600, 3600), "2026-11-24T10:30:00+01:00");
    assert_string_equal(moment_format(&arena, 1795512600, -12600), "2026-11-24T06:00:00-03:30");
    assert_string_equal(moment_format(&arena, 1795512600, 0), "2026-11-24T09:30:00+00:00");
    assert_string_equal(moment_format(&arena, 0, -2670), "1970-01-01T00:00:00Z");
}
