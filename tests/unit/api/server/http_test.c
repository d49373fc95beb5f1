/* Requests made whole, answers sent at once or later, deadlines that don't move. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/server/http.h"
#include "api/server/listener.h"
#include "tests/support/certificate.h"
#include "tests/support/folder.h"

enum {
    PATIENCE_MS = 20000, /* what never takes so long */
    TRICKLE_MS = 10
};

static const struct http_limits short_limits = {
    .header_ms = 300,
    .body_ms = 300,
    .idle_ms = 300,
    .send_ms = 5000,
    .connections = 100,
    .body_bytes = 1000,
    .bodies_bytes = 1500,
    .small_bytes = 100,
    .answers_bytes = 1 << 20,
    .take_ms = 200,
};

/* A server in the test's own thread, and what its handler saw. */
struct fixture {
    struct listener listener;
    struct http *http;
    struct clock clock;
    bool keeps;          /* the handler answers later */
    size_t filler_bytes; /* in its answers */
    struct exchange *kept;
    int handled;
    enum body_state body_state;
    char path[64];
    char body[64];
};

static struct fixture fixture;

static void
answer(struct exchange *exchange)
{
    buffer_add_spaces(&exchange->answer, fixture.filler_bytes);
    buffer_add_text(&exchange->answer, "{\"done\":true}");
    exchange_accept(exchange, false);
}

static bool
handle(void *context, struct exchange *exchange)
{
    struct fixture *seen = context;

    seen->handled++;
    seen->body_state = exchange->body_state;
    snprintf(seen->path, sizeof(seen->path), "%s", exchange->path);
    snprintf(seen->body, sizeof(seen->body), "%s", buffer_text(&exchange->body));
    if (!seen->keeps) {
        answer(exchange);
        return true;
    }
    seen->kept = exchange;
    return false;
}

static void
open_server(const struct tls *tls)
{
    struct http_config config = {.tls = tls,
                                 .limits = short_limits,
                                 .clock = &fixture.clock,
                                 .handler = {.handle = handle, .context = &fixture}};
    struct error err;

    memset(&fixture, 0, sizeof(fixture));
    clock_init(&fixture.clock, (struct instant){1774353600000}, (struct instant){0});
    assert_true(listener_open(&fixture.listener, "127.0.0.1:0", LISTENER_PLAIN, &err));
    config.listen_fd = fixture.listener.fd;
    fixture.http = http_open(&config, &err);
    assert_non_null(fixture.http);
}

static int
start(void **state)
{
    (void)state;
    open_server(NULL);
    return 0;
}

static struct tls tls;

static int
start_with_tls(void **state)
{
    static const struct certificate certificate = {"server", "127.0.0.1", -1, 1};
    struct folder folder;
    char pem[CERTIFICATE_PATH_SIZE];
    char key[CERTIFICATE_PATH_SIZE];
    struct error err;

    (void)state;
    folder_open(&folder);
    certificates_write(folder.path, &certificate, 1);
    snprintf(pem, sizeof(pem), "%s/server.pem", folder.path);
    snprintf(key, sizeof(key), "%s/server.key", folder.path);
    assert_true(tls_load(&tls, pem, key, &err));
    folder_close(&folder);
    open_server(&tls);
    return 0;
}

static int
stop(void **state)
{
    (void)state;
    http_close(fixture.http);
    listener_close(&fixture.listener);
    return 0;
}

static int
stop_with_tls(void **state)
{
    int result = stop(state);

    tls_clear(&tls);
    return result;
}

static int
dial(void)
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons((uint16_t)atoi(strrchr(fixture.listener.url, ':') + 1));
    assert_int_equal(connect(fd, (struct sockaddr *)&name, sizeof(name)), 0);
    return fd;
}

/* Lets the server do what it has to, for at most some milliseconds. */
static void
step(int milliseconds)
{
    struct pollfd wait = {http_fd(fixture.http), POLLIN, 0};
    int timeout = http_timeout_ms(fixture.http);

    if (timeout < 0 || timeout > milliseconds)
        timeout = milliseconds;
    (void)poll(&wait, 1, timeout); // run whatever it says
    http_run(fixture.http);
}

static void
say(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* Whether the connection has something to read, or is at its end, by now. */
static bool
is_readable(int fd)
{
    struct pollfd wait = {fd, POLLIN, 0};

    return poll(&wait, 1, 0) == 1;
}

/* What the server answers until the text ends with `end`; "" when it hangs up. */
static const char *
hear(int fd, const char *end, char *text, size_t size)
{
    int64_t give_up_ms = monotonic_ms() + PATIENCE_MS;
    size_t length = 0;

    text[0] = '\0';
    while (!strstr(text, end)) {
        ssize_t got;

        assert_true(monotonic_ms() < give_up_ms);
        step(TRICKLE_MS);
        if (!is_readable(fd))
            continue;
        got = recv(fd, text + length, size - length - 1, 0);
        if (got <= 0)
            return "";
        length += (size_t)got;
        text[length] = '\0';
    }
    return text;
}

static void
a_request_is_answered(void **state)
{
    char text[1024];
    int fd = dial();

    (void)state;
    say(fd, "POST /a/b%20c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    hear(fd, "{\"done\":true}", text, sizeof(text));
    assert_non_null(strstr(text, "HTTP/1.1 200"));
    assert_non_null(strstr(text, "Date: Tue, 24 Mar 2026 12:00:00 GMT\r\n"));
    assert_non_null(strstr(text, "Request-Id: "));
    assert_non_null(strstr(text, "Content-Type: application/json"));
    assert_string_equal(fixture.path, "/a/b c");
    assert_string_equal(fixture.body, "hello");
    /* ... and the next one on the same connection. */
    say(fd, "POST /again HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
    hear(fd, "{\"done\":true}", text, sizeof(text));
    assert_string_equal(fixture.path, "/again");
    assert_string_equal(fixture.body, "hello");
    close(fd);
}

static void
an_answer_may_come_later(void **state)
{
    char text[1024];
    int fd = dial();

    (void)state;
    fixture.keeps = true;
    say(fd, "POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    while (!fixture.kept)
        step(TRICKLE_MS);
    assert_true(http_is_busy(fixture.http));
    assert_false(is_readable(fd));
    answer(fixture.kept);
    http_answer(fixture.kept);
    hear(fd, "{\"done\":true}", text, sizeof(text));
    while (http_is_busy(fixture.http))
        step(TRICKLE_MS);
    close(fd);
}

/* A client that hangs up before its answer takes nothing with it. */
static void
an_answer_may_find_nobody(void **state)
{
    int fd = dial();

    (void)state;
    fixture.keeps = true;
    say(fd, "POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    while (!fixture.kept)
        step(TRICKLE_MS);
    close(fd);
    answer(fixture.kept);
    http_answer(fixture.kept);
    while (http_is_busy(fixture.http))
        step(TRICKLE_MS);
}

/* Sends a byte every now and then; returns how long it was let. */
static int64_t
trickle(const char *beginning, const char *byte)
{
    int64_t began_ms = monotonic_ms();
    int64_t next_ms = began_ms;
    int fd = dial();

    say(fd, beginning);
    while (!is_readable(fd)) {
        assert_true(monotonic_ms() - began_ms < PATIENCE_MS);
        if (monotonic_ms() >= next_ms) {
            if (send(fd, byte, 1, MSG_NOSIGNAL) < 0)
                break;
            next_ms += TRICKLE_MS;
        }
        step(TRICKLE_MS);
    }
    close(fd);
    step(TRICKLE_MS);
    return monotonic_ms() - began_ms;
}

static void
slow_headers_have_an_absolute_deadline(void **state)
{
    int64_t took_ms = trickle("POST / HTTP/1.1\r\nHost: x\r\nX: ", "x");

    (void)state;
    assert_true(took_ms >= short_limits.header_ms);
    assert_int_equal(fixture.handled, 0);
}

static void
slow_bodies_have_an_absolute_deadline(void **state)
{
    int64_t took_ms = trickle("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n", "x");

    (void)state;
    assert_true(took_ms >= short_limits.body_ms);
    assert_int_equal(fixture.handled, 0);
    assert_false(http_is_busy(fixture.http));
}

static void
silent_connections_are_closed(void **state)
{
    int64_t began_ms = monotonic_ms();
    int fd = dial();

    (void)state;
    while (!is_readable(fd)) {
        assert_true(monotonic_ms() - began_ms < PATIENCE_MS);
        step(TRICKLE_MS);
    }
    assert_true(monotonic_ms() - began_ms >= short_limits.header_ms);
    close(fd);
}

/* With TLS there are no headers before it. */
static void
handshakes_that_do_not_come_have_the_same_deadline(void **state)
{
    silent_connections_are_closed(state);
}

static void
say_body(int fd, size_t length)
{
    char head[128];
    char *body = malloc(length + 1);

    memset(body, 'x', length);
    body[length] = '\0';
    snprintf(head, sizeof(head), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %zu\r\n\r\n",
             length);
    say(fd, head);
    say(fd, body);
    free(body);
}

static void
a_body_that_is_too_large_is_not_kept(void **state)
{
    char text[1024];
    int fd = dial();

    (void)state;
    say_body(fd, 1000);
    hear(fd, "{\"done\":true}", text, sizeof(text));
    assert_int_equal(fixture.body_state, BODY_KEPT);
    say_body(fd, 60000);
    hear(fd, "{\"done\":true}", text, sizeof(text));
    assert_int_equal(fixture.body_state, BODY_TOO_LARGE);
    assert_string_equal(fixture.body, "");
    close(fd);
}

static void
bodies_share_a_limit(void **state)
{
    char text[1024];
    int holds = dial();
    int fd = dial();

    (void)state;
    fixture.keeps = true;
    say_body(holds, 900);
    while (!fixture.kept)
        step(TRICKLE_MS);
    fixture.keeps = false;
    say_body(fd, 900);
    hear(fd, "{\"done\":true}", text, sizeof(text));
    assert_int_equal(fixture.body_state, BODY_NO_ROOM);
    say_body(fd, 100); // small ones always fit
    hear(fd, "{\"done\":true}", text, sizeof(text));
    assert_int_equal(fixture.body_state, BODY_KEPT);
    answer(fixture.kept);
    http_answer(fixture.kept);
    hear(holds, "{\"done\":true}", text, sizeof(text));
    say_body(fd, 900); // there is room again
    hear(fd, "{\"done\":true}", text, sizeof(text));
    assert_int_equal(fixture.body_state, BODY_KEPT);
    close(holds);
    close(fd);
}

/* Others are told to ask again, until those who don't take theirs are let go. */
static void
answers_that_nobody_takes_hold_up_nobody(void **state)
{
    char text[1024];
    int holds[3];
    int fd = dial();

    (void)state;
    fixture.filler_bytes = 6 << 20; // more than the system takes
    for (int i = 0; i < 3; i++) {
        int before = fixture.handled;

        holds[i] = dial();
        say_body(holds[i], 1);
        while (fixture.handled == before)
            step(TRICKLE_MS);
    }
    fixture.filler_bytes = 0;
    say_body(fd, 1);
    hear(fd, "{\"done\":true}", text, sizeof(text));
    assert_int_equal(fixture.body_state, BODY_NO_ROOM);
    do {
        say_body(fd, 1);
        hear(fd, "{\"done\":true}", text, sizeof(text));
    } while (fixture.body_state == BODY_NO_ROOM);
    for (int i = 0; i < 3; i++) {
        char *rest = malloc(16 << 20);
        size_t length = 0;
        ssize_t got;

        while ((got = recv(holds[i], rest + length, (16 << 20) - length, MSG_DONTWAIT)) > 0)
            length += (size_t)got;
        assert_true(got == 0 || errno == ECONNRESET); // it was let go
        assert_true(length < 6 << 20);
        free(rest);
        close(holds[i]);
    }
    close(fd);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_request_is_answered, start, stop),
        cmocka_unit_test_setup_teardown(an_answer_may_come_later, start, stop),
        cmocka_unit_test_setup_teardown(an_answer_may_find_nobody, start, stop),
        cmocka_unit_test_setup_teardown(slow_headers_have_an_absolute_deadline, start, stop),
        cmocka_unit_test_setup_teardown(slow_bodies_have_an_absolute_deadline, start, stop),
        cmocka_unit_test_setup_teardown(handshakes_that_do_not_come_have_the_same_deadline,
                                        start_with_tls, stop_with_tls),
        cmocka_unit_test_setup_teardown(silent_connections_are_closed, start, stop),
        cmocka_unit_test_setup_teardown(a_body_that_is_too_large_is_not_kept, start, stop),
        cmocka_unit_test_setup_teardown(bodies_share_a_limit, start, stop),
        cmocka_unit_test_setup_teardown(answers_that_nobody_takes_hold_up_nobody, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
