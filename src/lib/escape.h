/* Escaping: text made safe for the inside of an address, of HTML and of XML. */
#ifndef PREGON_LIB_ESCAPE_H
#define PREGON_LIB_ESCAPE_H

#include <stddef.h>

struct text_buffer;

/* One segment of a path, or one value of a query: all but ASCII letters, digits and `-._~` is
 * percent-encoded. */
void escape_segment(struct text_buffer *out, const char *text);
/* The same for a whole path: its slashes stay. */
void escape_path(struct text_buffer *out, const char *path);

/* Text for the inside of an element or of a quoted attribute. Characters that neither HTML nor XML
 * may hold become U+FFFD. */
void escape_html(struct text_buffer *out, const char *text);
void escape_html_bytes(struct text_buffer *out, const char *text, size_t bytes);
/* The same for the inside of an element alone: quotes stay, of which JSON is full. */
void escape_html_element(struct text_buffer *out, const char *text, size_t bytes);
/* A whole address for a quoted attribute: what may not stand in one is percent-encoded, what is
 * encoded already stays. */
void escape_html_address(struct text_buffer *out, const char *address);

#endif
