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
#include "check/check.h"
#include "check/timetable.h"
#include "lib/date_words.h"
#include "lib/similarity.h"
#include "model/account_set.h"
#include "model/moment.h"
#include "model/workspace.h"

enum {
    MOST_PLACES = 1 << 22,
    MOST_RARE = 256,      /* of a text's pairs that are looked up */
    MOST_CANDIDATES = 64, /* that are compared with one text: more are a machine's texts */
    MOST_STEPS = 512,     /* through texts that share a pair */
};

/* A text with the times between which it goes out. */
struct candidate {
    const struct post_summary *post;
    const struct post_text *text;
    int64_t first_utc, last_utc;
    bool is_over;      /* on all its accounts */
    bool is_draft;     /* there, too */
    uint32_t asked_by; /* the place of the last that was held against it, from 1 */
};

/* A text before it with the same pair. */
struct link {
    uint32_t candidate;
    uint32_t next; /* 0: none */
};

/* By the last bits of a pair's hash. Pairs that share a place pass for one: it seems less rare, and
 * some texts are compared for nothing. */
struct index {
    uint32_t *texts; /* how many have the pair */
    uint32_t *last;  /* the last link of those that have it among their rarest; 0: none */
    size_t mask;
    struct link *links; /* the first is nobody's */
    size_t link_count, link_capacity;
};

struct search {
    const struct timetable *table;
    struct arena *scratch;
    struct findings *findings;
    struct candidate *candidates;
    size_t count;
    struct index index;
    int64_t within_s;
    int percent;
};

static int by_time(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->first_utc != b->first_utc)
        return a->first_utc < b->first_utc ? -1 : 1;
    return strcmp(a->post->path, b->post->path);
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
            struct candidate candidate = { .post = &table->posts[i],
                                           .text = &table->posts[i].times.texts[j] };
            if (candidate.text->shingles.count == 0 || !find_times(search, &candidate))
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

static void count_pairs(struct search *search)
{
    struct index *index = &search->index;
    size_t total = 0;
    size_t room = 1024;
    for (size_t i = 0; i < search->count; i++)
        total += search->candidates[i].text->shingles.count;
    while (room < total && room < MOST_PLACES)
        room *= 2;
    index->texts = arena_alloc_array(search->scratch, room, sizeof *index->texts);
    index->last = arena_alloc_array(search->scratch, room, sizeof *index->last);
    index->mask = room - 1;
    index->link_count = 1;
    for (size_t i = 0; i < search->count; i++) {
        const struct shingles *shingles = &search->candidates[i].text->shingles;
        for (size_t j = 0; j < shingles->count; j++)
            index->texts[shingles->items[j] & index->mask]++;
    }
}

/* A pair's place, and how rare it is, in an order that is the same for all texts. */
static uint64_t rank_of(const struct index *index, uint32_t pair)
{
    uint32_t place = pair & (uint32_t)index->mask;
    return (uint64_t)index->texts[place] << 32 | place;
}

/* The places of the rarest pairs of a text, the rarest first, as many as every text that is alike
 * shares one of. */
static size_t find_rarest(const struct search *search, const struct shingles *shingles,
                          uint32_t rarest[MOST_RARE])
{
    uint64_t ranks[MOST_RARE];
    size_t wanted = shingles_prefix(shingles->count, search->percent);
    size_t count = 0;
    if (wanted > MOST_RARE)
        wanted = MOST_RARE;
    for (size_t i = 0; i < shingles->count; i++) {
        uint64_t rank = rank_of(&search->index, shingles->items[i]);
        if (count == wanted && rank >= ranks[count - 1])
            continue;
        size_t at = count < wanted ? count++ : count - 1;
        for (; at > 0 && rank < ranks[at - 1]; at--)
            ranks[at] = ranks[at - 1];
        ranks[at] = rank;
    }
    for (size_t i = 0; i < count; i++)
        rarest[i] = (uint32_t)ranks[i];
    return count;
}

static void remember(struct search *search, uint32_t place, size_t candidate)
{
    struct index *index = &search->index;
    index->links = list_grow(search->scratch, index->links, index->link_count,
                             &index->link_capacity, sizeof *index->links);
    index->links[index->link_count] =
        (struct link){ .candidate = (uint32_t)candidate, .next = index->last[place] };
    index->last[place] = (uint32_t)index->link_count++;
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

static bool shares_account(const struct search *search, const struct candidate *a,
                           const struct candidate *b)
{
    size_t words = account_set_words(search->table->context->workspace->account_count);
    for (size_t i = 0; i < words; i++)
        if (a->text->accounts[i] & b->text->accounts[i])
            return true;
    return false;
}

/* Whether the two can be alike at all, and matter to each other. Asked once for each pair. */
static bool is_candidate(const struct search *search, const struct candidate *own,
                         struct candidate *other)
{
    size_t a = own->text->shingles.count;
    size_t b = other->text->shingles.count;
    size_t percent = (size_t)search->percent;
    uint32_t asker = (uint32_t)(own - search->candidates) + 1;
    if (other->asked_by == asker)
        return false;
    other->asked_by = asker;
    /* Were all of the smaller in the larger, that would still be too little. */
    return 200 * (a < b ? a : b) >= percent * (a + b) && other->post != own->post &&
           !(other->is_over && own->is_over) && shares_account(search, own, other);
}

/* The one before it that is most like it, and of several the last, among as many as can be looked
 * at: those that share the rarest pairs, the last ones first. A draft hides nothing that goes out:
 * there is a best of each. */
static void look(const struct search *search, const struct candidate *own, const uint32_t *rarest,
                 size_t rarest_count)
{
    const struct post_summary *origin = timetable_series(search->table, own->post);
    struct best {
        const struct candidate *candidate;
        int alike;
    } bests[2] = { 0 };
    const struct best *sent = &bests[false];
    int steps = 0;
    int compared = 0;
    for (size_t i = 0; i < rarest_count && sent->alike < 100; i++) {
        for (uint32_t at = search->index.last[rarest[i]];
             at && steps < MOST_STEPS && compared < MOST_CANDIDATES && sent->alike < 100;
             at = search->index.links[at].next) {
            struct candidate *other = &search->candidates[search->index.links[at].candidate];
            if (other->last_utc < own->first_utc - search->within_s)
                break;
            steps++;
            if (!is_candidate(search, own, other))
                continue;
            compared++;
            int alike = shingles_alike(&own->text->shingles, &other->text->shingles);
            struct best *best = &bests[other->is_draft];
            if (alike < search->percent || alike < best->alike ||
                (alike == best->alike && best->candidate && other < best->candidate) ||
                timetable_series(search->table, other->post) == origin ||
                !report_accounts(search, other, own, 0))
                continue;
            *best = (struct best){ other, alike };
        }
    }
    for (size_t i = 0; i < sizeof bests / sizeof *bests; i++)
        if (bests[i].candidate)
            (void)report_accounts(search, bests[i].candidate, own, bests[i].alike);
}

void check_alike(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct repeat_rule *rule = &table->context->workspace->calendar.repeat;
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
    count_pairs(&search);
    for (size_t i = 0; i < search.count; i++) {
        uint32_t rarest[MOST_RARE];
        size_t count = find_rarest(&search, &search.candidates[i].text->shingles, rarest);
        look(&search, &search.candidates[i], rarest, count);
        for (size_t j = 0; j < count; j++)
            remember(&search, rarest[j], i);
    }
}
