/* When an answer may be put into a file without being asked. */
#include "check/voice_fix.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "brand/voice/voice.h"
#include "lib/unicode.h"
#include "model/post.h"

/* --- the answer --- */

static uint32_t first_letter(const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t letter = utf8_next(&text, end);
        if (unicode_is_letter(letter))
            return letter;
    }
    return 0;
}

/* A word in capitals, rather than an abbreviation. */
static bool is_shouted(const char *text)
{
    enum { LEAST = 4 };
    const char *end = text + strlen(text);
    size_t letters = 0;
    while (text < end) {
        uint32_t letter = utf8_next(&text, end);
        if (unicode_is_lower(letter))
            return false;
        letters += unicode_is_upper(letter);
    }
    return letters >= LEAST;
}

/* With a capital where what was found has one, and all in capitals likewise. What differs in that
 * alone is about capitals: then the answer stays as the rule gives it. */
static const char *with_case_of(struct arena *arena, const char *answer, const char *match)
{
    const char *at = answer;
    char letter[4];
    uint32_t first = utf8_next(&at, answer + strlen(answer));
    if (!unicode_is_upper(first_letter(match)) || !unicode_is_lower(first) ||
        strcmp(unicode_fold(arena, answer), unicode_fold(arena, match)) == 0)
        return answer;
    if (is_shouted(match))
        return unicode_upper_text(arena, answer);
    size_t bytes = utf8_put(letter, unicode_upper(first));
    return arena_printf(arena, "%.*s%s", (int)bytes, letter, at);
}

/* --- the place --- */

static bool is_blank(char c) { return isspace((unsigned char)c); }

static bool has_any(const char *start, const char *end, const char *word)
{
    return memmem(start, (size_t)(end - start), word, strlen(word)) != NULL;
}

/* Whether the place is in an address, a mention or a hashtag: changing these breaks them. What
 * stands before it says so (`https://a.es/online`), or what follows at once (`online.es`). */
static bool is_in_address(const struct source *source, size_t start, size_t end)
{
    const char *text = source->text;
    size_t before = start;
    size_t behind = end;
    while (before > 0 && !is_blank(text[before - 1]))
        before--;
    while (behind < source->bytes && !is_blank(text[behind]))
        behind++;
    const char *word = text + before;
    const char *here = text + start;
    if (has_any(word, here, "://") || has_any(word, here, "@") || has_any(word, here, "#") ||
        has_any(word, here, "www.") || has_any(text + end, text + behind, "@"))
        return true;
    return (end + 1 < behind && text[end] == '.' && isalnum((unsigned char)text[end + 1])) ||
           (start > before && text[start - 1] == '/' && has_any(word, here, "."));
}

/* Letters, digits and blanks mean themselves in YAML, quoted or not. */
static bool is_plain_in_yaml(const char *answer)
{
    for (const char *c = answer; *c; c++)
        if ((unsigned char)*c < 0x80 && !isalnum((unsigned char)*c) && *c != ' ')
            return false;
    return true;
}

static bool is_raw(const char *scope) { return text_starts_with(scope, "raw"); }

/* Without a word, one of the blanks around it goes, too. */
static void take_blank(size_t *start, size_t end, const struct source *source)
{
    bool is_at_end = end == source->bytes || is_blank(source->text[end]) ||
                     ispunct((unsigned char)source->text[end]);
    if (is_at_end && *start > 0 && source->text[*start - 1] == ' ')
        --*start;
}

bool check_voice_fix(struct fix *out, struct arena *arena, const struct voice_alert *alert,
                     const struct names *answers, const struct source *source, size_t body_byte)
{
    size_t start = alert->start_byte;
    size_t end = alert->end_byte;
    size_t bytes = strlen(alert->hit.match);
    if (answers->count != 1 || alert->hit.has_no_place || is_raw(alert->scope) || bytes == 0 ||
        end > source->bytes || end - start != bytes ||
        memcmp(source->text + start, alert->hit.match, bytes) != 0)
        return false;
    const char *answer = with_case_of(arena, answers->items[0].text, alert->hit.match);
    if (strcmp(answer, alert->hit.match) == 0 || strpbrk(answer, "\r\n") ||
        (start < body_byte && !is_plain_in_yaml(answer)) || is_in_address(source, start, end))
        return false;
    if (!*answer)
        take_blank(&start, end, source);
    *out = (struct fix){ .start_byte = start, .end_byte = end, .text = answer };
    return true;
}
