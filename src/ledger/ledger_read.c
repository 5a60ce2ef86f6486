/* Reading a ledger: every record at a commit. What can't be understood becomes a fault and a record
 * that no machine touches, and never stops the others. */
#include "ledger/ledger.h"

#include <ctype.h>
#include <stdlib.h>
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
#include "io/repo_remote.h"
#include "io/tree.h"
#include "ledger/ledger_files.h"
#include "model/moment.h"

/* What is being read, and room for it. */
struct intake {
    struct ledger *ledger;
    struct arena *arena;
    struct tree *tree;
    size_t record_capacity, fault_capacity;
    const char *nearly_hold; /* a file that may be meant as hold.yml, or NULL */
};

static void add_fault(struct intake *intake, const char *path, const char *problem)
{
    struct ledger *ledger = intake->ledger;
    ledger->faults = list_grow(intake->arena, ledger->faults, ledger->fault_count,
                               &intake->fault_capacity, sizeof *ledger->faults);
    ledger->faults[ledger->fault_count++] = (struct ledger_fault){
        .path = arena_strdup(intake->arena, path),
        .problem = arena_strdup(intake->arena, problem),
    };
}

static const char unreadable_code[] = "unreadable";

bool ledger_is_unreadable(const struct record *record)
{
    return record->error_code == unreadable_code;
}

/* What stands for a delivery whose record is not understood: only a person may settle it. */
static struct record unreadable(struct arena *arena, const char *post, const char *account,
                                const char *problem)
{
    return (struct record){
        .post = post,
        .account = account,
        .network = "",
        .state = RECORD_UNCERTAIN,
        .due_utc = NO_TIME,
        .claimed_utc = NO_TIME,
        .sent_utc = NO_TIME,
        .retry_after_utc = NO_TIME,
        .request_utc = NO_TIME,
        .request_sent_bytes = -1,
        .lookup_utc = NO_TIME,
        .error_code = unreadable_code,
        .error_message = arena_printf(arena, _("its record can't be read: %s"), problem),
        .remedy = _("mend the record on the ledger's branch"),
    };
}

/* The text of a file; NULL with a problem where it is none of ours. ERR_SYSTEM alone fails. */
static int read_file(struct intake *intake, struct arena *scratch, const char *path,
                     size_t limit_bytes, char **text, size_t *bytes, const char **problem,
                     struct err *err)
{
    struct err why = { 0 };
    if (tree_read(intake->tree, scratch, path, limit_bytes, text, bytes, &why) == 0)
        return 0;
    if (why.kind != ERR_INPUT) {
        *err = why;
        return -1;
    }
    *text = NULL;
    *problem = arena_strdup(scratch, why.text);
    return 0;
}

static int read_record(struct intake *intake, struct arena *scratch, const char *path,
                       const char *post, const char *account, struct err *err)
{
    struct ledger *ledger = intake->ledger;
    struct record record = { 0 };
    char *text;
    size_t bytes;
    const char *problem = NULL;
    if (read_file(intake, scratch, path, LIMIT_RECORD_BYTES, &text, &bytes, &problem, err) != 0)
        return -1;
    if (text && record_parse(&record, intake->arena, text, bytes, &problem) == 0 &&
        (strcmp(record.post, post) != 0 || strcmp(record.account, account) != 0))
        problem = _("it names another delivery than its path");
    if (problem) {
        add_fault(intake, path, problem);
        record = unreadable(intake->arena, arena_strdup(intake->arena, post),
                            arena_strdup(intake->arena, account), problem);
    }
    ledger->records = list_grow(intake->arena, ledger->records, ledger->record_count,
                                &intake->record_capacity, sizeof *ledger->records);
    ledger->records[ledger->record_count++] = record;
    return 0;
}

static int read_delivery(struct intake *intake, struct arena *scratch, const struct tree_file *file,
                         struct err *err)
{
    const char *post = NULL;
    const char *account = NULL;
    switch (ledger_file_kind(scratch, file->path, &post, &account)) {
    case LEDGER_FILE_RECORD:
        return read_record(intake, scratch, file->path, post, account, err);
    case LEDGER_FILE_PAYLOAD:
        return 0;
    case LEDGER_FILE_FOREIGN:
        add_fault(intake, file->path, _("it is no file of a ledger"));
        return 0;
    }
    return 0;
}

static int by_name(const void *left, const void *right)
{
    const struct record *a = left;
    const struct record *b = right;
    int order = strcmp(a->post, b->post);
    return order ? order : strcmp(a->account, b->account);
}

static int by_folded_name(const void *left, const void *right)
{
    const struct record *a = *(struct record *const *)left;
    const struct record *b = *(struct record *const *)right;
    int order = strcasecmp(a->post, b->post);
    return order ? order : strcasecmp(a->account, b->account);
}

static bool has_capital(const char *text)
{
    for (; *text; text++) {
        if (isupper((unsigned char)*text))
            return true;
    }
    return false;
}

/* Ids are unique whatever their case: two records of one delivery can't both be right. Their order
 * by name stays as it is. */
static void refuse_same_names(struct intake *intake)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct ledger *ledger = intake->ledger;
    bool any = false;
    for (size_t i = 0; i < ledger->record_count && !any; i++)
        any = has_capital(ledger->records[i].post) || has_capital(ledger->records[i].account);
    if (!any)
        return;
    struct record **folded = arena_alloc_array(&scratch, ledger->record_count, sizeof *folded);
    for (size_t i = 0; i < ledger->record_count; i++)
        folded[i] = &ledger->records[i];
    qsort(folded, ledger->record_count, sizeof *folded, by_folded_name);
    const char *problem = _("another record differs from it in capital letters alone");
    for (size_t i = 0; i < ledger->record_count; i++) {
        struct record *record = folded[i];
        bool is_same =
            (i > 0 && by_folded_name(&folded[i - 1], &folded[i]) == 0) ||
            (i + 1 < ledger->record_count && by_folded_name(&folded[i], &folded[i + 1]) == 0);
        if (!is_same)
            continue;
        add_fault(intake, ledger_record_path(&scratch, record->post, record->account), problem);
        *record = unreadable(intake->arena, record->post, record->account, problem);
    }
}

static void take_hold(struct intake *intake, const char *text, size_t bytes, const char *problem,
                      const struct zone *zone)
{
    struct ledger *ledger = intake->ledger;
    ledger->hold_text = text;
    if (text)
        holds_parse(&ledger->holds, intake->arena, text, bytes, zone);
    else
        ledger->holds =
            (struct holds){ .is_broken = true, .problem = arena_strdup(intake->arena, problem) };
}

/* Whoever writes a hold by hand in a crisis, under a name that is nearly ours or in a folder of
 * that name, means to stop something. */
static bool is_nearly_hold(const char *path)
{
    static const char *const names[] = { LEDGER_HOLD, "hold.yaml", "holds.yml", "holds.yaml" };
    size_t bytes = strcspn(path, "/");
    if (strcmp(path, LEDGER_HOLD) == 0)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == bytes && strncasecmp(path, names[i], bytes) == 0)
            return true;
    return false;
}

/* A file at the root; those that are not ours are nobody's business. */
static int read_top(struct intake *intake, struct arena *scratch, const char *path,
                    const struct zone *zone, struct err *err)
{
    bool is_hold = strcmp(path, LEDGER_HOLD) == 0;
    bool is_meta = strcmp(path, LEDGER_META) == 0;
    bool is_pins = strcmp(path, LEDGER_PINS) == 0;
    char *text;
    size_t bytes = 0;
    const char *problem = NULL;
    if (strcmp(path, LEDGER_DELIVERIES) == 0)
        add_fault(intake, path, _("it is no folder"));
    if (is_nearly_hold(path))
        intake->nearly_hold = arena_strdup(intake->arena, path);
    if (!is_hold && !is_meta && !is_pins)
        return 0;
    if (read_file(intake, scratch, path, LIMIT_YAML_BYTES, &text, &bytes, &problem, err) != 0)
        return -1;
    if (text)
        text = arena_strndup(intake->arena, text, bytes);
    if (is_hold) {
        take_hold(intake, text, bytes, problem, zone);
        return 0;
    }
    int (*parse)(struct ledger *, struct arena *, const char *, size_t, const char **) =
        is_meta ? ledger_meta_parse : ledger_pins_parse;
    if (!text || parse(intake->ledger, intake->arena, text, bytes, &problem) != 0)
        add_fault(intake, path, problem);
    return 0;
}

static int read_files(struct intake *intake, const struct zone *zone, struct err *err)
{
    CLEANUP(arena_release) struct arena list = { 0 };
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct tree_file *files;
    size_t count;
    if (tree_list(intake->tree, &list, "", &files, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        bool is_delivery = text_starts_with(files[i].path, LEDGER_DELIVERIES "/");
        arena_reset(&scratch);
        if (is_delivery ? read_delivery(intake, &scratch, &files[i], err) != 0
                        : read_top(intake, &scratch, files[i].path, zone, err) != 0)
            return -1;
    }
    return 0;
}

int ledger_read(struct ledger *out, struct arena *arena, struct repo *repo, const char *tip,
                const struct zone *zone, struct err *err)
{
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct ledger ledger = { .repo = repo, .birth_utc = NO_TIME, .last_run_utc = NO_TIME };
    if (!tip) {
        *out = ledger;
        return 0;
    }
    ledger.tip = arena_strdup(arena, tip);
    struct intake intake = { .ledger = &ledger, .arena = arena };
    if (tree_open_commit(&tree, repo, tip, "", err) != 0)
        return -1;
    intake.tree = tree;
    if (read_files(&intake, zone, err) != 0)
        return err_because(err, _("cannot read the ledger"));
    if (intake.nearly_hold)
        ledger.holds = (struct holds){
            .is_broken = true,
            .problem = arena_printf(arena,
                                    _("'%s' stands beside it, and may be meant: only the "
                                      "file hold.yml holds; move it there, or delete it"),
                                    intake.nearly_hold),
        };
    list_sort(ledger.records, ledger.record_count, sizeof *ledger.records, by_name);
    refuse_same_names(&intake);
    *out = ledger;
    return 0;
}

const struct record *ledger_find(const struct ledger *ledger, const char *post, const char *account)
{
    struct record wanted = { .post = post, .account = account };
    if (ledger->record_count == 0)
        return NULL;
    return bsearch(&wanted, ledger->records, ledger->record_count, sizeof wanted, by_name);
}

const char *ledger_pin(const struct ledger *ledger, const char *account)
{
    for (size_t i = 0; i < ledger->pin_count; i++) {
        if (strcmp(ledger->pins[i].account, account) == 0)
            return ledger->pins[i].identity;
    }
    return NULL;
}

const char *ledger_payload(const struct ledger *ledger, struct arena *arena, struct repo *repo,
                           const char *post, const char *account, size_t *bytes)
{
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct err ignored = { 0 };
    char *text;
    if (!ledger->tip || tree_open_commit(&tree, repo, ledger->tip, "", &ignored) != 0 ||
        tree_read(tree, arena, ledger_payload_path(arena, post, account), LIMIT_PAYLOAD_BYTES,
                  &text, bytes, &ignored) != 0)
        return NULL;
    return text;
}

const char *ledger_local_tip(struct repo *repo, struct arena *arena, const char *branch,
                             const char *remote)
{
    const char *remote_tip =
        repo_tip(repo, arena, arena_printf(arena, "refs/remotes/%s/%s", remote, branch));
    const char *local_tip = repo_tip(repo, arena, arena_printf(arena, "refs/heads/%s", branch));
    if (!remote_tip || (local_tip && repo_descends(repo, local_tip, remote_tip)))
        return local_tip;
    return remote_tip;
}

const char *ledger_seen_tip(struct repo *repo, struct arena *arena, const char *branch,
                            const char *remote)
{
    const char *local_tip = ledger_local_tip(repo, arena, branch, remote);
    const char *store_tip =
        repo_store_tip(repo, arena, arena_printf(arena, "refs/heads/%s", branch));
    if (!store_tip || (local_tip && repo_descends(repo, local_tip, store_tip)))
        return local_tip;
    return store_tip;
}

bool ledger_is_missing(const struct repo_glance *glance, struct arena *arena, const char *branch,
                       const char *remote)
{
    return repo_glance_lacks(glance, arena, arena_printf(arena, "refs/heads/%s", branch)) &&
           repo_glance_lacks(glance, arena,
                             arena_printf(arena, "refs/remotes/%s/%s", remote, branch));
}
