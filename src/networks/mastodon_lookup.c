/* Is a status there whose answer was lost? The account's statuses since the claim are listed, and
 * each is compared with what was sent, by its raw text where the server gives that. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "model/record.h"
#include "networks/frozen.h"
#include "networks/html_text.h"
#include "networks/mastodon.h"
#include "networks/outcome.h"
#include "networks/request.h"

enum {
    PAGE_ITEMS = 40, /* the largest page (docs.joinmastodon.org/methods/accounts, read 2026-07) */
    MAX_PAGES = 5,
    MAX_SOURCES = 50,
    CLOCK_ERROR_S = 120, /* A2 of the publish protocol */
};

enum phase { PHASE_START, PHASE_LIST, PHASE_SOURCE };

struct lookup_memory {
    int64_t since_utc;
    int pages, sources;
    const struct json *at;    /* the status in question, in its page */
    const char *last_id;      /* of the page */
    bool is_past;             /* the page reaches back far enough */
    const struct json *match; /* a status that is what was sent */
    size_t matches;
    bool is_unsure;
};

static const char *sent_text(const struct driver *driver, const char *key)
{
    const char *text = json_get_string(json_get(frozen_part(driver, driver->part), "create"), key);
    return text ? text : "";
}

/* When a status was made, NO_TIME where it does not say. */
static int64_t created_utc(struct arena *arena, const struct json *status)
{
    const char *text = json_get_string(status, "created_at");
    return text ? outcome_time_utc(arena, text) : NO_TIME;
}

static struct step found(enum lookup_found found)
{
    return (struct step){ .kind = STEP_DONE, .found = found };
}

static struct step settle(struct driver *driver)
{
    struct lookup_memory *memory = driver->own;
    if (memory->is_unsure || memory->matches > 1)
        return found(LOOKUP_UNCLEAR);
    if (memory->matches == 0)
        return found(LOOKUP_ABSENT);
    mastodon_note_sent(driver, mastodon_id(memory->match), memory->match);
    return found(LOOKUP_FOUND);
}

static struct step ask_page(struct driver *driver)
{
    struct lookup_memory *memory = driver->own;
    driver->phase = PHASE_LIST;
    const char *path = arena_printf(
        driver->arena, "/api/v1/accounts/%s/statuses?limit=%d&exclude_reblogs=true%s%s",
        driver->session->identity, PAGE_ITEMS, memory->last_id ? "&max_id=" : "",
        memory->last_id ? memory->last_id : "");
    return step_send(mastodon_request(driver, "GET", path, _("look for the post")));
}

/* Whether it may be the part: made since the claim, an answer to the same status, none of ours that
 * the record knows already. */
static bool is_candidate(struct driver *driver, const struct json *status)
{
    const struct lookup_memory *memory = driver->own;
    const char *id = mastodon_id(status);
    const char *answers = json_get_string(status, "in_reply_to_id");
    const struct json *reblog = json_get(status, "reblog");
    int64_t utc = created_utc(driver->arena, status);
    if (!id || (utc != NO_TIME && utc < memory->since_utc) ||
        (reblog && reblog->kind == JSON_OBJECT) ||
        !text_equal(answers ? answers : "", mastodon_parent(driver, driver->part)))
        return false;
    for (size_t i = 0; i < driver->record->part_count; i++)
        if (text_equal(driver->record->parts[i].id, id))
            return false;
    return true;
}

static struct step next_candidate(struct driver *driver)
{
    struct lookup_memory *memory = driver->own;
    while (memory->at && !is_candidate(driver, memory->at))
        memory->at = memory->at->next;
    if (memory->at) {
        if (++memory->sources > MAX_SOURCES)
            return found(LOOKUP_UNCLEAR);
        driver->phase = PHASE_SOURCE;
        return step_send(mastodon_request(
            driver, "GET",
            arena_printf(driver->arena, "/api/v1/statuses/%s/source", mastodon_id(memory->at)),
            _("compare a post with ours")));
    }
    if (memory->is_past)
        return settle(driver);
    /* Too many statuses since: what lies further back was not seen. */
    return memory->pages == MAX_PAGES ? found(LOOKUP_UNCLEAR) : ask_page(driver);
}

static struct step take_page(struct driver *driver, const struct reply *reply)
{
    struct lookup_memory *memory = driver->own;
    const struct json *page = reply_is_success(reply) ? reply_json(driver->arena, reply) : NULL;
    if (!reply_is_success(reply))
        return outcome_of_call(driver->arena, &mastodon_errors, reply, driver->now_utc);
    if (!page || page->kind != JSON_ARRAY)
        return found(LOOKUP_UNCLEAR);
    memory->pages++;
    memory->at = page->first;
    const struct json *last = NULL;
    for (const struct json *status = page->first; status; status = status->next) {
        last = status;
        if (!mastodon_id(status) || created_utc(driver->arena, status) == NO_TIME)
            memory->is_unsure = true; /* it may be ours, and can't be told */
    }
    const char *last_id = mastodon_id(last);
    memory->is_past = !last_id || created_utc(driver->arena, last) < memory->since_utc;
    if (last_id && text_equal(last_id, memory->last_id)) { /* a server that knows no `max_id` */
        memory->at = NULL;
        memory->is_past = true;
    }
    memory->last_id = last_id;
    return next_candidate(driver);
}

/* Servers trim what was sent, and some write CR LF. */
static const char *trimmed(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, strlen(text));
    for (text += strspn(text, " \t\r\n"); *text; text++)
        if (*text != '\r')
            text_putc(&out, *text);
    while (out.bytes > 0 && strchr(" \t\n", out.at[out.bytes - 1]))
        out.bytes--;
    return text_end(&out);
}

static bool is_same(struct arena *arena, const char *theirs, const char *ours)
{
    return text_equal(trimmed(arena, theirs ? theirs : ""), trimmed(arena, ours));
}

static bool has_as_many_media(const struct driver *driver, const struct json *status)
{
    const struct json *attachments = json_get(status, "media_attachments");
    return !attachments || attachments->count == frozen_media_count(driver, driver->part);
}

/* By the raw text. Without a text of its own, the warning becomes the text (mastodon
 * app/services/post_status_service.rb, read 2026-08), and pictures alone must be as many. */
static enum likeness source_likeness(const struct driver *driver, const struct json *source,
                                     const struct json *status)
{
    struct arena *arena = driver->arena;
    const char *text = json_get_string(source, "text");
    const char *warning = json_get_string(source, "spoiler_text");
    const char *sent = sent_text(driver, "status");
    const char *sent_warning = sent_text(driver, "spoiler_text");
    bool is_alike = is_same(arena, text, sent) && is_same(arena, warning, sent_warning);
    if (!*sent)
        is_alike |= is_same(arena, text, sent_warning) && is_same(arena, warning, "");
    if (!is_alike || (!*sent && !has_as_many_media(driver, status)))
        return LIKENESS_DIFFERENT;
    return LIKENESS_SAME;
}

/* By the HTML, for servers that have no /source (404 on snac2, tried 2026-08). */
static enum likeness shown_likeness(const struct driver *driver, const struct json *status)
{
    struct arena *arena = driver->arena;
    const char *content = json_get_string(status, "content");
    if (!content)
        return LIKENESS_UNSURE;
    if (!has_as_many_media(driver, status))
        return LIKENESS_DIFFERENT;
    return html_text_likeness(arena, html_text(arena, content), sent_text(driver, "status"));
}

static struct step take_source(struct driver *driver, const struct reply *reply)
{
    struct lookup_memory *memory = driver->own;
    const struct json *source = reply_is_success(reply) ? reply_json(driver->arena, reply) : NULL;
    bool has_none = reply->kind == REPLY_ANSWER &&
                    (reply_is_success(reply) || reply->status == 404 || reply->status == 405 ||
                     reply->status == 410 || reply->status == 501);
    enum likeness likeness;
    if (json_get_string(source, "text"))
        likeness = source_likeness(driver, source, memory->at);
    else if (has_none)
        likeness = shown_likeness(driver, memory->at);
    else
        return outcome_of_call(driver->arena, &mastodon_errors, reply, driver->now_utc);
    if (likeness == LIKENESS_SAME) {
        bool is_new =
            !memory->match || !text_equal(mastodon_id(memory->match), mastodon_id(memory->at));
        memory->match = memory->at;
        memory->matches += is_new;
    }
    memory->is_unsure |= likeness == LIKENESS_UNSURE;
    memory->at = memory->at->next;
    return next_candidate(driver);
}

/* When the part may have come to the server first: attempts may have followed each other, with the
 * same key. The run that claimed may have lived in a moved time; the server did not. */
static int64_t first_try_utc(const struct driver *driver)
{
    const struct record *record = driver->record;
    int64_t first_utc = record->parts[driver->part].first_try_utc;
    if (first_utc == NO_TIME || first_utc > record->claimed_utc)
        first_utc = record->claimed_utc;
    return first_utc - record->clock_offset_s;
}

struct step mastodon_lookup(struct driver *driver, const struct reply *reply)
{
    if (!frozen_is_whole(driver))
        return found(LOOKUP_UNCLEAR);
    if (!driver->own) {
        struct lookup_memory *memory = arena_alloc(driver->arena, sizeof *memory);
        driver->own = memory;
        driver->part = frozen_next_part(driver);
        if (driver->part == driver->record->part_count)
            return found(LOOKUP_FOUND);
        memory->since_utc = first_try_utc(driver) - CLOCK_ERROR_S;
    }
    bool is_answer =
        reply->kind == REPLY_ANSWER || reply->kind == REPLY_LOST || reply->kind == REPLY_NOT_SENT;
    if (!is_answer || driver->phase == PHASE_START)
        return ask_page(driver);
    return driver->phase == PHASE_LIST ? take_page(driver, reply) : take_source(driver, reply);
}
