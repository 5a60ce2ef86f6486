/* A record from its file. Whatever is not exactly understood is a problem, not a guess: nobody may
 * touch a delivery whose record can't be read. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "ledger/record_fields.h"
#include "lib/moment.h"
#include "lib/yaml.h"
#include "model/moment.h"

enum { LARGEST_NUMBER_DIGITS = 18 };

struct reader {
    struct arena *arena; /* of the result */
    const char *problem;
    size_t at; /* in the table of fields: where the last one was found */
};

static int fail(struct reader *reader, const struct yaml_node *node, const char *what)
{
    reader->problem = node->key
                          ? arena_printf(reader->arena, _("line %u: `%s` %s"), node->key_where.line,
                                         node->key, what)
                          : arena_printf(reader->arena, _("line %u: %s"), node->where.line, what);
    return -1;
}

/* A decimal number with or without a sign. */
static int read_number(int64_t *out, const char *text)
{
    bool is_negative = *text == '-';
    const char *digits = text + is_negative;
    size_t bytes = strlen(digits);
    if (bytes == 0 || bytes > LARGEST_NUMBER_DIGITS || strspn(digits, "0123456789") != bytes)
        return -1;
    int64_t number = 0;
    for (; *digits; digits++)
        number = number * 10 + (*digits - '0');
    *out = is_negative ? -number : number;
    return 0;
}

/* RFC 3339 alone; the offset is what stands behind the seconds. */
static int read_instant(int64_t *utc, int32_t *offset_s, const char *text)
{
    struct moment moment;
    if (moment_parse(&moment, text) != 0 || moment.kind != MOMENT_INSTANT || moment.utc <= 0)
        return -1;
    *utc = moment.utc;
    if (offset_s)
        *offset_s = (int32_t)(moment_seconds(&moment.local) - moment.utc);
    return 0;
}

static int read_state(enum record_state *out, const char *text)
{
    int state = record_state_find(text);
    if (state < 0)
        return -1;
    *out = (enum record_state)state;
    return 0;
}

static int read_scalar(struct reader *reader, void *into, const struct record_field *field,
                       const struct yaml_node *node)
{
    char *at = (char *)into + field->offset;
    int64_t number = 0;
    switch (field->kind) {
    case FIELD_TEXT:
        *(const char **)at = arena_strndup(reader->arena, node->text, node->text_bytes);
        return 0;
    case FIELD_STATE:
        if (read_state((enum record_state *)at, node->text) != 0)
            return fail(reader, node, _("is no state"));
        return 0;
    case FIELD_LETTER:
        if (node->text_bytes != 1 || !strchr("IDKLUN", node->text[0]))
            return fail(reader, node, _("is none of I, D, K, L, U, N"));
        *at = node->text[0];
        return 0;
    case FIELD_DUE: {
        struct record *record = into;
        if (read_instant(&record->due_utc, &record->due_offset_s, node->text) != 0)
            return fail(reader, node, _("is no time with its offset"));
        return 0;
    }
    case FIELD_TIME:
        if (read_instant((int64_t *)at, NULL, node->text) != 0)
            return fail(reader, node, _("is no time with its offset"));
        return 0;
    case FIELD_COUNT:
        if (read_number(&number, node->text) != 0 || number < 0 || number > INT32_MAX)
            return fail(reader, node, _("is no number that fits"));
        *(int *)at = (int)number;
        return 0;
    case FIELD_NUMBER:
    case FIELD_BYTES:
        if (read_number(&number, node->text) != 0 || (field->kind == FIELD_BYTES && number < 0))
            return fail(reader, node, _("is no number that fits"));
        *(int64_t *)at = number;
        return 0;
    case FIELD_FLAG:
        if (yaml_bool(node) < 0)
            return fail(reader, node, _("is neither true nor false"));
        *(bool *)at = yaml_bool(node) == 1;
        return 0;
    }
    return -1;
}

/* From the last one on: they stand in a file in the order of their table, and a ledger of ten years
 * has millions. */
static const struct record_field *find_field(struct reader *reader,
                                             const struct record_field *fields, size_t count,
                                             const char *group, const char *key)
{
    for (size_t tried = 0; tried < count; tried++) {
        size_t i = (reader->at + tried) % count;
        if (strcmp(fields[i].key, key) == 0 && text_equal(fields[i].group, group)) {
            reader->at = i;
            return &fields[i];
        }
    }
    return NULL;
}

static bool is_group(struct reader *reader, const char *key)
{
    if (find_field(reader, record_fields, record_field_count, NULL, key))
        return false;
    for (size_t i = 0; i < record_field_count; i++) {
        if (text_equal(record_fields[i].group, key))
            return true;
    }
    return false;
}

/* One entry of a map that the table knows. An unknown one may be a newer release's, and writing
 * the record would lose it. */
static int read_entry(struct reader *reader, void *into, const struct record_field *fields,
                      size_t count, const char *group, const struct yaml_node *node)
{
    const struct record_field *field = find_field(reader, fields, count, group, node->key);
    if (!field)
        return fail(reader, node, _("is not known here: was it written by a newer Pregon?"));
    if (node->kind != YAML_SCALAR)
        return fail(reader, node, _("is no single value"));
    return yaml_is_null(node) ? 0 : read_scalar(reader, into, field, node);
}

static int read_group(struct reader *reader, struct record *record, const struct yaml_node *map)
{
    if (map->kind != YAML_MAP)
        return fail(reader, map, _("is no map"));
    for (const struct yaml_node *node = map->first; node; node = node->next) {
        if (read_entry(reader, record, record_fields, record_field_count, map->key, node) != 0)
            return -1;
    }
    return 0;
}

static int read_slots(struct reader *reader, struct record_part *part, const struct yaml_node *map)
{
    if (map->kind != YAML_MAP)
        return fail(reader, map, _("is no map"));
    part->slots = arena_alloc_array(reader->arena, map->count, sizeof *part->slots);
    for (const struct yaml_node *node = map->first; node; node = node->next) {
        if (node->kind != YAML_SCALAR)
            return fail(reader, node, _("is no single value"));
        part->slots[part->slot_count++] = (struct slot){
            .name = arena_strdup(reader->arena, node->key),
            .value = arena_strndup(reader->arena, node->text, node->text_bytes),
        };
    }
    return 0;
}

static int read_part(struct reader *reader, struct record_part *part, const struct yaml_node *map)
{
    if (map->kind != YAML_MAP)
        return fail(reader, map, _("is no map"));
    part->first_try_utc = NO_TIME;
    reader->at = 0;
    for (const struct yaml_node *node = map->first; node; node = node->next) {
        int result =
            strcmp(node->key, "slots") == 0
                ? read_slots(reader, part, node)
                : read_entry(reader, part, record_part_fields, record_part_field_count, NULL, node);
        if (result != 0)
            return -1;
    }
    return 0;
}

static int read_parts(struct reader *reader, struct record *record, const struct yaml_node *list)
{
    if (list->kind != YAML_LIST)
        return fail(reader, list, _("is no list"));
    if (list->count > LIMIT_PARTS)
        return fail(reader, list, _("has too many entries"));
    record->parts = arena_alloc_array(reader->arena, list->count, sizeof *record->parts);
    for (const struct yaml_node *node = list->first; node; node = node->next) {
        if (read_part(reader, &record->parts[record->part_count++], node) != 0)
            return -1;
    }
    return 0;
}

static int read_record(struct reader *reader, struct record *record, const struct yaml_node *root)
{
    if (!root || root->kind != YAML_MAP) {
        reader->problem = _("it has no keys");
        return -1;
    }
    *record = (struct record){
        .due_utc = NO_TIME,
        .claimed_utc = NO_TIME,
        .sent_utc = NO_TIME,
        .retry_after_utc = NO_TIME,
        .request_utc = NO_TIME,
        .request_sent_bytes = -1,
        .lookup_utc = NO_TIME,
    };
    reader->at = 0;
    for (const struct yaml_node *node = root->first; node; node = node->next) {
        int result;
        if (strcmp(node->key, "parts") == 0)
            result = read_parts(reader, record, node);
        else if (is_group(reader, node->key))
            result = read_group(reader, record, node);
        else
            result = read_entry(reader, record, record_fields, record_field_count, NULL, node);
        if (result != 0)
            return -1;
    }
    if (!record->post || !record->account || !record->network || record->state == RECORD_NONE) {
        reader->problem = _("it lacks one of `post`, `account`, `network`, `state`");
        return -1;
    }
    return 0;
}

int record_parse(struct record *out, struct arena *arena, const char *text, size_t bytes,
                 const char **problem)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct reader reader = { .arena = arena };
    struct record record;
    struct yaml_node *root = record_scan(&scratch, text, bytes);
    if (root && read_record(&reader, &record, root) == 0) {
        *out = record;
        return 0;
    }
    /* libyaml knows the lines. */
    struct yaml_problem why;
    if (yaml_parse(&root, &scratch, text, bytes, 1, 0, &why) != 0) {
        *problem = arena_printf(arena, _("line %u: %s"), why.where.line, why.message);
        return -1;
    }
    if (read_record(&reader, &record, root) != 0) {
        *problem = reader.problem;
        return -1;
    }
    *out = record;
    return 0;
}
