/* Recovery: the classes of networks (docs/reliability.md), row by row. */
#include "publish/recover.h"

#include "model/moment.h"
#include "model/network_class.h"
#include "model/record.h"
#include "publish/protocol.h"

/* A record whose run had moved its clock (`--now`) is as old as either clock says. */
int64_t recover_age_s(const struct record *record, int64_t then_utc,
                      const struct recovery_facts *facts)
{
    int64_t shown = facts->now_utc - then_utc;
    int64_t real = facts->real_utc - (then_utc - record->clock_offset_s);
    return shown > real ? shown : real;
}

struct record_part *recover_part(const struct record *record)
{
    for (size_t i = 0; i < record->part_count; i++)
        if (record->parts[i].state != RECORD_SENT)
            return &record->parts[i];
    return NULL;
}

/* A create begins within this time after the claim in the record was made. */
static int64_t start_limit_s(const struct record *record)
{
    return PROTOCOL_CONFIRM_S + (network_class_may_repeat(record->class_letter)
                                     ? PROTOCOL_START_IDEMPOTENT_S
                                     : PROTOCOL_START_S);
}

int64_t recover_last_request_utc(const struct record *record)
{
    int64_t by_claim = record->claimed_utc + start_limit_s(record);
    /* Of L, U and N no attempt follows an unsettled one, so a request in the record is its last. */
    if (record->request_utc != NO_TIME &&
        (!network_class_may_repeat(record->class_letter) || record->request_utc > by_claim))
        return record->request_utc;
    return by_claim;
}

/* Whether nothing that began at `request_utc` can land any more; negative: not for so long. */
static int64_t quiet_for_s(const struct record *record, int64_t request_utc,
                           const struct recovery_facts *facts)
{
    return recover_age_s(record, request_utc, facts) - PROTOCOL_CREATE_S - PROTOCOL_QUIET_S;
}

bool recover_is_resolved(const struct record *record)
{
    const struct record_part *part = recover_part(record);
    bool is_first_try =
        !part || part->first_try_utc == NO_TIME || part->first_try_utc == record->claimed_utc;
    return is_first_try && record->request_utc == NO_TIME;
}

bool recover_is_conclusive(const struct record *record, const struct recovery_facts *facts)
{
    return recover_is_resolved(record) ||
           (network_class_may_always_repeat(record->class_letter) &&
            record->request_utc != NO_TIME && quiet_for_s(record, record->request_utc, facts) >= 0);
}

static struct recovery wait_s(int64_t seconds, const struct recovery_facts *facts)
{
    return (struct recovery){ .kind = RECOVERY_WAIT, .at_utc = facts->now_utc + seconds };
}

static struct recovery uncertain(const char *reason)
{
    return (struct recovery){ .kind = RECOVERY_UNCERTAIN, .reason = reason };
}

/* For how long the claim is still its owner's; 0 or less: it is void. */
static int64_t lease_left_s(const struct record *record, const struct recovery_facts *facts)
{
    if (facts->is_own || facts->is_owner_gone)
        return 0;
    int64_t lease_s = record->class_letter == 'I' ? PROTOCOL_LEASE_IDEMPOTENT_S : PROTOCOL_LEASE_S;
    return lease_s - recover_age_s(record, record->claimed_utc, facts);
}

int64_t recover_key_left_s(const struct record *record, const struct recovery_facts *facts)
{
    const struct record_part *part = recover_part(record);
    int64_t first_utc =
        part && part->first_try_utc != NO_TIME ? part->first_try_utc : record->claimed_utc;
    /* The key must still be known when the last of the repetition lands, not when it leaves. */
    return facts->key_window_s - recover_age_s(record, first_utc, facts) - PROTOCOL_CREATE_S -
           PROTOCOL_QUIET_S - PROTOCOL_SKEW_S;
}

/* L and U, and K after its window. */
static struct recovery look_up_when_quiet(const struct record *record,
                                          const struct recovery_facts *facts)
{
    if (!facts->can_look_up)
        return uncertain("the network does not let a program see whether the post is there");
    int64_t quiet_s = quiet_for_s(record, recover_last_request_utc(record), facts);
    if (quiet_s < 0)
        return wait_s(-quiet_s, facts);
    return (struct recovery){ .kind = RECOVERY_LOOK_UP };
}

static struct recovery recover_keyed(const struct record *record,
                                     const struct recovery_facts *facts)
{
    if (recover_key_left_s(record, facts) <= 0)
        return look_up_when_quiet(record, facts);
    int64_t since_s = record->request_utc == NO_TIME
                          ? PROTOCOL_REPEAT_S
                          : recover_age_s(record, record->request_utc, facts);
    if (facts->is_own && since_s < PROTOCOL_REPEAT_S)
        return wait_s(PROTOCOL_REPEAT_S - since_s, facts);
    return (struct recovery){ .kind = RECOVERY_REPEAT, .looks_first = facts->can_look_up };
}

static struct recovery recover_sending(const struct record *record,
                                       const struct recovery_facts *facts)
{
    switch (record->class_letter) {
    case 'I':
    case 'D':
        return (struct recovery){ .kind = RECOVERY_REPEAT };
    case 'K':
        return recover_keyed(record, facts);
    case 'L':
    case 'U':
        return look_up_when_quiet(record, facts);
    default:
        return uncertain("the network can't be asked whether the post is there");
    }
}

bool recover_is_needed(const struct record *record)
{
    return record->state == RECORD_RESERVED || record->state == RECORD_SENDING ||
           record->state == RECORD_PREPARED;
}

struct recovery recover(const struct record *record, const struct recovery_facts *facts)
{
    if (!recover_is_needed(record))
        return (struct recovery){ .kind = RECOVERY_NONE };
    /* A claim from the future would be its owner's for ever. */
    bool is_from_future = recover_age_s(record, record->claimed_utc, facts) < -PROTOCOL_SKEW_S;
    int64_t left_s = is_from_future ? 0 : lease_left_s(record, facts);
    if (left_s > 0)
        return wait_s(left_s, facts);
    if (record->state == RECORD_RESERVED)
        return (struct recovery){ .kind = RECOVERY_CLAIM };
    if (is_from_future && !network_class_may_always_repeat(record->class_letter))
        return uncertain("the claim in the record is from the future");
    if (record->state == RECORD_PREPARED)
        return (struct recovery){ .kind = RECOVERY_REPEAT };
    return recover_sending(record, facts);
}
