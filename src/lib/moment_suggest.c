/* The right notation of dates as Spanish and English writers note them: words and numbers in any
 * order that leaves one meaning. */
#include "lib/moment.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/unicode.h"

enum word {
    WORD_NONE,
    WORD_FILLER,
    WORD_HOUR, /* announces an hour: "a las 9" */
    WORD_CLOCK,
    WORD_AM,
    WORD_PM,
    WORD_MORNING,
    WORD_AFTERNOON,
    WORD_EVENING,
    WORD_UTC,
    WORD_ORDINAL,
    WORD_MONTH,
    WORD_WEEKDAY = WORD_MONTH + 13,
};

static const struct {
    const char *text;
    int word; /* enum word; months and weekdays plus their number */
} words[] = {
    { "de", WORD_FILLER },
    { "del", WORD_FILLER },
    { "a", WORD_FILLER },
    { "el", WORD_FILLER },
    { "día", WORD_FILLER },
    { "por", WORD_FILLER },
    { "the", WORD_FILLER },
    { "of", WORD_FILLER },
    { "on", WORD_FILLER },
    { "in", WORD_FILLER },
    { "t", WORD_FILLER },
    { "la", WORD_HOUR },
    { "las", WORD_HOUR },
    { "at", WORD_HOUR },
    { "h", WORD_CLOCK },
    { "hs", WORD_CLOCK },
    { "hrs", WORD_CLOCK },
    { "hora", WORD_CLOCK },
    { "horas", WORD_CLOCK },
    { "am", WORD_AM },
    { "pm", WORD_PM },
    { "mañana", WORD_MORNING },
    { "morning", WORD_MORNING },
    { "tarde", WORD_AFTERNOON },
    { "afternoon", WORD_AFTERNOON },
    { "noche", WORD_EVENING },
    { "evening", WORD_EVENING },
    { "z", WORD_UTC },
    { "utc", WORD_UTC },
    { "gmt", WORD_UTC },
    { "st", WORD_ORDINAL },
    { "nd", WORD_ORDINAL },
    { "rd", WORD_ORDINAL },
    { "th", WORD_ORDINAL },
    { "º", WORD_ORDINAL },
    { "enero", WORD_MONTH + 1 },
    { "ene", WORD_MONTH + 1 },
    { "january", WORD_MONTH + 1 },
    { "jan", WORD_MONTH + 1 },
    { "febrero", WORD_MONTH + 2 },
    { "february", WORD_MONTH + 2 },
    { "feb", WORD_MONTH + 2 },
    { "marzo", WORD_MONTH + 3 },
    { "march", WORD_MONTH + 3 },
    { "mar", WORD_MONTH + 3 },
    { "abril", WORD_MONTH + 4 },
    { "abr", WORD_MONTH + 4 },
    { "april", WORD_MONTH + 4 },
    { "apr", WORD_MONTH + 4 },
    { "mayo", WORD_MONTH + 5 },
    { "may", WORD_MONTH + 5 },
    { "junio", WORD_MONTH + 6 },
    { "june", WORD_MONTH + 6 },
    { "jun", WORD_MONTH + 6 },
    { "julio", WORD_MONTH + 7 },
    { "july", WORD_MONTH + 7 },
    { "jul", WORD_MONTH + 7 },
    { "agosto", WORD_MONTH + 8 },
    { "ago", WORD_MONTH + 8 },
    { "august", WORD_MONTH + 8 },
    { "aug", WORD_MONTH + 8 },
    { "septiembre", WORD_MONTH + 9 },
    { "setiembre", WORD_MONTH + 9 },
    { "september", WORD_MONTH + 9 },
    { "sept", WORD_MONTH + 9 },
    { "sep", WORD_MONTH + 9 },
    { "octubre", WORD_MONTH + 10 },
    { "october", WORD_MONTH + 10 },
    { "oct", WORD_MONTH + 10 },
    { "noviembre", WORD_MONTH + 11 },
    { "november", WORD_MONTH + 11 },
    { "nov", WORD_MONTH + 11 },
    { "diciembre", WORD_MONTH + 12 },
    { "dic", WORD_MONTH + 12 },
    { "december", WORD_MONTH + 12 },
    { "dec", WORD_MONTH + 12 },
    { "lunes", WORD_WEEKDAY + 1 },
    { "monday", WORD_WEEKDAY + 1 },
    { "martes", WORD_WEEKDAY + 2 },
    { "tuesday", WORD_WEEKDAY + 2 },
    { "miércoles", WORD_WEEKDAY + 3 },
    { "wednesday", WORD_WEEKDAY + 3 },
    { "jueves", WORD_WEEKDAY + 4 },
    { "thursday", WORD_WEEKDAY + 4 },
    { "viernes", WORD_WEEKDAY + 5 },
    { "friday", WORD_WEEKDAY + 5 },
    { "sábado", WORD_WEEKDAY + 6 },
    { "saturday", WORD_WEEKDAY + 6 },
    { "domingo", WORD_WEEKDAY + 7 },
    { "sunday", WORD_WEEKDAY + 7 },
};

enum token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN };

struct token {
    enum token_kind kind;
    bool follows_space;
    int number; /* TOKEN_NUMBER */
    int digits;
    int word;  /* TOKEN_WORD */
    char sign; /* TOKEN_SIGN */
};

enum { MAX_TOKENS = 32, MAX_TEXT_BYTES = 100, MAX_DIGITS = 8 };

struct guess {
    struct token tokens[MAX_TOKENS + 8]; /* ends behind the last are there to be looked at */
    const struct token *at;
    struct local_time local;
    int weekday;
    int offset_s;
    bool has_date, has_time, has_seconds, has_offset, announces_hour;
};

static int word_of(const char *text, size_t bytes)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].text) == bytes && memcmp(words[i].text, text, bytes) == 0)
            return words[i].word;
    return WORD_NONE;
}

/* The bytes of the word at `text`: letters, also `º`. */
static size_t word_bytes(const char *text)
{
    const char *end = text + strlen(text);
    const char *at = text;
    while (at < end) {
        const char *here = at;
        if (!unicode_is_letter(utf8_next(&at, end)))
            return (size_t)(here - text);
    }
    return (size_t)(end - text);
}

/* "a.m." and "p. m." as one word. */
static size_t half_day_bytes(const char *text, int *word)
{
    size_t at = 1;
    if (*text != 'a' && *text != 'p')
        return 0;
    at += text[at] == '.';
    at += text[at] == ' ' && text[at - 1] == '.';
    if (text[at] != 'm' || word_bytes(text + at) != 1)
        return 0;
    *word = *text == 'a' ? WORD_AM : WORD_PM;
    at++;
    return at + (text[at] == '.');
}

static bool read_tokens(struct guess *guess, const char *text)
{
    size_t count = 0;
    bool follows_space = false;
    while (*text) {
        struct token *token = &guess->tokens[count];
        *token = (struct token){ .follows_space = follows_space };
        follows_space = *text == ' ';
        if (*text == ' ') {
            text++;
            continue;
        }
        if (++count > MAX_TOKENS)
            return false;
        size_t bytes = strspn(text, "0123456789");
        if (bytes) {
            token->kind = TOKEN_NUMBER;
            token->number = (int)text_number(text, bytes, 99999999);
            token->digits = (int)bytes;
            if (bytes > MAX_DIGITS)
                return false;
        } else if ((bytes = half_day_bytes(text, &token->word))) {
            token->kind = TOKEN_WORD;
        } else if ((bytes = word_bytes(text))) {
            token->kind = TOKEN_WORD;
            token->word = word_of(text, bytes);
        } else {
            bytes = 1;
            token->kind = TOKEN_SIGN;
            token->sign = *text;
        }
        text += bytes;
    }
    guess->tokens[count] = (struct token){ .kind = TOKEN_END };
    return true;
}

static bool is_sign(const struct token *token, char sign)
{
    return token->kind == TOKEN_SIGN && token->sign == sign;
}

static bool is_word(const struct token *token, int word)
{
    return token->kind == TOKEN_WORD && token->word == word;
}

static bool is_month(const struct token *token)
{
    return token->kind == TOKEN_WORD && token->word > WORD_MONTH && token->word <= WORD_MONTH + 12;
}

static bool is_number(const struct token *token, int digits)
{
    return token->kind == TOKEN_NUMBER && token->digits <= digits;
}

static bool set_date(struct guess *guess, int year, int month, int day, size_t tokens)
{
    if (guess->has_date)
        return false;
    guess->local.year = year;
    guess->local.month = month;
    guess->local.day = day;
    guess->has_date = true;
    guess->at += tokens;
    return true;
}

/* 24/11/2026, 11/24/2026, 2026/11/24, 24-11-2026, 24.11.26; not 05/06/2026, which is in May for
 * some and in June for others. */
static bool take_numeric_date(struct guess *guess)
{
    const struct token *at = guess->at;
    char sign = at[1].kind == TOKEN_SIGN ? at[1].sign : '\0';
    if (at[0].kind != TOKEN_NUMBER || !sign || !strchr("/-.", sign) || !is_number(&at[2], 2) ||
        !is_sign(&at[3], sign) || at[4].kind != TOKEN_NUMBER || at[2].follows_space ||
        at[4].follows_space)
        return false;
    int first = at[0].number;
    int second = at[2].number;
    int third = at[4].number;
    if (at[0].digits == 4 && at[4].digits <= 2)
        return set_date(guess, first, second, third, 5);
    /* 24-11-26 may begin with its year. */
    if (at[0].digits > 2 || (at[4].digits != 4 && (at[4].digits != 2 || sign == '-')))
        return false;
    if (at[4].digits == 2)
        third += 2000;
    if (first > 12 || first == second)
        return set_date(guess, third, second, first, 5);
    return second > 12 && set_date(guess, third, first, second, 5);
}

/* Behind a day: its ordinal ending, "de", a comma or a dash. */
static const struct token *behind_day(const struct token *at)
{
    while (is_word(at, WORD_ORDINAL) || is_word(at, WORD_FILLER) || is_sign(at, ',') ||
           is_sign(at, '.') || is_sign(at, '-') || is_sign(at, '/'))
        at++;
    return at;
}

/* 24 de noviembre de 2026, Nov 24th, 2026, 24-nov-2026, 2026 nov 24. */
static bool take_date_with_month(struct guess *guess)
{
    const struct token *first = guess->at;
    const struct token *second = behind_day(first + 1);
    if (second->kind == TOKEN_END)
        return false;
    const struct token *third = behind_day(second + 1);
    size_t tokens = (size_t)(third + 1 - guess->at);
    if (is_number(first, 2) && is_month(second) && is_number(third, 4) && third->digits == 4)
        return set_date(guess, third->number, second->word - WORD_MONTH, first->number, tokens);
    if (is_month(first) && is_number(second, 2) && is_number(third, 4) && third->digits == 4)
        return set_date(guess, third->number, first->word - WORD_MONTH, second->number, tokens);
    if (is_number(first, 4) && first->digits == 4 && is_month(second) && is_number(third, 2))
        return set_date(guess, first->number, second->word - WORD_MONTH, third->number, tokens);
    return false;
}

/* The hour on a dial of 24, by the word behind it; -1 where that makes no sense. */
static int full_hour(int hour, int word)
{
    if (word == WORD_AM)
        return hour < 1 || hour > 12 ? -1 : hour % 12;
    if (word == WORD_PM)
        return hour < 1 || hour > 12 ? -1 : hour % 12 + 12;
    if (word == WORD_MORNING)
        return hour > 11 ? -1 : hour;
    if (word == WORD_AFTERNOON)
        return hour == 12 ? 12 : hour >= 1 && hour <= 8 ? hour + 12 : -1;
    return hour >= 7 && hour <= 11 ? hour + 12 : -1;
}

static bool is_time_sign(const struct token *token)
{
    return !token->follows_space &&
           (is_sign(token, ':') || is_sign(token, '.') || is_word(token, WORD_CLOCK));
}

/* "9:30", "9.30h", "9h30", "9:30:15", "9 h", "9am", and "9" behind "a las". */
static bool take_time(struct guess *guess)
{
    const struct token *at = guess->at;
    if (guess->has_time || !is_number(at, 2))
        return false;
    struct local_time *local = &guess->local;
    local->hour = at++->number;
    bool is_time = guess->announces_hour;
    if (is_time_sign(at) && at[1].kind == TOKEN_NUMBER && at[1].digits == 2 &&
        !at[1].follows_space) {
        local->minute = at[1].number;
        at += 2;
        is_time = true;
        guess->has_seconds = is_time_sign(at) && at[1].kind == TOKEN_NUMBER && at[1].digits == 2;
        if (guess->has_seconds) {
            local->second = at[1].number;
            at += 2;
        }
    }
    if (is_word(at, WORD_CLOCK)) {
        at += is_sign(at + 1, '.') ? 2 : 1;
        is_time = true;
    }
    const struct token *half = at;
    while (is_word(half, WORD_FILLER) || is_word(half, WORD_HOUR))
        half++;
    if (half->kind == TOKEN_WORD && half->word >= WORD_AM && half->word <= WORD_EVENING) {
        local->hour = full_hour(local->hour, half->word);
        is_time = true;
        at = half + 1;
    }
    guess->has_time = is_time;
    guess->at = is_time ? at : guess->at;
    return is_time;
}

/* "+0100", "+01:00", "UTC", behind a time. */
static bool take_offset(struct guess *guess)
{
    const struct token *at = guess->at;
    if (!guess->has_time || guess->has_offset)
        return false;
    if (is_word(at, WORD_UTC)) {
        guess->has_offset = true;
        guess->at++;
        return true;
    }
    int sign = is_sign(at, '+') ? 1 : is_sign(at, '-') ? -1 : 0;
    if (!sign || at[1].kind != TOKEN_NUMBER || at[1].follows_space)
        return false;
    int hours = at[1].number;
    int minutes = 0;
    size_t tokens = 2;
    if (at[1].digits == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (at[1].digits == 2 && is_sign(&at[2], ':') && is_number(&at[3], 2)) {
        minutes = at[3].number;
        tokens = 4;
    } else {
        return false;
    }
    guess->offset_s = sign * (hours * 60 + minutes) * 60;
    guess->has_offset = hours < 24 && minutes < 60;
    guess->at += tokens;
    return guess->has_offset;
}

/* What says nothing itself: "de", commas, the name of the weekday. */
static bool take_rest(struct guess *guess)
{
    const struct token *at = guess->at;
    if (at->kind == TOKEN_WORD && at->word > WORD_WEEKDAY && !guess->weekday) {
        guess->weekday = at->word - WORD_WEEKDAY;
    } else if (is_word(at, WORD_HOUR)) {
        guess->announces_hour = true;
    } else if (!is_word(at, WORD_FILLER) && !is_sign(at, ',') && !is_sign(at, '.') &&
               !is_sign(at, '-')) {
        return false;
    }
    guess->at++;
    return true;
}

/* Spaces and dashes as keyboards have them: word processors put in others, which look the same. */
static const char *plain_signs(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, MAX_TEXT_BYTES + 1);
    const char *end = text + strlen(text);
    while (text < end) {
        const char *start = text;
        uint32_t c = utf8_next(&text, end);
        if (unicode_is_space(c))
            text_putc(&out, ' ');
        else if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
            text_putc(&out, '-');
        else
            text_append(&out, start, (size_t)(text - start));
    }
    return text_end(&out);
}

const char *moment_suggest(struct arena *arena, const char *text)
{
    if (strlen(text) > MAX_TEXT_BYTES || utf8_valid_bytes(text, strlen(text)) < strlen(text))
        return NULL;
    struct guess guess = { 0 };
    if (!read_tokens(&guess, unicode_fold(arena, plain_signs(arena, text))))
        return NULL;
    guess.at = guess.tokens;
    while (guess.at->kind != TOKEN_END)
        if (!take_numeric_date(&guess) && !take_date_with_month(&guess) && !take_time(&guess) &&
            !take_offset(&guess) && !take_rest(&guess))
            return NULL;
    const struct local_time *local = &guess.local;
    if (!guess.has_date || !moment_is_valid(local) ||
        (guess.weekday && guess.weekday != moment_weekday(local)))
        return NULL;
    if (guess.has_offset)
        return moment_format(arena, moment_seconds(local) - guess.offset_s, guess.offset_s);
    const char *date = arena_printf(arena, "%04d-%02d-%02d", local->year, local->month, local->day);
    if (!guess.has_time)
        return date;
    const char *minute = arena_printf(arena, "%s %02d:%02d", date, local->hour, local->minute);
    return guess.has_seconds ? arena_printf(arena, "%s:%02d", minute, local->second) : minute;
}
