/* Slots of one post: by a plan of all of them. */
#include "commands/slots.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/ledger_view.h"
#include "commands/plan_posts.h"
#include "commands/project.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/date_words.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/account_set.h"
#include "model/delivery.h"
#include "model/post.h"
#include "model/workspace.h"
#include "plan/next_slot.h"
#include "plan/plan.h"

int slots_find_queue(const char **out, const struct post *post, const struct workspace *workspace,
                     struct err *err)
{
    const struct queue *found = NULL;
    struct err why = { 0 };
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct delivery delivery = { .post = post->id, .account = &workspace->accounts[i] };
        const struct queue *queue;
        if (!account_set_has(post->accounts, i))
            continue;
        if (next_slot_queue(&queue, &delivery, workspace, &why) != 0)
            return err_set(err, ERR_INPUT, _("%s, or a queue: 'pregon move %s next --queue NAME'"),
                           why.text, post->id);
        if (found && queue != found)
            return err_set(err, ERR_INPUT,
                           _("'%s' goes to accounts of two queues, '%s' and '%s': 'pregon move %s "
                             "next --queue NAME' says which"),
                           post->id, found->id, queue->id, post->id);
        found = queue;
    }
    if (!found)
        return err_set(err, ERR_INPUT,
                       _("'%s' goes to no account that would say its queue: 'pregon move %s next "
                         "--queue NAME'"),
                       post->id, post->id);
    *out = found->id;
    return 0;
}

/* What the plan leaves without a time: drafts and blocked ones, and where there is no slot. */
static int fill(struct slots *slots, const struct plan *plan, const struct project *project,
                struct next_slot *wanted, size_t wanted_count, struct err *err)
{
    for (size_t i = 0; i < wanted_count; i++)
        if (next_slot_queue(&wanted[i].queue, wanted[i].delivery, &project->workspace, err) != 0)
            return -1;
    next_slots_find(plan, &project->workspace, wanted, wanted_count, project->now_utc);
    for (size_t i = 0; i < slots->count; i++)
        for (size_t j = 0; j < wanted_count; j++)
            if (wanted[j].delivery->account == slots->items[i].account)
                slots->items[i].due_utc = wanted[j].due_utc;
    return 0;
}

static int list(struct slots *out, const struct plan *plan, const struct project *project,
                const char *path, struct err *err)
{
    struct arena *arena = project->arena;
    size_t most = project->workspace.account_count;
    struct next_slot *wanted = arena_alloc_array(arena, most, sizeof *wanted);
    size_t wanted_count = 0;
    out->items = arena_alloc_array(arena, most, sizeof *out->items);
    for (size_t i = 0; i < plan->count; i++) {
        const struct delivery *delivery = &plan->items[i];
        if (!delivery->queue || !text_equal(delivery->path, path))
            continue;
        if (delivery->due_utc == NO_TIME)
            wanted[wanted_count++].delivery = delivery;
        out->items[out->count++] = (struct given_slot){
            .post = arena_strdup(arena, delivery->post),
            .path = arena_strdup(arena, path),
            .queue = arena_strdup(arena, delivery->queue),
            .account = delivery->account,
            .due_utc = delivery->due_utc,
            .is_tentative = delivery->is_tentative || delivery->due_utc == NO_TIME,
        };
    }
    return fill(out, plan, project, wanted, wanted_count, err);
}

int slots_find(struct slots *out, struct invocation *invocation, const struct tree_edits *edits,
               const char *path, struct err *err)
{
    CLEANUP(project_close) struct project project = { .edits = edits };
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    struct plan plan = { .arena = invocation->arena };
    struct ledger ledger = { 0 };
    struct slots found = { 0 };
    if (project_open(&project, invocation, NULL, err) != 0 ||
        project_require_sound(&project, err) != 0 ||
        ledger_view_open(&ledger, &project, err) != 0 ||
        plan_posts(&plan, &project, &ledger, &workers, NULL, INT64_MAX, err) != 0 ||
        list(&found, &plan, &project, path, err) != 0)
        return -1;
    *out = found;
    return 0;
}

int slots_require(const struct slots *slots, struct err *err)
{
    for (size_t i = 0; i < slots->count; i++) {
        const struct given_slot *slot = &slots->items[i];
        if (slot->due_utc == NO_TIME)
            return err_set(err, ERR_INPUT,
                           _("the queue '%s' has no free slot for '%s' on '%s', within a year, its "
                             "campaign, and its end: give it a time"),
                           slot->queue, slot->post, slot->account->id);
    }
    return 0;
}

/* Whether people read the same on both. */
static bool is_alike(const struct given_slot *a, const struct given_slot *b)
{
    return a->due_utc == b->due_utc && a->is_tentative == b->is_tentative &&
           text_equal(a->queue, b->queue) &&
           text_equal(zone_name(a->account->zone), zone_name(b->account->zone));
}

static const char *format(struct arena *arena, const struct given_slot *slot)
{
    const struct zone *zone = slot->account->zone;
    if (slot->due_utc == NO_TIME)
        return arena_printf(arena, _("the queue '%s' has no free slot for it: give it a date"),
                            slot->queue);
    return arena_printf(arena,
                        slot->is_tentative ? _("slot of '%s': %s, %s (tentative)")
                                           : _("slot of '%s': %s, %s"),
                        slot->queue, date_words(arena, zone, slot->due_utc), zone_name(zone));
}

void slots_write(FILE *out, struct arena *arena, const struct slots *slots)
{
    bool is_one = true;
    for (size_t i = 1; i < slots->count; i++)
        is_one &= is_alike(&slots->items[0], &slots->items[i]);
    for (size_t i = 0; i < slots->count; i++) {
        struct text_buffer names = text_buffer_in(arena, LIMIT_FRONT_MATTER_BYTES);
        bool is_told = false;
        for (size_t j = 0; j < slots->count; j++) {
            if (!is_alike(&slots->items[i], &slots->items[j]))
                continue;
            is_told |= j < i;
            text_printf(&names, "%s%s", names.bytes ? ", " : "", slots->items[j].account->id);
        }
        if (is_told)
            continue;
        output_printf(out, "%s: %s%s%s\n", slots->items[i].path, format(arena, &slots->items[i]),
                      is_one ? "" : ": ", is_one ? "" : text_end(&names));
    }
}

void slots_put(struct json_writer *json, struct arena *arena, const struct slots *slots)
{
    json_begin_array(json, "slots");
    for (size_t i = 0; i < slots->count; i++) {
        const struct given_slot *slot = &slots->items[i];
        int32_t offset_s =
            slot->due_utc == NO_TIME ? 0 : zone_offset_at(slot->account->zone, slot->due_utc, NULL);
        json_begin_object(json, NULL);
        json_put_string(json, "post", slot->post);
        json_put_string(json, "account", slot->account->id);
        json_put_string(json, "queue", slot->queue);
        json_put_string(json, "due",
                        slot->due_utc == NO_TIME ? NULL
                                                 : moment_format(arena, slot->due_utc, offset_s));
        json_put_bool(json, "tentative", slot->is_tentative);
        json_end(json);
    }
    json_end(json);
}
