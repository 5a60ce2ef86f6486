/* Dictionaries, by Hunspell. */
#include "io/dictionary.h"

#include <ctype.h>
#include <hunspell/hunspell.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "io/files.h"
#include "lib/unicode.h"

#include "late/hunspell.h"

enum {
    BUCKETS = 256,
    KEPT_SUGGESTIONS = 4096, /* a workspace with more wrong words has other troubles */
    KEPT_LETTERS = 20,
};

/* What was suggested for a word: brands write the same unknown words again and again. */
struct suggestion {
    struct suggestion *next;
    const char *word;
    const char **words;
    size_t count;
};

/* Posts use the same words again and again, and Hunspell takes 0.4 to 2.5 us for one. */
enum { KNOWN_WORDS = 32 * 1024, /* a power of two */ KNOWN_BYTES = 31 };

struct known {
    char word[KNOWN_BYTES]; /* filled up with zeroes */
    unsigned char answer;   /* enum dictionary_answer */
};

struct dictionary {
    struct dictionary *next;
    char *aff, *dic;
    Hunhandle *handle; /* NULL until a word is asked for */
    _Atomic bool is_loaded;
    struct known *known;
    pthread_mutex_t lock;
    bool has_news;      /* answers that were not recalled */
    struct arena arena; /* of what was suggested */
    struct suggestion *suggestions[BUCKETS];
};

/* They stay: Hunspell takes longer to give one back, piece by piece, than to look up the words of a
 * thousand posts. */
static struct dictionary *opened;

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
        { "es", "es_ES" }, { "en", "en_US" }, { "fr", "fr_FR" },
        { "pt", "pt_PT" }, { "it", "it_IT" }, { "de", "de_DE" },
        { "ca", "ca_ES" }, { "gl", "gl_ES" }, { "es_419", "es_MX" },
    };
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (strcmp(usual[i][0], name) == 0)
            return usual[i][1];
    return NULL;
}

/* As files are called: `es-mx` is es_MX. */
static const char *file_name(struct arena *arena, const char *name)
{
    char *out = arena_strdup(arena, name);
    bool is_country = false;
    for (char *c = out; *c; c++) {
        is_country = is_country || *c == '-' || *c == '_';
        *c = (char)(*c == '-'    ? '_'
                    : is_country ? toupper((unsigned char)*c)
                                 : tolower((unsigned char)*c));
    }
    return out;
}

/* Debian's, by language; those of `by_country` have a package for each of these. */
const char *dictionary_package(struct arena *arena, const char *name)
{
    static const char languages[] =
        " af an ar be bg bn bo br bs ca cs da de dz el en es eu fr gd gl gu gug he hi hr hu id is "
        "it "
        "kk kmr ko lo lt lv ml mn ne nl no oc pl pt ro ru si sk sl sr sv sw te th tr uk vi ";
    static const char by_country[] =
        " de_at de_ch de_de en_au en_ca en_gb en_us en_za pt_br pt_pt ";
    /* What the others of these languages are part of. */
    static const char *const rest[][2] = { { "de", "de-de" },
                                           { "en", "en-gb" },
                                           { "pt", "pt-pt" } };
    char *tag = arena_strdup(arena, name);
    for (char *c = tag; *c; c++)
        *c = (char)(*c == '-' ? '_' : tolower((unsigned char)*c));
    const char *language = arena_strndup(arena, tag, strcspn(tag, "_"));
    if (strcmp(tag, "en") == 0)
        return "hunspell-en-us";
    if (!strstr(languages, arena_printf(arena, " %s ", language)))
        return NULL;
    if (strstr(by_country, arena_printf(arena, " %s ", tag)))
        return arena_printf(arena, "hunspell-%s-%s", language, strchr(tag, '_') + 1);
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        if (strcmp(rest[i][0], language) == 0)
            return arena_printf(arena, "hunspell-%s", rest[i][1]);
    return arena_printf(arena, "hunspell-%s", language);
}

bool dictionary_find(struct arena *arena, const char *name, const char *const *folders,
                     size_t folder_count, const char **aff, const char **dic)
{
    static const char *const system_folders[] = {
        "/usr/share/hunspell",       "/usr/share/myspell/dicts",     "/usr/share/myspell",
        "/usr/local/share/hunspell", "/opt/homebrew/share/hunspell", "/Library/Spelling",
    };
    if (strchr(name, '/') || strstr(name, ".."))
        return false;
    const char *tag = file_name(arena, name);
    const char *names[] = { name, full_name(tag), tag };
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

static struct dictionary *find_open(const char *aff, const char *dic)
{
    struct dictionary *dictionary = opened;
    while (dictionary && (strcmp(dictionary->aff, aff) != 0 || strcmp(dictionary->dic, dic) != 0))
        dictionary = dictionary->next;
    return dictionary;
}

int dictionary_open(struct dictionary **out, const char *aff, const char *dic, struct err *err)
{
    static pthread_mutex_t one_opens = PTHREAD_MUTEX_INITIALIZER;
    if (access(aff, R_OK) != 0 || access(dic, R_OK) != 0)
        return err_set(err, ERR_INPUT, _("cannot read the dictionary '%s'"), dic);
    pthread_mutex_lock(&one_opens);
    struct dictionary *dictionary = find_open(aff, dic);
    if (!dictionary) {
        dictionary = calloc(1, sizeof *dictionary);
        if (!dictionary || !(dictionary->aff = strdup(aff)) || !(dictionary->dic = strdup(dic)) ||
            !(dictionary->known = calloc(KNOWN_WORDS, sizeof *dictionary->known)) ||
            pthread_mutex_init(&dictionary->lock, NULL) != 0)
            out_of_memory();
        dictionary->next = opened;
        opened = dictionary;
    }
    pthread_mutex_unlock(&one_opens);
    *out = dictionary;
    return 0;
}

static void add_file(struct digest *digest, const char *path)
{
    struct file_facts facts = files_facts(path);
    digest_add_text(digest, path);
    digest_add_number(digest, (int64_t)facts.bytes);
    digest_add_number(digest, facts.modified_ns);
}

void dictionary_digest(const struct dictionary *dictionary, struct digest *digest)
{
    add_file(digest, dictionary->aff);
    add_file(digest, dictionary->dic);
}

/* Under the lock. */
static Hunhandle *load(struct dictionary *dictionary)
{
    if (!dictionary->handle &&
        !(dictionary->handle = Hunspell_create(dictionary->aff, dictionary->dic)))
        out_of_memory();
    dictionary->is_loaded = true;
    return dictionary->handle;
}

bool dictionary_load(struct dictionary *dictionary)
{
    if (dictionary->is_loaded)
        return true;
    if (pthread_mutex_trylock(&dictionary->lock) != 0)
        return false;
    load(dictionary);
    pthread_mutex_unlock(&dictionary->lock);
    return true;
}

/* --- words --- */

static struct known *place_of(const struct dictionary *dictionary, const char key[KNOWN_BYTES])
{
    uint64_t hash = 14695981039346656037U; /* FNV-1a */
    for (const char *at = key; at < key + KNOWN_BYTES && *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211U;
    return &dictionary->known[(hash ^ hash >> 32) & (KNOWN_WORDS - 1)];
}

/* Where the word is noted, or may be in place of another; NULL for one that is too long. */
static struct known *place_for(const struct dictionary *dictionary, const char *word,
                               bool *is_noted)
{
    char key[KNOWN_BYTES] = { 0 };
    size_t bytes = strlen(word);
    *is_noted = false;
    if (bytes > KNOWN_BYTES)
        return NULL;
    memcpy(key, word, bytes);
    struct known *known = place_of(dictionary, key);
    *is_noted = known->answer && memcmp(known->word, key, KNOWN_BYTES) == 0;
    return known;
}

static void note(struct known *known, const char *word, unsigned char answer)
{
    memset(known->word, 0, KNOWN_BYTES);
    memcpy(known->word, word, strlen(word));
    known->answer = answer;
}

enum dictionary_answer dictionary_knows(struct dictionary *dictionary, const char *word)
{
    bool is_noted;
    if (pthread_mutex_trylock(&dictionary->lock) != 0)
        return DICTIONARY_UNKNOWN;
    const struct known *known = place_for(dictionary, word, &is_noted);
    enum dictionary_answer answer = is_noted ? known->answer : DICTIONARY_UNKNOWN;
    pthread_mutex_unlock(&dictionary->lock);
    return answer;
}

bool dictionary_has(struct dictionary *dictionary, const char *word)
{
    bool is_noted;
    pthread_mutex_lock(&dictionary->lock);
    struct known *known = place_for(dictionary, word, &is_noted);
    bool has =
        is_noted ? known->answer == DICTIONARY_RIGHT : Hunspell_spell(load(dictionary), word) != 0;
    if (known && !is_noted) {
        note(known, word, has ? DICTIONARY_RIGHT : DICTIONARY_WRONG);
        dictionary->has_news = true;
    }
    pthread_mutex_unlock(&dictionary->lock);
    return has;
}

/* --- suggestions --- */

static size_t bucket_of(const char *word)
{
    size_t hash = 5381;
    for (; *word; word++)
        hash = hash * 33 + (unsigned char)*word;
    return hash % BUCKETS;
}

static struct suggestion *add_suggestion(struct dictionary *dictionary, const char *word,
                                         size_t count)
{
    struct suggestion **bucket = &dictionary->suggestions[bucket_of(word)];
    struct suggestion *suggestion = arena_alloc(&dictionary->arena, sizeof *suggestion);
    *suggestion = (struct suggestion){
        .next = *bucket,
        .word = arena_strdup(&dictionary->arena, word),
        .words = arena_alloc_array(&dictionary->arena, count, sizeof *suggestion->words),
        .count = count,
    };
    *bucket = suggestion;
    return suggestion;
}

static const struct suggestion *suggest(struct dictionary *dictionary, const char *word)
{
    for (const struct suggestion *at = dictionary->suggestions[bucket_of(word)]; at; at = at->next)
        if (strcmp(at->word, word) == 0)
            return at;
    char **list = NULL;
    int found = Hunspell_suggest(load(dictionary), &list, word);
    struct suggestion *suggestion = add_suggestion(dictionary, word, found > 0 ? (size_t)found : 0);
    for (size_t i = 0; i < suggestion->count; i++)
        suggestion->words[i] = arena_strdup(&dictionary->arena, list[i]);
    Hunspell_free_list(dictionary->handle, &list, found);
    dictionary->has_news = true;
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

/* --- from run to run --- */

const char *dictionary_path(const struct dictionary *dictionary) { return dictionary->dic; }

bool dictionary_has_news(const struct dictionary *dictionary) { return dictionary->has_news; }

void dictionary_recall(struct dictionary *dictionary, struct unpacker *in)
{
    bool is_noted;
    for (size_t left = unpack_count(in); left > 0; left--) {
        const char *word = unpack_text(in);
        bool is_right = unpack_number(in) != 0;
        struct known *known =
            word && !in->is_broken ? place_for(dictionary, word, &is_noted) : NULL;
        if (known)
            note(known, word, is_right ? DICTIONARY_RIGHT : DICTIONARY_WRONG);
    }
    for (size_t left = unpack_count(in); left > 0 && !in->is_broken; left--) {
        const char *word = unpack_text(in);
        size_t count = unpack_count(in);
        struct suggestion *suggestion = add_suggestion(dictionary, word ? word : "", count);
        for (size_t i = 0; i < count; i++) {
            const char *text = unpack_text(in);
            suggestion->words[i] = arena_strdup(&dictionary->arena, text ? text : "");
        }
    }
}

/* What is no word in any language may be somebody's key, which no file of ours holds. */
static bool is_kept(const char *word, bool is_right)
{
    size_t letters = 0, capitals = 0;
    const char *end = word + strlen(word);
    if (is_right)
        return true;
    for (const char *at = word; at < end; letters++) {
        uint32_t letter = utf8_next(&at, end);
        if (!unicode_is_letter(letter))
            return false;
        capitals += letters > 0 && unicode_is_upper(letter);
    }
    return letters <= KEPT_LETTERS && (capitals == 0 || capitals + 1 == letters);
}

static void keep_known(const struct dictionary *dictionary, struct packer *out)
{
    size_t count = 0;
    struct packer words = { .arena = out->arena };
    for (size_t i = 0; i < KNOWN_WORDS; i++) {
        const struct known *known = &dictionary->known[i];
        bool is_right = known->answer == DICTIONARY_RIGHT;
        char word[KNOWN_BYTES + 1] = { 0 };
        memcpy(word, known->word, KNOWN_BYTES);
        if (known->answer == DICTIONARY_UNKNOWN || !is_kept(word, is_right))
            continue;
        pack_text(&words, word);
        pack_number(&words, is_right);
        count++;
    }
    pack_number(out, count);
    if (count)
        pack_bytes(out, words.bytes, words.count);
}

static void keep_suggestions(const struct dictionary *dictionary, struct packer *out)
{
    size_t count = 0;
    struct packer words = { .arena = out->arena };
    for (size_t i = 0; i < BUCKETS; i++)
        for (const struct suggestion *at = dictionary->suggestions[i];
             at && count < KEPT_SUGGESTIONS; at = at->next) {
            if (!is_kept(at->word, false))
                continue;
            pack_text(&words, at->word);
            pack_number(&words, at->count);
            for (size_t j = 0; j < at->count; j++)
                pack_text(&words, at->words[j]);
            count++;
        }
    pack_number(out, count);
    if (count)
        pack_bytes(out, words.bytes, words.count);
}

void dictionary_keep(struct dictionary *dictionary, struct packer *out)
{
    keep_known(dictionary, out);
    keep_suggestions(dictionary, out);
}
