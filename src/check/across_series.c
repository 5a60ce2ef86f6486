/* Posts that hang together: what has to go first, and repeats of a series. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/timetable.h"
#include "lib/date_words.h"
#include "lib/moment.h"
#include "model/workspace.h"

enum { MINUTE_S = 60 }; /* dates in words tell no seconds */

/* --- what has to go first --- */

/* The delivery that the reference names; NULL: none, or not to be found. */
static const struct planned *find_named(const struct timetable *table,
                                        const struct post_reference *reference)
{
    const char *slash = strrchr(reference->text, '/');
    if (reference->is_post || !slash)
        return NULL;
    const struct account *account = workspace_account(table->context->workspace, slash + 1);
    const struct post_summary *post = post_summary_find(
        table->by_id, table->post_count, reference->text, (size_t)(slash - reference->text));
    return account && post ? timetable_find(table, post, account) : NULL;
}

/* The earliest delivery of the post that still waits for its time. */
static const struct planned *find_earliest(const struct timetable *table,
                                           const struct post_summary *post)
{
    size_t index = (size_t)(post - table->posts);
    const struct planned *earliest = NULL;
    for (size_t i = table->post_first[index]; i < table->post_first[index + 1]; i++) {
        const struct planned *planned = &table->items[table->of_post[i]];
        if (!planned->is_over && !planned->time->is_draft &&
            (!earliest || planned->due_utc < earliest->due_utc))
            earliest = planned;
    }
    return earliest;
}

static void check_reference(struct findings *findings, const struct post_reference *reference,
                            const struct planned *own, const struct planned *named)
{
    struct arena *arena = findings->arena;
    if (named->is_over || named->post == own->post)
        return;
    if (named->time->is_draft)
        findings_report(findings, SEVERITY_WARNING, "order", reference->path, reference->where,
                        _("'%s' is a draft: this post waits until it is sent"), named->post->id);
    else if (named->due_utc >= own->due_utc + MINUTE_S)
        findings_report(findings, SEVERITY_ERROR, "order", reference->path, reference->where,
                        _("'%s' has to go out first, but is due on %s, and this post on %s"),
                        reference->text, date_words(arena, named->account->zone, named->due_utc),
                        date_words(arena, own->account->zone, own->due_utc));
    else if (named->due_utc > own->due_utc)
        findings_report(findings, SEVERITY_ERROR, "order", reference->path, reference->where,
                        _("'%s' has to go out first, but is due %s after this post"),
                        reference->text,
                        moment_format_duration(arena, named->due_utc - own->due_utc));
}

void check_order(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    (void)scratch;
    for (size_t i = 0; i < table->post_count; i++) {
        const struct post_summary *post = &table->posts[i];
        const struct planned *earliest =
            post->reference_count > 0 ? find_earliest(table, post) : NULL;
        for (size_t j = 0; earliest && j < post->reference_count; j++) {
            const struct planned *named = find_named(table, &post->references[j]);
            if (named)
                check_reference(findings, &post->references[j], earliest, named);
        }
    }
}

/* --- series --- */

const struct post_summary *timetable_series(const struct timetable *table,
                                            const struct post_summary *post)
{
    enum { LONGEST = 100 }; /* of a chain; a ring would have no end */
    for (int i = 0; i < LONGEST; i++) {
        const struct post_reference *repeats = post_summary_repeats(post);
        const struct post_summary *origin =
            repeats ? post_summary_find(table->by_id, table->post_count, repeats->text,
                                        strlen(repeats->text))
                    : NULL;
        if (!origin || origin == post)
            return post;
        post = origin;
    }
    return post;
}

static void check_repeat(struct findings *findings, const struct planned *earlier,
                         const struct planned *later, int64_t least_s)
{
    const struct planned *blamed = timetable_blame(earlier, later);
    const struct planned *other = blamed == later ? earlier : later;
    const struct post_reference *repeats = post_summary_repeats(blamed->post);
    struct arena *arena = findings->arena;
    int64_t distance_s = later->due_utc - earlier->due_utc;
    if (distance_s >= least_s || blamed->is_over || earlier->post == later->post)
        return;
    const char *message = arena_printf(
        arena, _("'%s' of the same series goes out %s apart, at %s: at least %s is asked"),
        other->post->id, moment_format_duration(arena, distance_s),
        date_words(arena, other->account->zone, other->due_utc),
        moment_format_duration(arena, least_s));
    if (!repeats) {
        timetable_report(findings, blamed, SEVERITY_ERROR, "series", message);
        return;
    }
    findings_report(findings, blamed->time->is_draft ? SEVERITY_WARNING : SEVERITY_ERROR, "series",
                    repeats->path, repeats->where, "%s", message);
    findings_last(findings)->account = blamed->account->id;
}

void check_series(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct workspace *workspace = table->context->workspace;
    int64_t least_s = workspace->calendar.repeat.evergreen_s;
    const struct planned **last = arena_alloc_array(scratch, table->post_count, sizeof *last);
    const struct planned **draft = arena_alloc_array(scratch, table->post_count, sizeof *draft);
    bool *is_of_series = arena_alloc_array(scratch, table->post_count, sizeof *is_of_series);
    bool has_any = false;
    for (size_t i = 0; i < table->post_count; i++) {
        const struct post_summary *origin = timetable_series(table, &table->posts[i]);
        if (origin == &table->posts[i])
            continue;
        is_of_series[i] = is_of_series[origin - table->posts] = true;
        has_any = true;
    }
    if (least_s <= 0 || !has_any)
        return;
    for (size_t account = 0; account < workspace->account_count; account++) {
        memset(last, 0, table->post_count * sizeof *last);
        memset(draft, 0, table->post_count * sizeof *draft);
        for (size_t i = table->first[account]; i < table->first[account + 1]; i++) {
            const struct planned *planned = &table->items[i];
            if (!is_of_series[planned->post - table->posts])
                continue;
            size_t origin = (size_t)(timetable_series(table, planned->post) - table->posts);
            if (last[origin])
                check_repeat(findings, last[origin], planned, least_s);
            if (draft[origin])
                check_repeat(findings, draft[origin], planned, least_s);
            if (planned->time->is_draft)
                draft[origin] = planned; /* it hides nothing that goes out */
            else
                last[origin] = planned;
        }
    }
}
