/* What the ledger knows of a post. */
#ifndef PREGON_CHECK_RECORDS_H
#define PREGON_CHECK_RECORDS_H

#include <stddef.h>

#include "lib/digest.h"

struct check_context;
struct record;

/* The records of the post of that id, by their accounts; how many. */
size_t records_of_post(const struct record **first, const struct check_context *context,
                       const char *post);
/* NULL where there is none. */
const struct record *record_of(const struct check_context *context, const char *post,
                               const char *account);

/* Of all that a check of one post reads of its records: whoever reads more adds it here. */
struct digest records_digest(const struct check_context *context, const char *post);

#endif
