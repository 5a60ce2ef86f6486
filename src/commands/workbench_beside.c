/* What a .vale.ini finds in the files of a workbench. */
#include "commands/workbench_parts.h"

#include "base/text.h"
#include "commands/check_beside.h"

static bool is_any(const void *context, const char *path)
{
    (void)context, (void)path;
    return true;
}

/* Those of the .vale.ini, of the files that are wanted. */
static int find_beside(struct workbench *bench, check_beside_wants wants, const void *context,
                       struct err *err)
{
    struct voice *vale = bench->examination.vale;
    if (!vale)
        return 0;
    struct findings *found = &bench->again.items[0].findings;
    *found = (struct findings){ .arena = &bench->beside_arena };
    if (check_beside(&bench->project, vale, false, wants, context, &bench->again, err) != 0)
        return -1;
    for (size_t i = 0; i < found->count; i++)
        findings_add(&bench->beside, &found->items[i]);
    return 0;
}

int workbench_find_all_beside(struct workbench *bench, struct err *err)
{
    arena_reset(&bench->beside_arena);
    bench->beside = (struct findings){ .arena = &bench->beside_arena };
    bench->beside_changes = 0;
    return find_beside(bench, is_any, NULL, err);
}

static bool is_that(const void *context, const char *path) { return text_equal(context, path); }

int workbench_find_beside(struct workbench *bench, const char *path, struct err *err)
{
    size_t kept = 0;
    if (!bench->examination.vale)
        return 0;
    for (size_t i = 0; i < bench->beside.count; i++)
        if (!text_equal(bench->beside.items[i].path, path))
            bench->beside.items[kept++] = bench->beside.items[i];
    bench->beside.count = kept;
    bench->beside_changes++;
    return find_beside(bench, is_that, path, err);
}
