/* Classes of characters, as outlines (regex_outline.h) know them: each ASCII character for itself,
 * all others in a few groups. */
#ifndef PREGON_LIB_REGEX_CLASS_H
#define PREGON_LIB_REGEX_CLASS_H

#include <stdbool.h>
#include <stdint.h>

struct regex_node;
struct regex_set;

/* Characters that are not ASCII are told apart in these groups. */
enum {
    REGEX_LATIN = 1,   /* up to U+07FF */
    REGEX_MARKS = 2,   /* U+2000 to U+203F: blanks, dashes, quotation marks, and a tie: `‿` */
    REGEX_BASIC = 4,   /* the rest up to U+FFFF */
    REGEX_EMOJI = 8,   /* U+1F000 to U+1FFFF: no letters, some digits */
    REGEX_BEYOND = 16, /* all others */
    REGEX_ALL_OTHERS = 31,
    REGEX_OTHER_GROUPS = 5,
};

struct regex_class {
    uint64_t ascii[2];
    unsigned char others;
};

extern const struct regex_class regex_word_class, regex_line_feed_class;

/* Whether the class has an ASCII character, or from 0x80 on some of a group of others. */
bool regex_class_has(const struct regex_class *class, unsigned c);

void regex_class_add_char(struct regex_class *class, uint32_t c);
void regex_class_add(struct regex_class *class, const struct regex_class *more);
struct regex_class regex_class_not(const struct regex_class *class);

/* What a character or set of a tree may match; what a set takes away again is left in, so the class
 * may be too large. */
struct regex_class regex_class_of(const struct regex_node *node);
/* The characters between the brackets: at least all of them, or at most where `is_least`. */
struct regex_class regex_class_of_set(const struct regex_set *set, bool is_least);

/* How often a character, or one of a class, is met, roughly, in what people write. */
double regex_char_frequency(unsigned c);
double regex_class_frequency(const struct regex_class *class);

#endif
