/* pregon check --vale-ini: the tone engine alone, in any folder. */
#ifndef PREGON_COMMANDS_CHECK_VALE_H
#define PREGON_COMMANDS_CHECK_VALE_H

struct err;
struct invocation;

/* Lints the arguments' files and folders by the configuration `ini`; without arguments what comes
 * in by a pipe, else the current folder. The exit status is that of `check`, and 2 where the
 * configuration or a rule is wrong. */
int check_vale(struct invocation *invocation, const char *ini, struct err *err)
    __attribute__((warn_unused_result));

#endif
