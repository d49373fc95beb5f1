#include "api/client/client.h"

#include <assert.h>
#include <curl/curl.h>
#include <malloc.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/base/thread.h"
#include "api/client/command.h"
#include "api/client/worker.h"

enum {
    CLOSE_MS = 900,
    LARGE_BLOCK_BYTES = 1024 * 1024,
};

/* Results of an owner's reads up to this request no longer go to it. */
struct cancellation {
    const void *owner;
    uint64_t number;
};

/* The UI thread's side. */
struct client {
    struct worker *worker; /* of which only the queues are touched here */
    pthread_t thread;
    uint64_t last_number;
    struct cancellation *cancellations; /* oldest first, until the worker's mark comes */
    size_t cancellation_count;
    size_t cancellation_capacity;
};

/* Opening and closing */

static bool
has_text(const char *text)
{
    return text && *text;
}

struct client *
client_open(const struct client_config *config, struct error *err)
{
    struct client *client;

    if (!has_text(config->client_token) || !has_text(config->access_token)) {
        error_set(err, ERROR_USAGE,
                  "There are no tokens for %s: set FRONTDESK_CLIENT_TOKEN and "
                  "FRONTDESK_ACCESS_TOKEN, or a profile with a file of tokens.",
                  config->url ? config->url : "the property");
        return NULL;
    }
    /*
     * Large answers go back to the system as soon as they are freed; left to itself, glibc keeps
     * blocks as large as the largest it has seen.
     */
    mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES);
    curl_global_init(CURL_GLOBAL_DEFAULT); // counted, and safe in any thread of this curl
    client = memory_new(sizeof(*client));
    client->worker = worker_new(config, err);
    if (client->worker && thread_start(&client->thread, worker_run, client->worker))
        return client;
    if (client->worker)
        error_set(err, ERROR_UNREACHABLE, "Too many threads are running: close some programs.");
    worker_free(client->worker);
    free(client);
    return NULL;
}

/* Whether the worker stands still, or has ended, within some time (-1: however long it takes). */
static bool
wait_worker(struct client *client, int timeout_ms)
{
    struct pollfd waiting = {.fd = queue_fd(client->worker->parked), .events = POLLIN};
    int64_t deadline_ms = monotonic_ms() + timeout_ms;

    while (!queue_take(client->worker->parked)) {
        int64_t left_ms = timeout_ms < 0 ? -1 : deadline_ms - monotonic_ms();

        if (timeout_ms >= 0 && left_ms <= 0)
            return false;
        poll(&waiting, 1, (int)left_ms);
    }
    return true;
}

static void
tell(struct client *client, struct command *command)
{
    assert(thread_is(THREAD_UI));
    queue_put(client->worker->commands, command);
}

void
client_close(struct client *client)
{
    if (!client)
        return;
    tell(client, command_new(COMMAND_CLOSE));
    if (wait_worker(client, CLOSE_MS)) {
        pthread_join(client->thread, NULL);
        worker_free(client->worker);
    } else {
        pthread_detach(client->thread); // it hangs in the file system: it keeps what it holds
    }
    free(client->cancellations);
    free(client);
}

/* Requests */

uint64_t
client_send(struct client *client, struct request *request)
{
    struct command *command = command_new(COMMAND_SEND);

    command->request = request;
    command->number = ++client->last_number;
    tell(client, command);
    return client->last_number;
}

void
client_hold(struct client *client, struct request *request)
{
    struct command *command = command_new(COMMAND_HOLD);

    command->request = request;
    tell(client, command);
}

void
client_take_back(struct client *client, const char *held)
{
    struct command *command = command_new(COMMAND_TAKE_BACK);

    command->name = memory_text(held);
    tell(client, command);
}

void
client_cancel(struct client *client, const void *owner)
{
    struct command *command = command_new(COMMAND_CANCEL);

    command->owner = owner;
    command->number = client->last_number;
    client->cancellations =
        memory_grow(client->cancellations, client->cancellation_count,
                    &client->cancellation_capacity, sizeof(*client->cancellations));
    client->cancellations[client->cancellation_count++] =
        (struct cancellation){owner, client->last_number};
    tell(client, command);
}

/* Results */

static bool
is_cancelled(const struct client *client, const struct result *result)
{
    for (size_t i = 0; i < client->cancellation_count; i++)
        if (client->cancellations[i].owner == result->owner
            && result->request <= client->cancellations[i].number)
            return true;
    return false;
}

/* The worker has cancelled what the oldest one names: nothing more of that can come. */
static void
drop_cancellation(struct client *client)
{
    client->cancellation_count--;
    memmove(client->cancellations, client->cancellations + 1,
            client->cancellation_count * sizeof(*client->cancellations));
}

/*
 * An answer that was on its way when its owner cancelled: its records are as good as any, a write's
 * outcome must be told, but the owner may be gone. False: nothing of use is left.
 */
static bool
disown(struct result *result)
{
    result->owner = NULL;
    if (operation_of(result->operation)->kind != OPERATION_READ)
        return true;
    result->kind = RESULT_NEWS;
    result->request = 0;
    return result->batch_count > 0;
}

struct result *
client_receive(struct client *client)
{
    struct result *result;

    assert(thread_is(THREAD_UI));
    while ((result = queue_take(client->worker->results))) {
        if (result->kind == RESULT_MARK)
            drop_cancellation(client);
        else if (result->kind != RESULT_ANSWER || !is_cancelled(client, result) || disown(result))
            return result;
        result_free(result);
    }
    return NULL;
}

int
client_fd(const struct client *client)
{
    return queue_fd(client->worker->results);
}

/* Polling */

void
client_poll(struct client *client, int slot, const struct poll *poll)
{
    struct command *command = command_new(COMMAND_POLL);

    assert(slot >= 0 && slot < POLL_SLOTS);
    command->slot = slot;
    command->poll = *poll;
    if (poll->filter)
        command->poll.filter = record_copy(record_type(RECORD_filter), poll->filter, NULL);
    tell(client, command);
}

void
client_refresh(struct client *client)
{
    tell(client, command_new(COMMAND_REFRESH));
}

/* Memory across starts */

void
client_load(struct client *client, const enum record_id *kinds, size_t count)
{
    struct command *command = command_new(COMMAND_LOAD);

    command->records = memory_resize(NULL, count, sizeof(*kinds));
    if (count)
        memcpy(command->records, kinds, count * sizeof(*kinds));
    command->record_count = count;
    tell(client, command);
}

void
client_load_journal(struct client *client, int most)
{
    struct command *command = command_new(COMMAND_LOAD_JOURNAL);

    command->entry = most;
    tell(client, command);
}

void
client_forget(struct client *client, enum record_id kind, struct uuid id)
{
    struct command *command = command_new(COMMAND_FORGET);

    command->record = kind;
    command->id = id;
    tell(client, command);
}

void
client_remember(struct client *client, const char *name, const char *value)
{
    struct command *command = command_new(COMMAND_REMEMBER);

    command->name = memory_text(name);
    command->text = memory_text(value);
    tell(client, command);
}

void
client_resolve(struct client *client, int64_t number, enum journal_outcome outcome, const char *why)
{
    struct command *command = command_new(COMMAND_RESOLVE);

    assert(outcome == JOURNAL_FOUND_DONE || outcome == JOURNAL_FOUND_UNDONE
           || outcome == JOURNAL_NOT_SENT);
    command->entry = number;
    command->outcome = outcome;
    command->text = memory_text(why);
    tell(client, command);
}

void
client_park(struct client *client)
{
    tell(client, command_new(COMMAND_PARK));
    (void)wait_worker(client, -1);
}

void
client_unpark(struct client *client)
{
    tell(client, command_new(COMMAND_UNPARK));
}
