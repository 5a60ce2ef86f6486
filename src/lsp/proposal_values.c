/* What the workspace holds that a key may name. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/path.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/proposals.h"
#include "model/workspace.h"

struct source_of_values {
    struct proposals *out;
    struct lsp_server *server;
    const struct workspace *workspace;
};

static void add(const struct source_of_values *from, const char *name, enum proposal_kind kind,
                const char *detail)
{
    for (size_t i = 0; i < from->out->count; i++)
        if (text_equal(from->out->items[i].label, name))
            return;
    proposals_add(from->out,
                  (struct proposal){ .label = name, .text = name, .kind = kind, .detail = detail });
}

static void add_accounts(const struct source_of_values *from)
{
    for (size_t i = 0; i < from->workspace->account_count; i++)
        add(from, from->workspace->accounts[i].id, PROPOSAL_REFERENCE,
            from->workspace->accounts[i].network_name);
    for (size_t i = 0; i < from->workspace->group_count; i++)
        add(from, from->workspace->groups[i].id, PROPOSAL_REFERENCE, _("group"));
}

static void add_targets(const struct source_of_values *from)
{
    add_accounts(from);
    for (size_t i = 0; i < from->workspace->account_count; i++)
        add(from, from->workspace->accounts[i].network_name, PROPOSAL_REFERENCE, _("network"));
}

static void add_targets_and_default(const struct source_of_values *from)
{
    add(from, "default", PROPOSAL_REFERENCE, NULL);
    add_targets(from);
}

static void add_campaigns(const struct source_of_values *from)
{
    for (size_t i = 0; i < from->workspace->campaign_count; i++)
        add(from, from->workspace->campaigns[i].id, PROPOSAL_REFERENCE,
            from->workspace->campaigns[i].title);
}

static void add_audiences(const struct source_of_values *from)
{
    for (size_t i = 0; i < from->workspace->audience_count; i++)
        add(from, from->workspace->audiences[i].id, PROPOSAL_REFERENCE,
            from->workspace->audiences[i].title);
}

static void add_queues(const struct source_of_values *from)
{
    for (size_t i = 0; i < from->workspace->calendar.queue_count; i++)
        add(from, from->workspace->calendar.queues[i].id, PROPOSAL_REFERENCE, NULL);
}

static void add_all(const struct source_of_values *from, const struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        add(from, names->items[i].text, PROPOSAL_REFERENCE, NULL);
}

static void add_pillars(const struct source_of_values *from)
{
    add_all(from, &from->workspace->calendar.pillars);
}

static void add_languages(const struct source_of_values *from)
{
    add_all(from, &from->workspace->brand.languages);
    for (size_t i = 0; i < from->workspace->account_count; i++)
        if (from->workspace->accounts[i].language)
            add(from, from->workspace->accounts[i].language, PROPOSAL_REFERENCE, NULL);
}

static void add_people(const struct source_of_values *from)
{
    for (size_t i = 0; i < from->workspace->person_count; i++)
        add(from, from->workspace->people[i].id, PROPOSAL_REFERENCE,
            from->workspace->people[i].name);
}

static void add_roles(const struct source_of_values *from)
{
    for (size_t i = 0; i < from->workspace->person_count; i++)
        add_all(from, &from->workspace->people[i].roles);
}

static void add_words(const struct source_of_values *from,
                      size_t (*list)(void *context, struct arena *arena, const char ***out),
                      enum proposal_kind kind)
{
    const char **words;
    size_t count = list(from->server->host->context, from->out->arena, &words);
    for (size_t i = 0; i < count; i++)
        proposals_add(from->out,
                      (struct proposal){ .label = words[i], .text = words[i], .kind = kind });
}

static void add_tags(const struct source_of_values *from)
{
    add_words(from, from->server->host->tags, PROPOSAL_TEXT);
}

static void add_posts(const struct source_of_values *from)
{
    add_words(from, from->server->host->posts, PROPOSAL_REFERENCE);
}

static void add_blog(const struct source_of_values *from)
{
    add(from, "blog", PROPOSAL_VALUE, _("this post's own page on the blog"));
}

static void add_slots(const struct source_of_values *from)
{
    struct lsp_slot *slots;
    size_t count = from->server->host->slots(from->server->host->context, from->out->arena, &slots);
    for (size_t i = 0; i < count; i++)
        add(from, slots[i].date, PROPOSAL_VALUE, slots[i].words);
}

static void add_files_of(const struct source_of_values *from, const char *folder)
{
    const char **paths;
    size_t count =
        from->server->host->files(from->server->host->context, from->out->arena, folder, &paths);
    for (size_t i = 0; i < count; i++)
        if (!text_ends_with(paths[i], ".yml") && !text_ends_with(paths[i], ".md"))
            add(from, paths[i] + strlen(folder) + 1, PROPOSAL_FILE, NULL);
}

/* Beside the post, and those for all. */
static void add_files(const struct source_of_values *from)
{
    const char *folder = path_folder(from->out->arena, from->out->path);
    if (*folder)
        add_files_of(from, folder);
    add_files_of(from, "content/media");
}

struct values {
    const char *key;
    void (*add)(const struct source_of_values *from);
};

static const struct values value_table[] = {
    { "accounts", add_accounts },  { "except", add_accounts }, { "campaign", add_campaigns },
    { "audience", add_audiences }, { "queue", add_queues },    { "pillar", add_pillars },
    { "language", add_languages }, { "owner", add_people },    { "people", add_people },
    { "requires", add_roles },     { "roles", add_roles },     { "tags", add_tags },
    { "date", add_slots },         { "repeats", add_posts },   { "link", add_blog },
    { "file", add_files },         { "image", add_files },     { "thumbnail", add_files },
    { "captions", add_files },     { "groups", add_accounts },
};

static const struct values name_table[] = {
    { "overrides", add_targets },          { "crop", add_targets },
    { "limits", add_targets_and_default }, { "posts", add_targets_and_default },
    { "slots", add_targets_and_default },
};

static void add_of(struct proposals *proposals, struct lsp_server *server,
                   const struct values *table, size_t count, const char *key)
{
    const struct source_of_values from = { proposals, server,
                                           server->host->workspace(server->host->context) };
    for (size_t i = 0; i < count && from.workspace; i++)
        if (text_equal(table[i].key, key))
            table[i].add(&from);
}

void proposals_add_values(struct proposals *proposals, struct lsp_server *server, const char *key)
{
    add_of(proposals, server, value_table, sizeof value_table / sizeof *value_table, key);
}

void proposals_add_names(struct proposals *proposals, struct lsp_server *server, const char *key)
{
    add_of(proposals, server, name_table, sizeof name_table / sizeof *name_table, key);
}
