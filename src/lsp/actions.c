/* Code actions: sure mends, suggestions to choose from, and all sure mends at once. */
#include <string.h>

#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/yaml.h"
#include "lsp/cursor.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/message.h"
#include "model/finding.h"

static const char quick_fix[] = "quickfix";
static const char fix_all[] = "source.fixAll.pregon";

struct acting {
    struct lsp_server *server;
    const struct document_open *document;
    struct json_writer *json;
};

/* Whether the editor asks for actions of that kind, or for any. */
static bool is_wanted(const struct json *context, const char *kind)
{
    const struct json *only = json_get(context, "only");
    if (!only || !only->first)
        return true;
    for (const struct json *one = only->first; one; one = one->next) {
        size_t bytes = one->kind == JSON_STRING ? one->string_bytes : 0;
        if (one->kind == JSON_STRING && strncmp(kind, one->string, bytes) == 0 &&
            (!bytes || !kind[bytes] || kind[bytes] == '.'))
            return true;
    }
    return false;
}

static void put_edit(const struct acting *acting, struct byte_range range, const char *text)
{
    struct json_writer *json = acting->json;
    const struct document_open *document = acting->document;
    json_begin_object(json, "edit");
    json_begin_object(json, "changes");
    json_begin_array(json, document->uri);
    json_begin_object(json, NULL);
    message_put_range(
        json, "range",
        position_range(document->text, document->bytes, range, acting->server->encoding));
    json_put_string(json, "newText", text);
    json_end(json);
    json_end(json);
    json_end(json);
    json_end(json);
}

static void put_fix(const struct acting *acting, const struct finding *finding,
                    struct byte_range range, const char *text, bool is_sure)
{
    struct json_writer *json = acting->json;
    struct arena *arena = &acting->server->arena;
    const char *shown = arena_strndup(arena, text, strcspn(text, "\r\n"));
    json_begin_object(json, NULL);
    json_put_string(json, "title",
                    *shown  ? arena_printf(arena, _("Write '%s'"), shown)
                    : *text ? _("Mend it")
                            : _("Take it out"));
    json_put_string(json, "kind", quick_fix);
    json_begin_array(json, "diagnostics");
    lsp_put_diagnostic(json, acting->server, acting->document, finding);
    json_end(json);
    if (is_sure)
        json_put_bool(json, "isPreferred", true);
    put_edit(acting, range, text);
    json_end(json);
}

/* As it can stand there: in YAML, quoted where it must be. */
static const char *written(const struct acting *acting, struct byte_range range, const char *text)
{
    const struct document_open *document = acting->document;
    struct arena *arena = &acting->server->arena;
    struct cursor cursor =
        cursor_at(arena, document->path, document->text, document->bytes, range.end);
    if (!cursor.is_yaml || cursor.start < range.start)
        return text;
    return cursor.is_flow ? yaml_quote_flow(arena, text) : yaml_quote(arena, text);
}

static void put_fixes(const struct acting *acting, const struct finding *finding)
{
    const struct document_open *document = acting->document;
    const struct fix *fix = &finding->fix;
    struct byte_range range = position_span(document->text, document->bytes, &finding->where);
    if (fix->text && fix->start_byte <= fix->end_byte && fix->end_byte <= document->bytes)
        put_fix(acting, finding, (struct byte_range){ fix->start_byte, fix->end_byte }, fix->text,
                true);
    for (size_t i = 0; finding->where.column && i < finding->suggestion_count; i++) {
        const char *text = written(acting, range, finding->suggestions[i]);
        bool is_fix = fix->text && text_equal(fix->text, text);
        if (!is_fix)
            put_fix(acting, finding, range, text, finding->suggestion_count == 1 && !fix->text);
    }
}

static void put_all(const struct acting *acting)
{
    const struct lsp_host *host = acting->server->host;
    const struct document_open *document = acting->document;
    size_t bytes;
    const char *text = host->mend(host->context, &acting->server->arena, document->path, &bytes);
    if (!text)
        return;
    json_begin_object(acting->json, NULL);
    json_put_string(acting->json, "title", _("Make every sure mend"));
    json_put_string(acting->json, "kind", fix_all);
    put_edit(acting, (struct byte_range){ 0, document->bytes }, text);
    json_end(acting->json);
}

int lsp_list_actions(struct lsp_server *server, const struct json *params, struct json_writer *json,
                     struct err *err)
{
    const struct lsp_host *host = server->host;
    const struct document_open *document = lsp_document(server, params);
    const struct json *context = json_get(params, "context");
    const struct acting acting = { server, document, json };
    struct findings findings = { .arena = &server->arena };
    struct range asked;
    if (!document || !message_range(&asked, json_get(params, "range"))) {
        json_put_null(json, "result");
        return 0;
    }
    if (host->find(host->context, &server->arena, document->path, &findings, err) != 0)
        return -1;
    size_t start = position_byte(document->text, document->bytes, asked.start, server->encoding);
    size_t end = position_byte(document->text, document->bytes, asked.end, server->encoding);
    bool has_fix = false;
    json_begin_array(json, "result");
    for (size_t i = 0; i < findings.count; i++) {
        struct byte_range range =
            position_span(document->text, document->bytes, &findings.items[i].where);
        has_fix |= findings.items[i].fix.text != NULL;
        if (range.start <= end && range.end >= start && is_wanted(context, quick_fix))
            put_fixes(&acting, &findings.items[i]);
    }
    if (has_fix && is_wanted(context, fix_all))
        put_all(&acting);
    json_end(json);
    return 0;
}
