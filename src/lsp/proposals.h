/* Proposals: what may be written at a place, collected and then put. */
#ifndef PREGON_LSP_PROPOSALS_H
#define PREGON_LSP_PROPOSALS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json_writer;
struct lsp_server;
struct document_open;

/* As LSP counts kinds. */
enum proposal_kind {
    PROPOSAL_TEXT = 1,
    PROPOSAL_PROPERTY = 10,
    PROPOSAL_VALUE = 12,
    PROPOSAL_SNIPPET = 15,
    PROPOSAL_FILE = 17,
    PROPOSAL_REFERENCE = 18,
};

struct proposal {
    const char *label;
    const char *text; /* to be written */
    enum proposal_kind kind;
    const char *detail; /* half a line, or NULL */
    bool is_snippet;    /* `text` has places to fill in: ${1:…} */
};

struct proposals {
    struct arena *arena;
    struct proposal *items;
    size_t count, capacity;
    const char *path;  /* of the document */
    size_t start, end; /* of it: what a proposal replaces */
};

void proposals_add(struct proposals *proposals, struct proposal proposal);

/* The whole `result`. Where there are more than LIMIT_LSP_PROPOSALS, those with what is typed. */
void proposals_put(struct json_writer *json, const struct proposals *proposals,
                   const struct lsp_server *server, const struct document_open *document);

/* What may stand for a value of the key `key`, by what the workspace holds: accounts, campaigns …
 * Nothing where the key is none of those. */
void proposals_add_values(struct proposals *proposals, struct lsp_server *server, const char *key);
/* What names entries below the key: accounts below `overrides`, say. */
void proposals_add_names(struct proposals *proposals, struct lsp_server *server, const char *key);

#endif
