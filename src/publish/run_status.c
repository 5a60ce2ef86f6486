/* The exit status of a run: 4 before 3 before 1. */
#include "publish/run.h"

#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "publish/due.h"

/* A rehearsal says nothing about accounts that take no part in it. */
static bool counts(const struct run *run, const struct delivery *delivery)
{
    return !run->is_harmless || due_is_harmless(delivery->account);
}

static bool has_state(const struct run *run, enum delivery_state state)
{
    for (size_t i = 0; i < run->plan.count; i++)
        if (run->plan.deliveries[i].state == state && counts(run, &run->plan.deliveries[i]))
            return true;
    return false;
}

/* Taking a post back does not settle what became of it. */
static bool has_withdrawn_need(const struct run *run)
{
    for (size_t i = 0; i < run->plan.withdrawn_count; i++) {
        const struct record *record = run->plan.withdrawn[i];
        const struct account *account = workspace_account(run->plan.workspace, record->account);
        if (record_needs_person(record) &&
            (!run->is_harmless || (account && due_is_harmless(account))))
            return true;
    }
    return false;
}

/* Blocked, and its time has come. */
static bool has_due_blocked(const struct run *run)
{
    for (size_t i = 0; i < run->plan.count; i++) {
        const struct delivery *delivery = &run->plan.deliveries[i];
        if (delivery->state == DELIVERY_BLOCKED && delivery->due_utc != NO_TIME &&
            delivery->due_utc <= clock_now_utc(&run->clock) && counts(run, delivery))
            return true;
    }
    return false;
}

static bool has_stop(const struct run *run, int status)
{
    for (size_t i = 0; i < run->stop_count; i++)
        if (err_exit_status(run->stops[i].why.kind) == status)
            return true;
    return false;
}

int run_status(const struct run *run)
{
    if (run->is_busy)
        return 0;
    if (run->engine.failure.kind != ERR_NONE || run->engine.has_outside_failed ||
        run->is_interrupted || run->journal->ledger.fault_count > 0 || has_stop(run, 4))
        return 4;
    if (run->is_guarded || run->journal->ledger.holds.is_broken || has_stop(run, 3) ||
        has_state(run, DELIVERY_FAILED) || has_state(run, DELIVERY_MISSED) ||
        has_state(run, DELIVERY_UNCERTAIN) || has_withdrawn_need(run))
        return 3;
    return run->has_input_error || run->plan.needs_edit || has_due_blocked(run) || has_stop(run, 1)
               ? 1
               : 0;
}
