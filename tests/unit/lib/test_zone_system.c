/* The system's own reader of its zone data as the judge: what each generated local time is, by
 * trying every instant that it may be. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/moment.h"
#include "lib/zone.h"

enum { HOUR = 3600, DAY = 24 * HOUR, STEP = 15 * 60, TIMES_EACH = 20 };

static const char *const names[] = {
    "Europe/Madrid",       "Atlantic/Canary",  "Europe/London",
    "Europe/Dublin",       "America/New_York", "America/Mexico_City",
    "America/Bogota",      "America/Caracas",  "America/Santiago",
    "America/Sao_Paulo",   "America/St_Johns", "America/Argentina/Buenos_Aires",
    "Australia/Lord_Howe", "Australia/Sydney", "Africa/Casablanca",
    "Africa/Cairo",        "Asia/Kathmandu",   "Asia/Gaza",
    "Pacific/Apia",        "Antarctica/Troll",
};
enum { ZONES = sizeof names / sizeof *names };

static uint64_t random_state = 20261129;

static int64_t pick(int64_t count)
{
    uint64_t z = (random_state += 0x9E3779B97F4A7C15U); /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (int64_t)((z ^ (z >> 31)) % (uint64_t)count);
}

/* The system's own file, so that both read the same release; NULL: there is none. */
static const struct zone *load(struct arena *arena, const char *name)
{
    enum { MOST_BYTES = 64 * 1024 };
    CLEANUP(arena_release) struct arena scratch = { 0 };
    FILE *in = fopen(arena_printf(&scratch, "/usr/share/zoneinfo/%s", name), "rb");
    const struct zone *zone = NULL;
    struct err err = { 0 };
    if (!in)
        return NULL;
    char *data = arena_alloc_array(&scratch, MOST_BYTES, 1);
    size_t bytes = fread(data, 1, MOST_BYTES, in);
    fclose(in);
    assert_int_equal(zone_parse(&zone, arena, name, data, bytes, &err), 0);
    return zone;
}

static int64_t system_local(int64_t utc)
{
    time_t time = (time_t)utc;
    struct tm tm;
    assert_non_null(localtime_r(&time, &tm));
    struct local_time local = { tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                                tm.tm_hour,        tm.tm_min,     tm.tm_sec };
    return moment_seconds(&local);
}

static int64_t system_offset(int64_t utc) { return system_local(utc) - utc; }

/* The next change of the clocks within 400 days; where there is none, some time then. */
static int64_t find_change(int64_t utc)
{
    int64_t end_utc = utc;
    while (end_utc < utc + 400 * DAY && system_offset(end_utc) == system_offset(utc))
        end_utc += DAY;
    for (int64_t low_utc = end_utc - DAY; end_utc - low_utc > 1;) {
        int64_t middle_utc = low_utc + (end_utc - low_utc) / 2;
        if (system_offset(middle_utc) == system_offset(utc))
            low_utc = middle_utc;
        else
            end_utc = middle_utc;
    }
    return end_utc;
}

/* From 1990 to 2080, half of them within an hour of a change of the clocks. */
static int64_t generate(void)
{
    const int64_t first_utc = 631152000;
    int64_t utc = first_utc + pick(90 * 365) * DAY + pick(DAY / 60) * 60;
    if (pick(2) == 0)
        utc = find_change(utc) - HOUR + pick(2 * HOUR / 60) * 60;
    return utc + system_offset(utc + (pick(2) ? 3 * HOUR : -3 * HOUR));
}

static size_t find_instants(int64_t local_s, int64_t out[2])
{
    size_t count = 0;
    for (int64_t utc = local_s - 26 * HOUR; utc <= local_s + 26 * HOUR; utc += STEP)
        if (system_local(utc) == local_s && count < 2)
            out[count++] = utc;
    return count;
}

/* How many were not unique. */
static size_t check_zone(const struct zone *zone)
{
    static const enum local_kind kinds[] = { LOCAL_SKIPPED, LOCAL_UNIQUE, LOCAL_REPEATED };
    size_t odd = 0;
    for (int i = 0; i < TIMES_EACH; i++) {
        int64_t local_s = generate();
        struct local_time local = moment_local(local_s);
        int64_t wanted[2];
        int64_t found[2];
        size_t count = find_instants(local_s, wanted);
        enum local_kind kind = zone_instants(zone, &local, found);
        if (kind != kinds[count] || (count > 0 && found[0] != wanted[0]) ||
            (count > 1 && found[1] != wanted[1]))
            fail_msg("%s, %lld: %zu instants wanted, and found %lld and %lld", zone_name(zone),
                     (long long)local_s, count, (long long)found[0], (long long)found[1]);
        for (size_t j = 0; j < count; j++) {
            struct local_time back = zone_local(zone, wanted[j]);
            assert_int_equal(moment_seconds(&back), local_s);
        }
        odd += count != 1;
    }
    return odd;
}

static void set_system_zone(const char *name)
{
    if (name)
        setenv("TZ", name, 1);
    else
        unsetenv("TZ");
    tzset();
}

TEST(zone_400_local_times_are_what_the_system_says)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *before = getenv("TZ");
    char *kept = before ? arena_strdup(&arena, before) : NULL;
    size_t odd = 0;
    for (size_t i = 0; i < ZONES; i++) {
        const struct zone *zone = load(&arena, names[i]);
        if (!zone) {
            set_system_zone(kept);
            print_message("no zone data of the system's own: '%s' is missing\n", names[i]);
            skip();
        }
        set_system_zone(names[i]);
        odd += check_zone(zone);
    }
    set_system_zone(kept);
    assert_true(odd > 40);
}
