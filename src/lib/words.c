/* Words of posts. */
#include "lib/words.h"

#include <string.h>
#include <strings.h>

#include "lib/unicode.h"

struct words words_of(const char *text, size_t bytes)
{
    return (struct words){ .text = text, .bytes = bytes };
}

static bool is_word_character(uint32_t c)
{
    return unicode_is_letter(c) || unicode_is_number(c) || c == '_';
}

static size_t run_end(const struct words *words, size_t at, bool (*is_inside)(uint32_t))
{
    const char *end = words->text + words->bytes;
    const char *next = words->text + at;
    while (next < end) {
        const char *here = next;
        if (!is_inside(utf8_next(&next, end)))
            return (size_t)(here - words->text);
    }
    return words->bytes;
}

static bool is_no_space(uint32_t c) { return !unicode_is_space(c); }

static bool is_word_start(const struct words *words, size_t at)
{
    const char *end = words->text + words->bytes;
    const char *next = words->text + at;
    return next < end && is_word_character(utf8_next(&next, end));
}

/* Marks that may stand within a word, between two of its characters. */
static size_t joint_bytes(const struct words *words, size_t at, bool is_number)
{
    static const char *const joints[] = { "'", "’", "-", "‑", "·", "\u00AD" };
    static const char *const in_numbers[] = { ".", ",", ":", "/" };
    size_t rest = words->bytes - at;
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        size_t bytes = strlen(joints[i]);
        if (rest > bytes && !memcmp(words->text + at, joints[i], bytes))
            return is_word_start(words, at + bytes) ? bytes : 0;
    }
    for (size_t i = 0; is_number && i < sizeof in_numbers / sizeof in_numbers[0]; i++)
        if (rest > 1 && words->text[at] == in_numbers[i][0])
            return words->text[at + 1] >= '0' && words->text[at + 1] <= '9';
    return 0;
}

static size_t word_end(const struct words *words, size_t at, bool is_number)
{
    at = run_end(words, at, is_word_character);
    for (size_t joint; at < words->bytes && (joint = joint_bytes(words, at, is_number));)
        at = run_end(words, at + joint, is_word_character);
    return at;
}

static bool begins_page(const struct words *words, size_t at)
{
    static const char *const starts[] = { "https://", "http://", "www." };
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        size_t bytes = strlen(starts[i]);
        if (words->bytes - at > bytes && !strncasecmp(words->text + at, starts[i], bytes))
            return true;
    }
    return false;
}

/* Letters, an @ and a dot behind it. */
static bool is_mail(const char *text, size_t bytes)
{
    const char *sign = memchr(text, '@', bytes);
    return sign && sign > text && memchr(sign, '.', bytes - (size_t)(sign - text));
}

/* `horno.example/pan`: small letters of ASCII with dots, and no less than two behind the last. */
static bool is_site(const char *text, size_t bytes)
{
    size_t last = 0;
    size_t at = 0;
    bool has_dot = false;
    for (; at < bytes && text[at] != '/'; at++) {
        if (text[at] == '.' && at + 1 < bytes && text[at + 1] >= 'a' && text[at + 1] <= 'z') {
            has_dot = at > 0;
            last = at + 1;
        } else if (text[at] == '.' || strchr(",;:!?)]}\"'*_", text[at])) {
            break; /* the sentence's */
        } else if ((text[at] < 'a' || text[at] > 'z') && text[at] != '-' &&
                   (last > 0 || text[at] < '0' || text[at] > '9')) {
            return false;
        }
    }
    return has_dot && at - last >= 2;
}

/* Where the address that begins at `at` ends, without the marks that close a sentence; 0 where
 * none does. `*run` is where the blank-free run ends whose first word was looked at: mail begins
 * with it, and no run is read twice. */
static size_t address_end(const struct words *words, size_t at, size_t *run)
{
    bool is_first = at >= *run;
    bool is_page = begins_page(words, at);
    if (!is_first && !is_page)
        return 0;
    size_t end = is_first ? run_end(words, at, is_no_space) : *run;
    *run = end;
    if (!is_page && !is_mail(words->text + at, end - at) && !is_site(words->text + at, end - at))
        return 0;
    while (end > at && strchr(".,;:!?)]}\"'*_", words->text[end - 1]))
        end--;
    return end;
}

bool words_next(struct words *words, struct word *out)
{
    const char *end = words->text + words->bytes;
    while (words->at < words->bytes) {
        size_t start = words->at;
        const char *next = words->text + start;
        uint32_t c = utf8_next(&next, end);
        size_t behind = (size_t)(next - words->text);
        bool is_tag = (c == '#' || c == '@') && is_word_start(words, behind);
        if (!is_tag && !is_word_character(c)) {
            words->at = behind;
            continue;
        }
        size_t address = is_tag ? 0 : address_end(words, start, &words->run);
        *out = (struct word){ .start = start, .kind = WORD_PLAIN };
        if (address) {
            out->end = address;
            out->kind = WORD_ADDRESS;
        } else if (is_tag) {
            out->end = run_end(words, behind, is_word_character);
            out->kind = c == '#' ? WORD_HASHTAG : WORD_MENTION;
        } else {
            bool is_number = unicode_is_number(c);
            out->end = word_end(words, start, is_number);
            out->kind = is_number ? WORD_NUMBER : WORD_PLAIN;
        }
        words->at = out->end;
        return true;
    }
    return false;
}

struct words word_parts_of(const char *text, const struct word *word)
{
    return (struct words){ .text = text, .bytes = word->end, .at = word->start };
}

enum letter_class { LETTER_LOWER, LETTER_UPPER, LETTER_DIGIT, LETTER_NONE };

static enum letter_class class_of(uint32_t c)
{
    if (unicode_is_upper(c))
        return LETTER_UPPER;
    if (unicode_is_number(c))
        return LETTER_DIGIT;
    return unicode_is_letter(c) ? LETTER_LOWER : LETTER_NONE;
}

bool word_parts_next(struct words *parts, struct word *out)
{
    const char *end = parts->text + parts->bytes;
    const char *at = parts->text + parts->at;
    const char *start = NULL;
    enum letter_class before = LETTER_NONE;
    while (at < end) {
        const char *here = at;
        enum letter_class class = class_of(utf8_next(&at, end));
        if (!start) {
            start = class == LETTER_NONE ? NULL : here;
        } else {
            const char *next = at;
            bool is_next_lower = at < end && class_of(utf8_next(&next, end)) == LETTER_LOWER;
            bool is_new = class == LETTER_NONE ||
                          (class == LETTER_DIGIT) != (before == LETTER_DIGIT) ||
                          (class == LETTER_UPPER && (before == LETTER_LOWER || is_next_lower));
            if (is_new) {
                at = here;
                break;
            }
        }
        before = class;
    }
    parts->at = (size_t)(at - parts->text);
    if (!start)
        return false;
    *out = (struct word){ (size_t)(start - parts->text), parts->at, WORD_PLAIN };
    return true;
}
