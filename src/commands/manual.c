/* The manual pages. What only they say (exit status, environment, files) stands in tables here. */
#include "commands/manual.h"

#include <stdbool.h>
#include <string.h>

#include "base/message.h"
#include "commands/command.h"
#include "commands/options.h"

struct entry {
    const char *term;
    const char *meaning; /* N_(…) */
};

static const struct entry statuses[] = {
    { "0", N_("Done, and nothing is wrong.") },
    { "1",
      N_("The workspace needs an edit: a finding at level error, a file that can't be read.") },
    { "2", N_("The command line is wrong.") },
    { "3", N_("A delivery was refused for good, missed, or is uncertain: a person must decide. It "
              "stays so until 'pregon resolve' has settled each.") },
    { "4", N_("The machine or a service failed (disk, git, network). Nothing is lost: run it "
              "again.") },
    { NULL, NULL },
};

static const struct entry variables[] = {
    { "PREGON_NOW", N_("The time to take as now; --now goes before it.") },
    { "PREGON_ORIGINS", N_("The only addresses that a secret may go to, parted by spaces.") },
    { "PREGON_GIT_TOKEN", N_("The token with which the ledger is fetched and pushed.") },
    { "PREGON_…", N_("The secret of an account whose 'secret:' names the variable.") },
    { "NO_COLOR", N_("Set to anything: no colour.") },
    { "PAGER", N_("What shows long texts on a terminal; else less.") },
    { "NO_PAGER", N_("Set to anything: no pager.") },
    { "LANGUAGE, LC_ALL, LC_MESSAGES, LANG", N_("The language of messages; --lang goes before.") },
    { NULL, NULL },
};

static const struct entry files[] = {
    { "content/posts/", N_("The posts: Markdown with YAML front matter.") },
    { "content/media/", N_("Pictures and videos that several posts share.") },
    { "brand/brand.yml", N_("The brand; the folder above it is the workspace's root.") },
    { "brand/accounts.yml", N_("The accounts, without any secret.") },
    { "calendar/calendar.yml", N_("Time zone, queues, limits.") },
    { NULL, NULL },
};

/* Text that roff shows as it is: no request at the start of a line, no escape, and quotes, hyphens
 * and tildes that can be copied into a shell. */
static void write_bytes(FILE *out, const char *text, size_t bytes)
{
    static const char special[] = "\\'`^~-";
    static const char *const names[] = { "\\e", "\\(aq", "\\(ga", "\\(ha", "\\(ti", "\\-" };
    for (size_t i = 0; i < bytes; i++) {
        const char *found = text[i] ? strchr(special, text[i]) : NULL;
        if (text[i] == '.' && (i == 0 || text[i - 1] == '\n'))
            fputs("\\&", out);
        if (found)
            fputs(names[found - special], out);
        else
            putc(text[i], out);
    }
}

static void write_text(FILE *out, const char *text) { write_bytes(out, text, strlen(text)); }

static void write_section(FILE *out, const char *title)
{
    fputs(".SH ", out);
    write_text(out, title);
    putc('\n', out);
}

static void write_entries(FILE *out, const char *title, const struct entry *entries)
{
    write_section(out, title);
    for (; entries->term; entries++) {
        fputs(".TP\n.B ", out);
        write_text(out, entries->term);
        putc('\n', out);
        write_text(out, _(entries->meaning));
        putc('\n', out);
    }
}

static void write_options(FILE *out, const char *title, const struct command_option *options)
{
    if (!options || !options->name)
        return;
    write_section(out, title);
    for (; options->name; options++) {
        fputs(".TP\n", out);
        if (options->letter)
            fprintf(out, "\\fB\\-%c\\fR, ", options->letter);
        fputs("\\fB\\-\\-", out);
        write_text(out, options->name);
        fputs("\\fR", out);
        if (options->argument) {
            fputs(" \\fI", out);
            write_text(out, _(options->argument));
            fputs("\\fR", out);
        }
        putc('\n', out);
        write_text(out, _(options->summary));
        putc('\n', out);
    }
}

/* A command's help: paragraphs are filled, lines that begin with two spaces stay as they are. */
static void write_help(FILE *out, const char *help)
{
    bool is_example = false;
    while (*help) {
        bool is_indented = strncmp(help, "  ", 2) == 0;
        if (is_indented != is_example)
            fputs(is_indented ? ".PP\n.RS 4\n.nf\n" : ".fi\n.RE\n", out);
        is_example = is_indented;
        if (*help == '\n') {
            if (help[1] && strncmp(help + 1, "  ", 2) != 0)
                fputs(".PP\n", out);
            help++;
            continue;
        }
        const char *line = is_indented ? help + 2 : help;
        size_t bytes = strcspn(line, "\n");
        write_bytes(out, line, bytes);
        putc('\n', out);
        help = line + bytes + (line[bytes] == '\n');
    }
    if (is_example)
        fputs(".fi\n.RE\n", out);
}

static void write_head(FILE *out, const char *command, const char *summary)
{
    const char *name = command ? command : "";
    const char *dash = command ? "\\-" : "";
    fprintf(out, ".TH pregon%s%s 1 \"%s\" \"pregon %s\"\n", dash, name, PREGON_RELEASED,
            PREGON_VERSION);
    write_section(out, _("NAME"));
    fprintf(out, "pregon%s%s \\- ", dash, name);
    write_text(out, summary);
    putc('\n', out);
    write_section(out, _("SYNOPSIS"));
}

void manual_write_overview(FILE *out)
{
    size_t count;
    const struct command *const *all = commands_all(&count);
    write_head(out, NULL, _("posts as files in git, checked, published once, recorded"));
    fprintf(out, ".B pregon\n\\fI%s\\fR [\\fI%s\\fR] [\\fI%s\\fR]\n", _("COMMAND"), _("options"),
            _("arguments"));
    write_section(out, _("COMMANDS"));
    for (size_t i = 0; i < count; i++) {
        fprintf(out, ".TP\n.BR pregon\\-%s (1)\n", all[i]->name);
        write_text(out, _(all[i]->summary));
        putc('\n', out);
    }
    write_options(out, _("COMMON OPTIONS"), options_common());
    write_entries(out, _("EXIT STATUS"), statuses);
    fputs(".PP\n", out);
    write_text(out, _("Where several hold, 4 goes before 3, and 3 before 1."));
    putc('\n', out);
    write_entries(out, _("ENVIRONMENT"), variables);
    write_entries(out, _("FILES"), files);
}

void manual_write_command(FILE *out, const struct command *command)
{
    write_head(out, command->name, _(command->summary));
    fprintf(out, ".B pregon %s\n[\\fI%s\\fR] ", command->name, _("options"));
    if (*command->arguments)
        write_text(out, _(command->arguments));
    putc('\n', out);
    write_section(out, _("DESCRIPTION"));
    write_help(out, _(command->help));
    write_options(out, _("OPTIONS"), command->options);
    if (command->formats) {
        write_section(out, _("FORMATS"));
        write_text(out, command->formats);
        putc('\n', out);
    }
    write_options(out, _("COMMON OPTIONS"), options_common_of(command));
    write_section(out, _("SEE ALSO"));
    fputs(".BR pregon (1)\n", out);
}
