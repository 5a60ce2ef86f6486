/* What may stand where on the command line. */
#include "commands/completion.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "commands/command.h"

enum { WORDS_BYTES = 1024 };

/* Ids hold nothing that CSV would quote. The first line is the table's head. */
#define PLAN "pregon plan --format csv 2>/dev/null | sed -n "

#define NAMES(kind)                                                                                \
    "pregon help --format names 2>/dev/null | sed -n 's/^" kind " \\([A-Za-z0-9_-]*\\)$/\\1/p' | " \
    "sort -u"

static const struct {
    const char *name, *source;
} kinds[COMPLETE_KIND_COUNT] = {
    [COMPLETE_ACCOUNT] = { "account", NAMES("account") },
    [COMPLETE_CAMPAIGN] = { "campaign", NAMES("campaign") },
    [COMPLETE_QUEUE] = { "queue", NAMES("queue") },
    [COMPLETE_PERSON] = { "person", NAMES("person") },
    [COMPLETE_ROLE] = { "role", NAMES("role") },
    [COMPLETE_POST] = { "post", PLAN "'1!s/^\\([A-Za-z0-9_\\/-]*\\),.*/\\1/p' | sort -u" },
    [COMPLETE_RULE] = { "rule", "pregon explain 2>/dev/null | sed 's/ .*//'" },
    [COMPLETE_NETWORK] = { "network", "pregon networks 2>/dev/null | sed '1d;s/ .*//'" },
    [COMPLETE_SCHEMA] = { "schema", "pregon schema 2>/dev/null | sed 's/ .*//'" },
    [COMPLETE_REVISION] = { "revision",
                            "git for-each-ref '--format=%(refname:short)' 2>/dev/null" },
};

const char *completion_kind_name(enum completion_kind kind) { return kinds[kind].name; }
const char *completion_kind_source(enum completion_kind kind) { return kinds[kind].source; }

static bool is(const char *word, size_t bytes, const char *name)
{
    return strlen(name) == bytes && memcmp(word, name, bytes) == 0;
}

static void add_commands(struct text_buffer *words)
{
    size_t count;
    const struct command *const *all = commands_all(&count);
    for (size_t i = 0; i < count; i++)
        text_printf(words, "%s%s", words->bytes ? " " : "", all[i]->name);
}

static void add(struct completion *out, struct text_buffer *words, const char *word, size_t bytes)
{
    static const struct {
        const char *word;
        enum completion_kind kind;
    } names[] = {
        { "ACCOUNT", COMPLETE_ACCOUNT }, { "POST", COMPLETE_POST },
        { "RULE", COMPLETE_RULE },       { "NETWORK", COMPLETE_NETWORK },
        { "NAME", COMPLETE_SCHEMA },     { "REV", COMPLETE_REVISION },
        { "BRANCH", COMPLETE_REVISION }, { "CAMPAIGN", COMPLETE_CAMPAIGN },
        { "QUEUE", COMPLETE_QUEUE },     { "PERSON", COMPLETE_PERSON },
        { "ROLE", COMPLETE_ROLE },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (is(word, bytes, names[i].word))
            out->kinds |= 1U << names[i].kind;
    if (is(word, bytes, "POST") || is(word, bytes, "PATH") || is(word, bytes, "FILE"))
        out->has_files = true;
    if (is(word, bytes, "DIR") || is(word, bytes, "FOLDER"))
        out->has_folders = true;
    if (is(word, bytes, "COMMAND"))
        add_commands(words);
    if (bytes && strspn(word, "abcdefghijklmnopqrstuvwxyz-") == bytes)
        text_printf(words, "%s%.*s", words->bytes ? " " : "", (int)bytes, word);
}

struct completion completion_of(struct arena *arena, const char *argument)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-+";
    struct text_buffer words = text_buffer_in(arena, WORDS_BYTES);
    struct completion out = { .words = "" };
    while (argument && *argument) {
        size_t bytes = strspn(argument, letters);
        /* A word that ends at a bracket or a letter of another alphabet is whole all the same. */
        add(&out, &words, argument, bytes);
        argument += bytes + (argument[bytes] != '\0');
    }
    out.words = text_end(&words);
    return out;
}

struct completion completion_of_option(struct arena *arena, const struct command *command,
                                       const struct command_option *option)
{
    bool is_format = text_equal(option->name, "format");
    return completion_of(arena, is_format ? (command ? command->formats : NULL) : option->argument);
}

bool completion_write(FILE *out, struct arena *arena, const char *shell)
{
    if (text_equal(shell, "bash"))
        completion_write_bash(out, arena);
    else if (text_equal(shell, "zsh"))
        completion_write_zsh(out, arena);
    else if (text_equal(shell, "fish"))
        completion_write_fish(out, arena);
    else
        return false;
    return true;
}

void completion_write_kinds(FILE *out, const struct completion *completion)
{
    for (int kind = 0; kind < COMPLETE_KIND_COUNT; kind++)
        if (completion->kinds >> kind & 1)
            fprintf(out, " %s", completion_kind_name((enum completion_kind)kind));
    fprintf(out, "%s%s", completion->has_files ? " files" : "",
            completion->has_folders ? " folders" : "");
}
