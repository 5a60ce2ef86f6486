/* A case's folder laid out as a workspace: tests/run-cases says which file goes where. */
#ifndef PREGON_TESTS_TOOLS_CASES_WORKSPACE_H
#define PREGON_TESTS_TOOLS_CASES_WORKSPACE_H

struct arena;

/* Makes `work`: what is in the folder `base`, the case in `folder` over it, and a git repository
 * where the case asks for one. 0, or -1 and `why` says what is wrong. */
int workspace_lay_out(const char **why, struct arena *arena, const char *work, const char *base,
                      const char *folder);

#endif
