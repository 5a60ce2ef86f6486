/* Framing: headers, and the bytes that they announce. */
#include "lsp/frame.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/text.h"

enum { FIRST_CAPACITY = 64 * 1024 };

static void make_room(struct frames *frames, size_t bytes)
{
    size_t left = frames->bytes - frames->taken;
    if (frames->taken) {
        memmove(frames->buffer, frames->buffer + frames->taken, left);
        frames->bytes = left;
        frames->taken = 0;
    }
    if (left + bytes <= frames->capacity)
        return;
    size_t capacity = frames->capacity ? frames->capacity : FIRST_CAPACITY;
    while (capacity < left + bytes)
        capacity *= 2;
    struct arena arena = { 0 };
    char *larger = arena_alloc(&arena, capacity);
    if (left)
        memcpy(larger, frames->buffer, left);
    arena_release(&frames->arena);
    frames->arena = arena;
    frames->buffer = larger;
    frames->capacity = capacity;
}

void frames_feed(struct frames *frames, const char *data, size_t bytes)
{
    size_t skipped = bytes < frames->skip ? bytes : frames->skip;
    frames->skip -= skipped;
    if (frames->is_broken || bytes == skipped)
        return;
    make_room(frames, bytes - skipped);
    memcpy(frames->buffer + frames->bytes, data + skipped, bytes - skipped);
    frames->bytes += bytes - skipped;
}

/* The bytes of the header with the empty line that ends it; 0 where it is not whole. */
static size_t header_bytes(const struct frames *frames)
{
    size_t left = frames->bytes - frames->taken;
    const char *start = left ? frames->buffer + frames->taken : NULL;
    const char *end = left ? memmem(start, left, "\r\n\r\n", 4) : NULL;
    return end ? (size_t)(end - start) + 4 : 0;
}

/* What Content-Length says; -1 where there is no such line, or it is no number. */
static long content_bytes(const char *header, size_t bytes)
{
    static const char name[] = "content-length:";
    const size_t name_bytes = sizeof name - 1;
    const char *end = header + bytes;
    while (header < end) {
        const char *newline = memchr(header, '\r', (size_t)(end - header));
        size_t line = newline ? (size_t)(newline - header) : (size_t)(end - header);
        if (line > name_bytes && strncasecmp(header, name, name_bytes) == 0) {
            const char *value = header + name_bytes;
            const char *last = header + line;
            while (value < last && *value == ' ')
                value++;
            return text_number(value, (size_t)(last - value), LIMIT_LSP_SKIPPED_BYTES);
        }
        header += line + 2;
    }
    return -1;
}

enum frame_kind frames_next(struct frames *frames, const char **message, size_t *bytes)
{
    size_t left = frames->bytes - frames->taken;
    size_t header = header_bytes(frames);
    if (frames->is_broken || (!header && left <= LIMIT_LSP_HEADER_BYTES))
        return FRAME_NONE;
    const char *start = frames->buffer + frames->taken;
    long content = header && header <= LIMIT_LSP_HEADER_BYTES ? content_bytes(start, header) : -1;
    if (content < 0) {
        frames->is_broken = true;
        return FRAME_NONE;
    }
    if (content > LIMIT_LSP_MESSAGE_BYTES) {
        size_t here = left - header;
        size_t passed = here < (size_t)content ? here : (size_t)content;
        frames->taken += header + passed;
        frames->skip = (size_t)content - passed;
        return FRAME_TOO_LARGE;
    }
    if (left - header < (size_t)content)
        return FRAME_NONE;
    *message = start + header;
    *bytes = (size_t)content;
    frames->taken += header + (size_t)content;
    return FRAME_MESSAGE;
}

void frames_release(struct frames *frames)
{
    arena_release(&frames->arena);
    *frames = (struct frames){ 0 };
}

void frame_put(struct text_buffer *out, const char *message, size_t bytes)
{
    text_printf(out, "Content-Length: %zu\r\n\r\n", bytes);
    text_append(out, message, bytes);
}
