/* English syllables: vowels in a row count one; endings, beginnings and some rows correct that. */
#include "lib/syllables.h"

#include <string.h>

#include "lib/unicode.h"
#include "lib/word_list.h"

enum { WORD_LETTERS = 128 }; /* the letters beyond that are not looked at */

/* Letters as bits, so that a set of them is one number. */
enum {
    A = 1 << 0,
    B = 1 << 1,
    C = 1 << 2,
    D = 1 << 3,
    E = 1 << 4,
    G = 1 << 6,
    H = 1 << 7,
    I = 1 << 8,
    L = 1 << 11,
    M = 1 << 12,
    O = 1 << 14,
    Q = 1 << 16,
    R = 1 << 17,
    S = 1 << 18,
    T = 1 << 19,
    U = 1 << 20,
    X = 1 << 23,
    Y = 1 << 24,
    OTHER = 1 << 26, /* any that is not ASCII's */
    VOWELS = A | E | I | O | U,
    VOWELS_AND_Y = VOWELS | Y,
};

enum { PAST_END = 8 }; /* how far behind the last letter the rules below look */

/* A word in lower case, one byte a letter, and the same as bits. */
struct letters {
    size_t count;
    char *at;
    int *bits;
    char bytes[WORD_LETTERS + PAST_END];
    int sets[WORD_LETTERS + PAST_END];
};

static bool is_in(const struct letters *word, size_t i, int set) { return word->bits[i] & set; }

static bool is_other(const struct letters *word, size_t i, int set) { return word->bits[i] & ~set; }

static bool has(const struct letters *word, size_t i, const char *text)
{
    const char *at = word->at + i;
    while (*text && *at == *text) {
        at++;
        text++;
    }
    return !*text;
}

/* The text stands at `i` and ends the word. */
static bool closes(const struct letters *word, size_t i, const char *text)
{
    return word->at[i] == *text && !strcmp(word->at + i, text);
}

/* The text is not empty. */
static bool ends(const struct letters *word, const char *text, size_t bytes)
{
    if (word->count < bytes)
        return false;
    const char *at = word->at + word->count - bytes;
    return at[bytes - 1] == text[bytes - 1] && !memcmp(at, text, bytes);
}

static int bit_of(uint32_t c)
{
    if (c >= 'a' && c <= 'z')
        return 1 << (c - 'a');
    return OTHER;
}

static void read_letters(struct letters *word, const char *text, size_t bytes)
{
    const char *end = text + bytes;
    size_t count = 0;
    while (text < end && count < WORD_LETTERS) {
        uint32_t c = (unsigned char)*text;
        if (c >= 'a' && c <= 'z')
            text++;
        else
            c = unicode_lower(utf8_next(&text, end));
        word->bytes[count] = c < 0x80 ? (char)c : '\x01';
        word->sets[count++] = bit_of(c);
    }
    memset(word->bytes + count, 0, PAST_END);
    memset(word->sets + count, 0, PAST_END * sizeof *word->sets);
    word->count = count;
    word->at = word->bytes;
    word->bits = word->sets;
}

static void cut_front(struct letters *word, size_t count)
{
    word->at += count;
    word->bits += count;
    word->count -= count;
}

static void cut_back(struct letters *word, size_t count)
{
    word->count -= count;
    memset(word->at + word->count, 0, count);
    memset(word->bits + word->count, 0, count * sizeof *word->bits);
}

/* Names and words from other languages, most of which keep their last vowel. */
static unsigned exception(const struct letters *word)
{
    static const char *const of_2[] = { "abed",  "adieu",  "cafe",   "cafes",     "chile",
                                        "chloe", "circe",  "daphne", "jesse",     "jukebox",
                                        "maybe", "people", "phoebe", "shoreline", "zoe" };
    static const char *const of_3[] = { "abare",  "acreage", "adame",   "adobe",   "apache",
                                        "coyote", "euterpe", "forever", "karate",  "machete",
                                        "recipe", "sesame",  "simile",  "syncope", "tamale" };
    static const char *const of_4[] = { "abalone",     "abbruzzese", "abruzzese", "anemone",
                                        "aphrodite",   "apostrophe", "ariadne",   "calliope",
                                        "catastrophe", "epitome",    "eurydice",  "facsimile",
                                        "gethsemane",  "guacamole",  "hermione",  "hyperbole",
                                        "penelope",    "persephone", "yosemite" };
    static const char *const of_5[] = { "aborigine", "aborigines" };
    static const struct word_list lists[] = { WORD_LIST(of_2), WORD_LIST(of_3), WORD_LIST(of_4),
                                              WORD_LIST(of_5) };
    if (!is_in(word, word->count - 1, D | E | R | S | U | X))
        return 0;
    for (unsigned i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (word_list_has(&lists[i], word->at, word->count))
            return i + 2;
    return 0;
}

/* Cuts the first prefix of a group that the word begins with; the groups count differently. */
static unsigned cut_prefix(struct letters *word)
{
    static const char *const twice[] = { "above", "anti",  "ante",  "counter", "hyper", "afore",
                                         "agri",  "infra", "intra", "inter",   "over",  "semi",
                                         "ultra", "under", "extra", "dia",     "micro", "mega",
                                         "kilo",  "pico",  "nano",  "macro" };
    static const char *const once[] = { "un",   "fore", "ware", "none", "non", "out",
                                        "post", "sub",  "pre",  "pro",  "dis", "side" };
    static const struct word_list groups[] = { WORD_LIST(twice), WORD_LIST(once) };
    for (unsigned group = 0; group < 2; group++)
        for (size_t i = 0; i < groups[group].count; i++) {
            const char *prefix = groups[group].words[i];
            if (!has(word, 0, prefix))
                continue;
            cut_front(word, strlen(prefix));
            return 2 - group;
        }
    return 0;
}

static unsigned cut_suffix(struct letters *word)
{
    static const struct {
        unsigned syllables;
        unsigned bytes;
        const char *text;
    } suffixes[] = {
        { 3, 5, "ology" },  { 3, 7, "ologist" }, { 3, 5, "onomy" },  { 3, 7, "onomist" },
        { 2, 5, "fully" },  { 2, 5, "berry" },   { 2, 5, "woman" },  { 2, 5, "women" },
        { 1, 2, "ly" },     { 1, 4, "less" },    { 1, 4, "some" },   { 1, 3, "ful" },
        { 1, 2, "er" },     { 1, 3, "ers" },     { 1, 4, "ness" },   { 1, 4, "cian" },
        { 1, 5, "cians" },  { 1, 4, "ment" },    { 1, 5, "ments" },  { 1, 4, "ette" },
        { 1, 5, "ettes" },  { 1, 5, "ville" },   { 1, 6, "villes" }, { 1, 5, "ships" },
        { 1, 4, "ship" },   { 1, 4, "side" },    { 1, 5, "sides" },  { 1, 4, "port" },
        { 1, 5, "ports" },  { 1, 5, "shire" },   { 1, 6, "shires" }, { 1, 4, "tion" },
        { 1, 6, "tioned" },
    };
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
        if (ends(word, suffixes[i].text, suffixes[i].bytes)) {
            cut_back(word, suffixes[i].bytes);
            return suffixes[i].syllables;
        }
    return 0;
}

/* Whether the letters from `i` to the ending `end` are one of the consonants, which stand in the
 * table with a blank on both sides. */
static bool is_between(const struct letters *word, size_t i, const char *consonants,
                       const char *end, size_t end_bytes)
{
    char padded[6] = " ";
    size_t end_at = word->count - end_bytes;
    if (i >= end_at || end_at - i > 3 || !ends(word, end, end_bytes))
        return false;
    memcpy(padded + 1, word->at + i, end_at - i);
    padded[1 + end_at - i] = ' ';
    return strstr(consonants, padded);
}

/* `…rned`: two consonants or more that make the e of -ed silent. */
static bool is_silent_ed(const struct letters *word, size_t i)
{
    if (!ends(word, "ed", 2) || i + 5 > word->count)
        return false;
    for (size_t at = i + 1; at < word->count - 2; at++)
        if (is_in(word, at, VOWELS_AND_Y | C | G | L | T | D | B))
            return false;
    return true;
}

/* The functions below give how many letters a row has that begins at `i`, or 0 for none. */

static size_t silent_row(const struct letters *word, size_t i)
{
    static const char before_ed[] = " b c ch dg f g gh gn k l lch ll lv m mm n nc ng nch nn p r rc "
                                    "rn rs rv s sc sk sl squ ss th v y z ";
    static const char before_es[] = " b ch d f gh gn k l lch ll lv m mm n nch nn p r rn rs rv s sc "
                                    "sk sl squ ss st t th v y ";
    size_t rest = word->count - i;
    if (has(word, i, "cial"))
        return 4;
    if (closes(word, i, "cia") || has(word, i, "tia"))
        return 3;
    if (has(word, i, "cius"))
        return 4;
    if (has(word, i, "cious"))
        return 5;
    if (is_other(word, i, VOWELS) && has(word, i + 1, "giu"))
        return 4;
    if (is_in(word, i, VOWELS_AND_Y) && is_other(word, i + 1, VOWELS_AND_Y) &&
        has(word, i + 2, "ion"))
        return 5;
    if (has(word, i, "iou"))
        return 3;
    if (closes(word, i, "sia") || closes(word, i, "eous") ||
        (is_in(word, i, O | A) && closes(word, i + 1, "gue")) || is_silent_ed(word, i) ||
        closes(word, i + 1, "ely"))
        return rest;
    if ((!i && has(word, i, "jua")) || has(word, i, "uai") || has(word, i, "eau"))
        return 3;
    if (!i && closes(word, i, "busi"))
        return rest;
    return is_in(word, i, VOWELS_AND_Y) && (is_between(word, i + 1, before_ed, "ed", 2) ||
                                            is_between(word, i + 1, before_es, "es", 2))
               ? rest
               : 0;
}

static size_t silent_e(const struct letters *word, size_t i)
{
    static const char before_e[] = " b c ch d dg f g gh gn k l ll lv m mm n nc ng nn p r rc rn rs "
                                   "rv s sc sk sl squ ss st t th v y z ";
    return is_in(word, i, VOWELS_AND_Y) && is_between(word, i + 1, before_e, "e", 1)
               ? word->count - i
               : 0;
}

static bool has_full_ending(const struct letters *word, size_t i)
{
    static const char *const endings[] = { "eo",  "ism",  "asm", "thm", "dnt",  "uity",
                                           "dea", "gean", "oa",  "ua",  "eing", "eings" };
    for (size_t at = 0; at < sizeof endings / sizeof endings[0]; at++)
        if (closes(word, i, endings[at]))
            return true;
    if (is_other(word, i, VOWELS_AND_Y) && has(word, i + 1, "ie") &&
        (closes(word, i + 3, "r") || closes(word, i + 3, "st") || closes(word, i + 3, "t")))
        return true;
    if (is_in(word, i, VOWELS_AND_Y | M) && closes(word, i + 1, "bl"))
        return true;
    if (!is_in(word, i, VOWELS_AND_Y) || !is_in(word, i + 1, S))
        return false;
    size_t at = i + 2 + is_in(word, i + 2, H);
    return is_in(word, at, E) && is_in(word, at + 1, R | S | D) && at + 2 == word->count;
}

static size_t full_ending(const struct letters *word, size_t i)
{
    size_t rest = word->count - i;
    return rest <= 5 && has_full_ending(word, i) ? rest : 0;
}

static size_t two_vowels(const struct letters *word, size_t i)
{
    if (is_other(word, i, G | Q) && has(word, i + 1, "ua") && is_other(word, i + 3, VOWELS))
        return 4;
    if (is_in(word, i, VOWELS) && is_in(word, i + 1, VOWELS) && is_in(word, i + 2, VOWELS))
        return 3;
    if (!i && (has(word, i, "ia") || has(word, i, "mc")))
        return 2;
    return !i && has(word, i, "coa") && is_in(word, 3, D | G | L | X) && word->count > 4 ? 5 : 0;
}

static size_t parted_vowels(const struct letters *word, size_t i)
{
    static const char *const rows[] = { "riet", "dien", "iu", "io", "ii", "uen", "real", "iell" };
    if (is_other(word, i, VOWELS) && is_in(word, i + 1, Y) && is_in(word, i + 2, A | E))
        return 3;
    if (is_other(word, i, L) && has(word, i + 1, "lien"))
        return 5;
    for (size_t at = 0; at < sizeof rows / sizeof rows[0]; at++)
        if (has(word, i, rows[at]))
            return strlen(rows[at]);
    if (has(word, i, "eo") && is_other(word, i + 2, VOWELS))
        return 3;
    return is_in(word, i, VOWELS) && is_in(word, i + 1, Y) && is_in(word, i + 2, VOWELS) ? 3 : 0;
}

static size_t parted_ia(const struct letters *word, size_t i)
{
    return is_other(word, i, S) && has(word, i + 1, "ia") ? 3 : 0;
}

static size_t vowel_row(const struct letters *word, size_t i)
{
    size_t end = i;
    while (is_in(word, end, VOWELS_AND_Y))
        end++;
    return end - i;
}

/* How many such rows the word has, from the left, none over another. */
static int rows(const struct letters *word, size_t (*row)(const struct letters *, size_t))
{
    int count = 0;
    for (size_t i = 0; i < word->count;) {
        size_t found = row(word, i);
        count += found > 0;
        i += found ? found : 1;
    }
    return count;
}

unsigned syllables_as_vale(const char *text, size_t bytes)
{
    struct letters word;
    read_letters(&word, text, bytes);
    if (word.count < 3)
        return word.count > 0;
    unsigned known = exception(&word);
    if (known)
        return known;
    int count = (int)cut_prefix(&word);
    count += (int)cut_suffix(&word);
    count += rows(&word, vowel_row);
    count -= rows(&word, silent_row) + rows(&word, silent_e);
    count += rows(&word, full_ending) + rows(&word, two_vowels) + rows(&word, parted_vowels) +
             rows(&word, parted_ia);
    return count < 1 ? 1 : (unsigned)count;
}
