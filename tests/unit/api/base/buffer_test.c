#include "api/base/buffer.h"

#include <stdlib.h>

#include "tests/support/test.h"

static void
empty_buffer_is_an_empty_text(void **state)
{
    struct buffer buffer = {0};
    char *taken;

    (void)state;
    assert_string_equal(buffer_text(&buffer), "");
    buffer_add(&buffer, NULL, 0);
    buffer_add_spaces(&buffer, 0);
    assert_string_equal(buffer_text(&buffer), "");
    taken = buffer_take(&buffer);
    assert_string_equal(taken, "");
    free(taken);
    buffer_clear(&buffer);
}

static void
parts_follow_one_another(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    buffer_add_text(&buffer, "room");
    buffer_add_char(&buffer, ' ');
    buffer_print(&buffer, "%d%s", 412, "a");
    buffer_add_spaces(&buffer, 3);
    buffer_add(&buffer, "x\0y", 3);
    assert_int_equal(buffer.length, 15);
    assert_memory_equal(buffer.text, "room 412a   x\0y", 16);
    buffer_clear(&buffer);
}

static void
growth_keeps_every_byte(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    for (int i = 0; i < 20000; i++)
        buffer_print(&buffer, "%05d", i);
    assert_int_equal(buffer.length, 100000);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(
            strtol((char[6]){buffer.text[i * 5], buffer.text[i * 5 + 1], buffer.text[i * 5 + 2],
                             buffer.text[i * 5 + 3], buffer.text[i * 5 + 4]},
                   NULL, 10),
            i);
    buffer_clear(&buffer);
}

static void
reset_keeps_the_memory_and_take_hands_it_over(void **state)
{
    struct buffer buffer = {0};
    char *taken;

    (void)state;
    buffer_add_text(&buffer, "first");
    buffer_reset(&buffer);
    assert_string_equal(buffer_text(&buffer), "");
    assert_true(buffer.capacity > 0);
    buffer_add_text(&buffer, "second");
    taken = buffer_take(&buffer);
    assert_string_equal(taken, "second");
    assert_null(buffer.text);
    assert_int_equal(buffer.capacity, 0);
    free(taken);
}

static void
cells_are_filled_and_not_passed(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    buffer_add_cells(&buffer, "Cash", 6);
    buffer_add_cells(&buffer, "Front desk", 6);
    assert_string_equal(buffer_text(&buffer), "Cash  Front~"); // in the C locale
    buffer_clear(&buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_buffer_is_an_empty_text),
        cmocka_unit_test(parts_follow_one_another),
        cmocka_unit_test(cells_are_filled_and_not_passed),
        cmocka_unit_test(growth_keeps_every_byte),
        cmocka_unit_test(reset_keeps_the_memory_and_take_hands_it_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
