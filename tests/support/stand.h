/*
 * A test stand: the program itself, behind it a fault proxy, behind that a property server with the
 * small property of property.h, all in a folder of their own. The test's demo_generate() gives
 * property_emit(). Failures end the test.
 */
#pragma once

#include "tests/support/fault_proxy.h"
#include "tests/support/folder.h"
#include "tests/support/program.h"
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

/* The same without more words, once the day is read and it rests. */
MUST_USE struct vt *stand_day(const struct stand *stand);

/* A shell's script on the screen's terminal; $FRONTDESK is the program. */
MUST_USE struct vt *stand_shell(const struct stand *stand, const char *script);

/* A program without a terminal, to its end: the words are its arguments, up to NULL. */
struct program_end stand_run_words(const struct stand *stand, const char *const *words);
#define stand_run(stand, ...) stand_run_words(stand, (const char *const[]){__VA_ARGS__, NULL})

/* The same, begun: program_finish() must follow. */
struct program_life stand_begin(const struct stand *stand, const char *const *words);

/* The same with a text on its standard input. */
struct program_end stand_run_input(const struct stand *stand, const char *const *words,
                                   const char *input);

/*
 * At the server itself, past the proxy: how many records of the answer's list have a text in them
 * (NULL: all). In both texts $names stand for identifiers.
 */
size_t stand_count(const struct stand *stand, const char *operation, const char *body,
                   const char *list, const char *text);
