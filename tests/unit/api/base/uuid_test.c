#include "api/base/uuid.h"

#include <stdlib.h>

#include "tests/support/test.h"

static void
text_and_value_are_the_same_in_both_directions(void **state)
{
    struct uuid value;
    char text[UUID_TEXT_SIZE];

    (void)state;
    assert_true(uuid_parse("0123ABCD-ef01-2345-6789-abcdefABCDEF", &value));
    assert_int_equal(value.bytes[0], 0x01);
    assert_int_equal(value.bytes[15], 0xef);
    assert_string_equal(uuid_text(value, text), "0123abcd-ef01-2345-6789-abcdefabcdef");
    assert_string_equal(uuid_text((struct uuid){{0}}, text), "");
}

static void
anything_else_is_refused_and_changes_nothing(void **state)
{
    static const char *const rows[] = {
        "",
        "0",
        "0123abcd",
        "0123abcd-ef01-2345-6789-abcdefabcde",
        "0123abcd-ef01-2345-6789-abcdefabcdef0",
        "0123abcd-ef01-2345-6789-abcdefabcdeg",
        "0123abcdef01-2345-6789-abcdefabcdef0",
        "{123abcd-ef01-2345-6789-abcdefabcdef}",
        "0123abcd-ef01-2345-6789-abcdefabcdef ",
        " 0123abcd-ef01-2345-6789-abcdefabcdef",
        "0123abcd_ef01_2345_6789_abcdefabcdef",
        "0123abcd-ef01-2345-6789-",
        "\u00e9123abcd-ef01-2345-6789-abcdefabcdef",
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct uuid value = {{7}};

        check(!uuid_parse(rows[i], &value), "\"%s\"", rows[i]);
        check(value.bytes[0] == 7 && value.bytes[1] == 0, "\"%s\" changed it", rows[i]);
    }
}

static void
every_cut_and_every_wrong_character_is_refused(void **state)
{
    static const char whole[] = "0123abcd-ef01-2345-6789-abcdefabcdef";
    struct uuid value;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof(whole); i++) {
        char *text = strdup(whole); // on the heap, so that a read beyond its end is seen

        text[i] = 'x';
        check(!uuid_parse(text, &value), "%s", text);
        text[i] = '\0';
        check(!uuid_parse(text, &value), "%s", text);
        free(text);
        text = strndup(whole, i);
        check(!uuid_parse(text, &value), "%s", text);
        free(text);
    }
}

static void
random_ones_are_of_version_4_and_differ(void **state)
{
    struct uuid last = {{0}};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct uuid value = uuid_random();

        assert_true(uuid_is_set(value));
        assert_int_equal(value.bytes[6] >> 4, 4);
        assert_int_equal(value.bytes[8] >> 6, 2);
        assert_false(uuid_equal(value, last));
        last = value;
    }
}

/* Maps use the low bits of the hash: a count in any one place of the identifier must reach them. */
static void
hash_spreads_identifiers_that_differ_in_one_place(void **state)
{
    (void)state;
    for (size_t place = 0; place < 15; place++) {
        bool hit[4096] = {false};
        size_t slots = 0;

        for (unsigned i = 0; i < countof(hit); i++) {
            struct uuid value = {{0x10, 0x20, [8] = 0x80, [15] = 1}};

            value.bytes[place] = (uint8_t)(i >> 8);
            value.bytes[place + 1] = (uint8_t)i;
            slots += !hit[uuid_hash(value) % countof(hit)];
            hit[uuid_hash(value) % countof(hit)] = true;
        }
        check(slots > countof(hit) / 2, "bytes %zu, %zu: %zu slots", place, place + 1, slots);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_value_are_the_same_in_both_directions),
        cmocka_unit_test(anything_else_is_refused_and_changes_nothing),
        cmocka_unit_test(every_cut_and_every_wrong_character_is_refused),
        cmocka_unit_test(random_ones_are_of_version_4_and_differ),
        cmocka_unit_test(hash_spreads_identifiers_that_differ_in_one_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
