/* The rules whose ids findings bear: people write them in brand.yml and read them in CI, so an id
 * never changes. The tone engine's rules (`Horno.Superlativos`) are their files' and not here. */
#ifndef PREGON_MODEL_RULES_H
#define PREGON_MODEL_RULES_H

#include <stddef.h>

struct rule {
    const char *id;
    const char *summary; /* N_(…): one sentence; this and the next stand in docs/rules.md, too */
    const char *remedy;  /* N_(…): what to do */
    const char *bad, *good; /* lines of a file that break it, and that do not */
};

/* In byte order of their ids. */
const struct rule *rules_all(size_t *count);
/* NULL where there is none. */
const struct rule *rules_find(const char *id);

#endif
