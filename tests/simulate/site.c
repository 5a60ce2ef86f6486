/* The blog's folder of each machine, made by the real pages. What a run built last is what readers
 * see, until another run, on whatever machine, is done with its own. */
#include "world.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "commands/join.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/post.h"
#include "model/rendering.h"
#include "networks/blog_pages.h"
#include "plan/plan.h"

struct page {
    const char *post;
    struct page *next;
};

/* The posts that have a page, by machine; and whose folder was written last. */
static struct page *folders[MOST_MACHINES];
static int newest;

void site_reset(void)
{
    memset(folders, 0, sizeof folders);
    newest = 0;
}

/* --- what the pages are made of --- */

struct site {
    struct arena *arena;
    const struct account *account;
    const struct ledger *ledger;
    struct blog_item *items;
    const char **posts; /* whose they are */
    size_t count;
};

static const struct post *find_post(const char *id)
{
    const struct plan *plan = shop_deliveries();
    for (size_t i = 0; i < plan->count; i++)
        if (text_equal(plan->items[i].post, id))
            return shop_post_at(plan->items[i].post_index);
    return NULL;
}

static void add(struct site *site, const struct record *record, bool is_sent)
{
    const struct post *post = find_post(record->post);
    struct rendering *rendering = arena_alloc(site->arena, sizeof *rendering);
    join_render(rendering, site->arena, post, site->account, shop_workspace(), site->ledger);
    site->posts[site->count] = record->post;
    site->items[site->count++] = (struct blog_item){
        .rendering = rendering,
        .path = is_sent && record->part_count > 0 ? record->parts[0].id : NULL,
        .published_utc = record->due_utc,
        .updated_utc = is_sent ? record->sent_utc : START_UTC + world.now_ms / MS,
        .offset_s = record->due_offset_s,
    };
}

static void gather(struct site *site, const struct record *const *claimed, size_t claimed_count)
{
    const struct ledger *ledger = site->ledger;
    size_t most = ledger->record_count + claimed_count;
    site->items = arena_alloc_array(site->arena, most, sizeof *site->items);
    site->posts = arena_alloc_array(site->arena, most, sizeof *site->posts);
    for (size_t i = 0; i < ledger->record_count; i++)
        if (ledger->records[i].state == RECORD_SENT &&
            text_equal(ledger->records[i].account, site->account->id))
            add(site, &ledger->records[i], true);
    for (size_t i = 0; i < claimed_count; i++) {
        const struct record *known = ledger_find(ledger, claimed[i]->post, claimed[i]->account);
        if (!known || known->state != RECORD_SENT)
            add(site, claimed[i], false);
    }
}

/* --- the folder --- */

static bool is_page_of_a_post(const char *path)
{
    return text_ends_with(path, "/index.html") && !text_starts_with(path, "tags/");
}

static void write_folder(const struct site *site, const struct blog_files *pages, int64_t left_ms)
{
    AS_WORLD;
    folders[world.current->machine] = NULL;
    newest = world.current->machine;
    for (size_t i = 0; i < site->count; i++) {
        struct page *page = arena_alloc(&world.arena, sizeof *page);
        *page = (struct page){ arena_strdup(&world.arena, site->posts[i]), folders[newest] };
        folders[newest] = page;
    }
    for (size_t i = 0; i < pages->count; i++)
        if (is_page_of_a_post(pages->items[i].path))
            truth_shown(site->account->out, pages->items[i].bytes, pages->items[i].path, left_ms);
}

int site_build_folder(const struct account *account, const struct ledger *ledger,
                      const struct record *const *claimed, size_t claimed_count, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct site site = { .arena = &arena, .account = account, .ledger = ledger };
    struct blog_files pages = { 0 };
    gather(&site, claimed, claimed_count);
    if (site.count == 0)
        return 0;
    if (blog_pages(&pages, &arena, account, shop_workspace(), site.items, site.count, err) != 0)
        return -1;
    /* Who is held up within the writing has looked before it. */
    int64_t left_ms = world.now_ms;
    world_give_way(1, "site");
    bool is_full = world_happens(world.faults.disk_full);
    /* What was written before the disk was full is there. */
    if (!is_full || world_happens(500))
        write_folder(&site, &pages, left_ms);
    world_give_way(1, "site written");
    return is_full ? err_set(err, ERR_SYSTEM, "no space left on the device") : 0;
}

void site_check(const struct ledger *ledger, const struct account *account)
{
    for (size_t i = 0; i < ledger->record_count; i++) {
        const struct record *record = &ledger->records[i];
        if (record->state != RECORD_SENT || !text_equal(record->account, account->id))
            continue;
        const struct page *page = folders[newest];
        while (page && !text_equal(page->post, record->post))
            page = page->next;
        if (!page)
            world_violation("LOST: %s for %s is 'sent', and the blog that was built last has no "
                            "page of it",
                            record->post, record->account);
    }
}
