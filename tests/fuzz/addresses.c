/* Addresses, a line each. Where we read an origin, libcurl goes to the same host and port; what is
 * an address for readers, a remote, a post of Bluesky's has no control characters. */
#include "fuzz.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "io/repo_address.h"
#include "io/secret.h"
#include "lib/origin.h"
#include "lib/value.h"
#include "networks/bluesky.h"
#include "networks/mastodon.h"

static bool is_clean(const char *text)
{
    for (; text && *text; text++)
        if ((unsigned char)*text <= ' ' || *text == 0x7F)
            return false;
    return true;
}

/* Not all that libcurl takes is an origin to us; but what is one, is the same one to libcurl. */
static void check_as_curl(const struct origin *origin, const char *text)
{
    char *host = NULL;
    char *port = NULL;
    char *scheme = NULL;
    CURLU *url = curl_url();
    bool is_read = curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) == CURLUE_OK &&
                   curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                   curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                   curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK;
    if (is_read)
        fuzz_check(strcasecmp(host, origin->host) == 0 && atol(port) == origin->port &&
                       strcmp(scheme, origin->is_https ? "https" : "http") == 0,
                   "libcurl would go elsewhere", text);
    curl_free(host);
    curl_free(port);
    curl_free(scheme);
    curl_url_cleanup(url);
}

/* Whether one of the origins that stand in the text, parted by blanks or commas, is that one. */
static bool names_origin(struct arena *arena, const char *text, const struct origin *home)
{
    static const char separators[] = " \t\r\n,";
    for (text += strspn(text, separators); *text; text += strspn(text, separators)) {
        size_t bytes = strcspn(text, separators);
        struct origin one;
        struct err err = { 0 };
        if (origin_parse(&one, arena, arena_strndup(arena, text, bytes), &err) == 0 &&
            origin_equal(&one, home))
            return true;
        text += bytes;
    }
    return false;
}

static void check_origin(struct arena *arena, const char *text)
{
    struct origin origin;
    struct origin again;
    struct err err = { 0 };
    const struct secret secret = { .name = "PREGON_X", .bound_to = text, .value = "s", .bytes = 1 };
    const struct origin home = { .is_https = true, .host = "home.example", .port = 443 };
    fuzz_check((secret_may_go(&secret, NULL, NULL, &home, &err) == 0) ==
                   names_origin(arena, text, &home),
               "a secret goes elsewhere, or not home", text);
    if (origin_parse(&origin, arena, text, &err) != 0) {
        fuzz_check(*err.text, "no reason is given", text);
        return;
    }
    check_as_curl(&origin, text);
    fuzz_check(is_clean(origin.host), "a host with a control character", origin.host);
    const char *written = origin_format(arena, &origin);
    fuzz_check(origin_parse(&again, arena, written, &err) == 0 && origin_equal(&origin, &again),
               "another origin", written);
}

static void check_line(struct arena *arena, const char *text)
{
    struct repo_address remote;
    struct record_address post;
    struct err err = { 0 };
    check_origin(arena, text);
    if (!value_url_problem(text))
        fuzz_check(is_clean(text) && (strncasecmp(text, "http://", 7) == 0 ||
                                      strncasecmp(text, "https://", 8) == 0),
                   "an address for readers", text);
    if (repo_address_parse(&remote, arena, text, &err) == 0) {
        fuzz_check(is_clean(remote.url), "a remote with a control character", text);
        const char *host = strstr(remote.shown, "://");
        fuzz_check(!host || !memchr(host + 3, '@', strcspn(host + 3, "/")),
                   "a user name or a password is shown", remote.shown);
        repo_address_port(remote.url);
    }
    repo_address_is_same_host(text, "https://github.com/horno/pan.git");
    if (record_address_parse(&post, arena, text))
        fuzz_check(is_clean(post.repo) && is_clean(post.collection) && is_clean(post.rkey) &&
                       !strpbrk(post.rkey, "/?&#%") && !strpbrk(post.repo, "/?&#"),
                   "a record's address that is not safe in a query", text);
    fuzz_check(!mastodon_is_id(text) || (is_clean(text) && !strpbrk(text, "/?&#%") && *text != '.'),
               "an id", text);
    fuzz_check(!bluesky_is_did(text) || is_clean(text), "a did", text);
    fuzz_check(!bluesky_is_handle(text) || (is_clean(text) && !strpbrk(text, "/?&#%")), "a handle",
               text);
    fuzz_check(!bluesky_is_cid(text) || (is_clean(text) && !strpbrk(text, "/?&#%")), "a cid", text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *at = arena_strndup(&arena, (const char *)data, bytes);
    for (int lines = 0; *at && lines < 20; lines++) {
        size_t line = strcspn(at, "\n");
        check_line(&arena, arena_strndup(&arena, at, line));
        at += line + (at[line] == '\n');
    }
    return 0;
}
