/* A record as its file: key order and layout never change, so that the same record is the same
 * blob. */
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "ledger/record_fields.h"
#include "lib/moment.h"
#include "lib/yaml.h"
#include "model/moment.h"

/* A commit's id stays plain, also where it begins with a digit. */
static const char *block_text(struct arena *arena, const char *text)
{
    enum { ID_DIGITS = 40 };
    bool is_id = strlen(text) == ID_DIGITS && strspn(text, "0123456789abcdef") == ID_DIGITS;
    return is_id ? text : yaml_quote(arena, text);
}

static const char *format_time(struct arena *arena, int64_t utc)
{
    return utc > 0 ? moment_format_utc(arena, utc) : NULL;
}

static const char *format_number(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%" PRId64, number);
}

/* The value as YAML, or NULL where it is not written. */
static const char *format_field(struct arena *arena, const void *from,
                                const struct record_field *field, bool is_flow)
{
    const char *at = (const char *)from + field->offset;
    switch (field->kind) {
    case FIELD_TEXT: {
        const char *text = *(const char *const *)at;
        if (!text)
            return NULL;
        return is_flow ? yaml_quote_flow(arena, text) : block_text(arena, text);
    }
    case FIELD_STATE:
        return record_state_name(*(const enum record_state *)at);
    case FIELD_LETTER:
        return *at ? arena_strndup(arena, at, 1) : NULL;
    case FIELD_DUE: {
        const struct record *record = from;
        return record->due_utc > 0 ? moment_format(arena, record->due_utc, record->due_offset_s)
                                   : NULL;
    }
    case FIELD_TIME:
        return format_time(arena, *(const int64_t *)at);
    case FIELD_COUNT:
        return *(const int *)at ? format_number(arena, *(const int *)at) : NULL;
    case FIELD_NUMBER:
        return *(const int64_t *)at ? format_number(arena, *(const int64_t *)at) : NULL;
    case FIELD_BYTES: {
        const struct record *record = from;
        int64_t bytes = *(const int64_t *)at;
        return bytes >= 0 && record->request_utc > 0 ? format_number(arena, bytes) : NULL;
    }
    case FIELD_FLAG:
        return *(const bool *)at ? "true" : NULL;
    }
    return NULL;
}

/* `{` or `, ` before each entry of a flow map. */
static void put_entry(struct text_buffer *out, bool *is_open, const char *key, const char *value)
{
    text_printf(out, "%s%s: %s", *is_open ? ", " : "{", key, value);
    *is_open = true;
}

/* A group's keys stand together in the table; where none has a value it is left out. */
static size_t put_group(struct text_buffer *out, struct arena *arena, const struct record *record,
                        size_t first)
{
    const char *group = record_fields[first].group;
    bool is_open = false;
    size_t i = first;
    for (; text_equal(record_fields[i].group, group); i++) {
        const char *value = format_field(arena, record, &record_fields[i], true);
        if (value && !is_open)
            text_printf(out, "%s: ", group);
        if (value)
            put_entry(out, &is_open, record_fields[i].key, value);
    }
    if (is_open)
        text_puts(out, "}\n");
    return i;
}

static void put_part(struct text_buffer *out, struct arena *arena, const struct record_part *part)
{
    bool is_open = false;
    text_puts(out, "  - ");
    for (size_t i = 0; i < record_part_field_count; i++) {
        const struct record_field *field = &record_part_fields[i];
        const char *value = format_field(arena, part, field, true);
        if (value)
            put_entry(out, &is_open, field->key, value);
    }
    bool has_slots = false;
    for (size_t i = 0; i < part->slot_count; i++) {
        if (!has_slots)
            text_puts(out, ", slots: ");
        put_entry(out, &has_slots, yaml_quote_flow(arena, part->slots[i].name),
                  yaml_quote_flow(arena, part->slots[i].value));
    }
    text_puts(out, has_slots ? "}}\n" : "}\n");
}

const char *record_format(struct arena *arena, const struct record *record, size_t *bytes)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_RECORD_BYTES);
    for (size_t i = 0; i < record_field_count;) {
        const struct record_field *field = &record_fields[i];
        if (field->group) {
            i = put_group(&out, arena, record, i);
            continue;
        }
        const char *value = format_field(arena, record, field, false);
        if (value)
            text_printf(&out, "%s: %s\n", field->key, value);
        i++;
    }
    if (record->part_count > 0)
        text_puts(&out, "parts:\n");
    for (size_t i = 0; i < record->part_count; i++)
        put_part(&out, arena, &record->parts[i]);
    const char *text = text_end(&out);
    *bytes = out.bytes;
    return out.is_full ? NULL : text;
}
