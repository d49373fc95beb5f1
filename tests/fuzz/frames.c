/*
 * WebSocket frames at both ends. The input's first byte chooses the end and where its bytes are cut
 * in two: the server's, which listens only to stay polite, or the client's, which dials, agrees,
 * and is told what the bytes say. Whatever comes, the end goes on or gives up, and what it tells is
 * text.
 */
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/instant.h"
#include "api/client/live.h"
#include "api/schema/codec.h"
#include "api/server/subscriber.h"
#include "tests/support/folder.h"
#include "tests/support/test.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    TURNS = 400,
    TURN_MS = 5
};

static void
send_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (sent <= 0)
            return; // it takes no more: it has given up, or has enough
        bytes += sent;
        length -= (size_t)sent;
    }
}

static void
drain(int fd)
{
    char bytes[4096];

    while (recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
        continue;
}

/* The server's end: some bytes came with the handshake, the others later. */
static void
listen_to(const char *bytes, size_t length, size_t cut)
{
    static const struct subscriber_limits limits = {4096, 1000, 1000, 5000};
    static const char told[] = "{\"Events\":[]}";
    int ends[2];
    struct subscriber *subscriber;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
        abort();
    subscriber = subscriber_new(ends[0], bytes, cut, &limits);
    send_all(ends[1], bytes + cut, length - cut);
    for (int64_t now_ms = 0; now_ms < 4000 && subscriber_run(subscriber, now_ms); now_ms += 500) {
        subscriber_tell(subscriber, told, sizeof(told) - 1);
        drain(ends[1]);
    }
    subscriber_free(subscriber);
    close(ends[0]);
    close(ends[1]);
}

/* The client's end */

struct dialled {
    struct folder folder;
    struct endpoint endpoint;
    int listener;
    size_t ups;
    size_t downs;
};

static struct dialled dialled;

static void
note_change(void *context, bool is_up)
{
    struct dialled *there = context;

    there->ups += is_up;
    there->downs += !is_up;
}

/* As the worker reads it. */
static void
note_message(void *context, const char *text, size_t length)
{
    struct error err;

    (void)context;
    json_decref(codec_parse(text, length, CODEC_ANSWER, &err));
}

static void
open_listener(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    struct client_config config = {0};
    char url[120];
    struct error err;

    folder_open(&dialled.folder);
    snprintf(name.sun_path, sizeof(name.sun_path), "%s/socket", dialled.folder.path);
    snprintf(url, sizeof(url), "unix:%s", name.sun_path);
    config.url = url;
    dialled.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (bind(dialled.listener, (struct sockaddr *)&name, sizeof(name)) != 0
        || listen(dialled.listener, 16) != 0
        || !endpoint_init_events(&dialled.endpoint, &config, &err))
        abort();
}

static void
turn(struct live *live, struct connection *connection)
{
    struct pollfd wait;

    (void)live_run(live, monotonic_ms());
    wait = live_wait(live);
    connection_wait(connection, &wait, 1, TURN_MS);
    if (connection_done(connection))
        abort(); // nothing else was asked
}

/* The head that agrees, once the request is there. */
static bool
agree(int peer, char *request, size_t *length, size_t size)
{
    char key[WEBSOCKET_KEY_SIZE] = "";
    char accept[WEBSOCKET_ACCEPT_SIZE];
    char head[200];
    ssize_t more = recv(peer, request + *length, size - 1 - *length, MSG_DONTWAIT);
    const char *at;

    *length += more > 0 ? (size_t)more : 0;
    request[*length] = '\0';
    at = strstr(request, "\r\n\r\n") ? strstr(request, "Sec-WebSocket-Key: ") : NULL;
    if (!at)
        return false;
    memcpy(key, at + strlen("Sec-WebSocket-Key: "), WEBSOCKET_KEY_SIZE - 1);
    websocket_accept(key, accept);
    snprintf(head, sizeof(head),
             "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Accept: %s\r\n\r\n",
             accept);
    send_all(peer, head, strlen(head));
    return true;
}

static void
dial(const char *bytes, size_t length, size_t cut)
{
    static const struct identity identity = {"CLIENT", "ACCESS", ""};
    static const struct live_times times = {2000, 100000, 100000, 100000, 100000, 100000, 0};
    struct connection *connection = connection_new(&dialled.endpoint);
    struct live *live = live_new(connection, &dialled.endpoint, &identity,
                                 (struct live_sink){note_change, note_message, &dialled}, &times);
    char request[2048] = "";
    size_t heard = 0;
    int peer = -1;
    bool has_agreed = false;

    dialled.ups = dialled.downs = 0;
    live_start(live, monotonic_ms());
    for (int i = 0; i < TURNS && !has_agreed; i++) {
        turn(live, connection);
        if (peer < 0)
            peer = accept(dialled.listener, NULL, NULL);
        has_agreed = peer >= 0 && agree(peer, request, &heard, sizeof(request));
    }
    if (!has_agreed)
        abort(); // the harness itself
    send_all(peer, bytes, cut);
    turn(live, connection);
    send_all(peer, bytes + cut, length - cut);
    shutdown(peer, SHUT_WR);
    for (int i = 0; i < TURNS && !dialled.downs; i++) {
        turn(live, connection);
        drain(peer);
    }
    if (dialled.ups != 1 || dialled.downs != 1)
        abort(); // the end of the stream was not seen
    close(peer);
    live_free(live);
    connection_free(connection);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data + 1;
    size_t cut;

    if (size < 2)
        return 0;
    if (!dialled.listener)
        open_listener();
    cut = (size_t)(data[0] >> 1) % size; // at most size - 1, the length of the bytes
    if (data[0] & 1)
        dial(bytes, size - 1, cut);
    else
        listen_to(bytes, size - 1, cut);
    return 0;
}
