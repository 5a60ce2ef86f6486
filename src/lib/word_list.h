/* Word lists: sorted tables of lower-case words, looked up without allocating.
 *
 *     static const char *const words[] = { "el", "la", "los" };
 *     static const struct word_list articles = WORD_LIST(words);
 *     char lower[WORD_BYTES];
 *     bool is_article = word_list_has(&articles, lower, word_lower(lower, text, bytes));
 *
 * The tables are in byte order, as `LC_ALL=C sort` leaves them; a test says so where one is not. */
#ifndef PREGON_LIB_WORD_LIST_H
#define PREGON_LIB_WORD_LIST_H

#include <stdbool.h>
#include <stddef.h>

enum { WORD_BYTES = 64 }; /* no word of a table is longer; longer ones are in none */

struct word_list {
    const char *const *words;
    size_t count;
};

#define WORD_LIST(array)                                                                           \
    {                                                                                              \
        (array), sizeof(array) / sizeof(array)[0]                                                  \
    }

/* Empty words stand in none. */
bool word_list_has(const struct word_list *list, const char *word, size_t bytes);
/* Whether each word comes after the one before it. */
bool word_list_is_sorted(const struct word_list *list);

/* The word in lower case, letter by letter; how many bytes, 0 for a word that is too long. A curly
 * apostrophe becomes a straight one. */
size_t word_lower(char out[WORD_BYTES], const char *word, size_t bytes);

#endif
