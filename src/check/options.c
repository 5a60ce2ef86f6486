/* Options: the keys of a post's layers that belong to a network alone. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/check.h"
#include "lib/reading.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/workspace.h"
#include "networks/options.h"

static bool is_for(const struct post_layer *layer, const struct account *account,
                   const struct workspace *workspace)
{
    switch (layer->scope) {
    case SCOPE_ACCOUNT:
        return text_equal(account->id, layer->name);
    case SCOPE_NETWORK:
        return text_equal(account->network_name, layer->name);
    case SCOPE_LANGUAGE:
        return text_equal(account_language(workspace, account), layer->name);
    case SCOPE_GROUP: {
        const struct group *group = workspace_group(workspace, layer->name);
        return group && account_set_has(group->accounts, account->index);
    }
    }
    return false;
}

/* The options of all networks that the layer is for. NULL where a person sends to one of them: what
 * they need to know is not ours to judge. */
static const struct network_option *
options_of(struct arena *scratch, const struct post_layer *layer, const struct workspace *workspace)
{
    size_t room = 1;
    size_t count = 0;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (!is_for(layer, account, workspace))
            continue;
        if (account->is_manual || !account->network)
            return NULL;
        const struct network_option *option = account->network->post_options;
        for (; option && option->name; option++)
            room++;
    }
    struct network_option *options = arena_alloc_array(scratch, room, sizeof *options);
    for (size_t i = 0; i < workspace->account_count; i++) {
        if (!is_for(layer, &workspace->accounts[i], workspace))
            continue;
        const struct network_option *option = workspace->accounts[i].network->post_options;
        for (; option && option->name; option++)
            options[count++] = *option;
    }
    return options;
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    const char *names[POST_KEY_COUNT + 1] = { NULL };
    for (int key = 0; key < POST_KEY_COUNT; key++)
        names[key] = post_key_name((enum post_key)key);
    for (size_t i = 0; i < input->post->layer_count; i++) {
        const struct post_layer *layer = &input->post->layers[i];
        const struct network_option *options =
            layer->fields.options ? options_of(scratch, layer, input->context->workspace) : NULL;
        struct reading reading = { .arena = findings->arena,
                                   .findings = findings,
                                   .path = layer->fields.path };
        if (options)
            options_check(&reading, layer->fields.options, names, options);
    }
}

const struct check check_options = { .run = run };
