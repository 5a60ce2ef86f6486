/* The repository that a new workspace stands in: where CI looks for its files, and whose they are.
 */
#ifndef PREGON_COMMANDS_INIT_PLACE_H
#define PREGON_COMMANDS_INIT_PLACE_H

#include <stdbool.h>

struct arena;

struct init_place {
    const char *top;        /* its root, absolute; NULL: no repository */
    const char *folder;     /* the workspace as seen from there: "" or "marketing/" */
    const char *up;         /* the way back: "" or "../" */
    const char *host;       /* origin's: "github.com"; NULL: there is none */
    const char *repository; /* what origin calls it: "ana/horno" */
    const char *branch;     /* the main branch */
    bool is_plain;          /* all of these can stand in a script */
};

/* Reads the repository of `root`, a folder that is there. */
void init_place_find(struct init_place *out, struct arena *arena, const char *root);

#endif
