/* The person's editor. */
#include "io/editor.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/message.h"
#include "io/environment.h"

/* By the shell, since people write `EDITOR="code --wait"`; the path is an argument of its own. */
static void become_editor(const char *editor, const char *path)
{
    static const char script[] = "exec $0 \"$1\"";
    execl("/bin/sh", "sh", "-c", script, editor, path, (char *)NULL);
    _exit(127);
}

int editor_open(const char *path, struct err *err)
{
    const char *visual = environment_get(SETTING_VISUAL);
    const char *editor = visual ? visual : environment_get(SETTING_EDITOR);
    if (!editor || !environment_is_terminal(STDIN_FILENO) ||
        !environment_is_terminal(STDOUT_FILENO))
        return 0;
    pid_t child = fork();
    if (child < 0)
        return err_set(err, ERR_SYSTEM, _("cannot start another process: %s"), strerror(errno));
    if (child == 0)
        become_editor(editor, path);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0
               ? 0
               : err_set(err, ERR_SYSTEM, _("the editor '%s' failed; the file is '%s'"), editor,
                         path);
}
