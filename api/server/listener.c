#include "api/server/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/base/error.h"

enum {
    BACKLOG = 1024,
    PORT_MOST = 65535
};

static bool
refuse(const char *address, const char *why, struct error *err)
{
    return error_set(err, ERROR_USAGE, "Cannot listen on %s: %s.", address, why);
}

/* A socket whose server is gone is in the way of the next one; one that answers is not ours. */
static bool
remove_stale(const struct sockaddr_un *name, const char *address, struct error *err)
{
    struct stat info;
    int fd;
    bool answers;

    if (lstat(name->sun_path, &info) != 0)
        return true;
    if (!S_ISSOCK(info.st_mode))
        return refuse(address, "there is a file of that name, which is no socket", err);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    answers = fd >= 0 && connect(fd, (const struct sockaddr *)name, sizeof(*name)) == 0;
    if (fd >= 0)
        close(fd);
    if (answers)
        return refuse(address, "another server is there", err);
    if (unlink(name->sun_path) != 0)
        return refuse(address, strerror(errno), err);
    return true;
}

static bool
listen_on(struct listener *listener, const struct sockaddr *name, socklen_t size,
          const char *address, struct error *err)
{
    int one = 1;

    listener->fd = socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener->fd < 0)
        return refuse(address, strerror(errno), err);
    if (name->sa_family != AF_UNIX)
        (void)setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(listener->fd, name, size) == 0 && listen(listener->fd, BACKLOG) == 0)
        return true;
    refuse(address, strerror(errno), err);
    close(listener->fd);
    listener->fd = -1;
    return false;
}

static bool
open_unix(struct listener *listener, const char *address, const char *path, struct error *err)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    mode_t mask;
    bool ok;

    if (!*path || strlen(path) >= sizeof(name.sun_path))
        return refuse(address, "the path of a Unix socket has 1 to 107 characters", err);
    strcpy(name.sun_path, path);
    if (!remove_stale(&name, address, err))
        return false;
    mask = umask(0177);
    ok = listen_on(listener, (const struct sockaddr *)&name, sizeof(name), address, err);
    umask(mask);
    if (!ok)
        return false;
    snprintf(listener->path, sizeof(listener->path), "%s", path);
    snprintf(listener->url, sizeof(listener->url), "unix:%s", path);
    return true;
}

static bool
is_loopback(const struct sockaddr *name)
{
    if (name->sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)name)->sin6_addr);
    return name->sa_family == AF_INET
           && ntohl(((const struct sockaddr_in *)(const void *)name)->sin_addr.s_addr) >> 24 == 127;
}

static void
set_url(struct listener *listener, enum listener_security security)
{
    const char *scheme = security == LISTENER_TLS ? "https" : "http";
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } name;
    socklen_t size = sizeof(name);
    char host[INET6_ADDRSTRLEN] = "";

    if (getsockname(listener->fd, &name.any, &size) != 0)
        return;
    if (name.any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &name.v6.sin6_addr, host, sizeof(host));
        snprintf(listener->url, sizeof(listener->url), "%s://[%s]:%d", scheme, host,
                 ntohs(name.v6.sin6_port));
    } else {
        inet_ntop(AF_INET, &name.v4.sin_addr, host, sizeof(host));
        snprintf(listener->url, sizeof(listener->url), "%s://%s:%d", scheme, host,
                 ntohs(name.v4.sin_port));
    }
}

/* `HOST:PORT` or `[HOST]:PORT` in two. */
static bool
split_address(const char *address, char host[LISTENER_TEXT_SIZE], const char **port)
{
    const char *colon = strrchr(address, ':');
    size_t length = colon ? (size_t)(colon - address) : 0;

    if (!length || length >= LISTENER_TEXT_SIZE || !colon[1])
        return false;
    if (address[0] == '[' && address[length - 1] == ']')
        snprintf(host, LISTENER_TEXT_SIZE, "%.*s", (int)length - 2, address + 1);
    else
        snprintf(host, LISTENER_TEXT_SIZE, "%.*s", (int)length, address);
    *port = colon + 1;
    return strspn(*port, "0123456789") == strlen(*port) && strtoul(*port, NULL, 10) <= PORT_MOST;
}

static bool
open_tcp(struct listener *listener, const char *address, enum listener_security security,
         struct error *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found;
    char host[LISTENER_TEXT_SIZE];
    const char *port;
    int failure;
    bool ok;

    if (!split_address(address, host, &port))
        return refuse(address, "write unix:PATH, HOST:PORT, or HOST:0 for a free port", err);
    failure = getaddrinfo(host, port, &hints, &found);
    if (failure)
        return refuse(address, gai_strerror(failure), err);
    ok = security == LISTENER_TLS || is_loopback(found->ai_addr)
             ? listen_on(listener, found->ai_addr, found->ai_addrlen, address, err)
             : refuse(address,
                      "without TLS the tokens would be seen on the way, so that only loopback "
                      "(127.0.0.1) and Unix sockets are served: give --tls-cert and --tls-key",
                      err);
    freeaddrinfo(found);
    if (ok)
        set_url(listener, security);
    return ok;
}

bool
listener_open(struct listener *listener, const char *address, enum listener_security security,
              struct error *err)
{
    *listener = (struct listener){.fd = -1};
    if (strncmp(address, "unix:", 5) != 0)
        return open_tcp(listener, address, security, err);
    if (security == LISTENER_TLS)
        return refuse(address, "a Unix socket needs no TLS: leave --tls-cert and --tls-key out",
                      err);
    return open_unix(listener, address, address + 5, err);
}

void
listener_close(struct listener *listener)
{
    if (listener->path[0])
        unlink(listener->path);
    if (listener->fd >= 0)
        close(listener->fd);
    listener->fd = -1;
}
