/* Somebody's iCalendar file. Its bytes are read in a child that can do nothing else (sandbox.h),
 * and what that answers is held against all rules here before it is believed. Call it while no
 * other thread of ours works (child.h). How to use the events: lib/ics_events.h. */
#ifndef PREGON_IO_ICS_FILE_H
#define PREGON_IO_ICS_FILE_H

#include <stddef.h>

#include "base/err.h"
#include "lib/ics_events.h"

struct arena;

struct ics_file {
    const char *bytes;
    size_t size;
    struct ics_events events; /* where `err` is of kind ERR_NONE */
    struct err err;           /* ERR_INPUT: no iCalendar file, cut off, or past a limit */
};

/* The events of files, in the order of each, in `arena`; `err` of each says why it has none. One
 * child reads many: it takes longer to make one than to read a year's holidays. -1 with ERR_SYSTEM
 * where there can be no child, or its answer could not be believed. */
int ics_files_read(struct ics_file *files, size_t count, struct arena *arena, struct err *err)
    __attribute__((warn_unused_result));

/* The same for one. */
int ics_file_read(struct ics_events *out, struct arena *arena, const char *bytes, size_t size,
                  struct err *err) __attribute__((warn_unused_result));

/* What is wrong with an event that was left out, in words for people. */
const char *ics_problem_text(struct arena *arena, const struct ics_problem *problem);

#endif
