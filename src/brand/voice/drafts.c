/* Rules on their way to checks: each thread has a shop of its own. */
#include "brand/voice/drafts.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/list.h"
#include "brand/voice/cards.h"
#include "brand/voice/config.h"
#include "brand/voice/late.h"
#include "brand/voice/meant.h"
#include "brand/voice/voice.h"
#include "io/threads.h"
#include "lib/reading.h"
#include "model/finding.h"

enum {
    MANY = 16, /* fewer take less time than another thread's start */
    AT_ONCE = 2,
};

/* What one thread has of its own. */
struct bench {
    struct voice_shop shop;
    struct arena arena; /* of the rules */
    struct arena said;  /* of the findings */
};

struct workshop {
    struct voice_draft *drafts;
    struct findings *findings; /* of each draft */
    struct bench *benches;
    /* Trees are read by one thread at a time. */
    pthread_mutex_t one_reads;
    const struct voice_reader *reader;
};

static int list_alone(void *context, struct arena *arena, const char *folder, const char ***paths,
                      size_t *count, struct err *err)
{
    struct workshop *workshop = context;
    const struct voice_reader *reader = workshop->reader;
    pthread_mutex_lock(&workshop->one_reads);
    int status = reader->list(reader->context, arena, folder, paths, count, err);
    pthread_mutex_unlock(&workshop->one_reads);
    return status;
}

static int read_alone(void *context, struct arena *arena, const char *path, char **text,
                      size_t *bytes, struct err *err)
{
    struct workshop *workshop = context;
    const struct voice_reader *reader = workshop->reader;
    pthread_mutex_lock(&workshop->one_reads);
    int status = reader->read(reader->context, arena, path, text, bytes, err);
    pthread_mutex_unlock(&workshop->one_reads);
    return status;
}

/* One of a pack is read when its gate opens. */
static void prepare_card(struct voice_draft *draft, const struct voice_shop *shop)
{
    draft->rule = voice_card_rule(shop->arena, draft->card, draft->name, draft->path);
    voice_level_rule(draft->rule, shop->config);
    draft->check =
        (struct voice_check){ .rule = draft->rule,
                              .card = draft->card,
                              .late = arena_alloc(shop->arena, sizeof *draft->check.late) };
    draft->is_ready = true;
}

static void prepare(struct voice_draft *draft, struct voice_shop *shop, struct findings *findings)
{
    struct reading reading = { .arena = shop->arena,
                               .findings = findings,
                               .path = draft->path,
                               .text = draft->text,
                               .bytes = draft->bytes };
    if (draft->card) {
        prepare_card(draft, shop);
        return;
    }
    if (!draft->rule)
        draft->rule = voice_rule_read(&reading, draft->name);
    if (!draft->rule)
        return;
    voice_level_rule(draft->rule, shop->config);
    if (shop->config->workspace)
        voice_meant_find(draft->rule, &reading, shop->config->workspace);
    shop->reading = &reading;
    draft->is_ready = voice_check_prepare(&draft->check, shop, draft->rule) == 0;
    shop->reading = NULL;
}

static void prepare_some(void *context, size_t worker, size_t first, size_t end)
{
    struct workshop *workshop = context;
    struct bench *bench = &workshop->benches[worker];
    for (size_t i = first; i < end; i++) {
        workshop->findings[i].arena = &bench->said;
        prepare(&workshop->drafts[i], &bench->shop, &workshop->findings[i]);
    }
}

static void take_over(struct voice_shop *shop, const struct voice_shop *from)
{
    for (size_t i = 0; i < from->regex_count; i++)
        voice_shop_keep_regex(shop, from->regexes[i]);
    for (size_t i = 0; i < from->term_count; i++)
        voice_shop_keep_terms(shop, from->terms[i]);
}

void voice_drafts_prepare(struct voice_draft *drafts, size_t count, struct voice_shop *shop,
                          struct findings *findings)
{
    struct arena *arena = shop->arena;
    size_t to_read = 0;
    for (size_t i = 0; i < count; i++)
        to_read += drafts[i].card == NULL;
    size_t threads = to_read < MANY ? 1 : threads_count();
    struct workshop workshop = {
        .drafts = drafts,
        .findings = arena_alloc_array(arena, count, sizeof *workshop.findings),
        .benches = arena_alloc_array(arena, threads, sizeof *workshop.benches),
        .one_reads = PTHREAD_MUTEX_INITIALIZER,
        .reader = shop->reader,
    };
    const struct voice_reader reader = { list_alone, read_alone, &workshop };
    for (size_t i = 0; i < threads; i++)
        workshop.benches[i].shop = (struct voice_shop){ .arena = &workshop.benches[i].arena,
                                                        .word_template = shop->word_template,
                                                        .accepted = shop->accepted,
                                                        .config = shop->config,
                                                        .reader = &reader };
    threads_run(count, AT_ONCE, threads, prepare_some, &workshop);
    for (size_t i = 0; i < threads; i++) {
        take_over(shop, &workshop.benches[i].shop);
        arena_adopt(arena, &workshop.benches[i].arena);
        arena_adopt(findings->arena, &workshop.benches[i].said);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < workshop.findings[i].count; j++)
            findings_add(findings, &workshop.findings[i].items[j]);
    pthread_mutex_destroy(&workshop.one_reads);
}
