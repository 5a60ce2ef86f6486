/* Text: building it in an arena, comparing it, and the nearest of some words.
 *
 *     struct text_buffer out = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
 *     text_append(&out, "hola", 4);
 *     const char *whole = text_end(&out);
 *
 * A buffer is born with its largest size (limits.h says why each); what goes beyond is left out and
 * `is_full` says so: check it once, at the end. */
#ifndef PREGON_BASE_TEXT_H
#define PREGON_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct text_buffer {
    struct arena *arena;
    char *at; /* always terminated once something was appended */
    size_t bytes;
    size_t capacity_bytes;
    size_t limit_bytes;
    bool is_full;
};

struct text_buffer text_buffer_in(struct arena *arena, size_t limit_bytes);
/* Appends so many bytes that the caller writes at once; NULL where they are left out. */
char *text_room(struct text_buffer *buffer, size_t bytes);
void text_append(struct text_buffer *buffer, const char *text, size_t bytes);
/* Here, so that the length of a literal is known where it stands. */
static inline void text_puts(struct text_buffer *buffer, const char *text)
{
    text_append(buffer, text, strlen(text));
}
void text_putc(struct text_buffer *buffer, char c);
void text_put_integer(struct text_buffer *buffer, int64_t integer);
void text_printf(struct text_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The whole text, terminated; it lives in the buffer's arena. */
char *text_end(struct text_buffer *buffer) __attribute__((returns_nonnull));

bool text_equal(const char *a, const char *b); /* two NULLs are equal */
bool text_starts_with(const char *text, const char *start);
bool text_ends_with(const char *text, const char *end);
/* The first `what` in so many bytes, or NULL. For what begins with a rare byte (`://`, `@[`), which
 * is looked for alone: in posts of 300 and 1,000 bytes memmem() took 3 to 60 times as long (glibc
 * 2.36, 2026-11). */
const char *text_find(const char *text, size_t bytes, const char *what);
/* ASCII letters alone are folded. */
bool text_equal_ignoring_case(const char *a, const char *b);

/* The one of `words` that a person who typed `word` may have meant, or NULL: at most a third of its
 * letters differ (swapped neighbours count one, capitals nothing). The first of equally near ones.
 */
const char *text_nearest(const char *word, const char *const *words, size_t count);

/* A decimal number without sign, at most `max`; -1 where `text` is anything else. */
long text_number(const char *text, size_t bytes, long max);

#endif
