/* Is this the ledger that we know? Who deletes, rewinds, replaces or edits it would make us send
 * everything again. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "io/repo.h"
#include "io/tree.h"
#include "ledger/ledger.h"
#include "ledger/ledger_files.h"
#include "lib/moment.h"
#include "model/moment.h"

enum {
    /* A birth further ahead comes from a broken clock or an edit. */
    FAR_FUTURE_S = 24 * 60 * 60,
    /* Of the commits that this machine has not seen so many are in memory at once. */
    AUDIT_COMMITS = 10 * 1000,
};

static const char trailer[] = "Delivery: ";

/* One way out for all: a person looks, and puts back what was there. */
static int distrust(struct err *err, const char *what)
{
    return err_set(err, ERR_SYSTEM,
                   _("%s: nothing is sent on such a ledger; look at its history, and put back what "
                     "was there"),
                   what);
}

static int verify_history(const struct ledger *ledger, struct repo *repo, const char *genesis,
                          const char *known_tip, struct err *err)
{
    if (!ledger->tip && (genesis || known_tip))
        return distrust(err, _("the ledger is gone"));
    if (genesis && !repo_descends(repo, ledger->tip, genesis))
        return distrust(err, _("the ledger does not begin with the commit that brand.yml names as "
                               "`ledger.genesis`"));
    if (known_tip && !repo_descends(repo, ledger->tip, known_tip))
        return distrust(err, _("the ledger was set back or replaced since this machine last "
                               "read it"));
    return 0;
}

/* Only a run writes when the ledger begins: until then a hold may be all that stands there. */
static bool has_begun(const struct ledger *ledger)
{
    bool has_begun = ledger->last_run_utc != NO_TIME;
    for (size_t i = 0; i < ledger->record_count && !has_begun; i++)
        has_begun = ledger->records[i].run != NULL;
    return has_begun;
}

/* Broken records stop their own delivery alone; without these two files every delivery would be
 * judged wrongly. */
int ledger_verify_files(const struct ledger *ledger, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    for (size_t i = 0; i < ledger->fault_count; i++) {
        const struct ledger_fault *fault = &ledger->faults[i];
        if (strcmp(fault->path, LEDGER_META) == 0 || strcmp(fault->path, LEDGER_PINS) == 0)
            return distrust(err, arena_printf(&scratch, _("'%s' of the ledger can't be read: %s"),
                                              fault->path, fault->problem));
    }
    if (ledger->birth_utc == NO_TIME && has_begun(ledger))
        return distrust(err, _("the ledger does not say since when it is kept (`birth` in "
                               "ledger.yml)"));
    return 0;
}

static bool is_of_ledger(const char *path)
{
    static const char *const ours[] = {
        LEDGER_README, LEDGER_HOLD, LEDGER_META, LEDGER_PINS, LEDGER_DELIVERIES, LEDGER_APPROVALS,
    };
    size_t bytes = strcspn(path, "/");
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        if (strlen(ours[i]) == bytes && memcmp(path, ours[i], bytes) == 0)
            return true;
    return false;
}

/* A branch of posts, or one that was put in the place of the ledger, would be taken for a ledger
 * that has sent nothing yet. */
static int verify_beginning(const struct ledger *ledger, struct repo *repo, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct tree_file *files;
    size_t count;
    if (ledger->birth_utc != NO_TIME)
        return 0;
    if (tree_open_commit(&tree, repo, ledger->tip, "", err) != 0 ||
        tree_list(tree, &scratch, "", &files, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (!is_of_ledger(files[i].path))
            return err_set(err, ERR_SYSTEM,
                           _("the ledger's branch was never begun as one, and holds '%s': nothing "
                             "is sent; if it is the ledger, put back what was there, and if not, "
                             "name another branch in brand.yml (`ledger.branch`)"),
                           files[i].path);
    return 0;
}

/* Posts that were due before the birth are never sent; no run, not even one in a rehearsed future,
 * writes one later than its own real clock (journal_birth()). The last run may be rehearsed. */
static int verify_birth(const struct ledger *ledger, int64_t now_utc, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    if (ledger->birth_utc <= now_utc + FAR_FUTURE_S)
        return 0;
    return distrust(err, arena_printf(&scratch,
                                      _("the ledger says that it was begun on %s, which is "
                                        "still to come"),
                                      moment_format_utc(&scratch, ledger->birth_utc)));
}

static int was_sent(struct err *err, const char *post, const char *account)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    return distrust(err, arena_printf(&scratch,
                                      _("the ledger no longer says that '%s/%s' was "
                                        "sent"),
                                      post, account));
}

/* A record that can't be read is a fault already, and no machine touches its delivery. */
static bool is_out_of_reach(const struct ledger *ledger, const char *post, const char *account)
{
    const struct record *record = ledger_find(ledger, post, account);
    return record && (record->state == RECORD_SENT || ledger_is_unreadable(record));
}

/* The trailers of a message name what its commit sent; history can't be edited without the checks
 * above noticing it. */
static int verify_message(const struct ledger *ledger, const char *message, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    for (const char *line = message; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t bytes = strcspn(line, "\n");
        if (strncmp(line, trailer, strlen(trailer)) != 0)
            continue;
        char *name = arena_strndup(&scratch, line + strlen(trailer), bytes - strlen(trailer));
        char *space = strchr(name, ' ');
        if (!space || strcmp(space, " sent") != 0)
            continue;
        *space = '\0';
        char *slash = strrchr(name, '/');
        if (!slash)
            continue;
        *slash = '\0';
        if (!is_out_of_reach(ledger, name, slash + 1))
            return was_sent(err, name, slash + 1);
    }
    return 0;
}

/* Some of them, from `*from` back; moves it to the last one, which is read again with the next. */
static int verify_some(const struct ledger *ledger, struct repo *repo, struct arena *arena,
                       const char **from, const char *known_tip, bool *is_last, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct repo_log_entry *entries;
    size_t count;
    if (repo_log(repo, &scratch, *from, known_tip, AUDIT_COMMITS, &entries, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (verify_message(ledger, entries[i].message, err) != 0)
            return -1;
    }
    if (count > 0 && entries[count - 1].is_cut)
        return err_set(err, ERR_SYSTEM,
                       _("this clone has only the end of the ledger's history, so what it says "
                         "can't be held against what was recorded before; run: git fetch "
                         "--unshallow"));
    *is_last = count < AUDIT_COMMITS;
    if (!*is_last)
        *from = arena_strdup(arena, entries[count - 1].id);
    return 0;
}

/* Since the known tip, or since the beginning: what was sent between two of our looks, and edited
 * before the second, stands in no tree that we know. */
static int verify_messages(const struct ledger *ledger, struct repo *repo, const char *known_tip,
                           struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *from = ledger->tip;
    bool is_last = false;
    while (!is_last)
        if (verify_some(ledger, repo, &arena, &from, known_tip, &is_last, err) != 0)
            return -1;
    return 0;
}

/* Refused where the known tip's file says that it was sent. */
static int verify_unsent(struct tree *before, const char *path, const char *post,
                         const char *account, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct record record;
    char *text;
    size_t bytes;
    const char *problem;
    if (tree_read(before, &scratch, path, LIMIT_RECORD_BYTES, &text, &bytes, err) != 0)
        return err->kind == ERR_INPUT ? 0 : -1;
    if (record_parse(&record, &scratch, text, bytes, &problem) != 0 || record.state != RECORD_SENT)
        return 0;
    return was_sent(err, post, account);
}

/* What still says that it was sent need not be read as it was before. */
static int verify_records(const struct ledger *ledger, struct repo *repo, const char *known_tip,
                          struct err *err)
{
    CLEANUP(arena_release) struct arena list = { 0 };
    CLEANUP(arena_release) struct arena scratch = { 0 };
    CLEANUP(tree_close) struct tree *before = NULL;
    struct tree_file *files;
    size_t count;
    if (tree_open_commit(&before, repo, known_tip, "", err) != 0 ||
        tree_list(before, &list, LEDGER_DELIVERIES, &files, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const char *post, *account;
        arena_reset(&scratch);
        if (files[i].kind == TREE_FILE &&
            ledger_file_kind(&scratch, files[i].path, &post, &account) == LEDGER_FILE_RECORD &&
            !is_out_of_reach(ledger, post, account) &&
            verify_unsent(before, files[i].path, post, account, err) != 0)
            return -1;
    }
    return 0;
}

int ledger_verify(const struct ledger *ledger, struct repo *repo, const char *genesis,
                  const char *known_tip, int64_t now_utc, struct err *err)
{
    if (verify_history(ledger, repo, genesis, known_tip, err) != 0)
        return -1;
    if (!ledger->tip)
        return 0;
    if (ledger_verify_files(ledger, err) != 0 || verify_beginning(ledger, repo, err) != 0 ||
        verify_birth(ledger, now_utc, err) != 0)
        return -1;
    if (known_tip && strcmp(known_tip, ledger->tip) == 0)
        return 0;
    if (known_tip && verify_records(ledger, repo, known_tip, err) != 0)
        return -1;
    return verify_messages(ledger, repo, known_tip, err);
}
