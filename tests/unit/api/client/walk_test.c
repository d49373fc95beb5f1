/* Walking pages by Cursor. */
#include "api/base/error.h"
#include "api/client/walk.h"
#include "tests/support/cmocka.h"

#include <string.h>

/* Whether the walk goes on behind a page; -1: it is refused. */
static int
next(struct walk *walk, const char *text)
{
    struct error err = {0};
    struct answer *page = answer_parse(OP_customers_get_all, text, strlen(text), &err);
    bool more = false;
    bool ok = walk_next(walk, page, &more, &err);

    answer_free(page);
    return ok ? more : -1;
}

#define GUEST "{\"Id\":\"00000000-0000-4000-8000-000000000001\"}"

static void
short_pages_and_null_cursors_end_it(void **state)
{
    struct walk walk;

    (void)state;
    walk_begin(&walk, REQUEST_BEHIND, 2);
    assert_int_equal(next(&walk, "{\"Customers\":[" GUEST "," GUEST "],\"Cursor\":\"a\"}"), true);
    assert_int_equal(next(&walk, "{\"Customers\":[" GUEST "],\"Cursor\":\"b\"}"), false);
    assert_int_equal(next(&walk, "{\"Customers\":[" GUEST "," GUEST "],\"Cursor\":null}"), false);
    assert_int_equal(next(&walk, "{\"Customers\":[" GUEST "," GUEST "]}"), false);
    assert_int_equal(next(&walk, "{\"Customers\":[],\"Cursor\":null}"), false);
    walk_clear(&walk);
}

/* All extents false, so no page shows a customer. */
static void
pages_that_show_none_go_on(void **state)
{
    struct walk walk;

    (void)state;
    walk_begin(&walk, REQUEST_BEHIND, 10);
    assert_int_equal(next(&walk, "{\"Customers\":[],\"Cursor\":\"a\"}"), true);
    assert_int_equal(next(&walk, "{\"Customers\":null,\"Cursor\":\"b\"}"), true);
    assert_int_equal(next(&walk, "{\"Cursor\":\"c\"}"), true);
    assert_int_equal(next(&walk, "{\"Customers\":[],\"Cursor\":null}"), false);
    walk_clear(&walk);
}

static void
a_cursor_that_comes_twice_is_refused(void **state)
{
    struct walk walk;

    (void)state;
    walk_begin(&walk, REQUEST_BEHIND, 10);
    assert_int_equal(next(&walk, "{\"Cursor\":\"a\"}"), true);
    assert_int_equal(next(&walk, "{\"Cursor\":\"b\"}"), true);
    assert_int_equal(next(&walk, "{\"Cursor\":\"a\"}"), -1);
    walk_clear(&walk);
}

static void
the_first_page_somebody_looks_at_is_small(void **state)
{
    struct walk walk;

    (void)state;
    walk_begin(&walk, REQUEST_FOR_VIEW, 0);
    assert_int_equal(walk.count, 100);
    assert_int_equal(next(&walk, "{\"Cursor\":\"a\"}"), true);
    assert_int_equal(walk.count, 1000);
    walk_clear(&walk);
    walk_begin(&walk, REQUEST_BEHIND, 0);
    assert_int_equal(walk.count, 1000);
    walk_clear(&walk);
}

static void
pages_shrink_a_few_times(void **state)
{
    struct walk walk;

    (void)state;
    walk_begin(&walk, REQUEST_BEHIND, 0);
    assert_true(walk_shrink(&walk, walk.count));
    assert_int_equal(walk.count, 500);
    assert_true(walk_shrink(&walk, walk.count) && walk_shrink(&walk, walk.count)
                && walk_shrink(&walk, walk.count));
    assert_false(walk_shrink(&walk, walk.count));
    walk_clear(&walk);
    walk_begin(&walk, REQUEST_BEHIND, 15);
    assert_false(walk_shrink(&walk, walk.count));
    walk_clear(&walk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_pages_and_null_cursors_end_it),
        cmocka_unit_test(pages_that_show_none_go_on),
        cmocka_unit_test(a_cursor_that_comes_twice_is_refused),
        cmocka_unit_test(the_first_page_somebody_looks_at_is_small),
        cmocka_unit_test(pages_shrink_a_few_times),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
