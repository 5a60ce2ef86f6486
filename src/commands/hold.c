/* pregon hold: stop sending, at once, for a reason and until a time. */
#include "commands/hold.h"

#include <stdint.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/desk.h"
#include "commands/lookup.h"
#include "commands/results.h"
#include "commands/times.h"
#include "io/lock.h"
#include "io/output.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/workspace.h"

static struct names names_of(struct arena *arena, const struct invocation *invocation,
                             const char *option)
{
    struct names names = { .items = arena_alloc_array(arena, invocation->value_count,
                                                      sizeof *names.items) };
    for (size_t i = 0; i < invocation->value_count; i++)
        if (text_equal(invocation->values[i].option->name, option))
            names.items[names.count++] = (struct name){ .text = invocation->values[i].text };
    return names;
}

int hold_read(struct hold *out, const struct desk *desk, struct err *err)
{
    const struct invocation *invocation = desk->invocation;
    struct arena *arena = invocation->arena;
    *out = (struct hold){
        .accounts = names_of(arena, invocation, "account"),
        .campaigns = names_of(arena, invocation, "campaign"),
        .posts = names_of(arena, invocation, "post"),
        .except = names_of(arena, invocation, "except"),
        .why = invocation_line(invocation, "why"),
        .by = desk_by(),
        .until_utc = NO_TIME,
    };
    out->all = !out->accounts.count && !out->campaigns.count && !out->posts.count;
    const struct workspace *workspace = &desk->project.workspace;
    for (size_t i = 0; i < out->posts.count; i++)
        out->posts.items[i].text = desk_post_id(desk, out->posts.items[i].text);
    for (size_t i = 0; i < out->except.count; i++)
        out->except.items[i].text = desk_post_id(desk, out->except.items[i].text);
    const char *until = invocation_value(invocation, "until");
    if (until && times_parse(&out->until_utc, arena, until, workspace->calendar.zone, err) != 0)
        return err_because(err, "--until");
    return 0;
}

/* Only where a hold begins: one that ends may name what is gone. */
static int check_names(const struct hold *hold, const struct desk *desk, struct err *err)
{
    const struct workspace *workspace = &desk->project.workspace;
    struct err ignored = { 0 };
    for (size_t i = 0; i < hold->accounts.count; i++)
        if (lookup_account(workspace, hold->accounts.items[i].text, err) != 0)
            return -1;
    for (size_t i = 0; i < hold->campaigns.count; i++)
        if (lookup_campaign(workspace, hold->campaigns.items[i].text, err) != 0)
            return -1;
    for (size_t i = 0; i < hold->posts.count; i++)
        if (lookup_post(&desk->plan, hold->posts.items[i].text, err) != 0)
            return -1;
    for (size_t i = 0; i < hold->except.count; i++) {
        const char *name = hold->except.items[i].text;
        if (lookup_post(&desk->plan, name, &ignored) != 0 &&
            lookup_account(workspace, name, &ignored) != 0 &&
            lookup_campaign(workspace, name, &ignored) != 0)
            return err_set(err, ERR_USAGE, _("there is no post, account or campaign '%s'"), name);
    }
    return 0;
}

static void tell_unknown(FILE *log, const struct hold *hold, const struct workspace *workspace,
                         const struct plan *plan)
{
    size_t account_count = hold->accounts.count;
    size_t named_count = account_count + hold->campaigns.count;
    for (size_t i = 0; i < named_count + hold->posts.count; i++) {
        struct err why = { 0 };
        int result =
            i < account_count ? lookup_account(workspace, hold->accounts.items[i].text, &why)
            : i < named_count
                ? lookup_campaign(workspace, hold->campaigns.items[i - account_count].text, &why)
                : lookup_post(plan, hold->posts.items[i - named_count].text, &why);
        if (result != 0)
            output_printf(log, _("hold.yml holds nothing by this name: %s\n"), why.text);
    }
}

void hold_tell_unknown(FILE *log, const struct holds *holds, const struct workspace *workspace,
                       const struct plan *plan, int64_t now_utc)
{
    for (size_t i = 0; i < holds->count; i++)
        if (holds->items[i].until_utc == NO_TIME || holds->items[i].until_utc > now_utc)
            tell_unknown(log, &holds->items[i], workspace, plan);
}

static void put_names(struct text_buffer *out, const struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        text_printf(out, " %s", names->items[i].text);
}

const char *hold_describe(struct arena *arena, const struct hold *hold)
{
    enum { DESCRIPTION_BYTES = 16 * 1024 };
    struct text_buffer out = text_buffer_in(arena, DESCRIPTION_BYTES);
    if (hold->all)
        text_puts(&out, " everything");
    put_names(&out, &hold->accounts);
    put_names(&out, &hold->campaigns);
    put_names(&out, &hold->posts);
    return text_end(&out) + 1;
}

int hold_write(const struct desk *desk, struct journal *journal, const char *text,
               const char *subject, struct err *err)
{
    struct ledger_update update = { .hold_text = text,
                                    .subject = subject,
                                    .birth_utc = NO_TIME,
                                    .now_utc = clock_now_utc(&desk->here.clock) };
    if (!text)
        return err_set(err, ERR_SYSTEM,
                       _("hold.yml on the ledger's branch can't be read, so it is left as it is "
                         "(and holds everything): mend it there"));
    return journal_write(journal, &update, err);
}

static void put_list(struct json_writer *json, const char *key, const struct names *names)
{
    json_begin_array(json, key);
    for (size_t i = 0; i < names->count; i++)
        json_put_string(json, NULL, names->items[i].text);
    json_end(json);
}

void hold_put(struct json_writer *json, const struct desk *desk, const struct hold *hold)
{
    const struct zone *zone = desk->project.workspace.calendar.zone;
    json_put_bool(json, "all", hold->all);
    put_list(json, "accounts", &hold->accounts);
    put_list(json, "campaigns", &hold->campaigns);
    put_list(json, "posts", &hold->posts);
    put_list(json, "except", &hold->except);
    json_put_string(json, "why", hold->why);
    json_put_string(json, "by", hold->by);
    json_put_string(json, "until",
                    hold->until_utc == NO_TIME
                        ? NULL
                        : moment_format(desk->invocation->arena, hold->until_utc,
                                        zone_offset_at(zone, hold->until_utc, NULL)));
}

static void write_json(const struct desk *desk, const struct hold *hold)
{
    struct text_buffer text = text_buffer_in(desk->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_object(&json, "hold");
    hold_put(&json, desk, hold);
    json_end(&json);
    json_end(&json);
    results_write_json(desk->invocation, &text);
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(desk_close) struct desk desk = { 0 };
    CLEANUP(journal_close) struct journal *journal = NULL;
    CLEANUP(lock_release) int lock = -1;
    struct hold hold = { 0 };
    struct arena *arena = invocation->arena;
    if (desk_open(&desk, invocation, invocation_has(invocation, "no-push"), err) != 0 ||
        desk_begin(&desk, &lock, &journal, err) != 0 || hold_read(&hold, &desk, err) != 0 ||
        check_names(&hold, &desk, err) != 0)
        return -1;
    if (hold.until_utc != NO_TIME && hold.until_utc <= clock_now_utc(&desk.here.clock))
        return err_set(err, ERR_USAGE, _("--until is over already"));
    const char *what = hold_describe(arena, &hold);
    if (hold_write(&desk, journal, holds_add(arena, journal->ledger.hold_text, &hold),
                   arena_printf(arena, "hold: %s%s%s", what, hold.why ? ": " : "",
                                hold.why ? hold.why : ""),
                   err) != 0)
        return -1;
    if (results_are_json(invocation)) {
        write_json(&desk, &hold);
        return 0;
    }
    output_printf(invocation->out, _("held: %s; 'pregon resume' goes on\n"),
                  hold.all ? _("everything") : what);
    return 0;
}

static const struct command_option options[] = {
    { "account", 0, N_("ACCOUNT"), N_("this account"), true },
    { "campaign", 0, N_("CAMPAIGN"), N_("this campaign's posts"), true },
    { "post", 0, N_("POST"), N_("this post"), true },
    { "except", 0, N_("ID"), N_("but not this post, account or campaign"), true },
    { "until", 0, N_("TIME"), N_("when it ends by itself"), false },
    { "why", 0, N_("TEXT"), N_("the reason, which 'plan' shows"), false },
    { "no-push", 0, NULL, N_("in the local ledger"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_hold = {
    .name = "hold",
    .arguments = "",
    .summary = N_("stop everything, or an account, a campaign, a post"),
    .help =
        N_("Stops sending, also by runs that have begun already: each looks before every send.\n"
           "It needs no pull request. What is held is not lost and does not become missed. The\n"
           "hold is a line in hold.yml on the ledger's branch, which may be written on the git\n"
           "host's page too.\n"
           "\n"
           "  pregon hold --why 'accident in the bakery'\n"
           "  pregon hold --account bluesky --until '2026-11-25 12:00'\n"
           "  pregon hold --campaign otono-2026 --except 2026/11/aviso"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
