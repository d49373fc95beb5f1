/* One request and its answer on their way through the server. */
#pragma once

#include "api/base/buffer.h"
#include "api/base/uuid.h"
#include "api/base/websocket.h"
#include "api/schema/schema.h"

struct error;

enum body_state {
    BODY_KEPT = 0,
    BODY_TOO_LARGE, /* by itself */
    BODY_NO_ROOM,   /* beside the others that are under way, or their answers */
};

struct exchange {
    /* What came, whole. */
    bool is_post;
    bool is_get;
    const char *path;   /* lent until it is answered */
    struct buffer body; /* empty unless kept */
    enum body_state body_state;
    bool wants_minimal; /* Prefer: return=minimal */
    char request_id[UUID_TEXT_SIZE];
    int64_t started_ms; /* monotonic */

    /* What goes back. */
    const struct operation *operation; /* NULL: none of that path */
    int status;                        /* 0 until it is answered */
    struct buffer answer;
    const char *content_type;           /* NULL: JSON */
    int retry_after_s;                  /* 0: no such header */
    bool is_cut;                        /* the connection breaks off instead of the answer */
    char accept[WEBSOCKET_ACCEPT_SIZE]; /* of 101 */
};

/* Answers with 200, or with 204 where nothing is in it and nothing is wanted. */
void exchange_accept(struct exchange *exchange, bool is_empty);

/* Answers with the error's status and text, in place of what was written so far. */
void exchange_refuse(struct exchange *exchange, const struct error *err);
