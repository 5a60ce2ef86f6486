/* The posts that move: one, or a campaign's, unless a run or a person has decided of them. */
#include "commands/move_posts.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/move_edit.h"
#include "commands/moving.h"
#include "commands/project.h"
#include "ledger/ledger.h"
#include "model/post.h"

/* What a person decides in the ledger is not the file's to say: the plan would not look at it. */
static int refuse_decided(const struct moving *moving, const struct record *record, struct err *err)
{
    if (moving->wish.is_next && record->state == RECORD_MISSED)
        return err_set(err, ERR_INPUT,
                       _("'%s' missed its time on '%s', and a queue would not bring it back: "
                         "'pregon resolve %s %s --reschedule next'"),
                       record->post, record->account, record->post, record->account);
    if (record->state == RECORD_PINNED && !record->queue)
        return err_set(err, ERR_INPUT,
                       _("'%s' got its time on '%s' from a person, which the file can't change: "
                         "'pregon resolve %s %s --reschedule %s'"),
                       record->post, record->account, record->post, record->account,
                       moving->wish.is_next ? "next" : "TIME");
    return 0;
}

/* What a run has begun is no longer the file's to change; `missed` waits for just a new date. */
static int refuse_claimed(const struct moving *moving, const struct post *post, struct err *err)
{
    const struct workspace *workspace = &moving->project.workspace;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const char *account = workspace->accounts[i].id;
        const struct record *record = ledger_find(&moving->ledger, post->id, account);
        if (record && record->state != RECORD_PINNED && record->state != RECORD_MISSED)
            return err_set(err, ERR_INPUT,
                           _("'%s' can't be moved: its delivery to '%s' is '%s' in the ledger"),
                           post->id, account, record_state_name(record->state));
        if (record && refuse_decided(moving, record, err) != 0)
            return -1;
    }
    return 0;
}

/* Others have nothing to move, and may be a text alone, without front matter. */
static bool has_dates(const struct post_fields *variant)
{
    return variant->key_where[POST_DATE].line || variant->key_where[POST_OVERRIDES].line;
}

int move_post(struct moving *moving, const char *word, struct err *err)
{
    struct findings findings = { .arena = moving->invocation->arena };
    const struct move_wish *wish = &moving->wish;
    struct post post;
    if (project_load_post(&post, &moving->project, word, &findings, err) != 0)
        return -1;
    if (!post.is_loaded)
        return err_set(err, ERR_INPUT, _("'%s' can't be read; 'pregon check %s' says why"),
                       post.path, post.path);
    if (refuse_claimed(moving, &post, err) != 0)
        return -1;
    size_t before = moving->moved_count;
    if (move_edit_post(moving, &post, err) != 0)
        return -1;
    moving->queued = wish->is_next ? post.path : NULL;
    for (size_t i = 0; wish->is_shift && i < post.layer_count; i++)
        if (post.layers[i].is_variant && has_dates(&post.layers[i].fields) &&
            move_edit_variant(moving, &post, post.layers[i].fields.path, err) != 0)
            return -1;
    if (wish->is_shift && moving->moved_count == before && post.fields.queue)
        return err_set(err, ERR_INPUT,
                       _("'%s' has no date of its own: the queue '%s' gives it one; move it to a "
                         "time"),
                       post.id, post.fields.queue);
    if (wish->is_shift && moving->moved_count == before)
        return err_set(err, ERR_INPUT, _("'%s' has no date yet: move it to a time"), post.id);
    return 0;
}

int move_campaign(struct moving *moving, const char *campaign, struct err *err)
{
    if (lookup_campaign(&moving->project.workspace, campaign, err) != 0)
        return -1;
    if (!moving->wish.is_shift)
        return err_set(err, ERR_USAGE,
                       _("a campaign is moved by a time, such as '+1w', not to one"));
    size_t count = 0;
    CLEANUP(arena_release) struct arena scratch = { 0 };
    for (size_t i = 0; i < moving->project.posts.count; i++) {
        const struct post_entry *entry = &moving->project.posts.items[i];
        struct findings ignored = { .arena = &scratch };
        struct post post;
        arena_reset(&scratch);
        if (post_load(&post, &scratch, moving->project.tree, entry, &moving->project.workspace,
                      &ignored, err) != 0)
            return -1;
        if (!post.is_loaded || !text_equal(post.fields.campaign, campaign) ||
            (!post_has(&post.fields, POST_DATE) && post_has(&post.fields, POST_QUEUE)))
            continue;
        if (move_post(moving, entry->path, err) != 0)
            return -1;
        count++;
    }
    return count ? 0
                 : err_set(err, ERR_INPUT, _("no post of the campaign '%s' has a date"), campaign);
}
