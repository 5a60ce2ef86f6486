/* Records: the names of states, and what follows from parts. */
#include "model/record.h"

#include <string.h>

#include "base/arena.h"
#include "model/moment.h"

static const char *const names[] = {
    [RECORD_NONE] = "none",       [RECORD_PINNED] = "pinned",     [RECORD_RESERVED] = "reserved",
    [RECORD_SENDING] = "sending", [RECORD_PREPARED] = "prepared", [RECORD_RETRY] = "retry",
    [RECORD_FAILED] = "failed",   [RECORD_SENT] = "sent",         [RECORD_UNCERTAIN] = "uncertain",
    [RECORD_MISSED] = "missed",   [RECORD_SKIPPED] = "skipped",
};

enum { STATE_COUNT = sizeof names / sizeof names[0] };

const char *record_state_name(enum record_state state) { return names[state]; }

int record_state_find(const char *name)
{
    for (int state = 0; state < STATE_COUNT; state++) {
        if (strcmp(names[state], name) == 0)
            return state;
    }
    return -1;
}

enum record_state record_parts_state(const struct record *record)
{
    for (size_t i = 0; i < record->part_count; i++) {
        if (record->parts[i].state != RECORD_SENT)
            return record->parts[i].state;
    }
    return RECORD_SENT;
}

const char *record_slot(const struct record_part *part, const char *name)
{
    for (size_t i = 0; i < part->slot_count; i++) {
        if (strcmp(part->slots[i].name, name) == 0)
            return part->slots[i].value;
    }
    return NULL;
}

bool record_needs_person(const struct record *record)
{
    return record->state == RECORD_UNCERTAIN || record->state == RECORD_FAILED ||
           record->state == RECORD_MISSED;
}

bool record_may_be_out(const struct record *record)
{
    return record->state == RECORD_SENT || record->state == RECORD_SENDING ||
           record->state == RECORD_PREPARED || record->state == RECORD_UNCERTAIN;
}

bool record_is_meant(const struct record *record)
{
    return record && (record->by || record->reason);
}

static const char *identity_of(const struct record_book *book, const char *account)
{
    for (size_t i = 0; i < book->pin_count; i++)
        if (strcmp(book->pins[i].account, account) == 0)
            return book->pins[i].identity;
    return NULL;
}

bool record_is_successor(const struct record_book *book, const char *account, const char *former)
{
    int64_t first_utc = NO_TIME, last_utc = NO_TIME;
    const char *identity = identity_of(book, account);
    const char *other = identity_of(book, former);
    if (identity && other)
        return strcmp(identity, other) == 0;
    for (size_t i = 0; i < book->record_count; i++) {
        const struct record *record = &book->records[i];
        int64_t at_utc = record->claimed_utc;
        if (at_utc == NO_TIME)
            continue;
        if (strcmp(record->account, account) == 0 && (first_utc == NO_TIME || at_utc < first_utc))
            first_utc = at_utc;
        if (strcmp(record->account, former) == 0 && (last_utc == NO_TIME || at_utc > last_utc))
            last_utc = at_utc;
    }
    return first_utc == NO_TIME || last_utc == NO_TIME || first_utc > last_utc;
}

bool record_is_begun(const struct record *record)
{
    for (size_t i = 0; record && i < record->part_count; i++)
        if (record->parts[i].state == RECORD_SENT)
            return true;
    return record && record->keeps_payload;
}

static const char *copy_text(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

static void copy_part(struct arena *arena, struct record_part *part)
{
    part->key = copy_text(arena, part->key);
    part->id = copy_text(arena, part->id);
    part->url = copy_text(arena, part->url);
    part->slots = arena_copy(arena, part->slots, part->slot_count * sizeof *part->slots);
    for (size_t i = 0; i < part->slot_count; i++)
        part->slots[i] = (struct slot){ .name = copy_text(arena, part->slots[i].name),
                                        .value = copy_text(arena, part->slots[i].value) };
}

struct record record_copy(struct arena *arena, const struct record *record)
{
    struct record copy = *record;
    const char **texts[] = { &copy.post,        &copy.account,    &copy.network,
                             &copy.commit,      &copy.content,    &copy.run,
                             &copy.owner.nonce, &copy.owner.boot, &copy.owner.started,
                             &copy.error_code,  &copy.lookup,     &copy.error_message,
                             &copy.remedy,      &copy.reason,     &copy.by,
                             &copy.queue };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = copy_text(arena, *texts[i]);
    copy.parts = arena_copy(arena, copy.parts, copy.part_count * sizeof *copy.parts);
    for (size_t i = 0; i < copy.part_count; i++)
        copy_part(arena, &copy.parts[i]);
    return copy;
}

const char *record_url(const struct record *record)
{
    return record && record->part_count > 0 ? record->parts[0].url : NULL;
}
