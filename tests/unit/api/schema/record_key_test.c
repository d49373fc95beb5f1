/* What tells records apart (record_key) and whether one has changed (record_hash). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/schema/record.h"

static void
key_is_the_id_or_made_of_the_code(void **state)
{
    struct bill bill = {.id = uuid_random()};
    struct tax_rate standard = {.code = "UK-S"};
    struct tax_rate again = {.code = "UK-S", .currency = "GBP"};
    struct tax_rate zero = {.code = "UK-Z"};
    const struct record_type *rate = record_type(RECORD_tax_rate);
    struct uuid key = record_key(rate, &standard);

    (void)state;
    assert_true(uuid_equal(record_key(record_type(RECORD_bill), &bill), bill.id));
    assert_true(uuid_is_set(key));
    assert_true(uuid_equal(key, record_key(rate, &again)));
    assert_false(uuid_equal(key, record_key(rate, &zero)));
}

static void
equal_records_have_one_hash(void **state)
{
    static const char *const one[] = {"AT-10"};
    static const char *const other[] = {"AT-20"};
    struct tax_rate rate = {.code = "A", .value = {2000, 2}, .base_taxations = {one, 1}};
    struct tax_rate same = rate;
    struct tax_rate changed = rate;
    const struct record_type *type = record_type(RECORD_tax_rate);

    (void)state;
    same.value = (struct decimal){20, 0};
    assert_true(record_equal(type, &rate, &same));
    assert_true(record_hash(type, &rate) == record_hash(type, &same));
    changed.base_taxations.rows = other;
    assert_false(record_hash(type, &rate) == record_hash(type, &changed));
    changed = rate;
    changed.base_taxations.count = 0;
    assert_false(record_hash(type, &rate) == record_hash(type, &changed));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_is_the_id_or_made_of_the_code),
        cmocka_unit_test(equal_records_have_one_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
