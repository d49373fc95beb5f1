#include "tests/support/load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/memory.h"
#include "tests/support/test.h"

enum {
    CONNECTIONS_MOST = 64,
    HEAD_BYTES = 2048,
    PIECE_BYTES = 256 << 10,
    WAIT_MS = 30000,
};

/* One connection, and the answer that it waits for. */
struct connection {
    int fd;
    double due_us; /* of its request */
    char head[HEAD_BYTES];
    size_t head_length; /* read of it, and perhaps of what comes behind */
    size_t left;        /* bytes of the body still to come, once the head is there */
    bool has_head;
};

struct run {
    const struct load_config *config;
    struct connection connections[CONNECTIONS_MOST];
    struct connection *idle[CONNECTIONS_MOST]; /* those that wait for nothing */
    size_t idle_count;
    int epoll_fd;
    size_t sent;
    double start_us;
    struct load load;
};

/* Requests */

void
load_requests_add(struct load_requests *requests, const struct server_process *server,
                  const char *operation, const char *body)
{
    struct buffer text = {0};
    char *whole = server_body(server, body);

    buffer_print(&text,
                 "POST /api/connector/v1/%s HTTP/1.1\r\nHost: localhost\r\n"
                 "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                 operation, strlen(whole), whole);
    free(whole);
    check(requests->count < LOAD_REQUESTS, "%s", operation);
    requests->lengths[requests->count] = text.length;
    requests->texts[requests->count++] = buffer_take(&text);
}

void
load_requests_clear(struct load_requests *requests)
{
    for (size_t i = 0; i < requests->count; i++)
        free(requests->texts[i]);
    *requests = (struct load_requests){0};
}

/* Connections */

static void
dial(struct run *run, struct connection *one)
{
    const char *url = run->config->url;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = one};
    int on = 1;

    one->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_port = htons((uint16_t)atoi(strrchr(url, ':') + 1));
    check(connect(one->fd, (struct sockaddr *)&address, sizeof(address)) == 0, "%s", url);
    (void)setsockopt(one->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    check(epoll_ctl(run->epoll_fd, EPOLL_CTL_ADD, one->fd, &event) == 0, "%s", strerror(errno));
    run->idle[run->idle_count++] = one;
}

static void
ask(struct run *run, struct connection *one, double due_us)
{
    const struct load_requests *requests = run->config->requests;
    size_t next = run->sent++ % requests->count;

    one->due_us = due_us;
    one->head_length = 0;
    one->has_head = false;
    check(write(one->fd, requests->texts[next], requests->lengths[next])
              == (ssize_t)requests->lengths[next],
          "%s", strerror(errno));
}

/* When the next request is due; now, at no fixed rate. */
static double
next_due_us(const struct run *run, double now)
{
    return run->config->rate > 0 ? run->start_us + (double)run->sent * 1e6 / run->config->rate
                                 : now;
}

static void
ask_what_is_due(struct run *run, double now)
{
    while (run->idle_count && run->sent < run->config->count && next_due_us(run, now) <= now)
        ask(run, run->idle[--run->idle_count], next_due_us(run, now));
}

/* Answers */

/* True once the head is there; then `left` is what the body lacks. */
static bool
read_head(struct run *run, struct connection *one)
{
    ssize_t got =
        read(one->fd, one->head + one->head_length, sizeof(one->head) - 1 - one->head_length);
    const char *end;
    const char *length;

    check(got > 0, "an answer of %s breaks off: %s", run->config->url,
          got ? strerror(errno) : one->head);
    one->head_length += (size_t)got;
    one->head[one->head_length] = '\0';
    end = strstr(one->head, "\r\n\r\n");
    length = strcasestr(one->head, "\r\nContent-Length: ");
    if (!end)
        return false;
    check(strncmp(one->head, "HTTP/1.1 200 ", 13) == 0 && length, "%s", one->head);
    run->load.answer_bytes = strtoul(strchr(length, ':') + 1, NULL, 10);
    one->left = run->load.answer_bytes - (size_t)(one->head + one->head_length - end - 4);
    one->has_head = true;
    return true;
}

static void
read_body(struct connection *one)
{
    static char piece[PIECE_BYTES];
    ssize_t got = read(one->fd, piece, sizeof(piece));

    check(got > 0, "an answer breaks off: %s", strerror(errno));
    one->left -= (size_t)got;
}

static void
read_some(struct run *run, struct connection *one)
{
    if (one->has_head)
        read_body(one);
    else if (!read_head(run, one))
        return;
    if (one->left)
        return;
    samples_add(&run->load.times_ms, (now_us() - one->due_us) / 1e3);
    run->idle[run->idle_count++] = one;
}

/* Sleeps until something comes, or a request is due for which a connection is free. */
static void
read_what_comes(struct run *run, double now)
{
    struct epoll_event ready[CONNECTIONS_MOST];
    bool is_pacing = run->sent < run->config->count && run->idle_count;
    double left_us = is_pacing ? next_due_us(run, now) - now : WAIT_MS * 1e3;
    struct timespec wait = {0};
    int count;

    if (left_us > 0)
        wait = (struct timespec){.tv_sec = (time_t)(left_us / 1e6),
                                 .tv_nsec = (long)left_us % 1000000 * 1000};
    count = epoll_pwait2(run->epoll_fd, ready, CONNECTIONS_MOST, &wait, NULL);
    check(count >= 0, "%s", strerror(errno));
    for (int i = 0; i < count; i++)
        read_some(run, ready[i].data.ptr);
}

/* One after the other, each with its first answer: they are there when the time begins. */
static void
settle(struct run *run, struct connection *one)
{
    size_t known = run->idle_count;

    dial(run, one);
    ask(run, run->idle[--run->idle_count], now_us());
    while (run->idle_count <= known)
        read_what_comes(run, now_us());
}

struct load
load_run(const struct load_config *config)
{
    struct run *run = memory_new(sizeof(*run));
    struct load load;

    check(config->connections <= CONNECTIONS_MOST, "%zu", config->connections);
    run->config = config;
    run->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < config->connections; i++)
        settle(run, &run->connections[i]);
    run->sent = run->load.times_ms.count = 0;
    run->start_us = now_us();
    while (run->load.times_ms.count < config->count) {
        double now = now_us();

        ask_what_is_due(run, now);
        read_what_comes(run, now);
    }
    run->load.rate = (double)config->count * 1e6 / (now_us() - run->start_us);
    for (size_t i = 0; i < config->connections; i++)
        close(run->connections[i].fd);
    close(run->epoll_fd);
    load = run->load;
    free(run);
    return load;
}
