/* What regex.c compiles and regex_run.c runs: theirs alone. */
#ifndef PREGON_LIB_REGEX_CODE_H
#define PREGON_LIB_REGEX_CODE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/regex_literals.h"
#include "lib/regex_outline.h"

enum {
    /* Look-behinds of open length inside each other. */
    REGEX_MAX_LEVELS = 3,
};

/* One PCRE2 program: the pattern, a part of its outermost choice, or a look-behind. */
struct regex_code {
    pcre2_code *fast; /* NULL until regex_prepare() */
    _Atomic bool is_jitted;
    /* With counting callouts, and for matches at one place alone: regex_prepare() makes them where
     * one is needed. */
    pcre2_code *_Atomic metered;
    pcre2_code *_Atomic anchored;
    pthread_mutex_t one_prepares;
    size_t branch_start, branch_end;
    uint32_t *groups; /* the .NET group of each PCRE2 group, from 1 on */
    size_t group_count;
    struct regex_code *behinds; /* by callout */
    size_t behind_count;
    bool is_negated;
};

struct regex {
    const char *pattern;
    size_t pattern_bytes;
    struct regex_code **codes;
    size_t code_count, code_capacity;
    size_t group_count;
    const char **group_names;
    struct regex_literals gate;
    struct regex_outlines outlines;
    size_t least_blanks;
    bool can_run_far;
    bool stays_in_sentence;
    bool has_open_behinds; /* look-behinds that callouts run */
};

enum regex_way { REGEX_FAST, REGEX_METERED, REGEX_ANCHORED };

/* The program to run, translated to machine code; NULL where there is none with callouts because
 * they make it too large. Any thread may ask. Of one with look-behinds none is anchored. */
pcre2_code *regex_prepare(const struct regex *regex, struct regex_code *code, enum regex_way way);

#endif
