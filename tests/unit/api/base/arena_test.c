#include "api/base/arena.h"

#include "tests/support/test.h"

static void
memory_is_zeroed_and_aligned_at_every_size(void **state)
{
    struct arena arena = {0};

    (void)state;
    for (size_t size = 0; size < 3000; size += 37) {
        unsigned char *block = arena_new(&arena, size);

        check((uintptr_t)block % 16 == 0, "%zu bytes", size);
        for (size_t i = 0; i < size; i++)
            check(block[i] == 0, "byte %zu of %zu", i, size);
        memset(block, 0xff, size);
    }
    arena_clear(&arena);
}

static void
blocks_keep_what_was_written_while_others_come(void **state)
{
    struct arena arena = {0};
    char *texts[500];
    char expected[32];

    (void)state;
    for (int i = 0; i < 500; i++)
        texts[i] = arena_print(&arena, "text %d", i);
    memset(arena_new(&arena, 1000000), 1, 1000000); // larger than the largest chunk
    for (int i = 0; i < 500; i++) {
        snprintf(expected, sizeof(expected), "text %d", i);
        assert_string_equal(texts[i], expected);
    }
    arena_clear(&arena);
}

static void
copies_of_nothing_are_nothing(void **state)
{
    struct arena arena = {0};

    (void)state;
    assert_null(arena_text(&arena, NULL));
    assert_null(arena_bytes(&arena, NULL, 0));
    assert_string_equal(arena_bytes(&arena, "abc", 0), "");
    assert_string_equal(arena_print(&arena, "%s", ""), "");
    assert_string_equal(arena_bytes(&arena, "abc", 2), "ab");
    arena_clear(&arena);
}

static void
size_grows_little_for_little_and_is_nothing_when_cleared(void **state)
{
    struct arena arena = {0};

    (void)state;
    assert_int_equal(arena_size(&arena), 0);
    assert_non_null(arena_new(&arena, 10));
    assert_in_range(arena_size(&arena), 10, 2048);
    for (int i = 0; i < 100000; i++)
        assert_non_null(arena_new(&arena, 16));
    assert_in_range(arena_size(&arena), 1600000, 2400000);
    arena_clear(&arena);
    assert_int_equal(arena_size(&arena), 0);
    assert_string_equal(arena_text(&arena, "again"), "again");
    arena_clear(&arena);
}

static void
rows_grow_and_keep_what_they_were(void **state)
{
    struct arena arena = {0};
    size_t *rows = NULL;
    size_t capacity = 0;

    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        rows = arena_grow(&arena, rows, i, &capacity, sizeof(*rows));
        assert_true(capacity > i && capacity <= 2 * i + 16);
        rows[i] = i;
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(rows[i], i);
    arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned_at_every_size),
        cmocka_unit_test(blocks_keep_what_was_written_while_others_come),
        cmocka_unit_test(rows_grow_and_keep_what_they_were),
        cmocka_unit_test(copies_of_nothing_are_nothing),
        cmocka_unit_test(size_grows_little_for_little_and_is_nothing_when_cleared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
