/* A part's pictures and videos as the network lays them out, and their descriptions. */
#ifndef PREGON_SITE_CARDS_MEDIA_H
#define PREGON_SITE_CARDS_MEDIA_H

#include <stddef.h>

#include "model/network_look.h"

struct media;
struct page;
struct rendered_part;
struct rendering;
struct text_buffer;

/* A class of style.css for the nearest of the ratios that it has; never NULL. */
const char *card_ratio_class(struct ratio ratio);

void card_put_media(struct text_buffer *out, const struct page *page,
                    const struct rendering *rendering, const struct rendered_part *part);
/* The address of a medium, seen from the page. */
const char *card_media_address(const struct page *page, const struct media *media);

#endif
