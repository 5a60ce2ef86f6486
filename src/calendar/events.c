/* Events: iCalendar files of others, holidays and fairs, and what calendar.yml says they mean. */
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/calendar_parts.h"
#include "calendar/zones.h"
#include "io/ics_file.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/reading.h"
#include "lib/yaml.h"
#include "lib/zone.h"
#include "model/finding.h"
#include "model/workspace.h"

enum {
    FIRST_YEAR = 2020, /* of what comes again and again */
    LAST_YEAR = 2050,
    MOST_TIMES = 2000,     /* of one event */
    MOST_CLOSURES = 50000, /* of all files */
};

/* A file that is being read. */
struct file {
    struct workspace *workspace;
    struct arena *arena;
    struct findings *findings;
    const struct yaml_node *entry; /* of calendar.yml */
    const char *path;
    enum closure_kind kind;
    const uint64_t *accounts;
    struct ics_times *times; /* room for those of one event */
};

static enum closure_kind kind_of(const struct yaml_node *entry)
{
    const char *as = form_line_of(entry, "as");
    if (text_equal(as, "blackout"))
        return CLOSURE_BLACKOUT;
    return text_equal(as, "warn") ? CLOSURE_WARNING : CLOSURE_NOTE;
}

static void warn(const struct file *file, int line, const char *text)
{
    struct span where = { .line = (uint32_t)line, .column = 1 };
    findings_report(file->findings, SEVERITY_WARNING, "event", file->path, where, "%s", text);
}

/* The zone in which the event's times are written. */
static const struct zone *zone_of(const struct file *file, const struct ics_event *event)
{
    const struct zone *zone = file->workspace->calendar.zone;
    struct err err = { 0 };
    if (event->zone && zones_load(&zone, file->arena, event->zone, &err) != 0) {
        warn(file, event->line,
             arena_printf(file->arena, _("%s; the event's times are taken for the calendar's own"),
                          err.text));
        return file->workspace->calendar.zone;
    }
    return zone;
}

/* A time in a zone of its own is an instant; one without any is that of each account. */
static struct moment moment_of(const struct moment *moment, const struct ics_event *event,
                               const struct zone *zone)
{
    int64_t instants[2];
    if (moment->kind != MOMENT_LOCAL || !event->zone || !zone)
        return *moment;
    zone_instants(zone, &moment->local, instants);
    return (struct moment){ .kind = MOMENT_INSTANT, .local = moment->local, .utc = instants[0] };
}

static void add_event(const struct file *file, const struct ics_event *event)
{
    static const struct local_time from = { .year = FIRST_YEAR, .month = 1, .day = 1 };
    static const struct local_time until = { .year = LAST_YEAR, .month = 1, .day = 1 };
    struct calendar *calendar = &file->workspace->calendar;
    const struct zone *zone = zone_of(file, event);
    struct ics_times *times = file->times;
    size_t count =
        ics_event_between(times, MOST_TIMES, event, zone ? zone : calendar->zone, &from, &until);
    for (size_t i = 0; i < count && calendar->closure_count < MOST_CLOSURES; i++) {
        struct closure closure = {
            .kind = file->kind,
            .from = moment_of(&times[i].from, event, zone),
            .until = moment_of(&times[i].until, event, zone),
            .accounts = file->accounts,
            .why = event->summary,
            .path = file->path,
            .where = { .line = (uint32_t)event->line, .column = 1 },
        };
        /* iCalendar's last day is the first that is free again. */
        if (closure.until.kind == MOMENT_DAY)
            closure.until.kind = MOMENT_LOCAL;
        calendar_add_closure(calendar, file->arena, &closure);
    }
}

static void add_events(struct file *file, struct reading *reading, const struct ics_file *read)
{
    if (read->err.kind != ERR_NONE) {
        reading_complain(reading, "event", file->entry->key_where, "%s: %s", file->path,
                         read->err.text);
        return;
    }
    const struct ics_events *events = &read->events;
    for (size_t i = 0; i < events->problem_count; i++)
        warn(file, events->problems[i].line, ics_problem_text(file->arena, &events->problems[i]));
    for (size_t i = 0; i < events->count; i++)
        add_event(file, &events->items[i]);
}

/* Sets `is_read` to false for one that is not there, or can't be read: a finding. */
static int read_bytes(struct ics_file *out, bool *is_read, const struct file *file,
                      struct reading *reading, struct tree *tree, struct err *err)
{
    struct err why = { 0 };
    char *bytes;
    size_t size;
    *is_read = false;
    if (strchr(file->entry->key, '/') || !tree_has(tree, file->path))
        reading_complain(reading, "reference", file->entry->key_where, _("there is no file '%s'"),
                         file->path);
    else if (tree_read(tree, file->arena, file->path, ICS_FILE_BYTES, &bytes, &size, &why) == 0) {
        *out = (struct ics_file){ .bytes = bytes, .size = size };
        *is_read = true;
    } else if (why.kind == ERR_SYSTEM) {
        *err = why;
        return -1;
    } else
        reading_complain(reading, "event", file->entry->key_where, "%s: %s", file->path, why.text);
    return 0;
}

int calendar_read_events(struct workspace *workspace, struct reading *reading, struct tree *tree,
                         const struct yaml_node *events, struct err *err)
{
    const struct yaml_node *first = events && events->kind == YAML_MAP ? events->first : NULL;
    struct arena *arena = reading->arena;
    size_t most = 0, count = 0;
    for (const struct yaml_node *entry = first; entry; entry = entry->next)
        most++;
    if (!most)
        return 0;
    struct file *files = arena_alloc_array(arena, most, sizeof *files);
    struct ics_file *read = arena_alloc_array(arena, most, sizeof *read);
    struct ics_times *times = arena_alloc_array(arena, MOST_TIMES, sizeof *times);
    for (const struct yaml_node *entry = first; entry; entry = entry->next) {
        if (reading_is_own_key(entry->key))
            continue;
        files[count] = (struct file){
            .workspace = workspace,
            .arena = arena,
            .findings = reading->findings,
            .entry = entry,
            .path = arena_printf(arena, "calendar/events/%s", entry->key),
            .kind = kind_of(entry),
            .accounts = calendar_read_accounts(workspace, reading, entry),
            .times = times,
        };
        bool is_read;
        if (read_bytes(&read[count], &is_read, &files[count], reading, tree, err) != 0)
            return -1;
        count += is_read;
    }
    if (ics_files_read(read, count, arena, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        add_events(&files[i], reading, &read[i]);
    return 0;
}
