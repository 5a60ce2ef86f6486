/* Lines of a file, for formats that show or measure them. */
#ifndef PREGON_CHECK_FORMATS_LINES_H
#define PREGON_CHECK_FORMATS_LINES_H

#include <stddef.h>
#include <stdint.h>

/* Line `number` of `text`, without its end; NULL where it has not so many. */
const char *lines_find(const char *text, size_t bytes, uint32_t number, size_t *line_bytes);

/* Bytes of the first `characters` of a line; the line may hold broken UTF-8, whose bytes count one
 * each, as the finding's column does. */
size_t lines_bytes_of(const char *line, size_t bytes, size_t characters);

#endif
