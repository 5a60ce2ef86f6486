/* Rows of classes, computed from a pattern's tree as its literals are (regex_literals.c). */
#include "lib/regex_outline.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/regex_literals.h"
#include "lib/regex_translate.h"
#include "lib/regex_tree.h"

enum {
    /* What a row holds besides what must stand before and behind it. */
    ROW_LENGTH = REGEX_OUTLINE_LENGTH - 2,
    MOST_ROWS = 24,
    /* What more branches than so many have in common says nothing. */
    MOST_BRANCHES = 2 * MOST_ROWS,
    /* By how much outlines must be rarer than literals, which cost nothing more to look for. */
    MUCH_RARER = 4,
};

/* A gate that opens at one character of so many is no gate. */
static const double too_common = 0.05;

/* --- rows --- */

/* Characters one behind the other; `before` and `behind` are what must stand beside them without
 * being a part, `\b` where both are asked for in a row without characters. */
struct row {
    struct regex_class at[ROW_LENGTH];
    size_t count;
    struct regex_class before, behind;
    bool has_before, has_behind;
    bool has_edge_before, has_edge_behind;
};

struct rows {
    struct row *items;
    size_t count;
    size_t capacity; /* of what add_rows() made; 0: nothing is added in place */
};

static struct rows just(struct arena *arena, const struct row *row)
{
    return (struct rows){ .items = arena_copy(arena, row, sizeof *row), .count = 1 };
}

static struct rows nothing(struct arena *arena) { return just(arena, &(struct row){ 0 }); }

static bool join(struct row *out, const struct row *a, const struct row *b)
{
    *out = *a;
    if (a->count + b->count > ROW_LENGTH)
        return false;
    memcpy(out->at + a->count, b->at, b->count * sizeof *b->at);
    out->count += b->count;
    if (!a->has_before && a->count == 0) {
        out->has_before = b->has_before;
        out->before = b->before;
    }
    if (b->has_behind || b->count > 0) {
        out->has_behind = b->has_behind;
        out->behind = b->behind;
    }
    out->has_edge_before = a->has_edge_before || (a->count == 0 && b->has_edge_before);
    out->has_edge_behind = b->has_edge_behind || (b->count == 0 && a->has_edge_behind);
    return true;
}

/* Each of `a` followed by each of `b`; false where they are too many or too long. */
static bool multiply(struct rows *out, struct arena *arena, const struct rows *a,
                     const struct rows *b)
{
    struct rows product = { 0 };
    if (a->count * b->count > MOST_ROWS)
        return false;
    product.items = arena_alloc_array(arena, a->count * b->count, sizeof *product.items);
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (!join(&product.items[product.count++], &a->items[i], &b->items[j]))
                return false;
    *out = product;
    return true;
}

static bool add_rows(struct rows *out, struct arena *arena, const struct rows *more)
{
    if (out->count + more->count > MOST_ROWS)
        return false;
    if (out->capacity < out->count + more->count) {
        struct rows larger = { .count = out->count, .capacity = MOST_ROWS };
        if (2 * (out->count + more->count) < MOST_ROWS)
            larger.capacity = 2 * (out->count + more->count);
        larger.items = arena_alloc_array(arena, larger.capacity, sizeof *larger.items);
        if (out->count > 0)
            memcpy(larger.items, out->items, out->count * sizeof *larger.items);
        *out = larger;
    }
    if (more->count > 0)
        memcpy(out->items + out->count, more->items, more->count * sizeof *out->items);
    out->count += more->count;
    return true;
}

/* One row that all of them show: as far as the shortest goes, from the start or from the end on. */
static struct rows overlay(struct arena *arena, const struct rows *rows, bool is_end)
{
    assert(rows->count > 0);
    struct row all = rows->items[0];
    for (size_t i = 1; i < rows->count; i++) {
        const struct row *row = &rows->items[i];
        size_t count = row->count < all.count ? row->count : all.count;
        size_t from = is_end ? all.count - count : 0, other = is_end ? row->count - count : 0;
        for (size_t j = 0; j < count; j++) {
            all.at[j] = all.at[from + j];
            regex_class_add(&all.at[j], &row->at[other + j]);
        }
        all.has_before = all.has_before && row->has_before && !(is_end && from + other > 0);
        all.has_behind = all.has_behind && row->has_behind && (is_end || all.count == row->count);
        all.has_edge_before =
            all.has_edge_before && row->has_edge_before && !(is_end && from + other > 0);
        all.has_edge_behind =
            all.has_edge_behind && row->has_edge_behind && (is_end || all.count == row->count);
        regex_class_add(&all.before, &row->before);
        regex_class_add(&all.behind, &row->behind);
        all.count = count;
    }
    return just(arena, &all);
}

/* Where they become too many they are laid over each other, and no longer `are_all`. */
static void add_or_overlay(struct rows *out, struct arena *arena, const struct rows *more,
                           bool is_end, bool *are_all)
{
    struct rows one;
    if (add_rows(out, arena, more))
        return;
    *are_all = false;
    if (out->count > 0)
        *out = overlay(arena, out, is_end);
    one = overlay(arena, more, is_end);
    (void)add_rows(out, arena, &one);
}

static void put_class(struct regex_outline *out, const struct regex_class *class)
{
    out->classes[out->count++] = *class;
}

/* A boundary beside what is a word's part for sure. */
static bool meets_edge(bool has_edge, const struct regex_class *class)
{
    return has_edge && class->others == 0 && !(class->ascii[0] & ~regex_word_class.ascii[0]) &&
           !(class->ascii[1] & ~regex_word_class.ascii[1]);
}

static struct regex_outline outline_of(const struct row *row)
{
    struct regex_outline out = { 0 };
    const struct regex_class not_word = regex_class_not(&regex_word_class);
    if (row->has_before)
        put_class(&out, &row->before);
    else if (row->count > 0 && meets_edge(row->has_edge_before, &row->at[0]))
        put_class(&out, &not_word);
    for (size_t i = 0; i < row->count; i++)
        put_class(&out, &row->at[i]);
    if (row->has_behind)
        put_class(&out, &row->behind);
    else if (row->count > 0 && meets_edge(row->has_edge_behind, &row->at[row->count - 1]))
        put_class(&out, &not_word);
    return out;
}

/* How often one of the rows is met, by character. */
static double odds(const struct rows *rows)
{
    double sum = rows->count > 0 ? 0 : 1;
    for (size_t i = 0; i < rows->count; i++) {
        const struct regex_outline outline = outline_of(&rows->items[i]);
        double product = 1;
        for (size_t j = 0; j < outline.count; j++)
            product *= regex_class_frequency(&outline.classes[j]);
        sum += product;
    }
    return sum;
}

static void prefer(struct rows *best, const struct rows *candidate)
{
    if (odds(candidate) < odds(best))
        *best = *candidate;
}

/* --- patterns --- */

/* What a node's matches look like. `is_exact`: each is one of `end`; else they begin as one of
 * `start`, end as one of `end`, and hold one of `best`, where that is known. */
struct shape {
    bool is_exact;
    struct rows start, end, best;
    struct rows last; /* of one that may be empty: how it ends where it is not */
};

static struct shape shape_of(struct arena *arena, const struct regex_node *node);

static struct shape unknown(struct arena *arena)
{
    return (struct shape){ .start = nothing(arena), .end = nothing(arena) };
}

static struct shape exactly(const struct rows *rows)
{
    return (struct shape){ .is_exact = true, .end = *rows };
}

static const struct rows *start_of(const struct shape *shape)
{
    return shape->is_exact ? &shape->end : &shape->start;
}

static void follow(struct arena *arena, struct shape *sequence, const struct shape *item)
{
    struct rows joined;
    if (item->last.count > 0) {
        prefer(&sequence->best, &sequence->end);
        if (sequence->is_exact)
            sequence->start = sequence->end;
        if (!add_rows(&sequence->end, arena, &item->last))
            sequence->end = nothing(arena);
        sequence->is_exact = false;
        return;
    }
    bool fits = multiply(&joined, arena, &sequence->end, start_of(item));
    if (fits && item->is_exact) {
        sequence->end = joined;
        return;
    }
    const struct rows *known = fits ? &joined : &sequence->end;
    prefer(&sequence->best, known);
    prefer(&sequence->best, &item->best);
    if (sequence->is_exact)
        sequence->start = *known;
    sequence->end = item->end;
    sequence->is_exact = false;
}

static struct rows gate_of(const struct shape *shape)
{
    struct rows gate = shape->best;
    prefer(&gate, &shape->end);
    return gate;
}

static struct shape shape_of_sequence(struct arena *arena, const struct regex_node *node)
{
    const struct rows empty = nothing(arena);
    struct shape sequence = exactly(&empty);
    for (size_t i = 0; i < node->count; i++) {
        struct shape item = shape_of(arena, node->items[i]);
        follow(arena, &sequence, &item);
    }
    return sequence;
}

static struct shape shape_of_choice(struct arena *arena, const struct regex_node *node)
{
    struct shape choice = { .is_exact = true };
    bool has_best = true, ignored;
    if (node->count > MOST_BRANCHES)
        return unknown(arena);
    for (size_t i = 0; i < node->count; i++) {
        struct shape branch = shape_of(arena, node->items[i]);
        struct rows gate = gate_of(&branch);
        choice.is_exact &= branch.is_exact;
        add_or_overlay(&choice.start, arena, start_of(&branch), false, &ignored);
        add_or_overlay(&choice.end, arena, &branch.end, true, &choice.is_exact);
        has_best = has_best && gate.count > 0;
        if (has_best)
            add_or_overlay(&choice.best, arena, &gate, false, &ignored);
    }
    if (!has_best)
        choice.best = (struct rows){ 0 };
    return choice;
}

static struct shape shape_of_repeat(struct arena *arena, const struct regex_node *node)
{
    const struct rows empty = nothing(arena);
    struct shape sequence = exactly(&empty);
    if (node->max == 0)
        return sequence;
    struct shape item = shape_of(arena, node->items[0]);
    if (node->min == 0) {
        if (node->max > 1 || !item.is_exact || !add_rows(&item.end, arena, &empty))
            return (struct shape){ .start = empty, .end = empty, .last = item.end };
        return exactly(&item.end);
    }
    uint32_t times = 0;
    for (; times < node->min && times < ROW_LENGTH; times++)
        follow(arena, &sequence, &item);
    if (times < node->max)
        follow(arena, &sequence, &(struct shape){ .start = empty, .end = item.end });
    return sequence;
}

/* Adds the characters that a negated look refuses whatever stands behind them: as a whole, or as a
 * branch of a choice. */
static void add_refused(struct regex_class *class, const struct regex_node *node)
{
    struct regex_class one = { 0 };
    if (node->kind == REGEX_CHAR)
        regex_class_add_char(class, node->codepoint);
    if (node->kind == REGEX_SET && !node->set->is_negated && !node->set->minus)
        one = regex_class_of_set(node->set, true);
    regex_class_add(class, &one);
    for (size_t i = 0; i < node->count; i++)
        if (node->kind == REGEX_CHOICE || (node->kind == REGEX_SEQUENCE && node->count == 1))
            add_refused(class, node->items[i]);
}

/* What may stand beside; an end of the text may, too. */
static struct shape shape_of_refusal(struct arena *arena, const struct regex_node *node)
{
    struct regex_class refused = { 0 };
    struct row row = { 0 };
    add_refused(&refused, node->items[0]);
    struct regex_class others = regex_class_not(&refused);
    regex_class_add(&others, &regex_line_feed_class);
    if (node->kind == REGEX_AHEAD) {
        row.has_behind = refused.ascii[0] || refused.ascii[1];
        row.behind = others;
    } else {
        row.has_before = refused.ascii[0] || refused.ascii[1];
        row.before = others;
    }
    const struct rows rows = just(arena, &row);
    return exactly(&rows);
}

/* What stands beside, by one character of it. */
static struct shape shape_of_look(struct arena *arena, const struct regex_node *node)
{
    if (node->is_negated)
        return shape_of_refusal(arena, node);
    bool is_ahead = node->kind == REGEX_AHEAD;
    struct rows looks = { 0 };
    struct shape body = shape_of(arena, node->items[0]);
    const struct rows *rows = is_ahead ? start_of(&body) : &body.end;
    looks.items = arena_alloc_array(arena, rows->count, sizeof *looks.items);
    for (size_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->items[i];
        struct row *look = &looks.items[looks.count++];
        if (is_ahead) {
            look->has_behind = row->count > 0 || row->has_behind;
            look->behind = row->count > 0 ? row->at[0] : row->behind;
        } else {
            look->has_before = row->count > 0 || row->has_before;
            look->before = row->count > 0 ? row->at[row->count - 1] : row->before;
        }
    }
    if (looks.count == 0)
        looks = nothing(arena);
    return exactly(&looks);
}

static struct shape shape_of(struct arena *arena, const struct regex_node *node)
{
    struct row row = { 0 };
    switch (node->kind) {
    case REGEX_CHAR:
    case REGEX_SET:
    case REGEX_ANY:
    case REGEX_NOT_NEWLINE:
        row.at[row.count++] = regex_class_of(node);
        break;
    case REGEX_LINE_START:
    case REGEX_TEXT_START:
        row.has_before = true;
        row.before = regex_line_feed_class;
        break;
    case REGEX_LINE_END:
    case REGEX_TEXT_END:
        row.has_behind = true;
        row.behind = regex_line_feed_class;
        break;
    case REGEX_BOUNDARY:
        row.has_edge_before = row.has_edge_behind = !node->is_negated;
        break;
    case REGEX_AHEAD:
    case REGEX_BEHIND:
        return shape_of_look(arena, node);
    case REGEX_SEQUENCE:
        return shape_of_sequence(arena, node);
    case REGEX_CHOICE:
        return shape_of_choice(arena, node);
    case REGEX_CAPTURE:
    case REGEX_ATOMIC:
        return shape_of(arena, node->items[0]);
    case REGEX_REPEAT:
        return shape_of_repeat(arena, node);
    case REGEX_SEARCH_START:
        break;
    default:
        return unknown(arena);
    }
    const struct rows rows = just(arena, &row);
    return exactly(&rows);
}

static double odds_of_literals(const struct regex_literals *literals)
{
    double sum = literals->count > 0 ? 0 : 1;
    for (size_t i = 0; i < literals->count; i++) {
        double product = 1;
        for (const char *at = literals->items[i]; *at; at++)
            product *= regex_char_frequency((unsigned char)*at);
        for (unsigned edges = literals->edges[i]; edges; edges >>= 1)
            product /= edges & 1 ? 4 : 1;
        sum += product;
    }
    return sum;
}

static size_t count_classes(const struct rows *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        count += outline_of(&rows->items[i]).count;
    return count;
}

/* The best rows of a tree; none where they are no gate, or not much rarer than its literals. */
static struct rows rows_of(struct arena *arena, const struct regex_node *root,
                           const struct regex_literals *literals)
{
    double others = odds_of_literals(literals);
    if (others < too_common / 1000)
        return (struct rows){ 0 };
    struct shape shape = shape_of(arena, root);
    struct rows gate = gate_of(&shape);
    if (gate.count > 0 && count_classes(&gate) > REGEX_OUTLINE_MOST)
        gate = overlay(arena, &gate, false);
    if (odds(&gate) > too_common || odds(&gate) * MUCH_RARER > others)
        gate.count = 0;
    return gate;
}

static struct regex_outlines outlines_of_rows(struct arena *arena, const struct rows *rows)
{
    struct regex_outlines out = { .items =
                                      arena_alloc_array(arena, rows->count, sizeof *out.items) };
    for (; out.count < rows->count; out.count++)
        out.items[out.count] = outline_of(&rows->items[out.count]);
    return out;
}

/* The tree with one branch in place of the choice. */
static struct regex_node *with_branch(struct arena *arena, const struct regex_node *node,
                                      const struct regex_node *choice, size_t branch)
{
    if (node == choice)
        return choice->items[branch];
    struct regex_node *copy = arena_copy(arena, node, sizeof *node);
    if (node->count > 0)
        copy->items = arena_copy(arena, node->items, node->count * sizeof *node->items);
    for (size_t i = 0; i < node->count; i++)
        if (node->kind == REGEX_SEQUENCE || node->kind == REGEX_CAPTURE)
            copy->items[i] = with_branch(arena, node->items[i], choice, branch);
    return copy;
}

static void add_literals(struct regex_literals *out, struct arena *arena,
                         const struct regex_literals *more)
{
    struct regex_literals sum = { .count = out->count + more->count };
    sum.items = arena_alloc_array(arena, sum.count, sizeof *sum.items);
    sum.edges = arena_alloc(arena, sum.count);
    for (size_t i = 0; i < sum.count; i++) {
        const struct regex_literals *from = i < out->count ? out : more;
        sum.items[i] = from->items[i < out->count ? i : i - out->count];
        sum.edges[i] = from->edges[i < out->count ? i : i - out->count];
    }
    *out = sum;
}

/* For each branch of the outermost choice its literals or its rows. */
static bool mix(struct arena *arena, const struct regex_node *root, struct regex_literals *literals,
                struct rows *rows)
{
    const struct regex_node *choice = regex_outer_choice(root);
    for (size_t i = 0; choice && choice->count <= MOST_ROWS && i < choice->count; i++) {
        const struct regex_node *branch = with_branch(arena, root, choice, i);
        struct regex_literals of_branch = regex_literals_of(arena, branch);
        struct rows more = rows_of(arena, branch, &of_branch);
        if (more.count == 0 && of_branch.count == 0)
            return false;
        if (more.count == 0)
            add_literals(literals, arena, &of_branch);
        else if (!add_rows(rows, arena, &more))
            return false;
    }
    return rows->count > 0 && count_classes(rows) <= REGEX_OUTLINE_MOST;
}

static double odds_of_gate(const struct rows *rows, const struct regex_literals *literals)
{
    return rows->count > 0 ? odds(rows) : odds_of_literals(literals);
}

struct regex_outlines regex_outlines_of(struct arena *arena, const struct regex_node *root,
                                        const struct regex_literals *literals)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct rows rows = rows_of(&scratch, root, literals);
    return outlines_of_rows(arena, &rows);
}

struct regex_outlines regex_mixed_of(struct arena *arena, const struct regex_node *root,
                                     const struct regex_literals *literals)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct regex_literals of_branches = { 0 };
    struct rows rows = rows_of(&scratch, root, literals), mixed = { 0 };
    double known = odds_of_gate(&rows, literals);
    if (known < too_common / 100 || !mix(&scratch, root, &of_branches, &mixed) ||
        (odds(&mixed) + (of_branches.count > 0 ? odds_of_literals(&of_branches) : 0)) * 2 > known)
        return outlines_of_rows(arena, &rows);
    struct regex_outlines out = outlines_of_rows(arena, &mixed);
    add_literals(&out.beside, arena, &of_branches);
    for (size_t i = 0; i < out.beside.count; i++)
        out.beside.items[i] = arena_strdup(arena, out.beside.items[i]);
    return out;
}
