/* Losses: what some network does not show of a post, said where the post asks for it. */
#include "base/message.h"
#include "check/check.h"
#include "model/finding.h"
#include "model/network.h"

static void report(const struct rendering *rendering, const struct loss *loss,
                   struct findings *findings)
{
    const struct account_post *post = rendering->post;
    findings_report(findings, loss->is_refusal ? SEVERITY_ERROR : SEVERITY_WARNING, "lost",
                    post->field_path[loss->key], post->fields.where[loss->key], "%s",
                    loss->sentence);
    findings_last(findings)->account = rendering->account->id;
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    (void)scratch;
    const struct workspace *workspace = input->context->workspace;
    for (size_t i = 0; i < input->account_count; i++) {
        const struct rendering *rendering = &input->renderings[i];
        if (!rendering->account || rendering->account->is_manual)
            continue;
        for (size_t j = 0; j < rendering->loss_count; j++) {
            const struct loss *loss = &rendering->losses[j];
            bool is_said = loss->key == POST_LINK && !post_blog(input->post, workspace);
            if (!is_said && loss->key != POST_KEY_COUNT &&
                input->account_posts[i].field_path[loss->key])
                report(rendering, loss, findings);
        }
    }
}

const struct check check_losses = { .run = run };
