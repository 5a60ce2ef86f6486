/* Text: every part fits its network by the network's own count, and there is something to send. */
#include <stdio.h>

#include "base/arena.h"
#include "base/message.h"
#include "check/check.h"
#include "model/finding.h"
#include "model/network.h"

static struct span line_of(const struct rendered_part *part)
{
    return (struct span){ .line = part->line ? part->line : 1, .column = 1 };
}

static void report_length(const struct rendering *rendering, size_t number,
                          struct findings *findings)
{
    const struct rendered_part *part = &rendering->parts[number];
    const char *title = rendering->account->network->title;
    const char *path = rendering->post->body->path;
    char which[64] = "";
    if (rendering->part_count > 1)
        snprintf(which, sizeof which, _("part %zu of %zu: "), number + 1, rendering->part_count);
    if (part->limit && part->used > part->limit) {
        findings_report(findings, SEVERITY_ERROR, "text-length", path, line_of(part),
                        _("%sthe text has %zu characters as %s counts them, %zu more than its %zu"),
                        which, part->used, title, part->used - part->limit, part->limit);
        findings_last(findings)->account = rendering->account->id;
    } else if (part->limit_bytes && part->used_bytes > part->limit_bytes) {
        findings_report(findings, SEVERITY_ERROR, "text-length", path, line_of(part),
                        _("%sthe text has %zu bytes, %zu more than the %zu that %s takes"), which,
                        part->used_bytes, part->used_bytes - part->limit_bytes, part->limit_bytes,
                        title);
        findings_last(findings)->account = rendering->account->id;
    }
}

/* An empty part of the thread as it was typed was complained of when it was read. */
static bool is_blank_in_file(const struct rendering *rendering, size_t number)
{
    const struct document *document = &rendering->post->body->document;
    return document->part_count > 1 && number < document->part_count &&
           document->parts[number].first == document->parts[number].end;
}

static void report_empty(const struct rendering *rendering, size_t number,
                         struct findings *findings)
{
    const struct rendered_part *part = &rendering->parts[number];
    if (part->text_bytes || part->media_count || part->card || rendering->quote ||
        is_blank_in_file(rendering, number))
        return;
    findings_report(findings, SEVERITY_ERROR, "empty", rendering->post->body->path, line_of(part),
                    _("there is nothing to send to %s here: write a text or add a picture"),
                    rendering->account->id);
    findings_last(findings)->account = rendering->account->id;
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    (void)scratch;
    for (size_t i = 0; i < input->account_count; i++) {
        const struct rendering *rendering = &input->renderings[i];
        if (!rendering->account || input->account_posts[i].fields.repost)
            continue;
        for (size_t j = 0; j < rendering->part_count; j++) {
            report_length(rendering, j, findings);
            if (!input->account_posts[i].fields.is_draft)
                report_empty(rendering, j, findings);
        }
    }
}

const struct check check_text = { .run = run };
