/* `--format json`: version 1, as docs/man/pregon-check describes it. */
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "lib/json.h"

static void put_position(struct json_writer *json, const char *key, uint32_t number)
{
    if (number)
        json_put_integer(json, key, number);
    else
        json_put_null(json, key);
}

static void put_finding(struct json_writer *json, const struct finding *finding)
{
    json_begin_object(json, NULL);
    json_put_string(json, "path", finding->path);
    put_position(json, "line", finding->where.line);
    put_position(json, "column", finding->where.column);
    put_position(json, "end-line", finding->where.end_line);
    put_position(json, "end-column", finding->where.end_column);
    json_put_string(json, "level", severity_name(finding->severity));
    json_put_string(json, "rule", finding->rule);
    json_put_string(json, "message", finding->message);
    json_put_string(json, "account", finding->account);
    json_begin_array(json, "suggestions");
    for (size_t i = 0; i < finding->suggestion_count; i++)
        json_put_string(json, NULL, finding->suggestions[i]);
    json_end(json);
    json_put_string(json, "link", finding->link);
    json_end(json);
}

/* --- many --- */

enum {
    AT_ONCE = 64, /* findings that a thread writes before it takes more */
    CHUNKS = 32,  /* that are held at once */
};

struct page {
    const struct check_report *report;
    const struct json_writer *writer; /* as it is in front of the second finding */
    size_t first, count;
    struct chunk {
        struct arena arena;
        struct text_buffer text;
    } chunks[CHUNKS];
};

static void put_some(void *context, size_t worker __attribute__((unused)), size_t first, size_t end)
{
    struct page *page = context;
    struct chunk *chunk = &page->chunks[first / AT_ONCE];
    struct json_writer json = *page->writer;
    if (!chunk->text.arena) /* it stays: memory that was never used is dear */
        chunk->text = text_buffer_in(&chunk->arena, SIZE_MAX / 2);
    json.out = &chunk->text;
    for (size_t i = first; i < end; i++) {
        json.has_items = page->first + i > 0;
        put_finding(&json, page->report->items[page->first + i]);
    }
}

static void pass_on(FILE *out, struct text_buffer *text)
{
    fwrite(text_end(text), 1, text->bytes, out);
    text->bytes = 0;
}

static void put_page(FILE *out, struct page *page)
{
    spread_run(&page->report->spread, page->count, AT_ONCE, put_some, page);
    for (size_t i = 0; i * AT_ONCE < page->count; i++)
        pass_on(out, &page->chunks[i].text);
}

static void put_findings(FILE *out, struct json_writer *json, const struct check_report *report)
{
    struct page page = { .report = report, .writer = json };
    while (page.first < report->count) {
        size_t left = report->count - page.first;
        page.count = left < (size_t)AT_ONCE * CHUNKS ? left : (size_t)AT_ONCE * CHUNKS;
        put_page(out, &page);
        page.first += page.count;
    }
    for (size_t i = 0; i < CHUNKS; i++)
        arena_release(&page.chunks[i].arena);
    json->has_items = report->count > 0;
}

void format_json(FILE *out, struct arena *scratch, const struct check_report *report)
{
    struct text_buffer text = text_buffer_in(scratch, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_object(&json, "summary");
    json_put_integer(&json, "posts", (int64_t)report->posts);
    json_put_integer(&json, "errors", (int64_t)report->errors);
    json_put_integer(&json, "warnings", (int64_t)report->warnings);
    json_put_integer(&json, "suggestions", (int64_t)report->suggestions);
    json_end(&json);
    /* Absent: the checks that need it were left out. */
    json_put_string(&json, "ledger", report->ledger);
    json_begin_array(&json, "findings");
    pass_on(out, &text);
    put_findings(out, &json, report);
    json_end(&json);
    json_end(&json);
    pass_on(out, &text);
    putc('\n', out);
}
