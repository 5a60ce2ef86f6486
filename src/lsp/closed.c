/* What is wrong in files that are not open: told when it is quiet, each file as it changes. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "lib/json.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/uri.h"
#include "model/finding.h"

/* The findings of one file, which stand next to each other. */
struct wrong_file {
    const struct finding *items;
    size_t count;
    bool has_error;
};

static bool is_open(const struct lsp_server *server, const char *path)
{
    for (size_t i = 0; i < server->documents.count; i++)
        if (server->documents.items[i]->path && strcmp(server->documents.items[i]->path, path) == 0)
            return true;
    return false;
}

static size_t list_files(struct wrong_file **out, struct arena *arena,
                         const struct lsp_server *server, const struct findings *findings)
{
    struct wrong_file *files = arena_alloc_array(arena, findings->count, sizeof *files);
    size_t count = 0;
    for (size_t i = 0, next; i < findings->count; i = next) {
        struct wrong_file file = { .items = &findings->items[i] };
        for (next = i; next < findings->count &&
                       strcmp(findings->items[next].path, findings->items[i].path) == 0;
             next++)
            file.has_error |= findings->items[next].severity == SEVERITY_ERROR;
        file.count = next - i;
        if (!is_open(server, file.items->path))
            files[count++] = file;
    }
    *out = files;
    return count;
}

static const char *address_of(struct lsp_server *server, const char *path)
{
    const struct lsp_host *host = server->host;
    return uri_of(&server->arena, host->absolute(host->context, &server->arena, path));
}

/* The message, not sent yet. */
static struct json_writer write_file(struct lsp_server *server, struct text_buffer *buffer,
                                     const struct wrong_file *file)
{
    const struct lsp_host *host = server->host;
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char *path = file->items->path;
    struct document_open shown = { .text = "" };
    size_t bytes;
    const char *text = host->read(host->context, &scratch, path, &bytes);
    if (text) {
        shown.text = text;
        shown.bytes = bytes;
    }
    struct json_writer json = lsp_begin(server, buffer);
    json_put_string(&json, "method", "textDocument/publishDiagnostics");
    json_begin_object(&json, "params");
    json_put_string(&json, "uri", address_of(server, path));
    json_begin_array(&json, "diagnostics");
    for (size_t i = 0; i < file->count; i++)
        lsp_put_diagnostic(&json, server, &shown, &file->items[i]);
    json_end(&json);
    json_end(&json);
    return json;
}

static const struct told_file *find_told(const struct lsp_server *server, const char *path)
{
    for (size_t i = 0; i < server->told_count; i++)
        if (strcmp(server->told[i].path, path) == 0)
            return &server->told[i];
    return NULL;
}

static bool has_path(const struct told_file *files, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].path, path) == 0)
            return true;
    return false;
}

/* Those with errors come first, as far as there is room. */
static void tell(struct lsp_server *server, const struct wrong_file *files, size_t count)
{
    struct arena arena = { 0 };
    struct told_file *told = arena_alloc_array(&arena, LIMIT_LSP_CLOSED_FILES, sizeof *told);
    size_t told_count = 0;
    for (int has_error = 1; has_error >= 0; has_error--)
        for (size_t i = 0; i < count && told_count < LIMIT_LSP_CLOSED_FILES; i++) {
            struct text_buffer buffer;
            if (files[i].has_error != (has_error == 1))
                continue;
            struct json_writer json = write_file(server, &buffer, &files[i]);
            struct told_file now = { arena_strdup(&arena, files[i].items->path),
                                     digest_of(text_end(&buffer), buffer.bytes) };
            const struct told_file *before = find_told(server, now.path);
            if (!before || !digest_equal(before->told, now.told))
                lsp_send(server, &json);
            told[told_count++] = now;
        }
    for (size_t i = 0; i < server->told_count; i++)
        if (!has_path(told, told_count, server->told[i].path) &&
            !is_open(server, server->told[i].path))
            lsp_publish_nothing(server, address_of(server, server->told[i].path));
    arena_release(&server->told_arena);
    server->told_arena = arena;
    server->told = told;
    server->told_count = told_count;
}

void lsp_tell_closed_again(struct lsp_server *server, const char *path)
{
    server->is_closed_behind = true;
    for (size_t i = 0; i < server->told_count; i++) {
        if (strcmp(server->told[i].path, path) != 0)
            continue;
        server->told_count--;
        memmove(&server->told[i], &server->told[i + 1],
                (server->told_count - i) * sizeof *server->told);
        return;
    }
}

void lsp_publish_closed(struct lsp_server *server)
{
    const struct lsp_host *host = server->host;
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct findings findings = { .arena = &scratch };
    struct wrong_file *files;
    struct err ignored = { 0 };
    server->is_closed_behind = false;
    if (!host->workspace(host->context) ||
        host->find(host->context, &scratch, NULL, &findings, &ignored) != 0)
        return;
    size_t count = list_files(&files, &scratch, server, &findings);
    tell(server, files, count);
}
