/* A whole workspace: `%%% brand/brand.yml` and so on, through the readers that every command uses;
 * posts in it, with sidecars, are listed and loaded. */
#include "fuzz.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "brand/brand.h"
#include "calendar/calendar.h"
#include "content/posts.h"
#include "io/tree.h"
#include "lib/unicode.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"
#include "networks/networks.h"

static void check_findings(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        fuzz_check(finding->message && *finding->message && finding->path && finding->rule,
                   "a finding without words", finding->message);
        fuzz_check(utf8_valid_bytes(finding->message, strlen(finding->message)) ==
                       strlen(finding->message),
                   "a message that is no text", finding->message);
        fuzz_check(!finding->fix.text || finding->fix.start_byte <= finding->fix.end_byte,
                   "a mend of no place", finding->message);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct fuzz_parts parts = fuzz_split(&arena, data, bytes);
    struct workspace workspace = { 0 };
    struct findings findings = { .arena = &arena };
    struct err err = { 0 };
    struct tree *tree = fuzz_tree(&arena, &parts);
    struct post_list list = { 0 };
    if (brand_load(&workspace, &arena, tree, &findings, &err) != 0)
        fuzz_fail("brand/ is an error", err.text);
    networks_bind(&workspace, &findings);
    if (calendar_load(&workspace, &arena, tree, &findings, &err) != 0)
        fuzz_fail("calendar/ is an error", err.text);
    brand_check_approvals(&workspace, &findings);
    if (post_list_build(&list, &arena, tree, &workspace, &findings, &err) != 0)
        fuzz_fail("the list of posts is an error", err.text);
    for (size_t i = 0; i < list.count; i++) {
        struct post post = { 0 };
        if (post_load(&post, &arena, tree, &list.items[i], &workspace, &findings, &err) != 0)
            fuzz_fail("a post is an error", err.text);
    }
    check_findings(&findings);
    return 0;
}
