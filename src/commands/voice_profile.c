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
    int64_t cost_ns;
};

/* Above this a rule alone costs more than reading a post does. */
enum { DEAR_NS = 20 * 1000 };

static int by_cost(const void *a, const void *b)
{
    const struct row *one = a;
    const struct row *other = b;
    if (one->cost_ns != other->cost_ns)
        return one->cost_ns > other->cost_ns ? -1 : 1;
    return strcmp(one->name, other->name);
}

void voice_profile_write(FILE *out, struct arena *arena, const struct voice *voice,
                         const struct voice_worker *const *workers, size_t worker_count,
                         size_t texts)
{
    size_t count = voice_rule_count(voice);
    struct row *rows = arena_alloc_array(arena, count, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i].name = voice_rule_at(voice, i)->name;
        for (size_t j = 0; j < worker_count; j++)
            if (workers[j]->costs_ns)
                rows[i].cost_ns += workers[j]->costs_ns[i];
    }
    qsort(rows, count, sizeof *rows, by_cost);
    output_printf(out, _("what each rule costs, in microseconds a text (%zu texts):\n"), texts);
    for (size_t i = 0; i < count && texts > 0; i++) {
        int64_t each_ns = rows[i].cost_ns / (int64_t)texts;
        output_printf(out, "%10.2f  %s%s\n", (double)each_ns / 1000, rows[i].name,
                      each_ns > DEAR_NS ? _("  (dear)") : "");
    }
}
