/* On what terms a network takes posts from programs: how many, for how much, until when. The
 * network's own, then overrides of accounts.yml (`limits`). */
#ifndef PREGON_MODEL_NETWORK_TERMS_H
#define PREGON_MODEL_NETWORK_TERMS_H

#include <stdint.h>

#include "model/span.h"

enum { MONEY_UNIT = 10000 }; /* money is counted in ten-thousandths */

struct money {
    int64_t amount;       /* 0: none */
    const char *currency; /* "USD"; NULL: none given */
    struct span where;    /* of the amount */
};

struct network_terms {
    int64_t posts_24h;            /* in any 24 hours, parts of threads included; 0: no limit */
    int64_t post_cost, link_cost; /* of one post, and of one with a link; 0: nothing */
    const char *currency;
    int64_t api_end_utc; /* from then on it takes none; NO_TIME: not known */
};

#endif
