/* brand.yml's `posts`: the rules of `default`, of a network and of an account, laid over each other
 * for every account. */
#include "model/post_rules.h"

#include "base/arena.h"
#include "base/text.h"
#include "brand/brand_files.h"
#include "lib/emoji.h"
#include "lib/form.h"
#include "lib/target.h"
#include "lib/unicode.h"
#include "lib/yaml.h"
#include "model/workspace.h"

static void fold_names(struct folded_names *out, struct arena *arena, const struct yaml_node *map,
                       const char *key, const char *(*fold)(struct arena *arena, const char *text))
{
    if (!map || !yaml_get(map, key))
        return;
    struct names names = form_names_of(arena, map, key);
    out->items = arena_alloc_array(arena, names.count, sizeof *out->items);
    out->count = names.count;
    for (size_t i = 0; i < names.count; i++) {
        const char *text = names.items[i].text;
        text += *text == '#';
        out->items[i] = (struct folded){ .text = text, .plain = fold(arena, text) };
    }
}

static void lay_hashtags(struct post_rules *rules, struct arena *arena, const struct yaml_node *map)
{
    const char *letter_case = form_line_of(map, "case");
    rules->hashtag_max = form_number_of(map, "max", rules->hashtag_max);
    if (letter_case)
        rules->hashtag_case = text_equal(letter_case, "camel")   ? HASHTAG_CAMEL
                              : text_equal(letter_case, "lower") ? HASHTAG_LOWER
                                                                 : HASHTAG_ANY;
    fold_names(&rules->hashtags_required, arena, map, "required", unicode_plain);
    fold_names(&rules->hashtags_denied, arena, map, "deny", unicode_plain);
}

static void lay_over(struct post_rules *rules, struct arena *arena, const struct yaml_node *map)
{
    const struct yaml_node *emoji = yaml_get(map, "emoji");
    const char *alt = form_line_of(map, "alt-text");
    lay_hashtags(rules, arena, yaml_get(map, "hashtags"));
    rules->emoji_max = form_number_of(emoji, "max", rules->emoji_max);
    fold_names(&rules->emoji_denied, arena, emoji, "deny", emoji_plain);
    if (alt)
        rules->alt = text_equal(alt, "off")           ? ALT_OFF
                     : text_equal(alt, "recommended") ? ALT_RECOMMENDED
                                                      : ALT_REQUIRED;
}

void brand_bind_rules(struct workspace *workspace, struct reading *reading)
{
    const struct yaml_node *posts = yaml_get(workspace->brand.root, "posts");
    struct post_rules *rules =
        arena_alloc_array(reading->arena, workspace->account_count, sizeof *rules);
    target_check_keys(reading, workspace, posts);
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account *account = &workspace->accounts[i];
        const char *keys[] = { "default", account->network_name, account->id };
        rules[i] = (struct post_rules){ .hashtag_max = NO_LIMIT,
                                        .emoji_max = NO_LIMIT,
                                        .alt = ALT_REQUIRED };
        account->rules = &rules[i];
        for (size_t j = 0; posts && j < sizeof keys / sizeof keys[0]; j++) {
            bool is_said = keys[j] && (j < 2 || !text_equal(keys[1], keys[2]));
            const struct yaml_node *map = is_said ? yaml_get(posts, keys[j]) : NULL;
            if (map && map->kind == YAML_MAP)
                lay_over(&rules[i], reading->arena, map);
        }
    }
}
