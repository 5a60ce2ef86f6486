#include "../test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "io/files.h"
#include "lib/moment.h"
#include "lib/recurrence.h"
#include "lib/zone.h"

/* The examples of RFC 5545, 3.8.5.3, a file each:
 *
 *     rule FREQ=DAILY;COUNT=2
 *     start 1997-09-02 09:00        in New York
 *     1997-09-02 09:00              its instances; behind them `...` where there are more
 *     1997-09-03 09:00 */
static const char examples[] = "tests/unit/lib/recurrences";

enum { MOST = 2000, EXAMPLE_BYTES = 64 * 1024 };

static const struct recurrence *parse(struct arena *arena, const char *text)
{
    const struct recurrence *rule = NULL;
    struct err err = { 0 };
    if (recurrence_parse(&rule, arena, text, &err) != 0)
        fail_msg("%s: %s", text, err.text);
    return rule;
}

static struct local_time local(const char *text)
{
    struct moment moment;
    assert_int_equal(moment_parse(&moment, text), 0);
    return moment.local;
}

static const char *written(struct arena *arena, const struct local_time *at)
{
    return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", at->year, at->month, at->day, at->hour,
                        at->minute);
}

/* The instances between two times, a line each. */
static const char *between(struct arena *arena, const char *text, const char *start,
                           const char *from, const char *until)
{
    static struct local_time found[MOST];
    struct local_time times[] = { local(start), local(from), local(until) };
    size_t count =
        recurrence_between(found, MOST, parse(arena, text), &times[0], &times[1], &times[2]);
    struct text_buffer out = text_buffer_in(arena, EXAMPLE_BYTES);
    for (size_t i = 0; i < count; i++)
        text_printf(&out, "%s\n", written(arena, &found[i]));
    return text_end(&out);
}

static const struct zone *new_york(struct arena *arena)
{
    size_t bytes;
    const void *data = zone_bundled("America/New_York", &bytes);
    const struct zone *zone = NULL;
    struct err err = { 0 };
    assert_int_equal(zone_parse(&zone, arena, "America/New_York", data, bytes, &err), 0);
    return zone;
}

static void try_example(struct arena *arena, const char *name)
{
    static struct local_time found[MOST];
    const struct recurrence *rule = NULL;
    struct local_time start = { 0 };
    struct local_time until = local("2026-01-01");
    struct err err = { 0 };
    char *text;
    size_t bytes;
    size_t count = 0;
    size_t next = 0;
    bool goes_on = false;
    assert_int_equal(files_read(arena, arena_printf(arena, "%s/%s", examples, name), EXAMPLE_BYTES,
                                &text, &bytes, &err),
                     0);
    char *rest = text;
    for (char *line; (line = strsep(&rest, "\n")) && *line;) {
        if (text_starts_with(line, "rule ")) {
            rule = recurrence_in_zone(arena, parse(arena, line + 5), new_york(arena));
        } else if (text_starts_with(line, "start ")) {
            start = local(line + 6);
            count = recurrence_between(found, MOST, rule, &start, &start, &until);
        } else if (text_equal(line, "...")) {
            goes_on = true;
        } else if (*line != '#') {
            if (next == count || !text_equal(written(arena, &found[next]), line))
                fail_msg("%s: instance %zu is %s, not %s", name, next + 1,
                         next < count ? written(arena, &found[next]) : "missing", line);
            next++;
        }
    }
    if (goes_on != (next < count))
        fail_msg("%s: %zu instances, %zu are documented", name, count, next);
}

TEST(recurrence_gives_the_instances_of_all_examples_of_rfc_5545)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    DIR *folder = opendir(examples);
    size_t count = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (*entry->d_name == '.')
            continue;
        try_example(&arena, entry->d_name);
        count++;
    }
    closedir(folder);
    assert_int_equal(count, 42);
}

TEST(recurrence_between_takes_its_first_moment_and_not_its_last)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(
        between(&arena, "FREQ=DAILY", "2026-01-01 09:00", "2026-02-01 09:00", "2026-02-03 09:00"),
        "2026-02-01 09:00\n2026-02-02 09:00\n");
    assert_string_equal(
        between(&arena, "FREQ=DAILY", "2026-01-01 09:00", "2026-02-01 09:00", "2026-02-01 09:00"),
        "");
    assert_string_equal(
        between(&arena, "FREQ=DAILY", "2026-01-01 09:00", "2025-01-01", "2026-01-02"),
        "2026-01-01 09:00\n");
}

TEST(recurrence_leaves_out_a_start_that_the_rule_does_not_say)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(between(&arena, "FREQ=MONTHLY;BYDAY=1TH;BYHOUR=18;BYMINUTE=0", "2026-01-01",
                                "2026-01-01", "2026-03-01"),
                        "2026-01-01 18:00\n2026-02-05 18:00\n");
}

TEST(recurrence_until_a_day_takes_that_day_in)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(between(&arena, "FREQ=DAILY;UNTIL=20260102", "2026-01-01 09:00",
                                "2026-01-01", "2027-01-01"),
                        "2026-01-01 09:00\n2026-01-02 09:00\n");
}

TEST(recurrence_takes_small_letters)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(
        between(&arena, "freq=weekly;byday=mo", "2026-11-01", "2026-11-01", "2026-11-08"),
        "2026-11-02 00:00\n");
}

TEST(recurrence_keeps_an_interval_that_began_long_ago)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    /* 1970-01-05 was a Monday; so was 2026-11-02, 2965 weeks later, and 2965 is no multiple of 2.
     */
    assert_string_equal(between(&arena, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "1970-01-05 09:00",
                                "2026-11-01", "2026-11-15"),
                        "2026-11-09 09:00\n");
    assert_string_equal(
        between(&arena, "FREQ=MONTHLY;INTERVAL=7", "1970-01-31 09:00", "2026-01-01", "2028-01-01"),
        "2026-01-31 09:00\n2026-08-31 09:00\n2027-03-31 09:00\n2027-10-31 09:00\n");
    assert_string_equal(
        between(&arena, "FREQ=YEARLY", "1972-02-29 09:00", "2023-01-01", "2029-01-01"),
        "2024-02-29 09:00\n2028-02-29 09:00\n");
}

/* A rule that counts is walked from its start; the same one without its count begins nearer. */
TEST(recurrence_finds_the_same_from_near_and_from_far)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const rules[] = {
        "FREQ=DAILY;INTERVAL=3;BYHOUR=9,17",
        "FREQ=DAILY;INTERVAL=5;BYMONTH=2,3;BYMONTHDAY=1,-1",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU;WKST=SU",
        "FREQ=WEEKLY;INTERVAL=5;BYDAY=TU,SA;BYHOUR=6,22;BYSETPOS=1,-1",
        "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR,2MO",
        "FREQ=MONTHLY;INTERVAL=11;BYMONTHDAY=31,-30",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE;BYSETPOS=-2",
        "FREQ=MONTHLY;INTERVAL=13",
        "FREQ=YEARLY;INTERVAL=3;BYWEEKNO=1,53;BYDAY=MO",
        "FREQ=YEARLY;INTERVAL=2;BYYEARDAY=-1,366,60",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2,11;BYDAY=-1SU",
        "FREQ=HOURLY;INTERVAL=7;BYMINUTE=0,30",
        "FREQ=HOURLY;INTERVAL=25;BYDAY=MO",
        "FREQ=MINUTELY;INTERVAL=601;BYHOUR=9,10",
    };
    static const char *const starts[] = { "2024-02-29 09:30", "2023-12-31 09:30",
                                          "2024-08-05 00:00" };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        for (size_t j = 0; j < 3; j++) {
            const char *counted = arena_printf(&arena, "%s;COUNT=100000", rules[i]);
            for (int year = 2025; year < 2040; year += 2) {
                const char *from = arena_printf(&arena, "%d-03-05 09:31", year);
                const char *until = arena_printf(&arena, "%d-02-05 10:00", year + 1);
                assert_string_equal(between(&arena, rules[i], starts[j], from, until),
                                    between(&arena, counted, starts[j], from, until));
            }
        }
    }
}

TEST(recurrence_takes_no_longer_for_hostile_rules)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const rules[] = {
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=100000;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=WEEKLY;INTERVAL=10000;BYMONTH=2;BYDAY=MO",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;COUNT=5;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;COUNT=100000;BYMONTH=2;BYMONTHDAY=28",
        "FREQ=MINUTELY;BYYEARDAY=366;BYDAY=MO;BYMONTHDAY=1",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=YEARLY;BYDAY=53MO,-53MO",
        "FREQ=YEARLY;INTERVAL=10000;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=366",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,"
        "18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,"
        "24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,"
        "54,55,56,57,58,59;BYSETPOS=-366",
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        clock_t begun = clock();
        between(&arena, rules[i], "1970-01-31 09:00", "2026-01-01", "2500-01-01");
        double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
        if (getenv("RECURRENCE_TIMES"))
            print_message("%6.3f s %s\n", seconds, rules[i]);
        if (seconds > 2 * test_slowness())
            fail_msg("%s took %.1f s", rules[i], seconds);
    }
}

TEST(recurrence_says_what_is_wrong_with_a_rule)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *rule;
        const char *says;
    } wrong[] = {
        { "", "'' is no part of a rule" },
        { "every monday", "'every monday' is no part of a rule" },
        { "RRULE:FREQ=DAILY", "'RRULE:FREQ=DAILY' is no part of a rule" },
        { "FREQ=DAILY;", "'' is no part of a rule" },
        { "FREQ", "'FREQ' is no part of a rule" },
        { "FREQ=DAILY;BYNIGHT=1", "'BYNIGHT=1' is no part of a rule" },
        { "FREQ=DAILY;RSCALE=HEBREW", "'RSCALE=HEBREW' is no part of a rule" },
        { "BYDAY=MO", "the rule says no FREQ" },
        { "FREQ=FORTNIGHTLY", "FREQ takes DAILY, WEEKLY" },
        { "FREQ=SECONDLY", "FREQ takes DAILY, WEEKLY" },
        { "FREQ=DAILY;FREQ=DAILY", "'FREQ' stands twice" },
        { "FREQ=DAILY;INTERVAL=0", "INTERVAL takes a number from 1" },
        { "FREQ=DAILY;INTERVAL=-1", "INTERVAL takes a number from 1" },
        { "FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL takes a number from 1" },
        { "FREQ=DAILY;COUNT=0", "COUNT takes a number from 1" },
        { "FREQ=DAILY;COUNT=2;UNTIL=20260101", "COUNT and UNTIL" },
        { "FREQ=DAILY;UNTIL=2026-01-01", "UNTIL takes a day" },
        { "FREQ=DAILY;UNTIL=20260230", "UNTIL takes a day" },
        { "FREQ=DAILY;UNTIL=20260101T", "UNTIL takes a day" },
        { "FREQ=DAILY;WKST=MONDAY", "WKST takes a weekday" },
        { "FREQ=WEEKLY;BYDAY=", "BYDAY takes weekdays" },
        { "FREQ=WEEKLY;BYDAY=MO,", "BYDAY takes weekdays" },
        { "FREQ=WEEKLY;BYDAY=XX", "BYDAY takes weekdays" },
        { "FREQ=MONTHLY;BYDAY=0MO", "BYDAY takes weekdays" },
        { "FREQ=YEARLY;BYDAY=54MO", "BYDAY takes weekdays" },
        { "FREQ=WEEKLY;BYDAY=1MO", "BYDAY with numbers" },
        { "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY with numbers" },
        { "FREQ=DAILY;BYHOUR=24", "BYHOUR takes numbers from 0 to 23" },
        { "FREQ=DAILY;BYHOUR=-1", "BYHOUR takes numbers from 0 to 23" },
        { "FREQ=DAILY;BYMINUTE=60", "BYMINUTE takes numbers from 0 to 59" },
        { "FREQ=DAILY;BYSECOND=0,30", "BYSECOND takes one number" },
        { "FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY takes numbers from 1 to 31" },
        { "FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY takes numbers from 1 to 31" },
        { "FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY has no meaning in a rule with FREQ=WEEKLY" },
        { "FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY has no meaning" },
        { "FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO has no meaning" },
        { "FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO takes numbers from 1 to 53" },
        { "FREQ=YEARLY;BYMONTH=13", "BYMONTH takes numbers from 1 to 12" },
        { "FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another part" },
        { "FREQ=DAILY;BYHOUR=1 ", "BYHOUR takes numbers" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct recurrence *rule = NULL;
        struct err err = { 0 };
        if (recurrence_parse(&rule, &arena, wrong[i].rule, &err) != -1 || err.kind != ERR_INPUT ||
            !strstr(err.text, wrong[i].says))
            fail_msg("'%s' says: %s", wrong[i].rule, err.text);
        assert_null(rule);
    }
}

TEST(recurrence_refuses_lists_without_end)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct recurrence *rule = NULL;
    struct err err = { 0 };
    struct text_buffer text = text_buffer_in(&arena, 1024 * 1024);
    text_puts(&text, "FREQ=DAILY;BYHOUR=1");
    for (int i = 0; i < 100000; i++)
        text_puts(&text, ",1");
    assert_int_equal(recurrence_parse(&rule, &arena, text_end(&text), &err), -1);
    assert_non_null(strstr(err.text, "longer than"));
}
