/* The host: what the language server asks of the workspace. commands/ joins the stages behind it,
 * so that the server itself is a function from an editor's messages to answers.
 *
 * Paths are relative to the workspace's root unless they are called absolute. What comes back lives
 * in the arena that is given. */
#ifndef PREGON_LSP_HOST_H
#define PREGON_LSP_HOST_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct findings;
struct form;
struct post;
struct workspace;

/* A time that somebody may write. */
struct lsp_slot {
    const char *date;  /* `2026-11-24 09:30` */
    const char *words; /* for people */
};

struct lsp_host {
    void *context;

    /* Messages in the editor's language, where the person asked for none. */
    void (*speak)(void *context, const char *locale);
    /* Opens the workspace that holds the file or folder, where none is open yet. ERR_INPUT: there
     * is none. */
    int (*open)(void *context, const char *absolute, struct err *err);
    /* The workspace's name for it; NULL: it is none of it. */
    const char *(*locate)(void *context, struct arena *arena, const char *absolute);
    const char *(*absolute)(void *context, struct arena *arena, const char *path);

    /* The file has this text from now on, or (NULL) that on disk. The text must live until the next
     * call for that file has returned. */
    void (*edit)(void *context, const char *path, const char *text, size_t bytes);
    /* The file was written, made or removed by others. */
    void (*touch)(void *context, const char *path);
    /* Others may have written, and nobody tells: looks for what changed. */
    void (*look_around)(void *context);

    /* What is wrong in the file (NULL: in all of them), in order. What lies between posts is as of
     * the last settle(). */
    int (*find)(void *context, struct arena *arena, const char *path, struct findings *out,
                struct err *err);
    /* Whether that of the file is known only after settle(). */
    bool (*is_behind)(void *context, const char *path);
    /* Whether there is something to settle: what takes longer than a person types. */
    bool (*is_unsettled)(void *context);
    int (*settle)(void *context, struct err *err);
    /* The file with every sure mend, as `check --fix` does; NULL: it has none. */
    const char *(*mend)(void *context, struct arena *arena, const char *path, size_t *bytes);

    const struct workspace *(*workspace)(void *context);
    /* The post that the file is of; false where it is none, or can't be read. */
    bool (*load_post)(void *context, struct arena *arena, const char *path, struct post *out);
    const char *(*find_post)(void *context, struct arena *arena, const char *id);
    /* What may stand in the YAML of that file; NULL: it is not known. */
    const struct form *(*form)(void *context, struct arena *arena, const char *path);
    /* Markdown; NULL: there is no such rule. */
    const char *(*explain)(void *context, struct arena *arena, const char *rule);
    /* The next free slot of each queue. */
    size_t (*slots)(void *context, struct arena *arena, struct lsp_slot **out);
    /* The hashtags and ids of all posts, each once. */
    size_t (*tags)(void *context, struct arena *arena, const char ***out);
    size_t (*posts)(void *context, struct arena *arena, const char ***out);
    /* Files below a folder. */
    size_t (*files)(void *context, struct arena *arena, const char *folder, const char ***out);
    const char *(*read)(void *context, struct arena *arena, const char *path, size_t *bytes);
};

#endif
