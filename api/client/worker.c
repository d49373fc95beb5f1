#include "api/client/worker.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/log.h"
#include "api/base/memory.h"
#include "api/base/thread.h"
#include "api/client/delivery.h"
#include "api/client/dispatch.h"
#include "api/client/fact.h"
#include "api/client/journal.h"
#include "api/client/judge.h"
#include "api/client/result.h"
#include "api/client/snapshot.h"

enum {
    READ_TIMEOUT_MS = 30000
};

/* Posting */

void
worker_post(struct worker *worker, struct result *result)
{
    queue_put(worker->results, result);
}

void
worker_post_status(struct worker *worker, const struct error *err)
{
    struct result *result = result_new(RESULT_STATUS);

    result->status = worker->status.now;
    result->until_ms = worker->status.until_ms;
    result->server_date = worker->server_date;
    if (err)
        result->error = *err;
    worker_post(worker, result);
}

void
worker_post_entry(struct worker *worker, int64_t number)
{
    struct result *result = result_new(RESULT_JOURNAL);

    if (!journal_read(worker->state, number, &result->arena, &result->journal, &result->error))
        result->journal.number = number;
    siblings_note(&worker->siblings, number,
                  !result->error.kind && result->journal.outcome == JOURNAL_UNKNOWN);
    worker_post(worker, result);
}

void
worker_note_state(struct worker *worker, bool ok, const struct error *err)
{
    if (!ok && !worker->is_state_failing) {
        log_line(LOG_LEVEL_ERROR, "state.db fails");
        worker_post_status(worker, err);
    }
    worker->is_state_failing = !ok;
}

/* Commands, which each function takes apart; the command itself goes afterwards. */

typedef void (*command_fn)(struct worker *worker, struct command *command);

static void
on_send(struct worker *worker, struct command *command)
{
    struct request *request = command->request;

    command->request = NULL;
    dispatch_add(worker, call_new(request, command->number, NO_SLOT), monotonic_ms());
}

static void
on_hold(struct worker *worker, struct command *command)
{
    struct error err;
    int64_t number;
    bool ok;

    if (!worker->state)
        return;
    ok = journal_hold(worker->state, command->request, worker->user, &number, &err);
    worker_note_state(worker, ok, &err);
    worker_post_entry(worker, ok ? number : 0);
}

static void
on_take_back(struct worker *worker, struct command *command)
{
    struct error err;
    int64_t number = 0;

    if (!worker->state)
        return;
    worker_note_state(worker, journal_take_back(worker->state, command->name, &number, &err), &err);
    if (number)
        worker_post_entry(worker, number);
}

/* Behind the mark, no result of what was cancelled can come. */
static void
on_cancel(struct worker *worker, struct command *command)
{
    struct result *mark = result_new(RESULT_MARK);

    dispatch_cancel(worker, command->owner, command->number);
    worker_post(worker, mark);
}

static void
on_poll(struct worker *worker, struct command *command)
{
    polls_set(worker, command->slot, command->poll, monotonic_ms());
    live_start(worker->live, monotonic_ms());
    command->poll.filter = NULL; // taken
}

static void
on_refresh(struct worker *worker, struct command *command)
{
    (void)command;
    polls_hurry(&worker->polls, monotonic_ms());
}

static void
load_entry(void *context, int64_t number)
{
    worker_post_entry(context, number);
}

static void
load_fact(void *context, const char *name, const char *value)
{
    struct result *result = result_new(RESULT_FACT);

    result->fact = arena_text(&result->arena, name);
    result->value = arena_text(&result->arena, value);
    worker_post(context, result);
}

static void
load_records(void *context, struct result *result)
{
    worker_post(context, result);
}

/* What comes first tells of money; then what the views remember; then what they show. */
static bool
load(struct worker *worker, const struct command *command, struct error *err)
{
    if (!journal_sweep(worker->state, err)
        || !journal_walk(worker->state, JOURNAL_UNSETTLED, INT32_MAX, load_entry, worker, err)
        || !fact_walk(worker->state, load_fact, worker, err))
        return false;
    for (size_t i = 0; i < command->record_count; i++)
        if (!snapshot_load(worker->state, command->records[i], load_records, worker, err))
            return false;
    return true;
}

static void
on_load(struct worker *worker, struct command *command)
{
    struct result *last = result_new(RESULT_SNAPSHOT);

    last->is_last = true;
    if (worker->state && !load(worker, command, &last->error))
        log_line(LOG_LEVEL_ERROR, "state.db cannot be loaded");
    siblings_start(&worker->siblings);
    worker_post(worker, last);
}

static void
on_load_journal(struct worker *worker, struct command *command)
{
    struct result *last = result_new(RESULT_JOURNAL);

    last->is_last = true;
    if (worker->state
        && !(journal_sweep(worker->state, &last->error)
             && journal_walk(worker->state, JOURNAL_NEWEST, (int)command->entry, load_entry, worker,
                             &last->error)))
        log_line(LOG_LEVEL_ERROR, "journal cannot be loaded");
    worker_post(worker, last);
}

static void
on_forget(struct worker *worker, struct command *command)
{
    struct error err;

    seen_forget(&worker->seen, command->id);
    if (worker->state)
        worker_note_state(worker,
                          snapshot_forget(worker->state, command->record, command->id, &err), &err);
}

static void
on_remember(struct worker *worker, struct command *command)
{
    struct error err;

    if (worker->state)
        worker_note_state(worker, fact_set(worker->state, command->name, command->text, &err),
                          &err);
}

static void
on_resolve(struct worker *worker, struct command *command)
{
    struct error err = {ERROR_NOT_FOUND, 0, "", "There is no journal: no state.db is kept."};
    struct result *refusal;

    if (worker->state
        && journal_resolve(worker->state, command->entry, command->outcome, command->text, &err)) {
        worker_post_entry(worker, command->entry);
        return;
    }
    refusal = result_new(RESULT_JOURNAL);
    refusal->journal.number = command->entry;
    refusal->error = err;
    worker_post(worker, refusal);
}

static void
on_close(struct worker *worker, struct command *command)
{
    (void)command;
    worker->is_closing = true;
}

static struct command *
wait_command(struct worker *worker)
{
    struct pollfd waiting = {.fd = queue_fd(worker->commands), .events = POLLIN};
    struct command *command;

    while (!(command = queue_take(worker->commands)))
        poll(&waiting, 1, -1);
    return command;
}

static void run_command(struct worker *worker, struct command *command);

/* Stands still; what is told meanwhile is done afterwards, in its order. */
static void
on_park(struct worker *worker, struct command *command)
{
    struct command *kept = NULL;
    struct command **last = &kept;
    enum command_kind kind = COMMAND_PARK;

    (void)command;
    queue_put(worker->parked, worker);
    while (kind != COMMAND_UNPARK && kind != COMMAND_CLOSE) {
        struct command *next = wait_command(worker);

        kind = next->kind;
        *last = next;
        last = &next->next;
    }
    while (kept) {
        struct command *next = kept->next;

        run_command(worker, kept);
        kept = next;
    }
}

/* It only ends on_park(). */
static void
on_unpark(struct worker *worker, struct command *command)
{
    (void)worker;
    (void)command;
}

static void
run_command(struct worker *worker, struct command *command)
{
    static const command_fn functions[] = {
        [COMMAND_SEND] = on_send,       [COMMAND_CANCEL] = on_cancel,
        [COMMAND_HOLD] = on_hold,       [COMMAND_TAKE_BACK] = on_take_back,
        [COMMAND_POLL] = on_poll,       [COMMAND_REFRESH] = on_refresh,
        [COMMAND_LOAD] = on_load,       [COMMAND_LOAD_JOURNAL] = on_load_journal,
        [COMMAND_FORGET] = on_forget,   [COMMAND_REMEMBER] = on_remember,
        [COMMAND_RESOLVE] = on_resolve, [COMMAND_PARK] = on_park,
        [COMMAND_UNPARK] = on_unpark,   [COMMAND_CLOSE] = on_close,
    };

    functions[command->kind](worker, command);
    command_free(command);
}

/* Events */

static void
events_changed(void *context, bool come)
{
    struct worker *worker = context;
    struct result *result = result_new(RESULT_EVENTS);

    polls_note_events(&worker->polls, come, monotonic_ms());
    result->has_events = come;
    worker_post(worker, result);
}

static void
events_tell(void *context, const struct told_event *told)
{
    struct result *result = result_new(RESULT_TOLD);

    result->told = *told;
    worker_post(context, result);
}

static void
events_told(void *context, const char *text, size_t length)
{
    struct worker *worker = context;

    hints_take(&worker->hints, text, length, monotonic_ms());
}

/* The thread */

static int64_t
sooner_ms(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Does what is due, each before what it may make due; returns when something is due next. */
static int64_t
do_due(struct worker *worker, int64_t now_ms)
{
    int64_t next_ms = live_run(worker->live, now_ms);

    next_ms = sooner_ms(next_ms, siblings_look(worker, now_ms));
    next_ms = sooner_ms(next_ms, hints_ask(worker, now_ms));
    next_ms = sooner_ms(next_ms, polls_ask(worker, now_ms));
    return sooner_ms(next_ms, dispatch_begin(worker, now_ms));
}

static void
turn(struct worker *worker)
{
    struct exchange *exchange;
    int64_t now_ms = monotonic_ms();
    int64_t next_ms = do_due(worker, now_ms);
    struct pollfd waits[] = {
        {.fd = queue_fd(worker->commands), .events = POLLIN},
        live_wait(worker->live),
    };

    connection_wait(worker->connection, waits, countof(waits),
                    next_ms == INT64_MAX ? INT64_MAX : next_ms - now_ms);
    while ((exchange = connection_done(worker->connection)))
        judge_exchange(worker, exchange);
}

static void
close_connection(struct worker *worker)
{
    live_free(worker->live);
    worker->live = NULL;
    connection_free(worker->connection);
    worker->connection = NULL;
}

void *
worker_run(void *context)
{
    struct worker *worker = context;

    thread_name(THREAD_WORKER);
    while (!worker->is_closing) {
        struct command *command;

        turn(worker);
        while (!worker->is_closing && (command = queue_take(worker->commands)))
            run_command(worker, command);
    }
    dispatch_close(worker);
    close_connection(worker);
    state_close(worker->state); // may write, so it is done here
    worker->state = NULL;
    queue_put(worker->parked, worker);
    return NULL;
}

/* Making */

static void
copy_texts(struct worker *worker, const struct client_config *config)
{
    worker->client_token = memory_text(config->client_token);
    worker->access_token = memory_text(config->access_token);
    worker->language = memory_text(config->language ? config->language : "");
    worker->user = memory_text(getenv("USER")); // here: no other thread changes the environment yet
    worker->identity =
        (struct identity){worker->client_token, worker->access_token, worker->language};
}

static bool
make_queues(struct worker *worker, struct error *err)
{
    worker->commands = queue_new();
    worker->results = queue_new();
    worker->parked = queue_new();
    return (worker->commands && worker->results && worker->parked)
           || error_set(err, ERROR_UNREACHABLE, "Too many files are open: close some programs.");
}

static bool
open_state(struct worker *worker, const char *path, struct error *err)
{
    if (!path)
        return true;
    worker->state = state_open(path, STATE_BY_FILE_SYSTEM, err);
    return worker->state && snapshot_prepare(worker->state, err)
           && journal_sweep(worker->state, err) && journal_purge(worker->state, instant_now(), err);
}

struct worker *
worker_new(const struct client_config *config, struct error *err)
{
    struct worker *worker = memory_new(sizeof(*worker));
    struct live_sink sink = {events_changed, events_told, worker};
    struct live_times times = live_usual;

    copy_texts(worker, config);
    worker->hints.sink = (struct hint_sink){events_tell, worker};
    worker->read_only = config->read_only;
    worker->timeout_ms = config->timeout_ms ? config->timeout_ms : READ_TIMEOUT_MS;
    if (config->ws_retry_ms) {
        times.longest_ms = times.longest_ms / times.retry_ms * config->ws_retry_ms;
        times.retry_ms = config->ws_retry_ms;
    }
    pace_init(&worker->pace, config->rate_requests, config->rate_seconds);
    if (endpoint_init(&worker->endpoint, config, err)
        && endpoint_init_events(&worker->events, config, err) && make_queues(worker, err)
        && open_state(worker, config->state_path, err)) {
        worker->connection = connection_new(&worker->endpoint);
        worker->live =
            live_new(worker->connection, &worker->events, &worker->identity, sink, &times);
        return worker;
    }
    worker_free(worker);
    return NULL;
}

static void
dispose_command(void *command)
{
    command_free(command);
}

static void
dispose_result(void *result)
{
    result_free(result);
}

/* The tokens don't stay in memory that others get. */
static void
free_secret(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

void
worker_free(struct worker *worker)
{
    if (!worker)
        return;
    close_connection(worker);
    state_close(worker->state);
    endpoint_clear(&worker->endpoint);
    endpoint_clear(&worker->events);
    pace_clear(&worker->pace);
    polls_clear(&worker->polls);
    hints_clear(&worker->hints);
    seen_clear(&worker->seen);
    siblings_clear(&worker->siblings);
    queue_free(worker->commands, dispose_command);
    queue_free(worker->results, dispose_result);
    queue_free(worker->parked, NULL);
    free_secret(worker->client_token);
    free_secret(worker->access_token);
    free(worker->language);
    free(worker->user);
    free(worker);
}
