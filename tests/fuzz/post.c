/* A post's file in the workspace of the cases: front matter, YAML, body, pictures; other parts are
 * files beside it (`content/media/pan.png.yml`). A post that could be read can be read with its
 * mends, too. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/text.h"
#include "model/finding.h"
#include "model/post.h"

static int by_start(const void *left, const void *right)
{
    const struct fix *a = *(const struct fix *const *)left;
    const struct fix *b = *(const struct fix *const *)right;
    return (a->start_byte > b->start_byte) - (a->start_byte < b->start_byte);
}

/* As `check --fix` does in one pass. NULL: nothing to mend. */
static const char *mended(struct arena *arena, const struct findings *findings, const char *text,
                          size_t bytes, size_t *out_bytes)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
    const struct fix **fixes = arena_alloc_array(arena, findings->count + 1, sizeof(struct fix *));
    size_t count = 0;
    size_t at = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (!finding->fix.text || !text_equal(finding->path, FUZZ_POST))
            continue;
        fuzz_check(finding->fix.start_byte <= finding->fix.end_byte &&
                       finding->fix.end_byte <= bytes,
                   "a mend outside", finding->message);
        fixes[count++] = &finding->fix;
    }
    qsort(fixes, count, sizeof *fixes, by_start);
    for (size_t i = 0; i < count; i++) {
        if (fixes[i]->start_byte < at || (i && fixes[i - 1]->start_byte == fixes[i]->start_byte))
            continue;
        text_append(&out, text + at, fixes[i]->start_byte - at);
        text_puts(&out, fixes[i]->text);
        at = fixes[i]->end_byte;
    }
    text_append(&out, text + at, bytes - at);
    *out_bytes = out.bytes;
    return count && !out.is_full ? text_end(&out) : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct fuzz_parts parts = fuzz_split(&arena, data, bytes);
    struct findings findings = { .arena = &arena };
    struct post post;
    fuzz_load_post(&post, &findings, &arena, &parts);
    struct fuzz_part *file = &parts.items[0];
    const char *text = mended(&arena, &findings, file->text, file->bytes, &file->bytes);
    if (!text)
        return 0;
    file->text = text;
    struct findings after = { .arena = &arena };
    struct post again;
    fuzz_load_post(&again, &after, &arena, &parts);
    fuzz_check(again.is_loaded || !post.is_loaded, "a mend breaks the post", text);
    return 0;
}
