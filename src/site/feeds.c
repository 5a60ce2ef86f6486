/* Feeds of what went out, for whoever follows along: Atom (RFC 4287), JSON Feed 1.1, iCalendar. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/digest.h"
#include "lib/html_put.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/record.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "site/page.h"

enum { ENTRIES = 50 };

struct entry {
    const struct site_post *post;
    const struct delivery *first; /* that went out, in the plan's order */
    int64_t sent_utc;             /* the last */
};

static int newest_first(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    if (a->sent_utc != b->sent_utc)
        return a->sent_utc > b->sent_utc ? -1 : 1;
    return strcmp(a->post->id, b->post->id);
}

static size_t find_entries(struct entry **out, struct arena *scratch, const struct site *site)
{
    struct entry *entries = arena_alloc_array(scratch, site->post_count, sizeof *entries);
    size_t count = 0;
    for (size_t i = 0; i < site->plan->count; i++) {
        const struct delivery *delivery = &site->plan->items[i];
        if (delivery->state != DELIVERY_SENT || !delivery->record ||
            !site->posts[delivery->post_index].id)
            continue;
        struct entry *entry = &entries[delivery->post_index];
        entry->post = &site->posts[delivery->post_index];
        if (!entry->first)
            entry->first = delivery;
        if (delivery->record->sent_utc > entry->sent_utc)
            entry->sent_utc = delivery->record->sent_utc;
    }
    for (size_t i = 0; i < site->post_count; i++)
        if (entries[i].post)
            entries[count++] = entries[i];
    list_sort(entries, count, sizeof *entries, newest_first);
    *out = entries;
    return count < ENTRIES ? count : ENTRIES;
}

/* A name for a thing that has no address: the same whenever it is made (a UUID of version 8). */
static const char *urn_of(struct arena *arena, const struct site *site, const char *id)
{
    struct digest digest = { 0 };
    digest_add_text(&digest, site->workspace->brand.name);
    digest_add_text(&digest, id);
    return arena_printf(arena, "urn:uuid:%08x-%04x-8%03x-%04x-%012llx",
                        (unsigned)(digest.high >> 32), (unsigned)(digest.high >> 16) & 0xFFFF,
                        (unsigned)digest.high & 0xFFF,
                        0x8000U | ((unsigned)(digest.low >> 48) & 0x3FFF),
                        (unsigned long long)(digest.low & 0xFFFFFFFFFFFFULL));
}

/* With a slash at the end; "" where it is not known, so that a path behind it is one beside ours.
 */
static const char *site_url(struct arena *arena, const struct site *site)
{
    const char *url = site->workspace->brand.site_url;
    if (!url)
        return "";
    return url[strlen(url) - 1] == '/' ? url : arena_printf(arena, "%s/", url);
}

/* Of the post's page where it is known where the site stands, else of what went out; or NULL. */
static const char *address_of(struct arena *arena, const struct site *site,
                              const struct entry *entry)
{
    const char *url = site_url(arena, site);
    const struct record *record = entry->first->record;
    if (*url) {
        const struct page page = { .site = site, .arena = arena, .up = url };
        return page_post_address(&page, entry->post->id);
    }
    for (size_t i = 0; i < record->part_count; i++)
        if (page_may_link(record->parts[i].url))
            return record->parts[i].url;
    return NULL;
}

static void draw_atom(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    struct entry *entries;
    size_t count = find_entries(&entries, page->arena, site);
    html_put(&page->out,
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
             "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%t\">\n<title>%t</title>\n"
             "<id>%t</id>\n<updated>%t</updated>\n<author><name>%t</name></author>\n",
             site->language, site->workspace->brand.name, urn_of(page->arena, site, ""),
             moment_format_utc(page->arena, count ? entries[0].sent_utc : 0),
             site->workspace->brand.name);
    const char *url = site_url(page->arena, site);
    html_put(&page->out,
             "<link rel=\"self\" href=\"%uatom.xml\"/>\n"
             "<link rel=\"alternate\" href=\"%uindex.html\"/>\n",
             url, url);
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &entries[i];
        const char *address = address_of(page->arena, site, entry);
        html_put(&page->out,
                 "<entry>\n<title>%t</title>\n<id>%t</id>\n<updated>%t</updated>\n"
                 "<content type=\"text\">%t</content>\n",
                 entry->post->title, urn_of(page->arena, site, entry->post->id),
                 moment_format_utc(page->arena, entry->sent_utc), entry->post->text);
        if (address)
            html_put(&page->out, "<link rel=\"alternate\" href=\"%u\"/>\n", address);
        text_puts(&page->out, "</entry>\n");
    }
    text_puts(&page->out, "</feed>\n");
}

static void draw_json(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    struct entry *entries;
    size_t count = find_entries(&entries, page->arena, site);
    const char *url = site_url(page->arena, site);
    struct json_writer json = json_writer_to(&page->out, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_string(&json, "version", "https://jsonfeed.org/version/1.1");
    json_put_string(&json, "title", site->workspace->brand.name);
    json_put_string(&json, "language", site->language);
    if (*url) {
        json_put_string(&json, "home_page_url", url);
        json_put_string(&json, "feed_url", arena_printf(page->arena, "%sfeed.json", url));
    }
    json_begin_array(&json, "items");
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &entries[i];
        const char *address = address_of(page->arena, site, entry);
        json_begin_object(&json, NULL);
        json_put_string(&json, "id", urn_of(page->arena, site, entry->post->id));
        if (address)
            json_put_string(&json, "url", address);
        json_put_string(&json, "title", entry->post->title);
        json_put_string(&json, "content_text", entry->post->text);
        json_put_string(&json, "date_published", moment_format_utc(page->arena, entry->sent_utc));
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    text_putc(&page->out, '\n');
}

/* Said at the beginning of today, so that two builds of one day are the same. */
static void draw_calendar(struct page *page, const struct site_file *file)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const struct site *site = page->site;
    struct site_events events = site_events_begin(&page->out, page->arena, site->workspace);
    for (size_t i = 0; i < site->plan->count; i++) {
        if (site->plan->items[i].due_utc != NO_TIME)
            site_events_put(&events, &scratch, &site->plan->items[i], file->number);
        arena_reset(&scratch);
    }
    site_events_end(&events);
}

static struct digest inputs_of_calendar(const struct site *site, int64_t stamp_utc)
{
    struct digest inputs = page_inputs(site);
    if (!digest_is_known(inputs))
        return inputs;
    digest_add_number(&inputs, stamp_utc);
    digest_add(&inputs, site->of_deliveries, site->plan->count * sizeof *site->of_deliveries);
    return inputs;
}

void site_feeds(struct site *site)
{
    enum { DAY_S = 24 * 60 * 60 };
    int64_t stamp_utc = site->now_utc - site->now_utc % DAY_S;
    const struct site_file files[] = {
        { .path = "atom.xml", .draw = draw_atom, .inputs = site->everything },
        { .path = "feed.json", .draw = draw_json, .inputs = site->everything },
        { .path = "calendar.ics",
          .draw = draw_calendar,
          .number = stamp_utc,
          .inputs = inputs_of_calendar(site, stamp_utc) },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        site_add(site, &files[i]);
}
