/* Records: the names of states, and what follows from parts. */
#include "model/record.h"

#include <string.h>

#include "base/arena.h"

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
