/* The seal: what a command that only reads gives up before it reads anything of the workspace
 * (io/sandbox.h). */
#ifndef PREGON_COMMANDS_SEAL_H
#define PREGON_COMMANDS_SEAL_H

struct command;
struct invocation;

/* For a command whose table says `only_reads`, in the folder where it is to run. It keeps reading
 * of the workspace, its repository and git's settings, with --vale-ini of everything; and writing
 * of the cache (of `check` and `build`), with --fix of the workspace, for `build` of the site's
 * folder. What the kernel can't do is said with -v. */
void seal(const struct command *command, const struct invocation *invocation);

/* The folder of the cache, made where it is not there yet: it could not be made later. NULL: there
 * is none. */
const char *seal_cache_folder(const struct invocation *invocation);

/* The same for a command that learns later, once and before it starts a thread, which workspace it
 * is to read. */
void seal_reader(const struct command *command, const struct invocation *invocation);

#endif
