/* Classes of ASCII, one look each: for walks over every character of every text. Bytes beyond ASCII
 * are of none. */
#ifndef PREGON_LIB_ASCII_H
#define PREGON_LIB_ASCII_H

enum {
    ASCII_LETTER = 1,
    ASCII_DIGIT = 2,
    ASCII_UNDERSCORE = 4,
    ASCII_BLANK = 8, /* the space, and tab to carriage return */
    ASCII_STOP = 16, /* . ! ? */
    ASCII_OTHER = 32,
    ASCII_WORD = ASCII_LETTER | ASCII_DIGIT | ASCII_UNDERSCORE,
};

extern const unsigned char ascii_classes[256];

static inline unsigned ascii_class(char c) { return ascii_classes[(unsigned char)c]; }

#endif
