/* The ledger's other files, which people may write too: `%%% hold`, `approvals`, `meta`, `pins`.
 * What is added is there afterwards, and what was there stays. */
#include "fuzz.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "ledger/ledger_files.h"
#include "model/moment.h"

enum { NOON = 1795525200 };

static struct name name_of(const char *text) { return (struct name){ .text = text }; }

static void check_hold(struct arena *arena, const char *text, size_t bytes)
{
    struct holds before;
    struct holds after;
    struct name account = name_of("bluesky");
    const struct hold hold = { .accounts = { &account, 1 },
                               .why = "fire: [in] the {bakery} # now",
                               .by = "ana",
                               .until_utc = NOON };
    holds_parse(&before, arena, text, bytes, NULL);
    fuzz_check(!before.is_broken || before.problem, "no problem is named", text);
    if (strlen(text) != bytes)
        return;
    const char *more = holds_add(arena, text, &hold);
    if (!more) {
        fuzz_check(before.is_broken, "a hold can't be added to a file that is right", text);
        return;
    }
    holds_parse(&after, arena, more, strlen(more), NULL);
    if (before.is_broken)
        return;
    fuzz_check(!after.is_broken && after.count == before.count + 1, "the hold was not added", more);
    const struct hold *last = &after.items[after.count - 1];
    fuzz_check(text_equal(last->why, hold.why) && last->accounts.count == 1 && !last->all,
               "the hold is another one", more);
    for (size_t i = 0; i < before.count; i++)
        fuzz_check(text_equal(before.items[i].why, after.items[i].why) &&
                       before.items[i].all == after.items[i].all,
                   "a hold was changed", more);
    size_t removed;
    const struct hold which = { .accounts = { &account, 1 }, .until_utc = NO_TIME };
    const char *less = holds_remove(arena, more, &which, NULL, &removed);
    fuzz_check(less && removed > 0, "the hold can't be taken away", more);
    holds_parse(&after, arena, less, strlen(less), NULL);
    fuzz_check(!after.is_broken, "the file is broken without the hold", less);
    for (size_t i = 0; i < after.count; i++)
        for (size_t j = 0; j < after.items[i].accounts.count; j++)
            fuzz_check(!text_equal(after.items[i].accounts.items[j].text, account.text),
                       "the hold is still there", less);
}

static void check_approvals(struct arena *arena, const char *text, size_t bytes)
{
    struct approvals before;
    struct approvals after;
    struct approved_content content = {
        .account = "bluesky",
        .hash = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    };
    const struct approval approval = { .role = "legal",
                                       .by = "ana",
                                       .at_utc = NOON,
                                       .why = "it's: fine # yes",
                                       .contents = &content,
                                       .content_count = 1 };
    approvals_parse(&before, arena, text, bytes);
    if (strlen(text) != bytes)
        return;
    const char *more = approvals_add(arena, text, &approval);
    fuzz_check(!more == !!before.problem, "an approval can't be added, or to a broken file", text);
    if (!more)
        return;
    approvals_parse(&after, arena, more, strlen(more));
    if (after.problem)
        fuzz_fail(after.problem, more);
    fuzz_check(
        after.count == before.count + 1 &&
            text_equal(after.items[before.count].why, approval.why) &&
            text_equal(approval_content(&after.items[before.count], "bluesky"), content.hash),
        "the approval was not added", more);
}

static void check_meta(struct arena *arena, const char *text, size_t bytes)
{
    struct ledger ledger = { .birth_utc = NO_TIME, .last_run_utc = NO_TIME };
    const char *problem = NULL;
    if (ledger_meta_parse(&ledger, arena, text, bytes, &problem) != 0) {
        fuzz_check(problem, "no problem is named", text);
        return;
    }
    if (ledger.birth_utc == NO_TIME || ledger.last_run_utc == NO_TIME || !ledger.last_run)
        return;
    struct ledger again = { .birth_utc = NO_TIME };
    const char *written =
        ledger_meta_format(arena, ledger.birth_utc, ledger.last_run_utc, ledger.last_run);
    fuzz_check(ledger_meta_parse(&again, arena, written, strlen(written), &problem) == 0 &&
                   again.birth_utc == ledger.birth_utc &&
                   again.last_run_utc == ledger.last_run_utc &&
                   text_equal(again.last_run, ledger.last_run),
               "ledger.yml is another one", written);
}

static void check_pins(struct arena *arena, const char *text, size_t bytes)
{
    struct ledger ledger = { 0 };
    struct ledger again = { 0 };
    const char *problem = NULL;
    const struct ledger_pin pin = { "bluesky", "did:plc:x # {y}" };
    if (ledger_pins_parse(&ledger, arena, text, bytes, &problem) != 0) {
        fuzz_check(problem, "no problem is named", text);
        return;
    }
    const char *written = ledger_pins_format(arena, ledger.pins, ledger.pin_count, &pin, 1);
    if (ledger_pins_parse(&again, arena, written, strlen(written), &problem) != 0)
        fuzz_fail(problem, written);
    fuzz_check(text_equal(ledger_pin(&again, "bluesky"), pin.identity), "no pin", written);
    for (size_t i = 0; i < ledger.pin_count; i++)
        fuzz_check(
            text_equal(ledger.pins[i].account, "bluesky") ||
                text_equal(ledger_pin(&again, ledger.pins[i].account), ledger.pins[i].identity),
            "a pin is lost", written);
}

static void check_path(struct arena *arena, const char *text)
{
    if (!text_starts_with(text, LEDGER_DELIVERIES "/"))
        return;
    const char *post;
    const char *account;
    if (ledger_file_kind(arena, text, &post, &account) == LEDGER_FILE_RECORD)
        fuzz_check(text_equal(ledger_record_path(arena, post, account), text), "another path",
                   text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct fuzz_parts parts = fuzz_split(&arena, data, bytes);
    for (size_t i = 0; i < parts.count; i++) {
        const struct fuzz_part *part = &parts.items[i];
        if (text_equal(part->name, "hold"))
            check_hold(&arena, part->text, part->bytes);
        else if (text_equal(part->name, "approvals"))
            check_approvals(&arena, part->text, part->bytes);
        else if (text_equal(part->name, "meta"))
            check_meta(&arena, part->text, part->bytes);
        else if (text_equal(part->name, "pins"))
            check_pins(&arena, part->text, part->bytes);
        else
            check_path(&arena, part->text);
    }
    return 0;
}
