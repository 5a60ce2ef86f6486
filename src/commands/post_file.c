/* New post files. */
#include "commands/post_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/project.h"
#include "io/files.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "lib/yaml.h"

/* Long enough for a headline; a path is read by people, and an id has its limit. */
enum { NAME_BYTES = 80 };

const char *post_file_name(struct arena *arena, const char *text, size_t most_bytes)
{
    const char *slug = slug_propose(arena, text);
    size_t bytes = most_bytes;
    if (strlen(slug) <= most_bytes)
        return slug;
    while (bytes > most_bytes / 2 && slug[bytes] != '-')
        bytes--;
    return arena_strndup(arena, slug, slug[bytes] == '-' ? bytes : most_bytes);
}

const char *post_file_path(struct arena *arena, const struct local_time *month, const char *base,
                           bool is_bundle)
{
    return arena_printf(arena, "content/posts/%04d/%02d/%s%s", month->year, month->month,
                        post_file_name(arena, base, NAME_BYTES), is_bundle ? "/index.md" : ".md");
}

/* The other shape of the same id: `a.md` for `a/index.md`, the folder `a` for `a.md`. */
static const char *twin(struct arena *arena, const char *path)
{
    static const char index[] = "/index.md";
    size_t bytes = strlen(path);
    if (text_ends_with(path, index))
        return arena_printf(arena, "%.*s.md", (int)(bytes - strlen(index)), path);
    return arena_strndup(arena, path, bytes - strlen(".md"));
}

bool post_file_exists(const struct project *project, const char *path)
{
    struct arena *arena = project->arena;
    return files_exist(arena_printf(arena, "%s/%s", project->root, path)) ||
           files_exist(arena_printf(arena, "%s/%s", project->root, twin(arena, path)));
}

int post_file_write(const struct project *project, const char *path, const char *text, size_t bytes,
                    struct err *err)
{
    struct arena *arena = project->arena;
    const char *whole = arena_printf(arena, "%s/%s", project->root, path);
    const char *folder = arena_strndup(arena, whole, (size_t)(strrchr(whole, '/') - whole));
    if (files_refuse_links(project->root, path, err) != 0)
        return -1;
    if (post_file_exists(project, path))
        return err_set(err, ERR_INPUT, _("'%s' is there already: nothing is overwritten"), path);
    if (files_make_folders(folder, err) != 0)
        return -1;
    return files_write(whole, text, bytes, err);
}

void post_file_put(struct text_buffer *out, const char *key, const char *value)
{
    struct moment moment;
    if (value)
        text_printf(out, "%s: %s\n", key,
                    moment_parse(&moment, value) == 0 ? value : yaml_quote(out->arena, value));
}

void post_file_put_list(struct text_buffer *out, const char *key, const char *list)
{
    if (!list)
        return;
    text_printf(out, "%s: [", key);
    for (const char *rest = list; rest;) {
        size_t bytes = strcspn(rest, ",");
        const char *comma = rest[bytes] ? rest + bytes + 1 : NULL;
        while (*rest == ' ') {
            rest++;
            bytes--;
        }
        while (bytes && rest[bytes - 1] == ' ')
            bytes--;
        text_printf(out, "%s%s",
                    yaml_quote_flow(out->arena, arena_strndup(out->arena, rest, bytes)),
                    comma ? ", " : "");
        rest = comma;
    }
    text_puts(out, "]\n");
}
