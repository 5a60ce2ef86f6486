/* JSON: hostile text to a tree (jansson), and a writer whose bytes never depend on the machine.
 *
 *     struct json_writer json = json_writer_to(&buffer, JSON_INDENTED);
 *     json_begin_object(&json, NULL);
 *     json_put_string(&json, "state", "sent");
 *     json_end(&json);
 *
 * The `key` argument is NULL inside arrays and at the top. */
#ifndef PREGON_LIB_JSON_H
#define PREGON_LIB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct text_buffer;

enum json_kind {
    JSON_NULL,
    JSON_BOOL,
    JSON_INTEGER,
    JSON_REAL,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
};

struct json {
    enum json_kind kind;
    const char *key; /* in an object */
    const char *string;
    size_t string_bytes;
    int64_t integer;
    double real;
    bool boolean;
    const struct json *first, *next; /* in the text's order */
    size_t count;
};

/* One value and nothing else; duplicate keys, depth over LIMIT_JSON_DEPTH, NUL in strings are
 * errors (ERR_SYSTEM, with line and column in words). */
int json_parse(const struct json **out, struct arena *arena, const char *text, size_t bytes,
               struct err *err) __attribute__((warn_unused_result));

/* (jansson exports json_string and json_integer; ours must not bear those names.)
 *
 * Lookups take NULL and give NULL (or the fallback) where something is missing or of another kind.
 */
const struct json *json_get(const struct json *object, const char *key);
const char *json_get_string(const struct json *object, const char *key);
int64_t json_get_integer(const struct json *object, const char *key, int64_t fallback);
bool json_get_bool(const struct json *object, const char *key, bool fallback);

enum json_layout { JSON_COMPACT, JSON_INDENTED };

struct json_writer {
    struct text_buffer *out;
    enum json_layout layout;
    int depth;
    uint64_t is_array; /* a bit a level */
    bool has_items;
};

struct json_writer json_writer_to(struct text_buffer *out, enum json_layout layout);
void json_begin_object(struct json_writer *json, const char *key);
void json_begin_array(struct json_writer *json, const char *key);
void json_end(struct json_writer *json);
/* NULL becomes null. Text that is no UTF-8 gets U+FFFD in place of each bad byte. */
void json_put_string(struct json_writer *json, const char *key, const char *text);
void json_put_text(struct json_writer *json, const char *key, const char *text, size_t bytes);
void json_put_integer(struct json_writer *json, const char *key, int64_t integer);
void json_put_real(struct json_writer *json, const char *key, double real);
void json_put_bool(struct json_writer *json, const char *key, bool boolean);
void json_put_null(struct json_writer *json, const char *key);
/* A value that was read before, in its order. */
void json_put(struct json_writer *json, const char *key, const struct json *value);

#endif
