/* What git calls a file: the id of its blob. */
#ifndef PREGON_IO_BLOB_ID_H
#define PREGON_IO_BLOB_ID_H

#include <stdint.h>

struct arena;

/* 40 hexadecimal digits for the open file of so many bytes, which is read to its end; NULL where it
 * can't be, or has another size by now. */
const char *blob_id_of(struct arena *arena, int fd, uint64_t size);

#endif
