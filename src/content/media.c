/* Media: where a file is, what it is, and what a post says of it. */
#include "content/media.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "content/media_facts.h"
#include "content/post_form.h"
#include "content/sidecar.h"
#include "io/tree.h"
#include "lib/path.h"
#include "lib/slug.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/document.h"

static const char rule[] = "media";
static const char shared_folder[] = "content/media";

/* What is being read of one medium. */
struct place {
    const struct fields_reading *from;
    const char *file; /* as written */
    struct span where;
    size_t start_byte, end_byte; /* of the value in front matter; both 0 in a body */
};

/* ---- Where it is ---- */

void media_note_use(const struct fields_reading *from, const char *file)
{
    const char *path = path_resolve(from->reading->arena, from->folder, file);
    if (path)
        post_paths_add(from->paths, from->reading->arena, path);
}

/* `fotos\hogaza.jpg`, as Windows shows it. */
static int complain_of_backslash(const struct place *place)
{
    struct reading *reading = place->from->reading;
    char *right = arena_strdup(reading->arena, place->file);
    for (char *at = right; *at; at++) {
        if (*at == '\\')
            *at = '/';
    }
    media_note_use(place->from, right);
    reading_complain(reading, rule, place->where, _("folders are divided by `/`: write `%s`"),
                     right);
    if (place->end_byte)
        reading_mend(reading, place->start_byte, place->end_byte,
                     yaml_quote(reading->arena, right));
    return -1;
}

static int check_name(const struct place *place)
{
    struct reading *reading = place->from->reading;
    if (strstr(place->file, "://") || text_starts_with(place->file, "//") ||
        text_starts_with(place->file, "data:"))
        return reading_complain(reading, rule, place->where,
                                _("a picture or video is a file, not an address: put it into the "
                                  "post's folder and write its name"));
    if (strchr(place->file, '\\'))
        return complain_of_backslash(place);
    return 0;
}

/* The same name with another ending: what people mix up. The file itself is not blamed for it. */
static const char *find_similar(const struct place *place, const char *folder)
{
    static const char *const endings[] = { "jpg", "jpeg", "png", "webp", "gif",
                                           "mp4", "JPG",  "PNG", "JPEG" };
    struct arena *arena = place->from->reading->arena;
    const char *extension = path_extension(place->file);
    size_t stem_bytes = strlen(place->file) - strlen(extension);
    if (!*extension)
        return NULL;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        const char *other = arena_printf(arena, "%.*s%s", (int)stem_bytes, place->file, endings[i]);
        const char *path = path_resolve(arena, folder, other);
        if (path && tree_has(place->from->tree, path)) {
            post_paths_add(place->from->paths, arena, path);
            return other;
        }
    }
    return NULL;
}

static const char *locate(const struct place *place)
{
    const struct fields_reading *from = place->from;
    struct reading *reading = from->reading;
    if (check_name(place) != 0)
        return NULL;
    const char *beside = path_resolve(reading->arena, from->folder, place->file);
    const char *shared = path_resolve(reading->arena, shared_folder, place->file);
    const char *path = beside && tree_has(from->tree, beside)   ? beside
                       : shared && tree_has(from->tree, shared) ? shared
                                                                : NULL;
    if (path) {
        post_paths_add(from->paths, reading->arena, path);
        return path;
    }
    const char *shown = reading_excerpt(reading, place->file);
    if (!beside && !shared) {
        reading_complain(reading, rule, place->where,
                         _("'%s' does not lie in the workspace: put the file into the post's "
                           "folder or into content/media/"),
                         shown);
        return NULL;
    }
    const char *similar = find_similar(place, from->folder);
    if (!similar)
        similar = find_similar(place, shared_folder);
    if (similar)
        reading_complain(reading, rule, place->where,
                         _("there is no file '%s'; did you mean '%s'?"), shown, similar);
    else
        reading_complain(reading, rule, place->where,
                         _("there is no file '%s' beside the post, nor in content/media/ (links "
                           "are not followed)"),
                         shown);
    if (similar)
        reading_suggest(reading, similar);
    return NULL;
}

const char *media_find(const struct fields_reading *from, const char *key,
                       const struct yaml_node *node)
{
    const char *file;
    if (value_line(&file, from->reading, key, node) != 0)
        return NULL;
    return locate(&(struct place){ from, file, node->where, node->start_byte, node->end_byte });
}

/* ---- What it is ---- */

/* The type that a name promises; MEDIA_UNKNOWN where it promises none that we know by its header.
 */
static enum media_kind promised_kind(const char *path)
{
    static const struct {
        const char *extension;
        enum media_kind kind;
    } promises[] = {
        { "jpg", MEDIA_JPEG }, { "jpeg", MEDIA_JPEG }, { "jpe", MEDIA_JPEG }, { "png", MEDIA_PNG },
        { "gif", MEDIA_GIF },  { "webp", MEDIA_WEBP }, { "mp4", MEDIA_MP4 },  { "m4v", MEDIA_MP4 },
    };
    const char *extension = path_extension(path);
    for (size_t i = 0; i < sizeof promises / sizeof promises[0]; i++) {
        if (text_equal_ignoring_case(extension, promises[i].extension))
            return promises[i].kind;
    }
    return MEDIA_UNKNOWN;
}

static const char *usual_extension(enum media_kind kind)
{
    switch (kind) {
    case MEDIA_JPEG:
        return "jpg";
    case MEDIA_PNG:
        return "png";
    case MEDIA_GIF:
        return "gif";
    case MEDIA_WEBP:
        return "webp";
    case MEDIA_MP4:
        return "mp4";
    default:
        return NULL;
    }
}

static void judge_facts(const struct place *place, const struct media *media,
                        const struct media_facts *facts, const char *head)
{
    struct reading *reading = place->from->reading;
    const char *shown = reading_excerpt(reading, place->file);
    enum media_kind promised = promised_kind(media->path);
    bool is_picture =
        facts->kind != MEDIA_UNKNOWN && facts->kind != MEDIA_OTHER && facts->kind != MEDIA_MP4;
    if (!media->file_bytes)
        reading_complain(reading, rule, place->where, _("the file '%s' is empty"), shown);
    else if (media->file_bytes > LIMIT_MEDIA_BYTES)
        reading_complain(reading, rule, place->where,
                         _("'%s' has more than %d MB, which no network takes"), shown,
                         LIMIT_MEDIA_BYTES / 1000 / 1000);
    else if (text_starts_with(head, "version https://git-lfs"))
        reading_complain(reading, rule, place->where,
                         _("'%s' is only a pointer of Git LFS, not the file itself: run `git lfs "
                           "pull`, and keep published media out of LFS"),
                         shown);
    else if (facts->kind == MEDIA_UNKNOWN)
        reading_complain(reading, rule, place->where,
                         _("'%s' is no picture or video: its first bytes are those of no type "
                           "that is known here"),
                         shown);
    else if (is_picture && (!facts->width || !facts->height))
        reading_complain(reading, rule, place->where,
                         _("'%s' is damaged or cut off: it does not say how large the picture is"),
                         shown);
    else if (promised != MEDIA_UNKNOWN && promised != facts->kind)
        reading_complain(reading, rule, place->where,
                         _("'%s' is of the type %s, not what its name says: give it the ending "
                           "`.%s`, or save it anew"),
                         shown, facts->mime,
                         usual_extension(facts->kind) ? usual_extension(facts->kind)
                                                      : strchr(facts->mime, '/') + 1);
}

/* The header is nearly always in the first block; a large preview inside of a photo pushes it back.
 */
static int read_head(struct media_facts *facts, struct media *media, const struct place *place,
                     char **head, struct err *err)
{
    static const size_t limits[] = { 16 * 1024, LIMIT_MEDIA_HEAD_BYTES };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        size_t bytes;
        if (tree_read_head(place->from->tree, place->from->reading->arena, media->path, limits[i],
                           head, &bytes, &media->file_bytes, err) != 0)
            return -1;
        media_facts_read(facts, *head, bytes);
        if (facts->kind == MEDIA_UNKNOWN || facts->kind == MEDIA_OTHER || facts->width ||
            bytes == media->file_bytes)
            break;
    }
    return 0;
}

static void read_facts(struct media *media, const struct place *place)
{
    struct media_facts facts;
    struct err err = { 0 };
    char *head;
    if (read_head(&facts, media, place, &head, &err) != 0) {
        reading_complain(place->from->reading, rule, place->where, "%s", err.text);
        media->path = NULL;
        return;
    }
    media->kind = facts.kind;
    media->mime = facts.mime;
    media->width = facts.width;
    media->height = facts.height;
    judge_facts(place, media, &facts, head);
    if (tree_commit(place->from->tree) &&
        tree_blob_id(place->from->tree, place->from->reading->arena, media->path, &media->blob,
                     &err) != 0)
        reading_complain(place->from->reading, rule, place->where, "%s", err.text);
}

/* Finds the file and reads what it is, and what its sidecar says. */
static void read_file(struct media *media, const struct place *place)
{
    media->file = place->file;
    media->where = place->where;
    media->source_path = place->from->reading->path;
    media->path = locate(place);
    if (!media->path)
        return;
    read_facts(media, place);
    if (media->path)
        sidecar_read(media, place->from);
}

void media_read_inline(struct media *out, const struct fields_reading *from,
                       const struct node *image, const char *file, int part)
{
    out->is_inline = true;
    out->part = part;
    out->title = image->title;
    read_file(out, &(struct place){ .from = from, .file = file, .where = image->where });
}

/* ---- `media:` in front matter ---- */

/* A text with a fault is one: that none is there shall not be said, too. */
static int read_alt(struct media *out, struct reading *reading, const struct yaml_node *node)
{
    out->alt = "";
    out->alt_where = node->where;
    if (node->kind == YAML_SCALAR && !node->is_plain && !node->text[strspn(node->text, " \t\n")])
        return reading_complain(reading, "alt-text", node->where,
                                _("'alt' is empty: say what there is to see, or write "
                                  "`decorative: true`"));
    return value_text(&out->alt, reading, "alt", node);
}

static int read_decorative(struct media *out, struct reading *reading, const struct yaml_node *node)
{
    return value_bool(&out->is_decorative, reading, "decorative", node);
}

static int read_title(struct media *out, struct reading *reading, const struct yaml_node *node)
{
    return value_line(&out->title, reading, "title", node);
}

static int read_focus(struct media *out, struct reading *reading, const struct yaml_node *node)
{
    if (node->kind != YAML_LIST || node->count != 2)
        return reading_complain(reading, "value", node->where,
                                _("'focus' is two numbers from 0 to 1 with a point: from the left, "
                                  "and from the top, as `[0.5, 0.3]`"));
    double x;
    double y;
    if (value_fraction(&x, reading, "focus", node->first) != 0 ||
        value_fraction(&y, reading, "focus", node->first->next) != 0)
        return -1;
    out->has_focus = true;
    out->focus_x = x;
    out->focus_y = y;
    return 0;
}

/* `4:5`, by network or account. */
static bool is_ratio(const struct yaml_node *node)
{
    if (node->kind != YAML_SCALAR)
        return false;
    size_t width = strspn(node->text, "0123456789");
    const char *behind = node->text + width;
    size_t height = *behind == ':' ? strspn(behind + 1, "0123456789") : 0;
    return width && height && !behind[1 + height] && strspn(node->text, "0") < width &&
           strspn(behind + 1, "0") < height;
}

static int check_crop(struct reading *reading, const struct yaml_node *node)
{
    if (value_map(reading, "crop", node) != 0)
        return -1;
    int status = 0;
    for (const struct yaml_node *entry = node->first; entry; entry = entry->next) {
        if (!is_ratio(entry))
            status = reading_complain(reading, "value", entry->where,
                                      _("'%s' is a width and a height, as `\"4:5\"`"), entry->key);
    }
    return status;
}

static int read_part(struct media *out, const struct fields_reading *from,
                     const struct yaml_node *node)
{
    int64_t part;
    if (value_number(&part, from->reading, "part", node, 1, LIMIT_PARTS) != 0)
        return -1;
    if ((size_t)part > from->part_count)
        return reading_complain(from->reading, "value", node->where,
                                _("there is no part %lld: the text has %zu"), (long long)part,
                                from->part_count);
    out->part = (int)part;
    return 0;
}

static void read_media_key(struct media *out, const struct fields_reading *from,
                           const struct yaml_node *entry)
{
    struct reading *reading = from->reading;
    struct names people;
    if (text_equal(entry->key, "file"))
        return;
    if (text_equal(entry->key, "alt"))
        read_alt(out, reading, entry);
    else if (text_equal(entry->key, "decorative"))
        read_decorative(out, reading, entry);
    else if (text_equal(entry->key, "title"))
        read_title(out, reading, entry);
    else if (text_equal(entry->key, "part"))
        read_part(out, from, entry);
    else if (text_equal(entry->key, "focus"))
        read_focus(out, reading, entry);
    else if (text_equal(entry->key, "crop"))
        out->crops = check_crop(reading, entry) == 0 ? entry : NULL;
    else if (text_equal(entry->key, "thumbnail") || text_equal(entry->key, "captions"))
        media_find(from, entry->key, entry);
    else if (text_equal(entry->key, "people"))
        value_names(&people, reading, "people", entry);
    else if (!reading_is_own_key(entry->key))
        form_unknown_key(reading, post_media_form.inside, entry);
}

static void read_item(struct media *out, const struct fields_reading *from,
                      const struct yaml_node *item)
{
    struct reading *reading = from->reading;
    const struct yaml_node *file = yaml_get(item, "file");
    const char *name;
    out->part = 1;
    out->where = item->where;
    out->source_path = reading->path;
    for (const struct yaml_node *entry = item->first; entry; entry = entry->next)
        read_media_key(out, from, entry);
    if (out->is_decorative && out->alt)
        reading_complain(reading, "alt-text", yaml_get(item, "decorative")->where,
                         _("what is decorative has no alternative text: keep `alt` or "
                           "`decorative: true`"));
    if (out->is_decorative)
        out->alt = "";
    if (!file)
        reading_complain(reading, "missing-key", item->where, _("'%s' is missing in '%s'"), "file",
                         "media");
    else if (value_line(&name, reading, "file", file) == 0)
        read_file(out,
                  &(struct place){ from, name, file->where, file->start_byte, file->end_byte });
}

/* `media: hogaza.jpg`, and `- hogaza.jpg`: the file alone. */
static void complain_of_bare_file(const struct fields_reading *from, const struct yaml_node *node,
                                  bool is_item)
{
    struct reading *reading = from->reading;
    media_note_use(from, node->text);
    const char *name = yaml_quote(reading->arena, node->text);
    reading_complain(reading, "value", node->where,
                     _("'media' is a list with `file:` and `alt:` in each entry, as `- file: %s`"),
                     name);
    reading_mend(reading, node->start_byte, node->end_byte,
                 arena_printf(reading->arena, is_item ? "{file: %s}" : "[{file: %s}]", name));
}

static void complain_of_bare_map(const struct fields_reading *from, const struct yaml_node *map)
{
    const struct yaml_node *file = yaml_get(map, "file");
    if (file && file->kind == YAML_SCALAR)
        media_note_use(from, file->text);
    reading_complain(from->reading, "value", map->where,
                     _("'%s' takes a list: begin each entry with `- `"), "media");
}

void media_read(struct media **out, size_t *count, const struct fields_reading *from,
                const struct yaml_node *list)
{
    struct reading *reading = from->reading;
    const char *text;
    if (list->kind == YAML_SCALAR && value_line(&text, reading, "media", list) == 0)
        complain_of_bare_file(from, list, false);
    if (list->kind == YAML_MAP)
        complain_of_bare_map(from, list);
    if (list->kind != YAML_LIST)
        return;
    struct media *media = arena_alloc_array(reading->arena, list->count, sizeof *media);
    size_t found = 0;
    for (const struct yaml_node *item = list->first; item; item = item->next) {
        struct yaml_problem problem;
        if (item->kind == YAML_SCALAR && !yaml_is_null(item) && *item->text &&
            !yaml_lacks_space(&problem, reading->arena, item))
            complain_of_bare_file(from, item, true);
        else if (value_map(reading, "media", item) == 0)
            read_item(&media[found++], from, item);
    }
    *out = media;
    *count = found;
}
