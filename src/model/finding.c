/* Findings: a list in an arena, and its order. */
#include "model/finding.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"

void findings_add(struct findings *findings, const struct finding *finding)
{
    findings->items = list_grow(findings->arena, findings->items, findings->count,
                                &findings->capacity, sizeof *findings->items);
    findings->items[findings->count++] = *finding;
    if (finding->severity == SEVERITY_ERROR)
        findings->errors++;
}

void findings_reserve(struct findings *findings, size_t count)
{
    size_t capacity = findings->count + count;
    if (capacity <= findings->capacity)
        return;
    findings->items =
        arena_grow(findings->arena, findings->items, findings->count * sizeof *findings->items,
                   capacity * sizeof *findings->items);
    findings->capacity = capacity;
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

static int compare_text(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : ""); }

static int compare_place(const struct finding *a, const struct finding *b)
{
    int order = compare_text(a->path, b->path);
    if (!order)
        order = (a->where.line > b->where.line) - (a->where.line < b->where.line);
    if (!order)
        order = (a->where.column > b->where.column) - (a->where.column < b->where.column);
    return order ? order : compare_text(a->rule, b->rule);
}

static int compare_said(const struct finding *a, const struct finding *b)
{
    int order = compare_place(a, b);
    if (!order)
        order = compare_text(a->account, b->account);
    return order ? order : compare_text(a->message, b->message);
}

/* What differs in the account alone stands together. */
static int compare_but_for_account(const void *left, const void *right)
{
    const struct finding *a = left;
    const struct finding *b = right;
    int order = compare_place(a, b);
    if (!order)
        order = compare_text(a->message, b->message);
    return order ? order : compare_text(a->account, b->account);
}

void findings_merge_accounts(struct findings *findings, size_t first)
{
    size_t kept = first;
    if (findings->count > first)
        list_sort(findings->items + first, findings->count - first, sizeof *findings->items,
                  compare_but_for_account);
    for (size_t i = first; i < findings->count; i++) {
        struct finding *finding = &findings->items[i];
        if (kept > first && same_but_for_account(&findings->items[kept - 1], finding)) {
            findings->items[kept - 1].account = NULL;
            findings->errors -= finding->severity == SEVERITY_ERROR;
        } else {
            findings->items[kept++] = *finding;
        }
    }
    findings->count = kept;
}

/* Of what is said twice, the graver one first. */
static int compare(const void *left, const void *right)
{
    const struct finding *a = left;
    const struct finding *b = right;
    int order = compare_said(a, b);
    return order ? order : (b->severity > a->severity) - (b->severity < a->severity);
}

/* Many findings come file by file. */
static bool is_sorted(const struct findings *findings)
{
    for (size_t i = 1; i < findings->count; i++)
        if (compare(&findings->items[i - 1], &findings->items[i]) > 0)
            return false;
    return true;
}

void findings_sort(struct findings *findings)
{
    size_t kept = 0;
    if (!is_sorted(findings))
        qsort(findings->items, findings->count, sizeof *findings->items, compare);
    for (size_t i = 0; i < findings->count; i++) {
        if (kept && compare_said(&findings->items[kept - 1], &findings->items[i]) == 0)
            findings->errors -= findings->items[i].severity == SEVERITY_ERROR;
        else
            findings->items[kept++] = findings->items[i];
    }
    findings->count = kept;
}

static bool repeats(const struct finding *finding, const char *secret)
{
    enum { TELLING_BYTES = 8 };
    char start[TELLING_BYTES + 1] = { 0 };
    strncpy(start, secret, TELLING_BYTES);
    if (strlen(start) < TELLING_BYTES)
        return false;
    for (size_t i = 0; i < finding->suggestion_count; i++) {
        if (strstr(finding->suggestions[i], start))
            return true;
    }
    return strstr(finding->message, start) != NULL;
}

bool findings_have_secrets(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].secret)
            return true;
    return false;
}

size_t findings_in_file(const struct finding **first, const struct findings *findings,
                        const char *path)
{
    size_t low = 0, high = findings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(findings->items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = findings->items ? &findings->items[low] : NULL;
    size_t count = 0;
    while (low + count < findings->count && strcmp(findings->items[low + count].path, path) == 0)
        count++;
    return count;
}

bool findings_have_secrets_in(const struct findings *findings, const char *path)
{
    const struct finding *first;
    size_t count = findings_in_file(&first, findings, path);
    for (size_t i = 0; i < count; i++)
        if (first[i].secret)
            return true;
    return false;
}

void findings_hide_secrets(struct findings *findings)
{
    if (!findings_have_secrets(findings))
        return;
    size_t kept = 0;
    size_t first = 0; /* of the file */
    struct finding *items = arena_alloc_array(findings->arena, findings->count, sizeof *items);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        bool is_repeated = false;
        if (strcmp(findings->items[first].path, finding->path) != 0)
            first = i;
        for (size_t j = first; !is_repeated && j < findings->count &&
                               strcmp(findings->items[j].path, finding->path) == 0;
             j++)
            is_repeated = findings->items[j].secret && repeats(finding, findings->items[j].secret);
        if (is_repeated)
            findings->errors -= finding->severity == SEVERITY_ERROR;
        else
            items[kept++] = *finding;
    }
    findings->items = items;
    findings->count = findings->capacity = kept;
}

bool finding_fails(const struct finding *finding, bool is_strict)
{
    return finding->severity == SEVERITY_ERROR ||
           (is_strict && finding->severity == SEVERITY_WARNING);
}

bool findings_fail(const struct findings *findings, bool is_strict)
{
    for (size_t i = 0; i < findings->count; i++)
        if (finding_fails(&findings->items[i], is_strict))
            return true;
    return false;
}

const char *findings_first_error(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (finding->severity == SEVERITY_ERROR)
            return arena_printf(findings->arena, "%s:%u: %s", finding->path, finding->where.line,
                                finding->message);
    }
    return NULL;
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

const char *severity_word(enum severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return _("error");
    case SEVERITY_WARNING:
        return _("warning");
    case SEVERITY_SUGGESTION:
        return _("suggestion");
    }
    return "";
}
