/* Places in a text: bytes, as we count; lines and characters, as editors do; spans, as findings do.
 *
 * Editors count from 0, and characters in units of the encoding that both agreed on. Their lines
 * end with LF, CRLF or CR, those of findings with LF alone: every place goes by its byte. */
#ifndef PREGON_LSP_POSITION_H
#define PREGON_LSP_POSITION_H

#include <stddef.h>
#include <stdint.h>

#include "model/span.h"

enum position_encoding { POSITION_UTF16, POSITION_UTF8, POSITION_UTF32 };

struct position {
    uint32_t line, character;
};

struct range {
    struct position start, end;
};

struct byte_range {
    size_t start, end;
};

/* The byte of a place; what lies behind a line's end is that end, behind the text the text's. In
 * the middle of a character is its beginning. The text is valid UTF-8. */
size_t position_byte(const char *text, size_t bytes, struct position position,
                     enum position_encoding encoding);
struct position position_of(const char *text, size_t bytes, size_t byte,
                            enum position_encoding encoding);

/* Where a finding stands. Without a column it is the whole line, without a line the first byte. */
struct byte_range position_span(const char *text, size_t bytes, const struct span *where);

struct range position_range(const char *text, size_t bytes, struct byte_range range,
                            enum position_encoding encoding);

#endif
