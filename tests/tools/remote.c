/* Speaks to a git host as publish does (io/repo_remote.h), for the scripts of tests/cli. The
 * current folder's repository has the store; PREGON_GIT_TOKEN is the token.
 *
 *   remote [-t MS] fetch URL REF...             prints the main branch, then "REF ID" for each; a
 * REF that begins with `=` may stay in the repository remote [-t MS] push URL REF FROM|- TO prints
 * the outcome and, behind it, the reason remote [-t MS] probe URL                    prints whether
 * we may push remote commit PARENT|- PATH TEXT            a commit in the store; prints its id */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "io/repo.h"
#include "io/repo_remote.h"
#include "io/secret.h"

static struct arena arena;
static struct repo *repo, *store;
static struct repo_remote remote;

static int fetch(int count, char **names, struct err *err)
{
    struct repo_ref refs[REPO_REFS_MAX] = { 0 };
    const char *main_branch = NULL;
    for (int i = 0; i < count && i < REPO_REFS_MAX; i++) {
        refs[i].name = names[i] + (*names[i] == '=');
        refs[i].known_to = *names[i] == '=' ? repo : NULL;
    }
    if (repo_fetch(store, &arena, &remote, refs, (size_t)count, &main_branch, err) != 0)
        return -1;
    printf("%s\n", main_branch ? main_branch : "-");
    for (int i = 0; i < count; i++)
        printf("%s %s%s\n", refs[i].name, refs[i].commit ? refs[i].commit : "-",
               refs[i].commit && !repo_has_commit(store, refs[i].commit) ? " not here" : "");
    return 0;
}

static const char *id(const char *text) { return strcmp(text, "-") == 0 ? NULL : text; }

static int push(char **arguments)
{
    static const char *const words[] = { "accepted", "lost", "refused", "credentials", "unknown" };
    const char *reason = "";
    enum push_outcome outcome =
        repo_push(store, &arena, &remote, arguments[0], id(arguments[1]), arguments[2], &reason);
    printf("%s: %s\n", words[outcome], reason);
    return 0;
}

static int commit(char **arguments, struct err *err)
{
    struct repo_change change = { arguments[1], arguments[2], strlen(arguments[2]) };
    const char *made;
    if (repo_commit(store, &arena, id(arguments[0]), &change, 1, "record: 1 sent", 1790000000,
                    &made, err) != 0)
        return -1;
    printf("%s\n", made);
    return 0;
}

static int probe(struct err *err)
{
    bool may_push;
    if (repo_remote_probe(store, &arena, &remote, &may_push, err) != 0)
        return -1;
    puts(may_push ? "may push" : "may not push");
    return 0;
}

static int run(int count, char **arguments, struct err *err)
{
    const char *word = count > 1 ? arguments[0] : "";
    remote.url = arguments[1];
    if (strcmp(word, "fetch") == 0)
        return fetch(count - 2, arguments + 2, err);
    if (strcmp(word, "push") == 0 && count == 5)
        return push(arguments + 2);
    if (strcmp(word, "probe") == 0)
        return probe(err);
    if (strcmp(word, "commit") == 0 && count == 4)
        return commit(arguments + 1, err);
    return err_set(err, ERR_USAGE, "see the head of remote.c");
}

int main(int count, char **arguments)
{
    struct err err = { 0 };
    const struct secret *token = secret_git_token();
    remote.token = token ? token->value : NULL;
    count--, arguments++;
    if (count > 2 && strcmp(arguments[0], "-t") == 0) {
        remote.deadline_ms = strtol(arguments[1], NULL, 10);
        count -= 2, arguments += 2;
    }
    int result = repo_open(&repo, ".", &err);
    if (result == 0)
        result = repo_store_open(&store, repo, &err);
    if (result == 0)
        result = run(count, arguments, &err);
    if (result != 0)
        fprintf(stderr, "remote: %s\n", err.text);
    repo_close(&store);
    repo_close(&repo);
    arena_release(&arena);
    return err_exit_status(err.kind);
}
