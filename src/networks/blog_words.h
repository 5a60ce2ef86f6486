/* The blog's own words, in the language of the blog: its readers' language, not that of whoever
 * runs the program, so gettext has no part in it. */
#ifndef PREGON_NETWORKS_BLOG_WORDS_H
#define PREGON_NETWORKS_BLOG_WORDS_H

#include <stdint.h>

struct arena;

struct blog_words {
    const char *language;                            /* ISO 639 */
    const char *skip, *posts, *older, *newer, *page; /* "Page" 2 */
    const char *previous, *following;                /* between posts, by date */
    const char *subscribe, *nothing_yet, *home;
    const char *missing_title, *missing_text;
    const char *months[12];
    const char *date; /* with day, month and year, in this order: "%d de %s de %d" */
};

/* Of a BCP 47 tag; English where there are none. */
const struct blog_words *blog_words_find(const char *language);

/* "24 de noviembre de 2026", of a time in the zone `offset_s` east of UTC. */
const char *blog_words_date(struct arena *arena, const struct blog_words *words, int64_t utc,
                            int32_t offset_s);

#endif
