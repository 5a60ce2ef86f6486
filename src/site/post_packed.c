/* Every field of a post that pages besides its own show: whoever adds one adds it here, twice. */
#include "base/arena.h"
#include "lib/pack.h"
#include "model/post.h"
#include "site/site.h"

void site_post_pack(struct packer *out, const struct site_post *post)
{
    pack_text(out, post->id);
    pack_text(out, post->path);
    pack_text(out, post->title);
    pack_text(out, post->campaign);
    pack_text(out, post->pillar);
    pack_number(out, post->tags.count);
    for (size_t i = 0; i < post->tags.count; i++)
        pack_text(out, post->tags.items[i].text);
    pack_text(out, post->text);
    pack_number(out, (uint64_t)(post->is_draft | post->is_bundle << 1));
    pack_number(out, post->source_count);
    for (size_t i = 0; i < post->source_count; i++)
        pack_text(out, post->sources[i].path);
    pack_number(out, post->medium_count);
    for (size_t i = 0; i < post->medium_count; i++) {
        pack_text(out, post->media[i].path);
        pack_text(out, post->media[i].mime);
    }
}

static void unpack_tags(struct unpacker *in, struct arena *arena, struct site_post *post)
{
    size_t count = unpack_count(in);
    struct name *tags = arena_alloc_array(arena, count, sizeof *tags);
    for (size_t i = 0; i < count; i++)
        tags[i].text = unpack_text(in);
    post->tags = (struct names){ .items = tags, .count = count };
}

static void unpack_files(struct unpacker *in, struct arena *arena, struct site_post *post)
{
    post->source_count = unpack_count(in);
    struct source *sources = arena_alloc_array(arena, post->source_count, sizeof *sources);
    for (size_t i = 0; i < post->source_count; i++) {
        sources[i].path = unpack_text(in);
        in->is_broken |= !sources[i].path;
    }
    post->sources = sources;
    post->medium_count = unpack_count(in);
    struct site_medium *media = arena_alloc_array(arena, post->medium_count, sizeof *media);
    for (size_t i = 0; i < post->medium_count; i++) {
        media[i].path = unpack_text(in);
        media[i].mime = unpack_text(in);
        in->is_broken |= !media[i].path;
    }
    post->media = media;
}

void site_post_unpack(struct unpacker *in, struct arena *arena, struct site_post *post)
{
    *post = (struct site_post){ .id = unpack_text(in) };
    post->path = unpack_text(in);
    post->title = unpack_text(in);
    post->campaign = unpack_text(in);
    post->pillar = unpack_text(in);
    unpack_tags(in, arena, post);
    post->text = unpack_text(in);
    uint64_t flags = unpack_number(in);
    post->is_draft = flags & 1;
    post->is_bundle = flags & 2;
    unpack_files(in, arena, post);
    if (post->id && (!post->path || !post->title || !post->text))
        in->is_broken = true;
}
