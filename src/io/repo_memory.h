/* libgit2's memory. */
#ifndef PREGON_IO_REPO_MEMORY_H
#define PREGON_IO_REPO_MEMORY_H

/* To be called before each git_libgit2_init(): from then on libgit2 never sees an allocation fail.
 * It does not get along with that: 1.5 reads memory that it never filled where a copy of a
 * configuration fails (found 2026-11 by tests/cli/98-sweep-memory.sh). */
void repo_memory_set_up(void);

#endif
