/* TIDs (atproto specs "tid" and "record-key", read 2026-08): they need not be true times, and
 * nobody compares them with a clock, so a hash may choose their low digits. */
#include "networks/tid.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "lib/hash.h"

enum { BITS_PER_DIGIT = 5, CLOCK_ID_BITS = 10, MICROSECONDS = 1000 * 1000 };

static const char digits[] = "234567abcdefghijklmnopqrstuvwxyz";
/* The first digit holds only 4 bits: 53 + 10 are 63, and the highest of 64 is 0. */
static const char first_digits[] = "234567abcdefghij";

void tid_format(char out[TID_BYTES + 1], uint64_t microseconds, unsigned clock_id)
{
    const uint64_t time_mask = (UINT64_C(1) << 53) - 1;
    const unsigned clock_mask = (1u << CLOCK_ID_BITS) - 1;
    uint64_t value = (microseconds & time_mask) << CLOCK_ID_BITS | (clock_id & clock_mask);
    for (int i = TID_BYTES - 1; i >= 0; i--) {
        out[i] = digits[value & 31];
        value >>= BITS_PER_DIGIT;
    }
    out[TID_BYTES] = '\0';
}

bool tid_is_valid(const char *text)
{
    return strlen(text) == TID_BYTES && strspn(text, digits) == TID_BYTES &&
           strchr(first_digits, text[0]) != NULL;
}

void tid_of_part(char out[TID_BYTES + 1], int64_t due_utc, const char *post, const char *account,
                 size_t part)
{
    char number[32];
    snprintf(number, sizeof number, "%zu", part);
    const char *const delivery[] = { "tid", post, account };
    const char *const whole[] = { "tid", post, account, number };
    /* The whole thread stays within the second in which it is due. */
    uint64_t low = hash_texts(delivery, 3) % (MICROSECONDS - LIMIT_PARTS) + part;
    uint64_t second = due_utc > 0 ? (uint64_t)due_utc : 0;
    tid_format(out, second * MICROSECONDS + low, (unsigned)hash_texts(whole, 4));
}
