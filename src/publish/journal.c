/* The journal: fetch, verify, and the rounds of a compare-and-swap. */
#include "publish/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "io/process.h"
#include "io/repo.h"
#include "lib/hash.h"
#include "model/moment.h"
#include "model/workspace.h"

enum {
    MAX_ROUNDS = 10,
    /* Others who lost the same race come back a little later or earlier than we do. */
    JITTER_MS = 200,
};

static const char *reference(const struct journal *journal, struct arena *arena)
{
    return arena_printf(arena, "refs/heads/%s", journal->place.branch);
}

static struct repo_remote remote_of(const struct journal *journal)
{
    return (struct repo_remote){ .url = journal->place.url, .token = journal->place.token };
}

/* The token is of the ledger's host. */
static struct repo_remote content_remote_of(const struct journal *journal)
{
    const struct journal_place *place = &journal->place;
    bool is_same_host = repo_remote_is_same_host(place->content_url, place->url);
    return (struct repo_remote){ .url = place->content_url,
                                 .token = is_same_host ? place->token : NULL };
}

/* The run's lock is ours, so whoever left a lock on the branch is dead. */
static int unlock(struct journal *journal, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    return repo_unlock(journal->store, reference(journal, &arena), err);
}

int64_t journal_birth(const struct clock *clock, int64_t max_late_s)
{
    int64_t now_utc = clock_now_utc(clock);
    int64_t real_utc = clock_real_utc();
    return (now_utc < real_utc ? now_utc : real_utc) - max_late_s;
}

int journal_open(struct journal **out, const struct journal_place *place, struct err *err)
{
    if (place->url && repo_remote_check(place->url, err) != 0)
        return -1;
    if (place->content_url && repo_remote_check(place->content_url, err) != 0)
        return -1;
    struct journal *journal = calloc(1, sizeof *journal);
    if (!journal)
        out_of_memory();
    journal->place = *place;
    journal->store = place->repo;
    if (place->url) {
        if (repo_store_open(&journal->store, place->repo, err) != 0) {
            free(journal);
            return -1;
        }
        journal->owns_store = true;
    } else if (!place->is_for_looking && unlock(journal, err) != 0) {
        free(journal);
        return -1;
    }
    *out = journal;
    return 0;
}

void journal_close(struct journal **address)
{
    struct journal *journal = *address;
    if (!journal)
        return;
    if (journal->owns_store)
        repo_close(&journal->store);
    arena_release(&journal->arena);
    free(journal);
    *address = NULL;
}

bool journal_mend(struct journal *journal, struct err *err)
{
    if (!journal || !journal->owns_store || !repo_store_mend(journal->store))
        return false;
    err_set(err, ERR_SYSTEM,
            _("what Pregon keeps in .git/pregon/store.git was broken, and is put aside: run again, "
              "and it is fetched anew. Nothing of yours was touched"));
    return true;
}

/* --- reading --- */

struct tips {
    const char *ledger, *content;
};

/* What the user's repository has already is not fetched: in CI that is the whole checkout. */
static int fetch_remote(struct tips *out, struct arena *arena, struct journal *journal,
                        struct err *err)
{
    const struct journal_place *place = &journal->place;
    const char *content =
        place->content ? arena_printf(arena, "refs/heads/%s", place->content) : "HEAD";
    struct repo_ref refs[] = { { .name = reference(journal, arena) },
                               { .name = content, .known_to = place->repo } };
    const char *ignored = NULL;
    const char **default_branch = place->content ? NULL : &ignored;
    struct repo_remote remote = remote_of(journal);
    if (!place->content_url) {
        if (repo_fetch(journal->store, arena, &remote, refs, 2, default_branch, err) != 0)
            return -1;
    } else {
        struct repo_remote other = content_remote_of(journal);
        if (repo_fetch(journal->store, arena, &remote, refs, 1, NULL, err) != 0 ||
            repo_fetch(journal->store, arena, &other, refs + 1, 1, default_branch, err) != 0)
            return -1;
    }
    *out = (struct tips){ .ledger = refs[0].commit, .content = refs[1].commit };
    return 0;
}

static int read_tips(struct tips *out, struct arena *arena, struct journal *journal,
                     struct err *err)
{
    if (journal->place.url)
        return fetch_remote(out, arena, journal, err);
    /* Without a branch of its own yet, a clone goes on from what it knows of the remote's. */
    const char *tip = repo_tip(journal->store, arena, reference(journal, arena));
    if (!tip)
        tip = ledger_local_tip(journal->store, arena, journal->place.branch, journal->place.remote);
    *out = (struct tips){ .ledger = tip, .content = repo_tip(journal->store, arena, "HEAD") };
    return 0;
}

static int check_genesis(const struct journal *journal, const char *genesis, const char *tip,
                         struct err *err)
{
    if (tip || !genesis)
        return 0;
    return err_set(
        err, ERR_SYSTEM,
        _("the ledger '%s' is missing, although brand.yml pins its first commit: nothing "
          "is sent until it is back"),
        journal->place.branch);
}

/* The reference of our store that keeps the last tip we saw of this very ledger, for the next run;
 * NULL where the branch itself is the truth. */
static const char *anchor(const struct journal *journal, struct arena *arena)
{
    if (!journal->place.url)
        return NULL;
    const char *texts[] = { journal->place.url, journal->place.branch };
    return arena_printf(arena, "refs/pregon/known/%016llx",
                        (unsigned long long)hash_texts(texts, 2));
}

/* Best effort: the anchor is a cache, whose loss makes us forget, not err. */
static void move_anchor(struct journal *journal, const char *tip)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err ignored = { 0 };
    enum move_outcome outcome;
    const char *name = anchor(journal, &arena);
    const char *known = name ? repo_tip(journal->store, &arena, name) : NULL;
    if (name && tip && !text_equal(known, tip))
        (void)!repo_move(journal->store, name, known, tip, &outcome, &ignored);
}

static int read_ledger(struct ledger *out, struct arena *arena, struct journal *journal,
                       const char *tip, struct err *err)
{
    const char *known = journal->ledger.tip;
    const char *name = anchor(journal, arena);
    if (!known && name)
        known = repo_tip(journal->store, arena, name);
    if (check_genesis(journal, journal->place.genesis, tip, err) != 0 ||
        ledger_read(out, arena, journal->store, tip, journal->place.zone, err) != 0)
        return -1;
    /* The real time: a rehearsal must be able to read what real runs wrote. */
    return ledger_verify(out, journal->store, journal->place.genesis, known, clock_real_utc(), err);
}

int journal_fetch(struct journal *journal, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct arena fresh = { 0 };
    struct tips tips = { 0 };
    struct ledger ledger = { 0 };
    if (read_tips(&tips, &scratch, journal, err) != 0)
        return -1;
    if (!tips.content)
        return err_set(err, ERR_SYSTEM, _("there is no commit of posts yet"));
    if (!journal->ledger.tip || !text_equal(journal->ledger.tip, tips.ledger)) {
        if (read_ledger(&ledger, &fresh, journal, tips.ledger, err) != 0) {
            arena_release(&fresh);
            return -1;
        }
        arena_release(&journal->arena);
        journal->arena = fresh;
        journal->ledger = ledger;
        journal->record_capacity = ledger.record_count;
        journal->is_new = journal->is_new || ledger.birth_utc == NO_TIME;
        move_anchor(journal, ledger.tip);
    }
    journal->content = arena_strdup(&journal->arena, tips.content);
    journal->content_repo =
        repo_has_commit(journal->place.repo, tips.content) ? journal->place.repo : journal->store;
    journal->fetched_boot_ms = clock_boot_ms();
    return 0;
}

int journal_require_place(const struct journal *journal, const struct brand *brand, struct err *err)
{
    const struct journal_place *place = &journal->place;
    const struct ledger *ledger = &journal->ledger;
    const char *genesis = brand->ledger_genesis;
    if (!text_equal(place->branch, brand->ledger_branch) ||
        !text_equal(place->remote, brand->ledger_remote ? brand->ledger_remote : "origin"))
        return err_set(
            err, ERR_SYSTEM,
            _("brand.yml of the published branch keeps the ledger elsewhere than that of "
              "this clone's HEAD: check the published branch out, as it is now"));
    if (text_equal(genesis, place->genesis))
        return 0;
    if (check_genesis(journal, genesis, ledger->tip, err) != 0)
        return -1;
    return ledger_verify(ledger, journal->store, genesis, ledger->tip, clock_real_utc(), err);
}

/* --- writing --- */

/* Puts a written record in its place among the others. */
static void keep_record(struct journal *journal, const struct record *written)
{
    struct ledger *ledger = &journal->ledger;
    struct record copy = record_copy(&journal->arena, written);
    size_t at = 0;
    size_t high = ledger->record_count;
    while (at < high) {
        size_t middle = at + (high - at) / 2;
        int order = strcmp(ledger->records[middle].post, copy.post);
        if (order == 0)
            order = strcmp(ledger->records[middle].account, copy.account);
        if (order == 0) {
            ledger->records[middle] = copy;
            return;
        }
        if (order < 0)
            at = middle + 1;
        else
            high = middle;
    }
    if (ledger->record_count == journal->record_capacity) {
        journal->record_capacity = journal->record_capacity * 2 + 64;
        struct record *larger =
            arena_alloc_array(&journal->arena, journal->record_capacity, sizeof *larger);
        for (size_t i = 0; i < ledger->record_count; i++)
            larger[i] = ledger->records[i];
        ledger->records = larger;
    }
    memmove(&ledger->records[at + 1], &ledger->records[at],
            (ledger->record_count - at) * sizeof copy);
    ledger->records[at] = copy;
    ledger->record_count++;
}

static void keep_pins(struct journal *journal, const struct ledger_update *update)
{
    struct ledger *ledger = &journal->ledger;
    struct ledger_pin *pins =
        arena_alloc_array(&journal->arena, ledger->pin_count + update->pin_count, sizeof *pins);
    for (size_t i = 0; i < ledger->pin_count; i++)
        pins[i] = ledger->pins[i];
    for (size_t i = 0; i < update->pin_count; i++)
        pins[ledger->pin_count + i] = (struct ledger_pin){
            .account = arena_strdup(&journal->arena, update->pins[i].account),
            .identity = arena_strdup(&journal->arena, update->pins[i].identity),
        };
    ledger->pins = pins;
    ledger->pin_count += update->pin_count;
}

/* Our commit is the tip now: what was read before holds, but for what it changes. */
static void keep(struct journal *journal, const struct ledger_update *update, const char *commit)
{
    struct ledger *ledger = &journal->ledger;
    ledger->tip = arena_strdup(&journal->arena, commit);
    for (size_t i = 0; i < update->change_count; i++)
        if (!update->changes[i].is_lost)
            keep_record(journal, update->changes[i].record);
    if (update->pin_count > 0)
        keep_pins(journal, update);
    if (update->hold_text) {
        ledger->hold_text = arena_strdup(&journal->arena, update->hold_text);
        holds_parse(&ledger->holds, &journal->arena, ledger->hold_text, strlen(ledger->hold_text),
                    journal->place.zone);
    }
    if (update->birth_utc != NO_TIME)
        ledger->birth_utc = update->birth_utc;
    if (update->run) {
        ledger->last_run = arena_strdup(&journal->arena, update->run);
        ledger->last_run_utc = update->now_utc;
    }
}

/* Whether one of our commits is part of what stands there now: a push whose answer was lost, or
 * that landed late. Then what it wrote may already have been taken over by others. */
static bool has_landed(struct journal *journal, struct ledger_update *update,
                       const char *const *commits, size_t count)
{
    bool is_there = false;
    for (size_t i = 0; i < count && !is_there; i++)
        is_there =
            journal->ledger.tip && repo_descends(journal->store, journal->ledger.tip, commits[i]);
    for (size_t i = 0; is_there && i < update->change_count; i++) {
        const struct record *ours = update->changes[i].record;
        const struct record *there = ledger_find(&journal->ledger, ours->post, ours->account);
        if (!there || there->state != ours->state || there->attempt != ours->attempt ||
            !text_equal(there->owner.nonce, ours->owner.nonce))
            update->changes[i].is_lost = true;
    }
    return is_there;
}

static enum push_outcome move_local(struct journal *journal, struct arena *arena,
                                    const char *commit, struct err *err, bool *has_failed)
{
    enum move_outcome outcome = MOVE_LOST;
    const char *name = reference(journal, arena);
    /* The first commit of this clone's own branch may stand on the remote's. */
    const char *from = repo_tip(journal->store, arena, name) ? journal->ledger.tip : NULL;
    *has_failed = repo_move(journal->store, name, from, commit, &outcome, err) != 0;
    return outcome == MOVE_DONE ? PUSH_ACCEPTED : PUSH_LOST;
}

static enum push_outcome push(struct journal *journal, struct arena *arena, const char *commit,
                              const char **reason, struct err *err, bool *has_failed)
{
    if (!journal->place.url)
        return move_local(journal, arena, commit, err, has_failed);
    struct repo_remote remote = remote_of(journal);
    return repo_push(journal->store, arena, &remote, reference(journal, arena), journal->ledger.tip,
                     commit, reason);
}

static int refused(struct err *err, enum push_outcome outcome, const char *branch,
                   const char *reason)
{
    if (outcome == PUSH_CREDENTIALS)
        return err_set(err, ERR_SYSTEM,
                       _("the git host does not let us write the branch '%s': %s; is "
                         "PREGON_GIT_TOKEN set, and may it push?"),
                       branch, reason ? reason : "");
    return err_set(err, ERR_SYSTEM, _("the git host refuses the branch '%s': %s"), branch,
                   reason ? reason : "");
}

static const char *copy_text(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

static void lose_all(struct ledger_update *update)
{
    for (size_t i = 0; i < update->change_count; i++)
        update->changes[i].is_lost = true;
}

int journal_write(struct journal *journal, struct ledger_update *update, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *hold_before = copy_text(&arena, journal->ledger.hold_text);
    const char *tip_before = copy_text(&arena, journal->ledger.tip);
    const char *commits[MAX_ROUNDS];
    const char *reason = NULL;
    for (size_t round = 0; round < MAX_ROUNDS; round++) {
        bool has_failed = false;
        for (size_t i = 0; i < update->change_count; i++)
            update->changes[i].is_lost = false;
        if (ledger_build(&journal->ledger, &arena, journal->store, update, &commits[round], err) !=
            0)
            return -1;
        if (!commits[round])
            return 0;
        enum push_outcome outcome =
            push(journal, &arena, commits[round], &reason, err, &has_failed);
        if (has_failed)
            return -1;
        if (outcome == PUSH_ACCEPTED) {
            keep(journal, update, commits[round]);
            move_anchor(journal, commits[round]);
            /* Nobody else had moved it: what was fetched before is still so. */
            journal->fetched_boot_ms = clock_boot_ms();
            return 0;
        }
        if (outcome == PUSH_REFUSED || outcome == PUSH_CREDENTIALS)
            return refused(err, outcome, journal->place.branch, reason);
        if (round > 0) {
            unsigned char jitter = 0;
            process_random(&jitter, sizeof jitter);
            process_sleep_ms((int64_t)round * JITTER_MS * jitter / 255);
        }
        if (journal_fetch(journal, err) != 0) {
            err->kind = ERR_RETRY;
            return -1;
        }
        if (has_landed(journal, update, commits, round + 1))
            return 0;
        if (update->is_for_this_tip && !text_equal(tip_before, journal->ledger.tip)) {
            lose_all(update);
            return 0;
        }
        /* Texts are never merged: whoever made the new one makes it again from what is there. */
        if (update->hold_text && !text_equal(hold_before, journal->ledger.hold_text))
            return err_set(err, ERR_RETRY, _("somebody changed hold.yml meanwhile; run again"));
    }
    return err_set(err, ERR_RETRY,
                   _("others kept writing the ledger '%s' while we tried: %s; run again"),
                   journal->place.branch, reason ? reason : "");
}
