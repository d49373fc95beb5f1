/*
 * Bytes to and from an endpoint without HTTP around them: a connection that curl has made, through
 * TLS and proxies as for requests. The worker's own.
 */
#pragma once

#include <sys/types.h>

#include "api/client/connection.h"

struct wire;

enum wire_state {
    WIRE_DIALLING = 0,
    WIRE_OPEN,
    WIRE_BROKEN,
};

/*
 * Begins to connect, over a connection that has no other wire. *Keeps* both. *Gives*:
 * wire_hang_up(), before the connection is freed.
 */
MUST_USE struct wire *wire_dial(struct connection *connection, const struct endpoint *endpoint,
                                int timeout_ms);
void wire_hang_up(struct wire *wire);

/* How it stands; `err` (may be NULL) has why it is broken. */
enum wire_state wire_state(const struct wire *wire, struct error *err);

/* Its socket, to wait for; -1 while it is dialling, as connection_wait() sees to that. */
int wire_fd(const struct wire *wire);

/*
 * Reads or writes what goes at once: how many bytes; 0, not now; -1, it has ended or broken. Read
 * until it gives 0 before you wait: TLS may hold more than the socket shows.
 */
ssize_t wire_receive(struct wire *wire, void *bytes, size_t size);
ssize_t wire_send(struct wire *wire, const void *bytes, size_t length);
