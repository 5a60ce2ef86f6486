/* A tree written as a pattern of PCRE2, and what regex.c must know to run it. */
#ifndef PREGON_LIB_REGEX_TRANSLATE_H
#define PREGON_LIB_REGEX_TRANSLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/regex_tree.h"

/* Callouts that the pattern makes while it runs. */
enum {
    /* Round a repeat of single characters, to count how far it ran. */
    CALLOUT_RUN = 1,
    CALLOUT_RAN,
    /* At each try of a branch or of a loop's body. */
    CALLOUT_STEP,
    /* Before a reference: it compares as many bytes as its group holds. */
    CALLOUT_BACK,
    /* At the end of a look-behind's own program: goes on where this is the place it must reach. */
    CALLOUT_REACHED,
    /* A look-behind that PCRE2 10.42 cannot do; the first of them. */
    CALLOUT_BEHIND,
    CALLOUT_LAST = 255,
};

struct regex_program {
    const char *text;
    size_t bytes;
    /* The .NET group of each PCRE2 group, from 1 on. */
    uint32_t *groups;
    size_t group_count, group_capacity;
    /* By callout. */
    const struct regex_node **behinds;
    size_t behind_count, behind_capacity;
};

struct regex_style {
    bool is_metered; /* with the counting callouts */
    bool is_behind;  /* ends with CALLOUT_REACHED */
    /* Of the pattern's outermost choice only these branches; all where `end` is 0. */
    size_t branch_start, branch_end;
};

/* `root` is the tree's or that of one of its look-behinds. */
int regex_translate(struct regex_program *out, struct arena *arena, const struct regex_tree *tree,
                    const struct regex_node *root, const struct regex_style *style, size_t *at,
                    struct err *err) __attribute__((warn_unused_result));

/* The outermost choice: the one that the whole match always passes, or NULL. */
const struct regex_node *regex_outer_choice(const struct regex_node *root);

/* A bit for each kind that the node and those in it are of. */
uint32_t regex_kinds_of(const struct regex_node *node);
static inline uint32_t regex_kind_bit(enum regex_kind kind) { return (uint32_t)1 << kind; }
/* A reference to a group, or a question about one. */
static inline bool regex_names_groups(const struct regex_node *node)
{
    return regex_kinds_of(node) & (regex_kind_bit(REGEX_BACK) | regex_kind_bit(REGEX_IF_GROUP));
}
/* The inside of a look-behind as a choice of sequences of fixed width that matches alike, or NULL
 * where there is none (or too many). */
struct regex_node *regex_behind_fixed(struct arena *arena, const struct regex_node *body);

/* How many characters of every match are blanks for sure. */
size_t regex_blanks_of(const struct regex_node *node);

/* regex_stays_in_sentence() of a tree. */
bool regex_is_in_sentence(const struct regex_node *root);

/* What a node's first or last character can be. */
enum { EDGE_WORD = 1, EDGE_OTHER = 2 };
struct regex_edge {
    unsigned seen;
    bool may_be_empty;
};
struct regex_edge regex_edge_of(const struct regex_node *node, bool is_start);

#endif
