/* Identifiers of the API: UUIDs, compared without regard to case. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "api/base/attributes.h"

enum {
    UUID_TEXT_SIZE = 37
};

/* {0} is none. */
struct uuid {
    uint8_t bytes[16];
};

struct uuid_list {
    const struct uuid *rows;
    size_t count;
};

MUST_USE bool uuid_parse(const char *text, struct uuid *value);

/* 36 characters, lower case; "" for none. Returns `text`. */
const char *uuid_text(struct uuid value, char text[UUID_TEXT_SIZE]);

/* A new random one (version 4), from the kernel. */
struct uuid uuid_random(void);

/* Bits of such a one, all of them random. */
uint32_t uuid_random_bits(void);

static inline bool
uuid_equal(struct uuid a, struct uuid b)
{
    return memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

static inline bool
uuid_is_set(struct uuid value)
{
    static const struct uuid none;

    return !uuid_equal(value, none);
}

/* Spread over all bits, whichever bytes differ: not all properties number at random. */
static inline uint64_t
uuid_hash(struct uuid value)
{
    uint64_t parts[2];
    uint64_t hash;

    memcpy(parts, value.bytes, sizeof(parts));
    hash = parts[0] ^ parts[1] * 0x9e3779b97f4a7c15u;
    hash = (hash ^ hash >> 32) * 0xff51afd7ed558ccdu;
    return hash ^ hash >> 32;
}
