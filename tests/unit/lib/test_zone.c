#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/moment.h"
#include "lib/zone.h"

/* From the bundle, so that the tests ask the same data on every machine of a build. */
static const struct zone *load(struct arena *arena, const char *name)
{
    const struct zone *zone = NULL;
    struct err err = { 0 };
    size_t bytes;
    const void *data = zone_bundled(name, &bytes);
    assert_non_null(data);
    assert_int_equal(zone_parse(&zone, arena, name, data, bytes, &err), 0);
    return zone;
}

static struct local_time at(int year, int month, int day, int hour, int minute)
{
    return (struct local_time){
        .year = year, .month = month, .day = day, .hour = hour, .minute = minute
    };
}

/* What a local time is in a zone, as text: "2026-11-24T08:30:00Z", or two of them. */
static const char *instants(struct arena *arena, const char *name, struct local_time local)
{
    int64_t out[2];
    switch (zone_instants(load(arena, name), &local, out)) {
    case LOCAL_UNIQUE:
        return moment_format_utc(arena, out[0]);
    case LOCAL_REPEATED:
        return arena_printf(arena, "%s or %s", moment_format_utc(arena, out[0]),
                            moment_format_utc(arena, out[1]));
    case LOCAL_SKIPPED:
        return arena_printf(arena, "skipped: %s, %s", moment_format_utc(arena, out[0]),
                            moment_format_utc(arena, out[1]));
    }
    return NULL;
}

TEST(zone_madrid_in_winter_and_in_summer)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2026, 11, 24, 9, 30)),
                        "2026-11-24T08:30:00Z");
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2026, 7, 1, 9, 30)),
                        "2026-07-01T07:30:00Z");
}

TEST(zone_a_time_that_the_clocks_skip_has_two_readings_and_no_instant)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2026, 3, 29, 2, 30)),
                        "skipped: 2026-03-29T01:30:00Z, 2026-03-29T00:30:00Z");
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2026, 3, 29, 1, 59)),
                        "2026-03-29T00:59:00Z");
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2026, 3, 29, 3, 0)),
                        "2026-03-29T01:00:00Z");
}

TEST(zone_a_time_that_the_clocks_repeat_has_two_instants)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2026, 10, 25, 2, 30)),
                        "2026-10-25T00:30:00Z or 2026-10-25T01:30:00Z");
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2026, 10, 25, 3, 0)),
                        "2026-10-25T02:00:00Z");
}

TEST(zone_the_rule_goes_on_after_the_table)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2050, 7, 1, 12, 0)),
                        "2050-07-01T10:00:00Z");
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2099, 12, 31, 12, 0)),
                        "2099-12-31T11:00:00Z");
    assert_string_equal(instants(&arena, "Europe/Madrid", at(2050, 3, 27, 2, 30)),
                        "skipped: 2050-03-27T01:30:00Z, 2050-03-27T00:30:00Z");
}

TEST(zone_the_south_the_half_hours_and_the_odd_ones)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *zone;
        struct local_time local;
        const char *wanted;
    } table[] = {
        { "America/Mexico_City", { 2023, 7, 1, 12, 0, 0 }, "2023-07-01T18:00:00Z" },
        { "America/Mexico_City", { 2022, 7, 1, 12, 0, 0 }, "2022-07-01T17:00:00Z" },
        { "America/Sao_Paulo", { 2026, 1, 1, 12, 0, 0 }, "2026-01-01T15:00:00Z" },
        { "America/Santiago", { 2026, 1, 1, 12, 0, 0 }, "2026-01-01T15:00:00Z" },
        { "America/Santiago", { 2060, 7, 1, 12, 0, 0 }, "2060-07-01T16:00:00Z" },
        { "Asia/Kolkata", { 2026, 1, 1, 12, 0, 0 }, "2026-01-01T06:30:00Z" },
        { "Asia/Tehran", { 2026, 7, 1, 12, 0, 0 }, "2026-07-01T08:30:00Z" },
        { "Africa/Cairo", { 2026, 7, 1, 12, 0, 0 }, "2026-07-01T09:00:00Z" },
        { "Australia/Lord_Howe", { 2026, 1, 1, 12, 0, 0 }, "2026-01-01T01:00:00Z" },
        { "Australia/Lord_Howe", { 2026, 7, 1, 12, 0, 0 }, "2026-07-01T01:30:00Z" },
        { "Europe/Dublin", { 2026, 7, 1, 12, 0, 0 }, "2026-07-01T11:00:00Z" },
        { "Europe/Dublin", { 2060, 1, 1, 12, 0, 0 }, "2060-01-01T12:00:00Z" },
        { "Atlantic/Canary", { 2026, 11, 24, 9, 30, 0 }, "2026-11-24T09:30:00Z" },
        { "UTC", { 2026, 11, 24, 9, 30, 0 }, "2026-11-24T09:30:00Z" },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(instants(&arena, table[i].zone, table[i].local), table[i].wanted);
}

/* Both changes of the clocks of a year, to the minute on each side. What lies in the past no
 * release of the data moves. */
TEST(zone_the_changes_of_the_clocks)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *zone;
        struct local_time local;
        const char *wanted;
    } table[] = {
        { "Europe/Madrid", { 2025, 3, 30, 1, 59, 0 }, "2025-03-30T00:59:00Z" },
        { "Europe/Madrid",
          { 2025, 3, 30, 2, 0, 0 },
          "skipped: 2025-03-30T01:00:00Z, 2025-03-30T00:00:00Z" },
        { "Europe/Madrid",
          { 2025, 3, 30, 2, 59, 59 },
          "skipped: 2025-03-30T01:59:59Z, 2025-03-30T00:59:59Z" },
        { "Europe/Madrid", { 2025, 3, 30, 3, 0, 0 }, "2025-03-30T01:00:00Z" },
        { "Europe/Madrid", { 2025, 10, 26, 1, 59, 59 }, "2025-10-25T23:59:59Z" },
        { "Europe/Madrid",
          { 2025, 10, 26, 2, 0, 0 },
          "2025-10-26T00:00:00Z or 2025-10-26T01:00:00Z" },
        { "Europe/Madrid",
          { 2025, 10, 26, 2, 59, 59 },
          "2025-10-26T00:59:59Z or 2025-10-26T01:59:59Z" },
        { "Europe/Madrid", { 2025, 10, 26, 3, 0, 0 }, "2025-10-26T02:00:00Z" },
        { "America/New_York", { 2025, 3, 9, 1, 59, 0 }, "2025-03-09T06:59:00Z" },
        { "America/New_York",
          { 2025, 3, 9, 2, 30, 0 },
          "skipped: 2025-03-09T07:30:00Z, 2025-03-09T06:30:00Z" },
        { "America/New_York", { 2025, 3, 9, 3, 0, 0 }, "2025-03-09T07:00:00Z" },
        { "America/New_York", { 2025, 11, 2, 0, 59, 0 }, "2025-11-02T04:59:00Z" },
        { "America/New_York",
          { 2025, 11, 2, 1, 30, 0 },
          "2025-11-02T05:30:00Z or 2025-11-02T06:30:00Z" },
        { "America/New_York", { 2025, 11, 2, 2, 0, 0 }, "2025-11-02T07:00:00Z" },
        /* Half an hour. */
        { "Australia/Lord_Howe", { 2025, 10, 5, 1, 59, 0 }, "2025-10-04T15:29:00Z" },
        { "Australia/Lord_Howe",
          { 2025, 10, 5, 2, 0, 0 },
          "skipped: 2025-10-04T15:30:00Z, 2025-10-04T15:00:00Z" },
        { "Australia/Lord_Howe",
          { 2025, 10, 5, 2, 29, 0 },
          "skipped: 2025-10-04T15:59:00Z, 2025-10-04T15:29:00Z" },
        { "Australia/Lord_Howe", { 2025, 10, 5, 2, 30, 0 }, "2025-10-04T15:30:00Z" },
        { "Australia/Lord_Howe", { 2025, 4, 6, 1, 29, 0 }, "2025-04-05T14:29:00Z" },
        { "Australia/Lord_Howe",
          { 2025, 4, 6, 1, 30, 0 },
          "2025-04-05T14:30:00Z or 2025-04-05T15:00:00Z" },
        { "Australia/Lord_Howe", { 2025, 4, 6, 2, 0, 0 }, "2025-04-05T15:30:00Z" },
        /* Ramadan: an hour back before it, and forth after it. */
        { "Africa/Casablanca", { 2024, 3, 10, 1, 59, 0 }, "2024-03-10T00:59:00Z" },
        { "Africa/Casablanca",
          { 2024, 3, 10, 2, 30, 0 },
          "2024-03-10T01:30:00Z or 2024-03-10T02:30:00Z" },
        { "Africa/Casablanca", { 2024, 3, 20, 12, 0, 0 }, "2024-03-20T12:00:00Z" },
        { "Africa/Casablanca",
          { 2024, 4, 14, 2, 30, 0 },
          "skipped: 2024-04-14T02:30:00Z, 2024-04-14T01:30:00Z" },
        { "Africa/Casablanca", { 2024, 4, 14, 3, 0, 0 }, "2024-04-14T02:00:00Z" },
        { "Africa/Casablanca", { 2024, 7, 1, 12, 0, 0 }, "2024-07-01T11:00:00Z" },
        /* Samoa left a whole day out. */
        { "Pacific/Apia", { 2011, 12, 29, 23, 59, 59 }, "2011-12-30T09:59:59Z" },
        { "Pacific/Apia",
          { 2011, 12, 30, 0, 0, 0 },
          "skipped: 2011-12-30T10:00:00Z, 2011-12-29T10:00:00Z" },
        { "Pacific/Apia",
          { 2011, 12, 30, 23, 59, 59 },
          "skipped: 2011-12-31T09:59:59Z, 2011-12-30T09:59:59Z" },
        { "Pacific/Apia", { 2011, 12, 31, 0, 0, 0 }, "2011-12-30T10:00:00Z" },
        /* Without rules after the table, or with the table's last word alone. */
        { "Asia/Tokyo", { 2099, 7, 1, 12, 0, 0 }, "2099-07-01T03:00:00Z" },
        { "America/Sao_Paulo", { 2099, 1, 1, 12, 0, 0 }, "2099-01-01T15:00:00Z" },
        { "America/New_York",
          { 2099, 3, 8, 2, 30, 0 },
          "skipped: 2099-03-08T07:30:00Z, 2099-03-08T06:30:00Z" },
        { "Australia/Lord_Howe",
          { 2099, 4, 5, 1, 45, 0 },
          "2099-04-04T14:45:00Z or 2099-04-04T15:15:00Z" },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(instants(&arena, table[i].zone, table[i].local), table[i].wanted);
}

TEST(zone_offsets_have_their_abbreviations)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct zone *zone = load(&arena, "Europe/Madrid");
    const char *abbreviation;
    assert_int_equal(zone_offset_at(zone, 1795000000, &abbreviation), 3600);
    assert_string_equal(abbreviation, "CET");
    assert_int_equal(zone_offset_at(zone, 1782900000, &abbreviation), 7200);
    assert_string_equal(abbreviation, "CEST");
    assert_string_equal(zone_name(zone), "Europe/Madrid");
}

TEST(zone_bytes_that_are_none_are_refused_at_every_length)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    size_t bytes;
    const unsigned char *data = zone_bundled("Europe/Madrid", &bytes);
    const struct zone *zone = NULL;
    struct err err = { 0 };
    for (size_t cut = 0; cut < bytes; cut++) {
        /* A block of its own, so that a read too far is seen. */
        unsigned char *copy = arena_copy(&arena, data, cut);
        assert_int_equal(zone_parse(&zone, &arena, "x", copy, cut, &err), -1);
    }
    assert_null(zone);
    assert_int_equal(err.kind, ERR_SYSTEM);
}

TEST(zone_bytes_with_one_changed_never_read_outside)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    size_t bytes;
    const unsigned char *data = zone_bundled("America/Santiago", &bytes);
    struct local_time local = at(2026, 4, 5, 0, 0);
    for (size_t i = 0; i < bytes; i++) {
        static const unsigned char masks[] = { 0x01, 0x80, 0xFF };
        for (size_t j = 0; j < sizeof masks; j++) {
            const struct zone *zone;
            struct err err = { 0 };
            int64_t out[2];
            unsigned char *copy = arena_copy(&arena, data, bytes);
            copy[i] ^= masks[j];
            if (zone_parse(&zone, &arena, "x", copy, bytes, &err) == 0)
                zone_instants(zone, &local, out);
        }
        arena_reset(&arena);
    }
}

TEST(zone_names_are_sorted_and_each_can_be_read)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    size_t count;
    const char *const *names = zone_names(&count);
    assert_true(count > 300);
    assert_true(strlen(zone_bundled_release()) >= 5);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || strcmp(names[i - 1], names[i]) < 0);
        load(&arena, names[i]);
    }
    assert_null(zone_bundled("Europe/Madird", &count));
}
