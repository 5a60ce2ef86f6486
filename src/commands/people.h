/* People of team.yml: who somebody is whom git or a git host names. */
#ifndef PREGON_COMMANDS_PEOPLE_H
#define PREGON_COMMANDS_PEOPLE_H

struct arena;
struct err;
struct person;
struct repo;
struct workspace;

enum host { HOST_GITHUB, HOST_GITLAB };

/* The person with that login, whatever its case; NULL where there is none. */
const struct person *people_by_login(const struct workspace *workspace, enum host host,
                                     const char *login);
/* Who runs this: in a job of a CI service who started it, else by `user.email` of git's settings,
 * else by the user's name as an id. ERR_INPUT, with what to add to team.yml, where that is nobody
 * of it. */
int people_me(const struct person **out, struct arena *arena, const struct workspace *workspace,
              struct repo *repo, struct err *err) __attribute__((warn_unused_result));
/* The person of that id; ERR_USAGE with a did-you-mean. */
int people_find(const struct person **out, const struct workspace *workspace, const char *id,
                struct err *err) __attribute__((warn_unused_result));
/* 0 where somebody has the role; ERR_USAGE with a did-you-mean. */
int people_require_role(const struct workspace *workspace, const char *role, struct err *err)
    __attribute__((warn_unused_result));

#endif
