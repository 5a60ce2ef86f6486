/* The files of CI services that `init` writes. */
#ifndef PREGON_COMMANDS_INIT_CI_H
#define PREGON_COMMANDS_INIT_CI_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct init_files;
struct init_hours;
struct init_place;
struct template_values;
struct workspace;

enum init_service { INIT_GITHUB, INIT_GITLAB, INIT_FORGEJO, INIT_NO_CI, INIT_SERVICES };

/* As `--ci` takes them: github, gitlab, forgejo, none. */
extern const char *const init_service_names[INIT_SERVICES];

/* Where pregon comes from on a machine of CI. */
struct init_source {
    const char *url, *rev;
    const char *image; /* a container that has it, or NULL */
    bool is_unknown;   /* nobody said, and nothing is built in */
};

/* From `--source ADDRESS[#REV]` and `--image`, each of which may be NULL. ERR_USAGE where one can't
 * stand in a script. */
int init_source_read(struct init_source *out, struct arena *arena, const char *source,
                     const char *image, struct err *err) __attribute__((warn_unused_result));

/* The services whose files are there already, or whose host the remote is; for a new workspace
 * without a remote, GitHub and GitLab. As `--ci` would have it. */
const char *init_ci_usual(struct arena *arena, const struct init_place *place, bool is_there);

/* Whether a path below the repository's root is that of a service's file that publishes. */
bool init_ci_publishes(const char *path);

struct init_ci {
    const bool *services; /* INIT_SERVICES of them */
    const struct init_place *place;
    const struct init_source *source;
    const struct init_hours *hours;
    const struct workspace *workspace; /* NULL: a new one, which names nobody yet */
};

/* Adds their files, filled with `values` and what is known of each service. */
void init_ci_make(struct init_files *files, struct arena *arena, const struct init_ci *ci,
                  const char *root, const struct template_values *values);

#endif
