/*
 * What networks and servers do to exchanges, between a program and a property server, all on Unix
 * sockets: rules that match operations answer in the server's place, hold, cut, garble or shorten;
 * what no rule matches passes as it is. A thread a connection; nothing happens by chance.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct fault_proxy;

enum fault_kind {
    FAULT_ANSWER = 0,  /* answered here, the server never sees it */
    FAULT_INSTEAD,     /* the server does it, and this answer is given in place of its own */
    FAULT_CUT_REQUEST, /* `at` bytes of the request reach the server, then all is cut */
    FAULT_CUT_ANSWER,  /* the server does it, `at` bytes of its answer are given, then all is cut */
    FAULT_HOLD_REQUEST, /* the server sees `at` bytes, the rest after fault_proxy_release() */
    FAULT_HOLD_ANSWER, /* the server does it, `at` bytes are given, the rest once that was called */
    FAULT_GARBLE,      /* the answer's body is made other bytes from `at` on */
    FAULT_SHORTEN,     /* the answer's body ends after `at` bytes, as if it were whole */
    FAULT_SHORTEN_REQUEST, /* the same of the request */
    FAULT_FLIP_REQUEST,    /* bit `bit` of byte `at` falls over */
    FAULT_FLIP_ANSWER,
    FAULT_REPEAT_REQUEST, /* byte `at` comes twice; from its length on: all, on two connections */
    FAULT_REPEAT_ANSWER,  /* byte `at` comes twice; from its length on: all of it */
    FAULT_NONE,           /* passes as it is */
};

struct fault {
    const char *path; /* the operation's; NULL: any */
    const char *told; /* only requests with this text in the body; NULL: all */
    enum fault_kind kind;
    int status;          /* of FAULT_ANSWER and FAULT_INSTEAD; 0: 200 */
    const char *headers; /* more lines of theirs, each with its CRLF; NULL */
    const char *body;    /* of theirs; NULL: `{}` */
    size_t at;
    int bit;
    int skip;  /* so many that match pass first */
    int times; /* for so many; 0: until fault_proxy_heal() */
};

/*
 * Listens on `socket`, and passes on to the server on `upstream`; both paths are copied. *Gives*:
 * fault_proxy_free().
 */
struct fault_proxy *fault_proxy_new(const char *socket, const char *upstream);
void fault_proxy_free(struct fault_proxy *proxy);

/* Puts a rule behind the others: the first that matches counts. Its texts are lent for good. */
void fault_proxy_add(struct fault_proxy *proxy, struct fault fault);

/* Drops all rules, and gives what is held. */
void fault_proxy_heal(struct fault_proxy *proxy);

/* Gives what is held, and lets pass what would be. */
void fault_proxy_release(struct fault_proxy *proxy);

/* The server is gone: connections are cut, and new ones refused, until it is back. */
void fault_proxy_leave(struct fault_proxy *proxy);
void fault_proxy_return(struct fault_proxy *proxy);

/* How many requests came for an operation (NULL: for any), and how many the server saw whole. */
size_t fault_proxy_asked(struct fault_proxy *proxy, const char *path);
size_t fault_proxy_passed(struct fault_proxy *proxy, const char *path);

/* Waits until so many came, or were seen whole; the test fails after a minute. */
void fault_proxy_wait(struct fault_proxy *proxy, const char *path, size_t count);
void fault_proxy_wait_passed(struct fault_proxy *proxy, const char *path, size_t count);

/* The bytes of the last exchange for the operation that passed as it was: request and answer. */
struct fault_lengths {
    size_t request;
    size_t request_head;
    size_t answer;
    size_t answer_head;
};
struct fault_lengths fault_proxy_lengths(struct fault_proxy *proxy, const char *path);

/* Whether the last request for the operation had a text in its body. */
bool fault_proxy_was_told(struct fault_proxy *proxy, const char *path, const char *text);
