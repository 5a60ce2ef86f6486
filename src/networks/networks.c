/* The table of networks, and how accounts get theirs. */
#include "networks/networks.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/reading.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/workspace.h"
#include "networks/options.h"
#include "networks/terms.h"

static const struct network *const table[] = {
    &network_blog,
    &network_bluesky,
    &network_mastodon,
    &network_null,
};

enum { NETWORK_COUNT = sizeof table / sizeof table[0] };

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
    "network",  "handle",   "service",    "secret", "secret-expires", "send",   "timezone",
    "language", "audience", "visibility", "tags",   "limits",         "budget", NULL,
};

static const struct form limits_form[] = {
    { .name = "text",
      .summary = N_("characters of a part, as the network counts them"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = "text-bytes",
      .summary = N_("bytes of a part"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = "parts",
      .summary = N_("parts of a thread; 1 joins them as paragraphs"),
      .kind = FORM_NUMBER,
      .min = 1,
      .max = LIMIT_PARTS },
    { .name = "media",
      .summary = N_("pictures in one part"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = "alt",
      .summary = N_("characters of an alternative text"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = "image-bytes",
      .summary = N_("bytes of a picture"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = "image-pixels",
      .summary = N_("width × height of a picture"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = "video-bytes",
      .summary = N_("bytes of a video"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = "posts-24h",
      .summary = N_("posts that the network takes from programs in 24 hours"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = "cost",
      .summary = N_("what a post costs, and one with a link"),
      .kind = FORM_MAP,
      .inside = terms_cost_form },
    { .name = "api-end",
      .summary = N_("from then on the network takes no posts from programs"),
      .kind = FORM_MOMENT },
    { .name = NULL },
};

static const struct form bound_keys[] = {
    { .name = "limits",
      .summary = N_("your server's own limits, where they differ"),
      .kind = FORM_MAP,
      .inside = limits_form },
    { .name = "budget",
      .summary = N_("what its posts may cost in a month, where the network charges"),
      .kind = FORM_MAP,
      .inside = terms_budget_form },
    { .name = NULL },
};

const struct form networks_account_form = { .kind = FORM_MAP, .inside = bound_keys };

static size_t limit_or(const struct yaml_node *limits, const char *key, size_t otherwise)
{
    return (size_t)form_number_of(limits, key, (int64_t)otherwise);
}

static void bind_limits(struct account *account, struct reading *reading)
{
    const struct yaml_node *limits = account->options ? yaml_get(account->options, "limits") : NULL;
    struct network_limits *to = &account->limits;
    const struct yaml_node *budget = yaml_get(account->options, "budget");
    *to = account->network->limits;
    bool is_right = !limits || form_check(reading, limits_form, "limits", limits) == 0;
    if (budget)
        form_check(reading, terms_budget_form, "budget", budget);
    terms_bind(account, is_right ? limits : NULL);
    if (!limits || !is_right)
        return;
    to->text = limit_or(limits, "text", to->text);
    to->text_bytes = limit_or(limits, "text-bytes", to->text_bytes);
    to->parts = limit_or(limits, "parts", to->parts);
    to->media = limit_or(limits, "media", to->media);
    to->alt_codepoints = limit_or(limits, "alt", to->alt_codepoints);
    to->image_bytes = limit_or(limits, "image-bytes", to->image_bytes);
    to->image_pixels = limit_or(limits, "image-pixels", to->image_pixels);
    to->video_bytes = limit_or(limits, "video-bytes", to->video_bytes);
}

static void complain_of_network(const struct account *account, struct reading *reading)
{
    const struct yaml_node *value = account->options ? yaml_get(account->options, "network") : NULL;
    struct span where = value ? value->where : account->where;
    const char *names[NETWORK_COUNT];
    for (size_t i = 0; i < NETWORK_COUNT; i++)
        names[i] = table[i]->name;
    const char *nearest = text_nearest(account->network_name, names, NETWORK_COUNT);
    if (!nearest) {
        reading_complain(reading, "account", where,
                         _("no program sends to '%s' yet: with `send: manual`, a person posts to "
                           "'%s'"),
                         account->network_name, account->id);
        return;
    }
    reading_complain(reading, "account", where, _("there is no network '%s'; did you mean '%s'?"),
                     account->network_name, nearest);
    reading_suggest(reading, nearest);
}

static void need(const struct account *account, const char *key, struct reading *reading)
{
    if (!form_line_of(account->options, key))
        reading_complain(reading, "missing-key", account->where,
                         _("the account '%s' needs '%s': %s does not work without it"), account->id,
                         key, account->network->title);
}

static void need_all(const struct account *account, struct reading *reading)
{
    const struct network *network = account->network;
    if (!network->is_offline) {
        need(account, "secret", reading);
        if (!network->default_service)
            need(account, "service", reading);
    }
    for (const char *const *key = network->needs; key && *key; key++)
        need(account, *key, reading);
}

static void bind_account(struct account *account, struct reading *reading)
{
    account->network = networks_find(account->network_name);
    if (!account->network && account->is_manual)
        account->network = networks_by_hand(account->network_name);
    const struct network *network = account->network;
    if (!network) {
        terms_bind(account, NULL);
        if (account->network_name)
            complain_of_network(account, reading);
        return;
    }
    bind_limits(account, reading);
    options_check(reading, account->options, common_keys, network->account_options);
    if (!account->service)
        account->service = network->default_service;
    if (!account->is_manual)
        need_all(account, reading);
    if (network->bind)
        network->bind(account, reading);
}

/* Whether one folder is the other, or below it. */
static bool is_within(const char *folder, const char *other)
{
    size_t bytes = strlen(other);
    return strncasecmp(folder, other, bytes) == 0 && (!folder[bytes] || folder[bytes] == '/');
}

/* Two accounts that write the same folder would remove each other's files at every run. */
static void check_folders(const struct workspace *workspace, struct reading *reading)
{
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        for (size_t j = 0; account->out && j < i; j++) {
            const struct account *other = &workspace->accounts[j];
            if (!other->out ||
                (!is_within(account->out, other->out) && !is_within(other->out, account->out)))
                continue;
            reading_complain(reading, "account", account->where,
                             _("the accounts '%s' and '%s' would write over each other in '%s': "
                               "give each a folder of its own with `out:`"),
                             other->id, account->id, account->out);
        }
    }
}

void networks_bind(struct workspace *workspace, struct findings *findings)
{
    struct reading reading = {
        .arena = findings->arena, .findings = findings, .path = path, .text = ""
    };
    for (size_t i = 0; i < workspace->source_count; i++) {
        const struct source *source = &workspace->sources[i];
        if (text_equal(source->path, path)) {
            reading.text = source->text;
            reading.bytes = source->bytes;
        }
    }
    for (size_t i = 0; i < workspace->account_count; i++)
        bind_account(&workspace->accounts[i], &reading);
    check_folders(workspace, &reading);
}
