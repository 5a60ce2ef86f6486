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
    { "file", N_("A file is UTF-8 text of a size that can be read.") },
    { "front-matter", N_("A post begins with its keys, between two lines `---`.") },
    { "id", N_("An id is made of letters without accents, digits, `-` and `_`, and is free.") },
    { "late", N_("A post is not late before it was ever tried.") },
    { "link", N_("An address is whole, and short enough to arrive so.") },
    { "lost", N_("What a post asks for reaches the readers of every network.") },
    { "markdown", N_("A body says what its writer means, in every network.") },
    { "media", N_("A picture or video is there, and is what its name says.") },
    { "media-count", N_("A part holds no more media than the network shows.") },
    { "media-size", N_("A picture or video is no larger than the network takes.") },
    { "media-type", N_("A picture or video is of a type that the network takes.") },
    { "missing-key", N_("What is needed is there.") },
    { "poll", N_("A poll is one that the network takes.") },
    { "reference", N_("What a post names exists in brand/ and calendar/.") },
    { "renamed", N_("A recorded post keeps its id when its file moves.") },
    { "secret", N_("No token, password or key stands in a file.") },
    { "stray-file", N_("Every file has a reader.") },
    { "text-length", N_("Every part fits its network by the network's own count.") },
    { "unknown-key", N_("Every key is one that something reads.") },
    { "value", N_("A value has the type that its key asks for.") },
    { "variant", N_("A variant belongs to a post, and is for accounts that exist.") },
    { "voice-config", N_("The brand's voice names styles and vocabularies that are there.") },
    { "voice-rule", N_("A rule of the brand's voice can be read, and ends in time.") },
    { "yaml", N_("Keys and values are written as YAML.") },
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
