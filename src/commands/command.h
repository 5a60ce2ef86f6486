/* Commands: one file per word the user types; the only place that joins stages.
 *
 * To add a command:
 *   1. write src/commands/<name>.c with a `const struct command command_<name>`;
 *   2. name it in commands.h and commands.c, where the order is that of `pregon help`;
 *   3. add a script under tests/cli/. The manual page is made of this table (manual.h).
 *
 * A command reads like the pipeline's table of contents. It returns the exit status (docs/ci.md),
 * or -1 with `err` filled, which main.c prints and turns into a status. Results go to `out`,
 * messages and progress to `log`; both make control characters visible (io/output.h). */
#ifndef PREGON_COMMANDS_COMMAND_H
#define PREGON_COMMANDS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;
struct err;

struct command_option {
    const char *name;     /* long, without dashes; NULL ends the table */
    char letter;          /* short form, or 0 */
    const char *argument; /* "REV", N_("TIME"); NULL: a switch */
    const char *summary;  /* N_(…) */
    bool is_repeated;     /* may be given several times */
};

/* One option as given; the table's order is the command line's. */
struct command_value {
    const struct command_option *option;
    const char *text; /* NULL for a switch */
};

struct invocation {
    struct arena *arena; /* of the whole run */
    FILE *out, *log;
    const char *folder; /* -C, else "." */
    const char *now;    /* --now or PREGON_NOW, as written; NULL: the clock */
    const char *format; /* --format; NULL: text */
    bool is_all;        /* --all */
    bool is_one_of_all; /* one of the runs that --all makes */
    bool is_quiet;
    int verbosity;    /* -v 1, -vv 2 */
    bool has_color;   /* `out` is a terminal, NO_COLOR is not set */
    bool is_terminal; /* `log` is one: progress may be drawn */
    size_t columns;   /* of the terminal that `out` is; 0: it is none, and no line is broken */
    const struct command_value *values;
    size_t value_count;
    char **arguments; /* the rest, NULL-terminated */
    size_t argument_count;
};

struct command {
    const char *name;
    const char *arguments; /* N_("[PATH…]") */
    size_t argument_max;   /* more is wrong usage; SIZE_MAX: any number */
    bool only_reads;       /* the workspace: it runs sealed (seal.h) */
    bool is_long;          /* its text may be: it goes through a pager (io/pager.h) */
    bool takes_all;        /* --all: runs in every workspace of the repository (all.h) */
    const char *summary;   /* N_(…): one line for `pregon help` */
    const char *help;      /* N_(…): a paragraph and examples */
    const char *formats;   /* "text|json"; NULL: --format is not taken */
    const struct command_option *options;
    int (*run)(struct invocation *invocation, struct err *err);
};

const struct command *const *commands_all(size_t *count);
const struct command *commands_find(const char *name);

/* The last value of an option, NULL where it was not given; and whether a switch was. */
const char *invocation_value(const struct invocation *invocation, const char *name);
bool invocation_has(const struct invocation *invocation, const char *name);
/* The same as one line for a record: what forms and scripts send may have several, or control
 * characters, which no file of the ledger may hold. Each becomes a blank. */
const char *invocation_line(const struct invocation *invocation, const char *name);

#endif
