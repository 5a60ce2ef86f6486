/* What a new workspace is to be. */
#include "commands/init_wish.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "io/environment.h"
#include "io/files.h"
#include "io/terminal.h"
#include "lib/origin.h"
#include "lib/slug.h"
#include "lib/zone.h"

const char *const init_network_names[INIT_NETWORKS] = { "blog", "bluesky", "mastodon" };

/* The option's value; else, where a person sits there, their answer; else `otherwise`. */
struct asking {
    struct invocation *invocation;
    bool is_asking;
};

static const char *find_answer(const struct asking *asking, const char *option,
                               const char *question, const char *otherwise)
{
    const char *value = invocation_value(asking->invocation, option);
    if (value || !asking->is_asking)
        return value ? value : otherwise;
    return terminal_answer(asking->invocation->log, asking->invocation->arena, question, otherwise);
}

/* The words of a list with commas, each of which must be one of `names`. */
static int read_list(bool *out, struct arena *arena, const char *option, const char *list,
                     const char *const *names, size_t count, struct err *err)
{
    char *rest = arena_strdup(arena, list);
    for (char *word; (word = strsep(&rest, ","));) {
        size_t found = 0;
        word += strspn(word, " ");
        word[strcspn(word, " ")] = '\0';
        while (found < count && !text_equal(word, names[found]))
            found++;
        if (found < count) {
            out[found] = true;
            continue;
        }
        const char *near = text_nearest(word, names, count);
        struct text_buffer all = text_buffer_in(arena, 200);
        for (size_t i = 0; i < count; i++)
            text_printf(&all, "%s%s", i ? ", " : "", names[i]);
        return near ? err_set(err, ERR_USAGE, _("--%s: there is no '%s'; did you mean '%s'?"),
                              option, word, near)
                    : err_set(err, ERR_USAGE, _("--%s: there is no '%s'; it takes %s"), option,
                              word, text_end(&all));
    }
    return 0;
}

/* The machine's own zone, where it says so in the usual way; else that of most who speak so. */
static const char *usual_zone(struct arena *arena, bool is_spanish)
{
    static const char folder[] = "zoneinfo/";
    size_t count;
    const char *const *names = zone_names(&count);
    const char *link = files_link(arena, "/etc/localtime");
    const char *name = link ? strstr(link, folder) : NULL;
    for (size_t i = 0; name && i < count; i++) {
        if (text_equal(names[i], name + strlen(folder)))
            return names[i];
    }
    return is_spanish ? "Europe/Madrid" : "UTC";
}

static int check_name(const char *name, struct err *err)
{
    for (const char *at = name; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            return err_set(err, ERR_USAGE, _("--name takes a name of one line"));
    }
    if (!*name || strlen(name) > LIMIT_SLUG_BYTES)
        return err_set(err, ERR_USAGE, _("--name takes a name of 1 to %d bytes"), LIMIT_SLUG_BYTES);
    return 0;
}

static int read_address(const char **out, struct arena *arena, const char *option, const char *url,
                        bool is_origin, struct err *err)
{
    struct origin origin;
    struct err why = { 0 };
    bool is_sound = origin_parse(&origin, arena, url, &why) == 0 && !strpbrk(url, "?# ") &&
                    (!is_origin || origin.is_https || origin.is_loopback);
    if (!is_sound)
        return err_set(err, ERR_USAGE,
                       _("--%s: '%s' is no address; write it as 'https://horno.example/'"), option,
                       url);
    *out = is_origin ? origin_format(arena, &origin) : url;
    return 0;
}

static int read_handle(const char **out, const char *handle, struct err *err)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    handle += *handle == '@';
    if (!strchr(handle, '.') || handle[strspn(handle, letters)])
        return err_set(err, ERR_USAGE,
                       _("--handle: '%s' is no handle on Bluesky; write it as 'horno.bsky.social'"),
                       handle);
    *out = handle;
    return 0;
}

static int read_networks(struct init_wish *out, const struct asking *asking, const char *usual,
                         struct err *err)
{
    struct arena *arena = asking->invocation->arena;
    const char *slug = slug_propose(arena, out->name);
    const char *list = find_answer(asking, "networks",
                                   _("Networks, with commas (blog, bluesky, mastodon)?"), usual);
    const char *given;
    if (read_list(out->networks, arena, "networks", list, init_network_names, INIT_NETWORKS, err) !=
        0)
        return -1;
    if (out->networks[INIT_BLOG]) {
        given = find_answer(asking, "url", _("Address of the blog?"),
                            arena_printf(arena, "https://%s.example/", slug));
        if (read_address(&out->url, arena, "url", given, false, err) != 0)
            return -1;
    }
    if (out->networks[INIT_BLUESKY]) {
        given = find_answer(asking, "handle", _("Handle on Bluesky?"),
                            arena_printf(arena, "%s.bsky.social", slug));
        if (read_handle(&out->handle, given, err) != 0)
            return -1;
    }
    if (out->networks[INIT_MASTODON]) {
        given = find_answer(asking, "server", _("Mastodon's server?"), "https://mastodon.social");
        if (read_address(&out->server, arena, "server", given, true, err) != 0)
            return -1;
    }
    return 0;
}

static int read_language(struct init_wish *out, const struct asking *asking, struct err *err)
{
    /* Translators: the code of the language that you translate into. */
    const char *code =
        find_answer(asking, "language", _("Language of the posts (es, en)?"), _("en"));
    if (!text_equal(code, "es") && !text_equal(code, "en"))
        return err_set(err, ERR_USAGE,
                       _("--language takes es or en: '%s'; brand.yml takes others later"), code);
    out->is_spanish = text_equal(code, "es");
    return 0;
}

static int read_services(struct init_wish *out, const struct asking *asking, const char *usual,
                         struct err *err)
{
    const char *list =
        find_answer(asking, "ci", _("CI, with commas (github, gitlab, forgejo, none)?"), usual);
    size_t count = 0;
    if (read_list(out->services, asking->invocation->arena, "ci", list, init_service_names,
                  INIT_SERVICES, err) != 0)
        return -1;
    for (size_t i = 0; i < INIT_SERVICES; i++)
        count += out->services[i];
    if (out->services[INIT_NO_CI] && count > 1)
        return err_set(err, ERR_USAGE, _("--ci takes none, or services, not both"));
    return 0;
}

int init_wish_read(struct init_wish *out, struct invocation *invocation, const char *folder,
                   const char *networks, const char *services, bool is_there, struct err *err)
{
    const struct asking asking = {
        .invocation = invocation,
        .is_asking = !is_there && invocation->is_terminal && environment_is_terminal(STDIN_FILENO),
    };
    *out = (struct init_wish){ 0 };
    out->name = find_answer(&asking, "name", _("Name of the brand?"), folder);
    if (check_name(out->name, err) != 0 || read_language(out, &asking, err) != 0 ||
        read_networks(out, &asking, networks, err) != 0)
        return -1;
    out->timezone = find_answer(&asking, "timezone", _("Time zone?"),
                                usual_zone(invocation->arena, out->is_spanish));
    return read_services(out, &asking, services, err);
}
