/* Words that somebody wrote in a list, and where. */
#ifndef PREGON_MODEL_NAMES_H
#define PREGON_MODEL_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/span.h"

struct name {
    const char *text;
    struct span where;
};

struct names {
    struct name *items;
    size_t count;
};

/* Whether one of them is `text`, to the byte; NULL is none. */
bool names_have(const struct names *names, const char *text);

#endif
