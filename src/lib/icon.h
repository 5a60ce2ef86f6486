/* The icon of a site that has none of its own: the first letter of its title. */
#ifndef PREGON_LIB_ICON_H
#define PREGON_LIB_ICON_H

struct arena;

/* An SVG, which needs nothing from elsewhere. */
const char *icon_svg(struct arena *arena, const char *title);

#endif
