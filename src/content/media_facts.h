/* What a picture or video is, by its own header and not by its name: type and size in pixels.
 * The bytes are hostile: every length in them is held against what is there. */
#ifndef PREGON_CONTENT_MEDIA_FACTS_H
#define PREGON_CONTENT_MEDIA_FACTS_H

#include <stddef.h>
#include <stdint.h>

#include "model/post.h"

struct media_facts {
    enum media_kind kind;   /* MEDIA_UNKNOWN: none that is known here */
    const char *mime;       /* NULL for MEDIA_UNKNOWN */
    uint32_t width, height; /* as shown, turned where EXIF says so; 0: not found in `head` */
    int64_t duration_ms;    /* videos; 0: not found */
};

/* From the first LIMIT_MEDIA_HEAD_BYTES of a file, or all of a shorter one. */
void media_facts_read(struct media_facts *out, const void *head, size_t bytes);

#endif
