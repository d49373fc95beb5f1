/* Certificates for tests, made when they run: an authority, and servers that it vouches for. */
#pragma once

#include <stddef.h>

enum {
    CERTIFICATE_PATH_SIZE = 128
};

struct certificate {
    const char *name; /* of its files: NAME.pem and NAME.key (0600) */
    const char *host; /* `127.0.0.1`, or a name */
    int from_days;    /* since when it holds, from now */
    int to_days;
};

/*
 * Writes their files into a folder, and `ca.pem`: what a client must trust. The authority's key is
 * not kept: each call has an authority of its own.
 */
void certificates_write(const char *folder, const struct certificate *rows, size_t count);
