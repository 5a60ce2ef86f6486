/* Spanish syllables: one for each vowel that another one does not take with it. Open vowels (a e o)
 * and stressed í ú stand for themselves; unstressed i u and a y without a vowel behind it go with
 * their neighbours, also across an h. */
#include "lib/syllables.h"

#include <stdbool.h>

#include "lib/unicode.h"

enum vowel { VOWEL_NONE, VOWEL_OPEN, VOWEL_CLOSED, VOWEL_STRESSED };

struct letter {
    enum vowel vowel;
    uint32_t base; /* without its accent */
    bool has_diaeresis;
};

enum { ACUTE = 0x301, DIAERESIS = 0x308 };

static struct letter letter_of(uint32_t c)
{
    switch (c) {
    case 'a':
    case 0xE1:
    case 0xE0:
    case 0xE2:
    case 0xE3:
    case 0xE4:
        return (struct letter){ VOWEL_OPEN, 'a', false };
    case 'e':
    case 0xE9:
    case 0xE8:
    case 0xEA:
    case 0xEB:
        return (struct letter){ VOWEL_OPEN, 'e', false };
    case 'o':
    case 0xF3:
    case 0xF2:
    case 0xF4:
    case 0xF5:
    case 0xF6:
        return (struct letter){ VOWEL_OPEN, 'o', false };
    case 'i':
    case 'u':
        return (struct letter){ VOWEL_CLOSED, c, false };
    case 0xFC:
        return (struct letter){ VOWEL_CLOSED, 'u', true };
    case 0xED:
    case 0xEC:
    case 0xEE:
    case 0xEF:
        return (struct letter){ VOWEL_STRESSED, 'i', false };
    case 0xFA:
    case 0xF9:
    case 0xFB:
        return (struct letter){ VOWEL_STRESSED, 'u', false };
    default:
        return (struct letter){ VOWEL_NONE, c, false };
    }
}

/* The letter at `*at`, composed or not. */
static struct letter next_letter(const char **at, const char *end)
{
    uint32_t plain = (unsigned char)**at;
    bool is_plain = plain >= 'a' && plain <= 'z';
    if (is_plain)
        ++*at;
    struct letter letter = letter_of(is_plain ? plain : unicode_lower(utf8_next(at, end)));
    const char *mark = *at;
    uint32_t c = mark < end && (unsigned char)*mark >= 0x80 ? utf8_next(&mark, end) : 0;
    if (c != ACUTE && c != DIAERESIS)
        return letter;
    *at = mark;
    if (c == ACUTE && letter.vowel == VOWEL_CLOSED)
        letter.vowel = VOWEL_STRESSED;
    letter.has_diaeresis = c == DIAERESIS;
    return letter;
}

/* The u of que, qui, gue, gui. */
static bool is_silent_u(uint32_t before, struct letter letter, struct letter next)
{
    return letter.base == 'u' && letter.vowel == VOWEL_CLOSED && !letter.has_diaeresis &&
           (before == 'q' || before == 'g') && (next.base == 'e' || next.base == 'i');
}

/* Vowels in a row, as far as they were read. */
struct row {
    unsigned count;  /* syllables */
    bool has_closed; /* closed vowels alone so far, which make one */
    uint32_t last;   /* the vowel before, 0 where there is none */
    bool is_last_closed;
};

static unsigned end_row(struct row *row)
{
    unsigned count = row->count + row->has_closed;
    *row = (struct row){ 0 };
    return count;
}

static void add_vowel(struct row *row, struct letter letter)
{
    bool is_open = letter.vowel == VOWEL_OPEN;
    /* Two of a kind never share a syllable: chi-ita, du-unvi-ro. */
    bool is_twin = !is_open && row->is_last_closed && row->last == letter.base;
    if (letter.vowel == VOWEL_CLOSED) {
        row->count += is_twin;
        row->has_closed |= !row->count;
    } else {
        row->count += 1U + (is_twin && row->has_closed);
        row->has_closed = false;
    }
    row->last = letter.base;
    row->is_last_closed = !is_open;
}

unsigned syllables_es(const char *word, size_t bytes)
{
    const char *end = word + bytes;
    unsigned count = 0;
    uint32_t before = 0;
    struct row row = { 0 };
    struct letter next = { 0 };
    bool is_last = !bytes;
    if (!is_last)
        next = next_letter(&word, end);
    while (!is_last) {
        struct letter letter = next;
        is_last = word == end;
        next = is_last ? (struct letter){ 0 } : next_letter(&word, end);
        if (letter.base == 'y' && !next.vowel)
            letter = (struct letter){ VOWEL_CLOSED, 'i', false };
        if (is_silent_u(before, letter, next))
            letter.base = before;
        else if (letter.vowel)
            add_vowel(&row, letter);
        else if (!(letter.base == 'h' && row.last && next.vowel))
            count += end_row(&row);
        before = letter.base;
    }
    count += end_row(&row);
    return count ? count : bytes > 0;
}
