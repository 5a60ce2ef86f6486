/* Every input of tests/fuzz/NAME/ once through its target: what was found stays mended. With
 * arguments: NAME FILE…, these alone. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../fuzz.h"

#define FUZZ_TARGET(name) int fuzz_##name(const uint8_t *data, size_t bytes);
#include "fuzz_targets.c"
#undef FUZZ_TARGET

struct target {
    const char *name;
    int (*run)(const uint8_t *data, size_t bytes);
};

#define FUZZ_TARGET(name) { #name, fuzz_##name },
static const struct target targets[] = {
#include "fuzz_targets.c"
};
#undef FUZZ_TARGET

enum { TARGETS = sizeof targets / sizeof *targets, FILE_BYTES = 1024 * 1024 };

/* The input in question, said where the target ends the program. */
static const char *volatile current;

static void say(int signal_number)
{
    fprintf(stderr, "fuzz-replay: it ended at %s\n", current);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* In memory of just its size, so that reading beyond it is noticed. */
static bool replay(const struct target *target, const char *path)
{
    static char room[FILE_BYTES];
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "fuzz-replay: can't read %s\n", path);
        return false;
    }
    size_t bytes = fread(room, 1, sizeof room, file);
    fclose(file);
    char *data = fuzz_bytes(room, bytes);
    current = path;
    target->run((const uint8_t *)data, bytes);
    free(data);
    return true;
}

static const struct target *find(const char *name)
{
    for (size_t i = 0; i < TARGETS; i++)
        if (strcmp(targets[i].name, name) == 0)
            return &targets[i];
    fprintf(stderr, "fuzz-replay: there is no target '%s'\n", name);
    exit(2);
}

static size_t replay_folder(const struct target *target, bool *is_fine)
{
    size_t count = 0;
    char path[4096];
    snprintf(path, sizeof path, "tests/fuzz/%s", target->name);
    DIR *folder = opendir(path);
    if (!folder)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "tests/fuzz/%s/%s", target->name, entry->d_name);
        *is_fine &= replay(target, path);
        count++;
    }
    closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    bool is_fine = true;
    size_t inputs = 0;
    signal(SIGABRT, say);
    signal(SIGSEGV, say);
    for (int i = 2; i < argc; i++, inputs++)
        is_fine &= replay(find(argv[1]), argv[i]);
    for (size_t i = 0; argc == 1 && i < TARGETS; i++)
        inputs += replay_folder(&targets[i], &is_fine);
    printf("%zu inputs of %d fuzzing targets: %s\n", inputs, (int)TARGETS,
           is_fine ? "all well" : "not all could be read");
    return !is_fine;
}
