/* --all. */
#include "commands/all.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "io/output.h"
#include "io/process.h"
#include "io/repo.h"
#include "io/tree.h"
#include "lib/json.h"

static const char marker[] = "brand/brand.yml";

static int find_workspaces(const char ***out, size_t *count, struct arena *arena, const char *root,
                           struct err *err)
{
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct tree_file *files;
    size_t file_count;
    if (tree_open_folder(&tree, root, err) != 0 ||
        tree_list(tree, arena, "", &files, &file_count, err) != 0)
        return -1;
    const char **found = arena_alloc_array(arena, file_count, sizeof *found);
    size_t found_count = 0;
    for (size_t i = 0; i < file_count; i++) {
        const char *path = files[i].path;
        size_t bytes = strlen(path) - (text_ends_with(path, marker) ? strlen(marker) : 0);
        if (!path[bytes] || *path == '.' || strstr(path, "/.") ||
            (bytes > 0 && path[bytes - 1] != '/'))
            continue;
        found[found_count++] = arena_strndup(arena, path, bytes ? bytes - 1 : 0);
    }
    if (!found_count)
        return err_set(err, ERR_INPUT,
                       _("there is no workspace in '%s': a workspace is a folder that holds "
                         "brand/brand.yml"),
                       root);
    *out = found;
    *count = found_count;
    return 0;
}

int all_find(const char **root, const char ***folders, size_t *count, struct arena *arena,
             const char *folder, struct err *err)
{
    CLEANUP(repo_close) struct repo *repo = NULL;
    if (repo_open(&repo, folder, err) != 0)
        return -1;
    const char *work = repo_work_folder(repo);
    if (!work)
        return err_set(err, ERR_USAGE, _("a repository without a work tree has no --all"));
    *root = arena_strdup(arena, work);
    return find_workspaces(folders, count, arena, *root, err);
}

/* What one workspace printed for machines; jansson's tree lives in the run's arena. */
static int capture(const struct json **out, const struct command *command,
                   struct invocation *invocation, int *status, struct err *err)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *memory = open_memstream(&text, &bytes);
    if (!memory)
        return err_set(err, ERR_SYSTEM, _("cannot write '%s': %s"), command->name, strerror(errno));
    invocation->out = memory;
    *status = command->run(invocation, err);
    fclose(memory);
    int result = *status < 0 ? -1 : json_parse(out, invocation->arena, text, bytes, err);
    free(text);
    return result;
}

static int run_one(const struct command *command, const struct invocation *invocation,
                   const char *folder, struct json_writer *json, struct err *err)
{
    struct invocation one = *invocation;
    const struct json *result = NULL;
    int status = -1;
    one.is_all = false;
    one.is_one_of_all = true;
    if (!json) {
        fputs(output_style(one.has_color, STYLE_BOLD), one.out);
        output_printf(one.out, "%s:", *folder ? folder : ".");
        fputs(output_style(one.has_color, STYLE_PLAIN), one.out);
        putc('\n', one.out);
        return command->run(&one, err);
    }
    if (capture(&result, command, &one, &status, err) != 0)
        status = -1;
    json_begin_object(json, NULL);
    json_put_string(json, "workspace", folder);
    if (result)
        json_put(json, "result", result);
    else
        json_put_null(json, "result");
    json_put_string(json, "error", status < 0 ? err->text : NULL);
    json_end(json);
    return status;
}

static int run_each(const struct command *command, struct invocation *invocation, const char *root,
                    const char *const *folders, size_t count, struct json_writer *json,
                    struct err *err)
{
    int status = 0;
    for (size_t i = 0; i < count && !process_signal(); i++) {
        struct err why = { 0 };
        invocation->folder = arena_printf(invocation->arena, "%s%s", root, folders[i]);
        if (i > 0 && !json)
            putc('\n', invocation->out);
        int one = run_one(command, invocation, folders[i], json, &why);
        if (one < 0 && why.kind == ERR_USAGE) {
            *err = why;
            return -1;
        }
        if (one < 0) {
            output_printf(invocation->log, "pregon: %s: %s\n", *folders[i] ? folders[i] : ".",
                          why.text);
            one = err_exit_status(why.kind);
        }
        if (one > status)
            status = one;
    }
    return status;
}

int all_run(const struct command *command, struct invocation *invocation, struct err *err)
{
    const char *root = NULL;
    const char **folders = NULL;
    size_t count = 0;
    bool is_json = text_equal(invocation->format, "json");
    if (invocation->argument_count > 0)
        return err_set(err, ERR_USAGE, _("--all takes no '%s': it is about everything"),
                       invocation->arguments[0]);
    if (invocation->format && !is_json && !text_equal(invocation->format, "text") &&
        !text_equal(invocation->format, "github"))
        return err_set(err, ERR_USAGE,
                       _("--all has no --format %s: run the command in each workspace"),
                       invocation->format);
    if (invocation_has(invocation, "cache"))
        return err_set(err, ERR_USAGE, "%s",
                       _("--all takes no --cache: a file is for one workspace"));
    if (all_find(&root, &folders, &count, invocation->arena, invocation->folder, err) != 0)
        return -1;
    if (!is_json)
        return run_each(command, invocation, root, folders, count, NULL, err);
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "workspaces");
    int status = run_each(command, invocation, root, folders, count, &json, err);
    json_end(&json);
    json_end(&json);
    if (status < 0)
        return -1;
    fwrite(text_end(&text), 1, text.bytes, invocation->out);
    putc('\n', invocation->out);
    return status;
}
