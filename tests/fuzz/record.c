/* A record of the ledger: the quick reader means what libyaml means, and what was read and written
 * is read as the same again. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "ledger/ledger_files.h"
#include "ledger/record_fields.h"
#include "lib/yaml.h"

static void check_same(const struct yaml_node *a, const struct yaml_node *b)
{
    fuzz_check(a->kind == b->kind && a->count == b->count, "another tree", a->key);
    fuzz_check(text_equal(a->key, b->key), "another key", a->key);
    if (a->kind == YAML_SCALAR) {
        fuzz_check(a->text_bytes == b->text_bytes && memcmp(a->text, b->text, a->text_bytes) == 0,
                   "another text", a->text);
        fuzz_check(yaml_is_null(a) == yaml_is_null(b) && yaml_bool(a) == yaml_bool(b),
                   "another value", a->text);
    }
    b = b->first;
    for (a = a->first; a; a = a->next, b = b->next)
        check_same(a, b);
}

static void check_scan(struct arena *arena, const char *text, size_t bytes)
{
    struct yaml_problem problem;
    struct yaml_node *slow = NULL;
    struct yaml_node *quick = record_scan(arena, text, bytes);
    if (!quick)
        return;
    fuzz_check(yaml_parse(&slow, arena, text, bytes, 1, 0, &problem) == 0 && slow,
               "the quick reader alone takes it", "");
    check_same(quick, slow);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record;
    struct record again;
    const char *problem = NULL;
    char *text = fuzz_bytes((const char *)data, bytes);
    check_scan(&arena, text, bytes);
    int result = record_parse(&record, &arena, text, bytes, &problem);
    free(text);
    if (result != 0) {
        fuzz_check(problem && *problem, "no problem is named", "");
        return 0;
    }
    size_t written_bytes = 0;
    const char *written = record_format(&arena, &record, &written_bytes);
    if (!written)
        return 0;
    if (record_parse(&again, &arena, written, written_bytes, &problem) != 0)
        fuzz_fail(problem, written);
    size_t twice_bytes = 0;
    const char *twice = record_format(&arena, &again, &twice_bytes);
    fuzz_check(twice && twice_bytes == written_bytes && memcmp(written, twice, twice_bytes) == 0,
               "it is written otherwise the second time", written);
    check_scan(&arena, written, written_bytes);
    struct record copy = record_copy(&arena, &again);
    const char *copied = record_format(&arena, &copy, &twice_bytes);
    fuzz_check(text_equal(copied, written), "its copy is another one", written);
    ledger_is_unreadable(&record);
    record_needs_person(&record);
    record_is_begun(&record);
    record_parts_state(&record);
    return 0;
}
