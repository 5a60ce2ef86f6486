/* Which posts, days and accounts a rule is for: the keys of our own that narrow it. */
#ifndef PREGON_BRAND_VOICE_MEANT_H
#define PREGON_BRAND_VOICE_MEANT_H

#include <stdbool.h>
#include <stddef.h>

struct reading;
struct voice_block;
struct voice_rule;
struct voice_selection;
struct workspace;

/* Looks up what the rule names in the workspace, and complains in the rule's file of what is not
 * there: an error where something else is nearly so called, for then the rule is silent by a slip
 * of the pen; else a warning, for a style may be shared by several brands. */
void voice_meant_find(struct voice_rule *rule, struct reading *reading,
                      const struct workspace *workspace);

/* Whether the rule is for such posts, whoever gets them and when. */
bool voice_meant_for_post(const struct voice_rule *rule, const struct voice_selection *selection);

/* Whether it is for fewer days or accounts than all. */
bool voice_meant_is_narrow(const struct voice_rule *rule);
/* Then: whether it is for the selection's day, and for an account that gets the block. */
bool voice_meant_for_block(const struct voice_rule *rule, const struct voice_selection *selection,
                           const struct voice_block *block);

enum { VOICE_ANY_ACCOUNT = -1 };
/* The one account of the rule's that gets the block, by its place in the workspace's list;
 * VOICE_ANY_ACCOUNT where the rule is for all, or several of its accounts get it. */
long voice_meant_account(const struct voice_rule *rule, const struct voice_selection *selection,
                         const struct voice_block *block);

#endif
