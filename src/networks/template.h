/* Templates of HTML and XML that escape what they are given.
 *
 *     template_put(&out, "<a href=\"%u\">%t</a>", address, title);
 *
 * Every argument is a text: `%t` is escaped, `%u` is an address for a quoted attribute, `%h` is
 * markup that was made here. Nothing else follows a `%`. */
#ifndef PREGON_NETWORKS_TEMPLATE_H
#define PREGON_NETWORKS_TEMPLATE_H

struct text_buffer;

void template_put(struct text_buffer *out, const char *template, ...);

#endif
