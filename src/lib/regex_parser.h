/* What the parser's two files share: regex_parse.c reads items and quantifiers, regex_group.c
 * groups, options and references. */
#ifndef PREGON_LIB_REGEX_PARSER_H
#define PREGON_LIB_REGEX_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/regex_scan.h"
#include "lib/regex_tree.h"

enum {
    OPTION_CASE = 1,
    OPTION_LINES = 2,
    OPTION_NAMED_ONLY = 4,
    OPTION_ANY = 8,
    OPTION_BLANKS = 16,
};

struct name {
    const char *text;
    uint32_t group;
};

/* Where names or references are met, the pattern is read twice: a name's number depends on all
 * groups. */
struct parser {
    struct regex_scan scan;
    unsigned options;
    int depth;
    bool is_counting;
    bool needs_numbers;
    bool has_inline_options;
    uint32_t next_group;
    uint32_t group_end;
    unsigned char has_group[REGEX_MAX_GROUPS];
    struct name *names;
    size_t name_count, name_capacity;
};

struct regex_node *parse_node(struct parser *parser, enum regex_kind kind, size_t at);

/* These give NULL where there is a mistake, which is then set; parse_group() also where the group
 * was no more than options, and parse_named_back() where `is_optional` and it is none. */
struct regex_node *parse_choice(struct parser *parser);
struct regex_node *parse_sequence(struct parser *parser);
/* `scan` stands at the bracket. */
struct regex_node *parse_group(struct parser *parser);
struct regex_node *parse_back(struct parser *parser, size_t at, uint32_t group);
/* `\k<name>`, `\<name>`, `\k'1'`; `scan` stands behind the letter. */
struct regex_node *parse_named_back(struct parser *parser, size_t at, bool is_optional);

/* Digits, at most REGEX_UNBOUNDED. */
uint32_t parse_number(struct parser *parser);

/* Names get the numbers behind the unnamed groups', in the order of their first appearance. */
int parse_number_names(struct parser *parser) __attribute__((warn_unused_result));
void parse_note_group(struct parser *parser, uint32_t group);

#endif
