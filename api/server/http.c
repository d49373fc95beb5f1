#include "api/server/http.h"

#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "api/base/error.h"
#include "api/base/log.h"
#include "api/base/memory.h"

/*
 * libmicrohttpd in the caller's loop. Its own time-out begins again with every byte, so that we
 * keep deadlines ourselves and shut the socket of a connection that is past one; libmicrohttpd then
 * sees its end. An exchange that is answered later has its connection suspended meanwhile.
 */

enum {
    CHECK_LEAST_MS = 20,
    CHECK_MOST_MS = 1000,
    CONNECTION_BYTES = 16384,
    INCREMENT_BYTES = 2048,
    SECOND_MS = 1000,
    CLOSING_MS = 1000,            /* of a tunnel: its last bytes, and the other's last */
    SEND_BYTES = 256 << 10,       /* what the system keeps of answers */
    TUNNEL_SEND_BYTES = 64 << 10, /* and of events */
    SPARES = 16,
    SPARE_MOST_BYTES = 1 << 20
};

struct connection {
    struct connection *next, *previous;
    struct MHD_Connection *handle;
    int fd;
    int64_t deadline_ms;
    bool is_asking;      /* its request is not whole; not on one that waits for another request */
    size_t answer_bytes; /* of an answer that is not taken yet ... */
    int64_t answered_ms; /* ... since then */
};

/* An exchange and where it came from. */
struct turn {
    struct exchange exchange; /* first, so that it leads back to the turn */
    struct MHD_Connection *connection;
    struct connection *owner;
    bool is_handled;
    bool is_over; /* its connection is a tunnel now */
};

struct tunnel {
    struct MHD_UpgradeResponseHandle *handle;
    struct connection *owner;
    int fd;
};

struct http {
    struct MHD_Daemon *daemon;
    struct http_limits limits;
    const struct clock *clock;
    struct http_handler handler;
    struct connection *connections;
    int64_t next_check_ms;
    size_t held_bytes;            /* of bodies */
    size_t answer_bytes;          /* of answers that are not taken */
    size_t turns;                 /* under way */
    size_t tunnels;               /* open, or closed but not yet gone */
    struct buffer spares[SPARES]; /* memory of answers that were sent, for the next ones */
    size_t spare_count;
    char date[CLOCK_DATE_SIZE]; /* of `date_second`: most answers have the same */
    int64_t date_second;
    struct uuid last_id; /* of a request: a random beginning, then counted */
};

/* Connections */

static void
set_deadline(struct connection *one, int milliseconds)
{
    one->deadline_ms = monotonic_ms() + milliseconds;
}

/* Who reads slowly keeps little of the system's memory. */
static void
limit_sending(int fd, int bytes)
{
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes)); // else as much as it likes
}

static void
notify_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode code)
{
    struct http *http = context;
    struct connection *one = *socket_context;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        one = memory_new(sizeof(*one));
        one->handle = connection;
        one->fd =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        set_deadline(one, http->limits.header_ms);
        one->is_asking = true;
        limit_sending(one->fd, SEND_BYTES);
        one->next = http->connections;
        if (one->next)
            one->next->previous = one;
        http->connections = one;
        *socket_context = one;
        return;
    }
    if (one->next)
        one->next->previous = one->previous;
    if (one->previous)
        one->previous->next = one->next;
    else
        http->connections = one->next;
    free(one);
}

static int
check_period_ms(const struct http *http)
{
    int period = http->limits.header_ms / 8;

    if (period < CHECK_LEAST_MS)
        return CHECK_LEAST_MS;
    return period > CHECK_MOST_MS ? CHECK_MOST_MS : period;
}

static void
let_go(struct http *http, struct connection *one, const char *why)
{
    log_line(LOG_LEVEL_INFO, "connection closed: %s", why);
    shutdown(one->fd, SHUT_RDWR);
    one->deadline_ms = INT64_MAX;
    http->answer_bytes -= one->answer_bytes;
    one->answer_bytes = 0;
}

/* Unlike any other, but not secret: the kernel need not be asked for each. */
static struct uuid
next_id(struct http *http)
{
    size_t at = sizeof(http->last_id.bytes);

    while (at > 8 && ++http->last_id.bytes[--at] == 0)
        ; // the carry goes to the byte before
    return http->last_id;
}

static const char *
date_of(struct http *http)
{
    struct instant now = clock_now(http->clock);

    if (now.ms / SECOND_MS != http->date_second)
        clock_date(now, http->date);
    http->date_second = now.ms / SECOND_MS;
    return http->date;
}

/*
 * Past libmicrohttpd, which answers whole requests only: as much as the socket takes at once. Where
 * TLS is not agreed on yet, gnutls sends nothing.
 */
static void
send_at_once(const struct connection *one, const struct buffer *text)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(one->handle, MHD_CONNECTION_INFO_GNUTLS_SESSION);

    if (!info)
        (void)send(one->fd, buffer_text(text), text->length, MSG_DONTWAIT | MSG_NOSIGNAL);
    else if (gnutls_record_send(info->tls_session, buffer_text(text), text->length) > 0)
        (void)gnutls_bye(info->tls_session, GNUTLS_SHUT_WR); // else its end looks like an attack
}

static void
answer_late(struct http *http, const struct connection *one)
{
    struct exchange late = {.operation = NULL};
    struct error err;
    struct buffer text = {0};

    if (!one->is_asking)
        return;
    (void)error_set(&err, ERROR_TIMEOUT,
                    "The request did not come to its end in time: send it all at once.");
    uuid_text(next_id(http), late.request_id);
    exchange_refuse(&late, &err);
    buffer_print(&text,
                 "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nDate: %s\r\n"
                 "Request-Id: %s\r\nContent-Type: application/json; charset=utf-8\r\n"
                 "Content-Length: %zu\r\n\r\n%s",
                 date_of(http), late.request_id, late.answer.length, buffer_text(&late.answer));
    send_at_once(one, &text);
    buffer_clear(&text);
    buffer_clear(&late.answer);
}

static void
check_deadlines(struct http *http)
{
    int64_t now_ms = monotonic_ms();

    if (now_ms < http->next_check_ms)
        return;
    http->next_check_ms = now_ms + check_period_ms(http);
    for (struct connection *one = http->connections; one; one = one->next) {
        if (now_ms < one->deadline_ms)
            continue;
        answer_late(http, one);
        let_go(http, one, "past its deadline");
    }
}

/* Where answers fill the memory, those who don't take theirs go first. */
static bool
has_room(struct http *http)
{
    int64_t now_ms = monotonic_ms();

    if (http->answer_bytes <= http->limits.answers_bytes)
        return true;
    for (struct connection *one = http->connections; one; one = one->next)
        if (one->answer_bytes && now_ms - one->answered_ms >= http->limits.take_ms)
            let_go(http, one, "its answer was not taken");
    return http->answer_bytes <= http->limits.answers_bytes;
}

/* Requests */

/* Growing an answer of a page anew each time would cost as much as filling it. */
static struct buffer
take_spare(struct http *http)
{
    return http->spare_count ? http->spares[--http->spare_count] : (struct buffer){0};
}

static void
keep_spare(struct http *http, struct buffer *answer)
{
    buffer_reset(answer);
    if (http->spare_count < SPARES && answer->capacity <= SPARE_MOST_BYTES)
        http->spares[http->spare_count++] = *answer;
    else
        buffer_clear(answer);
}

static struct turn *
turn_new(struct http *http, struct MHD_Connection *connection, const char *method, const char *path)
{
    struct turn *turn = memory_new(sizeof(*turn));
    const char *prefer = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Prefer");

    turn->connection = connection;
    turn->owner =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    turn->exchange.is_post = strcmp(method, "POST") == 0;
    turn->exchange.is_get = strcmp(method, "GET") == 0;
    turn->exchange.path = path;
    turn->exchange.wants_minimal = prefer && strstr(prefer, "return=minimal");
    turn->exchange.started_ms = monotonic_ms();
    turn->exchange.answer = take_spare(http);
    uuid_text(next_id(http), turn->exchange.request_id);
    http->turns++;
    set_deadline(turn->owner, http->limits.body_ms);
    turn->owner->is_asking = true;
    return turn;
}

static void
drop_body(struct http *http, struct exchange *exchange)
{
    http->held_bytes -= exchange->body.length;
    buffer_clear(&exchange->body);
}

/*
 * What is too much is read to its end all the same, so that the answer is heard. Small ones have
 * room always, however many large ones are held.
 */
static void
take_upload(struct http *http, struct exchange *exchange, const char *bytes, size_t length)
{
    if (exchange->body_state != BODY_KEPT)
        return;
    if (exchange->body.length + length > http->limits.body_bytes)
        exchange->body_state = BODY_TOO_LARGE;
    else if (exchange->body.length + length > http->limits.small_bytes
             && http->held_bytes + length > http->limits.bodies_bytes)
        exchange->body_state = BODY_NO_ROOM;
    if (exchange->body_state != BODY_KEPT) {
        drop_body(http, exchange);
        return;
    }
    buffer_add(&exchange->body, bytes, length);
    http->held_bytes += length;
}

static void
add_headers(struct http *http, struct MHD_Response *response, const struct exchange *exchange)
{
    char seconds[16];

    MHD_add_response_header(response, "Date", date_of(http));
    MHD_add_response_header(response, "Request-Id", exchange->request_id);
    if (exchange->status >= 200 && exchange->status != 204)
        MHD_add_response_header(response, "Content-Type",
                                exchange->content_type ? exchange->content_type
                                                       : "application/json; charset=utf-8");
    if (!exchange->retry_after_s)
        return;
    snprintf(seconds, sizeof(seconds), "%d", exchange->retry_after_s);
    MHD_add_response_header(response, "Retry-After", seconds);
}

/* Small pieces go at once. */
static void
tune_socket(int fd)
{
    int on = 1;

    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)); // a Unix socket has none
    limit_sending(fd, TUNNEL_SEND_BYTES);
}

static void
take_over(void *context, struct MHD_Connection *connection, void *request_context,
          const char *early, size_t length, int fd, struct MHD_UpgradeResponseHandle *handle)
{
    struct http *http = context;
    struct turn *turn = request_context;
    struct tunnel *tunnel = memory_new(sizeof(*tunnel));

    (void)connection;
    *tunnel = (struct tunnel){handle, turn->owner, fd};
    tune_socket(turn->owner->fd); // with TLS `fd` is but the way to it
    turn->owner->deadline_ms = INT64_MAX;
    turn->is_over = true;
    http->turns--;
    http->tunnels++;
    http->handler.take_over(http->handler.context, tunnel, early, length);
}

/* *Takes* what is in the answer. */
static struct MHD_Response *
make_response(struct http *http, struct exchange *exchange)
{
    size_t length = exchange->answer.length;
    struct MHD_Response *response;
    char *text;

    if (exchange->status == MHD_HTTP_SWITCHING_PROTOCOLS) {
        response = MHD_create_response_for_upgrade(take_over, http);
        if (response) {
            MHD_add_response_header(response, "Upgrade", "websocket");
            MHD_add_response_header(response, "Sec-WebSocket-Accept", exchange->accept);
        }
        return response;
    }
    text = buffer_take(&exchange->answer);
    response = MHD_create_response_from_buffer(length, text, MHD_RESPMEM_MUST_FREE);
    if (!response)
        free(text);
    return response;
}

static enum MHD_Result
send_answer(struct http *http, struct turn *turn)
{
    struct exchange *exchange = &turn->exchange;
    size_t length = exchange->answer.length;
    struct MHD_Response *response = make_response(http, exchange);
    enum MHD_Result result;

    if (!response)
        return MHD_NO;
    log_line(LOG_LEVEL_INFO, "request op=%s ms=%d status=%d id=%s",
             exchange->operation ? exchange->operation->path : "-",
             (int)(monotonic_ms() - exchange->started_ms), exchange->status, exchange->request_id);
    add_headers(http, response, exchange);
    set_deadline(turn->owner, http->limits.send_ms);
    turn->owner->answer_bytes = length;
    turn->owner->answered_ms = monotonic_ms();
    http->answer_bytes += length;
    result = MHD_queue_response(turn->connection, (unsigned)exchange->status, response);
    MHD_destroy_response(response);
    return result;
}

/* Called with the headers, with each piece of the body, at its end, and again when resumed. */
static enum MHD_Result
take_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
             const char *version, const char *upload, size_t *upload_length, void **request_context)
{
    struct http *http = context;
    struct turn *turn = *request_context;

    (void)version;
    if (!turn) {
        *request_context = turn_new(http, connection, method, url);
        return MHD_YES;
    }
    if (*upload_length) {
        take_upload(http, &turn->exchange, upload, *upload_length);
        *upload_length = 0;
        return MHD_YES;
    }
    if (!turn->is_handled) {
        turn->is_handled = true;
        if (turn->exchange.body_state == BODY_KEPT && !has_room(http))
            turn->exchange.body_state = BODY_NO_ROOM;
        turn->owner->deadline_ms = INT64_MAX; // our own time now
        turn->owner->is_asking = false;
        if (!http->handler.handle(http->handler.context, &turn->exchange)) {
            MHD_suspend_connection(connection);
            return MHD_YES;
        }
    }
    drop_body(http, &turn->exchange);
    return turn->exchange.is_cut ? MHD_NO : send_answer(http, turn);
}

static void
end_request(void *context, struct MHD_Connection *connection, void **request_context,
            enum MHD_RequestTerminationCode code)
{
    struct http *http = context;
    struct turn *turn = *request_context;

    (void)connection;
    (void)code;
    if (!turn)
        return;
    drop_body(http, &turn->exchange);
    http->answer_bytes -= turn->owner->answer_bytes;
    turn->owner->answer_bytes = 0;
    keep_spare(http, &turn->exchange.answer);
    if (turn->is_over) {
        http->tunnels--;
    } else {
        http->turns--;
        set_deadline(turn->owner, http->limits.idle_ms);
    }
    free(turn);
    *request_context = NULL;
}

/* The outside */

/* TLS from 1.2 on, with keys that nobody finds out later for what was recorded. */
static char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA";

static void
set_tls(const struct tls *tls, struct MHD_OptionItem options[static 4])
{
    options[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, tls->certificate};
    options[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key};
    options[2] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, priorities};
    options[3] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
}

struct http *
http_open(const struct http_config *config, struct error *err)
{
    struct http *http = memory_new(sizeof(*http));
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_ALLOW_UPGRADE
                     | MHD_USE_SUPPRESS_DATE_NO_CLOCK | (config->tls ? MHD_USE_TLS : 0);
    struct MHD_OptionItem more[4] = {{MHD_OPTION_END, 0, NULL}};

    if (config->tls)
        set_tls(config->tls, more);
    http->limits = config->limits;
    http->clock = config->clock;
    http->handler = config->handler;
    http->last_id = uuid_random();
    http->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, take_request, http, MHD_OPTION_LISTEN_SOCKET, config->listen_fd,
        MHD_OPTION_NOTIFY_COMPLETED, end_request, http, MHD_OPTION_NOTIFY_CONNECTION,
        notify_connection, http, MHD_OPTION_CONNECTION_LIMIT, config->limits.connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)INCREMENT_BYTES, MHD_OPTION_ARRAY, more,
        MHD_OPTION_END);
    if (http->daemon)
        return http;
    error_set(err, ERROR_DEFECT, "The HTTP server cannot start.");
    free(http);
    return NULL;
}

int
http_fd(const struct http *http)
{
    return MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int
http_timeout_ms(struct http *http)
{
    MHD_UNSIGNED_LONG_LONG wanted = 0;
    int64_t check_ms;

    if (MHD_get_timeout(http->daemon, &wanted) == MHD_YES && !wanted)
        return 0;
    if (!http->connections)
        return -1;
    check_ms = http->next_check_ms - monotonic_ms();
    return check_ms < 0 ? 0 : (int)check_ms;
}

void
http_run(struct http *http)
{
    MHD_run(http->daemon);
    check_deadlines(http);
}

const char *
http_header(const struct exchange *exchange, const char *name)
{
    const struct turn *turn = (const struct turn *)exchange;

    return MHD_lookup_connection_value(turn->connection, MHD_HEADER_KIND, name);
}

const char *
http_cookie(const struct exchange *exchange, const char *name)
{
    const struct turn *turn = (const struct turn *)exchange;

    return MHD_lookup_connection_value(turn->connection, MHD_COOKIE_KIND, name);
}

void
http_answer(struct exchange *exchange)
{
    const struct turn *turn = (const struct turn *)exchange;

    MHD_resume_connection(turn->connection);
}

int
tunnel_fd(const struct tunnel *tunnel)
{
    return tunnel->fd;
}

void
tunnel_close(struct tunnel *tunnel)
{
    set_deadline(tunnel->owner, CLOSING_MS);
    (void)MHD_upgrade_action(tunnel->handle, MHD_UPGRADE_ACTION_CLOSE);
    free(tunnel);
}

void
http_stop_listening(struct http *http)
{
    (void)MHD_quiesce_daemon(http->daemon); // the socket is the caller's to close
}

bool
http_is_busy(const struct http *http)
{
    return http->turns || http->tunnels;
}

void
http_close(struct http *http)
{
    if (!http)
        return;
    MHD_stop_daemon(http->daemon);
    while (http->spare_count)
        buffer_clear(&http->spares[--http->spare_count]);
    free(http);
}
