/* The files of CI services: one set of templates, filled for each. */
#include "commands/init_ci.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/init_files.h"
#include "commands/init_hours.h"
#include "commands/init_place.h"
#include "io/files.h"
#include "lib/forge.h"
#include "lib/template.h"
#include "lib/yaml.h"
#include "model/workspace.h"

const char *const init_service_names[INIT_SERVICES] = { "github", "gitlab", "forgejo", "none" };

/* What a service has and others have not. */
static const struct service {
    const char *folder, *runner, *pages, *mark;
    bool has_actions;
} services[INIT_NO_CI] = {
    [INIT_GITHUB] = { ".github", "ubuntu-24.04", "gh-pages", ".github/workflows/publish.yml",
                      true },
    [INIT_GITLAB] = { ".gitlab", NULL, NULL, ".gitlab-ci.yml", false },
    [INIT_FORGEJO] = { ".forgejo", "docker", "pages", ".forgejo/workflows/publish.yml", true },
};

/* --- where pregon comes from --- */

static bool is_safe(const char *text)
{
    static const char safe[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-:@+~";
    return *text && *text != '-' && !text[strspn(text, safe)];
}

int init_source_read(struct init_source *out, struct arena *arena, const char *source,
                     const char *image, struct err *err)
{
    const char *rev = source ? strchr(source, '#') : NULL;
    struct init_source read = {
        .url = "https://github.com/OWNER/pregon",
        .rev = "v" PREGON_VERSION,
        .image = image,
        .is_unknown = !source && !image,
    };
    if (source)
        read.url = rev ? arena_strndup(arena, source, (size_t)(rev - source)) : source;
    if (rev)
        read.rev = rev + 1;
    if (!is_safe(read.url) || !is_safe(read.rev))
        return err_set(err, ERR_USAGE,
                       _("--source takes an address and a revision, "
                         "'https://git.example/pregon#v0.1.0', not '%s'"),
                       source);
    if (image && !is_safe(image))
        return err_set(err, ERR_USAGE,
                       _("--image takes a container's name, 'registry.example/pregon:0.1.0', not "
                         "'%s'"),
                       image);
    *out = read;
    return 0;
}

/* --- which services --- */

const char *init_ci_usual(struct arena *arena, const struct init_place *place, bool is_there)
{
    struct text_buffer list = text_buffer_in(arena, LIMIT_PATH_BYTES);
    for (size_t i = 0; is_there && i < INIT_NO_CI; i++)
        if (files_exist(
                arena_printf(arena, "%s%s", place->top ? place->top : "", services[i].mark)))
            text_printf(&list, "%s%s", list.bytes ? "," : "", init_service_names[i]);
    if (is_there)
        return list.bytes ? text_end(&list) : "none";
    const char *service = forge_kind_name(forge_of_host(place->host));
    return service ? service : "github,gitlab";
}

bool init_ci_publishes(const char *path)
{
    for (size_t i = 0; i < INIT_NO_CI; i++)
        if (text_equal(path, services[i].mark))
            return true;
    return false;
}

/* --- what they are filled with --- */

struct filling {
    struct arena *arena;
    struct template_value *items;
    size_t count, capacity;
};

static void put(struct filling *filling, const char *name, const char *text)
{
    filling->items = list_grow(filling->arena, filling->items, filling->count, &filling->capacity,
                               sizeof *filling->items);
    filling->items[filling->count++] = (struct template_value){ name, text };
}

/* `ana @luis`: people with a login there, and with the role unless it is NULL. */
static const char *logins(struct arena *arena, const struct workspace *workspace,
                          enum init_service service, const char *role)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_PATH_BYTES);
    for (size_t i = 0; workspace && i < workspace->person_count; i++) {
        const struct person *person = &workspace->people[i];
        const char *login = service == INIT_GITHUB ? person->github : person->gitlab;
        if (login && is_safe(login) && (!role || person_has_role(person, role)))
            text_printf(&out, "%s%s", out.bytes ? " @" : "", login);
    }
    return text_end(&out);
}

static void put_people(struct filling *filling, const struct workspace *workspace,
                       enum init_service service)
{
    struct arena *arena = filling->arena;
    const char *name = init_service_names[service];
    const char *all = logins(arena, workspace, service, NULL);
    const char *managers = logins(arena, workspace, service, "manager");
    if (!*all || service == INIT_FORGEJO)
        return;
    put(filling, arena_printf(arena, "%s-people", name), all);
    put(filling, arena_printf(arena, "%s-managers", name), *managers ? managers : all);
}

static void put_hours(struct filling *filling, const struct init_hours *hours)
{
    for (size_t i = 0; i < hours->run_count; i++)
        put(filling, "cron", hours->runs[i]);
    put(filling, "cron-local", hours->local_runs);
    put(filling, "alarm", hours->alarm);
    put(filling, "alarm-local", hours->local_alarm);
    put(filling, "age", hours->age);
    put(filling, "hours", hours->words);
}

static void put_service(struct filling *filling, const struct init_ci *ci,
                        enum init_service service)
{
    struct arena *arena = filling->arena;
    const struct init_place *place = ci->place;
    const struct service *known = &services[service];
    const char *name = init_service_names[service];
    put(filling, "ci", "");
    put(filling, name, "");
    if (known->has_actions) {
        put(filling, "actions", "");
        put(filling, "forge", name);
        put(filling, "runner", known->runner);
        put(filling, "pages", known->pages);
    }
    /* A copy of the repository has the workflows, too, and may have secrets of its own. */
    put(filling, "guard",
        place->repository && text_equal(forge_kind_name(forge_of_host(place->host)), name)
            ? arena_printf(arena, "github.repository == '%s'", place->repository)
            : "${{ !github.event.repository.fork }}");
    put(filling, "source", ci->source->url);
    put(filling, "ref", ci->source->rev);
    put(filling, ci->source->image ? "image" : "build",
        ci->source->image ? yaml_quote(arena, ci->source->image) : "");
    put(filling, "branch", place->branch);
    put_hours(filling, ci->hours);
    put_people(filling, ci->workspace, service);
}

void init_ci_make(struct init_files *files, struct arena *arena, const struct init_ci *ci,
                  const char *root, const struct template_values *values)
{
    for (int service = 0; service < INIT_NO_CI; service++) {
        struct filling filling = { .arena = arena };
        if (!ci->services[service])
            continue;
        for (size_t i = 0; i < values->count; i++)
            put(&filling, values->items[i].name, values->items[i].text);
        put_service(&filling, ci, (enum init_service)service);
        const struct template_values all = { filling.items, filling.count };
        init_files_make(files, arena, root, ci->place, &all);
    }
}
