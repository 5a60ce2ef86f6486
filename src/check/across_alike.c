/* Posts that say nearly the same on one account, soon after each other.
 *
 * Texts are sets of pairs of words (lib/similarity.h). Two that are alike have one of their rarest
 * pairs in common, so each is held only against those that share one of those, whatever the number
 * of posts. */
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "check/across.h"
#include "check/alike_index.h"
#include "check/check.h"
#include "check/timetable.h"
#include "lib/date_words.h"
#include "lib/similarity.h"
#include "model/account_set.h"
#include "model/moment.h"
#include "model/workspace.h"

enum {
    MOST_CANDIDATES = 64, /* that are compared with one text: more are a machine's texts */
    MOST_STEPS = 512,     /* through texts that share a pair */
    TEXTS_AT_ONCE = 256,  /* that a thread looks at before it takes more */
};

/* A text with the times between which it goes out. */
struct candidate {
    const struct post_summary *post;
    const struct post_text *text;
    int64_t first_utc, last_utc;
    uint64_t accounts; /* the first 64 of the text's: what is further away takes longer to read */
    uint32_t pairs;
    uint32_t place; /* in the order of posts */
    bool is_over;   /* on all its accounts */
    bool is_draft;  /* there, too */
};

/* A text that is alike; `alike` 0: there is none. */
struct best {
    uint32_t text;
    int alike;
};

/* Of each text what was found before it: among what goes out, and among drafts. */
struct bests {
    struct best of[2]; /* by `is_draft` */
};

struct search {
    const struct timetable *table;
    struct arena *scratch;
    struct findings *findings;
    struct candidate *candidates; /* in the order of time */
    size_t count;
    struct alike_index index;
    struct bests *bests; /* by candidate */
    uint32_t
        *asked_by; /* of each thread, by candidate: the last that was held against it, from 1 */
    int64_t within_s;
    int percent;
};

static int by_time(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->first_utc != b->first_utc)
        return a->first_utc < b->first_utc ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

/* Between which times the text goes out; false where it never does. */
static bool find_times(const struct search *search, struct candidate *candidate)
{
    const struct timetable *table = search->table;
    size_t post = (size_t)(candidate->post - table->posts);
    bool has_any = false;
    candidate->is_over = candidate->is_draft = true;
    for (size_t i = table->post_first[post]; i < table->post_first[post + 1]; i++) {
        const struct planned *planned = &table->items[table->of_post[i]];
        if (!account_set_has(candidate->text->accounts, planned->account->index))
            continue;
        if (!has_any || planned->due_utc < candidate->first_utc)
            candidate->first_utc = planned->due_utc;
        if (!has_any || planned->due_utc > candidate->last_utc)
            candidate->last_utc = planned->due_utc;
        candidate->is_over &= planned->is_over;
        candidate->is_draft &= planned->time->is_draft;
        has_any = true;
    }
    return has_any;
}

/* In the order of time, from as long before the first that can still be changed as matters. */
static void gather(struct search *search)
{
    const struct timetable *table = search->table;
    size_t room = 0;
    int64_t first_open_utc = INT64_MAX;
    for (size_t i = 0; i < table->post_count; i++)
        room += table->posts[i].times.text_count;
    search->candidates = arena_alloc_array(search->scratch, room, sizeof *search->candidates);
    for (size_t i = 0; i < table->post_count; i++) {
        for (size_t j = 0; j < table->posts[i].times.text_count; j++) {
            const struct post_text *text = &table->posts[i].times.texts[j];
            struct candidate candidate = { .post = &table->posts[i],
                                           .text = text,
                                           .accounts = text->accounts[0],
                                           .pairs = (uint32_t)text->shingles.count,
                                           .place = (uint32_t)search->count };
            if (candidate.pairs == 0 || !find_times(search, &candidate))
                continue;
            if (!candidate.is_over && candidate.first_utc < first_open_utc)
                first_open_utc = candidate.first_utc;
            search->candidates[search->count++] = candidate;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < search->count; i++)
        if (first_open_utc != INT64_MAX &&
            search->candidates[i].last_utc >= first_open_utc - search->within_s)
            search->candidates[kept++] = search->candidates[i];
    search->count = kept;
    list_sort(search->candidates, kept, sizeof *search->candidates, by_time);
}

static void build_index(struct search *search)
{
    const struct shingles **texts =
        arena_alloc_array(search->scratch, search->count, sizeof *texts);
    for (size_t i = 0; i < search->count; i++)
        texts[i] = &search->candidates[i].text->shingles;
    alike_index_build(&search->index, search->scratch, texts, search->count, search->percent,
                      &search->table->context->spread);
}

/* --- pairs of posts --- */

static bool is_too_soon(const struct search *search, const struct planned *a,
                        const struct planned *b)
{
    int64_t distance_s =
        a->due_utc < b->due_utc ? b->due_utc - a->due_utc : a->due_utc - b->due_utc;
    return !(a->is_over && b->is_over) && distance_s <= search->within_s;
}

static void report(const struct search *search, const struct planned *a, const struct planned *b,
                   int alike)
{
    struct findings *findings = search->findings;
    const struct planned *later = a->due_utc > b->due_utc ? a : b;
    const struct planned *blamed = timetable_blame(later == a ? b : a, later);
    const struct planned *other = blamed == a ? b : a;
    if (blamed->is_over)
        return;
    timetable_report(findings, blamed, SEVERITY_ERROR, "near-duplicate",
                     arena_printf(findings->arena,
                                  _("it is %d%% like '%s', of %s: write it anew, or say "
                                    "`repeats: %s`"),
                                  alike, other->post->id,
                                  date_words(findings->arena, other->account->zone, other->due_utc),
                                  other->post->id));
}

/* On each account that gets both too soon; gives whether there is any. `alike` 0: only asks. */
static bool report_accounts(const struct search *search, const struct candidate *a,
                            const struct candidate *b, int alike)
{
    const struct workspace *workspace = search->table->context->workspace;
    bool has_any = false;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (!account_set_has(a->text->accounts, i) || !account_set_has(b->text->accounts, i))
            continue;
        const struct planned *one = timetable_find(search->table, a->post, account);
        const struct planned *other = timetable_find(search->table, b->post, account);
        if (!one || !other || !is_too_soon(search, one, other))
            continue;
        if (alike > 0)
            report(search, one, other, alike);
        has_any = true;
    }
    return has_any;
}

/* Beyond the first 64. */
static bool shares_far_account(const struct search *search, const struct candidate *a,
                               const struct candidate *b)
{
    size_t words = account_set_words(search->table->context->workspace->account_count);
    for (size_t i = 1; i < words; i++)
        if (a->text->accounts[i] & b->text->accounts[i])
            return true;
    return false;
}

/* Whether the two can be alike at all, and matter to each other. Asked of a hundred for each that
 * is: what is cheap is asked at once, as which of it fails can't be foretold. */
static bool is_candidate(const struct search *search, const struct candidate *own,
                         const struct candidate *other)
{
    uint32_t a = own->pairs;
    uint32_t b = other->pairs;
    /* Were all of the smaller in the larger, that would still be too little. */
    bool is_near = 200 * (a < b ? a : b) >= (uint32_t)search->percent * (a + b);
    bool is_other = other->post != own->post;
    bool is_open = !(other->is_over & own->is_over);
    return (is_near & is_other & is_open) &&
           ((own->accounts & other->accounts) || shares_far_account(search, own, other));
}

/* Holds two texts against each other. */
static void compare(const struct search *search, const struct candidate *own, uint32_t text,
                    struct best *best)
{
    const struct candidate *other = &search->candidates[text];
    int least = best->alike > search->percent ? best->alike : search->percent;
    int alike = shingles_alike(&own->text->shingles, &other->text->shingles, least);
    if (alike < least || (alike == best->alike && text < best->text) ||
        timetable_series(search->table, other->post) ==
            timetable_series(search->table, own->post) ||
        !report_accounts(search, other, own, 0))
        return;
    *best = (struct best){ text, alike };
}

/* What is known while texts are held against one. */
struct looking {
    uint32_t *asked_by; /* the thread's own: by candidate, the last that it was held against, + 1 */
    int steps, compared;
    struct bests bests;
};

/* Whether the texts that share the next pair are looked at, too. */
static bool goes_on(const struct looking *looking)
{
    return looking->steps < MOST_STEPS && looking->compared < MOST_CANDIDATES &&
           looking->bests.of[false].alike < 100;
}

/* Through the texts before `own` that share one pair with it, the last ones first. */
static void walk(const struct search *search, struct looking *looking, uint32_t own,
                 const struct alike_entry *at)
{
    const struct candidate *candidate = &search->candidates[own];
    int64_t since_utc = candidate->first_utc - search->within_s;
    while (!at->is_first && goes_on(looking)) {
        uint32_t text = (--at)->text;
        const struct candidate *other = &search->candidates[text];
        bool is_asked = looking->asked_by[text] == own + 1;
        if (!is_asked && other->last_utc < since_utc)
            return;
        looking->steps++;
        if (is_asked)
            continue;
        looking->asked_by[text] = own + 1;
        if (!is_candidate(search, candidate, other))
            continue;
        looking->compared++;
        compare(search, candidate, text, &looking->bests.of[other->is_draft]);
    }
}

/* The one before each that is most like it, and of several the last, among as many as can be looked
 * at: those that share the rarest pairs. A draft hides nothing that goes out: there is a best of
 * each. */
static void look(void *context, size_t worker, size_t first, size_t end)
{
    const struct search *search = context;
    const struct alike_index *index = &search->index;
    for (size_t i = first; i < end; i++) {
        struct looking looking = { .asked_by = search->asked_by + worker * search->count };
        for (uint32_t j = index->first[i]; j < index->first[i + 1] && goes_on(&looking); j++)
            walk(search, &looking, (uint32_t)i, &index->entries[index->at[j]]);
        search->bests[i] = looking.bests;
    }
}

/* In the order of time, whatever thread came first. */
static void report_bests(const struct search *search)
{
    for (size_t i = 0; i < search->count; i++)
        for (size_t j = 0; j < sizeof search->bests[i].of / sizeof *search->bests[i].of; j++) {
            const struct best *best = &search->bests[i].of[j];
            if (best->alike > 0)
                (void)report_accounts(search, &search->candidates[best->text],
                                      &search->candidates[i], best->alike);
        }
}

void check_alike(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct check_context *context = table->context;
    const struct repeat_rule *rule = &context->workspace->calendar.repeat;
    struct search search = {
        .table = table,
        .scratch = scratch,
        .findings = findings,
        .within_s = rule->within_s,
        .percent = rule->similarity,
    };
    if (rule->similarity <= 0)
        return;
    gather(&search);
    build_index(&search);
    size_t threads = spread_threads(&context->spread);
    search.bests = arena_alloc_array(scratch, search.count, sizeof *search.bests);
    search.asked_by = arena_alloc_array(scratch, search.count * threads, sizeof *search.asked_by);
    spread_run(&context->spread, search.count, TEXTS_AT_ONCE, look, &search);
    report_bests(&search);
}
