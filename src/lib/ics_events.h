/* iCalendar (RFC 5545), read: the events of somebody's calendar.
 *
 * For foreign bytes call ics_file_read() (io/ics_file.h), which reads them in a process that can do
 * nothing else. What an event says is kept as it is written: a time without a zone is one of the
 * reader's zone, and recurring events are expanded where a span of time is asked for:
 *
 *     struct ics_times found[100];
 *     size_t count = ics_event_between(found, 100, event, zone, &from, &until);
 *     for (size_t i = 0; i < count; i++)    found[i].from, in event->zone */
#ifndef PREGON_LIB_ICS_EVENTS_H
#define PREGON_LIB_ICS_EVENTS_H

#include <stddef.h>

#include "model/moment.h"

struct arena;
struct err;
struct zone;

/* Why an event is left out. Cancelled ones are left out in silence. */
enum ics_problem_kind {
    ICS_NO_START,     /* it has no DTSTART */
    ICS_BAD_TIME,     /* `value` is no time since 1970 */
    ICS_BAD_DURATION, /* `value` is no duration */
    ICS_BAD_RULE,     /* `value` is no RRULE; ics_file_read() says why */
    ICS_BACKWARDS,    /* it ends before it begins */
    ICS_TOO_LONG,     /* a text or a list of it is longer than we read */
};

struct ics_problem {
    enum ics_problem_kind kind;
    int line; /* of its BEGIN:VEVENT, from 1 */
    const char *value;
};

/* Texts are NULL where the event has none; they have line breaks, and no other control characters.
 */
struct ics_event {
    int line;
    const char *uid, *summary, *description, *url, *location;
    const char *categories; /* with commas */
    struct moment from;
    struct moment until;    /* of the same kind; not part of the event. A day has its next */
    const char *zone;       /* IANA's name, as far as it is known to be one; NULL: the reader's */
    const char *rule;       /* NULL: it happens once */
    struct moment *without; /* instances of the rule that do not happen */
    size_t without_count;
    struct moment *also; /* instances beside the rule's */
    size_t also_count;
};

struct ics_events {
    const char *name; /* of the calendar; NULL: it has none */
    struct ics_event *items;
    size_t count;
    struct ics_problem *problems;
    size_t problem_count;
};

enum {
    ICS_EVENTS = 10000,
    ICS_FILE_BYTES = 1024 * 1024,
    ICS_TEXT_BYTES = 64 * 1024,
    ICS_DATES = 1000, /* EXDATEs or RDATEs of one event */
};

/* ERR_INPUT where the whole is no iCalendar file, is cut off, or too large. */
int ics_events_parse(struct ics_events *out, struct arena *arena, const char *bytes, size_t size,
                     struct err *err) __attribute__((warn_unused_result));

struct ics_times {
    struct moment from, until;
};

/* The times at which the event happens, of those that begin in [from, until), in order, at most
 * `most`. Both are local times of the event's zone, or UTC where it is written in that; the times
 * are of the kind of its `from`. `zone` is the event's, or the reader's where it names none. */
size_t ics_event_between(struct ics_times *out, size_t most, const struct ics_event *event,
                         const struct zone *zone, const struct local_time *from,
                         const struct local_time *until);

#endif
