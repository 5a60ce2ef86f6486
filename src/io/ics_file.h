/* Somebody's iCalendar file. Its bytes are read in a child that can do nothing else (sandbox.h),
 * and what that answers is held against all rules here before it is believed. Call it while no
 * other thread of ours works (child.h). How to use the events: lib/ics_events.h. */
#ifndef PREGON_IO_ICS_FILE_H
#define PREGON_IO_ICS_FILE_H

#include <stddef.h>

#include "lib/ics_events.h"

struct arena;
struct err;

/* The events of a file's bytes, in the order of the file, in `arena`. ERR_INPUT where it is no
 * iCalendar file, is cut off, or passes a limit; ERR_SYSTEM where there can be no child. */
int ics_file_read(struct ics_events *out, struct arena *arena, const char *bytes, size_t size,
                  struct err *err) __attribute__((warn_unused_result));

/* What is wrong with an event that was left out, in words for people. */
const char *ics_problem_text(struct arena *arena, const struct ics_problem *problem);

#endif
