/* The keys of a record's file, in their order: one table for writing and reading
 * (docs/files/ledger.md). A key is added here and nowhere else. */
#ifndef PREGON_LEDGER_RECORD_FIELDS_H
#define PREGON_LEDGER_RECORD_FIELDS_H

#include <stddef.h>

struct arena;
struct record;
struct yaml_node;

enum record_field_kind {
    FIELD_TEXT,   /* const char * */
    FIELD_STATE,  /* enum record_state */
    FIELD_LETTER, /* char */
    FIELD_DUE,    /* due_utc and due_offset_s */
    FIELD_TIME,   /* int64_t, UTC; not written for NO_TIME and before 1970 */
    FIELD_COUNT,  /* int; 0 is not written */
    FIELD_NUMBER, /* int64_t; 0 is not written */
    FIELD_BYTES,  /* int64_t; -1 is not written */
    FIELD_FLAG,   /* bool; false is not written */
};

struct record_field {
    const char *group; /* the map that the key stands in, `owner: {nonce: …}`; NULL: none */
    const char *key;
    enum record_field_kind kind;
    size_t offset; /* in struct record, or in struct record_part */
};

/* Behind the last is one of no group, where the last group would end. */
extern const struct record_field record_fields[];
extern const size_t record_field_count;
extern const struct record_field record_part_fields[];
extern const size_t record_part_field_count;

/* The tree that yaml_parse() would make of a record's text, without places, and without libyaml,
 * which takes ten times as long. NULL where the text is laid out in any way that record_format()
 * does not: yaml_parse() must tell. */
struct yaml_node *record_scan(struct arena *arena, const char *text, size_t bytes);

#endif
