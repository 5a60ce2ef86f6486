/* commit-records REPO N: records N deliveries in one commit as publish does (io/repo.h) and prints
 * the milliseconds that it took, to be held against `floor commit REPO N`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/repo.h"

static double now_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

/* The records that floor.c writes. */
static struct repo_change *build_records(struct arena *arena, size_t count)
{
    struct repo_change *changes = arena_alloc_array(arena, count, sizeof *changes);
    for (size_t i = 0; i < count; i++) {
        const char *text = arena_printf(
            arena, "post: 2026/11/p%06zu\nstate: sent\nrun: %f\n%0300zu\n", i, now_ms(), i);
        changes[i] = (struct repo_change){
            .path = arena_printf(arena, "deliveries/2026/11/p%06zu/blog.yml", i),
            .data = text,
            .bytes = strlen(text),
        };
    }
    return changes;
}

int main(int argc, char **argv)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(repo_close) struct repo *repo = NULL;
    struct err err = { 0 };
    const char *parent, *commit;
    enum move_outcome outcome;
    if (argc != 3) {
        fputs("usage: commit-records REPO N\n", stderr);
        return 2;
    }
    size_t count = (size_t)strtoul(argv[2], NULL, 10);
    struct repo_change *changes = build_records(&arena, count);
    double start = now_ms();
    if (repo_open(&repo, argv[1], &err) != 0 ||
        repo_resolve(repo, &arena, "HEAD", &parent, &err) != 0 ||
        repo_commit(repo, &arena, parent, changes, count, "record: as the bench has it", 1790000000,
                    &commit, &err) != 0 ||
        repo_move(repo, "refs/heads/main", parent, commit, &outcome, &err) != 0) {
        fprintf(stderr, "commit-records: %s\n", err.text);
        return 4;
    }
    printf("%.2f\n", now_ms() - start);
    return outcome == MOVE_DONE ? 0 : 4;
}
