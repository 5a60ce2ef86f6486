/* The truth: which creates the server took, whatever its client was told. */
#ifndef POSTS_H
#define POSTS_H

#include <stdbool.h>
#include <stdio.h>

#include "script.h"

enum { MAX_POSTS = 4096 };

struct post {
    const char *key; /* "" where the network has none */
    const char *body;
    char at[32];
};

struct posts {
    struct post items[MAX_POSTS];
    size_t count;
};

/* What texts are filled from. */
struct facts {
    const struct posts *posts;
    const char *key, *each;
    size_t number; /* of the post, from 1; 0: none */
    int port, other_port;
    bool is_tls;
};

/* The create's key, "" without one; lives as long as the process. */
const char *posts_key(const struct script *script, const char *head, const char *body);
/* The number of the post; the same key is the same post. */
size_t posts_accept(struct posts *posts, const char *key, const char *body, bool *is_new);
/* The text with what stands in braces filled in. */
void posts_fill(FILE *out, const char *text, const struct facts *facts);

#endif
