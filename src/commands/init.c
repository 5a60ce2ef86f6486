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
#include "commands/ci_secrets.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "commands/init_ci.h"
#include "commands/init_files.h"
#include "commands/init_hours.h"
#include "commands/init_place.h"
#include "commands/init_wish.h"
#include "commands/project.h"
#include "commands/results.h"
#include "commands/schema_forms.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/output.h"
#include "io/sandbox.h"
#include "lib/form_schema.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/template.h"
#include "lib/yaml.h"
#include "lib/zone.h"
#include "model/finding.h"

struct initing {
    struct invocation *invocation;
    const char *root; /* the workspace's folder, as seen from where we stand */
    struct init_place place;
    struct init_source source;
    struct init_hours hours;
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
    initing->place =
        (struct init_place){ .folder = "", .up = "", .branch = "main", .is_plain = true };
    if (!files_is_folder(folder)) {
        if (is_dry(initing))
            return 0;
        if (files_make_folders(folder, err) != 0)
            return -1;
    }
    if (files_enter(folder, err) != 0)
        return -1;
    initing->root = ".";
    init_place_find(&initing->place, arena, ".");
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
    if (wish->networks[INIT_BLOG])
        put(initing, "blog-account", init_network_names[INIT_BLOG]);
    else
        put(initing, "draft", "");
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

/* Each once, next to each other, as a template's list has them. */
static void put_accounts(struct initing *initing)
{
    const struct workspace *workspace = &initing->project.workspace;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        bool is_known = !account->secret;
        for (size_t j = 0; j < i; j++)
            is_known = is_known || text_equal(workspace->accounts[j].secret, account->secret);
        if (!is_known)
            put(initing, "secret", account->secret);
    }
    for (size_t i = 0; i < workspace->account_count; i++)
        if (text_equal(workspace->accounts[i].network_name, "blog"))
            put(initing, "blog-account", workspace->accounts[i].id);
    put(initing, "timezone", workspace->calendar.timezone);
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
    put_accounts(initing);
    return 0;
}

/* The schema of each file that an editor takes for YAML, and the lines that name them. */
static void make_schemas(struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    struct text_buffer lines = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
    size_t count;
    const struct schema *schemas = schemas_all(&count);
    for (size_t i = 0; i < count; i++) {
        struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
        struct json_writer json = json_writer_to(&text, JSON_INDENTED);
        const char *path = arena_printf(arena, ".vscode/schemas/%s.json", schemas[i].name);
        if (!text_ends_with(schemas[i].files, ".yml"))
            continue;
        form_schema_write(&json, schemas[i].form(arena), _(schemas[i].title));
        text_putc(&text, '\n');
        init_files_add(&initing->files, arena, initing->root, path, text_end(&text), text.bytes);
        text_printf(&lines, "%s\"./%s\": \"%s\"", lines.bytes ? ",\n    " : "", path,
                    schemas[i].files);
    }
    put(initing, "schemas", text_end(&lines));
}

static void make_files(struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    const struct workspace *workspace = initing->is_there ? &initing->project.workspace : NULL;
    const struct init_ci ci = { .services = initing->wish.services,
                                .place = &initing->place,
                                .source = &initing->source,
                                .hours = &initing->hours,
                                .workspace = workspace };
    put(initing, initing->wish.is_spanish ? "es" : "en", "");
    make_schemas(initing);
    init_hours_make(&initing->hours, arena, workspace ? &workspace->calendar : NULL, initing->zone,
                    initing->now_utc);
    const struct template_values values = { initing->values, initing->value_count };
    init_files_make(&initing->files, arena, initing->root, &initing->place, &values);
    if (initing->place.is_plain)
        init_ci_make(&initing->files, arena, &ci, initing->root, &values);
    init_files_look(&initing->files, arena);
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

/* What a file that was left alone lacks, and what nobody said of a new one. */
static void look_for_gaps(struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    look_for_secrets(initing);
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
    static const char *const words[] = { "new", "same", "kept" };
    struct text_buffer text = text_buffer_in(initing->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_bool(&json, "dry-run", is_dry(initing));
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

static void write_steps(const struct initing *initing)
{
    FILE *log = initing->invocation->log;
    const struct init_wish *wish = &initing->wish;
    output_printf(log, _("next:\n"));
    if (initing->invocation->argument_count)
        output_printf(log, "  cd %s\n", initing->invocation->arguments[0]);
    if (!initing->place.top)
        output_printf(log, _("  git init -b main                    there is no repository yet\n"));
    if (wish->networks[INIT_BLUESKY] || wish->networks[INIT_MASTODON])
        output_printf(log,
                      _("  look through brand/accounts.yml     your own handles and servers\n"));
    if (!initing->wish.services[INIT_NO_CI])
        output_printf(log, _("  on the git host: protect '%s', and set the accounts' secrets\n"),
                      initing->place.branch);
    output_printf(log, _("  pregon check\n"
                         "  git add . && git commit -m 'post: hello'\n"
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
    write_minutes(initing);
    if (!count_of(initing, INIT_NEW))
        output_printf(log, _("nothing to do: every file is there\n"));
    else if (!initing->is_there && !is_dry(initing))
        write_steps(initing);
}

static int make(struct initing *initing, struct err *err)
{
    struct invocation *invocation = initing->invocation;
    if (enter(initing, err) != 0)
        return -1;
    const char *const writable[] = { ".", *initing->place.up ? initing->place.top : NULL, NULL };
    sandbox_bound(writable, (const uint16_t[]){ 0 });
    if (init_source_read(&initing->source, invocation->arena,
                         invocation_value(invocation, "source"),
                         invocation_value(invocation, "image"), err) != 0 ||
        init_wish_read(&initing->wish, invocation, folder_name(initing),
                       init_ci_usual(invocation->arena, &initing->place, initing->is_there),
                       initing->is_there, err) != 0 ||
        (initing->is_there ? read_old : read_new)(initing, err) != 0)
        return -1;
    make_files(initing);
    look_for_gaps(initing);
    if (!is_dry(initing) && init_files_write(&initing->files, invocation->arena, err) != 0)
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
    { .name = "ci",
      .argument = N_("SERVICE,…"),
      .summary = N_("of github, gitlab, forgejo, or none (by the remote)") },
    { .name = "source",
      .argument = N_("ADDRESS[#REV]"),
      .summary = N_("where CI fetches pregon, to build it") },
    { .name = "image",
      .argument = N_("NAME"),
      .summary = N_("a container that has pregon, for CI") },
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
    .help = N_("Writes brand, accounts, calendar, a first rule for the tone, a first post, "
               "workflows for CI and settings for editors. On a terminal it asks what the options "
               "do not say. What it "
               "writes passes 'check', and the first post goes to the blog with the first "
               "'publish'.\n"
               "\n"
               "No file that is there is ever touched: it is listed as left alone. Where "
               "brand/brand.yml is there, only what stands around the workspace is written; a "
               "second run changes nothing. The repository is yours to make (git init).\n"
               "\n"
               "CI checks each pull request, publishes by a schedule made of the calendar, alarms "
               "where no run came by, and has forms to hold, resume and resolve. --ci adds a "
               "service to a workspace that is there.\n"
               "\n"
               "  pregon init horno\n"
               "  pregon init --name 'El Horno de Ana' --language es --networks blog,bluesky\n"
               "  pregon init --ci forgejo --source https://git.example/pregon#v0.1.0\n"
               "  pregon init --dry-run --format json\n"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
