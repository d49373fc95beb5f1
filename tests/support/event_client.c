#include "tests/support/event_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <wslay/wslay.h>

#include "api/base/buffer.h"
#include "api/base/instant.h"
#include "api/base/memory.h"
#include "tests/support/test.h"

enum {
    PATIENCE_MS = 20000,
    MESSAGES = 256,
    HEAD_SIZE = 4096
};

/* A frame that has come and was not asked for yet. */
struct frame {
    int opcode;
    int code; /* of a close */
    char *text;
};

struct event_client {
    wslay_event_context_ptr frames;
    int fd;
    char early[HEAD_SIZE]; /* behind the answer's head */
    size_t early_length;
    bool has_ended;
    struct frame come[MESSAGES];
    size_t first;
    size_t count;
};

/* Connecting */

static int
dial_unix(const char *path)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(name.sun_path, sizeof(name.sun_path), "%s", path);
    assert_int_equal(connect(fd, (const struct sockaddr *)&name, sizeof(name)), 0);
    return fd;
}

int
event_dial(const struct server_process *server)
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    int fd;

    if (strncmp(server->url, "unix:", 5) == 0)
        return dial_unix(server->url + 5);
    fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons((uint16_t)atoi(strrchr(server->url, ':') + 1));
    assert_int_equal(connect(fd, (const struct sockaddr *)&name, sizeof(name)), 0);
    return fd;
}

char *
event_request(const struct server_process *server, const char *cookies)
{
    struct buffer text = {0};

    buffer_add_text(&text, "GET /ws/connector HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\n"
                           "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: ");
    if (cookies)
        buffer_add_text(&text, cookies);
    else
        buffer_print(&text, "ClientToken=%s; AccessToken=%s", server->client_token,
                     server->access_token);
    buffer_add_text(&text, "\r\n\r\n");
    return buffer_take(&text);
}

/* What the server answers, head and what comes with it; returns where the head ends. */
static size_t
read_head(int fd, char head[HEAD_SIZE], size_t *length)
{
    *length = 0;
    for (;;) {
        struct pollfd wait = {fd, POLLIN, 0};
        const char *end;
        ssize_t got;

        assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
        got = recv(fd, head + *length, HEAD_SIZE - 1 - *length, 0);
        assert_true(got > 0);
        *length += (size_t)got;
        head[*length] = '\0';
        end = strstr(head, "\r\n\r\n");
        if (end)
            return (size_t)(end + 4 - head);
    }
}

static void
say(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

int
event_refusal(const struct server_process *server, const char *request, char *message, size_t size)
{
    char head[HEAD_SIZE];
    int fd = event_dial(server);
    size_t length;
    size_t end;
    json_t *body;

    say(fd, request);
    end = read_head(fd, head, &length);
    body = json_loads(head + end, 0, NULL);
    snprintf(message, size, "%s",
             body ? json_string_value(json_object_get(body, "Message")) : head);
    json_decref(body);
    close(fd);
    return atoi(head + strlen("HTTP/1.1 "));
}

/* wslay's callbacks */

static ssize_t
take_bytes(wslay_event_context_ptr frames, uint8_t *bytes, size_t most, int flags, void *context)
{
    struct event_client *client = context;
    ssize_t length;

    (void)flags;
    if (client->early_length) {
        size_t early = client->early_length < most ? client->early_length : most;

        memcpy(bytes, client->early, early);
        client->early_length -= early;
        memmove(client->early, client->early + early, client->early_length);
        return (ssize_t)early;
    }
    length = recv(client->fd, bytes, most, MSG_DONTWAIT);
    if (length > 0)
        return length;
    client->has_ended = length == 0 || errno != EAGAIN;
    wslay_event_set_error(frames,
                          client->has_ended ? WSLAY_ERR_CALLBACK_FAILURE : WSLAY_ERR_WOULDBLOCK);
    return -1;
}

static ssize_t
give_bytes(wslay_event_context_ptr frames, const uint8_t *bytes, size_t length, int flags,
           void *context)
{
    struct event_client *client = context;
    ssize_t sent = send(client->fd, bytes, length, MSG_NOSIGNAL);

    (void)flags;
    if (sent < 0)
        wslay_event_set_error(frames, WSLAY_ERR_CALLBACK_FAILURE);
    return sent;
}

static int
make_mask(wslay_event_context_ptr frames, uint8_t *bytes, size_t length, void *context)
{
    (void)frames;
    (void)context;
    memset(bytes, 0x5a, length);
    return 0;
}

static void
take_message(wslay_event_context_ptr frames, const struct wslay_event_on_msg_recv_arg *message,
             void *context)
{
    struct event_client *client = context;
    struct frame *frame = &client->come[(client->first + client->count) % MESSAGES];

    (void)frames;
    assert_true(client->count < MESSAGES);
    client->count++;
    frame->opcode = message->opcode;
    frame->code = message->status_code;
    frame->text = memory_new(message->msg_length + 1);
    if (message->msg_length)
        memcpy(frame->text, message->msg, message->msg_length);
}

struct event_client *
event_open(const struct server_process *server)
{
    static const struct wslay_event_callbacks callbacks = {
        .recv_callback = take_bytes,
        .send_callback = give_bytes,
        .genmask_callback = make_mask,
        .on_msg_recv_callback = take_message,
    };
    struct event_client *client = memory_new(sizeof(*client));
    char *request = event_request(server, NULL);
    char head[HEAD_SIZE];
    size_t length;
    size_t end;

    client->fd = event_dial(server);
    say(client->fd, request);
    free(request);
    end = read_head(client->fd, head, &length);
    if (strncmp(head, "HTTP/1.1 101 ", 13) != 0)
        fail_msg("no event stream: %s", head);
    assert_non_null(strstr(head, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    client->early_length = length - end;
    memcpy(client->early, head + end, client->early_length);
    assert_int_equal(wslay_event_context_client_init(&client->frames, &callbacks, client), 0);
    return client;
}

void
event_close(struct event_client *client)
{
    while (client->count) {
        free(client->come[client->first].text);
        client->first = (client->first + 1) % MESSAGES;
        client->count--;
    }
    wslay_event_context_free(client->frames);
    close(client->fd);
    free(client);
}

/* Listening */

/* Behind a close nothing more may come but the end of the connection. */
static void
await_end(struct event_client *client)
{
    char byte;

    (void)wslay_event_send(client->frames);
    assert_int_equal(recv(client->fd, &byte, 1, 0), 0);
    client->has_ended = true;
}

/* The next frame, which the caller frees; false at the stream's end. */
static bool
next_frame(struct event_client *client, struct frame *frame)
{
    int64_t deadline_ms = monotonic_ms() + PATIENCE_MS;

    while (!client->count && !client->has_ended) {
        struct pollfd wait = {client->fd, POLLIN, 0};

        assert_true(monotonic_ms() < deadline_ms);
        if (!client->early_length)
            (void)poll(&wait, 1, PATIENCE_MS);
        (void)wslay_event_recv(client->frames); // its end is noted by take_bytes()
        (void)wslay_event_send(client->frames); // pongs
        if (!wslay_event_want_read(client->frames) && !client->has_ended)
            await_end(client);
    }
    if (!client->count)
        return false;
    *frame = client->come[client->first];
    client->first = (client->first + 1) % MESSAGES;
    client->count--;
    return true;
}

void
event_wait(struct event_client *client, int opcode)
{
    struct frame frame = {0};

    while (frame.opcode != opcode) {
        free(frame.text);
        if (!next_frame(client, &frame))
            fail_msg("the stream ended before a frame of the kind %d", opcode);
    }
    free(frame.text);
}

json_t *
event_next(struct event_client *client)
{
    struct frame frame = {0};
    json_t *message;

    while (frame.opcode != WSLAY_TEXT_FRAME) {
        free(frame.text);
        if (!next_frame(client, &frame))
            fail_msg("the stream ended before a message");
    }
    message = json_loads(frame.text, 0, NULL);
    if (!message)
        fail_msg("no JSON: %s", frame.text);
    free(frame.text);
    return message;
}

int
event_end(struct event_client *client)
{
    struct frame frame;
    int code = 0;

    while (next_frame(client, &frame)) {
        if (frame.opcode == WSLAY_CONNECTION_CLOSE)
            code = frame.code;
        free(frame.text);
    }
    return code;
}

void
event_send(struct event_client *client, int opcode, const char *text)
{
    struct wslay_event_msg message = {(uint8_t)opcode, (const uint8_t *)text, strlen(text)};

    assert_int_equal(wslay_event_queue_msg(client->frames, &message), 0);
    assert_int_equal(wslay_event_send(client->frames), 0);
}

int
event_fd(const struct event_client *client)
{
    return client->fd;
}
