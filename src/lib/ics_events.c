/* iCalendar, read: content lines, and what events say in them. */
#include "lib/ics_events.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/windows_zones.h"

enum { DAY_S = 24 * 3600 };

/* A content line: NAME;PARAMS:VALUE, unfolded, terminated. */
struct line {
    int number; /* in the file, of its first piece */
    char *name, *params, *value;
};

struct reader {
    struct arena *arena;
    const char *at, *end;
    int number;     /* of the line at `at` */
    int wrong_line; /* the first that is no UTF-8; 0: none */
    struct ics_events *events;
    size_t capacity, problem_capacity;
};

/* An event as it is read: `problem` is the first that it has. */
struct draft {
    struct ics_event event;
    struct moment replaces; /* RECURRENCE-ID */
    const char *duration;
    bool is_cancelled;
    bool has_problem;
    struct ics_problem problem;
    size_t without_capacity, also_capacity;
};

/* --- lines --- */

static size_t line_bytes(const struct reader *reader)
{
    const char *feed = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    return (size_t)((feed ? feed : reader->end) - reader->at);
}

static void append_piece(struct text_buffer *out, struct reader *reader)
{
    size_t bytes = line_bytes(reader);
    const char *piece = reader->at;
    reader->at += bytes + (reader->at + bytes < reader->end);
    reader->number++;
    while (bytes && piece[bytes - 1] == '\r')
        bytes--;
    text_append(out, piece, bytes);
}

static bool has_line(const struct reader *reader) { return reader->at < reader->end; }

/* Splits at the first `:` outside of quotes; a line without one has an empty value. */
static void split(struct line *line, char *text)
{
    bool is_quoted = false;
    char *at = text;
    for (; *at && (is_quoted || *at != ':'); at++)
        is_quoted ^= *at == '"';
    line->value = *at ? at + 1 : at;
    *at = '\0';
    char *params = strchr(text, ';');
    line->params = params ? params + 1 : at;
    if (params)
        *params = '\0';
    line->name = text;
}

static struct line next_line(struct reader *reader)
{
    struct line line = { .number = reader->number };
    struct text_buffer text = text_buffer_in(reader->arena, ICS_FILE_BYTES);
    append_piece(&text, reader);
    while (has_line(reader) && (*reader->at == ' ' || *reader->at == '\t')) {
        reader->at++;
        append_piece(&text, reader);
    }
    /* Only now: some programs fold within a character. */
    if (!reader->wrong_line && utf8_valid_bytes(text_end(&text), text.bytes) < text.bytes)
        reader->wrong_line = line.number;
    split(&line, text_end(&text));
    return line;
}

static bool is(const struct line *line, const char *name, const char *value)
{
    return text_equal_ignoring_case(line->name, name) &&
           (!value || text_equal_ignoring_case(line->value, value));
}

/* The value of a parameter, without its quotes, or NULL. */
static const char *param(struct reader *reader, const struct line *line, const char *name)
{
    size_t name_bytes = strlen(name);
    for (const char *at = line->params; *at;) {
        bool is_quoted = false;
        const char *end = at;
        for (; *end && (is_quoted || *end != ';'); end++)
            is_quoted ^= *end == '"';
        if (strncasecmp(at, name, name_bytes) == 0 && at[name_bytes] == '=') {
            at += name_bytes + 1;
            size_t bytes = (size_t)(end - at);
            bool has_quotes = bytes > 1 && *at == '"' && at[bytes - 1] == '"';
            return arena_strndup(reader->arena, at + has_quotes, bytes - has_quotes * 2U);
        }
        at = *end ? end + 1 : end;
    }
    return NULL;
}

/* --- values --- */

static void note(struct draft *draft, enum ics_problem_kind kind, const char *value)
{
    if (draft->has_problem)
        return;
    draft->has_problem = true;
    draft->problem =
        (struct ics_problem){ .kind = kind, .line = draft->event.line, .value = value };
}

static const char *text_of(struct reader *reader, struct draft *draft, const char *value)
{
    size_t bytes = strlen(value);
    struct text_buffer out = text_buffer_in(reader->arena, ICS_TEXT_BYTES);
    if (bytes > ICS_TEXT_BYTES) {
        note(draft, ICS_TOO_LONG, "");
        return NULL;
    }
    for (; *value; value++) {
        bool is_escaped = *value == '\\' && value[1];
        value += is_escaped;
        bool is_break = is_escaped && (*value == 'n' || *value == 'N');
        bool is_control = ((unsigned char)*value < ' ' && *value != '\t') || *value == 0x7F;
        if (!is_control)
            text_putc(&out, is_break ? '\n' : *value);
    }
    return out.bytes ? text_end(&out) : NULL;
}

/* `20261224`, `20261224T093000`, `20261224T083000Z`. */
static bool read_moment(struct moment *out, const char *text)
{
    size_t bytes = strlen(text);
    bool is_day = bytes == 8;
    bool is_utc = bytes == 16 && text[15] == 'Z';
    if (strspn(text, "0123456789") < 8 || (!is_day && ((bytes != 15 && !is_utc) || text[8] != 'T' ||
                                                       strspn(text + 9, "0123456789") != 6)))
        return false;
    struct local_time local = {
        .year = (int)text_number(text, 4, 9999),
        .month = (int)text_number(text + 4, 2, 99),
        .day = (int)text_number(text + 6, 2, 99),
    };
    if (!is_day) {
        local.hour = (int)text_number(text + 9, 2, 99);
        local.minute = (int)text_number(text + 11, 2, 99);
        local.second = (int)text_number(text + 13, 2, 99);
        if (local.second == 60) /* a leap second */
            local.second = 59;
    }
    if (!moment_is_valid(&local))
        return false;
    *out = (struct moment){ .kind = is_day   ? MOMENT_DAY
                                    : is_utc ? MOMENT_INSTANT
                                             : MOMENT_LOCAL,
                            .local = local };
    if (is_utc)
        out->utc = moment_seconds(&local);
    return true;
}

static struct moment moment_of(struct draft *draft, const char *value)
{
    struct moment moment = { 0 };
    if (!read_moment(&moment, value))
        note(draft, ICS_BAD_TIME, value);
    return moment;
}

/* As seconds, whatever kind it has: to be compared with others of the same event. */
static int64_t seconds_of(const struct moment *moment) { return moment_seconds(&moment->local); }

static struct moment later(const struct moment *moment, int64_t seconds)
{
    struct moment out = *moment;
    out.local = moment_local(seconds_of(moment) + seconds);
    if (out.kind == MOMENT_INSTANT)
        out.utc += seconds;
    return out;
}

/* `P1W`, `P1DT2H30M`: seconds, or -1. */
static int64_t read_duration(const char *text)
{
    static const char units[] = "WDHMS";
    static const int64_t unit_s[] = { 7 * DAY_S, DAY_S, 3600, 60, 1 };
    int64_t seconds = 0;
    bool has_any = false;
    text += *text == '+';
    if (*text++ != 'P')
        return -1;
    while (*text) {
        text += *text == 'T';
        size_t digits = strspn(text, "0123456789");
        long number = text_number(text, digits, 1000000);
        const char *unit = text[digits] ? strchr(units, text[digits]) : NULL;
        if (number < 0 || !unit)
            return -1;
        seconds += number * unit_s[unit - units];
        has_any = true;
        text += digits + 1;
    }
    return has_any ? seconds : -1;
}

/* Zones are named as IANA does, with a path of the program before it, or as Windows does. */
static const char *zone_of(struct reader *reader, const struct line *line)
{
    const char *name = param(reader, line, "TZID");
    if (!name || !*name)
        return NULL;
    const char *known = windows_zone(name);
    if (known)
        return known;
    /* /freeassociation.sourceforge.net/Europe/Madrid */
    const char *area = *name == '/' ? strrchr(name, '/') : NULL;
    while (area && area > name && area[-1] != '/')
        area--;
    return area ? area : name;
}

static void add_moments(struct reader *reader, struct draft *draft, char *list,
                        struct moment **items, size_t *count, size_t *capacity)
{
    for (char *one; (one = strsep(&list, ","));) {
        one[strcspn(one, "/")] = '\0'; /* a period's start */
        if (*count == ICS_DATES) {
            note(draft, ICS_TOO_LONG, "");
            return;
        }
        struct moment moment = moment_of(draft, one);
        *items = list_grow(reader->arena, *items, *count, capacity, sizeof **items);
        (*items)[(*count)++] = moment;
    }
}

/* --- events --- */

static void read_property(struct reader *reader, struct draft *draft, const struct line *line)
{
    struct ics_event *event = &draft->event;
    const struct {
        const char *name;
        const char **text;
    } texts[] = {
        { "UID", &event->uid },
        { "SUMMARY", &event->summary },
        { "DESCRIPTION", &event->description },
        { "URL", &event->url },
        { "LOCATION", &event->location },
        { "CATEGORIES", &event->categories },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (is(line, texts[i].name, NULL) && !*texts[i].text)
            *texts[i].text = text_of(reader, draft, line->value);
    }
    if (is(line, "DTSTART", NULL)) {
        event->from = moment_of(draft, line->value);
        event->zone = event->from.kind == MOMENT_LOCAL ? zone_of(reader, line) : NULL;
    } else if (is(line, "DTEND", NULL)) {
        event->until = moment_of(draft, line->value);
    } else if (is(line, "DURATION", NULL)) {
        draft->duration = line->value;
    } else if (is(line, "RRULE", NULL)) {
        event->rule = line->value;
    } else if (is(line, "EXDATE", NULL)) {
        add_moments(reader, draft, line->value, &event->without, &event->without_count,
                    &draft->without_capacity);
    } else if (is(line, "RDATE", NULL)) {
        add_moments(reader, draft, line->value, &event->also, &event->also_count,
                    &draft->also_capacity);
    } else if (is(line, "RECURRENCE-ID", NULL)) {
        draft->replaces = moment_of(draft, line->value);
    } else if (is(line, "STATUS", "CANCELLED")) {
        draft->is_cancelled = true;
    }
}

static void give_end(struct draft *draft)
{
    struct ics_event *event = &draft->event;
    if (event->until.kind == MOMENT_NONE && draft->duration) {
        int64_t seconds = read_duration(draft->duration);
        if (seconds < 0)
            note(draft, ICS_BAD_DURATION, draft->duration);
        else
            event->until = later(&event->from, seconds);
    }
    /* Programs write a day that ends on itself, though it ends with the next. */
    bool is_empty_day = event->from.kind == MOMENT_DAY && event->until.kind == MOMENT_DAY &&
                        seconds_of(&event->until) == seconds_of(&event->from);
    if (event->until.kind == MOMENT_NONE || is_empty_day)
        event->until = later(&event->from, event->from.kind == MOMENT_DAY ? DAY_S : 0);
    if (event->until.kind != event->from.kind) /* what it means is anyone's guess */
        note(draft, ICS_BAD_TIME, "DTEND");
    else if (seconds_of(&event->until) < seconds_of(&event->from))
        note(draft, ICS_BACKWARDS, "");
}

/* What an event says of one instance of another: that one does not happen as the rule has it. */
struct replacement {
    const char *uid;
    struct moment moment;
};

struct replacements {
    struct replacement *items;
    size_t count, capacity;
};

static void finish_event(struct reader *reader, struct draft *draft,
                         struct replacements *replacements)
{
    struct ics_events *events = reader->events;
    struct ics_event *event = &draft->event;
    bool is_replacement = draft->replaces.kind != MOMENT_NONE;
    if (is_replacement && event->uid) {
        replacements->items = list_grow(reader->arena, replacements->items, replacements->count,
                                        &replacements->capacity, sizeof *replacements->items);
        replacements->items[replacements->count++] =
            (struct replacement){ event->uid, draft->replaces };
    }
    if (draft->is_cancelled)
        return;
    if (event->from.kind == MOMENT_NONE)
        note(draft, ICS_NO_START, "");
    if (!draft->has_problem)
        give_end(draft);
    if (is_replacement)
        event->rule = NULL;
    if (draft->has_problem) {
        events->problems = list_grow(reader->arena, events->problems, events->problem_count,
                                     &reader->problem_capacity, sizeof *events->problems);
        events->problems[events->problem_count++] = draft->problem;
        return;
    }
    events->items = list_grow(reader->arena, events->items, events->count, &reader->capacity,
                              sizeof *events->items);
    events->items[events->count++] = *event;
}

static int by_uid(const void *left, const void *right)
{
    const struct replacement *a = left;
    const struct replacement *b = right;
    return strcmp(a->uid, b->uid);
}

/* Where the replacements of this UID begin. */
static size_t find_uid(const struct replacements *replacements, const char *uid)
{
    size_t low = 0;
    size_t high = replacements->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(replacements->items[middle].uid, uid) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void apply_replacements(struct reader *reader, struct replacements *replacements)
{
    if (replacements->count)
        list_sort(replacements->items, replacements->count, sizeof *replacements->items, by_uid);
    for (size_t i = 0; replacements->count && i < reader->events->count; i++) {
        struct ics_event *event = &reader->events->items[i];
        if (!event->rule || !event->uid)
            continue;
        size_t first = find_uid(replacements, event->uid);
        size_t end = first;
        while (end < replacements->count && text_equal(replacements->items[end].uid, event->uid) &&
               end - first < ICS_DATES)
            end++;
        struct moment *without =
            arena_alloc_array(reader->arena, event->without_count + end - first, sizeof *without);
        for (size_t j = 0; j < event->without_count; j++)
            without[j] = event->without[j];
        for (size_t j = first; j < end; j++)
            without[event->without_count++] = replacements->items[j].moment;
        event->without = without;
    }
}

static int cut_off(int line, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("the calendar ends within what begins in line %d: is the file whole?"), line);
}

/* From behind BEGIN:VEVENT to its END. Alarms within it are left out. */
static int read_event(struct reader *reader, int number, struct replacements *replacements,
                      struct err *err)
{
    struct draft draft = { .event = { .line = number } };
    int depth = 1;
    while (has_line(reader)) {
        struct line line = next_line(reader);
        if (is(&line, "BEGIN", NULL))
            depth++;
        else if (is(&line, "END", NULL) && --depth == 0) {
            finish_event(reader, &draft, replacements);
            return 0;
        } else if (depth == 1)
            read_property(reader, &draft, &line);
    }
    return cut_off(number, err);
}

static int read_calendar(struct reader *reader, struct err *err)
{
    struct replacements replacements = { 0 };
    size_t read = 0;
    int begun = reader->number;
    bool is_open = false;
    while (has_line(reader)) {
        struct line line = next_line(reader);
        if (is(&line, "BEGIN", "VCALENDAR")) {
            begun = line.number;
            is_open = true;
        } else if (is(&line, "END", "VCALENDAR")) {
            is_open = false;
        } else if (is(&line, "X-WR-CALNAME", NULL)) {
            struct draft ignored = { 0 };
            reader->events->name = text_of(reader, &ignored, line.value);
        } else if (is(&line, "BEGIN", "VEVENT")) {
            if (read++ == ICS_EVENTS)
                return err_set(err, ERR_INPUT, _("the calendar has more than %d events"),
                               ICS_EVENTS);
            if (read_event(reader, line.number, &replacements, err) != 0)
                return -1;
        }
    }
    if (is_open)
        return cut_off(begun, err);
    apply_replacements(reader, &replacements);
    return 0;
}

int ics_events_parse(struct ics_events *out, struct arena *arena, const char *bytes, size_t size,
                     struct err *err)
{
    struct ics_events events = { 0 };
    if (size > ICS_FILE_BYTES)
        return err_set(err, ERR_INPUT, _("the calendar is larger than 1 MiB"));
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    static const char begin[] = "BEGIN:VCALENDAR";
    if (size < strlen(begin) || strncasecmp(bytes, begin, strlen(begin)) != 0)
        return err_set(err, ERR_INPUT,
                       _("this is no iCalendar file: one begins with 'BEGIN:VCALENDAR'"));
    struct reader reader = {
        .arena = arena, .at = bytes, .end = bytes + size, .number = 1, .events = &events
    };
    if (read_calendar(&reader, err) != 0)
        return -1;
    if (reader.wrong_line)
        return err_set(err, ERR_INPUT, _("line %d is not in UTF-8: save the file as UTF-8"),
                       reader.wrong_line);
    *out = events;
    return 0;
}
