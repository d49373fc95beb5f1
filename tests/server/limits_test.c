/*
 * Everything at once that a server must bear: more connections than it takes, bodies and answers
 * that are never finished, large writes, listeners that don't read. It answers others meanwhile,
 * and its memory stays within bounds.
 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/instant.h"
#include "api/base/memory.h"
#include "tests/support/event_client.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"

enum {
    CONNECTIONS = 2000, /* that the server takes */
    BODIES = 60,        /* of 4 MiB, without their last byte */
    READERS = 150,      /* of pages, that don't read */
    LISTENERS = 100,    /* that don't read either */
    WRITERS = 8,        /* threads with writes of 4 MiB */
    WRITES = 4,         /* each */
    BODY_BYTES = 4 << 20,
    MOST_KB = 700 << 10, /* 128 MiB of bodies, as much of answers, 20 times 16 MiB of writes, ... */
    SOON_MS = 30000,     /* behind 150 pages of 1,000 stays, under sanitizers */
};

static struct server_process server;
static struct hotel hotel;
static pid_t pid;
static int lifeline;

/* The demo hotel on a disk, as people run it: by the program, with one more option or none. */
static void
serve(const char *const *words)
{
    const char *argv[12] = {hotel_program(), "serve", "--now", HOTEL_NOW, "--lifeline", "0"};
    size_t count = 6;
    char *data = hotel_path(&hotel, "hotel.db");
    char line[1024];
    json_t *said;
    FILE *from;
    int out;

    argv[count++] = "--data";
    argv[count++] = data;
    while (*words)
        argv[count++] = *words++;
    pid = program_start(argv, hotel.environment, &lifeline, &out);
    from = fdopen(out, "r");
    check(fgets(line, sizeof(line), from), "the server does not start");
    fclose(from);
    free(data);
    said = json_loads(line, 0, NULL);
    snprintf(server.url, sizeof(server.url), "%s", json_string_value(json_object_get(said, "Url")));
    strcpy(server.client_token, "client");
    strcpy(server.access_token, "access");
    json_decref(said);
}

static int
start(void **state)
{
    struct rlimit limit;

    (void)state;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    hotel_open(&hotel);
    hotel_stop(&hotel);
    serve((const char *const[]){"--rate-limit", "off", NULL});
    return 0;
}

static void
end_server(void)
{
    kill(pid, SIGTERM);
    assert_int_equal(program_wait(pid), 0);
    close(lifeline);
}

static int
stop(void **state)
{
    (void)state;
    end_server();
    hotel_close(&hotel);
    return 0;
}

/* The most that the server has had in memory, in KB. */
static long
peak_kb(void)
{
    char path[64];
    char line[256];
    long kb = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kb = atol(line + 6);
    fclose(file);
    return kb;
}

static void
say(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

        if (sent <= 0)
            return; // it was refused: that is its right
        bytes += sent;
        length -= (size_t)sent;
    }
}

/* A request's beginning. */
static void
ask(int fd, const char *operation, const char *body, size_t length, size_t promised)
{
    struct buffer head = {0};

    buffer_print(&head,
                 "POST /api/connector/v1/%s HTTP/1.1\r\nHost: x\r\nContent-Type: "
                 "application/json\r\nContent-Length: %zu\r\n\r\n",
                 operation, promised);
    say(fd, head.text, head.length);
    say(fd, body, length);
    buffer_clear(&head);
}

/* A body of 4 MiB that takes twenty times as much once it is parsed. */
static struct buffer
large_write(void)
{
    struct buffer body = {0};
    char *tokens = server_tokens(&server);

    buffer_add_text(&body, tokens);
    buffer_add_text(&body, "\"ResourceUpdates\":[],\"Unknown\":[0");
    while (body.length < BODY_BYTES - 8)
        buffer_add_text(&body, ",0");
    buffer_add_text(&body, "]}");
    free(tokens);
    return body;
}

static void *
write_much(void *context)
{
    struct buffer body = large_write();
    size_t *refused = context;

    for (int i = 0; i < WRITES; i++) {
        struct reply reply = server_post(&server, "/api/connector/v1/resources/update", body.text,
                                         body.length, NULL);

        if (reply.status == 429 && reply.retry_after > 0)
            (*refused)++;
        else if (reply.status != 400 // no update at all
                 && (!IS_SANITIZED || (reply.status && reply.status != 408)))
            *refused += 1000; // sanitizers make it miss deadlines
        reply_free(&reply);
    }
    buffer_clear(&body);
    return NULL;
}

/* A page of 1,000 is asked for and not read. */
static void
ask_for_pages(int *fds)
{
    struct buffer body = {0};
    char *tokens = server_tokens(&server);
    int small = 4096;

    buffer_add_text(&body, tokens);
    buffer_add_text(&body, "\"UpdatedUtc\":{\"StartUtc\":\"2026-01-01T00:00:00Z\",\"EndUtc\":"
                           "\"2026-03-25T00:00:00Z\"},\"Limitation\":{\"Count\":1000}}");
    for (int i = 0; i < READERS; i++) {
        fds[i] = event_dial(&server);
        setsockopt(fds[i], SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
        ask(fds[i], "reservations/getAll/2023-06-06", body.text, body.length, body.length);
    }
    buffer_clear(&body);
    free(tokens);
}

static void
leave_bodies_open(int *fds)
{
    char *body = memory_new(BODY_BYTES);

    memset(body, ' ', BODY_BYTES);
    for (int i = 0; i < BODIES; i++) {
        fds[i] = event_dial(&server);
        ask(fds[i], "services/getAll", body, BODY_BYTES - 1, BODY_BYTES);
    }
    free(body);
}

static void
listen_without_reading(struct event_client **clients)
{
    for (int i = 0; i < LISTENERS; i++)
        clients[i] = event_open(&server);
}

/*
 * Whoever comes last is answered all the same: at worst it is told to ask again until those who
 * don't take their answers are let go.
 */
static void
must_answer(void)
{
    int64_t end_ms = monotonic_ms() + SOON_MS;
    int status;

    do {
        struct reply reply = server_call(&server, "services/getAll", "{}");

        check(reply.status == 200 || (reply.status == 429 && reply.retry_after > 0), "%d %s",
              reply.status, reply.text);
        status = reply.status;
        reply_free(&reply);
    } while (status != 200 && monotonic_ms() < end_ms);
    assert_int_equal(status, 200);
}

static void
close_all(const int *fds, int count)
{
    for (int i = 0; i < count; i++)
        close(fds[i]);
}

static void
memory_is_bounded_under_all_limits_at_once(void **state)
{
    static int pages[READERS];
    static int bodies[BODIES];
    static struct event_client *listeners[LISTENERS];
    pthread_t writers[WRITERS];
    size_t refused[WRITERS] = {0};

    (void)state;
    listen_without_reading(listeners);
    leave_bodies_open(bodies);
    ask_for_pages(pages);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_create(&writers[i], NULL, write_much, &refused[i]), 0);
    must_answer();
    for (int i = 0; i < WRITERS; i++)
        pthread_join(writers[i], NULL);
    for (int i = 0; i < WRITERS; i++)
        assert_in_range(refused[i], 0, WRITES);
    must_answer();
    if (!IS_SANITIZED)
        check(peak_kb() < MOST_KB, "%ld KB", peak_kb());
    print_message("server: %ld MB at most\n", peak_kb() / 1024);
    close_all(pages, READERS);
    close_all(bodies, BODIES);
    for (int i = 0; i < LISTENERS; i++)
        event_close(listeners[i]);
    json_decref(server_ask(&server, "services/getAll", "{}")); // all is as before
}

/* Those beyond what it takes wait or are closed; as soon as others leave, it goes on. */
static void
more_connections_than_it_takes_are_no_end(void **state)
{
    static int fds[CONNECTIONS + 100];

    (void)state;
    for (int i = 0; i < CONNECTIONS + 100; i++)
        fds[i] = event_dial(&server);
    close_all(fds, CONNECTIONS + 100);
    json_decref(server_ask(&server, "services/getAll", "{}"));
}

/* How many items an answer has. */
static size_t
page(const char *limitation)
{
    char body[240];
    json_t *answer;
    size_t count;

    snprintf(body, sizeof(body),
             "{\"UpdatedUtc\":{\"StartUtc\":\"2026-01-01T00:00:00Z\",\"EndUtc\":"
             "\"2026-03-25T00:00:00Z\"}%s}",
             limitation);
    answer = server_ask(&server, "orderItems/getAll", body);
    count = json_array_size(json_object_get(answer, "OrderItems"));
    json_decref(answer);
    return count;
}

static void
a_page_has_a_thousand_items_at_most(void **state)
{
    (void)state;
    assert_int_equal(page(",\"Limitation\":{\"Count\":1000}"), 1000);
    assert_int_equal(page(""), 1000); // clients of 2022 name no limit
    server_refuses(&server, "orderItems/getAll",
                   "{\"UpdatedUtc\":{\"StartUtc\":\"2026-01-01T00:00:00Z\",\"EndUtc\":"
                   "\"2026-03-25T00:00:00Z\"},\"Limitation\":{\"Count\":1001}}",
                   400, "Limitation.Count");
}

/* Without an option: 200 in 30 s, whoever asks. */
static void
the_usual_rate_is_two_hundred_in_half_a_minute(void **state)
{
    int64_t began_ms = monotonic_ms();

    (void)state;
    end_server();
    serve((const char *const[]){NULL});
    for (int i = 0; i < 202; i++) {
        struct reply reply = server_call(&server, "services/getAll", "{}");

        check(reply.status == (i < 200 ? 200 : 429), "%d: %d %s", i, reply.status, reply.text);
        if (i >= 200)
            assert_in_range(reply.retry_after, 30 - (monotonic_ms() - began_ms) / 1000 - 1, 30);
        reply_free(&reply);
    }
}

/* A disk that has gone bad under it: 500, with what support asks for and nothing else. */
static void
what_fails_inside_stays_inside(void **state)
{
    char *data = hotel_path(&hotel, "hotel.db");
    FILE *file;
    struct reply reply;
    const char *message;

    (void)state;
    end_server();
    serve((const char *const[]){"--rate-limit", "off", NULL});
    file = fopen(data, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    for (long left = ftell(file) - 4096, at = 4096; left > 0; left -= 4096, at += 4096) {
        char page[4096];

        memset(page, 0xff, sizeof(page));
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        assert_int_equal(fwrite(page, 1, sizeof(page), file), sizeof(page));
    }
    assert_int_equal(fclose(file), 0);
    reply = server_call(&server, "resources/getAll", "{\"Extent\":{\"Resources\":true}}");
    assert_int_equal(reply.status, 500);
    message = json_string_value(json_object_get(reply.json, "Message"));
    assert_non_null(message);
    assert_null(strcasestr(reply.text, "sql"));
    assert_null(strstr(reply.text, hotel.folder.path));
    assert_string_equal(json_string_value(json_object_get(reply.json, "RequestId")),
                        reply.request_id);
    reply_free(&reply);
    reply = server_call(&server, "nonesuch/getAll", "{}"); // and it goes on
    assert_int_equal(reply.status, 404);
    reply_free(&reply);
    free(data);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_has_a_thousand_items_at_most),
        cmocka_unit_test(more_connections_than_it_takes_are_no_end),
        cmocka_unit_test(memory_is_bounded_under_all_limits_at_once),
        cmocka_unit_test(the_usual_rate_is_two_hundred_in_half_a_minute),
        cmocka_unit_test(what_fails_inside_stays_inside), // the last: it ruins the data
    };

    return cmocka_run_group_tests(tests, start, stop);
}
