/* Posts: keys, acceptance, and texts made of them. */
#include "posts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* The value of a JSON key as it is written, by looking alone: our client writes no such text inside
 * a string. "null" without it. */
static const char *value_of(const char *json, const char *name, size_t name_bytes, size_t *bytes)
{
    for (const char *at = json; (at = strchr(at, '"')); at++) {
        if (strncmp(at + 1, name, name_bytes) != 0 || strncmp(at + 1 + name_bytes, "\":", 2) != 0)
            continue;
        const char *value = at + name_bytes + 3;
        const char *end = value;
        if (*value == '"')
            for (end++; *end && *end != '"'; end++)
                end += *end == '\\' && end[1];
        *bytes = *value == '"' ? (size_t)(end - value) + 1 : strcspn(value, ",}]");
        return value;
    }
    *bytes = 4;
    return "null";
}

const char *posts_key(const struct script *script, const char *head, const char *body)
{
    size_t bytes;
    if (!script->key_name)
        return "";
    if (strcmp(script->key_where, "json") == 0) {
        const char *value = value_of(body, script->key_name, strlen(script->key_name), &bytes);
        return *value == '"' ? strndup(value + 1, bytes - 2) : "";
    }
    size_t name_bytes = strlen(script->key_name);
    for (const char *at = head; (at = strchr(at, '\n'));) {
        at++;
        if (strncasecmp(at, script->key_name, name_bytes) == 0 && at[name_bytes] == ':') {
            at += name_bytes + 1;
            at += strspn(at, " ");
            return strndup(at, strcspn(at, "\r\n"));
        }
    }
    return "";
}

size_t posts_accept(struct posts *posts, const char *key, const char *body, bool *is_new)
{
    *is_new = false;
    for (size_t i = 0; *key && i < posts->count; i++)
        if (strcmp(posts->items[i].key, key) == 0)
            return i + 1;
    if (posts->count == MAX_POSTS)
        abort();
    struct post *post = &posts->items[posts->count++];
    struct tm utc;
    time_t now = time(NULL);
    gmtime_r(&now, &utc);
    strftime(post->at, sizeof post->at, "%Y-%m-%dT%H:%M:%S.000Z", &utc);
    post->key = key;
    post->body = strdup(body);
    *is_new = true;
    return posts->count;
}

static void fill_list(FILE *out, const struct facts *facts)
{
    struct facts one = *facts;
    for (size_t i = facts->posts->count; facts->each && i > 0; i--) { /* the newest first */
        one.number = i;
        one.key = facts->posts->items[i - 1].key;
        posts_fill(out, facts->each, &one);
        if (i > 1)
            putc(',', out);
    }
}

static void fill_one(FILE *out, const char *name, size_t bytes, const struct facts *facts)
{
    bool has_post = facts->number > 0 && facts->number <= facts->posts->count;
    const struct post *post = has_post ? &facts->posts->items[facts->number - 1] : NULL;
    if (strncmp(name, "key", bytes) == 0) {
        fputs(facts->key, out);
    } else if (strncmp(name, "n", bytes) == 0) {
        fprintf(out, "%zu", facts->number);
    } else if (strncmp(name, "at", bytes) == 0) {
        fputs(post ? post->at : "", out);
    } else if (strncmp(name, "list", bytes) == 0) {
        fill_list(out, facts);
    } else if (strncmp(name, "origin", bytes) == 0) {
        fprintf(out, "http%s://127.0.0.1:%d", facts->is_tls ? "s" : "", facts->port);
    } else if (strncmp(name, "port", bytes) == 0) {
        fprintf(out, "%d", facts->port);
    } else if (strncmp(name, "other", bytes) == 0) {
        fprintf(out, "%d", facts->other_port);
    } else { /* value NAME */
        size_t value_bytes;
        const char *value = value_of(post ? post->body : "", name + 6, bytes - 6, &value_bytes);
        fprintf(out, "%.*s", (int)value_bytes, value);
    }
}

/* Whether `{…}` begins here that is ours, and not JSON's. */
static size_t place_bytes(const char *text)
{
    static const char *const names[] = { "{key}",    "{n}",    "{at}",   "{list}",
                                         "{origin}", "{port}", "{other}" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(text, names[i], strlen(names[i])) == 0)
            return strlen(names[i]);
    return strncmp(text, "{value ", 7) == 0 ? strcspn(text, "}") + 1 : 0;
}

void posts_fill(FILE *out, const char *text, const struct facts *facts)
{
    while (*text) {
        size_t bytes = *text == '{' ? place_bytes(text) : 0;
        if (bytes)
            fill_one(out, text + 1, bytes - 2, facts);
        else
            putc(*text, out);
        text += bytes ? bytes : 1;
    }
}
