#include "api/client/endpoint.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/un.h>

#include "api/base/memory.h"

enum {
    CONNECT_TIMEOUT_MS = 10000,
    URL_SIZE = 512,
};

/* What is reached at an address, and how one of it is written. */
struct place {
    const char *name;
    const char *path;
    const char *remedy;
    const char *secure;
    bool
        is_ws; /* `ws` and `wss` are as good as `http` and `https`, and another path may be named */
};

static const struct place api = {
    .name = "a property",
    .path = "/api/connector/v1/",
    .remedy = "give https://HOST[:PORT], http://127.0.0.1:PORT or unix:PATH",
    .secure = "https://",
};
static const struct place events = {
    .name = "an event stream",
    .path = "/ws/connector",
    .remedy = "give wss://HOST[:PORT], ws://127.0.0.1:PORT, unix:PATH or off as ws-url",
    .secure = "wss://",
    .is_ws = true,
};

static const char UNIX_PREFIX[] = "unix:";

static char *
join(const char *start, const char *end)
{
    size_t length = strlen(start);
    char *text = memory_new(length + strlen(end) + 1);

    memcpy(text, start, length);
    strcpy(text + length, end);
    return text;
}

/* Names of this machine; curl has made plain addresses of 127.1 and the like. */
static bool
is_loopback(const char *host)
{
    struct in_addr address;

    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    return inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

static char *
part(CURLU *url, CURLUPart which)
{
    char *text = NULL;

    return curl_url_get(url, which, &text, 0) == CURLUE_OK ? text : NULL;
}

static bool
has_part(CURLU *url, CURLUPart which)
{
    char *text = part(url, which);
    bool has = text && *text;

    curl_free(text);
    return has;
}

static bool
has_path(CURLU *url)
{
    char *path = part(url, CURLUPART_PATH);
    bool has = path && strcmp(path, "/") != 0;

    curl_free(path);
    return has;
}

/* Nothing but scheme, host and port, and a path where one may be. */
static bool
is_bare(CURLU *url, const struct place *place)
{
    return (place->is_ws || !has_path(url)) && !has_part(url, CURLUPART_USER)
           && !has_part(url, CURLUPART_PASSWORD) && !has_part(url, CURLUPART_QUERY)
           && !has_part(url, CURLUPART_FRAGMENT);
}

static bool
refuse(const char *text, const struct place *place, struct error *err)
{
    return error_set(err, ERROR_USAGE, "%s is no address of %s: %s.", text, place->name,
                     place->remedy);
}

/* `text` is what the user gave. */
static bool
check_url(CURLU *url, const char *text, const struct place *place, struct error *err)
{
    char *scheme = part(url, CURLUPART_SCHEME);
    char *host = part(url, CURLUPART_HOST);
    bool is_plain = scheme && strcmp(scheme, "http") == 0;
    bool ok = false;

    if (!host || !*host || (!is_plain && (!scheme || strcmp(scheme, "https") != 0)))
        refuse(text, place, err);
    else if (!is_bare(url, place))
        error_set(err, ERROR_USAGE, "%s has a path or more behind its host: %s.", text,
                  place->remedy);
    else if (is_plain && !is_loopback(host))
        error_set(err, ERROR_USAGE,
                  "%s would show the tokens to the network: use %s (plain text is for this machine "
                  "only).",
                  text, place->secure);
    else
        ok = true;
    curl_free(scheme);
    curl_free(host);
    return ok;
}

/* What goes to this machine goes nowhere else on its way. */
static void
use_no_proxy(struct endpoint *endpoint)
{
    free(endpoint->proxy);
    endpoint->proxy = memory_text("");
}

/* Takes the URL's parts over; `url` is whole and was checked. */
static bool
set_base(struct endpoint *endpoint, CURLU *url, const char *path)
{
    char *scheme = part(url, CURLUPART_SCHEME);
    char *whole = NULL;

    if (!path || curl_url_set(url, CURLUPART_PATH, path, 0) == CURLUE_OK)
        whole = part(url, CURLUPART_URL);
    endpoint->base = memory_text(whole);
    if (scheme && strcmp(scheme, "http") == 0)
        use_no_proxy(endpoint);
    curl_free(scheme);
    curl_free(whole);
    return endpoint->base != NULL;
}

/* `ws` is `http` to curl, and `wss` is `https`. *Gives*: free(). */
static char *
http_form(const char *text)
{
    bool is_ws = strncasecmp(text, "ws://", 5) == 0 || strncasecmp(text, "wss://", 6) == 0;

    return is_ws ? join("http", text + 2) : memory_text(text);
}

static bool
init_url(struct endpoint *endpoint, const char *text, const struct place *place, struct error *err)
{
    CURLU *url = curl_url();
    char *form = place->is_ws ? http_form(text) : memory_text(text);
    bool ok;

    if (curl_url_set(url, CURLUPART_URL, form, 0) != CURLUE_OK)
        ok = refuse(text, place, err);
    else
        ok = check_url(url, text, place, err)
             && (set_base(endpoint, url, has_path(url) ? NULL : place->path)
                 || refuse(text, place, err));
    free(form);
    curl_url_cleanup(url);
    return ok;
}

static bool
init_socket(struct endpoint *endpoint, const char *path, const struct place *place,
            struct error *err)
{
    size_t most = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;

    if (!*path || strlen(path) > most)
        return error_set(err, ERROR_USAGE,
                         "unix:%s names no socket: a path of 1 to %zu bytes belongs there.", path,
                         most);
    endpoint->socket = memory_text(path);
    endpoint->base = join("http://localhost", place->path);
    use_no_proxy(endpoint);
    return true;
}

static bool
init(struct endpoint *endpoint, const struct client_config *config, const char *url,
     const struct place *place, struct error *err)
{
    bool is_socket = strncmp(url, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0;

    *endpoint = (struct endpoint){.name = memory_text(url),
                                  .ca_file = memory_text(config->ca_file),
                                  .proxy = memory_text(config->proxy)};
    if (is_socket ? init_socket(endpoint, url + strlen(UNIX_PREFIX), place, err)
                  : init_url(endpoint, url, place, err))
        return true;
    endpoint_clear(endpoint);
    return false;
}

bool
endpoint_init(struct endpoint *endpoint, const struct client_config *config, struct error *err)
{
    return init(endpoint, config, config->url ? config->url : "", &api, err);
}

/* Where a property of this address tells events. *Gives*: free(). */
static char *
events_url(const char *url)
{
    static const char api_host[] = "://api.";
    const char *at = strstr(url, api_host);
    char *start;
    char *whole;

    if (strncmp(url, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0 || !at)
        return memory_text(url);
    start = memory_text(url);
    strcpy(start + (at - url), "://ws.");
    whole = join(start, at + strlen(api_host));
    free(start);
    return whole;
}

bool
endpoint_init_events(struct endpoint *endpoint, const struct client_config *config,
                     struct error *err)
{
    char *url;
    bool ok;

    *endpoint = (struct endpoint){0};
    if (config->ws_url && strcmp(config->ws_url, "off") == 0)
        return true;
    url = config->ws_url ? memory_text(config->ws_url) : events_url(config->url);
    ok = init(endpoint, config, url, &events, err);
    free(url);
    return ok;
}

void
endpoint_clear(struct endpoint *endpoint)
{
    free(endpoint->base);
    free(endpoint->socket);
    free(endpoint->name);
    free(endpoint->ca_file);
    free(endpoint->proxy);
    *endpoint = (struct endpoint){0};
}

/* Handles of curl's */

static void
set_route(CURL *handle, const struct endpoint *endpoint, const char *path)
{
    char url[URL_SIZE];

    snprintf(url, sizeof(url), "%s%s", endpoint->base, path);
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    if (endpoint->socket)
        curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH, endpoint->socket);
    if (endpoint->ca_file)
        curl_easy_setopt(handle, CURLOPT_CAINFO, endpoint->ca_file);
    if (endpoint->proxy)
        curl_easy_setopt(handle, CURLOPT_PROXY, endpoint->proxy);
    curl_easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

static void
set_times(CURL *handle, int timeout_ms)
{
    long connect_ms = timeout_ms < CONNECT_TIMEOUT_MS ? timeout_ms : CONNECT_TIMEOUT_MS;

    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    /* A name look-up that hangs doesn't hold up whoever drops the exchange. */
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
}

void *
endpoint_handle(const struct endpoint *endpoint, const char *path, int timeout_ms)
{
    CURL *handle = curl_easy_init();

    set_route(handle, endpoint, path);
    set_times(handle, timeout_ms);
    return handle;
}
