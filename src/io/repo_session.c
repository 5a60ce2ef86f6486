/* Sessions with git hosts: starting libgit2 anew, signing in, and explaining what went wrong. */
#include "io/repo_session.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "io/environment.h"
#include "io/files.h"
#include "io/repo_internal.h"
#include "io/repo_stream.h"
#include "io/sandbox.h"

#include "late/git2.h"

/* Whom GitHub and others want to see beside a token; the rest takes any name. */
static const char token_user[] = "x-access-token";

/* ---- libgit2 ---- */

/* Only the repository's own settings are read from here on: no address is rewritten, no proxy
 * asked. OpenSSL and its like draw their random numbers anew, since a copy of a process has drawn
 * the same as its original. */
static int start_anew(const struct session_host *host, struct err *err)
{
    if (repo_library_restart(err) != 0)
        return -1;
    static const int levels[] = { GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                                  GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL };
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        /* libgit2 1.5 looks for known_hosts where it looks for the person's settings. */
        bool is_needed = levels[i] == GIT_CONFIG_LEVEL_GLOBAL && host->address.is_ssh;
        if (!is_needed && git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "") < 0)
            return repo_fail(err, ERR_SYSTEM, _("cannot start libgit2"));
    }
    /* Whose the store is was settled before. */
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    return repo_stream_register(err);
}

/* ---- Signing in ---- */

static int refuse(const char *why)
{
    git_error_set_str(GIT_ERROR_CALLBACK, why);
    return GIT_EAUTH;
}

static int sign_in_by_password(git_credential **out, struct session *session, const char *url)
{
    const struct session_host *host = session->host;
    const char *password = host->address.password ? host->address.password : host->token;
    const char *user = host->address.user ? host->address.user : token_user;
    if (!repo_address_is_same_host(url, host->address.url))
        return refuse(_("the git host sends us elsewhere, where our token does not go"));
    if (!password)
        return refuse(_("the git host wants to know who we are: set PREGON_GIT_TOKEN"));
    if (session->tried++)
        return refuse(_("the git host does not accept our token"));
    return git_credential_userpass_plaintext_new(out, user, password);
}

static int sign_in_by_key(git_credential **out, struct session *session, const char *user)
{
    if (session->tried >= session->key_count)
        return refuse(session->key_count ? _("the git host accepts none of our SSH keys")
                                         : _("there is no SSH key: neither an agent nor a file "
                                             "~/.ssh/id_ed25519, id_ecdsa or id_rsa"));
    const char *key = session->keys[session->tried++];
    if (!*key)
        return git_credential_ssh_key_from_agent(out, user);
    /* libssh2 makes out the public half by itself, but can't do without a file that we name. */
    const char *half = arena_printf(&session->arena, "%s.pub", key);
    return git_credential_ssh_key_new(out, user, files_exist(half) ? half : NULL, key, NULL);
}

static int sign_in(git_credential **out, const char *url, const char *user, unsigned types,
                   void *payload)
{
    struct session *session = payload;
    if (types & GIT_CREDENTIAL_USERNAME) {
        const struct passwd *self = getpwuid(geteuid());
        return git_credential_username_new(out, self ? self->pw_name : "git");
    }
    if (session->host->address.is_ssh && (types & GIT_CREDENTIAL_SSH_KEY))
        return sign_in_by_key(out, session, user);
    if (!session->host->address.is_ssh && (types & GIT_CREDENTIAL_USERPASS_PLAINTEXT))
        return sign_in_by_password(out, session, url);
    return refuse(_("the git host wants us to sign in in a way that we do not know"));
}

static void find_keys(struct session *session)
{
    /* RSA last: libssh2 1.10 signs with SHA-1 then, which new hosts refuse. */
    static const char *const names[] = { "id_ed25519", "id_ecdsa", "id_rsa" };
    const char *home = environment_get(SETTING_HOME);
    const char *agent = environment_get(SETTING_SSH_AUTH_SOCK);
    if (agent && files_exist(agent))
        session->keys[session->key_count++] = "";
    for (size_t i = 0; home && i < sizeof names / sizeof names[0]; i++) {
        const char *path = arena_printf(&session->arena, "%s/.ssh/%s", home, names[i]);
        if (files_exist(path))
            session->keys[session->key_count++] = path;
    }
}

/* ---- What the host says ---- */

static int hear(const char *text, int bytes, void *payload)
{
    struct session *session = payload;
    size_t old = strlen(session->said);
    size_t room = sizeof session->said - 1 - old;
    size_t more = bytes > 0 ? (size_t)bytes : 0;
    if (more > room)
        more = room;
    memcpy(session->said + old, text, more);
    session->said[old + more] = '\0';
    /* A NUL among the bytes must not hide what follows. */
    for (size_t i = old; i < old + more; i++)
        if (!session->said[i])
            session->said[i] = ' ';
    return 0;
}

const char *session_said(struct session *session)
{
    const char *out = "";
    for (const char *at = session->said; *at;) {
        at += strspn(at, " \t\r\n");
        size_t bytes = strcspn(at, "\r\n");
        size_t kept = bytes;
        while (kept && (at[kept - 1] == ' ' || at[kept - 1] == '\t'))
            kept--;
        if (kept)
            out = arena_printf(&session->arena, "%s%s%.*s", out, *out ? " / " : "", (int)kept, at);
        at += bytes;
    }
    return out;
}

/* ---- What went wrong ---- */

static void take_down(struct session *session, int result)
{
    const git_error *last = git_error_last();
    struct session_failure *failure = &session->failure;
    failure->result = result;
    failure->error_class = last ? last->klass : GIT_ERROR_NONE;
    snprintf(failure->text, sizeof failure->text, "%s", last && last->message ? last->message : "");
    git_error_clear();
}

const char *session_explain(struct session *session)
{
    static const struct {
        const char *sign, *words;
    } known[] = {
        { "status code: 401", N_("the git host does not accept our token (401)") },
        { "status code: 403", N_("the git host says that our token does not allow this (403)") },
        { "status code: 404",
          N_("there is no such repository there, or our token does not allow to see it (404)") },
        { "hostkey",
          N_("the git host's SSH key is not the one in ~/.ssh/known_hosts, or none is there: "
             "connect once by hand with ssh, and compare the fingerprint") },
    };
    const struct session_failure *failure = &session->failure;
    const char *said = session_said(session);
    const char *words =
        *failure->text ? failure->text : _("the git host's answer can't be understood");
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcasestr(failure->text, known[i].sign)) {
            words = _(known[i].words);
            break;
        }
    }
    if (failure->result == GIT_ECERTIFICATE && !session->host->address.is_ssh)
        words = arena_printf(&session->arena, "%s (%s)",
                             _("the git host's certificate is not valid"), failure->text);
    return *said ? arena_printf(&session->arena, "%s: %s", words, said) : words;
}

int session_fail(struct session *session, int result, struct err *err)
{
    take_down(session, result);
    return err_set(err, ERR_SYSTEM, "'%s': %s", session->host->address.shown,
                   session_explain(session));
}

/* ---- Connecting ---- */

static int connect_once(struct session *session, git_direction direction)
{
    git_remote_create_options create;
    git_remote_connect_options options;
    if (git_remote_create_options_init(&create, GIT_REMOTE_CREATE_OPTIONS_VERSION) < 0 ||
        git_remote_connect_options_init(&options, GIT_REMOTE_CONNECT_OPTIONS_VERSION) < 0)
        return -1;
    create.repository = session->git;
    create.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
    options.callbacks = session->callbacks;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    git_remote_free(session->remote);
    session->remote = NULL;
    int result = git_remote_create_with_opts(&session->remote, session->host->address.url, &create);
    return result < 0 ? result : git_remote_connect_ext(session->remote, direction, &options);
}

/* The child speaks to the host and keeps what it got in the store, and that is all. Names of hosts
 * are asked for over TCP where the answer is long. */
static void give_up(const struct session_host *host)
{
    enum { PORT_NAMES = 53 };
    const char *const writable[] = { host->store, NULL };
    const uint16_t ports[] = { repo_address_port(host->address.url), PORT_NAMES, 0 };
    sandbox_bound(writable, ports); /* what the system can't do, the command has said */
}

int session_begin(struct session *session, const struct session_host *host, git_direction direction,
                  struct err *err)
{
    session->host = host;
    give_up(host);
    if (start_anew(host, err) != 0)
        return -1;
    if (git_repository_open_bare(&session->git, host->store) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot open our git folder '%s'"), host->store);
    if (git_remote_init_callbacks(&session->callbacks, GIT_REMOTE_CALLBACKS_VERSION) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot start libgit2"));
    session->callbacks.credentials = sign_in;
    session->callbacks.sideband_progress = hear;
    session->callbacks.payload = session;
    if (host->address.is_ssh)
        find_keys(session);
    int result;
    size_t before;
    do {
        /* Some keys end the connection, such as one with a passphrase: the next gets another. */
        before = session->tried;
        result = connect_once(session, direction);
    } while (result < 0 && host->address.is_ssh && session->tried > before &&
             session->tried < session->key_count);
    return result < 0 ? session_fail(session, result, err) : 0;
}

void session_end(struct session *session)
{
    git_remote_free(session->remote);
    git_repository_free(session->git);
    arena_release(&session->arena);
}
