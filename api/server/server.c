#include "api/server/server.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "api/base/log.h"
#include "api/base/thread.h"
#include "api/server/export.h"
#include "api/server/fill.h"
#include "api/server/import.h"
#include "api/server/listener.h"
#include "api/server/reactor.h"
#include "api/server/timers.h"

/*
 * This thread waits for signals and for the lifeline's end alone. Requests are answered by
 * reactors, as many as there are processors; the writer has a thread of its own too.
 */

enum {
    WRITING_BYTES = 16 << 20, /* of bodies: parsed they take up to twenty times that */
};

struct server {
    const struct server_config *config;
    struct clock clock;
    struct storage *storage; /* the writer's, once it runs */
    struct property property;
    struct writer *writer;
    struct tokens tokens;
    struct throttle throttle;
    struct tls tls;
    struct listener listener;
    struct events *events;
    struct reactor *reactors[REACTORS_MOST];
    size_t count; /* of reactors */
    int signal_fd;
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
    return server->storage && set_clock(server, err) && fill(server, err)
           && storage_index(server->storage, err)
           && property_load(&server->property, server->storage, err)
           && timers_watch(server->storage, &server->property, clock_now(&server->clock), err);
}

/* As many as there are processors for this process; data in memory belongs to one thread. */
static size_t
count_reactors(const struct server *server)
{
    cpu_set_t processors;
    size_t count;

    if (!storage_is_durable(server->storage)
        || sched_getaffinity(0, sizeof(processors), &processors) != 0)
        return 1;
    count = (size_t)CPU_COUNT(&processors);
    return count < REACTORS_MOST ? count : REACTORS_MOST;
}

static bool
start_events(struct server *server, struct error *err)
{
    server->count = count_reactors(server);
    server->events = events_open(server->count, err);
    if (!server->events)
        return false;
    storage_watch(server->storage, events_watch(server->events));
    return true;
}

static bool
start_writing(struct server *server, struct error *err)
{
    const struct server_config *config = server->config;

    server->writer = writer_start(server->storage, &server->property, &server->clock, err);
    if (!server->writer)
        return false;
    throttle_init(&server->throttle, config->rate_requests, config->rate_seconds);
    return tokens_load(&server->tokens, config->client_token, config->access_token, config->data,
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

static struct reactor_config
reactor_config(struct server *server)
{
    const struct server_config *config = server->config;
    struct reactor_config reactors = {
        .router =
            {
                .property = &server->property,
                .reader = server->storage,
                .writer = server->writer,
                .clock = &server->clock,
                .base_url = *server->listener.path ? "http://localhost" : server->listener.url,
                .tokens = &server->tokens,
                .throttle = &server->throttle,
                .writing_most = WRITING_BYTES,
                .strict = config->strict,
            },
        .http =
            {
                .listen_fd = server->listener.fd,
                .tls = tls_is_on(&server->tls) ? &server->tls : NULL,
                .limits = limits,
                .clock = &server->clock,
            },
        .subscribers = subscribers_limits,
        .events = server->events,
        .count = server->count,
    };

    if (config->header_ms)
        reactors.http.limits.header_ms = config->header_ms;
    if (config->body_ms)
        reactors.http.limits.body_ms = config->body_ms;
    return reactors;
}

static bool
start_network(struct server *server, struct error *err)
{
    struct reactor_config config;

    raise_descriptors();
    if (!listener_open(&server->listener, server->config->listen,
                       tls_is_on(&server->tls) ? LISTENER_TLS : LISTENER_PLAIN, err))
        return false;
    config = reactor_config(server);
    for (size_t i = 0; i < server->count; i++) {
        server->reactors[i] = reactor_open(&config, i, err);
        if (!server->reactors[i] || !reactor_start(server->reactors[i], err))
            return false;
    }
    return true;
}

static bool
announce(const struct server *server, struct error *err)
{
    json_t *line = json_pack("{s:s, s:s, s:s}", "Url", server->listener.url, "ClientToken",
                             server->tokens.client, "AccessToken", server->tokens.access);
    char *text = codec_print(line);
    bool ok = printf("%s\n", text) > 0 && fflush(stdout) == 0;

    free(text);
    json_decref(line);
    return ok
           || error_set(err, ERROR_USAGE, "Cannot write to standard output: %s.", strerror(errno));
}

/* The end */

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
wait_for_end(struct server *server)
{
    struct pollfd waits[] = {
        {server->signal_fd, POLLIN, 0},
        {server->config->lifeline_fd, POLLIN, 0},
    };

    while (poll(waits, countof(waits), -1) < 0 || !is_ending(server, &waits[0], &waits[1]))
        ;
}

/* The writer still does what they wait for. */
static void
end_reactors(struct server *server)
{
    for (size_t i = 0; i < server->count; i++)
        if (server->reactors[i])
            reactor_end(server->reactors[i]);
    for (size_t i = 0; i < server->count; i++)
        if (server->reactors[i])
            reactor_join(server->reactors[i]);
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
    if (!start_events(server, err) || !start_writing(server, err) || !start_network(server, err)
        || !announce(server, err))
        return false;
    log_line(LOG_LEVEL_INFO, "server started");
    wait_for_end(server);
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
    end_reactors(&server);
    if (ok)
        log_line(LOG_LEVEL_INFO, "server ended");
    writer_stop(server.writer);
    for (size_t i = 0; i < server.count; i++)
        reactor_close(server.reactors[i]);
    events_close(server.events);
    listener_close(&server.listener);
    tls_clear(&server.tls);
    throttle_clear(&server.throttle);
    storage_close(server.storage);
    property_clear(&server.property);
    if (server.signal_fd >= 0)
        close(server.signal_fd);
    return ok;
}
