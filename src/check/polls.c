/* Polls: as many and as short options, and as long, as each network takes. */
#include "base/message.h"
#include "check/check.h"
#include "lib/unicode.h"
#include "model/finding.h"
#include "model/network.h"

#include <string.h>

enum { MINUTE_S = 60, HOUR_S = 60 * MINUTE_S, DAY_S = 24 * HOUR_S };

static void about(struct findings *findings, const struct rendering *rendering)
{
    findings_last(findings)->account = rendering->account->id;
}

static void check_options_of(const struct poll *poll, const struct rendering *rendering,
                             const char *path, struct findings *findings)
{
    const struct poll_limits *limits = &rendering->account->limits.poll;
    const char *title = rendering->account->network->title;
    if (limits->options && poll->options.count > limits->options) {
        findings_report(findings, SEVERITY_ERROR, "poll", path,
                        poll->options.items[limits->options].where,
                        _("%s takes %zu options in a poll, here are %zu"), title, limits->options,
                        poll->options.count);
        about(findings, rendering);
    }
    for (size_t i = 0; limits->option_characters && i < poll->options.count; i++) {
        const struct name *option = &poll->options.items[i];
        size_t used = unicode_graphemes(option->text, strlen(option->text));
        if (used <= limits->option_characters)
            continue;
        findings_report(findings, SEVERITY_ERROR, "poll", path, option->where,
                        _("an option of a poll on %s has at most %zu characters, this one %zu"),
                        title, limits->option_characters, used);
        about(findings, rendering);
    }
}

static void check_end(const struct poll *poll, const struct rendering *rendering, const char *path,
                      struct span where, struct findings *findings)
{
    const struct poll_limits *limits = &rendering->account->limits.poll;
    const char *title = rendering->account->network->title;
    if (poll->for_s < limits->shortest_s)
        findings_report(findings, SEVERITY_ERROR, "poll", path, where,
                        _("a poll on %s is open for %lld minutes at least"), title,
                        (long long)limits->shortest_s / MINUTE_S);
    else if (limits->longest_s && poll->for_s > limits->longest_s)
        findings_report(findings, SEVERITY_ERROR, "poll", path, where,
                        _("a poll on %s is open for %lld days at most"), title,
                        (long long)limits->longest_s / DAY_S);
    else
        return;
    about(findings, rendering);
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    (void)scratch;
    for (size_t i = 0; i < input->account_count; i++) {
        const struct rendering *rendering = &input->renderings[i];
        const struct account_post *post = &input->account_posts[i];
        const struct poll *poll = &post->fields.poll;
        if (!rendering->account || poll->options.count == 0 ||
            !(rendering->account->network->shows >> POST_POLL & 1))
            continue;
        check_options_of(poll, rendering, post->field_path[POST_POLL], findings);
        check_end(poll, rendering, post->field_path[POST_POLL], post->fields.where[POST_POLL],
                  findings);
    }
}

const struct check check_polls = { .run = run };
