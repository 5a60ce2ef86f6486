/* Text: buffers, comparisons, and edit distance for did-you-mean. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

struct text_buffer text_buffer_in(struct arena *arena, size_t limit_bytes)
{
    return (struct text_buffer){ .arena = arena, .limit_bytes = limit_bytes };
}

static void grow(struct text_buffer *buffer, size_t bytes)
{
    size_t larger = buffer->capacity_bytes ? buffer->capacity_bytes * 2 : 256;
    while (larger <= bytes)
        larger *= 2;
    buffer->at = arena_grow(buffer->arena, buffer->at, buffer->capacity_bytes, larger);
    buffer->capacity_bytes = larger;
}

static void reserve(struct text_buffer *buffer, size_t bytes)
{
    if (bytes >= buffer->capacity_bytes)
        grow(buffer, bytes);
}

char *text_room(struct text_buffer *buffer, size_t bytes)
{
    if (buffer->is_full || bytes > buffer->limit_bytes - buffer->bytes) {
        buffer->is_full = true;
        return NULL;
    }
    reserve(buffer, buffer->bytes + bytes);
    char *room = buffer->at + buffer->bytes;
    buffer->bytes += bytes;
    buffer->at[buffer->bytes] = '\0';
    return room;
}

/* Apart, so that the way of nearly all has no registers to save. */
static __attribute__((noinline)) void append_or_leave_out(struct text_buffer *buffer,
                                                          const char *text, size_t bytes)
{
    char *room = text_room(buffer, bytes);
    if (room && bytes)
        memcpy(room, text, bytes);
}

void text_append(struct text_buffer *buffer, const char *text, size_t bytes)
{
    size_t used = buffer->bytes;
    if (bytes == 0 || buffer->is_full || bytes > buffer->limit_bytes - used ||
        used + bytes >= buffer->capacity_bytes) {
        append_or_leave_out(buffer, text, bytes);
        return;
    }
    buffer->bytes = used + bytes;
    buffer->at[used + bytes] = '\0';
    memcpy(buffer->at + used, text, bytes);
}

void text_putc(struct text_buffer *buffer, char c)
{
    if (buffer->is_full || buffer->bytes + 1 >= buffer->capacity_bytes ||
        buffer->bytes >= buffer->limit_bytes) {
        text_append(buffer, &c, 1);
        return;
    }
    buffer->at[buffer->bytes++] = c;
    buffer->at[buffer->bytes] = '\0';
}

void text_put_integer(struct text_buffer *buffer, int64_t integer)
{
    char digits[20];
    char *at = digits + sizeof digits;
    uint64_t left = integer < 0 ? -(uint64_t)integer : (uint64_t)integer;
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (integer < 0)
        *--at = '-';
    text_append(buffer, at, (size_t)(digits + sizeof digits - at));
}

void text_printf(struct text_buffer *buffer, const char *format, ...)
{
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    reserve(buffer, buffer->bytes);
    size_t room = buffer->capacity_bytes - buffer->bytes;
    int bytes = vsnprintf(buffer->at + buffer->bytes, room, format, args);
    va_end(args);
    if (bytes >= 0 && (size_t)bytes <= buffer->limit_bytes - buffer->bytes && !buffer->is_full) {
        if ((size_t)bytes >= room) {
            reserve(buffer, buffer->bytes + (size_t)bytes);
            vsnprintf(buffer->at + buffer->bytes, (size_t)bytes + 1, format, again);
        }
        buffer->bytes += (size_t)bytes;
    } else {
        buffer->at[buffer->bytes] = '\0';
        buffer->is_full = true;
    }
    va_end(again);
}

char *text_end(struct text_buffer *buffer)
{
    reserve(buffer, buffer->bytes);
    buffer->at[buffer->bytes] = '\0';
    return buffer->at;
}

bool text_equal(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return strcmp(a, b) == 0;
}

bool text_starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool text_ends_with(const char *text, const char *end)
{
    size_t text_bytes = strlen(text);
    size_t end_bytes = strlen(end);
    return end_bytes <= text_bytes && memcmp(text + text_bytes - end_bytes, end, end_bytes) == 0;
}

const char *text_find(const char *text, size_t bytes, const char *what)
{
    size_t what_bytes = strlen(what);
    const char *end = text + bytes;
    for (const char *at = text; (size_t)(end - at) >= what_bytes; at++) {
        at = memchr(at, what[0], (size_t)(end - at) - what_bytes + 1);
        if (!at || memcmp(at, what, what_bytes) == 0)
            return at;
    }
    return NULL;
}

bool text_equal_ignoring_case(const char *a, const char *b) { return strcasecmp(a, b) == 0; }

enum { NEAREST_MAX_BYTES = 48 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Capitals are no mistake: who types `CHECK` knows the word. */
static bool is_same(char a, char b)
{
    return a == b || ((a ^ b) == 0x20 && (a | 0x20) >= 'a' && (a | 0x20) <= 'z');
}

/* Optimal string alignment distance: a swap of neighbours is one mistake, as typing makes it. */
static size_t distance(const char *a, size_t a_bytes, const char *b, size_t b_bytes)
{
    size_t rows[3][NEAREST_MAX_BYTES + 1];
    for (size_t j = 0; j <= b_bytes; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_bytes; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_bytes; j++) {
            size_t cost = !is_same(a[i - 1], b[j - 1]);
            row[j] = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
            if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) && is_same(a[i - 2], b[j - 1]))
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a_bytes % 3][b_bytes];
}

const char *text_nearest(const char *word, const char *const *words, size_t count)
{
    size_t word_bytes = strlen(word);
    if (word_bytes > NEAREST_MAX_BYTES)
        return NULL;
    const char *best = NULL;
    size_t best_distance = word_bytes < 3 ? 1 : word_bytes / 3;
    for (size_t i = 0; i < count; i++) {
        size_t bytes = strlen(words[i]);
        if (bytes > NEAREST_MAX_BYTES)
            continue;
        size_t d = distance(word, word_bytes, words[i], bytes);
        if (d < best_distance || (d == best_distance && !best)) {
            best = words[i];
            best_distance = d;
        }
    }
    return best;
}

long text_number(const char *text, size_t bytes, long max)
{
    long number = 0;
    if (bytes == 0)
        return -1;
    for (size_t i = 0; i < bytes; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, text[i] - '0', &number) || number > max)
            return -1;
    }
    return number;
}
