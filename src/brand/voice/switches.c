/* Switches in comments, as Vale reads them. */
#include "brand/voice/switches.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"

static const struct voice_switches all_on;

static struct voice_switches *copy(const struct voice_switches *before, struct arena *arena)
{
    return arena_copy(arena, before ? before : &all_on, sizeof *before);
}

static void set(struct voice_switches *switches, struct arena *arena, const char *name, bool is_off)
{
    struct voice_switch *one = arena_alloc(arena, sizeof *one);
    *one = (struct voice_switch){ .before = switches->last, .name = name, .is_off = is_off };
    switches->last = one;
}

/* The last word about `name`. */
static bool is_off(const struct voice_switches *switches, const char *name, size_t name_bytes)
{
    for (const struct voice_switch *at = switches->last; at; at = at->before)
        if (strlen(at->name) == name_bytes && memcmp(at->name, name, name_bytes) == 0)
            return at->is_off;
    return false;
}

/* `Style.Rule["this", "that"]`: those matches alone. */
static bool set_matches(struct voice_switches *switches, struct arena *arena, const char *subject,
                        bool is_off_now)
{
    const char *bracket = strchr(subject, '[');
    const struct json *list;
    struct err ignored = { 0 };
    size_t bytes = strlen(subject);
    if (!bracket || !memchr(subject, '.', (size_t)(bracket - subject)) ||
        subject[bytes - 1] != ']' ||
        json_parse(&list, arena, bracket, strlen(bracket), &ignored) != 0 ||
        list->kind != JSON_ARRAY)
        return false;
    for (const struct json *item = list->first; item; item = item->next)
        if (item->kind == JSON_STRING)
            set(switches, arena,
                arena_printf(arena, "%.*s[%s]", (int)(bracket - subject), subject, item->string),
                is_off_now);
    return true;
}

/* `A, B`: these styles and no others. */
static void set_styles(struct voice_switches *switches, struct arena *arena, const char *list,
                       const struct names *styles)
{
    for (size_t i = 0; i < styles->count; i++)
        set(switches, arena, styles->items[i].text, true);
    while (*list) {
        size_t bytes = strcspn(list, ",");
        set(switches, arena, arena_strndup(arena, list, bytes), false);
        list += bytes;
        list += strspn(list, ", ");
    }
}

const struct voice_switches *voice_switches_read(const struct voice_switches *before,
                                                 struct arena *arena, const char *comment,
                                                 size_t bytes, const struct names *styles)
{
    if (bytes < 6 || memcmp(comment, "vale ", 5) != 0)
        return before;
    const char *words = arena_strndup(arena, comment + 5, bytes - 5);
    struct voice_switches *switches = copy(before, arena);
    if (strcmp(words, "off") == 0 || strcmp(words, "on") == 0) {
        switches->is_off = words[1] == 'f';
        return switches;
    }
    const char *equals = NULL;
    for (const char *at = words; (at = strstr(at, " = ")); at++)
        equals = at;
    if (!equals)
        return before;
    const char *subject = arena_strndup(arena, words, (size_t)(equals - words));
    const char *value = equals + 3;
    bool turns_off = strcmp(value, "NO") == 0 || strcmp(value, "off") == 0;
    bool turns_on = strcmp(value, "YES") == 0 || strcmp(value, "on") == 0;
    if (turns_off || turns_on) {
        if (!set_matches(switches, arena, subject, turns_off))
            set(switches, arena, subject, turns_off);
        return switches;
    }
    if (strcmp(subject, "style") == 0 || strcmp(subject, "styles") == 0) {
        set_styles(switches, arena, value, styles);
        return switches;
    }
    return before;
}

const struct voice_switches *voice_switches_end(const struct voice_switches *before,
                                                struct arena *arena)
{
    struct voice_switches *switches = copy(before, arena);
    switches->last = NULL;
    return switches;
}

bool voice_switches_rule(const struct voice_switches *switches, const char *rule)
{
    if (!switches)
        return false;
    return switches->is_off || is_off(switches, rule, strcspn(rule, ".")) ||
           is_off(switches, rule, strlen(rule));
}

bool voice_switches_match(const struct voice_switches *switches, const char *rule, const char *text,
                          size_t bytes)
{
    size_t rule_bytes = strlen(rule);
    for (const struct voice_switch *at = switches ? switches->last : NULL; at; at = at->before) {
        size_t name_bytes = strlen(at->name);
        if (name_bytes == rule_bytes + bytes + 2 && memcmp(at->name, rule, rule_bytes) == 0 &&
            at->name[rule_bytes] == '[' && memcmp(at->name + rule_bytes + 1, text, bytes) == 0)
            return at->is_off;
    }
    return false;
}
