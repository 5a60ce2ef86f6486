/* pregon build: the static site. */
#include <stddef.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/draw.h"
#include "io/cache.h"
#include "io/folder.h"
#include "io/output.h"
#include "lib/json.h"
#include "lib/path.h"
#include "model/account.h"
#include "model/workspace.h"

/* The pages of many posts first: one takes as long as dozens of the others, and at the end a thread
 * would draw some while the others have nothing left to do. */
static struct folder_file *list_files(struct arena *arena, const struct site *site)
{
    struct folder_file *files = arena_alloc_array(arena, site->count, sizeof *files);
    size_t count = 0;
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < site->count; i++)
            if ((turn == 1) == text_starts_with(site->files[i].path, "posts/"))
                files[count++] = (struct folder_file){ .path = site->files[i].path,
                                                       .source = &site->files[i],
                                                       .inputs = site->files[i].inputs };
    return files;
}

static int read_file(void *context, struct arena *arena, const void *source, const char **bytes,
                     size_t *byte_count, struct err *err)
{
    return drawing_read(context, arena, source, bytes, byte_count, err);
}

int build_folder(const char **out, const struct invocation *invocation, struct err *err)
{
    const char *folder = invocation_value(invocation, "out");
    if (!folder)
        folder = "public";
    *out = path_resolve(invocation->arena, "", folder);
    if (!*out)
        return err_set(err, ERR_USAGE,
                       _("--out '%s' has to be a folder below the workspace, like 'public'"),
                       folder);
    if (path_is_of_people(*out))
        return err_set(err, ERR_USAGE,
                       _("--out '%s' is where people write: name a folder of the site's own, like "
                         "'public'"),
                       folder);
    return 0;
}

/* Each of two that write a folder whole would take the other's files for nobody's. */
static int check_folder(const char *folder, const struct workspace *workspace, struct err *err)
{
    for (size_t i = 0; i < workspace->account_count; i++)
        if (text_equal(workspace->accounts[i].out, folder))
            return err_set(err, ERR_USAGE,
                           _("the blog '%s' is in the folder '%s': name another with --out"),
                           workspace->accounts[i].id, folder);
    return 0;
}

static void tell(struct invocation *invocation, const char *folder, size_t count)
{
    if (text_equal(invocation->format, "json")) {
        struct text_buffer text = text_buffer_in(invocation->arena, LIMIT_RENDERED_BYTES);
        struct json_writer json = json_writer_to(&text, JSON_INDENTED);
        json_begin_object(&json, NULL);
        json_put_integer(&json, "version", 1);
        json_put_string(&json, "out", folder);
        json_put_integer(&json, "files", (int64_t)count);
        json_end(&json);
        output_drain(invocation->out, &text);
        putc('\n', invocation->out);
    } else if (!invocation->is_quiet) {
        output_printf(invocation->out,
                      ngettext("%zu file; look at %s/index.html\n",
                               "%zu files; look at %s/index.html\n", count),
                      count, folder);
    }
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(drawing_release) struct drawing drawing = { 0 };
    const char *folder;
    if (build_folder(&folder, invocation, err) != 0 || draw(&drawing, invocation, err) != 0 ||
        check_folder(folder, &drawing.project.workspace, err) != 0)
        return -1;
    const struct site *site = &drawing.site;
    const struct folder_reader reader = { .read = read_file,
                                          .context = &drawing,
                                          .is_for_threads = drawing_is_for_threads(&drawing) };
    const char *whose = arena_printf(invocation->arena, "%s\n%s", drawing.project.root, folder);
    if (folder_update(drawing.project.root, folder, list_files(invocation->arena, site),
                      site->count, &reader, cache_default_path(invocation->arena, "site", whose),
                      err) != 0)
        return -1;
    tell(invocation, folder, site->count);
    return 0;
}

static const struct command_option options[] = {
    { "out", 0, N_("FOLDER"), N_("the site's folder below the workspace, else 'public'"), false },
    { "rev", 0, N_("REV"), N_("the posts of a commit, not those on disk"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_build = {
    .name = "build",
    .arguments = "",
    .summary = N_("the site on which people look at the calendar and at each post"),
    .help = N_("Writes pages that need no server and load nothing from elsewhere: the calendar by\n"
               "month, all deliveries, the accounts, and a page for each post with what each\n"
               "account's readers will see. Only what has changed is written.\n"
               "\n"
               "  pregon build\n"
               "  pregon --lang es build --out public/calendario"),
    .only_reads = true,
    .takes_all = true,
    .formats = "text|json",
    .options = options,
    .run = run,
};
