/* Times, texts and format of a post, small enough to be kept of 100,000. */
#include "check/post_times.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/digest.h"
#include "lib/moment.h"
#include "model/account_set.h"
#include "model/post.h"
#include "model/workspace.h"

static const char *const formats[FORMAT_COUNT] = {
    [FORMAT_TEXT] = "text",   [FORMAT_IMAGE] = "image", [FORMAT_CAROUSEL] = "carousel",
    [FORMAT_VIDEO] = "video", [FORMAT_LINK] = "link",   [FORMAT_THREAD] = "thread",
    [FORMAT_POLL] = "poll",
};

const char *post_format_name(enum post_format format) { return formats[format]; }

/* What readers see first: a poll, a thread, a video, pictures, a link, or words alone. */
static enum post_format format_of(const struct post *post)
{
    const struct post_fields *fields = &post->fields;
    size_t pictures = 0;
    if (fields->poll.options.count > 0)
        return FORMAT_POLL;
    if (post->body.document.part_count > 1)
        return FORMAT_THREAD;
    for (size_t i = 0; i < fields->media_count; i++) {
        if (fields->media[i].kind == MEDIA_MP4)
            return FORMAT_VIDEO;
        pictures++;
    }
    if (pictures > 0)
        return pictures > 1 ? FORMAT_CAROUSEL : FORMAT_IMAGE;
    return fields->link ? FORMAT_LINK : FORMAT_TEXT;
}

static uint32_t tags_of(const struct post *post)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < post->fields.tags.count; i++) {
        const char *tag = post->fields.tags.items[i].text;
        sum += digest_of(tag, strlen(tag)).low;
    }
    return (uint32_t)sum;
}

/* --- times --- */

static bool is_dated(const struct post_fields *fields)
{
    return !fields->queue &&
           (fields->date.kind == MOMENT_LOCAL || fields->date.kind == MOMENT_INSTANT);
}

static struct post_time make_time(const struct account_post *post)
{
    const struct post_fields *fields = &post->fields;
    enum post_key key = post_has(fields, POST_DATE) ? POST_DATE : POST_QUEUE;
    struct post_time time = {
        .date_utc = is_dated(fields) ? fields->date_utc : NO_TIME,
        .queue_day_s = fields->queue && fields->date.kind == MOMENT_DAY
                           ? moment_seconds(&fields->date.local)
                           : NO_TIME,
        .expires_utc = post_has(fields, POST_EXPIRES) ? fields->expires_utc : NO_TIME,
        .queue = fields->queue,
        .campaign = fields->campaign,
        .pillar = fields->pillar,
        .where = { .line = 1, .column = 1 },
        .priority = fields->priority,
        .is_draft = fields->is_draft,
        .is_urgent = fields->urgent != NULL,
    };
    if (post_has(fields, key)) {
        time.where = fields->where[key];
        if (!text_equal(post->field_path[key], post->post->path))
            time.path = post->field_path[key];
    }
    if (post_has(fields, POST_PILLAR))
        time.pillar_where = fields->where[POST_PILLAR];
    return time;
}

static bool is_same(const struct post_time *a, const struct post_time *b)
{
    return a->date_utc == b->date_utc && a->queue_day_s == b->queue_day_s &&
           a->expires_utc == b->expires_utc && a->is_draft == b->is_draft &&
           a->is_urgent == b->is_urgent && a->priority == b->priority &&
           a->where.line == b->where.line && a->where.column == b->where.column &&
           text_equal(a->path, b->path) && text_equal(a->queue, b->queue) &&
           text_equal(a->campaign, b->campaign) && text_equal(a->pillar, b->pillar);
}

/* The workspace's own words live long enough: 100,000 posts name the same few. */
static const char *keep(struct arena *arena, const char *text, const char *known)
{
    if (!text || text_equal(text, known))
        return known ? known : text;
    return arena_strdup(arena, text);
}

static void keep_words(struct post_time *time, struct arena *arena,
                       const struct workspace *workspace)
{
    const struct queue *queue = time->queue ? workspace_queue(workspace, time->queue) : NULL;
    const struct campaign *campaign =
        time->campaign ? workspace_campaign(workspace, time->campaign) : NULL;
    const struct names *pillars = &workspace->calendar.pillars;
    size_t pillar = 0;
    while (time->pillar && pillar < pillars->count &&
           !text_equal(pillars->items[pillar].text, time->pillar))
        pillar++;
    time->queue = keep(arena, time->queue, queue ? queue->id : NULL);
    time->campaign = keep(arena, time->campaign, campaign ? campaign->id : NULL);
    time->pillar =
        keep(arena, time->pillar,
             time->pillar && pillar < pillars->count ? pillars->items[pillar].text : NULL);
    time->path = keep(arena, time->path, NULL);
}

static void add_time(struct post_times *out, struct arena *arena, struct arena *scratch,
                     size_t *capacity, const struct account_post *post,
                     const struct workspace *workspace)
{
    struct post_time time = make_time(post);
    size_t i = 0;
    while (i < out->time_count && !is_same(&out->times[i], &time))
        i++;
    if (i == out->time_count) {
        time.accounts = arena_alloc_array(arena, account_set_words(workspace->account_count),
                                          sizeof *time.accounts);
        keep_words(&time, arena, workspace);
        out->times = list_grow(scratch, out->times, out->time_count, capacity, sizeof *out->times);
        out->times[out->time_count++] = time;
    }
    account_set_add(out->times[i].accounts, post->account->index);
}

/* --- texts --- */

/* `seen` holds the bodies of the texts that were kept. */
static void add_text(struct post_times *out, struct arena *arena, const struct body **seen,
                     const struct account_post *post, size_t account_count)
{
    size_t i = 0;
    while (i < out->text_count && seen[i] != post->body)
        i++;
    if (i == out->text_count) {
        struct post_text text = {
            .accounts =
                arena_alloc_array(arena, account_set_words(account_count), sizeof *text.accounts),
            .shingles = shingles_of(arena, post->body->text),
        };
        seen[out->text_count] = post->body;
        out->texts[out->text_count++] = text;
    }
    account_set_add(out->texts[i].accounts, post->account->index);
}

struct post_times post_times_make(struct arena *arena, const struct post *post,
                                  const struct workspace *workspace)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct post_times out = { 0 };
    size_t capacity = 0;
    /* Answers to people are no part of what a brand plans. */
    if (!post->is_loaded || !post->accounts || post->is_reply)
        return out;
    size_t room = 1 + post->layer_count;
    bool compares = workspace->calendar.repeat.similarity > 0;
    const struct body **seen = arena_alloc_array(&scratch, room, sizeof *seen);
    out.format = format_of(post);
    out.tags = tags_of(post);
    out.parts = (uint32_t)(post->body.document.part_count ? post->body.document.part_count : 1);
    out.has_link = post->fields.link || (post->body.text && strstr(post->body.text, "://"));
    if (compares)
        out.texts = arena_alloc_array(arena, room, sizeof *out.texts);
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account_post one;
        if (!account_set_has(post->accounts, i))
            continue;
        post_for_account(&one, &scratch, post, &workspace->accounts[i], workspace);
        add_time(&out, arena, &scratch, &capacity, &one, workspace);
        if (compares && one.body->text && !one.fields.repost)
            add_text(&out, arena, seen, &one, workspace->account_count);
    }
    /* Nearly all posts have one time: what a list grows by would be dear, 100,000 times. */
    out.times = arena_copy(arena, out.times, out.time_count * sizeof *out.times);
    return out;
}
