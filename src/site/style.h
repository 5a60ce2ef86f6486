/* The site's style sheet, src/site/style.css, as the build puts it in. */
#ifndef PREGON_SITE_STYLE_H
#define PREGON_SITE_STYLE_H

#include <stddef.h>

extern const char *const site_style_lines[]; /* ends with NULL */

#endif
