/* The static site: what people look at instead of reading files. Pure, and the same bytes for the
 * same input: no clock, no order of a folder.
 *
 *     struct site site = { .arena = …, .workspace = …, .plan = …, .now_utc = …, .language = "es" };
 *     for each post, in any thread: site_post_draw(&posts[i], &site, arena, &post, …);
 *     site_pages(&site);            once the plan is settled: lists all files
 *     site_draw(), site_post_page() a file, when it is wanted, in any thread
 *
 * Links are relative, so that the site works from a folder and below any address. Nothing from
 * elsewhere is loaded, and a content security policy in every page says so. No page needs its
 * script. Every text of a post passes html_put(), which escapes it. */
#ifndef PREGON_SITE_SITE_H
#define PREGON_SITE_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/digest.h"
#include "model/account.h"
#include "site/days.h"

struct arena;
struct delivery;
struct findings;
struct forge;
struct free_slot;
struct media;
struct mix_report;
struct packer;
struct page;
struct plan;
struct post;
struct renderings;
struct source;
struct text_buffer;
struct unpacker;
struct workspace;

/* A file of the site. What is in it is drawn when it is wanted: they are not all in memory. */
struct site_file {
    const char *path;             /* below the site's folder, never leaves it */
    const char *medium;           /* the file of the workspace that it is a copy of; NULL: none */
    const char *mime;             /* of the medium, or NULL */
    const struct site_post *post; /* whose page it is: site_post_page(); NULL: nobody's */
    /* Else site_draw(): what draws it, and whose or which it is. */
    void (*draw)(struct page *page, const struct site_file *file);
    const void *of;
    int64_t number;
    /* Of all that it is drawn from: as long as that is the same, so is the file. Zeros: not known.
     */
    struct digest inputs;
};

/* A file that a commit changed. */
struct site_change {
    const char *path, *id, *author, *summary; /* the path from the workspace's root */
    int64_t when_utc;
};

/* A picture or video of a card. */
struct site_shown {
    const char *path; /* where it stands in the site */
    const char *alt;  /* NULL: none */
};

/* A post as one account's readers will see it, drawn. */
struct site_card {
    const struct account *account;
    const char *html;    /* the card, and what is lost there */
    const char *payload; /* what will be sent, as `show --payload` prints it */
    const char **texts;  /* of each part, for who sends it by hand */
    size_t text_count;
    struct site_shown *media; /* likewise */
    size_t media_count;
};

/* A picture or video of a post. */
struct site_medium {
    const char *path, *mime; /* in the workspace; the type may be NULL */
};

/* What the site keeps of a post; all of it outlives the post. */
struct site_post {
    const char *id, *path, *title; /* the title is never NULL */
    const char *campaign, *pillar;
    struct names tags;
    const char *text; /* as written, its beginning */
    bool is_draft;
    bool is_bundle;
    bool has_secret;              /* it holds what may be one: only its name is here */
    const struct source *sources; /* every file it was made of; their texts where it is whole */
    size_t source_count;
    const struct site_medium *media;
    size_t medium_count;
    /* What follows is only for its page, and not there where the post is known without having been
     * loaded. */
    bool is_whole;
    const char *audience, *owner, *queue, *notes;
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
    const struct forge *forge;    /* the git host's pages; NULL: not known */
    const char *branch;           /* on which people edit there */
    const char *below;            /* the workspace's folder in the repository: "" or "marketing/" */
    const char *ledger;           /* the commit of the ledger; NULL: there is none */
    struct digest rules;          /* of all that posts are read and checked by; zeros: not known */
    const struct digest *digests; /* of what each post is made of; NULL, zeros: not known */
    struct site_file *files;
    size_t count, capacity;
    /* By site_pages(): */
    struct days days;
    const struct digest *of_deliveries; /* of what is shown of each, by their places in the plan */
    struct digest of_all_pages, of_posts, everything; /* what is shown; zeros: not known */
};

/* What is kept of a post, with a card for each rendering, in `arena`. It may be called from several
 * threads, each with an arena of its own, before the plan is settled. */
void site_post_draw(struct site_post *out, const struct site *site, struct arena *arena,
                    struct arena *scratch, const struct post *post,
                    const struct renderings *renderings);

/* What is not of its page alone, packed to be kept until the next run. */
void site_post_pack(struct packer *out, const struct site_post *post);
/* Its texts stand in the packed bytes. */
void site_post_unpack(struct unpacker *in, struct arena *arena, struct site_post *post);

/* The page of a post of the site that is whole, in `arena`; `deliveries` are those of the post. */
const char *site_post_page(const struct site *site, struct arena *arena,
                           const struct site_post *post, const struct delivery *const *deliveries,
                           size_t count, size_t *byte_count);
const char *site_post_path(struct arena *arena, const char *id);
/* Where a medium of the workspace stands in the site. */
const char *site_media_path(struct arena *arena, const char *path);
/* Of what the page of the post at that place is drawn from; zeros: not known. */
struct digest site_post_inputs(const struct site *site, size_t index,
                               const struct delivery *const *deliveries, size_t count);

/* What git knows of a post's files, in no order of time. */
size_t site_changes_of(const struct site_change **out, const struct site *site,
                       const struct site_post *post);

void site_add(struct site *site, const struct site_file *file);
/* Lists all pages but those of posts. */
void site_pages(struct site *site);
/* Draws one of them. */
const char *site_draw(const struct site *site, struct arena *arena, const struct site_file *file,
                      size_t *byte_count);

/* A calendar of events, for what has a time: also `plan --format ics`. */
struct site_events {
    struct text_buffer *out;
    const struct workspace *workspace;
    const char *domain; /* of their UIDs */
    size_t count;
};

/* `arena` lives as long as the events. */
struct site_events site_events_begin(struct text_buffer *out, struct arena *arena,
                                     const struct workspace *workspace);
/* `stamp_utc`: when it was said. */
void site_events_put(struct site_events *events, struct arena *scratch,
                     const struct delivery *delivery, int64_t stamp_utc);
void site_events_end(const struct site_events *events);

#endif
