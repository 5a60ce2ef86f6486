/* Repositories for tests: whatever fails here fails the test. */
#include "git_folder.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../test.h"

/* libgit2 1.5 never frees what its patterns of settings match in, whenever a repository of format
 * version 1 is opened; LeakSanitizer asks this function what is not ours. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libpcre2\n"; }

static git_repository *open_repository(const struct folder_for_test *folder, const char *below)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder->path, below);
    git_repository *git = NULL;
    assert_int_equal(git_repository_open_ext(&git, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL), 0);
    return git;
}

void git_folder_init(const struct folder_for_test *folder, const char *below)
{
    git_libgit2_init();
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder->path, below);
    git_repository_init_options options;
    assert_int_equal(
        git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION), 0);
    size_t bytes = strlen(below);
    bool is_bare = bytes >= 4 && strcmp(below + bytes - 4, ".git") == 0;
    options.flags = GIT_REPOSITORY_INIT_MKPATH | (is_bare ? GIT_REPOSITORY_INIT_BARE : 0U);
    options.initial_head = "main";
    git_repository *git = NULL;
    assert_int_equal(git_repository_init_ext(&git, path, &options), 0);
    git_repository_free(git);
}

static void write_tree(git_oid *out, git_repository *git, const struct git_file *files)
{
    git_index *index = NULL;
    assert_int_equal(git_index_new(&index), 0);
    for (; files->path; files++) {
        git_index_entry entry = { .mode = files->mode, .path = files->path };
        if (files->mode == GIT_FILEMODE_COMMIT)
            assert_int_equal(git_oid_fromstr(&entry.id, files->data), 0);
        else
            assert_int_equal(
                git_blob_create_from_buffer(&entry.id, git, files->data, strlen(files->data)), 0);
        assert_int_equal(git_index_add(index, &entry), 0);
    }
    assert_int_equal(git_index_write_tree_to(out, index, git), 0);
    git_index_free(index);
}

void git_folder_commit(const struct folder_for_test *folder, const char *below,
                       const char *reference, char commit[GIT_OID_HEXSZ + 1],
                       const struct git_file *files)
{
    git_repository *git = open_repository(folder, below);
    git_oid tree_id, id;
    git_tree *tree = NULL;
    git_commit *parent = NULL;
    git_signature *ana = NULL;
    write_tree(&tree_id, git, files);
    assert_int_equal(git_tree_lookup(&tree, git, &tree_id), 0);
    assert_int_equal(git_signature_new(&ana, "Ana", "ana@horno.example", 1790000000, 60), 0);
    if (git_reference_name_to_id(&id, git, reference) == 0)
        assert_int_equal(git_commit_lookup(&parent, git, &id), 0);
    const git_commit *parents[] = { parent };
    assert_int_equal(git_commit_create(&id, git, reference, ana, ana, NULL, "post: escribe", tree,
                                       parent ? 1 : 0, parents),
                     0);
    git_oid_tostr(commit, GIT_OID_HEXSZ + 1, &id);
    git_signature_free(ana);
    git_commit_free(parent);
    git_tree_free(tree);
    git_repository_free(git);
}
