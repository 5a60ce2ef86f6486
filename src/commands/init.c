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
#include "commands/init_schemas.h"
#include "commands/init_work.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/sandbox.h"
#include "lib/moment.h"
#include "lib/template.h"
#include "lib/yaml.h"
#include "lib/zone.h"

/* --- when and where --- */

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

static const char *folder_name(const struct initing *initing)
{
    if (initing->blog.title)
        return initing->blog.title;
    struct arena *arena = initing->invocation->arena;
    const char *whole = files_absolute(arena, initing->root);
    char *path = arena_strdup(arena, whole ? whole : initing->root);
    for (size_t bytes = strlen(path); bytes && path[bytes - 1] == '/'; bytes--)
        path[bytes - 1] = '\0';
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return *name ? name : "pregon";
}

static const struct init_place nowhere = {
    .folder = "", .up = "", .branch = "main", .is_plain = true
};

/* The folder that is there and that `folder` will stand in. */
static const char *folder_above(struct arena *arena, const char *folder)
{
    char *path = arena_strdup(arena, folder);
    while (*path && !files_is_folder(path)) {
        char *slash = strrchr(path, '/');
        path[slash ? slash - path : 0] = '\0';
        if (slash == path)
            return "/";
    }
    return *path ? path : ".";
}

/* Goes into the folder, as far as it is there: nothing is made before all is known to be right. */
static int enter(struct initing *initing, struct err *err)
{
    const struct invocation *invocation = initing->invocation;
    struct arena *arena = invocation->arena;
    initing->root = invocation->argument_count ? invocation->arguments[0] : ".";
    if (!*initing->root)
        return err_set(err, ERR_USAGE, _("the folder has no name: write one, or leave it out"));
    if (files_exist(initing->root) && !files_is_folder(initing->root))
        return err_set(err, ERR_USAGE, _("'%s' is no folder: name another"), initing->root);
    initing->missing = files_is_folder(initing->root) ? NULL : initing->root;
    if (!initing->missing) {
        if (files_enter(initing->root, err) != 0)
            return -1;
        initing->root = ".";
        init_blog_find(&initing->blog, arena, ".", initing->now_utc);
    }
    if (initing->blog.kind) {
        if (!initing->blog.title)
            initing->blog.title = folder_name(initing);
        initing->root = initing->blog.folder;
        initing->missing = files_is_folder(initing->root) ? NULL : initing->root;
        if (!initing->missing) {
            if (files_enter(initing->root, err) != 0)
                return -1;
            initing->root = ".";
        }
    }
    init_place_find(&initing->place, arena,
                    initing->missing ? folder_above(arena, initing->root) : ".");
    initing->is_there = !initing->missing && files_exist("brand/brand.yml");
    return 0;
}

static void bound(const struct initing *initing)
{
    const char *const writable[] = { ".", *initing->place.up ? initing->place.top : NULL, NULL };
    sandbox_bound(writable, (const uint16_t[]){ 0 });
}

static int make_folder(struct initing *initing, struct err *err)
{
    if (initing->is_dry) {
        initing->place = nowhere;
        return 0;
    }
    if (files_make_folders(initing->missing, err) != 0 || files_enter(initing->missing, err) != 0)
        return -1;
    initing->root = ".";
    init_place_find(&initing->place, initing->invocation->arena, ".");
    bound(initing);
    return 0;
}

/* --- what the templates are filled with --- */

static void put(struct initing *initing, const char *name, const char *text)
{
    initing->values = list_grow(initing->invocation->arena, initing->values, initing->value_count,
                                &initing->value_capacity, sizeof *initing->values);
    initing->values[initing->value_count++] = (struct template_value){ name, text };
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
    if (!initing->blog.kind)
        put(initing, "hello", "");
    put(initing, "name", yaml_quote(arena, initing->wish.name));
    put(initing, "timezone", zone_name(initing->zone));
    put(initing, "month", arena_printf(arena, "%04d/%02d", local.year, local.month));
    put(initing, "date", first_date(initing));
    put_networks(initing);
}

static void read_new(struct initing *initing)
{
    initing->zone = initing->wish.zone;
    put_new(initing);
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

/* For scripts, and only where they can hold it. */
static void put_place(struct initing *initing)
{
    const char *folder = initing->place.folder;
    if (!initing->place.is_plain)
        return;
    put(initing, "plain", "");
    put(initing, "folder", folder);
    if (*folder)
        put(initing, "below", "");
    put(initing, "dir",
        *folder
            ? arena_printf(initing->invocation->arena, " -C %.*s", (int)strlen(folder) - 1, folder)
            : "");
}

static void add_draft(struct initing *initing, const struct init_blog_post *post,
                      const char *suffix, const char *text)
{
    struct arena *arena = initing->invocation->arena;
    init_files_add(&initing->files, arena, initing->root,
                   arena_printf(arena, "content/posts/%s/%s%s.md", post->month, post->slug, suffix),
                   text, strlen(text), NULL);
}

/* Of the blog's posts; translations, as far as brand.yml will name their language. */
static void make_drafts(struct initing *initing)
{
    struct arena *arena = initing->invocation->arena;
    const struct init_blog *blog = &initing->blog;
    bool is_spanish = initing->wish.is_spanish;
    for (size_t i = 0; i < blog->post_count; i++)
        add_draft(initing, &blog->posts[i], "",
                  init_blog_draft(arena, &blog->posts[i], is_spanish ? "todas" : "everywhere",
                                  is_spanish ? "es" : "en"));
    for (size_t i = 0; i < blog->translation_count; i++) {
        const struct init_blog_post *post = &blog->translations[i];
        if (text_equal(post->language, "es") || text_equal(post->language, "en"))
            add_draft(initing, post, arena_printf(arena, ".%s", post->language),
                      init_blog_variant(arena, post));
    }
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
    put_place(initing);
    put(initing, "schemas",
        init_schemas_make(&initing->files, arena, initing->root, initing->wish.is_spanish));
    init_hours_make(&initing->hours, arena, workspace ? &workspace->calendar : NULL, initing->zone,
                    initing->now_utc);
    const struct template_values values = { initing->values, initing->value_count };
    init_files_make(&initing->files, arena, initing->root, &initing->place, &values);
    if (initing->place.is_plain)
        init_ci_make(&initing->files, arena, &ci, initing->root, &values);
    if (!initing->is_there)
        make_drafts(initing);
    init_files_look(&initing->files, arena);
}

static int make(struct initing *initing, struct err *err)
{
    struct invocation *invocation = initing->invocation;
    if (find_now(initing, err) != 0 || enter(initing, err) != 0)
        return -1;
    if (!initing->missing)
        bound(initing);
    if (init_source_read(&initing->source, invocation->arena,
                         invocation_value(invocation, "source"),
                         invocation_value(invocation, "image"), err) != 0 ||
        init_wish_read(&initing->wish, invocation, folder_name(initing),
                       initing->blog.kind ? "bluesky" : "blog",
                       init_ci_usual(invocation->arena, &initing->place, initing->is_there),
                       initing->is_there, err) != 0 ||
        (initing->is_there && read_old(initing, err) != 0) ||
        (initing->missing && make_folder(initing, err) != 0))
        return -1;
    if (!initing->is_there)
        read_new(initing);
    make_files(initing);
    init_tell_gaps(initing);
    if (!initing->is_dry && init_files_write(&initing->files, invocation->arena, err) != 0)
        return -1;
    init_tell(initing);
    return 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    struct initing initing = { .invocation = invocation,
                               .place = nowhere,
                               .is_dry = invocation_has(invocation, "dry-run") };
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
               "No file that is there is touched: it is listed as left alone. Only schemas for "
               "editors that nobody has changed are brought up to date. Where brand/brand.yml is "
               "there, only what stands around the workspace is written; a second run changes "
               "nothing. The repository is yours to make (git init).\n"
               "\n"
               "CI checks each pull request, publishes by a schedule made of the calendar, alarms "
               "where no run came by, and has forms to hold, resume and resolve. --ci adds a "
               "service to a workspace that is there.\n"
               "\n"
               "In the folder of a blog by Jekyll or Hugo, the workspace goes into a folder of its "
               "own, and the blog stays as it is.\n"
               "\n"
               "  pregon init horno\n"
               "  pregon init --name 'El Horno de Ana' --language es --networks blog,bluesky\n"
               "  pregon init --ci forgejo --source https://git.example/pregon#v0.1.0\n"
               "  pregon init --dry-run --format json\n"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
