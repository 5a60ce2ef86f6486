/* Templates of brand/playbooks/ for who answers people: the quotes below a heading. */
#ifndef PREGON_LSP_PLAYBOOKS_H
#define PREGON_LSP_PLAYBOOKS_H

struct lsp_server;
struct proposals;

/* Each template under its heading, `{name}` to be filled in. */
void playbooks_add(struct proposals *proposals, struct lsp_server *server);

#endif
