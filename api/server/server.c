#include "api/server/server.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "api/base/log.h"
#include "api/base/thread.h"
#include "api/server/events.h"
#include "api/server/export.h"
#include "api/server/fill.h"
#include "api/server/http.h"
#include "api/server/import.h"
#include "api/server/listener.h"
#include "api/server/router.h"
#include "api/server/subscribers.h"
#include "api/server/timers.h"

/*
 * One loop waits for connections, for writes that are done, for events to be told, for signals and
 * for the lifeline's end. Reads are answered in it; writes have a thread of their own (writer.c).
 */

enum {
    ENDING_MS = 3000, /* for answers under way when the end comes */
    ENDING_STEP_MS = 50,
    TICK_MOST_MS = 60000,
};

struct server {
    const struct server_config *config;
    struct clock clock;
    struct storage *storage; /* the writer's, once it runs */
    struct storage *reader;
    struct property property;
    struct writer *writer;
    struct router router;
    struct tls tls;
    struct listener listener;
    struct http *http;
    struct events *events;
    struct subscribers *subscribers;
    int signal_fd;
    size_t writing;  /* exchanges that wait for the writer */
    bool is_ticking; /* a tick waits for it */
};

/* Data */

static bool
set_clock(struct server *server, struct error *err)
{
    struct instant last = {0};

    if (!storage_recall(server->storage, "clock", &last.ms, err))
        return false;
    clock_init(&server->clock, server->config->now, last);
    return true;
}

static bool
fill(struct server *server, struct error *err)
{
    const struct server_config *config = server->config;
    struct demo_config demo = {config->seed, config->rooms, clock_now(&server->clock)};
    struct uuid enterprise;

    if (!storage_find_enterprise(server->storage, &enterprise, err))
        return false;
    if (config->import_path && uuid_is_set(enterprise))
        return error_set(err, ERROR_USAGE,
                         "%s holds a hotel already: --import fills empty data, so name a new file.",
                         config->data);
    if (config->import_path)
        return import_file(server->storage, config->import_path, demo.now, err);
    return uuid_is_set(enterprise) || !config->demo || fill_with_demo(server->storage, &demo, err);
}

static bool
open_data(struct server *server, struct error *err)
{
    server->storage = storage_open(server->config->data, err);
    if (!server->storage || !set_clock(server, err) || !fill(server, err)
        || !storage_index(server->storage, err)
        || !property_load(&server->property, server->storage, err)
        || !timers_watch(server->storage, &server->property, clock_now(&server->clock), err))
        return false;
    server->reader = storage_is_durable(server->storage) ? storage_open_reader(server->storage, err)
                                                         : server->storage;
    return server->reader != NULL;
}

static bool
start_router(struct server *server, struct error *err)
{
    const struct server_config *config = server->config;
    struct router *router = &server->router;

    server->writer = writer_start(server->storage, &server->property, &server->clock, err);
    if (!server->writer)
        return false;
    router->property = &server->property;
    router->reader = server->reader;
    router->writer = server->writer;
    router->clock = &server->clock;
    router->strict = config->strict;
    throttle_init(&router->throttle, config->rate_requests, config->rate_seconds);
    return tokens_load(&router->tokens, config->client_token, config->access_token, config->data,
                       err);
}

/* The network */

static const struct http_limits limits = {
    .header_ms = 10000,
    .body_ms = 20000,
    .idle_ms = 60000,
    .send_ms = 60000,
    .connections = 2000,
    .body_bytes = 4 << 20,
    .bodies_bytes = 128 << 20,
    .small_bytes = 64 << 10,
    .answers_bytes = 128 << 20,
    .take_ms = 2000,
};

/* Fewer than connections, so that those who ask are always answered. */
static const struct subscribers_limits subscribers_limits = {
    .most = 1000,
    .each =
        {
            .queue_bytes = 64 << 10,
            .stall_ms = 10000,
            .ping_ms = 30000,
            .silence_ms = 75000,
        },
};

static bool
handle(void *context, struct exchange *exchange)
{
    struct server *server = context;

    if (subscribers_serve(exchange)) {
        subscribers_admit(server->subscribers, &server->router.tokens, exchange);
        return true;
    }
    if (router_handle(&server->router, exchange))
        return true;
    server->writing++;
    return false;
}

/* As many descriptors as there may be, so that connections are not what runs out. */
static void
raise_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit); // the old limit serves as well, with fewer at once
}

static bool
take_signals(struct server *server, struct error *err)
{
    sigset_t ending;

    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    server->signal_fd = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
    return server->signal_fd >= 0
           || error_set(err, ERROR_DEFECT, "Cannot take signals: %s.", strerror(errno));
}

static void
take_over(void *context, struct tunnel *tunnel, const char *early, size_t length)
{
    struct server *server = context;

    subscribers_add(server->subscribers, tunnel, early, length);
}

static bool
start_events(struct server *server, struct error *err)
{
    server->events = events_open(err);
    server->subscribers = subscribers_open(&subscribers_limits, err);
    if (!server->events || !server->subscribers)
        return false;
    storage_watch(server->storage, events_watch(server->events));
    return true;
}

static bool
start_network(struct server *server, struct error *err)
{
    struct http_config config = {
        .limits = limits,
        .clock = &server->clock,
        .handler = {handle, take_over, server},
    };

    if (server->config->header_ms)
        config.limits.header_ms = server->config->header_ms;
    if (server->config->body_ms)
        config.limits.body_ms = server->config->body_ms;
    raise_descriptors();
    if (!listener_open(&server->listener, server->config->listen,
                       tls_is_on(&server->tls) ? LISTENER_TLS : LISTENER_PLAIN, err))
        return false;
    config.tls = tls_is_on(&server->tls) ? &server->tls : NULL;
    server->router.base_url = *server->listener.path ? "http://localhost" : server->listener.url;
    config.listen_fd = server->listener.fd;
    server->http = http_open(&config, err);
    return server->http != NULL;
}

static bool
announce(const struct server *server, struct error *err)
{
    json_t *line =
        json_pack("{s:s, s:s, s:s}", "Url", server->listener.url, "ClientToken",
                  server->router.tokens.client, "AccessToken", server->router.tokens.access);
    char *text = codec_print(line);
    bool ok = printf("%s\n", text) > 0 && fflush(stdout) == 0;

    free(text);
    json_decref(line);
    return ok
           || error_set(err, ERROR_USAGE, "Cannot write to standard output: %s.", strerror(errno));
}

/* The loop */

static void
finish_writes(struct server *server)
{
    struct job *job;

    while ((job = writer_take(server->writer))) {
        if (!job->owner) {
            server->is_ticking = false;
            job_free(job);
            continue;
        }
        server->writing--;
        http_answer(router_finish(&server->router, job));
    }
}

static void
tell_events(struct server *server)
{
    char *message;

    while ((message = events_take(server->events))) {
        subscribers_tell(server->subscribers, message);
        free(message);
    }
}

/* Lets timers run that are due. Returns when to look again, in milliseconds; -1: when told. */
static int
tick(struct server *server)
{
    int64_t wait_ms = writer_wait_ms(server->writer);

    if (server->is_ticking || wait_ms == INT64_MAX)
        return -1;
    if (!wait_ms) {
        server->is_ticking = true;
        router_rest(&server->router); // in memory the writer has the same connection
        writer_tick(server->writer);
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

/* Whether a signal has come, or the lifeline is at its end. */
static bool
is_ending(const struct server *server, const struct pollfd *signals, const struct pollfd *lifeline)
{
    struct signalfd_siginfo info;
    char bytes[64];

    if (signals->revents && read(server->signal_fd, &info, sizeof(info)) == sizeof(info))
        return true;
    return lifeline->revents && read(lifeline->fd, bytes, sizeof(bytes)) <= 0;
}

static void
serve(struct server *server)
{
    struct pollfd waits[] = {
        {server->signal_fd, POLLIN, 0},         {server->config->lifeline_fd, POLLIN, 0},
        {http_fd(server->http), POLLIN, 0},     {writer_fd(server->writer), POLLIN, 0},
        {events_fd(server->events), POLLIN, 0}, {subscribers_fd(server->subscribers), POLLIN, 0},
    };
    bool is_over = false;

    while (!is_over) {
        int network_ms =
            sooner_ms(http_timeout_ms(server->http), subscribers_timeout_ms(server->subscribers));

        if (poll(waits, countof(waits), sooner_ms(tick(server), network_ms)) < 0)
            continue;
        finish_writes(server);
        tell_events(server);
        subscribers_run(server->subscribers);
        http_run(server->http);
        router_rest(&server->router);
        is_over = is_ending(server, &waits[0], &waits[1]);
    }
}

/* One more turn towards the end, whatever there is to do. */
static void
wind_on(struct server *server)
{
    struct pollfd waits[] = {
        {http_fd(server->http), POLLIN, 0},
        {writer_fd(server->writer), POLLIN, 0},
        {subscribers_fd(server->subscribers), POLLIN, 0},
    };

    (void)poll(waits, countof(waits), ENDING_STEP_MS);
    finish_writes(server);
    tell_events(server);
    subscribers_run(server->subscribers);
    http_run(server->http);
    router_rest(&server->router);
}

/*
 * Takes nothing new, says goodbye to those who listen, and answers what is under way. Writes are
 * waited for however long they take; clients that don't take their answer are not.
 */
static void
wind_down(struct server *server)
{
    int64_t end_ms = monotonic_ms() + ENDING_MS;

    http_stop_listening(server->http);
    while (server->writing || server->is_ticking)
        wind_on(server);
    subscribers_dismiss(server->subscribers);
    while (http_is_busy(server->http) && monotonic_ms() < end_ms)
        wind_on(server);
}

static bool
run(struct server *server, struct error *err)
{
    const struct server_config *config = server->config;

    if (!tls_load(&server->tls, config->tls_certificate, config->tls_key, err)
        || !take_signals(server, err) || !open_data(server, err))
        return false;
    if (config->export_path)
        return export_write(server->storage, config->export_path,
                            config->setup_only ? EXPORT_SETUP : EXPORT_ALL, err);
    if (!start_events(server, err) || !start_router(server, err) || !start_network(server, err)
        || !announce(server, err))
        return false;
    log_line(LOG_LEVEL_INFO, "server started");
    serve(server);
    wind_down(server);
    log_line(LOG_LEVEL_INFO, "server ended");
    return true;
}

bool
server_run(const struct server_config *config, struct error *err)
{
    struct server server = {.config = config, .signal_fd = -1, .listener = {.fd = -1}};
    bool ok;

    thread_name(THREAD_SERVER);
    json_object_seed(0);
    ok = run(&server, err);
    subscribers_close(server.subscribers);
    http_close(server.http);
    listener_close(&server.listener);
    tls_clear(&server.tls);
    writer_stop(server.writer);
    events_close(server.events);
    throttle_clear(&server.router.throttle);
    if (server.reader != server.storage)
        storage_close(server.reader);
    storage_close(server.storage);
    property_clear(&server.property);
    if (server.signal_fd >= 0)
        close(server.signal_fd);
    return ok;
}
