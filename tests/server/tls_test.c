/* TLS from end to end: whom a client trusts, what a server takes, events by wss. */
#include <curl/curl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/certificate.h"
#include "tests/support/desk.h"
#include "tests/support/event_client.h"
#include "tests/support/folder.h"
#include "tests/support/property.h"
#include "tests/support/scripted_property.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

enum {
    AT_ONCE_MS = 1000,
    STALLED = 20,
    ARRIVAL_MS = 400, /* that a request may take to arrive */
    DRIP_MS = 20,
    PATIENCE_MS = 20000,
    ANSWER_SIZE = 2048,
};

static const struct certificate certificates[] = {
    {"good", "127.0.0.1", -1, 30},        {"named", "localhost", -1, 30},
    {"old", "127.0.0.1", -30, -1},        {"young", "127.0.0.1", 10, 30},
    {"foreign", "hotel.example", -1, 30},
};

static struct folder folder;

/* A file of the folder. *Valid until* the fourth next. */
static const char *
in_folder(const char *name, const char *ending)
{
    static char paths[4][CERTIFICATE_PATH_SIZE];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, CERTIFICATE_PATH_SIZE, "%s/%s%s", folder.path, name, ending);
    return path;
}

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
make_files(void **state)
{
    (void)state;
    folder_open(&folder);
    certificates_write(folder.path, certificates, sizeof(certificates) / sizeof(*certificates));
    return 0;
}

static int
remove_files(void **state)
{
    (void)state;
    folder_close(&folder);
    return 0;
}

static struct server_process
start_with(struct server_config config, const char *certificate)
{
    char pem[CERTIFICATE_PATH_SIZE];
    char key[CERTIFICATE_PATH_SIZE];
    static char ca[CERTIFICATE_PATH_SIZE];
    struct server_process server = {0};

    snprintf(pem, sizeof(pem), "%s", in_folder(certificate, ".pem"));
    snprintf(key, sizeof(key), "%s", in_folder(certificate, ".key"));
    snprintf(ca, sizeof(ca), "%s", in_folder("ca", ".pem"));
    config.tls_certificate = pem;
    config.tls_key = key;
    server_process_start(&server, &config);
    server.ca_file = ca;
    return server;
}

static struct server_process
start(const char *certificate)
{
    return start_with(server_process_config(), certificate);
}

static void
end(struct server_process *server)
{
    assert_int_equal(server_process_end(server, SIGTERM), 0);
}

/* What a client of ours hears of a server: the error of its first read. */
static struct error
try(const struct server_process *server, const char *ca_file, const char *proxy)
{
    struct client_config config = desk_config(server->url, NULL);
    struct request *request = request_new(OP_configuration_get, REQUEST_FOR_KEY, NULL);
    struct error err = {0};
    struct client *client;

    config.client_token = server->client_token;
    config.access_token = server->access_token;
    config.ca_file = ca_file;
    config.proxy = proxy;
    config.timeout_ms = 3000;
    client = client_open(&config, &err);
    check(client, "%s", err.text);
    request->json = "{}";
    (void)client_send(client, request);
    err = desk_end(client);
    client_close(client);
    return err;
}

static void
who_is_vouched_for_is_believed(void **state)
{
    struct server_process server = start("good");
    struct error err;

    (void)state;
    assert_int_equal(strncmp(server.url, "https://127.0.0.1:", 18), 0);
    json_decref(server_ask(&server, "configuration/get", "{}"));
    err = try(&server, server.ca_file, NULL);
    check(err.kind == ERROR_NONE, "%s", err.text);
    end(&server);
}

static void
who_is_not_is_refused_with_the_reason(void **state)
{
    static const struct {
        const char *certificate;
        bool is_trusted;
        const char *says;
    } rows[] = {
        {"good", false, "set ca-file to"},
        {"old", true, "expired): check this machine's clock; else the property has to renew"},
        {"young", true, "not yet valid): check this machine's clock."},
        {"foreign", true, "'127.0.0.1'): correct the address"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct server_process server = start(rows[i].certificate);
        struct error err = try(&server, rows[i].is_trusted ? server.ca_file : NULL, NULL);

        check(err.kind == ERROR_UNREACHABLE && strstr(err.text, rows[i].says), "%s: %s",
              rows[i].certificate, err.text);
        end(&server);
    }
}

static void
a_file_of_certificates_that_is_none_is_named(void **state)
{
    struct server_process server = start("good");
    struct error err = try(&server, in_folder("nonesuch", ".pem"), NULL);

    (void)state;
    check(err.kind == ERROR_UNREACHABLE && strstr(err.text, "nonesuch.pem"), "%s", err.text);
    end(&server);
}

/* What is asked of the proxy; it leads nowhere. */
static void
a_proxy_is_asked_for_a_tunnel_and_sees_no_tokens(void **state)
{
    struct server_process server = start("good");
    struct property *proxy = property_new(NULL);
    struct error err = try(&server, server.ca_file, property_url(proxy));
    const struct asked *asked = property_asked(proxy, 0);
    char connect[512];

    (void)state;
    snprintf(connect, sizeof(connect), "CONNECT %s HTTP/1.1\r\n", server.url + 8);
    check(strstr(asked->head, connect) == asked->head, "%s", asked->head);
    assert_null(strstr(asked->head, server.access_token));
    assert_null(strstr(asked->body, server.access_token));
    assert_int_equal(err.kind, ERROR_UNREACHABLE);
    err = try(&server, server.ca_file, "http://127.0.0.1:1");
    check(strstr(err.text, "check that the proxy runs"), "%s", err.text);
    property_free(proxy);
    end(&server);
}

static void
set_room(const struct server_process *server, const char *state)
{
    char body[200];

    snprintf(body, sizeof(body),
             "{\"ResourceUpdates\":[{\"ResourceId\":\"$room102\",\"State\":{\"Value\":\"%s\"}}]}",
             state);
    json_decref(server_ask(server, "resources/update", body));
}

static bool
is_in_state(const struct desk *desk, enum resource_state state)
{
    const struct resource *room = store_resource_of(desk_store(desk), property_id("room102"));

    return room && room->state == state;
}

static void
events_come_by_tls_at_once(void **state)
{
    struct server_process server = start("good");
    struct desk_config config = {.refresh_seconds = 3600, .now = property_now()};
    struct desk *desk;
    struct error err = {0};
    int64_t begun_ms;

    (void)state;
    config.client = desk_config(server.url, in_folder("desk", ".db"));
    config.client.ws_url = NULL;
    config.client.ca_file = server.ca_file;
    config.client.client_token = server.client_token;
    config.client.access_token = server.access_token;
    desk = desk_open(&config, &err);
    check(desk, "%s", err.text);
    desk_start(desk);
    SERVE_UNTIL(desk, desk_has_events(desk) && is_in_state(desk, RESOURCE_CLEAN));
    for (int i = 0; i < 4; i++) {
        begun_ms = monotonic_ms();
        set_room(&server, i % 2 ? "Dirty" : "Inspected");
        SERVE_UNTIL(desk, is_in_state(desk, i % 2 ? RESOURCE_DIRTY : RESOURCE_INSPECTED));
        assert_true(monotonic_ms() - begun_ms < AT_ONCE_MS);
    }
    desk_close(desk);
    end(&server);
}

static void
who_does_not_speak_tls_holds_up_nobody(void **state)
{
    struct server_process server = start("good");
    static const char plain[] = "POST /api/connector/v1/configuration/get HTTP/1.1\r\n"
                                "Host: x\r\nContent-Length: 2\r\n\r\n{}";
    int stalled[STALLED];
    char bytes[512];
    ssize_t length;

    (void)state;
    for (size_t i = 0; i < STALLED; i++)
        stalled[i] = event_dial(&server); // and says nothing
    assert_int_equal(send(stalled[0], plain, sizeof(plain) - 1, MSG_NOSIGNAL), sizeof(plain) - 1);
    while ((length = recv(stalled[0], bytes, sizeof(bytes) - 1, 0)) > 0) {
        bytes[length] = '\0';
        assert_null(strstr(bytes, "HTTP/1.1 200")); // at most an alert of TLS
    }
    json_decref(server_ask(&server, "configuration/get", "{}"));
    for (size_t i = 0; i < STALLED; i++)
        close(stalled[i]);
    end(&server);
}

/* Sends a byte whenever nothing comes back for a moment; returns how it ended. */
static CURLcode
drip(CURL *curl, const char *beginning, char answer[ANSWER_SIZE])
{
    int64_t began_ms = monotonic_ms();
    struct pollfd poll_fd = {.events = POLLIN};
    CURLcode code = curl_easy_send(curl, beginning, strlen(beginning), &(size_t){0});
    size_t length = 0;
    size_t got = 1;
    curl_socket_t fd;

    assert_int_equal(code, CURLE_OK);
    assert_int_equal(curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &fd), CURLE_OK);
    poll_fd.fd = fd;
    while (code == CURLE_AGAIN || (code == CURLE_OK && got)) {
        assert_true(monotonic_ms() - began_ms < PATIENCE_MS);
        code = curl_easy_recv(curl, answer + length, ANSWER_SIZE - 1 - length, &got);
        if (code == CURLE_OK)
            length += got;
        else if (code == CURLE_AGAIN && poll(&poll_fd, 1, DRIP_MS) == 0)
            (void)curl_easy_send(curl, "x", 1, &got); // the server may have ended it just now
    }
    answer[length] = '\0';
    return code;
}

/* As without TLS (requests_test), and its end is told, so that nobody takes it for a cut. */
static void
a_dripped_request_is_answered_with_408(void **state)
{
    static const char *const beginnings[] = {
        "POST /api/connector/v1/services/getAll HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        "POST /api/connector/v1/services/getAll HTTP/1.1\r\nHost: x\r\n"
        "Content-Length: 1000000\r\n\r\n{\"Client\":\"",
    };
    struct server_config config = server_process_config();
    struct server_process server;

    (void)state;
    config.header_ms = config.body_ms = ARRIVAL_MS;
    server = start_with(config, "good");
    for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++) {
        CURL *curl = curl_easy_init();
        char answer[ANSWER_SIZE];

        curl_easy_setopt(curl, CURLOPT_URL, server.url);
        curl_easy_setopt(curl, CURLOPT_CAINFO, server.ca_file);
        curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
        assert_int_equal(curl_easy_perform(curl), CURLE_OK);
        assert_int_equal(drip(curl, beginnings[i], answer), CURLE_OK);
        check(strncmp(answer, "HTTP/1.1 408 ", 13) == 0, "request %zu: %s", i, answer);
        check(strstr(answer, "\r\n\r\n{\"Message\":\"The request did not come to its end") != NULL,
              "request %zu: %s", i, answer);
        curl_easy_cleanup(curl);
    }
    json_decref(server_ask(&server, "configuration/get", "{}"));
    end(&server);
}

static void
with_tls_other_machines_are_served(void **state)
{
    char pem[CERTIFICATE_PATH_SIZE];
    struct server_config config = server_process_config();
    struct server_process server = {0};

    (void)state;
    snprintf(pem, sizeof(pem), "%s", in_folder("named", ".pem"));
    config.listen = "0.0.0.0:0";
    config.tls_certificate = pem;
    config.tls_key = in_folder("named", ".key");
    server_process_start(&server, &config);
    assert_int_equal(strncmp(server.url, "https://0.0.0.0:", 16), 0);
    snprintf(server.url, sizeof(server.url), "https://localhost:%d",
             atoi(strrchr(server.url, ':') + 1));
    server.ca_file = in_folder("ca", ".pem");
    json_decref(server_ask(&server, "configuration/get", "{}"));
    end(&server);
}

static void
write_file(const char *name, const char *text)
{
    struct error err;

    check(file_replace(in_folder(name, ""), text, strlen(text), 0600, &err), "%s", err.text);
}

static void
what_is_no_certificate_or_key_is_refused(void **state)
{
    static const struct {
        const char *listen, *certificate, *key, *says;
    } rows[] = {
        {"127.0.0.1:0", "good.pem", NULL, "--tls-key is missing"},
        {"127.0.0.1:0", NULL, "good.key", "--tls-cert is missing"},
        {"127.0.0.1:0", "nonesuch", "good.key", "nonesuch"},
        {"127.0.0.1:0", "good.pem", "nonesuch", "nonesuch"},
        {"127.0.0.1:0", "text", "good.key", "text is no certificate"},
        {"127.0.0.1:0", "good.key", "good.key", "good.key is no certificate"},
        {"127.0.0.1:0", "empty", "good.key", "empty is no certificate"},
        {"127.0.0.1:0", "good.pem", "text", "text is no key"},
        {"127.0.0.1:0", "good.pem", "good.pem", "good.pem is no key"},
        {"127.0.0.1:0", "good.pem", "old.key", "old.key is not the key of"},
        {"127.0.0.1:0", "good.pem", "open.key", "chmod 600"},
        {"0.0.0.0:0", NULL, NULL, "--tls-cert"},
        {"unix:/tmp/nonesuch/socket", "good.pem", "good.key", "needs no TLS"},
    };

    (void)state;
    write_file("text", "what is this?\n");
    write_file("empty", "");
    write_file("open.key", "");
    assert_int_equal(chmod(in_folder("open.key", ""), 0644), 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct server_config config = server_process_config();
        char message[1024];
        int status;

        config.listen = rows[i].listen;
        config.tls_certificate = rows[i].certificate ? in_folder(rows[i].certificate, "") : NULL;
        config.tls_key = rows[i].key ? in_folder(rows[i].key, "") : NULL;
        status = server_process_refusal(&config, message, sizeof(message));
        check(status == 2 && strstr(message, rows[i].says), "row %zu: %d %s", i, status, message);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_vouched_for_is_believed),
        cmocka_unit_test(who_is_not_is_refused_with_the_reason),
        cmocka_unit_test(a_file_of_certificates_that_is_none_is_named),
        cmocka_unit_test(a_proxy_is_asked_for_a_tunnel_and_sees_no_tokens),
        cmocka_unit_test(events_come_by_tls_at_once),
        cmocka_unit_test(who_does_not_speak_tls_holds_up_nobody),
        cmocka_unit_test(a_dripped_request_is_answered_with_408),
        cmocka_unit_test(with_tls_other_machines_are_served),
        cmocka_unit_test(what_is_no_certificate_or_key_is_refused),
    };

    return cmocka_run_group_tests(tests, make_files, remove_files);
}
