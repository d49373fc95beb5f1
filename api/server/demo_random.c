#include "api/server/demo_random.h"

/* splitmix64: the increment is the golden ratio, the rest mixes each bit into all others. */
static uint64_t
spread(uint64_t bits)
{
    bits += 0x9e3779b97f4a7c15u;
    bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ bits >> 27) * 0x94d049bb133111ebu;
    return bits ^ bits >> 31;
}

uint64_t
demo_mix(uint64_t key, uint64_t purpose)
{
    return spread(key ^ spread(purpose));
}

uint64_t
demo_hash(uint64_t seed, enum demo_kind kind, uint64_t index)
{
    return demo_mix(demo_mix(spread(seed), kind), index);
}

uint32_t
demo_below(uint64_t key, uint64_t purpose, uint32_t n)
{
    return (uint32_t)((demo_mix(key, purpose) >> 32) * n >> 32);
}

int
demo_between(uint64_t key, uint64_t purpose, int least, int most)
{
    return least + (int)demo_below(key, purpose, (uint32_t)(most - least + 1));
}

bool
demo_chance(uint64_t key, uint64_t purpose, uint32_t per_mille)
{
    return demo_below(key, purpose, 1000) < per_mille;
}

size_t
demo_weighted(uint64_t key, uint64_t purpose, const uint16_t *weights, size_t count)
{
    uint32_t sum = 0;
    uint32_t at;
    size_t i = 0;

    for (size_t k = 0; k < count; k++)
        sum += weights[k];
    at = demo_below(key, purpose, sum);
    while (at >= weights[i])
        at -= weights[i++];
    return i;
}

struct uuid
demo_uuid(uint64_t key)
{
    uint64_t halves[2] = {demo_mix(key, 1), demo_mix(key, 2)};
    struct uuid uuid;

    for (size_t i = 0; i < sizeof(uuid.bytes); i++)
        uuid.bytes[i] = (uint8_t)(halves[i / 8] >> i % 8 * 8);
    uuid.bytes[6] = (uint8_t)((uuid.bytes[6] & 0x0f) | 0x40);
    uuid.bytes[8] = (uint8_t)((uuid.bytes[8] & 0x3f) | 0x80);
    return uuid;
}
