/* Output formats of `check`: one file each, one line in formats.c.
 *
 * To add a format: write src/check/formats/<name>.c with a function like those below, and name it
 * in formats.c. Findings come sorted; the same findings give the same bytes. */
#ifndef PREGON_CHECK_FORMATS_FORMATS_H
#define PREGON_CHECK_FORMATS_FORMATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "check/spread.h"
#include "model/finding.h"

struct arena;

/* What a format is given. */
struct check_report {
    const struct finding *const *items; /* sorted */
    size_t count;
    size_t posts;
    bool has_texts; /* any texts were read, not posts */
    bool is_strict; /* warnings fail the check, too */
    size_t errors, warnings, suggestions;
    const char *ledger; /* the commit that was read, or NULL: none here */
    bool has_color;
    size_t columns; /* of the terminal; 0: it is none, and no line is broken */
    /* In front of paths, for readers who start at the repository's root: "" or "marketing/". */
    const char *path_prefix;
    /* A file of the workspace, or NULL; the text lives until the next call. */
    const char *(*read)(void *context, const char *path, size_t *bytes);
    void *context;
    struct spread spread;
};

typedef void (*check_format)(FILE *out, struct arena *scratch, const struct check_report *report);

/* What was read, in English: "post", "texts". */
const char *check_report_noun(const struct check_report *report);

/* Gives the report these findings, and counts them. */
void check_report_set(struct check_report *report, const struct finding *const *items,
                      size_t count);

/* NULL where there is no format of that name. */
check_format check_format_find(const char *name);

void format_text(FILE *out, struct arena *scratch, const struct check_report *report);
void format_json(FILE *out, struct arena *scratch, const struct check_report *report);
void format_github(FILE *out, struct arena *scratch, const struct check_report *report);
/* Vale's own, so that what was made for it works. */
void format_vale(FILE *out, struct arena *scratch, const struct check_report *report);
void format_gitlab(FILE *out, struct arena *scratch, const struct check_report *report);
void format_rdjson(FILE *out, struct arena *scratch, const struct check_report *report);
void format_junit(FILE *out, struct arena *scratch, const struct check_report *report);
void format_sarif(FILE *out, struct arena *scratch, const struct check_report *report);

#endif
