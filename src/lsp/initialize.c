/* `initialize` and `initialized`. */
#include "lsp/initialize.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"
#include "lsp/host.h"
#include "lsp/uri.h"

static const struct {
    const char *name;
    enum position_encoding encoding;
} encodings[] = {
    { "utf-16", POSITION_UTF16 },
    { "utf-8", POSITION_UTF8 },
    { "utf-32", POSITION_UTF32 },
};

/* The first that the editor likes and we know; UTF-16 where it says nothing. */
static size_t choose_encoding(const struct json *capabilities)
{
    const struct json *liked = json_get(json_get(capabilities, "general"), "positionEncodings");
    for (const struct json *one = liked ? liked->first : NULL; one; one = one->next)
        for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
            if (one->kind == JSON_STRING && text_equal(one->string, encodings[i].name))
                return i;
    return 0;
}

/* Where the editor works: the first folder that it names. */
static const char *find_folder(struct lsp_server *server, const struct json *params)
{
    const struct json *folders = json_get(params, "workspaceFolders");
    const char *uri = folders && folders->first ? json_get_string(folders->first, "uri") : NULL;
    if (!uri)
        uri = json_get_string(params, "rootUri");
    return uri ? uri_path(&server->arena, uri) : json_get_string(params, "rootPath");
}

static void put_strings(struct json_writer *json, const char *key, const char *const *strings,
                        size_t count)
{
    json_begin_array(json, key);
    for (size_t i = 0; i < count; i++)
        json_put_string(json, NULL, strings[i]);
    json_end(json);
}

static void put_capabilities(struct json_writer *json, const char *encoding)
{
    enum { INCREMENTAL = 2 };
    static const char *const kinds[] = { "quickfix", "source.fixAll.pregon" };
    static const char *const triggers[] = { ":", " ", "[", "#", "@", "(", "/" };
    json_begin_object(json, "capabilities");
    json_put_string(json, "positionEncoding", encoding);
    json_begin_object(json, "textDocumentSync");
    json_put_bool(json, "openClose", true);
    json_put_integer(json, "change", INCREMENTAL);
    json_put_bool(json, "save", true);
    json_end(json);
    json_begin_object(json, "completionProvider");
    put_strings(json, "triggerCharacters", triggers, sizeof triggers / sizeof *triggers);
    json_end(json);
    json_put_bool(json, "hoverProvider", true);
    json_put_bool(json, "definitionProvider", true);
    json_put_bool(json, "documentSymbolProvider", true);
    json_begin_object(json, "codeActionProvider");
    put_strings(json, "codeActionKinds", kinds, sizeof kinds / sizeof *kinds);
    json_end(json);
    json_end(json);
}

int lsp_initialize(struct lsp_server *server, const struct json *params, struct json_writer *json,
                   struct err *err)
{
    const struct lsp_host *host = server->host;
    const struct json *capabilities = json_get(params, "capabilities");
    const struct json *document = json_get(capabilities, "textDocument");
    const struct json *item = json_get(json_get(document, "completion"), "completionItem");
    const struct json *watching =
        json_get(json_get(capabilities, "workspace"), "didChangeWatchedFiles");
    const char *locale = json_get_string(params, "locale");
    const char *folder = find_folder(server, params);
    size_t encoding = choose_encoding(capabilities);
    struct err no_workspace = { 0 };
    if (locale)
        host->speak(host->context, locale);
    /* Without one there, that of the first file that is opened. */
    if (folder && host->open(host->context, folder, &no_workspace) != 0 &&
        no_workspace.kind != ERR_INPUT && no_workspace.kind != ERR_USAGE) {
        *err = no_workspace;
        return -1;
    }
    server->state = LSP_RUNNING;
    server->encoding = encodings[encoding].encoding;
    server->takes_snippets = json_get_bool(item, "snippetSupport", false);
    server->can_watch = json_get_bool(watching, "dynamicRegistration", false);
    json_begin_object(json, "result");
    put_capabilities(json, encodings[encoding].name);
    json_begin_object(json, "serverInfo");
    json_put_string(json, "name", "pregon");
    json_put_string(json, "version", PREGON_VERSION);
    json_end(json);
    json_end(json);
    return 0;
}

void lsp_initialized(struct lsp_server *server, const struct json *params)
{
    static const char *const patterns[] = { "**/{brand,calendar,content}/**", "**/.vale.ini" };
    struct text_buffer buffer;
    (void)params;
    if (!server->can_watch)
        return;
    struct json_writer json = lsp_begin(server, &buffer);
    json_put_string(&json, "id", "pregon-watch");
    json_put_string(&json, "method", "client/registerCapability");
    json_begin_object(&json, "params");
    json_begin_array(&json, "registrations");
    json_begin_object(&json, NULL);
    json_put_string(&json, "id", "pregon-watch");
    json_put_string(&json, "method", "workspace/didChangeWatchedFiles");
    json_begin_object(&json, "registerOptions");
    json_begin_array(&json, "watchers");
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "globPattern", patterns[i]);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_end(&json);
    json_end(&json);
    json_end(&json);
    lsp_send(server, &json);
    server->is_watching = true;
}
