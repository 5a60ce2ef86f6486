/* The files that `init` writes: templates (lib/template.h), which stand below src/commands/init and
 * are bundled into the program by init_files.sh. A template's first line says where its file goes:
 * `> brand/team.yml` below the workspace, `>> .ci/pregon.sh` below the repository's root. Where
 * that line is for another case, there is no such file. */
#ifndef PREGON_COMMANDS_INIT_FILES_H
#define PREGON_COMMANDS_INIT_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct init_place;
struct template_values;

extern const char *const init_templates[]; /* NULL at the end */

enum init_state {
    INIT_NEW,  /* not there yet */
    INIT_SAME, /* there already, as it would be written */
    INIT_OLD,  /* there as an older pregon wrote it: brought up to date */
    INIT_KEPT, /* there with another text, or something else of that name: left alone */
};

struct init_file {
    const char *path;  /* as people are told: as seen from the workspace */
    const char *root;  /* the folder that it is written in; nothing there may be a link */
    const char *below; /* that folder's */
    const char *text;
    size_t bytes;
    /* Whether what is there is as a pregon wrote it; NULL: people make it theirs. */
    bool (*is_unchanged)(struct arena *arena, const char *text);
    enum init_state state;
};

struct init_files {
    struct init_file *items;
    size_t count, capacity;
};

/* Adds what the templates give for these values and is not in the list yet. */
void init_files_make(struct init_files *files, struct arena *arena, const char *root,
                     const struct init_place *place, const struct template_values *values);
/* Adds a file of the workspace with a text of its own. */
void init_files_add(struct init_files *files, struct arena *arena, const char *root,
                    const char *path, const char *text, size_t bytes,
                    bool (*is_unchanged)(struct arena *arena, const char *text));

/* What of them is there already. Sorts them by their paths, but brand/brand.yml comes last: what
 * has it is a whole workspace, so that a run that was cut short can be done again. */
void init_files_look(struct init_files *files, struct arena *arena);

/* Writes those that are new or old, with their folders; none where a file stands in the way of one
 * (ERR_INPUT). */
int init_files_write(const struct init_files *files, struct arena *arena, struct err *err)
    __attribute__((warn_unused_result));

#endif
