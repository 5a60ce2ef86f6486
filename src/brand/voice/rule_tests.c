/* Reading the tests of a rule, line by line. */
#include "brand/voice/rule_tests.h"

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/reading.h"

const char *voice_test_path(struct arena *arena, const char *rule_path)
{
    static const char ending[] = ".yml";
    size_t bytes = strlen(rule_path);
    if (text_ends_with(rule_path, ending))
        bytes -= sizeof ending - 1;
    return arena_printf(arena, "%.*s.test.md", (int)bytes, rule_path);
}

struct examples_reader {
    struct voice_examples *out;
    struct reading *reading;
    uint32_t line;
    bool has_list, is_bad; /* below which heading */
    struct text_buffer text;
    uint32_t first_line; /* of the example at hand; 0: none */
    size_t blanks;       /* empty lines behind it, which are its own where it goes on */
};

static void end_example(struct examples_reader *reader)
{
    struct voice_examples *out = reader->out;
    if (!reader->first_line)
        return;
    out->items = list_grow(reader->reading->arena, out->items, out->count, &out->capacity,
                           sizeof *out->items);
    out->items[out->count++] = (struct voice_example){ .text = text_end(&reader->text),
                                                       .bytes = reader->text.bytes,
                                                       .line = reader->first_line,
                                                       .is_bad = reader->is_bad };
    out->bad += reader->is_bad;
    reader->first_line = 0;
}

static void begin_example(struct examples_reader *reader, const char *line, size_t bytes)
{
    end_example(reader);
    reader->text = text_buffer_in(reader->reading->arena, reader->reading->bytes + 1);
    text_append(&reader->text, line, bytes);
    reader->first_line = reader->line;
    reader->blanks = 0;
}

static void go_on(struct examples_reader *reader, const char *line, size_t bytes)
{
    for (; reader->blanks; reader->blanks--)
        text_putc(&reader->text, '\n');
    text_putc(&reader->text, '\n');
    text_append(&reader->text, line, bytes);
}

static int complain(struct examples_reader *reader, const char *message)
{
    struct span where = { .line = reader->line, .column = 1, .end_line = reader->line };
    return reading_complain(reader->reading, "voice-rule", where, "%s", message);
}

static bool is_heading(const char *line, size_t bytes, const char *word)
{
    return bytes == strlen(word) + 3 && memcmp(line, "## ", 3) == 0 &&
           memcmp(line + 3, word, bytes - 3) == 0;
}

static int read_line(struct examples_reader *reader, const char *line, size_t bytes)
{
    bool is_good = is_heading(line, bytes, "good");
    if (is_good || is_heading(line, bytes, "bad")) {
        end_example(reader);
        reader->has_list = true;
        reader->is_bad = !is_good;
    } else if (strspn(line, " \t") >= bytes) {
        reader->blanks++;
    } else if (reader->first_line && bytes > 2 && memcmp(line, "  ", 2) == 0) {
        go_on(reader, line + 2, bytes - 2);
    } else if (reader->has_list && bytes > 2 && memcmp(line, "- ", 2) == 0) {
        begin_example(reader, line + 2, bytes - 2);
    } else if (bytes > 1 && *line == '#') {
        return complain(reader, _("the headings of a rule's tests are `## good` and `## bad`"));
    } else {
        return complain(reader, _("below `## good` and `## bad` stand examples, each as `- text`; "
                                  "their further lines begin with two blanks"));
    }
    return 0;
}

int voice_examples_read(struct voice_examples *out, struct reading *reading)
{
    struct examples_reader reader = { .out = out, .reading = reading };
    const char *at = reading->text + reading_mark_bytes(reading);
    const char *end = reading->text + reading->bytes;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *line_end = newline ? newline : end;
        size_t bytes = (size_t)(line_end - at);
        while (bytes > 0 && at[bytes - 1] == '\r')
            bytes--;
        reader.line++;
        if (read_line(&reader, at, bytes) != 0)
            return -1;
        at = line_end + 1;
    }
    end_example(&reader);
    return 0;
}
