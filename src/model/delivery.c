/* Deliveries: the names of their states in machine formats. */
#include "model/delivery.h"

#include "base/message.h"

#include "model/moment.h"

const char *delivery_state_name(enum delivery_state state)
{
    static const char *const names[DELIVERY_STATE_COUNT] = {
        [DELIVERY_DRAFT] = "draft",         [DELIVERY_WAITING] = "waiting",
        [DELIVERY_BLOCKED] = "blocked",     [DELIVERY_HELD] = "held",
        [DELIVERY_SCHEDULED] = "scheduled", [DELIVERY_DUE] = "due",
        [DELIVERY_SENDING] = "sending",     [DELIVERY_RETRYING] = "retrying",
        [DELIVERY_SENT] = "sent",           [DELIVERY_FAILED] = "failed",
        [DELIVERY_MISSED] = "missed",       [DELIVERY_UNCERTAIN] = "uncertain",
        [DELIVERY_SKIPPED] = "skipped",     [DELIVERY_EXPIRED] = "expired",
    };
    return names[state];
}

bool delivery_needs_person(enum delivery_state state)
{
    return state == DELIVERY_FAILED || state == DELIVERY_MISSED || state == DELIVERY_UNCERTAIN;
}

bool delivery_awaits_approval(const struct delivery *delivery, int64_t now_utc)
{
    return delivery->state == DELIVERY_BLOCKED && !delivery->why_blocked && delivery->approval &&
           delivery->approval->why && (delivery->due_utc == NO_TIME || delivery->due_utc > now_utc);
}

const char *delivery_state_word(enum delivery_state state)
{
    static const char *const words[DELIVERY_STATE_COUNT] = {
        [DELIVERY_DRAFT] = N_("draft"),         [DELIVERY_WAITING] = N_("waiting"),
        [DELIVERY_BLOCKED] = N_("blocked"),     [DELIVERY_HELD] = N_("held"),
        [DELIVERY_SCHEDULED] = N_("scheduled"), [DELIVERY_DUE] = N_("due"),
        [DELIVERY_SENDING] = N_("sending"),     [DELIVERY_RETRYING] = N_("retrying"),
        [DELIVERY_SENT] = N_("sent"),           [DELIVERY_FAILED] = N_("failed"),
        [DELIVERY_MISSED] = N_("missed"),       [DELIVERY_UNCERTAIN] = N_("uncertain"),
        [DELIVERY_SKIPPED] = N_("skipped"),     [DELIVERY_EXPIRED] = N_("expired"),
    };
    return message_translated(words[state]);
}
