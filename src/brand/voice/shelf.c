/* The workspace's folders of styles, and the packs as if they were one more. */
#include "brand/voice/shelf.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/names.h"
#include "brand/voice/packs.h"
#include "brand/voice/rule_tests.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/path.h"

/* Where packs stand among the folders of styles: no path of a workspace begins like this. */
static const char packs[] = "/packs";

enum { LARGEST_RULE = LIMIT_YAML_BYTES };

bool voice_shelf_is_pack(const char *path) { return text_starts_with(path, packs); }

const char *voice_shelf_shown_path(const char *path)
{
    return voice_shelf_is_pack(path) ? path + sizeof packs : path;
}

/* --- reading --- */

static void add_path(const char ***paths, struct arena *arena, size_t *count, size_t *capacity,
                     const char *path)
{
    *paths = list_grow(arena, *paths, *count, capacity, sizeof **paths);
    (*paths)[(*count)++] = path;
}

static bool is_below(const char *path, const char *folder)
{
    size_t bytes = strlen(folder);
    return bytes == 0 || (strncmp(path, folder, bytes) == 0 && path[bytes] == '/');
}

static int list(void *context, struct arena *arena, const char *folder, const char ***paths,
                size_t *count, struct err *err)
{
    size_t capacity = 0;
    *paths = NULL;
    *count = 0;
    if (voice_shelf_is_pack(folder)) {
        const char *style = folder + sizeof packs - 1;
        style += *style == '/';
        for (size_t i = 0; i < voice_pack_file_count; i++)
            if (is_below(voice_pack_files[i].path, style))
                add_path(paths, arena, count, &capacity,
                         arena_printf(arena, "%s/%s", packs, voice_pack_files[i].path));
        return 0;
    }
    struct tree_file *files = NULL;
    size_t file_count = 0;
    if (context && tree_list(context, arena, folder, &files, &file_count, err) != 0)
        return -1;
    for (size_t i = 0; i < file_count; i++)
        if (files[i].kind == TREE_FILE)
            add_path(paths, arena, count, &capacity, files[i].path);
    return 0;
}

static const struct voice_pack_file *find_in_packs(const char *path)
{
    for (size_t i = 0; i < voice_pack_file_count; i++)
        if (strcmp(voice_pack_files[i].path, path + sizeof packs) == 0)
            return &voice_pack_files[i];
    return NULL;
}

static int read(void *context, struct arena *arena, const char *path, char **text, size_t *bytes,
                struct err *err)
{
    const struct voice_pack_file *file = voice_shelf_is_pack(path) ? find_in_packs(path) : NULL;
    if (file) {
        *text = arena_strndup(arena, file->text, file->bytes);
        *bytes = file->bytes;
        return 0;
    }
    if (context && !voice_shelf_is_pack(path))
        return tree_read(context, arena, path, LARGEST_RULE, text, bytes, err);
    return err_set(err, ERR_INPUT, _("there is no rule '%s'"), path);
}

struct voice_reader voice_shelf_reader(struct tree *tree)
{
    return (struct voice_reader){ .list = list, .read = read, .context = tree };
}

struct names voice_shelf_paths(struct arena *arena, const struct yaml_node *voice)
{
    struct names paths = { 0 };
    struct names more = form_names_of(arena, voice, "paths");
    voice_names_add(&paths, arena, "brand/voice", (struct span){ 0 });
    for (size_t i = 0; i < more.count; i++) {
        const char *path = path_resolve(arena, "brand/voice", more.items[i].text);
        if (path)
            voice_names_add(&paths, arena, path, (struct span){ 0 });
    }
    voice_names_add(&paths, arena, packs, (struct span){ 0 });
    return paths;
}

/* --- rules --- */

const char *voice_shelf_rule_name(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!text_ends_with(path, ".yml") || !slash)
        return NULL;
    const char *folder = slash;
    while (folder > path && folder[-1] != '/')
        folder--;
    return arena_printf(arena, "%.*s.%.*s", (int)(slash - folder), folder,
                        (int)strcspn(slash + 1, "."), slash + 1);
}

/* `Horno` of `brand/voice/Horno/Prisas.yml`, seen from `brand/voice`; NULL for what is no file of a
 * style. */
static const char *style_of(struct arena *arena, const char *folder, const char *path)
{
    const char *below = path + strlen(folder) + 1;
    size_t bytes = strcspn(below, "/");
    if (!below[bytes] || strchr(below + bytes + 1, '/') || !text_ends_with(path, ".yml"))
        return NULL;
    return arena_strndup(arena, below, bytes);
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *tests_of(struct arena *arena, const char **files, size_t count, const char *path)
{
    const char *tests = voice_test_path(arena, path);
    return bsearch(&tests, files, count, sizeof *files, compare_paths) ? tests : NULL;
}

/* The first place that has a style has all of it. */
static bool is_taken(const struct voice_shelf_rules *rules, size_t count, const char *style)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rules->items[i].style, style) == 0)
            return true;
    return false;
}

int voice_shelf_rules_list(struct voice_shelf_rules *out, struct arena *arena,
                           const struct voice_reader *reader, const struct names *paths,
                           struct err *err)
{
    for (size_t i = 0; i < paths->count; i++) {
        const char *folder = paths->items[i].text;
        const char **files;
        size_t count;
        size_t before = out->count;
        if (reader->list(reader->context, arena, folder, &files, &count, err) != 0)
            return -1;
        for (size_t j = 0; j < count; j++) {
            const char *style = style_of(arena, folder, files[j]);
            if (!style || is_taken(out, before, style))
                continue;
            out->items =
                list_grow(arena, out->items, out->count, &out->capacity, sizeof *out->items);
            out->items[out->count++] =
                (struct voice_shelf_rule){ .name = voice_shelf_rule_name(arena, files[j]),
                                           .style = style,
                                           .path = files[j],
                                           .tests = tests_of(arena, files, count, files[j]),
                                           .is_pack = voice_shelf_is_pack(files[j]) };
        }
    }
    return 0;
}
