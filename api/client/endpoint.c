#include "api/client/endpoint.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "api/base/memory.h"

static const char API_PATH[] = "/api/connector/v1/";
static const char UNIX_PREFIX[] = "unix:";

static const char REMEDY[] = "give https://HOST[:PORT], http://127.0.0.1:PORT or unix:PATH";

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

/* Nothing but scheme, host and port. */
static bool
is_bare(CURLU *url)
{
    char *path = part(url, CURLUPART_PATH);
    bool bare = !path || strcmp(path, "/") == 0;

    curl_free(path);
    return bare && !has_part(url, CURLUPART_USER) && !has_part(url, CURLUPART_PASSWORD)
           && !has_part(url, CURLUPART_QUERY) && !has_part(url, CURLUPART_FRAGMENT);
}

/* `text` is what the user gave. */
static bool
check_url(CURLU *url, const char *text, bool *is_plain, struct error *err)
{
    char *scheme = part(url, CURLUPART_SCHEME);
    char *host = part(url, CURLUPART_HOST);
    bool ok = false;

    *is_plain = scheme && strcmp(scheme, "http") == 0;
    if (!host || !*host || (!*is_plain && (!scheme || strcmp(scheme, "https") != 0)))
        error_set(err, ERROR_USAGE, "%s is no address of a property: %s.", text, REMEDY);
    else if (!is_bare(url))
        error_set(err, ERROR_USAGE,
                  "The property's address has a path or more behind its host: %s.", REMEDY);
    else if (*is_plain && !is_loopback(host))
        error_set(err, ERROR_USAGE,
                  "%s would show the tokens to the network: use https:// (plain http is for this "
                  "machine only).",
                  text);
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

static bool
init_url(struct endpoint *endpoint, const char *text, struct error *err)
{
    CURLU *url = curl_url();
    bool is_plain = false;
    char *whole = NULL;

    if (curl_url_set(url, CURLUPART_URL, text, 0) != CURLUE_OK)
        error_set(err, ERROR_USAGE, "%s is no address of a property: %s.", text, REMEDY);
    else if (check_url(url, text, &is_plain, err)
             && curl_url_set(url, CURLUPART_PATH, API_PATH, 0) == CURLUE_OK)
        whole = part(url, CURLUPART_URL);
    endpoint->base = memory_text(whole);
    curl_free(whole);
    curl_url_cleanup(url);
    if (is_plain)
        use_no_proxy(endpoint);
    return endpoint->base != NULL;
}

static bool
init_socket(struct endpoint *endpoint, const char *path, struct error *err)
{
    size_t most = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;

    if (!*path || strlen(path) > most)
        return error_set(err, ERROR_USAGE,
                         "unix:%s names no socket: a path of 1 to %zu bytes belongs there.", path,
                         most);
    endpoint->socket = memory_text(path);
    endpoint->base = join("http://localhost", API_PATH);
    use_no_proxy(endpoint);
    return true;
}

bool
endpoint_init(struct endpoint *endpoint, const struct client_config *config, struct error *err)
{
    const char *url = config->url ? config->url : "";
    bool is_socket = strncmp(url, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0;

    *endpoint = (struct endpoint){.name = memory_text(url),
                                  .ca_file = memory_text(config->ca_file),
                                  .proxy = memory_text(config->proxy)};
    if (is_socket ? init_socket(endpoint, url + strlen(UNIX_PREFIX), err)
                  : init_url(endpoint, url, err))
        return true;
    endpoint_clear(endpoint);
    return false;
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
