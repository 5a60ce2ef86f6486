/* Makings: what was asked for, and whether the calendar and the brand know it. */
#include "commands/making.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/project.h"
#include "commands/redate.h"
#include "lib/moment.h"
#include "lib/value.h"
#include "lib/zone.h"

static int check_targets(const struct making *making, const char *list, struct err *err)
{
    struct arena *arena = making->invocation->arena;
    const struct workspace *workspace = &making->project.workspace;
    char *rest = list ? arena_strdup(arena, list) : NULL;
    for (char *one; rest && (one = strsep(&rest, ","));) {
        one += strspn(one, " ");
        one[strcspn(one, " ")] = '\0';
        if (lookup_target(workspace, one, err) != 0)
            return -1;
    }
    return 0;
}

int making_check_date(const struct making *making, const char *date, struct err *err)
{
    struct moment moment;
    if (!date)
        return 0;
    if (moment_parse(&moment, date) != 0) {
        const char *right = moment_suggest(making->invocation->arena, date);
        return err_set(err, ERR_USAGE, _("'%s' is no time that I know; write '%s'"), date,
                       right ? right : "2026-11-24 09:30");
    }
    return redate_check(date, making->project.workspace.calendar.zone, err);
}

/* One of the brand's, or as a region speaks it: `es-MX` where the brand has `es`. */
static int check_language(const struct making *making, const char *language, struct err *err)
{
    if (!language)
        return 0;
    const struct names *all = &making->project.workspace.brand.languages;
    struct text_buffer list = text_buffer_in(making->invocation->arena, LIMIT_PATH_BYTES);
    for (size_t i = 0; i < all->count; i++) {
        const char *known = all->items[i].text;
        size_t bytes = strlen(known);
        if (value_is_language(language) && strncmp(language, known, bytes) == 0 &&
            (!language[bytes] || language[bytes] == '-'))
            return 0;
        text_printf(&list, "%s%s", i ? ", " : "", known);
    }
    return err_set(err, ERR_USAGE, _("the brand does not speak '%s': brand.yml has %s"), language,
                   text_end(&list));
}

int making_check(const struct making *making, struct err *err)
{
    const struct invocation *invocation = making->invocation;
    const struct workspace *workspace = &making->project.workspace;
    const char *queue = invocation_value(invocation, "queue");
    const char *campaign = invocation_value(invocation, "campaign");
    if (lookup_queue(workspace, queue, err) != 0 ||
        check_targets(making, invocation_value(invocation, "accounts"), err) != 0 ||
        lookup_campaign(workspace, campaign, err) != 0 ||
        check_language(making, invocation_value(invocation, "language"), err) != 0)
        return -1;
    return making_check_date(making, invocation_value(invocation, "date"), err);
}

struct local_time making_month(const struct making *making, const char *date)
{
    struct moment moment;
    if (date && moment_parse(&moment, date) == 0 && moment.kind != MOMENT_INSTANT)
        return moment.local;
    int64_t utc = date && moment_parse(&moment, date) == 0 ? moment.utc : making->project.now_utc;
    return zone_local(making->project.workspace.calendar.zone, utc);
}
