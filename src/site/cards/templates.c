/* Finding a network's template. */
#include "site/cards/templates.h"

#include <assert.h>
#include <stddef.h>

#include "base/text.h"

static const struct card_template *find(const char *network)
{
    for (const struct card_template *one = card_templates; one->network; one++)
        if (text_equal(one->network, network))
            return one;
    return NULL;
}

const struct card_template *card_template_find(const char *network)
{
    const struct card_template *found = find(network);
    if (!found)
        found = find("default");
    assert(found);
    return found;
}
