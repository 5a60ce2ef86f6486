/* The blog: a folder of HTML pages and feeds, rebuilt whole from all that was sent. Sending a post
 * is rebuilding the folder with it, so repeating it changes nothing: class I.
 *
 * The pages are made by blog_pages.h, and written by whoever carries out REQUEST_SITE: 200 is
 * done, 409 says that the post can't be among them. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/path.h"
#include "lib/reading.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/account.h"
#include "model/network.h"
#include "model/record.h"
#include "model/rendering.h"
#include "networks/frozen.h"
#include "networks/networks.h"
#include "networks/outcome.h"
#include "render/address.h"
#include "render/count.h"
#include "render/render.h"

static const struct network_option account_options[] = {
    { .name = "title",
      .kind = OPTION_TEXT,
      .summary = N_("the blog's name, at the top of each page and in the feeds") },
    { .name = "url", .kind = OPTION_URL, .summary = N_("where the folder is served") },
    { .name = "out",
      .kind = OPTION_TEXT,
      .summary = N_("the folder to write, from the workspace's root; else public/<account>") },
    { .name = "description",
      .kind = OPTION_TEXT,
      .summary = N_("a sentence under the title, and for search engines") },
    { .name = NULL },
};

static const char *const needs[] = { "title", "url", NULL };

static const struct network_fact facts[] = {
    { N_("text"), N_("as long as you like"), "RFC 4287; https://www.jsonfeed.org/version/1.1/",
      "2026-08" },
    { N_("pictures"), N_("JPEG, PNG, GIF, WebP, copied as they are"), "HTML Living Standard, 4.8.3",
      "2026-08" },
    { N_("videos"), N_("MP4, copied as they are"), "HTML Living Standard, 4.8.8", "2026-08" },
    { NULL, NULL, NULL, NULL },
};

/* --- accounts.yml --- */

static struct span place_of(const struct account *account, const char *key)
{
    const struct yaml_node *value = account->options ? yaml_get(account->options, key) : NULL;
    return value ? value->where : account->where;
}

static void bind_folder(struct account *account, struct reading *reading)
{
    const char *folder = form_line_of(account->options, "out");
    if (!folder)
        folder = arena_printf(reading->arena, "public/%s", account->id);
    size_t bytes = strlen(folder);
    while (bytes && folder[bytes - 1] == '/')
        bytes--;
    folder = arena_strndup(reading->arena, folder, bytes);
    account->out = NULL;
    if (!path_is_plain(folder) || path_is_of_people(folder))
        reading_complain(reading, "account", place_of(account, "out"),
                         _("the blog needs a folder of its own inside the workspace, such as "
                           "public/blog; not in content, brand, calendar, src or .git"));
    else
        account->out = folder;
}

/* A wrong address is reported by its kind, OPTION_URL; what remains is what a blog's can't have. */
static void bind_url(struct account *account, struct reading *reading)
{
    const char *url = form_line_of(account->options, "url");
    account->url = NULL;
    if (!url || value_url_problem(url))
        return;
    if (strpbrk(url, "?#"))
        reading_complain(reading, "account", place_of(account, "url"),
                         _("a blog's address ends with its folder: leave out what follows `?` "
                           "or `#`"));
    else
        account->url = text_ends_with(url, "/") ? url : arena_printf(reading->arena, "%s/", url);
}

static void bind(struct account *account, struct reading *reading)
{
    account->title = form_line_of(account->options, "title");
    bind_url(account, reading);
    bind_folder(account, reading);
}

/* --- payload and driver --- */

static void freeze(struct json_writer *json, struct arena *arena, const struct rendering *rendering,
                   const struct freeze_facts *freeze_facts)
{
    /* The part's key is the post's place: a slug that was changed after a refusal is a new one. */
    const char *path = address_path(arena, rendering->post->post->id, rendering->slug);
    size_t media = 0;
    json_begin_array(json, "parts");
    json_begin_object(json, NULL);
    json_put_string(json, "key", path);
    frozen_put_media(json, rendering->parts[0].media_count, &media);
    json_begin_object(json, "create");
    json_put_string(json, "url", address_in_blog(arena, rendering->account, path));
    json_put_string(json, "title", rendering->title);
    json_put_string(json, "description", rendering->description);
    json_put_string(json, "date", moment_format_utc(arena, freeze_facts->due_utc));
    json_put_string(json, "language", rendering->language);
    json_begin_array(json, "tags");
    for (size_t i = 0; i < rendering->tags.count; i++)
        json_put_string(json, NULL, rendering->tags.items[i].text);
    json_end(json);
    json_put_string(json, "html", rendering->parts[0].html);
    json_end(json);
    json_end(json);
    json_end(json);
}

static struct step login(struct driver *driver, const struct reply *reply)
{
    (void)driver;
    (void)reply;
    return (struct step){ .kind = STEP_DONE };
}

static struct step rebuild(void)
{
    return (struct step){ .kind = STEP_SEND,
                          .request = { .kind = REQUEST_SITE,
                                       .method = "BUILD",
                                       .url = "",
                                       .is_create = true,
                                       .what = _("rebuild the blog") } };
}

static struct step next(struct driver *driver, const struct reply *reply)
{
    const struct json *part = frozen_part(driver, 0);
    const char *url = json_get_string(json_get(part, "create"), "url");
    const char *words = "";
    if (!frozen_is_whole(driver) || driver->record->part_count != 1 || !url)
        return frozen_damaged();
    if (reply->kind == REPLY_LOST)
        return outcome_say(STEP_UNKNOWN, "disk", reply->problem, NULL);
    if (reply->kind == REPLY_NOT_SENT)
        return outcome_say(STEP_BUSY, "disk", reply->problem, NULL);
    if (reply->kind != REPLY_ANSWER)
        return rebuild();
    if (reply->status == 200) {
        struct record_part *sent = &driver->record->parts[0];
        sent->id = arena_strdup(driver->arena, json_get_string(part, "key"));
        sent->url = arena_strdup(driver->arena, url);
        sent->state = RECORD_SENT;
        return (struct step){ .kind = STEP_DONE };
    }
    if (reply->body)
        words = arena_strndup(driver->arena, reply->body, reply->body_bytes);
    if (reply->status == 409)
        return outcome_say(STEP_REFUSED, "conflict", words,
                           _("give the post another 'slug', then run 'pregon resolve --retry'"));
    return outcome_say(STEP_BUSY, "disk", words, NULL);
}

const struct network network_blog = {
    .name = "blog",
    .title = "Blog",
    .summary = N_("a small blog in a folder: pages, an Atom and a JSON feed"),
    .class_letter = 'I',
    .markup = MARKUP_HTML,
    .is_offline = true,
    .limits = { .parts = 1,
                .media = 100,
                .kinds = 1U << MEDIA_JPEG | 1U << MEDIA_PNG | 1U << MEDIA_GIF | 1U << MEDIA_WEBP |
                         1U << MEDIA_MP4,
                .mixes_video = true },
    .count = count_graphemes,
    .shows = 1ULL << POST_SENSITIVE,
    .facts = facts,
    .account_options = account_options,
    .needs = needs,
    .bind = bind,
    .render = render_html,
    .freeze = freeze,
    .login = login,
    .next = next,
};
