/* Output for people, made safe: text from a repository or a network may hold anything.
 *
 * Secrets are struck out. Control characters, bidi controls and broken UTF-8 become visible; no
 * line can begin with `::` or hold `##[`, which the runner of a CI service would obey. */
#ifndef PREGON_IO_OUTPUT_H
#define PREGON_IO_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct text_buffer;

/* Formats, makes safe and writes; newlines stay newlines. */
void output_printf(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A patch, byte for byte, so that it can be applied; where it holds what output_printf() makes
 * visible, that is made visible, and the patch is for reading alone. */
void output_patch(FILE *out, const char *patch);

/* Writes the machine format that was built so far, as it is, and empties the buffer: so long lists
 * take no more memory than one of their entries. */
void output_drain(FILE *out, struct text_buffer *text);

/* A style that a terminal shows, or "" where `has_color` is false. Write it with fputs. */
enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_RED, STYLE_YELLOW, STYLE_GREEN, STYLE_BLUE };
const char *output_style(bool has_color, enum style style);

#endif
