/* What readers can press in plain words. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "render/entities.h"

/* All that is found, as "kind:words" with bars between. */
static const char *found(struct arena *arena, const char *text, unsigned kinds)
{
    static const char *const names[] = { [ENTITY_ADDRESS] = "address",
                                         [ENTITY_HASHTAG] = "tag",
                                         [ENTITY_REMOTE] = "remote",
                                         [ENTITY_HANDLE] = "handle",
                                         [ENTITY_TAG] = "tag" };
    struct text_buffer out = text_buffer_in(arena, 4096);
    struct entity entity;
    for (size_t at = 0; entity_next(&entity, text, strlen(text), at, kinds); at = entity.end_byte) {
        text_printf(&out, "%s%s:", out.bytes ? "|" : "", names[entity.kind]);
        text_append(&out, text + entity.start_byte, entity.end_byte - entity.start_byte);
    }
    return text_end(&out);
}

static void expect(unsigned kinds, const char *text, const char *expected)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(found(&arena, text, kinds), expected);
}

TEST(a_hashtag_is_letters_digits_and_underscores)
{
    expect(ENTITY_HASHTAG, "#PanDeMasaMadre", "tag:#PanDeMasaMadre");
    expect(ENTITY_HASHTAG, "hoy #Otoño, #año2026 y #pan_2", "tag:#Otoño|tag:#año2026|tag:#pan_2");
    expect(ENTITY_HASHTAG, "#oton\u0303o.", "tag:#oton\u0303o");
    expect(ENTITY_HASHTAG, "(#Pan) ¡#Miga! «#Horno»", "tag:#Pan|tag:#Miga|tag:#Horno");
    expect(ENTITY_HASHTAG, "#8M", "tag:#8M");
    expect(ENTITY_HASHTAG, "#パン", "tag:#パン");
}

TEST(a_hashtag_needs_a_letter_and_no_word_before_it)
{
    expect(ENTITY_HASHTAG, "#1 #2026 # #_", "");
    expect(ENTITY_HASHTAG, "C#Sharp a#b ñ#c", "");
    expect(ENTITY_HASHTAG, "&#39;x =#a /#b", "");
    expect(ENTITY_HASHTAG, "##Pan", "");
}

TEST(an_emoji_with_a_keycap_is_no_hashtag)
{
    expect(ENTITY_HASHTAG, "#\uFE0F\u20E3 #1\uFE0F\u20E3", "");
    expect(ENTITY_TAG, "#\uFE0F\u20E3 #\u20E3", "");
}

TEST(a_tag_of_bluesky_goes_up_to_a_space_without_its_last_punctuation)
{
    expect(ENTITY_TAG, "#Otoño, (#Pan) «#Miga»… #fin.", "tag:#Otoño|tag:#Pan|tag:#Miga|tag:#fin");
    expect(ENTITY_TAG, "#masa-madre #l'été #C++! #pan🥖",
           "tag:#masa-madre|tag:#l'été|tag:#C++|tag:#pan🥖");
    expect(ENTITY_TAG, "#a_b_ #8M #_ #- #2026 #١٢", "tag:#a_b|tag:#8M");
    expect(ENTITY_TAG, "#Pan,#Miga #Pan—dijo", "tag:#Pan|tag:#Miga|tag:#Pan");
    expect(ENTITY_TAG, "#pan\u200Bde ##Pan a#b", "tag:#pan");
}

TEST(the_part_of_an_address_behind_a_hash_is_no_hashtag)
{
    expect(ENTITY_ADDRESS | ENTITY_HASHTAG, "https://horno.example/x#Pan #Miga",
           "address:https://horno.example/x#Pan|tag:#Miga");
}

TEST(a_handle_has_a_dot_and_stands_alone)
{
    expect(ENTITY_HANDLE, "con @horno.example.", "handle:@horno.example");
    expect(ENTITY_HANDLE, "@ana.bsky.social y (@luis.example)",
           "handle:@ana.bsky.social|handle:@luis.example");
    expect(ENTITY_HANDLE, "@ana ana@horno.example @ana@mastodon.social", "");
    expect(ENTITY_HANDLE, "@peñaloba.example @ana_x.example", "");
}

TEST(text_without_a_sign_holds_nothing)
{
    expect(15, "", "");
    expect(15, "Vuelve la hogaza: solo hasta el domingo", "");
    expect(15, "@", "");
    expect(15, "#", "");
    expect(15, "https:// @@ ## http://", "");
}

TEST(an_address_ends_where_the_text_does)
{
    expect(ENTITY_ADDRESS, "https://a.example/(", "address:https://a.example/");
    expect(ENTITY_ADDRESS, "https://a.example/b(c", "address:https://a.example/b");
    expect(ENTITY_ADDRESS, "https://a.example:", "address:https://a.example");
    expect(ENTITY_ADDRESS, "https://a.example:80", "address:https://a.example:80");
    expect(ENTITY_ADDRESS, "https://a.example/?", "address:https://a.example/");
    expect(ENTITY_ADDRESS, "https://a.example/x?y=(z)", "address:https://a.example/x?y=(z");
}
