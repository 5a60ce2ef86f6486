/* Findings as text, for tests to compare. */
#ifndef PREGON_TESTS_UNIT_FINDINGS_H
#define PREGON_TESTS_UNIT_FINDINGS_H

#include <stddef.h>

struct arena;
struct findings;

/* "3:8 value 'draft' is true or false: write `true`\n", one line each, sorted; "" where there are
 * none. Suggestions and warnings say so: "3:8 warning file …". */
const char *findings_show(struct arena *arena, struct findings *findings);

/* `text` with every mend, from the last to the first. */
const char *findings_mend(struct arena *arena, const struct findings *findings, const char *text);

#endif
