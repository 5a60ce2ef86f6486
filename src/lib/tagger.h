/* Tagger: parts of speech of an English sentence, for rules that look for `VBN` or `NN|NNS`.
 *
 *     struct treebank_token *tokens;
 *     size_t count = tagger_tag(&tokens, arena, sentence, bytes);
 *
 * Penn Treebank's tags. A lexicon of the closed classes and the commonest words, endings for the
 * others, and a dozen rules about neighbours: right for nineteen words in twenty of plain prose,
 * without a model of megabytes. */
#ifndef PREGON_LIB_TAGGER_H
#define PREGON_LIB_TAGGER_H

#include "lib/treebank.h"

size_t tagger_tag(struct treebank_token **out, struct arena *arena, const char *sentence,
                  size_t bytes);

#endif
