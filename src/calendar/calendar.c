/* calendar.yml: when posts go out. Its keys, and the parts that read them. */
#include "calendar/calendar.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/calendar_parts.h"
#include "calendar/campaigns.h"
#include "calendar/zones.h"
#include "io/text_file.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/hours.h"
#include "lib/moment.h"
#include "lib/role.h"
#include "lib/target.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "lib/zone.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

static const char path[] = "calendar/calendar.yml";

enum { DEFAULT_MAX_LATE_S = 24 * 3600, DEFAULT_BACKLOG = 25 };

static int judge_zone(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const struct zone *zone;
    const char *name;
    struct err err = { 0 };
    if (value_line(&name, reading, key, node) != 0)
        return -1;
    if (zones_load(&zone, reading->arena, name, &err) == 0)
        return 0;
    return reading_complain(reading, "value", node->where, "%s", err.text);
}

/* --- the keys --- */

static const struct form slot_form = { .kind = FORM_OWN,
                                       .like = FORM_NAMES,
                                       .judge = hours_judge_slots };
static const struct form queue_keys[] = {
    { .name = "slots",
      .summary = N_("days and times, by default, account or network: MO-FR 09:30"),
      .kind = FORM_NAMED,
      .inside = &slot_form },
    { .name = "rrule",
      .summary = N_("an iCalendar rule in place of slots"),
      .kind = FORM_OWN,
      .judge = calendar_judge_rrule },
    { .name = "from", .summary = N_("from when the rule counts"), .kind = FORM_MOMENT },
    { .name = "accounts",
      .summary = N_("where its posts go, unless they say otherwise"),
      .kind = FORM_NAMES },
    { .name = NULL },
};
static const struct form event_keys[] = {
    { .name = "as",
      .summary = N_("nothing goes out (blackout), check warns, or it is only shown (note)"),
      .kind = FORM_WORD,
      .words = "blackout|warn|note" },
    { .name = "accounts",
      .summary = N_("for these accounts and groups alone"),
      .kind = FORM_NAMES },
    { .name = NULL },
};
static const struct form blackout_keys[] = {
    { .name = "from",
      .summary = N_("the first moment; with yearly as 12-24 18:00"),
      .kind = FORM_OWN,
      .judge = calendar_judge_blackout_date,
      .is_required = true },
    { .name = "until",
      .summary = N_("the first moment after it; a day alone still belongs to it"),
      .kind = FORM_OWN,
      .judge = calendar_judge_blackout_date,
      .is_required = true },
    { .name = "yearly", .summary = N_("it comes every year"), .kind = FORM_BOOL },
    { .name = "accounts",
      .summary = N_("for these accounts and groups alone"),
      .kind = FORM_NAMES },
    { .name = "except",
      .summary = N_("not for these campaigns, posts, accounts and groups"),
      .kind = FORM_NAMES },
    { .name = "why", .summary = N_("what people are told"), .kind = FORM_LINE },
    { .name = NULL },
};
static const struct form limit_keys[] = {
    { .name = "per-day",
      .summary = N_("posts on one day, in the account's own zone"),
      .kind = FORM_NUMBER,
      .max = 10000 },
    { .name = "gap",
      .summary = N_("the least time between two posts on one account"),
      .kind = FORM_DURATION },
    { .name = NULL },
};
static const struct form share_keys[] = {
    { .name = "min", .summary = N_("at least so much, as 20%"), .kind = FORM_PERCENT },
    { .name = "max", .summary = N_("at most so much, as 40%"), .kind = FORM_PERCENT },
    { .name = NULL },
};
static const struct form pillar_keys[] = {
    { .name = "min", .summary = N_("at least so much, as 20%"), .kind = FORM_PERCENT },
    { .name = "max", .summary = N_("at most so much, as 40%"), .kind = FORM_PERCENT },
    { .name = "promotional", .summary = N_("whether it sells"), .kind = FORM_BOOL },
    { .name = NULL },
};
static const struct form repeat_keys[] = {
    { .name = "similarity",
      .summary = N_("how much alike two posts may be, as 80%"),
      .kind = FORM_PERCENT },
    { .name = "within",
      .summary = N_("within which time they are compared"),
      .kind = FORM_DURATION },
    { .name = "evergreen",
      .summary = N_("the least time between a post and its repeat"),
      .kind = FORM_DURATION },
    { .name = NULL },
};
static const struct form share_form = { .kind = FORM_MAP, .inside = share_keys };
static const struct form pillar_form = { .kind = FORM_MAP, .inside = pillar_keys };
static const struct form format_keys[] = {
    { .name = "text",
      .summary = N_("posts of text alone"),
      .kind = FORM_MAP,
      .inside = share_keys },
    { .name = "image",
      .summary = N_("posts with one picture"),
      .kind = FORM_MAP,
      .inside = share_keys },
    { .name = "carousel",
      .summary = N_("posts with several pictures"),
      .kind = FORM_MAP,
      .inside = share_keys },
    { .name = "video",
      .summary = N_("posts with a video"),
      .kind = FORM_MAP,
      .inside = share_keys },
    { .name = "link",
      .summary = N_("posts with a link card"),
      .kind = FORM_MAP,
      .inside = share_keys },
    { .name = "thread", .summary = N_("threads"), .kind = FORM_MAP, .inside = share_keys },
    { .name = "poll", .summary = N_("polls"), .kind = FORM_MAP, .inside = share_keys },
    { .name = NULL },
};
static const struct form group_keys[] = {
    { .name = "pillars",
      .summary = N_("shares of your subjects"),
      .kind = FORM_NAMED,
      .inside = &share_form },
    { .name = "formats",
      .summary = N_("shares of the kinds of posts"),
      .kind = FORM_MAP,
      .inside = format_keys },
    { .name = "promotional",
      .summary = N_("the share of all pillars that sell, together"),
      .kind = FORM_MAP,
      .inside = share_keys },
    { .name = NULL },
};
static const struct form group_form = { .kind = FORM_MAP, .inside = group_keys };
static const struct form mix_keys[] = {
    { .name = "window",
      .summary = N_("over how many days shares are counted"),
      .kind = FORM_DURATION },
    { .name = "pillars",
      .summary = N_("your subjects, each with its share"),
      .kind = FORM_NAMED,
      .inside = &pillar_form },
    { .name = "formats",
      .summary = N_("shares of the kinds of posts"),
      .kind = FORM_MAP,
      .inside = format_keys },
    { .name = "promotional",
      .summary = N_("the share of all pillars that sell, together"),
      .kind = FORM_MAP,
      .inside = share_keys },
    { .name = "groups",
      .summary = N_("shares of the posts that go to an account or group"),
      .kind = FORM_NAMED,
      .inside = &group_form },
    { .name = "repeat",
      .summary = N_("what is too much alike"),
      .kind = FORM_MAP,
      .inside = repeat_keys },
    { .name = NULL },
};
static const struct form urgent_keys[] = {
    { .name = "roles", .summary = N_("who may write urgent in a post"), .kind = FORM_SLUGS },
    { .name = NULL },
};
static const struct form queue_form = { .kind = FORM_MAP, .inside = queue_keys };
static const struct form event_form = { .kind = FORM_MAP, .inside = event_keys };
static const struct form limit_form = { .kind = FORM_MAP, .inside = limit_keys };
static const struct form keys[] = {
    { .name = "timezone",
      .summary = N_("the zone of every time without an offset: Europe/Madrid"),
      .kind = FORM_OWN,
      .judge = judge_zone,
      .is_required = true },
    { .name = "max-late",
      .summary = N_("a post that is later than this is not sent but missed"),
      .kind = FORM_DURATION },
    { .name = "backlog",
      .summary =
          N_("with more than this overdue on one account, nothing is sent there unless confirmed"),
      .kind = FORM_NUMBER,
      .min = 1,
      .max = 100000 },
    { .name = "quiet-hours",
      .summary = N_("when nothing goes out: 22:00-08:00"),
      .kind = FORM_OWN,
      .like = FORM_NAMES,
      .judge = hours_judge },
    { .name = "queues",
      .summary = N_("slots for posts without a time"),
      .kind = FORM_NAMED,
      .inside = &queue_form },
    { .name = "events",
      .summary = N_("what each iCalendar file of calendar/events/ means"),
      .kind = FORM_NAMED,
      .inside = &event_form },
    { .name = "blackouts",
      .summary = N_("days and hours in which nothing goes out"),
      .kind = FORM_MAPS,
      .inside = blackout_keys },
    { .name = "limits",
      .summary = N_("how much on one account: by default, account or network"),
      .kind = FORM_NAMED,
      .inside = &limit_form },
    { .name = "mix",
      .summary = N_("variety, so that the brand is not only selling"),
      .kind = FORM_MAP,
      .inside = mix_keys },
    { .name = "urgent",
      .summary = N_("who may pass by all this"),
      .kind = FORM_MAP,
      .inside = urgent_keys },
    { .name = NULL },
};

const struct form calendar_form = { .kind = FORM_MAP, .inside = keys };

/* --- reading them --- */

static int read_calendar(struct workspace *workspace, struct reading *reading, struct tree *tree,
                         const struct yaml_node *root, struct err *err)
{
    struct calendar *calendar = &workspace->calendar;
    struct err ignored = { 0 };
    calendar->root = root;
    calendar->timezone = form_line_of(root, "timezone");
    calendar->max_late_s = form_duration_of(root, "max-late", DEFAULT_MAX_LATE_S);
    calendar->backlog = form_number_of(root, "backlog", DEFAULT_BACKLOG);
    if (!calendar->timezone ||
        zones_load(&calendar->zone, reading->arena, calendar->timezone, &ignored) != 0)
        calendar->zone = NULL; /* the form has complained */
    calendar->quiet = hours_list_of(reading->arena, yaml_get(root, "quiet-hours"));
    calendar_read_queues(workspace, reading, yaml_get(root, "queues"));
    calendar_read_blackouts(workspace, reading, yaml_get(root, "blackouts"));
    calendar_read_mix(workspace, reading, yaml_get(root, "mix"));
    target_check_keys(reading, workspace, yaml_get(root, "limits"));
    calendar->urgent_roles = form_names_of(reading->arena, yaml_get(root, "urgent"), "roles");
    role_check(reading, workspace, &calendar->urgent_roles);
    if (calendar_read_events(workspace, reading, tree, yaml_get(root, "events"), err) != 0)
        return -1;
    calendar_order_closures(calendar);
    return 0;
}

static int load_file(struct workspace *workspace, struct reading *reading, struct tree *tree,
                     struct err *err)
{
    struct yaml_node *root = NULL;
    workspace->unread |= WORKSPACE_CALENDAR;
    if (!tree_has(tree, path)) {
        reading_complain(reading, "file", (struct span){ 1, 1, 1, 1 },
                         _("there is no calendar/calendar.yml: it needs at least `timezone: "
                           "Europe/Madrid`"));
        return 0;
    }
    size_t errors = reading->findings->errors;
    if (text_file_parse(&root, reading, tree, err) != 0)
        return -1;
    if (!root && reading->findings->errors == errors)
        root = yaml_empty(reading->arena);
    if (reading->text)
        workspace_add_source(workspace, reading->arena,
                             &(struct source){ path, reading->text, reading->bytes });
    if (!root)
        return 0;
    workspace->unread &= ~(unsigned)WORKSPACE_CALENDAR;
    /* What is right is read all the same, so that posts are not blamed for the calendar. */
    form_check(reading, keys, "calendar.yml", root);
    return read_calendar(workspace, reading, tree, root, err);
}

/* The place of a zone in workspace->zones, where it is put if it is new. */
static int add_zone(size_t *index, struct workspace *workspace, struct arena *arena,
                    const char *name, struct err *err)
{
    const struct zone *zone;
    for (size_t i = 0; i < workspace->zone_count; i++) {
        if (text_equal(zone_name(workspace->zones[i]), name)) {
            *index = i;
            return 0;
        }
    }
    if (zones_load(&zone, arena, name, err) != 0)
        return -1;
    *index = workspace->zone_count;
    workspace->zones[workspace->zone_count++] = zone;
    return 0;
}

/* Every account reads its local times in some zone, also when the files are wrong: what is wrong
 * is said, and the rest can be checked. */
static int give_zones(struct workspace *workspace, struct arena *arena, struct findings *findings,
                      struct err *err)
{
    struct calendar *calendar = &workspace->calendar;
    if (!calendar->zone && zones_load(&calendar->zone, arena, "UTC", err) != 0)
        return -1;
    workspace->zones =
        arena_alloc_array(arena, 1 + workspace->account_count, sizeof *workspace->zones);
    workspace->zones[workspace->zone_count++] = calendar->zone;
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account *account = &workspace->accounts[i];
        struct err why = { 0 };
        if (account->timezone &&
            add_zone(&account->zone_index, workspace, arena, account->timezone, &why) != 0)
            findings_report(findings, SEVERITY_ERROR, "value", "brand/accounts.yml",
                            yaml_get(account->options, "timezone")->where, "%s", why.text);
        account->zone = workspace->zones[account->zone_index];
    }
    return 0;
}

static void settle_end(int64_t *out_utc, struct reading *reading, const struct yaml_node *map,
                       const char *key, const struct zone *zone, bool is_end)
{
    const char *text = form_line_of(map, key);
    struct moment moment;
    int64_t utc;
    if (text && moment_parse(&moment, text) == 0 &&
        value_instant(&utc, reading, yaml_get(map, key)->where, &moment, zone, is_end) == 0)
        *out_utc = utc;
}

/* The ends that accounts.yml has. A secret that ends on a day serves until it is over, as all that
 * has a day for its end does: what is due later is wrong. `api-end` is a beginning: of refusals. */
static void settle_ends(struct workspace *workspace, struct reading *calendar)
{
    struct reading reading = *calendar;
    const struct zone *zone = workspace->calendar.zone;
    reading.path = "brand/accounts.yml";
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account *account = &workspace->accounts[i];
        settle_end(&account->secret_expires_utc, &reading, account->options, "secret-expires", zone,
                   true);
        settle_end(&account->terms.api_end_utc, &reading, yaml_get(account->options, "limits"),
                   "api-end", zone, false);
    }
}

int calendar_load(struct workspace *workspace, struct arena *arena, struct tree *tree,
                  struct findings *findings, struct err *err)
{
    struct reading reading = { .arena = arena, .findings = findings, .path = path };
    workspace->calendar.max_late_s = DEFAULT_MAX_LATE_S;
    workspace->calendar.backlog = DEFAULT_BACKLOG;
    if (load_file(workspace, &reading, tree, err) != 0 ||
        give_zones(workspace, arena, findings, err) != 0)
        return -1;
    settle_ends(workspace, &reading);
    calendar_give_limits(workspace, yaml_get(workspace->calendar.root, "limits"));
    return campaigns_load(workspace, arena, tree, findings, err);
}
