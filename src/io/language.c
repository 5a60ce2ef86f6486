/* The language: setlocale and gettext's catalogue. */
#include "io/language.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "io/process.h"

/* The folder above the program's own: its prefix. */
static int find_prefix(char out[PATH_MAX])
{
    char path[PATH_MAX];
    if (!process_program_path(path))
        return -1;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (!slash)
            return -1;
        *slash = '\0';
    }
    memcpy(out, path, strlen(path) + 1);
    return 0;
}

/* Of the translations; "" before it is known. */
static char folder[PATH_MAX + sizeof "/share/locale"];

const char *language_folder(void) { return *folder ? folder : NULL; }

/* What the environment names, `es_ES.UTF-8`, as a language; NULL where that is none. */
static const char *wanted(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *value = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !(value && *value); i++)
        value = getenv(names[i]);
    return value && *value && strncmp(value, "C", strcspn(value, ".")) != 0 &&
                   strcmp(value, "POSIX") != 0
               ? value
               : NULL;
}

void language_open(const char *language)
{
    if (language)
        setenv("LANGUAGE", language, 1);
    const char *locale = setlocale(LC_MESSAGES, "");
    /* Named, but not installed, as in most images: its language is known all the same. */
    if (!language && !locale && (language = wanted())) {
        char name[sizeof "sr_RS@latin" + 8];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(language, "."), language);
        setenv("LANGUAGE", name, 0);
    }
    /* glibc translates nothing in the C locale, and a slim image has no other but C.UTF-8. */
    if (language && (!locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)) {
        if (!setlocale(LC_MESSAGES, "C.UTF-8"))
            setlocale(LC_MESSAGES, "en_US.UTF-8");
    }
    char prefix[PATH_MAX];
    if (find_prefix(prefix) == 0) {
        snprintf(folder, sizeof folder, "%s/share/locale", prefix);
        bindtextdomain("pregon", folder);
    }
    bind_textdomain_codeset("pregon", "UTF-8");
    textdomain("pregon");
    message_forget();
}
