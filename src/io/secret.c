/* Secrets: one locked block of memory, a list of what lies in it, and the rule who may get it. */
#include "io/secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "io/output.h"
#include "lib/origin.h"
#include "lib/redact.h"

enum {
    /* A token is at most a few KiB; 100 accounts with a session each fit. */
    LOCKED_BYTES = 512 * 1024,
    MAX_SECRETS = 512,
    MAX_SECRET_BYTES = 8 * 1024,
};

static char *locked;
static size_t locked_used;
static struct secret read_secrets[MAX_SECRETS];
static size_t read_count;
static struct redact_secret known[MAX_SECRETS];
static size_t known_count;

static void wipe(void)
{
    if (locked)
        explicit_bzero(locked, LOCKED_BYTES);
}

/* A copy of `bytes` bytes in locked memory, terminated; NULL where there is no room. */
static char *keep(const char *text, size_t bytes)
{
    if (!locked) {
        void *block =
            mmap(NULL, LOCKED_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED)
            return NULL;
        locked = block;
        /* Best effort: a container may allow no locked memory at all. */
        (void)mlock(locked, LOCKED_BYTES);
#ifdef MADV_DONTDUMP
        (void)madvise(locked, LOCKED_BYTES, MADV_DONTDUMP);
#endif
        atexit(wipe);
    }
    if (bytes >= LOCKED_BYTES - locked_used)
        return NULL;
    char *copy = locked + locked_used;
    memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    locked_used += bytes + 1;
    return copy;
}

static bool is_known(const char *value, size_t bytes)
{
    for (size_t i = 0; i < known_count; i++)
        if (known[i].bytes == bytes && memcmp(known[i].value, value, bytes) == 0)
            return true;
    return false;
}

static void strike_from_now_on(const char *value, size_t bytes)
{
    if (is_known(value, bytes))
        return;
    /* A secret that can't be struck out any more must not be used: better to stop. */
    if (known_count == MAX_SECRETS)
        out_of_memory();
    known[known_count++] = (struct redact_secret){ .value = value, .bytes = bytes };
}

void secret_tell_short(const struct secret *secret, FILE *log)
{
    static bool is_told[MAX_SECRETS];
    bool *told = &is_told[secret - read_secrets];
    if (secret->bytes >= REDACT_MIN_BYTES || *told)
        return;
    *told = true;
    output_printf(log,
                  _("%s has fewer than %d characters: so short a secret is not struck out of what "
                    "is shown and recorded; is it the whole of it?\n"),
                  secret->name, REDACT_MIN_BYTES);
}

void secret_learn(const char *value)
{
    size_t bytes = strlen(value);
    if (is_known(value, bytes))
        return;
    const char *copy = keep(value, bytes);
    if (!copy)
        out_of_memory();
    strike_from_now_on(copy, bytes);
}

bool secret_may_be_named(const char *name)
{
    static const char *const reserved[] = { "PREGON_GIT_TOKEN", "PREGON_NOW", "PREGON_ORIGINS" };
    if (!text_starts_with(name, "PREGON_") || !name[strlen("PREGON_")] ||
        strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != strlen(name))
        return false;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (text_equal(name, reserved[i]))
            return false;
    return true;
}

/* Takes the variable's value apart, and empties it. The name was judged by the caller. */
static int take(const struct secret **out, const char *name, struct err *err)
{
    for (size_t i = 0; i < read_count; i++) {
        if (text_equal(read_secrets[i].name, name)) {
            *out = &read_secrets[i];
            return 0;
        }
    }
    char *value = getenv(name);
    if (!value || !*value)
        return err_set(err, ERR_SYSTEM, _("the environment variable %s is not set"), name);
    size_t bytes = strlen(value);
    while (bytes > 0 && strchr(" \t\r\n", value[bytes - 1]))
        bytes--;
    size_t bound_bytes = 0;
    size_t begin = 0;
    if (text_starts_with(value, "https://") || text_starts_with(value, "http://")) {
        bound_bytes = strcspn(value, " \t");
        begin = bound_bytes + strspn(value + bound_bytes, " \t");
    }
    if (begin >= bytes || bytes - begin > MAX_SECRET_BYTES)
        return err_set(err, ERR_SYSTEM, _("the environment variable %s holds no secret"), name);
    for (size_t i = begin; i < bytes; i++)
        if ((unsigned char)value[i] < ' ' || value[i] == 0x7f)
            return err_set(err, ERR_SYSTEM,
                           _("the environment variable %s holds a line break or another control "
                             "character"),
                           name);
    const char *kept_name = keep(name, strlen(name));
    const char *bound_to = bound_bytes ? keep(value, bound_bytes) : NULL;
    const char *kept = keep(value + begin, bytes - begin);
    if (read_count == MAX_SECRETS || !kept_name || !kept || (bound_bytes && !bound_to))
        return err_set(err, ERR_SYSTEM, _("there are too many secrets for the memory set aside"));
    explicit_bzero(value, strlen(value));
    strike_from_now_on(kept, bytes - begin);
    struct secret *secret = &read_secrets[read_count++];
    *secret = (struct secret){
        .name = kept_name,
        .bound_to = bound_to,
        .value = kept,
        .bytes = bytes - begin,
    };
    *out = secret;
    return 0;
}

int secret_read(const struct secret **out, const char *name, struct err *err)
{
    if (!secret_may_be_named(name))
        return err_set(err, ERR_INPUT,
                       _("'%s' can't be the name of a secret: it begins with PREGON_, then capital "
                         "letters, digits and _"),
                       name);
    return take(out, name, err);
}

const struct secret *secret_git_token(void)
{
    const struct secret *token = NULL;
    struct err ignored = { 0 };
    return take(&token, "PREGON_GIT_TOKEN", &ignored) == 0 ? token : NULL;
}

const char *secret_allowed_origins(void)
{
    const char *value = getenv("PREGON_ORIGINS");
    return value && *value ? value : NULL;
}

/* Whether `to` is one of the origins in `list`, which are parted by spaces or commas. An entry that
 * is none allows nothing. */
static bool is_listed(struct arena *arena, const char *list, const struct origin *to)
{
    static const char separators[] = " \t\r\n,";
    for (list += strspn(list, separators); *list; list += strspn(list, separators)) {
        size_t bytes = strcspn(list, separators);
        struct origin one;
        struct err ignored = { 0 };
        if (origin_parse(&one, arena, arena_strndup(arena, list, bytes), &ignored) == 0 &&
            origin_equal(&one, to))
            return true;
        list += bytes;
    }
    return false;
}

static bool is_public(const char *const *hosts, const struct origin *to)
{
    for (; hosts && *hosts; hosts++)
        if (to->is_https && to->port == 443 && text_equal(*hosts, to->host))
            return true;
    return false;
}

int secret_may_go(const struct secret *secret, const char *allowed, const char *const *public_hosts,
                  const struct origin *to, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *service = origin_format(&arena, to);
    if (!to->is_https && !to->is_loopback)
        return err_set(err, ERR_INPUT,
                       _("'%s' is not encrypted: a secret goes only to https:// addresses"),
                       service);
    if (secret->bound_to && !is_listed(&arena, secret->bound_to, to))
        return err_set(err, ERR_INPUT,
                       _("the secret %s is bound to '%s', and the account's service is '%s': "
                         "correct `service`, or the variable"),
                       secret->name, secret->bound_to, service);
    if (allowed && !is_listed(&arena, allowed, to))
        return err_set(err, ERR_INPUT,
                       _("'%s' is not among the origins in PREGON_ORIGINS: correct `service`, or "
                         "add it there"),
                       service);
    if (secret->bound_to || allowed || to->is_loopback || is_public(public_hosts, to))
        return 0;
    return err_set(err, ERR_SYSTEM,
                   _("the secret %s is not bound to a host, so it can't go to '%s': set %s to "
                     "'%s YOUR-TOKEN'"),
                   secret->name, service, secret->name, service);
}

int secret_git_may_go(const struct secret *token, const struct origin *to, bool is_of_clone,
                      struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    if (token->bound_to ? is_listed(&arena, token->bound_to, to) : is_of_clone || to->is_loopback)
        return 0;
    const char *host = origin_format(&arena, to);
    if (token->bound_to)
        return err_set(err, ERR_INPUT,
                       _("the secret %s is bound to '%s', and the ledger is kept at '%s': correct "
                         "the remote, or the variable"),
                       token->name, token->bound_to, host);
    return err_set(err, ERR_SYSTEM,
                   _("'%s' stands in brand.yml alone (`ledger.remote`), and the secret %s is not "
                     "bound to it: set %s to '%s YOUR-TOKEN'"),
                   host, token->name, token->name, host);
}

const char *secret_strike(struct arena *arena, const char *text)
{
    return redact(arena, text, strlen(text), known, known_count);
}
