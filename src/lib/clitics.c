/* Pronouns that hang on a verb: taken off from the end. */
#include "lib/clitics.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/unicode.h"

/* How many bytes of the pronoun that a word ends with; 0: with none. The longest first. */
static size_t pronoun_bytes(const char *word, size_t bytes)
{
    static const char *const pronouns[] = { "nos", "los", "las", "les", "lo", "la",
                                            "le",  "me",  "te",  "se",  "os" };
    for (size_t i = 0; i < sizeof pronouns / sizeof pronouns[0]; i++) {
        size_t pronoun = strlen(pronouns[i]);
        if (bytes > pronoun && memcmp(word + bytes - pronoun, pronouns[i], pronoun) == 0)
            return pronoun;
    }
    return 0;
}

/* Words with pronouns are stressed on the third syllable from their end, or before. */
static bool has_early_accent(const char *word)
{
    static const char *const accents[] = { "á", "é", "í", "ó", "ú" };
    const char *behind = NULL;
    for (size_t i = 0; i < sizeof accents / sizeof accents[0]; i++) {
        const char *at = strstr(word, accents[i]);
        behind = at ? at + strlen(accents[i]) : behind;
    }
    size_t vowels = 0;
    for (bool was_vowel = true; behind && *behind; behind++) {
        bool is_vowel = strchr("aeiou", *behind) != NULL;
        vowels += is_vowel && !was_vowel;
        was_vowel = is_vowel;
    }
    return vowels >= 2;
}

const char *clitics_strip(struct arena *arena, const char *word, size_t count)
{
    enum { SHORTEST = 2 }; /* `da`, `di` */
    size_t bytes = strlen(word);
    if (!has_early_accent(word))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t pronoun = pronoun_bytes(word, bytes);
        if (!pronoun)
            return NULL;
        bytes -= pronoun;
    }
    const char *verb = unicode_plain(arena, arena_strndup(arena, word, bytes));
    return strlen(verb) >= SHORTEST ? verb : NULL;
}
