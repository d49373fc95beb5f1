/*
 * Bytes of a WebSocket from the other end, which may be anybody's. The first byte chooses the end:
 * the server's, which must go on writing frames that a client can read; the client's, behind an
 * answer that agrees or in its place, which must hang up when they end.
 */
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <wslay/wslay.h>

#include "api/base/error.h"
#include "api/base/instant.h"
#include "api/base/websocket.h"
#include "api/client/hints.h"
#include "api/client/live.h"
#include "api/server/subscriber.h"

enum {
    TURNS = 1000,
    TURN_MS = 0, /* all that is waited for has been said already */
    SILENCE_MS = 1000000,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The server's end */

static ssize_t
read_peer(wslay_event_context_ptr frames, uint8_t *bytes, size_t most, int flags, void *context)
{
    ssize_t length = recv(*(int *)context, bytes, most, MSG_DONTWAIT);

    (void)flags;
    if (length > 0)
        return length;
    wslay_event_set_error(frames, WSLAY_ERR_WOULDBLOCK);
    return -1;
}

/* wslay closes at what is wrong with the other end's frames: that must not come from here. */
static void
check_frames(int fd)
{
    static const struct wslay_event_callbacks callbacks = {.recv_callback = read_peer};
    wslay_event_context_ptr frames;

    if (wslay_event_context_client_init(&frames, &callbacks, &fd) != 0)
        abort();
    if (wslay_event_recv(frames) != 0 || wslay_event_get_status_code_sent(frames) == 1002)
        abort();
    wslay_event_context_free(frames);
}

static void
serve(const char *bytes, size_t length)
{
    static const struct subscriber_limits limits = {64 << 10, SILENCE_MS, SILENCE_MS, SILENCE_MS};
    static const char told[] = "{\"Events\":[]}";
    struct subscriber *subscriber;
    int64_t now_ms = monotonic_ms();
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0)
        abort();
    subscriber = subscriber_new(pair[0], bytes, length, &limits);
    subscriber_tell(subscriber, told, sizeof(told) - 1);
    for (int i = 0; i < TURNS && subscriber_run(subscriber, now_ms + i); i++)
        ;
    subscriber_free(subscriber);
    check_frames(pair[1]);
    close(pair[0]);
    close(pair[1]);
}

/* The client's end */

struct client_end {
    int listener;
    struct endpoint endpoint;
    struct connection *connection;
    struct hints hints;
    size_t downs;
};

static const struct live_times times = {1000,       SILENCE_MS, SILENCE_MS, SILENCE_MS,
                                        SILENCE_MS, SILENCE_MS, 0};
static const struct identity identity = {"CLIENT-1", "ACCESS-2", ""};

static void
note_change(void *context, bool is_up)
{
    ((struct client_end *)context)->downs += !is_up;
}

static void
note_message(void *context, const char *text, size_t length)
{
    hints_take(&((struct client_end *)context)->hints, text, length, monotonic_ms());
}

/* Once for all inputs. */
static struct client_end *
open_client_end(void)
{
    static struct client_end end;
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    struct client_config config = {0};
    char url[sizeof(name.sun_path) + 8];
    struct error err;

    if (end.connection)
        return &end;
    snprintf(name.sun_path, sizeof(name.sun_path), "/tmp/frontdesk-fuzz-%d", (int)getpid());
    snprintf(url, sizeof(url), "unix:%s", name.sun_path);
    config.url = url;
    end.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    (void)unlink(name.sun_path); // of a run before with the same number
    if (bind(end.listener, (struct sockaddr *)&name, sizeof(name)) != 0
        || listen(end.listener, 4) != 0 || !endpoint_init_events(&end.endpoint, &config, &err))
        abort();
    end.connection = connection_new(&end.endpoint);
    return &end;
}

static void
turn(struct client_end *end, struct live *live)
{
    struct pollfd wait;

    (void)live_run(live, monotonic_ms());
    wait = live_wait(live);
    connection_wait(end->connection, &wait, 1, TURN_MS);
    if (connection_done(end->connection))
        abort(); // there are no exchanges
}

/* Runs until the client has asked, and gives what its key must be answered with. */
static int
take_client(struct client_end *end, struct live *live, char accept_text[WEBSOCKET_ACCEPT_SIZE])
{
    static const char header[] = "Sec-WebSocket-Key: ";
    struct pollfd wait = {end->listener, POLLIN, 0};
    char request[2048] = "";
    char key[WEBSOCKET_KEY_SIZE];
    size_t length = 0;
    const char *at;
    int fd;

    while (poll(&wait, 1, 0) == 0)
        turn(end, live);
    fd = accept(end->listener, NULL, NULL);
    while (!strstr(request, "\r\n\r\n")) {
        ssize_t got = recv(fd, request + length, sizeof(request) - 1 - length, MSG_DONTWAIT);

        length += got > 0 ? (size_t)got : 0;
        request[length] = '\0';
        turn(end, live);
    }
    at = strstr(request, header);
    if (!at)
        abort();
    snprintf(key, sizeof(key), "%s", at + strlen(header));
    websocket_accept(key, accept_text);
    return fd;
}

static void
answer(int fd, const char *accept_text)
{
    char head[200];
    int length = snprintf(head, sizeof(head),
                          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                          accept_text);

    if (send(fd, head, (size_t)length, MSG_NOSIGNAL) != length)
        abort();
}

static void
listen_to(const char *bytes, size_t length, bool agrees)
{
    struct client_end *end = open_client_end();
    struct live_sink sink = {note_change, note_message, end};
    struct live *live = live_new(end->connection, &end->endpoint, &identity, sink, &times);
    char accept_text[WEBSOCKET_ACCEPT_SIZE];
    int fd;

    end->downs = 0;
    live_start(live, monotonic_ms());
    fd = take_client(end, live, accept_text);
    if (agrees)
        answer(fd, accept_text);
    (void)send(fd, bytes, length, MSG_NOSIGNAL); // the client may have left
    close(fd);
    for (int i = 0; i < TURNS && live_wait(live).fd >= 0; i++)
        turn(end, live);
    if (live_is_up(live) || (agrees && end->downs != 1))
        abort();
    live_free(live);
    hints_clear(&end->hints);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    if (data[0] % 4 < 2)
        serve((const char *)data + 1, size - 1);
    else
        listen_to((const char *)data + 1, size - 1, data[0] % 4 == 2);
    return 0;
}
