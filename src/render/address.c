/* Addresses of posts, and what is added to addresses. */
#include "render/address.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "lib/escape.h"
#include "lib/slug.h"
#include "model/account.h"
#include "model/post.h"
#include "model/workspace.h"

enum { ADDRESS_LIMIT_BYTES = 64 * 1024 };

enum address_kind address_kind(const char *address)
{
    /* A colon before any of these ends a scheme, whatever stands in it: "java\nscript:" too. */
    size_t bytes = strcspn(address, ":/?#");
    if (address[bytes] != ':')
        return ADDRESS_RELATIVE;
    if ((bytes == 4 && strncasecmp(address, "http", 4) == 0) ||
        (bytes == 5 && strncasecmp(address, "https", 5) == 0))
        return ADDRESS_WEB;
    if ((bytes == 6 && strncasecmp(address, "mailto", 6) == 0) ||
        (bytes == 3 && strncasecmp(address, "tel", 3) == 0))
        return ADDRESS_PERSON;
    return ADDRESS_FORBIDDEN;
}

/* --- a post's place in a blog --- */

const char *address_path(struct arena *arena, const char *post_id, const char *slug)
{
    const char *slash = strrchr(post_id, '/');
    const char *last = slash ? slash + 1 : post_id;
    if (!slug || !slug_is_valid(slug, strlen(slug)))
        slug = last;
    return arena_printf(arena, "%.*s%s/", (int)(last - post_id), post_id, slug);
}

bool address_path_is_safe(struct arena *arena, const char *path)
{
    size_t bytes = strlen(path);
    return bytes && path[bytes - 1] == '/' && bytes <= LIMIT_PATH_BYTES &&
           slug_path_is_valid(arena_strndup(arena, path, bytes - 1));
}

const char *address_in_blog(struct arena *arena, const struct account *blog, const char *path)
{
    struct text_buffer out = text_buffer_in(arena, ADDRESS_LIMIT_BYTES);
    text_puts(&out, blog->url ? blog->url : "");
    escape_path(&out, path);
    return text_end(&out);
}

/* Where the post itself will be on that blog, with the slug that it has there. */
static const char *own_page(struct arena *arena, const struct account_post *post,
                            const struct account *blog, const struct workspace *workspace)
{
    struct account_post there;
    post_for_account(&there, arena, post->post, blog, workspace);
    return address_in_blog(arena, blog, address_path(arena, post->post->id, there.fields.slug));
}

/* --- UTM --- */

/* Appends a template with its words filled in: {network}, {account}, {campaign}, {post}. */
static const char *fill(struct arena *arena, const char *template, const struct account_post *post)
{
    const struct {
        const char *word, *value;
    } words[] = {
        { "{network}", post->account->network_name },
        { "{account}", post->account->id },
        { "{campaign}", post->fields.campaign },
        { "{post}", post->post->id },
    };
    struct text_buffer out = text_buffer_in(arena, ADDRESS_LIMIT_BYTES);
    while (*template) {
        size_t i = 0;
        while (i < 4 && !text_starts_with(template, words[i].word))
            i++;
        if (i < 4) {
            text_puts(&out, words[i].value ? words[i].value : "");
            template += strlen(words[i].word);
        } else {
            text_putc(&out, *template ++);
        }
    }
    return text_end(&out);
}

static bool has_parameter(const char *address, size_t bytes, const char *name)
{
    const char *query = memchr(address, '?', bytes);
    size_t name_bytes = strlen(name);
    while (query) {
        query++;
        size_t left = bytes - (size_t)(query - address);
        if (left > name_bytes && memcmp(query, name, name_bytes) == 0 && query[name_bytes] == '=')
            return true;
        query = memchr(query, '&', left);
    }
    return false;
}

static void add_parameter(struct text_buffer *out, const char *name, const char *value)
{
    if (!*value || has_parameter(out->at, out->bytes, name))
        return;
    const char *query = memchr(out->at, '?', out->bytes);
    char last = out->at[out->bytes - 1];
    if (!query)
        text_putc(out, '?');
    else if (last != '?' && last != '&')
        text_putc(out, '&');
    text_puts(out, name);
    text_putc(out, '=');
    escape_segment(out, value);
}

/* The host of an address and its end, for comparing: "https://horno.example/x" -> "horno.example".
 */
static size_t host_of(const char *address, const char **host)
{
    const char *slashes = strstr(address, "://");
    *host = slashes ? slashes + 3 : address;
    return strcspn(*host, "/?#");
}

static bool is_same_host(const char *a, const char *b)
{
    const char *host_a;
    const char *host_b;
    size_t bytes = host_of(a, &host_a);
    return bytes == host_of(b, &host_b) && strncasecmp(host_a, host_b, bytes) == 0;
}

/* The host, or a part of one: `tienda.horno.example` is ours where `horno.example` is. */
static bool is_part_of(const char *host, size_t bytes, const char *ours, size_t our_bytes)
{
    return our_bytes && bytes >= our_bytes &&
           strncasecmp(host + bytes - our_bytes, ours, our_bytes) == 0 &&
           (bytes == our_bytes || host[bytes - our_bytes - 1] == '.');
}

/* Whether an address leads to a site of the brand: those of its blogs, and `links.hosts`. */
static bool is_own_site(const char *address, const struct workspace *workspace)
{
    const char *host;
    size_t bytes = host_of(address, &host);
    for (size_t i = 0; i < workspace->account_count; i++) {
        const char *ours;
        const char *url = workspace->accounts[i].url;
        size_t our_bytes = url ? host_of(url, &ours) : 0;
        if (our_bytes && is_part_of(host, bytes, ours, our_bytes))
            return true;
    }
    for (size_t i = 0; i < workspace->brand.link_hosts.count; i++) {
        const char *ours = workspace->brand.link_hosts.items[i].text;
        if (is_part_of(host, bytes, ours, strlen(ours)))
            return true;
    }
    return false;
}

/* The brand's, with what the campaign has of its own. */
static struct utm utm_of(const struct account_post *post, const struct workspace *workspace)
{
    struct utm utm = workspace->brand.utm;
    const struct campaign *campaign =
        post->fields.campaign ? workspace_campaign(workspace, post->fields.campaign) : NULL;
    if (campaign) {
        utm.source = campaign->utm.source ? campaign->utm.source : utm.source;
        utm.medium = campaign->utm.medium ? campaign->utm.medium : utm.medium;
        utm.campaign = campaign->utm.campaign ? campaign->utm.campaign : utm.campaign;
    }
    return utm;
}

const char *address_utm_campaign(struct arena *arena, const struct account_post *post,
                                 const struct workspace *workspace)
{
    struct utm utm = utm_of(post, workspace);
    struct text_buffer out = text_buffer_in(arena, ADDRESS_LIMIT_BYTES);
    if (utm.campaign)
        escape_segment(&out, fill(arena, utm.campaign, post));
    return text_end(&out);
}

static const char *with_utm(struct arena *arena, const char *address,
                            const struct account_post *post, const struct workspace *workspace)
{
    if (!workspace->brand.has_utm || address_kind(address) != ADDRESS_WEB)
        return address;
    /* A link within one site must not look like a visitor who comes from outside. */
    if (post->account->url && is_same_host(address, post->account->url))
        return address;
    struct utm utm = utm_of(post, workspace);
    size_t bytes = strcspn(address, "#");
    struct text_buffer out = text_buffer_in(arena, ADDRESS_LIMIT_BYTES);
    text_append(&out, address, bytes);
    if (utm.source)
        add_parameter(&out, "utm_source", fill(arena, utm.source, post));
    if (utm.medium)
        add_parameter(&out, "utm_medium", fill(arena, utm.medium, post));
    if (utm.campaign)
        add_parameter(&out, "utm_campaign", fill(arena, utm.campaign, post));
    text_puts(&out, address + bytes);
    return out.is_full ? address : text_end(&out);
}

const char *address_in_text(struct arena *arena, const char *address,
                            const struct account_post *post, const struct workspace *workspace)
{
    if (!workspace->brand.has_utm || !is_own_site(address, workspace))
        return address;
    return with_utm(arena, address, post, workspace);
}

/* --- links --- */

/* Stands for the address of a delivery that is not sent yet. The name can never be a real site
 * (RFC 2606), and it is about as long as a post's address is. */
static const char *stand_in(struct arena *arena, const char *reference)
{
    struct text_buffer out = text_buffer_in(arena, ADDRESS_LIMIT_BYTES);
    text_puts(&out, "https://not-sent-yet.invalid/");
    escape_path(&out, reference);
    return text_end(&out);
}

static bool is_reference(const char *text) { return !strstr(text, "://"); }

const char *address_of_link(struct arena *arena, const struct account_post *post,
                            const struct workspace *workspace, const char **waits_for)
{
    const char *link = post->fields.link;
    const char *address = link;
    *waits_for = NULL;
    if (!link || !*link)
        return NULL;
    if (text_equal(link, "blog")) {
        const struct account *blog = post_blog(post->post, workspace);
        if (!blog || !blog->url || blog == post->account)
            return NULL;
        address = own_page(arena, post, blog, workspace);
    } else if (is_reference(link)) {
        address = stand_in(arena, link);
        *waits_for = link;
    }
    /* Where the brand names its sites, another one has no use for our parameters. */
    if (workspace->brand.link_hosts.count && !*waits_for && !is_own_site(address, workspace))
        return address;
    return with_utm(arena, address, post, workspace);
}
