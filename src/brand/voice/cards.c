/* Looking cards up, and taking them apart. */
#include "brand/voice/cards.h"

#include <string.h>

#include "base/arena.h"
#include "brand/voice/names.h"

const struct voice_card *voice_card_find(const char *path)
{
    for (const struct voice_card *card = voice_cards; card->path; card++)
        if (strcmp(card->path, path) == 0)
            return card;
    return NULL;
}

static struct names names_of(struct arena *arena, const char *lines)
{
    struct names names = { 0 };
    for (const char *at = lines; *at;) {
        size_t bytes = strcspn(at, "\n");
        voice_names_add(&names, arena, arena_strndup(arena, at, bytes), (struct span){ 0 });
        at += bytes + 1;
    }
    return names;
}

struct voice_rule *voice_card_rule(struct arena *arena, const struct voice_card *card,
                                   const char *name, const char *path)
{
    struct voice_rule *rule = arena_alloc(arena, sizeof *rule);
    rule->name = name;
    rule->path = path;
    rule->kind = card->kind;
    rule->level = card->level;
    rule->scopes = names_of(arena, card->scopes);
    rule->languages = names_of(arena, card->languages);
    return rule;
}

struct regex_literals voice_card_literals(struct arena *arena, const struct voice_card *card)
{
    struct regex_literals out = { .items = arena_alloc_array(arena, card->literal_count,
                                                             sizeof *out.items),
                                  .count = card->literal_count,
                                  .edges = arena_copy(arena, card->edges, card->literal_count),
                                  .are_starts = card->are_starts };
    const char *text = card->literals;
    for (size_t i = 0; i < out.count; i++) {
        out.items[i] = text;
        text += strlen(text) + 1;
    }
    return out;
}
