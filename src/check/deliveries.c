/* Deliveries by their records. */
#include "check/deliveries.h"

#include "check/check.h"
#include "check/records.h"
#include "model/moment.h"
#include "model/record.h"

bool delivery_is_over(int64_t *due_utc, const struct check_context *context, const char *post,
                      const char *account, int64_t date_utc)
{
    const struct record *record = context->has_ledger ? record_of(context, post, account) : NULL;
    bool is_old =
        context->has_ledger && !record && date_utc != NO_TIME && date_utc < context->birth_utc;
    *due_utc = is_old ? NO_TIME : date_utc;
    if (!record)
        return is_old;
    switch (record->state) {
    case RECORD_PINNED:
        if (date_utc == NO_TIME || !record->queue)
            *due_utc = record->due_utc;
        return false;
    case RECORD_NONE:
    case RECORD_RETRY:
        return false;
    case RECORD_MISSED: /* a later date schedules it again */
        if (date_utc != NO_TIME && date_utc > record->due_utc)
            return false;
        *due_utc = NO_TIME;
        return true;
    case RECORD_FAILED:
    case RECORD_SKIPPED:
        *due_utc = NO_TIME;
        return true;
    default:
        *due_utc = record->due_utc;
        return true;
    }
}
