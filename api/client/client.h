/*
 * The desk's way to the property: requests go to a worker thread, which owns curl, the sockets,
 * JSON and state.db, and results come back. Reads are repeated when they fail, writes are
 * journalled, sent once, and found out when their outcome is unknown. Nothing here blocks.
 */
#pragma once

#include "api/base/arena.h"
#include "api/base/error.h"
#include "api/schema/record.h"
#include "api/schema/schema.h"

struct client;

struct client_config {
    const char *url; /* https://HOST[:PORT], http://LOOPBACK:PORT or unix:PATH; no path behind it */
    const char *ws_url;       /* of the event stream: wss://HOST[:PORT][/PATH], ws://LOOPBACK:PORT,
                               * unix:PATH or off; NULL: `ws.` for `api.` of the URL's host, else
                               * where the API is */
    const char *client_token; /* both are put into request bodies and that stream's cookies alone */
    const char *access_token;
    const char *language;   /* en-US: texts by language are decoded in it */
    const char *state_path; /* state.db, made where it is missing, its folder too; NULL keeps
                             * neither journal nor snapshot (only for reads) */
    const char *ca_file;    /* NULL: the system's */
    const char *proxy;      /* NULL: the environment's */
    int rate_requests;      /* at most so many ... */
    int rate_seconds;       /* ... in so many seconds, sliding; 0: no limit */
    int timeout_ms;         /* for a read; a write has twice as long; 0: 30 s */
    /* Before a broken event stream is dialled again, then up to 120 times as long; 0: 0.5 s. */
    int ws_retry_ms;
    bool read_only; /* refuses every write, by any path */
};

/*
 * Starts the worker. Texts are copied.
 * Errors  NULL: ERROR_USAGE, no tokens, a URL that is none or plain http beyond loopback;
 *         ERROR_DISK, state.db: damaged, somebody else's, of a newer version.
 */
MUST_USE struct client *client_open(const struct client_config *config, struct error *err);

/*
 * Ends within a second: what was not sent is dropped, a write under way is left in the journal as
 * unknown.
 */
void client_close(struct client *client);

/* Requests */

enum request_priority {
    REQUEST_FOR_KEY,  /* somebody pressed a key and waits */
    REQUEST_FOR_VIEW, /* what is looked at */
    REQUEST_BEHIND,   /* the rest */
};

/* What of a read is handed over. */
enum request_pages {
    REQUEST_ONE_PAGE,  /* the answer to just this request */
    REQUEST_ALL_PAGES, /* walked by Cursor; 1000 a page, 100 the first of REQUEST_FOR_VIEW */
};

/* What the journal keeps of a write besides its operation and outcome. */
struct intent {
    /* The reservation, bill or room it is for: a repeat is refused while one is unknown. */
    struct uuid subject;
    struct uuid account; /* whose folio shows it; may be none */
    /* What a later read finds it by: stands in the request's ExternalIdentifier where it has one,
     * else what is set, or the hash of a text; NULL. */
    const char *nonce;
    const char *text;    /* for people, without names: `pay 12.50 EUR cash`; NULL */
    const char *key;     /* the key or command that asked for it; NULL */
    struct money amount; /* of money, as sent */
    bool insist; /* send although an earlier one is unknown: the user was told what that means */
    const char *held; /* the mark of client_hold(), which this is the end of; NULL */
    bool settles;     /* closes what the account owes: refused while anything of it is unknown */
};

/*
 * Made by request_new(), filled, and given to client_send(). All it points at lives in its arena.
 */
struct request {
    struct arena arena;
    enum operation_id operation;
    const struct record_type *type; /* of `record`; NULL: `json` is the body */
    const void *record;
    const char *json; /* an object without tokens */
    enum request_pages pages;
    enum request_priority priority;
    const void *owner;    /* for client_cancel(); also how the result finds back; may be NULL */
    int timeout_ms;       /* 0: as configured */
    bool wants_json;      /* the answer is handed over as text (result.json), not decoded */
    struct intent intent; /* of a write */
};

MUST_USE struct request *request_new(enum operation_id operation, enum request_priority priority,
                                     const void *owner);
void request_free(struct request *request);

/* A copy of `record` as the body. */
void request_set_record(struct request *request, enum record_id id, const void *record);

/*
 * Gives it to the worker. Returns its number, which its results carry. *Takes* the request.
 * Thread  UI.
 */
uint64_t client_send(struct client *client, struct request *request);

/*
 * A write that is kept back, by its operation and intent: the journal has it under the intent's
 * `held`, so that it is told should the desk end before it is sent (by client_send() with the same
 * mark) or taken back. *Takes* the request.
 */
void client_hold(struct client *client, struct request *request);
void client_take_back(struct client *client, const char *held);

/*
 * Drops the reads of an owner that were not answered yet. No result has this owner from now on:
 * writes go on, and tell their outcome without one; records that are on their way already come as
 * news.
 */
void client_cancel(struct client *client, const void *owner);

/* Results */

enum result_kind {
    RESULT_ANSWER, /* to a request, in parts of at most 100 records a list */
    RESULT_NEWS,   /* what a poll or an event brought that is new, in such parts, or a whole set in
                    * one; or, once, why the property refuses it */
    RESULT_SNAPSHOT, /* records out of state.db, after client_load(); the last one has is_last, none
                      * of them, and an error where state.db cannot be read */
    RESULT_STATUS,   /* the connection's state changed, or state.db fails (ERROR_DISK) */
    RESULT_TOLD,     /* an event of what no read of the worker brings */
    RESULT_EVENTS,   /* the property tells what changes from now on, or no more */
    RESULT_JOURNAL,  /* an entry was written, changed or loaded; or could not be resolved */
    RESULT_FACT,     /* a remembered fact, after client_load() */
    RESULT_MARK,     /* the client's own; never received */
};

/* What an event tells that nothing is read for by itself. */
enum told_kind {
    TOLD_NOTHING = 0,
    TOLD_COMMAND, /* a device's command has another state */
    TOLD_PRICES,  /* some changed */
};

struct told_event {
    enum told_kind kind;
    struct uuid id;                  /* of the command */
    enum device_command_state state; /* likewise */
};

enum client_status {
    CLIENT_IDLE = 0,
    CLIENT_CONNECTED,
    CLIENT_UNREACHABLE, /* error says why; reads are tried again with back-off */
    CLIENT_REFUSED,     /* the tokens */
    CLIENT_THROTTLED,   /* waiting as the property told (429), until `until` */
};

/* Records of one kind. */
struct batch {
    const struct record_type *type;
    void *rows; /* `count` records in the result's arena */
    size_t count;
    bool is_whole; /* all there are: what isn't among them is gone (polls without a delta) ... */
    struct uuid_list keys; /* ... of the records of these, by the poll's `part`; empty: of all */
};

enum {
    RESULT_BATCHES = 4
};

/* Stored in state.db: new ones go to the end. */
enum journal_outcome {
    JOURNAL_OPEN = 0, /* written before sending; after a crash it becomes unknown */
    JOURNAL_DONE,
    JOURNAL_REFUSED,
    JOURNAL_NOT_SENT,
    JOURNAL_UNKNOWN,    /* the property may have done it */
    JOURNAL_FOUND_DONE, /* unknown, then found done by reading, or said so by the user */
    JOURNAL_FOUND_UNDONE,
    JOURNAL_HELD,    /* kept back for some seconds, not sent; after a crash it becomes dropped */
    JOURNAL_DROPPED, /* its desk ended while it was held, and nobody was told yet */
};

struct journal_entry {
    int64_t number;
    struct instant at;
    enum operation_id operation;
    struct uuid subject;
    struct uuid account;
    struct money amount;
    enum journal_outcome outcome;
    const char *nonce; /* "" where there is none, like the other texts */
    const char *text;
    const char *key;
    const char *user;    /* $USER */
    const char *message; /* of a refusal, or why it is unknown */
    const char *request_id;
};

struct result {
    struct arena arena; /* everything below lives in it */
    enum result_kind kind;
    uint64_t request; /* number; 0 for news, snapshot, status and journal */
    const void *owner;
    enum operation_id operation;
    struct error error; /* ERROR_NONE on success; ERROR_UNKNOWN: a write of unknown outcome */
    bool is_last;
    struct batch batches[RESULT_BATCHES];
    size_t batch_count;
    const char *json; /* of requests that want it: the answer, pages joined */
    struct uuid
        created; /* the first identifier a write answered (ExternalPaymentId, OrderId, ...) */
    struct instant server_date; /* the answer's Date header; when the snapshot was last written */
    struct instant synced;      /* of news: before this, all is known that polls bring; none */
    enum client_status status;
    bool has_events;        /* of RESULT_EVENTS */
    struct told_event told; /* of RESULT_TOLD */
    int64_t until_ms;       /* monotonic, of CLIENT_THROTTLED */
    struct journal_entry journal;
    const char *fact; /* its name */
    const char *value;
};

/* The next result, or NULL at once. *Gives*: result_free(). Thread: UI. */
MUST_USE struct result *client_receive(struct client *client);
void result_free(struct result *result);

/* To poll for reading: results wait. */
int client_fd(const struct client *client);

/*
 * Polling: the worker asks by itself, and hands over only what is new. With the first poll it
 * listens to the property's events too, where there are any: what they name is read at once, and
 * the polls that would bring it become rare.
 */

enum {
    POLL_WHEN_TOLD = INT32_MAX /* as a period: by client_refresh() and after a break alone */
};

struct poll {
    enum operation_id operation;
    const void *filter; /* a struct filter; copied */
    const char *since;  /* the field of `filter` that takes the last poll's time; NULL: whole set */
    const char *part;   /* of a whole set: the field of `filter` with the ids of whose records it
                           * is; NULL: of all. Both names are literals */
    struct instant first; /* where `since` begins; none: now */
    int period_ms;        /* 0 stops it */
};

/*
 * Sets poll number `slot` (0 to 39) in place of what it was; it is first asked after one period, at
 * once where events come, or when the same operation would have been asked that was there before.
 */
void client_poll(struct client *client, int slot, const struct poll *poll);

/* All polls at once, now: after a reconnect, or when the user asks. */
void client_refresh(struct client *client);

/* Memory across starts: state.db */

/* Asks for all records of these kinds, journal entries that are open or unknown first. */
void client_load(struct client *client, const enum record_id *kinds, size_t count);

/* The newest `most` entries of the journal, oldest first; the last result has is_last, and none. */
void client_load_journal(struct client *client, int most);

/*
 * Drops a record from the snapshot: what a whole set no longer has, what a guest wants forgotten.
 */
void client_forget(struct client *client, enum record_id kind, struct uuid id);

/* Small facts by name (what was last read, the last profile); `value` NULL removes it. */
void client_remember(struct client *client, const char *name, const char *value);

/*
 * Settles an unknown entry: JOURNAL_FOUND_DONE or JOURNAL_FOUND_UNDONE; a dropped one, of which the
 * user was told: JOURNAL_NOT_SENT.
 */
void client_resolve(struct client *client, int64_t number, enum journal_outcome outcome,
                    const char *why);

/*
 * Holds the worker still while the process's time zone changes; returns when it stands. A name
 * look-up under way may still read the environment: main sets TZ before client_open(), so that no
 * more than its value changes here.
 */
void client_park(struct client *client);
void client_unpark(struct client *client);
