/* The forms of all files. Most are one folder's; an account, and an entry of `overrides`, have keys
 * of several. */
#include "commands/schema_forms.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/forms.h"
#include "brand/voice/exceptions.h"
#include "calendar/calendar.h"
#include "calendar/campaigns.h"
#include "content/fields.h"
#include "content/post_form.h"
#include "content/sidecar.h"
#include "model/network.h"
#include "networks/networks.h"

/* --- maps whose keys are gathered --- */

enum { MOST_KEYS = 200 };

struct keys {
    struct form *items;
    size_t count;
};

static struct keys keys_in(struct arena *arena)
{
    return (struct keys){ .items = arena_alloc_array(arena, MOST_KEYS + 1, sizeof(struct form)) };
}

static void add(struct keys *keys, const struct form *form)
{
    for (size_t i = 0; i < keys->count; i++)
        if (text_equal(keys->items[i].name, form->name))
            return; /* two networks have it */
    if (keys->count < MOST_KEYS)
        keys->items[keys->count++] = *form;
}

static void add_options(struct keys *keys, const struct network_option *options)
{
    static const enum form_kind kinds[] = {
        [OPTION_TEXT] = FORM_LINE, [OPTION_BOOL] = FORM_BOOL, [OPTION_NUMBER] = FORM_NUMBER,
        [OPTION_WORD] = FORM_WORD, [OPTION_URL] = FORM_URL,   [OPTION_LIST] = FORM_NAMES,
    };
    for (; options && options->name; options++)
        add(keys, &(struct form){ .name = options->name,
                                  .kind = kinds[options->kind],
                                  .words = options->words,
                                  .max = INT32_MAX,
                                  .summary = options->summary,
                                  .takes_null = true });
}

static const struct form *map_of(struct arena *arena, struct keys keys)
{
    struct form *form = arena_alloc(arena, sizeof *form);
    *form = (struct form){ .kind = FORM_MAP, .inside = keys.items };
    return form;
}

/* --- accounts.yml --- */

static const struct form *one_account(struct arena *arena)
{
    struct keys keys = keys_in(arena);
    size_t count;
    const struct network *const *networks = networks_all(&count);
    for (const struct form *form = account_form.inside; form->name; form++)
        add(&keys, form);
    for (const struct form *form = networks_account_form.inside; form->name; form++)
        add(&keys, form);
    for (size_t i = 0; i < count; i++)
        add_options(&keys, networks[i]->account_options);
    return map_of(arena, keys);
}

static const struct form *accounts(struct arena *arena)
{
    static const struct form group = { .kind = FORM_NAMES };
    struct keys keys = keys_in(arena);
    add(&keys, &(struct form){ .name = "accounts",
                               .kind = FORM_NAMED,
                               .inside = one_account(arena),
                               .is_required = true,
                               .summary = N_("each account, by the id that posts name") });
    add(&keys, &(struct form){ .name = "groups",
                               .kind = FORM_NAMED,
                               .inside = &group,
                               .summary = N_("names for several accounts; a group may hold "
                                             "groups") });
    return map_of(arena, keys);
}

/* --- posts --- */

/* What a layer may say; null takes a key away. */
static struct keys layer_keys(struct arena *arena)
{
    struct keys keys = keys_in(arena);
    for (enum post_key key = 0; key < POST_KEY_COUNT; key++) {
        struct form form = post_form.inside[key];
        form.takes_null = true;
        if (post_key_is_for_layers(key))
            add(&keys, &form);
    }
    return keys;
}

static const struct form *variant(struct arena *arena) { return map_of(arena, layer_keys(arena)); }

static const struct form *post(struct arena *arena)
{
    struct keys layer = layer_keys(arena);
    struct keys keys = keys_in(arena);
    size_t count;
    const struct network *const *networks = networks_all(&count);
    for (size_t i = 0; i < count; i++)
        add_options(&layer, networks[i]->post_options);
    for (enum post_key key = 0; key < POST_KEY_COUNT; key++)
        add(&keys, &post_form.inside[key]);
    keys.items[POST_OVERRIDES].inside = map_of(arena, layer);
    return map_of(arena, keys);
}

/* --- the others --- */

static const struct form *brand(struct arena *arena) { return (void)arena, &brand_form; }
static const struct form *audiences(struct arena *arena) { return (void)arena, &audiences_form; }
static const struct form *team(struct arena *arena) { return (void)arena, &team_form; }
static const struct form *mentions(struct arena *arena) { return (void)arena, &mentions_form; }
static const struct form *exceptions(struct arena *arena)
{
    return (void)arena, &voice_exceptions_form;
}
static const struct form *calendar(struct arena *arena) { return (void)arena, &calendar_form; }
static const struct form *campaign(struct arena *arena) { return (void)arena, &campaign_form; }
static const struct form *sidecar(struct arena *arena) { return (void)arena, &sidecar_form; }

static const struct schema table[] = {
    { "post", "content/**/*.md", N_("a post's front matter"), post },
    { "variant", "content/**/*.*.md", N_("a variant's front matter"), variant },
    { "sidecar", "content/**/*.{jpg,jpeg,png,gif,webp,mp4}.yml",
      N_("what is said of a picture or video once"), sidecar },
    { "brand", "brand/brand.yml", N_("who speaks, and by which rules"), brand },
    { "accounts", "brand/accounts.yml", N_("the networks' accounts"), accounts },
    { "audiences", "brand/audiences.yml", N_("whom posts are for"), audiences },
    { "team", "brand/team.yml", N_("people, roles, departments"), team },
    { "mentions", "brand/mentions.yml", N_("who is mentioned, and by which handles"), mentions },
    { "exceptions", "brand/voice/exceptions.yml", N_("what the tone rules let pass"), exceptions },
    { "calendar", "calendar/calendar.yml", N_("when posts go out"), calendar },
    { "campaign", "calendar/campaigns/*.md", N_("a campaign's front matter"), campaign },
};

const struct schema *schemas_all(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}

const struct schema *schemas_find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (text_equal(table[i].name, name))
            return &table[i];
    }
    return NULL;
}
