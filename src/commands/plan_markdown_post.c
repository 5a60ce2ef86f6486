/* A post in the comment: what each account will get. */
#include "commands/plan_markdown_parts.h"

#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/project.h"
#include "lib/date_words.h"
#include "lib/markdown_put.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "plan/plan.h"

enum { LIMIT_TEXT_BYTES = 3000 }; /* of one part's text */

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

static void put_media(struct text_buffer *out, struct arena *arena,
                      const struct rendered_part *part)
{
    for (size_t i = 0; i < part->media_count; i++) {
        const struct media *media = part->media[i];
        text_puts(out, "- ");
        plan_comment_put_code(out, arena, media->path ? media->path : media->file);
        text_printf(out, " (%u × %u): ", media->width, media->height);
        if (!media->is_decorative && media->alt)
            plan_comment_put_code(out, arena, media->alt);
        else
            text_puts(out, media->is_decorative ? _("decorative") : _("**no alternative text**"));
        text_putc(out, '\n');
    }
    if (part->card) {
        text_printf(out, "- %s ", _("link card:"));
        plan_comment_put_code(out, arena, part->card);
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

static void put_account(struct text_buffer *out, const struct plan_comment *comment,
                        const struct post *post, const struct delivery *delivery)
{
    struct arena *arena = comment->invocation->arena;
    const struct account *account = delivery->account;
    struct account_post account_post;
    struct rendering rendering;
    text_puts(out, "**");
    plan_comment_put_code(out, arena, account->id);
    text_puts(out, "**");
    if (delivery->due_utc != NO_TIME)
        text_printf(out, ", %s", date_words(arena, account->zone, delivery->due_utc));
    text_printf(out, ", %s", delivery_state_word(delivery->state));
    if (delivery->why) {
        text_puts(out, ": ");
        plan_comment_put_code(out, arena, delivery->why);
    }
    text_puts(out, "\n\n");
    if (!account->network)
        return;
    post_for_account(&account_post, arena, post, account, &comment->project.workspace);
    account->network->render(&rendering, arena, &account_post, &comment->project.workspace);
    if (rendering.warning) {
        text_printf(out, "%s ", _("Content warning:"));
        plan_comment_put_code(out, arena, rendering.warning);
        text_puts(out, "\n\n");
    }
    for (size_t i = 0; i < rendering.part_count; i++)
        put_part(out, arena, &rendering, i);
    for (size_t i = 0; i < rendering.loss_count; i++) {
        text_printf(out, "- %s ", _("lost here:"));
        plan_comment_put_code(out, arena, rendering.losses[i].sentence);
        text_putc(out, '\n');
    }
    if (rendering.loss_count)
        text_putc(out, '\n');
}

/* Comments are sent by mail, and stay when a branch is made anew. */
static bool holds_secret(const struct plan_comment *comment, const struct post *post)
{
    for (size_t i = 0; i < post->source_count; i++)
        if (findings_have_secrets_in(&comment->found.findings, post->sources[i].path))
            return true;
    return false;
}

int plan_comment_put_post(struct text_buffer *out, struct plan_comment *comment, size_t index,
                          struct err *err)
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
    plan_comment_put_code(out, arena, post.is_loaded ? post.id : post.path);
    bool is_hidden = holds_secret(comment, &post);
    if (post.is_loaded && !is_hidden && post.fields.title) {
        text_putc(out, ' ');
        plan_comment_put_code(out, arena, post.fields.title);
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
