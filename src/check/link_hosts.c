/* Hosts of links: those that the brand does not allow, and addresses that are not encrypted; in
 * what readers see, and behind the words that they press. */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/said.h"
#include "lib/punycode.h"
#include "lib/unicode.h"
#include "model/document.h"
#include "model/workspace.h"

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c & 0x80;
}

static bool is_in_host(char c) { return is_word(c) || c == '-' || c == '.'; }

/* Whether the host at `at` is a whole one or the end of one, not a piece of a path, of a mail
 * address or of a longer name. */
static bool is_host(const char *text, const char *at, const char *stop, const char *end)
{
    const char *before = at;
    if (stop < end && (is_word(*stop) || *stop == '-' || *stop == '@' ||
                       (*stop == '.' && stop + 1 < end && is_word(stop[1]))))
        return false;
    if (before > text && before[-1] != '.' && is_in_host(before[-1]))
        return false;
    while (before > text && is_in_host(before[-1]))
        before--;
    if (before == text || (unsigned char)before[-1] <= ' ' || strchr("([<\"", before[-1]))
        return true;
    /* `https://ana@bit.ly` leads there; `ana@bit.ly` is a mail address. */
    if (before[-1] == '@') {
        while (before > text && (unsigned char)before[-1] > ' ' && before[-1] != '/')
            before--;
    }
    return before - text >= 3 && memcmp(before - 3, "://", 3) == 0;
}

/* Behind `host`, in small letters, where it stands at `at`, in any. */
static const char *skip_host(const char *at, const char *end, const char *host)
{
    const char *host_end = host + strlen(host);
    while (at < end && host < host_end) {
        if (unicode_lower(utf8_next(&at, end)) != utf8_next(&host, host_end))
            return NULL;
    }
    return host == host_end ? at : NULL;
}

/* The next place of `host`, or NULL. */
static const char *find_host(const char *text, const char *end, const char *from, const char *host,
                             const char **stop)
{
    for (const char *at = from; at < end; utf8_next(&at, end)) {
        *stop = skip_host(at, end, host);
        if (*stop && is_host(text, at, *stop, end))
            return at;
    }
    return NULL;
}

static const char *find_http(const char *end, const char *from)
{
    static const char *const local[] = { "localhost", "127.0.0.1", "[::1]" };
    enum { SCHEME_BYTES = 7 };
    for (const char *sign = from; (sign = text_find(sign, (size_t)(end - sign), "://")); sign++) {
        const char *at = sign - strlen("http");
        bool is_local = false;
        if (at < from || strncasecmp(at, "http", strlen("http")) != 0 ||
            (at > from && is_word(at[-1])))
            continue;
        for (size_t i = 0; i < sizeof local / sizeof local[0]; i++)
            is_local = is_local || strncasecmp(at + SCHEME_BYTES, local[i], strlen(local[i])) == 0;
        if (!is_local)
            return at;
    }
    return NULL;
}

/* --- where they stand --- */

/* A text in which addresses are, and its place: of the words, where `said` knows them, or whole. */
struct spot {
    const struct said_list *said;
    size_t item;
    const char *text;
    size_t bytes;
    const char *path; /* NULL: `said` knows */
    struct span where;
};

static void report(const struct spot *spot, enum severity severity, const char *rule,
                   const char *start, const char *end, const char *message,
                   struct findings *findings)
{
    if (spot->path)
        findings_report(findings, severity, rule, spot->path, spot->where, "%s", message);
    else
        said_report(findings, severity, rule, spot->said, spot->item, (size_t)(start - spot->text),
                    (size_t)(end - spot->text), "%s", message);
}

static void check_http(const struct spot *spot, struct findings *findings)
{
    enum { MOST_TOLD = 50 }; /* who has more sees it by these */
    const char *end = spot->text + spot->bytes;
    const char *at = spot->text;
    for (size_t told = 0; told < MOST_TOLD && (at = find_http(end, at)); told++, at++) {
        const char *stop = at;
        while (stop < end && (unsigned char)*stop > ' ' && !strchr(")>\"", *stop))
            stop++;
        while (strchr(".,;:!?", stop[-1]))
            stop--;
        report(spot, SEVERITY_WARNING, "link-http", at, stop,
               _("the address is not encrypted, and browsers warn of that: write https://"),
               findings);
        struct finding *finding = findings_last(findings);
        const char **suggestion = arena_alloc_array(findings->arena, 1, sizeof *suggestion);
        *suggestion = arena_printf(findings->arena, "https%.*s", (int)(stop - at - 4), at + 4);
        finding->suggestions = suggestion;
        finding->suggestion_count = 1;
    }
}

static void check_host(const struct spot *spot, const char *host, const char *named,
                       struct arena *scratch, struct findings *findings)
{
    const char *end = spot->text + spot->bytes;
    const char *stop;
    for (const char *at = spot->text; (at = find_host(spot->text, end, at, host, &stop)); at = stop)
        report(spot, SEVERITY_ERROR, "link-host", at, stop,
               arena_printf(scratch,
                            _("brand/brand.yml does not allow links to '%s': write the address "
                              "that it leads to"),
                            named),
               findings);
}

static void check_spot(const struct spot *spot, const struct brand *brand, struct arena *scratch,
                       struct findings *findings)
{
    check_http(spot, findings);
    for (size_t i = 0; i < brand->denied_hosts.count; i++) {
        const char *named = brand->denied_hosts.items[i].text;
        const char *host = punycode_host(scratch, named);
        const char *readable = punycode_readable(scratch, host);
        check_host(spot, host, named, scratch, findings);
        if (strcmp(host, readable) != 0)
            check_host(spot, readable, named, scratch, findings);
    }
}

/* --- what is behind words --- */

static bool is_said(const struct said_list *said, const char *address)
{
    for (size_t i = 0; i < said->count; i++) {
        if (said->items[i].kind == SAID_TEXT && strstr(said->items[i].text, address))
            return true;
    }
    return false;
}

static void check_nodes(const struct said_list *said, const struct node *node,
                        const struct brand *brand, struct arena *scratch, struct findings *findings)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->kind == NODE_LINK && child->url && !is_said(said, child->url))
            check_spot(&(struct spot){ .text = child->url,
                                       .bytes = strlen(child->url),
                                       .path = said->rendering->post->body->path,
                                       .where = child->where },
                       brand, scratch, findings);
        check_nodes(said, child, brand, scratch, findings);
    }
}

static void check_account(const struct said_list *said, const struct brand *brand,
                          struct arena *scratch, struct findings *findings)
{
    const struct account_post *post = said->rendering->post;
    for (size_t i = 0; i < said->count; i++)
        check_spot(&(struct spot){ .said = said,
                                   .item = i,
                                   .text = said->items[i].text,
                                   .bytes = said->items[i].bytes },
                   brand, scratch, findings);
    if (post->body && post->body->document.root)
        check_nodes(said, post->body->document.root, brand, scratch, findings);
    if (post->fields.link && post->field_path[POST_LINK] && !is_said(said, post->fields.link))
        check_spot(&(struct spot){ .text = post->fields.link,
                                   .bytes = strlen(post->fields.link),
                                   .path = post->field_path[POST_LINK],
                                   .where = post->fields.where[POST_LINK] },
                   brand, scratch, findings);
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    for (size_t i = 0; i < input->account_count; i++) {
        if (input->said[i].rendering)
            check_account(&input->said[i], &input->context->workspace->brand, scratch, findings);
    }
}

const struct check check_link_hosts = { .run = run };
