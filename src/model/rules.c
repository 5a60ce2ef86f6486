/* The table of rules; a test holds it against what the code reports and the manual lists. */
#include "model/rules.h"

#include <string.h>

#include "base/message.h"

static const struct rule table[] = {
    { "account", N_("An account has the keys that its network needs, and no others.") },
    { "alt-text", N_("A picture has an alternative text that fits the network.") },
    { "card", N_("A link card has what the network shows on it.") },
    { "date", N_("A date is one that exists, once, and before the post expires.") },
    { "duplicate-id", N_("Two posts never share an id, whatever the case.") },
    { "empty", N_("There is something to send to every account.") },
    { "late", N_("A post is not late before it was ever tried.") },
    { "link", N_("An address is short enough to arrive whole.") },
    { "media-count", N_("A part holds no more media than the network shows.") },
    { "media-size", N_("A picture or video is no larger than the network takes.") },
    { "media-type", N_("A picture or video is of a type that the network takes.") },
    { "reference", N_("What a post names exists in brand/ and calendar/.") },
    { "renamed", N_("A recorded post keeps its id when its file moves.") },
    { "secret", N_("No token, password or key stands in a file.") },
    { "text-length", N_("Every part fits its network by the network's own count.") },
};

const struct rule *rules_all(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}

const struct rule *rules_find(const char *id)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].id, id) == 0)
            return &table[i];
    }
    return NULL;
}
