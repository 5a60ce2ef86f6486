/* Consent: a person's approval of a post at a commit, made ready for the ledger. Who may give it is
 * decided by team.yml of the published branch, never by that of the commit: else a pull request
 * could make its writer a lawyer. */
#ifndef PREGON_COMMANDS_CONSENT_H
#define PREGON_COMMANDS_CONSENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/project.h"
#include "ledger/ledger.h"
#include "model/post.h"

struct desk;
struct err;
struct journal;
struct json_writer;
struct person;

/* The posts of the commit that people looked at. */
struct consent_subject {
    struct project project;
    const char *commit;
};

/* `rev` is anything that names a commit. ERR_INPUT where its brand, accounts or calendar do not
 * parse. The project is the caller's to close. */
int consent_open(struct consent_subject *out, struct desk *desk, const char *rev, struct err *err)
    __attribute__((warn_unused_result));

struct consent_request {
    const char *role;
    const struct person *by;
    const struct person *entered_by; /* who writes it down; NULL: the same */
    const char *const *accounts;     /* these alone; none: all that need the role */
    size_t account_count;
    const char *review, *why;
    int64_t at_utc;
};

struct consent {
    struct ledger_approval entry;
    bool is_demanded; /* something needs that role; else it is of all accounts, for later */
    bool is_known;    /* the ledger has it already */
};

/* ERR_USAGE where the person may not: without the role, or the post's owner. */
int consent_make(struct consent *out, struct consent_subject *subject, const struct desk *desk,
                 const struct ledger *ledger, const struct post *post,
                 const struct consent_request *request, struct err *err)
    __attribute__((warn_unused_result));
/* Whether some account's share of the post needs `role`. */
bool consent_is_demanded(const struct consent_subject *subject, const struct post *post,
                         const char *role);

/* One commit with all of them. */
int consent_write(const struct desk *desk, struct journal *journal,
                  const struct ledger_approval *entries, size_t count, struct err *err)
    __attribute__((warn_unused_result));
/* As an object of a list. */
void consent_put(struct json_writer *json, struct arena *arena, const struct ledger_approval *entry,
                 bool is_new);

#endif
