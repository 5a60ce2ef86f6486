/* When a post of a blog by Jekyll or Hugo appeared, and at which address: as far as its keys, its
 * name and the blog's settings tell. */
#ifndef PREGON_COMMANDS_INIT_BLOG_LINKS_H
#define PREGON_COMMANDS_INIT_BLOG_LINKS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct blog_file;
struct blog_settings;

/* A text that begins with the post's day, "2026-11-24"; NULL where there is none. Of `date` as the
 * site's clocks show it, else of the file's name. */
const char *blog_day(struct arena *arena, const struct blog_settings *settings,
                     const struct blog_file *file);
/* Whether the blog shows it at that time: no draft, not yet to come, not past its end. */
bool blog_is_out(struct arena *arena, const struct blog_settings *settings,
                 const struct blog_file *file, int64_t now_utc);
/* The name without its day, where that is no part of it: `2026-11-24-pan` is `pan` in Jekyll. */
const char *blog_stem(const struct blog_settings *settings, const struct blog_file *file);
/* NULL where it can't be told. */
const char *blog_link(struct arena *arena, const struct blog_settings *settings,
                      const struct blog_file *file);

#endif
