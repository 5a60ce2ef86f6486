/* A record: what the ledger knows of one delivery (post id × account). Its YAML is that of
 * docs/files/ledger.md; publish/attempt.h says how one state leads to the next. */
#ifndef PREGON_MODEL_RECORD_H
#define PREGON_MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum record_state {
    RECORD_NONE, /* no record: never touched */
    RECORD_PINNED,
    RECORD_RESERVED,
    RECORD_SENDING,
    RECORD_PREPARED,
    RECORD_RETRY,
    RECORD_FAILED,
    RECORD_SENT,
    RECORD_UNCERTAIN,
    RECORD_MISSED,
    RECORD_SKIPPED,
};

/* A value that the server chose (or resolved for us), kept so that a repetition sends the same. */
struct slot {
    const char *name, *value;
};

struct record_part {
    enum record_state state; /* NONE, SENDING, SENT, RETRY, FAILED, UNCERTAIN */
    const char *key;         /* rkey, Idempotency-Key: ours, never of an attempt */
    const char *id, *url;    /* the server's */
    struct slot *slots;      /* `cid`, `media-1`, `parent` … */
    size_t slot_count;
    int64_t first_try_utc; /* when the first create may have been accepted; class K's window */
};

/* Who holds a claim: a run whose process is gone on this machine is void at once. */
struct claim_owner {
    const char *nonce; /* made anew for each claim: I1 */
    const char *boot;  /* the machine's boot id */
    int64_t pid;
    const char *started; /* the process's start time as the system counts it */
};

struct record {
    const char *post, *account, *network;
    enum record_state state;
    char class_letter; /* I, D, K, L, U, N as decided before the claim */
    int64_t due_utc;
    int32_t due_offset_s; /* of the zone, so that people read their own time */
    const char *queue;    /* whose slot that is; NULL: by the post's date, or a person's word */
    const char *commit;   /* whose post was frozen */
    const char *content;  /* "sha256:…" of the payload, media included */
    int attempt;
    const char *run;
    struct claim_owner owner;
    int64_t claimed_utc;
    int64_t clock_offset_s; /* how far --now had moved the clock of that run; 0 is not written */
    int64_t sent_utc;
    int64_t retry_after_utc; /* RETRY: not before */
    struct record_part *parts;
    size_t part_count;
    /* What went wrong, for people: network's own code and words, and the one next step. */
    const char *error_code, *error_message, *remedy;
    int http_status;
    int64_t request_utc;        /* of the unclear request */
    int64_t request_sent_bytes; /* how far its bytes got; -1 unknown */
    const char *lookup;         /* what look-ups found, in words */
    int64_t lookup_utc;
    const char *reason, *by; /* of a person's decision: resolve, skip */
    bool keeps_payload;      /* RETRY: the frozen bytes again, not today's text */
    bool is_altered;         /* read back, and not what was meant */
};

/* Who an account is on its network (accounts.yml on the ledger's branch). */
struct ledger_pin {
    const char *account, *identity;
};

/* All that a ledger says of accounts. */
struct record_book {
    const struct record *records;
    size_t record_count;
    const struct ledger_pin *pins;
    size_t pin_count;
};

const char *record_state_name(enum record_state state); /* lower case, as in files */
int record_state_find(const char *name);                /* -1 where there is none */
/* The state of the first part that is not sent; SENT where all are. */
enum record_state record_parts_state(const struct record *record);
/* Failed, missed or uncertain: no run goes on by itself. */
bool record_needs_person(const struct record *record);
/* Whether something of it is out, or may be. */
bool record_may_be_out(const struct record *record);
/* Whether a person has settled it: what it says is meant. `record` may be NULL. */
bool record_is_meant(const struct record *record);
/* Whether `account` may be the one that was called `former`: where both were asked who they are,
 * that decides; else all that it sent must have come after all that the other did. */
bool record_is_successor(const struct record_book *book, const char *account, const char *former);
/* Whether something of it is out already, or its frozen bytes go out again: what has begun is
 * ended. `record` may be NULL. */
bool record_is_begun(const struct record *record);
/* A copy whose texts, parts and slots live in `arena`. */
struct record record_copy(struct arena *arena, const struct record *record);
/* Where the first part stands, as its network said; NULL where it did not, or `record` is. */
const char *record_url(const struct record *record);
/* The value of a part's slot, or NULL. */
const char *record_slot(const struct record_part *part, const char *name);

#endif
