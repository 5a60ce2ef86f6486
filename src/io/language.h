/* The language of messages: the locale's, or the one that --lang names. */
#ifndef PREGON_IO_LANGUAGE_H
#define PREGON_IO_LANGUAGE_H

/* Opens the message catalogue that stands beside the program (../share/locale), so that a build
 * folder, an installed copy and a moved one all find theirs. `language` is NULL for the locale's.
 * Numbers and dates of machine formats stay in the C locale whatever the language. */
void language_open(const char *language);

/* The folder of the translations; NULL where it could not be found. */
const char *language_folder(void);

#endif
