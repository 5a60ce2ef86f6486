/* The text that a server made HTML of, for servers that don't give back what was sent. */
#ifndef PREGON_NETWORKS_HTML_TEXT_H
#define PREGON_NETWORKS_HTML_TEXT_H

#include <stdbool.h>

struct arena;

/* Without tags and comments, references resolved, one space for each stretch of white space, none
 * at the ends. A line break or the end of a paragraph is white space. */
const char *html_text(struct arena *arena, const char *html);

enum likeness {
    LIKENESS_SAME,      /* word for word, or but for marks, addresses and the hosts of mentions */
    LIKENESS_UNSURE,    /* they begin alike: a server may have changed or cut it */
    LIKENESS_DIFFERENT, /* surely another text */
};

/* `shown` is what html_text() gave for what a server shows, `sent` the text as we sent it. */
enum likeness html_text_likeness(struct arena *arena, const char *shown, const char *sent);

/* Whether a server shows the beginning of what was sent, and nothing else. Not where it shows no
 * letter at all, or another text. */
bool html_text_is_cut(struct arena *arena, const char *shown, const char *sent);

#endif
