/* Classes of ASCII. */
#include "lib/ascii.h"

#define L ASCII_LETTER
#define D ASCII_DIGIT
#define U ASCII_UNDERSCORE
#define B ASCII_BLANK
#define S ASCII_STOP
#define O ASCII_OTHER

/* clang-format off */
const unsigned char ascii_classes[256] = {
    O, O, O, O, O, O, O, O, O, B, B, B, B, B, O, O,
    O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
    B, S, O, O, O, O, O, O, O, O, O, O, O, O, S, O,
    D, D, D, D, D, D, D, D, D, D, O, O, O, O, O, S,
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, U,
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O,
};
/* clang-format on */
