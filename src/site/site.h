/* The static site: what people look at instead of reading files. Pure, and the same bytes for the
 * same input: no clock, no order of a folder.
 *
 *     struct site site = { .arena = …, .workspace = …, .plan = …, .now_utc = …, .language = "es" };
 *     for each post, in any thread: site_post_draw(&posts[i], &site, arena, &post, …);
 *     site_post_page(&site, arena, &post, …)     once the plan is settled, when it is wanted
 *     site_pages(&site);            months, weeks, lists, accounts, campaigns, feeds, style
 *
 * Links are relative, so that the site works from a folder and below any address. Nothing from
 * elsewhere is loaded, and a content security policy in every page says so. No page needs its
 * script. Every text of a post passes html_put(), which escapes it. */
#ifndef PREGON_SITE_SITE_H
#define PREGON_SITE_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account.h"

struct arena;
struct delivery;
struct findings;
struct forge;
struct free_slot;
struct media;
struct mix_report;
struct plan;
struct post;
struct rendering;
struct source;
struct text_buffer;
struct workspace;

/* `bytes`, or else one of the others says whose they are: they are not all in memory. */
struct site_file {
    const char *path;  /* below the site's folder, never leaves it */
    const char *bytes; /* terminated; NULL: as follows */
    size_t byte_count;
    const struct media *media;    /* the medium's */
    const struct site_post *post; /* its page's: site_post_page() makes them */
};

/* A file that a commit changed. */
struct site_change {
    const char *path, *id, *author, *summary; /* the path from the workspace's root */
    int64_t when_utc;
};

/* A post as one account's readers will see it, drawn. */
struct site_card {
    const struct account *account;
    const char *html;    /* the card, and what is lost there */
    const char *payload; /* what will be sent, as `show --payload` prints it */
    const char **texts;  /* of each part, for who sends it by hand */
    size_t text_count;
    const char **media; /* where each stands in the site, likewise */
    size_t media_count;
};

/* What the site keeps of a post; all of it outlives the post. */
struct site_post {
    const char *id, *path, *title; /* the title is never NULL */
    const char *campaign, *pillar, *audience, *owner, *queue, *notes;
    struct names tags;
    const char *text; /* as written, its beginning */
    bool is_draft;
    bool is_bundle;
    bool has_secret;              /* it holds what may be one: only its name is here */
    const struct source *sources; /* every file it was made of */
    size_t source_count;
    const struct site_card *cards;
    size_t card_count;
};

struct site {
    struct arena *arena; /* of the files */
    const struct workspace *workspace;
    const struct plan *plan;       /* settled */
    int64_t now_utc;               /* which day is today */
    const char *language;          /* of the words around the posts: "es" */
    bool is_served;                /* by `serve`: pages may send forms and load anew */
    const struct site_post *posts; /* in the order of their paths, which is that of the deliveries'
                                      `post_index`; one without an id was not loaded */
    size_t post_count;
    const struct findings *findings;   /* sorted */
    const struct site_change *changes; /* by path, then the newest first */
    size_t change_count;
    const struct free_slot *slots; /* by time */
    size_t slot_count;
    const struct mix_report *mix;
    const struct forge *forge; /* the git host's pages; NULL: not known */
    const char *branch;        /* on which people edit there */
    const char *below;         /* the workspace's folder in the repository: "" or "marketing/" */
    struct site_file *files;
    size_t count, capacity;
};

/* What is kept of a post, with a card for each rendering, in `arena`. It may be called from several
 * threads, each with an arena of its own, before the plan is settled. */
void site_post_draw(struct site_post *out, const struct site *site, struct arena *arena,
                    const struct post *post, const struct rendering *renderings, size_t count);

/* The page of a post of the site, in `arena`; `deliveries` are those of the post. */
struct site_file site_post_page(const struct site *site, struct arena *arena,
                                const struct site_post *post,
                                const struct delivery *const *deliveries, size_t count);
const char *site_post_path(struct arena *arena, const char *id);
/* Where a medium of the workspace stands in the site. */
const char *site_media_path(struct arena *arena, const struct media *media);

void site_add(struct site *site, const struct site_file *file);
/* All pages but those of posts. */
void site_pages(struct site *site);

/* An event of a calendar, for what has a time: also `plan --format ics`. `stamp_utc`: when it was
 * said. */
void site_put_event(struct text_buffer *out, struct arena *scratch,
                    const struct workspace *workspace, const struct delivery *delivery,
                    int64_t stamp_utc);
void site_begin_events(struct text_buffer *out, struct arena *scratch,
                       const struct workspace *workspace);
void site_end_events(struct text_buffer *out);

#endif
