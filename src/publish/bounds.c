/* The bounds of a run. */
#include "publish/bounds.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "io/files.h"
#include "io/output.h"
#include "io/repo.h"
#include "io/repo_address.h"
#include "io/sandbox.h"
#include "lib/origin.h"
#include "model/account.h"
#include "model/network.h"
#include "model/workspace.h"
#include "publish/run.h"

/* A network's service may name another of its servers while logging in: on the usual port. Names of
 * hosts are asked for over TCP where the answer is long. */
enum { PORT_HTTPS = 443, PORT_NAMES = 53, FIXED_PORTS = 5 };

static uint16_t port_of_remote(const char *url)
{
    return url ? repo_address_port(url) : PORT_HTTPS;
}

static uint16_t port_of_service(struct arena *arena, const struct account *account)
{
    struct origin origin;
    struct err ignored = { 0 };
    return account->service && origin_parse(&origin, arena, account->service, &ignored) == 0
               ? (uint16_t)origin.port
               : PORT_HTTPS;
}

static const uint16_t *find_ports(struct run *run)
{
    const struct workspace *workspace = run->plan.workspace;
    uint16_t *ports =
        arena_alloc_array(run->arena, workspace->account_count + FIXED_PORTS, sizeof *ports);
    size_t count = 0;
    ports[count++] = PORT_HTTPS;
    ports[count++] = PORT_NAMES;
    ports[count++] = port_of_remote(run->place.url);
    ports[count++] = port_of_remote(run->place.content_url);
    for (size_t i = 0; i < workspace->account_count; i++)
        ports[count++] = port_of_service(run->arena, &workspace->accounts[i]);
    ports[count] = 0;
    return ports;
}

/* The folder itself, or the nearest above it that is there: it is made later. */
static const char *nearest(struct run *run, const char *folder)
{
    char *path = arena_printf(run->arena, "%s/%s", run->root, folder);
    while (strlen(path) > strlen(run->root) && !files_is_folder(path))
        *strrchr(path, '/') = '\0';
    return path;
}

static const char *const *find_writable(struct run *run)
{
    const struct workspace *workspace = run->plan.workspace;
    const char **folders =
        arena_alloc_array(run->arena, workspace->account_count + 2, sizeof *folders);
    size_t count = 0;
    const char *git = repo_git_folder(run->place.repo);
    folders[count++] = run->place.url ? arena_printf(run->arena, "%spregon", git) : git;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (account->network && account->network->is_offline)
            folders[count++] = account->out ? nearest(run, account->out) : run->root;
    }
    folders[count] = NULL;
    return folders;
}

void bounds_enter(struct run *run)
{
    if (run->options.is_one_of_all)
        return; /* the next workspace has other services */
    unsigned done = sandbox_bound(find_writable(run), find_ports(run));
    if (run->verbosity > 0) /* of the rest it was said before */
        sandbox_tell(run->log, done | SANDBOX_FILES | SANDBOX_CALLS, true);
}
