#include "api/base/uuid.h"

#include <stdlib.h>
#include <sys/random.h>

static int
nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool
uuid_parse(const char *text, struct uuid *value)
{
    struct uuid result;
    size_t at = 0;

    for (int i = 0; i < 16; i++) {
        int high;
        int low;

        if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-')
            return false;
        high = nibble(text[at]);
        low = high < 0 ? -1 : nibble(text[at + 1]);
        if (low < 0)
            return false;
        result.bytes[i] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    if (text[at])
        return false;
    *value = result;
    return true;
}

const char *
uuid_text(struct uuid value, char text[UUID_TEXT_SIZE])
{
    static const char hex[] = "0123456789abcdef";
    char *to = text;

    text[0] = '\0';
    if (!uuid_is_set(value))
        return text;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = hex[value.bytes[i] >> 4];
        *to++ = hex[value.bytes[i] & 15];
    }
    *to = '\0';
    return text;
}

struct uuid
uuid_random(void)
{
    struct uuid value;

    if (getrandom(value.bytes, sizeof(value.bytes), 0) != sizeof(value.bytes))
        abort(); // 16 bytes never come short once the kernel is up
    value.bytes[6] = (uint8_t)((value.bytes[6] & 0x0f) | 0x40);
    value.bytes[8] = (uint8_t)((value.bytes[8] & 0x3f) | 0x80);
    return value;
}

uint32_t
uuid_random_bits(void)
{
    struct uuid random = uuid_random();
    uint32_t bits;

    memcpy(&bits, random.bytes, sizeof(bits));
    return bits;
}
