#include "api/client/wire.h"

#include <curl/curl.h>
#include <stdlib.h>

#include "api/base/memory.h"

/*
 * The handle stays in the multi after it has connected: outside, curl would lose the connection.
 * HTTP/1.1 is forced, as over HTTP/2 there are no bytes of one's own.
 */

struct wire {
    struct connection *connection;
    const struct endpoint *endpoint;
    CURL *handle;
    int code; /* of connection_attach() */
};

struct wire *
wire_dial(struct connection *connection, const struct endpoint *endpoint, int timeout_ms)
{
    struct wire *wire = memory_new(sizeof(*wire));

    wire->connection = connection;
    wire->endpoint = endpoint;
    wire->handle = endpoint_handle(endpoint, "", timeout_ms);
    curl_easy_setopt(wire->handle, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(wire->handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(wire->handle, CURLOPT_FRESH_CONNECT, 1L);
    connection_attach(connection, wire->handle, &wire->code);
    return wire;
}

void
wire_hang_up(struct wire *wire)
{
    if (!wire)
        return;
    connection_detach(wire->connection, wire->handle);
    curl_easy_cleanup(wire->handle);
    free(wire);
}

enum wire_state
wire_state(const struct wire *wire, struct error *err)
{
    if (wire->code < 0)
        return WIRE_DIALLING;
    if (wire->code == CURLE_OK)
        return WIRE_OPEN;
    error_set(err, ERROR_UNREACHABLE, "No event stream from %s (%s).", wire->endpoint->name,
              curl_easy_strerror((CURLcode)wire->code));
    return WIRE_BROKEN;
}

int
wire_fd(const struct wire *wire)
{
    curl_socket_t fd = CURL_SOCKET_BAD;

    if (wire->code == CURLE_OK)
        curl_easy_getinfo(wire->handle, CURLINFO_ACTIVESOCKET, &fd);
    return (int)fd;
}

static ssize_t
judge(CURLcode code, size_t length)
{
    if (code == CURLE_AGAIN)
        return 0;
    return code == CURLE_OK && length ? (ssize_t)length : -1;
}

ssize_t
wire_receive(struct wire *wire, void *bytes, size_t size)
{
    size_t length = 0;
    CURLcode code = curl_easy_recv(wire->handle, bytes, size, &length);

    return judge(code, length);
}

ssize_t
wire_send(struct wire *wire, const void *bytes, size_t length)
{
    size_t sent = 0;
    CURLcode code = curl_easy_send(wire->handle, bytes, length, &sent);

    return judge(code, sent);
}
