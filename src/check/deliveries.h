/* What a check has to know of a delivery's record: whether there is anything left to decide. */
#ifndef PREGON_CHECK_DELIVERIES_H
#define PREGON_CHECK_DELIVERIES_H

#include <stdbool.h>
#include <stdint.h>

struct check_context;

/* Whether it has gone out, or was let go, or can't be changed any more: a calendar that is changed
 * afterwards has nothing to say about it. `due_utc` becomes when it goes, or went: as the ledger
 * says, else `date_utc`; NO_TIME where that is not known, or it never went. Without a ledger
 * nothing is over. */
bool delivery_is_over(int64_t *due_utc, const struct check_context *context, const char *post,
                      const char *account, int64_t date_utc);

#endif
