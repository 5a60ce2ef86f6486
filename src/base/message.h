/* Messages for people, in their language, through gettext: Spanish and English are equals.
 *
 * `_("text")` is the translated text, `N_("text")` marks text in a table that is translated where
 * it is used. main.c opens the catalogue. Machine formats and records are never translated. */
#ifndef PREGON_BASE_MESSAGE_H
#define PREGON_BASE_MESSAGE_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)

/* What the catalogue says of itself: another language or edition says something else. */
static inline const char *message_catalogue(void)
{
    const char *description = "";
    return gettext(description);
}

#endif
