/* Findings: a list in an arena, and its order. */
#include "model/finding.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"

void findings_add(struct findings *findings, const struct finding *finding)
{
    findings->items = list_grow(findings->arena, findings->items, findings->count,
                                &findings->capacity, sizeof *findings->items);
    findings->items[findings->count++] = *finding;
    if (finding->severity == SEVERITY_ERROR)
        findings->errors++;
}

void findings_report(struct findings *findings, enum severity severity, const char *rule,
                     const char *path, struct span where, const char *message, ...)
{
    va_list args;
    va_start(args, message);
    struct finding finding = {
        .path = path,
        .where = where,
        .severity = severity,
        .rule = rule,
        .message = arena_vprintf(findings->arena, message, args),
    };
    va_end(args);
    findings_add(findings, &finding);
}

struct finding *findings_last(struct findings *findings)
{
    return &findings->items[findings->count - 1];
}

static bool same_but_for_account(const struct finding *a, const struct finding *b)
{
    return a->where.line == b->where.line && a->where.column == b->where.column &&
           strcmp(a->rule, b->rule) == 0 && strcmp(a->path, b->path) == 0 &&
           strcmp(a->message, b->message) == 0;
}

void findings_merge_accounts(struct findings *findings, size_t first)
{
    size_t kept = first;
    for (size_t i = first; i < findings->count; i++) {
        struct finding *finding = &findings->items[i];
        size_t twin = first;
        while (twin < kept && !same_but_for_account(&findings->items[twin], finding))
            twin++;
        if (twin < kept) {
            findings->items[twin].account = NULL;
            findings->errors -= finding->severity == SEVERITY_ERROR;
        } else {
            findings->items[kept++] = *finding;
        }
    }
    findings->count = kept;
}

static int compare_text(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : ""); }

static int compare(const void *left, const void *right)
{
    const struct finding *a = left;
    const struct finding *b = right;
    int order = compare_text(a->path, b->path);
    if (!order)
        order = (a->where.line > b->where.line) - (a->where.line < b->where.line);
    if (!order)
        order = (a->where.column > b->where.column) - (a->where.column < b->where.column);
    if (!order)
        order = compare_text(a->rule, b->rule);
    if (!order)
        order = compare_text(a->account, b->account);
    return order ? order : compare_text(a->message, b->message);
}

void findings_sort(struct findings *findings)
{
    size_t kept = 0;
    if (findings->count > 1)
        qsort(findings->items, findings->count, sizeof *findings->items, compare);
    for (size_t i = 0; i < findings->count; i++) {
        if (kept && compare(&findings->items[kept - 1], &findings->items[i]) == 0)
            findings->errors -= findings->items[i].severity == SEVERITY_ERROR;
        else
            findings->items[kept++] = findings->items[i];
    }
    findings->count = kept;
}

const char *severity_name(enum severity severity)
{
    switch (severity) {
    case SEVERITY_SUGGESTION:
        return "suggestion";
    case SEVERITY_WARNING:
        return "warning";
    case SEVERITY_ERROR:
        return "error";
    }
    return "error";
}
