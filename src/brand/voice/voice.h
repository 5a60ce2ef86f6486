/* The tone engine: rules in Vale's format, compiled once, run over texts.
 *
 *     struct voice *voice = NULL;
 *     voice_open(&voice, arena, &config, &reader, findings, err);
 *     voice_run(voice, &selection, &worker, "x.md", text, bytes, &alerts);
 *
 * A voice is only read while it runs, so threads share it; each has a worker of its own. */
#ifndef PREGON_BRAND_VOICE_VOICE_H
#define PREGON_BRAND_VOICE_VOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "brand/voice/check_rule.h"
#include "brand/voice/config.h"
#include "lib/digest.h"
#include "lib/regex.h"
#include "model/span.h"

struct arena;
struct dictionary;
struct counts_memory;
struct voice_verdicts;
struct err;
struct findings;
struct voice;

/* Where styles are read from: folders of the machine, or a workspace's tree. */
struct voice_reader {
    /* The paths of all files below `folder`, in byte order; none where it is not there. */
    int (*list)(void *context, struct arena *arena, const char *folder, const char ***paths,
                size_t *count, struct err *err);
    int (*read)(void *context, struct arena *arena, const char *path, char **text, size_t *bytes,
                struct err *err);
    void *context;
};

/* Reads and compiles every rule that the configuration names. What is wrong in their files is in
 * `findings`, at level error; then `*out` is NULL. -1 where the machine fails. */
int voice_open(struct voice **out, struct arena *arena, const struct voice_config *config,
               const struct voice_reader *reader, struct findings *findings, struct err *err)
    __attribute__((warn_unused_result));
void voice_close(struct voice **voice);

/* Whether some rule is for a few accounts or days alone, so that a selection should name them. */
bool voice_asks_for_accounts(const struct voice *voice);
bool voice_asks_for_days(const struct voice *voice);
/* Whether some rule reads what readers see, and not what was written. */
bool voice_asks_for_renderings(const struct voice *voice);

/* The dictionaries that its rules ask, each once, in an order that the rules alone set. */
size_t voice_dictionaries(const struct voice *voice, struct arena *arena, struct dictionary ***out);

/* Adds what its alerts depend on besides the files that it was read from: dictionaries, and those
 * that are missing. */
void voice_digest(const struct voice *voice, struct digest *digest);

const struct voice_config *voice_config_of(const struct voice *voice);
size_t voice_rule_count(const struct voice *voice);
const struct voice_rule *voice_rule_at(const struct voice *voice, size_t index);

/* What was found, and where in the file that was given. */
struct voice_alert {
    struct voice_hit hit;
    size_t check; /* the rule's place in the list */
    struct span where;
    size_t start_byte, end_byte;
    const char *scope; /* of the block */
    size_t text; /* of voice_run_texts(): which; the bytes are of its text, and it has no `where` */
    long account; /* for which alone it is said (meant.h) */
};

/* So many findings a rule may have in a file: nobody reads more, and a megabyte of one word has a
 * million. */
enum { VOICE_MOST_HITS = 5000 };

struct voice_rules {
    const struct voice_rule **items;
    size_t count, capacity;
};

struct voice_alerts {
    struct arena *arena;
    bool is_as_vale; /* asked for: Vale's places, and without the alerts that Vale loses */
    bool is_piped;   /* asked for: the text came by standard input, which Vale reads otherwise */
    struct voice_alert *items; /* by line, column and rule */
    size_t count, capacity;
    struct voice_rules too_dear;      /* those that were given up on this file */
    struct voice_rules too_many;      /* likewise, after VOICE_MOST_HITS findings */
    struct voice_rules bad_formula;   /* those that can't be calculated */
    const char *front_matter_problem; /* the file's front matter is no YAML; or NULL */
    struct span front_matter_where;
};

/* What a rule cost a thread. */
struct voice_cost {
    int64_t ns;
    size_t calls, alerts;
};

/* A thread's own; all zero is ready for use. What it found out about selections and scopes is kept
 * for the next file. */
struct voice_worker {
    struct regex_scratch scratch;
    struct arena arena;
    struct voice_plan *plan;
    struct counts_memory *counts_memory;
    struct voice_verdicts **verdicts;
    bool is_hasty;            /* asked for: without what may be meant by a misspelled word */
    bool has_left_out;        /* then: there was such a word */
    bool is_profiling;        /* asked for: what each rule costs */
    struct voice_cost *costs; /* then: by the rule's place in the list; NULL: no text was read */
    size_t texts;             /* so many were */
};

void voice_worker_release(struct voice_worker *worker);

/* What a speller proposes in place of the word, the likeliest first; none of what others found.
 * Slow for a word that was not asked for before. */
struct names voice_hit_suggestions(struct arena *arena, const struct voice_hit *hit, size_t most);

/* Whether the rule of that place can find nothing here: it lacks its dictionary. */
bool voice_rule_is_idle(const struct voice *voice, size_t index);

/* Whether the rule is for texts of the language; those without languages are for all. */
bool voice_rule_speaks(const struct voice_rule *rule, const char *language);

/* Every rule of the selection on one file, as Vale does it; `path` says by its extension how the
 * file is read. What is built lives in the alerts' arena. */
void voice_run(const struct voice *voice, const struct voice_selection *selection,
               struct voice_worker *worker, const char *path, const char *text, size_t bytes,
               struct voice_alerts *alerts);

/* A text that readers see; its scope is `rendered.part`, `rendered.title`, `rendered.warning`. */
struct voice_text {
    const char *scope, *text;
    size_t bytes;
};

/* Every rule of the selection that reads such texts, on what one account gets of a post. */
void voice_run_texts(const struct voice *voice, const struct voice_selection *selection,
                     struct voice_worker *worker, const struct voice_text *texts, size_t count,
                     struct voice_alerts *alerts);

#endif
