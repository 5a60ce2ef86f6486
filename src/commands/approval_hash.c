/* The hash of what people approve. */
#include "commands/approval_hash.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/tree.h"
#include "lib/hash.h"
#include "model/account.h"
#include "model/account_set.h"
#include "model/post.h"
#include "model/workspace.h"

/* The list whose bytes are hashed, a fact a line. Its form never changes: approvals hang on it. */
struct facts {
    struct text_buffer text;
    struct arena *arena;
};

/* No value can look like two: each is counted. */
static void add(struct facts *facts, const char *name, const char *value)
{
    if (value)
        text_printf(&facts->text, "%s %zu %s\n", name, strlen(value), value);
}

static void add_source(struct facts *facts, const struct post *post, const char *name,
                       const char *path)
{
    for (size_t i = 0; i < post->source_count; i++) {
        const struct source *source = &post->sources[i];
        if (text_equal(source->path, path))
            add(facts, name, hash_sha256_name(facts->arena, source->text, source->bytes));
    }
}

static void add_files(struct facts *facts, const struct account_post *post,
                      const struct workspace *workspace)
{
    size_t index = (size_t)(post->account - workspace->accounts);
    add_source(facts, post->post, "post", post->post->path);
    for (size_t i = 0; i < post->post->layer_count; i++) {
        const struct post_layer *layer = &post->post->layers[i];
        if (layer->is_variant && account_set_has(layer->accounts, index))
            add_source(facts, post->post, "variant", layer->fields.path);
    }
}

static int add_media(struct facts *facts, const struct post_fields *fields, struct tree *tree,
                     struct err *err)
{
    for (size_t i = 0; i < fields->media_count; i++) {
        CLEANUP(arena_release) struct arena scratch = { 0 };
        const struct media *medium = &fields->media[i];
        char *data;
        size_t bytes;
        if (!medium->path)
            continue; /* an error of the post: it blocks it anyhow */
        if (tree_read(tree, &scratch, medium->path, LIMIT_MEDIA_BYTES, &data, &bytes, err) != 0)
            return -1;
        add(facts, "medium", hash_sha256_name(facts->arena, data, bytes));
        add(facts, "alt", medium->alt);
    }
    return 0;
}

static void add_mentions(struct facts *facts, const struct account_post *post,
                         const struct workspace *workspace)
{
    for (size_t i = 0; i < workspace->mention_count; i++) {
        const struct mention *mention = &workspace->mentions[i];
        const char *written = arena_printf(facts->arena, "@[%s]", mention->id);
        if (!post->body->text || !strstr(post->body->text, written))
            continue;
        const char *handle = mention_handle(mention, post->account->network_name);
        add(facts, written, handle ? handle : mention->name);
    }
}

static void add_link(struct facts *facts, const struct account_post *post,
                     const struct workspace *workspace)
{
    const struct account *blog = post_blog(post->post, workspace);
    add(facts, "link", post->fields.link);
    if (text_equal(post->fields.link, "blog") && blog)
        add(facts, "blog", blog->id);
}

int approval_hash(const char **out, struct arena *arena, const struct account_post *post,
                  const struct workspace *workspace, struct tree *tree, struct err *err)
{
    struct facts facts = { .text = text_buffer_in(arena, SIZE_MAX / 2), .arena = arena };
    add(&facts, "content", "1");
    add(&facts, "account", post->account->id);
    add_files(&facts, post, workspace);
    if (add_media(&facts, &post->fields, tree, err) != 0)
        return -1;
    add_mentions(&facts, post, workspace);
    add_link(&facts, post, workspace);
    const char *text = text_end(&facts.text);
    *out = hash_sha256_name(arena, text, facts.text.bytes);
    return 0;
}
