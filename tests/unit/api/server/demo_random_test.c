/* Chance: repeatable, spread, as often as the weights say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/server/demo_random.h"

enum {
    DRAWS = 20000,
};

static uint64_t
key(uint64_t index)
{
    return demo_hash(1, DEMO_GUEST, index);
}

static void
a_choice_repeats_and_depends_on_all_it_is_about(void **state)
{
    (void)state;
    assert_true(key(5) == key(5));
    assert_true(key(5) != key(6));
    assert_true(demo_hash(1, DEMO_ROOM, 5) != key(5));
    assert_true(demo_hash(2, DEMO_GUEST, 5) != key(5));
    assert_true(demo_mix(key(5), SALT_NATION) != demo_mix(key(5), SALT_SEX));
}

static void
draws_are_spread_over_their_range(void **state)
{
    int seen[7] = {0};

    (void)state;
    for (uint64_t i = 0; i < DRAWS; i++) {
        assert_in_range(demo_between(key(i), SALT_BIRTH, 3, 5), 3, 5);
        seen[demo_below(key(i), SALT_BIRTH, 7)]++;
    }
    for (size_t i = 0; i < countof(seen); i++)
        assert_in_range(seen[i], DRAWS / 7 * 9 / 10, DRAWS / 7 * 11 / 10);
}

static void
weights_and_chances_are_kept(void **state)
{
    static const uint16_t weights[] = {70, 0, 25, 5};
    int seen[countof(weights)] = {0};
    int chances = 0;

    (void)state;
    for (uint64_t i = 0; i < DRAWS; i++) {
        seen[demo_weighted(key(i), SALT_NATION, weights, countof(weights))]++;
        chances += demo_chance(key(i), SALT_SEX, 120);
        assert_false(demo_chance(key(i), SALT_SEX, 0));
        assert_true(demo_chance(key(i), SALT_SEX, 1000));
    }
    for (size_t i = 0; i < countof(weights); i++)
        assert_in_range(seen[i] * 100, DRAWS * (weights[i] - (weights[i] > 1)),
                        DRAWS * (weights[i] + (weights[i] > 0)));
    assert_in_range(chances * 1000, DRAWS * 110, DRAWS * 130);
}

static void
identifiers_are_of_version_4_and_differ(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 1000; i++) {
        struct uuid uuid = demo_uuid(key(i));
        char text[UUID_TEXT_SIZE];

        uuid_text(uuid, text);
        assert_int_equal(text[14], '4');
        assert_non_null(strchr("89ab", text[19]));
        assert_false(uuid_equal(uuid, demo_uuid(key(i + 1))));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_choice_repeats_and_depends_on_all_it_is_about),
        cmocka_unit_test(draws_are_spread_over_their_range),
        cmocka_unit_test(weights_and_chances_are_kept),
        cmocka_unit_test(identifiers_are_of_version_4_and_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
