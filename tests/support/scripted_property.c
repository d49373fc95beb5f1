#include "tests/support/scripted_property.h"

#include <arpa/inet.h>
#include <errno.h>
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
#include "api/base/instant.h"
#include "api/base/memory.h"

enum {
    MOST_REQUESTS = 4096,
    MOST_SCRIPTS = 4096,
    MOST_CONNECTIONS = 512,
    WAIT_SECONDS = 10,
};

static const char PREFIX[] = "POST /api/connector/v1/";

struct property {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char url[160];
    char socket[108];
    int listener;
    pthread_t acceptor;
    bool is_ending;
    int releases;
    struct script scripts[MOST_SCRIPTS];
    bool is_used[MOST_SCRIPTS];
    size_t script_count;
    struct asked asked[MOST_REQUESTS];
    size_t asked_count;
    int fds[MOST_CONNECTIONS];
    pthread_t threads[MOST_CONNECTIONS];
    int connection_count;
};

struct visit {
    struct property *property;
    int number;
    int fd;
};

static void
give_up(const char *why)
{
    fprintf(stderr, "property: %s\n", why);
    abort();
}

/* Scripts */

/* The answer for a path: one that comes once, else one that stays. Under the lock. */
static struct script
choose(struct property *property, const char *path)
{
    const struct script *lasting = NULL;

    for (size_t i = 0; i < property->script_count; i++) {
        const struct script *script = &property->scripts[i];

        if (property->is_used[i] || (script->path && strcmp(script->path, path) != 0))
            continue;
        if (!script->times) {
            property->is_used[i] = true;
            return *script;
        }
        lasting = script;
    }
    return lasting ? *lasting : (struct script){0};
}

static size_t
body_length(const struct script *script)
{
    if (!script->body)
        return strlen("{}");
    return script->length || !*script->body ? script->length : strlen(script->body);
}

static void
build_head(struct buffer *head, const struct script *script)
{
    buffer_print(head, "HTTP/1.1 %d Scripted\r\n", script->status ? script->status : 200);
    if (!script->has_no_length)
        buffer_print(head, "Content-Length: %zu\r\n", body_length(script));
    buffer_print(head, "%s\r\n", script->headers ? script->headers : "");
}

static void
send_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        bytes += sent;
        length -= (size_t)sent;
    }
}

/* Bytes of a part of the answer that starts at `from`, if it is cut after `cut` bytes. */
static size_t
uncut(size_t from, size_t length, long cut)
{
    size_t left;

    if (!cut)
        return length;
    left = cut > 0 && (size_t)cut > from ? (size_t)cut - from : 0;
    return length < left ? length : left;
}

/* Waits until it may be given; false: it never is. */
static bool
wait_release(struct property *property, const struct script *script)
{
    bool may;

    pthread_mutex_lock(&property->lock);
    while ((script->is_never || (script->is_held && !property->releases)) && !property->is_ending)
        pthread_cond_wait(&property->changed, &property->lock);
    may = !script->is_never && !property->is_ending;
    pthread_mutex_unlock(&property->lock);
    return may;
}

/* Returns whether the connection goes on. */
static bool
give(struct property *property, int fd, const struct script *script)
{
    struct buffer head = {0};

    if (!wait_release(property, script))
        return false;
    build_head(&head, script);
    send_all(fd, head.text, uncut(0, head.length, script->cut));
    send_all(fd, script->body ? script->body : "{}",
             uncut(head.length, body_length(script), script->cut));
    buffer_clear(&head);
    return !script->cut && !script->has_no_length;
}

/* Requests */

/* More bytes; false at the end. */
static bool
read_more(int fd, struct buffer *input)
{
    char bytes[65536];
    ssize_t got = recv(fd, bytes, sizeof(bytes), 0);

    if (got <= 0)
        return false;
    buffer_add(input, bytes, (size_t)got);
    return true;
}

static size_t
content_length(const char *head)
{
    const char *line = strcasestr(head, "\r\nContent-Length:");

    return line ? (size_t)strtoul(line + strlen("\r\nContent-Length:"), NULL, 10) : 0;
}

static bool
read_request(int fd, struct buffer *input, struct asked *asked)
{
    char *end;
    size_t head;
    const char *path;

    while (!input->text || !(end = strstr(input->text, "\r\n\r\n")))
        if (!read_more(fd, input))
            return false;
    head = (size_t)(end - input->text) + 4;
    asked->head = memory_resize(NULL, head + 1, 1);
    memcpy(asked->head, input->text, head);
    asked->head[head] = '\0';
    asked->length = content_length(asked->head);
    while (input->length < head + asked->length)
        if (!read_more(fd, input))
            return false;
    asked->body = memory_resize(NULL, asked->length + 1, 1);
    memcpy(asked->body, input->text + head, asked->length);
    asked->body[asked->length] = '\0';
    path = asked->head + strlen(PREFIX);
    if (strncmp(asked->head, PREFIX, strlen(PREFIX)) == 0)
        snprintf(asked->path, sizeof(asked->path), "%.*s", (int)strcspn(path, " "), path);
    asked->at_ms = monotonic_ms();
    memmove(input->text, input->text + head + asked->length,
            input->length - head - asked->length + 1);
    input->length -= head + asked->length;
    return true;
}

static struct script
record(struct property *property, const struct asked *asked)
{
    struct script script;

    pthread_mutex_lock(&property->lock);
    if (property->asked_count == MOST_REQUESTS)
        give_up("too many requests");
    property->asked[property->asked_count++] = *asked;
    script = choose(property, asked->path);
    pthread_cond_broadcast(&property->changed);
    pthread_mutex_unlock(&property->lock);
    return script;
}

static void *
serve(void *context)
{
    struct visit *visit = context;
    struct buffer input = {0};

    for (;;) {
        struct asked asked = {.connection = visit->number};
        struct script script;

        if (!read_request(visit->fd, &input, &asked)) {
            free(asked.head);
            free(asked.body);
            break;
        }
        script = record(visit->property, &asked);
        if (!give(visit->property, visit->fd, &script))
            break;
    }
    shutdown(visit->fd, SHUT_RDWR);
    buffer_clear(&input);
    free(visit);
    return NULL;
}

static void *
accept_all(void *context)
{
    struct property *property = context;
    int fd;

    while ((fd = accept4(property->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
        struct visit *visit = memory_new(sizeof(*visit));
        int i = property->connection_count;

        if (i == MOST_CONNECTIONS)
            give_up("too many connections");
        *visit = (struct visit){property, i + 1, fd};
        property->fds[i] = fd;
        pthread_create(&property->threads[i], NULL, serve, visit);
        property->connection_count++;
    }
    return NULL;
}

/* Starting and ending */

static void
listen_unix(struct property *property, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    snprintf(property->url, sizeof(property->url), "unix:%s", path);
    snprintf(property->socket, sizeof(property->socket), "%s", path);
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    unlink(path);
    property->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(property->listener, (struct sockaddr *)&address, sizeof(address)) != 0
        || listen(property->listener, 64) != 0)
        give_up("cannot listen");
}

static void
listen_tcp(struct property *property)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    property->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(property->listener, (struct sockaddr *)&address, sizeof(address)) != 0
        || listen(property->listener, 64) != 0
        || getsockname(property->listener, (struct sockaddr *)&address, &size) != 0)
        give_up("cannot listen");
    snprintf(property->url, sizeof(property->url), "http://127.0.0.1:%d", ntohs(address.sin_port));
}

struct property *
property_new(const char *socket)
{
    struct property *property = memory_new(sizeof(*property));

    pthread_mutex_init(&property->lock, NULL);
    pthread_cond_init(&property->changed, NULL);
    if (socket)
        listen_unix(property, socket);
    else
        listen_tcp(property);
    pthread_create(&property->acceptor, NULL, accept_all, property);
    return property;
}

void
property_free(struct property *property)
{
    pthread_mutex_lock(&property->lock);
    property->is_ending = true;
    pthread_cond_broadcast(&property->changed);
    pthread_mutex_unlock(&property->lock);
    shutdown(property->listener, SHUT_RDWR);
    pthread_join(property->acceptor, NULL);
    close(property->listener);
    for (int i = 0; i < property->connection_count; i++) {
        shutdown(property->fds[i], SHUT_RDWR);
        pthread_join(property->threads[i], NULL);
        close(property->fds[i]);
    }
    for (size_t i = 0; i < property->asked_count; i++) {
        free(property->asked[i].head);
        free(property->asked[i].body);
    }
    for (size_t i = 0; i < property->script_count; i++)
        free((void *)(uintptr_t)property->scripts[i].body);
    if (property->socket[0])
        unlink(property->socket);
    pthread_cond_destroy(&property->changed);
    pthread_mutex_destroy(&property->lock);
    free(property);
}

const char *
property_url(const struct property *property)
{
    return property->url;
}

/* Talking to it */

void
property_say(struct property *property, struct script script)
{
    pthread_mutex_lock(&property->lock);
    if (property->script_count == MOST_SCRIPTS)
        give_up("too many scripts");
    if (script.body) {
        script.length = body_length(&script);
        script.body = memcpy(memory_new(script.length + 1), script.body, script.length);
    }
    property->scripts[property->script_count++] = script;
    pthread_mutex_unlock(&property->lock);
}

void
property_release(struct property *property)
{
    pthread_mutex_lock(&property->lock);
    property->releases++;
    pthread_cond_broadcast(&property->changed);
    pthread_mutex_unlock(&property->lock);
}

void
property_wait(struct property *property, size_t count)
{
    struct timespec deadline;

    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += WAIT_SECONDS;
    pthread_mutex_lock(&property->lock);
    while (property->asked_count < count)
        if (pthread_cond_timedwait(&property->changed, &property->lock, &deadline) == ETIMEDOUT)
            give_up("the requests that the test waits for do not come");
    pthread_mutex_unlock(&property->lock);
}

size_t
property_count(struct property *property)
{
    size_t count;

    pthread_mutex_lock(&property->lock);
    count = property->asked_count;
    pthread_mutex_unlock(&property->lock);
    return count;
}

const struct asked *
property_asked(struct property *property, size_t i)
{
    if (i >= property_count(property))
        give_up("no such request");
    return &property->asked[i];
}

bool
property_was_told(struct property *property, size_t i, const char *text)
{
    return strstr(property_asked(property, i)->body, text) != NULL;
}
