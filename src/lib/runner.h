/* What the runners of CI services obey wherever it stands in a log: GitHub's a line that begins
 * with `::`, white space apart, and its older notation `##[` anywhere; Azure's `##vso[` and
 * TeamCity's `##teamcity[` (actions/runner, ActionCommand.cs, read 2026-11). */
#ifndef PREGON_LIB_RUNNER_H
#define PREGON_LIB_RUNNER_H

#include <stddef.h>

struct arena;

/* The first `##…[` of the text; `bytes` where there is none. */
size_t runner_mark(const char *text, size_t bytes);

/* The text with \u{3a} or \u{23} for the sign that begins a command; the text itself, most of the
 * time. It has no invisible characters (unicode_visible). */
const char *runner_harmless(struct arena *arena, const char *text);

#endif
