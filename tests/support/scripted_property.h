/*
 * A scripted property for tests: it is told what to answer, byte for byte, and records what it was
 * asked. It speaks raw HTTP/1.1 on a Unix socket or a loopback port, a thread a connection.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct property;

enum {
    CUT_AT_ONCE = -1, /* before the first byte of the answer */
};

/* One answer, given to the next request that it fits. `{0}` is 200 with `{}`. */
struct script {
    const char *path;    /* the operation's; NULL: any */
    int status;          /* 0: 200 */
    const char *headers; /* more lines, each with its CRLF; NULL */
    const char *body;    /* NULL: `{}` */
    size_t length;       /* of the body; 0: it is a text */
    long cut;            /* bytes after which the connection is cut; 0: none */
    bool is_held;        /* given once property_release() was called */
    bool is_never;       /* not given; the connection stays */
    bool has_no_length;  /* the answer ends with the connection */
    bool times;          /* stays for all further requests, behind those that come once */
};

/* What was asked. */
struct asked {
    char path[128]; /* behind /api/connector/v1/ */
    char *head;     /* request line and headers */
    char *body;
    size_t length;  /* of the body */
    int connection; /* 1 for the first that was accepted, ... */
    int64_t at_ms;  /* monotonic, when it was read */
};

/* `socket`: the path of a Unix socket; NULL: a free port of 127.0.0.1. *Gives*: property_free(). */
struct property *property_new(const char *socket);
void property_free(struct property *property);

/* For client_config.url; *Valid until* property_free(). */
const char *property_url(const struct property *property);

/* Puts an answer behind those that wait. Its body is copied, its other texts are literals. */
void property_say(struct property *property, struct script script);

/* Gives the answers that are held. */
void property_release(struct property *property);

/* Waits until `count` requests were read; the test fails after ten seconds. */
void property_wait(struct property *property, size_t count);

size_t property_count(struct property *property);

/* Request number `i` from 0 on, which was read. *Valid until* property_free(). */
const struct asked *property_asked(struct property *property, size_t i);

/* A text in the body of request `i`. */
bool property_was_told(struct property *property, size_t i, const char *text);
