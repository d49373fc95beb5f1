/* IBANs by their check digits. */
#include "tests/support/test.h"

#include "api/rules/iban.h"

static void
check_digits_tell_good_from_bad(void **state)
{
    static const struct {
        const char *text;
        bool is_valid;
    } rows[] = {
        {"CZ65 0800 0000 1920 0014 5399", true},
        {"DE89370400440532013000", true},
        {"gb82 west 1234 5698 7654 32", true},
        {"NO9386011117947", true},
        {"DE88370400440532013000", false},
        {"DE8937040044053201300", false},
        {"8989370400440532013000", false},
        {"DE89-3704-0044-0532-0130-00", false},
        {"DE89370400440532013000DE89370400440532013000", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(iban_is_valid(rows[i].text) == rows[i].is_valid, "%s", rows[i].text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_digits_tell_good_from_bad),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
