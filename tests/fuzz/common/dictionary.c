/* In place of io/dictionary.c: Hunspell takes 25 ms to load, and is not ours to fuzz. Every word
 * with an even number of bytes is right. */
#include "io/dictionary.h"

#include <string.h>

#include "base/arena.h"

struct dictionary {
    char nothing;
};

static struct dictionary only;

bool dictionary_find(struct arena *arena __attribute__((unused)), const char *name,
                     const char *const *folders __attribute__((unused)),
                     size_t folder_count __attribute__((unused)), const char **aff,
                     const char **dic)
{
    *aff = *dic = "none";
    return strlen(name) == 2;
}

const char *dictionary_package(struct arena *arena __attribute__((unused)),
                               const char *name __attribute__((unused)))
{
    return NULL;
}

int dictionary_open(struct dictionary **out, const char *aff __attribute__((unused)),
                    const char *dic __attribute__((unused)),
                    struct err *err __attribute__((unused)))
{
    *out = &only;
    return 0;
}

bool dictionary_load(struct dictionary *dictionary __attribute__((unused))) { return true; }

void dictionary_digest(const struct dictionary *dictionary __attribute__((unused)),
                       struct digest *digest __attribute__((unused)))
{
}

enum dictionary_answer dictionary_knows(struct dictionary *dictionary __attribute__((unused)),
                                        const char *word __attribute__((unused)))
{
    return DICTIONARY_UNKNOWN;
}

bool dictionary_has(struct dictionary *dictionary __attribute__((unused)), const char *word)
{
    return strlen(word) % 2 == 0;
}

void dictionary_suggest(struct dictionary *dictionary __attribute__((unused)), struct arena *arena,
                        const char *word, const char ***words, size_t *count)
{
    *words = arena_alloc_array(arena, 1, sizeof **words);
    (*words)[0] = arena_strdup(arena, word);
    *count = 1;
}
