/* Somebody's iCalendar file: read in a child, answered as numbers and texts without pointers. */
#include "io/ics_file.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "io/child.h"
#include "lib/moment.h"
#include "lib/recurrence.h"
#include "lib/unicode.h"

enum {
    DEADLINE_MS = 5000,
    MEMORY_BYTES = 256 * 1024 * 1024,
    /* The shortest event, and what its dates are written with. */
    EVENT_BYTES = 24,
    DATE_BYTES = 9,
};

/* Places in the answer's texts; 0 is none: the first byte is not used. */
struct flat_event {
    int32_t line;
    uint32_t uid, summary, description, url, location, categories, zone, rule;
    uint32_t without, without_count, also, also_count; /* of the answer's dates */
    struct moment from, until;
};

struct flat_problem {
    int32_t kind, line;
    uint32_t value;
};

/* In front of the events, problems, dates and texts, whose room follows from the file's size. */
struct answer {
    struct err err; /* kind ERR_NONE: it was read */
    uint32_t name;
    uint32_t event_count, problem_count, date_count, text_bytes;
};

struct room {
    size_t events, problems, dates, text_bytes;
    size_t problems_at, dates_at, texts_at, bytes;
};

static struct room room_for(size_t size)
{
    struct room room = {
        .events = size / EVENT_BYTES + 1,
        .dates = size / DATE_BYTES * 2 + 1,
        .text_bytes = size * 2 + 64,
    };
    if (room.events > ICS_EVENTS)
        room.events = ICS_EVENTS;
    room.problems = room.events;
    room.problems_at = sizeof(struct answer) + room.events * sizeof(struct flat_event);
    room.dates_at = room.problems_at + room.problems * sizeof(struct flat_problem);
    room.dates_at += -room.dates_at % sizeof(int64_t);
    room.texts_at = room.dates_at + room.dates * sizeof(struct moment);
    room.bytes = room.texts_at + room.text_bytes;
    return room;
}

static struct flat_event *events_of(struct answer *answer)
{
    return (struct flat_event *)(void *)(answer + 1);
}

static struct flat_problem *problems_of(struct answer *answer, const struct room *room)
{
    return (struct flat_problem *)(void *)((char *)answer + room->problems_at);
}

static struct moment *dates_of(struct answer *answer, const struct room *room)
{
    return (struct moment *)(void *)((char *)answer + room->dates_at);
}

/* Files that one child reads, and where in its answer each one's begins. */
struct job {
    const struct ics_file *files;
    size_t count;
    struct room *rooms;
    size_t *starts;
};

/* --- in the child --- */

struct writer {
    struct answer *answer;
    const struct room *room;
};

static uint32_t put_text(struct writer *writer, const char *text)
{
    struct answer *answer = writer->answer;
    size_t bytes = text ? strlen(text) + 1 : 0;
    uint32_t at = answer->text_bytes;
    if (!bytes || bytes > writer->room->text_bytes - at)
        return 0;
    memcpy((char *)answer + writer->room->texts_at + at, text, bytes);
    answer->text_bytes += (uint32_t)bytes;
    return at;
}

/* Member by member: what stands between two is nobody's, and does not leave the child. */
static void put_moment(struct moment *to, const struct moment *from)
{
    to->kind = from->kind;
    to->local = from->local;
    to->utc = from->utc;
}

static uint32_t put_dates(struct writer *writer, const struct moment *dates, size_t *count)
{
    struct answer *answer = writer->answer;
    uint32_t at = answer->date_count;
    if (*count > writer->room->dates - at)
        *count = writer->room->dates - at;
    for (size_t i = 0; i < *count; i++)
        put_moment(&dates_of(answer, writer->room)[at + i], &dates[i]);
    answer->date_count += (uint32_t)*count;
    return at;
}

static void put_event(struct writer *writer, struct ics_event *event)
{
    struct answer *answer = writer->answer;
    if (answer->event_count == writer->room->events)
        return;
    struct flat_event *flat = &events_of(answer)[answer->event_count++];
    flat->line = event->line;
    flat->uid = put_text(writer, event->uid);
    flat->summary = put_text(writer, event->summary);
    flat->description = put_text(writer, event->description);
    flat->url = put_text(writer, event->url);
    flat->location = put_text(writer, event->location);
    flat->categories = put_text(writer, event->categories);
    flat->zone = put_text(writer, event->zone);
    flat->rule = put_text(writer, event->rule);
    flat->without = put_dates(writer, event->without, &event->without_count);
    flat->without_count = (uint32_t)event->without_count;
    flat->also = put_dates(writer, event->also, &event->also_count);
    flat->also_count = (uint32_t)event->also_count;
    put_moment(&flat->from, &event->from);
    put_moment(&flat->until, &event->until);
}

static void answer_file(struct answer *answer, const struct room *room, const struct ics_file *file)
{
    struct writer writer = { .answer = answer, .room = room };
    CLEANUP(arena_release) struct arena arena = { 0 }; /* the next file has its memory */
    struct ics_events events;
    answer->text_bytes = 1;
    if (ics_events_parse(&events, &arena, file->bytes, file->size, &answer->err) != 0)
        return;
    answer->name = put_text(&writer, events.name);
    for (size_t i = 0; i < events.count; i++)
        put_event(&writer, &events.items[i]);
    for (size_t i = 0; i < events.problem_count && i < room->problems; i++)
        problems_of(answer, room)[answer->problem_count++] = (struct flat_problem){
            .kind = (int32_t)events.problems[i].kind,
            .line = events.problems[i].line,
            .value = put_text(&writer, events.problems[i].value),
        };
}

static void work(const void *context, void *out)
{
    const struct job *job = context;
    for (size_t i = 0; i < job->count; i++)
        answer_file((struct answer *)(void *)((char *)out + job->starts[i]), &job->rooms[i],
                    &job->files[i]);
}

/* --- in ourselves: nothing of the answer is believed --- */

struct doubter {
    struct arena *arena;
    struct answer *answer;
    const struct room *room;
    bool is_wrong;
};

static const char *text_at(struct doubter *doubter, uint32_t at)
{
    const char *texts = (const char *)doubter->answer + doubter->room->texts_at;
    if (!at)
        return NULL;
    const char *end = at < doubter->answer->text_bytes
                          ? memchr(texts + at, '\0', doubter->answer->text_bytes - at)
                          : NULL;
    if (!end) {
        doubter->is_wrong = true;
        return NULL;
    }
    size_t bytes = (size_t)(end - texts) - at;
    doubter->is_wrong |= utf8_valid_bytes(texts + at, bytes) != bytes;
    return unicode_visible(doubter->arena, texts + at, bytes, true);
}

static struct moment moment_at(struct doubter *doubter, const struct moment *from)
{
    struct moment moment = *from;
    int kind = (int)moment.kind; /* of a process that may say anything */
    doubter->is_wrong |= (kind != MOMENT_DAY && kind != MOMENT_LOCAL && kind != MOMENT_INSTANT) ||
                         !moment_is_valid(&moment.local);
    if (kind == MOMENT_INSTANT)
        moment.utc = moment_seconds(&moment.local);
    return moment;
}

static struct moment *dates_at(struct doubter *doubter, uint32_t at, uint32_t count)
{
    if (!count)
        return NULL;
    if (at > doubter->answer->date_count || count > doubter->answer->date_count - at) {
        doubter->is_wrong = true;
        return NULL;
    }
    struct moment *out = arena_alloc_array(doubter->arena, count, sizeof *out);
    for (uint32_t i = 0; i < count; i++)
        out[i] = moment_at(doubter, &dates_of(doubter->answer, doubter->room)[at + i]);
    return out;
}

static struct ics_event event_at(struct doubter *doubter, const struct flat_event *from)
{
    return (struct ics_event){
        .line = from->line,
        .uid = text_at(doubter, from->uid),
        .summary = text_at(doubter, from->summary),
        .description = text_at(doubter, from->description),
        .url = text_at(doubter, from->url),
        .location = text_at(doubter, from->location),
        .categories = text_at(doubter, from->categories),
        .zone = text_at(doubter, from->zone),
        .rule = text_at(doubter, from->rule),
        .without = dates_at(doubter, from->without, from->without_count),
        .without_count = from->without_count,
        .also = dates_at(doubter, from->also, from->also_count),
        .also_count = from->also_count,
        .from = moment_at(doubter, &from->from),
        .until = moment_at(doubter, &from->until),
    };
}

/* An event whose rule is none happens nowhere: it is left out. */
static void take_event(struct ics_events *events, struct doubter *doubter,
                       const struct flat_event *from)
{
    struct ics_event event = event_at(doubter, from);
    const struct recurrence *rule;
    struct err why = { 0 };
    if (event.rule && recurrence_parse(&rule, doubter->arena, event.rule, &why) != 0)
        events->problems[events->problem_count++] =
            (struct ics_problem){ ICS_BAD_RULE, event.line,
                                  arena_strdup(doubter->arena, why.text) };
    else
        events->items[events->count++] = event;
}

static int believe(struct ics_events *out, struct doubter *doubter, struct err *err)
{
    struct answer *answer = doubter->answer;
    const struct room *room = doubter->room;
    struct ics_events events = { 0 };
    if (answer->event_count > room->events || answer->problem_count > room->problems ||
        answer->date_count > room->dates || answer->text_bytes > room->text_bytes)
        return err_set(err, ERR_SYSTEM, _("the calendar could not be read safely"));
    events.items = arena_alloc_array(doubter->arena, answer->event_count, sizeof *events.items);
    events.problems =
        arena_alloc_array(doubter->arena, answer->event_count + (size_t)answer->problem_count,
                          sizeof *events.problems);
    events.name = text_at(doubter, answer->name);
    for (uint32_t i = 0; i < answer->problem_count; i++) {
        const struct flat_problem *problem = &problems_of(answer, room)[i];
        events.problems[events.problem_count++] =
            (struct ics_problem){ (enum ics_problem_kind)problem->kind, problem->line,
                                  text_at(doubter, problem->value) };
    }
    for (uint32_t i = 0; i < answer->event_count && !doubter->is_wrong; i++)
        take_event(&events, doubter, &events_of(answer)[i]);
    if (doubter->is_wrong)
        return err_set(err, ERR_SYSTEM, _("the calendar could not be read safely"));
    *out = events;
    return 0;
}

static int take_answer(struct ics_file *file, struct answer *answer, const struct room *room,
                       struct arena *arena, struct err *err)
{
    if (answer->err.kind != ERR_NONE) {
        answer->err.text[sizeof answer->err.text - 1] = '\0';
        err_set(&file->err, ERR_INPUT, "%s",
                unicode_visible(arena, answer->err.text, strlen(answer->err.text), false));
        return 0;
    }
    struct doubter doubter = { .arena = arena, .answer = answer, .room = room };
    return believe(&file->events, &doubter, err);
}

/* The files of one child. Where it does not answer, each is read by one of its own: which of them
 * it was is not known. */
static int read_together(struct ics_file *files, size_t count, struct arena *arena, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct job job = {
        .files = files,
        .count = count,
        .rooms = arena_alloc_array(&scratch, count, sizeof *job.rooms),
        .starts = arena_alloc_array(&scratch, count, sizeof *job.starts),
    };
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        job.rooms[i] = room_for(files[i].size);
        job.starts[i] = bytes;
        bytes += job.rooms[i].bytes;
        bytes += -bytes % sizeof(int64_t);
    }
    char *answers = arena_alloc(&scratch, bytes);
    enum child_end end;
    if (child_run_sealed(&end, work, &job, answers, bytes, DEADLINE_MS, MEMORY_BYTES, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        struct answer *answer = (struct answer *)(void *)(answers + job.starts[i]);
        if (end == CHILD_ANSWERED && take_answer(&files[i], answer, &job.rooms[i], arena, err) != 0)
            return -1;
        if (end != CHILD_ANSWERED && count == 1)
            err_set(&files[i].err, ERR_INPUT, _("the calendar could not be read within %d s"),
                    DEADLINE_MS / 1000);
        else if (end != CHILD_ANSWERED && read_together(&files[i], 1, arena, err) != 0)
            return -1;
    }
    return 0;
}

int ics_files_read(struct ics_file *files, size_t count, struct arena *arena, struct err *err)
{
    message_catalogue(); /* while there are files */
    for (size_t first = 0, end; first < count; first = end) {
        size_t bytes = files[first].size;
        for (end = first + 1; end < count && bytes + files[end].size <= ICS_FILE_BYTES; end++)
            bytes += files[end].size;
        if (bytes > ICS_FILE_BYTES)
            err_set(&files[first].err, ERR_INPUT, _("the calendar is larger than 1 MiB"));
        else if (read_together(files + first, end - first, arena, err) != 0)
            return -1;
    }
    return 0;
}

int ics_file_read(struct ics_events *out, struct arena *arena, const char *bytes, size_t size,
                  struct err *err)
{
    struct ics_file file = { .bytes = bytes, .size = size };
    if (ics_files_read(&file, 1, arena, err) != 0)
        return -1;
    if (file.err.kind != ERR_NONE) {
        *err = file.err;
        return -1;
    }
    *out = file.events;
    return 0;
}

const char *ics_problem_text(struct arena *arena, const struct ics_problem *problem)
{
    const char *value = problem->value ? problem->value : "";
    switch (problem->kind) {
    case ICS_NO_START:
        return _("the event has no DTSTART: it is left out");
    case ICS_BAD_TIME:
        return arena_printf(arena, _("the event's time '%s' can't be understood: it is left out"),
                            value);
    case ICS_BAD_DURATION:
        return arena_printf(arena, _("the event's duration '%s' is none: it is left out"), value);
    case ICS_BAD_RULE:
        return arena_printf(arena, _("the event is left out: %s"), value);
    case ICS_BACKWARDS:
        return _("the event ends before it begins: it is left out");
    case ICS_TOO_LONG:
        return _("the event has a text over 64 KiB, or more than 1000 dates: it is left out");
    }
    return _("the event can't be understood: it is left out");
}
