/* The month as a grid. */
#include "commands/plan_month.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/closed.h"
#include "commands/command.h"
#include "commands/project.h"
#include "io/output.h"
#include "lib/day_names.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/calendar.h"
#include "model/delivery.h"

enum {
    DAY_S = 24 * 3600,
    CELL_COLUMNS = 10, /* seven of them with a blank between fit 80 columns */
    CELL_LINES = 4,    /* the day, and three posts or two and how many more */
    CELL_BYTES = 256,
};

/* A day of the grid. Several deliveries of one post at one time are one line. */
struct cell {
    int64_t day; /* since 1970, by the calendar's clocks */
    bool is_inside, is_today, is_closed;
    size_t deliveries, posts;
    const char *lines[CELL_LINES - 1];
    const char *previous; /* the post before */
    int64_t previous_utc;
};

int plan_month_parse(struct month *out, const struct project *project, const char *text,
                     struct err *err)
{
    struct moment moment;
    char day[16];
    if (!text) {
        struct local_time now = zone_local(project->workspace.calendar.zone, project->now_utc);
        *out = (struct month){ now.year, now.month };
        return 0;
    }
    if (strlen(text) == strlen("2026-12")) {
        memcpy(day, text, 7);
        memcpy(day + 7, "-01", 4);
        if (moment_parse(&moment, day) == 0) {
            *out = (struct month){ moment.local.year, moment.local.month };
            return 0;
        }
    }
    return err_set(err, ERR_USAGE, _("'%s' is no month: write it as '2026-12'"), text);
}

/* As much of a text as a cell holds, filled up with blanks. */
static void put_cell(struct text_buffer *out, const char *text)
{
    size_t bytes = text ? strlen(text) : 0;
    while (bytes && unicode_columns(text, bytes) > CELL_COLUMNS) {
        size_t graphemes = unicode_graphemes(text, bytes);
        bytes = unicode_graphemes_end(text, bytes, graphemes - 1);
    }
    if (bytes)
        text_append(out, text, bytes);
    for (size_t i = bytes ? unicode_columns(text, bytes) : 0; i < CELL_COLUMNS; i++)
        text_putc(out, ' ');
    text_putc(out, ' ');
}

static void put_line(FILE *out, struct text_buffer *line)
{
    size_t bytes = line->bytes;
    while (bytes && line->at[bytes - 1] == ' ')
        bytes--;
    output_printf(out, "%.*s\n", (int)bytes, bytes ? line->at : "");
}

/* Closed at some time of the day for everybody. */
static bool is_closed(const struct project *project, int64_t day)
{
    enum { MANY = 64 };
    const struct closure *found[MANY];
    size_t count = closed_on_day(found, MANY, &project->workspace.calendar, day * DAY_S);
    for (size_t i = 0; i < count; i++)
        if (found[i]->kind == CLOSURE_BLACKOUT && !found[i]->accounts)
            return true;
    return false;
}

static void add_delivery(struct cell *cell, const struct delivery *delivery)
{
    bool is_same =
        text_equal(cell->previous, delivery->post) && cell->previous_utc == delivery->due_utc;
    cell->deliveries++;
    if (is_same)
        return;
    cell->previous = delivery->post;
    cell->previous_utc = delivery->due_utc;
    if (cell->posts++ >= CELL_LINES - 1)
        return;
    const char *slash = strrchr(delivery->post, '/');
    const char *name = delivery->title ? delivery->title : slash ? slash + 1 : delivery->post;
    cell->lines[cell->posts - 1] = name;
}

static void write_week(struct invocation *invocation, const struct cell *cells)
{
    struct arena *arena = invocation->arena;
    for (size_t line = 0; line < CELL_LINES; line++) {
        struct text_buffer out = text_buffer_in(arena, CELL_BYTES * 7);
        bool has_any = line == 0;
        for (size_t i = 0; i < 7; i++) {
            const struct cell *cell = &cells[i];
            struct local_time date = moment_local(cell->day * DAY_S);
            const char *text = NULL;
            if (line == 0 && cell->is_inside) {
                text = arena_printf(arena, cell->is_today ? "[%d]%s" : "%d%s", date.day,
                                    cell->is_closed ? " ×" : "");
                if (cell->deliveries)
                    text = arena_printf(arena, "%s (%zu)", text, cell->deliveries);
            } else if (line == CELL_LINES - 1 && cell->posts > CELL_LINES - 1) {
                text = arena_printf(arena, _("and %zu more"), cell->posts - (CELL_LINES - 2));
            } else if (line > 0) {
                text = cell->lines[line - 1];
            }
            has_any |= text != NULL;
            put_cell(&out, text);
        }
        if (has_any)
            put_line(invocation->out, &out);
    }
}

static void write_head(struct invocation *invocation, const struct month *month)
{
    struct arena *arena = invocation->arena;
    struct text_buffer out = text_buffer_in(arena, CELL_BYTES * 7);
    for (int weekday = 1; weekday <= 7; weekday++)
        put_cell(&out, day_weekday_name(weekday));
    output_printf(invocation->out, "%s%s%s\n\n", output_style(invocation->has_color, STYLE_BOLD),
                  day_month_name(arena, month->year, month->month),
                  output_style(invocation->has_color, STYLE_PLAIN));
    put_line(invocation->out, &out);
}

void plan_write_month(struct invocation *invocation, const struct project *project,
                      const struct delivery *const *deliveries, size_t count,
                      const struct month *month)
{
    const struct zone *zone = project->workspace.calendar.zone;
    struct local_time first = { .year = month->year, .month = month->month, .day = 1 };
    struct local_time now = zone_local(zone, project->now_utc);
    int64_t day = moment_seconds(&first) / DAY_S - (moment_weekday(&first) - 1);
    size_t next = 0;
    write_head(invocation, month);
    for (bool is_over = false; !is_over;) {
        struct cell cells[7] = { 0 };
        for (size_t i = 0; i < 7; i++, day++) {
            struct cell *cell = &cells[i];
            struct local_time date = moment_local(day * DAY_S);
            cell->day = day;
            cell->is_inside = date.month == month->month && date.year == month->year;
            cell->is_today = day == moment_seconds(&now) / DAY_S;
            cell->is_closed = is_closed(project, day);
            for (; next < count; next++) {
                const struct delivery *delivery = deliveries[next];
                if (delivery->due_utc == NO_TIME)
                    continue;
                int64_t at =
                    (delivery->due_utc + zone_offset_at(zone, delivery->due_utc, NULL)) / DAY_S;
                if (at > day)
                    break;
                if (at == day && cell->is_inside)
                    add_delivery(cell, delivery);
            }
        }
        write_week(invocation, cells);
        struct local_time after = moment_local(day * DAY_S);
        is_over = after.month != month->month || after.year != month->year;
    }
    putc('\n', invocation->out);
}
