/* A network: its facts, how it renders, and a driver that opens no connection.
 *
 * To add a network:
 *   1. write src/networks/<name>.c with a `const struct network network_<name>`;
 *   2. name it in networks.h and networks.c;
 *   3. draw its card, src/site/cards/<name>.html, and say in `look` what is known of its folds and
 *      crops (src/site/cards/templates.h);
 *   4. add a page docs/networks/<name>.md, and cases under tests/cases/publish/<name>/.
 *
 * A driver is a function (driver, last reply) -> next step. All that it must remember beyond one
 * run stands in the record (ids, keys, slots); the rest is a few numbers in `struct driver`. It
 * never sees a secret: a request's pieces name where one goes, and publish/ puts it there. So a
 * driver is tested with text files, and a preview shows the very bytes that will be sent. */
#ifndef PREGON_MODEL_NETWORK_H
#define PREGON_MODEL_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/network_limits.h"
#include "model/network_look.h"
#include "model/post.h"

struct account;
struct account_post;
struct arena;
struct err;
struct json;
struct json_writer;
struct reading;
struct record;
struct rendering;
struct workspace;

/* A fact with its source and date, for docs/networks/ and `pregon networks`. */
struct network_fact {
    const char *name, *value, *source, *read; /* read: "2026-08" */
};

enum option_kind { OPTION_TEXT, OPTION_BOOL, OPTION_NUMBER, OPTION_WORD, OPTION_URL, OPTION_LIST };

/* A key of the network's own, in accounts.yml or in a post's `overrides`. */
struct network_option {
    const char *name; /* NULL ends a table */
    enum option_kind kind;
    const char *words; /* OPTION_WORD: "reel|post" */
    const char *summary;
};

/* Where bytes of a request come from. */
enum piece_kind {
    PIECE_BYTES,
    PIECE_SECRET,      /* the account's secret, as it is */
    PIECE_SECRET_JSON, /* escaped for the inside of a JSON string */
    PIECE_TOKEN,       /* the session's token */
    PIECE_MEDIA,       /* a range of a medium's bytes */
};

struct piece {
    enum piece_kind kind;
    const char *bytes;
    size_t byte_count;
    size_t media;                 /* index into the payload's media */
    uint64_t offset, range_bytes; /* 0, 0: all of it */
};

struct header {
    const char *name;
    struct piece *pieces; /* of its value */
    size_t piece_count;
};

enum request_kind {
    REQUEST_HTTP,
    REQUEST_SITE,   /* the account's folder, rebuilt whole from all that is sent, and this */
    REQUEST_APPEND, /* a line to the file `url`, below the workspace's root: status 200 */
    REQUEST_READ,   /* that file: status 200 and its bytes, 404 where there is none */
};

struct request {
    enum request_kind kind;
    const char *method;
    const char *url; /* never holds a secret */
    struct header *headers;
    size_t header_count;
    struct piece *body;
    size_t body_count;
    bool is_create;   /* the call after which the post may be visible: the point of no return */
    const char *what; /* for people: "upload picture 1 of 2" */
};

enum reply_kind {
    REPLY_START,    /* nothing was asked yet */
    REPLY_ANSWER,   /* a whole answer came: status, headers, body */
    REPLY_NOT_SENT, /* proved: no byte of it left (DNS, connect, TLS) */
    REPLY_LOST,     /* it may have arrived; no answer, or not a whole one */
    REPLY_WAITED,   /* after STEP_WAIT */
    REPLY_SAVED,    /* after STEP_SAVE */
    REPLY_LOGGED_IN /* after STEP_LOGIN: the session is new, the last request is to be repeated */
};

struct reply_header {
    const char *name; /* lower case */
    const char *value;
};

struct reply {
    enum reply_kind kind;
    int status;
    const struct reply_header *headers;
    size_t header_count;
    const char *body; /* terminated; hostile */
    size_t body_bytes;
    const char *problem; /* NOT_SENT, LOST: libcurl's words */
    int64_t sent_bytes;  /* LOST: how far the request got; -1 unknown */
};

enum step_kind {
    STEP_SEND,     /* `request` */
    STEP_WAIT,     /* `wait_ms`, then go on */
    STEP_SAVE,     /* record the record before going on */
    STEP_PREPARED, /* class D: an object that nobody sees is there, its id in a slot of the part:
                      record that before it is published */
    STEP_LOGIN,    /* the session ended (not accepted): log in again, then go on. Once a delivery */
    STEP_DONE,     /* login: session ready; next: all parts SENT; lookup: see `found` */
    STEP_REFUSED,  /* proved not accepted, trying again is pointless */
    STEP_AUTH,     /* not accepted, the credentials are not right: the account pauses */
    STEP_BUSY,     /* proved not accepted, may be tried again after `wait_ms` */
    STEP_UNKNOWN,  /* the create may have happened: recovery by class */
};

enum lookup_found { LOOKUP_FOUND, LOOKUP_ABSENT, LOOKUP_UNCLEAR };

struct step {
    enum step_kind kind;
    struct request request;
    int64_t wait_ms;
    enum lookup_found found;
    const char *code, *message,
        *remedy; /* verdicts: the network's own code and words, our advice */
};

/* What a login learned about the account, for the run alone. */
struct session {
    const char *token;    /* secret; NULL where the account's own secret is used */
    const char *service;  /* the origin to talk to from now on */
    const char *identity; /* who am I: did, account id: pinned in the ledger (S29) */
    const char *handle, *name;
    char class_letter;  /* decided for this very server */
    const char *server; /* software and version, for doctor */
    struct network_limits limits;
    size_t text_limit;        /* by the network's own count; 0: as the driver's */
    const struct json *facts; /* the network's own */
};

struct driver {
    const struct network *network;
    const struct account *account;
    struct arena *arena;        /* lives as long as the delivery is worked on */
    const struct json *payload; /* frozen: {"parts": […], "media": […]}; NULL while logging in */
    struct record *record;      /* ids, urls and slots of the parts are written here */
    struct session *session;
    int64_t now_utc;    /* the real clock; set before each call */
    int phase;          /* the driver's own, 0 at the start */
    size_t part, media; /* where it is; a create is always that of `part` */
    int tries;
    void *own; /* working memory of the driver, in `arena`; NULL at the start, gone with the run */
};

/* The frozen payload, as networks_payload() makes it:
 *
 *     {"network": "bluesky", "post": "2026/11/otono", "account": "bluesky",
 *      "parts": [{"key": "3m…", "media": [0, 1], "create": {…}}],
 *      "media": [{"path": "content/media/pan.jpg", "blob": "3f2a…", "mime": "image/jpeg",
 *                 "bytes": 81234, "width": 1200, "height": 900, "alt": "…", "focus": [0.5, 0.3]}]}
 *
 * "media" has every part's media, part after part, in order, each as often as it is used, so that
 * a part's numbers follow from counting. "parts" is the driver's own, written by freeze(): a part
 * may hold more keys than these. In "create", {"$slot": "name"} stands for a value that the
 * network chooses; the record keeps it.
 *
 * next() sets a part's id, url, slots and state SENT in the record as soon as an answer says so;
 * all other states are the engine's. */

/* What goes into a frozen payload besides the rendering. */
struct freeze_facts {
    const struct record *record; /* keys of earlier attempts stay; NULL at the first */
    int64_t due_utc, now_utc;
};

enum markup { MARKUP_PLAIN, MARKUP_FACETS, MARKUP_HTML };

struct network {
    const char *name;     /* as accounts.yml writes it; never changes */
    const char *title;    /* for people: "Mastodon" */
    const char *summary;  /* one line */
    char class_letter;    /* I, D, K, L, U, N (docs/reliability.md) before a login says better */
    int64_t key_window_s; /* class K: how long the server remembers a key */
    enum markup markup;
    bool is_offline;                 /* needs neither secret nor connection: blog, null */
    const char *default_service;     /* NULL: accounts.yml must say */
    const char *const *public_hosts; /* an unbound secret may go to these; NULL-terminated */
    struct network_limits limits;    /* an account's own are in the account */
    struct network_look look;
    /* How long a text is for this network (render/count.h); `warning` may be NULL. */
    size_t (*count)(struct arena *scratch, const char *warning, const char *text, size_t bytes);
    /* 1 << enum post_key: which of POST_POLL, _SENSITIVE (its words), _VISIBILITY, _REPLY_TO,
     * _QUOTE, _REPOST, _FIRST_COMMENT its readers get; the others are losses. */
    uint64_t shows;
    const struct network_fact *facts; /* ends with a NULL name */
    const struct network_option *account_options, *post_options;
    /* Keys of accounts.yml that it can't do without, NULL-terminated, besides `secret` and, without
     * a default, `service` where it is not offline; NULL: none. */
    const char *const *needs;
    /* What only this network checks and fills in of an account; NULL: nothing. `reading` is of
     * accounts.yml, its arena the run's. */
    void (*bind)(struct account *account, struct reading *reading);

    /* The post as this network's readers see it. Never fails: what can't be shown is a loss. */
    void (*render)(struct rendering *out, struct arena *arena, const struct account_post *post,
                   const struct workspace *workspace);
    /* Writes the payload's entry "parts", an array. Same input, same bytes. */
    void (*freeze)(struct json_writer *out, struct arena *arena, const struct rendering *rendering,
                   const struct freeze_facts *facts);
    struct step (*login)(struct driver *driver, const struct reply *reply);
    struct step (*next)(struct driver *driver, const struct reply *reply);
    /* Is what the record's unclear part means there already? NULL: class I and N need none. */
    struct step (*lookup)(struct driver *driver, const struct reply *reply);
};

#endif
