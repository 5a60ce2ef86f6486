/* The next commit of a ledger: which changes still hold, and the files that they make. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "io/repo.h"
#include "ledger/ledger.h"
#include "ledger/ledger_files.h"
#include "model/moment.h"

/* README.md, hold.yml, ledger.yml, accounts.yml. */
enum { TOP_FILES = 4 };

struct capital_records {
    const struct record **items;
    size_t count;
};

static bool has_capital(const char *text)
{
    while (*text && !(*text >= 'A' && *text <= 'Z'))
        text++;
    return *text != '\0';
}

static struct capital_records find_capitals(struct arena *arena, const struct ledger *ledger)
{
    struct capital_records found = { 0 };
    size_t capacity = 0;
    for (size_t i = 0; i < ledger->record_count; i++) {
        const struct record *record = &ledger->records[i];
        if (!has_capital(record->post) && !has_capital(record->account))
            continue;
        found.items =
            list_grow(arena, found.items, found.count, &capacity, sizeof(struct record *));
        found.items[found.count++] = record;
    }
    return found;
}

/* Ids that differ in capital letters alone are one delivery: a record of the other spelling may
 * say that it is sent. `capitals` are the records whose ids have any: of two spellings one is
 * among them, or it is the new one. */
static bool has_other_spelling(const struct ledger *ledger, const struct capital_records *capitals,
                               const struct record *record)
{
    bool has_capitals = has_capital(record->post) || has_capital(record->account);
    size_t count = has_capitals ? ledger->record_count : capitals->count;
    for (size_t i = 0; i < count; i++) {
        const struct record *other = has_capitals ? &ledger->records[i] : capitals->items[i];
        if (strcasecmp(other->post, record->post) == 0 &&
            strcasecmp(other->account, record->account) == 0)
            return true;
    }
    return false;
}

/* Whether nothing was done since: an owner who was held up goes on under the claim that it has, and
 * then what was looked up meanwhile is of no worth. */
static bool is_same_stage(const struct record *a, const struct record *b)
{
    if (a->state != b->state || a->attempt != b->attempt || a->claimed_utc != b->claimed_utc ||
        !text_equal(a->owner.nonce, b->owner.nonce) || a->part_count != b->part_count)
        return false;
    for (size_t i = 0; i < a->part_count; i++)
        if (a->parts[i].state != b->parts[i].state)
            return false;
    return true;
}

static bool still_holds(const struct ledger *ledger, const struct capital_records *capitals,
                        const struct ledger_change *change)
{
    const struct record *record = change->record;
    const struct record *expected = change->expected;
    const struct record *there = ledger_find(ledger, record->post, record->account);
    if (!there || !expected)
        return !there && !expected && !has_other_spelling(ledger, capitals, record);
    if (there->state == RECORD_SENT && record->state != RECORD_SENT)
        return false;
    return is_same_stage(there, expected);
}

static void add_file(struct repo_change *files, size_t *count, const char *path, const char *data,
                     size_t bytes)
{
    files[(*count)++] = (struct repo_change){ .path = path, .data = data, .bytes = bytes };
}

static int add_record(struct repo_change *files, size_t *count, struct arena *arena,
                      const struct ledger_change *change, struct err *err)
{
    const struct record *record = change->record;
    size_t bytes;
    const char *text = record_format(arena, record, &bytes);
    if (!text)
        return err_set(err, ERR_SYSTEM, _("the record of '%s/%s' is larger than %d KiB"),
                       record->post, record->account, LIMIT_RECORD_BYTES / 1024);
    add_file(files, count, ledger_record_path(arena, record->post, record->account), text, bytes);
    if (change->payload)
        add_file(files, count, ledger_payload_path(arena, record->post, record->account),
                 change->payload, change->payload_bytes);
    return 0;
}

/* Several of one post in one commit follow each other in its file. */
static int add_approvals(struct repo_change *files, size_t *count, struct arena *arena,
                         const struct ledger *ledger, const struct ledger_update *update,
                         struct err *err)
{
    for (size_t i = 0; i < update->approval_count; i++) {
        const struct ledger_approval *entry = &update->approvals[i];
        const char *path = approvals_path(arena, entry->post);
        const char *text = NULL;
        size_t at = 0;
        while (at < *count && strcmp(files[at].path, path) != 0)
            at++;
        if (at < *count)
            text = files[at].data;
        else if (approvals_text(&text, arena, ledger, entry->post, err) != 0)
            return -1;
        text = approvals_add(arena, text, &entry->approval);
        if (!text)
            return err_set(err, ERR_SYSTEM,
                           _("'%s' on the ledger's branch can't be read, so it is left as it is "
                             "(and approves nothing): mend it there"),
                           path);
        files[at] = (struct repo_change){ .path = path, .data = text, .bytes = strlen(text) };
        *count += at == *count;
    }
    return 0;
}

/* What a git host shows, and what people may write, is there from the first commit on. */
static void add_top_files(struct repo_change *files, size_t *count, struct arena *arena,
                          const struct ledger *ledger, const struct ledger_update *update)
{
    bool is_first = !ledger->tip;
    const char *dashboard = update->dashboard;
    const char *holds = update->hold_text;
    if (!dashboard && is_first)
        dashboard = ledger_dashboard(arena, ledger, NULL, 0, update->now_utc);
    if (!holds && is_first)
        holds = holds_blank();
    if (dashboard)
        add_file(files, count, LEDGER_README, dashboard, strlen(dashboard));
    if (holds)
        add_file(files, count, LEDGER_HOLD, holds, strlen(holds));
    if (update->pin_count > 0) {
        const char *pins = ledger_pins_format(arena, ledger->pins, ledger->pin_count, update->pins,
                                              update->pin_count);
        add_file(files, count, LEDGER_PINS, pins, strlen(pins));
    }
    if (update->birth_utc != NO_TIME || update->run) {
        const char *meta = ledger_meta_format(
            arena, update->birth_utc != NO_TIME ? update->birth_utc : ledger->birth_utc,
            update->run ? update->now_utc : ledger->last_run_utc,
            update->run ? update->run : ledger->last_run);
        add_file(files, count, LEDGER_META, meta, strlen(meta));
    }
}

/* "3 sent, 1 failed", what people want to know first. */
static void put_counts(struct text_buffer *out, const struct ledger_update *update)
{
    static const enum record_state order[] = {
        RECORD_SENT,  RECORD_FAILED,   RECORD_UNCERTAIN, RECORD_MISSED,   RECORD_SKIPPED,
        RECORD_RETRY, RECORD_PREPARED, RECORD_SENDING,   RECORD_RESERVED, RECORD_PINNED,
    };
    bool has_any = false;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        size_t count = 0;
        for (size_t j = 0; j < update->change_count; j++)
            count += !update->changes[j].is_lost && update->changes[j].record->state == order[i];
        if (count > 0)
            text_printf(out, "%s%zu %s", has_any ? ", " : "", count, record_state_name(order[i]));
        has_any = has_any || count > 0;
    }
    if (!has_any)
        text_puts(out, "nothing to send");
}

/* A person's reason may stand in the subject: one line of it, without control characters. */
static void put_subject(struct text_buffer *out, const char *subject)
{
    enum { SUBJECT_BYTES = 200 };
    size_t bytes = strlen(subject);
    if (bytes > SUBJECT_BYTES) {
        bytes = SUBJECT_BYTES;
        while ((subject[bytes] & 0xC0) == 0x80)
            bytes--;
    }
    for (size_t i = 0; i < bytes; i++)
        text_putc(out, (unsigned char)subject[i] < ' ' || subject[i] == 0x7F ? ' ' : subject[i]);
}

/* The subject, and a trailer for each delivery: `git log` of the branch is the audit. */
static const char *format_message(struct arena *arena, const struct ledger_update *update)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    if (update->subject) {
        put_subject(&out, update->subject);
    } else {
        text_puts(&out, "record: ");
        put_counts(&out, update);
    }
    text_puts(&out, " [skip ci]\n");
    bool is_first = true;
    for (size_t i = 0; i < update->change_count; i++) {
        const struct record *record = update->changes[i].record;
        if (update->changes[i].is_lost)
            continue;
        text_printf(&out, "%sDelivery: %s/%s %s\n", is_first ? "\n" : "", record->post,
                    record->account, record_state_name(record->state));
        is_first = false;
    }
    for (size_t i = 0; i < update->approval_count; i++) {
        const struct ledger_approval *entry = &update->approvals[i];
        text_printf(&out, "%sApproval: %s %s by %s\n", is_first ? "\n" : "", entry->post,
                    entry->approval.role, entry->approval.by);
        is_first = false;
    }
    return text_end(&out);
}

static size_t mark_lost(const struct ledger *ledger, struct ledger_update *update)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const struct capital_records capitals = find_capitals(&scratch, ledger);
    size_t left = 0;
    for (size_t i = 0; i < update->change_count; i++) {
        update->changes[i].is_lost = !still_holds(ledger, &capitals, &update->changes[i]);
        left += !update->changes[i].is_lost;
    }
    return left;
}

/* Who was faster has often written the same. */
static bool has_new_pin(const struct ledger *ledger, const struct ledger_update *update)
{
    for (size_t i = 0; i < update->pin_count; i++)
        if (!text_equal(ledger_pin(ledger, update->pins[i].account), update->pins[i].identity))
            return true;
    return false;
}

int ledger_build(const struct ledger *ledger, struct arena *arena, struct repo *repo,
                 struct ledger_update *update, const char **commit, struct err *err)
{
    size_t left = mark_lost(ledger, update);
    bool is_all_lost = update->change_count > 0 && left == 0;
    if (is_all_lost && !has_new_pin(ledger, update) && !update->hold_text &&
        update->approval_count == 0) {
        *commit = NULL;
        return 0;
    }
    struct repo_change *files =
        arena_alloc_array(arena, 2 * left + update->approval_count + TOP_FILES, sizeof *files);
    size_t count = 0;
    for (size_t i = 0; i < update->change_count; i++) {
        if (!update->changes[i].is_lost &&
            add_record(files, &count, arena, &update->changes[i], err) != 0)
            return -1;
    }
    if (add_approvals(files, &count, arena, ledger, update, err) != 0)
        return -1;
    add_top_files(files, &count, arena, ledger, update);
    if (count == 0) {
        *commit = NULL;
        return 0;
    }
    return repo_commit(repo, arena, ledger->tip, files, count, format_message(arena, update),
                       update->now_utc, commit, err);
}
