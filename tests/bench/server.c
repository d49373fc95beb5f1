/*
 * What the property server does in a second, and what a request costs it: the demo hotel of 500
 * rooms in SQLite on the disk, over loopback; beside it, in turn, a bare libmicrohttpd that gives
 * answers of the same size. Then how a hotel of 5,000 rooms starts. One line a figure: name, value,
 * unit.
 */
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <microhttpd.h>

#include "api/base/buffer.h"
#include "api/base/memory.h"
#include "tests/support/folder.h"
#include "tests/support/hotel.h"
#include "tests/support/load.h"
#include "tests/support/test.h"

enum {
    ROOMS = 500,
    ROOMS_MOST = 5000,
    ROUNDS = 5,
    STARTS = 3,
    CONNECTIONS = 32,
    ASKED = 200,     /* different requests of a kind */
    RATE_SECONDS = 2 /* of a round at a fixed rate */
};

/* A server of the program, or a bare one. */
struct target {
    const char *url;
    pid_t pid;
};

/* The bare server */

struct bare {
    pid_t pid;
    char url[64];
};

static enum MHD_Result
answer_bare(void *context, struct MHD_Connection *connection, const char *url, const char *method,
            const char *version, const char *upload, size_t *upload_length, void **request_context)
{
    static char seen;

    (void)url;
    (void)method;
    (void)version;
    (void)upload;
    if (!*request_context || *upload_length) {
        *request_context = &seen;
        *upload_length = 0;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, context);
}

/* The child's life: tells its port, serves until it is killed. */
NORETURN static void
serve_bare(size_t bytes, int out)
{
    char *text = memory_new(bytes + 1);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(bytes, text, MHD_RESPMEM_PERSISTENT);
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL,
                                                 answer_bare, response, MHD_OPTION_END);
    uint16_t port = daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port : 0;

    MHD_add_response_header(response, "Content-Type", "application/json; charset=utf-8");
    if (write(out, &port, sizeof(port)) != sizeof(port) || !daemon)
        _exit(1);
    for (;;)
        pause();
}

static struct bare
bare_start(size_t bytes)
{
    struct bare bare;
    uint16_t port = 0;
    int pipes[2];

    assert_int_equal(pipe(pipes), 0);
    bare.pid = fork();
    if (bare.pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve_bare(bytes, pipes[1]);
    }
    assert_int_equal(read(pipes[0], &port, sizeof(port)), sizeof(port));
    close(pipes[0]);
    close(pipes[1]);
    snprintf(bare.url, sizeof(bare.url), "http://127.0.0.1:%d", port);
    return bare;
}

static void
bare_end(const struct bare *bare)
{
    kill(bare->pid, SIGKILL);
    (void)waitpid(bare->pid, NULL, 0);
}

/* Rounds */

struct round {
    double rate;
    double cpu_us; /* of the server, for each request */
    size_t answer_bytes;
};

static struct round
run_round(struct target target, const struct load_requests *requests, size_t count)
{
    double cpu_us = process_cpu_us(target.pid);
    struct load load = load_run(&(struct load_config){
        .url = target.url, .requests = requests, .connections = CONNECTIONS, .count = count});

    samples_clear(&load.times_ms);
    return (struct round){.rate = load.rate,
                          .cpu_us = (process_cpu_us(target.pid) - cpu_us) / (double)count,
                          .answer_bytes = load.answer_bytes};
}

/* The time within which 99 of 100 are answered, at so many a second. */
static double
p99_ms(struct target target, const struct load_requests *requests, double rate)
{
    struct load load = load_run(&(struct load_config){.url = target.url,
                                                      .requests = requests,
                                                      .connections = CONNECTIONS,
                                                      .count = (size_t)(rate * RATE_SECONDS),
                                                      .rate = rate});
    double p99 = samples_at(&load.times_ms, 99);

    samples_clear(&load.times_ms);
    return p99;
}

/* What came of the rounds of a kind, of the program's server and of the bare one. */
struct outcome {
    struct samples rates, bare_rates;
    struct samples cpu_us, bare_cpu_us;
    struct samples waits_ms;
};

static void
show(struct outcome *outcome, const char *name)
{
    double best = samples_at(&outcome->rates, 100);
    double bare_best = samples_at(&outcome->bare_rates, 100);

    figure(samples_at(&outcome->rates, 50), "a second", "server_%s_rate", name);
    figure(best, "a second", "server_%s_rate_best", name);
    figure(samples_at(&outcome->bare_rates, 50), "a second", "server_%s_bare_rate", name);
    figure(bare_best, "a second", "server_%s_bare_rate_best", name);
    figure(best / bare_best, "times", "server_%s_rate_to_bare", name);
    figure(samples_at(&outcome->cpu_us, 50), "us", "server_%s_cpu", name);
    figure(samples_at(&outcome->bare_cpu_us, 50), "us", "server_%s_bare_cpu", name);
    figure(samples_at(&outcome->waits_ms, 50), "ms", "server_%s_half_load_p99", name);
    figure(samples_at(&outcome->waits_ms, 0), "ms", "server_%s_half_load_p99_least", name);
    samples_clear(&outcome->rates);
    samples_clear(&outcome->bare_rates);
    samples_clear(&outcome->cpu_us);
    samples_clear(&outcome->bare_cpu_us);
    samples_clear(&outcome->waits_ms);
}

/* Rounds of a kind and of bare answers in turn, then some at half the rate that came of it. */
static void
measure(struct target target, const struct load_requests *requests, size_t count, const char *name)
{
    size_t bytes = run_round(target, requests, count / 4).answer_bytes;
    struct bare bare = bare_start(bytes);
    struct target bare_target = {bare.url, bare.pid};
    struct outcome outcome = {0};

    for (int i = 0; i < ROUNDS; i++) {
        struct round own = run_round(target, requests, count);
        struct round other = run_round(bare_target, requests, count);

        samples_add(&outcome.rates, own.rate);
        samples_add(&outcome.bare_rates, other.rate);
        samples_add(&outcome.cpu_us, own.cpu_us);
        samples_add(&outcome.bare_cpu_us, other.cpu_us);
    }
    bare_end(&bare);
    for (int i = 0; i < ROUNDS; i++)
        samples_add(&outcome.waits_ms,
                    p99_ms(target, requests, samples_at(&outcome.rates, 50) / 2));
    figure((double)bytes, "B", "server_%s_answer", name);
    show(&outcome, name);
}

/* What is asked */

struct kind {
    const char *name;
    size_t count;       /* requests a round */
    const char *member; /* of a stay, which the body holds in place of the `@`; NULL: days */
    const char *operation;
    const char *body;
};

static const struct kind kinds[] = {
    {"read", 10000, "Id", "reservations/getAll/2023-06-06",
     "{\"ReservationIds\":[\"@\"],\"Limitation\":{\"Count\":1}}"},
    {"page", 2000, NULL, "reservations/getAll/2023-06-06",
     "{\"ScheduledStartUtc\":{\"StartUtc\":\"2026-03-@T00:00:00Z\","
     "\"EndUtc\":\"2026-03-@T00:00:00Z\"},\"Limitation\":{\"Count\":100}}"},
    {"note", 4000, "Id", "serviceOrderNotes/add",
     "{\"ServiceOrderNotes\":[{\"ServiceOrderId\":\"@\",\"Text\":\"Late arrival\","
     "\"Type\":\"General\"}]}"},
    {"payment", 4000, "AccountId", "payments/addExternal",
     "{\"AccountId\":\"@\",\"Type\":\"Cash\",\"Amount\":{\"Currency\":\"CZK\","
     "\"GrossValue\":120.5},\"Notes\":\"Till 2\"}"},
};

/* `body` with a text in place of each `@`, one of the two in turn. */
static void
add_request(struct load_requests *requests, const struct server_process *server,
            const struct kind *kind, const char *const texts[2])
{
    struct buffer body = {0};
    size_t next = 0;

    for (const char *at = kind->body; *at; at++) {
        if (*at == '@')
            buffer_add_text(&body, texts[next++ % 2]);
        else
            buffer_add_char(&body, *at);
    }
    load_requests_add(requests, server, kind->operation, buffer_text(&body));
    buffer_clear(&body);
}

/* For stays in house. */
static void
add_for_stays(struct load_requests *requests, const struct server_process *server,
              const struct kind *kind)
{
    json_t *answer = server_ask(server, "reservations/getAll/2023-06-06",
                                "{\"States\":[\"Started\"],\"Limitation\":{\"Count\":200}}");
    json_t *stays = json_object_get(answer, "Reservations");
    size_t i;
    json_t *stay;

    json_array_foreach(stays, i, stay)
    {
        const char *text = json_string_value(json_object_get(stay, kind->member));

        add_request(requests, server, kind, (const char *[]){text, text});
    }
    check(requests->count >= ASKED, "%zu", requests->count);
    json_decref(answer);
}

/* For three days, as the desk asks who arrives. */
static void
add_for_days(struct load_requests *requests, const struct server_process *server,
             const struct kind *kind)
{
    for (int day = 15; day < 29; day++) {
        char from[8];
        char to[8];

        snprintf(from, sizeof(from), "%02d", day);
        snprintf(to, sizeof(to), "%02d", day + 3);
        add_request(requests, server, kind, (const char *[]){from, to});
    }
}

static void
measure_kinds(const struct server_process *server, const char *only)
{
    struct target target = {server->url, server->pid};

    for (size_t i = 0; i < countof(kinds); i++) {
        struct load_requests requests = {0};

        if (only && strcmp(only, kinds[i].name) != 0)
            continue;
        if (kinds[i].member)
            add_for_stays(&requests, server, &kinds[i]);
        else
            add_for_days(&requests, server, &kinds[i]);
        measure(target, &requests, kinds[i].count, kinds[i].name);
        load_requests_clear(&requests);
    }
}

static struct server_config
on_disk(const char *path, int rooms)
{
    struct instant now;

    check(instant_parse(HOTEL_NOW, &now), HOTEL_NOW);
    return (struct server_config){.listen = "127.0.0.1:0",
                                  .data = path,
                                  .demo = true,
                                  .rooms = rooms,
                                  .seed = 1,
                                  .now = now,
                                  .lifeline_fd = -1};
}

static void
measure_requests(const char *only)
{
    struct folder folder;
    char path[100];
    struct server_config config;
    struct server_process server;

    folder_open(&folder);
    snprintf(path, sizeof(path), "%s/hotel.db", folder.path);
    config = on_disk(path, ROOMS);
    server_process_start(&server, &config);
    measure_kinds(&server, only);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    folder_close(&folder);
}

/* From nothing to its first line. */
static void
start_once(struct samples *times_s, struct samples *cpu_s, struct samples *memory_mib)
{
    struct folder folder;
    char path[100];
    struct server_config config;
    struct server_process server;
    double start_us;

    folder_open(&folder);
    snprintf(path, sizeof(path), "%s/hotel.db", folder.path);
    config = on_disk(path, ROOMS_MOST);
    start_us = now_us();
    server_process_start(&server, &config);
    samples_add(times_s, (now_us() - start_us) / 1e6);
    samples_add(cpu_s, process_cpu_us(server.pid) / 1e6);
    samples_add(memory_mib, process_peak_kb(server.pid) / 1024);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    folder_close(&folder);
}

static void
measure_start(void)
{
    struct samples times_s = {0};
    struct samples cpu_s = {0};
    struct samples memory_mib = {0};

    for (int i = 0; i < STARTS; i++)
        start_once(&times_s, &cpu_s, &memory_mib);
    figure(samples_at(&times_s, 50), "s", "server_start_%d_rooms", ROOMS_MOST);
    figure(samples_at(&times_s, 0), "s", "server_start_%d_rooms_least", ROOMS_MOST);
    figure(samples_at(&cpu_s, 50), "s", "server_start_%d_rooms_cpu", ROOMS_MOST);
    figure(samples_at(&memory_mib, 100), "MiB", "server_start_%d_rooms_memory", ROOMS_MOST);
    samples_clear(&times_s);
    samples_clear(&cpu_s);
    samples_clear(&memory_mib);
}

int
main(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "requests") == 0)
        measure_requests(argc > 2 ? argv[2] : NULL);
    if (argc < 2 || strcmp(argv[1], "start") == 0)
        measure_start();
    return 0;
}
