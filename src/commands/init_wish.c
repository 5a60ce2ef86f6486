/* What a new workspace is to be. */
#include "commands/init_wish.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/zones.h"
#include "commands/command.h"
#include "io/environment.h"
#include "io/files.h"
#include "io/output.h"
#include "io/terminal.h"
#include "lib/origin.h"
#include "lib/slug.h"
#include "lib/unicode.h"
#include "lib/zone.h"

const char *const init_network_names[INIT_NETWORKS] = { "blog", "bluesky", "mastodon" };

/* What is asked: as an option on the command line, or of a person. */
struct question {
    const char *option, *text, *otherwise;
    /* Puts the answer into the wish, or says what is wrong with it. */
    int (*take)(struct init_wish *out, struct arena *arena, const char *answer, struct err *err);
};

struct asking {
    struct init_wish *out;
    struct invocation *invocation;
    bool is_asking; /* a person sits there */
};

/* The option's value; else the person's answer, asked again until it is one; else as usual. */
static int ask(const struct asking *asking, const struct question *question, struct err *err)
{
    struct invocation *invocation = asking->invocation;
    const char *value = invocation_value(invocation, question->option);
    if (value || !asking->is_asking) {
        value = value ? value : question->otherwise;
        return question->take(asking->out, invocation->arena, value, err) == 0
                   ? 0
                   : err_because(err, "--%s", question->option);
    }
    for (;;) {
        struct err why = { 0 };
        value = terminal_answer(invocation->log, invocation->arena, question->text,
                                question->otherwise);
        if (!value)
            return err_set(err, ERR_USAGE, _("the answers ended: nothing was written"));
        if (question->take(asking->out, invocation->arena, value, &why) == 0)
            return 0;
        output_printf(invocation->log, "%s\n", why.text);
    }
}

/* The words of a list with commas, each of which must be one of `names`. */
static int read_list(bool *out, struct arena *arena, const char *list, const char *const *names,
                     size_t count, struct err *err)
{
    memset(out, 0, count * sizeof *out);
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
        return near ? err_set(err, ERR_USAGE, _("there is no '%s'; did you mean '%s'?"), word, near)
                    : err_set(err, ERR_USAGE, _("there is no '%s'; it takes %s"), word,
                              text_end(&all));
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

static int take_name(struct init_wish *out, struct arena *arena, const char *name, struct err *err)
{
    (void)arena;
    if (!name[strspn(name, " ")] || strlen(name) > LIMIT_SLUG_BYTES)
        return err_set(err, ERR_USAGE, _("it takes a name of 1 to %d bytes"), LIMIT_SLUG_BYTES);
    for (const char *at = name; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            return err_set(err, ERR_USAGE, _("it takes a name of one line"));
    }
    if (utf8_valid_bytes(name, strlen(name)) < strlen(name))
        return err_set(err, ERR_USAGE, _("the name is not UTF-8"));
    out->name = name;
    return 0;
}

static int read_address(const char **out, struct arena *arena, const char *url, bool is_origin,
                        struct err *err)
{
    struct origin origin;
    struct err why = { 0 };
    bool is_sound = origin_parse(&origin, arena, url, &why) == 0 && !strpbrk(url, "?# ") &&
                    (!is_origin || origin.is_https || origin.is_loopback);
    if (!is_sound)
        return err_set(err, ERR_USAGE,
                       _("'%s' is no address; write it as 'https://horno.example/'"), url);
    *out = is_origin ? origin_format(arena, &origin) : url;
    return 0;
}

static int take_url(struct init_wish *out, struct arena *arena, const char *url, struct err *err)
{
    return read_address(&out->url, arena, url, false, err);
}

static int take_server(struct init_wish *out, struct arena *arena, const char *url, struct err *err)
{
    return read_address(&out->server, arena, url, true, err);
}

static int take_handle(struct init_wish *out, struct arena *arena, const char *handle,
                       struct err *err)
{
    (void)arena;
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    handle += *handle == '@';
    if (!strchr(handle, '.') || handle[strspn(handle, letters)])
        return err_set(err, ERR_USAGE,
                       _("'%s' is no handle on Bluesky; write it as 'horno.bsky.social'"), handle);
    out->handle = handle;
    return 0;
}

static int take_networks(struct init_wish *out, struct arena *arena, const char *list,
                         struct err *err)
{
    return read_list(out->networks, arena, list, init_network_names, INIT_NETWORKS, err);
}

static int take_language(struct init_wish *out, struct arena *arena, const char *code,
                         struct err *err)
{
    (void)arena;
    if (!text_equal(code, "es") && !text_equal(code, "en"))
        return err_set(err, ERR_USAGE, _("say es or en, not '%s'; brand.yml takes others later"),
                       code);
    out->is_spanish = text_equal(code, "es");
    return 0;
}

static int take_timezone(struct init_wish *out, struct arena *arena, const char *name,
                         struct err *err)
{
    struct err why = { 0 };
    return zones_load(&out->zone, arena, name, &why) == 0 ? 0
                                                          : err_set(err, ERR_USAGE, "%s", why.text);
}

static int take_services(struct init_wish *out, struct arena *arena, const char *list,
                         struct err *err)
{
    size_t count = 0;
    if (read_list(out->services, arena, list, init_service_names, INIT_SERVICES, err) != 0)
        return -1;
    for (size_t i = 0; i < INIT_SERVICES; i++)
        count += out->services[i];
    if (out->services[INIT_NO_CI] && count > 1)
        return err_set(err, ERR_USAGE, _("say none, or services, not both"));
    return 0;
}

/* Each network asks what it needs; what is usual comes of the name. */
static int ask_networks(const struct asking *asking, const char *usual, struct err *err)
{
    struct arena *arena = asking->invocation->arena;
    const struct init_wish *wish = asking->out;
    const char *slug = slug_propose(arena, wish->name);
    const struct question networks = { "networks",
                                       _("Networks, with commas (blog, bluesky, mastodon)?"), usual,
                                       take_networks };
    const struct question own[INIT_NETWORKS] = {
        [INIT_BLOG] = { "url", _("Address of the blog?"),
                        arena_printf(arena, "https://%s.example/", slug), take_url },
        [INIT_BLUESKY] = { "handle", _("Handle on Bluesky?"),
                           arena_printf(arena, "%s.bsky.social", slug), take_handle },
        [INIT_MASTODON] = { "server", _("Mastodon's server?"), "https://mastodon.social",
                            take_server },
    };
    if (ask(asking, &networks, err) != 0)
        return -1;
    for (size_t i = 0; i < INIT_NETWORKS; i++)
        if (wish->networks[i] && ask(asking, &own[i], err) != 0)
            return -1;
    return 0;
}

int init_wish_read(struct init_wish *out, struct invocation *invocation, const char *folder,
                   const char *networks, const char *services, bool is_there, struct err *err)
{
    const struct asking asking = {
        .out = out,
        .invocation = invocation,
        .is_asking = !is_there && invocation->is_terminal && environment_is_terminal(STDIN_FILENO),
    };
    const struct question name = { "name", _("Name of the brand?"), folder, take_name };
    /* Translators: the code of the language that you translate into. */
    const struct question language = { "language", _("Language of the posts (es, en)?"), _("en"),
                                       take_language };
    *out = (struct init_wish){ 0 };
    if (ask(&asking, &name, err) != 0 || ask(&asking, &language, err) != 0 ||
        ask_networks(&asking, networks, err) != 0)
        return -1;
    const struct question timezone = { "timezone", _("Time zone?"),
                                       usual_zone(invocation->arena, out->is_spanish),
                                       take_timezone };
    const struct question ci = { "ci", _("CI, with commas (github, gitlab, forgejo, none)?"),
                                 services, take_services };
    return ask(&asking, &timezone, err) == 0 ? ask(&asking, &ci, err) : -1;
}
