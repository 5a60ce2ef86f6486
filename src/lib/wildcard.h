/* Wildcards for paths: `*` is anything but a slash, `**` anything, `?` one character, `[a-z]` one
 * of some, `{a,b}` one of some texts. */
#ifndef PREGON_LIB_WILDCARD_H
#define PREGON_LIB_WILDCARD_H

#include <stdbool.h>

/* `*` also matches slashes where `crosses` says so, as in editors' and Vale's patterns. */
bool wildcard_match(const char *pattern, const char *path, bool crosses);

#endif
