/* `new --repeat`: copies of a post, as a series. */
#ifndef PREGON_COMMANDS_NEW_REPEATS_H
#define PREGON_COMMANDS_NEW_REPEATS_H

struct err;
struct making;

/* Writes as many copies of the post `word` as --times says, --every so often, and notes them in the
 * making. All are thought of before the first is written. ERR_USAGE and ERR_INPUT where the options
 * or the post make no series, or a file is there already. */
int new_repeats_write(struct making *making, const char *word, struct err *err)
    __attribute__((warn_unused_result));

#endif
