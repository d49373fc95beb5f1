#include "tests/support/fault_proxy.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/memory.h"

enum {
    MOST_RULES = 64,
    MOST_CONNECTIONS = 1024,
    MOST_REQUESTS = 8192,
    WAIT_SECONDS = 60,
    PATH_SIZE = 108,
    OPERATION_SIZE = 80,
    PIECE_BYTES = 65536,
};

static const char PREFIX[] = "POST /api/connector/v1/";

struct asked {
    char path[OPERATION_SIZE];
    char *body;
    bool is_passed;
    struct fault_lengths lengths;
};

struct rule {
    struct fault fault;
    int matched;
    bool is_off;
};

struct fault_proxy {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char socket[PATH_SIZE];
    char upstream[PATH_SIZE];
    int listener;
    pthread_t acceptor;
    bool is_away;
    bool is_ending;
    bool holds;
    struct rule rules[MOST_RULES];
    size_t rule_count;
    struct asked asked[MOST_REQUESTS];
    size_t asked_count;
    pthread_t threads[MOST_CONNECTIONS];
    int fds[MOST_CONNECTIONS]; /* -1: it has ended */
    size_t connection_count;
};

struct visit {
    struct fault_proxy *proxy;
    size_t number;
    int fd;
};

static void
give_up(const char *why)
{
    fprintf(stderr, "fault proxy: %s\n", why);
    abort();
}

/* Sockets */

static struct sockaddr_un
address_of(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof(address.sun_path))
        give_up("the socket's path is too long");
    strcpy(address.sun_path, path);
    return address;
}

static void
send_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

        if (sent <= 0)
            return; // the other end has gone: what reads from it will see
        bytes += sent;
        length -= (size_t)sent;
    }
}

static size_t
content_length(const char *head)
{
    const char *line = strcasestr(head, "\r\nContent-Length:");

    return line ? (size_t)strtoul(line + strlen("\r\nContent-Length:"), NULL, 10) : 0;
}

/* Waits for bytes; false: who waits for them, on `watched` (-1: nobody), has gone. */
static bool
wait_bytes(int fd, int watched)
{
    struct pollfd waits[] = {{fd, POLLIN, 0}, {watched, POLLRDHUP, 0}};

    while (poll(waits, 2, -1) < 0)
        continue;
    return waits[0].revents || !waits[1].revents;
}

/* Reads one message, head and body, from the front of `input`; the length of its head, 0: cut. */
static size_t
read_message(int fd, int watched, struct buffer *input)
{
    char piece[PIECE_BYTES];
    const char *end = NULL;
    size_t head = 0;

    while (!end || input->length < head + content_length(input->text)) {
        ssize_t got;

        end = input->length ? strstr(input->text, "\r\n\r\n") : NULL;
        head = end ? (size_t)(end - input->text) + 4 : 0;
        if (end && input->length >= head + content_length(input->text))
            break;
        if (!wait_bytes(fd, watched))
            return 0;
        got = recv(fd, piece, sizeof(piece), 0);
        if (got <= 0)
            return 0;
        buffer_add(input, piece, (size_t)got);
    }
    return head;
}

static int
connect_upstream(const struct fault_proxy *proxy)
{
    struct sockaddr_un address = address_of(proxy->upstream);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Rules */

/* The first rule that matches, as it is to be done; false: none. Under the lock. */
static bool
choose(struct fault_proxy *proxy, const struct asked *asked, struct fault *fault)
{
    for (size_t i = 0; i < proxy->rule_count; i++) {
        struct rule *rule = &proxy->rules[i];

        if (rule->is_off || (rule->fault.path && strcmp(rule->fault.path, asked->path) != 0)
            || (rule->fault.told && !strstr(asked->body, rule->fault.told)))
            continue;
        if (rule->matched++ < rule->fault.skip)
            continue;
        rule->is_off = rule->fault.times && rule->matched >= rule->fault.skip + rule->fault.times;
        *fault = rule->fault;
        return true;
    }
    return false;
}

static size_t
note_asked(struct fault_proxy *proxy, const struct buffer *request, size_t head,
           struct fault *fault, bool *has_fault)
{
    struct asked *asked;
    const char *path = request->text + strlen(PREFIX);
    size_t number;

    pthread_mutex_lock(&proxy->lock);
    if (proxy->asked_count == MOST_REQUESTS)
        give_up("too many requests");
    number = proxy->asked_count++;
    asked = &proxy->asked[number];
    if (strncmp(request->text, PREFIX, strlen(PREFIX)) == 0)
        snprintf(asked->path, sizeof(asked->path), "%.*s", (int)strcspn(path, " "), path);
    asked->body = memory_text(request->text + head);
    *has_fault = choose(proxy, asked, fault);
    pthread_cond_broadcast(&proxy->changed);
    pthread_mutex_unlock(&proxy->lock);
    return number;
}

/* False: it ends meanwhile. */
static bool
wait_release(struct fault_proxy *proxy)
{
    bool may;

    pthread_mutex_lock(&proxy->lock);
    while (proxy->holds && !proxy->is_ending && !proxy->is_away)
        pthread_cond_wait(&proxy->changed, &proxy->lock);
    may = !proxy->is_ending && !proxy->is_away;
    pthread_mutex_unlock(&proxy->lock);
    return may;
}

/* Exchanges */

/*
 * Asks the server: `first` bytes of the request, the rest when it may; the length of the answer's
 * head, 0: there is none, or who waits for it, on `watched` (-1: nobody), has gone.
 */
static size_t
pass(struct fault_proxy *proxy, const struct buffer *request, size_t first, int watched,
     struct buffer *answer)
{
    int fd = connect_upstream(proxy);
    size_t head = 0;

    if (fd < 0)
        return 0;
    first = first < request->length ? first : request->length;
    send_all(fd, request->text, first);
    if (first == request->length || wait_release(proxy)) {
        send_all(fd, request->text + first, request->length - first);
        head = read_message(fd, watched, answer);
    }
    close(fd);
    return head;
}

static void
note_passed(struct fault_proxy *proxy, size_t number, const struct fault_lengths *lengths)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->asked[number].is_passed = true;
    proxy->asked[number].lengths = *lengths;
    pthread_cond_broadcast(&proxy->changed);
    pthread_mutex_unlock(&proxy->lock);
}

/* The server sees a part of the request, and then the end of the connection. */
static void
pass_part(const struct fault_proxy *proxy, const struct buffer *request, size_t bytes)
{
    int fd = connect_upstream(proxy);

    if (fd < 0)
        return;
    send_all(fd, request->text, bytes < request->length ? bytes : request->length);
    close(fd);
}

static void
give_scripted(int fd, const struct fault *fault)
{
    const char *body = fault->body ? fault->body : "{}";
    struct buffer answer = {0};

    buffer_print(&answer,
                 "HTTP/1.1 %d Fault\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                 "%s\r\n%s",
                 fault->status ? fault->status : 200, strlen(body),
                 fault->headers ? fault->headers : "", body);
    send_all(fd, answer.text, answer.length);
    buffer_clear(&answer);
}

/* A message whose body ends after `bytes`: its head says the new length. */
static void
shorten(struct buffer *message, size_t head, size_t bytes)
{
    size_t body = message->length - head;
    struct buffer shorter = {0};
    char *line = strcasestr(message->text, "\r\nContent-Length:");

    bytes = bytes < body ? bytes : body;
    buffer_add(&shorter, message->text, (size_t)(line - message->text));
    buffer_print(&shorter, "\r\nContent-Length: %zu", bytes);
    line = strstr(line + 2, "\r\n");
    buffer_add(&shorter, line, (size_t)(message->text + head - line));
    buffer_add(&shorter, message->text + head, bytes);
    buffer_clear(message);
    *message = shorter;
}

/* Byte `at` twice; behind the end nothing. */
static void
repeat_byte(struct buffer *message, size_t at)
{
    if (at >= message->length)
        return;
    buffer_add_char(message, 0);
    memmove(message->text + at + 1, message->text + at, message->length - at - 1);
}

static void
flip(struct buffer *message, const struct fault *fault)
{
    if (fault->at < message->length)
        message->text[fault->at] = (char)(message->text[fault->at] ^ 1 << fault->bit);
}

static void
garble(struct buffer *answer, size_t from)
{
    for (size_t i = from; i < answer->length; i++)
        answer->text[i] = (char)('!' + i % 64);
}

/* What the server sees of the request. */
static void
spoil_request(struct buffer *request, size_t head, const struct fault *fault)
{
    if (fault->kind == FAULT_SHORTEN_REQUEST)
        shorten(request, head, fault->at);
    else if (fault->kind == FAULT_FLIP_REQUEST)
        flip(request, fault);
    else if (fault->kind == FAULT_REPEAT_REQUEST)
        repeat_byte(request, fault->at);
}

/* Gives the answer as the rule says; false: the connection ends. */
static bool
give(struct fault_proxy *proxy, int fd, const struct fault *fault, struct buffer *answer,
     size_t head)
{
    size_t at = fault->at < answer->length ? fault->at : answer->length;

    switch (fault->kind) {
    case FAULT_INSTEAD:
        give_scripted(fd, fault);
        return true;
    case FAULT_CUT_ANSWER:
        send_all(fd, answer->text, at);
        return false;
    case FAULT_HOLD_ANSWER:
        send_all(fd, answer->text, at);
        if (!wait_release(proxy))
            return false;
        send_all(fd, answer->text + at, answer->length - at);
        return true;
    case FAULT_SHORTEN:
        shorten(answer, head, fault->at);
        break;
    case FAULT_GARBLE:
        garble(answer, head + fault->at);
        break;
    case FAULT_FLIP_ANSWER:
        flip(answer, fault);
        break;
    case FAULT_REPEAT_ANSWER:
        if (at == answer->length)
            send_all(fd, answer->text, answer->length);
        repeat_byte(answer, at);
        break;
    default:
        break;
    }
    send_all(fd, answer->text, answer->length);
    /* Who no longer knows its length reads to the end of the connection. */
    return fault->kind != FAULT_FLIP_ANSWER && fault->kind != FAULT_REPEAT_ANSWER;
}

/* Does what the rule says; false: the connection ends. */
static bool
suffer(struct fault_proxy *proxy, int fd, const struct fault *fault, struct buffer *request,
       size_t request_head, size_t number)
{
    struct fault_lengths lengths = {request->length, request_head, 0, 0};
    bool is_twice = fault->kind == FAULT_REPEAT_REQUEST && fault->at >= request->length;
    /*
     * What the server may wait for in vain is dropped with the client; else it goes on to its end.
     */
    int watched =
        fault->kind == FAULT_FLIP_REQUEST || fault->kind == FAULT_REPEAT_REQUEST ? fd : -1;
    size_t first = fault->kind == FAULT_HOLD_REQUEST ? fault->at : request->length + 1;
    struct buffer answer = {0};
    bool goes_on;
    size_t head;

    if (fault->kind == FAULT_ANSWER) {
        give_scripted(fd, fault);
        return true;
    }
    if (fault->kind == FAULT_CUT_REQUEST) {
        pass_part(proxy, request, fault->at);
        return false;
    }
    spoil_request(request, request_head, fault);
    for (int i = 0; i <= is_twice; i++) {
        buffer_reset(&answer);
        head = pass(proxy, request, first, watched, &answer);
    }
    if (head) {
        lengths.answer = answer.length;
        lengths.answer_head = head;
        note_passed(proxy, number, &lengths);
    }
    goes_on = head && give(proxy, fd, fault, &answer, head);
    buffer_clear(&answer);
    return goes_on;
}

static bool
exchange(struct fault_proxy *proxy, int fd, struct buffer *input)
{
    static const struct fault none = {.kind = FAULT_NONE};
    size_t head = read_message(fd, -1, input);
    struct fault fault = {0};
    bool has_fault;
    size_t number;
    bool goes_on;

    if (!head)
        return false;
    number = note_asked(proxy, input, head, &fault, &has_fault);
    goes_on = suffer(proxy, fd, has_fault ? &fault : &none, input, head, number);
    buffer_reset(input); // the client waits for an answer before it asks again
    return goes_on;
}

static void *
serve(void *context)
{
    struct visit *visit = context;
    struct fault_proxy *proxy = visit->proxy;
    struct buffer input = {0};

    while (exchange(proxy, visit->fd, &input))
        continue;
    buffer_clear(&input);
    pthread_mutex_lock(&proxy->lock);
    proxy->fds[visit->number] = -1;
    close(visit->fd);
    pthread_mutex_unlock(&proxy->lock);
    free(visit);
    return NULL;
}

static void *
accept_all(void *context)
{
    struct fault_proxy *proxy = context;
    int fd;

    while ((fd = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
        struct visit *visit = memory_new(sizeof(*visit));
        size_t number = proxy->connection_count;

        if (number == MOST_CONNECTIONS)
            give_up("too many connections");
        *visit = (struct visit){proxy, number, fd};
        pthread_mutex_lock(&proxy->lock);
        proxy->fds[number] = fd;
        proxy->connection_count++;
        pthread_create(&proxy->threads[number], NULL, serve, visit);
        pthread_mutex_unlock(&proxy->lock);
    }
    return NULL;
}

/* Starting and ending */

static void
open_door(struct fault_proxy *proxy)
{
    struct sockaddr_un address = address_of(proxy->socket);

    unlink(proxy->socket);
    proxy->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(proxy->listener, (struct sockaddr *)&address, sizeof(address)) != 0
        || listen(proxy->listener, 64) != 0)
        give_up("cannot listen");
    pthread_create(&proxy->acceptor, NULL, accept_all, proxy);
}

/* Nobody gets in, and who is in is cut. */
static void
close_door(struct fault_proxy *proxy)
{
    unlink(proxy->socket);
    shutdown(proxy->listener, SHUT_RDWR);
    pthread_join(proxy->acceptor, NULL);
    close(proxy->listener);
    pthread_mutex_lock(&proxy->lock);
    for (size_t i = 0; i < proxy->connection_count; i++)
        if (proxy->fds[i] >= 0)
            shutdown(proxy->fds[i], SHUT_RDWR);
    pthread_cond_broadcast(&proxy->changed);
    pthread_mutex_unlock(&proxy->lock);
}

struct fault_proxy *
fault_proxy_new(const char *socket_path, const char *upstream)
{
    struct fault_proxy *proxy = memory_new(sizeof(*proxy));

    pthread_mutex_init(&proxy->lock, NULL);
    pthread_cond_init(&proxy->changed, NULL);
    snprintf(proxy->socket, sizeof(proxy->socket), "%s", socket_path);
    snprintf(proxy->upstream, sizeof(proxy->upstream), "%s", upstream);
    proxy->holds = true;
    open_door(proxy);
    return proxy;
}

static void
set(struct fault_proxy *proxy, bool *flag, bool value)
{
    pthread_mutex_lock(&proxy->lock);
    *flag = value;
    pthread_cond_broadcast(&proxy->changed);
    pthread_mutex_unlock(&proxy->lock);
}

void
fault_proxy_free(struct fault_proxy *proxy)
{
    set(proxy, &proxy->is_ending, true);
    if (!proxy->is_away)
        close_door(proxy);
    for (size_t i = 0; i < proxy->connection_count; i++)
        pthread_join(proxy->threads[i], NULL);
    for (size_t i = 0; i < proxy->asked_count; i++)
        free(proxy->asked[i].body);
    pthread_cond_destroy(&proxy->changed);
    pthread_mutex_destroy(&proxy->lock);
    free(proxy);
}

void
fault_proxy_leave(struct fault_proxy *proxy)
{
    set(proxy, &proxy->is_away, true);
    close_door(proxy);
}

void
fault_proxy_return(struct fault_proxy *proxy)
{
    set(proxy, &proxy->is_away, false);
    open_door(proxy);
}

/* Rules and counts */

void
fault_proxy_add(struct fault_proxy *proxy, struct fault fault)
{
    pthread_mutex_lock(&proxy->lock);
    if (proxy->rule_count == MOST_RULES)
        give_up("too many rules");
    proxy->rules[proxy->rule_count++] = (struct rule){.fault = fault};
    proxy->holds = true;
    pthread_mutex_unlock(&proxy->lock);
}

void
fault_proxy_release(struct fault_proxy *proxy)
{
    set(proxy, &proxy->holds, false);
}

void
fault_proxy_heal(struct fault_proxy *proxy)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->rule_count = 0;
    proxy->holds = false;
    pthread_cond_broadcast(&proxy->changed);
    pthread_mutex_unlock(&proxy->lock);
}

/* Under the lock. */
static size_t
count(const struct fault_proxy *proxy, const char *path, bool only_passed)
{
    size_t found = 0;

    for (size_t i = 0; i < proxy->asked_count; i++)
        if ((!path || strcmp(proxy->asked[i].path, path) == 0)
            && (!only_passed || proxy->asked[i].is_passed))
            found++;
    return found;
}

size_t
fault_proxy_asked(struct fault_proxy *proxy, const char *path)
{
    size_t found;

    pthread_mutex_lock(&proxy->lock);
    found = count(proxy, path, false);
    pthread_mutex_unlock(&proxy->lock);
    return found;
}

size_t
fault_proxy_passed(struct fault_proxy *proxy, const char *path)
{
    size_t found;

    pthread_mutex_lock(&proxy->lock);
    found = count(proxy, path, true);
    pthread_mutex_unlock(&proxy->lock);
    return found;
}

static void
wait_count(struct fault_proxy *proxy, const char *path, bool only_passed, size_t wanted)
{
    struct timespec deadline;

    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += WAIT_SECONDS;
    pthread_mutex_lock(&proxy->lock);
    while (count(proxy, path, only_passed) < wanted)
        if (pthread_cond_timedwait(&proxy->changed, &proxy->lock, &deadline) == ETIMEDOUT)
            give_up("the requests that the test waits for do not come");
    pthread_mutex_unlock(&proxy->lock);
}

void
fault_proxy_wait(struct fault_proxy *proxy, const char *path, size_t wanted)
{
    wait_count(proxy, path, false, wanted);
}

void
fault_proxy_wait_passed(struct fault_proxy *proxy, const char *path, size_t wanted)
{
    wait_count(proxy, path, true, wanted);
}

struct fault_lengths
fault_proxy_lengths(struct fault_proxy *proxy, const char *path)
{
    struct fault_lengths lengths = {0};

    pthread_mutex_lock(&proxy->lock);
    for (size_t i = 0; i < proxy->asked_count; i++)
        if (proxy->asked[i].is_passed && strcmp(proxy->asked[i].path, path) == 0)
            lengths = proxy->asked[i].lengths;
    pthread_mutex_unlock(&proxy->lock);
    return lengths;
}

bool
fault_proxy_was_told(struct fault_proxy *proxy, const char *path, const char *text)
{
    const char *body = NULL;
    bool was_told;

    pthread_mutex_lock(&proxy->lock);
    for (size_t i = 0; i < proxy->asked_count; i++)
        if (strcmp(proxy->asked[i].path, path) == 0)
            body = proxy->asked[i].body;
    was_told = body && strstr(body, text);
    pthread_mutex_unlock(&proxy->lock);
    return was_told;
}
