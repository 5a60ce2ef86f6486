/* Words of another language within a text:
 *
 *     Gracias, y <!-- lang: en -->thank you<!-- /lang -->.
 *
 * Between the two comments the rules of that language hold, spelling among them, and not those of
 * the post's. */
#ifndef PREGON_CHECK_VOICE_SPANS_H
#define PREGON_CHECK_VOICE_SPANS_H

#include <stddef.h>

struct arena;
struct findings;
struct source;

struct voice_span {
    size_t start_byte, end_byte;
    const char *language;
};

struct voice_spans {
    struct voice_span *items; /* in order, apart from each other */
    size_t count, capacity;
};

/* What is written wrong is in `findings`, where they are asked for. */
struct voice_spans voice_spans_find(struct arena *arena, const struct source *source,
                                    struct findings *findings);

/* The language at that place; `otherwise` where none is marked. */
const char *voice_spans_at(const struct voice_spans *spans, size_t byte, const char *otherwise);

#endif
