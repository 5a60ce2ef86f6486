/* How a network shows a post to its readers, where that is known: where it folds a text, and how it
 * lays out and crops pictures. All 0: nothing is known, nothing is folded or cropped. Each fact
 * stands in the network's own file, with its source and a date. */
#ifndef PREGON_MODEL_NETWORK_LOOK_H
#define PREGON_MODEL_NETWORK_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whichever comes first; the rest is behind the words. */
struct network_fold {
    size_t lines; /* as they are typed: how a line wraps is the reader's screen; 0: no matter */
    size_t characters; /* grapheme clusters; 0: no matter */
    const char *more;  /* the network's own words, to translate; NULL: it folds nothing */
};

struct ratio {
    uint32_t width, height; /* 0, 0: none */
};

enum picture_grid {
    GRID_WHOLE,  /* two in a row, each whole */
    GRID_MOSAIC, /* one rectangle: two halves; a half and two quarters; four quarters */
    GRID_STRIP,  /* one at a time, all in the ratio of the first */
};

enum { MOSAIC_MEDIA = 4 }; /* more are behind its last quarter */

struct network_look {
    struct network_fold fold;
    enum picture_grid grid;
    struct ratio tallest, widest; /* a picture beyond is cropped to it, unless in a mosaic */
    bool has_no_links;            /* an address in a text stays words */
};

#endif
