/* The command line, by getopt_long with a table made from the command's own. */
#include "commands/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"

enum { FIRST_LONG = 256, MAX_OPTIONS = 48 };

/* The first is only for commands that take it. */
static const struct command_option common[] = {
    { "all", 0, NULL, N_("every workspace of the repository"), false },
    { "directory", 'C', N_("DIR"), N_("run as if started in DIR"), false },
    { "now", 0, N_("TIME"), N_("take TIME as now (RFC 3339, or local in the calendar's zone)"),
      false },
    { "format", 0, N_("FORMAT"), N_("output format"), false },
    { "quiet", 'q', NULL, N_("say less"), false },
    { "verbose", 'v', NULL, N_("say more; twice shows each request, secrets struck out"), true },
    { "lang", 0, "es|en", N_("language of messages"), false },
    { "no-pager", 0, NULL, N_("show long texts without a pager"), false },
    { "help", 'h', NULL, N_("show this help"), false },
    { "version", 'V', NULL, N_("show the version"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command_option *options_common(void) { return common; }

const struct command_option *options_common_of(const struct command *command)
{
    return command->takes_all ? common : common + 1;
}

/* The tables that getopt_long wants, made of ours. */
struct getopt_tables {
    const struct command_option *options[MAX_OPTIONS];
    struct option longs[MAX_OPTIONS + 1];
    char shorts[2 * MAX_OPTIONS + 3];
    size_t count;
};

static void add_options(struct getopt_tables *tables, const struct command_option *options)
{
    for (; options && options->name && tables->count < MAX_OPTIONS; options++) {
        tables->longs[tables->count] = (struct option){
            .name = options->name,
            .has_arg = options->argument ? required_argument : no_argument,
            .val = FIRST_LONG + (int)tables->count,
        };
        tables->options[tables->count++] = options;
        if (options->letter) {
            size_t at = strlen(tables->shorts);
            tables->shorts[at++] = options->letter;
            if (options->argument)
                tables->shorts[at] = ':';
        }
    }
}

static const struct command_option *option_of(const struct getopt_tables *tables, int value)
{
    if (value >= FIRST_LONG)
        return tables->options[value - FIRST_LONG];
    for (size_t i = 0; i < tables->count; i++) {
        if (tables->options[i]->letter == value)
            return tables->options[i];
    }
    return NULL;
}

/* `--ver` may be two options; getopt_long takes it where it can only be one. */
static int cut_short(const struct getopt_tables *tables, const char *word, struct err *err)
{
    const char *found[2] = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < tables->count && count < 2; i++) {
        if (text_starts_with(tables->options[i]->name, word + strlen("--")))
            found[count++] = tables->options[i]->name;
    }
    if (count < 2)
        return 0;
    return err_set(err, ERR_USAGE, _("'%s' may be '--%s' or '--%s'"), word, found[0], found[1]);
}

static int unknown_option(const struct getopt_tables *tables, const char *word, const char *command,
                          struct err *err)
{
    const char *names[MAX_OPTIONS];
    bool is_long = text_starts_with(word, "--");
    for (size_t i = 0; i < tables->count; i++)
        names[i] = tables->options[i]->name;
    if (is_long && cut_short(tables, word, err) != 0)
        return -1;
    char name[LIMIT_SLUG_BYTES];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    const char *nearest = is_long ? text_nearest(name + strlen("--"), names, tables->count) : NULL;
    if (nearest)
        return err_set(err, ERR_USAGE, _("unknown option '%s'; did you mean '--%s'?"), name,
                       nearest);
    return err_set(err, ERR_USAGE, _("unknown option '%s'; see 'pregon help%s%s'"), word,
                   command ? " " : "", command ? command : "");
}

int options_unknown_command(const char *word, struct err *err)
{
    size_t count;
    const struct command *const *all = commands_all(&count);
    const char *names[64];
    for (size_t i = 0; i < count && i < 64; i++)
        names[i] = all[i]->name;
    const char *nearest = text_nearest(word, names, count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("unknown command '%s'; did you mean '%s'?"), word,
                       nearest);
    return err_set(err, ERR_USAGE, _("unknown command '%s'; see 'pregon help'"), word);
}

/* The common options have fields of their own; the command's are kept as given. */
static void take(struct invocation *out, const struct command_option *option, const char *text,
                 size_t *capacity)
{
    if (text_equal(option->name, "directory"))
        out->folder = text;
    else if (text_equal(option->name, "now"))
        out->now = text;
    else if (text_equal(option->name, "format"))
        out->format = text;
    else if (text_equal(option->name, "all"))
        out->is_all = true;
    else if (text_equal(option->name, "quiet"))
        out->is_quiet = true;
    else if (text_equal(option->name, "verbose"))
        out->verbosity++;
    struct command_value *values =
        list_grow(out->arena, (void *)out->values, out->value_count, capacity, sizeof *values);
    values[out->value_count++] = (struct command_value){ .option = option, .text = text };
    out->values = values;
}

/* Reads options until a word that is none (`command` is NULL), or all of them. */
static int read_options(struct invocation *out, const struct command *command, size_t *capacity,
                        int argc, char **argv, struct err *err)
{
    struct getopt_tables tables = { 0 };
    tables.shorts[0] = command ? ':' : '+';
    if (!command)
        tables.shorts[1] = ':';
    add_options(&tables, common);
    add_options(&tables, command ? command->options : NULL);
    opterr = 0;
    for (;;) {
        int at = optind ? optind : 1;
        int value = getopt_long(argc, argv, tables.shorts, tables.longs, NULL);
        if (value == -1)
            return 0;
        const char *word = argv[optind > at ? optind - 1 : at];
        if (value == ':')
            return err_set(err, ERR_USAGE, _("option '%s' needs a value"), word);
        const struct command_option *option = option_of(&tables, value);
        if (!option)
            return unknown_option(&tables, word, command ? command->name : NULL, err);
        take(out, option, optarg, capacity);
    }
}

static int check_format(const struct invocation *out, const struct command *command,
                        struct err *err)
{
    if (!out->format)
        return 0;
    if (!command->formats)
        return err_set(err, ERR_USAGE, _("'%s' has no --format"), command->name);
    size_t bytes = strlen(out->format);
    for (const char *at = command->formats; *at;) {
        size_t word = strcspn(at, "|");
        if (word == bytes && memcmp(at, out->format, bytes) == 0)
            return 0;
        at += word + (at[word] == '|');
    }
    return err_set(err, ERR_USAGE, _("unknown format '%s'; '%s' takes %s"), out->format,
                   command->name, command->formats);
}

/* What getopt does not know: how many words, which formats, and whether --all means something. */
static int check_use(const struct invocation *out, const struct command *command, struct err *err)
{
    if (out->argument_count > command->argument_max)
        return err_set(err, ERR_USAGE, _("'%s' is one word too many: see 'pregon help %s'"),
                       out->arguments[command->argument_max], command->name);
    if (out->is_all && !command->takes_all)
        return err_set(err, ERR_USAGE, _("'%s' has no --all"), command->name);
    return check_format(out, command, err);
}

/* `pregon check --help` is `pregon help check`, whatever else stands there. */
static void ask_for_help(struct invocation *out, char *name)
{
    char **arguments = arena_alloc_array(out->arena, 2, sizeof *arguments);
    arguments[0] = name;
    out->arguments = arguments;
    out->argument_count = 1;
    out->format = NULL;
}

static int read_command(struct invocation *out, const struct command **command, size_t *capacity,
                        int argc, char **argv, struct err *err)
{
    const struct command *named = commands_find(argv[0]);
    if (!named)
        return options_unknown_command(argv[0], err);
    optind = 0; /* getopt starts anew, on the words from the command's name on */
    if (read_options(out, named, capacity, argc, argv, err) != 0)
        return -1;
    if (invocation_has(out, "help")) {
        ask_for_help(out, argv[0]);
        return 0;
    }
    *command = invocation_has(out, "version") ? commands_find("version") : named;
    if (*command != named)
        return 0;
    out->arguments = argv + optind;
    out->argument_count = (size_t)(argc - optind);
    return check_use(out, named, err);
}

int options_parse(struct invocation *out, const struct command **command, struct arena *arena,
                  int argc, char **argv, struct err *err)
{
    struct invocation invocation = *out;
    const struct command *found = commands_find("help");
    size_t capacity = 0;
    invocation.arena = arena;
    optind = 1;
    if (read_options(&invocation, NULL, &capacity, argc, argv, err) != 0)
        return -1;
    int rest = optind;
    if (invocation_has(&invocation, "version"))
        found = commands_find("version");
    else if (rest < argc &&
             read_command(&invocation, &found, &capacity, argc - rest, argv + rest, err) != 0)
        return -1;
    *command = found;
    *out = invocation;
    return 0;
}
