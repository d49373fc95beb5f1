/*
 * A WebSocket that listens to a property's events, for tests: blocking, with a deadline of its own.
 * Failures end the test.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "tests/support/server_process.h"

struct event_client;

/* Connects, and gives the socket; nothing is said yet. */
int event_dial(const struct server_process *server);

/* The request for an upgrade with these cookies (NULL: the server's tokens). *Gives*: free(). */
char *event_request(const struct server_process *server, const char *cookies);

/* Dials and shakes hands: the server must agree. *Gives*: event_close(). */
struct event_client *event_open(const struct server_process *server);
void event_close(struct event_client *client);

/* The answer's status to a request for an upgrade that must be refused, and its Message. */
int event_refusal(const struct server_process *server, const char *request, char *message,
                  size_t size);

/* The next message, which must come. *Gives*: json_decref(). */
json_t *event_next(struct event_client *client);

/* Waits for a frame of this kind (wslay's opcode); other frames before it are passed over. */
void event_wait(struct event_client *client, int opcode);

/* The code of the close that ends the stream; 0: it just ended. */
int event_end(struct event_client *client);

/* Sends a frame; waits until the server has ended the connection. */
void event_send(struct event_client *client, int opcode, const char *text);
int event_fd(const struct event_client *client);
