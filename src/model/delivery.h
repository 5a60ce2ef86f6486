/* A delivery: one post for one account, with its state for people. plan/ makes the list. */
#ifndef PREGON_MODEL_DELIVERY_H
#define PREGON_MODEL_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account;
struct record;

/* The approvals that a delivery needs. */
struct delivery_approval {
    const char *const *roles; /* whose */
    size_t role_count;
    const char *owner;   /* of the post, whose own do not count; or NULL */
    const char *content; /* the hash that they must be of; NULL: not asked for yet */
    const char *why;     /* what is missing; NULL: nothing, or it was not looked at */
};

/* In the order of the balance (commands/plan_report.h). */
enum delivery_state {
    DELIVERY_DRAFT,
    DELIVERY_WAITING, /* manual, or for another delivery */
    DELIVERY_BLOCKED,
    DELIVERY_HELD,
    DELIVERY_SCHEDULED,
    DELIVERY_DUE,
    DELIVERY_SENDING,
    DELIVERY_RETRYING,
    DELIVERY_SENT,
    DELIVERY_FAILED,
    DELIVERY_MISSED,
    DELIVERY_UNCERTAIN,
    DELIVERY_SKIPPED,
    DELIVERY_EXPIRED,
    DELIVERY_STATE_COUNT
};

/* What the plan needs to know of a post for one account, small enough for 100,000 posts. */
struct delivery {
    const char *post, *path, *title; /* shared by a post's deliveries; the title may be NULL */
    const struct account *account;
    enum delivery_state state;
    int64_t date_utc;     /* of the post alone; NO_TIME: none, as in a queue */
    int64_t due_utc;      /* NO_TIME: none yet */
    int32_t due_offset_s; /* in the zone in which people read it */
    int64_t expires_utc;
    int64_t max_late_s;
    int priority;
    bool is_draft;
    bool is_urgent;           /* passes the account's gap */
    bool is_tentative;        /* a queue's slot that is not pinned */
    const char *queue;        /* NULL: by date */
    int64_t queue_day_s;      /* the only day on which a slot will do (moment_seconds()); NO_TIME */
    const char *waits_for[4]; /* deliveries, `id/account`; NULL: none */
    const char *campaign;
    const char *why_blocked; /* it breaks an error-level check: the sentence; NULL: it doesn't */
    struct delivery_approval *approval; /* NULL: nobody's is needed */
    /* Of blocked, held, waiting, skipped: a sentence; of failed and uncertain: what the record
     * says. Of retrying: why it may not go out now, since the post has become a draft, has expired,
     * is held or blocked. Else NULL. */
    const char *why;
    const struct record *record; /* NULL: never touched */
    size_t post_index;           /* in the content's list: to load it again */
};

const char *delivery_state_name(enum delivery_state state);
/* The same for people, in the language of messages. */
const char *delivery_state_word(enum delivery_state state);
/* Blocked for want of an approval alone, before its time has come: nothing is wrong yet. */
bool delivery_awaits_approval(const struct delivery *delivery, int64_t now_utc);
/* Failed, missed or uncertain: no run goes on by itself. */
bool delivery_needs_person(enum delivery_state state);

#endif
