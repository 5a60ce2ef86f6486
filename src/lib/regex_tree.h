/* A pattern of the .NET dialect as a tree: what regex.c compiles and regex_literals.c studies.
 *
 * Options are resolved while parsing: a node says itself whether it ignores case, `^` is already
 * the start of a line or of the text. */
#ifndef PREGON_LIB_REGEX_TREE_H
#define PREGON_LIB_REGEX_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;

enum regex_kind {
    REGEX_CHAR,
    REGEX_SET,
    REGEX_ANY,
    REGEX_NOT_NEWLINE,
    /* These take no characters: */
    REGEX_LINE_START,
    REGEX_LINE_END,
    REGEX_TEXT_START,
    REGEX_TEXT_END,
    REGEX_SEARCH_START,
    REGEX_BOUNDARY,
    REGEX_AHEAD,
    REGEX_BEHIND,
    /* These hold others: */
    REGEX_SEQUENCE,
    REGEX_CHOICE,
    REGEX_CAPTURE,
    REGEX_ATOMIC,
    REGEX_REPEAT,
    REGEX_BACK, /* reference to a group */
    REGEX_IF_GROUP,
    REGEX_IF_AHEAD, /* items: condition, yes, no */
};

enum {
    REGEX_UNBOUNDED = INT32_MAX,
    /* PCRE2's own largest count, and the most groups that its numbers hold with room to spare. */
    REGEX_MAX_COUNT = 65535,
    REGEX_MAX_GROUPS = 8192,
    REGEX_MAX_DEPTH = 120,
    /* A brand's thousand terms in one rule take 20 KB. */
    REGEX_MAX_BYTES = 256 * 1024,
};

struct regex_range {
    uint32_t first;
    uint32_t last;
    bool is_not_space; /* one of those that \S stands for */
};

struct regex_property {
    const char *name; /* as PCRE2 writes it between braces */
    bool is_negated;
};

struct regex_set {
    bool is_negated;
    bool has_word;     /* \w */
    bool has_not_word; /* \W: the one part that no PCRE2 class can hold beside others */
    struct regex_range *ranges;
    size_t range_count, range_capacity;
    struct regex_property *properties;
    size_t property_count, property_capacity;
    const struct regex_set *minus;
};

struct regex_node {
    enum regex_kind kind;
    bool ignores_case;
    bool is_negated; /* BOUNDARY, AHEAD, BEHIND */
    bool is_lazy;
    uint32_t codepoint;
    uint32_t group;    /* CAPTURE, BACK, IF_GROUP */
    uint32_t min, max; /* REPEAT */
    const struct regex_set *set;
    struct regex_node **items;
    size_t count, capacity;
    size_t at; /* byte of the pattern */
};

struct regex_tree {
    struct regex_node *root;
    size_t group_count;
    const char **group_names; /* NULL for a group without a name */
    bool has_inline_options;
};

/* A mistake is ERR_INPUT; `*at` is its byte. The tree lives in the arena. */
int regex_parse(struct regex_tree *out, struct arena *arena, const char *pattern, size_t bytes,
                size_t *at, struct err *err) __attribute__((warn_unused_result));

/* A node that holds `count` others. */
struct regex_node *regex_node_of(struct arena *arena, enum regex_kind kind,
                                 struct regex_node *const *items, size_t count);
void regex_node_add(struct arena *arena, struct regex_node *node, struct regex_node *item);

/* Whether another character may stand for this one where case is ignored. */
bool regex_has_case(uint32_t codepoint);

#endif
