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

/* Whether the bytes stand in the path of a file: git takes any bytes there, and who shows a finding
 * makes them visible. */
static bool is_of_path(const struct fuzz_parts *parts, const char *text, size_t bytes)
{
    for (size_t i = 0; i < parts->count; i++)
        if (memmem(parts->items[i].name, strlen(parts->items[i].name), text, bytes))
            return true;
    return false;
}

static void check_message(const char *message, const struct fuzz_parts *parts)
{
    const char *at = message;
    while (at += utf8_valid_bytes(at, strlen(at)), *at) {
        const char *start = at;
        while (start > message && (unsigned char)start[-1] >= 0x80)
            start--;
        while ((unsigned char)*at >= 0x80)
            at++;
        fuzz_check(is_of_path(parts, start, (size_t)(at - start)), "a message that is no text",
                   message);
    }
}

static void check_findings(const struct findings *findings, const struct fuzz_parts *parts)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        fuzz_check(finding->message && *finding->message && finding->path && finding->rule,
                   "a finding without words", finding->message);
        check_message(finding->message, parts);
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
    check_findings(&findings, &parts);
    return 0;
}
