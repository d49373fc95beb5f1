#include "api/base/uuid_map.h"

#include <stdlib.h>

#include "tests/support/test.h"

enum {
    KEYS = 400,
    STEPS = 200000,
};

static int values[KEYS];

/* The same numbers each time, so that a failure can be repeated. */
static unsigned
next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33);
}

/*
 * Keys of which most fall on a few slots of a small map, so that chains are long and run over the
 * map's end.
 */
static void
make_keys(struct uuid keys[KEYS])
{
    size_t made = 0;

    while (made < KEYS) {
        struct uuid key = uuid_random();

        if (made % 4 == 0 || (uuid_hash(key) & 15) > 12)
            keys[made++] = key;
    }
}

/* What the map holds is what the model holds, by search and by walk. */
static void
compare(const struct uuid_map *map, const struct uuid keys[KEYS], void *const model[KEYS])
{
    size_t expected = 0;
    size_t walked = 0;
    size_t at = 0;

    for (size_t i = 0; i < KEYS; i++) {
        assert_ptr_equal(uuid_map_find(map, keys[i]), model[i]);
        expected += model[i] != NULL;
    }
    while (uuid_map_next(map, &at))
        walked++;
    assert_int_equal(map->count, expected);
    assert_int_equal(walked, expected);
}

static void
puts_and_removes_are_those_of_a_plain_array(void **state)
{
    struct uuid keys[KEYS];
    void *model[KEYS] = {NULL};
    struct uuid_map map = {0};
    uint64_t seed = 42;

    (void)state;
    make_keys(keys);
    for (int step = 0; step < STEPS; step++) {
        size_t crowd = step / 5000 % 2 ? KEYS : 12; // a small map, then a full one, and back
        size_t i = next_random(&seed) % crowd;

        if (next_random(&seed) % 100 < 48) {
            model[i] = &values[next_random(&seed) % KEYS];
            uuid_map_put(&map, keys[i], model[i]);
        } else {
            assert_ptr_equal(uuid_map_remove(&map, keys[i]), model[i]);
            model[i] = NULL;
        }
        if (step % 97 == 0)
            compare(&map, keys, model);
    }
    uuid_map_clear(&map);
}

/* Three keys of one slot, each removed in turn: the other two are still found. */
static void
a_hole_breaks_no_chain(void **state)
{
    struct uuid keys[3];

    (void)state;
    for (size_t slot = 0; slot < 16; slot++) {
        for (size_t made = 0; made < 3;) {
            struct uuid key = uuid_random();

            if ((uuid_hash(key) & 15) == slot)
                keys[made++] = key;
        }
        for (size_t gone = 0; gone < 3; gone++) {
            struct uuid_map map = {0};

            for (size_t i = 0; i < 3; i++)
                uuid_map_put(&map, keys[i], &values[i]);
            assert_int_equal(map.capacity, 16);
            assert_ptr_equal(uuid_map_remove(&map, keys[gone]), &values[gone]);
            for (size_t i = 0; i < 3; i++)
                assert_ptr_equal(uuid_map_find(&map, keys[i]), i == gone ? NULL : &values[i]);
            uuid_map_clear(&map);
        }
    }
}

static void
an_empty_map_has_nothing(void **state)
{
    struct uuid_map map = {0};
    size_t at = 0;

    (void)state;
    assert_null(uuid_map_find(&map, uuid_random()));
    assert_null(uuid_map_remove(&map, uuid_random()));
    assert_null(uuid_map_next(&map, &at));
    uuid_map_clear(&map);
    uuid_map_put(&map, uuid_random(), &values[0]);
    assert_null(uuid_map_find(&map, (struct uuid){{0}}));
    assert_null(uuid_map_remove(&map, (struct uuid){{0}}));
    assert_int_equal(map.count, 1);
    uuid_map_clear(&map);
    assert_int_equal(map.count, 0);
}

static void
putting_again_replaces(void **state)
{
    struct uuid_map map = {0};
    struct uuid key = uuid_random();

    (void)state;
    uuid_map_put(&map, key, &values[0]);
    uuid_map_put(&map, key, &values[1]);
    assert_int_equal(map.count, 1);
    assert_ptr_equal(uuid_map_find(&map, key), &values[1]);
    uuid_map_clear(&map);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_and_removes_are_those_of_a_plain_array),
        cmocka_unit_test(a_hole_breaks_no_chain),
        cmocka_unit_test(an_empty_map_has_nothing),
        cmocka_unit_test(putting_again_replaces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
