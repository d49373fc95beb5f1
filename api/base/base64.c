#include "api/base/base64.h"

#include <stdint.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum {
    GROUP_BYTES = 3,
    GROUP_LETTERS = 4
};

void
base64_encode(const char *bytes, size_t length, struct buffer *text)
{
    for (size_t at = 0; at < length; at += GROUP_BYTES) {
        size_t count = length - at < GROUP_BYTES ? length - at : GROUP_BYTES;
        char group[GROUP_LETTERS] = {'=', '=', '=', '='};
        uint32_t bits = 0;

        for (size_t i = 0; i < GROUP_BYTES; i++)
            bits = bits << 8 | (i < count ? (unsigned char)bytes[at + i] : 0);
        for (size_t i = 0; i <= count; i++)
            group[i] = letters[bits >> (18 - 6 * i) & 63];
        buffer_add(text, group, sizeof(group));
    }
}

/* The value of a letter, -1 for none. */
static int
value_of(char letter)
{
    const char *found = letter ? strchr(letters, letter) : NULL;

    return found ? (int)(found - letters) : -1;
}

/* A group of which `padding` letters are missing: the bits beyond its bytes must be zero. */
static bool
add_group(uint32_t bits, size_t padding, struct buffer *bytes)
{
    char group[GROUP_BYTES] = {(char)(bits >> 16), (char)(bits >> 8), (char)bits};

    if (padding > 2 || bits & ((1u << 8 * padding) - 1))
        return false;
    buffer_add(bytes, group, GROUP_BYTES - padding);
    return true;
}

bool
base64_decode(const char *text, struct buffer *bytes)
{
    uint32_t bits = 0;
    size_t count = 0;
    size_t padding = 0;

    for (; *text; text++) {
        int value = value_of(*text);

        if (*text == '\r' || *text == '\n')
            continue;
        if (*text == '=')
            padding++;
        else if (value < 0 || padding)
            return false;
        bits = (bits << 6 | (uint32_t)(value < 0 ? 0 : value)) & 0xffffff;
        if (++count % GROUP_LETTERS)
            continue;
        if (!add_group(bits, padding, bytes))
            return false;
        if (padding)
            padding = GROUP_LETTERS; // nothing comes behind it
    }
    return count % GROUP_LETTERS == 0;
}
