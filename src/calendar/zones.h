/* Zones by their names: the system's data first, since it is newer, then the bundled copy. */
#ifndef PREGON_CALENDAR_ZONES_H
#define PREGON_CALENDAR_ZONES_H

struct arena;
struct err;
struct zone;

/* `name` as IANA writes it, "Europe/Madrid". ERR_INPUT with a did-you-mean where there is no such
 * zone; ERR_SYSTEM where its data is broken. */
int zones_load(const struct zone **out, struct arena *arena, const char *name, struct err *err)
    __attribute__((warn_unused_result));

#endif
