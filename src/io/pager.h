/* The pager: what is longer than the screen goes through $PAGER, or less.
 *
 * It is started before a command is sealed, and before anything foreign is read, since a sealed one
 * starts no program; short texts it shows and ends (less -F). Who quits it early ends nothing else:
 * the rest is written into the void, and the exit status is as without. */
#ifndef PREGON_IO_PAGER_H
#define PREGON_IO_PAGER_H

/* From here on standard output goes to it, and standard error where that is a terminal. At exit()
 * it is waited for. Does nothing where standard output is no terminal or a dumb one, where NO_PAGER
 * is set, and where PAGER is `cat`. To be called before anything is written. */
void pager_start(void);

#endif
