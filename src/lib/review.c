/* Reviews, out of three shapes of JSON. What is not exactly understood is an error: who approved
 * what must never be guessed. */
#include "lib/review.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/value.h"

enum { LOGIN_BYTES = 255, URL_BYTES = 2000, STATE_BYTES = 40, ID_DIGITS = 40 };

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

static int refuse(struct err *err, const char *key)
{
    return err_set(err, ERR_INPUT,
                   _("that is no review: '%s' is missing, or not what it should be"), key);
}

/* A text made of `allowed` alone, where it is there at all. */
static int read_word(const char **out, const struct json *object, const char *key,
                     const char *allowed, size_t limit_bytes, struct err *err)
{
    const struct json *value = json_get(object, key);
    *out = NULL;
    if (!value || value->kind == JSON_NULL)
        return 0;
    if (value->kind != JSON_STRING || value->string_bytes == 0 ||
        value->string_bytes > limit_bytes || strlen(value->string) != value->string_bytes ||
        (allowed && strspn(value->string, allowed) != value->string_bytes))
        return refuse(err, key);
    *out = value->string;
    return 0;
}

static int read_commit(const char **out, const struct json *object, const char *key,
                       struct err *err)
{
    if (read_word(out, object, key, "0123456789abcdef", ID_DIGITS, err) != 0)
        return -1;
    return *out && strlen(*out) != ID_DIGITS ? refuse(err, key) : 0;
}

/* The login of `object.user`; a person whose account is gone has none. A program's has `[bot]`. */
static int read_login(const char **out, const struct json *object, const char *user,
                      const char *key, struct err *err)
{
    static const char bot[] = "[bot]";
    const struct json *who = json_get(object, user);
    *out = NULL;
    if (!who || who->kind == JSON_NULL)
        return 0;
    if (who->kind != JSON_OBJECT || read_word(out, who, key, NULL, LOGIN_BYTES, err) != 0)
        return refuse(err, key);
    size_t bytes = *out ? strspn(*out, letters) : 0;
    if (*out && (*out)[bytes] && strcmp(*out + bytes, bot) != 0)
        return refuse(err, key);
    return 0;
}

/* --- GitHub --- */

static int read_github(struct review *out, const struct json *review, struct err *err)
{
    struct review one = { .host = REVIEW_GITHUB };
    if (!review || review->kind != JSON_OBJECT)
        return refuse(err, "review");
    if (read_login(&one.login, review, "user", "login", err) != 0 ||
        read_word(&one.state, review, "state", letters, STATE_BYTES, err) != 0 ||
        read_commit(&one.commit, review, "commit_id", err) != 0 ||
        read_word(&one.url, review, "html_url", NULL, URL_BYTES, err) != 0)
        return -1;
    if (!one.state)
        return refuse(err, "state");
    if (one.url && value_url_problem(one.url))
        return refuse(err, "html_url");
    one.is_approval = text_equal_ignoring_case(one.state, "approved");
    *out = one;
    return 0;
}

/* $GITHUB_EVENT_PATH of `on: pull_request_review`. A dismissed one comes with another `action`. */
static int read_event(struct review *out, const struct json *root, struct err *err)
{
    const struct json *request = json_get(root, "pull_request");
    const char *action;
    if (read_github(out, json_get(root, "review"), err) != 0)
        return -1;
    if (!request || request->kind != JSON_OBJECT)
        return refuse(err, "pull_request");
    if (read_word(&action, root, "action", letters, STATE_BYTES, err) != 0 ||
        read_login(&out->author, request, "user", "login", err) != 0 ||
        read_commit(&out->base, json_get(request, "base"), "sha", err) != 0)
        return -1;
    if (action && text_equal(action, "dismissed"))
        out->is_approval = false;
    return 0;
}

/* A word of its own, which takes nothing back. */
static bool is_remark(const struct review *review)
{
    return text_equal_ignoring_case(review->state, "commented") ||
           text_equal_ignoring_case(review->state, "pending");
}

/* GET /repos/OWNER/REPOSITORY/pulls/NUMBER/reviews: the oldest first. */
static int read_list(struct review *out, const struct json *root, struct err *err)
{
    size_t i = 0;
    for (const struct json *item = root->first; item; item = item->next, i++) {
        if (read_github(&out[i], item, err) != 0)
            return -1;
        for (size_t j = 0; j < i && out[i].login && !is_remark(&out[i]); j++) {
            if (out[j].login && text_equal_ignoring_case(out[j].login, out[i].login))
                out[j].is_approval = false;
        }
    }
    return 0;
}

/* --- GitLab --- */

/* GET /projects/ID/merge_requests/NUMBER/approvals: who has approved it, as it is now. */
static int read_gitlab(struct review *out, const struct json *list, struct err *err)
{
    size_t i = 0;
    for (const struct json *item = list->first; item; item = item->next) {
        struct review *review = &out[i++];
        *review =
            (struct review){ .host = REVIEW_GITLAB, .state = "approved", .is_approval = true };
        if (item->kind != JSON_OBJECT ||
            read_login(&review->login, item, "user", "username", err) != 0)
            return refuse(err, "username");
    }
    return 0;
}

int review_parse(struct review **out, size_t *count, struct arena *arena, const char *text,
                 size_t bytes, struct err *err)
{
    enum { MOST_REVIEWS = 1000 };
    const struct json *root;
    struct err why = { 0 };
    if (json_parse(&root, arena, text, bytes, &why) != 0)
        return err_set(err, ERR_INPUT, _("that is no review: %s"), why.text);
    const struct json *approved = json_get(root, "approved_by");
    const struct json *list = root->kind == JSON_ARRAY ? root : approved;
    if (list && list->kind != JSON_ARRAY)
        return refuse(err, "approved_by");
    if (list && list->count > MOST_REVIEWS)
        return err_set(err, ERR_INPUT, _("that is more than %d reviews"), MOST_REVIEWS);
    size_t found = list ? list->count : 1;
    struct review *reviews = arena_alloc_array(arena, found, sizeof *reviews);
    int status = root->kind == JSON_ARRAY ? read_list(reviews, root, err)
                 : approved               ? read_gitlab(reviews, approved, err)
                                          : read_event(reviews, root, err);
    if (status != 0)
        return -1;
    *out = reviews;
    *count = found;
    return 0;
}
