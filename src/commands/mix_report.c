/* The mix counted: posts of this tree, and of the one before. */
#include "commands/mix_report.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/mix_count.h"
#include "check/timetable.h"
#include "commands/inspect.h"
#include "commands/project.h"
#include "io/repo.h"
#include "ledger/ledger.h"
#include "model/mix_report.h"

/* The posts of a tree in the order of time. */
struct side {
    struct check_context check;
    struct post_summary *summaries; /* by the posts' places in the list */
    struct timetable table;
};

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

static enum mix_verdict verdict_of(const struct mix_row *row)
{
    const struct share *share = row->share;
    if (share->max >= 0 && mix_is_too_much(row->ahead.posts, row->ahead.total, share->max))
        return MIX_ABOVE;
    if (share->min > 0 && mix_is_too_little(row->ahead.posts, row->ahead.total, share->min))
        return MIX_BELOW;
    return MIX_WITHIN;
}

static void count_rows(struct mix_section *section, struct arena *arena,
                       const struct mix_counting *counting, enum mix_kind kind, int64_t now_utc)
{
    const struct shares *shares = &counting->mix->shares[kind];
    size_t *now = arena_alloc_array(arena, shares->count, sizeof *now);
    size_t *ahead = arena_alloc_array(arena, shares->count, sizeof *ahead);
    size_t now_total = mix_count_window(now, counting, kind, now_utc);
    size_t ahead_total = mix_count_window(ahead, counting, kind, section->until_utc);
    for (size_t i = 0; i < shares->count; i++) {
        struct mix_row *row = &section->rows[section->row_count++];
        *row = (struct mix_row){
            .share = &shares->items[i],
            .kind = kind,
            .now = { now[i], now_total },
            .ahead = { ahead[i], ahead_total },
        };
        row->verdict = verdict_of(row);
    }
}

static void count_sections(struct mix_report *report, struct arena *arena, const struct side *side)
{
    const struct calendar *calendar = &side->check.workspace->calendar;
    report->sections = arena_alloc_array(arena, calendar->mix_count, sizeof *report->sections);
    for (size_t i = 0; i < calendar->mix_count; i++) {
        const struct mix *mix = &calendar->mixes[i];
        struct mix_section *section = &report->sections[report->section_count++];
        struct mix_counting counting;
        size_t room = 0;
        for (int kind = 0; kind < MIX_KIND_COUNT; kind++)
            room += mix->shares[kind].count;
        mix_count(&counting, arena, &side->table, mix);
        *section = (struct mix_section){
            .mix = mix,
            .until_utc = end_of_ahead(&counting, side->check.now_utc),
            .rows = arena_alloc_array(arena, room, sizeof *section->rows),
        };
        for (int kind = 0; kind < MIX_KIND_COUNT; kind++)
            count_rows(section, arena, &counting, (enum mix_kind)kind, side->check.now_utc);
    }
}

static struct mix_row *find_row(struct mix_report *report, const struct mix_section *other,
                                const struct mix_row *wanted)
{
    for (size_t i = 0; i < report->section_count; i++) {
        struct mix_section *section = &report->sections[i];
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
static void count_before(struct mix_report *report, struct arena *arena, const struct side *side)
{
    struct mix_report then = { 0 };
    count_sections(&then, arena, side);
    for (size_t i = 0; i < then.section_count; i++)
        for (size_t j = 0; j < then.sections[i].row_count; j++) {
            const struct mix_row *before = &then.sections[i].rows[j];
            struct mix_row *row = find_row(report, &then.sections[i], before);
            if (!row)
                continue;
            row->before = before->ahead;
            row->has_before = true;
        }
}

int mix_report_count(struct mix_report *out, struct project *project, const struct ledger *ledger,
                     struct post_workers *workers, const char *since, struct err *err)
{
    CLEANUP(tree_close) struct tree *tree_before = NULL;
    CLEANUP(post_workers_release) struct post_workers workers_before = { 0 };
    struct project before = { 0 };
    struct mix_report report = { 0 };
    struct side side;
    if (count_posts(&side, project, ledger, workers, err) != 0)
        return -1;
    count_sections(&report, project->arena, &side);
    if (since) {
        bool is_known = true;
        if (project_require_repo(project, err) != 0 ||
            repo_branch_point(project->repo, project->arena, since, &report.since, &is_known,
                              err) != 0)
            return -1;
        report.is_with_tip = !is_known;
        int status = project_open_commit(&before, project, project->repo, report.since, err);
        tree_before = before.tree;
        if (status != 0 || count_posts(&side, &before, ledger, &workers_before, err) != 0)
            return -1;
        count_before(&report, project->arena, &side);
    }
    *out = report;
    return 0;
}

void mix_report_of(struct mix_report *out, struct arena *arena, const struct inspection *inspection)
{
    struct side side = { .check = inspection->check, .summaries = inspection->summaries };
    *out = (struct mix_report){ 0 };
    timetable_build(&side.table, arena, side.summaries, inspection->post_count,
                    post_summaries_sort(arena, side.summaries, inspection->post_count),
                    &side.check);
    count_sections(out, arena, &side);
}
