/* A blog that is there already, by Jekyll or Hugo: a workspace begins beside it, in a folder of its
 * own, with drafts that announce its newest posts. The blog's own files are only read. */
#ifndef PREGON_COMMANDS_INIT_BLOG_H
#define PREGON_COMMANDS_INIT_BLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct blog_file;
struct err;

struct init_blog_post {
    const char *title, *text, *link; /* `link` NULL: the address can't be told */
    const char *month, *slug;        /* "2026/11", "pan-de-calabaza" */
    const char *tags;                /* "Pan, Otono"; "" for none */
    const char *language;            /* NULL: nothing tells */
    const struct blog_file *file;    /* of the blog */
};

struct init_blog {
    const char *kind;   /* "Jekyll"; NULL: no blog */
    const char *folder; /* where the workspace goes, below it: one that the blog passes over */
    const char *title;  /* or NULL */
    struct init_blog_post *posts; /* the newest first */
    size_t post_count;
    struct init_blog_post *translations; /* with month and slug of the post that they are of */
    size_t translation_count;
};

/* Looks at the folder `root`. What can't be read of a blog, or is not to be seen there at that
 * time, is left out. */
void init_blog_find(struct init_blog *out, struct arena *arena, const char *root, int64_t now_utc);

/* A draft that announces the post for the accounts of `group`, as a file's text; `language` is that
 * of posts that name none. */
const char *init_blog_draft(struct arena *arena, const struct init_blog_post *post,
                            const char *group, const char *language);
/* And a translation, as the variant of that draft for the accounts of its language. */
const char *init_blog_variant(struct arena *arena, const struct init_blog_post *post);

#endif
