#include "api/base/websocket.h"

#include <stdint.h>
#include <string.h>

#include <nettle/base64.h>
#include <nettle/sha1.h>

#include "api/base/uuid.h"

static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // of the RFC

enum {
    KEY_BYTES = 16
};

static void
to_base64(const uint8_t *bytes, size_t length, char *text)
{
    base64_encode_raw(text, length, bytes);
    text[BASE64_ENCODE_RAW_LENGTH(length)] = '\0';
}

void
websocket_key(char key[WEBSOCKET_KEY_SIZE])
{
    struct uuid random = uuid_random(); // 122 random bits: a key only tells handshakes apart

    to_base64(random.bytes, KEY_BYTES, key);
}

bool
websocket_is_key(const char *key)
{
    struct base64_decode_ctx decoder;
    uint8_t bytes[BASE64_DECODE_LENGTH(WEBSOCKET_KEY_SIZE)];
    size_t length = sizeof(bytes);

    if (strlen(key) != WEBSOCKET_KEY_SIZE - 1)
        return false;
    base64_decode_init(&decoder);
    return base64_decode_update(&decoder, &length, bytes, WEBSOCKET_KEY_SIZE - 1, key)
           && base64_decode_final(&decoder) && length == KEY_BYTES;
}

void
websocket_accept(const char *key, char accept[WEBSOCKET_ACCEPT_SIZE])
{
    struct sha1_ctx hash;
    uint8_t digest[SHA1_DIGEST_SIZE];

    sha1_init(&hash);
    sha1_update(&hash, strlen(key), (const uint8_t *)key);
    sha1_update(&hash, sizeof(guid) - 1, (const uint8_t *)guid);
    sha1_digest(&hash, sizeof(digest), digest);
    to_base64(digest, sizeof(digest), accept);
}
