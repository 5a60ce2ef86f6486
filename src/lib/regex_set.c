/* Reading characters, escapes and classes of a pattern. */
#include "lib/regex_scan.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "lib/regex_tree.h"
#include "lib/unicode.h"

uint32_t scan_peek(const struct regex_scan *scan, int ahead)
{
    const char *at = scan->pattern + scan->at;
    const char *end = scan->pattern + scan->bytes;
    if (!ahead && at < end && !(*at & 0x80))
        return (uint32_t)*at;
    for (; ahead > 0 && at < end; ahead--)
        utf8_next(&at, end);
    return at < end ? utf8_next(&at, end) : SCAN_END;
}

uint32_t scan_next(struct regex_scan *scan)
{
    const char *at = scan->pattern + scan->at;
    if (scan->at == scan->bytes)
        return SCAN_END;
    uint32_t codepoint = utf8_next(&at, scan->pattern + scan->bytes);
    scan->at = (size_t)(at - scan->pattern);
    return codepoint;
}

bool scan_skip(struct regex_scan *scan, uint32_t wanted)
{
    if (scan_peek(scan, 0) != wanted)
        return false;
    scan_next(scan);
    return true;
}

int scan_fail(struct regex_scan *scan, size_t at, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    *scan->mistake_at = at;
    return err_set(scan->err, ERR_INPUT, "%s", text);
}

bool scan_is_word(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return (codepoint | 0x20) - 'a' < 26 || codepoint - '0' < 10 || codepoint == '_';
    if (codepoint == 0x200C || codepoint == 0x200D)
        return true;
    switch (utf8proc_category((utf8proc_int32_t)codepoint)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return false;
    }
}

bool regex_has_case(uint32_t codepoint)
{
    utf8proc_int32_t c = (utf8proc_int32_t)codepoint;
    return utf8proc_tolower(c) != c || utf8proc_toupper(c) != c || utf8proc_totitle(c) != c;
}

static int digit_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (int)(c - 'a') + 10 : -1;
}

static int scan_hex(struct regex_scan *scan, int digits, uint32_t *codepoint)
{
    size_t start = scan->at;
    uint32_t value = 0;
    for (; digits > 0; digits--) {
        int digit = digit_value(scan_peek(scan, 0));
        if (digit < 0)
            return scan_fail(scan, start, _("too few hexadecimal digits"));
        scan_next(scan);
        value = value * 16 + (uint32_t)digit;
    }
    *codepoint = value;
    return 0;
}

static int scan_hex_in_braces(struct regex_scan *scan, uint32_t *codepoint)
{
    size_t start = scan->at;
    uint32_t value = 0;
    for (int digits = 0;; digits++) {
        if (scan_skip(scan, '}')) {
            *codepoint = value;
            return digits ? 0 : scan_fail(scan, start, _("too few hexadecimal digits"));
        }
        int digit = digit_value(scan_peek(scan, 0));
        if (digit < 0)
            return scan_fail(scan, scan->at, _("the `}` is missing"));
        scan_next(scan);
        value = value * 16 + (uint32_t)digit;
        if (value > 0x10FFFF)
            return scan_fail(scan, start, _("no character has a number above 10FFFF"));
    }
}

static uint32_t scan_octal(struct regex_scan *scan)
{
    uint32_t value = 0;
    for (int digits = 0; digits < 3; digits++) {
        uint32_t c = scan_peek(scan, 0);
        if (c < '0' || c > '7')
            break;
        scan_next(scan);
        value = value * 8 + (c - '0');
    }
    return value & 0xFF;
}

static int scan_control(struct regex_scan *scan, uint32_t *codepoint)
{
    size_t start = scan->at;
    uint32_t c = scan_next(scan);
    if (c >= 'a' && c <= 'z')
        c -= 0x20;
    if (c < '@' || c - '@' >= ' ')
        return scan_fail(scan, start, _("`\\c` needs a letter behind it"));
    *codepoint = c - '@';
    return 0;
}

int scan_escape(struct regex_scan *scan, uint32_t *codepoint)
{
    static const char names[] = "abefnrtv";
    static const char values[] = "\a\b\x1B\f\n\r\t\v";
    size_t start = scan->at;
    uint32_t c = scan_peek(scan, 0);
    if (c >= '0' && c <= '7') {
        *codepoint = scan_octal(scan);
        return 0;
    }
    scan_next(scan);
    if (c == 'x')
        return scan_skip(scan, '{') ? scan_hex_in_braces(scan, codepoint)
                                    : scan_hex(scan, 2, codepoint);
    if (c == 'u')
        return scan_hex(scan, 4, codepoint);
    if (c == 'c')
        return scan_control(scan, codepoint);
    const char *name = c && c < 0x80 ? strchr(names, (int)c) : NULL;
    if (name) {
        *codepoint = (unsigned char)values[name - names];
        return 0;
    }
    if (c == SCAN_END)
        return scan_fail(scan, start - 1, _("nothing stands behind the last `\\`"));
    if (scan_is_word(c))
        return scan_fail(scan, start - 1, _("the dialect has no `\\%.*s`"), (int)(scan->at - start),
                         scan->pattern + start);
    *codepoint = c;
    return 0;
}

static void add_range(struct regex_scan *scan, struct regex_set *set, uint32_t first, uint32_t last)
{
    set->ranges = list_grow(scan->arena, set->ranges, set->range_count, &set->range_capacity,
                            sizeof *set->ranges);
    set->ranges[set->range_count++] = (struct regex_range){ .first = first, .last = last };
}

struct span_of_codes {
    uint32_t first, last;
};

/* Ranges in order; where `is_negated`, all that stands between them. */
static void add_ranges(struct regex_scan *scan, struct regex_set *set,
                       const struct span_of_codes *ranges, size_t count, bool is_negated)
{
    uint32_t next = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_negated)
            add_range(scan, set, ranges[i].first, ranges[i].last);
        else if (next < ranges[i].first)
            add_range(scan, set, next, ranges[i].first - 1);
        next = ranges[i].last + 1;
    }
    if (is_negated)
        add_range(scan, set, next, 0x10FFFF);
}

static void add_property(struct regex_scan *scan, struct regex_set *set, const char *name,
                         bool is_negated)
{
    set->properties = list_grow(scan->arena, set->properties, set->property_count,
                                &set->property_capacity, sizeof *set->properties);
    set->properties[set->property_count++] = (struct regex_property){ name, is_negated };
}

static bool pcre2_knows(const char *property)
{
    char pattern[128];
    int error;
    size_t place;
    int bytes = snprintf(pattern, sizeof pattern, "\\p{%s}", property);
    pcre2_code *code =
        bytes < (int)sizeof pattern
            ? pcre2_compile((PCRE2_SPTR)pattern, (size_t)bytes, PCRE2_UTF, &error, &place, NULL)
            : NULL;
    if (!code && bytes < (int)sizeof pattern && error == PCRE2_ERROR_HEAP_FAILED)
        out_of_memory();
    pcre2_code_free(code);
    return code;
}

/* `\p{Greek}` of PCRE2 also takes characters that several scripts share; the script alone is meant
 * here. */
static int scan_property(struct regex_scan *scan, struct regex_set *set, bool is_negated)
{
    size_t open = scan->at;
    if (!scan_skip(scan, '{'))
        return scan_fail(scan, open, _("`\\p` needs a name in braces, as `\\p{L}`"));
    size_t start = scan->at;
    while (scan_is_word(scan_peek(scan, 0)) || scan_peek(scan, 0) == '-')
        scan_next(scan);
    const char *name = arena_strndup(scan->arena, scan->pattern + start, scan->at - start);
    if (!scan_skip(scan, '}'))
        return scan_fail(scan, open, _("the `}` is missing"));
    const char *script = arena_printf(scan->arena, "sc:%s", name);
    if (strlen(name) > 2 && pcre2_knows(script))
        name = script;
    else if (!pcre2_knows(name))
        return scan_fail(scan, start, _("Unicode has no category, script or property '%s'"), name);
    add_property(scan, set, name, is_negated);
    return 0;
}

bool scan_is_class_letter(uint32_t codepoint)
{
    return codepoint && codepoint < 0x80 && strchr("dDsSwWpP", (int)codepoint);
}

int scan_class_letter(struct regex_scan *scan, struct regex_set *set)
{
    static const struct span_of_codes spaces[] = {
        { '\t', '\r' },     { ' ', ' ' },       { 0x85, 0x85 },     { 0xA0, 0xA0 },
        { 0x1680, 0x1680 }, { 0x2000, 0x200A }, { 0x2028, 0x2029 }, { 0x202F, 0x202F },
        { 0x205F, 0x205F }, { 0x3000, 0x3000 },
    };
    uint32_t c = scan_next(scan);
    bool is_negated = c < 'a';
    size_t start = set->range_count;
    switch (c | 0x20) {
    case 'd':
        add_property(scan, set, "Nd", is_negated);
        return 0;
    case 's':
        add_ranges(scan, set, spaces, sizeof spaces / sizeof *spaces, is_negated);
        for (; start < set->range_count; start++)
            set->ranges[start].is_not_space = is_negated;
        return 0;
    case 'w':
        *(is_negated ? &set->has_not_word : &set->has_word) = true;
        return 0;
    default:
        return scan_property(scan, set, is_negated);
    }
}

struct posix_class {
    const char *name;
    size_t count;
    struct span_of_codes ranges[12];
};

static const struct posix_class posix_classes[] = {
    { "alnum", 3, { { '0', '9' }, { 'A', 'Z' }, { 'a', 'z' } } },
    { "alpha", 2, { { 'A', 'Z' }, { 'a', 'z' } } },
    { "ascii", 1, { { 0, 0x7F } } },
    { "blank", 2, { { '\t', '\t' }, { ' ', ' ' } } },
    { "cntrl", 2, { { 0, 0x1F }, { 0x7F, 0x7F } } },
    { "graph", 1, { { '!', '~' } } },
    { "lower", 1, { { 'a', 'z' } } },
    { "print", 1, { { ' ', '~' } } },
    { "punct", 4, { { '!', '/' }, { ':', '@' }, { '[', '`' }, { '{', '~' } } },
    { "space",
      11,
      { { '\t', '\r' },
        { ' ', ' ' },
        { 0xA0, 0xA0 },
        { 0x1680, 0x1680 },
        { 0x2000, 0x200A },
        { 0x2028, 0x2029 },
        { 0x202F, 0x202F },
        { 0x205F, 0x205F },
        { 0x3000, 0x3000 },
        { 0xFEFF, 0xFEFF } } },
    { "upper", 1, { { 'A', 'Z' } } },
    { "word", 4, { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
    { "xdigit", 3, { { '0', '9' }, { 'A', 'F' }, { 'a', 'f' } } },
};

/* `[:name:]`; `scan` stands at the colon, and again where no `:]` closes it. The engine lets
 * `digit` mean any script's digits and the others ASCII (`space` apart). */
static int scan_posix(struct regex_scan *scan, struct regex_set *set, bool *is_closed)
{
    size_t start = scan->at;
    scan_next(scan);
    bool is_negated = scan_skip(scan, '^');
    size_t name = scan->at;
    while (scan_is_word(scan_peek(scan, 0)))
        scan_next(scan);
    size_t name_bytes = scan->at - name;
    const struct posix_class *class = NULL;
    for (size_t i = 0; i < sizeof posix_classes / sizeof *posix_classes; i++)
        if (strlen(posix_classes[i].name) == name_bytes &&
            !memcmp(posix_classes[i].name, scan->pattern + name, name_bytes))
            class = &posix_classes[i];
    if (class)
        add_ranges(scan, set, class->ranges, class->count, is_negated);
    else if (name_bytes == 5 && !memcmp(scan->pattern + name, "digit", 5))
        add_property(scan, set, "Nd", is_negated);
    else
        return scan_fail(scan, start, _("there is no class `[:%.*s:]`; write `\\[` for a bracket"),
                         (int)name_bytes, scan->pattern + name);
    *is_closed = scan_peek(scan, 0) == ':' && scan_peek(scan, 1) == ']';
    if (!*is_closed) {
        scan->at = start;
        return 0;
    }
    scan->at += 2;
    return 0;
}

static int scan_subtraction(struct regex_scan *scan, struct regex_set *set, int depth)
{
    struct regex_set *minus = arena_alloc(scan->arena, sizeof *minus);
    if (scan_set(scan, minus, depth + 1) < 0)
        return -1;
    set->minus = minus;
    if (scan_peek(scan, 0) != ']')
        return scan_fail(scan, scan->at, _("what is taken away must stand last in the class"));
    return 0;
}

/* One member that is no range's end: a character, or a whole class (`*is_class`). */
static int scan_member(struct regex_scan *scan, struct regex_set *set, bool is_in_range,
                       uint32_t *c, bool *is_escaped, bool *is_class)
{
    size_t start = scan->at;
    *is_escaped = false;
    *is_class = false;
    *c = scan_next(scan);
    if (*c == '\\' && scan->at < scan->bytes) {
        if (scan_is_class_letter(scan_peek(scan, 0))) {
            if (is_in_range)
                return scan_fail(scan, start, _("a range can't end in a class"));
            *is_class = true;
            return scan_class_letter(scan, set);
        }
        if (scan_skip(scan, '-')) {
            *is_class = true;
            add_range(scan, set, '-', '-');
            return 0;
        }
        *is_escaped = true;
        return scan_escape(scan, c);
    }
    if (*c == '[' && scan_peek(scan, 0) == ':' && !is_in_range)
        return scan_posix(scan, set, is_class);
    return 0;
}

int scan_set(struct regex_scan *scan, struct regex_set *set, int depth)
{
    size_t open = scan->at - 1;
    uint32_t range_start = 0;
    bool is_in_range = false;
    if (depth > REGEX_MAX_DEPTH)
        return scan_fail(scan, open, _("brackets are nested too deeply"));
    set->is_negated = scan_skip(scan, '^');
    for (bool is_first = true; scan->at < scan->bytes; is_first = false) {
        size_t start = scan->at;
        uint32_t c;
        bool is_escaped, is_class;
        if (!is_first && scan_skip(scan, ']'))
            return 0;
        if (scan_member(scan, set, is_in_range, &c, &is_escaped, &is_class) < 0)
            return -1;
        if (is_class)
            continue;
        if (is_in_range) {
            is_in_range = false;
            if (c == '[' && !is_escaped && !is_first) {
                add_range(scan, set, range_start, range_start);
                if (scan_subtraction(scan, set, depth) < 0)
                    return -1;
            } else if (range_start > c) {
                return scan_fail(scan, start, _("the range ends before it starts"));
            } else {
                add_range(scan, set, range_start, c);
            }
        } else if (scan_peek(scan, 0) == '-' && scan->at + 1 < scan->bytes &&
                   scan_peek(scan, 1) != ']') {
            range_start = c;
            is_in_range = true;
            scan_next(scan);
        } else if (c == '-' && !is_escaped && !is_first && scan_peek(scan, 0) == '[') {
            scan_next(scan);
            if (scan_subtraction(scan, set, depth) < 0)
                return -1;
        } else {
            add_range(scan, set, c, c);
        }
    }
    return scan_fail(scan, open, _("the class is not closed: a `]` is missing"));
}
