/* The plan: what a post means for each account, and the state that follows from record and time. */
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account_set.h"
#include "model/hold.h"
#include "model/post.h"
#include "model/record.h"
#include "model/workspace.h"
#include "plan/plan_queues.h"

enum { WAITS_MAX = sizeof((struct delivery *)0)->waits_for / sizeof(const char *) };

static void wait_for(struct delivery *delivery, struct arena *arena, const char *reference)
{
    size_t i = 0;
    while (i < WAITS_MAX && delivery->waits_for[i])
        i++;
    if (i < WAITS_MAX)
        delivery->waits_for[i] = arena_strdup(arena, reference);
}

/* A post of ours that is named must be out first; an address is somebody's and is out already. */
static void add_waits(struct delivery *delivery, struct arena *arena,
                      const struct account_post *post, const struct workspace *workspace)
{
    const struct post_fields *fields = &post->fields;
    const char *const references[] = { fields->link, fields->reply_to, fields->quote,
                                       fields->repost };
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++) {
        if (!references[i] || strstr(references[i], "://"))
            continue;
        if (strchr(references[i], '/')) {
            wait_for(delivery, arena, references[i]);
            continue;
        }
        const struct account *blog = post_blog(post->post, workspace);
        if (blog && blog != post->account)
            wait_for(delivery, arena, arena_printf(arena, "%s/%s", post->post->id, blog->id));
    }
}

void plan_add(struct plan *plan, const struct post *post, const struct workspace *workspace,
              size_t post_index, const char *why_blocked)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *id = NULL;
    const char *path = NULL;
    const char *title = NULL;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        struct account_post one;
        if (!account_set_has(post->accounts, i))
            continue;
        if (!id) {
            id = arena_strdup(plan->arena, post->id);
            path = arena_strdup(plan->arena, post->path);
            if (post->fields.title)
                title = arena_strdup(plan->arena, post->fields.title);
        }
        post_for_account(&one, &scratch, post, account, workspace);
        struct delivery delivery = {
            .post = id,
            .path = path,
            .title = title,
            .account = account,
            .date_utc = one.due_utc,
            .due_utc = one.due_utc,
            .expires_utc = post_has(&one.fields, POST_EXPIRES) ? one.fields.expires_utc : NO_TIME,
            .max_late_s = post_has(&one.fields, POST_MAX_LATE) ? one.fields.max_late_s
                                                               : workspace->calendar.max_late_s,
            .priority = one.fields.priority,
            .is_draft = one.fields.is_draft,
            .is_urgent = one.fields.urgent,
            .queue = one.fields.queue ? arena_strdup(plan->arena, one.fields.queue) : NULL,
            .queue_day_s = one.fields.queue && one.fields.date.kind == MOMENT_DAY
                               ? moment_seconds(&one.fields.date.local)
                               : NO_TIME,
            .campaign = one.fields.campaign ? arena_strdup(plan->arena, one.fields.campaign) : NULL,
            .why_blocked = why_blocked ? arena_strdup(plan->arena, why_blocked) : NULL,
            .post_index = post_index,
        };
        add_waits(&delivery, plan->arena, &one, workspace);
        plan->items =
            list_grow(plan->arena, plan->items, plan->count, &plan->capacity, sizeof *plan->items);
        plan->items[plan->count++] = delivery;
    }
    if (id || !why_blocked || post->fields.is_draft)
        return;
    plan->nowhere = list_grow(plan->arena, plan->nowhere, plan->nowhere_count,
                              &plan->nowhere_capacity, sizeof *plan->nowhere);
    plan->nowhere[plan->nowhere_count++] = arena_strdup(plan->arena, why_blocked);
}

static int compare_names(const char *post_a, const char *account_a, const char *post_b,
                         const char *account_b)
{
    int order = strcmp(post_a, post_b);
    return order ? order : strcmp(account_a, account_b);
}

static int by_name(const void *left, const void *right)
{
    const struct delivery *a = left;
    const struct delivery *b = right;
    return compare_names(a->post, a->account->id, b->post, b->account->id);
}

/* Deliveries without a time come last. */
static int by_time(const void *left, const void *right)
{
    const struct delivery *a = left;
    const struct delivery *b = right;
    if ((a->due_utc == NO_TIME) != (b->due_utc == NO_TIME))
        return a->due_utc == NO_TIME ? 1 : -1;
    if (a->due_utc != b->due_utc)
        return a->due_utc < b->due_utc ? -1 : 1;
    return by_name(left, right);
}

/* What a plan is settled by. */
struct settling {
    struct plan *plan;
    const struct record *records;
    size_t record_count;
    const struct holds *holds;
    bool has_ledger;
    int64_t birth_utc, now_utc;
};

/* Both lists are in the order of post and account. */
static void join_records(const struct settling *settling)
{
    struct plan *plan = settling->plan;
    size_t i = 0;
    for (size_t j = 0; j < plan->count; j++)
        plan->items[j].record = NULL;
    plan->withdrawn_count = 0;
    for (size_t j = 0; j < settling->record_count; j++) {
        const struct record *record = &settling->records[j];
        int order = 1;
        while (i < plan->count &&
               (order = compare_names(plan->items[i].post, plan->items[i].account->id, record->post,
                                      record->account)) < 0)
            i++;
        if (i < plan->count && order == 0) {
            plan->items[i].record = record;
            continue;
        }
        plan->withdrawn = list_grow(plan->arena, plan->withdrawn, plan->withdrawn_count,
                                    &plan->withdrawn_capacity, sizeof(struct record *));
        plan->withdrawn[plan->withdrawn_count++] = record;
    }
}

/* Whether the delivery `id/account` is sent: also one whose post is gone since. */
static bool is_sent(const struct settling *settling, const char *reference)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    char *post = arena_strdup(&scratch, reference);
    char *slash = strrchr(post, '/');
    size_t low = 0;
    size_t high = slash ? settling->record_count : 0;
    if (slash)
        *slash = '\0';
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct record *record = &settling->records[middle];
        int order = compare_names(record->post, record->account, post, slash + 1);
        if (order == 0)
            return record->state == RECORD_SENT;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* What it waits for and is not out yet; NULL: nothing. */
static const char *find_wait(const struct settling *settling, const struct delivery *delivery)
{
    for (size_t i = 0; i < WAITS_MAX && delivery->waits_for[i]; i++) {
        if (!is_sent(settling, delivery->waits_for[i]))
            return delivery->waits_for[i];
    }
    return NULL;
}

/* The sentence for a held delivery, or NULL where nothing holds it. */
static const char *find_hold(const struct settling *settling, const struct delivery *delivery)
{
    struct arena *arena = settling->plan->arena;
    const struct holds *holds = settling->holds;
    if (holds && holds->is_broken)
        return arena_printf(arena, _("hold.yml can't be read, so all is held: %s"),
                            holds->problem ? holds->problem : "?");
    const struct hold *hold = holds ? holds_find(holds, delivery->post, delivery->account->id,
                                                 delivery->campaign, settling->now_utc)
                                    : NULL;
    if (!hold)
        return NULL;
    if (hold->why && hold->by)
        return arena_printf(arena, _("held by %s: %s"), hold->by, hold->why);
    return hold->why ? arena_printf(arena, _("held: %s"), hold->why) : _("held");
}

/* Whether its record leaves nothing to decide; `state` is then what it says. A missed one whose
 * post has a later date now is as if never touched. */
static bool settles(const struct delivery *delivery, enum delivery_state *state)
{
    const struct record *record = delivery->record;
    switch (record->state) {
    case RECORD_NONE:
    case RECORD_PINNED:
        return false;
    case RECORD_RESERVED:
    case RECORD_SENDING:
    case RECORD_PREPARED:
        *state = DELIVERY_SENDING;
        return true;
    case RECORD_RETRY:
        *state = DELIVERY_RETRYING;
        return true;
    case RECORD_SENT:
        *state = DELIVERY_SENT;
        return true;
    case RECORD_FAILED:
        *state = DELIVERY_FAILED;
        return true;
    case RECORD_UNCERTAIN:
        *state = DELIVERY_UNCERTAIN;
        return true;
    case RECORD_SKIPPED:
        *state = DELIVERY_SKIPPED;
        return true;
    case RECORD_MISSED:
        *state = DELIVERY_MISSED;
        return delivery->due_utc == NO_TIME || delivery->due_utc <= record->due_utc;
    }
    return false;
}

/* What keeps a delivery from going out whatever the time; false where nothing does. */
static bool find_obstacle(const struct settling *settling, const struct delivery *delivery,
                          enum delivery_state *state, const char **why)
{
    *why = NULL;
    if (delivery->why_blocked) {
        *state = DELIVERY_BLOCKED;
        *why = delivery->why_blocked;
        return true;
    }
    if (delivery->is_draft) {
        *state = DELIVERY_DRAFT;
        return true;
    }
    if (delivery->expires_utc != NO_TIME && settling->now_utc > delivery->expires_utc) {
        *state = DELIVERY_EXPIRED;
        return true;
    }
    if (!delivery->record && delivery->due_utc != NO_TIME &&
        delivery->due_utc < settling->birth_utc) {
        *state = DELIVERY_SKIPPED;
        *why = settling->has_ledger ? _("older than the ledger")
                                    : _("too late for a first run to send it");
        return true;
    }
    if (delivery->approval && delivery->approval->why) {
        *state = DELIVERY_BLOCKED;
        *why = delivery->approval->why;
        return true;
    }
    *state = DELIVERY_HELD;
    *why = find_hold(settling, delivery);
    return *why != NULL;
}

static const char *name_obstacle(enum delivery_state state, const char *why)
{
    if (why)
        return why;
    return state == DELIVERY_DRAFT ? _("the post is a draft now") : _("the post has expired");
}

static void settle_by_time(const struct settling *settling, struct delivery *delivery)
{
    if (delivery->due_utc == NO_TIME) {
        delivery->state = DELIVERY_SCHEDULED;
        delivery->is_tentative = true;
        return;
    }
    if (settling->now_utc < delivery->due_utc) {
        delivery->state = DELIVERY_SCHEDULED;
        return;
    }
    const char *reference = find_wait(settling, delivery);
    if (reference) {
        delivery->state = DELIVERY_WAITING;
        delivery->why =
            arena_printf(settling->plan->arena, _("waits until '%s' is sent"), reference);
    } else if (delivery->account->is_manual) {
        delivery->state = DELIVERY_WAITING;
        delivery->why = _("to be sent by hand; then 'pregon resolve --sent ADDRESS'");
    } else if (settling->now_utc > delivery->due_utc + delivery->max_late_s) {
        delivery->state = DELIVERY_MISSED;
    } else {
        delivery->state = DELIVERY_DUE;
    }
}

/* Whether the record, not the post, says when it is due: it was done then, or is being done, or a
 * person gave it that time. A date that the post has got since it was pinned to a queue's slot
 * holds, and one that is later than a missed time. */
static bool has_recorded_time(const struct record *record)
{
    switch (record->state) {
    case RECORD_NONE:
    case RECORD_RETRY:
    case RECORD_MISSED:
        return false;
    case RECORD_PINNED:
        return !record->queue;
    default:
        return true;
    }
}

static void take_time(struct delivery *delivery)
{
    const struct record *record = delivery->record;
    delivery->due_utc = delivery->date_utc;
    delivery->is_tentative = false;
    if (record && record->due_utc > 0 &&
        (delivery->date_utc == NO_TIME || has_recorded_time(record)))
        delivery->due_utc = record->due_utc;
}

/* What the ledger has settled comes before all obstacles, and the clock after them. */
static void settle(const struct settling *settling, struct delivery *delivery)
{
    enum delivery_state obstacle;
    const char *why;
    delivery->why = NULL;
    take_time(delivery);
    if (delivery->record && settles(delivery, &delivery->state)) {
        if (delivery->state == DELIVERY_FAILED || delivery->state == DELIVERY_UNCERTAIN)
            delivery->why = delivery->record->error_message;
        if (delivery->state == DELIVERY_RETRYING &&
            find_obstacle(settling, delivery, &obstacle, &why))
            delivery->why = name_obstacle(obstacle, why);
        return;
    }
    if (find_obstacle(settling, delivery, &obstacle, &why)) {
        delivery->state = obstacle;
        delivery->why = why;
        return;
    }
    settle_by_time(settling, delivery);
}

void plan_settle(struct plan *plan, const struct record *records, size_t record_count,
                 const struct holds *holds, const struct workspace *workspace, int64_t birth_utc,
                 int64_t now_utc)
{
    const struct settling settling = {
        .plan = plan,
        .records = records,
        .record_count = record_count,
        .holds = holds,
        .has_ledger = birth_utc != NO_TIME,
        .birth_utc = birth_utc == NO_TIME ? now_utc - workspace->calendar.max_late_s : birth_utc,
        .now_utc = now_utc,
    };
    list_sort(plan->items, plan->count, sizeof *plan->items, by_name);
    memset(plan->balance, 0, sizeof plan->balance);
    join_records(&settling);
    for (size_t i = 0; i < plan->count; i++) {
        struct delivery *delivery = &plan->items[i];
        settle(&settling, delivery);
        plan->balance[delivery->state]++;
    }
    plan_give_slots(plan, workspace, now_utc);
    for (size_t i = 0; i < plan->count; i++) {
        struct delivery *delivery = &plan->items[i];
        if (delivery->due_utc != NO_TIME)
            delivery->due_offset_s =
                zone_offset_at(delivery->account->zone, delivery->due_utc, NULL);
    }
    list_sort(plan->items, plan->count, sizeof *plan->items, by_time);
}
