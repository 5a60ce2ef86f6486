/* Losses: what the account's network does not show of the post. */
#include "render/losses.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/unicode.h"
#include "model/document.h"
#include "model/network.h"
#include "model/rendering.h"

static void append(struct losses *losses, struct loss loss)
{
    losses->items = list_grow(losses->arena, losses->items, losses->count, &losses->capacity,
                              sizeof *losses->items);
    losses->items[losses->count++] = loss;
}

void losses_add(struct losses *losses, enum post_key key, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sentence = arena_vprintf(losses->arena, format, args);
    va_end(args);
    for (size_t i = 0; i < losses->count; i++) {
        if (text_equal(losses->items[i].sentence, sentence))
            return;
    }
    append(losses, (struct loss){ .sentence = sentence, .key = key });
}

void losses_take_over(struct losses *losses, const struct rendering *rendering)
{
    for (size_t i = 0; i < rendering->loss_count; i++)
        append(losses, rendering->losses[i]);
}

void losses_mark_refusal(struct losses *losses)
{
    losses->items[losses->count - 1].is_refusal = true;
}

/* What only a network that says so can show. */
static const struct {
    enum post_key key;
    const char *loss; /* N_(…) with the network's title */
} shown[] = {
    { POST_POLL, N_("%s has no polls: the poll is left out") },
    { POST_SENSITIVE, N_("%s shows no words of a content warning: they are left out") },
    { POST_VISIBILITY, N_("on %s everybody sees the post, whatever 'visibility' says") },
    { POST_REPLY_TO, N_("%s can't answer another post: it stands alone there") },
    { POST_QUOTE, N_("%s can't quote another post: the quote is left out") },
    { POST_REPOST, N_("Pregon can't share another post on %s: quote it instead") },
    { POST_FIRST_COMMENT, N_("%s has no first comment: it is left out") },
};

static bool is_used(const struct post_fields *fields, enum post_key key)
{
    switch (key) {
    case POST_POLL:
        return fields->poll.options.count != 0;
    case POST_SENSITIVE:
        return fields->warning != NULL;
    case POST_VISIBILITY:
        return fields->visibility != VISIBILITY_PUBLIC;
    case POST_REPLY_TO:
        return fields->reply_to != NULL;
    case POST_QUOTE:
        return fields->quote != NULL;
    case POST_REPOST:
        return fields->repost != NULL;
    case POST_FIRST_COMMENT:
        return fields->first_comment != NULL;
    default:
        return false;
    }
}

/* `fields`: of the post; NULL: one that asks for everything. */
static void add_hidden(struct losses *losses, const struct network *network,
                       const struct post_fields *fields)
{
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        if (network->shows >> shown[i].key & 1 || (fields && !is_used(fields, shown[i].key)))
            continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        losses_add(losses, shown[i].key, _(shown[i].loss), network->title);
#pragma GCC diagnostic pop
        if (shown[i].key == POST_REPOST) /* nothing would be left to send */
            losses_mark_refusal(losses);
    }
}

static void add_media(struct losses *losses, const struct rendering *rendering)
{
    const struct network_limits *limits = &rendering->account->limits;
    const char *title = rendering->account->network->title;
    for (size_t i = 0; i < rendering->part_count; i++) {
        const struct rendered_part *part = &rendering->parts[i];
        if (part->media_count > limits->media)
            losses_add(losses, POST_KEY_COUNT,
                       _("%s takes %zu pictures or videos in one post, here are %zu"), title,
                       limits->media, part->media_count);
        for (size_t j = 0; limits->alt_codepoints && j < part->media_count; j++) {
            const char *alt = part->media[j]->alt;
            size_t used = alt ? unicode_codepoints(alt, strlen(alt)) : 0;
            if (used > limits->alt_codepoints)
                losses_add(losses, POST_KEY_COUNT,
                           _("the alternative text of '%s' has %zu characters, %s takes %zu"),
                           part->media[j]->file, used, title, limits->alt_codepoints);
        }
    }
}

void losses_of_network(struct losses *losses, const struct network *network)
{
    add_hidden(losses, network, NULL);
    if (!(network->limits.kinds >> MEDIA_MP4 & 1))
        losses_add(losses, POST_MEDIA, _("no video goes to %s"), network->title);
    if (network->limits.parts == 1)
        losses_add(losses, POST_KEY_COUNT, _("%s has no threads: the parts become one text"),
                   network->title);
    if (network->look.has_no_links)
        losses_add(losses, POST_KEY_COUNT, _("on %s an address in a text leads nowhere"),
                   network->title);
}

void losses_find(struct losses *losses, const struct rendering *rendering)
{
    const struct body *body = rendering->post->body;
    add_hidden(losses, rendering->account->network, &rendering->post->fields);
    add_media(losses, rendering);
    if (body && rendering->part_count < body->document.part_count)
        losses_add(losses, POST_KEY_COUNT, _("%s has no threads: the %zu parts become one text"),
                   rendering->account->network->title, body->document.part_count);
}
