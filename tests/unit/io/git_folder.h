/* Repositories for tests, made with libgit2's index rather than with io/repo.
 *
 *     CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
 *     git_folder_init(&folder, "");
 *     git_folder_commit(&folder, "", "refs/heads/main", commit,
 *                       (struct git_file[]){ { "a.md", "Hola", GIT_FILEMODE_BLOB }, { 0 } }); */
#ifndef PREGON_TESTS_UNIT_GIT_FOLDER_H
#define PREGON_TESTS_UNIT_GIT_FOLDER_H

#include <git2.h>

#include "../folder.h"

struct git_file {
    const char *path; /* NULL ends the list */
    const char *data; /* of a link: where it leads; of a submodule: a commit's id */
    git_filemode_t mode;
};

/* A repository with a work tree in `below` (a bare one where that ends in ".git"), its HEAD at
 * refs/heads/main. */
void git_folder_init(const struct folder_for_test *folder, const char *below);
/* A commit of exactly these files on top of what `reference` is, which it becomes; its id goes to
 * `commit`. */
void git_folder_commit(const struct folder_for_test *folder, const char *below,
                       const char *reference, char commit[GIT_OID_HEXSZ + 1],
                       const struct git_file *files);

#endif
