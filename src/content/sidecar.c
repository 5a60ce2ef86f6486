/* Sidecars of pictures and videos. */
#include "content/sidecar.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "content/fields.h"
#include "io/text_file.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/path.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/finding.h"

/* One text, or one for each language. */
static int judge_alt(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const char *text;
    if (node->kind != YAML_MAP)
        return value_text(&text, reading, key, node);
    int status = 0;
    for (const struct yaml_node *entry = node->first; entry; entry = entry->next) {
        if (value_text(&text, reading, entry->key, entry) != 0)
            status = -1;
    }
    return status;
}

static const struct form alt_form = { .kind = FORM_TEXT };
static const struct form keys[] = {
    { .name = "alt",
      .summary = N_("what the picture shows: one text, or one for each language"),
      .kind = FORM_OWN,
      .like = FORM_TEXT,
      .inside = &alt_form,
      .judge = judge_alt },
    { .name = "credit", .summary = N_("who made it"), .kind = FORM_LINE },
    { .name = "license", .summary = N_("by which right it is used"), .kind = FORM_LINE },
    { .name = "consent",
      .summary = N_("the consent of those who are to be seen"),
      .kind = FORM_LINE },
    { .name = "expires", .summary = N_("when it may no longer be used"), .kind = FORM_MOMENT },
    { .name = NULL },
};

const struct form sidecar_form = { .kind = FORM_MAP, .inside = keys };

static void take_alts(struct media *media, struct arena *arena, const struct yaml_node *map)
{
    struct language_text *alts = arena_alloc_array(arena, map->count, sizeof *alts);
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        if (entry->kind == YAML_SCALAR && !yaml_is_null(entry))
            alts[media->alt_count++] = (struct language_text){ entry->key, entry->text };
    }
    media->alts = alts;
}

void sidecar_read(struct media *media, const struct fields_reading *from)
{
    struct arena *arena = from->reading->arena;
    struct reading reading = {
        .arena = arena,
        .findings = from->reading->findings,
        .path = arena_printf(from->reading->findings->arena, "%s.yml", media->path),
    };
    struct yaml_node *root;
    struct err err = { 0 };
    if (!tree_has(from->tree, reading.path))
        return;
    post_paths_add(from->paths, arena, reading.path);
    if (text_file_parse(&root, &reading, from->tree, &err) != 0)
        reading_complain(&reading, "file", (struct span){ 1, 1, 1, 1 }, "%s", err.text);
    if (!root)
        return;
    form_check(&reading, keys, path_name(reading.path), root);
    const struct yaml_node *alt = root->kind == YAML_MAP ? yaml_get(root, "alt") : NULL;
    if (!alt || media->alt || media->is_decorative)
        return;
    if (alt->kind == YAML_MAP)
        take_alts(media, arena, alt);
    else if (alt->kind == YAML_SCALAR && !yaml_is_null(alt))
        media->alt = alt->text;
}
