/* Emoji: how many, and which ones, in what each account's readers get. */
#include "lib/emoji.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/said.h"
#include "model/post_rules.h"

struct place {
    size_t item, start, end;
};

static void check_denied(const struct said_list *said, const struct place *place,
                         struct arena *scratch, struct findings *findings)
{
    const struct folded_names *denied = &said->rendering->account->rules->emoji_denied;
    const char *text = said->items[place->item].text + place->start;
    const char *emoji = arena_strndup(scratch, text, place->end - place->start);
    const char *plain = emoji_plain(scratch, emoji);
    for (size_t i = 0; i < denied->count; i++) {
        if (!text_equal(denied->items[i].plain, plain))
            continue;
        said_report(findings, SEVERITY_ERROR, "emoji-denied", said, place->item, place->start,
                    place->end, _("brand/brand.yml does not allow %s"), emoji);
        findings_last(findings)->account = said->rendering->account->id;
    }
}

static void check_account(const struct said_list *said, struct arena *scratch,
                          struct findings *findings)
{
    const struct post_rules *rules = said->rendering->account->rules;
    struct place first_over = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < said->count; i++) {
        const struct said *item = &said->items[i];
        struct emoji found;
        for (size_t at = 0; emoji_next(&found, item->text, item->bytes, at); at = found.end_byte) {
            struct place place = { i, found.start_byte, found.end_byte };
            check_denied(said, &place, scratch, findings);
            if (item->kind == SAID_TEXT && (int64_t)count++ == rules->emoji_max)
                first_over = place;
        }
    }
    if (rules->emoji_max < 0 || count <= (size_t)rules->emoji_max)
        return;
    said_report(findings, SEVERITY_ERROR, "emoji-count", said, first_over.item, first_over.start,
                first_over.end, _("too many emoji: %zu, at most %lld: take %zu out"), count,
                (long long)rules->emoji_max, count - (size_t)rules->emoji_max);
    findings_last(findings)->account = said->rendering->account->id;
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    for (size_t i = 0; i < input->account_count; i++) {
        const struct said_list *said = &input->said[i];
        const struct post_rules *rules = said->rendering ? said->rendering->account->rules : NULL;
        if (rules && (rules->emoji_max >= 0 || rules->emoji_denied.count))
            check_account(said, scratch, findings);
    }
}

const struct check check_emoji = { .run = run };
