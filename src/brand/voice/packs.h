/* Packs: styles that come with Pregon, bundled into the program from src/brand/voice/packs.
 *
 * The table is made by packs.sh when Pregon is built. */
#ifndef PREGON_BRAND_VOICE_PACKS_H
#define PREGON_BRAND_VOICE_PACKS_H

#include <stddef.h>

struct voice_pack_file {
    const char
        *path; /* Style/Rule.yml, Style/Rule.test.md, config/lexicons/list.txt; in byte order */
    const char *text;
    size_t bytes;
};

extern const struct voice_pack_file voice_pack_files[];
extern const size_t voice_pack_file_count;

#endif
