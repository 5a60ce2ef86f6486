/* The table of formats. */
#include "check/formats/formats.h"

#include "base/text.h"

check_format check_format_find(const char *name)
{
    static const struct {
        const char *name;
        check_format format;
    } table[] = {
        { "text", format_text },   { "json", format_json },     { "github", format_github },
        { "sarif", format_sarif }, { "gitlab", format_gitlab }, { "rdjson", format_rdjson },
        { "junit", format_junit }, { "vale", format_vale },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (text_equal(table[i].name, name))
            return table[i].format;
    }
    return NULL;
}

const char *check_report_noun(const struct check_report *report)
{
    if (report->has_texts)
        return report->posts == 1 ? "text" : "texts";
    return report->posts == 1 ? "post" : "posts";
}

void check_report_set(struct check_report *report, const struct finding *const *items, size_t count)
{
    report->items = items;
    report->count = count;
    for (size_t i = 0; i < count; i++) {
        report->errors += items[i]->severity == SEVERITY_ERROR;
        report->warnings += items[i]->severity == SEVERITY_WARNING;
        report->suggestions += items[i]->severity == SEVERITY_SUGGESTION;
    }
}
