/* Completion for fish. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "commands/command.h"
#include "commands/completion.h"
#include "commands/options.h"

/* In single quotes, as fish takes them. */
static void write_quoted(FILE *out, const char *text)
{
    putc('\'', out);
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            putc('\\', out);
        putc(*text, out);
    }
    putc('\'', out);
}

/* "-a '…'": words and lists. */
static void write_offer(FILE *out, const struct completion *completion)
{
    if (!*completion->words && !completion->kinds)
        return;
    fprintf(out, " -a '%s", completion->words);
    for (int kind = 0; kind < COMPLETE_KIND_COUNT; kind++)
        if (completion->kinds >> kind & 1)
            fprintf(out, " (__pregon_list_%s)", completion_kind_name((enum completion_kind)kind));
    putc('\'', out);
}

static void write_options(FILE *out, struct arena *arena, const struct command *command,
                          const struct command_option *options)
{
    for (; options && options->name; options++) {
        fputs("complete -c pregon", out);
        if (command)
            fprintf(out, " -n '__pregon_is %s'", command->name);
        fprintf(out, " -l %s", options->name);
        if (options->letter)
            fprintf(out, " -s %c", options->letter);
        if (options->argument) {
            struct completion completion = completion_of_option(arena, command, options);
            fputs(completion.has_files || completion.has_folders ? " -r -F" : " -x", out);
            write_offer(out, &completion);
        }
        fputs(" -d ", out);
        write_quoted(out, _(options->summary));
        putc('\n', out);
    }
}

static void write_functions(FILE *out)
{
    fputs("# Completion of pregon for fish, made by 'pregon help --format fish'.\n"
          "\n"
          "function __pregon_command\n"
          "    set -l words (commandline -opc)\n"
          "    set -e words[1]\n"
          "    while set -q words[1]\n"
          "        switch $words[1]\n"
          "            case",
          out);
    for (const struct command_option *option = options_common(); option->name; option++) {
        if (!option->argument)
            continue;
        fprintf(out, " --%s", option->name);
        if (option->letter)
            fprintf(out, " -%c", option->letter);
    }
    fputs("\n"
          "                set -e words[1]\n"
          "            case '-*'\n"
          "            case '*'\n"
          "                echo $words[1]\n"
          "                return\n"
          "        end\n"
          "        set -e words[1]\n"
          "    end\n"
          "end\n"
          "\n"
          "function __pregon_is\n"
          "    string match -q -- $argv[1] (__pregon_command)\n"
          "end\n"
          "\n"
          "function __pregon_is_nothing\n"
          "    test -z (__pregon_command)\n"
          "end\n",
          out);
    for (int kind = 0; kind < COMPLETE_KIND_COUNT; kind++)
        fprintf(out, "\nfunction __pregon_list_%s\n    %s\nend\n",
                completion_kind_name((enum completion_kind)kind),
                completion_kind_source((enum completion_kind)kind));
}

void completion_write_fish(FILE *out, struct arena *arena)
{
    size_t count;
    const struct command *const *all = commands_all(&count);
    write_functions(out);
    fputs("\ncomplete -c pregon -f\n", out);
    write_options(out, arena, NULL, options_common());
    for (size_t i = 0; i < count; i++) {
        struct completion completion = completion_of(arena, all[i]->arguments);
        struct completion formats = completion_of(arena, all[i]->formats);
        fprintf(out, "complete -c pregon -n __pregon_is_nothing -a %s -d ", all[i]->name);
        write_quoted(out, _(all[i]->summary));
        putc('\n', out);
        write_options(out, arena, all[i], all[i]->options);
        if (all[i]->formats) {
            fprintf(out, "complete -c pregon -n '__pregon_is %s' -l format -x", all[i]->name);
            write_offer(out, &formats);
            putc('\n', out);
        }
        if (!*all[i]->arguments)
            continue;
        fprintf(out, "complete -c pregon -n '__pregon_is %s'%s", all[i]->name,
                completion.has_files || completion.has_folders ? " -F" : "");
        write_offer(out, &completion);
        putc('\n', out);
    }
}
