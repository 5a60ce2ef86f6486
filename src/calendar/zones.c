/* Zones, from the system's folder or from the program itself. */
#include "calendar/zones.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "io/files.h"
#include "lib/zone.h"

/* A name becomes a path: only what zone names are made of, and no step out of the folder. */
static bool is_zone_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_+-/";
    size_t bytes = strlen(name);
    return bytes > 0 && bytes < 64 && strspn(name, letters) == bytes && name[0] != '/' &&
           name[bytes - 1] != '/' && !strstr(name, "//");
}

static int no_such_zone(const char *name, struct err *err)
{
    size_t count;
    const char *const *names = zone_names(&count);
    const char *nearest = text_nearest(name, names, count);
    if (nearest)
        return err_set(err, ERR_INPUT, _("there is no time zone '%s'; did you mean '%s'?"), name,
                       nearest);
    return err_set(err, ERR_INPUT,
                   _("there is no time zone '%s'; write one as 'Europe/Madrid' or "
                     "'America/Mexico_City'"),
                   name);
}

int zones_load(const struct zone **out, struct arena *arena, const char *name, struct err *err)
{
    static const char *const folders[] = { "/usr/share/zoneinfo", "/usr/share/lib/zoneinfo",
                                           "/etc/zoneinfo", "/var/db/timezone/zoneinfo" };
    struct err ignored = { 0 };
    char *data;
    size_t bytes;
    if (!is_zone_name(name))
        return no_such_zone(name, err);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        const char *path = arena_printf(arena, "%s/%s", folders[i], name);
        /* Broken or foreign data there is as good as none: the bundle stands in. */
        if (files_read(arena, path, LIMIT_ZONE_BYTES, &data, &bytes, &ignored) == 0 &&
            zone_parse(out, arena, name, data, bytes, &ignored) == 0)
            return 0;
    }
    const void *bundled = zone_bundled(name, &bytes);
    if (!bundled)
        return no_such_zone(name, err);
    return zone_parse(out, arena, name, bundled, bytes, err);
}
