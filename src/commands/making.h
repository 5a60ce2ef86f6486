/* The posts that `new` makes: what its parts share. */
#ifndef PREGON_COMMANDS_MAKING_H
#define PREGON_COMMANDS_MAKING_H

#include <stdbool.h>
#include <stddef.h>

#include "commands/project.h"
#include "commands/slots.h"
#include "model/moment.h"

struct err;
struct invocation;

enum { MAKING_MOST = 100 }; /* posts at once */

struct made {
    const char *path, *date;
};

struct making {
    struct invocation *invocation;
    struct project project;
    struct made made[MAKING_MOST]; /* in the invocation's arena */
    size_t count;
    bool is_queued; /* the one that was made */
    struct slots slots;
};

/* ERR_USAGE where the options name what the workspace does not have, or a time that is none;
 * ERR_INPUT where the clocks skip or repeat it. */
int making_check(const struct making *making, struct err *err) __attribute__((warn_unused_result));
/* The same of a time alone: its own notation, and one that the calendar's clocks show once. NULL is
 * none, and right. */
int making_check_date(const struct making *making, const char *date, struct err *err)
    __attribute__((warn_unused_result));

/* The local time by whose month a post of that date (NULL: of now) is filed. */
struct local_time making_month(const struct making *making, const char *date);

#endif
