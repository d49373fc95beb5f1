#include "api/server/reactor.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/base/queue.h"
#include "api/base/thread.h"

enum {
    ENDING_MS = 3000, /* for answers under way when the end comes */
    ENDING_STEP_MS = 50,
    TICK_MOST_MS = 60000,
};

struct reactor {
    size_t number;
    struct storage *reader; /* its own; NULL: the writer's serves */
    struct router router;
    struct http *http;
    struct events *events;
    struct subscribers *subscribers;
    int end_fd;      /* readable when the end has come */
    size_t writing;  /* exchanges that wait for the writer */
    bool is_ticking; /* a tick waits for it */
    pthread_t thread;
    bool has_thread;
};

/* Requests */

static bool
handle(void *context, struct exchange *exchange)
{
    struct reactor *reactor = context;

    if (subscribers_serve(exchange)) {
        subscribers_admit(reactor->subscribers, reactor->router.tokens, exchange);
        return true;
    }
    if (router_handle(&reactor->router, exchange))
        return true;
    reactor->writing++;
    return false;
}

static void
take_over(void *context, struct tunnel *tunnel, const char *early, size_t length)
{
    struct reactor *reactor = context;

    subscribers_add(reactor->subscribers, tunnel, early, length);
}

/* Opening */

static bool
open_router(struct reactor *reactor, const struct reactor_config *config, struct error *err)
{
    struct router *router = &reactor->router;

    *router = config->router;
    router->writing_most /= config->count;
    router->done = queue_new();
    if (!router->done)
        return error_set(err, ERROR_DEFECT, "Writes cannot be served: no descriptors are left.");
    if (!storage_is_durable(router->reader))
        return true;
    reactor->reader = storage_open_reader(router->reader, config->count, err);
    router->reader = reactor->reader;
    return reactor->reader != NULL;
}

static bool
open_network(struct reactor *reactor, const struct reactor_config *config, struct error *err)
{
    struct subscribers_limits subscribers = config->subscribers;
    struct http_config http = config->http;

    subscribers.most /= config->count;
    reactor->events = config->events;
    reactor->subscribers = subscribers_open(&subscribers, err);
    if (!reactor->subscribers)
        return false;
    http.limits.connections /= (unsigned)config->count;
    http.limits.bodies_bytes /= config->count;
    http.limits.answers_bytes /= config->count;
    http.handler = (struct http_handler){handle, take_over, reactor};
    reactor->http = http_open(&http, err);
    return reactor->http != NULL;
}

struct reactor *
reactor_open(const struct reactor_config *config, size_t number, struct error *err)
{
    struct reactor *reactor = memory_new(sizeof(*reactor));

    reactor->number = number;
    reactor->end_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (reactor->end_fd < 0)
        error_set(err, ERROR_DEFECT, "The server cannot start: no descriptors are left.");
    else if (open_router(reactor, config, err) && open_network(reactor, config, err))
        return reactor;
    reactor_close(reactor);
    return NULL;
}

/* The loop */

static void
finish_writes(struct reactor *reactor)
{
    struct job *job;

    while ((job = queue_take(reactor->router.done))) {
        if (!job->owner) {
            reactor->is_ticking = false;
            job_free(job);
            continue;
        }
        reactor->writing--;
        http_answer(router_finish(&reactor->router, job));
    }
}

static void
tell_events(struct reactor *reactor)
{
    char *message;

    while ((message = events_take(reactor->events, reactor->number))) {
        subscribers_tell(reactor->subscribers, message);
        free(message);
    }
}

/* Lets timers run that are due. Returns when to look again, in milliseconds; -1: when told. */
static int
tick(struct reactor *reactor)
{
    struct router *router = &reactor->router;
    int64_t wait_ms = reactor->number ? INT64_MAX : writer_wait_ms(router->writer);

    if (reactor->is_ticking || wait_ms == INT64_MAX)
        return -1;
    if (!wait_ms) {
        reactor->is_ticking = true;
        router_rest(router); // in memory the writer has the same connection
        writer_tick(router->writer, router->done);
        return -1;
    }
    return wait_ms > TICK_MOST_MS ? TICK_MOST_MS : (int)wait_ms;
}

/* The sooner of two; -1 is never. */
static int
sooner_ms(int a_ms, int b_ms)
{
    if (a_ms < 0 || b_ms < 0)
        return a_ms < 0 ? b_ms : a_ms;
    return a_ms < b_ms ? a_ms : b_ms;
}

static bool
has_ended(const struct reactor *reactor)
{
    uint64_t times;

    return read(reactor->end_fd, &times, sizeof(times)) == sizeof(times);
}

/*
 * Waits until there is something to do, for at most so many milliseconds. What was read of the data
 * is kept while there is: taking it up anew for a few requests would cost as much as they do.
 */
static bool
wait_for(struct reactor *reactor, struct pollfd *waits, size_t count, int most_ms)
{
    int ready = reactor->router.is_reading ? poll(waits, count, 0) : 0;

    if (ready)
        return ready > 0;
    router_rest(&reactor->router);
    return poll(waits, count, most_ms) >= 0;
}

/* One turn of the loop. True when it is to end. */
static bool
turn(struct reactor *reactor, int most_ms)
{
    struct pollfd waits[] = {
        {reactor->end_fd, POLLIN, 0},
        {http_fd(reactor->http), POLLIN, 0},
        {queue_fd(reactor->router.done), POLLIN, 0},
        {events_fd(reactor->events, reactor->number), POLLIN, 0},
        {subscribers_fd(reactor->subscribers), POLLIN, 0},
    };

    if (!wait_for(reactor, waits, countof(waits), most_ms))
        return false;
    finish_writes(reactor);
    tell_events(reactor);
    subscribers_run(reactor->subscribers);
    http_run(reactor->http);
    return waits[0].revents && has_ended(reactor);
}

static int
network_ms(struct reactor *reactor)
{
    return sooner_ms(http_timeout_ms(reactor->http), subscribers_timeout_ms(reactor->subscribers));
}

/* Writes are waited for however long they take; clients that don't take their answer are not. */
static void
wind_down(struct reactor *reactor)
{
    int64_t end_ms = monotonic_ms() + ENDING_MS;

    http_stop_listening(reactor->http);
    while (reactor->writing || reactor->is_ticking)
        (void)turn(reactor, ENDING_STEP_MS);
    subscribers_dismiss(reactor->subscribers);
    while (http_is_busy(reactor->http) && monotonic_ms() < end_ms)
        (void)turn(reactor, ENDING_STEP_MS);
}

static void *
run(void *context)
{
    struct reactor *reactor = context;

    thread_name(THREAD_SERVER);
    while (!turn(reactor, sooner_ms(tick(reactor), network_ms(reactor))))
        ;
    wind_down(reactor);
    return NULL;
}

bool
reactor_start(struct reactor *reactor, struct error *err)
{
    reactor->has_thread = thread_start(&reactor->thread, run, reactor);
    return reactor->has_thread
           || error_set(err, ERROR_DEFECT, "The server cannot start: no threads are left.");
}

void
reactor_end(struct reactor *reactor)
{
    uint64_t once = 1;

    if (write(reactor->end_fd, &once, sizeof(once)) < 0)
        abort(); // an eventfd of ours takes a 1 unless it is full
}

void
reactor_join(struct reactor *reactor)
{
    if (reactor->has_thread)
        pthread_join(reactor->thread, NULL);
    reactor->has_thread = false;
}

static void
dispose(void *job)
{
    job_free(job);
}

void
reactor_close(struct reactor *reactor)
{
    if (!reactor)
        return;
    subscribers_close(reactor->subscribers);
    http_close(reactor->http);
    queue_free(reactor->router.done, dispose);
    storage_close(reactor->reader);
    if (reactor->end_fd >= 0)
        close(reactor->end_fd);
    free(reactor);
}
