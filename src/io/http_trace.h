/* The trace of -vv: each request and answer as text, secrets struck out, control characters made
 * visible, pictures as their size. */
#ifndef PREGON_IO_HTTP_TRACE_H
#define PREGON_IO_HTTP_TRACE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct http_answer;
struct http_call;

void http_trace_call(FILE *log, const struct http_call *call, uint64_t body_bytes);
/* `is_readable` false: the body may hold what is not known as a secret, and is not shown. */
void http_trace_answer(FILE *log, const struct http_call *call, const struct http_answer *answer,
                       bool is_readable);

#endif
