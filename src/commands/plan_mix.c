/* The mix as a report: posts of this tree, and of the one before, counted. */
#include "commands/plan_mix.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/mix_count.h"
#include "check/timetable.h"
#include "commands/command.h"
#include "commands/project.h"
#include "io/output.h"
#include "io/repo.h"
#include "ledger/ledger.h"
#include "lib/date_words.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/zone.h"

/* The posts of a tree in the order of time. */
struct side {
    struct check_context check;
    struct post_summary *summaries; /* by the posts' places in the list */
    struct timetable table;
};

struct mix_part {
    size_t posts, total;
};

struct row {
    const struct share *share;
    enum mix_kind kind;
    struct mix_part now, ahead, before;
    bool has_before;
};

struct section {
    const struct mix *mix;
    int64_t until_utc; /* of what is to come */
    struct row *rows;
    size_t row_count;
};

struct report {
    const struct project *project;
    const char *since; /* a commit; NULL: not asked for */
    struct section *sections;
    size_t section_count;
};

/* --- counting --- */

struct visit {
    struct side *side;
    const struct project *project;
};

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index)
{
    const struct visit *visit = context;
    visit->side->summaries[index] =
        post_summary_make(&worker->kept, post, &visit->project->workspace, false);
}

static int count_posts(struct side *out, struct project *project, const struct ledger *ledger,
                       struct post_workers *workers, struct err *err)
{
    size_t count = project->posts.count;
    struct visit visit = { .side = out, .project = project };
    const struct post_visitor visitor = { .visit = visit_post, .context = &visit };
    out->check = (struct check_context){
        .workspace = &project->workspace,
        .now_utc = project->now_utc,
        .has_ledger = ledger->tip != NULL,
        .birth_utc = ledger->birth_utc,
        .records = ledger->records,
        .record_count = ledger->record_count,
    };
    out->summaries = arena_alloc_array(project->arena, count, sizeof *out->summaries);
    if (project_visit_posts(project, &visitor, workers, err) != 0)
        return -1;
    timetable_build(&out->table, project->arena, out->summaries, count,
                    post_summaries_sort(project->arena, out->summaries, count), &out->check);
    return 0;
}

/* Ends with the last post that is still to come within a window from now. */
static int64_t end_of_ahead(const struct mix_counting *counting, int64_t now_utc)
{
    size_t last = mix_count_last_open(counting, now_utc);
    int64_t due_utc = last == SIZE_MAX ? now_utc : counting->items[last].planned->due_utc;
    return due_utc > now_utc ? due_utc : now_utc;
}

static void count_rows(struct section *section, struct arena *arena,
                       const struct mix_counting *counting, enum mix_kind kind, int64_t now_utc)
{
    const struct shares *shares = &counting->mix->shares[kind];
    size_t *now = arena_alloc_array(arena, shares->count, sizeof *now);
    size_t *ahead = arena_alloc_array(arena, shares->count, sizeof *ahead);
    size_t now_total = mix_count_window(now, counting, kind, now_utc);
    size_t ahead_total = mix_count_window(ahead, counting, kind, section->until_utc);
    for (size_t i = 0; i < shares->count; i++)
        section->rows[section->row_count++] = (struct row){
            .share = &shares->items[i],
            .kind = kind,
            .now = { now[i], now_total },
            .ahead = { ahead[i], ahead_total },
        };
}

static void count_sections(struct report *report, struct arena *arena, const struct side *side)
{
    const struct calendar *calendar = &side->check.workspace->calendar;
    report->sections = arena_alloc_array(arena, calendar->mix_count, sizeof *report->sections);
    for (size_t i = 0; i < calendar->mix_count; i++) {
        const struct mix *mix = &calendar->mixes[i];
        struct section *section = &report->sections[report->section_count++];
        struct mix_counting counting;
        size_t room = 0;
        for (int kind = 0; kind < MIX_KIND_COUNT; kind++)
            room += mix->shares[kind].count;
        mix_count(&counting, arena, &side->table, mix);
        *section = (struct section){
            .mix = mix,
            .until_utc = end_of_ahead(&counting, side->check.now_utc),
            .rows = arena_alloc_array(arena, room, sizeof *section->rows),
        };
        for (int kind = 0; kind < MIX_KIND_COUNT; kind++)
            count_rows(section, arena, &counting, (enum mix_kind)kind, side->check.now_utc);
    }
}

static struct row *find_row(struct report *report, const struct section *other,
                            const struct row *wanted)
{
    for (size_t i = 0; i < report->section_count; i++) {
        struct section *section = &report->sections[i];
        if (!text_equal(section->mix->target, other->mix->target))
            continue;
        for (size_t j = 0; j < section->row_count; j++)
            if (section->rows[j].kind == wanted->kind &&
                text_equal(section->rows[j].share->name, wanted->share->name))
                return &section->rows[j];
    }
    return NULL;
}

/* What was to come, by the calendar as it was then. */
static void count_before(struct report *report, struct arena *arena, const struct side *side)
{
    struct report then = { 0 };
    count_sections(&then, arena, side);
    for (size_t i = 0; i < then.section_count; i++)
        for (size_t j = 0; j < then.sections[i].row_count; j++) {
            const struct row *before = &then.sections[i].rows[j];
            struct row *row = find_row(report, &then.sections[i], before);
            if (!row)
                continue;
            row->before = before->ahead;
            row->has_before = true;
        }
}

/* --- writing --- */

static const char *kind_name(enum mix_kind kind)
{
    static const char *const names[MIX_KIND_COUNT] = { "pillar", "format", "promotional" };
    return names[kind];
}

static const char *verdict_of(const struct row *row)
{
    const struct share *share = row->share;
    if (share->max >= 0 && mix_is_too_much(row->ahead.posts, row->ahead.total, share->max))
        return "above";
    if (share->min > 0 && mix_is_too_little(row->ahead.posts, row->ahead.total, share->min))
        return "below";
    return "within";
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
                      const struct report *report, const struct row *row)
{
    struct arena *arena = invocation->arena;
    const char *verdict = verdict_of(row);
    put_cell(line, arena_printf(arena, "  %s", row->share->name), NAME_COLUMNS);
    put_cell(line, percent(arena, &row->now), PART_COLUMNS);
    if (report->since)
        put_cell(line, row->has_before ? percent(arena, &row->before) : "–", PART_COLUMNS);
    put_cell(line, percent(arena, &row->ahead), PART_COLUMNS);
    put_cell(line, target_words(arena, row->share), TARGET_COLUMNS);
    if (text_equal(verdict, "above"))
        put_cell(line, _("too much"), 0);
    if (text_equal(verdict, "below"))
        put_cell(line, _("too little"), 0);
    put_line(invocation->out, line);
}

static void write_text(struct invocation *invocation, const struct report *report)
{
    const struct calendar *calendar = &report->project->workspace.calendar;
    struct arena *arena = invocation->arena;
    struct text_buffer line = text_buffer_in(arena, SIZE_MAX / 2);
    for (size_t i = 0; i < report->section_count; i++) {
        const struct section *section = &report->sections[i];
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

static void put_row(struct json_writer *json, const struct report *report, const struct row *row)
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
    json_put_string(json, "verdict", verdict_of(row));
    json_end(json);
}

static const char *moment_in_zone(struct arena *arena, const struct zone *zone, int64_t utc)
{
    return moment_format(arena, utc, zone_offset_at(zone, utc, NULL));
}

static void write_json(struct invocation *invocation, const struct report *report)
{
    const struct calendar *calendar = &report->project->workspace.calendar;
    struct arena *arena = invocation->arena;
    struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "now", moment_in_zone(arena, calendar->zone, report->project->now_utc));
    json_put_string(&json, "window", moment_format_duration(arena, calendar->mix_window_s));
    json_put_string(&json, "since", report->since);
    json_begin_array(&json, "mixes");
    for (size_t i = 0; i < report->section_count; i++) {
        const struct section *section = &report->sections[i];
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
    CLEANUP(tree_close) struct tree *tree_before = NULL;
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    CLEANUP(post_workers_release) struct post_workers workers_before = { 0 };
    struct project before = { 0 };
    struct report report = { .project = project };
    struct side side;
    if (count_posts(&side, project, ledger, &workers, err) != 0)
        return -1;
    count_sections(&report, project->arena, &side);
    if (since) {
        if (!project->repo)
            return err_set(err, ERR_USAGE, _("--since needs a git repository"));
        if (repo_branch_point(project->repo, project->arena, since, &report.since, err) != 0)
            return -1;
        int status = project_open_commit(&before, project, project->repo, report.since, err);
        tree_before = before.tree;
        if (status != 0 || count_posts(&side, &before, ledger, &workers_before, err) != 0)
            return -1;
        count_before(&report, project->arena, &side);
    }
    if (invocation->format && text_equal(invocation->format, "json"))
        write_json(invocation, &report);
    else
        write_text(invocation, &report);
    return 0;
}
