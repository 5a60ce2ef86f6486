/* Of what the pages are drawn from, as digests: a page whose inputs are as they were is not drawn
 * again. Whoever shows more on a page adds it here. A page of which too much is taken for an input
 * is drawn for nothing; of which too little is, would be stale. */
#include "site/inputs.h"

#include "base/arena.h"
#include "base/text.h"
#include "lib/forge.h"
#include "model/account.h"
#include "model/calendar.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/moment.h"
#include "model/post.h"
#include "model/record.h"
#include "plan/free_slots.h"
#include "plan/plan.h"
#include "site/page.h"

enum { DAY_S = 24 * 60 * 60 };

struct digest page_inputs(const struct site *site) { return site->of_all_pages; }

static struct digest of_all_pages(const struct site *site)
{
    struct digest inputs = site->rules;
    digest_add_text(&inputs, site->language);
    digest_add_number(&inputs, site->is_served);
    digest_add_number(&inputs, site->forge ? (int64_t)site->forge->kind : -1);
    digest_add_text(&inputs, site->forge ? site->forge->web : NULL);
    digest_add_text(&inputs, site->branch);
    digest_add_text(&inputs, site->below);
    return inputs;
}

void page_inputs_add(struct digest *inputs, const struct site *site,
                     const struct delivery *delivery)
{
    const struct digest *own = &site->of_deliveries[delivery - site->plan->items];
    digest_add(inputs, own, sizeof *own);
}

static void add_record(struct digest *inputs, const struct record *record)
{
    digest_add_number(inputs, record ? (int64_t)record->state : -1);
    if (!record)
        return;
    digest_add_number(inputs, record->sent_utc);
    digest_add_text(inputs, record->lookup);
    digest_add_text(inputs, record->remedy);
    for (size_t i = 0; i < record->part_count; i++) {
        digest_add_number(inputs, record->parts[i].state);
        digest_add_text(inputs, record->parts[i].url);
    }
}

static struct digest of_delivery(const struct site *site, const struct delivery *delivery)
{
    struct digest inputs = { 0 };
    digest_add_text(&inputs, delivery->post);
    digest_add_text(&inputs, delivery->path);
    digest_add_text(&inputs, delivery->title);
    digest_add_text(&inputs, delivery->account->id);
    digest_add_number(&inputs, delivery->state);
    digest_add_number(&inputs, delivery->due_utc);
    digest_add_number(&inputs, delivery->due_offset_s);
    digest_add_number(&inputs, delivery->is_tentative);
    digest_add_text(&inputs, delivery->queue);
    digest_add_text(&inputs, delivery->campaign);
    digest_add_text(&inputs, delivery->why);
    digest_add_text(&inputs, site->posts[delivery->post_index].pillar);
    add_record(&inputs, delivery->record);
    return inputs;
}

static void add_post(struct digest *inputs, const struct site_post *post)
{
    digest_add_text(inputs, post->id);
    digest_add_text(inputs, post->path);
    digest_add_text(inputs, post->title);
    digest_add_text(inputs, post->campaign);
    digest_add_text(inputs, post->pillar);
    digest_add_number(inputs, (int64_t)post->tags.count);
    for (size_t i = 0; i < post->tags.count; i++)
        digest_add_text(inputs, post->tags.items[i].text);
    digest_add_text(inputs, post->text);
    digest_add_number(inputs, post->is_draft);
    digest_add_number(inputs, post->has_secret);
}

static void add_finding(struct digest *inputs, const struct finding *finding)
{
    digest_add_text(inputs, finding->path);
    digest_add_number(inputs, finding->where.line);
    digest_add_number(inputs, finding->severity);
    digest_add_text(inputs, finding->rule);
    digest_add_text(inputs, finding->message);
    digest_add_number(inputs, (int64_t)finding->suggestion_count);
    for (size_t i = 0; i < finding->suggestion_count; i++)
        digest_add_text(inputs, finding->suggestions[i]);
}

static struct digest of_everything(const struct site *site)
{
    struct digest inputs = site->of_posts;
    const struct plan *plan = site->plan;
    digest_add_number(&inputs, site->days.today);
    digest_add_text(&inputs, site->ledger);
    digest_add_number(&inputs, (int64_t)plan->count);
    digest_add(&inputs, site->of_deliveries, plan->count * sizeof *site->of_deliveries);
    for (size_t i = 0; i < site->slot_count; i++) {
        digest_add_text(&inputs, site->slots[i].queue->id);
        digest_add_number(&inputs, site->slots[i].due_utc);
        digest_add_number(&inputs, site->slots[i].offset_s);
    }
    for (size_t i = 0; i < site->findings->count; i++)
        add_finding(&inputs, &site->findings->items[i]);
    return inputs;
}

void inputs_note(struct site *site)
{
    const struct plan *plan = site->plan;
    if (!digest_is_known(site->rules))
        return;
    struct digest *of_deliveries =
        arena_alloc_array(site->arena, plan->count + 1, sizeof *of_deliveries);
    for (size_t i = 0; i < plan->count; i++)
        of_deliveries[i] = of_delivery(site, &plan->items[i]);
    site->of_deliveries = of_deliveries;
    site->of_all_pages = of_all_pages(site);
    site->of_posts = site->of_all_pages;
    for (size_t i = 0; i < site->post_count; i++)
        if (site->posts[i].id)
            add_post(&site->of_posts, &site->posts[i]);
    site->everything = of_everything(site);
}

/* --- the page of a post --- */

static void add_changes(struct digest *inputs, const struct site *site,
                        const struct site_post *post)
{
    const struct site_change *changes;
    size_t count = site_changes_of(&changes, site, post);
    for (size_t i = 0; i < count; i++) {
        digest_add_text(inputs, changes[i].id);
        digest_add_text(inputs, changes[i].path);
    }
}

struct digest site_post_inputs(const struct site *site, size_t index,
                               const struct delivery *const *deliveries, size_t count)
{
    const struct site_post *post = &site->posts[index];
    const struct digest *own = site->digests ? &site->digests[index] : NULL;
    struct digest inputs = page_inputs(site);
    if (!digest_is_known(inputs) || !own || !digest_is_known(*own))
        return (struct digest){ 0 };
    digest_add(&inputs, own, sizeof *own);
    digest_add_number(&inputs, post->has_secret);
    for (size_t i = 0; i < count; i++) {
        page_inputs_add(&inputs, site, deliveries[i]);
        /* What is sent of it bears today's date, as it has none. */
        if (deliveries[i]->date_utc == NO_TIME)
            digest_add_number(&inputs, site->now_utc / DAY_S);
    }
    for (size_t i = 0; i < post->source_count; i++) {
        const struct finding *findings;
        size_t found = findings_in_file(&findings, site->findings, post->sources[i].path);
        for (size_t j = 0; j < found; j++)
            add_finding(&inputs, &findings[j]);
    }
    add_changes(&inputs, site, post);
    return inputs;
}
