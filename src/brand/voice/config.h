/* Configuration: which styles' rules apply to which files, as a .vale.ini says it (and brand.yml,
 * which becomes the same). */
#ifndef PREGON_BRAND_VOICE_CONFIG_H
#define PREGON_BRAND_VOICE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account.h"
#include "model/finding.h"

struct arena;
struct reading;
struct workspace;

/* `Style.Rule = YES | NO | a level` */
struct voice_choice {
    const char *rule;
    bool is_on;
    struct span where; /* in brand.yml */
};

struct voice_choices {
    struct voice_choice *items;
    size_t count, capacity;
};

/* What holds for the files whose paths match a pattern. */
struct voice_section {
    const char *pattern;
    bool has_styles; /* BasedOnStyles stands here, and may be empty */
    struct names styles;
    struct voice_choices choices;
    struct names token_ignores, block_ignores;
    const char *comment_start, *comment_end; /* CommentDelimiters; NULL: none */
};

struct voice_level {
    const char *rule;
    enum severity level;
};

/* `md` for what is written as `mdx`. */
struct voice_format {
    const char *extension, *read_as;
};

struct voice_config {
    const char *path;       /* its file, for messages */
    bool is_in_workspace;   /* its files may be a pull request's: no dictionary is read from them */
    bool is_brand;          /* brand.yml's, for posts: spelling knows what stands in them */
    struct names languages; /* then: the brand's */
    const struct workspace *workspace; /* whose accounts and campaigns rules name; NULL: none */
    struct names paths;                /* folders of styles, the first wins */
    struct names vocabularies;
    struct names packages; /* what Vale fetches into those folders; nothing here does */
    enum severity level;   /* the lowest that is shown */
    struct names ignored_tags, skipped_tags, ignored_classes;
    const char *word_template; /* NULL: `\b(?:%s)\b` */
    bool has_any_file;         /* a section for all files, `[*]` */
    struct voice_section any;
    struct voice_section *sections;
    size_t section_count, section_capacity;
    struct voice_level *levels;
    size_t level_count, level_capacity;
    struct voice_format *formats;
    size_t format_count, format_capacity;
};

/* Reads a .vale.ini; `folder` is where it stands ("" or with a slash at the end), from which its
 * StylesPath is counted. -1 with complaints. */
int voice_config_read(struct voice_config *out, struct reading *reading, const char *folder);

/* The accounts that get the body of a post's file, or a text of its front matter. */
struct voice_readers {
    const char *key;          /* `title`, `media`; NULL: the body */
    const uint64_t *accounts; /* account_set.h */
};

/* The rules that apply to a file. */
struct voice_selection {
    struct names styles;
    struct voice_choices choices; /* a later one goes before an earlier */
    const struct voice_config *config;
    /* Of a post, for rules that are for some posts alone; NULL: rules for any. */
    const char *language, *campaign, *audience, *pillar;
    const char *day;                     /* when readers get it, `2026-12-24`; NULL: not known */
    const struct voice_readers *readers; /* who gets what of the file; none: not known */
    size_t reader_count, account_words;
    uint64_t sections; /* a bit for each that matches; all set where they are more than 63 */
    bool is_post;      /* its front matter is read by named keys */
    bool is_reply;     /* a post that answers somebody */
};

struct voice_selection voice_config_select(const struct voice_config *config, struct arena *arena,
                                           const char *path);
/* Whether some section is about this file at all. */
bool voice_config_covers(const struct voice_config *config, const char *path);
bool voice_selection_has(const struct voice_selection *selection, const char *rule);
/* The extension by which the file is read: "md", "txt", …, without its dot. */
const char *voice_config_format(const struct voice_config *config, const char *path);

#endif
