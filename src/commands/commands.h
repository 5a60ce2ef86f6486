/* Every command, one line each. */
#ifndef PREGON_COMMANDS_COMMANDS_H
#define PREGON_COMMANDS_COMMANDS_H

#include "commands/command.h"

extern const struct command command_check;
extern const struct command command_plan;
extern const struct command command_build;
/* Where `build` is to write, below the workspace: ERR_USAGE where nothing may be written. */
int build_folder(const char **out, const struct invocation *invocation, struct err *err)
    __attribute__((warn_unused_result));
extern const struct command command_serve;
extern const struct command command_show;
extern const struct command command_import;
extern const struct command command_init;
extern const struct command command_move;
extern const struct command command_new;
extern const struct command command_publish;
extern const struct command command_status;
extern const struct command command_resolve;
extern const struct command command_approve;
extern const struct command command_hold;
extern const struct command command_resume;
extern const struct command command_doctor;
extern const struct command command_brand;
extern const struct command command_explain;
extern const struct command command_networks;
extern const struct command command_schema;
extern const struct command command_lsp;
extern const struct command command_version;
extern const struct command command_help;

#endif
