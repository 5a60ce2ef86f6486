/* People of team.yml, by login, address, id and role. */
#include "commands/people.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "io/environment.h"
#include "io/repo.h"
#include "model/workspace.h"

const struct person *people_by_login(const struct workspace *workspace, enum host host,
                                     const char *login)
{
    for (size_t i = 0; i < workspace->person_count; i++) {
        const struct person *person = &workspace->people[i];
        const char *theirs = host == HOST_GITHUB ? person->github : person->gitlab;
        if (theirs && text_equal_ignoring_case(theirs, login))
            return person;
    }
    return NULL;
}

static const struct person *by_email(const struct workspace *workspace, const char *email)
{
    for (size_t i = 0; i < workspace->person_count; i++) {
        const struct person *person = &workspace->people[i];
        if (person->email && text_equal_ignoring_case(person->email, email))
            return person;
    }
    return NULL;
}

static int unknown_email(const struct workspace *workspace, const char *email, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const char **emails = arena_alloc_array(&scratch, workspace->person_count, sizeof *emails);
    size_t count = 0;
    for (size_t i = 0; i < workspace->person_count; i++)
        if (workspace->people[i].email)
            emails[count++] = workspace->people[i].email;
    const char *nearest = text_nearest(email, emails, count);
    if (nearest)
        return err_set(err, ERR_INPUT,
                       _("nobody in brand/team.yml has the address '%s' (git config user.email); "
                         "did you mean '%s'?"),
                       email, nearest);
    return err_set(err, ERR_INPUT,
                   _("nobody in brand/team.yml of the published branch has the address '%s' (git "
                     "config user.email): add it there"),
                   email);
}

int people_me(const struct person **out, struct arena *arena, const struct workspace *workspace,
              struct repo *repo, struct err *err)
{
    const char *github = environment_get(SETTING_GITHUB_ACTOR);
    const char *gitlab = environment_get(SETTING_GITLAB_USER);
    const char *user = environment_get(SETTING_USER);
    if (github || gitlab) {
        *out = people_by_login(workspace, github ? HOST_GITHUB : HOST_GITLAB,
                               github ? github : gitlab);
        return *out ? 0
                    : err_set(err, ERR_INPUT,
                              _("nobody in brand/team.yml of the published branch has the login "
                                "'%s': add it there as `%s`"),
                              github ? github : gitlab, github ? "github" : "gitlab");
    }
    const char *email = repo_user_email(repo, arena);
    *out = email ? by_email(workspace, email) : NULL;
    if (!*out && user)
        *out = workspace_person(workspace, user);
    if (*out)
        return 0;
    return email ? unknown_email(workspace, email, err)
                 : err_set(err, ERR_INPUT,
                           _("git does not say who you are: git config user.email ADDRESS, with "
                             "the one in brand/team.yml"));
}

int people_find(const struct person **out, const struct workspace *workspace, const char *id,
                struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    *out = workspace_person(workspace, id);
    if (*out)
        return 0;
    const char **ids = arena_alloc_array(&scratch, workspace->person_count, sizeof *ids);
    for (size_t i = 0; i < workspace->person_count; i++)
        ids[i] = workspace->people[i].id;
    const char *nearest = text_nearest(id, ids, workspace->person_count);
    if (nearest)
        return err_set(err, ERR_USAGE,
                       _("there is no person '%s' in brand/team.yml; did you mean '%s'?"), id,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no person '%s' in brand/team.yml"), id);
}

int people_require_role(const struct workspace *workspace, const char *role, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    size_t count = 0;
    size_t room = 0;
    for (size_t i = 0; i < workspace->person_count; i++)
        room += workspace->people[i].roles.count;
    const char **roles = arena_alloc_array(&scratch, room, sizeof *roles);
    for (size_t i = 0; i < workspace->person_count; i++) {
        const struct person *person = &workspace->people[i];
        if (person_has_role(person, role))
            return 0;
        for (size_t j = 0; j < person->roles.count; j++)
            roles[count++] = person->roles.items[j].text;
    }
    const char *nearest = text_nearest(role, roles, count);
    if (nearest)
        return err_set(err, ERR_USAGE,
                       _("nobody in brand/team.yml has the role '%s'; did you mean '%s'?"), role,
                       nearest);
    return err_set(err, ERR_USAGE, _("nobody in brand/team.yml has the role '%s'"), role);
}
