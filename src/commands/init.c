/* pregon init: a new workspace, or what one lacks of CI and editor settings. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/zones.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "commands/init_files.h"
#include "commands/init_wish.h"
#include "commands/project.h"
#include "commands/results.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/output.h"
#include "io/sandbox.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/template.h"
#include "lib/yaml.h"
#include "lib/zone.h"

struct initing {
    struct invocation *invocation;
    const char *root;       /* the workspace's folder, as seen from where we stand */
    const char *above;      /* the folder with `.git`, from `/`; NULL: no repository */
    bool is_below;          /* the repository's root is above the workspace's */
    bool is_there;          /* it has its brand.yml */
    struct project project; /* then */
    struct init_wish wish;
    const struct zone *zone;
    int64_t now_utc;
    struct template_value *values;
    size_t value_count, value_capacity;
    struct init_files files;
    const char **warnings;
    size_t warning_count, warning_capacity;
};

/* --- where --- */

static bool is_dry(const struct initing *initing)
{
    return invocation_has(initing->invocation, "dry-run");
}

/* Goes into the folder, which a dry run may find missing. */
static int enter(struct initing *initing, struct err *err)
{
    const struct invocation *invocation = initing->invocation;
    struct arena *arena = invocation->arena;
    const char *folder = invocation->argument_count ? invocation->arguments[0] : ".";
    initing->root = folder;
    if (!files_is_folder(folder)) {
        if (is_dry(initing))
            return 0;
        if (files_make_folders(folder, err) != 0)
            return -1;
    }
    if (files_enter(folder, err) != 0)
        return -1;
    initing->root = ".";
    initing->above = files_find_above(arena, ".", ".git");
    initing->is_below = initing->above && !text_equal(initing->above, files_absolute(arena, "."));
    initing->is_there = files_exist("brand/brand.yml");
    return 0;
}

static const char *folder_name(const struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    const char *whole = files_absolute(arena, initing->root);
    const char *path = whole ? whole : initing->root;
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : "pregon";
}

/* --- what the templates are filled with --- */

static void put(struct initing *initing, const char *name, const char *text)
{
    initing->values = list_grow(initing->invocation->arena, initing->values, initing->value_count,
                                &initing->value_capacity, sizeof *initing->values);
    initing->values[initing->value_count++] = (struct template_value){ name, text };
}

static void warn(struct initing *initing, const char *text)
{
    initing->warnings =
        list_grow(initing->invocation->arena, initing->warnings, initing->warning_count,
                  &initing->warning_capacity, sizeof *initing->warnings);
    initing->warnings[initing->warning_count++] = text;
}

/* As a post writes it; where the clocks show that time twice, with its offset. */
static const char *first_date(const struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    int64_t utc = initing->now_utc - initing->now_utc % 60;
    struct local_time local = zone_local(initing->zone, utc);
    int64_t instants[2];
    if (zone_instants(initing->zone, &local, instants) != LOCAL_UNIQUE)
        return moment_format(arena, utc, zone_offset_at(initing->zone, utc, NULL));
    return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", local.year, local.month, local.day,
                        local.hour, local.minute);
}

static void put_networks(struct initing *initing)
{
    static const char *const secrets[INIT_NETWORKS] = { NULL, "PREGON_BLUESKY", "PREGON_MASTODON" };
    struct arena *arena = initing->invocation->arena;
    const struct init_wish *wish = &initing->wish;
    struct text_buffer list = text_buffer_in(arena, LIMIT_PATH_BYTES);
    for (size_t i = 0; i < INIT_NETWORKS; i++) {
        if (!wish->networks[i])
            continue;
        text_printf(&list, "%s%s", list.bytes ? ", " : "", init_network_names[i]);
        put(initing, init_network_names[i], "");
    }
    for (size_t i = 0; i < INIT_NETWORKS; i++)
        if (wish->networks[i] && secrets[i])
            put(initing, "secret", secrets[i]);
    put(initing, "networks", text_end(&list));
    put(initing, wish->networks[INIT_BLOG] ? "blog" : "draft", "");
    if (wish->url)
        put(initing, "url", yaml_quote(arena, wish->url));
    if (wish->handle)
        put(initing, "handle", wish->handle);
    if (wish->server)
        put(initing, "server", yaml_quote(arena, wish->server));
}

static void put_new(struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    struct local_time local = zone_local(initing->zone, initing->now_utc);
    put(initing, "new", "");
    put(initing, "name", yaml_quote(arena, initing->wish.name));
    put(initing, "timezone", initing->wish.timezone);
    put(initing, "month", arena_printf(arena, "%04d/%02d", local.year, local.month));
    put(initing, "date", first_date(initing));
    put_networks(initing);
}

static int find_now(struct initing *initing, struct err *err)
{
    const struct clock real = { 0 };
    struct moment moment;
    const char *now = initing->invocation->now;
    int64_t instants[2];
    initing->now_utc = clock_now_utc(&real);
    if (!now)
        return 0;
    if (moment_parse(&moment, now) != 0)
        return err_set(err, ERR_USAGE, _("'%s' is no time that I know; write '%s'"), now,
                       "2026-11-24 09:30");
    if (moment.kind != MOMENT_INSTANT)
        zone_instants(initing->zone, &moment.local, instants);
    initing->now_utc = moment.kind == MOMENT_INSTANT ? moment.utc : instants[0];
    return 0;
}

static int read_new(struct initing *initing, struct err *err)
{
    if (zones_load(&initing->zone, initing->invocation->arena, initing->wish.timezone, err) != 0)
        return err_because(err, "--timezone");
    if (find_now(initing, err) != 0)
        return -1;
    put_new(initing);
    return 0;
}

/* Of a workspace that is there, its own files say what the others are to hold. */
static int read_old(struct initing *initing, struct err *err)
{
    if (project_open_files(&initing->project, initing->invocation, NULL, err) != 0 ||
        project_require_sound(&initing->project, err) != 0)
        return -1;
    const struct workspace *workspace = &initing->project.workspace;
    initing->wish.is_spanish = text_starts_with(workspace->brand.languages.items[0].text, "es");
    initing->zone = workspace->calendar.zone;
    initing->now_utc = initing->project.now_utc;
    return 0;
}

static void make_files(struct initing *initing)
{
    put(initing, initing->wish.is_spanish ? "es" : "en", "");
    const struct template_values values = { initing->values, initing->value_count };
    init_files_make(&initing->files, initing->invocation->arena, &values);
    init_files_look(&initing->files, initing->invocation->arena, initing->root);
}

/* --- what is told --- */

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

/* What a file that was left alone lacks. */
static void look_for_gaps(struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    for (size_t i = 0; i < initing->files.count; i++) {
        const struct init_file *file = &initing->files.items[i];
        if (file->state == INIT_KEPT && text_equal(file->path, ".gitignore") &&
            !ignores_pages(file, arena))
            warn(initing, _("'.gitignore' does not name the pages that 'publish' writes: add a "
                            "line '/public/'"));
    }
}

static void write_json(const struct initing *initing)
{
    static const char *const words[] = { "new", "same", "kept" };
    struct text_buffer text = text_buffer_in(initing->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_bool(&json, "dry-run", is_dry(initing));
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

static void write_steps(const struct initing *initing)
{
    FILE *log = initing->invocation->log;
    const struct init_wish *wish = &initing->wish;
    output_printf(log, _("next:\n"));
    if (initing->invocation->argument_count)
        output_printf(log, "  cd %s\n", initing->invocation->arguments[0]);
    if (!initing->above)
        output_printf(log, _("  git init -b main                    there is no repository yet\n"));
    if (wish->networks[INIT_BLUESKY] || wish->networks[INIT_MASTODON])
        output_printf(log,
                      _("  look through brand/accounts.yml     your own handles and servers\n"));
    output_printf(log, _("  pregon check\n"
                         "  git add . && git commit -m 'post: hello'\n"
                         "  pregon publish\n"));
}

static void write_text(const struct initing *initing)
{
    const char *const words[] = { is_dry(initing) ? _("would be new") : _("new"), _("as it is"),
                                  _("left alone") };
    FILE *log = initing->invocation->log;
    for (size_t i = 0; i < initing->files.count; i++) {
        const struct init_file *file = &initing->files.items[i];
        output_printf(initing->invocation->out, "%s: %s\n", file->path, words[file->state]);
    }
    if (initing->is_there)
        output_printf(log, _("there is a workspace already: its posts, brand and calendar stay as "
                             "they are\n"));
    for (size_t i = 0; i < initing->warning_count; i++)
        output_printf(log, _("warning: %s\n"), initing->warnings[i]);
    if (!count_of(initing, INIT_NEW))
        output_printf(log, _("nothing to do: every file is there\n"));
    else if (!initing->is_there && !is_dry(initing))
        write_steps(initing);
}

static int make(struct initing *initing, struct err *err)
{
    struct invocation *invocation = initing->invocation;
    const char *const writable[] = { ".", NULL };
    if (enter(initing, err) != 0)
        return -1;
    sandbox_bound(writable, (const uint16_t[]){ 0 });
    if (init_wish_read(&initing->wish, invocation, folder_name(initing), initing->is_there, err) !=
            0 ||
        (initing->is_there ? read_old : read_new)(initing, err) != 0)
        return -1;
    make_files(initing);
    look_for_gaps(initing);
    if (!is_dry(initing) &&
        init_files_write(&initing->files, invocation->arena, initing->root, err) != 0)
        return -1;
    if (results_are_json(invocation))
        write_json(initing);
    else
        write_text(initing);
    return 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    struct initing initing = { .invocation = invocation };
    int status = make(&initing, err);
    project_close(&initing.project);
    return status;
}

static const struct command_option options[] = {
    { .name = "name", .argument = N_("NAME"), .summary = N_("the brand's (that of the folder)") },
    { .name = "language", .argument = "es|en", .summary = N_("the posts' (that of messages)") },
    { .name = "networks",
      .argument = N_("NETWORK,…"),
      .summary = N_("of blog, bluesky, mastodon (blog)") },
    { .name = "timezone",
      .argument = N_("ZONE"),
      .summary = N_("as IANA writes it: Europe/Madrid (the machine's)") },
    { .name = "url", .argument = N_("ADDRESS"), .summary = N_("where the blog will be") },
    { .name = "handle", .argument = N_("HANDLE"), .summary = N_("on Bluesky") },
    { .name = "server", .argument = N_("ADDRESS"), .summary = N_("Mastodon's") },
    { .name = "dry-run",
      .letter = 'n',
      .summary = N_("say what would be written, and write nothing") },
    { .name = NULL },
};

const struct command command_init = {
    .name = "init",
    .arguments = N_("[DIR]"),
    .argument_max = 1,
    .summary = N_("a new workspace, with a first post"),
    .help = N_("Writes brand, accounts, calendar, a first rule for the tone, a first post and "
               "settings for editors. On a terminal it asks what the options do not say. What it "
               "writes passes 'check', and the first post goes to the blog with the first "
               "'publish'.\n"
               "\n"
               "No file that is there is ever touched: it is listed as left alone. Where "
               "brand/brand.yml is there, only what stands around the workspace is written; a "
               "second run changes nothing. The repository is yours to make (git init).\n"
               "\n"
               "  pregon init horno\n"
               "  pregon init --name 'El Horno de Ana' --language es --networks blog,bluesky\n"
               "  pregon init --dry-run --format json\n"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
