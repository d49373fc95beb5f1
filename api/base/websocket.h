/* What both ends of a WebSocket compute for its handshake. Source: RFC 6455, 4.1 and 4.2. */
#pragma once

#include <stdbool.h>

#include "api/base/attributes.h"

#define WEBSOCKET_VERSION "13"

enum {
    WEBSOCKET_KEY_SIZE = 25,    /* 16 bytes as Base64, and the NUL */
    WEBSOCKET_ACCEPT_SIZE = 29, /* 20 bytes */
};

/* A new Sec-WebSocket-Key. */
void websocket_key(char key[WEBSOCKET_KEY_SIZE]);

/* Whether it is one: a text of 16 bytes. */
MUST_USE bool websocket_is_key(const char *key);

/* The Sec-WebSocket-Accept that answers a key. */
void websocket_accept(const char *key, char accept[WEBSOCKET_ACCEPT_SIZE]);
