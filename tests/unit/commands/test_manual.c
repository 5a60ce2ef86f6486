#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "commands/manual.h"

static const struct command_option options[] = {
    { "since", 's', "REV", "since ~REV^, 'quoted'", false },
    { NULL, 0, NULL, NULL, false },
};

/* The page of a command with this help; the caller frees it. */
static char *page_of(const char *help)
{
    const struct command command = {
        .name = "look",
        .arguments = "[PATH…]",
        .summary = "looks at C:\\posts",
        .help = help,
        .options = options,
    };
    char *page = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&page, &bytes);
    assert_non_null(out);
    manual_write_command(out, &command);
    fclose(out);
    return page;
}

static void assert_has(const char *page, const char *wanted)
{
    if (!strstr(page, wanted))
        fail_msg("'%s' is missing in:\n%s", wanted, page);
}

TEST(a_page_shows_backslashes_quotes_and_hyphens_as_they_are)
{
    char *page = page_of("Looks.");
    assert_has(page, "pregon\\-look \\- looks at C:\\eposts\n");
    assert_has(page, "\\fB\\-s\\fR, \\fB\\-\\-since\\fR \\fIREV\\fR\n"
                     "since \\(tiREV\\(ha, \\(aqquoted\\(aq\n");
    free(page);
}

TEST(a_page_takes_no_text_for_a_request)
{
    char *page = page_of(".so /etc/passwd\n'so too\n\n  .git is a folder");
    assert_has(page, "\n\\&.so /etc/passwd\n\\(aqso too\n");
    assert_has(page, ".nf\n\\&.git is a folder\n.fi\n.RE\n");
    free(page);
}

TEST(a_page_fills_paragraphs_and_keeps_examples)
{
    char *page = page_of("One\ntwo.\n\nThree.\n\n  pregon a\n  pregon b\n\nFour.");
    assert_has(page, "\nOne\ntwo.\n.PP\nThree.\n.PP\n.RS 4\n.nf\npregon a\npregon b\n.fi\n.RE\n");
    assert_has(page, "\nFour.\n");
    free(page);
}
