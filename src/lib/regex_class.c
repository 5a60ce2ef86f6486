/* Classes, of the nodes of a pattern's tree. */
#include "lib/regex_class.h"

#include <string.h>

#include "lib/regex_translate.h"
#include "lib/regex_tree.h"

const struct regex_class regex_word_class = { { 0x03FF000000000000, 0x07FFFFFE87FFFFFE },
                                              REGEX_ALL_OTHERS };
const struct regex_class regex_line_feed_class = { { (uint64_t)1 << '\n', 0 }, 0 };

/* The groups of all characters from `first` to `last`. */
static unsigned groups_of(uint32_t first, uint32_t last)
{
    static const struct {
        uint32_t first, last;
        unsigned group;
    } ranges[] = {
        { 0x80, 0x7FF, REGEX_LATIN },          { 0x800, 0x1FFF, REGEX_BASIC },
        { 0x2000, 0x203F, REGEX_MARKS },       { 0x2040, 0xFFFF, REGEX_BASIC },
        { 0x10000, 0x1EFFF, REGEX_BEYOND },    { 0x1F000, 0x1FFFF, REGEX_EMOJI },
        { 0x20000, UINT32_MAX, REGEX_BEYOND },
    };
    unsigned groups = 0;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (first <= ranges[i].last && last >= ranges[i].first)
            groups |= ranges[i].group;
    return groups;
}

void regex_class_add_char(struct regex_class *class, uint32_t c)
{
    if (c < 0x80)
        class->ascii[c / 64] |= (uint64_t)1 << c % 64;
    else
        class->others |= (unsigned char)groups_of(c, c);
}

bool regex_class_has(const struct regex_class *class, unsigned c)
{
    return c < 0x80 ? class->ascii[c / 64] >> c % 64 & 1
                    : (unsigned)class->others >> (c - 0x80) & 1;
}

struct regex_class regex_class_not(const struct regex_class *class)
{
    return (struct regex_class){ { ~class->ascii[0], ~class->ascii[1] }, REGEX_ALL_OTHERS };
}

void regex_class_add(struct regex_class *class, const struct regex_class *more)
{
    class->ascii[0] |= more->ascii[0];
    class->ascii[1] |= more->ascii[1];
    class->others |= more->others;
}

enum { KELVIN = 0x212A, LONG_S = 0x17F };

/* Whether the node may match one of the two signs that stand for an ASCII letter. */
static bool may_be_sign(const struct regex_node *node)
{
    const struct regex_set *set = node->set;
    if (node->kind != REGEX_SET)
        return node->codepoint == KELVIN || node->codepoint == LONG_S;
    bool may_be = set->is_negated || set->has_word || set->has_not_word || set->property_count > 0;
    for (size_t i = 0; i < set->range_count; i++)
        may_be |= (set->ranges[i].first <= KELVIN && set->ranges[i].last >= KELVIN) ||
                  (set->ranges[i].first <= LONG_S && set->ranges[i].last >= LONG_S);
    return may_be;
}

/* Whether the node may match a letter that is not ASCII and has two cases. */
static bool may_have_case(const struct regex_node *node)
{
    enum { MOST_ASKED = 1024, LAST_NEAR = 0xFFFF };
    const struct regex_set *set = node->set;
    if (node->kind != REGEX_SET)
        return node->kind != REGEX_CHAR || regex_has_case(node->codepoint);
    if (set->is_negated || set->has_word || set->has_not_word || set->property_count > 0)
        return true;
    for (size_t i = 0; i < set->range_count; i++) {
        uint32_t first = set->ranges[i].first < 0x80 ? 0x80 : set->ranges[i].first;
        uint32_t last = set->ranges[i].last > LAST_NEAR ? LAST_NEAR : set->ranges[i].last;
        if (first <= last && last - first > MOST_ASKED)
            return true;
        for (uint32_t c = first; c <= last; c++)
            if (regex_has_case(c))
                return true;
    }
    return false;
}

/* The kelvin sign stands for k, and the long s for s; other letters far apart are the same, too. */
static void add_case(struct regex_class *class, const struct regex_node *node)
{
    uint64_t letters = class->ascii[1] & 0x07FFFFFE07FFFFFE;
    class->ascii[1] |= (letters << 32 & 0x07FFFFFE00000000) | letters >> 32;
    if (regex_class_has(class, 'k') || regex_class_has(class, 's') ||
        ((class->others & (REGEX_LATIN | REGEX_BASIC)) && may_have_case(node)))
        class->others |= REGEX_LATIN | REGEX_BASIC;
    for (const char *at = "ksKS"; may_be_sign(node) && *at; at++)
        regex_class_add_char(class, (unsigned char)*at);
}

/* A property's ASCII characters; false where they are not known here. */
static bool property_class(struct regex_class *out, const struct regex_property *property)
{
    enum { letters = REGEX_LATIN | REGEX_BASIC | REGEX_BEYOND };
    static const struct {
        const char *name;
        struct regex_class class;
    } known[] = {
        { "Nd", { { 0x03FF000000000000, 0 }, REGEX_ALL_OTHERS & ~REGEX_MARKS } },
        { "N", { { 0x03FF000000000000, 0 }, REGEX_ALL_OTHERS & ~REGEX_MARKS } },
        { "L", { { 0, 0x07FFFFFE07FFFFFE }, letters } },
        { "Lu", { { 0, 0x0000000007FFFFFE }, letters } },
        { "Ll", { { 0, 0x07FFFFFE00000000 }, letters } },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].name, property->name) == 0) {
            *out = property->is_negated ? regex_class_not(&known[i].class) : known[i].class;
            return true;
        }
    }
    return false;
}

/* The characters between the brackets: at least all of them, or at most where `is_least`. */
struct regex_class regex_class_of_set(const struct regex_set *set, bool is_least)
{
    struct regex_class class = { 0 };
    const struct regex_class not_word = regex_class_not(&regex_word_class);
    struct regex_class property;
    for (size_t i = 0; i < set->range_count; i++) {
        const struct regex_range *range = &set->ranges[i];
        for (uint32_t c = range->first; c <= range->last && c < 0x80; c++)
            regex_class_add_char(&class, c);
        class.others |= (unsigned char)groups_of(range->first, range->last);
    }
    if (set->has_word)
        regex_class_add(&class, &regex_word_class);
    if (set->has_not_word)
        regex_class_add(&class, &not_word);
    for (size_t i = 0; i < set->property_count; i++) {
        if (property_class(&property, &set->properties[i]))
            regex_class_add(&class, &property);
        else if (!is_least)
            class = (struct regex_class){ { UINT64_MAX, UINT64_MAX }, REGEX_ALL_OTHERS };
    }
    return class;
}

/* What is taken away again is left in: a class may be too large. */
struct regex_class regex_class_of(const struct regex_node *node)
{
    struct regex_class class = { 0 };
    switch (node->kind) {
    case REGEX_CHAR:
        regex_class_add_char(&class, node->codepoint);
        break;
    case REGEX_SET:
        class = regex_class_of_set(node->set, node->set->is_negated);
        if (node->set->is_negated)
            class = regex_class_not(&class);
        break;
    default:
        class = regex_class_not(&class);
        if (node->kind == REGEX_NOT_NEWLINE)
            class.ascii[0] &= ~regex_line_feed_class.ascii[0];
        break;
    }
    if (node->ignores_case)
        add_case(&class, node);
    return class;
}

static const double of_others[REGEX_OTHER_GROUPS] = { 0.04, 0.006, 0.004, 0.004, 0.001 };

/* How often a character is met, roughly, in what people write. */
double regex_char_frequency(unsigned c)
{
    static const unsigned char of_letters[] = "eaosnritldcump";
    const unsigned char *letter = memchr(of_letters, (int)c, sizeof of_letters - 1);
    if (c >= 0x80)
        return of_others[0];
    if (letter)
        return letter < of_letters + 8 ? 0.06 : 0.03;
    if (c == ' ')
        return 0.16;
    return (c >= 'a' && c <= 'z') || c == '.' || c == ',' || c == '\n' ? 0.01 : 0.003;
}

double regex_class_frequency(const struct regex_class *class)
{
    double sum = 0;
    for (unsigned i = 0; i < REGEX_OTHER_GROUPS; i++)
        sum += class->others >> i & 1 ? of_others[i] : 0;
    for (unsigned half = 0; half < 2; half++)
        for (uint64_t bits = class->ascii[half]; bits; bits &= bits - 1)
            sum += regex_char_frequency(64 * half + (unsigned)__builtin_ctzll(bits));
    return sum;
}
