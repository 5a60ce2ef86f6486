/* Where Vale says that an alert is, and which it loses.
 *
 * Vale looks for each match in the file again, in a copy in which what it has passed is masked, and
 * drops what it can't find or finds where it has found something before. Our own places are exact;
 * for those who want Vale's answer (`--format vale`), this gives it (its internal/core/location.go
 * and file.go, read at v3.15.1 of 2026-06). docs/vale.md shows what is lost. */
#ifndef PREGON_BRAND_VOICE_VALE_PLACE_H
#define PREGON_BRAND_VOICE_VALE_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct markup_event;

/* The masked copy, as the walk over a page goes on. */
struct vale_context {
    char *text;
    size_t bytes;
    size_t line;        /* from 0, that of the text read last */
    const char **queue; /* texts of the block, masked at its end */
    size_t queue_count, queue_capacity;
    size_t read_bytes; /* in looking for texts, and in copying */
    const char *copy;  /* of the text as it stands; NULL: none yet */
};

/* Before any text is read: what stands in info strings, references and numbers of lists is masked.
 */
void vale_context_begin(struct vale_context *out, struct arena *arena, const char *text,
                        size_t bytes);
void vale_context_text(struct vale_context *context, struct arena *arena, const char *text,
                       size_t bytes);
void vale_context_comment(struct vale_context *context, const char *text, size_t bytes);
void vale_context_tag(struct vale_context *context, struct arena *arena,
                      const struct markup_event *event);
/* The line of a block whose text is this. */
long vale_context_block(struct vale_context *context, const char *text, size_t bytes);
/* The text as it stands now; NULL where the file is too long for Vale's way. */
const char *vale_context_copy(struct vale_context *context, struct arena *arena);
void vale_context_end_block(struct vale_context *context);

/* What Vale knows of a block. */
struct vale_block {
    const char *context; /* NULL: not known */
    size_t context_bytes;
    long line;         /* from 0; -1: unknown */
    bool is_looked_up; /* in the whole context, not in the block's line */
    bool is_raw;
    const char *lines; /* the text whose lines are counted */
    size_t lines_bytes;
};

/* A match in a block, as Vale holds it: offsets are characters, but used as bytes. */
struct vale_match {
    const char *block_text;
    size_t block_bytes;
    const char *match;
    long start, end;
};

/* The place of a match: line and column from 1; false where Vale drops it. `*context` is the
 * block's for the rule's first match there, and is masked further for its next. */
bool vale_place(const struct vale_block *block, struct arena *arena, const char **context,
                size_t *context_bytes, const struct vale_match *match, uint32_t *line,
                uint32_t *column);

#endif
