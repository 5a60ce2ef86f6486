/* Words that somebody wrote in a list. */
#include "model/names.h"

#include "base/text.h"

bool names_have(const struct names *names, const char *text)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->items[i].text, text))
            return true;
    return false;
}
