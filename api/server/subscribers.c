#include "api/server/subscribers.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/log.h"
#include "api/base/memory.h"

/*
 * Each has its socket in one epoll, which the server's loop polls. What takes time (silence, a
 * reader that stalls) is looked at once a second.
 */

enum {
    CHECK_MS = 1000,
    READY_MOST = 64, /* in a turn */
    RETRY_AFTER_S = 30,
};

struct seat {
    struct seat *next, *previous;
    struct subscriber *subscriber;
    struct tunnel *tunnel;
    bool is_waiting; /* to write: epoll tells when it can */
};

struct subscribers {
    struct subscribers_limits limits;
    struct seat *seats;
    size_t count;
    int epoll_fd;
    int64_t next_check_ms;
};

struct subscribers *
subscribers_open(const struct subscribers_limits *limits, struct error *err)
{
    struct subscribers *subscribers = memory_new(sizeof(*subscribers));

    subscribers->limits = *limits;
    subscribers->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (subscribers->epoll_fd >= 0)
        return subscribers;
    error_set(err, ERROR_DEFECT, "Events cannot be told: no descriptors are left.");
    free(subscribers);
    return NULL;
}

/* Admission */

bool
subscribers_serve(const struct exchange *exchange)
{
    return strcasecmp(exchange->path, "/ws/connector") == 0;
}

/* Whether a header is a list of words with `word` among them. */
static bool
header_has(const struct exchange *exchange, const char *name, const char *word)
{
    const char *at = http_header(exchange, name);
    size_t length = strlen(word);

    for (at = at ? at : ""; *at; at += strcspn(at, ",")) {
        at += strspn(at, ", \t");
        if (strncasecmp(at, word, length) == 0 && strchr(", \t", at[length]))
            return true;
    }
    return false;
}

static bool
check_handshake(const struct exchange *exchange, struct error *err)
{
    const char *version = http_header(exchange, "Sec-WebSocket-Version");
    const char *key = http_header(exchange, "Sec-WebSocket-Key");

    if (!exchange->is_get)
        return error_set(err, ERROR_NOT_FOUND, "Events are asked for with GET.");
    if (!header_has(exchange, "Upgrade", "websocket")
        || !header_has(exchange, "Connection", "upgrade"))
        return error_set(err, ERROR_INPUT, "Invalid Upgrade: events come over a WebSocket alone.");
    if (!version || strcmp(version, WEBSOCKET_VERSION) != 0)
        return error_set(err, ERROR_INPUT, "Invalid Sec-WebSocket-Version: only %s is spoken here.",
                         WEBSOCKET_VERSION);
    if (!key || !websocket_is_key(key))
        return error_set(err, ERROR_INPUT, "Invalid Sec-WebSocket-Key: it has 16 bytes.");
    return true;
}

static bool
check_cookie(const struct exchange *exchange, const char *name, const char *token,
             struct error *err)
{
    const char *given = http_cookie(exchange, name);

    if (!given || !*given)
        return error_set(err, ERROR_PERMISSION, "Invalid %s: there is no cookie of this name.",
                         name);
    return token_is(token, given)
           || error_set(err, ERROR_PERMISSION, "Invalid %s: it is not known here.", name);
}

static bool
check_room(const struct subscribers *subscribers, struct error *err)
{
    return subscribers->count < subscribers->limits.most
           || error_set(err, ERROR_BUSY, "Already %zu listen to events: close some of them.",
                        subscribers->count);
}

void
subscribers_admit(const struct subscribers *subscribers, const struct tokens *tokens,
                  struct exchange *exchange)
{
    struct error err = {0};

    if (check_handshake(exchange, &err)
        && check_cookie(exchange, "ClientToken", tokens->client, &err)
        && check_cookie(exchange, "AccessToken", tokens->access, &err)
        && check_room(subscribers, &err)) {
        exchange->status = 101;
        websocket_accept(http_header(exchange, "Sec-WebSocket-Key"), exchange->accept);
        return;
    }
    exchange->retry_after_s = err.kind == ERROR_BUSY ? RETRY_AFTER_S : 0;
    exchange_refuse(exchange, &err);
}

/* Coming and going */

static void
remove_seat(struct subscribers *subscribers, struct seat *seat)
{
    if (seat->next)
        seat->next->previous = seat->previous;
    if (seat->previous)
        seat->previous->next = seat->next;
    else
        subscribers->seats = seat->next;
    (void)epoll_ctl(subscribers->epoll_fd, EPOLL_CTL_DEL, tunnel_fd(seat->tunnel), NULL);
    subscriber_free(seat->subscriber);
    tunnel_close(seat->tunnel);
    free(seat);
    subscribers->count--;
    log_line(LOG_LEVEL_INFO, "events left=%zu", subscribers->count);
}

/* Lets it read and write what goes; one that has ended leaves. */
static void
run_seat(struct subscribers *subscribers, struct seat *seat, int64_t now_ms)
{
    struct epoll_event event = {.data.ptr = seat};
    bool is_waiting;

    if (!subscriber_run(seat->subscriber, now_ms)) {
        remove_seat(subscribers, seat);
        return;
    }
    is_waiting = subscriber_is_waiting(seat->subscriber);
    if (is_waiting == seat->is_waiting)
        return;
    event.events = EPOLLIN | (is_waiting ? EPOLLOUT : 0u);
    (void)epoll_ctl(subscribers->epoll_fd, EPOLL_CTL_MOD, tunnel_fd(seat->tunnel), &event);
    seat->is_waiting = is_waiting;
}

void
subscribers_add(void *context, struct tunnel *tunnel, const char *early, size_t length)
{
    struct subscribers *subscribers = context;
    struct seat *seat = memory_new(sizeof(*seat));
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = seat};

    seat->tunnel = tunnel;
    seat->subscriber = subscriber_new(tunnel_fd(tunnel), early, length, &subscribers->limits.each);
    seat->is_waiting = true; // its first turn comes at once, for what was early
    seat->next = subscribers->seats;
    if (seat->next)
        seat->next->previous = seat;
    subscribers->seats = seat;
    subscribers->count++;
    /* It fails for want of memory alone; then the checks have to do. */
    (void)epoll_ctl(subscribers->epoll_fd, EPOLL_CTL_ADD, tunnel_fd(tunnel), &event);
    log_line(LOG_LEVEL_INFO, "events joined=%zu", subscribers->count);
}

void
subscribers_tell(struct subscribers *subscribers, const char *text)
{
    size_t length = strlen(text);
    int64_t now_ms = monotonic_ms();
    struct seat *next;

    for (struct seat *seat = subscribers->seats; seat; seat = next) {
        next = seat->next;
        subscriber_tell(seat->subscriber, text, length);
        run_seat(subscribers, seat, now_ms);
    }
}

/* The loop */

int
subscribers_fd(const struct subscribers *subscribers)
{
    return subscribers->epoll_fd;
}

int
subscribers_timeout_ms(const struct subscribers *subscribers)
{
    int64_t left_ms = subscribers->next_check_ms - monotonic_ms();

    if (!subscribers->seats)
        return -1;
    return left_ms < 0 ? 0 : (int)left_ms;
}

static void
check_all(struct subscribers *subscribers, int64_t now_ms)
{
    struct seat *next;

    if (now_ms < subscribers->next_check_ms)
        return;
    subscribers->next_check_ms = now_ms + CHECK_MS;
    for (struct seat *seat = subscribers->seats; seat; seat = next) {
        next = seat->next;
        run_seat(subscribers, seat, now_ms);
    }
}

void
subscribers_run(struct subscribers *subscribers)
{
    struct epoll_event ready[READY_MOST];
    int64_t now_ms;
    int count;

    if (!subscribers->seats)
        return;
    now_ms = monotonic_ms();
    count = epoll_wait(subscribers->epoll_fd, ready, READY_MOST, 0);
    for (int i = 0; i < count; i++)
        run_seat(subscribers, ready[i].data.ptr, now_ms);
    check_all(subscribers, now_ms);
}

void
subscribers_dismiss(struct subscribers *subscribers)
{
    struct seat *next;

    subscribers->limits.most = 0;
    for (struct seat *seat = subscribers->seats; seat; seat = next) {
        next = seat->next;
        subscriber_leave(seat->subscriber);
        run_seat(subscribers, seat, monotonic_ms());
    }
}

void
subscribers_close(struct subscribers *subscribers)
{
    if (!subscribers)
        return;
    while (subscribers->seats)
        remove_seat(subscribers, subscribers->seats);
    close(subscribers->epoll_fd);
    free(subscribers);
}
