/* Errors: why a function failed, and what its reader does next.
 *
 * A function that can fail returns 0 or -1 and takes a `struct err *` last. On failure its outputs
 * stay untouched; on success `err` does. Only main.c prints one: lower case, no full stop, what
 * failed first, names in quotes, then what to do. A finding in a post is no error (finding.h).
 * No secret ever stands in `text`.
 *
 *     if (!file)
 *         return err_set(err, ERR_SYSTEM, _("cannot open '%s': %s"), path, strerror(errno)); */
#ifndef PREGON_BASE_ERR_H
#define PREGON_BASE_ERR_H

/* Named after the reader's next step; exit_status() below is the only translation. */
enum err_kind {
    ERR_NONE,
    ERR_USAGE,   /* read the help */
    ERR_INPUT,   /* edit a file of the workspace */
    ERR_REFUSED, /* the network said no: a person must decide */
    ERR_SYSTEM,  /* mend the machine or the outside service */
    ERR_RETRY,   /* run again later */
};

struct err {
    enum err_kind kind;
    char text[1024];
};

/* Sets kind and text; always -1, so that it can be returned. Longer text is cut at a character. */
int err_set(struct err *err, enum err_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts words in front of the text, "words: text", and keeps the kind; always -1. */
int err_because(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The exit status (docs/ci.md) for a kind: 0, 1, 2, 3 or 4. */
int err_exit_status(enum err_kind kind);

#endif
