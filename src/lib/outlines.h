/* Finding the outlines of many patterns (regex_outline.h) in one pass over a text: a bit for each
 * class, whatever the text. What is found may be shared by threads.
 *
 *     const struct outlines *outlines = outlines_build(arena, items, patterns, count);
 *     outlines_mark(outlines, text, bytes, bits); */
#ifndef PREGON_LIB_OUTLINES_H
#define PREGON_LIB_OUTLINES_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct outlines;
struct regex_outline;

/* Each outline with the number of its pattern. Lives in the arena; NULL for none. */
const struct outlines *outlines_build(struct arena *arena, const struct regex_outline *items,
                                      const uint32_t *patterns, size_t count);
/* Sets the bit of each pattern of which an outline is in the text, which is valid UTF-8. */
void outlines_mark(const struct outlines *outlines, const char *text, size_t bytes,
                   uint64_t *patterns);

#endif
