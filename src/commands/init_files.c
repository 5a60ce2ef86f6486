/* Files of a new workspace, from their templates; none that is there is touched. */
#include "commands/init_files.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
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

void init_files_make(struct init_files *out, struct arena *arena,
                     const struct template_values *values)
{
    size_t count = 0;
    while (init_templates[count])
        count++;
    *out = (struct init_files){ .items = arena_alloc_array(arena, count, sizeof *out->items) };
    for (size_t i = 0; i < count; i++) {
        struct text_buffer buffer = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
        template_write(&buffer, init_templates[i], values);
        const char *text = text_end(&buffer);
        size_t head = strcspn(text, "\n");
        if (!text_starts_with(text, "> "))
            continue;
        out->items[out->count++] = (struct init_file){
            .path = arena_strndup(arena, text + 2, head - 2),
            .text = text + head + 1,
            .bytes = buffer.bytes - head - 1,
        };
    }
    qsort(out->items, out->count, sizeof *out->items, compare);
}

static enum init_state state_of(const struct init_file *file, struct arena *arena, const char *root)
{
    const char *whole = arena_printf(arena, "%s/%s", root, file->path);
    struct err ignored = { 0 };
    char *data;
    size_t bytes;
    if (files_refuse_links(root, file->path, &ignored) != 0)
        return INIT_KEPT;
    if (!files_exist(whole))
        return INIT_NEW;
    return files_read(arena, whole, LIMIT_POST_FILE_BYTES, &data, &bytes, &ignored) == 0 &&
                   bytes == file->bytes && memcmp(data, file->text, bytes) == 0
               ? INIT_SAME
               : INIT_KEPT;
}

void init_files_look(struct init_files *files, struct arena *arena, const char *root)
{
    for (size_t i = 0; i < files->count; i++)
        files->items[i].state = state_of(&files->items[i], arena, root);
}

int init_files_write(const struct init_files *files, struct arena *arena, const char *root,
                     struct err *err)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct init_file *file = &files->items[i];
        const char *whole = arena_printf(arena, "%s/%s", root, file->path);
        const char *folder = arena_strndup(arena, whole, (size_t)(strrchr(whole, '/') - whole));
        if (file->state == INIT_NEW && (files_make_folders(folder, err) != 0 ||
                                        files_write(whole, file->text, file->bytes, err) != 0))
            return -1;
    }
    return 0;
}
