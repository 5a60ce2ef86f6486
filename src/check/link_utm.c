/* UTM parameters that somebody wrote by hand: all three of them, and the campaign's. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/said.h"
#include "model/document.h"
#include "model/network.h"
#include "model/workspace.h"
#include "render/address.h"

struct judge {
    const struct said_list *said;
    const struct workspace *workspace;
    struct arena *scratch;
    struct findings *findings;
};

static const char *const names[] = { "utm_source", "utm_medium", "utm_campaign" };

/* The value of a parameter, up to `&` or `#`; NULL where it is not there, or empty. */
static const char *value_of(struct arena *arena, const char *address, const char *name)
{
    size_t bytes = strlen(name);
    const char *end = address + strcspn(address, "#");
    for (const char *at = strchr(address, '?'); at && at < end; at = strchr(at, '&')) {
        at++;
        if (strncmp(at, name, bytes) == 0 && at[bytes] == '=') {
            size_t value_bytes = strcspn(at + bytes + 1, "&#");
            return value_bytes ? arena_strndup(arena, at + bytes + 1, value_bytes) : NULL;
        }
    }
    return NULL;
}

/* What is wrong with the parameters of an address; NULL: nothing, or it has none. */
static const char *problem_of(const struct judge *judge, const char *address)
{
    const char *missing = NULL;
    size_t there = 0;
    for (size_t i = 0; i < 3; i++) {
        if (value_of(judge->scratch, address, names[i]))
            there++;
        else
            missing =
                missing ? arena_printf(judge->scratch, "%s, %s", missing, names[i]) : names[i];
    }
    if (there && missing)
        return arena_printf(judge->findings->arena,
                            _("the address has some UTM parameters, and not %s: add them, or "
                              "leave all to brand/brand.yml"),
                            missing);
    const char *campaign = value_of(judge->scratch, address, "utm_campaign");
    const char *wanted =
        address_utm_campaign(judge->scratch, judge->said->rendering->post, judge->workspace);
    if (!campaign || !*wanted || text_equal(campaign, wanted))
        return NULL;
    return arena_printf(judge->findings->arena,
                        _("utm_campaign is '%s' here, and '%s' in the post's other addresses: its "
                          "visits would be counted apart"),
                        campaign, wanted);
}

static void check_at(const struct judge *judge, const char *address, const char *path,
                     struct span where)
{
    const char *problem = strstr(address, "utm_") ? problem_of(judge, address) : NULL;
    if (problem)
        findings_report(judge->findings, SEVERITY_WARNING, "link-utm", path, where, "%s", problem);
}

/* In a text without facets, an address is what stands there. */
static void check_text_of(const struct judge *judge, size_t index)
{
    const struct said *item = &judge->said->items[index];
    const char *from = item->text;
    for (const char *at; (at = strstr(from, "://")); from = at + strcspn(at, " \n")) {
        const char *end = at + strcspn(at, " \n)>\"");
        while (strchr(".,;:!?", end[-1]))
            end--;
        while (at > item->text && (unsigned char)at[-1] > ' ' && !strchr("(<\"", at[-1]))
            at--;
        const char *address = arena_strndup(judge->scratch, at, (size_t)(end - at));
        const char *problem = strstr(address, "utm_") ? problem_of(judge, address) : NULL;
        if (problem)
            said_report(judge->findings, SEVERITY_WARNING, "link-utm", judge->said, index,
                        (size_t)(at - item->text), (size_t)(end - item->text), "%s", problem);
    }
}

static void check_nodes(const struct judge *judge, const struct node *node)
{
    const struct account_post *post = judge->said->rendering->post;
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->kind == NODE_LINK && child->url && strstr(child->url, "utm_"))
            check_at(judge, address_in_text(judge->scratch, child->url, post, judge->workspace),
                     post->body->path, child->where);
        check_nodes(judge, child);
    }
}

static void check_account(const struct judge *judge)
{
    const struct rendering *rendering = judge->said->rendering;
    const struct account_post *post = rendering->post;
    enum markup markup = rendering->account->network->markup;
    for (size_t i = 0; i < judge->said->count; i++) {
        const struct said *item = &judge->said->items[i];
        if (strstr(item->text, "utm_") && (markup == MARKUP_PLAIN || item->kind != SAID_TEXT))
            check_text_of(judge, i);
    }
    /* Within a site of its own, a blog adds none, and needs none. */
    if (markup == MARKUP_FACETS && post->body && post->body->document.root)
        check_nodes(judge, post->body->document.root);
    const char *card = rendering->part_count ? rendering->parts[0].card : NULL;
    if (card && post->field_path[POST_LINK] && post->fields.link)
        check_at(judge, card, post->field_path[POST_LINK], post->fields.where[POST_LINK]);
}

/* Whether anybody wrote one: most posts have none, and those that are added are right. */
static bool has_any(const struct post *post)
{
    for (size_t i = 0; i < post->source_count; i++) {
        if (memmem(post->sources[i].text, post->sources[i].bytes, "utm_", 4))
            return true;
    }
    return false;
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    if (!has_any(input->post))
        return;
    for (size_t i = 0; i < input->account_count; i++) {
        struct judge judge = { &input->said[i], input->context->workspace, scratch, findings };
        if (judge.said->rendering)
            check_account(&judge);
    }
}

const struct check check_link_utm = { .run = run };
