/* A card: its values, put into the network's template. */
#include "site/card.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/escape.h"
#include "lib/html_put.h"
#include "lib/template.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/network.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "render/html.h"
#include "site/cards/extras.h"
#include "site/cards/media.h"
#include "site/cards/templates.h"
#include "site/cards/text.h"
#include "site/page.h"

static const char part_mark[] = "<!-- part -->\n";

enum { MAX_VALUES = 16 };

struct values {
    struct template_value *items;
    size_t count;
};

const char *site_media_path(struct arena *arena, const char *path)
{
    return arena_printf(arena, "media/%s", path);
}

/* Markup that was made here; NULL: there is none. */
static void add(struct values *values, const char *name, const char *markup)
{
    if (markup)
        values->items[values->count++] = (struct template_value){ name, markup };
}

/* A text of the post, or of the workspace. */
static void add_text(struct values *values, struct arena *arena, const char *name, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    if (!text)
        return;
    html_put(&out, "%t", text);
    add(values, name, text_end(&out));
}

/* --- a part --- */

static void put_paragraph(struct text_buffer *out, const struct rendering *rendering,
                          const struct rendered_part *part, size_t from, size_t to, size_t kept)
{
    html_put(out, "<p class=\"text\" lang=\"%t\" dir=\"auto\">", rendering->language);
    card_put_stretch(out, part, from, to, kept);
    text_puts(out, "</p>\n");
}

static const char *text_of(const struct page *page, const struct rendering *rendering,
                           size_t number)
{
    const struct rendered_part linked = card_part_linked(page->arena, rendering, number);
    const struct rendered_part *part = &linked;
    const struct network_fold *fold = &rendering->account->network->look.fold;
    struct text_buffer out = text_buffer_in(page->arena, LIMIT_SITE_PAGE_BYTES);
    if (!part->text_bytes)
        return NULL;
    size_t kept = card_kept(page->arena, rendering, number);
    size_t end = card_fold(part->text, part->text_bytes, fold);
    put_paragraph(&out, rendering, part, 0, end, kept);
    if (end == part->text_bytes)
        return text_end(&out);
    html_put(&out, "<details class=\"fold\"><summary>%t</summary>\n", _(fold->more));
    put_paragraph(&out, rendering, part, end + strspn(part->text + end, "\n"), part->text_bytes,
                  kept);
    text_puts(&out, "</details>\n");
    return text_end(&out);
}

/* Behind a warning's words, or a label without any; both belong to part 1. */
static const char *media_of(const struct page *page, const struct rendering *rendering,
                            size_t number)
{
    const struct rendered_part *part = &rendering->parts[number];
    bool shows_warning =
        rendering->warning && (rendering->account->network->shows >> POST_SENSITIVE & 1);
    bool is_hidden = number == 0 && rendering->is_sensitive && !shows_warning;
    struct text_buffer out = text_buffer_in(page->arena, LIMIT_SITE_PAGE_BYTES);
    if (!part->media_count)
        return NULL;
    if (is_hidden)
        html_put(&out, "<details class=\"warned\"><summary>%t</summary>\n", _("Sensitive content"));
    card_put_media(&out, page, rendering, part);
    if (is_hidden)
        text_puts(&out, "</details>\n");
    return text_end(&out);
}

/* A picture's address in what html_put_body() made for the blog itself. In no text can it look like
 * this, since quotation marks are escaped there. */
static const char *source_of(struct arena *arena, const char *root, const char *path)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    html_put(&out, " src=\"%u%u\"", root, path);
    return text_end(&out);
}

static const char *replaced(struct arena *arena, const char *html, const char *what,
                            const char *with)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_SITE_PAGE_BYTES);
    for (const char *found; (found = strstr(html, what)); html = found + strlen(what)) {
        text_append(&out, html, (size_t)(found - html));
        text_puts(&out, with);
    }
    text_puts(&out, html);
    return text_end(&out);
}

/* The very page that will be published, with its pictures from this site. One that is too long is
 * cut anywhere, and no markup. */
static const char *html_of(const struct page *page, const struct rendering *rendering,
                           const struct rendered_part *part)
{
    struct arena *arena = page->arena;
    const char *root = rendering->account->url ? rendering->account->url : "";
    const char *html = part->html;
    if (!html || (part->limit_bytes && part->used_bytes > part->limit_bytes))
        return NULL;
    for (size_t i = 0; i < part->media_count; i++)
        if (part->media[i]->path)
            html = replaced(arena, html,
                            source_of(arena, root, html_media_path(arena, part->media[i])),
                            source_of(arena, "", card_media_address(page, part->media[i])));
    return html;
}

static const char *part_of(const struct page *page, const struct rendering *rendering,
                           size_t number, const char *template)
{
    struct arena *arena = page->arena;
    const struct rendered_part *part = &rendering->parts[number];
    struct template_value items[MAX_VALUES];
    struct values values = { .items = items };
    struct text_buffer out = text_buffer_in(arena, LIMIT_SITE_PAGE_BYTES);
    const char *html = html_of(page, rendering, part);
    if (rendering->part_count > 1)
        add_text(&values, arena, "number",
                 arena_printf(arena, _("part %zu of %zu"), number + 1, rendering->part_count));
    add_text(&values, arena, "lang", rendering->language);
    add(&values, "html", html);
    if (!html) {
        add(&values, "text", text_of(page, rendering, number));
        add(&values, "media", media_of(page, rendering, number));
        if (number == 0 && card_shows(rendering, POST_SENSITIVE))
            add_text(&values, arena, "warning", rendering->warning);
    }
    if (number == 0) {
        add_text(&values, arena, "title", rendering->title);
        add(&values, "poll", card_poll(page, rendering));
        if (card_shows(rendering, POST_QUOTE))
            add(&values, "quote", card_box(page, _("Quoted post"), rendering->quote));
    }
    add(&values, "link", card_link(page, rendering, part));
    add(&values, "meter", card_meter(page, part));
    template_write(&out, template, &(struct template_values){ items, values.count });
    return text_end(&out);
}

/* --- the card --- */

static void add_sender(struct values *values, const struct page *page,
                       const struct rendering *rendering)
{
    const char *brand = page->site->workspace->brand.name;
    const char *handle = rendering->account->handle;
    size_t first = unicode_graphemes_end(brand, strlen(brand), 1);
    add_text(values, page->arena, "network", rendering->account->network->title);
    add_text(values, page->arena, "name", brand);
    add_text(values, page->arena, "letter", arena_strndup(page->arena, brand, first));
    if (handle)
        add_text(values, page->arena, "handle",
                 arena_printf(page->arena, "%s%s", handle[0] == '@' ? "" : "@", handle));
    add_text(values, page->arena, "lang", rendering->language);
}

void card_put(struct page *page, const struct rendering *rendering)
{
    struct arena *arena = page->arena;
    const struct account *account = rendering->account;
    const char *name = account->network_name ? account->network_name : account->network->name;
    const char *template = card_template_find(name)->text;
    const char *mark = strstr(template, part_mark);
    const char *part = strstr(mark ? template : card_template_find("default")->text, part_mark) +
                       strlen(part_mark);
    struct values values = { .items = arena_alloc_array(arena, rendering->part_count + MAX_VALUES,
                                                        sizeof *values.items) };
    add_sender(&values, page, rendering);
    if (card_shows(rendering, POST_REPLY_TO))
        add(&values, "reply", card_box(page, _("In reply to"), rendering->reply_to));
    if (card_shows(rendering, POST_REPOST))
        add(&values, "repost", card_box(page, _("Reposted"), rendering->post->fields.repost));
    add_text(&values, arena, "title", rendering->title);
    add_text(&values, arena, "description", rendering->description);
    add(&values, "note", card_note(page, rendering));
    add(&values, "comment", card_first_comment(page, rendering));
    for (size_t i = 0; i < rendering->part_count; i++)
        add(&values, "part", part_of(page, rendering, i, part));
    template_write(
        &page->out,
        arena_strndup(arena, template, mark ? (size_t)(mark - template) : strlen(template)),
        &(struct template_values){ values.items, values.count });
}
