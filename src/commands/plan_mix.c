/* The mix as a report for people and machines. */
#include "commands/plan_mix.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/changes.h"
#include "commands/command.h"
#include "commands/mix_report.h"
#include "commands/project.h"
#include "io/output.h"
#include "lib/date_words.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/zone.h"
#include "model/mix_report.h"

static const char *kind_name(enum mix_kind kind)
{
    static const char *const names[MIX_KIND_COUNT] = { "pillar", "format", "promotional" };
    return names[kind];
}

static const char *verdict_name(enum mix_verdict verdict)
{
    static const char *const names[] = { "within", "below", "above" };
    return names[verdict];
}

static const char *percent(struct arena *arena, const struct mix_part *part)
{
    if (!part->total)
        return "–";
    return arena_printf(arena, "%zu/%zu %zu%%", part->posts, part->total,
                        part->posts * 100 / part->total);
}

static const char *target_words(struct arena *arena, const struct share *share)
{
    if (share->min > 0 && share->max >= 0)
        return arena_printf(arena, _("from %d%% to %d%%"), share->min, share->max);
    if (share->max >= 0)
        return arena_printf(arena, _("at most %d%%"), share->max);
    return share->min > 0 ? arena_printf(arena, _("at least %d%%"), share->min) : "";
}

enum { NAME_COLUMNS = 22, PART_COLUMNS = 14, TARGET_COLUMNS = 18 };

static void put_cell(struct text_buffer *out, const char *text, size_t columns)
{
    text_append(out, text, strlen(text));
    for (size_t i = unicode_columns(text, strlen(text)); i < columns; i++)
        text_putc(out, ' ');
    text_putc(out, ' ');
}

static void put_line(FILE *out, struct text_buffer *line)
{
    while (line->bytes && line->at[line->bytes - 1] == ' ')
        line->bytes--;
    output_printf(out, "%s\n", text_end(line));
    line->bytes = 0;
}

static void write_row(struct invocation *invocation, struct text_buffer *line,
                      const struct mix_report *report, const struct mix_row *row)
{
    struct arena *arena = invocation->arena;
    put_cell(line, arena_printf(arena, "  %s", row->share->name), NAME_COLUMNS);
    put_cell(line, percent(arena, &row->now), PART_COLUMNS);
    if (report->since)
        put_cell(line, row->has_before ? percent(arena, &row->before) : "–", PART_COLUMNS);
    put_cell(line, percent(arena, &row->ahead), PART_COLUMNS);
    put_cell(line, target_words(arena, row->share), TARGET_COLUMNS);
    if (row->verdict == MIX_ABOVE)
        put_cell(line, _("too much"), 0);
    if (row->verdict == MIX_BELOW)
        put_cell(line, _("too little"), 0);
    put_line(invocation->out, line);
}

static void write_text(struct invocation *invocation, const struct project *project,
                       const struct mix_report *report)
{
    const struct calendar *calendar = &project->workspace.calendar;
    struct arena *arena = invocation->arena;
    struct text_buffer line = text_buffer_in(arena, SIZE_MAX / 2);
    for (size_t i = 0; i < report->section_count; i++) {
        const struct mix_section *section = &report->sections[i];
        if (!section->row_count)
            continue;
        if (line.at)
            putc('\n', invocation->out);
        const char *window = moment_format_duration(arena, calendar->mix_window_s);
        const char *end = date_words(arena, calendar->zone, section->until_utc);
        fputs(output_style(invocation->has_color, STYLE_BOLD), invocation->out);
        if (section->mix->target)
            output_printf(invocation->out, _("'%s': %s up to now, and up to %s"),
                          section->mix->target, window, end);
        else
            output_printf(invocation->out, _("all accounts: %s up to now, and up to %s"), window,
                          end);
        fprintf(invocation->out, "%s\n", output_style(invocation->has_color, STYLE_PLAIN));
        put_cell(&line, "", NAME_COLUMNS);
        put_cell(&line, _("now"), PART_COLUMNS);
        if (report->since)
            put_cell(&line, _("before"), PART_COLUMNS);
        put_cell(&line, report->since ? _("after") : _("to come"), PART_COLUMNS);
        put_line(invocation->out, &line);
        for (size_t j = 0; j < section->row_count; j++)
            write_row(invocation, &line, report, &section->rows[j]);
    }
    if (!line.at)
        output_printf(invocation->out, "%s\n",
                      _("calendar/calendar.yml has no shares under `mix`: nothing to count"));
}

static void put_part(struct json_writer *json, const char *key, const struct mix_part *part)
{
    json_begin_object(json, key);
    json_put_integer(json, "posts", (int64_t)part->posts);
    json_put_integer(json, "of", (int64_t)part->total);
    json_end(json);
}

static void put_bound(struct json_writer *json, const char *key, int percent)
{
    if (percent < 0)
        json_put_null(json, key);
    else
        json_put_integer(json, key, percent);
}

static void put_row(struct json_writer *json, const struct mix_report *report,
                    const struct mix_row *row)
{
    json_begin_object(json, NULL);
    json_put_string(json, "kind", kind_name(row->kind));
    json_put_string(json, "name", row->share->name);
    put_bound(json, "min", row->share->min);
    put_bound(json, "max", row->share->max);
    put_part(json, "now", &row->now);
    if (report->since && row->has_before)
        put_part(json, "before", &row->before);
    else if (report->since)
        json_put_null(json, "before");
    put_part(json, "ahead", &row->ahead);
    json_put_string(json, "verdict", verdict_name(row->verdict));
    json_end(json);
}

static const char *moment_in_zone(struct arena *arena, const struct zone *zone, int64_t utc)
{
    return moment_format(arena, utc, zone_offset_at(zone, utc, NULL));
}

static void write_json(struct invocation *invocation, const struct project *project,
                       const struct mix_report *report)
{
    const struct calendar *calendar = &project->workspace.calendar;
    struct arena *arena = invocation->arena;
    struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "now", moment_in_zone(arena, calendar->zone, project->now_utc));
    json_put_string(&json, "window", moment_format_duration(arena, calendar->mix_window_s));
    json_put_string(&json, "since", report->since);
    json_begin_array(&json, "mixes");
    for (size_t i = 0; i < report->section_count; i++) {
        const struct mix_section *section = &report->sections[i];
        json_begin_object(&json, NULL);
        json_put_string(&json, "target", section->mix->target);
        json_put_string(&json, "until", moment_in_zone(arena, calendar->zone, section->until_utc));
        json_begin_array(&json, "shares");
        for (size_t j = 0; j < section->row_count; j++)
            put_row(&json, report, &section->rows[j]);
        json_end(&json);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    output_drain(invocation->out, &text);
    putc('\n', invocation->out);
}

int plan_write_mix(struct invocation *invocation, struct project *project,
                   const struct ledger *ledger, const char *since, struct err *err)
{
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    struct mix_report report;
    if (mix_report_count(&report, project, ledger, &workers, since, err) != 0)
        return -1;
    if (report.is_with_tip && !invocation->is_quiet)
        changes_tell_tip(invocation->log, since);
    if (invocation->format && text_equal(invocation->format, "json"))
        write_json(invocation, project, &report);
    else
        write_text(invocation, project, &report);
    return 0;
}
