/* What a change does, in Markdown: one section a post, and as many as there is room for. */
#include "commands/plan_markdown.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/changes.h"
#include "commands/command.h"
#include "commands/inspect.h"
#include "commands/ledger_view.h"
#include "commands/plan_posts.h"
#include "commands/project.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/date_words.h"
#include "lib/markdown_put.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/account_set.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "plan/plan.h"

enum {
    /* GitHub takes 65,536 characters, and others more. */
    LIMIT_COMMENT_BYTES = 60000,
    LIMIT_TEXT_BYTES = 3000, /* of one part's text */
    FINDINGS = 10,
    PATHS = 10,
    ROWS = 40, /* of the calendar */
    DAY_S = 24 * 60 * 60,
};

struct comment {
    struct invocation *invocation;
    struct project project;
    struct project found; /* whose findings are those of the change */
    struct post_workers workers, found_workers;
    struct changes changes;
    struct plan plan;
    bool *is_touched; /* by the posts' places in the list */
    size_t touched_count;
};

/* --- foreign text --- */

static void put_code(struct text_buffer *out, struct arena *arena, const char *text)
{
    markdown_put_code(out, unicode_visible(arena, text, strlen(text), false));
}

static void put_text(struct text_buffer *out, struct arena *arena, const char *text)
{
    const char *visible = unicode_visible(arena, text, strlen(text), true);
    size_t bytes = strlen(visible);
    size_t shown = utf8_cut(visible, LIMIT_TEXT_BYTES);
    markdown_put_fence(out, visible, shown);
    if (shown < bytes) {
        size_t more = unicode_codepoints(visible + shown, bytes - shown);
        text_printf(
            out, ngettext("… and %zu character more\n", "… and %zu characters more\n", more), more);
    }
    text_putc(out, '\n');
}

/* --- above all: what merging does --- */

static void put_findings(struct text_buffer *out, const struct comment *comment)
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
            put_code(out, arena,
                     arena_printf(arena, "%s:%u: %s", finding->path, finding->where.line,
                                  finding->message));
            text_putc(out, '\n');
            shown++;
        }
    if (shown < findings->count)
        text_printf(
            out, ngettext("  - … and %zu more\n", "  - … and %zu more\n", findings->count - shown),
            findings->count - shown);
}

static void put_states(struct text_buffer *out, const struct comment *comment)
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
        put_code(out, arena, paths[i]);
        text_putc(out, '\n');
    }
    if (count > PATHS)
        text_printf(out, ngettext("  - … and %zu more\n", "  - … and %zu more\n", count - PATHS),
                    count - PATHS);
}

static void put_head(struct text_buffer *out, const struct comment *comment)
{
    const struct changes *changes = &comment->changes;
    text_puts(out, "<!-- pregon -->\n### ");
    text_printf(out,
                ngettext("This changes %zu post", "This changes %zu posts", comment->touched_count),
                comment->touched_count);
    text_puts(out, "\n\n");
    put_findings(out, comment);
    put_states(out, comment);
    if (changes->removed_count)
        text_printf(out,
                    ngettext("- %zu file is removed: nothing is sent of a post that is gone\n",
                             "- %zu files are removed: nothing is sent of posts that are gone\n",
                             changes->removed_count),
                    changes->removed_count);
    put_paths(out, comment->invocation->arena, (const char *const *)changes->removed,
              changes->removed_count);
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

static void put_row(struct text_buffer *out, struct arena *arena, const struct comment *comment,
                    const struct delivery *delivery)
{
    bool is_touched = comment->is_touched[delivery->post_index];
    const char *mark = is_touched ? "**" : "";
    text_printf(out, "| %s%s%s | %s | ", mark,
                date_words(arena, delivery->account->zone, delivery->due_utc), mark,
                delivery_state_word(delivery->state));
    put_code(out, arena, delivery->account->id);
    text_puts(out, " | ");
    put_code(out, arena, delivery->post);
    text_puts(out, " |\n");
}

/* From the day before the first that changes to the day after the last, as far as it goes. */
static void put_days(struct text_buffer *out, const struct comment *comment)
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

/* --- a post --- */

static void put_media(struct text_buffer *out, struct arena *arena,
                      const struct rendered_part *part)
{
    for (size_t i = 0; i < part->media_count; i++) {
        const struct media *media = part->media[i];
        text_puts(out, "- ");
        put_code(out, arena, media->path ? media->path : media->file);
        text_printf(out, " (%u × %u): ", media->width, media->height);
        if (!media->is_decorative && media->alt)
            put_code(out, arena, media->alt);
        else
            text_puts(out, media->is_decorative ? _("decorative") : _("**no alternative text**"));
        text_putc(out, '\n');
    }
    if (part->card) {
        text_printf(out, "- %s ", _("link card:"));
        put_code(out, arena, part->card);
        text_putc(out, '\n');
    }
    if (part->media_count || part->card)
        text_putc(out, '\n');
}

static void put_part(struct text_buffer *out, struct arena *arena,
                     const struct rendering *rendering, size_t number)
{
    const struct rendered_part *part = &rendering->parts[number];
    bool is_too_long = (part->limit && part->used > part->limit) ||
                       (part->limit_bytes && part->used_bytes > part->limit_bytes);
    if (rendering->part_count > 1)
        text_printf(out, _("Part %zu of %zu: "), number + 1, rendering->part_count);
    if (is_too_long)
        text_printf(out, "**%s** ", _("too long:"));
    if (part->limit)
        text_printf(out, _("%zu of %zu characters"), part->used, part->limit);
    else
        text_printf(out, _("%zu characters, no limit"), part->used);
    text_puts(out, "\n\n");
    put_text(out, arena, part->text);
    put_media(out, arena, part);
}

static void put_account(struct text_buffer *out, const struct comment *comment,
                        const struct post *post, const struct delivery *delivery)
{
    struct arena *arena = comment->invocation->arena;
    const struct account *account = delivery->account;
    struct account_post account_post;
    struct rendering rendering;
    text_puts(out, "**");
    put_code(out, arena, account->id);
    text_puts(out, "**");
    if (delivery->due_utc != NO_TIME)
        text_printf(out, ", %s", date_words(arena, account->zone, delivery->due_utc));
    text_printf(out, ", %s", delivery_state_word(delivery->state));
    if (delivery->why) {
        text_puts(out, ": ");
        put_code(out, arena, delivery->why);
    }
    text_puts(out, "\n\n");
    if (!account->network)
        return;
    post_for_account(&account_post, arena, post, account, &comment->project.workspace);
    account->network->render(&rendering, arena, &account_post, &comment->project.workspace);
    if (rendering.warning) {
        text_printf(out, "%s ", _("Content warning:"));
        put_code(out, arena, rendering.warning);
        text_puts(out, "\n\n");
    }
    for (size_t i = 0; i < rendering.part_count; i++)
        put_part(out, arena, &rendering, i);
    for (size_t i = 0; i < rendering.loss_count; i++) {
        text_printf(out, "- %s ", _("lost here:"));
        put_code(out, arena, rendering.losses[i].sentence);
        text_putc(out, '\n');
    }
    if (rendering.loss_count)
        text_putc(out, '\n');
}

/* Comments are sent by mail, and stay when a branch is made anew. */
static bool holds_secret(const struct comment *comment, const struct post *post)
{
    for (size_t i = 0; i < post->source_count; i++)
        if (findings_have_secrets_in(&comment->found.findings, post->sources[i].path))
            return true;
    return false;
}

static int put_post(struct text_buffer *out, struct comment *comment, size_t index, struct err *err)
{
    struct project *project = &comment->project;
    struct arena *arena = comment->invocation->arena;
    const struct plan *plan = &comment->plan;
    struct findings ignored = { .arena = arena };
    struct post post;
    if (post_load(&post, arena, project->tree, &project->posts.items[index], &project->workspace,
                  &ignored, err) != 0)
        return -1;
    text_puts(out, "#### ");
    put_code(out, arena, post.is_loaded ? post.id : post.path);
    bool is_hidden = holds_secret(comment, &post);
    if (post.is_loaded && !is_hidden && post.fields.title) {
        text_putc(out, ' ');
        put_code(out, arena, post.fields.title);
    }
    text_puts(out, "\n\n");
    if (is_hidden) {
        text_printf(
            out, "%s\n\n",
            _("It holds what may be a secret, so it is not shown: 'pregon check' says where."));
        return 0;
    }
    if (!post.is_loaded) {
        text_printf(out, "%s\n\n", _("It can't be read: see what `pregon check` found."));
        return 0;
    }
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].post_index == index)
            put_account(out, comment, &post, &plan->items[i]);
    return 0;
}

/* --- the whole --- */

/* One post after another, while there is room for the next and for how many are left. */
static int put_posts(struct text_buffer *out, struct comment *comment, struct err *err)
{
    enum { ROOM_FOR_NOTE_BYTES = 300 };
    struct arena *arena = comment->invocation->arena;
    size_t left = 0;
    for (size_t i = 0; i < comment->project.posts.count; i++) {
        if (!comment->is_touched[i])
            continue;
        struct text_buffer section = text_buffer_in(arena, SIZE_MAX / 2);
        if (left == 0 && put_post(&section, comment, i, err) != 0)
            return -1;
        if (left == 0 && out->bytes + section.bytes + ROOM_FOR_NOTE_BYTES <= LIMIT_COMMENT_BYTES)
            text_append(out, text_end(&section), section.bytes);
        else
            left++;
    }
    if (left)
        text_printf(out,
                    ngettext("**%zu more post has no room here**: `pregon show` shows it.\n",
                             "**%zu more posts have no room here**: `pregon show` shows them.\n",
                             left),
                    left);
    return 0;
}

static int load(struct comment *comment, struct err *err)
{
    struct invocation *invocation = comment->invocation;
    struct project *project = &comment->project;
    struct ledger ledger = { 0 };
    const char *since = invocation_value(invocation, "since");
    if (inspect(invocation, &comment->found, &comment->found_workers, err) != 0)
        return -1;
    project->wants_history = true;
    comment->plan.arena = invocation->arena;
    if (project_open(project, invocation, invocation_value(invocation, "rev"), err) != 0 ||
        changes_find(&comment->changes, project, since, err) != 0 ||
        changes_touch_posts(&comment->is_touched, &comment->changes, project, err) != 0)
        return -1;
    for (size_t i = 0; i < project->posts.count; i++)
        comment->touched_count += comment->is_touched[i];
    /* With a brand that can't be read, only that is told. */
    struct err ignored = { 0 };
    if (project_require_sound(project, &ignored) != 0)
        return 0;
    return ledger_view_open(&ledger, project, err) != 0 ||
                   plan_posts(&comment->plan, project, &ledger, &comment->workers, NULL, INT64_MAX,
                              err) != 0
               ? -1
               : 0;
}

static void release(struct comment *comment)
{
    post_workers_release(&comment->workers);
    post_workers_release(&comment->found_workers);
    project_close(&comment->project);
    project_close(&comment->found);
}

int plan_write_markdown(struct invocation *invocation, struct err *err)
{
    CLEANUP(release) struct comment comment = { .invocation = invocation };
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    if (load(&comment, err) != 0)
        return -1;
    put_head(&out, &comment);
    put_days(&out, &comment);
    if (put_posts(&out, &comment, err) != 0)
        return -1;
    output_printf(invocation->out, "%s", text_end(&out));
    return comment.found.findings.errors ? 1 : 0;
}
