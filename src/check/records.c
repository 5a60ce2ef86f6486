/* Records stand in the order of post and account, so a binary search finds them. */
#include "check/records.h"

#include <string.h>

#include "base/text.h"
#include "check/check.h"
#include "model/record.h"

size_t records_of_post(const struct record **first, const struct check_context *context,
                       const char *post)
{
    size_t low = 0;
    size_t high = context->record_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(context->records[middle].post, post) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < context->record_count && text_equal(context->records[end].post, post))
        end++;
    size_t count = end - low;
    *first = count > 0 ? &context->records[low] : NULL;
    return count;
}

const struct record *record_of(const struct check_context *context, const char *post,
                               const char *account)
{
    const struct record *records;
    size_t count = records_of_post(&records, context, post);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(records[i].account, account))
            return &records[i];
    }
    return NULL;
}

struct digest records_digest(const struct check_context *context, const char *post)
{
    struct digest digest = { 0 };
    const struct record *records;
    size_t count = records_of_post(&records, context, post);
    for (size_t i = 0; i < count; i++) {
        digest_add_text(&digest, records[i].account);
        digest_add_number(&digest, (int64_t)records[i].state);
        digest_add_number(&digest, records[i].due_utc);
    }
    return digest;
}
