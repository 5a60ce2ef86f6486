/* Other programs' files: `%%% csv`, `%%% ics`. What becomes of a row has a text without control
 * characters, and a time that there is. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "commands/import_rows.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/zone.h"

static const struct zone *madrid(void)
{
    static const struct zone *zone;
    static struct arena kept;
    struct err err = { 0 };
    size_t bytes;
    const void *data = zone_bundled("Europe/Madrid", &bytes);
    if (!zone && zone_parse(&zone, &kept, "Europe/Madrid", data, bytes, &err) != 0)
        fuzz_fail("there is no Madrid", err.text);
    return zone;
}

static void check_text(const char *text)
{
    size_t bytes = text ? strlen(text) : 0;
    fuzz_check(!text || utf8_valid_bytes(text, bytes) == bytes, "no text", text);
    for (size_t i = 0; i < bytes; i++)
        fuzz_check((unsigned char)text[i] >= ' ' || text[i] == '\n' || text[i] == '\t',
                   "a control character", text);
}

static void check_rows(const struct import_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct import_row *row = &rows->items[i];
        fuzz_check(row->network_count <= IMPORT_NETWORKS && row->line >= 1, "a row", "");
        check_text(row->text);
        check_text(row->link);
        check_text(row->first_comment);
        check_text(row->lost);
        if (row->has_time && !row->left_out)
            fuzz_check(moment_is_valid(&row->at), "a time that is none", row->text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static const enum import_dates dates[] = { DATES_UNKNOWN, DATES_DAY_FIRST, DATES_MONTH_FIRST };
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct fuzz_parts parts = fuzz_split(&arena, data, bytes);
    for (size_t i = 0; i < parts.count; i++) {
        struct import_rows rows = { 0 };
        struct err err = { 0 };
        const struct fuzz_part *part = &parts.items[i];
        char *exact = fuzz_bytes(part->text, part->bytes);
        if (text_equal(part->name, "ics")) {
            if (import_ics_read(&rows, &arena, madrid(), exact, part->bytes, &err) == 0)
                check_rows(&rows);
            else
                fuzz_check(err.kind == ERR_INPUT, "the child's answer is not believed", err.text);
        } else {
            for (size_t j = 0; j < sizeof dates / sizeof *dates; j++)
                if (import_csv_read(&rows, &arena, NULL, dates[j], exact, part->bytes, &err) == 0)
                    check_rows(&rows);
        }
        free(exact);
    }
    return 0;
}
