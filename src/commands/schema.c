/* pregon schema: JSON Schema of a file format, made of the tables that read it. */
#include "lib/form_schema.h"

#include <stdint.h>

#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/schema_forms.h"
#include "io/files.h"
#include "io/output.h"
#include "lib/json.h"

static void list(struct invocation *invocation)
{
    size_t count;
    const struct schema *schemas = schemas_all(&count);
    if (!text_equal(invocation->format, "json")) {
        for (size_t i = 0; i < count; i++)
            output_printf(invocation->out, "%-11s %-46s %s\n", schemas[i].name, schemas[i].files,
                          _(schemas[i].title));
        return;
    }
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "schemas");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "name", schemas[i].name);
        json_put_string(&json, "files", schemas[i].files);
        json_put_string(&json, "title", _(schemas[i].title));
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    fprintf(invocation->out, "%s\n", text_end(&text));
}

static int refuse(const char *name, struct err *err)
{
    size_t count;
    const struct schema *schemas = schemas_all(&count);
    const char *names[32];
    for (size_t i = 0; i < count && i < 32; i++)
        names[i] = schemas[i].name;
    const char *nearest = text_nearest(name, names, count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no schema '%s'; did you mean '%s'?"), name,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no schema '%s'; 'pregon schema' lists them"), name);
}

static int run(struct invocation *invocation, struct err *err)
{
    const char *out = invocation_value(invocation, "out");
    if (invocation->argument_count == 0 && out)
        return err_set(err, ERR_USAGE, _("say which schema: 'pregon schema' lists them"));
    if (invocation->argument_count == 0) {
        list(invocation);
        return 0;
    }
    const struct schema *schema = schemas_find(invocation->arguments[0]);
    if (!schema)
        return refuse(invocation->arguments[0], err);
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    form_schema_write(&json, schema->form(invocation->arena), _(schema->title));
    text_putc(&text, '\n');
    if (out)
        return files_write(out, text_end(&text), text.bytes, err);
    fwrite(text_end(&text), 1, text.bytes, invocation->out);
    return 0;
}

static const struct command_option options[] = {
    { "out", 0, N_("FILE"), N_("write it there, not to standard output"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_schema = {
    .name = "schema",
    .arguments = N_("[NAME]"),
    .argument_max = 1,
    .summary = N_("the JSON Schema of a file, for editors"),
    .help = N_("Prints what may stand in a file, as editors read it: keys, what they take, and a\n"
               "line on each, in your language. It is made of the tables by which 'check' reads\n"
               "the file. Without a name, the names and the files that each is for.\n"
               "\n"
               "  pregon schema\n"
               "  pregon schema calendar --out .vscode/calendar.schema.json"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
