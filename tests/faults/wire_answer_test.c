/* Whatever the wire does to the answer to a payment, it is made once, and its outcome is told. */
#include "tests/support/property.h"
#include "tests/support/test.h"
#include "tests/support/wire.h"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static const struct wire_fault faults[] = {
    {"cut", FAULT_CUT_ANSWER, WIRE_ANSWER, WIRE_GOES_ON, true},
    {"shortened", FAULT_SHORTEN, WIRE_ANSWER_BODY, WIRE_GOES_ON, false},
    {"garbled", FAULT_FLIP_ANSWER, WIRE_ANSWER, WIRE_GOES_ON, false},
    {"noise from there", FAULT_GARBLE, WIRE_ANSWER_BODY, WIRE_GOES_ON, false},
    {"repeated", FAULT_REPEAT_ANSWER, WIRE_ANSWER, WIRE_GOES_ON, true},
    {"delayed", FAULT_HOLD_ANSWER, WIRE_ANSWER, WIRE_WAITS, false},
    {"late", FAULT_HOLD_ANSWER, WIRE_ANSWER, WIRE_IS_KILLED, false},
};

static void
the_answer_to_a_payment_meets_all_faults(void **state)
{
    (void)state;
    wire_try(faults, countof(faults));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_to_a_payment_meets_all_faults),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
