/* The certificate and key by which the server speaks TLS, read and checked before it listens. */
#pragma once

#include <stdbool.h>

#include "api/base/attributes.h"

struct error;

struct tls {
    char *certificate; /* PEM: the server's, then those between it and the authority; NULL: none */
    char *key;         /* PEM, without a password */
};

/*
 * Reads both files; NULL for both leaves TLS off.
 * Errors  ERROR_USAGE: one without the other, one that can't be read or is none, a key that others
 *         may read or that is another certificate's. *Gives*: tls_clear().
 */
MUST_USE bool tls_load(struct tls *tls, const char *certificate_path, const char *key_path,
                       struct error *err);
void tls_clear(struct tls *tls);

static inline bool
tls_is_on(const struct tls *tls)
{
    return tls->certificate;
}
