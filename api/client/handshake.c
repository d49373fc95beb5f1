#include "api/client/handshake.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    HEAD_BYTES_MAX = 16 * 1024,
    VALUE_SIZE = 64,
};

static bool
may_be_cookie(const char *text)
{
    for (; *text; text++)
        if (*text <= ' ' || *text >= 0x7f || strchr("\",;\\", *text))
            return false;
    return true;
}

bool
handshake_may_begin(const struct identity *identity)
{
    return may_be_cookie(identity->client_token) && may_be_cookie(identity->access_token);
}

char *
handshake_begin(struct handshake *handshake, const char *url, const struct identity *identity)
{
    const char *host = strstr(url, "://") + 3;
    int host_length = (int)strcspn(host, "/");
    struct buffer text = {0};

    handshake_clear(handshake);
    websocket_key(handshake->key);
    buffer_print(&text,
                 "GET %s HTTP/1.1\r\nHost: %.*s\r\nUser-Agent: frontdesk/%s\r\n"
                 "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Version: %s\r\nSec-WebSocket-Key: %s\r\n",
                 host + host_length, host_length, host, FRONTDESK_VERSION, WEBSOCKET_VERSION,
                 handshake->key);
    buffer_print(&text, "Cookie: ClientToken=%s; AccessToken=%s\r\n\r\n", identity->client_token,
                 identity->access_token);
    return buffer_take(&text);
}

void
handshake_clear(struct handshake *handshake)
{
    buffer_clear(&handshake->head);
    *handshake = (struct handshake){0};
}

/* The answer */

/* The value of the header, "" where there is none; of several the first. */
static void
find_header(const char *head, const char *name, char value[VALUE_SIZE])
{
    size_t length = strlen(name);
    const char *line = head;

    value[0] = '\0';
    while ((line = strstr(line, "\r\n"))) {
        line += 2;
        if (strncasecmp(line, name, length) != 0 || line[length] != ':')
            continue;
        line += length + 1;
        line += strspn(line, " \t");
        length = strcspn(line, "\r");
        while (length && isspace((unsigned char)line[length - 1]))
            length--;
        if (length < VALUE_SIZE) {
            memcpy(value, line, length);
            value[length] = '\0';
        }
        return;
    }
}

static enum handshake_state
judge_upgrade(const struct handshake *handshake, const char *head, struct error *err)
{
    char expected[WEBSOCKET_ACCEPT_SIZE];
    char accept[VALUE_SIZE];
    char upgrade[VALUE_SIZE];

    websocket_accept(handshake->key, expected);
    find_header(head, "Sec-WebSocket-Accept", accept);
    find_header(head, "Upgrade", upgrade);
    if (strcmp(accept, expected) == 0 && strcasecmp(upgrade, "websocket") == 0)
        return HANDSHAKE_AGREED;
    error_set(err, ERROR_UNREACHABLE, "What answers there speaks no WebSocket.");
    return HANDSHAKE_BROKEN;
}

static enum handshake_state
judge(const struct handshake *handshake, const char *head, struct error *err)
{
    static const char protocol[] = "HTTP/1.1 ";
    int status = 0;

    if (strncmp(head, protocol, sizeof(protocol) - 1) == 0)
        status = atoi(head + sizeof(protocol) - 1);
    if (status == 101)
        return judge_upgrade(handshake, head, err);
    if (status >= 300 && status < 500) {
        error_set(err, error_from_http_status(status), "No events are told there (%d).", status);
        err->status = status;
        return HANDSHAKE_REFUSED;
    }
    error_set(err, ERROR_UNREACHABLE, "What answers there tells no events.");
    err->status = status;
    return HANDSHAKE_BROKEN;
}

enum handshake_state
handshake_take(struct handshake *handshake, const char *bytes, size_t length, size_t *used,
               struct error *err)
{
    static const char end[] = "\r\n\r\n";
    size_t before = handshake->head.length;
    const char *at;

    *used = length;
    buffer_add(&handshake->head, bytes, length);
    at = memmem(handshake->head.text, handshake->head.length, end, sizeof(end) - 1);
    if (at) {
        *used = (size_t)(at - handshake->head.text) + sizeof(end) - 1 - before;
        return judge(handshake, handshake->head.text, err);
    }
    if (handshake->head.length <= HEAD_BYTES_MAX)
        return HANDSHAKE_OPEN;
    error_set(err, ERROR_UNREACHABLE, "What answers there has an endless head.");
    return HANDSHAKE_BROKEN;
}
