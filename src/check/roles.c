/* Roles of a post, from its own keys, its campaign and brand.yml. */
#include "check/roles.h"

#include "base/arena.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/unicode.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/post.h"
#include "model/workspace.h"

static bool has(const struct names *names, const char *text)
{
    for (size_t i = 0; text && i < names->count; i++) {
        if (text_equal(names->items[i].text, text))
            return true;
    }
    return false;
}

/* No list is no condition. */
static bool fits(struct arena *arena, const struct yaml_node *when, const char *key,
                 const char *value)
{
    struct names names = form_names_of(arena, when, key);
    return !yaml_get(when, key) || has(&names, value);
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

static bool fits_accounts(struct arena *arena, const struct yaml_node *when,
                          const struct workspace *workspace, const struct post *post)
{
    struct names names = form_names_of(arena, when, "accounts");
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i].text;
        const struct group *group = workspace_group(workspace, name);
        for (size_t j = 0; post->accounts && j < workspace->account_count; j++) {
            const struct account *account = &workspace->accounts[j];
            if (account_set_has(post->accounts, j) &&
                (text_equal(account->id, name) || text_equal(account->network_name, name) ||
                 (group && account_set_has(group->accounts, j))))
                return true;
        }
    }
    return !yaml_get(when, "accounts");
}

static bool fits_post(struct arena *arena, const struct yaml_node *when,
                      const struct workspace *workspace, const struct post *post)
{
    const struct post_fields *fields = &post->fields;
    const char *language = fields->language;
    if (!when)
        return true;
    if (!language && workspace->brand.languages.count)
        language = workspace->brand.languages.items[0].text;
    return fits(arena, when, "campaign", fields->campaign) &&
           fits(arena, when, "audience", fields->audience) &&
           fits(arena, when, "pillar", fields->pillar) && fits(arena, when, "language", language) &&
           fits_switch(when, "sponsored", fields->is_sponsored || fields->sponsor) &&
           fits_switch(when, "sensitive", fields->is_sensitive || fields->warning) &&
           fits_switch(when, "urgent", fields->urgent != NULL) &&
           fits_tags(arena, when, &fields->tags) && fits_accounts(arena, when, workspace, post);
}

bool roles_ask(struct arena *scratch, const struct workspace *workspace, const struct post *post,
               const char *role)
{
    const char *campaign_id = post->fields.campaign;
    const struct campaign *campaign =
        campaign_id ? workspace_campaign(workspace, campaign_id) : NULL;
    if (has(&post->fields.requires, role) || (campaign && has(&campaign->requires, role)))
        return true;
    const struct yaml_node *approvals = workspace->brand.approvals;
    const struct yaml_node *entry =
        approvals && approvals->kind == YAML_LIST ? approvals->first : NULL;
    for (; entry; entry = entry->next) {
        struct names roles = form_names_of(scratch, entry, "roles");
        if (has(&roles, role) && fits_post(scratch, yaml_get(entry, "when"), workspace, post))
            return true;
    }
    return false;
}
