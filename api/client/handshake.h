/*
 * The client's side of a WebSocket's handshake: the request for it, and whether the answer agrees.
 * Pure but for the key. Source: RFC 6455, 4.1; Connector API, Websockets.
 */
#pragma once

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/base/websocket.h"
#include "api/client/body.h"

/* `{0}` is one that has not begun. */
struct handshake {
    char key[WEBSOCKET_KEY_SIZE];
    struct buffer head; /* of the answer, as far as it has come */
};

enum handshake_state {
    HANDSHAKE_OPEN = 0, /* more of the head must come */
    HANDSHAKE_AGREED,
    HANDSHAKE_REFUSED, /* it answers, but tells no events there */
    HANDSHAKE_BROKEN,  /* what came is no such answer */
};

/* Whether the tokens can be values of cookies. Source: RFC 6265, 4.1.1. */
bool handshake_may_begin(const struct identity *identity);

/*
 * Begins, and writes the request for `url` (http[s]://HOST[:PORT]/PATH) with the tokens as cookies.
 * *Gives*: handshake_clear(); the text has secrets: body_text_free().
 */
MUST_USE char *handshake_begin(struct handshake *handshake, const char *url,
                               const struct identity *identity);
void handshake_clear(struct handshake *handshake);

/*
 * Takes what came. What is behind the head is left alone: `*used` says how much belonged to it.
 * Errors  HANDSHAKE_REFUSED, HANDSHAKE_BROKEN: `err` has why, and the answer's status.
 */
enum handshake_state handshake_take(struct handshake *handshake, const char *bytes, size_t length,
                                    size_t *used, struct error *err);
