/* Roles, held against the people. */
#include "lib/role.h"

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "model/workspace.h"

static const char **list_roles(struct arena *arena, const struct workspace *workspace,
                               size_t *count)
{
    size_t room = 0;
    *count = 0;
    for (size_t i = 0; i < workspace->person_count; i++)
        room += workspace->people[i].roles.count;
    const char **roles = arena_alloc_array(arena, room, sizeof *roles);
    for (size_t i = 0; i < workspace->person_count; i++) {
        for (size_t j = 0; j < workspace->people[i].roles.count; j++)
            roles[(*count)++] = workspace->people[i].roles.items[j].text;
    }
    return roles;
}

static bool is_one_of(const char *role, const char *const *roles, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(roles[i], role))
            return true;
    }
    return false;
}

int role_check(struct reading *reading, const struct workspace *workspace,
               const struct names *roles)
{
    int status = 0;
    size_t count;
    if (!workspace->person_count || !roles->count)
        return 0;
    const char **known = list_roles(reading->arena, workspace, &count);
    for (size_t i = 0; i < roles->count; i++) {
        const struct name *role = &roles->items[i];
        if (is_one_of(role->text, known, count))
            continue;
        const char *nearest = text_nearest(role->text, known, count);
        if (nearest) {
            status = reading_complain(reading, "reference", role->where,
                                      _("nobody in brand/team.yml has the role '%s'; did you mean "
                                        "'%s'?"),
                                      reading_excerpt(reading, role->text), nearest);
            reading_suggest(reading, nearest);
        } else {
            status = reading_complain(reading, "reference", role->where,
                                      _("nobody in brand/team.yml has the role '%s'"),
                                      reading_excerpt(reading, role->text));
        }
    }
    return status;
}
