/* The desk's inside, shared by the files of this folder alone. */
#pragma once

#include "api/base/uuid_map.h"
#include "api/desk/action.h"
#include "api/desk/desk.h"

/* A request on its way, as its results find back. */
typedef void (*answer_fn)(struct desk *desk, const struct result *result, void *context);

struct call {
    struct call *next;
    answer_fn answer;
    void *context;
    bool is_load; /* a read of the plan: an error stops loading */
};

enum load_state {
    LOAD_WAITING = 0,
    LOAD_ASKED,
    LOAD_DONE,
    LOAD_FAILED
};

enum {
    LOAD_ROWS = 24,
    FOLLOW_ROWS = 12
};

/* Ids that a follow row asked for already, and those whose answer came. */
struct followed {
    struct uuid_map asked;
    size_t under_way; /* requests */
};

struct fact {
    char *name;
    char *value;
};

struct desk {
    struct client *client;
    struct store *store;
    struct instant frozen_now;
    int refresh_seconds;
    void (*changed)(void *context, uint64_t what);
    void *context;
    uint64_t what; /* changed since the listener was last called */

    struct call *calls;
    struct outside_call *outside; /* of views */
    enum load_state loads[LOAD_ROWS];
    struct followed followed[FOLLOW_ROWS];
    struct error load_error;
    bool is_started;
    bool is_zone_set;
    bool is_trimmed; /* the memory that loading took was given back */

    struct day window_from; /* days whose stays and blocks were asked for */
    struct day window_to;
    struct uuid_map accounts; /* those loaded whole */

    enum client_status status;
    struct error status_error;
    bool is_live;                 /* the snapshot has been replaced by what the property says */
    struct instant snapshot_time; /* when what the snapshot shows was last kept */
    struct instant synced;        /* up to when everything is known that polls bring */
    struct instant load_began;    /* by the property's clock */
    bool is_polling;
    size_t polled_threads;

    struct action *actions; /* under way, and refused ones nobody has dismissed */
    struct arena journal_arena;
    struct journal_entry *unknown;
    size_t unknown_count;
    size_t unknown_capacity;

    struct fact *facts;
    size_t fact_count;
    size_t fact_capacity;
};

/* Sends; `answer` gets every result of it. *Takes* the request. */
void desk_send(struct desk *desk, struct request *request, answer_fn answer, void *context);

/* A read with a filter. */
struct request *desk_read(enum operation_id operation, enum request_priority priority,
                          const struct filter *filter);

/* Remembers for the next start up to when everything is known. */
void desk_remember_synced(struct desk *desk, struct instant at);

/* loading.c: sends what may be asked for now. Called after every change. */
void loading_step(struct desk *desk);
void loading_retry(struct desk *desk);
bool loading_is_done(const struct desk *desk, enum desk_part part);

/* follow.c: asks for what records refer to and the store lacks. */
void follow_step(struct desk *desk);
bool follow_is_done(const struct desk *desk, enum desk_part part);
bool follow_has_account(const struct desk *desk,
                        struct uuid account); /* its open items and payments */
void follow_clear(struct desk *desk);

/* outside.c */
void outside_free(struct desk *desk);

/* action.c */
void actions_free(struct desk *desk);

/* sync.c: tells the worker what to poll, once the day is loaded. */
void sync_step(struct desk *desk);
