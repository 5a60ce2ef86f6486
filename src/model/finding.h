/* Findings: what is wrong in a file, where, and what to do. Data, no errors: sorted, countable.
 *
 * Rule ids that people write (`brand.yml`, SARIF) never change; they are listed in
 * check/rules.h. */
#ifndef PREGON_MODEL_FINDING_H
#define PREGON_MODEL_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "model/span.h"

struct arena;

enum severity { SEVERITY_SUGGESTION, SEVERITY_WARNING, SEVERITY_ERROR };

/* A mend that is sure: the bytes [start, end) of the finding's file become `text`. */
struct fix {
    size_t start_byte, end_byte;
    const char *text; /* NULL: none */
};

struct finding {
    const char *path; /* below the workspace's root */
    struct span where;
    enum severity severity;
    const char *rule;    /* `front-matter`, `text-length`, `Horno.Superlativos` */
    const char *message; /* one sentence in the reader's language, with the remedy */
    const char *account; /* NULL: all */
    const char *const *suggestions;
    size_t suggestion_count;
    const char *link;
    struct fix fix;
    /* What may be a secret, so that nobody may repeat it or show its line; "": something of that
     * line. NULL: nothing. */
    const char *secret;
    /* Of a rule of the brand's voice, for those who read Vale's format; NULL elsewhere. */
    const char *match, *description, *action;
    const char *const *params;
    size_t param_count;
};

struct findings {
    struct arena *arena; /* where items and all their texts live */
    struct finding *items;
    size_t count, capacity;
    size_t errors; /* so far */
};

/* Adds a copy of `finding`; its texts must live as long as the list's arena. */
void findings_add(struct findings *findings, const struct finding *finding);

/* Makes room for so many more, where they are known beforehand. */
void findings_reserve(struct findings *findings, size_t count);

/* Adds one from its words; `message` is formatted into the list's arena, `path` and `rule` are
 * kept. */
void findings_report(struct findings *findings, enum severity severity, const char *rule,
                     const char *path, struct span where, const char *message, ...)
    __attribute__((format(printf, 6, 7)));

/* The last one added, to complete it (account, fix, suggestions). Not for an empty list. */
struct finding *findings_last(struct findings *findings);

/* Of the findings from `first` on, those that differ in the account alone become one, for all. */
void findings_merge_accounts(struct findings *findings, size_t first);

/* By path, line, column, rule, account, message; of two that are the same (two posts that read one
 * file beside a picture, two voices with one rule), one stays, the graver. */
void findings_sort(struct findings *findings);

/* Of a sorted list, those in a file. */
size_t findings_in_file(const struct finding **first, const struct findings *findings,
                        const char *path);

/* Whether one shows what may be a secret; of a sorted list, one in that file. */
bool findings_have_secrets(const struct findings *findings);
bool findings_have_secrets_in(const struct findings *findings, const char *path);
/* Of a sorted list, takes out what repeats a secret of its file, whole or cut short. */
void findings_hide_secrets(struct findings *findings);

/* Whether it fails the check: an error, and where `is_strict` a warning. */
bool finding_fails(const struct finding *finding, bool is_strict);
/* Whether one of the list does. */
bool findings_fail(const struct findings *findings, bool is_strict);
/* The first error as a sentence with its place, in the list's arena; NULL where there is none. */
const char *findings_first_error(const struct findings *findings);

const char *severity_name(enum severity severity); /* "error", never translated */
/* The same for people, in the language of messages. */
const char *severity_word(enum severity severity);

#endif
