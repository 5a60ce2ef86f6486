/* The table of checks, and what each of them is given. */
#include "check/check.h"

#include <string.h>

#include "base/arena.h"
#include "check/said.h"
#include "model/finding.h"
#include "model/validity.h"
#include "model/workspace.h"

static const struct check *const table[] = {
    &check_references, &check_options,    &check_dates,       &check_calendar, &check_media,
    &check_text,       &check_links,      &check_polls,       &check_losses,   &check_hashtags,
    &check_emoji,      &check_disclosure, &check_brand_names, &check_personal, &check_link_hosts,
    &check_link_utm,   &check_formality,  &check_approvals,
};

static void check_sources(const struct post *post, struct findings *findings)
{
    for (size_t i = 0; i < post->source_count; i++) {
        const struct source *source = &post->sources[i];
        check_secrets(findings, source->path, source->text, source->bytes);
    }
}

static struct said_list *gather(struct arena *scratch, const struct renderings *renderings,
                                const struct workspace *workspace)
{
    struct said_list *said = arena_alloc_array(scratch, renderings->count, sizeof *said);
    for (size_t i = 0; i < renderings->count; i++)
        if (renderings->items[i].account && !renderings->posts[i].fields.repost)
            said_gather(&said[i], scratch, &renderings->items[i], workspace);
    return said;
}

static void copy_from(struct findings *out, const struct findings *findings, size_t first)
{
    for (size_t i = first; i < findings->count; i++)
        findings_add(out, &findings->items[i]);
}

/* Most families are shown the post's commit alone, so that nothing else can change what they say,
 * and what they say holds for `alone` too. */
static void run_all(const struct check_input *input, struct arena *scratch,
                    struct findings *findings, struct findings *alone)
{
    const struct check_context of_commit = { .workspace = input->context->workspace,
                                             .is_commit_alone = true,
                                             .spread = input->context->spread };
    struct validity always = validity_always();
    struct check_input by_commit = *input;
    by_commit.context = &of_commit;
    by_commit.is_new = false;
    by_commit.validity = &always;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t first = findings->count;
        table[i]->run(table[i]->asks_for_more ? input : &by_commit, scratch, findings);
        if (alone && table[i]->asks_for_more)
            table[i]->run(&by_commit, scratch, alone);
        else if (alone)
            copy_from(alone, findings, first);
    }
}

void check_post(struct findings *findings, struct findings *alone, struct arena *scratch,
                const struct post *post, const struct renderings *renderings, bool is_new,
                const struct check_context *context, struct validity *validity)
{
    struct validity own;
    size_t first = findings->count;
    if (!validity)
        validity = &own;
    *validity = validity_always();
    check_sources(post, findings);
    if (alone)
        copy_from(alone, findings, first);
    if (!post->is_loaded)
        return;
    const struct check_input input = {
        .context = context,
        .post = post,
        .is_new = is_new,
        .account_posts = renderings->posts,
        .renderings = renderings->items,
        .said = gather(scratch, renderings, context->workspace),
        .account_count = renderings->count,
        .validity = validity,
    };
    first = findings->count;
    size_t first_alone = alone ? alone->count : 0;
    run_all(&input, scratch, findings, alone);
    findings_merge_accounts(findings, first);
    if (alone)
        findings_merge_accounts(alone, first_alone);
}
