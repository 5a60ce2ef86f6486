/* The boxes of a card. */
#include "site/cards/extras.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/date_words.h"
#include "lib/html_put.h"
#include "model/account.h"
#include "model/network.h"
#include "model/rendering.h"
#include "site/page.h"

static struct text_buffer begin(const struct page *page)
{
    return text_buffer_in(page->arena, LIMIT_RENDERED_BYTES);
}

bool card_shows(const struct rendering *rendering, enum post_key key)
{
    for (size_t i = 0; i < rendering->loss_count; i++)
        if (rendering->losses[i].key == key)
            return false;
    return rendering->account->network->shows >> key & 1;
}

const char *card_poll(const struct page *page, const struct rendering *rendering)
{
    const struct poll *poll = &rendering->post->fields.poll;
    if (!poll->options.count || !card_shows(rendering, POST_POLL))
        return NULL;
    struct text_buffer out = begin(page);
    html_put(&out, "<ul class=\"poll\" lang=\"%t\">\n", rendering->language);
    for (size_t i = 0; i < poll->options.count; i++)
        html_put(&out, "<li>%t</li>\n", poll->options.items[i].text);
    html_put(&out, "</ul>\n<p class=\"note\">%t%h%t</p>", _("Poll"), poll->for_s > 0 ? " · " : "",
             poll->for_s > 0 ? date_words_span(page->arena, poll->for_s) : "");
    if (poll->is_multiple)
        html_put(&out, "\n<p class=\"note\">%t</p>", _("more than one answer may be chosen"));
    return text_end(&out);
}

static void put_address(struct text_buffer *out, const char *address)
{
    if (page_may_link(address))
        html_put(out, "<a rel=\"nofollow\" href=\"%u\">%t</a>", address, address);
    else
        html_put(out, "%t", address);
}

const char *card_box(const struct page *page, const char *word, const char *address)
{
    if (!address)
        return NULL;
    struct text_buffer out = begin(page);
    html_put(&out, "<p class=\"box\"><b>%t</b> ", word);
    put_address(&out, address);
    text_puts(&out, "</p>");
    return text_end(&out);
}

const char *card_first_comment(const struct page *page, const struct rendering *rendering)
{
    const char *comment = rendering->post->fields.first_comment;
    if (!comment || !card_shows(rendering, POST_FIRST_COMMENT))
        return NULL;
    struct text_buffer out = begin(page);
    html_put(&out,
             "<div class=\"box\"><b>%t</b><p class=\"text\" lang=\"%t\" dir=\"auto\">%t</p></div>",
             _("First comment"), rendering->language, comment);
    return text_end(&out);
}

/* The host of an address, without those who would log in there. */
static const char *host_of(struct arena *arena, const char *address)
{
    const char *host = strstr(address, "://");
    host = host ? host + 3 : address;
    size_t bytes = strcspn(host, "/?#");
    const char *at = memchr(host, '@', bytes);
    return at ? arena_strndup(arena, at + 1, bytes - (size_t)(at + 1 - host))
              : arena_strndup(arena, host, bytes);
}

/* Title and description are what the post says of its page: what Bluesky's card is sent with. */
const char *card_link(const struct page *page, const struct rendering *rendering,
                      const struct rendered_part *part)
{
    if (!part->card)
        return NULL;
    struct text_buffer out = begin(page);
    html_put(&out, "<div class=\"link-card\"><p class=\"host\">%t</p>\n",
             host_of(page->arena, part->card));
    if (rendering->title)
        html_put(&out, "<p><b lang=\"%t\">%t</b></p>\n", rendering->language, rendering->title);
    if (rendering->description)
        html_put(&out, "<p lang=\"%t\">%t</p>\n", rendering->language, rendering->description);
    text_puts(&out, "<p>");
    put_address(&out, part->card);
    text_puts(&out, "</p></div>");
    return text_end(&out);
}

static const char *seen_by(const struct rendering *rendering)
{
    if (!card_shows(rendering, POST_VISIBILITY))
        return NULL;
    switch (rendering->visibility) {
    case VISIBILITY_UNLISTED:
        return _("Unlisted");
    case VISIBILITY_FOLLOWERS:
        return _("Followers only");
    default:
        return NULL;
    }
}

const char *card_note(const struct page *page, const struct rendering *rendering)
{
    const struct post_fields *fields = &rendering->post->fields;
    const char *readers = seen_by(rendering);
    struct text_buffer out = begin(page);
    if (!readers && !fields->is_sponsored)
        return NULL;
    if (readers)
        html_put(&out, "<p class=\"note\">%t</p>%h", readers, fields->is_sponsored ? "\n" : "");
    if (fields->is_sponsored)
        html_put(&out, "<p class=\"note\">%t%h%t</p>", _("Sponsored"), fields->sponsor ? " · " : "",
                 fields->sponsor ? fields->sponsor : "");
    return text_end(&out);
}

static void put_meter(struct text_buffer *out, size_t used, size_t limit, const char *of,
                      const char *over)
{
    struct arena *arena = out->arena;
    html_put(
        out,
        "<p class=\"meter%h\"><meter min=\"0\" max=\"%h\" value=\"%h\">%t</meter> %t%h%t</p>\n",
        over ? " over" : "", arena_printf(arena, "%zu", limit),
        arena_printf(arena, "%zu", used < limit ? used : limit), of, of, over ? ": " : "",
        over ? over : "");
}

const char *card_meter(const struct page *page, const struct rendered_part *part)
{
    struct arena *arena = page->arena;
    size_t more = part->used > part->limit ? part->used - part->limit : 0;
    size_t more_bytes =
        part->used_bytes > part->limit_bytes ? part->used_bytes - part->limit_bytes : 0;
    struct text_buffer out = begin(page);
    if (part->limit)
        put_meter(&out, part->used, part->limit,
                  arena_printf(arena, _("%zu of %zu characters"), part->used, part->limit),
                  more ? arena_printf(arena, ngettext("%zu too many", "%zu too many", more), more)
                       : NULL);
    if (part->limit_bytes)
        put_meter(&out, part->used_bytes, part->limit_bytes,
                  arena_printf(arena, _("%zu of %zu bytes"), part->used_bytes, part->limit_bytes),
                  more_bytes
                      ? arena_printf(arena, ngettext("%zu too many", "%zu too many", more_bytes),
                                     more_bytes)
                      : NULL);
    return part->limit || part->limit_bytes ? text_end(&out) : NULL;
}
