/* The head of a picture or a video: what it is, by its own bytes. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "content/media_facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct media_facts facts;
    if (bytes > LIMIT_MEDIA_HEAD_BYTES)
        return 0;
    char *head = fuzz_bytes((const char *)data, bytes);
    media_facts_read(&facts, head, bytes);
    fuzz_check((facts.kind == MEDIA_UNKNOWN) == !facts.mime, "a kind without its type", facts.mime);
    fuzz_check(facts.duration_ms >= 0, "a negative duration", facts.mime);
    free(head);
    return 0;
}
