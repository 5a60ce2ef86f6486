/* Regular expressions of rules, in the dialect of Vale: a .NET-style engine with its RE2 switch,
 * run by PCRE2.
 *
 * A pattern is parsed (regex_tree.h) and written anew for PCRE2, so nothing that PCRE2 alone knows
 * can be reached: `\Q`, `\K`, possessive quantifiers, recursion, callouts and verbs are errors or
 * plain characters, as there. `\w` is L, Mn, Nd, Pc and the two joiners U+200C, U+200D, `\b` goes
 * by it; `.` is all but a line feed; `$` is the very end, or with (?m) also before each line feed;
 * (?i) is simple case folding. Look-behinds may have any length. Refused with a reason: balancing
 * groups, and back references that leave or enter a look-behind of open length.
 *
 * A search ends in time whatever the pattern: its work is counted, and REGEX_TOO_DEAR is then the
 * answer. Searches that belong together, as those of a rule in a file's many paragraphs, may share
 * one allowance. A `struct regex` may be shared by threads; each thread needs a scratch of its own.
 *
 *     CLEANUP(regex_close) struct regex *regex = NULL;
 *     CLEANUP(regex_scratch_close) struct regex_scratch scratch = { 0 };
 *     if (regex_compile(&regex, arena, pattern, bytes, &at, err) < 0) ...
 *     struct regex_walk walk = regex_walk(regex, &scratch, text, text_bytes);
 *     while ((outcome = regex_next(&walk)) == REGEX_MATCH)
 *         use(walk.groups[0].start, walk.groups[0].end); */
#ifndef PREGON_LIB_REGEX_H
#define PREGON_LIB_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/regex_literals.h"
#include "lib/regex_outline.h"

struct arena;
struct err;
struct regex;

enum regex_outcome {
    REGEX_NONE,
    REGEX_MATCH,
    REGEX_TOO_DEAR, /* given up: the pattern needs more work on this text than a rule may cost */
};

/* Bytes of the text; both SIZE_MAX where the group took no part. */
struct regex_span {
    size_t start;
    size_t end;
};

/* What searches may cost together; all zero is a fresh one. */
struct regex_allowance {
    uint64_t spent;
    size_t bytes;    /* searched by patterns that can run far */
    bool is_used_up; /* a search was given up */
};

/* What one thread needs to search; all zero is ready for use. */
struct regex_scratch {
    struct regex_run *run;
    struct regex_allowance *allowance; /* of all searches while it is set; NULL: each has its own */
};

/* Where a match can begin: one of a list, the first of the text first. */
struct regex_start {
    struct regex_start *next;
    size_t at;
};

struct regex_walk {
    const struct regex *regex;
    struct regex_scratch *scratch;
    const char *text;
    size_t bytes;
    size_t from;
    struct regex_allowance own;
    bool is_metered;
    /* May be set where the pattern's gate `are_starts`: all places of its literals, each that of a
     * first byte. NULL: matches begin anywhere. */
    const struct regex_start *starts;
    /* Of the last match, regex_group_count() of them; they live in the scratch until its next
     * search. */
    const struct regex_span *groups;
};

/* A compiled pattern; what it says of itself lives in the arena. A mistake is ERR_INPUT, and `*at`
 * the byte of the pattern where it stands. */
int regex_compile(struct regex **out, struct arena *arena, const char *pattern, size_t bytes,
                  size_t *at, struct err *err) __attribute__((warn_unused_result));
void regex_close(struct regex **regex);
void regex_scratch_close(struct regex_scratch *scratch);

/* The first match at or after the byte `from`; look-behinds see what stands before it. The text is
 * valid UTF-8. `*groups`, where wanted, is as in a walk. */
enum regex_outcome regex_find(const struct regex *regex, struct regex_scratch *scratch,
                              const char *text, size_t bytes, size_t from,
                              const struct regex_span **groups);

/* All matches, from left to right. After an empty one the search goes on one character further, so
 * an empty match may follow at the end of another. The whole walk shares one allowance of work. */
struct regex_walk regex_walk(const struct regex *regex, struct regex_scratch *scratch,
                             const char *text, size_t bytes);
enum regex_outcome regex_next(struct regex_walk *walk);

/* Literals of which every match holds at least one (regex_literals.h); none where none are known.
 */
struct regex_literals regex_gate(const struct regex *regex);
/* Outlines, likewise (regex_outline.h), where they say more; a gate of literals may be known, too.
 */
struct regex_outlines regex_outlines(const struct regex *regex);

/* Blanks that every match holds at least: a sentence of forty words is in no heading. */
size_t regex_least_blanks(const struct regex *regex);
/* Not fewer than the text has. */
size_t regex_count_blanks(const char *text, size_t bytes);

/* Whether every match begins with a word, takes none of `.!?` and sees nothing around it but
 * whether words are there: in a text the same ones are found between two stops as in that part
 * alone. */
bool regex_stays_in_sentence(const struct regex *regex);

/* Groups are numbered as in .NET: the whole match is 0, unnamed ones follow, then named ones. */
size_t regex_group_count(const struct regex *regex);
/* -1 where there is none of that name. */
int regex_group_of(const struct regex *regex, const char *name);

#endif
