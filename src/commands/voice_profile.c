/* A table of rules by their cost. */
#include "commands/voice_profile.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "brand/voice/voice.h"
#include "io/output.h"

struct row {
    const char *name;
    struct voice_cost cost;
};

/* Above this a rule alone costs more than reading a post does. */
enum { DEAR_NS = 20 * 1000 };

static int by_cost(const void *a, const void *b)
{
    const struct row *one = a;
    const struct row *other = b;
    if (one->cost.ns != other->cost.ns)
        return one->cost.ns > other->cost.ns ? -1 : 1;
    return strcmp(one->name, other->name);
}

static void add_cost(struct voice_cost *sum, const struct voice_cost *cost)
{
    sum->ns += cost->ns;
    sum->calls += cost->calls;
    sum->alerts += cost->alerts;
}

void voice_profile_write(FILE *out, struct arena *arena, const struct voice *voice,
                         const struct voice_worker *const *workers, size_t worker_count)
{
    size_t count = voice_rule_count(voice);
    size_t texts = 0;
    struct row *rows = arena_alloc_array(arena, count, sizeof *rows);
    for (size_t j = 0; j < worker_count; j++)
        texts += workers[j]->texts;
    for (size_t i = 0; i < count; i++) {
        rows[i].name = voice_rule_at(voice, i)->name;
        for (size_t j = 0; j < worker_count; j++)
            if (workers[j]->costs)
                add_cost(&rows[i].cost, &workers[j]->costs[i]);
    }
    if (count)
        qsort(rows, count, sizeof *rows, by_cost);
    output_printf(out, _("what each rule of %s costs (%zu texts):\n"), voice_config_of(voice)->path,
                  texts);
    /* TRANSLATORS: heads of columns: microseconds a text, how often the rule ran, what it found. */
    output_printf(out, "%10s %9s %8s\n", _("us/text"), _("calls"), _("alerts"));
    for (size_t i = 0; i < count && texts > 0; i++) {
        const struct voice_cost *cost = &rows[i].cost;
        int64_t each_ns = cost->ns / (int64_t)texts;
        output_printf(out, "%10.2f %9zu %8zu  %s%s\n", (double)each_ns / 1000, cost->calls,
                      cost->alerts, rows[i].name, each_ns > DEAR_NS ? _("  (dear)") : "");
    }
}
