/* An icon of one letter. */
#include "lib/icon.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/html_put.h"
#include "lib/unicode.h"

enum { ICON_BYTES = 4096, LETTER_BYTES = 64 /* a family of emoji has 25 */ };

const char *icon_svg(struct arena *arena, const char *title)
{
    struct text_buffer out = text_buffer_in(arena, ICON_BYTES);
    size_t bytes = unicode_graphemes_end(title, strlen(title), 1);
    html_put(&out,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">\n"
             "<rect width=\"64\" height=\"64\" rx=\"14\" fill=\"#98390c\"/>\n"
             "<text x=\"32\" y=\"46\" text-anchor=\"middle\" font-family=\"Georgia, serif\" "
             "font-size=\"40\" fill=\"#fbf8f3\">%t</text>\n</svg>\n",
             arena_strndup(arena, title, bytes < LETTER_BYTES ? bytes : 0));
    return text_end(&out);
}
