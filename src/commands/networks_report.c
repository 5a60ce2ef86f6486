/* One network for people, and all of them for machines. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/networks.h"
#include "io/output.h"
#include "lib/json.h"
#include "lib/sizes.h"
#include "lib/unicode.h"
#include "lib/wrap.h"
#include "model/network.h"
#include "networks/terms.h"
#include "render/losses.h"

enum { NAME_COLUMNS = 16, INDENT = 2 };

static const struct {
    enum media_kind kind;
    const char *word, *title;
} kinds[] = {
    { MEDIA_JPEG, "jpeg", "JPEG" }, { MEDIA_PNG, "png", "PNG" }, { MEDIA_GIF, "gif", "GIF" },
    { MEDIA_WEBP, "webp", "WebP" }, { MEDIA_MP4, "mp4", "MP4" },
};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

bool network_is_sent(const struct network *network) { return network->next != NULL; }

bool network_is_known(const struct network *network)
{
    return network_is_sent(network) || network->facts;
}

static struct losses losses_there(struct arena *arena, const struct network *network)
{
    struct losses losses = { .arena = arena };
    losses_of_network(&losses, network);
    return losses;
}

/* --- for people --- */

struct page {
    struct text_buffer out;
    struct arena *arena;
    size_t columns;
};

/* A name, and beside it what is said of it; below it where there is no room beside it. */
static void put_line(struct page *page, const char *name, const char *text)
{
    size_t start = INDENT + NAME_COLUMNS;
    text_printf(&page->out, "%*s", INDENT, "");
    if (unicode_columns(name, strlen(name)) < NAME_COLUMNS) {
        wrap_put_cell(&page->out, name, NAME_COLUMNS, 1);
    } else {
        text_printf(&page->out, "%s\n%*s", name, (int)start, "");
    }
    wrap_put(&page->out, text, start, start, page->columns);
    text_putc(&page->out, '\n');
}

static void put_paragraph(struct page *page, const char *text)
{
    wrap_put(&page->out, text, 0, 0, page->columns);
    text_putc(&page->out, '\n');
}

static const char *kinds_text(struct arena *arena, uint32_t taken)
{
    struct text_buffer out = text_buffer_in(arena, 256);
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (taken >> kinds[i].kind & 1)
            text_printf(&out, "%s%s", out.bytes ? ", " : "", kinds[i].title);
    return text_end(&out);
}

static void put_limits(struct page *page, const struct network *network)
{
    const struct network_limits *limits = &network->limits;
    struct arena *arena = page->arena;
    const struct network_terms *terms = terms_find(network->name);
    if (limits->text)
        put_line(page, _("text"), arena_printf(arena, _("%zu characters a part"), limits->text));
    else
        put_line(page, _("text"), _("not limited"));
    if (limits->text_bytes)
        put_line(page, "", arena_printf(arena, _("%zu bytes a part"), limits->text_bytes));
    put_line(
        page, _("media"),
        arena_printf(arena, _("%zu a part: %s"), limits->media, kinds_text(arena, limits->kinds)));
    if (limits->image_bytes)
        put_line(page, _("a picture"), size_words(arena, limits->image_bytes));
    if (limits->image_pixels)
        put_line(page, limits->image_bytes ? "" : _("a picture"),
                 arena_printf(arena, _("%zu pixels"), (size_t)limits->image_pixels));
    if (limits->video_bytes)
        put_line(page, _("a video"), size_words(arena, limits->video_bytes));
    if (limits->alt_codepoints)
        put_line(page, _("alternative text"),
                 arena_printf(arena, _("%zu characters"), limits->alt_codepoints));
    if (limits->poll.options)
        put_line(page, _("poll"),
                 arena_printf(arena, _("%zu answers of %zu characters"), limits->poll.options,
                              limits->poll.option_characters));
    if (network_is_sent(network) && terms && terms->posts_24h)
        put_line(page, _("in 24 hours"),
                 arena_printf(arena, _("%zu posts"), (size_t)terms->posts_24h));
}

static void put_facts(struct page *page, const struct network *network)
{
    const struct network_fact *fact = network->facts;
    if (!fact || !fact->name)
        return;
    text_putc(&page->out, '\n');
    put_paragraph(page, _("What is known, from where, and when it was read:"));
    for (; fact->name; fact++) {
        put_line(page, _(fact->name), _(fact->value));
        put_line(page, "", arena_printf(page->arena, "%s, %s", fact->source, fact->read));
    }
}

static void put_losses(struct page *page, const struct network *network)
{
    struct losses losses = losses_there(page->arena, network);
    text_putc(&page->out, '\n');
    put_paragraph(page,
                  losses.count ? _("What is lost there:") : _("Nothing of a post is lost there."));
    for (size_t i = 0; i < losses.count; i++) {
        text_printf(&page->out, "%*s", INDENT, "");
        wrap_put(&page->out, losses.items[i].sentence, INDENT, INDENT + INDENT, page->columns);
        text_putc(&page->out, '\n');
    }
}

static const char *way_of_sending(struct arena *arena, const struct network *network)
{
    if (network_is_sent(network))
        return arena_printf(arena, _("Class %c: %s."), network->class_letter,
                            network_class_words(network->class_letter));
    return _("Nothing is sent there by Pregon. With 'send: manual' an account's posts are measured "
             "and planned, a person copies them over, and 'pregon resolve --sent' records it.");
}

void networks_write_one(struct invocation *invocation, const struct network *network)
{
    struct page page = { .out = text_buffer_in(invocation->arena, SIZE_MAX / 2),
                         .arena = invocation->arena,
                         .columns = invocation->columns };
    put_paragraph(&page, network->summary ? arena_printf(page.arena, "%s: %s", network->title,
                                                         _(network->summary))
                                          : network->title);
    text_putc(&page.out, '\n');
    put_paragraph(&page, way_of_sending(page.arena, network));
    text_putc(&page.out, '\n');
    if (network_is_known(network)) {
        put_paragraph(&page, _("'check' measures by these, where accounts.yml has no 'limits':"));
        put_limits(&page, network);
    } else {
        put_paragraph(&page, _("What it takes is not known here: set 'limits' in accounts.yml."));
    }
    put_facts(&page, network);
    put_losses(&page, network);
    output_printf(invocation->out, "%s", text_end(&page.out));
}

/* --- for machines --- */

static void put_limit(struct json_writer *json, const char *key, uint64_t limit)
{
    if (limit)
        json_put_integer(json, key, (int64_t)limit);
    else
        json_put_null(json, key);
}

/* By the keys of accounts.yml, where there is one. */
static void put_limits_json(struct json_writer *json, const struct network *network)
{
    const struct network_limits *limits = &network->limits;
    const struct network_terms *terms = terms_find(network->name);
    json_begin_object(json, "limits");
    put_limit(json, "text", limits->text);
    put_limit(json, "text-bytes", limits->text_bytes);
    put_limit(json, "parts", limits->parts);
    put_limit(json, "media", network_is_known(network) ? limits->media : 0);
    put_limit(json, "alt", limits->alt_codepoints);
    put_limit(json, "image-bytes", limits->image_bytes);
    put_limit(json, "image-pixels", limits->image_pixels);
    put_limit(json, "video-bytes", limits->video_bytes);
    put_limit(json, "poll-options", limits->poll.options);
    put_limit(json, "poll-option", limits->poll.option_characters);
    put_limit(json, "posts-24h",
              network_is_sent(network) && terms ? (uint64_t)terms->posts_24h : 0);
    json_begin_array(json, "kinds");
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (limits->kinds >> kinds[i].kind & 1)
            json_put_string(json, NULL, kinds[i].word);
    json_end(json);
    json_end(json);
}

static void put_network(struct json_writer *json, struct arena *arena,
                        const struct network *network)
{
    const char class[] = { network->class_letter, '\0' };
    struct losses losses = losses_there(arena, network);
    json_begin_object(json, NULL);
    json_put_string(json, "network", network->name);
    json_put_string(json, "title", network->title);
    json_put_string(json, "summary", network->summary ? _(network->summary) : NULL);
    json_put_bool(json, "sends", network_is_sent(network));
    json_put_string(json, "class", class);
    json_put_string(json, "class-meaning", network_class_words(network->class_letter));
    put_limits_json(json, network);
    json_begin_array(json, "facts");
    for (const struct network_fact *fact = network->facts; fact && fact->name; fact++) {
        json_begin_object(json, NULL);
        json_put_string(json, "name", _(fact->name));
        json_put_string(json, "value", _(fact->value));
        json_put_string(json, "source", fact->source);
        json_put_string(json, "read", fact->read);
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "lost");
    for (size_t i = 0; i < losses.count; i++)
        json_put_string(json, NULL, losses.items[i].sentence);
    json_end(json);
    json_end(json);
}

void networks_write_json(struct invocation *invocation, const struct network_list *list)
{
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "networks");
    for (size_t i = 0; i < list->count; i++)
        put_network(&json, invocation->arena, list->items[i]);
    json_end(&json);
    json_end(&json);
    fprintf(invocation->out, "%s\n", text_end(&text));
}
