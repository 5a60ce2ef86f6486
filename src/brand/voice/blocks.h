/* Blocks: a file cut into the texts that rules read, each with its scope and its place in the file.
 *
 * The scopes are Vale's: `text.md` is a paragraph, `text.heading.h1.md`, `text.list.md`,
 * `text.blockquote.md`, `text.table.cell.md`, `text.attr.alt`, `text.frontmatter.title.md`,
 * `sentence.text.md`, `paragraph.text.md`, `summary.md` (all prose of the file) and `raw.md` (the
 * file as it is). How a text is put together from its inlines is Vale's, too: a rule must see the
 * same text, blank for blank. */
#ifndef PREGON_BRAND_VOICE_BLOCKS_H
#define PREGON_BRAND_VOICE_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "brand/voice/vale_place.h"
#include "lib/trace.h"
#include "model/account.h"

struct arena;
struct voice_switches;

/* How a sentence or a paragraph stands in the block whose part it is. */
struct voice_part {
    size_t whole;          /* its place in the list, behind its parts; 0: the block is no part */
    bool is_all;           /* the texts are the same */
    bool is_apart;         /* between blanks or ends */
    bool is_between_stops; /* or ends */
};

struct voice_block {
    const char *scope;
    const char *key;  /* of the post's front matter; NULL: the body */
    const char *text; /* terminated */
    size_t bytes;
    struct trace trace;                    /* into the file */
    const struct voice_switches *switches; /* what comments in the text turned off */
    struct vale_block vale;                /* where Vale is asked for */
    struct voice_part part;
};

/* How often something stands in the file, for rules that calculate: `list`, `heading_h1`, `pre`. */
struct voice_count {
    const char *name;
    size_t count;
};

struct voice_blocks {
    struct arena *arena;
    struct voice_block *items;
    size_t count, capacity;
    struct voice_count *counts;
    size_t count_count, count_capacity;
    struct text_buffer summary;
    struct trace summary_trace;
    const struct voice_switches *switches; /* at the end */
    struct vale_context vale;
};

/* How a configuration wants a file to be cut. */
struct voice_cut {
    const char *extension;        /* ".md": the last part of each scope */
    struct names skipped_tags;    /* SkippedScopes; none: the usual ones */
    struct names ignored_tags;    /* IgnoredScopes, likewise */
    struct names ignored_classes; /* besides the usual ones */
    bool has_sentences;           /* some rule wants them; likewise paragraphs */
    bool has_paragraphs;
    bool is_post;              /* of its front matter, what readers see is read; else every text */
    bool is_piped;             /* the text came by standard input */
    size_t front_matter_bytes; /* at the start of the file: code, for Vale's search */
    const char *whole;         /* where Vale's places are wanted: the file; else NULL */
    size_t whole_bytes;
};

/* The blocks of Markdown in the order of the text. `trace` is that of `text` into the file (NULL:
 * it is the file itself); `styles` are those of the file, which a comment may choose among. Blocks
 * may be added to the list before; an empty one is all zero. */
void voice_blocks_markdown(struct voice_blocks *out, struct arena *arena, const char *text,
                           size_t bytes, const struct trace *trace, const struct names *styles,
                           const struct voice_cut *cut);
/* The same for plain text. */
void voice_blocks_text(struct voice_blocks *out, struct arena *arena, const char *text,
                       size_t bytes, const struct voice_cut *cut);
/* One text of its own, such as a value of front matter. */
void voice_blocks_add(struct voice_blocks *out, const char *scope, const char *text, size_t bytes,
                      const struct trace *trace, const struct voice_switches *switches);
/* The last two: the summary (of Markdown alone), and the file as it is. */
void voice_blocks_finish(struct voice_blocks *out, const char *raw, size_t raw_bytes,
                         const struct voice_cut *cut, bool has_summary);

/* One more of that name. */
void voice_blocks_count(struct voice_blocks *out, const char *name);

size_t voice_blocks_counted(const struct voice_blocks *blocks, const char *name);

#endif
