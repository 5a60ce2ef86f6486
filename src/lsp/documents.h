/* The documents that are open in the editor, whose text holds in place of the file's. */
#ifndef PREGON_LSP_DOCUMENTS_H
#define PREGON_LSP_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/limits.h"
#include "lib/digest.h"
#include "lsp/position.h"

struct json;

struct document_open {
    struct arena own, arena; /* of all but the text, and of the text */
    const char *uri;         /* as the editor wrote it */
    const char *path;        /* below the workspace's root; NULL: it is none of ours */
    const char *text;        /* valid UTF-8 without NUL, terminated */
    size_t bytes;
    int64_t version;
    bool is_changed;    /* since it was looked at last */
    bool was_told;      /* something was published */
    struct digest told; /* of that */
};

struct documents {
    struct document_open *items[LIMIT_LSP_DOCUMENTS]; /* in the order of opening */
    size_t count;
};

/* NULL where it is not open. */
struct document_open *documents_find(const struct documents *documents, const char *uri);
/* A new one, or the same anew; NULL where too many are open. */
struct document_open *documents_open(struct documents *documents, const char *uri);
void documents_close(struct documents *documents, const char *uri);
void documents_release(struct documents *documents);

/* Its text lives in the arena that is given, until a new one is set: the host may hold it yet. */
struct arena document_take(struct document_open *document);
/* Its whole text. */
void document_set(struct document_open *document, const char *text, size_t bytes);
/* Takes what `contentChanges` says, one after another. One that grows beyond
 * LIMIT_LSP_MESSAGE_BYTES is none of ours any more, and empty. */
void document_change(struct document_open *document, const struct json *changes,
                     enum position_encoding encoding);

#endif
