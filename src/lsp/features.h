/* The requests that the server answers, for its table; and what their files share. */
#ifndef PREGON_LSP_FEATURES_H
#define PREGON_LSP_FEATURES_H

#include "lsp/position.h"
#include "lsp/server.h"

struct err;
struct finding;
struct findings;
struct json;
struct json_writer;

/* Each writes its answer, `result`, and gives 0; or -1 with `err`. */
typedef int (*lsp_answer)(struct lsp_server *server, const struct json *params,
                          struct json_writer *json, struct err *err);

int lsp_complete(struct lsp_server *server, const struct json *params, struct json_writer *json,
                 struct err *err);
int lsp_hover(struct lsp_server *server, const struct json *params, struct json_writer *json,
              struct err *err);
int lsp_define(struct lsp_server *server, const struct json *params, struct json_writer *json,
               struct err *err);
int lsp_list_symbols(struct lsp_server *server, const struct json *params, struct json_writer *json,
                     struct err *err);
int lsp_list_actions(struct lsp_server *server, const struct json *params, struct json_writer *json,
                     struct err *err);

/* The open document that `params` is about, and is part of the workspace; NULL: none. */
struct document_open *lsp_document(struct lsp_server *server, const struct json *params);
/* The same, and the byte of `position`. */
struct document_open *lsp_place(struct lsp_server *server, const struct json *params, size_t *byte);

/* diagnostics.c */
void lsp_publish_changed(struct lsp_server *server);
void lsp_publish_all(struct lsp_server *server);
void lsp_publish_nothing(struct lsp_server *server, const char *uri);
void lsp_put_diagnostic(struct json_writer *json, struct lsp_server *server,
                        const struct document_open *document, const struct finding *finding);

/* closed.c: files that are not open. */
void lsp_publish_closed(struct lsp_server *server);
/* A document was closed: what is wrong in it as it is on disk is told when it is quiet. */
void lsp_tell_closed_again(struct lsp_server *server, const char *path);

/* server.c: a message of ours. The writer's object is begun; lsp_send() ends it. */
struct json_writer lsp_begin(struct lsp_server *server, struct text_buffer *buffer);
void lsp_send(struct lsp_server *server, struct json_writer *json);
/* Something to tell the person, in the editor's log. */
void lsp_log(struct lsp_server *server, const char *text);

#endif
