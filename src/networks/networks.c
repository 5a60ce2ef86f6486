/* The table of networks, and how accounts get theirs. */
#include "networks/networks.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/workspace.h"
#include "networks/options.h"

static const struct network *const table[] = {
    &network_blog,
    &network_bluesky,
    &network_mastodon,
    &network_null,
};

enum { NETWORK_COUNT = sizeof table / sizeof table[0] };

static const char rule[] = "account";
static const char path[] = "brand/accounts.yml";

const struct network *networks_find(const char *name)
{
    for (size_t i = 0; i < NETWORK_COUNT; i++) {
        if (text_equal(table[i]->name, name))
            return table[i];
    }
    return NULL;
}

const struct network *const *networks_all(size_t *count)
{
    *count = NETWORK_COUNT;
    return table;
}

/* Keys that brand/ reads, the same for every network. */
static const char *const common_keys[] = {
    "network",  "handle",   "service",    "secret", "secret-expires", "send", "timezone",
    "language", "audience", "visibility", "tags",   "limits",         NULL,
};

static const struct network_option limit_options[] = {
    { .name = "text", .kind = OPTION_NUMBER },
    { .name = "text-bytes", .kind = OPTION_NUMBER },
    { .name = "parts", .kind = OPTION_NUMBER },
    { .name = "media", .kind = OPTION_NUMBER },
    { .name = "alt", .kind = OPTION_NUMBER },
    { .name = "image-bytes", .kind = OPTION_NUMBER },
    { .name = "image-pixels", .kind = OPTION_NUMBER },
    { .name = "video-bytes", .kind = OPTION_NUMBER },
    { .name = NULL },
};

static size_t limit_or(const struct yaml_node *limits, const char *key, size_t otherwise)
{
    const struct yaml_node *node = yaml_get(limits, key);
    long number = -1;
    if (node && node->kind == YAML_SCALAR)
        number = text_number(node->text, node->text_bytes, LONG_MAX);
    return number < 0 ? otherwise : (size_t)number;
}

static void bind_limits(struct account *account, struct findings *findings)
{
    static const char *const none[] = { NULL };
    const struct yaml_node *limits = account->options ? yaml_get(account->options, "limits") : NULL;
    struct network_limits *to = &account->limits;
    if (account->network)
        *to = account->network->limits;
    if (!limits || limits->kind != YAML_MAP)
        return;
    options_check(findings, limits,
                  &(struct option_place){ .path = path,
                                          .rule = rule,
                                          .owner = "limits",
                                          .known = none,
                                          .options = limit_options });
    to->text = limit_or(limits, "text", to->text);
    to->text_bytes = limit_or(limits, "text-bytes", to->text_bytes);
    to->parts = limit_or(limits, "parts", to->parts);
    to->media = limit_or(limits, "media", to->media);
    to->alt_codepoints = limit_or(limits, "alt", to->alt_codepoints);
    to->image_bytes = limit_or(limits, "image-bytes", to->image_bytes);
    to->image_pixels = limit_or(limits, "image-pixels", to->image_pixels);
    to->video_bytes = limit_or(limits, "video-bytes", to->video_bytes);
}

static void report_network(const struct account *account, struct findings *findings)
{
    const struct yaml_node *value = account->options ? yaml_get(account->options, "network") : NULL;
    struct span where = value ? value->where : account->where;
    const char *names[NETWORK_COUNT];
    for (size_t i = 0; i < NETWORK_COUNT; i++)
        names[i] = table[i]->name;
    const char *nearest = text_nearest(account->network_name, names, NETWORK_COUNT);
    if (nearest)
        findings_report(findings, SEVERITY_ERROR, rule, path, where,
                        _("there is no network '%s'; did you mean '%s'?"), account->network_name,
                        nearest);
    else
        findings_report(findings, SEVERITY_ERROR, rule, path, where,
                        _("nothing here sends to the network '%s': add 'send: manual' to the "
                          "account '%s' to post there by hand"),
                        account->network_name, account->id);
}

static void need(const struct account *account, const char *key, struct findings *findings)
{
    if (account->options && options_text(account->options, key))
        return;
    findings_report(findings, SEVERITY_ERROR, rule, path, account->where,
                    _("the account '%s' needs '%s:'; %s has no use without it"), account->id, key,
                    account->network->title);
}

static void need_all(const struct account *account, struct findings *findings)
{
    const struct network *network = account->network;
    if (!network->is_offline) {
        need(account, "secret", findings);
        if (!network->default_service)
            need(account, "service", findings);
    }
    for (const char *const *key = network->needs; key && *key; key++)
        need(account, *key, findings);
}

static void bind_account(struct account *account, struct findings *findings)
{
    account->network = networks_find(account->network_name);
    if (!account->network && account->is_manual)
        account->network = networks_by_hand(account->network_name);
    const struct network *network = account->network;
    bind_limits(account, findings);
    if (!network) {
        if (account->network_name)
            report_network(account, findings);
        return;
    }
    struct option_place place = {
        .path = path,
        .rule = rule,
        .owner = arena_printf(findings->arena, _("the account '%s'"), account->id),
        .known = common_keys,
        .options = network->account_options,
    };
    options_check(findings, account->options, &place);
    if (!account->service)
        account->service = network->default_service;
    if (!account->is_manual)
        need_all(account, findings);
    if (network->bind)
        network->bind(account, findings->arena, findings);
}

/* Whether one folder is the other, or below it. */
static bool is_within(const char *folder, const char *other)
{
    size_t bytes = strlen(other);
    return strncasecmp(folder, other, bytes) == 0 && (!folder[bytes] || folder[bytes] == '/');
}

/* Two accounts that write the same folder would remove each other's files at every run. */
static void check_folders(const struct workspace *workspace, struct findings *findings)
{
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        for (size_t j = 0; account->out && j < i; j++) {
            const struct account *other = &workspace->accounts[j];
            if (!other->out ||
                (!is_within(account->out, other->out) && !is_within(other->out, account->out)))
                continue;
            findings_report(findings, SEVERITY_ERROR, rule, path, account->where,
                            _("the accounts '%s' and '%s' would write over each other in '%s': "
                              "give each a folder of its own with 'out:'"),
                            other->id, account->id, account->out);
        }
    }
}

void networks_bind(struct workspace *workspace, struct findings *findings)
{
    for (size_t i = 0; i < workspace->account_count; i++)
        bind_account(&workspace->accounts[i], findings);
    check_folders(workspace, findings);
}
