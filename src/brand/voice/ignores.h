/* What a configuration says to pass over in a file: BlockIgnores, TokenIgnores, CommentDelimiters.
 */
#ifndef PREGON_BRAND_VOICE_IGNORES_H
#define PREGON_BRAND_VOICE_IGNORES_H

#include <stddef.h>

struct regex;

struct voice_ignores {
    struct regex **blocks, **tokens;
    size_t block_count, token_count;
    const char *comment_start, *comment_end; /* NULL: HTML's */
};

#endif
