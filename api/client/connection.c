#include "api/client/connection.h"

#include <assert.h>
#include <ctype.h>
#include <curl/curl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/log.h"
#include "api/base/memory.h"
#include "api/client/body.h"

enum {
    KEPT_CONNECTIONS = 6,
    WAITS_MOST = 4,
};

_Static_assert((int)EXCHANGE_WHY_SIZE == CURL_ERROR_SIZE, "curl writes so much");

struct connection {
    CURLM *multi;
    struct curl_slist *headers;
    const struct endpoint *endpoint;
    void *attached; /* a handle that is no exchange's; NULL */
    int *attached_code;
};

struct exchange *
exchange_new(enum operation_id operation, char *body, int timeout_ms, void *context)
{
    struct exchange *exchange = memory_new(sizeof(*exchange));

    exchange->operation = operation;
    exchange->body = body;
    exchange->timeout_ms = timeout_ms;
    exchange->context = context;
    exchange->retry_after_ms = -1;
    return exchange;
}

void
exchange_free(struct exchange *exchange)
{
    if (!exchange)
        return;
    body_text_free(exchange->body);
    buffer_clear(&exchange->answer);
    free(exchange);
}

struct connection *
connection_new(const struct endpoint *endpoint)
{
    struct connection *connection = memory_new(sizeof(*connection));

    connection->endpoint = endpoint;
    connection->multi = curl_multi_init();
    connection->headers = curl_slist_append(NULL, "Content-Type: application/json");
    /* curl would hold large bodies back until a 100 Continue, which not all properties send. */
    curl_slist_append(connection->headers, "Expect:");
    curl_multi_setopt(connection->multi, CURLMOPT_MAXCONNECTS, (long)KEPT_CONNECTIONS);
    return connection;
}

void
connection_free(struct connection *connection)
{
    if (!connection)
        return;
    curl_multi_cleanup(connection->multi);
    curl_slist_free_all(connection->headers);
    free(connection);
}

/* curl's callbacks */

static size_t
take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    size_t length = size * count;

    if (exchange->answer.length + length > ANSWER_BYTES_MAX)
        return 0; // ends the transfer with CURLE_WRITE_ERROR
    buffer_add(&exchange->answer, bytes, length);
    return length;
}

/* The value of a header line (which has no NUL) called `name`, without blanks around it. */
static bool
header_value(const char *line, size_t length, const char *name, char *value, size_t size)
{
    size_t start = strlen(name);

    if (length <= start || strncasecmp(line, name, start) != 0 || line[start++] != ':')
        return false;
    while (start < length && isspace((unsigned char)line[start]))
        start++;
    while (length > start && isspace((unsigned char)line[length - 1]))
        length--;
    if (length - start >= size)
        length = start + size - 1;
    memcpy(value, line + start, length - start);
    value[length - start] = '\0';
    for (char *c = value; *c; c++)
        if (!isgraph((unsigned char)*c) && *c != ' ')
            *c = '?'; // it may be shown
    return true;
}

static size_t
take_header(char *line, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    size_t length = size * count;
    char value[ERROR_REQUEST_ID_SIZE];

    if (length >= 5 && strncmp(line, "HTTP/", 5) == 0)
        exchange->has_head = false;
    else if (length <= 2 && (line[0] == '\r' || line[0] == '\n'))
        exchange->has_head = true;
    if (header_value(line, length, "Request-Id", value, sizeof(value)))
        memcpy(exchange->error.request_id, value, sizeof(value));
    if (header_value(line, length, "Date", value, sizeof(value))) {
        time_t date = curl_getdate(value, NULL);

        exchange->date.ms = date > 0 ? (int64_t)date * 1000 : 0;
    }
    return length;
}

/*
 * Called when a connection stands, before the first byte of the request. A second time is curl's
 * own repeat on another connection: a write must not have one.
 */
static int
note_sending(void *context, char *from, char *to, int from_port, int to_port)
{
    struct exchange *exchange = context;
    bool is_write = operation_of(exchange->operation)->kind != OPERATION_READ;

    (void)from;
    (void)to;
    (void)from_port;
    (void)to_port;
    if (is_write && exchange->is_sent)
        return CURL_PREREQFUNC_ABORT;
    exchange->is_sent = true;
    return CURL_PREREQFUNC_OK;
}

/* Setting up */

static void
set_request(CURL *handle, const struct exchange *exchange, const struct curl_slist *headers)
{
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, exchange->body);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(exchange->body));
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, ""); // all that this curl unpacks
    /*
     * A POST on a reused connection that turns out dead is silently sent again, as is one that
     * HTTP/2 calls refused.
     */
    if (operation_of(exchange->operation)->kind != OPERATION_READ) {
        curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    }
}

static void
set_answer(CURL *handle, struct exchange *exchange)
{
    curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)ANSWER_BYTES_MAX);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, exchange);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, exchange);
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, note_sending);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, exchange);
    curl_easy_setopt(handle, CURLOPT_PRIVATE, exchange);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, exchange->why);
}

void
connection_begin(struct connection *connection, struct exchange *exchange)
{
    const char *path = operation_of(exchange->operation)->path;
    CURL *handle = endpoint_handle(connection->endpoint, path, exchange->timeout_ms);

    exchange->handle = handle;
    exchange->begun_ms = monotonic_ms();
    set_request(handle, exchange, connection->headers);
    set_answer(handle, exchange);
    curl_multi_add_handle(connection->multi, handle);
}

void
connection_wait(struct connection *connection, const struct pollfd *waits, size_t count,
                int64_t timeout_ms)
{
    struct curl_waitfd extra[WAITS_MOST];
    unsigned filled = 0;
    int wait_ms = timeout_ms < INT_MAX ? (int)timeout_ms : INT_MAX;
    int running;

    assert(count <= WAITS_MOST);
    for (size_t i = 0; i < count; i++) {
        short events = (waits[i].events & POLLIN ? CURL_WAIT_POLLIN : 0)
                       | (waits[i].events & POLLOUT ? CURL_WAIT_POLLOUT : 0);

        if (waits[i].fd >= 0)
            extra[filled++] = (struct curl_waitfd){.fd = waits[i].fd, .events = events};
    }
    curl_multi_poll(connection->multi, extra, filled, wait_ms, NULL);
    curl_multi_perform(connection->multi, &running);
}

void
connection_attach(struct connection *connection, void *handle, int *code)
{
    assert(!connection->attached);
    connection->attached = handle;
    connection->attached_code = code;
    *code = -1;
    curl_multi_add_handle(connection->multi, handle);
}

void
connection_detach(struct connection *connection, void *handle)
{
    assert(connection->attached == handle);
    connection->attached = NULL;
    curl_multi_remove_handle(connection->multi, handle);
}

/* Ends */

/* What curl's reasons mean; those not here are a broken connection. */
static const struct {
    CURLcode code;
    enum exchange_end end;
    const char *remedy;
} ends[] = {
    {CURLE_OPERATION_TIMEDOUT, EXCHANGE_LATE, "it did not answer in time"},
    {CURLE_COULDNT_RESOLVE_HOST, EXCHANGE_BROKEN, "check its name and the network"},
    {CURLE_COULDNT_RESOLVE_PROXY, EXCHANGE_BROKEN, "check the proxy's name and the network"},
    {CURLE_COULDNT_CONNECT, EXCHANGE_BROKEN, "check that it runs, and the network"},
    {CURLE_SSL_CONNECT_ERROR, EXCHANGE_BROKEN, "check that it speaks TLS there"},
    {CURLE_PEER_FAILED_VERIFICATION, EXCHANGE_HOPELESS,
     "set ca-file to the certificate of who vouches for it"},
    {CURLE_SSL_CACERT_BADFILE, EXCHANGE_HOPELESS, "check ca-file"},
    {CURLE_SSL_CERTPROBLEM, EXCHANGE_HOPELESS, "check the certificates"},
    {CURLE_URL_MALFORMAT, EXCHANGE_HOPELESS, "check its address"},
    {CURLE_UNSUPPORTED_PROTOCOL, EXCHANGE_HOPELESS, "what answers there does not speak HTTP"},
    {CURLE_WEIRD_SERVER_REPLY, EXCHANGE_HOPELESS, "what answers there does not speak HTTP"},
    {CURLE_FILESIZE_EXCEEDED, EXCHANGE_HOPELESS, "ask for less"},
    {CURLE_WRITE_ERROR, EXCHANGE_HOPELESS, "the answer is over 64 MiB: ask for less"},
};

/*
 * What is wrong with a certificate, by OpenSSL's number; 1: curl has not asked it, as the host is
 * wrong.
 */
static const struct {
    long result;
    const char *remedy;
} verdicts[] = {
    {1, "correct the address: its host is none that the certificate names"},
    {9, "check this machine's clock"},
    {10, "check this machine's clock; else the property has to renew its certificate"},
};

/* NULL: what `ends` says. */
static const char *
special_remedy(const struct exchange *exchange, const struct endpoint *endpoint, CURLcode code)
{
    long result = -1;

    if (code == CURLE_COULDNT_CONNECT && endpoint->proxy && *endpoint->proxy)
        return "check that the proxy runs (setting proxy), and the network";
    if (code != CURLE_PEER_FAILED_VERIFICATION)
        return NULL;
    curl_easy_getinfo(exchange->handle, CURLINFO_SSL_VERIFYRESULT, &result);
    for (size_t i = 0; i < countof(verdicts); i++)
        if (verdicts[i].result == result)
            return verdicts[i].remedy;
    return NULL;
}

static void
fail(struct exchange *exchange, const struct endpoint *endpoint, CURLcode code)
{
    const char *special = special_remedy(exchange, endpoint, code);
    const char *remedy = "the connection broke";
    const char *why = curl_easy_strerror(code);
    const char *path = operation_of(exchange->operation)->path;
    enum error_kind kind;
    struct error *err = &exchange->error;
    char request_id[ERROR_REQUEST_ID_SIZE];

    exchange->end = EXCHANGE_BROKEN;
    for (size_t i = 0; i < countof(ends); i++) {
        if (ends[i].code == code) {
            exchange->end = ends[i].end;
            remedy = ends[i].remedy;
        }
    }
    kind = exchange->end == EXCHANGE_LATE && exchange->is_sent ? ERROR_TIMEOUT : ERROR_UNREACHABLE;
    if (exchange->end == EXCHANGE_HOPELESS && exchange->why[0])
        why = exchange->why; // which certificate, and what is wrong with it
    memcpy(request_id, err->request_id, sizeof(request_id)); // it may have come before the cut
    error_set(err, kind, "%s: no answer from %s (%s): %s.", path, endpoint->name, why,
              special ? special : remedy);
    memcpy(err->request_id, request_id, sizeof(request_id));
}

static void
settle(struct exchange *exchange, const struct endpoint *endpoint, CURLcode code)
{
    curl_off_t retry_after_s = 0;
    long status = 0;

    curl_easy_getinfo(exchange->handle, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(exchange->handle, CURLINFO_RETRY_AFTER, &retry_after_s);
    if (retry_after_s > 0)
        exchange->retry_after_ms = (int64_t)retry_after_s * 1000;
    if (code == CURLE_OK && !exchange->has_head)
        code = CURLE_PARTIAL_FILE; // cut in its headers, which curl takes for an empty answer
    if (code == CURLE_OK) {
        exchange->end = EXCHANGE_ANSWERED;
        exchange->status = (int)status;
    } else {
        fail(exchange, endpoint, code);
    }
    log_line(LOG_LEVEL_INFO, "request op=%s ms=%lld status=%d bytes=%zu curl=%d",
             operation_of(exchange->operation)->path,
             (long long)(monotonic_ms() - exchange->begun_ms), exchange->status,
             exchange->answer.length, (int)code);
}

static void
release(struct connection *connection, struct exchange *exchange)
{
    curl_multi_remove_handle(connection->multi, exchange->handle);
    curl_easy_cleanup(exchange->handle);
    exchange->handle = NULL;
}

struct exchange *
connection_done(struct connection *connection)
{
    CURLMsg *message;
    int waiting;

    while ((message = curl_multi_info_read(connection->multi, &waiting))) {
        struct exchange *exchange;
        CURLcode code = message->data.result;

        if (message->msg != CURLMSG_DONE)
            continue;
        if (message->easy_handle == connection->attached) {
            *connection->attached_code = (int)code;
            continue;
        }
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&exchange);
        settle(exchange, connection->endpoint, code);
        release(connection, exchange);
        return exchange;
    }
    return NULL;
}

void
connection_drop(struct connection *connection, struct exchange *exchange)
{
    release(connection, exchange);
    exchange_free(exchange);
}
