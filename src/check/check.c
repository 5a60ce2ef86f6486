/* The table of checks, and what each of them is given. */
#include "check/check.h"

#include <string.h>

#include "base/arena.h"
#include "check/said.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/network.h"
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

void check_post(struct findings *findings, struct arena *scratch, const struct post *post,
                bool is_new, const struct check_context *context, struct validity *validity)
{
    struct validity own;
    if (!validity)
        validity = &own;
    *validity = validity_always();
    check_sources(post, findings);
    if (!post->is_loaded)
        return;
    const struct workspace *workspace = context->workspace;
    size_t room = account_set_count(post->accounts, workspace->account_count);
    struct account_post *account_posts = arena_alloc_array(scratch, room, sizeof *account_posts);
    struct rendering *renderings = arena_alloc_array(scratch, room, sizeof *renderings);
    struct said_list *said = arena_alloc_array(scratch, room, sizeof *said);
    size_t count = 0;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (!account_set_has(post->accounts, i))
            continue;
        post_for_account(&account_posts[count], scratch, post, account, workspace);
        if (account->network)
            account->network->render(&renderings[count], scratch, &account_posts[count], workspace);
        if (account->network && !account_posts[count].fields.repost)
            said_gather(&said[count], scratch, &renderings[count], workspace);
        count++;
    }
    struct check_input input = {
        .context = context,
        .post = post,
        .is_new = is_new,
        .account_posts = account_posts,
        .renderings = renderings,
        .said = said,
        .account_count = count,
        .validity = validity,
    };
    size_t first = findings->count;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        table[i]->run(&input, scratch, findings);
    findings_merge_accounts(findings, first);
}
