/* Sizes as people say them: "2 MB", "16 MiB". */
#ifndef PREGON_LIB_SIZES_H
#define PREGON_LIB_SIZES_H

#include <stdint.h>

struct arena;

/* In the largest unit that gives a whole number, never rounded. */
const char *size_words(struct arena *arena, uint64_t bytes);

#endif
