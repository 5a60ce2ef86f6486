/* The keys of a post: one row of the table for each, with the reader of its value. */
#include "content/fields.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "content/media.h"
#include "content/post_form.h"
#include "lib/slug.h"
#include "lib/value.h"
#include "lib/yaml.h"

/* One value on its way into the fields. `text` is the member of keys that are one text. */
struct key_reading {
    const struct fields_reading *from;
    struct post_fields *out;
    const char **text;
    const char *name;
    const struct yaml_node *node;
};

static int read_line(const struct key_reading *key)
{
    return value_line(key->text, key->from->reading, key->name, key->node);
}

static int read_text(const struct key_reading *key)
{
    return value_text(key->text, key->from->reading, key->name, key->node);
}

static int read_slug(const struct key_reading *key)
{
    return value_slug(key->text, key->from->reading, key->name, key->node);
}

static int read_slug_path(const struct key_reading *key)
{
    return value_slug_path(key->text, key->from->reading, key->name, key->node);
}

static int read_language(const struct key_reading *key)
{
    return value_language(key->text, key->from->reading, key->name, key->node);
}

static int read_date(const struct key_reading *key)
{
    return value_moment(&key->out->date, key->from->reading, key->name, key->node);
}

static int read_expires(const struct key_reading *key)
{
    return value_moment(&key->out->expires, key->from->reading, key->name, key->node);
}

static int read_max_late(const struct key_reading *key)
{
    return value_duration(&key->out->max_late_s, key->from->reading, key->name, key->node);
}

static int read_priority(const struct key_reading *key)
{
    int64_t priority;
    if (value_number(&priority, key->from->reading, key->name, key->node, -POST_MAX_PRIORITY,
                     POST_MAX_PRIORITY) != 0)
        return -1;
    key->out->priority = (int)priority;
    return 0;
}

static int read_draft(const struct key_reading *key)
{
    return value_bool(&key->out->is_draft, key->from->reading, key->name, key->node);
}

/* A list with faults still names whom it names, so that the rest of the post can be judged; one
 * without anything right is no list. */
static int keep_what_is_right(const struct names *names, int status)
{
    return names->count ? 0 : status;
}

static int read_accounts(const struct key_reading *key)
{
    struct names *out = &key->out->accounts;
    return keep_what_is_right(out, value_names(out, key->from->reading, key->name, key->node));
}

static int read_except(const struct key_reading *key)
{
    struct names *out = &key->out->except;
    return keep_what_is_right(out, value_names(out, key->from->reading, key->name, key->node));
}

static int read_tags(const struct key_reading *key)
{
    struct names *out = &key->out->tags;
    return keep_what_is_right(out, value_tags(out, key->from->reading, key->name, key->node));
}

static int read_requires(const struct key_reading *key)
{
    return value_slugs(&key->out->requires, key->from->reading, key->name, key->node);
}

static int read_sensitive(const struct key_reading *key)
{
    return value_bool_or_text(&key->out->is_sensitive, &key->out->warning, key->from->reading,
                              key->name, key->node);
}

static int read_sponsored(const struct key_reading *key)
{
    return value_bool_or_text(&key->out->is_sponsored, &key->out->sponsor, key->from->reading,
                              key->name, key->node);
}

static int read_visibility(const struct key_reading *key)
{
    static const enum visibility visibilities[] = { VISIBILITY_PUBLIC, VISIBILITY_UNLISTED,
                                                    VISIBILITY_FOLLOWERS };
    size_t word;
    if (value_word(&word, key->from->reading, key->name, key->node, POST_VISIBILITIES) != 0)
        return -1;
    key->out->visibility = visibilities[word];
    return 0;
}

/* `true` is no reason, nor is `sí`. */
static int read_urgent(const struct key_reading *key)
{
    if (value_means_bool(key->node))
        return reading_complain(key->from->reading, "value", key->node->where,
                                _("'%s' says why, in a few words, so that others understand it "
                                  "later"),
                                key->name);
    return read_line(key);
}

/* `2026/11/otono/blog`: a post of ours, and the account. */
static bool is_delivery(const char *text) { return strchr(text, '/') && slug_path_is_valid(text); }

static int complain_of_reference(const struct key_reading *key, const char *problem)
{
    struct reading *reading = key->from->reading;
    const char *text = key->node->text;
    if (strstr(text, ":"))
        return value_complain_of_url(reading, key->name, key->node, problem);
    reading_complain(reading, "value", key->node->where,
                     _("'%s' is an address that begins with https://, or a post and an account as "
                       "in `2026/11/otono/blog`, not '%s'"),
                     key->name, reading_excerpt(reading, text));
    const char *meant = arena_printf(reading->arena, "https://%s", text);
    if (strchr(text, '.') && !value_url_problem(meant))
        reading_suggest(reading, meant);
    return -1;
}

/* An address, or a delivery of ours; whether that exists is for the checks across posts. */
static int read_reference(const struct key_reading *key)
{
    if (value_line(key->text, key->from->reading, key->name, key->node) != 0)
        return -1;
    const char *text = *key->text;
    const char *problem = is_delivery(text) ? NULL : value_url_problem(text);
    if (!problem)
        return 0;
    *key->text = NULL;
    return complain_of_reference(key, problem);
}

static int read_link(const struct key_reading *key)
{
    if (key->node->kind == YAML_SCALAR && text_equal(key->node->text, "blog")) {
        *key->text = key->node->text;
        return 0;
    }
    return read_reference(key);
}

static int read_image(const struct key_reading *key)
{
    const char *text;
    if (value_line(&text, key->from->reading, key->name, key->node) != 0)
        return -1;
    if (strstr(text, "://")) {
        const char *problem = value_url_problem(text);
        if (problem)
            return complain_of_reference(key, problem);
    } else if (!media_find(key->from, key->name, key->node)) {
        return -1;
    }
    *key->text = text;
    return 0;
}

static int read_media(const struct key_reading *key)
{
    media_read(&key->out->media, &key->out->media_count, key->from, key->node);
    return 0;
}

/* ---- poll ---- */

static int read_poll_options(struct poll *out, struct reading *reading,
                             const struct yaml_node *node)
{
    enum { FEWEST = 2, MOST = 20 }; /* no network takes more than 12 (2026-08) */
    if (value_names(&out->options, reading, "options", node) != 0)
        return -1;
    if (out->options.count < FEWEST || out->options.count > MOST)
        return reading_complain(reading, "value", node->where,
                                _("a poll has from %d to %d options"), FEWEST, MOST);
    for (size_t i = 0; i < out->options.count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (text_equal(out->options.items[i].text, out->options.items[j].text))
                return reading_complain(reading, "value", out->options.items[i].where,
                                        _("the option '%s' stands twice"),
                                        reading_excerpt(reading, out->options.items[i].text));
        }
    }
    return 0;
}

static int read_poll_end(struct poll *out, struct reading *reading, const struct yaml_node *node)
{
    if (value_duration(&out->for_s, reading, "for", node) != 0)
        return -1;
    if (out->for_s == 0)
        return reading_complain(reading, "value", node->where,
                                _("a poll lasts for a time, such as `24h`"));
    return 0;
}

static int read_poll(const struct key_reading *key)
{
    enum { DAY_S = 24 * 60 * 60 };
    struct reading *reading = key->from->reading;
    struct poll poll = { .for_s = DAY_S };
    int status = 0;
    if (value_map(reading, key->name, key->node) != 0)
        return -1;
    for (const struct yaml_node *entry = key->node->first; entry; entry = entry->next) {
        if (text_equal(entry->key, "options"))
            status |= read_poll_options(&poll, reading, entry);
        else if (text_equal(entry->key, "multiple"))
            status |= value_bool(&poll.is_multiple, reading, "multiple", entry);
        else if (text_equal(entry->key, "for"))
            status |= read_poll_end(&poll, reading, entry);
        else if (!reading_is_own_key(entry->key))
            form_unknown_key(reading, post_poll_form.inside, entry);
    }
    if (!yaml_get(key->node, "options"))
        status = reading_complain(reading, "missing-key", key->node->key_where,
                                  _("'%s' is missing in '%s'"), "options", key->name);
    if (status == 0)
        key->out->poll = poll;
    return status;
}

/* ---- The table ---- */

/* Read with the layers, by post.c. */
static int read_overrides(const struct key_reading *key)
{
    return value_map(key->from->reading, key->name, key->node);
}

#define TEXT(member) offsetof(struct post_fields, member)

static const struct key_row {
    int (*read)(const struct key_reading *key);
    size_t text;       /* of keys that are one text */
    bool is_base_only; /* stands at the top of a post alone */
} rows[POST_KEY_COUNT] = {
    [POST_ID] = { read_slug_path, TEXT(id), true },
    [POST_TITLE] = { read_line, TEXT(title), false },
    [POST_SLUG] = { read_slug, TEXT(slug), false },
    [POST_DESCRIPTION] = { read_text, TEXT(description), false },
    [POST_AUTHOR] = { read_line, TEXT(author), false },
    [POST_IMAGE] = { read_image, TEXT(image), false },
    [POST_DATE] = { read_date, 0, false },
    [POST_QUEUE] = { read_line, TEXT(queue), false },
    [POST_PRIORITY] = { read_priority, 0, false },
    [POST_DRAFT] = { read_draft, 0, false },
    [POST_EXPIRES] = { read_expires, 0, false },
    [POST_MAX_LATE] = { read_max_late, 0, false },
    [POST_ACCOUNTS] = { read_accounts, 0, true },
    [POST_EXCEPT] = { read_except, 0, true },
    [POST_CAMPAIGN] = { read_line, TEXT(campaign), false },
    [POST_AUDIENCE] = { read_line, TEXT(audience), false },
    [POST_PILLAR] = { read_line, TEXT(pillar), false },
    [POST_LANGUAGE] = { read_language, TEXT(language), false },
    [POST_TAGS] = { read_tags, 0, false },
    [POST_LINK] = { read_link, TEXT(link), false },
    [POST_MEDIA] = { read_media, 0, false },
    [POST_SENSITIVE] = { read_sensitive, 0, false },
    [POST_VISIBILITY] = { read_visibility, 0, false },
    [POST_REPLY_TO] = { read_reference, TEXT(reply_to), false },
    [POST_QUOTE] = { read_reference, TEXT(quote), false },
    [POST_REPOST] = { read_reference, TEXT(repost), false },
    [POST_REPEATS] = { read_slug_path, TEXT(repeats), false },
    [POST_POLL] = { read_poll, 0, false },
    [POST_FIRST_COMMENT] = { read_text, TEXT(first_comment), false },
    [POST_SPONSORED] = { read_sponsored, 0, false },
    [POST_URGENT] = { read_urgent, TEXT(urgent), false },
    [POST_OWNER] = { read_line, TEXT(owner), false },
    [POST_REQUIRES] = { read_requires, 0, false },
    [POST_NOTES] = { read_text, TEXT(notes), false },
    [POST_OVERRIDES] = { read_overrides, 0, true },
};

static void unknown_key(const struct fields_reading *from, const struct yaml_node *entry)
{
    const char *names[POST_KEY_COUNT];
    for (enum post_key key = 0; key < POST_KEY_COUNT; key++)
        names[key] = post_key_name(key);
    reading_unknown_key(from->reading, entry, names, POST_KEY_COUNT);
}

/* `title:` left empty at the top of a post, as templates leave it. */
static void complain_of_empty(const struct fields_reading *from, const struct yaml_node *entry)
{
    struct reading *reading = from->reading;
    reading_complain(reading, "value", entry->key_where,
                     _("'%s' has no value: write one, or take the line out"), entry->key);
    const char *end =
        memchr(reading->text + entry->end_byte, '\n', reading->bytes - entry->end_byte);
    if (entry->key_where.column == 1 && end)
        reading_mend(reading, entry->key_start_byte, (size_t)(end - reading->text) + 1, "");
}

static void read_entry(struct post_fields *out, const struct fields_reading *from,
                       enum post_key key, const struct yaml_node *entry)
{
    const struct key_row *row = &rows[key];
    struct key_reading reading = {
        .from = from,
        .out = out,
        .text = (const char **)(void *)((char *)out + row->text),
        .name = entry->key,
        .node = entry,
    };
    if (from->is_layer && row->is_base_only) {
        reading_complain(from->reading, "value", entry->key_where,
                         _("'%s' holds for the whole post: it stands at the top of its own file"),
                         entry->key);
        return;
    }
    out->key_where[key] = entry->key_where;
    bool is_null = yaml_is_null(entry);
    if (is_null && !from->is_layer && !entry->comment) {
        complain_of_empty(from, entry);
        return;
    }
    if (is_null && from->is_layer)
        out->taken |= UINT64_C(1) << key;
    else if (row->read(&reading) != 0)
        return;
    out->set |= UINT64_C(1) << key;
    out->where[key] = entry->where;
}

bool post_key_is_for_layers(enum post_key key) { return !rows[key].is_base_only; }

void fields_read(struct post_fields *out, const struct fields_reading *from,
                 const struct yaml_node *map)
{
    out->path = from->reading->path;
    out->date_utc = out->expires_utc = NO_TIME;
    for (const struct yaml_node *entry = map ? map->first : NULL; entry; entry = entry->next) {
        int key = post_key_find(entry->key);
        if (key >= 0)
            read_entry(out, from, (enum post_key)key, entry);
        else if (from->takes_options && !reading_is_own_key(entry->key))
            out->options = map;
        else if (!reading_is_own_key(entry->key))
            unknown_key(from, entry);
    }
}

void post_paths_add(struct post_paths *paths, struct arena *arena, const char *path)
{
    paths->items =
        list_grow(arena, paths->items, paths->count, &paths->capacity, sizeof *paths->items);
    paths->items[paths->count++] = path;
}
