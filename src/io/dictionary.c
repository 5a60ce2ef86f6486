/* Dictionaries, by Hunspell. */
#include "io/dictionary.h"

#include <hunspell/hunspell.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "io/files.h"

#include "late/hunspell.h"

enum { BUCKETS = 256 };

/* What was suggested for a word: brands write the same unknown words again and again. */
struct suggestion {
    struct suggestion *next;
    const char *word;
    const char **words;
    size_t count;
};

struct dictionary {
    Hunhandle *handle;
    pthread_mutex_t lock;
    struct arena arena; /* of what was suggested */
    struct suggestion *suggestions[BUCKETS];
};

static bool find_in(struct arena *arena, const char *folder, const char *name, const char **aff,
                    const char **dic)
{
    const char *rules = arena_printf(arena, "%s/%s.aff", folder, name);
    const char *words = arena_printf(arena, "%s/%s.dic", folder, name);
    if (!files_exist(rules) || !files_exist(words))
        return false;
    *aff = rules;
    *dic = words;
    return true;
}

/* The dictionary of a language as it is spoken somewhere. */
static const char *full_name(const char *name)
{
    static const char *const usual[][2] = {
        { "es", "es_ES" }, { "en", "en_US" }, { "fr", "fr_FR" }, { "pt", "pt_PT" },
        { "it", "it_IT" }, { "de", "de_DE" }, { "ca", "ca_ES" }, { "gl", "gl_ES" },
    };
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (strcmp(usual[i][0], name) == 0)
            return usual[i][1];
    return NULL;
}

bool dictionary_find(struct arena *arena, const char *name, const char *const *folders,
                     size_t folder_count, const char **aff, const char **dic)
{
    static const char *const system_folders[] = {
        "/usr/share/hunspell",       "/usr/share/myspell/dicts",     "/usr/share/myspell",
        "/usr/local/share/hunspell", "/opt/homebrew/share/hunspell", "/Library/Spelling",
    };
    const char *names[] = { name, full_name(name), NULL };
    if (strchr(name, '/') || strstr(name, ".."))
        return false;
    char *underscored = arena_strdup(arena, name);
    for (char *c = underscored; *c; c++)
        if (*c == '-')
            *c = '_';
    names[2] = underscored;
    for (size_t n = 0; n < 3; n++) {
        for (size_t i = 0; names[n] && i < folder_count; i++)
            if (find_in(arena, folders[i], names[n], aff, dic))
                return true;
        for (size_t i = 0; names[n] && i < sizeof system_folders / sizeof *system_folders; i++)
            if (find_in(arena, system_folders[i], names[n], aff, dic))
                return true;
    }
    return false;
}

int dictionary_open(struct dictionary **out, const char *aff, const char *dic, struct err *err)
{
    struct dictionary *dictionary = calloc(1, sizeof *dictionary);
    if (!dictionary)
        out_of_memory();
    dictionary->handle = Hunspell_create(aff, dic);
    if (!dictionary->handle || pthread_mutex_init(&dictionary->lock, NULL) != 0) {
        free(dictionary);
        return err_set(err, ERR_INPUT, _("cannot read the dictionary '%s'"), dic);
    }
    *out = dictionary;
    return 0;
}

void dictionary_close(struct dictionary **dictionary)
{
    if (!*dictionary)
        return;
    Hunspell_destroy((*dictionary)->handle);
    pthread_mutex_destroy(&(*dictionary)->lock);
    arena_release(&(*dictionary)->arena);
    free(*dictionary);
    *dictionary = NULL;
}

void dictionary_add(struct dictionary *dictionary, const char *word)
{
    pthread_mutex_lock(&dictionary->lock);
    Hunspell_add(dictionary->handle, word);
    pthread_mutex_unlock(&dictionary->lock);
}

bool dictionary_has(struct dictionary *dictionary, const char *word)
{
    pthread_mutex_lock(&dictionary->lock);
    bool has = Hunspell_spell(dictionary->handle, word) != 0;
    pthread_mutex_unlock(&dictionary->lock);
    return has;
}

static size_t bucket_of(const char *word)
{
    size_t hash = 5381;
    for (; *word; word++)
        hash = hash * 33 + (unsigned char)*word;
    return hash % BUCKETS;
}

static const struct suggestion *suggest(struct dictionary *dictionary, const char *word)
{
    struct suggestion **bucket = &dictionary->suggestions[bucket_of(word)];
    for (const struct suggestion *at = *bucket; at; at = at->next)
        if (strcmp(at->word, word) == 0)
            return at;
    char **list = NULL;
    int found = Hunspell_suggest(dictionary->handle, &list, word);
    struct suggestion *suggestion = arena_alloc(&dictionary->arena, sizeof *suggestion);
    *suggestion = (struct suggestion){ .next = *bucket,
                                       .word = arena_strdup(&dictionary->arena, word),
                                       .count = found > 0 ? (size_t)found : 0 };
    suggestion->words =
        arena_alloc_array(&dictionary->arena, suggestion->count, sizeof *suggestion->words);
    for (size_t i = 0; i < suggestion->count; i++)
        suggestion->words[i] = arena_strdup(&dictionary->arena, list[i]);
    Hunspell_free_list(dictionary->handle, &list, found);
    *bucket = suggestion;
    return suggestion;
}

void dictionary_suggest(struct dictionary *dictionary, struct arena *arena, const char *word,
                        const char ***words, size_t *count)
{
    pthread_mutex_lock(&dictionary->lock);
    const struct suggestion *suggestion = suggest(dictionary, word);
    *count = suggestion->count;
    *words = arena_alloc_array(arena, *count, sizeof **words);
    for (size_t i = 0; i < *count; i++)
        (*words)[i] = arena_strdup(arena, suggestion->words[i]);
    pthread_mutex_unlock(&dictionary->lock);
}
