/* Completion for zsh, by its _arguments. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "commands/command.h"
#include "commands/completion.h"
#include "commands/options.h"

/* A description inside single quotes and brackets. */
static void write_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else if (strchr("[]:\\", *text))
            fprintf(out, "\\%c", *text);
        else
            putc(*text, out);
    }
}

/* ":name:action" of what may stand there. */
static void write_action(FILE *out, const char *name, const struct completion *completion)
{
    putc(':', out);
    write_text(out, name);
    fputs(": _pregon_offer \"", out);
    fprintf(out, "%s\"", completion->words);
    completion_write_kinds(out, completion);
}

/* One way to write an option; `other`: what may not stand beside it. */
static void write_spec(FILE *out, struct arena *arena, const struct command *command,
                       const struct command_option *option, const char *written, const char *other)
{
    fprintf(out, " \\\n        '%s%s%s[", option->is_repeated ? "*" : other, written,
            option->argument && written[1] == '-' ? "=" : "");
    write_text(out, _(option->summary));
    putc(']', out);
    if (option->argument) {
        struct completion completion = completion_of_option(arena, command, option);
        write_action(out, _(option->argument), &completion);
    }
    putc('\'', out);
}

static void write_options(FILE *out, struct arena *arena, const struct command *command,
                          const struct command_option *options)
{
    for (; options && options->name; options++) {
        const char *written = arena_printf(arena, "--%s", options->name);
        const char *letter = arena_printf(arena, "-%c", options->letter);
        const char *both = arena_printf(arena, "(%s %s)", letter, written);
        write_spec(out, arena, command, options, written, options->letter ? both : "");
        if (options->letter)
            write_spec(out, arena, command, options, letter, both);
    }
}

static const char head[] = "#compdef pregon\n"
                           "# Completion of pregon for zsh, made by 'pregon help --format zsh'.\n"
                           "\n"
                           "_pregon_offer() { # WORDS [KIND ...]\n"
                           "    local -a offered=(${=1})\n"
                           "    local kind\n"
                           "    shift\n"
                           "    for kind; do\n"
                           "        case $kind in\n"
                           "        files) _files ;;\n"
                           "        folders) _files -/ ;;\n"
                           "        *) offered+=(${(f)\"$(_pregon_list_$kind)\"}) ;;\n"
                           "        esac\n"
                           "    done\n"
                           "    compadd -a offered\n"
                           "}\n"
                           "\n"
                           "_pregon() {\n"
                           "    local curcontext=$curcontext state line\n"
                           "    local -A opt_args\n"
                           "    _arguments -A '-*' -C";

void completion_write_zsh(FILE *out, struct arena *arena)
{
    size_t count;
    const struct command *const *all = commands_all(&count);
    fputs(head, out);
    write_options(out, arena, NULL, options_common());
    fputs(" \\\n        '1: :->command' '*:: :->rest'\n"
          "    case $state in\n"
          "    command)\n"
          "        local -a commands=(",
          out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "\n            '%s:", all[i]->name);
        write_text(out, _(all[i]->summary));
        putc('\'', out);
    }
    fputs(")\n        _describe -t commands command commands ;;\n"
          "    rest) _pregon_rest ;;\n"
          "    esac\n"
          "}\n\n"
          "_pregon_rest() {\n"
          "    case $words[1] in\n",
          out);
    for (size_t i = 0; i < count; i++) {
        struct completion completion = completion_of(arena, all[i]->arguments);
        fprintf(out, "    %s)\n        _arguments", all[i]->name);
        write_options(out, arena, all[i], all[i]->options);
        write_options(out, arena, all[i], options_common());
        if (*all[i]->arguments) {
            fputs(" \\\n        '*", out);
            write_action(out, _(all[i]->arguments), &completion);
            putc('\'', out);
        }
        fputs(" ;;\n", out);
    }
    fputs("    esac\n}\n\n", out);
    for (int kind = 0; kind < COMPLETE_KIND_COUNT; kind++)
        fprintf(out, "_pregon_list_%s() { %s; }\n",
                completion_kind_name((enum completion_kind)kind),
                completion_kind_source((enum completion_kind)kind));
    fputs(
        "\n"
        "# As a file of $fpath it is the function's own body; else it makes itself known.\n"
        "if [[ $funcstack[1] == _pregon ]]; then _pregon \"$@\"; else compdef _pregon pregon; fi\n",
        out);
}
