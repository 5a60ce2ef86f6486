/* Inlines of GitHub's Markdown that cmark does not know: bare addresses, references to footnotes
 * and struck text. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/markup_parts.h"

/* A text of one event that becomes a tag with its text. */
struct cut {
    size_t start, end; /* of the text */
    const char *tag;   /* "a", "sup" */
    const char *href;
    const char *text; /* in place of the cut's own; or NULL */
};

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

/* --- bare addresses --- */

static bool is_host_char(char c) { return isalnum((unsigned char)c) || strchr("-@:%._+~#=", c); }

static bool is_path_char(char c)
{
    return isalnum((unsigned char)c) || strchr("-@:%_+.~#$!?&/=();,'\">^{}[]`", c);
}

/* The host needs a dot with letters behind it. */
static size_t host_end(const char *text, size_t at, size_t bytes)
{
    enum { LONGEST_HOST = 256 };
    size_t run = at;
    while (run < bytes && text[run] && is_host_char(text[run]) && run - at <= LONGEST_HOST)
        run++;
    for (size_t end = run; end > at + 1; end--) {
        size_t letters = end;
        while (letters > at && text[letters - 1] >= 'a' && text[letters - 1] <= 'z')
            letters--;
        if (letters < end && letters > at + 1 && text[letters - 1] == '.')
            return end;
    }
    return 0;
}

/* What stands behind an address does not belong to it: `.`, `)` without its `(`, … */
static size_t trim_address(const char *text, size_t start, size_t end)
{
    size_t opens = 0;
    size_t closes = 0;
    for (size_t at = start; at < end; at++) {
        opens += text[at] == '(';
        closes += text[at] == ')';
    }
    while (end > start + 1) {
        char last = text[end - 1];
        if (!strchr("?!.,:*_~'\"", last) && !(last == ')' && closes > opens))
            break;
        closes -= last == ')';
        end--;
    }
    return end;
}

static size_t address_end(const char *text, size_t at, size_t bytes)
{
    static const char *const starts[] = { "http://", "https://", "ftp://", "www." };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t start = strlen(starts[i]);
        if (bytes - at <= start || memcmp(text + at, starts[i], start) != 0)
            continue;
        size_t end = host_end(text, at + start, bytes);
        if (!end)
            return 0;
        if (end < bytes && text[end] == ':' && end + 1 < bytes &&
            isdigit((unsigned char)text[end + 1]))
            for (end++; end < bytes && isdigit((unsigned char)text[end]);)
                end++;
        if (end < bytes && strchr("/#?", text[end]))
            while (end < bytes && text[end] && is_path_char(text[end]))
                end++;
        return trim_address(text, at, end);
    }
    return 0;
}

static bool is_local_char(char c)
{
    return isalnum((unsigned char)c) || strchr(".!#$%&'*+/=?^_`{|}~-", c);
}

/* The start of the e-mail address whose `@` is at `at`, and its end. */
static bool find_mail(const char *text, size_t at, size_t bytes, size_t *start, size_t *end)
{
    *start = at;
    while (*start > 0 && text[*start - 1] && is_local_char(text[*start - 1]))
        --*start;
    *end = at + 1;
    size_t dot = 0;
    while (*end < bytes && (isalnum((unsigned char)text[*end]) || strchr("-._", text[*end]))) {
        if (!text[*end])
            break;
        if (text[*end] == '.')
            dot = *end;
        ++*end;
    }
    while (*end > at + 1 &&
           (text[*end - 1] == '.' || text[*end - 1] == '-' || text[*end - 1] == '_'))
        --*end;
    return *start < at && dot > at + 1 && dot + 1 < *end &&
           (*start == 0 || !is_word(text[*start - 1]));
}

static bool find_address(struct arena *arena, const char *text, size_t from, size_t bytes,
                         struct cut *cut)
{
    for (size_t at = from; at < bytes; at++) {
        bool may_begin = at == 0 || strchr(" *_~(\n", text[at - 1]);
        size_t end = may_begin && strchr("hfw", text[at]) ? address_end(text, at, bytes) : 0;
        size_t start = at;
        if (end > at) {
            const char *address = arena_strndup(arena, text + at, end - at);
            *cut = (struct cut){ .start = at, .end = end, .tag = "a", .href = address };
            if (text[at] == 'w')
                cut->href = arena_printf(arena, "http://%s", address);
            return true;
        }
        if (text[at] == '@' && find_mail(text, at, bytes, &start, &end) && start >= from) {
            *cut = (struct cut){ .start = start, .end = end, .tag = "a" };
            cut->href = arena_printf(arena, "mailto:%.*s", (int)(end - start), text + start);
            return true;
        }
    }
    return false;
}

/* --- references to footnotes --- */

static bool find_reference(struct arena *arena, struct markup_notes *notes, const char *text,
                           size_t from, size_t bytes, struct cut *cut)
{
    for (size_t at = from; at + 3 < bytes; at++) {
        if (text[at] != '[' || text[at + 1] != '^')
            continue;
        const char *close = memchr(text + at, ']', bytes - at);
        for (size_t i = 0; close && i < notes->count; i++) {
            struct markup_footnote *note = &notes->items[i];
            size_t label_bytes = (size_t)(close - text) - at - 2;
            if (strlen(note->label) != label_bytes ||
                strncasecmp(note->label, text + at + 2, label_bytes) != 0)
                continue;
            if (note->number == 0)
                note->number = ++notes->used;
            *cut = (struct cut){ .start = at, .end = (size_t)(close - text) + 1, .tag = "sup" };
            cut->text = arena_printf(arena, "%zu", note->number);
            return true;
        }
    }
    return false;
}

/* --- cutting --- */

static void add_slice(struct markup *out, const struct markup_event *event, size_t from, size_t end)
{
    if (from >= end)
        return;
    struct trace trace = trace_slice(&event->trace, out->arena, from, end);
    const char *text = arena_strndup(out->arena, event->text + from, end - from);
    markup_add(out, MARKUP_TEXT, text, end - from)->trace = trace;
}

static void add_cut(struct markup *out, const struct markup_event *event, const struct cut *cut)
{
    markup_open(out, cut->tag);
    out->items[out->count - 1].href = cut->href;
    if (cut->text) { /* a footnote's number is a link itself */
        markup_open(out, "a");
        markup_add(out, MARKUP_TEXT, cut->text, strlen(cut->text));
        markup_close(out, "a");
    } else {
        add_slice(out, event, cut->start, cut->end);
    }
    markup_close(out, cut->tag);
}

static void cut_text(struct markup *out, const struct markup_event *event,
                     struct markup_notes *notes)
{
    size_t from = 0;
    for (;;) {
        struct cut address = { .start = SIZE_MAX };
        struct cut cut = { .start = SIZE_MAX };
        find_address(out->arena, event->text, from, event->bytes, &address);
        if (notes->count > 0)
            find_reference(out->arena, notes, event->text, from, event->bytes, &cut);
        if (address.start < cut.start)
            cut = address;
        if (cut.start == SIZE_MAX)
            break;
        add_slice(out, event, from, cut.start);
        add_cut(out, event, &cut);
        from = cut.end;
    }
    add_slice(out, event, from, event->bytes);
}

static bool may_be_cut(const struct markup_event *event, const struct markup_notes *notes)
{
    return memchr(event->text, '@', event->bytes) || text_find(event->text, event->bytes, "://") ||
           memmem(event->text, event->bytes, "www.", 4) ||
           (notes->count > 0 && memmem(event->text, event->bytes, "[^", 2));
}

/* --- struck text --- */

/* Where a run of one or two tildes stands. */
struct tildes {
    size_t event, start, end;
    bool can_open, can_close;
};

static bool is_space_or_end(const struct markup_event *event, size_t at, bool is_before)
{
    if (is_before)
        return at == 0 || strchr(" \n\t", event->text[at - 1]);
    return at >= event->bytes || strchr(" \n\t", event->text[at]);
}

static bool next_tildes(const struct markup *out, size_t *event, size_t *at, struct tildes *tildes)
{
    for (; *event < out->count; ++*event, *at = 0) {
        const struct markup_event *text = &out->items[*event];
        if (text->kind != MARKUP_TEXT)
            continue;
        const char *found = memchr(text->text + *at, '~', text->bytes - *at);
        if (!found)
            continue;
        size_t start = (size_t)(found - text->text);
        size_t end = start;
        while (end < text->bytes && text->text[end] == '~')
            end++;
        *at = end;
        size_t source;
        size_t behind;
        bool is_escaped = trace_start(&text->trace, start, &source) &&
                          trace_end(&text->trace, end, &behind) && behind - source != end - start;
        if (end - start > 2 || is_escaped)
            continue;
        *tildes = (struct tildes){ .event = *event, .start = start, .end = end };
        tildes->can_open = !is_space_or_end(text, end, false) || end == text->bytes;
        tildes->can_close = !is_space_or_end(text, start, true) || start == 0;
        return true;
    }
    return false;
}

/* The event becomes what stands before the tildes, a tag, and what stands behind them. */
static void split_at(struct markup *out, const struct tildes *tildes, enum markup_kind kind)
{
    struct markup_event text = out->items[tildes->event];
    size_t behind = tildes->event + 1;
    size_t moved = out->count - behind;
    struct markup_event *rest = arena_copy(out->arena, out->items + behind, moved * sizeof *rest);
    out->count = tildes->event;
    add_slice(out, &text, 0, tildes->start);
    markup_add(out, kind, "del", 3);
    add_slice(out, &text, tildes->end, text.bytes);
    for (size_t i = 0; i < moved; i++)
        *markup_add(out, rest[i].kind, rest[i].text, rest[i].bytes) = rest[i];
}

static void strike(struct markup *out, size_t first)
{
    size_t event = first;
    size_t at = 0;
    struct tildes open;
    enum { MOST_STRUCK = 200 };
    for (size_t i = 0; i < MOST_STRUCK && next_tildes(out, &event, &at, &open); i++) {
        struct tildes close;
        size_t close_event = event;
        size_t close_at = at;
        bool is_found = false;
        while (open.can_open && !is_found && next_tildes(out, &close_event, &close_at, &close))
            is_found = close.can_close && close.end - close.start == open.end - open.start;
        if (!is_found)
            continue;
        split_at(out, &close, MARKUP_CLOSE);
        split_at(out, &open, MARKUP_OPEN);
        event = open.event;
        at = 0;
    }
}

void markup_extend(struct markup *out, size_t first, struct markup_notes *notes)
{
    bool has_cut = false;
    bool has_tilde = false;
    for (size_t i = first; i < out->count; i++) {
        const struct markup_event *event = &out->items[i];
        if (event->kind != MARKUP_TEXT)
            continue;
        has_cut = has_cut || may_be_cut(event, notes);
        has_tilde = has_tilde || memchr(event->text, '~', event->bytes);
    }
    if (has_cut) {
        size_t count = out->count - first;
        struct markup_event *events =
            arena_copy(out->arena, out->items + first, count * sizeof *events);
        size_t links = 0;
        size_t codes = 0;
        out->count = first;
        for (size_t i = 0; i < count; i++) {
            const struct markup_event *event = &events[i];
            int step = event->kind == MARKUP_OPEN ? 1 : event->kind == MARKUP_CLOSE ? -1 : 0;
            if (step && strcmp(event->text, "a") == 0)
                links += (size_t)step;
            if (step && strcmp(event->text, "code") == 0)
                codes += (size_t)step;
            if (event->kind == MARKUP_TEXT && links == 0 && codes == 0)
                cut_text(out, event, notes);
            else
                *markup_add(out, event->kind, event->text, event->bytes) = *event;
        }
    }
    if (has_tilde)
        strike(out, first);
}
