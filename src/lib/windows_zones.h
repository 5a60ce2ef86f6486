/* Time zones by the names that Windows has for them, which Outlook writes into calendars. */
#ifndef PREGON_LIB_WINDOWS_ZONES_H
#define PREGON_LIB_WINDOWS_ZONES_H

/* IANA's name of "Romance Standard Time", or NULL where Windows has no such zone, or we don't know
 * it. Where one stands for several, it is the largest city's. */
const char *windows_zone(const char *name);

#endif
