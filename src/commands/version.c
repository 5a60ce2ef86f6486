/* pregon version: which build this is, and of which libraries. */
#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "io/versions.h"
#include "lib/json.h"
#include "lib/versions.h"

enum { VERSION_BYTES = 4096 };

static int run(struct invocation *invocation, struct err *err)
{
    (void)err;
    struct library_version libraries[16];
    size_t count = lib_versions(libraries, 16);
    count += io_versions(libraries + count, 16 - count);
    if (!invocation_has(invocation, "json") && !text_equal(invocation->format, "json")) {
        fprintf(invocation->out, "pregon %s\n", PREGON_VERSION);
        for (size_t i = 0; i < count; i++)
            fprintf(invocation->out, "%s %s\n", libraries[i].name, libraries[i].version);
        return 0;
    }
    struct text_buffer text = text_buffer_in(invocation->arena, VERSION_BYTES);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "pregon", PREGON_VERSION);
    json_put_string(&json, "released", PREGON_RELEASED);
    json_put_string(&json, "compiler", __VERSION__);
    json_begin_object(&json, "libraries");
    for (size_t i = 0; i < count; i++)
        json_put_string(&json, libraries[i].name, libraries[i].version);
    json_end(&json);
    json_end(&json);
    fprintf(invocation->out, "%s\n", text_end(&text));
    return 0;
}

static const struct command_option options[] = {
    { "json", 0, NULL, N_("for machines"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_version = {
    .name = "version",
    .arguments = "",
    .summary = N_("the version of this program and of its libraries"),
    .help = N_("Prints the version, and with it what a report of a fault needs.\n"
               "\n"
               "  pregon version --json"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
