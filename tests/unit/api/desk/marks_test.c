/* Marks are letters, and lead back to what they are of. */
#include "api/desk/marks.h"

#include "api/rules/cards.h"
#include "tests/support/test.h"

static void
an_identifier_goes_to_letters_and_back(void **state)
{
    char text[MARK_SIZE];

    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct uuid id = uuid_random();
        struct uuid back;

        assert_int_equal(strspn(mark_text(id, text), "abcdefghijklmnop"), MARK_SIZE - 1);
        assert_true(mark_parse(text, &back));
        assert_true(uuid_equal(id, back));
        assert_false(text_has_card_number(text));
    }
    assert_false(mark_parse("abc", &(struct uuid){{0}}));
    assert_false(mark_parse("11111111-1111-1111-1111-111111111111", &(struct uuid){{0}}));
}

static void
a_reversal_says_of_which_charge_it_is(void **state)
{
    struct arena arena = {0};
    struct uuid item = uuid_random();
    struct order_item reversal = {.external_identifier = mark_rebate(&arena, item)};
    struct order_item plain = {.external_identifier = "abc"};
    struct order_item by_property = {.external_identifier = "", .rebated_item_id = item};
    struct uuid found;

    (void)state;
    assert_true(mark_rebated(&reversal, &found));
    assert_true(uuid_equal(found, item));
    assert_string_not_equal(reversal.external_identifier, mark_rebate(&arena, item)); // each once
    assert_true(mark_rebated(&by_property, &found));
    assert_false(mark_rebated(&plain, &found));
    arena_clear(&arena);
}

static void
a_part_says_to_which_bill_it_goes(void **state)
{
    struct arena arena = {0};
    struct uuid bill = uuid_random();
    const char *mark = mark_part(&arena, bill);
    struct order_item part = {.external_identifier = mark};
    char plain[MARK_SIZE];
    struct uuid found;

    (void)state;
    assert_true(mark_part_bill(mark, &found));
    assert_true(uuid_equal(found, bill));
    assert_true(mark_parse(mark, &found)); // what it is found by
    assert_string_not_equal(mark, mark_part(&arena, bill));
    assert_false(mark_rebated(&part, &found));
    assert_false(mark_part_bill(mark_rebate(&arena, bill), &found));
    assert_false(mark_part_bill(mark_text(bill, plain), &found));
    assert_false(mark_part_bill("", &found));
    arena_clear(&arena);
}

static void
what_takes_a_share_off_says_of_which_charge_and_share(void **state)
{
    struct arena arena = {0};
    struct uuid item = uuid_random();
    struct uuid share = uuid_random();
    const char *mark = mark_shared(&arena, item, share);
    struct uuid found[2];

    (void)state;
    assert_true(mark_shared_item(mark, &found[0], &found[1]));
    assert_true(uuid_equal(found[0], item) && uuid_equal(found[1], share));
    assert_true(mark_parse(mark, &found[0])); // what it is found by
    assert_string_not_equal(mark, mark_shared(&arena, item, share));
    assert_false(mark_part_bill(mark, &found[0]));
    assert_false(mark_shared_item(mark_part(&arena, item), &found[0], &found[1]));
    assert_false(mark_shared_item("", &found[0], &found[1]));
    arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_identifier_goes_to_letters_and_back),
        cmocka_unit_test(a_reversal_says_of_which_charge_it_is),
        cmocka_unit_test(what_takes_a_share_off_says_of_which_charge_and_share),
        cmocka_unit_test(a_part_says_to_which_bill_it_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
