/* Reading a rule behind its card. */
#include "brand/voice/late.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "brand/voice/check_rule.h"
#include "brand/voice/config.h"
#include "brand/voice/voice.h"
#include "lib/reading.h"
#include "model/finding.h"

struct voice_late {
    pthread_mutex_t one_reads;
    struct arena *owner;
    struct arena arena;         /* of what is read: its owner may be busy in another thread */
    struct voice_reader reader; /* of packs alone */
    struct voice_shop shop;
};

struct voice_late *voice_late_open(struct arena *arena, const struct voice_shop *shop)
{
    struct voice_late *late = arena_alloc(arena, sizeof *late);
    pthread_mutex_init(&late->one_reads, NULL);
    late->owner = arena;
    late->reader = *shop->reader;
    late->reader.context = NULL;
    late->shop = (struct voice_shop){ .arena = &late->arena,
                                      .word_template = shop->word_template,
                                      .accepted = shop->accepted,
                                      .config = shop->config,
                                      .reader = &late->reader };
    return late;
}

void voice_late_close(struct voice_late **late)
{
    if (!*late)
        return;
    voice_shop_close(&(*late)->shop);
    /* Findings name what stands in rules. */
    arena_adopt((*late)->owner, &(*late)->arena);
    pthread_mutex_destroy(&(*late)->one_reads);
    *late = NULL;
}

void voice_level_rule(struct voice_rule *rule, const struct voice_config *config)
{
    for (size_t i = 0; i < config->level_count; i++)
        if (strcmp(config->levels[i].rule, rule->name) == 0)
            rule->level = config->levels[i].level;
}

/* What is wrong with a rule of a pack is said by its tests when Pregon is built. */
static bool read_check(struct voice_late *late, const struct voice_check *card,
                       struct voice_check *out)
{
    const struct voice_reader *reader = late->shop.reader;
    struct err err = { 0 };
    struct findings findings = { .arena = &late->arena };
    struct reading reading = { .arena = &late->arena,
                               .findings = &findings,
                               .path = card->rule->path };
    char *text;
    if (reader->read(reader->context, &late->arena, card->rule->path, &text, &reading.bytes,
                     &err) != 0)
        return false;
    reading.text = text;
    struct voice_rule *rule = voice_rule_read(&reading, card->rule->name);
    if (!rule)
        return false;
    voice_level_rule(rule, late->shop.config);
    late->shop.reading = &reading;
    if (voice_check_prepare(out, &late->shop, rule) != 0)
        return false;
    out->index = card->index;
    return true;
}

const struct voice_check *voice_late_check(struct voice_late *late, const struct voice_check *check)
{
    if (!check->late)
        return check;
    struct voice_check *full = *check->late;
    if (!full) {
        pthread_mutex_lock(&late->one_reads);
        full = *check->late;
        if (!full) {
            full = arena_alloc(&late->arena, sizeof *full);
            if (!read_check(late, check, full))
                full->run = NULL;
            *check->late = full;
        }
        pthread_mutex_unlock(&late->one_reads);
    }
    return full->run ? full : NULL;
}
