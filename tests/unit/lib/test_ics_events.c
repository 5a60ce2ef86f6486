#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/ics_events.h"
#include "lib/moment.h"
#include "lib/windows_zones.h"
#include "lib/zone.h"

/* The events of a calendar with these lines within. */
static struct ics_events parse(struct arena *arena, const char *lines)
{
    struct ics_events events = { 0 };
    struct err err = { 0 };
    const char *text = arena_printf(arena, "BEGIN:VCALENDAR\r\n%sEND:VCALENDAR\r\n", lines);
    if (ics_events_parse(&events, arena, text, strlen(text), &err) != 0)
        fail_msg("%s", err.text);
    return events;
}

static struct ics_events parse_event(struct arena *arena, const char *lines)
{
    return parse(arena, arena_printf(arena, "BEGIN:VEVENT\r\n%sEND:VEVENT\r\n", lines));
}

static const char *written(struct arena *arena, const struct moment *moment)
{
    static const char *const kinds[] = { "none", "day", "local", "utc" };
    const struct local_time *at = &moment->local;
    return arena_printf(arena, "%s %04d-%02d-%02d %02d:%02d", kinds[moment->kind], at->year,
                        at->month, at->day, at->hour, at->minute);
}

static const char *times_of(struct arena *arena, const struct ics_event *event)
{
    return arena_printf(arena, "%s to %s", written(arena, &event->from),
                        written(arena, &event->until));
}

static const char *instances(struct arena *arena, const struct ics_event *event,
                             const struct zone *zone)
{
    struct ics_times found[50];
    struct local_time from = { .year = 2026, .month = 1, .day = 1 };
    struct local_time until = { .year = 2027, .month = 1, .day = 1 };
    size_t count = ics_event_between(found, 50, event, zone, &from, &until);
    struct text_buffer out = text_buffer_in(arena, 10000);
    for (size_t i = 0; i < count; i++)
        text_printf(&out, "%s\n", written(arena, &found[i].from));
    return text_end(&out);
}

TEST(ics_events_have_texts_without_their_escapes_and_folds)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = parse(&arena, "X-WR-CALNAME:Ferias\r\n"
                                             "BEGIN:VEVENT\r\n"
                                             "UID:1@example.org\r\n"
                                             "DTSTART;VALUE=DATE:20261224\r\n"
                                             "SUMMARY;LANGUAGE=es:Pan\\, y m\xC3\r\n \xA1s pan\r\n"
                                             "description:Una\\nDos\\; tres\r\n"
                                             "\t y cuatro\r\n"
                                             "URL:https://example.org/a?b=c:d\r\n"
                                             "CATEGORIES:Navidad,Pan\r\n"
                                             "END:VEVENT\r\n");
    assert_string_equal(events.name, "Ferias");
    assert_int_equal(events.count, 1);
    assert_int_equal(events.items[0].line, 3);
    assert_string_equal(events.items[0].uid, "1@example.org");
    assert_string_equal(events.items[0].summary, "Pan, y m\u00e1s pan");
    assert_string_equal(events.items[0].description, "Una\nDos; tres y cuatro");
    assert_string_equal(events.items[0].url, "https://example.org/a?b=c:d");
    assert_string_equal(events.items[0].categories, "Navidad,Pan");
    assert_null(events.items[0].location);
}

TEST(ics_events_end_as_they_say_or_as_their_start_does)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *lines;
        const char *times;
    } events[] = {
        { "DTSTART;VALUE=DATE:20261224\r\n", "day 2026-12-24 00:00 to day 2026-12-25 00:00" },
        { "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\n",
          "day 2026-12-24 00:00 to day 2026-12-27 00:00" },
        { "DTSTART:20261224\r\nDTEND:20261224\r\n",
          "day 2026-12-24 00:00 to day 2026-12-25 00:00" },
        { "DTSTART:20261231\r\nDURATION:P1W\r\n", "day 2026-12-31 00:00 to day 2027-01-07 00:00" },
        { "DTSTART:20261224T093000Z\r\n", "utc 2026-12-24 09:30 to utc 2026-12-24 09:30" },
        { "DTSTART:20261224T093000Z\r\nDURATION:PT1H30M\r\n",
          "utc 2026-12-24 09:30 to utc 2026-12-24 11:00" },
        { "DTSTART:20261224T233000\r\nDURATION:P1DT45M\r\n",
          "local 2026-12-24 23:30 to local 2026-12-26 00:15" },
        { "DTSTART:20261224T093000\r\nDTEND:20261224T103000\r\n",
          "local 2026-12-24 09:30 to local 2026-12-24 10:30" },
    };
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        struct ics_events found = parse_event(&arena, events[i].lines);
        assert_int_equal(found.count, 1);
        assert_string_equal(times_of(&arena, &found.items[0]), events[i].times);
    }
}

TEST(ics_events_name_their_zone_as_iana_does)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const zones[][2] = {
        { "Europe/Madrid", "Europe/Madrid" },
        { "\"Europe/Madrid\"", "Europe/Madrid" },
        { "Romance Standard Time", "Europe/Paris" },
        { "\"Central Standard Time (Mexico)\"", "America/Mexico_City" },
        { "/freeassociation.sourceforge.net/Europe/Madrid", "Europe/Madrid" },
        { "Customized Time Zone", "Customized Time Zone" },
    };
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        const char *line = arena_printf(&arena, "DTSTART;TZID=%s:20261224T093000\r\n", zones[i][0]);
        assert_string_equal(parse_event(&arena, line).items[0].zone, zones[i][1]);
    }
    assert_null(parse_event(&arena, "DTSTART:20261224T093000\r\n").items[0].zone);
}

TEST(ics_windows_zones_are_zones)
{
    static const char *const names[] = { "Romance Standard Time", "E. South America Standard Time",
                                         "Eastern Standard Time", "FLE Standard Time" };
    for (size_t i = 0; i < 4; i++) {
        size_t bytes;
        assert_non_null(zone_bundled(windows_zone(names[i]), &bytes));
    }
    assert_null(windows_zone("Europe/Madrid"));
}

TEST(ics_events_that_are_cancelled_or_no_events_are_left_out)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events =
        parse(&arena, "BEGIN:VTIMEZONE\r\nTZID:Europe/Madrid\r\nBEGIN:STANDARD\r\n"
                      "DTSTART:16010101T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
                      "BEGIN:VTODO\r\nDTSTART:20261224\r\nSUMMARY:To do\r\nEND:VTODO\r\n"
                      "BEGIN:VEVENT\r\nDTSTART:20261224\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n"
                      "BEGIN:VEVENT\r\nDTSTART:20261225\r\nSUMMARY:Stays\r\n"
                      "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nSUMMARY:Alarm\r\nDTSTART:19700101\r\n"
                      "END:VALARM\r\nEND:VEVENT\r\n");
    assert_int_equal(events.count, 1);
    assert_int_equal(events.problem_count, 0);
    assert_string_equal(events.items[0].summary, "Stays");
    assert_string_equal(times_of(&arena, &events.items[0]),
                        "day 2026-12-25 00:00 to day 2026-12-26 00:00");
}

TEST(ics_events_with_a_slip_are_left_out_and_named)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *lines;
        enum ics_problem_kind kind;
    } events[] = {
        { "SUMMARY:When?\r\n", ICS_NO_START },
        { "DTSTART:tomorrow\r\n", ICS_BAD_TIME },
        { "DTSTART:20260230\r\n", ICS_BAD_TIME },
        { "DTSTART:19600101\r\n", ICS_BAD_TIME },
        { "DTSTART:20261224T250000\r\n", ICS_BAD_TIME },
        { "DTSTART:20261224\r\nDTEND:20261224T100000\r\n", ICS_BAD_TIME },
        { "DTSTART:20261224\r\nDTEND:20261223\r\n", ICS_BACKWARDS },
        { "DTSTART:20261224\r\nDURATION:1D\r\n", ICS_BAD_DURATION },
        { "DTSTART:20261224\r\nDURATION:P99999999999D\r\n", ICS_BAD_DURATION },
        { "DTSTART:20261224\r\nEXDATE:20261225,then\r\n", ICS_BAD_TIME },
    };
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        struct ics_events found = parse_event(&arena, events[i].lines);
        assert_int_equal(found.count, 0);
        assert_int_equal(found.problem_count, 1);
        assert_int_equal(found.problems[0].kind, events[i].kind);
        assert_int_equal(found.problems[0].line, 2);
    }
}

TEST(ics_events_recur_without_what_is_taken_out_or_replaced)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = parse(
        &arena, "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Europe/Madrid:20260105T100000\r\n"
                "RRULE:FREQ=WEEKLY;COUNT=6\r\n"
                "EXDATE;TZID=Europe/Madrid:20260112T100000\r\n"
                "RDATE;TZID=Europe/Madrid:20260113T100000\r\nEND:VEVENT\r\n"
                "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;TZID=Europe/Madrid:20260119T100000\r\n"
                "DTSTART;TZID=Europe/Madrid:20260120T120000\r\nEND:VEVENT\r\n"
                "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;TZID=Europe/Madrid:20260126T100000\r\n"
                "DTSTART;TZID=Europe/Madrid:20260126T100000\r\nSTATUS:CANCELLED\r\n"
                "END:VEVENT\r\n");
    assert_int_equal(events.count, 2);
    assert_string_equal(instances(&arena, &events.items[0], NULL), "local 2026-01-05 10:00\n"
                                                                   "local 2026-01-13 10:00\n"
                                                                   "local 2026-02-02 10:00\n"
                                                                   "local 2026-02-09 10:00\n");
    assert_string_equal(instances(&arena, &events.items[1], NULL), "local 2026-01-20 12:00\n");
}

TEST(ics_events_recur_until_an_instant_of_their_zone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    const struct zone *madrid = NULL;
    size_t bytes;
    const void *data = zone_bundled("Europe/Madrid", &bytes);
    assert_int_equal(zone_parse(&madrid, &arena, "Europe/Madrid", data, bytes, &err), 0);
    struct ics_events events = parse_event(&arena, "DTSTART;TZID=Europe/Madrid:20260105T003000\r\n"
                                                   "RRULE:FREQ=DAILY;UNTIL=20260106T233000Z\r\n"
                                                   "EXDATE:20260105T233000Z\r\n");
    assert_string_equal(instances(&arena, &events.items[0], madrid),
                        "local 2026-01-05 00:30\nlocal 2026-01-07 00:30\n");
}

TEST(ics_events_of_a_whole_day_recur_as_days)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = parse_event(
        &arena,
        "DTSTART;VALUE=DATE:20201225\r\nDTEND;VALUE=DATE:20201226\r\nRRULE:FREQ=YEARLY\r\n");
    assert_string_equal(instances(&arena, &events.items[0], NULL), "day 2026-12-25 00:00\n");
}

TEST(ics_events_refuse_what_is_no_calendar)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const wrong[][2] = {
        { "", "no iCalendar file" },
        { "<!DOCTYPE html>", "no iCalendar file" },
        { "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261224\r\n", "begins in line 2" },
        { "BEGIN:VCALENDAR\r\n", "begins in line 1" },
        { "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Caf\xE9\r\nEND:VCALENDAR", "line 2 is not in UTF-8" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct ics_events events = { 0 };
        struct err err = { 0 };
        assert_int_equal(ics_events_parse(&events, &arena, wrong[i][0], strlen(wrong[i][0]), &err),
                         -1);
        assert_int_equal(err.kind, ERR_INPUT);
        assert_non_null(strstr(err.text, wrong[i][1]));
    }
}

TEST(ics_events_read_other_line_ends_and_a_byte_order_mark)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = { 0 };
    struct err err = { 0 };
    static const char text[] = "\xEF\xBB\xBF"
                               "begin:vcalendar\nBEGIN:VEVENT\nDTSTART:20261224\nSUMMARY:a\n b\n"
                               "END:VEVENT\nEND:VCALENDAR";
    assert_int_equal(ics_events_parse(&events, &arena, text, strlen(text), &err), 0);
    assert_int_equal(events.count, 1);
    assert_string_equal(events.items[0].summary, "ab");
}

TEST(ics_events_stop_at_their_limits)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = { 0 };
    struct err err = { 0 };
    struct text_buffer out = text_buffer_in(&arena, 2 * ICS_FILE_BYTES);
    text_puts(&out, "BEGIN:VCALENDAR\n");
    for (int i = 0; i <= ICS_EVENTS; i++)
        text_puts(&out, "BEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT\n");
    assert_int_equal(ics_events_parse(&events, &arena, text_end(&out), out.bytes, &err), -1);
    assert_non_null(strstr(err.text, "more than 10000 events"));
    for (size_t i = 0; i < ICS_FILE_BYTES; i++)
        text_putc(&out, 'a');
    assert_int_equal(ics_events_parse(&events, &arena, text_end(&out), out.bytes, &err), -1);
    assert_non_null(strstr(err.text, "larger than 1 MiB"));

    struct text_buffer long_text = text_buffer_in(&arena, 2 * ICS_FILE_BYTES);
    text_puts(&long_text, "DTSTART:20261224\r\nSUMMARY:");
    for (int i = 0; i <= ICS_TEXT_BYTES; i++)
        text_putc(&long_text, 'a');
    text_puts(&long_text, "\r\n");
    struct ics_events found = parse_event(&arena, text_end(&long_text));
    assert_int_equal(found.problems[0].kind, ICS_TOO_LONG);
}
