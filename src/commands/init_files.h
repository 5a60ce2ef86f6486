/* The files that `init` writes: templates (lib/template.h), which stand below src/commands/init and
 * are bundled into the program by init_files.sh. A template's first line says where its file goes,
 * `> brand/team.yml`; where that line is for another case, there is no such file. */
#ifndef PREGON_COMMANDS_INIT_FILES_H
#define PREGON_COMMANDS_INIT_FILES_H

#include <stddef.h>

struct arena;
struct err;
struct template_values;

extern const char *const init_templates[]; /* NULL at the end */

enum init_state {
    INIT_NEW,  /* not there yet */
    INIT_SAME, /* there already, as it would be written */
    INIT_KEPT, /* there with another text, or something else of that name: left alone */
};

struct init_file {
    const char *path; /* below the workspace */
    const char *text;
    size_t bytes;
    enum init_state state;
};

struct init_files {
    struct init_file *items;
    size_t count;
};

/* Fills them in, in the order of their paths, but brand/brand.yml last: what has it is a whole
 * workspace, so that a run that was cut short can be done again. */
void init_files_make(struct init_files *out, struct arena *arena,
                     const struct template_values *values);

/* What of them is below `root` already. */
void init_files_look(struct init_files *files, struct arena *arena, const char *root);

/* Writes those that are new, with their folders. */
int init_files_write(const struct init_files *files, struct arena *arena, const char *root,
                     struct err *err) __attribute__((warn_unused_result));

#endif
