/* TLS for git hosts by libcurl, so that they are held to what accounts' servers are held to
 * (io/http_transfer.h). libgit2's own is whatever it was built with: Debian's 1.5 with mbedTLS
 * takes TLS 1.0, and reads no addresses in certificates. */
#ifndef PREGON_IO_REPO_STREAM_H
#define PREGON_IO_REPO_STREAM_H

struct err;

/* From now on, until libgit2 is started anew. */
int repo_stream_register(struct err *err) __attribute__((warn_unused_result));

#endif
