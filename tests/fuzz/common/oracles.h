/* Readers of what we write, made anew: each ends the program where something foreign got through.
 */
#ifndef PREGON_TESTS_FUZZ_ORACLES_H
#define PREGON_TESTS_FUZZ_ORACLES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* No control character but line feeds and tabs, none that turns or hides text, valid UTF-8;
 * `has_color`: and our own colours. */
void oracle_terminal(const char *text, size_t bytes, bool has_color);

/* The runner of GitHub Actions, both notations of its commands: no line is a command, but those
 * that begin with `::notice file=`, `::warning file=` and `::error file=` where `has_own`, and of
 * these each has the properties that we write and no others. */
void oracle_runner(struct arena *arena, const char *text, size_t bytes, bool has_own);

/* JSON, whose bytes are fit for a terminal and a runner. */
void oracle_json(struct arena *arena, const char *text, size_t bytes);

/* Well-formed XML 1.0, of elements, attributes and text alone. */
void oracle_xml(struct arena *arena, const char *text, size_t bytes);

/* HTML as a browser's tokenizer reads it: no script, style or other element that acts (but what the
 * blog's pages have), no handler, no address but http, https, mailto and relative ones. */
void oracle_html(struct arena *arena, const char *text, size_t bytes);

/* One row of RFC 4180: so many cells, none of which a spreadsheet takes for a formula. */
void oracle_csv_row(const char *text, size_t bytes, size_t cells);

#endif
