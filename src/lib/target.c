/* Targets: names to sets of accounts. */
#include "lib/target.h"

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/workspace.h"

/* Complains of a name that is no account or group, with a did-you-mean, but where the accounts
 * can't be read; always -1. */
static int complain(struct reading *reading, const struct workspace *workspace,
                    const struct name *name)
{
    if (workspace->unread & WORKSPACE_ACCOUNTS)
        return -1;
    const char *nearest = workspace_nearest_target(workspace, reading->arena, name->text);
    if (!nearest)
        return reading_complain(
            reading, "reference", name->where,
            _("there is no account or group '%s' in brand/accounts.yml: write one "
              "that is there, or a group there that names several"),
            reading_excerpt(reading, name->text));
    reading_complain(reading, "reference", name->where,
                     _("there is no account or group '%s'; did you mean '%s'?"),
                     reading_excerpt(reading, name->text), nearest);
    reading_suggest(reading, nearest);
    return -1;
}

int target_check(struct reading *reading, const struct workspace *workspace,
                 const struct names *names)
{
    int status = 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct name *name = &names->items[i];
        if (!workspace_account(workspace, name->text) && !workspace_group(workspace, name->text))
            status = complain(reading, workspace, name);
    }
    return status;
}

/* Rules may be written before there is an account: these are networks, whoever sends to them. */
static const char *const networks[] = {
    "blog",     "bluesky",   "discord",  "facebook",  "friendica", "ghost",
    "hashnode", "instagram", "lemmy",    "linkedin",  "mastodon",  "matrix",
    "medium",   "misskey",   "nostr",    "null",      "peertube",  "pinterest",
    "pixelfed", "reddit",    "slack",    "telegram",  "threads",   "tiktok",
    "tumblr",   "vk",        "whatsapp", "wordpress", "x",         "youtube",
};
enum { NETWORK_COUNT = sizeof networks / sizeof networks[0] };

/* `default`, all accounts, and networks. */
static const char **list_keys(struct arena *arena, const struct workspace *workspace, size_t *count)
{
    size_t room = 1 + NETWORK_COUNT + 2 * workspace->account_count;
    const char **names = arena_alloc_array(arena, room, sizeof *names);
    *count = 0;
    names[(*count)++] = "default";
    for (size_t i = 0; i < workspace->account_count; i++) {
        names[(*count)++] = workspace->accounts[i].id;
        if (workspace->accounts[i].network_name)
            names[(*count)++] = workspace->accounts[i].network_name;
    }
    for (size_t i = 0; i < NETWORK_COUNT; i++)
        names[(*count)++] = networks[i];
    return names;
}

static void check_key(struct reading *reading, const struct workspace *workspace,
                      const struct yaml_node *entry, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(names[i], entry->key))
            return;
    }
    if (workspace->unread & WORKSPACE_ACCOUNTS)
        return;
    if (workspace_group(workspace, entry->key)) {
        reading_complain(reading, "reference", entry->key_where,
                         _("'%s' is a group: here stand accounts, networks and `default`"),
                         entry->key);
        return;
    }
    const char *nearest = text_nearest(entry->key, names, count);
    if (!nearest) {
        reading_complain(reading, "reference", entry->key_where,
                         _("there is no account or network '%s' in brand/accounts.yml"),
                         reading_excerpt(reading, entry->key));
        return;
    }
    reading_complain(reading, "reference", entry->key_where,
                     _("there is no account or network '%s'; did you mean '%s'?"),
                     reading_excerpt(reading, entry->key), nearest);
    reading_suggest(reading, nearest);
}

void target_check_keys(struct reading *reading, const struct workspace *workspace,
                       const struct yaml_node *map)
{
    size_t count;
    const char **names = list_keys(reading->arena, workspace, &count);
    if (!map || map->kind != YAML_MAP)
        return;
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        if (!reading_is_own_key(entry->key))
            check_key(reading, workspace, entry, names, count);
    }
}

static bool is_network(const struct workspace *workspace, const char *name)
{
    size_t i = 0;
    while (i < workspace->account_count && !text_equal(workspace->accounts[i].network_name, name))
        i++;
    size_t j = 0;
    while (j < NETWORK_COUNT && !text_equal(networks[j], name))
        j++;
    return i < workspace->account_count || j < NETWORK_COUNT;
}

int target_check_any(struct reading *reading, const struct workspace *workspace,
                     const struct names *names)
{
    int status = 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct name *name = &names->items[i];
        if (!workspace_account(workspace, name->text) && !workspace_group(workspace, name->text) &&
            !is_network(workspace, name->text))
            status = complain(reading, workspace, name);
    }
    return status;
}

void target_add(uint64_t *set, const struct workspace *workspace, const struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct account *account = workspace_account(workspace, names->items[i].text);
        const struct group *group =
            account ? NULL : workspace_group(workspace, names->items[i].text);
        if (account)
            account_set_add(set, account->index);
        for (size_t word = 0; group && word < account_set_words(workspace->account_count); word++)
            set[word] |= group->accounts[word];
    }
}

void target_remove(uint64_t *set, const struct workspace *workspace, const struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct account *account = workspace_account(workspace, names->items[i].text);
        const struct group *group =
            account ? NULL : workspace_group(workspace, names->items[i].text);
        if (account)
            account_set_remove(set, account->index);
        for (size_t word = 0; group && word < account_set_words(workspace->account_count); word++)
            set[word] &= ~group->accounts[word];
    }
}
