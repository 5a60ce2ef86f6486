/* What doctor looks at of accounts: whether each can be logged in to, or its secret is there. */
#include "commands/doctor_accounts.h"

#include <stdint.h>

#include "base/message.h"
#include "commands/command.h"
#include "commands/desk.h"
#include "commands/ward.h"
#include "io/secret.h"
#include "ledger/ledger.h"
#include "lib/moment.h"
#include "lib/origin.h"
#include "model/account.h"
#include "model/workspace.h"
#include "publish/lane.h"

enum { EXPIRES_SOON_S = 14 * 24 * 60 * 60 };

static void look_at_expiry(struct ward *ward, const struct account *account)
{
    struct err err = { 0 };
    if (account->secret_expires_utc == NO_TIME)
        return;
    int64_t left_s = account->secret_expires_utc - ward->desk.here.now_utc;
    if (left_s > EXPIRES_SOON_S)
        return;
    if (left_s <= 0) {
        (void)err_set(&err, ERR_INPUT, _("its secret has expired (`secret-expires`)"));
        ward_complain(ward, account->id, &err);
    } else {
        ward_say(ward, GRADE_NOTE, account->id,
                 arena_printf(ward->arena, _("its secret expires in %s"),
                              moment_format_duration(ward->arena, left_s)));
    }
}

static void look_at_secret(struct ward *ward, const struct account *account)
{
    struct err err = { 0 };
    struct origin service;
    const struct secret *secret = NULL;
    const char *where = account->service ? account->service : "";
    if (!account->secret)
        (void)err_set(&err, ERR_INPUT, _("accounts.yml names no `secret` for it"));
    else if (origin_parse(&service, ward->arena, where, &err) == 0 &&
             secret_read(&secret, account->secret, &err) == 0 &&
             secret_may_go(secret, secret_allowed_origins(), account->network->public_hosts,
                           &service, &err) == 0) {
        secret_tell_short(secret, ward->desk.invocation->log);
        ward_say(
            ward, GRADE_OK, account->id,
            arena_printf(ward->arena, _("%s is set, and may go to %s"), account->secret, where));
        return;
    }
    ward_complain(ward, account->id, &err);
}

/* Where the server says another length than was counted with. */
static void look_at_limits(struct ward *ward, const struct lane *lane)
{
    size_t real = lane->session.text_limit;
    size_t assumed = lane->account->limits.text;
    if (real == 0 || real == assumed)
        return;
    ward_say(
        ward, GRADE_NOTE, lane->account->id,
        arena_printf(ward->arena,
                     _("the server takes %zu characters, and posts are checked against %zu: write "
                       "`limits: {text: %zu}` for it"),
                     real, assumed, real));
}

static void look_at_session(struct ward *ward, const struct lane *lane)
{
    const struct account *account = lane->account;
    const struct session *session = &lane->session;
    if (lane->state != LANE_READY) {
        ward_complain(ward, account->id, &lane->why);
        return;
    }
    ward_say(ward, GRADE_OK, account->id,
             arena_printf(ward->arena, _("logged in as %s%s%s%s%s; class %c"),
                          session->handle ? session->handle : account->id,
                          session->identity ? " (" : "", session->identity ? session->identity : "",
                          session->identity ? ")" : "",
                          session->server ? arena_printf(ward->arena, ", %s", session->server) : "",
                          lane_class(lane)));
    look_at_limits(ward, lane);
    ward_say_skew(ward, account->id, lane->skew_s);
}

static void log_in(struct ward *ward)
{
    const struct workspace *workspace = &ward->desk.here.workspace;
    struct engine *engine = &ward->engine;
    *engine = (struct engine){
        .arena = ward->arena,
        .ledger = &ward->ledger,
        .http = ward->http,
        .root = ward->desk.here.root,
        .clock = ward->desk.here.clock,
        .allowed_origins = secret_allowed_origins(),
        .log = ward->desk.invocation->log,
        .verbosity = ward->desk.invocation->verbosity,
        .lanes = arena_alloc_array(ward->arena, workspace->account_count, sizeof *engine->lanes),
        .lane_count = workspace->account_count,
    };
    for (size_t i = 0; i < workspace->account_count; i++)
        engine->lanes[i].account = &workspace->accounts[i];
    engine_log_in(engine);
}

void doctor_look_at_accounts(struct ward *ward)
{
    const struct workspace *workspace = &ward->desk.here.workspace;
    if (!ward->is_offline)
        log_in(ward);
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (account->is_manual)
            ward_say(ward, GRADE_OK, account->id, _("sent by hand"));
        else if (!account->network)
            continue; /* the workspace's trouble, told above */
        else if (account->network->is_offline)
            ward_say(ward, GRADE_OK, account->id, _("needs nothing"));
        else if (ward->is_offline)
            look_at_secret(ward, account);
        else
            look_at_session(ward, &ward->engine.lanes[i]);
        look_at_expiry(ward, account);
    }
}
