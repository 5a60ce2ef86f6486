/* The table of networks, and what is alike for all: payloads, secrets' hosts, outcomes. */
#ifndef PREGON_NETWORKS_NETWORKS_H
#define PREGON_NETWORKS_NETWORKS_H

#include <stddef.h>

struct arena;
struct findings;
struct form;
struct network;
struct rendering;
struct freeze_facts;
struct workspace;

/* In the order of networks_all(). */
extern const struct network network_blog, network_bluesky, network_mastodon, network_null;

/* The keys of accounts.yml that are read here, whatever the network. */
extern const struct form networks_account_form;

/* NULL where there is no driver of that name. */
const struct network *networks_find(const char *name);
/* The network of an account that a person serves: its own where there is a driver, else what is
 * known of its texts. It has no login and no next, and is never asked for them. */
const struct network *networks_by_hand(const char *name);
const struct network *const *networks_all(size_t *count);
/* Those that nothing here sends to, and of which something is known all the same: an array. */
const struct network *networks_all_by_hand(size_t *count);

/* Gives each account of `workspace` its driver, service and limits, and reports unknown networks
 * (with did-you-mean), missing and unknown keys of accounts.yml. An account with `send: manual`
 * needs no driver. What it makes lives in the arena of `findings`. */
void networks_bind(struct workspace *workspace, struct findings *findings);

/* The frozen payload of a rendering, as it stands in the ledger: indented JSON, a newline at the
 * end. Also what `show --payload` prints. */
const char *networks_payload(struct arena *arena, const struct rendering *rendering,
                             const struct freeze_facts *facts, size_t *bytes);

#endif
