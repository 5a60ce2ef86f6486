/* The workspace: what brand/ and calendar/ say, loaded once per run and never changed.
 * brand_load(), networks_bind() and calendar_load() fill it; everything lives in the run's arena.
 */
#ifndef PREGON_MODEL_WORKSPACE_H
#define PREGON_MODEL_WORKSPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account.h"
#include "model/calendar.h"
#include "model/span.h"

struct arena;
struct source;
struct yaml_node;
struct zone;

struct utm {
    const char *source, *medium, *campaign; /* templates with {network}, {account}, {campaign} */
};

enum formality { FORMALITY_NONE, FORMALITY_TU, FORMALITY_USTED, FORMALITY_VOS };

/* brand/brand.yml. Parts that only the tone engine and the post rules read stay as YAML. */
struct brand {
    const char *name;
    struct names languages; /* at least one */
    struct utm utm;
    bool has_utm;
    struct names link_hosts;   /* sites of ours besides the blogs; links to parts of them count */
    struct names denied_hosts; /* likewise: with their subdomains */
    struct names disclosures;  /* what marks a paid post; none: what is usual */
    int64_t disclosure_within; /* characters; 0: anywhere */
    struct names competitors, trademarks;
    struct names contacts; /* our own telephone numbers, mail addresses and bank accounts */
    enum formality formality;
    enum { RECHECK_REPORT, RECHECK_ERROR } recheck;
    const char *publish_branch; /* NULL: the remote's default branch */
    const char *ledger_branch;  /* "pregon-ledger" */
    const char *ledger_remote;  /* NULL: origin */
    const char *ledger_genesis; /* NULL or a commit id */
    const char *site_url;       /* where the site of `build` will stand; NULL: not known */
    const char *repository_url; /* of the repository's pages; NULL: by the remote's address */
    const char *forge;          /* what kind of host that is; NULL: by its name */
    bool fits_media;            /* media.fit: auto */
    bool strips_metadata;
    const struct yaml_node *approvals; /* list of {roles, when} */
    const struct yaml_node *root;      /* the whole file */
};

struct person {
    const char *id, *name, *email, *github, *gitlab;
    struct names roles;
};

struct audience {
    const char *id, *title, *language;
    struct names accounts;
    struct hours_list hours;  /* when it reads; none: at any time */
    struct names hours_names; /* the same as written */
};

/* One name and its handle on each network; without one the name is written. */
struct mention {
    const char *id; /* as in @[id] */
    const char *name;
    struct mention_handle {
        const char *network, *handle;
    } * handles;
    size_t handle_count;
};

/* What pregon counts itself, by what was sent; of others, people enter what they read elsewhere. */
enum measure { MEASURE_POSTS, MEASURE_DELIVERIES, MEASURE_ACCOUNTS, MEASURE_UNKNOWN };

struct kpi {
    const char *metric;
    enum measure measure;
    int64_t target;
    int64_t reached; /* as entered, of MEASURE_UNKNOWN alone; -1: nobody has */
    int64_t by_utc;  /* the end of that day; NO_TIME: none given */
    struct span by_where;
};

struct campaign {
    const char *id, *path, *title;
    const char *audience, *objective; /* an id, a word of the form; NULL: none */
    struct kpi *kpis;
    size_t kpi_count;
    struct money budget;
    struct names accounts;
    struct names tags;
    struct names requires;
    struct utm utm;
    int64_t from_utc, until_utc; /* NO_TIME: open; `until` is the end of that day */
};

/* Files whose names others use. Where one can't be read, that alone is said: whoever names what
 * stands in it is not to blame. */
enum workspace_file {
    WORKSPACE_ACCOUNTS = 1,
    WORKSPACE_AUDIENCES = 2,
    WORKSPACE_TEAM = 4,
    WORKSPACE_CALENDAR = 8,
};

/* People, audiences, mentions and campaigns are in byte order of their ids, accounts, groups and
 * queues as they stand in their files. */
struct workspace {
    struct brand brand;
    struct calendar calendar;
    struct account *accounts;
    size_t account_count;
    struct group *groups;
    size_t group_count;
    struct person *people;
    size_t person_count;
    struct audience *audiences;
    size_t audience_count;
    struct mention *mentions;
    size_t mention_count;
    struct campaign *campaigns;
    size_t campaign_count;
    const struct zone **zones; /* every zone in use; the first is the calendar's */
    size_t zone_count;
    unsigned unread;        /* of enum workspace_file */
    struct source *sources; /* the files that all this was read from (post.h) */
    size_t source_count, source_capacity;
};

/* Notes a file that was read, for the checks that look at the text itself. */
void workspace_add_source(struct workspace *workspace, struct arena *arena,
                          const struct source *source);

/* Each NULL where there is none of that id. */
const struct account *workspace_account(const struct workspace *workspace, const char *id);
const struct group *workspace_group(const struct workspace *workspace, const char *id);
const struct queue *workspace_queue(const struct workspace *workspace, const char *id);
const struct campaign *workspace_campaign(const struct workspace *workspace, const char *id);
const struct audience *workspace_audience(const struct workspace *workspace, const char *id);
const struct person *workspace_person(const struct workspace *workspace, const char *id);
bool person_has_role(const struct person *person, const char *role);
const struct mention *workspace_mention(const struct workspace *workspace, const char *id);
const char *mention_handle(const struct mention *mention, const char *network);
/* Whether `name` is the account's id, or a group's that holds it. */
bool account_is_named(const struct workspace *workspace, const struct account *account,
                      const char *name);
/* The account or group that somebody who typed `id` may have meant, also as a network; or NULL. */
const char *workspace_nearest_target(const struct workspace *workspace, struct arena *arena,
                                     const char *id);
/* The account's, else the brand's first. */
const char *account_language(const struct workspace *workspace, const struct account *account);

#endif
