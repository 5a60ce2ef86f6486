/* What is told of an `init`: to people, and to machines. */
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/ci_secrets.h"
#include "commands/command.h"
#include "commands/init_work.h"
#include "commands/results.h"
#include "io/files.h"
#include "io/output.h"
#include "lib/json.h"
#include "model/finding.h"

static void warn(struct initing *initing, const char *text)
{
    initing->warnings =
        list_grow(initing->invocation->arena, initing->warnings, initing->warning_count,
                  &initing->warning_capacity, sizeof *initing->warnings);
    initing->warnings[initing->warning_count++] = text;
}

static size_t count_of(const struct initing *initing, enum init_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < initing->files.count; i++)
        count += initing->files.items[i].state == state;
    return count;
}

static bool ignores_pages(const struct init_file *file, struct arena *arena)
{
    struct err ignored = { 0 };
    char *text;
    size_t bytes;
    return files_read(arena, file->path, LIMIT_POST_FILE_BYTES, &text, &bytes, &ignored) == 0 &&
           strstr(text, "public");
}

/* Secrets that a workflow which is there does not pass. */
static void look_for_secrets(struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    struct findings findings = { .arena = arena };
    for (const char *const *path = ci_secrets_files; initing->is_there && *path; path++) {
        struct err ignored = { 0 };
        char *text;
        size_t bytes;
        if (files_read(arena, arena_printf(arena, "%s%s", initing->place.up, *path),
                       LIMIT_POST_FILE_BYTES, &text, &bytes, &ignored) == 0)
            ci_secrets_look(&findings, &initing->project.workspace, *path, text);
    }
    for (size_t i = 0; i < findings.count; i++)
        warn(initing, arena_printf(arena, "%s:%u: %s", findings.items[i].path,
                                   findings.items[i].where.line, findings.items[i].message));
}

static bool is_new(const struct initing *initing, const char *path)
{
    for (size_t i = 0; i < initing->files.count; i++)
        if (initing->files.items[i].state == INIT_NEW &&
            text_equal(initing->files.items[i].below, path))
            return true;
    return false;
}

/* Of several workspaces in one repository, the first one's files for CI are there. */
static bool leaves_out(const struct initing *initing, const struct init_file *file)
{
    struct arena *arena = initing->invocation->arena;
    const char *folder = initing->place.folder;
    struct err ignored = { 0 };
    char *text;
    size_t bytes;
    if (files_read(arena, file->path, LIMIT_POST_FILE_BYTES, &text, &bytes, &ignored) != 0 ||
        strstr(text, "--all"))
        return false;
    return *folder ? !strstr(text, arena_strndup(arena, folder, strlen(folder) - 1))
                   : strstr(text, "pregon -C ") != NULL;
}

/* A new workspace reads all of content/ as its own. */
static bool has_foreign_content(const struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    struct err ignored = { 0 };
    const char **names;
    size_t count;
    return !initing->is_there &&
           files_list(arena, arena_printf(arena, "%s/content", initing->root), &names, &count,
                      &ignored) == 0 &&
           count > 0;
}

/* What a file that was left alone lacks, and what nobody said of a new one. */
void init_tell_gaps(struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    look_for_secrets(initing);
    if (has_foreign_content(initing))
        warn(initing, _("there is something in 'content' already, and 'check' takes all of it for "
                        "posts: if it is not, delete what was written here, and make the "
                        "workspace in a folder of its own: pregon init social"));
    if (!initing->place.is_plain)
        warn(initing, _("the names of folder and branch can't stand in a script: no files for CI"));
    if (initing->source.is_unknown && is_new(initing, ".ci/pregon.sh"))
        warn(initing, _("CI does not know where to fetch pregon: write it into .ci/pregon.sh, or "
                        "say --source or --image"));
    for (size_t i = 0; i < initing->files.count; i++) {
        const struct init_file *file = &initing->files.items[i];
        if (file->state == INIT_KEPT && text_equal(file->path, ".gitignore") &&
            !ignores_pages(file, arena))
            warn(initing, _("'.gitignore' does not name the pages that 'publish' writes: add a "
                            "line '/public/'"));
        if (file->state == INIT_KEPT && init_ci_publishes(file->below) && leaves_out(initing, file))
            warn(
                initing,
                arena_printf(arena,
                             _("'%s' is about another workspace, and CI leaves this one out: write "
                               "--all there in place of -C FOLDER, and in the files beside it"),
                             file->path));
        if (file->state == INIT_KEPT && file->is_unchanged)
            warn(initing, arena_printf(arena,
                                       _("'%s' is not as this version writes it, and nobody knows "
                                         "whether it was changed: delete it, and run init again"),
                                       file->path));
    }
}

/* What is billed of a run: fetching and building, or the container, in whole minutes. */
static size_t minutes_a_month(const struct initing *initing)
{
    enum { BUILD_MINUTES = 2, IMAGE_MINUTES = 1, DAYS = 30 };
    size_t each = initing->source.image ? IMAGE_MINUTES : BUILD_MINUTES;
    return initing->hours.runs_a_day * DAYS * each;
}

static void write_json(const struct initing *initing)
{
    static const char *const words[] = { "new", "same", "renewed", "kept" };
    struct text_buffer text = text_buffer_in(initing->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_bool(&json, "dry-run", initing->is_dry);
    json_put_integer(&json, "runs-a-day", (int64_t)initing->hours.runs_a_day);
    json_put_integer(&json, "minutes-a-month", (int64_t)minutes_a_month(initing));
    json_begin_array(&json, "files");
    for (size_t i = 0; i < initing->files.count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "path", initing->files.items[i].path);
        json_put_string(&json, "state", words[initing->files.items[i].state]);
        json_end(&json);
    }
    json_end(&json);
    json_begin_array(&json, "warnings");
    for (size_t i = 0; i < initing->warning_count; i++)
        json_put_string(&json, NULL, initing->warnings[i]);
    json_end(&json);
    json_end(&json);
    results_write_json(initing->invocation, &text);
}

/* As a word of a shell, to be copied. */
static const char *as_word(struct arena *arena, const char *path)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
    if (*path && !path[strspn(path, plain)])
        return path;
    struct text_buffer out = text_buffer_in(arena, 4 * LIMIT_PATH_BYTES + 2);
    text_putc(&out, '\'');
    for (; *path; path++)
        if (*path == '\'')
            text_puts(&out, "'\\''");
        else
            text_putc(&out, *path);
    text_putc(&out, '\'');
    return text_end(&out);
}

/* The folder from which the next steps are taken; NULL: the one in which we are. */
static const char *next_folder(const struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    const char *folder =
        initing->invocation->argument_count ? initing->invocation->arguments[0] : ".";
    if (initing->blog.kind && !text_equal(folder, "."))
        return as_word(arena, arena_printf(arena, "%s/%s", folder, initing->blog.folder));
    if (initing->blog.kind)
        return as_word(arena, initing->blog.folder);
    return text_equal(folder, ".") ? NULL : as_word(arena, folder);
}

static void write_steps(const struct initing *initing)
{
    FILE *log = initing->invocation->log;
    const struct init_wish *wish = &initing->wish;
    output_printf(log, _("next:\n"));
    const char *folder = next_folder(initing);
    if (folder)
        output_printf(log, "  cd %s\n", folder);
    if (!initing->place.top)
        output_printf(log, _("  git init -b main                    there is no repository yet\n"));
    if (wish->networks[INIT_BLUESKY] || wish->networks[INIT_MASTODON])
        output_printf(log,
                      _("  look through brand/accounts.yml     your own handles and servers\n"));
    if (!initing->wish.services[INIT_NO_CI])
        output_printf(log, _("  on the git host: protect '%s', and set the accounts' secrets\n"),
                      initing->place.branch);
    output_printf(log, _("  pregon check\n"
                         "  git add -A && git commit -m 'post: hello'\n"
                         "  pregon publish\n"));
}

/* What the schedule costs where a service counts minutes. */
static void write_minutes(const struct initing *initing)
{
    size_t runs = initing->hours.runs_a_day;
    if (is_new(initing, ".ci/pregon.sh"))
        output_printf(
            initing->invocation->log,
            ngettext("CI looks for what is due %zu time a day: about %zu minutes a month "
                     "where a service counts them, and up to an hour more for each time "
                     "at which something goes out\n",
                     "CI looks for what is due %zu times a day: about %zu minutes a month "
                     "where a service counts them, and up to an hour more for each time "
                     "at which something goes out\n",
                     runs),
            runs, minutes_a_month(initing));
}

static void write_warnings(const struct initing *initing)
{
    for (size_t i = 0; i < initing->warning_count; i++)
        output_printf(initing->invocation->log, _("warning: %s\n"), initing->warnings[i]);
}

static void write_text(const struct initing *initing)
{
    const char *const words[] = { initing->is_dry ? _("would be new") : _("new"), _("as it is"),
                                  initing->is_dry ? _("would be brought up to date")
                                                  : _("brought up to date"),
                                  _("left alone") };
    FILE *log = initing->invocation->log;
    for (size_t i = 0; i < initing->files.count; i++) {
        const struct init_file *file = &initing->files.items[i];
        output_printf(initing->invocation->out, "%s: %s\n", file->path, words[file->state]);
    }
    if (initing->is_there)
        output_printf(log, _("there is a workspace already: its posts, brand and calendar stay as "
                             "they are\n"));
    else if (initing->blog.kind)
        output_printf(log,
                      ngettext("this is a blog by %s, which stays as it is: the workspace is in "
                               "'%s', with %zu draft that announces its newest post\n",
                               "this is a blog by %s, which stays as it is: the workspace is in "
                               "'%s', with %zu drafts that announce its newest posts\n",
                               initing->blog.post_count),
                      initing->blog.kind, initing->blog.folder, initing->blog.post_count);
    write_warnings(initing);
    write_minutes(initing);
    if (!count_of(initing, INIT_NEW) && !count_of(initing, INIT_OLD))
        output_printf(log, _("nothing to do: every file is there\n"));
    else if (!initing->is_there && !initing->is_dry)
        write_steps(initing);
}

void init_tell(const struct initing *initing)
{
    if (results_are_json(initing->invocation))
        write_json(initing);
    else if (initing->invocation->is_quiet)
        write_warnings(initing);
    else
        write_text(initing);
}
