/* Templates, line by line. */
#include "lib/template.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* Of a name: strspn() would make a table of them, each time anew. */
static size_t name_bytes(const char *at)
{
    size_t bytes = 0;
    while ((at[bytes] >= 'a' && at[bytes] <= 'z') || at[bytes] == '-')
        bytes++;
    return bytes;
}

/* The first value of that name, or NULL. */
static const struct template_value *find(const struct template_values *values, const char *name,
                                         size_t bytes)
{
    for (size_t i = 0; i < values->count; i++) {
        const char *known = values->items[i].name;
        if (strlen(known) == bytes && memcmp(known, name, bytes) == 0)
            return &values->items[i];
    }
    return NULL;
}

/* The line behind its words in brackets; NULL where one of them has no value. */
static const char *behind_case(const char *line, const struct template_values *values)
{
    if (*line != '[')
        return line;
    size_t head = strcspn(line, "]\n");
    if (line[head] != ']' || line[head + 1] != ' ' || name_bytes(line + 1) == 0)
        return line;
    for (const char *word = line + 1; word < line + head;) {
        size_t bytes = strcspn(word, " ]");
        if (!find(values, word, bytes))
            return NULL;
        word += bytes + 1;
    }
    return line + head + 2;
}

/* The name in the first `@name@` from `at` on, and its bytes; NULL where there is none. */
static const char *next_place(const char *at, const char *end, size_t *bytes)
{
    while ((at = memchr(at, '@', (size_t)(end - at))) != NULL) {
        *bytes = name_bytes(++at);
        if (*bytes && at[*bytes] == '@')
            return at;
    }
    return NULL;
}

/* The values of the line's place that has not just one; else NULL, and one of them is enough. */
static bool find_list(const struct template_value **first, size_t *count, const char *line,
                      size_t line_bytes, const struct template_values *values)
{
    const char *end = line + line_bytes;
    size_t bytes;
    for (const char *name = next_place(line, end, &bytes); name;
         name = next_place(name + bytes, end, &bytes)) {
        *count = 0;
        *first = find(values, name, bytes);
        for (const struct template_value *one = *first;
             one && one < values->items + values->count && text_equal(one->name, (*first)->name);
             one++)
            ++*count;
        if (*count != 1)
            return true;
    }
    return false;
}

static void write_line(struct text_buffer *out, const char *line, size_t line_bytes,
                       const struct template_value *chosen, const struct template_values *values)
{
    const char *end = line + line_bytes;
    const char *written = line;
    size_t bytes;
    for (const char *name = next_place(line, end, &bytes); name;
         name = next_place(name, end, &bytes)) {
        const struct template_value *value = find(values, name, bytes);
        if (value && chosen && text_equal(value->name, chosen->name))
            value = chosen;
        if (!value)
            continue;
        text_append(out, written, (size_t)(name - 1 - written));
        text_puts(out, value->text);
        name = written = name + bytes + 1;
    }
    text_append(out, written, (size_t)(end - written));
    text_putc(out, '\n');
}

void template_write(struct text_buffer *out, const char *text, const struct template_values *values)
{
    for (const char *next; *text; text = next) {
        size_t whole = strcspn(text, "\n");
        next = text + whole + (text[whole] == '\n');
        const char *line = behind_case(text, values);
        const struct template_value *first;
        size_t count;
        if (!line)
            continue;
        size_t bytes = whole - (size_t)(line - text);
        if (!find_list(&first, &count, line, bytes, values))
            write_line(out, line, bytes, NULL, values);
        else
            for (size_t i = 0; i < count; i++)
                write_line(out, line, bytes, first + i, values);
    }
}
