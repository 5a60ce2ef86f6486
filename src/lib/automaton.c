/* States are numbered breadth first. Those near the root, where nearly all of a text is spent,
 * have a whole row of transitions; the deep ones have their few children, which stand together,
 * and the state to fall back to. */
#include "lib/automaton.h"

#include <string.h>

#include "base/arena.h"

enum {
    /* States this near to the root have a row. */
    ROW_DEPTH = 2,
    /* So many children are known without a look at them. */
    NEAR_CHILDREN = 6,
};

static const uint32_t NONE = UINT32_MAX;
/* In a row: something is found in the state it leads to. */
static const uint32_t FOUND = (uint32_t)1 << 31;

/* Four to a line of the processor's cache: what they cost is fetching them. */
struct deep_state {
    uint32_t first_child;
    uint32_t fallback;
    unsigned char child_count;
    unsigned char found; /* a bit for each near child */
    unsigned char classes[NEAR_CHILDREN];
};

struct automaton {
    unsigned char class_of[256]; /* 0 for bytes of no literal */
    unsigned row_shift;
    uint32_t row_count;
    uint32_t *rows;
    struct deep_state *deep;    /* from state row_count on */
    unsigned char *entry_class; /* by state: the class that leads there */
    unsigned char *finds;       /* by state: whether it or a fallback of it ends a literal */
    uint32_t *literal;          /* by state: the one that ends there, or NONE */
    uint32_t *next_found;       /* by state: the nearest fallback with a literal, or NONE */
    uint32_t *same;             /* by literal: another of the same text, or NONE */
};

/* --- building --- */

struct trie_node {
    uint32_t first_child, sibling;
    uint32_t literal;
    uint32_t state;
    unsigned char class;
};

struct trie {
    struct trie_node *nodes;
    uint32_t count;
};

static uint32_t find_child(const struct trie *trie, uint32_t node, unsigned char class)
{
    uint32_t child = trie->nodes[node].first_child;
    while (child != NONE && trie->nodes[child].class != class)
        child = trie->nodes[child].sibling;
    return child;
}

static uint32_t add_node(struct trie *trie, unsigned char class)
{
    trie->nodes[trie->count] =
        (struct trie_node){ .first_child = NONE, .sibling = NONE, .literal = NONE, .class = class };
    return trie->count++;
}

static void insert(struct trie *trie, struct automaton *automaton, const char *text,
                   uint32_t literal)
{
    uint32_t node = 0;
    for (const char *at = text; *at; at++) {
        unsigned char class = automaton->class_of[(unsigned char)*at];
        uint32_t child = find_child(trie, node, class);
        if (child == NONE) {
            child = add_node(trie, class);
            trie->nodes[child].sibling = trie->nodes[node].first_child;
            trie->nodes[node].first_child = child;
        }
        node = child;
    }
    if (!node)
        return;
    automaton->same[literal] = trie->nodes[node].literal;
    trie->nodes[node].literal = literal;
}

/* How many bytes all literals have. */
static size_t prepare_classes(struct automaton *automaton, const char *const *literals,
                              size_t count)
{
    size_t total = 0;
    unsigned classes = 1;
    for (size_t i = 0; i < count; i++) {
        total += strlen(literals[i]);
        for (const char *at = literals[i]; *at; at++)
            if (!automaton->class_of[(unsigned char)*at])
                automaton->class_of[(unsigned char)*at] = (unsigned char)classes++;
    }
    while (1U << automaton->row_shift < classes)
        automaton->row_shift++;
    return total;
}

/* The trie's nodes in breadth-first order, which is that of the states; the last of them with a
 * row is counted on the way. */
static uint32_t *number_states(struct automaton *automaton, struct trie *trie, struct arena *arena)
{
    uint32_t *order = arena_alloc_array(arena, trie->count, sizeof *order);
    uint32_t count = 1, level_end = 1, depth = 0;
    automaton->row_count = trie->count;
    for (uint32_t state = 0; state < trie->count; state++) {
        if (state == level_end) {
            level_end = count;
            if (++depth == ROW_DEPTH + 1)
                automaton->row_count = state;
        }
        trie->nodes[order[state]].state = state;
        for (uint32_t child = trie->nodes[order[state]].first_child; child != NONE;
             child = trie->nodes[child].sibling)
            order[count++] = child;
    }
    return order;
}

/* The state for the longest end of `state`'s text, and one character of `class` more, that starts a
 * literal. */
static uint32_t fall_back(const struct automaton *automaton, const struct trie *trie,
                          const uint32_t *order, uint32_t state, unsigned char class,
                          const uint32_t *fallbacks)
{
    while (state) {
        state = fallbacks[state];
        if (state < automaton->row_count)
            return automaton->rows[state << automaton->row_shift | class] & ~FOUND;
        uint32_t child = find_child(trie, order[state], class);
        if (child != NONE)
            return trie->nodes[child].state;
    }
    return 0;
}

static void link_state(struct automaton *automaton, const struct trie *trie, const uint32_t *order,
                       uint32_t *fallbacks, uint32_t state)
{
    const struct trie_node *node = &trie->nodes[order[state]];
    uint32_t fallback = fallbacks[state];
    automaton->entry_class[state] = node->class;
    automaton->literal[state] = node->literal;
    automaton->next_found[state] = state == 0 ? NONE
                                   : automaton->literal[fallback] != NONE
                                       ? fallback
                                       : automaton->next_found[fallback];
    automaton->finds[state] = node->literal != NONE || automaton->next_found[state] != NONE;
    if (state < automaton->row_count && state)
        memcpy(automaton->rows + ((size_t)state << automaton->row_shift),
               automaton->rows + ((size_t)fallback << automaton->row_shift),
               sizeof *automaton->rows << automaton->row_shift);
    struct deep_state deep = { .fallback = fallback };
    for (uint32_t child = node->first_child; child != NONE; child = trie->nodes[child].sibling) {
        uint32_t child_state = trie->nodes[child].state;
        unsigned char class = trie->nodes[child].class;
        fallbacks[child_state] = fall_back(automaton, trie, order, state, class, fallbacks);
        if (!deep.child_count++)
            deep.first_child = child_state;
        if (state < automaton->row_count)
            automaton->rows[(size_t)state << automaton->row_shift | class] = child_state;
    }
    if (state >= automaton->row_count)
        automaton->deep[state - automaton->row_count] = deep;
}

static void note_children(const struct automaton *automaton, struct deep_state *deep)
{
    for (unsigned i = 0; i < deep->child_count && i < NEAR_CHILDREN; i++) {
        deep->classes[i] = automaton->entry_class[deep->first_child + i];
        deep->found |= (unsigned char)(automaton->finds[deep->first_child + i] << i);
    }
}

const struct automaton *automaton_build(struct arena *arena, const char *const *literals,
                                        size_t count)
{
    struct automaton *automaton = arena_alloc(arena, sizeof *automaton);
    struct arena scratch = { 0 };
    automaton->same = arena_alloc_array(arena, count, sizeof *automaton->same);
    size_t room = prepare_classes(automaton, literals, count) + 1;
    struct trie trie = { .nodes = arena_alloc_array(&scratch, room, sizeof *trie.nodes) };
    add_node(&trie, 0);
    for (size_t i = count; i-- > 0;)
        insert(&trie, automaton, literals[i], (uint32_t)i);
    uint32_t *order = number_states(automaton, &trie, &scratch);
    uint32_t *fallbacks = arena_alloc_array(&scratch, trie.count, sizeof *fallbacks);
    automaton->rows = arena_alloc_array(arena, (size_t)automaton->row_count << automaton->row_shift,
                                        sizeof *automaton->rows);
    automaton->deep =
        arena_alloc_array(arena, trie.count - automaton->row_count, sizeof *automaton->deep);
    automaton->entry_class = arena_alloc(arena, trie.count);
    automaton->finds = arena_alloc(arena, trie.count);
    automaton->literal = arena_alloc_array(arena, trie.count, sizeof *automaton->literal);
    automaton->next_found = arena_alloc_array(arena, trie.count, sizeof *automaton->next_found);
    for (uint32_t state = 0; state < trie.count; state++)
        link_state(automaton, &trie, order, fallbacks, state);
    for (size_t i = 0; i < (size_t)automaton->row_count << automaton->row_shift; i++)
        if (automaton->finds[automaton->rows[i]])
            automaton->rows[i] |= FOUND;
    for (uint32_t i = 0; i < trie.count - automaton->row_count; i++)
        note_children(automaton, &automaton->deep[i]);
    arena_release(&scratch);
    return automaton;
}

/* --- scanning --- */

/* The child that `class` leads to, with FOUND; NONE where there is none. */
static uint32_t child_of(const struct automaton *automaton, const struct deep_state *deep,
                         unsigned char class)
{
    unsigned near = deep->child_count < NEAR_CHILDREN ? deep->child_count : NEAR_CHILDREN;
    for (unsigned i = 0; i < near; i++)
        if (deep->classes[i] == class)
            return (deep->first_child + i) | (deep->found >> i & 1 ? FOUND : 0);
    for (uint32_t child = deep->first_child + near; child < deep->first_child + deep->child_count;
         child++)
        if (automaton->entry_class[child] == class)
            return child | (automaton->finds[child] ? FOUND : 0);
    return NONE;
}

static uint32_t deep_step(const struct automaton *automaton, uint32_t state, unsigned char class)
{
    while (state >= automaton->row_count) {
        const struct deep_state *deep = &automaton->deep[state - automaton->row_count];
        uint32_t child = child_of(automaton, deep, class);
        if (child != NONE)
            return child;
        state = deep->fallback;
    }
    return automaton->rows[(size_t)state << automaton->row_shift | class];
}

/* The next byte behind `at` in whose state something is found; `bytes` + 1 where there is none. */
static size_t run(const struct automaton *automaton, const char *text, size_t bytes, size_t at,
                  uint32_t *state)
{
    const uint32_t *rows = automaton->rows;
    uint32_t now = *state, row_count = automaton->row_count;
    unsigned shift = automaton->row_shift;
    while (at < bytes) {
        unsigned char class = automaton->class_of[(unsigned char)text[at++]];
        now =
            now < row_count ? rows[(size_t)now << shift | class] : deep_step(automaton, now, class);
        if (now & FOUND) {
            *state = now & ~FOUND;
            return at;
        }
    }
    *state = now;
    return bytes + 1;
}

struct automaton_scan automaton_scan(const struct automaton *automaton, const char *text,
                                     size_t bytes)
{
    return (struct automaton_scan){
        .automaton = automaton,
        .text = text,
        .bytes = bytes,
        .pending_state = NONE,
        .pending_literal = NONE,
    };
}

bool automaton_next(struct automaton_scan *scan, struct automaton_hit *hit)
{
    const struct automaton *automaton = scan->automaton;
    while (scan->pending_literal == NONE) {
        if (scan->pending_state == NONE) {
            scan->at = run(automaton, scan->text, scan->bytes, scan->at, &scan->state);
            if (scan->at > scan->bytes)
                return false;
            scan->pending_state = scan->state;
        }
        scan->pending_literal = automaton->literal[scan->pending_state];
        scan->pending_state = automaton->next_found[scan->pending_state];
    }
    *hit = (struct automaton_hit){ scan->pending_literal, scan->at };
    scan->pending_literal = automaton->same[scan->pending_literal];
    return true;
}
