/* Names on the command line: each is there, or the message has the one that may be meant. A name
 * that is passed over would look like "nothing is due", or hold nothing in a crisis. */
#ifndef PREGON_COMMANDS_LOOKUP_H
#define PREGON_COMMANDS_LOOKUP_H

#include <stddef.h>

struct err;
struct plan;
struct workspace;

/* 0 where it is there, else ERR_USAGE. A `name` of NULL was not asked for. */
int lookup_account(const struct workspace *workspace, const char *name, struct err *err)
    __attribute__((warn_unused_result));
/* The same of an account or a group. */
int lookup_target(const struct workspace *workspace, const char *name, struct err *err)
    __attribute__((warn_unused_result));
int lookup_queue(const struct workspace *workspace, const char *name, struct err *err)
    __attribute__((warn_unused_result));
int lookup_campaign(const struct workspace *workspace, const char *name, struct err *err)
    __attribute__((warn_unused_result));
int lookup_post(const struct plan *plan, const char *word, struct err *err)
    __attribute__((warn_unused_result));

/* ERR_USAGE: there is no post `word` among `ids`. */
int lookup_no_post(const char *word, const char *const *ids, size_t count, struct err *err);

#endif
