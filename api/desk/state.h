/* The desk's inside, shared by the files of this folder alone. */
#pragma once

#include "api/base/uuid_map.h"
#include "api/desk/action.h"
#include "api/desk/attempt.h"
#include "api/desk/calendar.h"
#include "api/desk/desk.h"
#include "api/desk/restricted.h"
#include "api/desk/turns.h"
#include "api/desk/wish.h"

/* A request on its way, as its results find back. */
typedef void (*answer_fn)(struct desk *desk, const struct result *result, void *context);

struct call {
    struct call *next;
    answer_fn answer;
    void *context;
    void *owned; /* the context, where it is freed with the call; else NULL */
};

enum load_state {
    LOAD_WAITING = 0, /* for what it needs, or for its next attempt */
    LOAD_ASKED,
    LOAD_DONE
};

struct loading {
    enum load_state state;
    struct attempt attempt;
};

enum {
    LOAD_ROWS = 24,
    FOLLOW_ROWS = 12,
    POLLS_MOST = 40
};

/* Ids that a follow row asked for already, and those whose answer came. */
struct followed {
    struct uuid_map asked;
    size_t under_way; /* requests */
    struct attempt attempt;
    size_t seen;     /* of what came in; behind it are records not looked at yet */
    bool sees_again; /* all that the store has */
};

/* Records of a kind that came into the store, by id, in their order. */
struct came {
    struct uuid *ids;
    size_t count;
    size_t capacity;
};

/* The days whose stays and blocks are read; none before the plan's are. */
struct window {
    struct day from; /* answered: [from, to) */
    struct day to;
    struct day asked_from;
    struct day asked_to;
    int under_way;       /* reads */
    struct error failed; /* the first of them that did */
    struct attempt attempt;
};

/* Several reads of one thing. */
struct reads {
    size_t under_way;
    bool is_over;        /* the last of them was answered */
    struct error failed; /* the first that did */
};

/* Bills first, then what is on them. */
struct bills_read {
    struct uuid payer;
    struct reads reads;
};

/* Guests as they are typed for: one read at a time, and the newest text next. */
struct guest_search {
    char text[128]; /* that is asked for, or was */
    char next[128]; /* to be asked for behind it; "": nothing */
    struct reads reads;
};

/* What a stay would cost, as it was last asked for. */
struct quote_read {
    struct uuid reservation;
    struct instant end_utc, updated_utc; /* the second one of the stay */
    struct quote quote;
    struct turn turn;
    bool is_read;
    bool is_stale; /* prices changed since */
};

/* What was read for a wish, and how far the desk's clock is ahead of the property's. */
enum {
    VACANT_CATEGORIES = 64
};

struct category_read {
    struct uuid category;
    bool has_left;
    int64_t left;
    struct money price;
};

struct vacancies_read {
    struct wish wish;
    struct category_read categories[VACANT_CATEGORIES];
    size_t category_count;
    struct restricted restrictions;
    int64_t ahead_ms;
    struct turn turn;
    bool is_stale;
};

/* What was read of a category for the calendar. */
struct calendar_row {
    struct uuid category;
    bool has_left;
    int64_t left[CALENDAR_DAYS];
    struct money prices[CALENDAR_DAYS];
};

struct calendar_read {
    struct calendar_span span;
    struct calendar_row *rows;
    size_t count;
    size_t capacity;
    struct restricted restrictions;
    struct turn turn;
    bool is_stale;
};

struct settling {
    struct settling *next;
    int64_t number;
    settled_fn done;
    void *context;
};

/* The newest entries of the journal, oldest first, once a view asked for them. */
struct history {
    struct arena arena; /* their texts, also those of earlier outcomes */
    struct journal_entry *rows;
    size_t count;
    size_t capacity;
    bool is_asked;
    bool is_loaded;
};

struct fact {
    char *name;
    char *value;
};

enum {
    REMARKS = 3 /* zone, end of the day, clock */
};

struct desk {
    struct client *client;
    struct store *store;
    struct instant frozen_now;
    int refresh_seconds;
    int64_t (*clock_ms)(void);
    void (*changed)(void *context, uint64_t what);
    void *context;
    uint64_t what; /* changed since the listener was last called */

    struct call *calls;
    struct outside_call *outside; /* of views */
    struct loading loads[LOAD_ROWS];
    struct followed followed[FOLLOW_ROWS];
    struct came came[RECORD_COUNT]; /* for the rows of follow.c */
    struct day followed_day;        /* for which stays were judged current */
    bool is_started;
    bool has_settings;             /* the zone is set by them */
    bool has_clock;                /* the property's was looked at */
    struct error remarks[REMARKS]; /* on the house's settings, not told yet */
    size_t remark_count;
    bool is_trimmed; /* the memory that loading took was given back */

    struct window window;
    struct reads shift; /* what its view and report are made of */
    struct reads house;
    struct reads tasks;
    struct quote_read quoted;
    struct vacancies_read vacancies;
    struct calendar_read calendar;
    struct watch *watches; /* commands to devices that are not over */
    struct bills_read bills;
    struct reads open_bills; /* of all payers */
    struct guest_search guest_search;
    struct uuid person; /* whose stays were asked for last */
    struct reads person_reads;
    struct uuid_map accounts; /* those loaded whole */
    struct account_read *account_reads;
    struct uuid_map wallets; /* accounts whose cards were asked for */
    bool has_exchange_rates; /* they were asked for */
    bool has_devices;        /* likewise */
    bool has_counters;
    size_t wallet_reads; /* of these, under way */
    enum load_state companies;
    struct error companies_error;
    char number[64]; /* the last stay that was asked for by its number, and whether that came */
    bool has_number;
    struct uuid group; /* the last that was asked for, and whether that came */
    bool has_group;

    enum client_status status;
    struct error status_error;
    bool has_events;              /* the property tells what changes */
    bool is_live;                 /* the snapshot has been replaced by what the property says */
    struct instant snapshot_time; /* when what the snapshot shows was last kept */
    struct instant synced;        /* up to when everything is known that polls bring */
    struct instant load_began;    /* by the property's clock */
    uint64_t polled[POLLS_MOST];  /* what the worker was told to poll, as a signature; 0: nothing */
    unsigned shown[RECORD_COUNT]; /* by how many panes */

    struct bulk *bulks;
    struct action *actions; /* under way, and refused ones nobody has dismissed */
    int64_t hold_ms;        /* for how long actions are kept back; 0: they are not */
    char taken_back[128];   /* the words of the last one that was */
    struct undo *undos;     /* of those that were done, the newest first */
    struct arena journal_arena;
    struct journal_entry *unknown;
    size_t unknown_count;
    size_t unknown_capacity;
    struct lookup *lookups;
    int64_t lookup_ms;
    bool is_journal_loaded;
    struct journal_entry *found_out; /* and not asked for yet */
    size_t found_out_count;
    size_t found_out_capacity;
    struct journal_entry *denied; /* money that was said not to be taken: it may still come */
    size_t denied_count;
    size_t denied_capacity;
    struct interruption *interruptions; /* of splits, not told yet */
    struct settling *settlings;         /* told to the journal, not answered yet */
    struct history history;

    struct fact *facts;
    size_t fact_count;
    size_t fact_capacity;
};

/* When the business day ends by the hotel's clock: at midnight where it can't be read. */
struct duration desk_day_closing(const struct desk *desk);

/* Sends; `answer` gets every result of it. *Takes* the request. */
void desk_send(struct desk *desk, struct request *request, answer_fn answer, void *context);

/* The same; *takes* the context too, a block that is freed behind its last answer. */
void desk_send_own(struct desk *desk, struct request *request, answer_fn answer, void *context);

/* When the tasks are due that are read: three months at most. */
struct interval asked_deadlines(const struct desk *desk);

/* As `answer` of several reads: `context` is their struct reads. */
void reads_answered(struct desk *desk, const struct result *result, void *context);

/* A read with a filter. */
struct request *desk_read(enum operation_id operation, enum request_priority priority,
                          const struct filter *filter);

/* The ids of all records of a kind, in the arena. */
struct uuid_list desk_ids(const struct desk *desk, enum record_id kind, struct arena *arena);

/* Remembers for the next start up to when everything is known. */
void desk_remember_synced(struct desk *desk, struct instant at);

/*
 * loading.c: sends what may be asked for now. Called after every change, and when it is due. A part
 * is over when each of its reads was answered or has failed; why it is missing, NULL when it isn't.
 */
void loading_step(struct desk *desk);
void loading_retry(struct desk *desk);
int64_t loading_due_ms(const struct desk *desk);
bool loading_is_done(const struct desk *desk, enum desk_part part);
bool loading_is_over(const struct desk *desk, enum desk_part part);
const struct error *loading_missing(const struct desk *desk, enum desk_part part);
struct interval loading_day(const struct desk *desk); /* whose arrivals and departures are read */

/* follow.c: asks for what records refer to and the store lacks, once they came in. */
void follow_take(struct desk *desk, const struct batch *batch);
void follow_step(struct desk *desk);
void follow_retry(struct desk *desk);
int64_t follow_due_ms(const struct desk *desk);
bool follow_is_done(const struct desk *desk, enum desk_part part);
const struct error *follow_missing(const struct desk *desk, enum desk_part part);
bool follow_has_account(const struct desk *desk,
                        struct uuid account); /* its open items and payments */
void follow_clear(struct desk *desk);

/* outside.c */
void outside_free(struct desk *desk);
/* window.c: the plan's days are there; then more can be asked for. */
void window_begin(struct desk *desk, struct day from, struct day to);
void window_step(struct desk *desk);
int64_t window_due_ms(const struct desk *desk);

/* quote.c: the property's prices changed. */
void quote_refresh(struct desk *desk);

/* devices.c: what became of a command; the reads of those that are watched. */
void devices_take(struct desk *desk, struct uuid command, enum device_command_state state);
void devices_step(struct desk *desk);
int64_t devices_due_ms(const struct desk *desk);
void devices_clear(struct desk *desk);

/* account.c: asks again for accounts that could not be read. */
void account_step(struct desk *desk);
void account_retry(struct desk *desk);
int64_t account_due_ms(const struct desk *desk);
void account_clear(struct desk *desk);

/* wallet.c: all of it may be asked for again. */
void wallet_refresh(struct desk *desk);

/* ledger.c: the writes of unknown outcome, by what the journal says. */
void ledger_take(struct desk *desk, const struct result *result);
void ledger_clear(struct desk *desk);
struct journal_entry ledger_keep(struct arena *arena, const struct journal_entry *entry);

/* parts.c: what the journal says of what may be a split's write; whether it is its moves. */
bool parts_are_of(const struct journal_entry *entry);
void parts_take(struct desk *desk, const struct journal_entry *entry);
void parts_clear(struct desk *desk);

/* history.c: the whole journal, for its view. */
void history_take(struct desk *desk, const struct result *result);
void history_clear(struct desk *desk);

/* action.c */
void actions_settle(struct desk *desk, struct uuid subject);
void actions_free(struct desk *desk);

/* bulk.c */
void bulks_free(struct desk *desk);

/* hold.c: sends what was held for long enough. */
void hold_step(struct desk *desk);
int64_t hold_due_ms(const struct desk *desk);

/* undo.c */
void undo_clear(struct desk *desk);

/* sync.c: tells the worker what to poll, once the day is loaded. */
void sync_step(struct desk *desk);
