/* The manual in roff, man(7), made of the tables that `pregon help` shows, so that they can't
 * differ:
 *
 *     pregon help --format man | man -l -
 *     pregon help check --format man >pregon-check.1 */
#ifndef PREGON_COMMANDS_MANUAL_H
#define PREGON_COMMANDS_MANUAL_H

#include <stdio.h>

struct command;

/* pregon(1): all commands, the common options, exit status, environment and files. */
void manual_write_overview(FILE *out);
/* pregon-COMMAND(1). */
void manual_write_command(FILE *out, const struct command *command);

#endif
