/* pregon help: the commands, or one of them. */
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/manual.h"
#include "commands/options.h"
#include "lib/unicode.h"

static void write_option(FILE *out, struct arena *arena, const struct command_option *option)
{
    char letter[] = { '-', option->letter, ',', ' ', '\0' };
    const char *left =
        arena_printf(arena, "%s--%s%s%s", option->letter ? letter : "    ", option->name,
                     option->argument ? " " : "", option->argument ? _(option->argument) : "");
    size_t columns = unicode_columns(left, strlen(left));
    fprintf(out, "  %s%*s  %s\n", left, columns < 26 ? (int)(26 - columns) : 0, "",
            _(option->summary));
}

static void write_options(FILE *out, struct arena *arena, const struct command_option *options)
{
    for (; options && options->name; options++)
        write_option(out, arena, options);
}

static void write_command(FILE *out, struct arena *arena, const struct command *command)
{
    fprintf(out, "pregon %s%s%s: %s\n\n", command->name, *command->arguments ? " " : "",
            *command->arguments ? _(command->arguments) : "", _(command->summary));
    fprintf(out, "%s\n", _(command->help));
    if (command->options && command->options->name) {
        fprintf(out, "\n%s\n", _("Options:"));
        write_options(out, arena, command->options);
    }
    if (command->formats)
        fprintf(out, "\n%s %s\n", _("Formats (--format):"), command->formats);
    fprintf(out, "\n%s\n", _("Common options:"));
    write_options(out, arena, options_common());
}

static void write_overview(FILE *out)
{
    size_t count;
    const struct command *const *all = commands_all(&count);
    fprintf(out, "%s\n\n%s\n",
            _("pregon: posts as files in git, checked, published once, recorded."),
            _("Usage: pregon COMMAND [options] [arguments]"));
    putc('\n', out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %-10s %s\n", all[i]->name, _(all[i]->summary));
    fprintf(out, "\n%s\n", _("'pregon help COMMAND' explains one, with examples."));
}

static int run(struct invocation *invocation, struct err *err)
{
    bool is_manual = text_equal(invocation->format, "man");
    if (invocation->argument_count == 0) {
        (is_manual ? manual_write_overview : write_overview)(invocation->out);
        return 0;
    }
    const struct command *command = commands_find(invocation->arguments[0]);
    if (!command)
        return options_unknown_command(invocation->arguments[0], err);
    if (is_manual)
        manual_write_command(invocation->out, command);
    else
        write_command(invocation->out, invocation->arena, command);
    return 0;
}

const struct command command_help = {
    .name = "help",
    .arguments = N_("[COMMAND]"),
    .argument_max = 1,
    .summary = N_("what the commands do"),
    .help = N_("Lists the commands, or explains one of them.\n"
               "\n"
               "  pregon help publish\n"
               "  pregon help publish --format man | man -l -"),
    .formats = "text|man",
    .run = run,
};
