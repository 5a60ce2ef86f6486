/* What `explain` says of a rule, for editors that show Markdown. */
#ifndef PREGON_COMMANDS_EXPLAIN_MARKDOWN_H
#define PREGON_COMMANDS_EXPLAIN_MARKDOWN_H

struct arena;
struct project;

/* NULL where there is no such rule, or it can't be read. What a rule's file says stays text. */
const char *explain_markdown(struct arena *arena, const struct project *project, const char *rule);

#endif
