/* Personal data, by one walk over the runs of a text that begin with a digit, a sign or a letter of
 * theirs. */
#include "lib/personal.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "lib/unicode.h"

enum { MOST_DIGITS = 34 };

/* Digits and capitals of a run, without what groups them. */
struct run {
    char text[MOST_DIGITS + 1];
    size_t count;
    size_t groups; /* how many pieces they were written in */
    size_t group[MOST_DIGITS];
    size_t end; /* behind its last character */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_ascii_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* Also letters that are not ASCII, `número`; no emoji, dash or quote. */
static bool is_word_at(const char *at, const char *end)
{
    if (!(*at & 0x80))
        return is_digit(*at) || is_ascii_letter(*at) || *at == '_';
    uint32_t c = utf8_next(&at, end);
    return unicode_is_letter(c) || unicode_is_digit(c);
}

/* The start of the character that ends at `at`. */
static const char *step_back(const char *text, const char *at)
{
    do
        at--;
    while (at > text && (*at & 0xC0) == 0x80);
    return at;
}

static bool is_word_before(const char *text, const char *at)
{
    return at > text && is_word_at(step_back(text, at), at);
}

/* A no-break space, of one kind or the other, is a space. */
static size_t space_bytes(const char *at, const char *end)
{
    if (*at == ' ')
        return 1;
    if (end - at > 2 && memcmp(at, "\xC2\xA0", 2) == 0)
        return 2;
    return end - at > 3 && memcmp(at, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
}

/* One mark, or a space and a parenthesis, between two pieces of a number. */
static size_t gap_bytes(const char *at, const char *end, const char *marks)
{
    const char *start = at;
    at += at < end ? space_bytes(at, end) : 0;
    if (at < end && *at && strchr(marks, *at))
        at++;
    if (at < end && at > start && at[-1] == ')')
        at += space_bytes(at, end);
    return (size_t)(at - start);
}

/* The characters that `is_inside` takes, in groups with a mark or a space between them. */
static void read_run(struct run *run, const char *text, const char *end, const char *marks,
                     bool (*is_inside)(char c))
{
    const char *at = text;
    *run = (struct run){ 0 };
    while (at < end) {
        size_t first = run->count;
        for (; at < end && is_inside(*at) && run->count < MOST_DIGITS; at++)
            run->text[run->count++] = (char)toupper((unsigned char)*at);
        if (run->count > first) {
            run->group[run->groups++] = run->count - first;
            run->end = (size_t)(at - text);
        }
        size_t gap = gap_bytes(at, end, marks);
        if (run->count == first || !gap || at + gap >= end || !is_inside(at[gap]) ||
            run->count == MOST_DIGITS)
            return;
        at += gap;
    }
}

/* --- what stands around --- */

static bool word_before(const char *text, const char *at, const char *word)
{
    size_t bytes = strlen(word);
    return (size_t)(at - text) >= bytes && strncasecmp(at - bytes, word, bytes) == 0 &&
           !is_word_before(text, at - bytes);
}

/* `pedido 612345678`, `ref. 612345678`, `n.º 612345678`: a number of another kind. */
static bool is_numbered_thing(const char *text, const char *at)
{
    static const char *const things[] = {
        "pedido", "pedidos",    "referencia", "ref",    "factura",     "lote",     "albarán",
        "código", "número",     "num",        "núm",    "nº",          "n.º",      "n.o",
        "order",  "reference",  "invoice",    "batch",  "code",        "no",       "isbn",
        "ean",    "sku",        "tracking",   "envío",  "seguimiento", "registro", "rgs",
        "serie",  "expediente", "sorteo",     "décimo",
    };
    while (at > text && strchr(" .:#-", at[-1]))
        at--;
    for (size_t i = 0; i < sizeof things / sizeof things[0]; i++) {
        if (word_before(text, at, things[i]))
            return true;
    }
    return at < text + 1 ? false : strchr("#€$£", at[-1]) != NULL;
}

/* Money, shares and measures behind a number. */
static bool is_amount(const char *at, const char *end)
{
    static const char *const units[] = {
        "€",       "$",        "£",      "%",        "eur",     "usd",    "kg",
        "kilo",    "km",       "mil",    "hab",      "persona", "seguid", "visita",
        "usuario", "descarga", "people", "follower", "view",    "user",   "download",
    };
    at += at < end ? space_bytes(at, end) : 0;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t bytes = strlen(units[i]);
        if ((size_t)(end - at) >= bytes && strncasecmp(at, units[i], bytes) == 0)
            return true;
    }
    return false;
}

static bool ends_word(const char *at, const char *end)
{
    return at >= end ||
           (!is_word_at(at, end) && !(strchr(".,-/:", *at) && at + 1 < end && is_digit(at[1])));
}

/* --- numbers with check digits --- */

static bool passes_luhn(const struct run *run)
{
    int sum = 0;
    for (size_t i = 0; i < run->count; i++) {
        int digit = run->text[run->count - 1 - i] - '0';
        digit *= i % 2 ? 2 : 1;
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

/* By first digits and length (ISO/IEC 7812; Visa, Mastercard, Amex, Diners, Discover, Maestro), in
 * the groups that are printed on a card, or in one. */
static bool is_card(const struct run *run)
{
    char first = run->text[0];
    bool is_amex = first == '3' && (run->text[1] == '4' || run->text[1] == '7');
    if (is_amex ? run->count != 15 : run->count != 16 || !strchr("23456", first))
        return false;
    for (size_t i = 0; run->groups > 1 && i < run->groups; i++) {
        if (is_amex ? i > 2 || run->group[i] != (size_t[]){ 4, 6, 5 }[i] : run->group[i] != 4)
            return false;
    }
    return passes_luhn(run);
}

static bool passes_mod_97(const struct run *run)
{
    unsigned rest = 0;
    for (size_t i = 0; i < run->count; i++) {
        char c = run->text[(i + 4) % run->count];
        unsigned value = is_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'A') + 10;
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

static bool is_iban_character(char c) { return is_digit(c) || is_ascii_letter(c); }

/* The words behind an IBAN may look like more groups of it: of all ends, the first that fits. */
static bool is_iban(const char *text, const char *end, size_t *bytes)
{
    enum { SHORTEST = 15 };
    struct run run;
    if (end - text < SHORTEST || !is_ascii_letter(text[0]) || !is_ascii_letter(text[1]) ||
        !is_digit(text[2]) || !is_digit(text[3]))
        return false;
    read_run(&run, text, end, "-", is_iban_character);
    size_t count = 0;
    size_t at = 0;
    for (size_t i = 0; i < run.groups; i++) {
        count += run.group[i];
        while (at < run.end && !is_iban_character(text[at]))
            at++;
        at += run.group[i];
        struct run part = run;
        part.count = count;
        if (count >= SHORTEST && count <= MOST_DIGITS && passes_mod_97(&part) &&
            ends_word(text + at, end)) {
            *bytes = at;
            return true;
        }
    }
    return false;
}

/* Eight digits and a letter, or X, Y, Z, seven digits and a letter (Orden INT/2058/2008). */
static bool is_id(const char *text, const char *end, size_t *bytes)
{
    static const char letters[] = "TRWAGMYFPDXBNJZSQVHLCKE";
    const char *at = text;
    char first = (char)toupper((unsigned char)*at);
    bool is_foreign = first >= 'X' && first <= 'Z';
    unsigned value = is_foreign ? (unsigned)(first - 'X') : 0;
    int digits = is_foreign ? 1 : 0;
    at += is_foreign;
    if (is_foreign && at < end && *at == '-')
        at++;
    for (; at < end && digits < 8; at++) {
        if (is_digit(*at)) {
            value = value * 10 + (unsigned)(*at - '0');
            digits++;
        } else if (*at != '.' || at + 3 >= end || !is_digit(at[1]) || !is_digit(at[2]) ||
                   !is_digit(at[3])) {
            return false;
        }
    }
    if (digits < 8)
        return false;
    if (at < end && (*at == '-' || *at == ' '))
        at++;
    if (at >= end || toupper((unsigned char)*at) != letters[value % 23] ||
        (at + 1 < end && is_word_at(at + 1, end)) ||
        (at[-1] == ' ' && !isupper((unsigned char)*at)))
        return false;
    *bytes = (size_t)(at + 1 - text);
    return true;
}

/* --- telephone numbers --- */

static bool has_groups(const struct run *run, size_t first, const size_t *groups, size_t count)
{
    if (run->groups - first != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (run->group[first + i] != groups[i])
            return false;
    }
    return true;
}

/* Nine digits of the Spanish plan (CNMC: 6 and 7 mobile, 8 and 9 fixed), whole or in the groups
 * that people write; from the group `first` on. */
static bool is_spanish(const struct run *run, size_t first)
{
    static const size_t ways[][5] = { { 9 },          { 3, 3, 3 }, { 3, 2, 2, 2 },
                                      { 2, 3, 2, 2 }, { 3, 6 },    { 2, 7 } };
    size_t before = 0;
    for (size_t i = 0; i < first; i++)
        before += run->group[i];
    if (run->count - before != 9 || !strchr("6789", run->text[before]))
        return false;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        size_t count = 0;
        while (count < 5 && ways[i][count])
            count++;
        if (has_groups(run, first, ways[i], count))
            return true;
    }
    return false;
}

/* `(212) 736-5000`: area and exchange begin with 2 to 9 (North American Numbering Plan). */
static bool is_american(const struct run *run)
{
    return has_groups(run, 0, (const size_t[]){ 3, 3, 4 }, 3) && run->text[0] >= '2' &&
           run->text[3] >= '2';
}

/* `650 000 000` counts something. */
static bool is_round(const struct run *run)
{
    return run->count >= 6 && strcmp(run->text + run->count - 6, "000000") == 0;
}

static bool is_phone(const char *text, const char *at, const char *end, size_t *bytes)
{
    struct run run;
    bool has_plus = *at == '+';
    const char *start = at + has_plus;
    start += start < end && *start == '(';
    if (start >= end || !is_digit(*start))
        return false;
    read_run(&run, start, end, ".-()/", is_digit);
    *bytes = (size_t)(start - at) + run.end;
    if (!ends_word(at + *bytes, end) || is_amount(at + *bytes, end))
        return false;
    bool has_country = strncmp(run.text, "0034", 4) == 0;
    if (has_plus)
        return run.count >= 8 && run.count <= 15 && run.text[0] != '0' && !is_round(&run);
    if (has_country)
        return run.count == 13 && strchr("6789", run.text[4]);
    return (is_spanish(&run, 0) || is_american(&run)) && !is_round(&run) &&
           !is_numbered_thing(text, at);
}

/* --- mail --- */

static bool is_mail_character(const char *at, const char *end)
{
    return is_word_at(at, end) || (*at && strchr(".+-%", *at));
}

static bool is_mail(const char *text, const char *at, const char *end, size_t *before,
                    size_t *bytes)
{
    const char *start = at;
    const char *stop = at + 1;
    const char *dot = NULL;
    while (start > text && is_mail_character(step_back(text, start), start))
        start = step_back(text, start);
    while (start < at && strchr(".-", *start))
        start++;
    /* `@user@host` is a handle. */
    if (start == at || (start > text && strchr("@/", start[-1])))
        return false;
    for (; stop < end &&
           (*stop & 0x80 ? is_word_at(step_back(at, stop + 1), end)
                         : is_word_at(stop, end) || ((*stop == '.' || *stop == '-') &&
                                                     stop + 1 < end && is_word_at(stop + 1, end)));
         stop++)
        dot = *stop == '.' ? stop : dot;
    if (!dot || stop - dot < 3 || !is_ascii_letter(dot[1]) || dot == at + 1)
        return false;
    *before = (size_t)(at - start);
    *bytes = (size_t)(stop - start);
    return true;
}

/* --- all of them --- */

/* The end of the address of a page in which `at` stands; `at` where it stands in none. */
static const char *skip_address(const char *text, const char *at, const char *end)
{
    const char *start = at;
    while (start > text && (unsigned char)start[-1] > ' ')
        start--;
    const char *word = start;
    while (word < at && !is_word_at(word, end))
        utf8_next(&word, end);
    if (!memmem(start, (size_t)(at - start), "://", 3) &&
        (at - word < 4 || strncasecmp(word, "www.", 4) != 0))
        return at;
    while (at < end && (unsigned char)*at > ' ')
        at++;
    return at;
}

/* Whether what begins at `at` goes on from something before it. `Tel:612345678` does not, and
 * `12:612345678` does. */
static bool is_inside(const char *text, const char *at)
{
    if (at == text)
        return false;
    if (strchr(".,:", at[-1]))
        return at - text > 1 && is_digit(at[-2]);
    return is_word_before(text, at) || strchr("#@/=-", at[-1]);
}

static bool found_at(struct personal *out, const char *text, const char *at, const char *end)
{
    size_t before = 0;
    size_t bytes;
    struct run run;
    if (*at == '@' && is_mail(text, at, end, &before, &bytes))
        out->kind = PERSONAL_MAIL;
    else if (*at == '@' || is_inside(text, at))
        return false;
    else if (is_ascii_letter(*at) && is_iban(at, end, &bytes))
        out->kind = PERSONAL_IBAN;
    else if ((is_digit(*at) || strchr("XYZxyz", *at)) && is_id(at, end, &bytes))
        out->kind = PERSONAL_ID;
    else if ((is_digit(*at) || strchr("+(", *at)) && is_phone(text, at, end, &bytes))
        out->kind = PERSONAL_PHONE;
    else if (is_digit(*at) && (read_run(&run, at, end, "-", is_digit), is_card(&run)) &&
             ends_word(at + run.end, end) && !is_numbered_thing(text, at)) {
        out->kind = PERSONAL_CARD;
        bytes = run.end;
    } else
        return false;
    out->start_byte = (size_t)(at - text) - before;
    out->end_byte = out->start_byte + bytes;
    return true;
}

/* Letters that begin an account or a NIE, before the digit at `at`. */
static const char *with_letters(const char *from, const char *at)
{
    const char *start = at;
    if (start - from > 1 && start[-1] == '-' && strchr("XYZxyz", start[-2]))
        start--;
    for (int i = 0; i < 2 && start > from && is_ascii_letter(start[-1]); i++)
        start--;
    return start;
}

bool personal_next(struct personal *out, const char *text, size_t bytes, size_t from)
{
    const char *end = text + bytes;
    const char *at = text + from;
    while (at < end) {
        const char *sign = at + strcspn(at, "0123456789@+(");
        if (sign >= end)
            return false;
        const char *behind = skip_address(text, sign, end);
        if (behind > sign) {
            at = behind;
            continue;
        }
        const char *first = is_digit(*sign) ? with_letters(text + from, sign) : sign;
        if ((first < sign && found_at(out, text, first, end)) || found_at(out, text, sign, end))
            return true;
        at = sign + 1;
    }
    return false;
}

bool personal_is_same(enum personal_kind kind, const char *text, size_t bytes, const char *other)
{
    enum { PHONE_DIGITS = 9 };
    char kept[2][64] = { { 0 } };
    const char *const texts[] = { text, other };
    const size_t sizes[] = { bytes, strlen(other) };
    size_t counts[2] = { 0 };
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < sizes[i] && counts[i] < sizeof kept[i] - 1; j++) {
            char c = texts[i][j];
            bool is_kept = kind == PERSONAL_MAIL    ? c > ' '
                           : kind == PERSONAL_PHONE ? is_digit(c)
                                                    : is_iban_character(c);
            if (is_kept)
                kept[i][counts[i]++] = c;
        }
    }
    if (kind == PERSONAL_PHONE && counts[0] >= PHONE_DIGITS && counts[1] >= PHONE_DIGITS)
        return strcmp(kept[0] + counts[0] - PHONE_DIGITS, kept[1] + counts[1] - PHONE_DIGITS) == 0;
    return counts[0] && strcasecmp(kept[0], kept[1]) == 0;
}
