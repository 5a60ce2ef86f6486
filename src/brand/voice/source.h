/* A file as rules read it: front matter apart, line ends made one, what is to be ignored as code.
 */
#ifndef PREGON_BRAND_VOICE_SOURCE_H
#define PREGON_BRAND_VOICE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "brand/voice/blocks.h"
#include "lib/trace.h"
#include "model/span.h"

struct arena;
struct regex_scratch;
struct voice_ignores;

struct voice_source {
    const char *text; /* with LF alone, `&rsquo;` as an apostrophe; lines and columns are its */
    size_t bytes;
    bool is_changed;    /* it is not the file's own text, byte by byte */
    struct trace trace; /* then: into the file */
};

void voice_source_read(struct voice_source *out, struct arena *arena, const char *text,
                       size_t bytes);

/* The place that was asked for last: one behind it is counted from there. All zero at first. */
struct voice_place {
    size_t byte;
    uint32_t line, column; /* from 0 */
};

/* Line and column of a byte of the source's text. */
void voice_source_place(const struct voice_source *source, struct voice_place *last, size_t byte,
                        uint32_t *line, uint32_t *column);
/* A byte of the source's text in the file; `is_end`: behind the byte before. */
size_t voice_source_byte(const struct voice_source *source, size_t byte, bool is_end);

/* Blocks of the texts in a Markdown file's front matter. -1 where it is broken: `problem` says how
 * and where. */
int voice_source_front_matter(struct voice_blocks *out, const struct voice_source *source,
                              const struct voice_cut *cut, const char **problem,
                              struct span *where);
/* The byte behind front matter that is to be left out of the Markdown; 0: none. */
size_t voice_source_body(const struct voice_source *source);

/* The Markdown without front matter, with what the configuration ignores made code, and comments of
 * other delimiters made HTML's; `trace` leads back to the source's text. */
const char *voice_source_markdown(const struct voice_source *source, struct arena *arena,
                                  const struct voice_ignores *ignores,
                                  struct regex_scratch *scratch, size_t *bytes,
                                  struct trace *trace);

#endif
