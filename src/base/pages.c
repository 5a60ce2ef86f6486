/* Pages: one call of Linux, since 5.14. */
#include "base/pages.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

void pages_take(void *memory, size_t bytes)
{
#ifdef MADV_POPULATE_WRITE
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = (page - (uintptr_t)memory % page) % page; /* up to where a page begins */
    if (bytes >= before + page)
        (void)madvise((char *)memory + before, (bytes - before) / page * page, MADV_POPULATE_WRITE);
#else
    (void)memory, (void)bytes;
#endif
}
