/* Rules about pairs of words: substitution (one in place of the other) and consistency (one or the
 * other). */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/text.h"
#include "brand/voice/action.h"
#include "brand/voice/check_rule.h"
#include "brand/voice/message.h"
#include "lib/unicode.h"

/* Of what stands for one match: `$1` may be repeated. */
enum { LONGEST_EXPANSION = 64 * 1024 };

/* --- substitution: reading --- */

/* Letters, digits, blanks and hyphens: no pattern. */
static bool is_plain(const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t codepoint = utf8_next(&text, end);
        if (!unicode_is_letter(codepoint) && !unicode_is_digit(codepoint) && codepoint != ' ' &&
            codepoint != '-')
            return false;
    }
    return true;
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

/* `(a|b)c` as `(?:a|b)c`: the groups of the whole pattern are the ways of `swap`. */
static const char *without_groups(struct arena *arena, const char *pattern)
{
    if (count_of(pattern, "(") == count_of(pattern, "(?") + count_of(pattern, "\\("))
        return pattern;
    struct text_buffer out = voice_pattern_buffer(arena);
    for (const char *at = pattern; *at; at++) {
        text_putc(&out, *at);
        if (*at == '(' && at[1] != '?' && (at == pattern || at[-1] != '\\'))
            text_puts(&out, "?:");
    }
    return text_end(&out);
}

/* `$1` in what is right. */
static bool has_reference(const char *text)
{
    for (const char *at = text; (at = strchr(at, '$')); at++)
        if (isdigit((unsigned char)at[1]))
            return true;
    return false;
}

static int prepare_swap(struct voice_swap *swap, struct voice_shop *shop,
                        const struct voice_rule *rule, const struct voice_pair *pair)
{
    struct arena *arena = shop->arena;
    *swap = (struct voice_swap){ .wrong = pair->key.text, .right = pair->value.text };
    if (has_reference(swap->right) &&
        voice_compile(&swap->wrong_pattern, shop,
                      arena_printf(arena, "%s%s", rule->ignores_case ? "(?i)" : "", swap->wrong),
                      pair->key.where) != 0)
        return -1;
    bool is_replaced = text_equal(rule->action, "replace");
    if (is_replaced || is_plain(swap->right))
        return 0;
    /* What is no pattern is compared as it is. */
    struct regex *pattern = NULL;
    struct err ignored = { 0 };
    size_t at;
    const char *text = arena_printf(arena, "^(?:%s)$", swap->right);
    if (regex_compile(&pattern, arena, text, strlen(text), &at, &ignored) != 0)
        return 0;
    regex_close(&pattern);
    return voice_compile(&swap->right_pattern, shop, text, pair->value.where);
}

/* Longest first; equally long ones as they stand in the file. */
static void sort_pairs(struct voice_pair *pairs, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct voice_pair pair = pairs[i];
        size_t at = i;
        while (at > 0 && strlen(pairs[at - 1].key.text) < strlen(pair.key.text)) {
            pairs[at] = pairs[at - 1];
            at--;
        }
        pairs[at] = pair;
    }
}

/* --- substitution: running --- */

/* `text` with its first letter as a capital; Vale looks at the first byte, so only ASCII changes.
 */
static const char *capitalized(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    *copy = (char)toupper((unsigned char)*copy);
    return copy;
}

static bool is_capitalized(const char *text)
{
    return !*text || *text == toupper((unsigned char)*text);
}

/* `$1` and `${1}` of one match, put into `out`. */
static void put_expanded(struct text_buffer *out, const char *text, const char *from,
                         const struct regex_span *groups, size_t group_count)
{
    for (const char *at = text; *at; at++) {
        bool has_brace = at[0] == '$' && at[1] == '{' && isdigit((unsigned char)at[2]);
        const char *digit = at + (has_brace ? 2 : 1);
        if (*at != '$' || !isdigit((unsigned char)*digit)) {
            text_putc(out, *at);
            at += at[0] == '$' && at[1] == '$';
            continue;
        }
        size_t group = (size_t)(*digit - '0');
        if (group < group_count && groups[group].start != SIZE_MAX)
            text_append(out, from + groups[group].start, groups[group].end - groups[group].start);
        at = digit;
        at += has_brace && at[1] == '}';
    }
}

/* The observed text with its match replaced by what is right. */
static const char *expand(const struct voice_swap *swap, struct voice_state *state,
                          const char *observed, const char *right)
{
    size_t bytes = strlen(observed);
    struct text_buffer out = text_buffer_in(state->arena, LONGEST_EXPANSION);
    struct regex_walk walk = regex_walk(swap->wrong_pattern, state->scratch, observed, bytes);
    size_t at = 0;
    while (voice_next(&walk, state)) {
        text_append(&out, observed + at, walk.groups[0].start - at);
        put_expanded(&out, right, observed, walk.groups, regex_group_count(swap->wrong_pattern));
        at = walk.groups[0].end;
    }
    text_append(&out, observed + at, bytes - at);
    state->is_too_dear = state->is_too_dear || out.is_full;
    return out.is_full ? observed : text_end(&out);
}

/* The letters of a pattern that stands for one spelling; "" where it stands for more. */
static const char *skeleton(struct arena *arena, const char *pattern)
{
    char *out = arena_alloc(arena, strlen(pattern) + 1);
    size_t bytes = 0;
    for (const char *at = pattern; *at; at++) {
        if (*at == '\\') {
            if (!*++at)
                return "";
            out[bytes++] = *at;
        } else if (*at != '?') {
            if (strchr("[](){}|.*+^$", *at))
                return "";
            out[bytes++] = *at;
        }
    }
    return out;
}

/* `OAuth2?` is shown as `OAuth2` where `oauth2` was found. */
static const char *recased(struct arena *arena, const char *right, const char *observed)
{
    const char *letters = skeleton(arena, right);
    if (!*letters || strcmp(unicode_fold(arena, letters), unicode_fold(arena, observed)) != 0)
        return right;
    return letters;
}

/* `«%s»`, `“%s”`: the mark that closes, where the message's first word stands in such marks. */
static const char *closing_mark(const char *message)
{
    const char *at = strstr(message, "%s");
    if (at && at - message >= 2 && memcmp(at - 2, "«", 2) == 0)
        return "»";
    return at && at - message >= 3 && memcmp(at - 3, "“", 3) == 0 ? "”" : NULL;
}

/* The options in marks that the message has already: `a» / «b`. */
static const char *options_within(struct arena *arena, const struct names *options,
                                  const char *closing)
{
    const char *between = strcmp(closing, "»") == 0 ? "» / «" : "” / “";
    const char *joined = "";
    for (size_t i = 0; i < options->count; i++)
        joined =
            arena_printf(arena, "%s%s%s", joined, i > 0 ? between : "", options->items[i].text);
    return joined;
}

/* `'%s'` twice: our options bring quotes of their own, so the first loses its. */
static const char *without_quotes(struct arena *arena, const char *message)
{
    static const char *const quoted[] = { "'%s'", "\"%s\"" };
    for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
        if (count_of(message, quoted[i]) != 2)
            continue;
        const char *at = strstr(message, quoted[i]);
        message =
            arena_printf(arena, "%.*s%%s%s", (int)(at - message), message, at + strlen(quoted[i]));
    }
    return message;
}

/* Whether what was found is fine already. */
static bool is_right(const struct voice_swap *swap, struct voice_state *state, const char *observed,
                     const char *right, const struct names *options)
{
    if (options)
        return names_have(options, observed);
    if (swap->right_pattern && right == swap->right)
        return voice_matches(swap->right_pattern, state, observed, strlen(observed));
    return strcmp(observed, right) == 0;
}

static void hit_swap(const struct voice_check *check, const struct voice_swap *swap,
                     const struct voice_block *block, struct voice_state *state,
                     struct voice_hits *hits, struct regex_span where)
{
    struct arena *arena = hits->arena;
    const struct voice_rule *rule = check->rule;
    const char *observed = arena_strndup(arena, block->text + where.start, where.end - where.start);
    const char *right = swap->right;
    bool is_replaced = text_equal(rule->action, "replace");
    bool wants_capital = rule->capitalizes && is_capitalized(observed);
    if (wants_capital && !is_capitalized(right))
        right = capitalized(arena, right);
    if (swap->wrong_pattern)
        right = expand(swap, state, observed, right);
    struct names options = is_replaced ? voice_action_options(arena, right) : (struct names){ 0 };
    if (is_right(swap, state, observed, right, is_replaced ? &options : NULL) ||
        voice_is_exception(check, state, observed, strlen(observed)) ||
        voice_is_in_phrase(check, state, block, where.start, where.end))
        return;
    const char *message = rule->message;
    const char *shown = right;
    bool has_options = is_replaced && rule->params.count == 0;
    if (has_options) {
        for (size_t i = 0; i < options.count && wants_capital; i++)
            options.items[i].text = capitalized(arena, options.items[i].text);
        const char *closing = closing_mark(message);
        shown = closing ? options_within(arena, &options, closing)
                        : voice_action_sentence(arena, &options);
        message = without_quotes(arena, message);
    } else if (!is_replaced) {
        shown = recased(arena, right, observed);
    }
    const char *words[] = { shown, observed };
    struct voice_hit *hit = voice_hit_add(hits, check, block, where.start, where.end, words, 2);
    hit->message = voice_message(arena, message, words, 2);
    if (has_options)
        hit->params = options;
}

static void run_substitution(const struct voice_check *check, const struct voice_block *block,
                             struct voice_state *state, struct voice_hits *hits)
{
    struct regex_walk walk = voice_walk(check, block, state);
    size_t groups = regex_group_count(check->pattern); /* fewer: `?:` took one away */
    while (!hits->has_more && voice_next(&walk, state)) {
        for (size_t i = 0; i < check->swap_count && i + 1 < groups; i++) {
            struct regex_span where = walk.groups[i + 1];
            if (where.start == SIZE_MAX)
                continue;
            hit_swap(check, &check->swaps[i], block, state, hits, where);
            break;
        }
    }
}

/* `$0`: what is found is right, and only keeps the other ways off. */
static bool is_kept(const struct voice_pair *pair) { return text_equal(pair->value.text, "$0"); }

static int prepare_substitution(struct voice_check *check, struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    struct arena *arena = shop->arena;
    struct text_buffer all = voice_pattern_buffer(arena);
    struct text_buffer wrong = voice_pattern_buffer(arena);
    bool has_kept = false;
    size_t count = rule->pairs.count;
    struct voice_pair *pairs = arena_copy(arena, rule->pairs.items, count * sizeof *pairs);
    sort_pairs(pairs, count);
    check->run = run_substitution;
    check->swaps = arena_alloc_array(arena, count, sizeof *check->swaps);
    check->swap_count = count;
    struct names keys = { .items = arena_alloc_array(arena, count, sizeof *keys.items) };
    for (size_t i = 0; i < count; i++) {
        const char *key = without_groups(arena, pairs[i].key.text);
        keys.items[keys.count++] = pairs[i].key;
        if (prepare_swap(&check->swaps[i], shop, rule, &pairs[i]) != 0)
            return -1;
        text_printf(&all, "%s(%s)", i > 0 ? "|" : "", key);
        if (!is_kept(&pairs[i]))
            text_printf(&wrong, "%s%s", wrong.bytes > 0 ? "|" : "", key);
        has_kept = has_kept || is_kept(&pairs[i]);
    }
    const char *pattern =
        voice_word_pattern(shop, text_end(&all), !rule->is_nonword, rule->ignores_case);
    struct span where = count > 0 ? pairs[0].key.where : rule->where;
    if (voice_compile_joined(&check->pattern, shop, pattern, &keys, where) != 0)
        return -1;
    if (has_kept && wrong.bytes > 0 &&
        voice_compile(
            &check->gate, shop,
            voice_word_pattern(shop, text_end(&wrong), !rule->is_nonword, rule->ignores_case),
            where) != 0)
        return -1;
    return voice_compile_exceptions(check, shop, rule->has_vocabulary);
}

/* --- consistency --- */

static bool has_seen(const struct voice_memory *memory, const char *name)
{
    for (size_t i = 0; i < memory->count; i++)
        if (strcmp(memory->words[i], name) == 0)
            return true;
    return false;
}

static void note(struct voice_memory *memory, struct arena *arena, const char *name)
{
    if (has_seen(memory, name))
        return;
    memory->words =
        list_grow(arena, memory->words, memory->count, &memory->capacity, sizeof *memory->words);
    memory->words[memory->count++] = name;
}

static void run_consistency(const struct voice_check *check, const struct voice_block *block,
                            struct voice_state *state, struct voice_hits *hits)
{
    struct voice_memory *memory = &state->memories[check->index];
    for (size_t i = 0; i < check->swap_count; i++) {
        const struct voice_swap *pair = &check->swaps[i];
        struct regex_walk walk =
            regex_walk(pair->pair_pattern, state->scratch, block->text, block->bytes);
        struct regex_span last = { .start = SIZE_MAX };
        while (voice_next(&walk, state)) {
            bool is_first = walk.groups[pair->first_group].start != SIZE_MAX;
            last = walk.groups[is_first ? pair->first_group : pair->second_group];
            note(memory, state->arena,
                 arena_printf(state->arena, "%zu%c", i, is_first ? 'a' : 'b'));
        }
        if (last.start != SIZE_MAX && has_seen(memory, arena_printf(state->arena, "%zua", i)) &&
            has_seen(memory, arena_printf(state->arena, "%zub", i)))
            voice_hit_match(hits, check, block, last.start, last.end);
    }
}

static int prepare_consistency(struct voice_check *check, struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    struct arena *arena = shop->arena;
    check->run = run_consistency;
    check->swaps = arena_alloc_array(arena, rule->pairs.count, sizeof *check->swaps);
    for (size_t i = 0; i < rule->pairs.count; i++) {
        const struct voice_pair *pair = &rule->pairs.items[i];
        struct voice_swap *swap = &check->swaps[check->swap_count++];
        *swap = (struct voice_swap){ .wrong = pair->key.text, .right = pair->value.text };
        const char *both =
            arena_printf(arena, "(?<pregonA>%s)|(?<pregonB>%s)", swap->wrong, swap->right);
        const char *pattern = voice_word_pattern(shop, both, !rule->is_nonword, rule->ignores_case);
        if (voice_compile(&swap->pair_pattern, shop, pattern, pair->key.where) != 0)
            return -1;
        swap->first_group = regex_group_of(swap->pair_pattern, "pregonA");
        swap->second_group = regex_group_of(swap->pair_pattern, "pregonB");
    }
    return 0;
}

int voice_prepare_pairs(struct voice_check *check, struct voice_shop *shop)
{
    return check->rule->kind == VOICE_CONSISTENCY ? prepare_consistency(check, shop)
                                                  : prepare_substitution(check, shop);
}
