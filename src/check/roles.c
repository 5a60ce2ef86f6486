/* Roles of a post, from its own keys, its campaign and brand.yml. */
#include "check/roles.h"

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/unicode.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/post.h"
#include "model/workspace.h"

/* No list is no condition. */
static bool fits(struct arena *arena, const struct yaml_node *when, const char *key,
                 const char *value)
{
    struct names names = form_names_of(arena, when, key);
    return !yaml_get(when, key) || names_have(&names, value);
}

static bool fits_switch(const struct yaml_node *when, const char *key, bool value)
{
    const struct yaml_node *node = yaml_get(when, key);
    return !node || yaml_bool(node) == (int)value;
}

static bool fits_tags(struct arena *arena, const struct yaml_node *when, const struct names *tags)
{
    struct names names = form_names_of(arena, when, "tags");
    for (size_t i = 0; i < names.count; i++) {
        for (size_t j = 0; j < tags->count; j++) {
            if (text_equal(unicode_plain(arena, names.items[i].text),
                           unicode_plain(arena, tags->items[j].text)))
                return true;
        }
    }
    return !yaml_get(when, "tags");
}

/* Whom a rule is held against: a post with all its accounts, or what one account gets of it. */
struct subject {
    const struct workspace *workspace;
    const struct post *post;
    const struct post_fields *fields;
    const char *language;
    const struct account *account; /* NULL: any of the post's */
};

static bool is_named(const struct workspace *workspace, const struct account *account,
                     const char *name)
{
    return account_is_named(workspace, account, name) || text_equal(account->network_name, name);
}

static bool fits_accounts(struct arena *arena, const struct yaml_node *when,
                          const struct subject *subject)
{
    const struct workspace *workspace = subject->workspace;
    struct names names = form_names_of(arena, when, "accounts");
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i].text;
        if (subject->account && is_named(workspace, subject->account, name))
            return true;
        for (size_t j = 0;
             !subject->account && subject->post->accounts && j < workspace->account_count; j++) {
            if (account_set_has(subject->post->accounts, j) &&
                is_named(workspace, &workspace->accounts[j], name))
                return true;
        }
    }
    return !yaml_get(when, "accounts");
}

static bool fits_subject(struct arena *arena, const struct yaml_node *when,
                         const struct subject *subject)
{
    const struct post_fields *fields = subject->fields;
    if (!when)
        return true;
    return fits(arena, when, "campaign", fields->campaign) &&
           fits(arena, when, "audience", fields->audience) &&
           fits(arena, when, "pillar", fields->pillar) &&
           fits(arena, when, "language", subject->language) &&
           fits_switch(when, "sponsored", fields->is_sponsored || fields->sponsor) &&
           fits_switch(when, "sensitive", fields->is_sensitive || fields->warning) &&
           fits_switch(when, "urgent", fields->urgent != NULL) &&
           fits_tags(arena, when, &fields->tags) && fits_accounts(arena, when, subject);
}

static const struct campaign *campaign_of(const struct workspace *workspace,
                                          const struct post_fields *fields)
{
    return fields->campaign ? workspace_campaign(workspace, fields->campaign) : NULL;
}

static const struct yaml_node *first_rule(const struct workspace *workspace)
{
    const struct yaml_node *approvals = workspace->brand.approvals;
    return approvals && approvals->kind == YAML_LIST ? approvals->first : NULL;
}

bool roles_ask(struct arena *scratch, const struct workspace *workspace, const struct post *post,
               const char *role)
{
    const struct campaign *campaign = campaign_of(workspace, &post->fields);
    struct subject subject = { .workspace = workspace,
                               .post = post,
                               .fields = &post->fields,
                               .language = post->fields.language };
    if (!subject.language && workspace->brand.languages.count)
        subject.language = workspace->brand.languages.items[0].text;
    if (names_have(&post->fields.requires, role) ||
        (campaign && names_have(&campaign->requires, role)))
        return true;
    for (const struct yaml_node *entry = first_rule(workspace); entry; entry = entry->next) {
        struct names roles = form_names_of(scratch, entry, "roles");
        if (names_have(&roles, role) && fits_subject(scratch, yaml_get(entry, "when"), &subject))
            return true;
    }
    return false;
}

/* ---- What one account gets ---- */

struct demands {
    struct arena *arena;
    struct role_demand *items;
    size_t count, capacity;
};

/* By the first of these keys of a rule that the post has; without any, the whole post. */
static enum post_key key_of(const struct yaml_node *when, const struct account_post *post)
{
    static const enum post_key keys[] = { POST_SPONSORED, POST_CAMPAIGN,  POST_AUDIENCE,
                                          POST_PILLAR,    POST_SENSITIVE, POST_URGENT,
                                          POST_TAGS,      POST_ACCOUNTS,  POST_LANGUAGE };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (yaml_get(when, post_key_name(keys[i])) && post_has(&post->fields, keys[i]))
            return keys[i];
    }
    return POST_ACCOUNTS;
}

static void demand(struct demands *demands, const char *role, const struct account_post *post,
                   enum post_key key)
{
    struct role_demand one = { .role = role,
                               .path = post->post->path,
                               .where = { .line = 1, .column = 1 } };
    for (size_t i = 0; i < demands->count; i++) {
        if (text_equal(demands->items[i].role, role))
            return;
    }
    if (post_has(&post->fields, key)) {
        one.path = post->field_path[key];
        one.where = post->fields.where[key];
    }
    demands->items = list_grow(demands->arena, demands->items, demands->count, &demands->capacity,
                               sizeof *demands->items);
    demands->items[demands->count++] = one;
}

static void demand_all(struct demands *demands, const struct names *roles,
                       const struct account_post *post, enum post_key key)
{
    for (size_t i = 0; i < roles->count; i++)
        demand(demands, roles->items[i].text, post, key);
}

size_t roles_demanded(struct role_demand **out, struct arena *arena,
                      const struct workspace *workspace, const struct account_post *post)
{
    struct demands demands = { .arena = arena };
    const struct campaign *campaign = campaign_of(workspace, &post->fields);
    const struct subject subject = { .workspace = workspace,
                                     .post = post->post,
                                     .fields = &post->fields,
                                     .language = post->language,
                                     .account = post->account };
    demand_all(&demands, &post->fields.requires, post, POST_REQUIRES);
    if (campaign)
        demand_all(&demands, &campaign->requires, post, POST_CAMPAIGN);
    for (const struct yaml_node *entry = first_rule(workspace); entry; entry = entry->next) {
        const struct yaml_node *when = yaml_get(entry, "when");
        struct names roles = form_names_of(arena, entry, "roles");
        if (fits_subject(arena, when, &subject))
            demand_all(&demands, &roles, post, key_of(when, post));
    }
    *out = demands.items;
    return demands.count;
}

static bool may_demand(const struct workspace *workspace, const struct post_fields *fields)
{
    const struct campaign *campaign = campaign_of(workspace, fields);
    return fields->requires.count > 0 || (campaign && campaign->requires.count > 0);
}

bool roles_may_be_demanded(const struct workspace *workspace, const struct post *post)
{
    bool may = first_rule(workspace) || may_demand(workspace, &post->fields);
    for (size_t i = 0; i < post->layer_count && !may; i++)
        may = may_demand(workspace, &post->layers[i].fields);
    return may;
}
