/* A client for tests, with its results waited for and a folder of its own. */
#pragma once

#include "api/client/client.h"
#include "api/desk/desk.h"

/* A fresh folder under $TMPDIR. *Gives*: folder_drop(), which removes it with what is in it. */
char *folder_fresh(void);
void folder_drop(char *folder);

/* `folder/name`; *Gives*: free(). */
char *folder_path(const char *folder, const char *name);

/* What most tests open: tokens, en-US, no limit; `state_path` may be NULL. */
struct client_config desk_config(const char *url, const char *state_path);

/* The next result; the test fails after ten seconds. *Gives*: result_free(). */
struct result *desk_next(struct client *client);

/* The next of a kind; others that come before are dropped. */
struct result *desk_next_of(struct client *client, enum result_kind kind);

/* Waits for all parts of an answer, drops them; returns its last error. */
struct error desk_end(struct client *client);

/* Serves a desk until something is so; the test fails after ten seconds. */
#define SERVE_UNTIL(desk, condition)                                                               \
    do {                                                                                           \
        int64_t until_ms = monotonic_ms() + 10000;                                                 \
                                                                                                   \
        for (desk_serve(desk); !(condition); desk_serve(desk))                                     \
            desk_wait(desk, until_ms, #condition);                                                 \
    } while (0)

/* Sleeps until something comes for the desk; aborts when it is too late. */
void desk_wait(const struct desk *desk, int64_t until_ms, const char *what);
