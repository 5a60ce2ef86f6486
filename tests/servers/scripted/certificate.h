/* Certificates for the server, made at its start, of one authority that the client may trust. */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include <openssl/ssl.h>

/* good, expired, early (not valid yet), wrong-host, wrong-address, self-signed, untrusted (of
 * another authority), no-host (names nothing), old-tls (good, but
 * TLS 1.1 at most).
 * NULL for any other word. */
SSL_CTX *certificate_context(const char *kind);

/* Writes the authority's certificate for SSL_CERT_FILE. Ends the process where it can't. */
void certificate_begin(const char *authority_path);

#endif
