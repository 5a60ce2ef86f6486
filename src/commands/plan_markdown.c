/* What a change does, in Markdown: one section a post, and as many as there is room for. */
#include "commands/plan_markdown.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/changes.h"
#include "commands/command.h"
#include "commands/inspect.h"
#include "commands/ledger_view.h"
#include "commands/plan_markdown_parts.h"
#include "commands/plan_posts.h"
#include "commands/project.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/markdown_put.h"
#include "lib/unicode.h"
#include "model/post.h"
#include "plan/plan.h"

/* GitHub takes 65,536 characters, and others more. */
enum { LIMIT_COMMENT_BYTES = 60000 };

void plan_comment_put_code(struct text_buffer *out, struct arena *arena, const char *text)
{
    markdown_put_code(out, unicode_visible(arena, text, strlen(text), false));
}

/* One post after another, while there is room for the next and for how many are left. */
static int put_posts(struct text_buffer *out, struct plan_comment *comment, struct err *err)
{
    enum { ROOM_FOR_NOTE_BYTES = 300 };
    struct arena *arena = comment->invocation->arena;
    size_t left = 0;
    for (size_t i = 0; i < comment->project.posts.count; i++) {
        if (!comment->is_touched[i])
            continue;
        struct text_buffer section = text_buffer_in(arena, SIZE_MAX / 2);
        if (left == 0 && plan_comment_put_post(&section, comment, i, err) != 0)
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

static int load(struct plan_comment *comment, struct err *err)
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

static void release(struct plan_comment *comment)
{
    post_workers_release(&comment->workers);
    post_workers_release(&comment->found_workers);
    project_close(&comment->project);
    project_close(&comment->found);
}

int plan_write_markdown(struct invocation *invocation, struct err *err)
{
    CLEANUP(release) struct plan_comment comment = { .invocation = invocation };
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    if (load(&comment, err) != 0)
        return -1;
    plan_comment_put_head(&out, &comment);
    plan_comment_put_days(&out, &comment);
    if (put_posts(&out, &comment, err) != 0)
        return -1;
    output_printf(invocation->out, "%s", text_end(&out));
    return comment.found.findings.errors ? 1 : 0;
}
