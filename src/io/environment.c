/* The environment: a closed list of names, so that no secret is ever read by accident. */
#include "io/environment.h"

#include <stdlib.h>
#include <unistd.h>

const char *environment_get(enum setting setting)
{
    static const char *const names[] = {
        [SETTING_NOW] = "PREGON_NOW",
        [SETTING_NO_COLOR] = "NO_COLOR",
        [SETTING_GITHUB_ACTOR] = "GITHUB_ACTOR",
        [SETTING_GITLAB_USER] = "GITLAB_USER_LOGIN",
        [SETTING_USER] = "USER",
        [SETTING_SSL_CERT_FILE] = "SSL_CERT_FILE",
        [SETTING_HOME] = "HOME",
        [SETTING_SSH_AUTH_SOCK] = "SSH_AUTH_SOCK",
        [SETTING_CI] = "CI",
        [SETTING_CACHE_HOME] = "XDG_CACHE_HOME",
        [SETTING_CONFIG_HOME] = "XDG_CONFIG_HOME",
        [SETTING_LIBRARY_PATH] = "LD_LIBRARY_PATH",
        [SETTING_VISUAL] = "VISUAL",
        [SETTING_EDITOR] = "EDITOR",
        [SETTING_COLUMNS] = "COLUMNS",
        [SETTING_PAGER] = "PAGER",
        [SETTING_NO_PAGER] = "NO_PAGER",
        [SETTING_TERM] = "TERM",
    };
    const char *value = getenv(names[setting]);
    return value && *value ? value : NULL;
}

bool environment_is_terminal(int fd) { return isatty(fd) == 1; }
