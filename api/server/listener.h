/* The socket that the server listens on: a Unix socket, or loopback where there is no TLS. */
#pragma once

#include <stdbool.h>

#include "api/base/attributes.h"

struct error;

enum {
    LISTENER_TEXT_SIZE = 160
};

struct listener {
    int fd;
    char url[LISTENER_TEXT_SIZE];  /* http://127.0.0.1:41234, https://…, or unix:PATH */
    char path[LISTENER_TEXT_SIZE]; /* of the Unix socket, removed on close; "" for TCP */
};

enum listener_security {
    LISTENER_PLAIN, /* seen by whoever is on the way: this machine only */
    LISTENER_TLS,   /* TCP only: a Unix socket's clients speak plain HTTP */
};

/*
 * `address` is unix:PATH, HOST:PORT or HOST:0 for a free port. A Unix socket that nobody serves any
 * more is replaced; one is for its user alone.
 * Errors  ERROR_USAGE, with the address and the remedy.
 */
MUST_USE bool listener_open(struct listener *listener, const char *address,
                            enum listener_security security, struct error *err);
void listener_close(struct listener *listener);
