/* pregon help: the commands, or one of them. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/completion.h"
#include "commands/manual.h"
#include "commands/options.h"
#include "io/output.h"
#include "lib/unicode.h"
#include "lib/wrap.h"

/* Name and summary side by side; the summary below a name that is too wide, and below every one
 * where beside it no sentence could be read. */
static void put_pair(struct text_buffer *out, const char *name, const char *summary, size_t beside,
                     size_t columns)
{
    enum { LEAST = 24, BELOW = 6 };
    text_puts(out, "  ");
    if (columns && columns < beside + LEAST) {
        text_printf(out, "%s\n%*s", name, BELOW, "");
        beside = BELOW;
    } else if (unicode_columns(name, strlen(name)) + 2 < beside) {
        wrap_put_cell(out, name, beside - 2, 1);
    } else {
        text_printf(out, "%s\n%*s", name, (int)beside, "");
    }
    wrap_put(out, summary, beside, beside, columns);
    text_putc(out, '\n');
}

static void put_options(struct text_buffer *out, const struct invocation *invocation,
                        const struct command_option *options)
{
    enum { BESIDE = 30 };
    for (; options && options->name; options++) {
        char letter[] = { '-', options->letter, ',', ' ', '\0' };
        const char *name = arena_printf(
            invocation->arena, "%s--%s%s%s", options->letter ? letter : "    ", options->name,
            options->argument ? " " : "", options->argument ? _(options->argument) : "");
        put_pair(out, name, _(options->summary), BESIDE, invocation->columns);
    }
}

/* A help's text: on a terminal, paragraphs are filled; lines that begin with two blanks are
 * examples, and stay as they are. */
static void put_prose(struct text_buffer *out, const struct invocation *invocation,
                      const char *text)
{
    bool is_filled = invocation->columns != 0;
    struct text_buffer paragraph = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    for (bool is_end = false; !is_end;) {
        size_t bytes = strcspn(text, "\n");
        bool is_prose = bytes > 0 && !text_starts_with(text, "  ");
        is_end = text[bytes] == '\0';
        if (is_prose && is_filled)
            text_printf(&paragraph, "%s%.*s", paragraph.bytes ? " " : "", (int)bytes, text);
        if (paragraph.bytes && (!is_prose || is_end)) {
            wrap_put(out, text_end(&paragraph), 0, 0, invocation->columns);
            text_putc(out, '\n');
            paragraph.bytes = 0;
        }
        if (!is_prose || !is_filled)
            text_printf(out, "%.*s\n", (int)bytes, text);
        text += bytes + !is_end;
    }
}

static void put_command(struct text_buffer *out, const struct invocation *invocation,
                        const struct command *command)
{
    const char *head = arena_printf(
        invocation->arena, "pregon %s%s%s: %s", command->name, *command->arguments ? " " : "",
        *command->arguments ? _(command->arguments) : "", _(command->summary));
    wrap_put(out, head, 0, 0, invocation->columns);
    text_puts(out, "\n\n");
    put_prose(out, invocation, _(command->help));
    if (command->options && command->options->name) {
        text_printf(out, "\n%s\n", _("Options:"));
        put_options(out, invocation, command->options);
    }
    if (command->formats)
        text_printf(out, "\n%s %s\n", _("Formats (--format):"), command->formats);
    text_printf(out, "\n%s\n", _("Common options:"));
    put_options(out, invocation, options_common_of(command));
}

static void put_overview(struct text_buffer *out, const struct invocation *invocation)
{
    enum { BESIDE = 13 };
    size_t count;
    const struct command *const *all = commands_all(&count);
    put_prose(out, invocation,
              _("pregon: posts as files in git, checked, published once, recorded."));
    text_putc(out, '\n');
    put_prose(out, invocation, _("Usage: pregon COMMAND [options] [arguments]"));
    text_putc(out, '\n');
    for (size_t i = 0; i < count; i++)
        put_pair(out, all[i]->name, _(all[i]->summary), BESIDE, invocation->columns);
    text_putc(out, '\n');
    put_prose(out, invocation, _("'pregon help COMMAND' explains one, with examples."));
}

static void write_help(struct invocation *invocation, const struct command *command)
{
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    if (command)
        put_command(&out, invocation, command);
    else
        put_overview(&out, invocation);
    output_drain(invocation->out, &out);
}

static int run(struct invocation *invocation, struct err *err)
{
    bool is_manual = text_equal(invocation->format, "man");
    bool is_script = invocation->format && !is_manual && !text_equal(invocation->format, "text");
    if (is_script && invocation->argument_count > 0)
        return err_set(err, ERR_USAGE,
                       _("completions are for all commands at once: '%s' is one word too many"),
                       invocation->arguments[0]);
    if (text_equal(invocation->format, "names")) {
        completion_write_names(invocation);
        return 0;
    }
    if (is_script && completion_write(invocation->out, invocation->arena, invocation->format))
        return 0;
    if (invocation->argument_count == 0) {
        if (is_manual)
            manual_write_overview(invocation->out);
        else
            write_help(invocation, NULL);
        return 0;
    }
    const struct command *command = commands_find(invocation->arguments[0]);
    if (!command)
        return options_unknown_command(invocation->arguments[0], err);
    if (is_manual)
        manual_write_command(invocation->out, command);
    else
        write_help(invocation, command);
    return 0;
}

const struct command command_help = {
    .name = "help",
    .arguments = N_("[COMMAND]"),
    .argument_max = 1,
    .is_long = true,
    .summary = N_("what the commands do"),
    .help = N_("Lists the commands, or explains one of them. With --format man as a manual page,\n"
               "with --format bash, zsh or fish as the completions of that shell; these ask for\n"
               "the workspace's own names with --format names.\n"
               "\n"
               "  pregon help publish\n"
               "  pregon help publish --format man | man -l -\n"
               "  source <(pregon help --format bash)"),
    .formats = "text|man|bash|zsh|fish|names",
    .run = run,
};
