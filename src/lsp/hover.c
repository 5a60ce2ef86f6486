/* Hover: the rules that found something there, what a key means, how long the post is for each
 * account. */
#include <string.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/json.h"
#include "lib/markdown_put.h"
#include "lsp/cursor.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"

struct hovering {
    struct lsp_server *server;
    const struct document_open *document;
    size_t byte;
    struct text_buffer out; /* Markdown */
};

static void begin_paragraph(struct hovering *hovering)
{
    if (hovering->out.bytes)
        text_puts(&hovering->out, "\n\n---\n\n");
}

/* --- rules --- */

static bool was_told(const struct findings *findings, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (text_equal(findings->items[i].rule, findings->items[index].rule))
            return true;
    return false;
}

static void add_rules(struct hovering *hovering)
{
    const struct lsp_host *host = hovering->server->host;
    struct arena *arena = &hovering->server->arena;
    const struct document_open *document = hovering->document;
    struct findings findings = { .arena = arena };
    struct err ignored = { 0 };
    if (host->find(host->context, arena, document->path, &findings, &ignored) != 0)
        return;
    for (size_t i = 0; i < findings.count; i++) {
        struct byte_range range =
            position_span(document->text, document->bytes, &findings.items[i].where);
        if (hovering->byte < range.start || hovering->byte > range.end || was_told(&findings, i))
            continue;
        const char *text = host->explain(host->context, arena, findings.items[i].rule);
        if (!text)
            continue;
        begin_paragraph(hovering);
        text_puts(&hovering->out, text);
    }
}

/* --- keys --- */

static const char *title_of(const struct workspace *workspace, const char *key, const char *id)
{
    if (text_equal(key, "campaign")) {
        const struct campaign *campaign = workspace_campaign(workspace, id);
        return campaign ? campaign->title : NULL;
    }
    if (text_equal(key, "audience")) {
        const struct audience *audience = workspace_audience(workspace, id);
        return audience ? audience->title : NULL;
    }
    if (text_equal(key, "owner")) {
        const struct person *person = workspace_person(workspace, id);
        return person ? person->name : NULL;
    }
    return NULL;
}

static void add_key(struct hovering *hovering, const struct cursor *cursor, const char *word)
{
    const struct lsp_host *host = hovering->server->host;
    struct arena *arena = &hovering->server->arena;
    const struct form *root = host->form(host->context, arena, hovering->document->path);
    struct cursor key = *cursor;
    if (!cursor->key && !cursor->is_item)
        key.key = word;
    const struct form *form = cursor_value(&key, root);
    const struct workspace *workspace = host->workspace(host->context);
    const char *title = workspace && cursor->key ? title_of(workspace, cursor->key, word) : NULL;
    if (!form || !form->name || !form->summary)
        return;
    begin_paragraph(hovering);
    text_printf(&hovering->out, "**%s**: %s", form->name, _(form->summary));
    if (title) {
        text_puts(&hovering->out, "\n\n");
        markdown_put_text(&hovering->out, title);
    }
}

/* --- how long --- */

static void add_part(struct text_buffer *out, const struct rendered_part *part)
{
    if (part->limit)
        text_printf(out, _("%zu of %zu characters"), part->used, part->limit);
    else
        text_printf(out, _("%zu characters, no limit"), part->used);
    if (part->limit_bytes)
        text_printf(out, _(", %zu of %zu bytes"), part->used_bytes, part->limit_bytes);
}

static void add_meter(struct hovering *hovering, const struct post *post,
                      const struct account *account, const struct workspace *workspace)
{
    struct arena *arena = &hovering->server->arena;
    struct account_post own;
    struct rendering rendering = { 0 };
    post_for_account(&own, arena, post, account, workspace);
    account->network->render(&rendering, arena, &own, workspace);
    for (size_t i = 0; i < rendering.part_count; i++) {
        text_printf(&hovering->out, "- %s", account->id);
        if (rendering.part_count > 1)
            text_printf(&hovering->out, " %zu/%zu", i + 1, rendering.part_count);
        text_puts(&hovering->out, ": ");
        add_part(&hovering->out, &rendering.parts[i]);
        text_putc(&hovering->out, '\n');
    }
}

static void add_meters(struct hovering *hovering)
{
    const struct lsp_host *host = hovering->server->host;
    const struct workspace *workspace = host->workspace(host->context);
    struct post post;
    if (!workspace ||
        !host->load_post(host->context, &hovering->server->arena, hovering->document->path, &post))
        return;
    begin_paragraph(hovering);
    for (size_t i = 0; i < workspace->account_count; i++)
        if (account_set_has(post.accounts, i) && workspace->accounts[i].network)
            add_meter(hovering, &post, &workspace->accounts[i], workspace);
}

/* --- */

static bool is_about_accounts(const struct cursor *cursor, const char *word)
{
    const char *above = cursor->depth ? cursor->above[cursor->depth - 1] : NULL;
    const char *key = cursor->key ? cursor->key : cursor->is_item ? above : word;
    return text_equal(key, "accounts") || text_equal(key, "except");
}

int lsp_hover(struct lsp_server *server, const struct json *params, struct json_writer *json,
              struct err *err)
{
    (void)err;
    struct hovering hovering = { .server = server,
                                 .out = text_buffer_in(&server->arena, LIMIT_RENDERED_BYTES) };
    const char *word = NULL;
    hovering.document = lsp_place(server, params, &hovering.byte);
    if (!hovering.document) {
        json_put_null(json, "result");
        return 0;
    }
    const struct document_open *document = hovering.document;
    struct cursor cursor = cursor_on(&word, &server->arena, document->path, document->text,
                                     document->bytes, hovering.byte);
    add_rules(&hovering);
    if (cursor.is_yaml)
        add_key(&hovering, &cursor, word);
    bool is_text = !cursor.is_yaml && hovering.byte >= cursor.yaml_end;
    if (is_text || (cursor.is_yaml && is_about_accounts(&cursor, word)))
        add_meters(&hovering);
    if (!hovering.out.bytes) {
        json_put_null(json, "result");
        return 0;
    }
    json_begin_object(json, "result");
    json_begin_object(json, "contents");
    json_put_string(json, "kind", "markdown");
    json_put_string(json, "value", text_end(&hovering.out));
    json_end(json);
    json_end(json);
    return 0;
}
