/* The command line: common options anywhere, a command's own after its name. */
#ifndef PREGON_COMMANDS_OPTIONS_H
#define PREGON_COMMANDS_OPTIONS_H

struct arena;
struct command;
struct err;
struct invocation;

/* What the words of `argv` ask for. `*command` is `help` where none was named, or where --help was
 * given (its argument is then the command). ERR_USAGE with a did-you-mean for what is not known. */
int options_parse(struct invocation *out, const struct command **command, struct arena *arena,
                  int argc, char **argv, struct err *err) __attribute__((warn_unused_result));

/* ERR_USAGE for a word that is no command, with the one that may be meant. */
int options_unknown_command(const char *word, struct err *err);

/* The options that every command takes, ending with a NULL name. */
const struct command_option *options_common(void);
/* Those that a command takes. */
const struct command_option *options_common_of(const struct command *command);

#endif
