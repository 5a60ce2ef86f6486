/* Files that change: by inotify where there is one, else by looking at them again and again.
 *
 *     CLEANUP(watch_close) struct watch *watch = NULL;
 *     watch_open(&watch, folders);
 *     … wait for watch_fd(), or for WATCH_LOOK_MS where that is -1 …
 *     if (watch_changed(watch)) … */
#ifndef PREGON_IO_WATCH_H
#define PREGON_IO_WATCH_H

#include <stdbool.h>

struct watch;

enum { WATCH_LOOK_MS = 300 };

/* All that is below `folders`, which end with NULL; those that are not there yet are not watched.
 * A name that begins with a dot is left out, and so is what ends with `~`: editors' own. */
void watch_open(struct watch **out, const char *const *folders);
/* To wait for; -1: there is none, so ask every WATCH_LOOK_MS. */
int watch_fd(const struct watch *watch);
/* Whether something changed since it was asked last. What changes within some milliseconds is one
 * change. */
bool watch_changed(struct watch *watch);
/* Takes the address, as CLEANUP does; accepts NULL in it. */
void watch_close(struct watch **watch);

#endif
