/* The socket that the server listens on: a Unix socket, or loopback while there is no TLS. */
#pragma once

#include <stdbool.h>

#include "api/base/attributes.h"

struct error;

enum {
    LISTENER_TEXT_SIZE = 160
};

struct listener {
    int fd;
    char url[LISTENER_TEXT_SIZE];  /* http://127.0.0.1:41234, or unix:PATH */
    char path[LISTENER_TEXT_SIZE]; /* of the Unix socket, removed on close; "" for TCP */
};

/*
 * `address` is unix:PATH, HOST:PORT or HOST:0 for a free port. A Unix socket that nobody serves any
 * more is replaced; one is for its user alone.
 * Errors  ERROR_USAGE, with the address and the remedy.
 */
MUST_USE bool listener_open(struct listener *listener, const char *address, struct error *err);
void listener_close(struct listener *listener);
