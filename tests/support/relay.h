/*
 * A relay for tests between a client and a server on Unix sockets: passes bytes on, and breaks off
 * where it is told. A thread of its own.
 */
#pragma once

#include <stddef.h>

struct relay;

/* Listens on `socket`, passes on to `upstream`. Both are copied. *Gives*: relay_free(). */
struct relay *relay_new(const char *socket, const char *upstream);
void relay_free(struct relay *relay);

/* Breaks off all connections, and new ones at once, until relay_mend(). */
void relay_break(struct relay *relay);
void relay_mend(struct relay *relay);

/* Breaks off all connections; new ones go to another server. */
void relay_redirect(struct relay *relay, const char *upstream);

/*
 * Breaks off each connection that gets more than `bytes` from the server from now on, having passed
 * on just so many; once.
 */
void relay_break_after(struct relay *relay, size_t bytes);

/* How many connections were made, and how many bytes the server has sent over them. */
size_t relay_connections(struct relay *relay);
size_t relay_bytes(struct relay *relay);
