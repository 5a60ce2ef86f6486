/* Templates of HTML and XML that escape what they are given.
 *
 *     html_put(&out, "<a href=\"%u\">%t</a>", address, title);
 *
 * Every argument is a text: `%t` is escaped; so is `%e`, for the inside of an element alone, where
 * quotes may stay; `%u` is an address for a quoted attribute, `%h` is markup that was made here.
 * Nothing else follows a `%`. */
#ifndef PREGON_LIB_HTML_PUT_H
#define PREGON_LIB_HTML_PUT_H

struct text_buffer;

void html_put(struct text_buffer *out, const char *template, ...);

#endif
