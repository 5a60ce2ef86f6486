/* The environment: settings that are no secrets. Secrets are io/secret.h's alone, and `check`,
 * `plan` and `build` never ask for one. */
#ifndef PREGON_IO_ENVIRONMENT_H
#define PREGON_IO_ENVIRONMENT_H

#include <stdbool.h>

enum setting {
    SETTING_NOW,           /* PREGON_NOW */
    SETTING_NO_COLOR,      /* NO_COLOR */
    SETTING_GITHUB_ACTOR,  /* GITHUB_ACTOR: who started the job */
    SETTING_GITLAB_USER,   /* GITLAB_USER_LOGIN */
    SETTING_USER,          /* USER */
    SETTING_SSL_CERT_FILE, /* SSL_CERT_FILE: authorities instead of the system's */
    SETTING_HOME,          /* HOME: where SSH keeps keys */
    SETTING_SSH_AUTH_SOCK, /* SSH_AUTH_SOCK: where SSH's agent listens */
    SETTING_CI,            /* CI: this is a job of one */
    SETTING_CACHE_HOME,    /* XDG_CACHE_HOME: the person's caches */
    SETTING_CONFIG_HOME,   /* XDG_CONFIG_HOME: the person's settings */
    SETTING_LIBRARY_PATH,  /* LD_LIBRARY_PATH: where libraries may lie */
    SETTING_VISUAL,        /* VISUAL: the person's editor */
    SETTING_EDITOR,        /* EDITOR: the same, where that is not set */
    SETTING_COLUMNS,       /* COLUMNS: how wide the terminal is */
    SETTING_PAGER,         /* PAGER: what shows long texts */
    SETTING_NO_PAGER,      /* NO_PAGER: nothing does */
    SETTING_TERM,          /* TERM: what the terminal can do */
};

/* The value, or NULL where it is not set or empty. It must not be changed. */
const char *environment_get(enum setting setting);

/* Whether `fd` is a terminal. */
bool environment_is_terminal(int fd);

#endif
