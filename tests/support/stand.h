/*
 * A test stand: the program itself, behind it a fault proxy, behind that a property server with the
 * small property of property.h, all in a folder of their own. The test's demo_generate() gives
 * property_emit(). Failures end the test.
 */
#pragma once

#include "tests/support/fault_proxy.h"
#include "tests/support/folder.h"
#include "tests/support/server_process.h"
#include "tests/support/vt.h"

struct stand {
    struct folder folder;
    struct server_process server;
    struct fault_proxy *proxy;
    const char *url;                /* NULL: the proxy's */
    const char *const *environment; /* NAME=VALUE over the stand's own, NULL at its end; or NULL */
    const char *term;               /* of the screen; NULL: xterm-256color */
    int rows;                       /* 0: 24 */
    int columns;                    /* 0: 80 */
};

/* `config`: the lines of frontdeskrc. */
void stand_open(struct stand *stand, const char *config);
void stand_close(struct stand *stand);

/* Writes frontdeskrc anew, for programs that start from now on. */
void stand_configure(const struct stand *stand, const char *config);

/* The screen, with more words on its command line (NULL at their end; NULL: none). */
MUST_USE struct vt *stand_screen(const struct stand *stand, const char *const *words);

/* A shell's script on the screen's terminal; $FRONTDESK is the program. */
MUST_USE struct vt *stand_shell(const struct stand *stand, const char *script);

/* A program without a terminal: `run`, `call`. */
pid_t stand_start(const struct stand *stand, const char *const *words);

struct ended {
    int code;  /* exit code, or 128 + the signal */
    char *out; /* standard output and error */
    char *err;
};

/* Waits for the end of the last one that was started. *Gives*: ended_free(). */
struct ended stand_wait(const struct stand *stand, pid_t pid);
void ended_free(struct ended *ended);

/* Both; the words are the arguments, up to NULL. */
#define stand_run(stand, ...)                                                                      \
    stand_wait(stand, stand_start(stand, (const char *const[]){__VA_ARGS__, NULL}))

/*
 * At the server itself, past the proxy: how many records of the answer's list have a text in them
 * (NULL: all). `body` as for server_call().
 */
size_t stand_count(const struct stand *stand, const char *operation, const char *body,
                   const char *list, const char *text);
