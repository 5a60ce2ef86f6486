#include "vale_tables.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "io/files.h"
#include "lib/json.h"

enum { TABLE_BYTES = 1024 * 1024 };

const struct json *vale_table(struct arena *arena, const char *name)
{
    const char *folder = getenv("VALE_TABLES");
    const char *path =
        arena_printf(arena, "%s/%s", folder ? folder : "../shared/fixtures/vale/unit", name);
    if (!files_exist(path)) {
        printf("skipped: %s is not here (VALE_TABLES may name its folder)\n", name);
        arena_release(arena); /* the caller leaves by a jump */
        return NULL;
    }
    struct err err = { 0 };
    char *text;
    size_t bytes;
    const struct json *table;
    if (files_read(arena, path, TABLE_BYTES, &text, &bytes, &err) ||
        json_parse(&table, arena, text, bytes, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        abort();
    }
    return table;
}
