/* A time zone's data, or (anything that does not begin with `TZif`) the POSIX rule at its end. What
 * is an instant's local time means that instant again. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/moment.h"
#include "lib/zone.h"

enum { HEADER_BYTES = 44, BLOCK_BYTES = 6 + 4, DAY_S = 24 * 60 * 60 };

/* A file of version 3 with one type, UTC, and this rule. */
static char *file_of(const char *rule, size_t rule_bytes, size_t *bytes)
{
    *bytes = 2 * (HEADER_BYTES + BLOCK_BYTES) + rule_bytes + 2;
    char *file = calloc(1, *bytes);
    char *at = file;
    if (!file)
        out_of_memory();
    for (int block = 0; block < 2; block++) {
        memcpy(at, "TZif3", 5);
        at[39] = 1; /* types */
        at[43] = 4; /* bytes of abbreviations */
        memcpy(at + HEADER_BYTES + 6, "UTC", 4);
        at += HEADER_BYTES + BLOCK_BYTES;
    }
    *at++ = '\n';
    memcpy(at, rule, rule_bytes);
    at[rule_bytes] = '\n';
    return file;
}

static void check_instant(const struct zone *zone, int64_t utc)
{
    int64_t found[2];
    const char *abbreviation = NULL;
    int32_t offset_s = zone_offset_at(zone, utc, &abbreviation);
    fuzz_check(abbreviation, "no abbreviation", "");
    fuzz_check(offset_s > -8 * DAY_S && offset_s < 8 * DAY_S, "an offset of weeks", abbreviation);
    struct local_time local = zone_local(zone, utc);
    if (!moment_is_valid(&local))
        return;
    fuzz_check(moment_seconds(&local) == utc + offset_s, "another local time", abbreviation);
    enum local_kind kind = zone_instants(zone, &local, found);
    fuzz_check(zone_is_same_day(zone, utc, utc), "a day that is not itself", "");
    if (kind == LOCAL_REPEATED)
        fuzz_check(found[0] < found[1], "the second comes first", abbreviation);
    if (kind == LOCAL_UNIQUE)
        fuzz_check(zone_offset_at(zone, found[0], NULL) + found[0] == moment_seconds(&local),
                   "another instant", abbreviation);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct zone *zone = NULL;
    struct err err = { 0 };
    size_t file_bytes = bytes;
    char *file = bytes >= 4 && memcmp(data, "TZif", 4) == 0
                     ? fuzz_bytes((const char *)data, bytes)
                     : file_of((const char *)data, bytes, &file_bytes);
    int result = zone_parse(&zone, &arena, "Fuzz/Zone", file, file_bytes, &err);
    free(file);
    if (result != 0)
        return 0;
    for (int64_t day = -365; day < 3 * 365; day += 11)
        check_instant(zone, 1764547200 + day * DAY_S + (day * 7919) % DAY_S);
    static const int64_t far[] = { 0, -1, INT32_MAX, INT32_MIN, 253402300799, 4102444800 };
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        check_instant(zone, far[i]);
    return 0;
}
