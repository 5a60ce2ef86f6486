/* The whole site. */
#include "site/site.h"

#include "site/page.h"

void site_pages(struct site *site)
{
    site_months(site);
    site_list(site);
    site_accounts(site);
    site_style(site);
}
