/* Frames: the messages of a stream, as the base protocol divides them.
 *
 *     Content-Length: 52\r\n\r\n{"jsonrpc":"2.0",…}
 *
 * Bytes come in pieces of any size. A message that is larger than LIMIT_LSP_MESSAGE_BYTES is passed
 * over, and told as one that was; a header that can't be read is the end: nobody could say where
 * the next message begins. */
#ifndef PREGON_LSP_FRAME_H
#define PREGON_LSP_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct text_buffer;

struct frames {
    struct arena arena; /* where the buffer lives */
    char *buffer;
    size_t bytes, capacity;
    size_t taken;   /* of the buffer: was given already */
    size_t skip;    /* so many bytes of a message too large are still to come */
    bool is_broken; /* the header could not be read */
};

void frames_feed(struct frames *frames, const char *data, size_t bytes);

enum frame_kind { FRAME_NONE /* not whole yet, or broken */, FRAME_MESSAGE, FRAME_TOO_LARGE };

/* The next message; it lives until the next frames_feed(). */
enum frame_kind frames_next(struct frames *frames, const char **message, size_t *bytes);

void frames_release(struct frames *frames);

/* Appends a message with its header. */
void frame_put(struct text_buffer *out, const char *message, size_t bytes);

#endif
