/* Decisions of resolve: read from its options, refused, and put into records. */
#include "commands/resolve_decision.h"

#include <stdint.h>

#include "base/message.h"
#include "commands/command.h"
#include "commands/desk.h"
#include "commands/reschedule.h"
#include "commands/resolve_items.h"
#include "lib/origin.h"
#include "model/account.h"

int resolve_decision_read(struct resolve_decision *out, const struct desk *desk, struct err *err)
{
    const struct invocation *invocation = desk->invocation;
    const char *sent = invocation_value(invocation, "sent");
    const char *reschedule = invocation_value(invocation, "reschedule");
    bool retries = invocation_has(invocation, "retry");
    bool skips = invocation_has(invocation, "skip");
    struct origin ignored;
    if ((sent != NULL) + (reschedule != NULL) + retries + skips != 1)
        return err_set(err, ERR_USAGE,
                       _("say one of --sent ADDRESS, --retry, --reschedule next|TIME and --skip"));
    *out = (struct resolve_decision){
        .verdict = sent      ? VERDICT_SENT
                   : retries ? VERDICT_RETRY
                   : skips   ? VERDICT_SKIP
                             : VERDICT_RESCHEDULE,
        .url = sent,
        .keeps_bytes = invocation_has(invocation, "same"),
        .why = invocation_line(invocation, "why"),
        .by = desk_by(),
    };
    if (out->keeps_bytes && !retries)
        return err_set(err, ERR_USAGE, _("--same belongs to --retry"));
    if (sent && origin_parse(&ignored, invocation->arena, sent, err) != 0) {
        err->kind = ERR_USAGE;
        return err_because(err, "--sent");
    }
    return reschedule ? reschedule_read(&out->reschedule, desk, reschedule, err) : 0;
}

/* What is still to come is tried by itself; what may not go out would not by this either. */
static bool can_retry(enum delivery_state state)
{
    return delivery_needs_person(state) || state == DELIVERY_RETRYING || state == DELIVERY_SKIPPED;
}

int resolve_decision_check(const struct resolve_item *item, const struct resolve_decision *decision,
                           struct err *err)
{
    const char *post = item->record.post;
    const char *account = item->record.account;
    switch (item->record.state) {
    case RECORD_RESERVED:
    case RECORD_SENDING:
    case RECORD_PREPARED:
        return err_set(err, ERR_USAGE,
                       _("'%s' for '%s' is on its way: the next runs settle it by themselves"),
                       post, account);
    case RECORD_SENT:
        return err_set(err, ERR_USAGE, _("'%s' is sent to '%s' already"), post, account);
    case RECORD_UNCERTAIN:
        if (decision->verdict == VERDICT_RESCHEDULE)
            return err_set(err, ERR_USAGE,
                           _("'%s' may be on '%s' already: look, then say --sent ADDRESS or "
                             "--retry"),
                           post, account);
        break;
    default:
        break;
    }
    bool sends = decision->verdict == VERDICT_RETRY || decision->verdict == VERDICT_RESCHEDULE;
    if (sends && !item->delivery)
        return err_set(err, ERR_USAGE,
                       _("'%s' is not on the published branch any more, so nothing can be sent to "
                         "'%s': say --skip, or --sent ADDRESS"),
                       post, account);
    if (decision->verdict == VERDICT_RETRY && !can_retry(item->state))
        return err_set(err, ERR_USAGE,
                       _("'%s' for '%s' is %s: --retry is for what failed, was missed, skipped, or "
                         "is uncertain"),
                       post, account, delivery_state_word(item->state));
    if (decision->keeps_bytes && item->record.part_count == 0)
        return err_set(err, ERR_USAGE,
                       _("'%s' was never sent to '%s', so there are no bytes to send again"), post,
                       account);
    return 0;
}

static void settle_parts(struct record *record, enum record_state state)
{
    for (size_t i = 0; i < record->part_count; i++) {
        if (record->parts[i].state == RECORD_SENT)
            continue;
        record->parts[i].state = state;
        record->parts[i].first_try_utc = NO_TIME;
    }
    record->state = state;
}

/* The address is that of the first part that was not out; who saw it saw the others too. */
static void mark_sent(struct record *record, struct arena *arena, const char *url, int64_t now_utc)
{
    if (record->part_count == 0) {
        record->parts = arena_alloc(arena, sizeof *record->parts);
        record->parts[0].first_try_utc = NO_TIME;
        record->part_count = 1;
    }
    for (size_t i = 0; i < record->part_count; i++) {
        if (record->parts[i].state != RECORD_SENT) {
            record->parts[i].url = url;
            break;
        }
    }
    settle_parts(record, RECORD_SENT);
    record->sent_utc = now_utc;
}

void resolve_decision_apply(struct resolve_item *item, struct arena *arena,
                            const struct resolve_decision *decision, int64_t now_utc)
{
    struct record *record = &item->record;
    switch (decision->verdict) {
    case VERDICT_SENT:
        mark_sent(record, arena, decision->url, now_utc);
        break;
    case VERDICT_RETRY:
        settle_parts(record, RECORD_RETRY);
        record->keeps_payload = decision->keeps_bytes;
        record->due_utc = now_utc; /* late by its post, but not by this word */
        break;
    case VERDICT_RESCHEDULE:
        settle_parts(record, RECORD_NONE);
        reschedule_pin(record, item->delivery, &decision->reschedule, item->at_utc);
        break;
    case VERDICT_SKIP:
        settle_parts(record, RECORD_NONE);
        record->state = RECORD_SKIPPED;
        break;
    case VERDICT_NONE:
        break;
    }
    record->request_utc = NO_TIME;
    record->retry_after_utc = NO_TIME;
    record->reason = decision->why;
    /* That a person has decided must show, also where nobody said who it was. */
    record->by = decision->by || decision->why ? decision->by : "unknown";
}
