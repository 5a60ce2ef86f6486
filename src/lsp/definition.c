/* Definition: where what a post names is written. */
#include <string.h>

#include "base/text.h"
#include "lib/json.h"
#include "lib/path.h"
#include "lib/unicode.h"
#include "lib/yaml.h"
#include "lsp/cursor.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/message.h"
#include "lsp/uri.h"
#include "model/workspace.h"

struct target {
    const char *path; /* NULL: there is none */
    struct span where;
};

/* Where the keys stand in a YAML file, one below the other: `accounts`, `bluesky`. */
static struct target find_key(struct lsp_server *server, const char *path, const char *outer,
                              const char *inner)
{
    const struct lsp_host *host = server->host;
    struct target target = { 0 };
    struct yaml_problem ignored;
    struct yaml_node *root = NULL;
    size_t bytes;
    const char *text = host->read(host->context, &server->arena, path, &bytes);
    if (!text || utf8_valid_bytes(text, bytes) != bytes ||
        yaml_parse(&root, &server->arena, text, bytes, 1, 0, &ignored) != 0 || !root)
        return target;
    const struct yaml_node *map = outer ? yaml_get(root, outer) : root;
    const struct yaml_node *node = map && map->kind == YAML_MAP ? yaml_get(map, inner) : NULL;
    if (node)
        target = (struct target){ path, node->key_where };
    return target;
}

static struct target find_account(struct lsp_server *server, const char *word)
{
    struct target target = find_key(server, "brand/accounts.yml", "accounts", word);
    return target.path ? target : find_key(server, "brand/accounts.yml", "groups", word);
}

static struct target find_campaign(struct lsp_server *server, const char *word)
{
    const struct workspace *workspace = server->host->workspace(server->host->context);
    const struct campaign *campaign = workspace ? workspace_campaign(workspace, word) : NULL;
    return (struct target){ .path = campaign ? campaign->path : NULL };
}

static struct target find_audience(struct lsp_server *server, const char *word)
{
    return find_key(server, "brand/audiences.yml", NULL, word);
}

static struct target find_person(struct lsp_server *server, const char *word)
{
    return find_key(server, "brand/team.yml", "people", word);
}

static struct target find_queue(struct lsp_server *server, const char *word)
{
    return find_key(server, "calendar/calendar.yml", "queues", word);
}

static struct target find_pillar(struct lsp_server *server, const char *word)
{
    struct target target = find_key(server, "calendar/calendar.yml", "mix", "pillars");
    const struct workspace *workspace = server->host->workspace(server->host->context);
    for (size_t i = 0; workspace && i < workspace->calendar.pillars.count; i++)
        if (text_equal(workspace->calendar.pillars.items[i].text, word))
            target.where = workspace->calendar.pillars.items[i].where;
    return target;
}

/* A post, or `id/account`. */
static struct target find_post(struct lsp_server *server, const char *word)
{
    const struct lsp_host *host = server->host;
    const char *path = host->find_post(host->context, &server->arena, word);
    const char *slash = strrchr(word, '/');
    if (!path && slash)
        path = host->find_post(host->context, &server->arena,
                               arena_strndup(&server->arena, word, (size_t)(slash - word)));
    return (struct target){ .path = path };
}

static bool is_file(struct lsp_server *server, const char *path)
{
    const struct lsp_host *host = server->host;
    const char **paths;
    size_t count =
        host->files(host->context, &server->arena, path_folder(&server->arena, path), &paths);
    for (size_t i = 0; i < count; i++)
        if (text_equal(paths[i], path))
            return true;
    return false;
}

/* Beside the post, else below content/media/. */
static struct target find_file(struct lsp_server *server, const char *own, const char *word)
{
    const char *folders[] = { path_folder(&server->arena, own), "content/media" };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *path = path_resolve(&server->arena, folders[i], word);
        if (path && is_file(server, path))
            return (struct target){ .path = path };
    }
    return (struct target){ 0 };
}

static const struct {
    const char *key;
    struct target (*find)(struct lsp_server *server, const char *word);
} finders[] = {
    { "accounts", find_account }, { "except", find_account },    { "overrides", find_account },
    { "groups", find_account },   { "campaign", find_campaign }, { "audience", find_audience },
    { "owner", find_person },     { "people", find_person },     { "queue", find_queue },
    { "pillar", find_pillar },    { "repeats", find_post },      { "link", find_post },
    { "reply-to", find_post },    { "quote", find_post },        { "repost", find_post },
};

static struct target find_named(struct lsp_server *server, const char *own, const char *key,
                                const char *word)
{
    for (size_t i = 0; key && i < sizeof finders / sizeof *finders; i++)
        if (text_equal(finders[i].key, key))
            return finders[i].find(server, word);
    if (key && (text_equal(key, "file") || text_equal(key, "image") ||
                text_equal(key, "thumbnail") || text_equal(key, "captions")))
        return find_file(server, own, word);
    return (struct target){ 0 };
}

/* In a text: `@[ana]`, and the file of `![…](file)`. */
static struct target find_in_text(struct lsp_server *server, const struct document_open *document,
                                  size_t byte)
{
    const char *text = document->text;
    size_t start = byte;
    size_t end = byte;
    while (start > 0 && !strchr("[( \n", text[start - 1]))
        start--;
    while (end < document->bytes && !strchr("]) \n\"", text[end]))
        end++;
    const char *word = arena_strndup(&server->arena, text + start, end - start);
    if (start >= 2 && strncmp(text + start - 2, "@[", 2) == 0)
        return find_key(server, "brand/mentions.yml", NULL, word);
    if (start >= 2 && strncmp(text + start - 2, "](", 2) == 0)
        return find_file(server, document->path, word);
    return (struct target){ 0 };
}

static void put_target(struct lsp_server *server, struct json_writer *json,
                       const struct target *target)
{
    const struct lsp_host *host = server->host;
    struct range range = { { 0, 0 }, { 0, 0 } };
    size_t bytes;
    const char *text =
        target->where.line ? host->read(host->context, &server->arena, target->path, &bytes) : NULL;
    if (text && utf8_valid_bytes(text, bytes) == bytes)
        range = position_range(text, bytes, position_span(text, bytes, &target->where),
                               server->encoding);
    json_begin_object(json, "result");
    json_put_string(
        json, "uri",
        uri_of(&server->arena, host->absolute(host->context, &server->arena, target->path)));
    message_put_range(json, "range", range);
    json_end(json);
}

int lsp_define(struct lsp_server *server, const struct json *params, struct json_writer *json,
               struct err *err)
{
    (void)err;
    size_t byte;
    struct target target = { 0 };
    const struct document_open *document = lsp_place(server, params, &byte);
    if (document) {
        const char *word;
        struct cursor cursor =
            cursor_on(&word, &server->arena, document->path, document->text, document->bytes, byte);
        const char *above = cursor.depth ? cursor.above[cursor.depth - 1] : NULL;
        target = cursor.is_yaml
                     ? find_named(server, document->path, cursor.key ? cursor.key : above, word)
                     : find_in_text(server, document, byte);
    }
    if (target.path)
        put_target(server, json, &target);
    else
        json_put_null(json, "result");
    return 0;
}
