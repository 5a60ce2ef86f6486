/* Dictionaries of words: Hunspell's, by the files that every system has.
 *
 * A dictionary may be asked by several threads; they wait for each other. */
#ifndef PREGON_IO_DICTIONARY_H
#define PREGON_IO_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/digest.h"
#include "lib/pack.h"

struct arena;
struct dictionary;
struct err;

/* The paths of a dictionary's two files, `NAME.aff` and `NAME.dic`, in one of `folders` or, where
 * it is in none, in the system's; false where there is none. `es` finds `es_ES`, `es-mx` `es_MX`.
 */
bool dictionary_find(struct arena *arena, const char *name, const char *const *folders,
                     size_t folder_count, const char **aff, const char **dic);

/* The package of Debian that has it; NULL where none does. */
const char *dictionary_package(struct arena *arena, const char *name);

/* ERR_INPUT where a file can't be read. The dictionary of the same files is one, and stays until
 * the process ends. It is loaded for the first word that is asked for: 25 ms for a language,
 * measured 2026-11. */
int dictionary_open(struct dictionary **out, const char *aff, const char *dic, struct err *err)
    __attribute__((warn_unused_result));
/* Loads it now; false where another thread is about to. */
bool dictionary_load(struct dictionary *dictionary);

/* The path of its words. */
const char *dictionary_path(const struct dictionary *dictionary);
/* What an earlier run asked, so that for words that people write again and again it need not be
 * loaded. Only before it is asked. */
void dictionary_recall(struct dictionary *dictionary, struct unpacker *in);
/* All that it was asked, and whether that is more than was recalled. */
void dictionary_keep(struct dictionary *dictionary, struct packer *out);
bool dictionary_has_news(const struct dictionary *dictionary);

/* What is known of the word without loading it, or waiting for who does. */
enum dictionary_answer { DICTIONARY_UNKNOWN, DICTIONARY_RIGHT, DICTIONARY_WRONG };
enum dictionary_answer dictionary_knows(struct dictionary *dictionary, const char *word);

/* Which files it is made of, and their facts. */
void dictionary_digest(const struct dictionary *dictionary, struct digest *digest);

/* Whether the word is right. */
bool dictionary_has(struct dictionary *dictionary, const char *word);
/* What may have been meant, the likeliest first. Slow: some 30 ms a word, the first time. */
void dictionary_suggest(struct dictionary *dictionary, struct arena *arena, const char *word,
                        const char ***words, size_t *count);

#endif
