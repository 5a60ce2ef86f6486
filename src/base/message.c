/* Translations that were looked up. */
#include "base/message.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

enum { PLACES = 1024 }; /* a power of two: as many as there are messages of a page and its checks */

/* By the address of the text, which never moves. */
struct known {
    const char *text, *translated;
};

static _Thread_local struct known known[PLACES];
static _Thread_local unsigned known_edition;
static atomic_uint edition;

const char *message_translated(const char *text)
{
    uintptr_t address = (uintptr_t)text;
    struct known *place = &known[(address >> 3 ^ address >> 13) % PLACES];
    unsigned now = atomic_load_explicit(&edition, memory_order_acquire);
    if (known_edition != now) {
        memset(known, 0, sizeof known);
        known_edition = now;
    }
    if (place->text != text)
        *place = (struct known){ text, gettext(text) };
    return place->translated;
}

void message_forget(void) { atomic_fetch_add_explicit(&edition, 1, memory_order_release); }
