/* Layers: their scope and their order. */
#include "content/layers.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/account_set.h"
#include "model/workspace.h"

/* `es` speaks to accounts in `es`, and to those in `es-MX`. */
static bool speaks(const char *language, const char *of_account)
{
    size_t bytes = strlen(language);
    return strncasecmp(of_account, language, bytes) == 0 &&
           (!of_account[bytes] || of_account[bytes] == '-');
}

static bool is_in_scope(const struct post_layer *layer, const struct account *account,
                        const struct workspace *workspace)
{
    switch (layer->scope) {
    case SCOPE_ACCOUNT:
        return text_equal(account->id, layer->name);
    case SCOPE_NETWORK:
        return text_equal(account->network_name, layer->name);
    case SCOPE_GROUP:
        return false;
    case SCOPE_LANGUAGE:
        return speaks(layer->name, account_language(workspace, account));
    }
    return false;
}

static bool is_language(const struct workspace *workspace, const char *name)
{
    for (size_t i = 0; i < workspace->brand.languages.count; i++) {
        if (text_equal_ignoring_case(workspace->brand.languages.items[i].text, name))
            return true;
    }
    for (size_t i = 0; i < workspace->account_count; i++) {
        const char *language = workspace->accounts[i].language;
        if (language && text_equal_ignoring_case(language, name))
            return true;
    }
    return false;
}

static bool is_network(const struct workspace *workspace, const char *name)
{
    for (size_t i = 0; i < workspace->account_count; i++) {
        if (text_equal(workspace->accounts[i].network_name, name))
            return true;
    }
    return false;
}

bool layer_find_scope(struct post_layer *layer, struct arena *arena,
                      const struct workspace *workspace)
{
    const struct group *group = workspace_group(workspace, layer->name);
    if (workspace_account(workspace, layer->name))
        layer->scope = SCOPE_ACCOUNT;
    else if (is_network(workspace, layer->name))
        layer->scope = SCOPE_NETWORK;
    else if (group)
        layer->scope = SCOPE_GROUP;
    else if (layer->is_variant && is_language(workspace, layer->name))
        layer->scope = SCOPE_LANGUAGE;
    else
        return false;
    if (layer->scope == SCOPE_GROUP) {
        layer->accounts = group->accounts;
        return true;
    }
    layer->accounts = arena_alloc_array(arena, account_set_words(workspace->account_count),
                                        sizeof *layer->accounts);
    for (size_t i = 0; i < workspace->account_count; i++) {
        if (is_in_scope(layer, &workspace->accounts[i], workspace))
            account_set_add(layer->accounts, i);
    }
    return true;
}

/* `es-MX` is more specific than `es`; else the order of the files decides. */
static int compare_layers(const void *left, const void *right)
{
    const struct post_layer *a = left;
    const struct post_layer *b = right;
    int order = (int)a->scope - (int)b->scope;
    if (!order)
        order = (int)a->is_variant - (int)b->is_variant;
    if (!order && a->scope == SCOPE_LANGUAGE)
        order = (strlen(a->name) > strlen(b->name)) - (strlen(a->name) < strlen(b->name));
    return order ? order : strcmp(a->name, b->name);
}

void layers_sort(struct post_layer *layers, size_t count)
{
    if (count > 1)
        qsort(layers, count, sizeof *layers, compare_layers);
}

const char **layer_names(struct arena *arena, const struct workspace *workspace, size_t *count)
{
    const char **names = arena_alloc_array(
        arena, 2 * workspace->account_count + workspace->group_count, sizeof *names);
    size_t found = 0;
    for (size_t i = 0; i < workspace->account_count; i++) {
        names[found++] = workspace->accounts[i].id;
        if (workspace->accounts[i].network_name)
            names[found++] = workspace->accounts[i].network_name;
    }
    for (size_t i = 0; i < workspace->group_count; i++)
        names[found++] = workspace->groups[i].id;
    *count = found;
    return names;
}
