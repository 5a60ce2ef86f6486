/* JSON: reading by jansson into the arena, writing by hand so that the bytes are ours. */

/* jansson's names for its kinds are ours too; here alone both meet. */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_STRING JANSSON_STRING
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_REAL JANSSON_REAL
#define JSON_NULL JANSSON_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_INTEGER
#undef JSON_REAL
#undef JSON_NULL
#undef JSON_COMPACT

#include "lib/json.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/runner.h"
#include "lib/unicode.h"

static void value_release(json_t **value) { json_decref(*value); }

/* jansson takes 2,048 levels and reads them by recursion; ours are counted before it starts. */
static bool is_too_deep(const char *text, size_t bytes)
{
    int depth = 0;
    bool is_in_string = false;
    for (size_t i = 0; i < bytes; i++) {
        if (is_in_string) {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                is_in_string = false;
            continue;
        }
        if (text[i] == '"')
            is_in_string = true;
        else if ((text[i] == '[' || text[i] == '{') && ++depth > LIMIT_JSON_DEPTH)
            return true;
        else if (text[i] == ']' || text[i] == '}')
            depth--;
    }
    return false;
}

/* By recursion, LIMIT_JSON_DEPTH deep at most. */
static struct json *convert(struct arena *arena, json_t *value)
{
    struct json *out = arena_alloc(arena, sizeof *out);
    const struct json **last = &out->first;
    switch (json_typeof(value)) {
    case JANSSON_OBJECT: {
        const char *key;
        json_t *item;
        out->kind = JSON_OBJECT;
        json_object_foreach(value, key, item)
        {
            struct json *child = convert(arena, item);
            child->key = arena_strdup(arena, key);
            *last = child;
            last = &child->next;
            out->count++;
        }
        break;
    }
    case JANSSON_ARRAY: {
        size_t index;
        json_t *item;
        out->kind = JSON_ARRAY;
        json_array_foreach(value, index, item)
        {
            struct json *child = convert(arena, item);
            *last = child;
            last = &child->next;
            out->count++;
        }
        break;
    }
    case JANSSON_STRING:
        out->kind = JSON_STRING;
        out->string_bytes = json_string_length(value);
        out->string = arena_strndup(arena, json_string_value(value), out->string_bytes);
        break;
    case JANSSON_INTEGER:
        out->kind = JSON_INTEGER;
        out->integer = json_integer_value(value);
        break;
    case JANSSON_REAL:
        out->kind = JSON_REAL;
        out->real = json_real_value(value);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        out->kind = JSON_BOOL;
        out->boolean = json_is_true(value);
        break;
    case JANSSON_NULL:
        out->kind = JSON_NULL;
        break;
    }
    return out;
}

int json_parse(const struct json **out, struct arena *arena, const char *text, size_t bytes,
               struct err *err)
{
    json_error_t problem;
    if (is_too_deep(text, bytes))
        return err_set(err, ERR_SYSTEM, _("JSON is nested more than %d levels deep"),
                       LIMIT_JSON_DEPTH);
    CLEANUP(value_release)
    json_t *value = json_loadb(text, bytes, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
    if (!value)
        return err_set(err, ERR_SYSTEM, _("no JSON: line %d, column %d: %s"), problem.line,
                       problem.column, problem.text);
    *out = convert(arena, value);
    return 0;
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    const struct json *entry = object->first;
    while (entry && strcmp(entry->key, key) != 0)
        entry = entry->next;
    return entry;
}

const char *json_get_string(const struct json *object, const char *key)
{
    const struct json *value = json_get(object, key);
    return value && value->kind == JSON_STRING ? value->string : NULL;
}

int64_t json_get_integer(const struct json *object, const char *key, int64_t fallback)
{
    const struct json *value = json_get(object, key);
    return value && value->kind == JSON_INTEGER ? value->integer : fallback;
}

bool json_get_bool(const struct json *object, const char *key, bool fallback)
{
    const struct json *value = json_get(object, key);
    return value && value->kind == JSON_BOOL ? value->boolean : fallback;
}

/* Keys of ours are shorter, and written together with what stands before them. */
enum { MOST_KEY_BYTES = 32 };

struct json_writer json_writer_to(struct text_buffer *out, enum json_layout layout)
{
    return (struct json_writer){ .out = out, .layout = layout };
}

/* The line's start, in a layout that has lines: `lead` has room for it, and its bytes come back. */
static size_t line_break(const struct json_writer *json, char *lead)
{
    size_t bytes = 0;
    if (json->layout != JSON_COMPACT) {
        lead[bytes++] = '\n';
        memset(lead + bytes, ' ', 2 * (size_t)json->depth);
        bytes += 2 * (size_t)json->depth;
    }
    return bytes;
}

/* Whether one of eight bytes is no ASCII, a control character, a quote, a backslash or a hash: a
 * CI service obeys two of these (runner.h). */
static bool has_special(uint64_t eight)
{
    const uint64_t ones = UINT64_MAX / 0xFF, high = ones * 0x80;
    uint64_t quote = eight ^ ones * '"', backslash = eight ^ ones * '\\', hash = eight ^ ones * '#';
    uint64_t low = (eight - ones * 0x20) | (eight + ones);
    return (eight | ((low | (quote - ones) | (backslash - ones) | (hash - ones)) & ~eight)) & high;
}

/* How many bytes at the start of `text` stand for themselves, and are ASCII. */
static size_t plain_bytes(const char *text, size_t bytes)
{
    size_t plain = 0;
    uint64_t eight;
    while (plain < bytes && bytes >= sizeof eight) {
        /* The last eight may begin with some that were looked at. */
        size_t at = plain + sizeof eight <= bytes ? plain : bytes - sizeof eight;
        memcpy(&eight, text + at, sizeof eight);
        if (has_special(eight))
            break;
        plain = at + sizeof eight;
    }
    while (plain < bytes) {
        unsigned char c = (unsigned char)text[plain];
        if (c - 0x20U >= 0x5F || c == '"' || c == '\\' || c == '#')
            break;
        plain++;
    }
    return plain;
}

/* What turns or hides text, and the second set of control characters. */
static bool is_invisible(uint32_t codepoint)
{
    return codepoint < 0xA0 || codepoint == 0xAD || codepoint == 0x61C || codepoint == 0x200B ||
           codepoint == 0x200E || codepoint == 0x200F ||
           (codepoint >= 0x2028 && codepoint <= 0x202E) ||
           (codepoint >= 0x2060 && codepoint <= 0x206F) || codepoint == 0xFEFF;
}

/* Valid text without ASCII. */
static void put_foreign(struct json_writer *json, const char *text, size_t bytes)
{
    const char *end = text + bytes;
    const char *from = text;
    for (const char *at = text; at < end;) {
        const char *here = at;
        uint32_t codepoint = utf8_next(&at, end);
        if (!is_invisible(codepoint))
            continue;
        text_append(json->out, from, (size_t)(here - from));
        text_printf(json->out, "\\u%04x", (unsigned)codepoint);
        from = at;
    }
    text_append(json->out, from, (size_t)(end - from));
}

static void put_escaped(struct json_writer *json, const char *text, size_t bytes)
{
    char *room = plain_bytes(text, bytes) == bytes ? text_room(json->out, bytes + 2) : NULL;
    if (room) { /* nearly all */
        room[0] = room[bytes + 1] = '"';
        memcpy(room + 1, text, bytes);
        return;
    }
    text_putc(json->out, '"');
    for (size_t at = 0; at < bytes;) {
        unsigned char c = (unsigned char)text[at];
        size_t plain = plain_bytes(text + at, bytes - at);
        if (plain > 0) {
            text_append(json->out, text + at, plain);
            at += plain;
            continue;
        }
        if (c >= 0x80) {
            size_t end = at;
            while (end < bytes && (unsigned char)text[end] >= 0x80)
                end++;
            size_t valid = utf8_valid_bytes(text + at, end - at);
            put_foreign(json, text + at, valid);
            at += valid;
            if (at < end) {
                text_append(json->out, "\xEF\xBF\xBD", 3);
                at++;
            }
            continue;
        }
        switch (c) {
        case '#':
            text_puts(json->out, runner_mark(text + at, bytes - at) == 0 ? "\\u0023" : "#");
            break;
        case '"':
            text_append(json->out, "\\\"", 2);
            break;
        case '\\':
            text_append(json->out, "\\\\", 2);
            break;
        case '\n':
            text_append(json->out, "\\n", 2);
            break;
        case '\r':
            text_append(json->out, "\\r", 2);
            break;
        case '\t':
            text_append(json->out, "\\t", 2);
            break;
        default:
            text_printf(json->out, "\\u%04x", c);
        }
        at++;
    }
    text_putc(json->out, '"');
}

/* What stands before a value: the comma, the line's start, the key. */
static void put_lead(struct json_writer *json, const char *key)
{
    char lead[2 + 2 * LIMIT_JSON_DEPTH + MOST_KEY_BYTES + 4];
    size_t bytes = 0;
    size_t key_bytes = key ? strlen(key) : 0;
    size_t colon_bytes = json->layout == JSON_COMPACT ? 1 : 2;
    if (json->has_items)
        lead[bytes++] = ',';
    if (json->depth)
        bytes += line_break(json, lead + bytes);
    json->has_items = true;
    if (key && key_bytes <= MOST_KEY_BYTES && plain_bytes(key, key_bytes) == key_bytes) {
        lead[bytes++] = '"';
        memcpy(lead + bytes, key, key_bytes);
        memcpy(lead + bytes + key_bytes, "\": ", 3);
        text_append(json->out, lead, bytes + key_bytes + 1 + colon_bytes);
        return;
    }
    text_append(json->out, lead, bytes);
    if (!key)
        return;
    put_escaped(json, key, key_bytes);
    text_append(json->out, ": ", colon_bytes);
}

static void begin(struct json_writer *json, const char *key, bool is_array)
{
    assert(json->depth < LIMIT_JSON_DEPTH);
    put_lead(json, key);
    text_putc(json->out, is_array ? '[' : '{');
    if (is_array)
        json->is_array |= UINT64_C(1) << json->depth;
    else
        json->is_array &= ~(UINT64_C(1) << json->depth);
    json->depth++;
    json->has_items = false;
}

void json_begin_object(struct json_writer *json, const char *key) { begin(json, key, false); }

void json_begin_array(struct json_writer *json, const char *key) { begin(json, key, true); }

void json_end(struct json_writer *json)
{
    assert(json->depth > 0);
    json->depth--;
    char end[2 + 2 * LIMIT_JSON_DEPTH];
    size_t bytes = json->has_items ? line_break(json, end) : 0;
    end[bytes++] = (json->is_array >> json->depth) & 1 ? ']' : '}';
    text_append(json->out, end, bytes);
    json->has_items = true;
}

void json_put_text(struct json_writer *json, const char *key, const char *text, size_t bytes)
{
    put_lead(json, key);
    put_escaped(json, text, bytes);
}

void json_put_string(struct json_writer *json, const char *key, const char *text)
{
    if (text)
        json_put_text(json, key, text, strlen(text));
    else
        json_put_null(json, key);
}

void json_put_integer(struct json_writer *json, const char *key, int64_t integer)
{
    put_lead(json, key);
    text_put_integer(json->out, integer);
}

/* The shortest digits that read back as the same number. JSON has no infinity. */
void json_put_real(struct json_writer *json, const char *key, double real)
{
    char digits[40];
    if (!isfinite(real)) {
        json_put_null(json, key);
        return;
    }
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) == real)
            break;
    }
    /* The locale's decimal sign, a comma in Spanish, is no JSON. */
    char *sign = strpbrk(digits, ",.");
    if (sign)
        *sign = '.';
    put_lead(json, key);
    text_puts(json->out, digits);
    if (!strpbrk(digits, ".e"))
        text_puts(json->out, ".0");
}

void json_put_bool(struct json_writer *json, const char *key, bool boolean)
{
    put_lead(json, key);
    text_puts(json->out, boolean ? "true" : "false");
}

void json_put_null(struct json_writer *json, const char *key)
{
    put_lead(json, key);
    text_puts(json->out, "null");
}

void json_put(struct json_writer *json, const char *key, const struct json *value)
{
    switch (value->kind) {
    case JSON_NULL:
        json_put_null(json, key);
        return;
    case JSON_BOOL:
        json_put_bool(json, key, value->boolean);
        return;
    case JSON_INTEGER:
        json_put_integer(json, key, value->integer);
        return;
    case JSON_REAL:
        json_put_real(json, key, value->real);
        return;
    case JSON_STRING:
        json_put_text(json, key, value->string, value->string_bytes);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    begin(json, key, value->kind == JSON_ARRAY);
    for (const struct json *item = value->first; item; item = item->next)
        json_put(json, item->key, item);
    json_end(json);
}
