/* Files of a new workspace, from their templates; none that is there is touched. */
#include "commands/init_files.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/init_place.h"
#include "io/files.h"
#include "lib/template.h"

static bool is_mark(const struct init_file *file)
{
    return text_equal(file->path, "brand/brand.yml");
}

static int compare(const void *a, const void *b)
{
    const struct init_file *one = a;
    const struct init_file *other = b;
    if (is_mark(one) != is_mark(other))
        return is_mark(one) ? 1 : -1;
    return strcmp(one->path, other->path);
}

static bool is_known(const struct init_files *files, const char *path)
{
    for (size_t i = 0; i < files->count; i++)
        if (text_equal(files->items[i].path, path))
            return true;
    return false;
}

static void add(struct init_files *files, struct arena *arena, const struct init_file *file)
{
    if (is_known(files, file->path))
        return;
    files->items =
        list_grow(arena, files->items, files->count, &files->capacity, sizeof *files->items);
    files->items[files->count++] = *file;
}

void init_files_add(struct init_files *files, struct arena *arena, const char *root,
                    const char *path, const char *text, size_t bytes,
                    bool (*is_unchanged)(struct arena *arena, const char *text))
{
    add(files, arena,
        &(struct init_file){ .path = path,
                             .root = root,
                             .below = path,
                             .text = text,
                             .bytes = bytes,
                             .is_unchanged = is_unchanged });
}

void init_files_make(struct init_files *files, struct arena *arena, const char *root,
                     const struct init_place *place, const struct template_values *values)
{
    for (const char *const *template = init_templates; *template; template ++) {
        struct text_buffer buffer = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
        template_write(&buffer, *template, values);
        const char *text = text_end(&buffer);
        size_t head = strcspn(text, "\n");
        bool is_at_top = text_starts_with(text, ">> ");
        size_t mark = is_at_top ? strlen(">> ") : strlen("> ");
        if (!is_at_top && !text_starts_with(text, "> "))
            continue;
        const char *below = arena_strndup(arena, text + mark, head - mark);
        bool is_elsewhere = is_at_top && *place->up;
        add(files, arena,
            &(struct init_file){
                .path = is_elsewhere ? arena_printf(arena, "%s%s", place->up, below) : below,
                .root = is_elsewhere ? place->top : root,
                .below = below,
                .text = text + head + 1,
                .bytes = buffer.bytes - head - 1,
            });
    }
}

static const char *whole_path(struct arena *arena, const struct init_file *file)
{
    return arena_printf(arena, "%s/%s", file->root, file->below);
}

static enum init_state state_of(const struct init_file *file, struct arena *arena)
{
    const char *whole = whole_path(arena, file);
    struct err ignored = { 0 };
    char *data;
    size_t bytes;
    if (files_refuse_links(file->root, file->below, &ignored) != 0)
        return INIT_KEPT;
    if (!files_exist(whole))
        return INIT_NEW;
    if (files_read(arena, whole, LIMIT_POST_FILE_BYTES, &data, &bytes, &ignored) != 0)
        return INIT_KEPT;
    if (bytes == file->bytes && memcmp(data, file->text, bytes) == 0)
        return INIT_SAME;
    return file->is_unchanged && file->is_unchanged(arena, data) ? INIT_OLD : INIT_KEPT;
}

void init_files_look(struct init_files *files, struct arena *arena)
{
    qsort(files->items, files->count, sizeof *files->items, compare);
    for (size_t i = 0; i < files->count; i++)
        files->items[i].state = state_of(&files->items[i], arena);
}

/* Fails where something that is no folder stands where the file's folders must be. */
static int find_obstacle(const struct init_file *file, struct arena *arena, struct err *err)
{
    for (const char *slash = file->below; (slash = strchr(slash, '/')); slash++) {
        const char *folder = arena_strndup(arena, file->below, (size_t)(slash - file->below));
        const char *whole = arena_printf(arena, "%s/%s", file->root, folder);
        if (files_exist(whole) && !files_is_folder(whole))
            return err_set(err, ERR_INPUT,
                           _("'%s' is no folder, and '%s' belongs there: give it another name"),
                           folder, file->path);
    }
    return 0;
}

int init_files_write(const struct init_files *files, struct arena *arena, struct err *err)
{
    for (size_t i = 0; i < files->count; i++)
        if (files->items[i].state == INIT_NEW && find_obstacle(&files->items[i], arena, err) != 0)
            return -1;
    for (size_t i = 0; i < files->count; i++) {
        const struct init_file *file = &files->items[i];
        const char *whole = whole_path(arena, file);
        const char *folder = arena_strndup(arena, whole, (size_t)(strrchr(whole, '/') - whole));
        if ((file->state == INIT_NEW || file->state == INIT_OLD) &&
            (files_make_folders(folder, err) != 0 ||
             files_write(whole, file->text, file->bytes, err) != 0))
            return -1;
    }
    return 0;
}
