/* Who changed a post, and when. */
#include "site/history.h"

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "lib/date_words.h"
#include "lib/forge.h"
#include "lib/html_put.h"
#include "model/post.h"
#include "model/workspace.h"
#include "site/page.h"

enum { SHOWN_CHANGES = 20 };

/* Whether a change is of the post: of its file, or of the folder of its bundle. */
static int order_of(const struct site_post *post, const char *path)
{
    const char *slash = strrchr(post->path, '/');
    size_t bytes = slash && post->is_bundle ? (size_t)(slash + 1 - post->path) : 0;
    if (bytes)
        return strncmp(path, post->path, bytes);
    return strcmp(path, post->path);
}

static int newer_first(const void *left, const void *right)
{
    const struct site_change *a = *(const struct site_change *const *)left;
    const struct site_change *b = *(const struct site_change *const *)right;
    if (a->when_utc != b->when_utc)
        return a->when_utc > b->when_utc ? -1 : 1;
    return strcmp(a->id, b->id);
}

size_t site_changes_of(const struct site_change **out, const struct site *site,
                       const struct site_post *post)
{
    size_t low = 0, high = site->change_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order_of(post, site->changes[middle].path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < site->change_count && order_of(post, site->changes[high].path) == 0;)
        high++;
    *out = site->changes ? site->changes + low : NULL;
    return high - low;
}

static size_t find_changes(const struct site_change ***out, struct page *page,
                           const struct site_post *post)
{
    const struct site_change *changes;
    size_t count = site_changes_of(&changes, page->site, post);
    const struct site_change **found = arena_alloc_array(page->arena, count, sizeof *found);
    for (size_t i = 0; i < count; i++)
        found[i] = &changes[i];
    list_sort(found, count, sizeof *found, newer_first);
    *out = found;
    return count;
}

static void put_change(struct page *page, const struct site_change *change)
{
    const struct site *site = page->site;
    const char *address = site->forge ? forge_commit(page->arena, site->forge, change->id) : NULL;
    const char *id = arena_strndup(page->arena, change->id, 8);
    html_put(&page->out, "<li><time>%t</time> %t: %t ",
             date_words(page->arena, site->workspace->calendar.zone, change->when_utc),
             change->author, change->summary);
    if (address)
        html_put(&page->out, "<a href=\"%u\"><code>%t</code></a></li>\n", address, id);
    else
        html_put(&page->out, "<code>%t</code></li>\n", id);
}

void history_put(struct page *page, const struct site_post *post)
{
    const struct site_change **changes;
    size_t count = find_changes(&changes, page, post), shown = 0;
    for (size_t i = 0; i < count && shown < SHOWN_CHANGES; i++) {
        /* A commit that changed several of its files is told once. */
        if (i && text_equal(changes[i]->id, changes[i - 1]->id))
            continue;
        if (!shown++)
            html_put(&page->out, "<h2>%t</h2>\n<ul class=\"history\">\n", _("History"));
        put_change(page, changes[i]);
    }
    text_puts(&page->out, shown ? "</ul>\n" : "");
}
