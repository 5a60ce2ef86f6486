/* Completions for shells, made of the tables that `pregon help` shows, so that they can't differ:
 *
 *     pregon help --format bash >/usr/share/bash-completion/completions/pregon
 *
 * What an option or a command takes is known by the word that its table has for it: `a|b` are the
 * words themselves, ACCOUNT an account of the workspace, and so on (completion.c). */
#ifndef PREGON_COMMANDS_COMPLETION_H
#define PREGON_COMMANDS_COMPLETION_H

#include <stdbool.h>
#include <stdio.h>

struct arena;
struct command;
struct command_option;
struct invocation;

/* Writes the script for "bash", "zsh" or "fish". False: for no other shell. */
bool completion_write(FILE *out, struct arena *arena, const char *shell);

/* What the scripts ask for: a line for each name of the workspace, `account blog`, `role legal` …;
 * none where it can't be read. */
void completion_write_names(struct invocation *invocation);

/* --- for the three of them --- */

enum completion_kind {
    COMPLETE_ACCOUNT,
    COMPLETE_CAMPAIGN,
    COMPLETE_QUEUE,
    COMPLETE_PERSON,
    COMPLETE_ROLE,
    COMPLETE_POST,
    COMPLETE_RULE,
    COMPLETE_NETWORK,
    COMPLETE_SCHEMA,
    COMPLETE_REVISION,
    COMPLETE_KIND_COUNT
};

struct completion {
    const char *words; /* parted by blanks; "": none */
    unsigned kinds;    /* 1 << enum completion_kind */
    bool has_files, has_folders;
};

/* What may stand there, by the word of a table, as it is before translation. */
struct completion completion_of(struct arena *arena, const char *argument);
/* The same for an option: --format takes the command's formats. */
struct completion completion_of_option(struct arena *arena, const struct command *command,
                                       const struct command_option *option);

/* "account" … in the scripts, and the pipeline that lists what there is, an item a line. */
const char *completion_kind_name(enum completion_kind kind);
const char *completion_kind_source(enum completion_kind kind);

/* What is offered besides words: "account", "files" …, each behind a blank. */
void completion_write_kinds(FILE *out, const struct completion *completion);
void completion_write_bash(FILE *out, struct arena *arena);
void completion_write_zsh(FILE *out, struct arena *arena);
void completion_write_fish(FILE *out, struct arena *arena);

#endif
