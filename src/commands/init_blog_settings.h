/* What the settings of a blog by Jekyll or Hugo say of its addresses. */
#ifndef PREGON_COMMANDS_INIT_BLOG_SETTINGS_H
#define PREGON_COMMANDS_INIT_BLOG_SETTINGS_H

#include <stdbool.h>

struct arena;
struct zone;

struct blog_settings {
    const char *title;       /* or NULL */
    const char *base;        /* the address, without a slash at the end; NULL: unknown */
    const char *permalink;   /* Jekyll's */
    const char *section;     /* Hugo's: "posts" */
    const struct zone *zone; /* Jekyll's days are days there; NULL: UTC */
    const char *language;    /* Hugo's first; NULL: posts are in one language */
    bool is_hugo;
    bool is_patterned; /* addresses can't be told: Hugo's permalinks, uglyURLs, and so on */
};

/* Whether there is a blog in the folder. Settings that can't be read leave all NULL. */
bool blog_settings_find(struct blog_settings *out, struct arena *arena, const char *root);

#endif
