/* Addresses: which ones are linked, UTM parameters, and where a post stands in a blog of ours. */
#ifndef PREGON_RENDER_ADDRESS_H
#define PREGON_RENDER_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

struct account;
struct account_post;
struct arena;
struct workspace;

enum address_kind {
    ADDRESS_WEB,       /* http:// or https:// */
    ADDRESS_PERSON,    /* mailto: or tel: */
    ADDRESS_RELATIVE,  /* no scheme */
    ADDRESS_FORBIDDEN, /* any other scheme; never linked */
};

enum address_kind address_kind(const char *address);

/* Where a post stands below a blog's address: "2026/11/otono/": the folders of its id, and its slug
 * or the last segment of its id. Also a safe path of folders, whatever the slug says. */
const char *address_path(struct arena *arena, const char *post_id, const char *slug);
/* Whether `path` is one that address_path() could have made: to trust one that was recorded. */
bool address_path_is_safe(struct arena *arena, const char *path);
/* That path with the blog's address before it. */
const char *address_in_blog(struct arena *arena, const struct account *blog, const char *path);

/* An address in the post's text: with the same UTM parameters, where it leads to a site of the
 * brand and brand.yml says so; else itself. */
const char *address_in_text(struct arena *arena, const char *address,
                            const struct account_post *post, const struct workspace *workspace);

/* What utm_campaign is for the post, as an address has it; "" where nothing says so. */
const char *address_utm_campaign(struct arena *arena, const struct account_post *post,
                                 const struct workspace *workspace);

/* What `link` says, as a whole address with the UTM parameters of brand.yml and the campaign; NULL
 * without a link, or on the very blog that `link: blog` means. `*waits_for` is the `id/account`
 * that an address of another delivery still stands for, else NULL. */
const char *address_of_link(struct arena *arena, const struct account_post *post,
                            const struct workspace *workspace, const char **waits_for);

#endif
