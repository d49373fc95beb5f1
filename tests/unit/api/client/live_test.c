/*
 * The event stream's client: the property is the test itself, which says what it likes, byte by
 * byte.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/base/instant.h"
#include "api/base/memory.h"
#include "api/client/live.h"
#include "tests/support/folder.h"
#include "tests/support/test.h"

enum {
    PATIENCE_MS = 20000,
    TURN_MS = 5,
};

static const struct live_times quick = {
    .dial_ms = 2000,
    .ping_ms = 100000,
    .pong_ms = 100000,
    .retry_ms = 2,
    .longest_ms = 4,
    .refused_ms = 100000,
    .stable_ms = 0,
};

static const struct identity identity = {"CLIENT-1", "ACCESS-2", ""};

struct fixture {
    struct folder folder;
    struct endpoint endpoint;
    struct connection *connection;
    struct live *live;
    int listener;
    int peer; /* the accepted connection; -1 */
    char request[2048];
    size_t ups, downs;
    size_t told;
    char last[200]; /* message */
};

static void
note_change(void *context, bool is_up)
{
    struct fixture *fixture = context;

    fixture->ups += is_up;
    fixture->downs += !is_up;
}

static void
note_message(void *context, const char *text, size_t length)
{
    struct fixture *fixture = context;

    fixture->told++;
    snprintf(fixture->last, sizeof(fixture->last), "%.*s", (int)length, text);
}

static void
open_live(struct fixture *fixture, const struct identity *who, const struct live_times *times)
{
    struct live_sink sink = {note_change, note_message, fixture};

    live_free(fixture->live);
    fixture->live = live_new(fixture->connection, &fixture->endpoint, who, sink, times);
    live_start(fixture->live, monotonic_ms());
}

static int
start(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    struct client_config config = {0};
    char url[120];
    struct error err;

    folder_open(&fixture->folder);
    snprintf(name.sun_path, sizeof(name.sun_path), "%s/socket", fixture->folder.path);
    snprintf(url, sizeof(url), "unix:%s", name.sun_path);
    fixture->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    fixture->peer = -1;
    config.url = url;
    if (bind(fixture->listener, (struct sockaddr *)&name, sizeof(name)) != 0
        || listen(fixture->listener, 16) != 0
        || !endpoint_init_events(&fixture->endpoint, &config, &err))
        return -1;
    fixture->connection = connection_new(&fixture->endpoint);
    open_live(fixture, &identity, &quick);
    *state = fixture;
    return 0;
}

static int
stop(void **state)
{
    struct fixture *fixture = *state;

    live_free(fixture->live);
    connection_free(fixture->connection);
    endpoint_clear(&fixture->endpoint);
    close(fixture->listener);
    if (fixture->peer >= 0)
        close(fixture->peer);
    folder_close(&fixture->folder);
    free(fixture);
    return 0;
}

/* One turn of the worker's loop, which never waits long. */
static int64_t
turn(struct fixture *fixture)
{
    int64_t now_ms = monotonic_ms();
    int64_t next_ms = live_run(fixture->live, now_ms);
    struct pollfd wait = live_wait(fixture->live);
    int64_t left_ms = next_ms - now_ms;

    connection_wait(fixture->connection, &wait, 1, left_ms < TURN_MS ? left_ms : TURN_MS);
    assert_null(connection_done(fixture->connection));
    return next_ms;
}

#define UNTIL(fixture, condition)                                                                  \
    do {                                                                                           \
        int64_t until_ms = monotonic_ms() + PATIENCE_MS;                                           \
                                                                                                   \
        while (!(condition)) {                                                                     \
            check(monotonic_ms() < until_ms, "%s", #condition);                                    \
            turn(fixture);                                                                         \
        }                                                                                          \
    } while (0)

/* Reads what has come from the client, at most `size`. */
static size_t
hear(struct fixture *fixture, char *bytes, size_t size)
{
    ssize_t length = recv(fixture->peer, bytes, size, MSG_DONTWAIT);

    return length > 0 ? (size_t)length : 0;
}

/* Takes the next connection and its request. */
static void
take_request(struct fixture *fixture)
{
    size_t length = 0;

    if (fixture->peer >= 0)
        close(fixture->peer);
    UNTIL(fixture, (fixture->peer = accept(fixture->listener, NULL, NULL)) >= 0);
    fixture->request[0] = '\0';
    while (!strstr(fixture->request, "\r\n\r\n")) {
        UNTIL(fixture, (length += hear(fixture, fixture->request + length, 1)) > 0);
        fixture->request[length] = '\0';
    }
}

static void
say(struct fixture *fixture, const char *bytes, size_t length)
{
    assert_int_equal(send(fixture->peer, bytes, length, MSG_NOSIGNAL), length);
}

/* The answer that the request wants. */
static void
make_head(const struct fixture *fixture, char head[200])
{
    char key[WEBSOCKET_KEY_SIZE] = "";
    char accept[WEBSOCKET_ACCEPT_SIZE];
    const char *at = strstr(fixture->request, "Sec-WebSocket-Key: ");

    assert_non_null(at);
    memcpy(key, at + strlen("Sec-WebSocket-Key: "), WEBSOCKET_KEY_SIZE - 1);
    websocket_accept(key, accept);
    snprintf(head, 200,
             "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\n"
             "connection: upgrade\r\nsec-websocket-accept: %s\r\n\r\n",
             accept);
}

static void
agree(struct fixture *fixture)
{
    char head[200];
    size_t ups = fixture->ups;

    take_request(fixture);
    make_head(fixture, head);
    say(fixture, head, strlen(head));
    UNTIL(fixture, fixture->ups > ups);
    assert_true(live_is_up(fixture->live));
}

static void
the_request_is_a_websockets(void **state)
{
    static const char *const lines[] = {
        "GET /ws/connector HTTP/1.1\r\n",
        "\r\nHost: localhost\r\n",
        "\r\nUpgrade: websocket\r\n",
        "\r\nConnection: Upgrade\r\n",
        "\r\nSec-WebSocket-Version: 13\r\n",
        "\r\nCookie: ClientToken=CLIENT-1; AccessToken=ACCESS-2\r\n",
    };
    struct fixture *fixture = *state;

    take_request(fixture);
    for (size_t i = 0; i < countof(lines); i++)
        check(strstr(fixture->request, lines[i]), "%s in %s", lines[i], fixture->request);
}

static void
messages_are_told(void **state)
{
    struct fixture *fixture = *state;

    agree(fixture);
    say(fixture, "\x81\x05hello", 7);
    UNTIL(fixture, fixture->told == 1);
    assert_string_equal(fixture->last, "hello");
    say(fixture, "\x82\x02no\x01\x03in \x80\x02it", 13); // of bytes, then a text in two frames
    UNTIL(fixture, fixture->told == 2);
    assert_string_equal(fixture->last, "in it");
}

static void
frames_behind_the_head_are_not_lost(void **state)
{
    struct fixture *fixture = *state;
    char head[220];

    take_request(fixture);
    make_head(fixture, head);
    strcat(head, "\x81\x05hello\x81\x02");
    say(fixture, head, strlen(head));
    UNTIL(fixture, fixture->told == 1);
    say(fixture, "ho", 2);
    UNTIL(fixture, fixture->told == 2);
    assert_string_equal(fixture->last, "ho");
}

/* Whatever the byte, what came whole was told, and the stream is dialled again. */
static void
a_stream_that_is_cut_at_any_byte_is_dialled_again(void **state)
{
    static const char frames[] = "\x81\x05hello\x89\x02hi\x81\x03six\x01\x02no\x80\x01w";
    static const size_t ends[] = {7, 16, 23}; // of the messages
    struct fixture *fixture = *state;
    size_t head_length = 1;

    for (size_t cut = 0; cut <= head_length + sizeof(frames) - 1; cut++) {
        char bytes[300];
        size_t told = 0;

        fixture->told = 0;
        fixture->ups = 0;
        fixture->downs = 0;
        take_request(fixture);
        make_head(fixture, bytes);
        head_length = strlen(bytes);
        memcpy(bytes + head_length, frames, sizeof(frames));
        for (size_t i = 0; i < countof(ends); i++)
            told += cut >= head_length + ends[i];
        if (cut)
            say(fixture, bytes, cut);
        assert_int_equal(shutdown(fixture->peer, SHUT_RDWR), 0);
        UNTIL(fixture, !live_wait(fixture->live).events || fixture->downs
                           || (cut < head_length && live_wait(fixture->live).fd < 0));
        check(fixture->told == told, "%zu of %zu after %zu bytes", fixture->told, told, cut);
        check(fixture->ups == (cut >= head_length) && fixture->downs == fixture->ups, "%zu", cut);
    }
    agree(fixture);
}

static void
who_is_no_event_stream_is_tried_again(void **state)
{
    static const char for_another_key[] =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
    static const char *const answers[] = {
        for_another_key,
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 500 Oops\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/2 101 Yes\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "\r\n\r\n",
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < countof(answers); i++) {
        take_request(fixture);
        say(fixture, answers[i], strlen(answers[i]));
    }
    agree(fixture);
    assert_int_equal(fixture->ups, 1);
}

static void
an_endless_head_is_not_kept(void **state)
{
    struct fixture *fixture = *state;
    char piece[4096];

    memset(piece, 'x', sizeof(piece));
    take_request(fixture);
    while (send(fixture->peer, piece, sizeof(piece), MSG_NOSIGNAL | MSG_DONTWAIT) > 0
           || errno == EAGAIN)
        turn(fixture);
    agree(fixture);
}

static void
a_refusal_is_not_asked_about_often(void **state)
{
    static const char *const answers[] = {"HTTP/1.1 404 Not Found\r\n\r\n",
                                          "HTTP/1.1 401 Unauthorized\r\n\r\n",
                                          "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n"};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < countof(answers); i++) {
        int64_t next_ms = 0;

        open_live(fixture, &identity, &quick);
        take_request(fixture);
        say(fixture, answers[i], strlen(answers[i]));
        UNTIL(fixture, (next_ms = turn(fixture)) > monotonic_ms() + quick.dial_ms);
        check(next_ms - monotonic_ms() > quick.refused_ms / 3, "%s", answers[i]);
    }
}

static void
each_failure_waits_longer(void **state)
{
    struct live_times slow = quick;
    struct fixture *fixture = *state;
    int64_t longest_ms = 0;

    slow.retry_ms = 4;
    slow.longest_ms = 64;
    open_live(fixture, &identity, &slow);
    for (int i = 0; i < 8; i++) {
        int64_t cut_ms;

        take_request(fixture);
        cut_ms = monotonic_ms();
        shutdown(fixture->peer, SHUT_RDWR);
        UNTIL(fixture, live_wait(fixture->live).fd < 0);
        longest_ms = turn(fixture) - cut_ms;
    }
    assert_true(longest_ms >= slow.longest_ms / 2);
    assert_true(longest_ms <= slow.longest_ms + TURN_MS + 100);
}

static void
silence_is_asked_about_and_then_ends_it(void **state)
{
    struct live_times times = quick;
    struct fixture *fixture = *state;
    char bytes[64];
    size_t length = 0;

    times.ping_ms = 20;
    times.pong_ms = 60;
    open_live(fixture, &identity, &times);
    agree(fixture);
    UNTIL(fixture, (length = hear(fixture, bytes, sizeof(bytes))) > 0);
    assert_int_equal(length, 6);
    assert_memory_equal(bytes, "\x89\x80", 2); // a ping, masked
    say(fixture, "\x8a\x00", 2);
    UNTIL(fixture, (length = hear(fixture, bytes, sizeof(bytes))) > 0);
    assert_int_equal(fixture->downs, 0);
    UNTIL(fixture, fixture->downs == 1); // this one is not answered
    take_request(fixture);
}

static void
pings_are_answered(void **state)
{
    struct fixture *fixture = *state;
    char bytes[64];
    size_t length = 0;

    agree(fixture);
    say(fixture, "\x89\x02hi", 4);
    UNTIL(fixture, (length += hear(fixture, bytes + length, sizeof(bytes) - length)) >= 8);
    assert_memory_equal(bytes, "\x8a\x82", 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(bytes[6 + i] ^ bytes[2 + i], "hi"[i]);
}

static void
what_breaks_the_protocol_is_left(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } rows[] = {
        {"\x81\x85zzzzhello", 11},                         // masked
        {"\xc1\x05hello", 7},                              // a reserved bit
        {"\x81\x03\xff\xfe!", 5},                          // no UTF-8
        {"\x81\x7f\x00\x00\x00\x01\x00\x00\x00\x00!", 11}, // 4 GiB
        {"\x89\x7e\x00\x80", 4},                           // a ping that is too long
        {"\x83\x00", 2},                                   // an unknown kind
        {"\x80\x01!", 3},                                  // the rest of nothing
        {"\x88\x02\x03\xe9", 4},                           // a goodbye
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < countof(rows); i++) {
        fixture->downs = 0;
        agree(fixture);
        say(fixture, rows[i].bytes, rows[i].length);
        UNTIL(fixture, fixture->downs == 1);
    }
    assert_int_equal(fixture->told, 0);
}

static void
where_there_is_nothing_to_dial_nothing_is_done(void **state)
{
    static const struct identity strange[] = {
        {"a;b", "c", ""},
        {"a", "b\r\nHost: c", ""},
        {"a", "b\"", ""},
        {"caf\xc3\xa9", "b", ""},
    };
    struct fixture *fixture = *state;
    struct endpoint none = {0};
    struct endpoint some = fixture->endpoint;

    for (size_t i = 0; i < countof(strange); i++) {
        open_live(fixture, &strange[i], &quick);
        check(turn(fixture) == INT64_MAX, "%s %s", strange[i].client_token,
              strange[i].access_token);
    }
    fixture->endpoint = none;
    open_live(fixture, &identity, &quick);
    assert_true(turn(fixture) == INT64_MAX);
    fixture->endpoint = some;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_request_is_a_websockets),
        TEST(messages_are_told),
        TEST(frames_behind_the_head_are_not_lost),
        TEST(a_stream_that_is_cut_at_any_byte_is_dialled_again),
        TEST(who_is_no_event_stream_is_tried_again),
        TEST(an_endless_head_is_not_kept),
        TEST(a_refusal_is_not_asked_about_often),
        TEST(each_failure_waits_longer),
        TEST(silence_is_asked_about_and_then_ends_it),
        TEST(pings_are_answered),
        TEST(what_breaks_the_protocol_is_left),
        TEST(where_there_is_nothing_to_dial_nothing_is_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
