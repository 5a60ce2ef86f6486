/* The whole site. */
#include "site/site.h"

#include "site/page.h"

void site_pages(struct site *site)
{
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
