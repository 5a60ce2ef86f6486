/* A run's clock, beside those of its git host and of the first service that it goes to. */
#include "publish/run_clock.h"

#include "base/message.h"
#include "io/output.h"
#include "io/process.h"
#include "io/repo_remote.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "publish/clocks.h"
#include "publish/due.h"
#include "publish/lane.h"
#include "publish/run.h"
#include "publish/run_batch.h"

enum { CLOCK_QUESTIONS = 3 }; /* that a git host may leave unanswered, besides the first */

static int compare_clock(struct run *run, const char *url, enum clocks_verdict *verdict,
                         struct err *err)
{
    int64_t skew_s = 0;
    const char *origin = clocks_origin(run->arena, url);
    *verdict = clocks_compare(run->http, run->arena, url, &skew_s);
    if ((*verdict == CLOCKS_UNKNOWN || *verdict == CLOCKS_SILENT) && run->verbosity > 0)
        output_printf(run->log, _("the clock was not compared: no time from '%s'\n"),
                      origin ? origin : "ssh");
    if (*verdict != CLOCKS_DIFFER)
        return 0;
    return err_set(err, ERR_SYSTEM,
                   _("this machine's clock is %lld seconds %s that of '%s': nothing is sent until "
                     "it is right"),
                   (long long)(skew_s < 0 ? -skew_s : skew_s),
                   skew_s < 0 ? _("behind") : _("ahead of"), origin);
}

/* A host that has just given us the ledger gives us the time, too: a run whose clock is wrong by a
 * year, and whose one question was lost, would call everything missed. */
int run_clock_fetch(struct run *run, struct err *err)
{
    enum clocks_verdict verdict = CLOCKS_UNKNOWN;
    if (run->place.url && repo_remote_check(run->place.url, err) != 0)
        return -1;
    if (run->place.url && compare_clock(run, run->place.url, &verdict, err) != 0)
        return -1;
    if (journal_open(&run->journal, &run->place, err) != 0 || journal_fetch(run->journal, err) != 0)
        return -1;
    for (int i = 0; i < CLOCK_QUESTIONS && verdict == CLOCKS_SILENT && !process_signal(); i++)
        if (compare_clock(run, run->place.url, &verdict, err) != 0)
            return -1;
    if (verdict != CLOCKS_SILENT)
        return 0;
    return err_set(
        err, ERR_SYSTEM,
        _("'%s' does not say what time it is: nothing is sent by a clock that nobody has "
          "looked at; run publish again"),
        clocks_origin(run->arena, run->place.url));
}

static bool is_open(const struct delivery *delivery)
{
    return delivery->state == DELIVERY_DUE || delivery->state == DELIVERY_RETRYING ||
           delivery->state == DELIVERY_SENDING;
}

/* Of the thousands that are sent long since nothing more is asked: due_pause() reads them all. */
static bool is_target(struct run *run, const struct delivery *delivery)
{
    const struct account *account = delivery->account;
    struct err ignored = { 0 };
    int64_t now_utc = clock_now_utc(&run->clock);
    if (!is_open(delivery) || !account->network || account->network->is_offline ||
        account->is_manual || !batch_is_wanted(run, delivery->post, account))
        return false;
    if (due_is_put_off(delivery, now_utc) ||
        due_pause(account, run->plan.deliveries, run->plan.count, now_utc) != NO_TIME)
        return false; /* it gets no request at all */
    return lane_take_secret(&run->engine, batch_lane(run, account), &ignored) == 0;
}

/* One of the services that something goes to, and may go to. */
static const char *find_target(struct run *run)
{
    for (size_t i = 0; i < run->plan.count; i++)
        if (is_target(run, &run->plan.deliveries[i]))
            return run->plan.deliveries[i].account->service;
    return NULL;
}

int run_clock_ask_service(struct run *run, struct err *err)
{
    const char *target = run->options.is_dry ? NULL : find_target(run);
    enum clocks_verdict ignored;
    return target ? compare_clock(run, target, &ignored, err) : 0;
}
