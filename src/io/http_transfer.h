/* One request on its way: http.c's own. */
#ifndef PREGON_IO_HTTP_TRANSFER_H
#define PREGON_IO_HTTP_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "io/http.h"

struct transfer {
    struct transfer *next;
    struct http_call call;
    CURL *easy; /* NULL: it could not be started, `problem` says why */
    struct curl_slist *fields;
    uint64_t body_bytes;
    size_t chunk, chunk_at; /* where the reading of the body is */
    struct reply_header *headers;
    size_t header_count, header_capacity, header_bytes;
    struct text_buffer body;
    bool has_begun; /* the point of no return was reached */
    bool is_too_late;
    char problem[CURL_ERROR_SIZE];
};

/* Ready to be handed to libcurl, or with `easy` NULL and a `problem`. */
struct transfer *transfer_create(const struct http_call *call);
/* What became of it: libcurl ended it with `code`. */
void transfer_answer(struct http_answer *out, struct transfer *transfer, CURLcode code);
void transfer_destroy(struct transfer *transfer);

/* What holds for every connection: whom it may trust, and that nobody's settings lead it elsewhere.
 * False where libcurl does not take all of it: the connection must not be made then. */
bool transfer_put_security(CURL *easy);

#endif
