/* A ledger in a repository of its own, for tests.
 *
 *     CLEANUP(ledger_folder_close) struct ledger_folder folder = ledger_folder_open();
 *     ledger_folder_commit(&folder, (struct git_file[]){ … });
 *     struct ledger ledger = ledger_folder_read(&folder); */
#ifndef PREGON_TESTS_UNIT_LEDGER_FOLDER_H
#define PREGON_TESTS_UNIT_LEDGER_FOLDER_H

#include "../io/git_folder.h"
#include "base/arena.h"
#include "ledger/ledger.h"

struct ledger_folder {
    struct folder_for_test folder;
    struct arena arena;
    struct repo *repo;
    char tip[GIT_OID_HEXSZ + 1]; /* "" before the first commit */
};

struct ledger_folder ledger_folder_open(void);
void ledger_folder_close(struct ledger_folder *folder);

/* A commit of exactly these files on the ledger's branch, which `tip` then names. */
void ledger_folder_commit(struct ledger_folder *folder, const struct git_file *files);
struct ledger ledger_folder_read(struct ledger_folder *folder);

/* The text of a record in that state, of attempt 1 and nonce n1. */
const char *ledger_folder_record(struct arena *arena, const char *post, const char *account,
                                 const char *state);

#endif
