/* Lanes: logging in, once a run. */
#include "publish/lane.h"

#include "base/message.h"
#include "base/text.h"
#include "io/secret.h"
#include "ledger/ledger.h"
#include "lib/origin.h"
#include "model/account.h"
#include "publish/journal.h"
#include "publish/talk.h"

enum { TOO_MANY_REQUESTS = 429 };

char lane_class(const struct lane *lane)
{
    return lane->session.class_letter ? lane->session.class_letter
                                      : lane->account->network->class_letter;
}

void lane_stop(struct lane *lane, const struct err *why)
{
    lane->state = LANE_STOPPED;
    lane->why = *why;
    (void)err_because(&lane->why, "%s", lane->account->id);
}

int lane_take_secret(struct engine *engine, struct lane *lane, struct err *err)
{
    struct origin service;
    const struct account *account = lane->account;
    if (account->network->is_offline)
        return 0;
    if (!account->secret)
        return err_set(err, ERR_INPUT,
                       _("accounts.yml names no `secret`: the environment variable that holds it"));
    if (!account->service)
        return err_set(err, ERR_INPUT, _("accounts.yml names no `service`"));
    if (origin_parse(&service, &lane->arena, account->service, err) != 0 ||
        secret_read(&lane->secret, account->secret, err) != 0)
        return -1;
    secret_tell_short(lane->secret, engine->log);
    return secret_may_go(lane->secret, engine->allowed_origins, account->network->public_hosts,
                         &service, err);
}

void lane_begin_again(struct lane *lane)
{
    lane->state = LANE_LOGIN;
    lane->login.driver.session = &lane->session;
    talk_begin(&lane->login, lane->account->network->login);
}

void lane_begin(struct engine *engine, struct lane *lane)
{
    struct err err = { 0 };
    lane->login = (struct talk){
        .lane = lane,
        .arena = &lane->arena,
        .driver = { .network = lane->account->network,
                    .account = lane->account,
                    .arena = &lane->arena,
                    .session = &lane->session },
    };
    lane->session.service = lane->account->service;
    if (lane_take_secret(engine, lane, &err) != 0) {
        lane_stop(lane, &err);
        return;
    }
    lane_begin_again(lane);
}

/* S29: the right text must not reach the wrong account. Who it was the first time is written down,
 * and must not change. */
static int check_identity(struct lane *lane, const struct ledger *ledger, struct err *err)
{
    const char *identity = lane->session.identity;
    const char *pinned = ledger_pin(ledger, lane->account->id);
    if (!identity || lane->account->network->is_offline)
        return 0;
    /* Who we are is recorded. */
    if (secret_strike(&lane->arena, identity) != identity)
        return err_set(err, ERR_REFUSED,
                       _("the network names us by a secret of ours: nothing is sent to it"));
    if (pinned && !text_equal(pinned, identity))
        return err_set(
            err, ERR_REFUSED,
            _("the network says that this is '%s', and until now it was '%s': nothing is "
              "sent to it. Is the secret another account's? If the change is meant, "
              "change the line in accounts.yml on the ledger's branch"),
            identity, pinned);
    lane->has_new_pin = !pinned;
    return 0;
}

static void enter(struct engine *engine, struct lane *lane)
{
    struct err err = { 0 };
    if (lane->session.token)
        secret_learn(lane->session.token);
    const struct ledger *ledger = engine->journal ? &engine->journal->ledger : engine->ledger;
    if (check_identity(lane, ledger, &err) != 0)
        lane_stop(lane, &err);
    else
        lane->state = LANE_READY;
}

void lane_judge(struct engine *engine, struct lane *lane, const struct step *step)
{
    struct err err = { 0 };
    if (step->kind == STEP_DONE) {
        enter(engine, lane);
        return;
    }
    bool is_refused = step->kind == STEP_AUTH || step->kind == STEP_REFUSED;
    const char *message = step->message ? step->message : _("the login did not work");
    const char *remedy = step->remedy ? step->remedy : "";
    lane->verdict = *step;
    lane->is_put_off = step->kind == STEP_BUSY && lane->login.reply.status == TOO_MANY_REQUESTS;
    (void)err_set(&err, is_refused ? ERR_REFUSED : ERR_RETRY, "%s%s%s",
                  secret_strike(&lane->arena, message), *remedy ? "; " : "", remedy);
    lane_stop(lane, &err);
}
