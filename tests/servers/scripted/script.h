/* Scripts: what the scripted server answers, as a person writes it.
 *
 *     key header idempotency-key            how this network names a create: header NAME, json NAME
 *     login GET /api/v1/accounts/verify*    the last request before a create; LOGIN below means it
 *     create POST /api/v1/statuses          CREATE means it, and ANY is every request
 *     listen good                           TLS with that certificate (certificate.h), or `drip`, a
 *                                           handshake without an end; else none
 *
 *     GET /api/v2/instance                  a rule: the first that fits a request answers it
 *       header Retry-After: 600
 *       json {"version": "4.5.0"}
 *     CREATE times 1                        also: skip N, if accepted, unless accepted
 *       usual                               as the network's own rule would, but:
 *       accept                              it is a post now
 *       reset answer 40                     40 bytes of the answer arrive
 *
 * Actions: `status N`, `header LINE`, `json TEXT`, `body TEXT`, `fill N` (the body is N times `x`),
 * `deep N` (N times `[`), `raw TEXT` (in place of an answer), `delay MS`, `usual`, `accept`, `each
 * TEXT` (for each post, in place of {list}), `twice` (the answer comes two times), `lengthless`
 * (its length is not said, and it ends with the connection), `next HOW` (what the next connection
 * meets: refuse, reset, hold, garbage, or a certificate), `forget` (all posts are gone, and the log
 * is empty), and one of `reset`, `close`, `hold` and
 * `kill` (SIGKILL to the client) with a place: `head` (of the request is read), `request` (is read
 * whole), `accepted`, `answer N` (so many of its bytes are sent), `end`.
 *
 * In texts: {key}, {n} (number of the post: the create's, else the last number of the path), {at}
 * (when it was accepted), {value NAME} (of the create's JSON), {origin}, {port}, {other} (another
 * port, where nobody should ever come). */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

enum place { PLACE_NONE, PLACE_HEAD, PLACE_REQUEST, PLACE_ACCEPTED, PLACE_ANSWER, PLACE_END };
enum breaking { BREAK_NOT, BREAK_RESET, BREAK_CLOSE, BREAK_HOLD, BREAK_KILL };
enum condition { ALWAYS, IF_ACCEPTED, UNLESS_ACCEPTED };

enum { MAX_RULES = 64, MAX_HEADERS = 8 };

struct rule {
    const char *method, *path; /* of the request; path with `*` */
    enum condition condition;
    int skip, times; /* times: -1 without end */
    int seen;
    bool is_of_fault; /* from the second script, which is over when the fault is */

    bool is_usual, accepts, forgets, is_twice, is_lengthless;
    int status;
    const char *headers[MAX_HEADERS];
    size_t header_count;
    const char *body, *raw, *each, *next;
    bool is_json;
    size_t fill, deep;
    int delay_ms;
    enum breaking breaking;
    enum place place;
    size_t at;
};

struct script {
    struct rule rules[MAX_RULES];
    size_t count;
    const char *key_where, *key_name;
    const char *login_method, *login_path, *create_method, *create_path;
    const char *certificate;
};

/* Adds a file's rules behind those that are there. Ends the process, with a message, where one
 * can't be read. */
void script_load(struct script *script, const char *path, bool is_of_fault);

bool script_fits(const char *pattern, const char *text);
bool script_is_create(const struct script *script, const char *method, const char *path);

/* The next rule for a request, from `from` on; NULL without one. */
struct rule *script_rule(struct script *script, size_t from, const char *method, const char *path,
                         bool is_accepted, bool is_faulty);

#endif
