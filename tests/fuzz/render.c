/* A post as each account gets it: text, spans, payload, and the pages and feeds of the blog. Parts
 * as of `post`. */
#include "fuzz.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "common/oracles.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "networks/blog_pages.h"
#include "networks/networks.h"
#include "render/render.h"

enum { NOW = 1795509000 };

static void check_part(const struct rendered_part *part)
{
    size_t last = 0;
    fuzz_check(strlen(part->text) == part->text_bytes &&
                   utf8_valid_bytes(part->text, part->text_bytes) == part->text_bytes,
               "a text that is none", part->text);
    for (size_t i = 0; i < part->facet_count; i++) {
        const struct facet *facet = &part->facets[i];
        fuzz_check(facet->start_byte >= last && facet->start_byte < facet->end_byte &&
                       facet->end_byte <= part->text_bytes,
                   "a facet's place", part->text);
        fuzz_check((part->text[facet->start_byte] & 0xC0) != 0x80 &&
                       (part->text[facet->end_byte] & 0xC0) != 0x80,
                   "a facet within a character", part->text);
        last = facet->end_byte;
    }
    for (size_t i = 0; i < part->piece_count; i++)
        fuzz_check(part->pieces[i].at + part->pieces[i].bytes <= part->text_bytes,
                   "a piece's place", part->text);
}

static bool ends_with(const char *path, const char *end) { return text_ends_with(path, end); }

static void check_blog(struct arena *arena, const struct rendering *rendering)
{
    struct blog_files files = { 0 };
    struct err err = { 0 };
    const struct blog_item item = {
        .rendering = rendering, .published_utc = NOW, .updated_utc = NOW + 60, .offset_s = 3600
    };
    if (blog_pages(&files, arena, rendering->account, fuzz_base(), &item, 1, &err) != 0)
        return;
    for (size_t i = 0; i < files.count; i++) {
        const struct blog_file *file = &files.items[i];
        fuzz_check(*file->path != '/' && !strstr(file->path, ".."), "a path that leaves",
                   file->path);
        if (ends_with(file->path, ".html"))
            oracle_html(arena, file->bytes, file->byte_count);
        else if (ends_with(file->path, ".xml"))
            oracle_xml(arena, file->bytes, file->byte_count);
        else if (ends_with(file->path, ".json")) {
            const struct json *json;
            if (json_parse(&json, arena, file->bytes, file->byte_count, &err) != 0)
                fuzz_fail(err.text, file->bytes);
        }
    }
}

static void check_account(struct arena *arena, const struct post *post,
                          const struct account *account)
{
    const struct freeze_facts facts = { .due_utc = NOW, .now_utc = NOW };
    struct account_post one;
    struct rendering rendering = { 0 };
    const struct json *json;
    struct err err = { 0 };
    size_t bytes;
    if (!account->network || !account->network->render)
        return;
    post_for_account(&one, arena, post, account, fuzz_base());
    one.wants_pieces = true;
    account->network->render(&rendering, arena, &one, fuzz_base());
    for (size_t i = 0; i < rendering.part_count; i++)
        check_part(&rendering.parts[i]);
    if (!account->network->freeze)
        return;
    const char *payload = networks_payload(arena, &rendering, &facts, &bytes);
    if (payload && json_parse(&json, arena, payload, bytes, &err) != 0)
        fuzz_fail(err.text, payload);
    if (account->network == &network_blog)
        check_blog(arena, &rendering);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct fuzz_parts parts = fuzz_split(&arena, data, bytes);
    struct findings findings = { .arena = &arena };
    const struct workspace *workspace = fuzz_base();
    struct post post;
    fuzz_load_post(&post, &findings, &arena, &parts);
    if (!post.is_loaded)
        return 0;
    for (size_t i = 0; i < workspace->account_count; i++)
        if (account_set_has(post.accounts, i))
            check_account(&arena, &post, &workspace->accounts[i]);
    return 0;
}
