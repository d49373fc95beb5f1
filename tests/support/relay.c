#include "tests/support/relay.h"

#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/base/memory.h"
#include "tests/support/test.h"

enum {
    LINKS = 16,
    NO_LIMIT = -1
};

struct link {
    int client; /* -1: free */
    int server;
};

struct relay {
    pthread_t thread;
    pthread_mutex_t lock; /* of all that follows */
    char *socket;
    char *upstream;
    int listener;
    int wake; /* the thread looks again */
    bool is_ending;
    bool is_broken;
    ssize_t left; /* bytes until the break; NO_LIMIT */
    size_t connections;
    size_t bytes;
    struct link links[LINKS];
};

static struct sockaddr_un
name_of(const char *path)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};

    assert_true(strlen(path) < sizeof(name.sun_path));
    strcpy(name.sun_path, path);
    return name;
}

static void
cut(struct link *link)
{
    close(link->client);
    close(link->server);
    link->client = -1;
}

static void
cut_all(struct relay *relay)
{
    for (size_t i = 0; i < LINKS; i++)
        if (relay->links[i].client >= 0)
            cut(&relay->links[i]);
}

/* The server may be gone: then so is the client's connection. */
static void
take_connection(struct relay *relay)
{
    struct sockaddr_un name = name_of(relay->upstream);
    int client = accept(relay->listener, NULL, NULL);
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct link *link = relay->links;

    if (client < 0)
        abort();
    while (link->client >= 0)
        link++; // a test has no more than there are
    relay->connections++;
    *link = (struct link){client, server};
    if (relay->is_broken || connect(server, (struct sockaddr *)&name, sizeof(name)) != 0)
        cut(link);
}

static void
pass(struct relay *relay, struct link *link, int from, int to)
{
    char bytes[4096];
    ssize_t length = recv(from, bytes, sizeof(bytes), MSG_DONTWAIT);
    bool is_limited = from == link->server && relay->left != NO_LIMIT && length > relay->left;

    if (from == link->server && length > 0) {
        relay->bytes += (size_t)length;
        if (is_limited)
            length = relay->left;
        if (relay->left != NO_LIMIT)
            relay->left -= length;
    }
    if (length > 0 && send(to, bytes, (size_t)length, MSG_NOSIGNAL) != length)
        length = -1;
    if (is_limited)
        relay->left = NO_LIMIT;
    if (length <= 0 || is_limited)
        cut(link);
}

static void
serve(struct relay *relay, const struct pollfd *waits)
{
    if (waits[1].revents)
        take_connection(relay);
    for (size_t i = 0; i < LINKS; i++) {
        struct link *link = &relay->links[i];
        const struct pollfd *ends = &waits[2 + 2 * i];

        if (link->client >= 0 && ends[0].fd == link->client && ends[0].revents)
            pass(relay, link, link->client, link->server);
        if (link->client >= 0 && ends[1].fd == link->server && ends[1].revents)
            pass(relay, link, link->server, link->client);
    }
}

static void *
run(void *context)
{
    struct relay *relay = context;
    bool goes_on = true;

    while (goes_on) {
        struct pollfd waits[2 + 2 * LINKS];
        uint64_t count;

        pthread_mutex_lock(&relay->lock);
        waits[0] = (struct pollfd){relay->wake, POLLIN, 0};
        waits[1] = (struct pollfd){relay->listener, POLLIN, 0};
        for (size_t i = 0; i < LINKS; i++) {
            bool is_open = relay->links[i].client >= 0;

            waits[2 + 2 * i] = (struct pollfd){is_open ? relay->links[i].client : -1, POLLIN, 0};
            waits[3 + 2 * i] = (struct pollfd){is_open ? relay->links[i].server : -1, POLLIN, 0};
        }
        pthread_mutex_unlock(&relay->lock);
        poll(waits, countof(waits), -1);
        pthread_mutex_lock(&relay->lock);
        if (waits[0].revents && read(relay->wake, &count, sizeof(count)) < 0)
            abort();
        serve(relay, waits);
        goes_on = !relay->is_ending;
        pthread_mutex_unlock(&relay->lock);
    }
    return NULL;
}

struct relay *
relay_new(const char *socket_path, const char *upstream)
{
    struct relay *relay = memory_new(sizeof(*relay));
    struct sockaddr_un name = name_of(socket_path);

    relay->socket = memory_text(socket_path);
    relay->upstream = memory_text(upstream);
    relay->left = NO_LIMIT;
    for (size_t i = 0; i < LINKS; i++)
        relay->links[i].client = -1;
    relay->wake = eventfd(0, EFD_CLOEXEC);
    relay->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(relay->listener, (struct sockaddr *)&name, sizeof(name)), 0);
    assert_int_equal(listen(relay->listener, LINKS), 0);
    pthread_mutex_init(&relay->lock, NULL);
    assert_int_equal(pthread_create(&relay->thread, NULL, run, relay), 0);
    return relay;
}

/* Begins a change, which the thread sees once it is over. */
static void
begin(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
}

static void
end(struct relay *relay)
{
    uint64_t one = 1;

    if (write(relay->wake, &one, sizeof(one)) < 0)
        abort();
    pthread_mutex_unlock(&relay->lock);
}

void
relay_free(struct relay *relay)
{
    begin(relay);
    relay->is_ending = true;
    end(relay);
    pthread_join(relay->thread, NULL);
    cut_all(relay);
    close(relay->listener);
    close(relay->wake);
    unlink(relay->socket);
    free(relay->socket);
    free(relay->upstream);
    free(relay);
}

void
relay_break(struct relay *relay)
{
    begin(relay);
    relay->is_broken = true;
    cut_all(relay);
    end(relay);
}

void
relay_mend(struct relay *relay)
{
    begin(relay);
    relay->is_broken = false;
    end(relay);
}

void
relay_redirect(struct relay *relay, const char *upstream)
{
    begin(relay);
    free(relay->upstream);
    relay->upstream = memory_text(upstream);
    cut_all(relay);
    end(relay);
}

void
relay_break_after(struct relay *relay, size_t bytes)
{
    begin(relay);
    relay->left = (ssize_t)bytes;
    end(relay);
}

size_t
relay_connections(struct relay *relay)
{
    size_t count;

    begin(relay);
    count = relay->connections;
    end(relay);
    return count;
}

size_t
relay_bytes(struct relay *relay)
{
    size_t bytes;

    begin(relay);
    bytes = relay->bytes;
    end(relay);
    return bytes;
}
