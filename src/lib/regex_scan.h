/* The part of a pattern that is still to be read: shared by the parser's two files alone. */
#ifndef PREGON_LIB_REGEX_SCAN_H
#define PREGON_LIB_REGEX_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct regex_set;

enum { SCAN_END = 0x110000 };

struct regex_scan {
    struct arena *arena;
    const char *pattern;
    size_t bytes;
    size_t at;
    size_t *mistake_at;
    struct err *err;
};

/* The character `ahead` places further (0, 1 or 2), SCAN_END behind the last. */
uint32_t scan_peek(const struct regex_scan *scan, int ahead);
uint32_t scan_next(struct regex_scan *scan);
bool scan_skip(struct regex_scan *scan, uint32_t wanted);
/* Sets the error, with `at` as its place; always -1. */
int scan_fail(struct regex_scan *scan, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What may stand in a name. */
bool scan_is_word(uint32_t codepoint);

/* One character that is written by an escape; `scan` stands behind the backslash. */
int scan_escape(struct regex_scan *scan, uint32_t *codepoint) __attribute__((warn_unused_result));

/* One of d D s S w W p P as a set; `scan` stands at the letter. */
bool scan_is_class_letter(uint32_t codepoint);
int scan_class_letter(struct regex_scan *scan, struct regex_set *set)
    __attribute__((warn_unused_result));

/* What stands between brackets; `scan` stands behind the opening one. */
int scan_set(struct regex_scan *scan, struct regex_set *set, int depth)
    __attribute__((warn_unused_result));

#endif
