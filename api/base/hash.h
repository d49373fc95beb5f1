/*
 * A hash of bytes and texts, by which equal things are found: FNV-1a, 64 bit. The same on all
 * machines of a kind; not for input that means harm.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const uint64_t HASH_START = 0xcbf29ce484222325u;

static inline uint64_t
hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
    return hash;
}

/* With its NUL, so that texts side by side don't run together. NULL is as "". */
static inline uint64_t
hash_text(uint64_t hash, const char *text)
{
    return hash_bytes(hash, text ? text : "", text ? strlen(text) + 1 : 1);
}
