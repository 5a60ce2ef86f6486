/* accounts.yml: the accounts, and the groups of them. Keys that only one network has are judged
 * when accounts are bound to their networks. */
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/brand_files.h"
#include "brand/forms.h"
#include "io/secret.h"
#include "lib/form.h"
#include "lib/origin.h"
#include "lib/target.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/workspace.h"

static const struct form keys[] = {
    { .name = "network",
      .summary = N_("the network: its name, or with send: manual any"),
      .kind = FORM_SLUG,
      .is_required = true,
      .takes_null = true },
    { .name = "handle", .summary = N_("the account's name there"), .kind = FORM_LINE },
    { .name = "service",
      .summary = N_("the server, as https://mastodon.example"),
      .kind = FORM_LINE },
    { .name = "secret",
      .summary = N_("the NAME of the environment variable with the token, never the token itself"),
      .kind = FORM_LINE },
    { .name = "secret-expires",
      .summary = N_("when the secret ends; a post due later is an error"),
      .kind = FORM_MOMENT },
    { .name = "send",
      .summary = N_("manual: a person posts it"),
      .kind = FORM_WORD,
      .words = "manual" },
    { .name = "timezone",
      .summary = N_("the zone of dates without an offset, for this account's posts"),
      .kind = FORM_LINE },
    { .name = "language",
      .summary = N_("the account's language; it gets the variants in that language"),
      .kind = FORM_LANGUAGE },
    { .name = "audience", .summary = N_("one of brand/audiences.yml"), .kind = FORM_SLUG },
    { .name = "visibility",
      .summary = N_("for posts that say nothing else"),
      .kind = FORM_WORD,
      .words = "public|unlisted|followers" },
    { .name = "tags", .summary = N_("added to each of its posts, without #"), .kind = FORM_TAGS },
    { .name = NULL },
};

const struct form account_form = { .kind = FORM_MAP, .inside = keys };

/* `null` is a network's name, too: a bare one is no absence here. */
static bool is_network_null(const struct yaml_node *map)
{
    const struct yaml_node *node = yaml_get(map, "network");
    return node && node->kind == YAML_SCALAR && text_equal(node->text, "null");
}

/* The keys that every network's accounts have; the others stay for their network. */
static void check_common_keys(struct reading *reading, const struct yaml_node *map)
{
    for (const struct form *form = keys; form->name; form++) {
        const struct yaml_node *node = yaml_get(map, form->name);
        if (text_equal(form->name, "network") && is_network_null(map))
            continue;
        if (node)
            form_check_value(reading, form, form->name, node);
        else if (form->is_required)
            reading_complain(reading, "missing-key", map->key_where, _("'%s' is missing in '%s'"),
                             form->name, map->key);
    }
}

/* Scheme, host and port of the server; a path would be a second notation of the same. */
static const char *read_service(struct reading *reading, const struct yaml_node *node)
{
    struct origin origin;
    struct err why = { 0 };
    if (origin_parse(&origin, reading->arena, node->text, &why) != 0) {
        reading_complain(reading, "value", node->where, "%s", why.text);
        return NULL;
    }
    const char *plain = origin_format(reading->arena, &origin);
    const char *host = strstr(node->text, "://") + strlen("://");
    const char *rest = host + strcspn(host, "/?#");
    if (*rest && !text_equal(rest, "/")) {
        reading_complain(reading, "value", node->where,
                         _("'service' is the server alone: write `%s`"), plain);
        reading_suggest(reading, plain);
        return NULL;
    }
    if (!origin.is_https && !origin.is_loopback) {
        reading_complain(reading, "value", node->where,
                         _("'service' must be https: http would show the secret to everyone on "
                           "the way"));
        return NULL;
    }
    return plain;
}

/* Never with the value in the message: somebody may have put the secret itself there. */
static const char *read_secret(struct reading *reading, const struct yaml_node *node)
{
    if (secret_may_be_named(node->text))
        return node->text;
    reading_complain(reading, "value", node->where,
                     _("'secret' is the NAME of an environment variable that begins with PREGON_, "
                       "such as `PREGON_BLUESKY`, never the secret itself; PREGON_GIT_TOKEN, "
                       "PREGON_NOW and PREGON_ORIGINS are taken"));
    findings_last(reading->findings)->secret = arena_strdup(reading->findings->arena, node->text);
    return NULL;
}

static void read_account(struct account *out, struct reading *reading, const struct yaml_node *map,
                         size_t index)
{
    check_common_keys(reading, map);
    const struct yaml_node *service = yaml_get(map, "service");
    const struct yaml_node *secret = yaml_get(map, "secret");
    *out = (struct account){
        .id = map->key,
        .where = map->key_where,
        .network_name = is_network_null(map) ? "null" : form_line_of(map, "network"),
        .is_manual = text_equal(form_line_of(map, "send"), "manual"),
        .handle = form_line_of(map, "handle"),
        .service = form_line_of(map, "service") ? read_service(reading, service) : NULL,
        .secret = form_line_of(map, "secret") ? read_secret(reading, secret) : NULL,
        .secret_expires_utc = NO_TIME, /* until the calendar's zone is known */
        .language = form_line_of(map, "language"),
        .audience = form_line_of(map, "audience"),
        .visibility = form_line_of(map, "visibility"),
        .timezone = form_line_of(map, "timezone"),
        .tags = form_names_of(reading->arena, map, "tags"),
        .options = map,
        .index = index,
    };
}

/* ---- Ids ---- */

/* Whether `entry` may name an account or group: a slug that none before it has, in any case. */
static bool id_is_free(const struct workspace *workspace, struct reading *reading,
                       const struct yaml_node *entry)
{
    if (!value_key_is_slug(reading, entry))
        return false;
    if (text_equal_ignoring_case(entry->key, "default")) {
        reading_complain(reading, "id", entry->key_where,
                         _("'default' means all accounts where rules are written: give this one "
                           "another id"));
        return false;
    }
    const char *taken = NULL;
    for (size_t i = 0; i < workspace->account_count && !taken; i++) {
        if (text_equal_ignoring_case(workspace->accounts[i].id, entry->key))
            taken = workspace->accounts[i].id;
    }
    for (size_t i = 0; i < workspace->group_count && !taken; i++) {
        if (text_equal_ignoring_case(workspace->groups[i].id, entry->key))
            taken = workspace->groups[i].id;
    }
    if (taken)
        reading_complain(reading, "id", entry->key_where,
                         _("'%s' is taken already, by '%s': ids differ in more than capitals"),
                         entry->key, taken);
    return !taken;
}

/* `overrides: {mastodon: …}` would otherwise mean one account to its writer, and all to us. */
static void check_network_names(const struct workspace *workspace, struct reading *reading)
{
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        for (size_t j = 0; j < workspace->account_count; j++) {
            if (i == j || !text_equal(account->id, workspace->accounts[j].network_name))
                continue;
            reading_complain(reading, "id", account->where,
                             _("'%s' is also the network of the account '%s': give this account "
                               "another id"),
                             account->id, workspace->accounts[j].id);
            break;
        }
    }
    for (size_t i = 0; i < workspace->group_count; i++) {
        for (size_t j = 0; j < workspace->account_count; j++) {
            if (!text_equal(workspace->groups[i].id, workspace->accounts[j].network_name))
                continue;
            reading_complain(reading, "id", workspace->groups[i].where,
                             _("'%s' is the name of a network: give the group another id"),
                             workspace->groups[i].id);
            break;
        }
    }
}

static void read_accounts(struct workspace *workspace, struct reading *reading,
                          const struct yaml_node *map)
{
    workspace->accounts = arena_alloc_array(reading->arena, map->count, sizeof(struct account));
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        if (reading_is_own_key(entry->key) || !id_is_free(workspace, reading, entry) ||
            value_map(reading, entry->key, entry) != 0)
            continue;
        if (workspace->account_count == LIMIT_ACCOUNTS) {
            reading_complain(reading, "value", entry->key_where,
                             _("there are more than %d accounts"), LIMIT_ACCOUNTS);
            return;
        }
        size_t index = workspace->account_count++;
        read_account(&workspace->accounts[index], reading, entry, index);
    }
}

/* ---- Groups ---- */

static void read_groups(struct workspace *workspace, struct reading *reading,
                        const struct yaml_node *map)
{
    size_t words = account_set_words(workspace->account_count);
    workspace->groups = arena_alloc_array(reading->arena, map->count, sizeof(struct group));
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        if (reading_is_own_key(entry->key) || !id_is_free(workspace, reading, entry))
            continue;
        if (workspace->group_count == LIMIT_GROUPS) {
            reading_complain(reading, "value", entry->key_where, _("there are more than %d groups"),
                             LIMIT_GROUPS);
            return;
        }
        struct names members = { 0 };
        if (value_names(&members, reading, entry->key, entry) != 0 && !members.count)
            continue;
        workspace->groups[workspace->group_count++] = (struct group){
            .id = entry->key,
            .where = entry->key_where,
            .members = members,
            .accounts = arena_alloc_array(reading->arena, words, sizeof(uint64_t)),
        };
    }
}

/* What the members of a group are, found once. */
struct membership {
    const struct account **accounts;
    const struct group **groups;
};

static struct membership find_members(const struct workspace *workspace, struct arena *arena,
                                      const struct group *group)
{
    size_t count = group->members.count;
    struct membership found = {
        .accounts = arena_alloc_array(arena, count, sizeof *found.accounts),
        .groups = arena_alloc_array(arena, count, sizeof *found.groups),
    };
    for (size_t i = 0; i < count; i++) {
        found.accounts[i] = workspace_account(workspace, group->members.items[i].text);
        found.groups[i] = workspace_group(workspace, group->members.items[i].text);
    }
    return found;
}

/* Adds what the members of `group` stand for; false while one is a group that is not settled. */
static bool settle(const struct workspace *workspace, const struct group *group,
                   const struct membership *members, const bool *is_settled)
{
    for (size_t i = 0; i < group->members.count; i++) {
        if (members->groups[i] && !is_settled[members->groups[i] - workspace->groups])
            return false;
    }
    size_t words = account_set_words(workspace->account_count);
    for (size_t i = 0; i < group->members.count; i++) {
        if (members->accounts[i])
            account_set_add(group->accounts, members->accounts[i]->index);
        for (size_t word = 0; members->groups[i] && word < words; word++)
            group->accounts[word] |= members->groups[i]->accounts[word];
    }
    return true;
}

/* Inner groups before outer ones, round by round; what never settles holds itself. */
static void settle_groups(const struct workspace *workspace, struct reading *reading)
{
    bool is_settled[LIMIT_GROUPS] = { false };
    struct membership members[LIMIT_GROUPS];
    for (size_t i = 0; i < workspace->group_count; i++)
        members[i] = find_members(workspace, reading->arena, &workspace->groups[i]);
    for (bool has_news = true; has_news;) {
        has_news = false;
        for (size_t i = 0; i < workspace->group_count; i++) {
            if (is_settled[i] || !settle(workspace, &workspace->groups[i], &members[i], is_settled))
                continue;
            is_settled[i] = has_news = true;
        }
    }
    for (size_t i = 0; i < workspace->group_count; i++) {
        if (!is_settled[i])
            reading_complain(reading, "reference", workspace->groups[i].where,
                             _("the group '%s' holds itself, directly or by another group"),
                             workspace->groups[i].id);
    }
}

void brand_read_accounts(struct workspace *workspace, struct reading *reading,
                         const struct yaml_node *root)
{
    static const char *const names[] = { "accounts", "groups" };
    if (value_map(reading, "accounts.yml", root) != 0)
        return;
    const struct yaml_node *accounts = yaml_get(root, "accounts");
    const struct yaml_node *groups = yaml_get(root, "groups");
    for (const struct yaml_node *entry = root->first; entry; entry = entry->next) {
        if (entry != accounts && entry != groups && !reading_is_own_key(entry->key))
            reading_unknown_key(reading, entry, names, 2);
    }
    if (!accounts)
        reading_complain(reading, "missing-key", root->where, _("'%s' is missing in '%s'"),
                         "accounts", "accounts.yml");
    else if (value_map(reading, "accounts", accounts) == 0)
        read_accounts(workspace, reading, accounts);
    if (groups && value_map(reading, "groups", groups) == 0)
        read_groups(workspace, reading, groups);
    for (size_t i = 0; i < workspace->group_count; i++)
        target_check(reading, workspace, &workspace->groups[i].members);
    check_network_names(workspace, reading);
    settle_groups(workspace, reading);
}
