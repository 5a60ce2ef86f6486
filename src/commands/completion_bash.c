/* Completion for bash. */
#include <string.h>

#include "base/arena.h"
#include "commands/command.h"
#include "commands/completion.h"
#include "commands/options.h"

static const char head[] =
    "# Completion of pregon for bash, made by 'pregon help --format bash'.\n"
    "\n"
    "# Adds to the answer what begins as the word does: words, and what the functions list.\n"
    "_pregon_offer() { # WORDS [KIND ...]\n"
    "    local kind offered=$1\n"
    "    shift\n"
    "    for kind; do\n"
    "        case $kind in\n"
    "        files) compopt -o filenames; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f "
    "-- "
    "\"$word\") ;;\n"
    "        folders) compopt -o filenames; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen "
    "-d "
    "-- \"$word\") ;;\n"
    "        *) offered=\"$offered $(\"_pregon_list_$kind\")\" ;;\n"
    "        esac\n"
    "    done\n"
    "    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W \"$offered\" -- \"$word\")\n"
    "}\n"
    "\n"
    "_pregon() {\n"
    "    local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]} command=\"\" i\n"
    "    COMPREPLY=()\n"
    "    # --option=value is three words for bash.\n"
    "    if [[ $word == = ]]; then\n"
    "        word=\n"
    "    elif [[ $last == = ]]; then\n"
    "        last=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        case ${COMP_WORDS[i]} in\n";

static void write_call(FILE *out, const struct completion *completion)
{
    fprintf(out, "_pregon_offer '%s'", completion->words);
    completion_write_kinds(out, completion);
}

/* What stands behind an option that takes a value. */
static void write_values(FILE *out, struct arena *arena, const struct command *command,
                         const struct command_option *options)
{
    for (; options && options->name; options++) {
        if (!options->argument)
            continue;
        struct completion completion = completion_of_option(arena, command, options);
        const char *name = command ? command->name : "*";
        fprintf(out, "    %s,--%s", name, options->name);
        if (options->letter)
            fprintf(out, " | %s,-%c", name, options->letter);
        fputs(") ", out);
        write_call(out, &completion);
        fputs("; return ;;\n", out);
    }
}

/* "-q --quiet …" */
static void write_names(FILE *out, const struct command_option *options)
{
    for (; options && options->name; options++) {
        if (options->letter)
            fprintf(out, " -%c", options->letter);
        fprintf(out, " --%s", options->name);
    }
}

static void write_skipped(FILE *out)
{
    const char *separator = "        ";
    for (const struct command_option *option = options_common(); option->name; option++) {
        if (!option->argument)
            continue;
        fprintf(out, "%s--%s", separator, option->name);
        separator = " | ";
        if (option->letter)
            fprintf(out, " | -%c", option->letter);
    }
    fputs(") ((i++)) ;;\n", out);
}

static void write_formats(FILE *out, struct arena *arena, const struct command *const *all,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct completion formats = completion_of(arena, all[i]->formats);
        if (!all[i]->formats)
            continue;
        fprintf(out, "    %s,--format) ", all[i]->name);
        write_call(out, &formats);
        fputs("; return ;;\n", out);
    }
}

void completion_write_bash(FILE *out, struct arena *arena)
{
    size_t count;
    const struct command *const *all = commands_all(&count);
    struct completion commands = completion_of(arena, "COMMAND");
    fputs(head, out);
    write_skipped(out);
    fputs("        -*) ;;\n"
          "        *) command=${COMP_WORDS[i]}; break ;;\n"
          "        esac\n"
          "    done\n"
          "    case $command,$last in\n",
          out);
    write_formats(out, arena, all, count);
    for (size_t i = 0; i < count; i++)
        write_values(out, arena, all[i], all[i]->options);
    write_values(out, arena, NULL, options_common());
    fputs("    esac\n"
          "    case $command,$word in\n"
          "    ,-*) _pregon_offer '",
          out);
    write_names(out, options_common());
    fputs("' ;;\n    ,*) ", out);
    write_call(out, &commands);
    fputs(" ;;\n", out);
    for (size_t i = 0; i < count; i++) {
        struct completion completion = completion_of(arena, all[i]->arguments);
        fprintf(out, "    %s,-*) _pregon_offer '", all[i]->name);
        write_names(out, all[i]->options);
        write_names(out, options_common());
        fprintf(out, "' ;;\n    %s,*) ", all[i]->name);
        write_call(out, &completion);
        fputs(" ;;\n", out);
    }
    fputs("    esac\n}\n\n", out);
    for (int kind = 0; kind < COMPLETE_KIND_COUNT; kind++)
        fprintf(out, "_pregon_list_%s() { %s; }\n",
                completion_kind_name((enum completion_kind)kind),
                completion_kind_source((enum completion_kind)kind));
    fputs("\ncomplete -F _pregon pregon\n", out);
}
