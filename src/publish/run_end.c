/* The end of a run: a sign of life, the blogs, and what people are told. */
#include "publish/run_end.h"

#include "base/arena.h"
#include "base/message.h"
#include "io/repo.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "publish/protocol.h"
#include "publish/run.h"
#include "publish/run_batch.h"

enum { HEARTBEAT_S = 60 * 60 };

/* A sign of life, with nothing else to say; also the birth of a ledger. One from the future is of
 * a rehearsal, and says nothing about this run. */
static int beat(struct run *run, struct err *err)
{
    const struct ledger *ledger = &run->journal->ledger;
    int64_t now_utc = clock_now_utc(&run->clock);
    if (ledger->birth_utc != NO_TIME && ledger->last_run_utc != NO_TIME &&
        ledger->last_run_utc <= now_utc + PROTOCOL_SKEW_S &&
        now_utc - ledger->last_run_utc < HEARTBEAT_S)
        return 0;
    struct ledger_update update = {
        .birth_utc = ledger->birth_utc == NO_TIME ? run->engine.birth_utc : NO_TIME,
        .run = run->engine.run,
        .now_utc = now_utc,
    };
    return journal_write(run->journal, &update, err);
}

/* Blogs are rebuilt by every run, so that a fresh machine has the same pages. */
static void rebuild_sites(struct run *run)
{
    const struct workspace *workspace = run->plan.workspace;
    const struct engine_source *source = &run->source->engine;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        struct err err = { 0 };
        if (!account->out || !account->network || account->is_manual ||
            source->build_site(source->context, account, &run->journal->ledger, NULL, 0, &err) == 0)
            continue;
        const struct run_event event = { .kind = EVENT_STOPPED,
                                         .account = account->id,
                                         .text = err.text };
        run_tell(run, &event);
        if (err.kind == ERR_INPUT || err.kind == ERR_REFUSED)
            run->has_input_error = true;
        else
            run->engine.has_outside_failed = true;
    }
}

static void tell_genesis(struct run *run)
{
    const struct journal *journal = run->journal;
    if (!journal->is_new || journal->place.genesis || !journal->ledger.tip)
        return;
    const char *root = repo_root_commit(journal->store, run->arena, journal->ledger.tip);
    if (!root)
        return;
    const struct run_event event = {
        .kind = EVENT_NOTE,
        .text = arena_printf(run->arena,
                             _("the ledger '%s' was begun; to make sure that it is never replaced, "
                               "add to brand/brand.yml:\n  ledger: {branch: %s, genesis: %s}"),
                             journal->place.branch, journal->place.branch, root),
    };
    run_tell(run, &event);
}

static void tell_faults(struct run *run)
{
    const struct ledger *ledger = &run->journal->ledger;
    for (size_t i = 0; i < ledger->fault_count; i++) {
        const struct run_event event = {
            .kind = EVENT_NOTE,
            .text = arena_printf(run->arena,
                                 _("the record '%s' on the ledger's branch can't be read: %s; its "
                                   "delivery is left alone"),
                                 ledger->faults[i].path, ledger->faults[i].problem),
        };
        run_tell(run, &event);
    }
}

static void tell_holds(struct run *run)
{
    const struct holds *holds = &run->journal->ledger.holds;
    if (!holds->is_broken)
        return;
    const struct run_event event = {
        .kind = EVENT_NOTE,
        .text = arena_printf(run->arena, _("hold.yml can't be read, so all is held: %s"),
                             holds->problem),
    };
    run_tell(run, &event);
}

static void tell_failure(struct run *run)
{
    const struct run_event event = { .kind = EVENT_NOTE, .text = run->engine.failure.text };
    if (run->engine.failure.kind != ERR_NONE)
        run_tell(run, &event);
}

void run_end(struct run *run)
{
    if (run->engine.failure.kind == ERR_NONE && beat(run, &run->engine.failure) != 0)
        run->engine.has_outside_failed = true;
    tell_failure(run);
    rebuild_sites(run);
    tell_faults(run);
    tell_holds(run);
    tell_genesis(run);
}

void run_mend_store(struct run *run, int result)
{
    struct err err = { 0 };
    const struct run_event event = { .kind = EVENT_NOTE, .text = err.text };
    bool has_failed = result != 0 || run->engine.failure.kind != ERR_NONE ||
                      (run->journal && run->journal->ledger.fault_count > 0);
    if (has_failed && journal_mend(run->journal, &err))
        run_tell(run, &event);
}
