/* Time zones: TZif (RFC 9636) and the POSIX rule that follows its table. The bytes may come from
 * anywhere, so every count is held against what is there before it is believed. */
#include "lib/zone.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "lib/moment.h"

enum {
    HEADER_BYTES = 44,
    MAX_TYPES = 256,
    /* The largest table of the 2026 data is Africa/Casablanca's with under 300 entries. */
    MAX_TRANSITIONS = 10 * 1000,
    MAX_ABBREVIATION_BYTES = 16,
    HOUR_S = 3600,
    DAY_S = 24 * HOUR_S,
    /* No zone is further from UTC than 14 hours; RFC 9636 has 26 as the limit. */
    MAX_OFFSET_S = 26 * HOUR_S,
};

struct type {
    int32_t offset_s;
    bool is_dst;
    const char *abbreviation;
};

enum day_kind { DAY_OF_MONTH_WEEK, DAY_JULIAN, DAY_ZERO_BASED };

/* When a year's clocks change: `M3.5.0/2`, `J60`, `59`. */
struct change {
    enum day_kind kind;
    int month, week, weekday; /* DAY_OF_MONTH_WEEK: week 5 is the last; 0 = Sunday */
    int day;
    int32_t time_s; /* after midnight; may be negative or beyond a day */
};

struct rule {
    bool is_set, has_dst;
    struct type standard, summer;
    struct change start, end;
};

struct zone {
    const char *name;
    struct digest digest; /* of the data */
    const int64_t *times;
    const uint8_t *indices; /* the type from each time on */
    size_t time_count;
    const struct type *types;
    size_t type_count;
    struct rule rule;
};

/* --- the table --- */

struct header {
    size_t utc_count, standard_count, leap_count, time_count, type_count, char_count;
};

static uint32_t read_u32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_i64(const unsigned char *at)
{
    return (int64_t)((uint64_t)read_u32(at) << 32 | read_u32(at + 4));
}

static bool read_header(struct header *out, const unsigned char *data, size_t bytes)
{
    if (bytes < HEADER_BYTES || memcmp(data, "TZif", 4) != 0)
        return false;
    out->utc_count = read_u32(data + 20);
    out->standard_count = read_u32(data + 24);
    out->leap_count = read_u32(data + 28);
    out->time_count = read_u32(data + 32);
    out->type_count = read_u32(data + 36);
    out->char_count = read_u32(data + 40);
    return out->time_count <= MAX_TRANSITIONS && out->type_count <= MAX_TYPES &&
           out->char_count <= 4096 && out->leap_count <= 1024 && out->utc_count <= MAX_TYPES &&
           out->standard_count <= MAX_TYPES;
}

/* The bytes of the block behind a header, whose times have `time_bytes` each. */
static size_t block_bytes(const struct header *header, size_t time_bytes)
{
    return header->time_count * (time_bytes + 1) + header->type_count * 6 + header->char_count +
           header->leap_count * (time_bytes + 4) + header->standard_count + header->utc_count;
}

static bool read_types(struct zone *zone, struct arena *arena, const struct header *header,
                       const unsigned char *data, const char *chars)
{
    struct type *types = arena_alloc_array(arena, header->type_count, sizeof *types);
    for (size_t i = 0; i < header->type_count; i++) {
        const unsigned char *at = data + 6 * i;
        int32_t offset_s = (int32_t)read_u32(at);
        size_t abbreviation = at[5];
        if (offset_s < -MAX_OFFSET_S || offset_s > MAX_OFFSET_S ||
            abbreviation >= header->char_count)
            return false;
        size_t room = header->char_count - abbreviation;
        size_t length = strnlen(chars + abbreviation, room);
        if (length == room || length > MAX_ABBREVIATION_BYTES)
            return false;
        types[i] = (struct type){ offset_s, at[4] != 0,
                                  arena_strndup(arena, chars + abbreviation, length) };
    }
    zone->types = types;
    zone->type_count = header->type_count;
    return true;
}

static bool read_block(struct zone *zone, struct arena *arena, const struct header *header,
                       const unsigned char *data, size_t time_bytes)
{
    int64_t *times = arena_alloc_array(arena, header->time_count, sizeof *times);
    const unsigned char *indices = data + header->time_count * time_bytes;
    const unsigned char *types = indices + header->time_count;
    if (header->type_count == 0 || header->char_count == 0)
        return false;
    for (size_t i = 0; i < header->time_count; i++) {
        times[i] = time_bytes == 8 ? read_i64(data + 8 * i) : (int32_t)read_u32(data + 4 * i);
        if (indices[i] >= header->type_count || (i && times[i] <= times[i - 1]))
            return false;
    }
    zone->times = times;
    zone->indices = arena_copy(arena, indices, header->time_count);
    zone->time_count = header->time_count;
    return read_types(zone, arena, header, types, (const char *)types + 6 * header->type_count);
}

/* --- the rule for the time after the table --- */

/* `<+0330>` or letters. */
static const char *read_abbreviation(struct type *out, struct arena *arena, const char *at)
{
    const char *start = at;
    size_t length;
    if (*at == '<') {
        start = ++at;
        length = strcspn(at, ">");
        if (at[length] != '>')
            return NULL;
        at += length + 1;
    } else {
        while ((*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'))
            at++;
        length = (size_t)(at - start);
    }
    if (length < 3 || length > MAX_ABBREVIATION_BYTES)
        return NULL;
    out->abbreviation = arena_strndup(arena, start, length);
    return at;
}

static const char *read_number(int *out, const char *at, int max)
{
    int number = 0;
    if (*at < '0' || *at > '9')
        return NULL;
    for (; *at >= '0' && *at <= '9'; at++) {
        number = number * 10 + (*at - '0');
        if (number > max)
            return NULL;
    }
    *out = number;
    return at;
}

/* `[+-]H[H[H]][:MM[:SS]]`, version 3 up to 167 hours. */
static const char *read_time(int32_t *out, const char *at)
{
    int sign = 1;
    int parts[3] = { 0, 0, 0 };
    if (*at == '+' || *at == '-')
        sign = *at++ == '-' ? -1 : 1;
    at = read_number(&parts[0], at, 167);
    for (int i = 1; at && i < 3 && *at == ':'; i++)
        at = read_number(&parts[i], at + 1, 59);
    if (!at)
        return NULL;
    *out = sign * (parts[0] * HOUR_S + parts[1] * 60 + parts[2]);
    return at;
}

static const char *read_change(struct change *out, const char *at)
{
    if (*at++ != ',')
        return NULL;
    if (*at == 'M') {
        out->kind = DAY_OF_MONTH_WEEK;
        at = read_number(&out->month, at + 1, 12);
        at = at && *at == '.' ? read_number(&out->week, at + 1, 5) : NULL;
        at = at && *at == '.' ? read_number(&out->weekday, at + 1, 6) : NULL;
        if (!at || out->month < 1 || out->week < 1)
            return NULL;
    } else if (*at == 'J') {
        out->kind = DAY_JULIAN;
        at = read_number(&out->day, at + 1, 365);
        if (!at || out->day < 1)
            return NULL;
    } else {
        out->kind = DAY_ZERO_BASED;
        at = read_number(&out->day, at, 365);
    }
    out->time_s = 2 * HOUR_S;
    return at && *at == '/' ? read_time(&out->time_s, at + 1) : at;
}

/* POSIX writes offsets west of Greenwich, the opposite of ours. */
static bool read_rule(struct rule *out, struct arena *arena, const char *at)
{
    struct rule rule = { .is_set = true };
    int32_t west_s;
    at = read_abbreviation(&rule.standard, arena, at);
    at = at ? read_time(&west_s, at) : NULL;
    if (!at)
        return false;
    rule.standard.offset_s = -west_s;
    if (*at) {
        rule.has_dst = rule.summer.is_dst = true;
        at = read_abbreviation(&rule.summer, arena, at);
        rule.summer.offset_s = rule.standard.offset_s + HOUR_S;
        if (at && *at != ',') {
            at = read_time(&west_s, at);
            rule.summer.offset_s = -west_s;
        }
        at = at ? read_change(&rule.start, at) : NULL;
        at = at ? read_change(&rule.end, at) : NULL;
        if (!at || *at)
            return false;
    }
    *out = rule;
    return true;
}

static bool is_leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/* Local seconds since 1970 of a change in `year`. */
static int64_t change_in_year(const struct change *change, int year)
{
    struct local_time day = { .year = year, .month = 1, .day = 1 };
    int64_t seconds = moment_seconds(&day);
    switch (change->kind) {
    case DAY_JULIAN: {
        /* 29 February is never counted. */
        int days = change->day - 1 + (is_leap_year(year) && change->day >= 60);
        return seconds + (int64_t)days * DAY_S + change->time_s;
    }
    case DAY_ZERO_BASED:
        return seconds + (int64_t)change->day * DAY_S + change->time_s;
    case DAY_OF_MONTH_WEEK:
        break;
    }
    static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    day.month = change->month;
    int first_weekday = moment_weekday(&day) % 7; /* 0 = Sunday */
    int date = 1 + (change->weekday - first_weekday + 7) % 7 + 7 * (change->week - 1);
    int days = month_days[change->month - 1] + (change->month == 2 && is_leap_year(year));
    while (date > days)
        date -= 7;
    day.day = date;
    return moment_seconds(&day) + change->time_s;
}

static const struct type *type_by_rule(const struct rule *rule, int64_t utc)
{
    if (!rule->has_dst)
        return &rule->standard;
    int year = moment_local(utc + rule->standard.offset_s).year;
    int64_t start = change_in_year(&rule->start, year) - rule->standard.offset_s;
    int64_t end = change_in_year(&rule->end, year) - rule->summer.offset_s;
    /* In the south summer lasts over the new year. */
    bool is_summer = start < end ? utc >= start && utc < end : utc >= start || utc < end;
    return is_summer ? &rule->summer : &rule->standard;
}

/* --- reading a file --- */

static int no_zone(const char *name, struct err *err)
{
    return err_set(err, ERR_SYSTEM, _("the data of time zone '%s' can't be read"), name);
}

/* The footer: a rule between two newlines. */
static bool read_footer(struct zone *zone, struct arena *arena, const unsigned char *at,
                        const unsigned char *end)
{
    if (at >= end || *at != '\n')
        return false;
    at++;
    const unsigned char *newline = memchr(at, '\n', (size_t)(end - at));
    if (!newline)
        return false;
    if (newline == at)
        return true; /* no rule: the last type stays */
    return read_rule(&zone->rule, arena,
                     arena_strndup(arena, (const char *)at, (size_t)(newline - at)));
}

int zone_parse(const struct zone **out, struct arena *arena, const char *name, const void *data,
               size_t bytes, struct err *err)
{
    const unsigned char *at = data;
    const unsigned char *end = at + bytes;
    struct zone *zone = arena_alloc(arena, sizeof *zone);
    struct header header;
    size_t time_bytes = 4;
    if (!read_header(&header, at, bytes))
        return no_zone(name, err);
    bool has_second = at[4] >= '2';
    if (has_second) {
        size_t first = HEADER_BYTES + block_bytes(&header, 4);
        if (first > bytes || !read_header(&header, at + first, bytes - first))
            return no_zone(name, err);
        at += first;
        time_bytes = 8;
    }
    if (block_bytes(&header, time_bytes) > (size_t)(end - at) - HEADER_BYTES ||
        !read_block(zone, arena, &header, at + HEADER_BYTES, time_bytes))
        return no_zone(name, err);
    if (has_second &&
        !read_footer(zone, arena, at + HEADER_BYTES + block_bytes(&header, time_bytes), end))
        return no_zone(name, err);
    zone->name = arena_strdup(arena, name);
    zone->digest = digest_of(data, bytes);
    *out = zone;
    return 0;
}

struct digest zone_digest(const struct zone *zone) { return zone->digest; }

const char *zone_name(const struct zone *zone) { return zone->name; }

/* --- asking --- */

/* Which of the listed times is the last before an instant, or -1. */
static ptrdiff_t last_change(const struct zone *zone, int64_t utc)
{
    size_t low = 0;
    size_t high = zone->time_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= utc)
            low = middle + 1;
        else
            high = middle;
    }
    return (ptrdiff_t)low - 1;
}

static const struct type *type_at(const struct zone *zone, int64_t utc)
{
    if (zone->time_count == 0)
        return zone->rule.is_set ? type_by_rule(&zone->rule, utc) : &zone->types[0];
    if (utc < zone->times[0])
        return &zone->types[0];
    if (zone->rule.is_set && utc >= zone->times[zone->time_count - 1])
        return type_by_rule(&zone->rule, utc);
    return &zone->types[zone->indices[last_change(zone, utc)]];
}

int32_t zone_offset_at(const struct zone *zone, int64_t utc, const char **abbreviation)
{
    const struct type *type = type_at(zone, utc);
    if (abbreviation)
        *abbreviation = type->abbreviation;
    return type->offset_s;
}

struct local_time zone_local(const struct zone *zone, int64_t utc)
{
    return moment_local(utc + zone_offset_at(zone, utc, NULL));
}

bool zone_is_same_day(const struct zone *zone, int64_t a_utc, int64_t b_utc)
{
    struct local_time a = zone_local(zone, a_utc);
    struct local_time b = zone_local(zone, b_utc);
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* The offsets that are in force somewhere around an instant are the only ones that a local time
 * near it can have. No zone changes twice within the distance of the samples. */
enum { SAMPLE_S = 3 * HOUR_S, SAMPLES_EACH_WAY = 9 };

/* Whether the list says that nothing changes from one instant to the other, as on most days. */
static bool is_steady(const struct zone *zone, int64_t from, int64_t to)
{
    return zone->time_count && to < zone->times[zone->time_count - 1] &&
           last_change(zone, from) == last_change(zone, to);
}

enum local_kind zone_instants(const struct zone *zone, const struct local_time *local,
                              int64_t out[2])
{
    int64_t seconds = moment_seconds(local);
    const int64_t reach = (int64_t)SAMPLES_EACH_WAY * SAMPLE_S;
    if (is_steady(zone, seconds - reach, seconds + reach)) {
        out[0] = out[1] = seconds - zone_offset_at(zone, seconds, NULL);
        return LOCAL_UNIQUE;
    }
    int32_t before = zone_offset_at(zone, seconds - reach, NULL);
    int32_t previous = before;
    int64_t found[2] = { 0, 0 };
    size_t count = 0;
    for (int i = -SAMPLES_EACH_WAY; i <= SAMPLES_EACH_WAY; i++) {
        int32_t offset_s = zone_offset_at(zone, seconds + (int64_t)i * SAMPLE_S, NULL);
        int64_t utc = seconds - offset_s;
        bool is_new = i == -SAMPLES_EACH_WAY || offset_s != previous;
        previous = offset_s;
        if (!is_new || zone_offset_at(zone, utc, NULL) != offset_s || (count && found[0] == utc) ||
            count == 2)
            continue;
        found[count++] = utc;
    }
    if (count == 0) {
        out[0] = seconds - before;
        out[1] = seconds - previous;
        return LOCAL_SKIPPED;
    }
    out[0] = count == 2 && found[1] < found[0] ? found[1] : found[0];
    out[1] = count == 2 && found[1] > found[0] ? found[1] : found[0];
    return count == 2 ? LOCAL_REPEATED : LOCAL_UNIQUE;
}
