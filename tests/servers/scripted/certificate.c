/* Certificates: P-256 keys and X.509 by OpenSSL's library. */
#include "certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { DAY_S = 24 * 60 * 60 };

struct pair {
    EVP_PKEY *key;
    X509 *certificate;
};

static struct pair authority, stranger;

static void must(int is_done, const char *what)
{
    if (is_done)
        return;
    fprintf(stderr, "certificate: %s\n", what);
    exit(2);
}

static void extend(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    must(extension && X509_add_ext(certificate, extension, -1), value);
    X509_EXTENSION_free(extension);
}

/* Valid from `from_s` to `to_s`, counted from now; signed by itself without an issuer. */
static struct pair make(const char *name, const char *hosts, long from_s, long to_s,
                        const struct pair *issuer)
{
    static long serial = 1;
    struct pair pair = { .key = EVP_EC_gen("P-256"), .certificate = X509_new() };
    must(pair.key && pair.certificate, "no memory");
    if (!issuer)
        issuer = &pair;
    X509 *certificate = pair.certificate;
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), from_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate), to_s);
    X509_set_pubkey(certificate, pair.key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer->certificate));
    extend(certificate, issuer->certificate, NID_basic_constraints,
           hosts ? "critical,CA:FALSE" : "critical,CA:TRUE");
    if (hosts && *hosts)
        extend(certificate, issuer->certificate, NID_subject_alt_name, hosts);
    must(X509_sign(certificate, issuer->key, EVP_sha256()), "can't sign");
    return pair;
}

void certificate_begin(const char *authority_path)
{
    authority = make("Pregon test authority", NULL, -DAY_S, DAY_S, NULL);
    stranger = make("A stranger", NULL, -DAY_S, DAY_S, NULL);
    FILE *file = fopen(authority_path, "w");
    must(file && PEM_write_X509(file, authority.certificate), authority_path);
    fclose(file);
}

static SSL_CTX *context(struct pair pair)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    must(context && SSL_CTX_use_certificate(context, pair.certificate) &&
             SSL_CTX_use_PrivateKey(context, pair.key),
         "can't make a TLS context");
    return context;
}

SSL_CTX *certificate_context(const char *kind)
{
    static const char here[] = "DNS:localhost,IP:127.0.0.1";
    if (strcmp(kind, "good") == 0)
        return context(make("good", here, -DAY_S, DAY_S, &authority));
    if (strcmp(kind, "expired") == 0)
        return context(make("expired", here, -2 * DAY_S, -DAY_S, &authority));
    if (strcmp(kind, "early") == 0)
        return context(make("early", here, DAY_S, 2 * DAY_S, &authority));
    if (strcmp(kind, "wrong-host") == 0)
        return context(make("localhost", "DNS:bsky.social", -DAY_S, DAY_S, &authority));
    if (strcmp(kind, "wrong-address") == 0)
        return context(make("127.0.0.1", "IP:127.0.0.2", -DAY_S, DAY_S, &authority));
    if (strcmp(kind, "no-host") == 0)
        return context(make("nobody", "", -DAY_S, DAY_S, &authority));
    if (strcmp(kind, "self-signed") == 0)
        return context(make("self-signed", here, -DAY_S, DAY_S, NULL));
    if (strcmp(kind, "untrusted") == 0)
        return context(make("untrusted", here, -DAY_S, DAY_S, &stranger));
    if (strcmp(kind, "old-tls") == 0) {
        SSL_CTX *old = context(make("old", here, -DAY_S, DAY_S, &authority));
        SSL_CTX_set_security_level(old, 0);
        SSL_CTX_set_min_proto_version(old, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(old, TLS1_1_VERSION);
        return old;
    }
    return NULL;
}
