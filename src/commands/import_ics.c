/* Events of somebody's calendar as rows: a title and a text, at the hour of the event. */
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/zones.h"
#include "commands/import_rows.h"
#include "io/ics_file.h"
#include "lib/moment.h"
#include "lib/value.h"
#include "lib/zone.h"

/* The event's start by the calendar's clocks. */
static void take_start(struct import_row *row, struct arena *arena, const struct ics_event *event,
                       const struct zone *zone)
{
    const struct zone *own = zone;
    struct err err = { 0 };
    int64_t instants[2] = { event->from.utc };
    row->at = event->from.local;
    row->has_time = event->from.kind != MOMENT_DAY;
    row->is_draft = !row->has_time;
    if (!row->has_time)
        return;
    if (event->zone && zones_load(&own, arena, event->zone, &err) != 0) {
        row->left_out = arena_strdup(arena, err.text);
        return;
    }
    if (event->from.kind == MOMENT_LOCAL &&
        zone_instants(own, &event->from.local, instants) == LOCAL_SKIPPED) {
        row->left_out = _("the clocks skip its time");
        return;
    }
    row->at = zone_local(zone, instants[0]);
}

static const char *lost_of(struct arena *arena, const struct ics_event *event, bool has_link)
{
    struct text_buffer out = text_buffer_in(arena, ICS_TEXT_BYTES);
    const struct {
        const char *what, *value;
    } lost[] = {
        { "RRULE", event->rule },
        { "LOCATION", event->location },
        { "CATEGORIES", event->categories },
        { "URL", has_link ? NULL : event->url },
    };
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
        if (lost[i].value)
            text_printf(&out, "%s%s: %s", out.bytes ? "\n" : "", lost[i].what, lost[i].value);
    return out.bytes ? text_end(&out) : NULL;
}

static void take_event(struct import_row *row, struct arena *arena, const struct ics_event *event,
                       const struct zone *zone)
{
    bool has_link = event->url && !value_url_problem(event->url);
    const char *summary = event->summary ? event->summary : "";
    *row = (struct import_row){
        .line = event->line,
        .text = event->description ? arena_printf(arena, "%s\n\n%s", summary, event->description)
                                   : summary,
        .link = has_link ? event->url : NULL,
        .lost = lost_of(arena, event, has_link),
    };
    take_start(row, arena, event, zone);
    row->is_draft |= row->lost != NULL;
    if (!row->text[strspn(row->text, " \n\t")] && !row->left_out)
        row->left_out = _("it has no text");
}

int import_ics_read(struct import_rows *out, struct arena *arena, const struct zone *zone,
                    const char *bytes, size_t size, struct err *err)
{
    struct ics_events events;
    if (ics_file_read(&events, arena, bytes, size, err) != 0)
        return -1;
    struct import_rows rows = { .format = "ics" };
    rows.items = arena_alloc_array(arena, events.count + events.problem_count, sizeof *rows.items);
    for (size_t i = 0; i < events.count; i++)
        take_event(&rows.items[rows.count++], arena, &events.items[i], zone);
    for (size_t i = 0; i < events.problem_count; i++)
        rows.items[rows.count++] = (struct import_row){
            .line = events.problems[i].line,
            .text = "",
            .left_out = ics_problem_text(arena, &events.problems[i]),
        };
    *out = rows;
    return 0;
}
