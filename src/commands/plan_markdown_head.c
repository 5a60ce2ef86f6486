/* Above the posts of the comment: what merging does, and the days around. */
#include "commands/plan_markdown_parts.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/changes.h"
#include "commands/command.h"
#include "lib/date_words.h"
#include "model/account.h"
#include "model/post.h"
#include "plan/plan.h"

enum {
    FINDINGS = 10,
    PATHS = 10,
    ROWS = 40, /* of the calendar */
    DAY_S = 24 * 60 * 60,
};

/* --- above all: what merging does --- */

static void put_findings(struct text_buffer *out, const struct plan_comment *comment)
{
    const struct findings *findings = &comment->found.findings;
    struct arena *arena = comment->invocation->arena;
    size_t counts[SEVERITY_ERROR + 1] = { 0 };
    for (size_t i = 0; i < findings->count; i++)
        counts[findings->items[i].severity]++;
    text_puts(out, "- ");
    if (!findings->count) {
        text_printf(out, "%s\n", _("`pregon check`: nothing to mend"));
        return;
    }
    text_puts(out, "`pregon check`: ");
    text_printf(out, ngettext("%zu error, ", "%zu errors, ", counts[SEVERITY_ERROR]),
                counts[SEVERITY_ERROR]);
    text_printf(out, ngettext("%zu warning, ", "%zu warnings, ", counts[SEVERITY_WARNING]),
                counts[SEVERITY_WARNING]);
    text_printf(out, ngettext("%zu suggestion", "%zu suggestions", counts[SEVERITY_SUGGESTION]),
                counts[SEVERITY_SUGGESTION]);
    text_putc(out, '\n');
    size_t shown = 0;
    for (int level = SEVERITY_ERROR; level >= SEVERITY_SUGGESTION; level--)
        for (size_t i = 0; i < findings->count && shown < FINDINGS; i++) {
            const struct finding *finding = &findings->items[i];
            if ((int)finding->severity != level)
                continue;
            text_puts(out, "  - ");
            plan_comment_put_code(out, arena,
                                  arena_printf(arena, "%s:%u: %s", finding->path,
                                               finding->where.line, finding->message));
            text_putc(out, '\n');
            shown++;
        }
    if (shown < findings->count)
        text_printf(
            out, ngettext("  - … and %zu more\n", "  - … and %zu more\n", findings->count - shown),
            findings->count - shown);
}

static void put_states(struct text_buffer *out, const struct plan_comment *comment)
{
    const struct plan *plan = &comment->plan;
    size_t counts[DELIVERY_STATE_COUNT] = { 0 };
    size_t all = 0;
    for (size_t i = 0; i < plan->count; i++)
        if (comment->is_touched[plan->items[i].post_index]) {
            counts[plan->items[i].state]++;
            all++;
        }
    if (!all)
        return;
    text_printf(out, ngettext("- %zu delivery", "- %zu deliveries", all), all);
    const char *separator = " = ";
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++) {
        if (!counts[state])
            continue;
        text_printf(out, "%s%zu %s", separator, counts[state],
                    delivery_state_word((enum delivery_state)state));
        separator = " + ";
    }
    text_putc(out, '\n');
    size_t due = counts[DELIVERY_DUE];
    if (due)
        text_printf(out,
                    ngettext("- **%zu is due: the first run after the merge sends it**\n",
                             "- **%zu are due: the first run after the merge sends them**\n", due),
                    due);
    size_t missed = counts[DELIVERY_MISSED];
    if (missed)
        text_printf(out,
                    ngettext("- **%zu comes too late to be sent: give it a later `date`**\n",
                             "- **%zu come too late to be sent: give them a later `date`**\n",
                             missed),
                    missed);
}

/* Files, below a line that says what became of them. */
static void put_paths(struct text_buffer *out, struct arena *arena, const char *const *paths,
                      size_t count)
{
    for (size_t i = 0; i < count && i < PATHS; i++) {
        text_puts(out, "  - ");
        plan_comment_put_code(out, arena, paths[i]);
        text_putc(out, '\n');
    }
    if (count > PATHS)
        text_printf(out, ngettext("  - … and %zu more\n", "  - … and %zu more\n", count - PATHS),
                    count - PATHS);
}

/* What is gone, and what only has another name. */
static void put_removed(struct text_buffer *out, const struct plan_comment *comment)
{
    const struct changes *changes = &comment->changes;
    struct arena *arena = comment->invocation->arena;
    const char **gone = arena_alloc_array(arena, changes->removed_count, sizeof *gone);
    const char **renamed = arena_alloc_array(arena, changes->removed_count, sizeof *renamed);
    size_t gone_count = 0, renamed_count = 0;
    for (size_t i = 0; i < changes->removed_count; i++) {
        if (changes->renamed[i])
            renamed[renamed_count++] =
                arena_printf(arena, "%s → %s", changes->removed[i], changes->renamed[i]);
        else
            gone[gone_count++] = changes->removed[i];
    }
    if (gone_count)
        text_printf(out,
                    ngettext("- %zu file is removed: nothing is sent of a post that is gone\n",
                             "- %zu files are removed: nothing is sent of posts that are gone\n",
                             gone_count),
                    gone_count);
    put_paths(out, arena, gone, gone_count);
    if (renamed_count)
        text_printf(out,
                    ngettext("- %zu file is renamed: a post without an `id` is another one under "
                             "its new name, and goes out as such\n",
                             "- %zu files are renamed: a post without an `id` is another one under "
                             "its new name, and goes out as such\n",
                             renamed_count),
                    renamed_count);
    put_paths(out, arena, renamed, renamed_count);
}

void plan_comment_put_head(struct text_buffer *out, const struct plan_comment *comment)
{
    const struct changes *changes = &comment->changes;
    text_puts(out, "<!-- pregon -->\n### ");
    text_printf(out,
                ngettext("This changes %zu post", "This changes %zu posts", comment->touched_count),
                comment->touched_count);
    text_puts(out, "\n\n");
    put_findings(out, comment);
    put_states(out, comment);
    put_removed(out, comment);
    const char **others =
        arena_alloc_array(comment->invocation->arena, changes->changed_count, sizeof *others);
    size_t count = 0;
    for (size_t i = 0; i < changes->changed_count; i++)
        if (!text_starts_with(changes->changed[i], "content/"))
            others[count++] = changes->changed[i];
    if (count)
        text_printf(out, "%s\n",
                    _("- brand or calendar change: that may touch every other post, too"));
    put_paths(out, comment->invocation->arena, (const char *const *)others, count);
    text_putc(out, '\n');
}

/* --- the days around --- */

static void put_row(struct text_buffer *out, struct arena *arena,
                    const struct plan_comment *comment, const struct delivery *delivery)
{
    bool is_touched = comment->is_touched[delivery->post_index];
    const char *mark = is_touched ? "**" : "";
    text_printf(out, "| %s%s%s | %s | ", mark,
                date_words(arena, delivery->account->zone, delivery->due_utc), mark,
                delivery_state_word(delivery->state));
    plan_comment_put_code(out, arena, delivery->account->id);
    text_puts(out, " | ");
    plan_comment_put_code(out, arena, delivery->post);
    text_puts(out, " |\n");
}

void plan_comment_put_days(struct text_buffer *out, const struct plan_comment *comment)
{
    const struct plan *plan = &comment->plan;
    struct arena *arena = comment->invocation->arena;
    int64_t from_utc = INT64_MAX;
    int64_t until_utc = INT64_MIN;
    size_t rows = 0;
    size_t left = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        if (!comment->is_touched[delivery->post_index] || delivery->due_utc == NO_TIME)
            continue;
        from_utc = delivery->due_utc < from_utc ? delivery->due_utc : from_utc;
        until_utc = delivery->due_utc > until_utc ? delivery->due_utc : until_utc;
    }
    if (from_utc == INT64_MAX)
        return;
    text_printf(out, "%s\n\n| %s | %s | %s | %s |\n| --- | --- | --- | --- |\n",
                _("The days around, with what changes in bold:"), _("when"), _("state"),
                _("account"), _("post"));
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        if (delivery->due_utc == NO_TIME || delivery->due_utc < from_utc - DAY_S ||
            delivery->due_utc > until_utc + DAY_S)
            continue;
        if (rows < ROWS) {
            put_row(out, arena, comment, delivery);
            rows++;
        } else {
            left++;
        }
    }
    text_putc(out, '\n');
    if (left)
        text_printf(out,
                    ngettext("… and %zu more delivery\n\n", "… and %zu more deliveries\n\n", left),
                    left);
}
