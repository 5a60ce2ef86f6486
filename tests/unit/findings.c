#include "findings.h"

#include <string.h>

#include "base/arena.h"
#include "model/finding.h"

const char *findings_show(struct arena *arena, struct findings *findings)
{
    const char *out = "";
    findings_sort(findings);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        out = arena_printf(
            arena, "%s%u:%u %s%s%s %s\n", out, finding->where.line, finding->where.column,
            finding->severity == SEVERITY_ERROR ? "" : severity_name(finding->severity),
            finding->severity == SEVERITY_ERROR ? "" : " ", finding->rule, finding->message);
    }
    return out;
}

const char *findings_mend(struct arena *arena, const struct findings *findings, const char *text)
{
    for (size_t i = findings->count; i-- > 0;) {
        const struct fix *fix = &findings->items[i].fix;
        if (fix->text)
            text = arena_printf(arena, "%.*s%s%s", (int)fix->start_byte, text, fix->text,
                                text + fix->end_byte);
    }
    return text;
}
