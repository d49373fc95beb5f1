/*
 * The desk: what a hotel's front desk knows and does, without a screen. It loads the day, keeps it
 * fresh, and carries out actions; whoever shows it listens for changes. Everything here is of the
 * UI thread, and nothing blocks.
 */
#pragma once

#include "api/base/zone.h"
#include "api/client/client.h"
#include "api/store/store.h"

struct desk;

struct desk_config {
    struct client_config client;
    struct instant now;  /* the business clock, frozen; none: the real one */
    int refresh_seconds; /* as for desk_set_refresh() */
    int lookup_seconds;  /* how long an unknown write is looked for before somebody must say */
    int64_t (*clock_ms)(void); /* monotonic, for what is tried again; NULL: monotonic_ms() */
};

/*
 * Opens the connection; nothing is asked yet.
 * Errors  NULL: those of client_open().
 */
MUST_USE struct desk *desk_open(const struct desk_config *config, struct error *err);
void desk_close(struct desk *desk);

/* To poll for reading; then desk_serve() takes what came. */
int desk_fd(const struct desk *desk);
void desk_serve(struct desk *desk);

/* When desk_serve() wants to be called though nothing came, by its clock; INT64_MAX: never. */
int64_t desk_due_ms(const struct desk *desk);

/* What changed, as bits: DESK_KIND(RECORD_bill) and those below. */
#define DESK_KIND(record) ((uint64_t)1 << (record))
#define DESK_STATUS ((uint64_t)1 << 60)  /* connection, loading */
#define DESK_ACTIONS ((uint64_t)1 << 61) /* an action began or ended */
#define DESK_JOURNAL ((uint64_t)1 << 62) /* an entry became unknown, or was settled */

/* Called once after each desk_serve() that changed something. One listener. */
void desk_listen(struct desk *desk, void (*changed)(void *context, uint64_t what), void *context);

/* Shows the last known state from the snapshot, then loads the day from the property. */
void desk_start(struct desk *desk);

/* Reads anew what is on the screen, and what is missing. */
void desk_refresh(struct desk *desk);

const struct store *desk_store(const struct desk *desk);
struct client *desk_client(const struct desk *desk);

/* Time of the business: of the hotel, not of this terminal. */
struct instant desk_now(const struct desk *desk);
struct day desk_today(const struct desk *desk);

/* The house's default currency; "" where it isn't known. */
const char *desk_currency(const struct desk *desk);

/*
 * What of the house's settings can't be used, and what is done instead; that the clocks differ.
 * Each once. False: no more.
 */
MUST_USE bool desk_remark(struct desk *desk, struct error *err);

/* How far loading has come. */
enum desk_part {
    DESK_CONFIGURATION, /* the hotel's name, zone and rules */
    DESK_ROOMS,         /* resources, categories and who is in which */
    DESK_STAYS,         /* today's arrivals, departures and those in house, with their guests */
    DESK_BALANCES,      /* what their accounts owe */
    DESK_WINDOW,        /* the stays and blocks around today that the rack shows */
    DESK_DETAILS,       /* companies, companions, groups and notes of today's stays */
    DESK_CATALOG,       /* products, rates, accounting categories */
    DESK_THREADS,       /* message threads and their messages */
    DESK_PARTS,
};
bool desk_has(const struct desk *desk, enum desk_part part);

/*
 * Why a part is not there, or not all of it; NULL when it is, or is still being read. It is tried
 * again by itself where that may help, and by desk_refresh(). *Valid until* desk_serve().
 */
const struct error *desk_missing(const struct desk *desk, enum desk_part part);
const char *desk_part_name(enum desk_part part); /* N_() `the balances` */

/* The connection, and since when what is shown is known (snapshot); none: it is live. */
enum client_status desk_status(const struct desk *desk, const struct error **err);
struct instant desk_snapshot_time(const struct desk *desk);

/* Whether the property tells what changes, so that it is seen at once. */
bool desk_has_events(const struct desk *desk);

/* How often what is on the screen is polled from now on; 0: only after a break, or when told. */
void desk_set_refresh(struct desk *desk, int seconds);

/*
 * A pane shows records of this kind, and no more: meanwhile they are polled as often as what is
 * always on the screen (stays, rooms, what is owed).
 */
void desk_show(struct desk *desk, enum record_id kind);
void desk_hide(struct desk *desk, enum record_id kind);

/*
 * Asks for more than the day's plan: the stays and blocks that touch [from, to). Once for each day.
 */
void desk_load_window(struct desk *desk, struct day from, struct day to);

/* All bills, items and payments of an account, closed ones too; and again after a change. */
void desk_load_account(struct desk *desk, struct uuid account);
bool desk_has_account(const struct desk *desk, struct uuid account);

/* Why an account that was asked for is not all there; as desk_missing(). */
const struct error *desk_account_missing(const struct desk *desk, struct uuid account);

/* Asks once for a guest's cards and preauthorizations, and the property's exchange rates. */
void desk_load_wallet(struct desk *desk, struct uuid account);
bool desk_has_wallet(const struct desk *desk, struct uuid account); /* they were answered */

/* Asks once for all companies; whether they are there, and why not. */
void desk_load_companies(struct desk *desk);
bool desk_has_companies(const struct desk *desk);
const struct error *desk_companies_missing(const struct desk *desk);

/*
 * Tells each further state of a command to a device, until it is over or silent for ten minutes;
 * and once that it is Pending still, when the device has taken nothing for half a minute. The
 * context lasts as long as the desk.
 */
typedef void (*desk_device_fn)(void *context, struct uuid device, enum device_command_state state);
void desk_watch_command(struct desk *desk, struct uuid command, struct uuid device,
                        desk_device_fn told, void *context);

/* Asks once for the house's devices; for the counters that number its bills. */
void desk_load_devices(struct desk *desk);
void desk_load_counters(struct desk *desk);

/*
 * What a stay costs by its rate as it is, and if it ended at `end_utc`: asks the property, once for
 * an end, and again when its prices change. Nothing of a guest's own is in it, and nights that it
 * keeps stay at what they were sold for: the difference is what tells.
 */
struct quote {
    struct money now, then;
};
void desk_load_quote(struct desk *desk, struct uuid reservation, struct instant end_utc);

/* The last one that was asked for; NULL: it is not answered yet, or could not be. */
const struct quote *desk_quote(const struct desk *desk);

/* A stay by its number, when it is none of those loaded; whether the last one was answered. */
void desk_load_number(struct desk *desk, const char *number);
bool desk_has_number(const struct desk *desk, const char *number);

/* All stays of a group, of whatever day; whether the last one was answered. */
void desk_load_group(struct desk *desk, struct uuid group);
bool desk_has_group(const struct desk *desk, struct uuid group);

/*
 * The open bills of a payer, a company's too, with all that stands on them; whether that is over,
 * and why it isn't there (NULL: it is).
 */
void desk_load_bills(struct desk *desk, struct uuid payer);
bool desk_has_bills(const struct desk *desk, struct uuid payer);
const struct error *desk_bills_missing(const struct desk *desk);

/* The open bills of all payers, without what stands on them. */
void desk_load_open_bills(struct desk *desk);
bool desk_has_open_bills(const struct desk *desk);

/* The house's devices and departments, once; whether that is over. */
void desk_load_house(struct desk *desk);
bool desk_has_house(const struct desk *desk);

/*
 * Tasks that were due in the last two months or are in the coming one, anew; whether that is over,
 * and why they aren't there (NULL: they are).
 */
void desk_load_tasks(struct desk *desk);
bool desk_has_tasks(const struct desk *desk);
const struct error *desk_tasks_missing(const struct desk *desk);
bool task_is_done(const struct task *task);

/*
 * Any call of the API for a view: `answer` gets each result, after its records went into the store.
 * *Takes* the request. desk_drop_calls(): who asked with this context has left, and hears nothing
 * more; writes go on.
 */
typedef void (*desk_answer_fn)(void *context, const struct result *result);
void desk_call(struct desk *desk, struct request *request, desk_answer_fn answer, void *context);
void desk_drop_calls(struct desk *desk, const void *context);

/* Writes of unknown outcome. The desk looks for them by reading, and settles what it finds out. */
struct journal_rows {
    const struct journal_entry *rows;
    size_t count;
};
struct journal_rows desk_unknown(const struct desk *desk);

/* The unknown write for this subject (reservation, bill, room, thread) or account; NULL. */
const struct journal_entry *desk_unknown_of(const struct desk *desk, struct uuid id);

/* How far finding out has come. */
struct lookup_state {
    int reads;                 /* that did not show it */
    bool is_over;              /* reading does not tell: somebody must say what became of it */
    const struct error *error; /* why it cannot be read; NULL */
};
struct lookup_state desk_lookup(const struct desk *desk, int64_t number);

/*
 * The whole journal: asks for its newest entries, once; then they are kept up to date. Oldest
 * first. *Valid until* desk_serve().
 */
void desk_load_journal(struct desk *desk, int most);
bool desk_has_journal(const struct desk *desk);
struct journal_rows desk_journal(const struct desk *desk);

/* Whether each was looked for once, as far as that goes. */
bool desk_has_looked(const struct desk *desk);

/* Somebody says what became of one; `done` is told how that went (NULL: well). */
extern const char desk_said_so[]; /* the entry's message then */
typedef void (*settled_fn)(void *context, const struct error *err);
void desk_settle(struct desk *desk, int64_t number, enum journal_outcome outcome, settled_fn done,
                 void *context);

/*
 * Those found out since it was last asked, and dropped ones, each once; NULL: no more. *Valid
 * until* the next.
 */
const struct journal_entry *desk_found_out(struct desk *desk);

/* The user was told of one that was dropped (JOURNAL_DROPPED): it is not told again. */
void desk_told_dropped(struct desk *desk, int64_t number);

/* A remembered fact ("seen.THREAD"), or NULL; and remembers one. */
const char *desk_fact(const struct desk *desk, const char *name);
void desk_remember(struct desk *desk, const char *name, const char *value);
