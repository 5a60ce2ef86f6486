/* A post as its files say it, and as one account gets it.
 *
 * A post has one base (front matter and body) and layers that replace some keys, or the body, for
 * some accounts: entries of `overrides`, and variant files. Each set of keys is a `struct
 * post_fields`, whose `set` has a bit for each key that is named there (also where the value is
 * null: named, and taken away). post_for_account() lays them over each other. */
#ifndef PREGON_MODEL_POST_H
#define PREGON_MODEL_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account.h"
#include "model/document.h"
#include "model/moment.h"
#include "model/span.h"

struct arena;
struct workspace;
struct yaml_node;

enum post_key {
    POST_ID,
    POST_TITLE,
    POST_SLUG,
    POST_DESCRIPTION,
    POST_AUTHOR,
    POST_IMAGE,
    POST_DATE,
    POST_QUEUE,
    POST_PRIORITY,
    POST_DRAFT,
    POST_EXPIRES,
    POST_MAX_LATE,
    POST_ACCOUNTS,
    POST_EXCEPT,
    POST_CAMPAIGN,
    POST_AUDIENCE,
    POST_PILLAR,
    POST_LANGUAGE,
    POST_TAGS,
    POST_LINK,
    POST_MEDIA,
    POST_SENSITIVE,
    POST_VISIBILITY,
    POST_REPLY_TO,
    POST_QUOTE,
    POST_REPOST,
    POST_REPEATS,
    POST_POLL,
    POST_FIRST_COMMENT,
    POST_SPONSORED,
    POST_URGENT,
    POST_OWNER,
    POST_REQUIRES,
    POST_NOTES,
    POST_OVERRIDES,
    POST_KEY_COUNT
};

enum visibility { VISIBILITY_PUBLIC, VISIBILITY_UNLISTED, VISIBILITY_FOLLOWERS };

enum media_kind {
    MEDIA_UNKNOWN,
    MEDIA_JPEG,
    MEDIA_PNG,
    MEDIA_GIF,
    MEDIA_WEBP,
    MEDIA_MP4,
    MEDIA_OTHER
};

struct language_text {
    const char *language, *text;
};

/* One picture or video of a post; facts come from the file's own header. */
struct media {
    const char *file;                 /* as written */
    const char *path;                 /* below the workspace's root; NULL where it was not found */
    struct span where;                /* of the value of `file`, or of the inline picture */
    const char *source_path;          /* the file of the post or variant that names it */
    const char *alt;                  /* NULL: none; "" only with is_decorative */
    struct span alt_where;            /* of its value; no line where it stands elsewhere */
    const struct language_text *alts; /* of the file's sidecar; post_for_account() picks one */
    size_t alt_count;
    bool is_decorative;
    bool is_inline; /* `![alt](file)` in the body */
    int part;       /* from 1 */
    const char *title;
    bool has_focus;
    double focus_x, focus_y;       /* 0..1 from the left and the top */
    const struct yaml_node *crops; /* map: account or network -> "4:5"; NULL: none */
    enum media_kind kind;
    const char *mime; /* "image/jpeg" */
    uint32_t width, height;
    uint64_t file_bytes;
    const char *blob; /* git blob id, where it was read from a commit */
};

struct poll {
    struct names options;
    bool is_multiple;
    int64_t for_s;
};

/* The keys of one file or of one entry of `overrides`. Members of one key stand together, so that
 * post_for_account() can lay them over as one piece. */
struct post_fields {
    const char *path;                  /* the file in which these keys stand */
    uint64_t set;                      /* 1 << enum post_key: named there */
    uint64_t taken;                    /* those of them that are null: taken away */
    struct span where[POST_KEY_COUNT]; /* of the value */
    struct span
        key_where[POST_KEY_COUNT]; /* of the key, also where its value is wrong and not set */
    const char *id, *title, *slug, *description, *author, *image;
    struct moment date;
    int64_t date_utc;            /* in the calendar's zone; NO_TIME without */
    const int64_t *date_by_zone; /* in each of workspace->zones; NULL: everywhere the same */
    const char *queue;
    int priority;
    bool is_draft;
    struct moment expires;
    int64_t expires_utc; /* a day alone means its last second */
    const int64_t *expires_by_zone;
    int64_t max_late_s;
    struct names accounts, except;
    const char *campaign, *audience, *pillar, *language;
    struct names tags;
    const char *link;
    struct media *media; /* of front matter, then those that stand in the body */
    size_t media_count;
    bool is_sensitive;
    const char *warning; /* `sensitive: text` */
    enum visibility visibility;
    const char *reply_to, *quote, *repost, *repeats;
    struct poll poll;
    const char *first_comment;
    bool is_sponsored;
    const char *sponsor;
    const char *urgent, *owner;
    struct names requires;
    const char *notes;
    /* The map that holds the network's own keys among ours, of the most specific layer with any;
     * NULL: none. */
    const struct yaml_node *options;
};

enum layer_scope { SCOPE_LANGUAGE, SCOPE_GROUP, SCOPE_NETWORK, SCOPE_ACCOUNT };

/* What a body file holds: text and where it begins. */
struct body {
    const char *path;
    const char *text; /* terminated */
    size_t bytes;
    uint32_t first_line;
    size_t first_byte; /* in the file */
    struct document document;
};

struct post_layer {
    enum layer_scope scope;
    const char *name;   /* the account, network, group or language */
    bool is_variant;    /* a file of its own; else an entry of `overrides` */
    uint64_t *accounts; /* those that it is for: account_set.h */
    struct post_fields fields;
    struct body body; /* text NULL for overrides; an empty one inherits */
};

/* A file as it was read; texts may be no valid UTF-8. */
struct source {
    const char *path;
    const char *text;
    size_t bytes;
};

struct post {
    const char *id;
    const char *path;   /* of the base file */
    const char *folder; /* in which its media are looked for first */
    bool is_bundle;
    bool is_reply; /* under content/replies/ */
    struct post_fields fields;
    struct body body;
    struct post_layer *layers; /* the least specific first; a variant after an override */
    size_t layer_count;
    uint64_t *accounts;     /* where it goes: account_set.h; drafts and all */
    struct source *sources; /* every file it was made of */
    size_t source_count;
    const char *const *used_paths; /* pictures, videos, sidecars, see post_list_use() */
    size_t used_path_count;
    bool is_loaded; /* false: errors left it without meaning; only findings speak of it */
};

/* A post as one account gets it: the layers laid over the base, the account's and the campaign's
 * defaults under it. In `fields`, `set` has the keys that a file gives a value, `where` and
 * `field_path` say where; times are in the account's zone; every medium's part is one of `body`. */
struct account_post {
    const struct post *post;
    const struct account *account;
    struct post_fields fields;
    const char *field_path[POST_KEY_COUNT]; /* the file of each key that is set */
    const struct body *body;
    const char *language; /* never NULL */
    int64_t due_utc;      /* in the account's zone; NO_TIME for drafts and queues */
    bool wants_pieces;    /* asked for: the rendering's `pieces` */
};

void post_for_account(struct account_post *out, struct arena *arena, const struct post *post,
                      const struct account *account, const struct workspace *workspace);

/* The account whose page `link: blog` means: the first blog that the post goes to, or NULL. */
const struct account *post_blog(const struct post *post, const struct workspace *workspace);

/* The YAML name of a key, and the key of a name; -1 where there is none. */
const char *post_key_name(enum post_key key);
int post_key_find(const char *name);
static inline bool post_has(const struct post_fields *fields, enum post_key key)
{
    return (fields->set >> key) & 1;
}

#endif
