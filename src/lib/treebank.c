/* Treebank tokens, blank by blank and mark by mark. */
#include "lib/treebank.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

struct cutter {
    struct treebank_token *tokens; /* room for one a byte */
    size_t count;
    const char *text;
    size_t bytes;
};

static void put(struct cutter *cutter, size_t start, size_t end)
{
    if (start < end)
        cutter->tokens[cutter->count++] = (struct treebank_token){
            .start = start, .end = end, .text = cutter->text + start, .bytes = end - start
        };
}

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* Where `n't`, `'ll`, `'s` and the like begin in a word; its end where none does. */
static size_t clitic_start(const struct cutter *cutter, size_t start, size_t end)
{
    static const char *const endings[] = { "n't", "'ll", "'re", "'ve", "'s", "'m", "'d", "'" };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t bytes = strlen(endings[i]);
        if (end - start > bytes && !strncasecmp(cutter->text + end - bytes, endings[i], bytes))
            return end - bytes;
    }
    return end;
}

/* `cannot` and `gonna` are two words. */
static size_t second_word(const struct cutter *cutter, size_t start, size_t end)
{
    static const struct {
        const char *word;
        size_t first_bytes;
    } pairs[] = {
        { "cannot", 3 }, { "gimme", 3 }, { "gonna", 3 },  { "gotta", 3 }, { "lemme", 3 },
        { "wanna", 3 },  { "d'ye", 1 },  { "more'n", 3 }, { "'tis", 2 },  { "'twas", 2 }
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (end - start == strlen(pairs[i].word) &&
            !strncasecmp(cutter->text + start, pairs[i].word, end - start))
            return start + pairs[i].first_bytes;
    return end;
}

static void put_word(struct cutter *cutter, size_t start, size_t end)
{
    size_t cut = second_word(cutter, start, end);
    if (cut == end)
        cut = clitic_start(cutter, start, end);
    put(cutter, start, cut);
    put(cutter, cut, end);
}

/* The full stop that ends the text, closing marks apart. */
static bool is_last_stop(const struct cutter *cutter, size_t at, size_t start)
{
    if (at == start || cutter->text[at - 1] == '.')
        return false;
    size_t next = at + 1;
    while (next < cutter->bytes && strchr("])}>\"'", cutter->text[next]))
        next++;
    while (next < cutter->bytes && is_blank(cutter->text[next]))
        next++;
    return next == cutter->bytes;
}

/* How many bytes of a mark that stands alone begin at `at`, in the word that began at `start`. */
static size_t mark_bytes(const struct cutter *cutter, size_t at, size_t start)
{
    const char *text = cutter->text + at;
    size_t rest = cutter->bytes - at;
    if (strchr(";@#$%&?![](){}<>\"", *text))
        return 1;
    if (rest >= 3 && !memcmp(text, "...", 3))
        return 3;
    if (rest >= 2 && !memcmp(text, "--", 2))
        return 2;
    if (*text == ':' || *text == ',')
        return rest < 2 || text[1] < '0' || text[1] > '9';
    return *text == '.' && is_last_stop(cutter, at, start);
}

size_t treebank_tokens(struct treebank_token **out, struct arena *arena, const char *text,
                       size_t bytes)
{
    struct cutter cutter = { .text = text, .bytes = bytes };
    cutter.tokens = arena_alloc_array(arena, bytes, sizeof *cutter.tokens);
    size_t start = 0;
    size_t at = 0;
    while (at < bytes) {
        size_t mark = text[at] && !is_blank(text[at]) ? mark_bytes(&cutter, at, start) : 0;
        if (!mark && text[at] && !is_blank(text[at])) {
            at++;
            continue;
        }
        put_word(&cutter, start, at);
        start = at + (mark ? mark : 1);
        put(&cutter, at, at + mark);
        if (mark && text[at] == '"') {
            struct treebank_token *quote = &cutter.tokens[cutter.count - 1];
            quote->text = !at || is_blank(text[at - 1]) ? "``" : "''";
            quote->bytes = 2;
        }
        at = start;
    }
    put_word(&cutter, start, bytes);
    *out = cutter.tokens;
    return cutter.count;
}
