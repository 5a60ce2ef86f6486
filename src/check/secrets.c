/* Secrets: tokens, passwords and keys that somebody pasted into a file. Git keeps them for ever, so
 * this is an error, and the message never repeats the value. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "check/check.h"
#include "lib/unicode.h"
#include "model/finding.h"

enum character_set {
    LETTERS_DIGITS = 1, /* A-Z a-z 0-9 */
    URL_SAFE = 2,       /* … and - _ */
    UPPER_DIGITS = 4,
};

/* Tokens that say by their first letters what they are. From the services' own documents on secret
 * scanning, read 2026-08. */
static const struct prefix {
    const char *text;
    size_t rest_min; /* characters after it */
    enum character_set set;
    const char *what;
} prefixes[] = {
    { "ghp_", 36, LETTERS_DIGITS, "GitHub" },     { "gho_", 36, LETTERS_DIGITS, "GitHub" },
    { "ghu_", 36, LETTERS_DIGITS, "GitHub" },     { "ghs_", 36, LETTERS_DIGITS, "GitHub" },
    { "ghr_", 36, LETTERS_DIGITS, "GitHub" },     { "github_pat_", 22, URL_SAFE, "GitHub" },
    { "glpat-", 20, URL_SAFE, "GitLab" },         { "xoxb-", 20, URL_SAFE, "Slack" },
    { "xoxp-", 20, URL_SAFE, "Slack" },           { "xoxa-", 20, URL_SAFE, "Slack" },
    { "xoxr-", 20, URL_SAFE, "Slack" },           { "xoxs-", 20, URL_SAFE, "Slack" },
    { "xapp-", 20, URL_SAFE, "Slack" },           { "AKIA", 16, UPPER_DIGITS, "AWS" },
    { "ASIA", 16, UPPER_DIGITS, "AWS" },          { "AIza", 35, URL_SAFE, "Google" },
    { "ya29.", 20, URL_SAFE, "Google" },          { "sk_live_", 16, LETTERS_DIGITS, "Stripe" },
    { "rk_live_", 16, LETTERS_DIGITS, "Stripe" }, { "sk-", 32, URL_SAFE, "API" },
    { "EAA", 60, LETTERS_DIGITS, "Meta" },        { "IGQ", 60, URL_SAFE, "Instagram" },
    { "npm_", 36, LETTERS_DIGITS, "npm" },        { "syt_", 20, URL_SAFE, "Matrix" },
    { "nsec1", 58, LETTERS_DIGITS, "Nostr" },
};

/* Every byte of every post passes here: one subtraction a range. */
static bool is_in(enum character_set set, char c)
{
    unsigned char byte = (unsigned char)c;
    if ((unsigned char)(byte - 'a') < 26)
        return set != UPPER_DIGITS;
    return (unsigned char)(byte - 'A') < 26 || (unsigned char)(byte - '0') < 10 ||
           (set == URL_SAFE && (byte == '-' || byte == '_'));
}

static size_t run_of(enum character_set set, const char *at, const char *end)
{
    const char *start = at;
    while (at < end && is_in(set, *at))
        at++;
    return (size_t)(at - start);
}

static const char *match_prefix(const char *at, size_t bytes)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t prefix_bytes = strlen(prefixes[i].text);
        if (bytes >= prefix_bytes + prefixes[i].rest_min &&
            memcmp(at, prefixes[i].text, prefix_bytes) == 0 &&
            run_of(prefixes[i].set, at + prefix_bytes, at + bytes) >= prefixes[i].rest_min)
            return prefixes[i].what;
    }
    return NULL;
}

/* xxxx-xxxx-xxxx-xxxx of base32 letters. Four Spanish words of four letters look alike, so one
 * group must hold a digit or no vowel. */
static bool is_app_password(const char *at, size_t bytes)
{
    if (bytes != 19)
        return false;
    bool is_odd = false;
    for (size_t group = 0; group < 4; group++) {
        bool has_vowel = false;
        for (size_t i = group * 5; i < group * 5 + 4; i++) {
            bool is_digit = at[i] >= '2' && at[i] <= '7';
            if (!is_digit && (at[i] < 'a' || at[i] > 'z'))
                return false;
            is_odd |= is_digit;
            has_vowel |= strchr("aeiou", at[i]) != NULL;
        }
        is_odd |= !has_vowel;
        if (group < 3 && at[group * 5 + 4] != '-')
            return false;
    }
    return is_odd;
}

/* Three base64 words with dots, the first of which begins with {" . */
static bool is_jwt(const char *at, const char *end)
{
    if (end - at < 40 || memcmp(at, "eyJ", 3) != 0)
        return false;
    const char *second = at + run_of(URL_SAFE, at, end);
    if (end - second < 10 || memcmp(second, ".eyJ", 4) != 0)
        return false;
    const char *third = second + 1 + run_of(URL_SAFE, second + 1, end);
    return end - third > 10 && *third == '.';
}

/* 8 to 12 digits, a colon, 35 characters. */
static bool is_telegram(const char *at, size_t bytes, const char *end)
{
    if (bytes < 8 || bytes > 12 || end - at < (ptrdiff_t)bytes + 36 || at[bytes] != ':')
        return false;
    for (size_t i = 0; i < bytes; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
    }
    return run_of(URL_SAFE, at + bytes + 1, end) == 35;
}

/* A long word of mixed letters and digits, not part of an address: no word of a language. */
static bool is_random(const char *at, size_t bytes, const char *text)
{
    if (bytes < 40 || (at > text && strchr("/.=&?#@", at[-1])))
        return false;
    size_t upper = 0, lower = 0, digits = 0;
    for (size_t i = 0; i < bytes; i++) {
        upper += at[i] >= 'A' && at[i] <= 'Z';
        lower += at[i] >= 'a' && at[i] <= 'z';
        digits += at[i] >= '0' && at[i] <= '9';
    }
    return upper >= 4 && lower >= 4 && digits >= 3;
}

static const char *classify(const char *at, size_t bytes, const char *text, const char *end)
{
    const char *what = bytes >= 20 ? match_prefix(at, bytes) : NULL;
    if (what)
        return what;
    if (is_app_password(at, bytes))
        return "Bluesky";
    if (is_jwt(at, end))
        return "JWT";
    if (is_telegram(at, bytes, end))
        return "Telegram";
    return is_random(at, bytes, text) ? "" : NULL;
}

/* Addresses that are secrets in themselves, by what stands behind `://`. */
static const struct marker {
    const char *text;
    size_t rest_min; /* characters of a token that follow */
    const char *what;
} markers[] = {
    { "hooks.slack.com/services/T", 8, "Slack" },
    { "discord.com/api/webhooks/", 17, "Discord" },
    { "discordapp.com/api/webhooks/", 17, "Discord" },
};

static struct span span_at(const char *text, const char *at, size_t bytes)
{
    const char *line_start = text;
    uint32_t line = 1;
    for (const char *newline; (newline = memchr(line_start, '\n', (size_t)(at - line_start)));) {
        line_start = newline + 1;
        line++;
    }
    uint32_t column = 1 + (uint32_t)unicode_codepoints(line_start, (size_t)(at - line_start));
    return (struct span){ line, column, line, column + (uint32_t)unicode_codepoints(at, bytes) };
}

static void report(struct findings *findings, const char *path, const char *text, const char *at,
                   size_t bytes, const char *what)
{
    struct span where = span_at(text, at, bytes);
    if (*what)
        findings_report(findings, SEVERITY_ERROR, "secret", path, where,
                        _("this looks like a secret (%s): take it out and make a new one, for git "
                          "keeps it; write the NAME of an environment variable, PREGON_…"),
                        what);
    else
        findings_report(findings, SEVERITY_ERROR, "secret", path, where,
                        _("this looks like a secret: take it out and make a new one, for git keeps "
                          "it; write the NAME of an environment variable, PREGON_…"));
    findings_last(findings)->secret = arena_strndup(findings->arena, at, bytes);
}

static const struct marker *match_marker(const char *at, const char *end)
{
    for (size_t i = 0; i < sizeof markers / sizeof markers[0]; i++) {
        size_t bytes = strlen(markers[i].text);
        if ((size_t)(end - at) > bytes && memcmp(at, markers[i].text, bytes) == 0 &&
            run_of(URL_SAFE, at + bytes, end) >= markers[i].rest_min)
            return &markers[i];
    }
    return NULL;
}

/* https://user:password@host */
static size_t password_in_address(const char *at, const char *end)
{
    size_t user = run_of(URL_SAFE, at, end);
    if (!user || at + user >= end || at[user] != ':')
        return 0;
    const char *password = at + user + 1;
    const char *stop = password;
    while (stop<end && * stop> ' ' && !strchr("/@?#\"'<>", *stop))
        stop++;
    return stop < end && *stop == '@' && stop > password ? (size_t)(stop - at) : 0;
}

/* What stands behind `://`. */
static void check_address(struct findings *findings, const char *path, const char *text,
                          const char *at, const char *end)
{
    size_t password_bytes = password_in_address(at, end);
    const struct marker *marker = match_marker(at, end);
    if (password_bytes)
        report(findings, path, text, at, password_bytes, "");
    else if (marker)
        report(findings, path, text, at, strlen(marker->text), marker->what);
}

/* `-----BEGIN … PRIVATE KEY-----`, whose first hyphens are a word here. */
static bool is_armour(const char *word, size_t bytes, const char *end)
{
    if (bytes < strlen("-----BEGIN") || memcmp(word, "-----BEGIN", 10) != 0)
        return false;
    const char *line_end = memchr(word, '\n', (size_t)(end - word));
    size_t line_bytes = (size_t)((line_end ? line_end : end) - word);
    return memmem(word, line_bytes, "PRIVATE KEY-----", 16) != NULL;
}

void check_secrets(struct findings *findings, const char *path, const char *text, size_t bytes)
{
    const char *end = text + bytes;
    for (const char *at = text; at < end;) {
        if (!is_in(URL_SAFE, *at)) {
            if (*at == ':' && end - at > 3 && at[1] == '/' && at[2] == '/')
                check_address(findings, path, text, at + 3, end);
            at++;
            continue;
        }
        size_t word_bytes = run_of(URL_SAFE, at, end);
        const char *what = word_bytes >= 8 ? classify(at, word_bytes, text, end) : NULL;
        if (what)
            report(findings, path, text, at, word_bytes, what);
        else if (is_armour(at, word_bytes, end))
            report(findings, path, text, at, word_bytes, "private key");
        at += word_bytes;
    }
}
