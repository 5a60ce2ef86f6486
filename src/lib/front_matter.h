/* Front matter: the YAML between two lines `---` at the top of a Markdown file, and the body below.
 */
#ifndef PREGON_LIB_FRONT_MATTER_H
#define PREGON_LIB_FRONT_MATTER_H

#include <stddef.h>
#include <stdint.h>

struct reading;

/* Where both stand in the file: bytes, and lines from 1. */
struct front_matter {
    size_t yaml_start, yaml_end;
    uint32_t yaml_line;
    size_t body_start; /* up to the file's end */
    uint32_t body_line;
};

/* 0, or -1 with a complaint that shows where a fence is missing, or what is too large. The file has
 * passed reading_check_text(). */
int front_matter_split(struct front_matter *out, struct reading *reading)
    __attribute__((warn_unused_result));

#endif
