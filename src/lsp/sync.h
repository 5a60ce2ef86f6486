/* What the editor tells of documents and files. */
#ifndef PREGON_LSP_SYNC_H
#define PREGON_LSP_SYNC_H

struct json;
struct lsp_server;

void lsp_did_open(struct lsp_server *server, const struct json *params);
void lsp_did_change(struct lsp_server *server, const struct json *params);
void lsp_did_save(struct lsp_server *server, const struct json *params);
void lsp_did_close(struct lsp_server *server, const struct json *params);
void lsp_did_change_files(struct lsp_server *server, const struct json *params);

#endif
