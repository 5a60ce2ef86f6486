/* README.md of the ledger's branch: what a git host shows of it. The same ledger gives the same
 * bytes, whoever writes it, so it is in one language. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "lib/moment.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"

/* A page that people read, not a list of all. */
enum { ROWS = 20 };

/* Text of a network is text here too: no link, no table cell, no line of its own. */
static void put_text(struct text_buffer *out, const char *text)
{
    enum { LONGEST_BYTES = 300 };
    size_t bytes = 0;
    for (; *text && (bytes < LONGEST_BYTES || (*text & 0xC0) == 0x80); text++, bytes++) {
        unsigned char c = (unsigned char)*text;
        if (c < ' ' || c == 0x7F)
            c = ' ';
        if (strchr("\\`*_[]<>#.|~@:&", c))
            text_putc(out, '\\');
        text_putc(out, (char)c);
    }
    if (*text)
        text_puts(out, "…");
}

/* `2026-11-24 09:30` and its offset, as people there read it. */
static void put_time(struct text_buffer *out, int64_t utc, int32_t offset_s)
{
    if (utc == NO_TIME) {
        text_putc(out, '?');
        return;
    }
    struct local_time local = moment_local(utc + offset_s);
    int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
    text_printf(out, "%04d-%02d-%02d %02d:%02d", local.year, local.month, local.day, local.hour,
                local.minute);
    text_printf(out, " %c%02d:%02d", offset_s < 0 ? '-' : '+', (int)(minutes / 60),
                (int)(minutes % 60));
}

/* An address that a server gave us: a link where it can be nothing else. */
static void put_link(struct text_buffer *out, const char *words, const char *url)
{
    bool is_plain = url && (text_starts_with(url, "https://") || text_starts_with(url, "http://"));
    for (const char *at = url; is_plain && *at; at++)
        is_plain = (unsigned char)*at > ' ' && *at != 0x7F && !strchr("<>\\|", *at);
    if (is_plain)
        text_putc(out, '[');
    put_text(out, words);
    if (is_plain)
        text_printf(out, "](<%s>)", url);
}

static size_t count_needed(const struct ledger *ledger)
{
    size_t count = 0;
    for (size_t i = 0; i < ledger->record_count; i++)
        count += record_needs_person(&ledger->records[i]);
    return count;
}

static void put_more(struct text_buffer *out, size_t shown, size_t count)
{
    if (count > shown)
        text_printf(out, "\n… and %zu more.\n", count - shown);
}

static void put_needed(struct text_buffer *out, const struct ledger *ledger)
{
    size_t count = count_needed(ledger);
    size_t shown = 0;
    text_puts(out, "\n## Needs a person\n\n");
    if (count == 0) {
        text_puts(out, "Nothing.\n");
        return;
    }
    text_puts(out, "| post | account | state | due | why | what to do |\n"
                   "| --- | --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < ledger->record_count && shown < ROWS; i++) {
        const struct record *record = &ledger->records[i];
        if (!record_needs_person(record))
            continue;
        shown++;
        text_puts(out, "| ");
        put_text(out, record->post);
        text_puts(out, " | ");
        put_text(out, record->account);
        text_printf(out, " | %s | ", record_state_name(record->state));
        put_time(out, record->due_utc, record->due_offset_s);
        text_puts(out, " | ");
        put_text(out, record->error_message ? record->error_message : "");
        text_puts(out, " | ");
        put_text(out, record->remedy ? record->remedy : "pregon resolve");
        text_puts(out, " |\n");
    }
    put_more(out, shown, count);
}

/* The latest first; equal times in the order of names. */
static int by_sent(const void *left, const void *right)
{
    const struct record *a = *(const struct record *const *)left;
    const struct record *b = *(const struct record *const *)right;
    if (a->sent_utc != b->sent_utc)
        return a->sent_utc > b->sent_utc ? -1 : 1;
    int order = strcmp(a->post, b->post);
    return order ? order : strcmp(a->account, b->account);
}

static void put_sent(struct text_buffer *out, const struct ledger *ledger)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const struct record **sent =
        arena_alloc_array(&scratch, ledger->record_count, sizeof(struct record *));
    size_t count = 0;
    for (size_t i = 0; i < ledger->record_count; i++) {
        if (ledger->records[i].state == RECORD_SENT)
            sent[count++] = &ledger->records[i];
    }
    text_printf(out, "\n## Sent\n\n%zu in all.\n", count);
    if (count == 0)
        return;
    qsort(sent, count, sizeof(struct record *), by_sent);
    text_puts(out, "\n| when | post | account |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < count && i < ROWS; i++) {
        text_puts(out, "| ");
        put_time(out, sent[i]->sent_utc, sent[i]->due_offset_s);
        text_puts(out, " | ");
        put_text(out, sent[i]->post);
        text_puts(out, " | ");
        put_link(out, sent[i]->account, record_url(sent[i]));
        text_puts(out, " |\n");
    }
}

static void put_next(struct text_buffer *out, const struct delivery *next, size_t count)
{
    text_puts(out, "\n## Due next\n\n");
    if (count == 0) {
        text_puts(out, "Nothing that this run knew of.\n");
        return;
    }
    text_puts(out, "| when | post | account |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < count && i < ROWS; i++) {
        text_puts(out, "| ");
        put_time(out, next[i].due_utc, next[i].due_offset_s);
        text_puts(out, " | ");
        put_text(out, next[i].post);
        text_puts(out, " | ");
        put_text(out, next[i].account->id);
        text_puts(out, " |\n");
    }
    put_more(out, ROWS, count);
}

static void put_held(struct text_buffer *out, const struct ledger *ledger, int64_t now_utc)
{
    if (ledger->holds.is_broken)
        text_puts(out, "\n**Everything is held**: `hold.yml` can't be read.\n");
    for (size_t i = 0; i < ledger->holds.count; i++) {
        const struct hold *hold = &ledger->holds.items[i];
        if (hold->until_utc != NO_TIME && hold->until_utc <= now_utc)
            continue;
        text_puts(out, hold->all ? "\n**Everything is held**" : "\n**Some is held**");
        if (hold->why) {
            text_puts(out, ": ");
            put_text(out, hold->why);
        }
        text_puts(out, " (`hold.yml`)\n");
    }
}

const char *ledger_dashboard(struct arena *arena, const struct ledger *ledger,
                             const struct delivery *next, size_t next_count, int64_t now_utc)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    text_puts(&out,
              "# What was sent\n\n"
              "Pregon keeps this branch: one file a delivery under `deliveries/`. Don't edit it by "
              "hand, but for `hold.yml`, which stops what it names. `git log` of the branch is the "
              "whole story.\n");
    put_held(&out, ledger, now_utc);
    put_needed(&out, ledger);
    put_sent(&out, ledger);
    put_next(&out, next, next_count);
    text_puts(&out, "\nWritten ");
    put_time(&out, now_utc, 0);
    text_puts(&out, ".\n");
    return text_end(&out);
}
