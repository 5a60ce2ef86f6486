/* Posts: the names of their keys, and the layers laid over each other for one account. */
#include "model/post.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/account_set.h"
#include "model/workspace.h"

/* A key's name, and the members of struct post_fields that hold its value: from `first` to `last`.
 */
struct key {
    const char *name;
    size_t offset, bytes;
};

#define MEMBERS(first, last)                                                                       \
    offsetof(struct post_fields, first), offsetof(struct post_fields, last) +                      \
                                             sizeof(((struct post_fields *)0)->last) -             \
                                             offsetof(struct post_fields, first)
#define MEMBER(name) MEMBERS(name, name)

static const struct key keys[POST_KEY_COUNT] = {
    [POST_ID] = { "id", MEMBER(id) },
    [POST_TITLE] = { "title", MEMBER(title) },
    [POST_SLUG] = { "slug", MEMBER(slug) },
    [POST_DESCRIPTION] = { "description", MEMBER(description) },
    [POST_AUTHOR] = { "author", MEMBER(author) },
    [POST_IMAGE] = { "image", MEMBER(image) },
    [POST_DATE] = { "date", MEMBERS(date, date_by_zone) },
    [POST_QUEUE] = { "queue", MEMBER(queue) },
    [POST_PRIORITY] = { "priority", MEMBER(priority) },
    [POST_DRAFT] = { "draft", MEMBER(is_draft) },
    [POST_EXPIRES] = { "expires", MEMBERS(expires, expires_by_zone) },
    [POST_MAX_LATE] = { "max-late", MEMBER(max_late_s) },
    [POST_ACCOUNTS] = { "accounts", MEMBER(accounts) },
    [POST_EXCEPT] = { "except", MEMBER(except) },
    [POST_CAMPAIGN] = { "campaign", MEMBER(campaign) },
    [POST_AUDIENCE] = { "audience", MEMBER(audience) },
    [POST_PILLAR] = { "pillar", MEMBER(pillar) },
    [POST_LANGUAGE] = { "language", MEMBER(language) },
    [POST_TAGS] = { "tags", MEMBER(tags) },
    [POST_LINK] = { "link", MEMBER(link) },
    [POST_MEDIA] = { "media", MEMBERS(media, media_count) },
    [POST_SENSITIVE] = { "sensitive", MEMBERS(is_sensitive, warning) },
    [POST_VISIBILITY] = { "visibility", MEMBER(visibility) },
    [POST_REPLY_TO] = { "reply-to", MEMBER(reply_to) },
    [POST_QUOTE] = { "quote", MEMBER(quote) },
    [POST_REPOST] = { "repost", MEMBER(repost) },
    [POST_REPEATS] = { "repeats", MEMBER(repeats) },
    [POST_POLL] = { "poll", MEMBER(poll) },
    [POST_FIRST_COMMENT] = { "first-comment", MEMBER(first_comment) },
    [POST_SPONSORED] = { "sponsored", MEMBERS(is_sponsored, sponsor) },
    [POST_URGENT] = { "urgent", MEMBER(urgent) },
    [POST_OWNER] = { "owner", MEMBER(owner) },
    [POST_REQUIRES] = { "requires", MEMBER(requires) },
    [POST_NOTES] = { "notes", MEMBER(notes) },
    [POST_OVERRIDES] = { "overrides", 0, 0 },
};

const char *post_key_name(enum post_key key) { return keys[key].name; }

int post_key_find(const char *name)
{
    for (int key = 0; key < POST_KEY_COUNT; key++) {
        if (keys[key].name[0] == name[0] && strcmp(keys[key].name, name) == 0)
            return key;
    }
    return -1;
}

static uint64_t bit(enum post_key key) { return UINT64_C(1) << key; }

static void take_away(struct account_post *out, enum post_key key)
{
    memset((char *)&out->fields + keys[key].offset, 0, keys[key].bytes);
    if (key == POST_DATE)
        out->fields.date_utc = NO_TIME;
    if (key == POST_EXPIRES)
        out->fields.expires_utc = NO_TIME;
    out->fields.set &= ~bit(key);
    out->field_path[key] = NULL;
}

static void lay_over(struct account_post *out, const struct post_fields *layer)
{
    for (enum post_key key = 0; key < POST_KEY_COUNT; key++) {
        if (!post_has(layer, key))
            continue;
        if (layer->taken & bit(key)) {
            take_away(out, key);
            continue;
        }
        memcpy((char *)&out->fields + keys[key].offset, (const char *)layer + keys[key].offset,
               keys[key].bytes);
        out->fields.where[key] = layer->where[key];
        out->fields.key_where[key] = layer->key_where[key];
        out->fields.set |= bit(key);
        out->field_path[key] = layer->path;
    }
    if (layer->options)
        out->fields.options = layer->options;
    /* A layer that says when, by a time or by a queue, replaces the other way, too. */
    bool has_time = post_has(layer, POST_DATE) &&
                    (layer->date.kind == MOMENT_LOCAL || layer->date.kind == MOMENT_INSTANT);
    if (has_time && !post_has(layer, POST_QUEUE))
        take_away(out, POST_QUEUE);
    if (post_has(layer, POST_QUEUE) && layer->queue && !post_has(layer, POST_DATE))
        take_away(out, POST_DATE);
}

/* What the account and the campaign say where the post's base says nothing. */
static void fill_defaults(struct account_post *out, const struct workspace *workspace)
{
    struct post_fields *fields = &out->fields;
    const struct account *account = out->account;
    const struct campaign *campaign =
        fields->campaign ? workspace_campaign(workspace, fields->campaign) : NULL;
    if (!post_has(fields, POST_TAGS))
        fields->tags = campaign && campaign->tags.count ? campaign->tags : account->tags;
    if (!post_has(fields, POST_AUDIENCE))
        fields->audience = account->audience;
    if (!post_has(fields, POST_VISIBILITY) && account->visibility)
        fields->visibility = text_equal(account->visibility, "followers")  ? VISIBILITY_FOLLOWERS
                             : text_equal(account->visibility, "unlisted") ? VISIBILITY_UNLISTED
                                                                           : VISIBILITY_PUBLIC;
}

static int64_t in_zone(int64_t utc, const int64_t *by_zone, const struct account *account)
{
    return by_zone ? by_zone[account->zone_index] : utc;
}

static int64_t due(const struct post_fields *fields)
{
    if (fields->is_draft || fields->queue || fields->date.kind == MOMENT_DAY)
        return NO_TIME;
    return fields->date_utc;
}

/* The alternative text in `language`, else in the same language of another country, else the first.
 */
static const char *pick_alt(const struct media *media, const char *language)
{
    const struct language_text *related = NULL;
    size_t primary = strcspn(language, "-");
    for (size_t i = 0; i < media->alt_count; i++) {
        const struct language_text *alt = &media->alts[i];
        if (text_equal_ignoring_case(alt->language, language))
            return alt->text;
        if (!related && strcspn(alt->language, "-") == primary &&
            strncmp(alt->language, language, primary) == 0)
            related = alt;
    }
    return related ? related->text : media->alts[0].text;
}

/* Whether the account gets the media as they stand in the fields. */
static bool media_fit(const struct post_fields *fields, size_t part_count)
{
    for (size_t i = 0; i < fields->media_count; i++) {
        if (fields->media[i].alt_count || (size_t)fields->media[i].part > part_count)
            return false;
    }
    return true;
}

/* The media of front matter come from the most specific layer that names any, those in the body
 * from the file of that body. */
static void gather_media(struct account_post *out, struct arena *arena,
                         const struct post_fields *of_body)
{
    struct post_fields *fields = &out->fields;
    size_t part_count = out->body->document.part_count ? out->body->document.part_count : 1;
    if (fields->media == of_body->media && media_fit(fields, part_count))
        return;
    size_t room = fields->media_count + of_body->media_count;
    struct media *all = arena_alloc_array(arena, room, sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < fields->media_count; i++) {
        if (!fields->media[i].is_inline)
            all[count++] = fields->media[i];
    }
    for (size_t i = 0; i < of_body->media_count; i++) {
        if (of_body->media[i].is_inline)
            all[count++] = of_body->media[i];
    }
    for (size_t i = 0; i < count; i++) {
        if (all[i].alt_count && !all[i].alt && !all[i].is_decorative)
            all[i].alt = pick_alt(&all[i], out->language);
        if ((size_t)all[i].part > part_count)
            all[i].part = (int)part_count;
    }
    fields->media = all;
    fields->media_count = count;
}

/* Lays the layers over; gives the fields of the file whose body is used. */
static const struct post_fields *lay_layers(struct account_post *out)
{
    const struct post *post = out->post;
    const struct post_fields *of_body = &post->fields;
    for (size_t i = 0; i < post->layer_count; i++) {
        const struct post_layer *layer = &post->layers[i];
        if (!account_set_has(layer->accounts, out->account->index))
            continue;
        lay_over(out, &layer->fields);
        if (layer->body.text && !layer->body.document.is_empty) {
            out->body = &layer->body;
            of_body = &layer->fields;
        }
        if (layer->scope == SCOPE_LANGUAGE && layer->is_variant)
            out->language = layer->name;
        if (layer->fields.language)
            out->language = layer->fields.language;
    }
    return of_body;
}

void post_for_account(struct account_post *out, struct arena *arena, const struct post *post,
                      const struct account *account, const struct workspace *workspace)
{
    *out = (struct account_post){
        .post = post,
        .account = account,
        .fields = post->fields,
        .body = &post->body,
        .language =
            post->fields.language ? post->fields.language : account_language(workspace, account),
    };
    for (enum post_key key = 0; key < POST_KEY_COUNT; key++) {
        if (post_has(&post->fields, key))
            out->field_path[key] = post->fields.path;
    }
    fill_defaults(out, workspace);
    const struct post_fields *of_body = lay_layers(out);
    struct post_fields *fields = &out->fields;
    fields->language = out->language;
    gather_media(out, arena, of_body);
    fields->date_utc = in_zone(fields->date_utc, fields->date_by_zone, account);
    fields->expires_utc = in_zone(fields->expires_utc, fields->expires_by_zone, account);
    fields->date_by_zone = fields->expires_by_zone = NULL;
    out->due_utc = due(fields);
}

const struct account *post_blog(const struct post *post, const struct workspace *workspace)
{
    for (size_t i = 0; post->accounts && i < workspace->account_count; i++) {
        if (account_set_has(post->accounts, i) &&
            text_equal(workspace->accounts[i].network_name, "blog"))
            return &workspace->accounts[i];
    }
    return NULL;
}
