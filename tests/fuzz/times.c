/* Texts that mean times, a line each: `date`, `duration`, `slot`, `hours`, `rule`, `shift`, `iso`.
 * What is understood and written again means the same. */
#include "fuzz.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "commands/redate.h"
#include "lib/hours.h"
#include "lib/moment.h"
#include "lib/recurrence.h"
#include "lib/zone.h"
#include "model/calendar.h"
#include "networks/outcome.h"

enum { MOST = 50 };

static void check_moment(const struct moment *moment, const char *text)
{
    fuzz_check(moment->kind == MOMENT_DAY || moment->kind == MOMENT_LOCAL ||
                   moment->kind == MOMENT_INSTANT,
               "a time of no kind", text);
    fuzz_check(moment_is_valid(&moment->local), "a local time that is none", text);
    struct local_time again = moment_local(moment_seconds(&moment->local));
    fuzz_check(moment_seconds(&again) == moment_seconds(&moment->local), "another time", text);
}

static void check_date(struct arena *arena, const char *text)
{
    struct moment moment;
    struct moment again;
    if (moment_parse(&moment, text) == 0) {
        check_moment(&moment, text);
        if (moment.kind != MOMENT_INSTANT)
            return;
        const char *written = moment_format_utc(arena, moment.utc);
        if (moment.utc > 0 && moment.utc < 253402300800)
            fuzz_check(moment_parse(&again, written) == 0 && again.utc == moment.utc,
                       "another instant", written);
        return;
    }
    const char *better = moment_suggest(arena, text);
    if (better)
        fuzz_check(moment_parse(&moment, better) == 0, "a suggestion that is no time", better);
}

static void check_duration(struct arena *arena, const char *text)
{
    int64_t seconds = moment_duration(text);
    fuzz_check(seconds >= -1 || seconds == MOMENT_TOO_LONG, "a negative duration", text);
    if (seconds <= 0)
        return;
    const char *written = moment_format_duration(arena, seconds);
    fuzz_check(moment_duration(written) == seconds, "another duration", written);
}

static void check_rule(struct arena *arena, const char *text)
{
    const struct recurrence *rule;
    struct err err = { 0 };
    struct local_time found[MOST];
    struct local_time start = { .year = 2026, .month = 1, .day = 31, .hour = 9, .minute = 30 };
    struct local_time from = { .year = 2026, .month = 11, .day = 1 };
    struct local_time until = { .year = 2028, .month = 3, .day = 1 };
    if (recurrence_parse(&rule, arena, text, &err) != 0) {
        fuzz_check(*err.text, "no reason is given", text);
        return;
    }
    size_t count = recurrence_between(found, MOST, rule, &start, &from, &until);
    fuzz_check(count <= MOST, "too many", text);
    for (size_t i = 0; i < count; i++) {
        int64_t at = moment_seconds(&found[i]);
        fuzz_check(moment_is_valid(&found[i]), "no time", text);
        fuzz_check(at >= moment_seconds(&from) && at < moment_seconds(&until), "outside", text);
        fuzz_check(i == 0 || moment_seconds(&found[i - 1]) < at, "out of order", text);
    }
}

/* `+1d 2026-11-24 09:30` */
static void check_shift(struct arena *arena, const char *text)
{
    static const struct zone *madrid;
    static struct arena kept;
    struct err err = { 0 };
    int64_t shift_s;
    size_t word = strcspn(text, " ");
    const char *date = text + word + (text[word] == ' ');
    const char *later;
    size_t bytes;
    const void *data = zone_bundled("Europe/Madrid", &bytes);
    if (!madrid && (!data || zone_parse(&madrid, &kept, "Europe/Madrid", data, bytes, &err) != 0))
        fuzz_fail("there is no Madrid", err.text);
    if (redate_parse_shift(&shift_s, arena_strndup(arena, text, word)) != 0 ||
        redate_shift(&later, arena, date, shift_s, madrid, &err) != 0)
        return;
    struct moment before;
    struct moment after;
    fuzz_check(moment_parse(&before, date) == 0 && moment_parse(&after, later) == 0,
               "a date that is none", later);
    fuzz_check(before.kind == after.kind, "another notation", later);
    if (before.kind != MOMENT_INSTANT)
        fuzz_check(moment_seconds(&after.local) - moment_seconds(&before.local) == shift_s ||
                       shift_s % 60,
                   "another time", later);
}

static void check_slot(const char *text)
{
    struct weekly_slot slot;
    if (slot_parse(&slot, text) == 0)
        fuzz_check(slot.minute < 24 * 60, "a slot beyond the day", text);
}

static void check_line(struct arena *arena, const char *kind, const char *text)
{
    struct hours hours;
    if (text_equal(kind, "date"))
        check_date(arena, text);
    else if (text_equal(kind, "duration"))
        check_duration(arena, text);
    else if (text_equal(kind, "rule"))
        check_rule(arena, text);
    else if (text_equal(kind, "shift"))
        check_shift(arena, text);
    else if (text_equal(kind, "slot"))
        check_slot(text);
    else if (text_equal(kind, "iso"))
        outcome_time_utc(arena, text);
    else if (text_equal(kind, "hours") && hours_parse(&hours, text) != 0)
        return;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *at = arena_strndup(&arena, (const char *)data, bytes);
    for (int lines = 0; *at && lines < 20; lines++) {
        size_t line = strcspn(at, "\n");
        size_t word = strcspn(at, " \n");
        check_line(&arena, arena_strndup(&arena, at, word),
                   word < line ? arena_strndup(&arena, at + word + 1, line - word - 1) : "");
        at += line + (at[line] == '\n');
    }
    return 0;
}
