/* Starting libgit2, in a thread of its own, beside whatever else is to be done first.
 *
 * Its start reads the machine's certificates where it was built with mbedTLS (Debian's is): 55 of
 * the 68 million instructions of its start, measured 2026-11 with libgit2 1.5. Nothing here needs
 * them: connections are made in a child process, which starts it anew (repo_session.c). So the
 * thread gives up reading /etc first, where Linux lets it (Landlock); elsewhere it only takes
 * longer. */
#include <pthread.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/message.h"
#include "io/repo.h"
#include "io/repo_internal.h"
#include "io/repo_memory.h"
#include "io/sandbox.h"

#include "late/git2.h"

static struct {
    pthread_t thread;
    bool is_running; /* and has to be joined */
    int result;      /* of git_libgit2_init() */
} library;

static void init(void)
{
    repo_memory_set_up();
    library.result = git_libgit2_init();
    if (library.result < 0)
        return;
    /* Extensions of the repository format that change nothing for who reads objects and moves
     * references. libgit2 1.5 refuses to open a repository with an extension it does not know. */
    const char *extensions[] = { "worktreeconfig", "partialclone", "relativeworktrees",
                                 "preciousobjects" };
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, sizeof extensions / sizeof extensions[0]);
    /* A record must survive a power cut once a run has acted on it. */
    git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
}

static void *start(void *nothing)
{
    int version[3];
    git_libgit2_version(&version[0], &version[1], &version[2]); /* loads it, and what it needs */
    sandbox_leave_files();
    init();
    return nothing;
}

static void begin_once(void)
{
    library.is_running = pthread_create(&library.thread, NULL, start, NULL) == 0;
    if (!library.is_running)
        init();
}

void repo_library_begin(void)
{
    static pthread_once_t begun = PTHREAD_ONCE_INIT;
    pthread_once(&begun, begin_once);
}

void repo_library_wait(void)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    if (library.is_running)
        pthread_join(library.thread, NULL);
    library.is_running = false;
    pthread_mutex_unlock(&lock);
}

int repo_library_start(struct err *err)
{
    repo_library_begin();
    repo_library_wait();
    return library.result < 0 ? err_set(err, ERR_SYSTEM, _("cannot start libgit2")) : 0;
}

int repo_library_restart(struct err *err)
{
    while (git_libgit2_shutdown() > 0)
        continue;
    init();
    return library.result < 0 ? err_set(err, ERR_SYSTEM, _("cannot start libgit2")) : 0;
}
