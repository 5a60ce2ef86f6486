/* What every target has: libFuzzer's entry, and files of several parts. */
#ifndef PREGON_TESTS_FUZZ_H
#define PREGON_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct findings;
struct post;
struct tree;
struct workspace;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

/* An input's parts stand behind lines that begin with `%%%`; what follows there is the name. The
 * first part has no name, and may be empty. Texts are terminated, and live in `arena`. */
struct fuzz_part {
    const char *name, *text;
    size_t bytes;
};

struct fuzz_parts {
    struct fuzz_part *items;
    size_t count;
};

struct fuzz_parts fuzz_split(struct arena *arena, const uint8_t *data, size_t bytes);
/* The part of that name; an empty one where there is none. */
struct fuzz_part fuzz_find(const struct fuzz_parts *parts, const char *name);

/* A tree whose files are the parts with names (the first of each), in memory; `parts` must outlive
 * it. */
struct tree *fuzz_tree(struct arena *arena, const struct fuzz_parts *parts);

/* The workspace of tests/cases/check, and a post in it: the first part, with the others beside it;
 * there is a picture `pan.png`. */
#define FUZZ_POST "content/posts/x.md"
const struct workspace *fuzz_base(void);
void fuzz_load_post(struct post *out, struct findings *findings, struct arena *arena,
                    const struct fuzz_parts *parts);

/* The text without its end in the heap, so that reading beyond is noticed; free() it. */
char *fuzz_bytes(const char *text, size_t bytes);

/* Ends the program with the words, as an oracle that was not obeyed; `fuzz_now`, where it is set,
 * says at what. */
extern const char *fuzz_now;
void fuzz_fail(const char *what, const char *shown) __attribute__((noreturn));
static inline void fuzz_check(bool holds, const char *what, const char *shown)
{
    if (!holds)
        fuzz_fail(what, shown);
}

#endif
