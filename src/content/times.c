/* Times of a post. */
#include "content/times.h"

#include "base/arena.h"
#include "base/message.h"
#include "lib/reading.h"
#include "lib/value.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

static const char rule[] = "date";

/* Whether an account that gets `accounts` (NULL: all of the post's) reads times in zone `index`. A
 * post for nobody is judged in the calendar's. */
static bool is_zone_used(const struct post *post, const uint64_t *accounts,
                         const struct workspace *workspace, size_t index)
{
    bool has_accounts = false;
    for (size_t i = 0; i < workspace->account_count; i++) {
        if (!account_set_has(post->accounts, i))
            continue;
        has_accounts = true;
        if (workspace->accounts[i].zone_index == index &&
            (!accounts || account_set_has(accounts, i)))
            return true;
    }
    return !has_accounts && index == 0;
}

/* One moment in every zone; `*by_zone` stays NULL where it is everywhere the same. */
static void settle(int64_t *utc, const int64_t **by_zone, struct reading *reading,
                   const struct moment *moment, struct span where, bool is_end,
                   const struct post *post, const uint64_t *accounts,
                   const struct workspace *workspace)
{
    if (moment->kind == MOMENT_INSTANT)
        *utc = moment->utc;
    if (moment->kind == MOMENT_INSTANT || !workspace->zone_count)
        return;
    int64_t *instants = arena_alloc_array(reading->arena, workspace->zone_count, sizeof *instants);
    struct findings ignored = { .arena = reading->arena };
    struct reading silent = *reading;
    silent.findings = &ignored;
    for (size_t i = 0; i < workspace->zone_count; i++) {
        bool is_used = workspace->zone_count == 1 || is_zone_used(post, accounts, workspace, i);
        instants[i] = NO_TIME;
        if (value_instant(&instants[i], is_used ? reading : &silent, where, moment,
                          workspace->zones[i], is_end) != 0)
            instants[i] = NO_TIME;
    }
    *utc = instants[0];
    *by_zone = workspace->zone_count > 1 ? instants : NULL;
}

static bool has_time(const struct post_fields *fields)
{
    return fields->date.kind == MOMENT_LOCAL || fields->date.kind == MOMENT_INSTANT;
}

static void settle_fields(struct post_fields *fields, struct reading *base, const struct post *post,
                          const uint64_t *accounts, const struct workspace *workspace)
{
    struct reading reading = *base;
    reading.path = fields->path;
    if (fields->date.kind != MOMENT_NONE)
        settle(&fields->date_utc, &fields->date_by_zone, &reading, &fields->date,
               fields->where[POST_DATE], false, post, accounts, workspace);
    if (fields->expires.kind != MOMENT_NONE)
        settle(&fields->expires_utc, &fields->expires_by_zone, &reading, &fields->expires,
               fields->where[POST_EXPIRES], true, post, accounts, workspace);
    if (has_time(fields) && fields->queue)
        reading_complain(&reading, rule, fields->where[POST_QUEUE],
                         _("a 'date' with a time and a 'queue' exclude each other: keep one, or "
                           "leave the day alone in 'date'"));
}

/* ---- Does every account know when? ---- */

/* What one account is told, and which keys tell it. */
struct timing {
    bool is_draft, has_queue;
    bool has_fault; /* one of the keys stands there, and can't be read: that was said */
    enum moment_kind date;
    const struct post_fields *of_date;
};

static bool has_broken_time(const struct post_fields *fields)
{
    static const enum post_key keys[] = { POST_DATE, POST_QUEUE, POST_DRAFT };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (fields->key_where[keys[i]].line && !post_has(fields, keys[i]))
            return true;
    }
    return false;
}

static void lay_timing(struct timing *timing, const struct post_fields *fields)
{
    bool names_date = post_has(fields, POST_DATE);
    bool names_queue = post_has(fields, POST_QUEUE);
    if (post_has(fields, POST_DRAFT))
        timing->is_draft = fields->is_draft;
    if (names_date) {
        timing->date = fields->date.kind;
        timing->of_date = fields;
    }
    if (names_queue)
        timing->has_queue = fields->queue != NULL;
    if (has_time(fields) && !names_queue)
        timing->has_queue = false;
    if (names_queue && fields->queue && !names_date)
        timing->date = MOMENT_NONE;
    timing->has_fault = timing->has_fault || has_broken_time(fields);
}

static void complain_of_timing(struct reading *reading, const struct timing *timing,
                               const struct account *account, bool is_for_all)
{
    if (timing->date == MOMENT_DAY) {
        struct reading of_date = *reading;
        of_date.path = timing->of_date->path;
        reading_complain(&of_date, rule, timing->of_date->where[POST_DATE],
                         _("'date' has no time: write it as `2026-11-24 09:30`, or add a 'queue'"));
        return;
    }
    struct span top = { 1, 1, 1, 4 };
    if (is_for_all)
        reading_complain(reading, rule, top,
                         _("the post does not say when: add `date: 2026-11-24 09:30`, a `queue:`, "
                           "or `draft: true`"));
    else
        reading_complain(reading, rule, top,
                         _("the post does not say when it goes to '%s': add a 'date' or a 'queue', "
                           "or take the account out with 'except'"),
                         account->id);
}

static bool is_settled(const struct timing *timing)
{
    return timing->is_draft || timing->has_queue || timing->has_fault ||
           timing->date == MOMENT_LOCAL || timing->date == MOMENT_INSTANT;
}

static bool has_timing_layers(const struct post *post)
{
    const uint64_t keys =
        UINT64_C(1) << POST_DATE | UINT64_C(1) << POST_QUEUE | UINT64_C(1) << POST_DRAFT;
    for (size_t i = 0; i < post->layer_count; i++) {
        if ((post->layers[i].fields.set & keys) || has_broken_time(&post->layers[i].fields))
            return true;
    }
    return false;
}

static void check_timing(const struct post *post, struct reading *reading,
                         const struct workspace *workspace)
{
    struct timing base = { 0 };
    lay_timing(&base, &post->fields);
    if (!has_timing_layers(post)) {
        if (!is_settled(&base))
            complain_of_timing(reading, &base, NULL, true);
        return;
    }
    for (size_t i = 0; i < workspace->account_count; i++) {
        if (!account_set_has(post->accounts, i))
            continue;
        struct timing timing = base;
        for (size_t j = 0; j < post->layer_count; j++) {
            if (account_set_has(post->layers[j].accounts, i))
                lay_timing(&timing, &post->layers[j].fields);
        }
        if (!is_settled(&timing)) {
            complain_of_timing(reading, &timing, &workspace->accounts[i], false);
            return;
        }
    }
}

void times_settle(struct post *post, struct reading *reading, const struct workspace *workspace)
{
    settle_fields(&post->fields, reading, post, NULL, workspace);
    for (size_t i = 0; i < post->layer_count; i++)
        settle_fields(&post->layers[i].fields, reading, post, post->layers[i].accounts, workspace);
    check_timing(post, reading, workspace);
}
