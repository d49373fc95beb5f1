/* Card numbers: what may be kept, and what must not. */
#include "tests/support/test.h"

#include "api/rules/cards.h"

static void
a_whole_number_is_seen_in_any_dress(void **state)
{
    static const char *const texts[] = {
        "4111111111111111",        "4111 1111 1111 1111",
        "4111-1111-1111-1111",     "card 4111111111111111 of the guest",
        "378282246310005",         "5555 5555 5555 4444 12 2027",
        "no 17, 4222222222222",    "(6304000000000000)",
        "tel 12 4111111111111111",
    };

    (void)state;
    for (size_t i = 0; i < countof(texts); i++)
        check(text_has_card_number(texts[i]), "%s", texts[i]);
}

static void
other_numbers_are_none(void **state)
{
    static const char *const texts[] = {
        "",
        "411111******1111",
        "4111111111111112",
        "CZ6508000000192000145399",
        "+420 222 417 423",
        "room 412, 2026-03-24",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "41111111111111111111111111111111",
    };

    (void)state;
    for (size_t i = 0; i < countof(texts); i++)
        check(!text_has_card_number(texts[i]), "%s", texts[i]);
}

static void
six_and_four_digits_may_be_kept(void **state)
{
    static const struct {
        const char *number;
        bool is_obfuscated;
    } rows[] = {
        {"411111******1111", true},
        {"************1111", true},
        {"1111", true},
        {"4111**", true},
        {"****", true},
        {"411111*1111", true},
        {"4111111*****1111", false},
        {"411111*****11111", false},
        {"11111", false},
        {"4111111111111111", false},
        {"", false},
        {"4111 1111", false},
        {"411111**11**1111", false},
        {"abcd", false},
        {"411111xxxxxx1111", false},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(card_number_is_obfuscated(rows[i].number) == rows[i].is_obfuscated, "%s",
              rows[i].number);
}

static void
a_card_is_good_to_the_end_of_its_month(void **state)
{
    static const struct {
        const char *text, *now;
        bool is_read, is_expired;
    } rows[] = {
        {"03/2026", "2026-03-31T21:59:59Z", true, false},
        {"03/2026", "2026-03-31T22:00:00Z", true, true}, /* April in Prague */
        {"2026-03", "2026-03-01T12:00:00Z", true, false},
        {"02/2026", "2026-03-01T12:00:00Z", true, true},
        {"12/2025", "2026-01-01T12:00:00Z", true, true},
        {"13/2026", "2026-03-01T12:00:00Z", false, false},
        {"3/2026", "2026-03-01T12:00:00Z", false, false},
        {"03/26", "2026-03-01T12:00:00Z", false, false},
        {"2026-03-01", "2026-03-01T12:00:00Z", false, false},
        {"", "2026-03-01T12:00:00Z", false, false},
    };

    (void)state;
    assert_true(zone_set("Europe/Prague", NULL));
    for (size_t i = 0; i < countof(rows); i++) {
        struct card_expiry expiry;
        struct instant now;
        bool is_read = card_expiry_parse(rows[i].text, &expiry);

        assert_true(instant_parse(rows[i].now, &now));
        check(is_read == rows[i].is_read, "%s", rows[i].text);
        check(!is_read || card_is_expired(expiry, now) == rows[i].is_expired, "%s", rows[i].text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_number_is_seen_in_any_dress),
        cmocka_unit_test(other_numbers_are_none),
        cmocka_unit_test(six_and_four_digits_may_be_kept),
        cmocka_unit_test(a_card_is_good_to_the_end_of_its_month),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
