/* What a person decides of a delivery, and what its record is then. */
#ifndef PREGON_COMMANDS_RESOLVE_DECISION_H
#define PREGON_COMMANDS_RESOLVE_DECISION_H

#include <stdbool.h>
#include <stdint.h>

#include "commands/reschedule.h"

struct arena;
struct desk;
struct err;
struct resolve_item;

enum verdict { VERDICT_NONE, VERDICT_SENT, VERDICT_RETRY, VERDICT_RESCHEDULE, VERDICT_SKIP };

struct resolve_decision {
    enum verdict verdict;
    const char *url;  /* --sent */
    bool keeps_bytes; /* --same */
    struct reschedule reschedule;
    const char *why, *by;
};

/* What the options say; its texts are theirs. ERR_USAGE where that is not one decision. */
int resolve_decision_read(struct resolve_decision *out, const struct desk *desk, struct err *err)
    __attribute__((warn_unused_result));

/* ERR_USAGE where the delivery is not for this decision, or for none. */
int resolve_decision_check(const struct resolve_item *item, const struct resolve_decision *decision,
                           struct err *err) __attribute__((warn_unused_result));

/* Changes the item's record, whose texts are then the decision's too. Only what was checked. */
void resolve_decision_apply(struct resolve_item *item, struct arena *arena,
                            const struct resolve_decision *decision, int64_t now_utc);

#endif
