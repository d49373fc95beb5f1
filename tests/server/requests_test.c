/* What is wrong with a request before it is one of an operation: tokens, JSON, sizes, rates. */
#include <signal.h>
#include <stdlib.h>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/base/instant.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

enum {
    SLOW_CLIENTS = 300,
    ARRIVAL_MS = 400, /* that a request may take to arrive */
    DRIP_MS = 20,
    PATIENCE_MS = 20000,
    ANSWER_SIZE = 2048,
};

static struct server_process server;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static void
expect_refusal(const struct reply *reply, int status, const char *text)
{
    const char *message = json_string_value(json_object_get(reply->json, "Message"));
    const char *id = json_string_value(json_object_get(reply->json, "RequestId"));

    if (reply->status != status || !message || !strstr(message, text))
        fail_msg("%d %.300s, not %d \"%s\"", reply->status, reply->text, status, text);
    assert_non_null(id);
    assert_string_equal(id, reply->request_id);
    assert_int_equal(strlen(id), 36);
}

/* Posts a body as it is, and expects to be refused. */
static void
refuses(const char *path, const char *body, size_t length, int status, const char *text)
{
    struct reply reply = server_post(&server, path, body, length, NULL);

    expect_refusal(&reply, status, text);
    reply_free(&reply);
}

static const char services[] = "/api/connector/v1/services/getAll";

static void
paths_are_exact_but_for_case(void **state)
{
    static const char *const wrong[] = {
        "/",
        "/api/connector/v1/",
        "/api/connector/v1/services/getAll/",
        "/api/connector/v1/services/getAl",
        "/api/connector/v2/services/getAll",
        "/api/connector/v1/services/getAll/2023-06-06",
        "/services/getAll",
        "/api/connector/v1//services/getAll",
        "/api/connector/v1/..%2f..%2fetc/passwd",
        "/api/connector/v1/services%00/getAll",
    };
    struct reply reply = server_call(&server, "SERVICES/getall", "{}");

    (void)state;
    assert_int_equal(reply.status, 200);
    reply_free(&reply);
    for (size_t i = 0; i < countof(wrong); i++)
        refuses(wrong[i], "{}", 2, 404, "no operation of this path");
}

static void
only_posts_are_served(void **state)
{
    static const char *const methods[] = {"GET", "PUT", "DELETE", "OPTIONS", "PATCH"};

    (void)state;
    for (size_t i = 0; i < countof(methods); i++) {
        struct reply reply = server_request(&server, methods[i], services);

        expect_refusal(&reply, 404, "only POST");
        reply_free(&reply);
    }
}

static void
credentials_are_checked(void **state)
{
    static const struct {
        const char *client_token, *access_token, *client, *more;
        int status;
        const char *message;
    } rows[] = {
        {NULL, "a", "\"x\"", "", 400, "Invalid ClientToken: is missing"},
        {"c", NULL, "\"x\"", "", 400, "Invalid AccessToken: is missing"},
        {"c", "a", NULL, "", 400, "Invalid Client: is missing"},
        {"c", "a", "null", "", 400, "Invalid Client: is missing"},
        {"c", "a", "\"\"", "", 400, "Invalid Client: must be a text"},
        {"c", "a", "7", "", 400, "Invalid Client: must be a text"},
        {"C", "a", "\"x\"", "", 401, "Invalid ClientToken"},
        {"c", "A", "\"x\"", "", 401, "Invalid AccessToken"},
        {"cc", "a", "\"x\"", "", 401, "Invalid ClientToken"},
        {"c", "a", "\"x\"", ",\"LanguageCode\":\"en-US\"", 400, "go together"},
        {"c", "a", "\"x\"", ",\"CultureCode\":\"en-US\"", 400, "go together"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct buffer body = {0};

        buffer_add_text(&body, "{\"Z\":0");
        if (rows[i].client_token)
            buffer_print(&body, ",\"ClientToken\":\"%s\"", rows[i].client_token);
        if (rows[i].access_token)
            buffer_print(&body, ",\"AccessToken\":\"%s\"", rows[i].access_token);
        if (rows[i].client)
            buffer_print(&body, ",\"Client\":%s", rows[i].client);
        buffer_print(&body, "%s}", rows[i].more);
        refuses(services, body.text, body.length, rows[i].status, rows[i].message);
        buffer_clear(&body);
    }
    json_decref(server_ask(&server, "services/getAll",
                           "{\"LanguageCode\":\"en-US\",\"CultureCode\":\"en-US\"}"));
    json_decref(
        server_ask(&server, "services/getAll", "{\"LanguageCode\":null,\"CultureCode\":null}"));
}

/* Numbers and texts that JSON has no room for, and bodies that are none. */
static void
what_is_no_json_is_said(void **state)
{
    static const struct {
        const char *body;
        size_t length;
        const char *message;
    } rows[] = {
        {"", 0, "Invalid JSON"},
        {"{", 1, "Invalid JSON"},
        {"{}", 2, "Invalid ClientToken"},
        {"[]", 2, "must be an object"},
        {"null", 4, "Invalid"},
        {"{\"a\":1,}", 8, "Invalid JSON"},
        {"{\"a\":1}x", 8, "Invalid JSON"},
        {"{'a':1}", 7, "Invalid JSON"},
        {"{\"a\":1,\"a\":2}", 13, "Invalid JSON"},
        {"{\"a\":9223372036854775808}", 25, "Invalid JSON"},
        {"{\"a\":1e400}", 11, "Invalid JSON"},
        {"{\"a\":NaN}", 9, "Invalid JSON"},
        {"{\"a\":01}", 8, "Invalid JSON"},
        {"{\"a\":\"\\ud800\"}", 14, "Invalid JSON"},
        {"{\"a\":\"\\udc00\\ud800\"}", 20, "Invalid JSON"},
        {"{\"a\":\"\xff\"}", 9, "Invalid JSON"},
        {"{\"a\":\"\xc0\xaf\"}", 10, "Invalid JSON"},
        {"{\"a\":\"\\u0000\"}", 14, "Invalid JSON"},
        {"{\"a\":\"\0\"}", 9, "Invalid JSON"},
        {"{\"a\":\"x\ny\"}", 11, "Invalid JSON"},
        {"\xef\xbb\xbf{}", 5, "Invalid JSON"},
    };
    static const char *const numbers[] = {"5e-324", "1E2", "-0", "1.0", "100"};

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        refuses(services, rows[i].body, rows[i].length, 400, rows[i].message);
    for (size_t i = 0; i < countof(numbers); i++) {
        char body[64];
        struct reply reply;

        snprintf(body, sizeof(body), "{\"Limitation\":{\"Count\":%s}}", numbers[i]);
        reply = server_call(&server, "services/getAll", body);
        assert_int_equal(reply.status, i == 0 || i == 2 ? 400 : 200);
        reply_free(&reply);
    }
}

static void
huge_bodies_cost_nothing_for_long(void **state)
{
    struct buffer body = {0};
    int64_t began_ms = monotonic_ms();

    (void)state;
    for (int i = 0; i < 100000; i++)
        buffer_add_char(&body, '[');
    refuses(services, body.text, body.length, 400, "Invalid JSON");
    assert_true(monotonic_ms() - began_ms < 1000);
    buffer_reset(&body);
    buffer_add_text(&body, "{\"a\":\"");
    while (body.length < 50 << 20)
        buffer_add_spaces(&body, 1 << 20);
    buffer_add_text(&body, "\"}");
    refuses(services, body.text, body.length, 413, "too large");
    body.length = (4 << 20) + 1;
    refuses(services, body.text, body.length, 413, "too large");
    body.length = 4 << 20;
    refuses(services, body.text, body.length, 400, "Invalid JSON");
    buffer_clear(&body);
    assert_true(monotonic_ms() - began_ms < 10000);
    json_decref(server_ask(&server, "services/getAll", "{}"));
}

static void
a_minimal_answer_is_none(void **state)
{
    static const struct {
        const char *body;
        int status;
    } rows[] = {
        {"\"ServiceIds\":[\"$nothing\"]}", 204},
        {"\"ServiceIds\":[\"$stays\"]}", 200},
    };
    char *tokens = server_tokens(&server);

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char *rest = property_text(rows[i].body);
        struct buffer body = {0};
        struct reply reply;

        buffer_add_text(&body, tokens);
        buffer_add_text(&body, rest);
        reply = server_post(&server, services, body.text, body.length, "Prefer: return=minimal");
        assert_int_equal(reply.status, rows[i].status);
        assert_int_equal(reply.has_content_type, rows[i].status == 200);
        assert_int_equal(reply.text[0] != '\0', rows[i].status == 200);
        reply_free(&reply);
        reply = server_post(&server, services, body.text, body.length, NULL);
        assert_int_equal(reply.status, 200);
        reply_free(&reply);
        buffer_clear(&body);
        free(rest);
    }
    free(tokens);
}

static void
a_write_without_a_result_answers_an_empty_object(void **state)
{
    struct reply reply = server_call(&server, "resources/update",
                                     "{\"ResourceUpdates\":[{\"ResourceId\":\"$room103\"}]}");

    (void)state;
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.text, "{}");
    assert_string_equal(reply.date, "Tue, 24 Mar 2026 15:00:00 GMT");
    reply_free(&reply);
}

static void
a_rate_limit_tells_when_to_ask_again(void **state)
{
    struct server_config config = server_process_config();
    struct server_process limited;

    (void)state;
    config.rate_requests = 5;
    config.rate_seconds = 30;
    server_process_start(&limited, &config);
    for (int i = 0; i < 7; i++) {
        struct reply reply = server_call(&limited, "services/getAll", "{}");

        assert_int_equal(reply.status, i < 5 ? 200 : 429);
        if (i >= 5)
            assert_in_range(reply.retry_after, 1, 30);
        reply_free(&reply);
    }
    assert_int_equal(server_process_end(&limited, SIGTERM), 0);
}

static int
dial(const struct server_process *to)
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons((uint16_t)atoi(strrchr(to->url, ':') + 1));
    assert_int_equal(connect(fd, (struct sockaddr *)&name, sizeof(name)), 0);
    return fd;
}

/* Sends a byte whenever nothing comes back for a moment; returns how long it was let. */
static int64_t
drip(const struct server_process *to, const char *beginning, char answer[ANSWER_SIZE])
{
    int64_t began_ms = monotonic_ms();
    int fd = dial(to);
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    size_t length = 0;
    ssize_t got;

    assert_true(send(fd, beginning, strlen(beginning), MSG_NOSIGNAL) > 0);
    while (poll(&poll_fd, 1, DRIP_MS) == 0) {
        assert_true(monotonic_ms() - began_ms < PATIENCE_MS);
        if (send(fd, "x", 1, MSG_NOSIGNAL) < 0)
            break;
    }
    while ((got = recv(fd, answer + length, ANSWER_SIZE - 1 - length, 0)) > 0)
        length += (size_t)got;
    answer[length] = '\0';
    close(fd);
    return monotonic_ms() - began_ms;
}

/* What arrives too slowly is told so, at a deadline that doesn't move with each byte. */
static void
a_dripped_request_is_answered_with_408(void **state)
{
    static const char *const beginnings[] = {
        "POST /api/connector/v1/services/getAll HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        "POST /api/connector/v1/services/getAll HTTP/1.1\r\nHost: x\r\n"
        "Content-Length: 1000000\r\n\r\n{\"Client\":\"",
    };
    struct server_config config = server_process_config();
    struct server_process impatient;

    (void)state;
    config.header_ms = config.body_ms = ARRIVAL_MS;
    server_process_start(&impatient, &config);
    for (size_t i = 0; i < countof(beginnings); i++) {
        char answer[ANSWER_SIZE];
        int64_t took_ms = drip(&impatient, beginnings[i], answer);

        check(took_ms >= ARRIVAL_MS, "request %zu: %d ms", i, (int)took_ms);
        check(strncmp(answer, "HTTP/1.1 408 ", 13) == 0, "request %zu: %s", i, answer);
        check(strstr(answer, "\r\n\r\n{\"Message\":\"The request did not come to its end") != NULL,
              "request %zu: %s", i, answer);
    }
    json_decref(server_ask(&impatient, "services/getAll", "{}"));
    assert_int_equal(server_process_end(&impatient, SIGTERM), 0);
}

/* The slow ones keep nobody waiting. That they end is http_test's. */
static void
slow_clients_keep_nobody_waiting(void **state)
{
    static const char head[] = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n";
    struct rlimit limit;
    int slow[2 * SLOW_CLIENTS];

    (void)state;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    for (int i = 0; i < 2 * SLOW_CLIENTS; i++) {
        const char *beginning = i % 2 ? head : "POST / HT";

        slow[i] = dial(&server);
        assert_true(send(slow[i], beginning, strlen(beginning), MSG_NOSIGNAL) > 0);
    }
    for (int round = 0; round < 5; round++) {
        int64_t began_ms = monotonic_ms();

        for (int i = 0; i < 2 * SLOW_CLIENTS; i++)
            assert_int_equal(send(slow[i], "x", 1, MSG_NOSIGNAL), 1);
        json_decref(server_ask(&server, "services/getAll", "{}"));
        assert_true(monotonic_ms() - began_ms < 1000);
    }
    for (int i = 0; i < 2 * SLOW_CLIENTS; i++)
        close(slow[i]);
}

static int
start_server(void **state)
{
    struct server_config config = server_process_config();

    (void)state;
    config.client_token = "c";
    config.access_token = "a";
    server_process_start(&server, &config);
    return 0;
}

static int
end_server(void **state)
{
    (void)state;
    return server_process_end(&server, SIGINT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_exact_but_for_case),
        cmocka_unit_test(only_posts_are_served),
        cmocka_unit_test(credentials_are_checked),
        cmocka_unit_test(what_is_no_json_is_said),
        cmocka_unit_test(huge_bodies_cost_nothing_for_long),
        cmocka_unit_test(a_minimal_answer_is_none),
        cmocka_unit_test(a_write_without_a_result_answers_an_empty_object),
        cmocka_unit_test(a_rate_limit_tells_when_to_ask_again),
        cmocka_unit_test(a_dripped_request_is_answered_with_408),
        cmocka_unit_test(slow_clients_keep_nobody_waiting),
    };

    return cmocka_run_group_tests(tests, start_server, end_server);
}
