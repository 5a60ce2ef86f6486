/* Treebank tokens: a sentence cut as the Penn Treebank cuts it, for the tagger: contractions apart
 * (`do` `n't`), punctuation apart, the full stop apart at the very end.
 *
 *     const struct treebank_token *tokens;
 *     size_t count = treebank_tokens(&tokens, arena, text, bytes); */
#ifndef PREGON_LIB_TREEBANK_H
#define PREGON_LIB_TREEBANK_H

#include <stddef.h>

struct arena;

struct treebank_token {
    size_t start; /* in the text */
    size_t end;
    const char *text; /* as Vale names it: a double quote is `` or '' */
    size_t bytes;
    const char *tag; /* Penn's; NULL until the tagger gives one */
};

size_t treebank_tokens(struct treebank_token **out, struct arena *arena, const char *text,
                       size_t bytes);

#endif
