/* Files of the site that are the same for everybody, as the build puts them in: src/site/style.css
 * and the scripts. */
#ifndef PREGON_SITE_ASSETS_H
#define PREGON_SITE_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

struct site_asset {
    const char *name;         /* "style.css"; NULL ends the table */
    const char *const *lines; /* ends with NULL */
    bool is_served;           /* where `serve` draws alone */
};

extern const struct site_asset site_assets[];

#endif
