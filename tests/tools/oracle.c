/* oracle KIND FILE: reads what pregon printed as others will read it, and says what is wrong.
 *
 *   bytes     no control character but newlines and tabs, nothing that turns or hides text, UTF-8
 *   commands  bytes, and nothing that the runner of a CI service would obey
 *   github    the same, but for annotations that are ours
 *   csv       RFC 4180, as many cells in each row, no cell that a spreadsheet would compute
 *   ics       RFC 5545's lines, components and no others, nothing that a runner would obey
 *
 * Prints how many annotations, rows or events there are. Ends with 1 where something is wrong. The
 * readers are written after what the others do, not after Pregon: nothing of it is used here. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long wrongs;

static void wrong(size_t line, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void wrong(size_t line, const char *format, ...)
{
    va_list args;
    if (++wrongs > 20)
        return;
    va_start(args, format);
    printf("line %zu: ", line);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
}

/* --- bytes --- */

/* The character at `at`, and how many bytes it has; 0: no UTF-8. */
static size_t character(const unsigned char *at, size_t left, uint32_t *out)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t bytes = *at < 0x80 ? 1 : *at < 0xC2 ? 0 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
    if (!bytes || bytes > left || *at > 0xF4)
        return 0;
    *out = bytes == 1 ? *at : *at & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        *out = *out << 6 | (at[i] & 0x3F);
    }
    return *out < least[bytes] || *out > 0x10FFFF || (*out >= 0xD800 && *out < 0xE000) ? 0 : bytes;
}

static bool is_raw(uint32_t c)
{
    return (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xAD ||
           c == 0x61C || c == 0x200B || (c >= 0x200E && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

static void read_bytes(const char *text, size_t bytes, bool has_returns)
{
    size_t line = 1;
    size_t length;
    uint32_t c;
    for (size_t i = 0; i < bytes; i += length) {
        length = character((const unsigned char *)text + i, bytes - i, &c);
        if (!length) {
            wrong(line, "the byte %02X is no UTF-8", (unsigned)(unsigned char)text[i]);
            length = 1;
        } else if (has_returns && c == '\r' && i + 1 < bytes && text[i + 1] == '\n') {
            continue;
        } else if (is_raw(c)) {
            wrong(line, "U+%04X is there raw", (unsigned)c);
        }
        line += length == 1 && text[i] == '\n';
    }
}

/* --- runners --- */

/* actions/runner, ActionCommandManager.cs and its extensions, read 2026-08; those that were taken
 * out obey where the workflow says so. */
static const char *const github_commands[] = {
    "add-mask",
    "add-matcher",
    "add-path",
    "debug",
    "echo",
    "endgroup",
    "error",
    "group",
    "notice",
    "save-state",
    "set-env",
    "set-output",
    "remove-matcher",
    "stop-commands",
    "warning",
    "internal-set-repo-path",
    NULL,
};

static bool is_github_command(const char *name, size_t bytes)
{
    for (const char *const *known = github_commands; *known; known++)
        if (strlen(*known) == bytes && strncasecmp(*known, name, bytes) == 0)
            return true;
    return false;
}

/* What .NET's TrimStart takes away. */
static size_t white_bytes(const char *at, size_t left)
{
    uint32_t c;
    size_t bytes = left ? character((const unsigned char *)at, left, &c) : 0;
    bool is_white = bytes && ((c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 ||
                              c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
                              c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000);
    return is_white ? bytes : 0;
}

static const char *find(const char *text, size_t bytes, const char *what)
{
    return memmem(text, bytes, what, strlen(what));
}

/* An annotation that we make: level, then known properties. */
static bool is_ours(const char *info, size_t bytes)
{
    static const char *const names[] = { "file", "line", "endLine", "col", "endColumn", "title" };
    size_t name = strcspn(info, " ");
    if (name >= bytes || !((name == 5 && strncmp(info, "error", 5) == 0) ||
                           (name == 6 && strncmp(info, "notice", 6) == 0) ||
                           (name == 7 && strncmp(info, "warning", 7) == 0)))
        return false;
    for (size_t at = name + 1, next = 0; at < bytes; at += strcspn(info + at, ",") + 1) {
        size_t equal = strcspn(info + at, "=");
        while (next < 6 &&
               !(strlen(names[next]) == equal && !strncmp(info + at, names[next], equal)))
            next++;
        if (next++ == 6)
            return false;
    }
    return true;
}

static size_t read_github_line(const char *text, size_t bytes, size_t number, bool has_ours)
{
    const char *end = text + bytes;
    for (size_t white; (white = white_bytes(text, (size_t)(end - text))) > 0;)
        text += white;
    if (end - text < 2 || strncmp(text, "::", 2) != 0)
        return 0;
    const char *close = find(text + 2, (size_t)(end - text - 2), "::");
    if (!close)
        return 0;
    size_t info = (size_t)(close - text - 2);
    size_t name = strcspn(text + 2, " ");
    if (has_ours && is_ours(text + 2, info))
        return 1;
    if (is_github_command(text + 2, name < info ? name : info))
        wrong(number, "a command: %.*s", (int)(end - text < 60 ? end - text : 60), text);
    return 0;
}

static void read_older(const char *text, size_t bytes, size_t number)
{
    static const char *const starts[] = { "##[", "##vso[", "##teamcity[", NULL };
    for (const char *const *start = starts; *start; start++) {
        const char *at = find(text, bytes, *start);
        if (at && memchr(at, ']', bytes - (size_t)(at - text)))
            wrong(number, "a command of the older notation: %.40s", at);
    }
}

/* gitlab-org/gitlab, lib/gitlab/ci/ansi2json: a section's mark ends with a return and an escape. */
static void read_gitlab(const char *text, size_t bytes, size_t number)
{
    for (const char *at = text; (at = find(at, bytes - (size_t)(at - text), "section_")); at++) {
        const char *return_ = memchr(at, '\r', bytes - (size_t)(at - text));
        if (return_ && bytes - (size_t)(return_ - text) > 2 &&
            strncmp(return_, "\r\033[0K", 5) == 0)
            wrong(number, "a section of GitLab");
    }
}

static size_t read_commands(const char *text, size_t bytes, bool has_ours)
{
    size_t annotations = 0;
    size_t number = 1;
    for (const char *end = text + bytes; text < end; number++) {
        /* Some runners end a line at a lone return, too. */
        size_t length = 0;
        while (text + length < end && text[length] != '\n' && text[length] != '\r')
            length++;
        annotations += read_github_line(text, length, number, has_ours);
        read_older(text, length, number);
        read_gitlab(text, (size_t)(end - text) < length + 5 ? (size_t)(end - text) : length + 5,
                    number);
        text += length + (text + length < end);
    }
    return annotations;
}

/* --- tables --- */

static bool is_computed(char first) { return first && strchr("=+-@\t\r\n", first); }

static size_t read_csv(const char *text, size_t bytes)
{
    const char *end = text + bytes;
    size_t rows = 0;
    size_t cells = 1;
    size_t wanted = 0;
    while (text < end) {
        bool is_quoted = *text == '"';
        text += is_quoted;
        if (text < end && is_computed(*text) && !(*text == '\r' && !is_quoted))
            wrong(rows + 1, "a cell begins with '%c'", *text);
        while (text < end &&
               (is_quoted ? *text != '"' || text[1] == '"' : !strchr(",\r\n", *text))) {
            if (!is_quoted && *text == '"')
                wrong(rows + 1, "a quote within a cell");
            text += is_quoted && *text == '"' ? 2 : 1;
        }
        text += is_quoted;
        if (text < end && *text == ',') {
            cells++;
            text++;
            continue;
        }
        if (end - text < 2 || strncmp(text, "\r\n", 2) != 0)
            wrong(rows + 1, "a row does not end as rows do");
        if (rows++ == 0)
            wanted = cells;
        if (cells != wanted)
            wrong(rows, "%zu cells, not %zu", cells, wanted);
        cells = 1;
        text += end - text < 2 ? end - text : 2;
    }
    return rows;
}

static size_t read_ics(char *text, size_t bytes)
{
    size_t events = 0;
    size_t depth = 0;
    size_t number = 0;
    char *to = text;
    char *line = text;
    size_t octets = 0;
    for (size_t i = 0; i < bytes; i++) { /* unfolded in place */
        octets = i && text[i - 1] == '\n' ? 1 : octets + 1;
        if (octets > 76 && text[i] != '\n')
            wrong(number, "a line of more than 75 octets");
        if (i + 2 < bytes && strncmp(text + i, "\r\n ", 3) == 0) {
            i += 2;
            octets = 1;
            continue;
        }
        *to++ = text[i];
    }
    *to = '\0';
    for (char *end; *line; line = end + 2, number++) {
        end = strstr(line, "\r\n");
        if (!end) {
            wrong(number, "no line end");
            break;
        }
        *end = '\0';
        size_t name = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
        if (!name || !strchr(":;", line[name]))
            wrong(number, "no property: %.40s", line);
        if (strncmp(line, "BEGIN:", 6) == 0)
            depth++, events += strcmp(line, "BEGIN:VEVENT") == 0;
        if (strncmp(line, "END:", 4) == 0)
            depth--;
        if (strncmp(line, "BEGIN:", 6) == 0 &&
            strcmp(line + 6, depth == 1 ? "VCALENDAR" : "VEVENT"))
            wrong(number, "a foreign component: %.40s", line);
        if (strncmp(line, "ATTACH", 6) == 0 || strncmp(line, "ATTENDEE", 8) == 0)
            wrong(number, "a foreign property: %.40s", line);
    }
    return events;
}

static char *load(const char *path, size_t *bytes)
{
    FILE *in = fopen(path, "rb");
    size_t capacity = 1 << 16;
    char *text = malloc(capacity);
    size_t got;
    *bytes = 0;
    while (in && text && (got = fread(text + *bytes, 1, capacity - *bytes - 1, in)) > 0) {
        *bytes += got;
        if (capacity - *bytes < 2)
            text = realloc(text, capacity *= 2);
    }
    if (!in || !text)
        return NULL;
    fclose(in);
    text[*bytes] = '\0';
    return text;
}

int main(int argc, char **argv)
{
    size_t bytes = 0;
    char *text = argc == 3 ? load(argv[2], &bytes) : NULL;
    if (!text) {
        fputs("usage: oracle bytes|commands|github|csv|ics FILE\n", stderr);
        return 2;
    }
    const char *kind = argv[1];
    bool is_table = strcmp(kind, "csv") == 0 || strcmp(kind, "ics") == 0;
    size_t count = 0;
    read_bytes(text, bytes, is_table);
    if (strcmp(kind, "bytes") != 0)
        count = read_commands(text, bytes, strcmp(kind, "github") == 0);
    if (is_table)
        count = *kind == 'c' ? read_csv(text, bytes) : read_ics(text, bytes);
    if (wrongs > 20)
        printf("and %lu more\n", wrongs - 20);
    printf("%zu\n", count);
    free(text);
    return wrongs > 0;
}
