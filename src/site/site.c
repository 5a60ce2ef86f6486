/* The whole site: which files it has, and each when it is wanted. */
#include "site/site.h"

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "site/inputs.h"
#include "site/page.h"

void site_add(struct site *site, const struct site_file *file)
{
    site->files =
        list_grow(site->arena, site->files, site->count, &site->capacity, sizeof *site->files);
    site->files[site->count++] = *file;
}

void site_pages(struct site *site)
{
    days_of(&site->days, site->arena, site);
    inputs_note(site);
    site_months(site);
    site_weeks(site);
    site_lists(site);
    site_campaigns(site);
    site_queues(site);
    site_mix(site);
    site_accounts(site);
    site_findings(site);
    site_ledger(site);
    site_search(site);
    site_feeds(site);
    site_put_assets(site);
}

const char *site_draw(const struct site *site, struct arena *arena, const struct site_file *file,
                      size_t *byte_count)
{
    struct page page = page_of(site, arena, file->path);
    file->draw(&page, file);
    *byte_count = page.out.bytes;
    return text_end(&page.out);
}
