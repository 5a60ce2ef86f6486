/* Texts that are cut, with what is a link in them. */
#include "site/cards/text.h"

#include <stdbool.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "lib/escape.h"
#include "lib/html_put.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/network.h"
#include "model/rendering.h"
#include "render/facets.h"
#include "site/page.h"

static size_t lines_end(const char *text, size_t bytes, size_t lines)
{
    const char *at = text;
    for (; lines; lines--, at++) {
        at = memchr(at, '\n', bytes - (size_t)(at - text));
        if (!at)
            return bytes;
    }
    return (size_t)(at - text) - 1;
}

size_t card_fold(const char *text, size_t bytes, const struct network_fold *fold)
{
    size_t end = bytes;
    if (!fold->more)
        return bytes;
    if (fold->lines)
        end = lines_end(text, bytes, fold->lines);
    if (fold->characters)
        end = unicode_graphemes_end(text, end, fold->characters);
    /* Behind the words there has to be something. */
    return strspn(text + end, "\n ") == bytes - end ? bytes : end;
}

static bool fits(struct arena *scratch, const struct rendering *rendering, size_t number,
                 size_t bytes)
{
    const struct rendered_part *part = &rendering->parts[number];
    const struct network *network = rendering->account->network;
    bool counts_warning = number == 0 && (network->shows >> POST_SENSITIVE & 1);
    if (part->limit_bytes && bytes > part->limit_bytes)
        return false;
    return !part->limit || !network->count ||
           network->count(scratch, counts_warning ? rendering->warning : NULL, part->text, bytes) <=
               part->limit;
}

size_t card_kept(struct arena *scratch, const struct rendering *rendering, size_t number)
{
    const struct rendered_part *part = &rendering->parts[number];
    bool is_over = (part->limit && part->used > part->limit) ||
                   (part->limit_bytes && part->used_bytes > part->limit_bytes);
    if (!is_over)
        return part->text_bytes;
    size_t low = 0;
    size_t high = unicode_graphemes(part->text, part->text_bytes);
    while (low < high) {
        size_t middle = high - (high - low) / 2;
        if (fits(scratch, rendering, number,
                 unicode_graphemes_end(part->text, part->text_bytes, middle)))
            low = middle;
        else
            high = middle - 1;
    }
    return unicode_graphemes_end(part->text, part->text_bytes, low);
}

struct rendered_part card_part_linked(struct arena *arena, const struct rendering *rendering,
                                      size_t number)
{
    const struct network *network = rendering->account->network;
    struct rendered_part part = rendering->parts[number];
    struct facets facets = { .arena = arena };
    if (network->markup != MARKUP_PLAIN)
        return part;
    facets_complete(&facets, part.text, part.text_bytes);
    part.facets = facets.items;
    part.facet_count = 0;
    for (size_t i = 0; i < facets.count; i++) {
        const struct facet *facet = &facets.items[i];
        /* Without a scheme it is no address on most of them. */
        if (facet->kind != FACET_LINK || (!network->look.has_no_links &&
                                          text_starts_with(part.text + facet->start_byte, "http")))
            part.facets[part.facet_count++] = *facet;
    }
    return part;
}

static size_t clamp(size_t at, size_t from, size_t to)
{
    return at < from ? from : at > to ? to : at;
}

static void put_facet(struct text_buffer *out, const struct rendered_part *part,
                      const struct facet *facet, size_t from, size_t to)
{
    bool is_link = facet->kind == FACET_LINK && page_may_link(facet->target);
    if (is_link)
        html_put(out, "<a rel=\"nofollow\" href=\"%u\">", facet->target);
    else
        text_puts(out, "<span class=\"facet\">");
    escape_html_bytes(out, part->text + from, to - from);
    text_puts(out, is_link ? "</a>" : "</span>");
}

static void put_plain(struct text_buffer *out, const struct rendered_part *part, size_t from,
                      size_t to)
{
    size_t at = from;
    for (size_t i = 0; i < part->facet_count; i++) {
        const struct facet *facet = &part->facets[i];
        size_t start = clamp(facet->start_byte, at, to);
        size_t end = clamp(facet->end_byte, at, to);
        if (start == end)
            continue;
        escape_html_bytes(out, part->text + at, start - at);
        put_facet(out, part, facet, start, end);
        at = end;
    }
    escape_html_bytes(out, part->text + at, to - at);
}

void card_put_stretch(struct text_buffer *out, const struct rendered_part *part, size_t from,
                      size_t to, size_t kept)
{
    size_t middle = clamp(kept, from, to);
    put_plain(out, part, from, middle);
    if (middle == to)
        return;
    html_put(out, "<mark><span class=\"unseen\">%t</span>", _("(too much from here) "));
    put_plain(out, part, middle, to);
    text_puts(out, "</mark>");
}
