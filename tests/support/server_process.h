/*
 * A property server in a process of its own, and calls to it over HTTP. Failures end the test.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "api/server/server.h"

/*
 * Bodies in JSON's own letters: BODY("Ids":["$room1"]) is `{"Ids":["$room1"]}`; PAGE() asks for one
 * page of all besides.
 */
#define BODY(...) "{" #__VA_ARGS__ "}"
#define PAGE(...) "{" #__VA_ARGS__ ",\"Limitation\":{\"Count\":1000}}"
#define EVERYTHING "{\"Limitation\":{\"Count\":1000}}"

struct server_process {
    pid_t pid;
    int lifeline; /* closing it ends the server */
    char url[160];
    char client_token[160];
    char access_token[160];
    const char *ca_file; /* that vouches for it; NULL: the system's */
};

/* A configuration that serves the test's demo_generate() from memory on a free port. */
struct server_config server_process_config(void);

/* Starts it, and returns when it accepts connections. */
void server_process_start(struct server_process *server, const struct server_config *config);

/* Ends it with SIGTERM (or what else is sent), and returns its exit status, or 128 + the signal. */
int server_process_end(struct server_process *server, int signal_number);

/* A test with a strict server of its own: set-up and tear-down of cmocka's. */
int server_process_set_up(void **server);
int server_process_tear_down(void **server);
#define STRICT_TEST(test, server)                                                                  \
    cmocka_unit_test_prestate_setup_teardown(test, server_process_set_up,                          \
                                             server_process_tear_down, server)

/* What it says instead of starting: the message, and its exit status. */
int server_process_refusal(const struct server_config *config, char *message, size_t size);

/* An answer: what came back of one request. */
struct reply {
    int status; /* 0: none at all */
    char *text;
    json_t *json; /* NULL: no JSON */
    char request_id[64];
    char date[64];
    int retry_after;
    bool has_content_type;
};

/* `headers` is one line more, or NULL. *Gives*: reply_free(). Any thread. */
struct reply server_post(const struct server_process *server, const char *path, const char *body,
                         size_t length, const char *header);
void reply_free(struct reply *reply);

/* The same with another method and no body. */
struct reply server_request(const struct server_process *server, const char *method,
                            const char *path);

/*
 * Calls an operation: `body` is an object without tokens, in which $names stand for identifiers.
 * *Gives*: reply_free().
 */
struct reply server_call(const struct server_process *server, const char *operation,
                         const char *body);

/* The answer to a call that must succeed. *Gives*: json_decref(). */
json_t *server_ask(const struct server_process *server, const char *operation, const char *body);

/* A call that must be refused with the status, and a message that has `text` in it. */
void server_refuses(const struct server_process *server, const char *operation, const char *body,
                    int status, const char *text);

/* The tokens as the beginning of a body: `{"ClientToken":…,"Client":"test",`. *Gives*: free(). */
char *server_tokens(const struct server_process *server);

/* The body of such a call with its tokens. *Gives*: free(). */
char *server_body(const struct server_process *server, const char *body);
