/* Schemas for editors, each with a mark that tells whether it is as a pregon wrote it. */
#include "commands/init_schemas.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/init_files.h"
#include "commands/schema_forms.h"
#include "io/language.h"
#include "lib/digest.h"
#include "lib/form_schema.h"
#include "lib/json.h"

/* Never changed: what stands in files that are there is compared with it. */
static const char mark[] = "  \"$comment\": \"pregon init keeps this file up to date while nobody "
                           "changes it: ";
static const char mark_end[] = "\",\n";

static const char *digits_of(struct arena *arena, const char *text, size_t bytes)
{
    struct digest digest = digest_of(text, bytes);
    return arena_printf(arena, "%016llx%016llx", (unsigned long long)digest.high,
                        (unsigned long long)digest.low);
}

/* The mark behind the first line, `{`. */
static const char *put_mark(struct arena *arena, const char *text, size_t bytes)
{
    size_t head = strlen("{\n");
    return arena_printf(arena, "%.*s%s%s%s%s", (int)head, text, mark, digits_of(arena, text, bytes),
                        mark_end, text + head);
}

static bool is_unchanged(struct arena *arena, const char *text)
{
    if (!text_starts_with(text, "{\n") || !text_starts_with(text + strlen("{\n"), mark))
        return false;
    const char *digest = text + strlen("{\n") + strlen(mark);
    const char *rest = strstr(digest, mark_end);
    if (!rest)
        return false;
    const char *bare = arena_printf(arena, "{\n%s", rest + strlen(mark_end));
    const char *is = digits_of(arena, bare, strlen(bare));
    return (size_t)(rest - digest) == strlen(is) && text_starts_with(digest, is);
}

static void add(struct init_files *files, struct arena *arena, const char *root, const char *path,
                const struct schema *schema)
{
    struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    form_schema_write(&json, schema->form(arena), _(schema->title));
    text_putc(&text, '\n');
    const char *marked = put_mark(arena, text_end(&text), text.bytes);
    init_files_add(files, arena, root, path, marked, strlen(marked), is_unchanged);
}

const char *init_schemas_make(struct init_files *files, struct arena *arena, const char *root,
                              bool is_spanish)
{
    struct text_buffer lines = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
    size_t count;
    const struct schema *schemas = schemas_all(&count);
    bool was_spanish = strstr(message_catalogue(), "Language: es") != NULL;
    if (was_spanish != is_spanish)
        language_open(is_spanish ? "es" : "en");
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(arena, ".vscode/schemas/%s.json", schemas[i].name);
        if (!text_ends_with(schemas[i].files, ".yml"))
            continue;
        add(files, arena, root, path, &schemas[i]);
        text_printf(&lines, "%s\"./%s\": \"%s\"", lines.bytes ? ",\n    " : "", path,
                    schemas[i].files);
    }
    if (was_spanish != is_spanish)
        language_open(was_spanish ? "es" : "en");
    return text_end(&lines);
}
