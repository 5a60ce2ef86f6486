/* A folder of its own for a test, with the files that the test puts there.
 *
 *     CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
 *     folder_write(&folder, "content/posts/a.md", "---\n---\nHola\n"); */
#ifndef PREGON_TESTS_UNIT_FOLDER_H
#define PREGON_TESTS_UNIT_FOLDER_H

#include <stddef.h>

struct folder_for_test {
    char path[512];
};

struct folder_for_test folder_make(void);
/* Both make the folders on the way. */
void folder_write(const struct folder_for_test *folder, const char *path, const char *text);
void folder_write_bytes(const struct folder_for_test *folder, const char *path, const void *data,
                        size_t bytes);
void folder_link(const struct folder_for_test *folder, const char *path, const char *target);
/* Everything below it goes too. */
void folder_remove(struct folder_for_test *folder);

#endif
