/* The shelf: where a brand's rules are read from, which is folders of its workspace and the packs
 * that come with Pregon. */
#ifndef PREGON_BRAND_VOICE_SHELF_H
#define PREGON_BRAND_VOICE_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "brand/voice/voice.h"

struct arena;
struct err;
struct tree;
struct yaml_node;

/* `tree` is the workspace's; NULL: the packs alone. */
struct voice_reader voice_shelf_reader(struct tree *tree);

/* Where styles are looked for, the packs last; `voice` is brand.yml's, or NULL. */
struct names voice_shelf_paths(struct arena *arena, const struct yaml_node *voice);

/* A rule's file, not read yet. */
struct voice_shelf_rule {
    const char *name; /* Style.Rule */
    const char *style;
    const char *path;  /* for the reader */
    const char *tests; /* likewise (rule_tests.h); NULL: there are none */
    bool is_pack;
};

struct voice_shelf_rules {
    struct voice_shelf_rule *items;
    size_t count, capacity;
};

/* All rules that a brand with these paths can name. */
int voice_shelf_rules_list(struct voice_shelf_rules *out, struct arena *arena,
                           const struct voice_reader *reader, const struct names *paths,
                           struct err *err) __attribute__((warn_unused_result));

/* `Style.Rule` of `…/Style/Rule.yml`; NULL for a file that is no rule. */
const char *voice_shelf_rule_name(struct arena *arena, const char *path);

/* Whether the file is a pack's, and how people are told its path. */
bool voice_shelf_is_pack(const char *path);
const char *voice_shelf_shown_path(const char *path);

#endif
