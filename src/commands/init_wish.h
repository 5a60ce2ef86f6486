/* What a new workspace is to be: from the command line's options, from a person's answers on a
 * terminal, or as it usually is. */
#ifndef PREGON_COMMANDS_INIT_WISH_H
#define PREGON_COMMANDS_INIT_WISH_H

#include <stdbool.h>
#include <stddef.h>

#include "commands/init_ci.h"

struct arena;
struct err;
struct invocation;
struct zone;

enum init_network { INIT_BLOG, INIT_BLUESKY, INIT_MASTODON, INIT_NETWORKS };

extern const char *const init_network_names[INIT_NETWORKS];

struct init_wish {
    const char *name;
    bool is_spanish; /* else English */
    bool networks[INIT_NETWORKS];
    const struct zone *zone;
    const char *url;              /* of the blog */
    const char *handle;           /* on Bluesky */
    const char *server;           /* Mastodon's */
    bool services[INIT_SERVICES]; /* of CI */
};

/* `folder` gives a brand without a name its own; `networks` and `services` (init_ci_usual()) are
 * those where nobody says which. ERR_USAGE with a remedy: for an option's value, or where a person
 * ends the answers; a wrong answer is asked for again. A workspace that `is_there` is asked
 * nothing: its files have the answers. */
int init_wish_read(struct init_wish *out, struct invocation *invocation, const char *folder,
                   const char *networks, const char *services, bool is_there, struct err *err)
    __attribute__((warn_unused_result));

#endif
