/* Records: the names of states, and what follows from parts. */
#include "model/record.h"

#include <string.h>

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
