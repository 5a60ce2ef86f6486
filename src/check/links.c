/* Links: addresses that fit, and cards that have what they need. */
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "model/finding.h"
#include "model/network.h"

/* What every browser and server takes: RFC 9110, 4.1 asks for 8,000 octets, but networks cut far
 * below; 2,048 is what sitemaps and link shorteners keep to. */
enum { MAX_ADDRESS_BYTES = 2048 };

static void report_long(const struct rendering *rendering, struct span where, const char *path,
                        const char *address, struct findings *findings)
{
    findings_report(findings, SEVERITY_ERROR, "link", path, where,
                    _("the address has %zu bytes; more than %d are cut on the way"),
                    strlen(address), MAX_ADDRESS_BYTES);
    findings_last(findings)->account = rendering->account->id;
}

static void check_part(const struct rendering *rendering, const struct rendered_part *part,
                       struct findings *findings)
{
    const struct account_post *post = rendering->post;
    for (size_t i = 0; i < part->facet_count; i++) {
        const struct facet *facet = &part->facets[i];
        if (facet->kind == FACET_LINK && strlen(facet->target) > MAX_ADDRESS_BYTES)
            report_long(rendering, (struct span){ .line = part->line, .column = 1 },
                        post->body->path, facet->target, findings);
    }
    if (part->card && strlen(part->card) > MAX_ADDRESS_BYTES)
        report_long(rendering, post->fields.where[POST_LINK], post->field_path[POST_LINK],
                    part->card, findings);
    if (part->card && !rendering->title && rendering->account->limits.has_cards) {
        findings_report(findings, SEVERITY_WARNING, "card", post->field_path[POST_LINK],
                        post->fields.where[POST_LINK],
                        _("the link card on %s will have no title: add `title:` to the post"),
                        rendering->account->network->title);
        findings_last(findings)->account = rendering->account->id;
    }
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    (void)scratch;
    for (size_t i = 0; i < input->account_count; i++) {
        const struct rendering *rendering = &input->renderings[i];
        for (size_t j = 0; rendering->account && j < rendering->part_count; j++)
            check_part(rendering, &rendering->parts[j], findings);
    }
}

const struct check check_links = { .run = run };
