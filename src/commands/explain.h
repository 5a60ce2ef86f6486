/* What is said of a rule, whether it is one of check's own or of the brand's voice. */
#ifndef PREGON_COMMANDS_EXPLAIN_H
#define PREGON_COMMANDS_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/account.h"
#include "model/finding.h"

struct arena;
struct err;
struct invocation;
struct project;

struct explanation {
    const char *rule;
    const char *path;    /* of a rule of the voice; NULL: check's own */
    const char *meaning; /* one sentence */
    const char *description, *reason, *remedy, *link; /* NULL: none */
    struct names languages;
    const char *level; /* of a rule of the voice, as the brand has it: also "off" */
    bool is_voice;
    bool is_in_use; /* the brand names its style */
    struct names bad, good;
};

/* What is said of that rule in an opened project, which may have none. ERR_USAGE where there is no
 * such rule. */
int explain_rule(struct explanation *out, struct arena *arena, const struct project *project,
                 const char *name, struct err *err) __attribute__((warn_unused_result));

void explain_write_text(struct invocation *invocation, const struct explanation *explanation);
void explain_write_json(struct invocation *invocation, const struct explanation *explanation);

#endif
