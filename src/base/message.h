/* Messages for people, in their language, through gettext: Spanish and English are equals.
 *
 * `_("text")` is the translated text, `N_("text")` marks text in a table that is translated where
 * it is used. main.c opens the catalogue. Machine formats and records are never translated. */
#ifndef PREGON_BASE_MESSAGE_H
#define PREGON_BASE_MESSAGE_H

#include <libintl.h>

/* Literals are looked up once: a site of 10,000 posts asks for half a million texts, and gettext()
 * takes two locks for each. */
#define _(text) (__builtin_constant_p(text) ? message_translated(text) : gettext(text))
#define N_(text) (text)

/* The translation of a text that never moves nor changes: a literal, or N_() in a table. */
const char *message_translated(const char *text) __attribute__((format_arg(1)));

/* The language has changed: what was looked up no longer holds. */
void message_forget(void);

/* What the catalogue says of itself: another language or edition says something else. */
static inline const char *message_catalogue(void)
{
    const char *description = "";
    return gettext(description);
}

#endif
