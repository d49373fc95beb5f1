/*
 * A bill that is shared, cut off at any of its writes: what was charged stays what it was to the
 * cent, nothing is paid twice, and the outcome is told.
 */
#include <stdlib.h>

#include "tests/support/property.h"
#include "tests/support/stand.h"
#include "tests/support/test.h"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

/* The sums of what counts in a list of records, in cents, of the guest's whole account. */
static long long
sum_of(const struct stand *stand, const char *operation, const char *list)
{
    json_t *answer = server_ask(&stand->server, operation, PAGE("AccountIds" : ["$guest5"]));
    double sum = 0;
    size_t i;
    json_t *row;

    json_array_foreach(json_object_get(answer, list), i, row)
    {
        const char *state = json_string_value(json_object_get(row, "AccountingState"));
        const json_t *amount = json_object_get(row, "Amount");

        if (strcmp(state, "Open") == 0 || strcmp(state, "Closed") == 0)
            sum += json_number_value(json_object_get(amount, "GrossValue"));
    }
    json_decref(answer);
    return (long long)(sum * 100 + (sum < 0 ? -0.5 : 0.5));
}

static int
run(const struct stand *stand, const char *command, char text[400])
{
    struct program_end end = stand_run(stand, "run", command);
    int status = end.status;

    snprintf(text, 400, "%s", end.err);
    program_end_clear(&end);
    return status;
}

enum {
    CHARGED = 40001, /* 200.00 and 200.01 */
    PAID_BEFORE = 15000
};

/* 100.00 and 100.00, of which 150.00 are paid, and 200.01 more. */
static void
open_stand(struct stand *stand)
{
    char text[400];

    *stand = (struct stand){0};
    stand_open(stand, "set find-out 0\nset refresh off\n");
    assert_int_equal(run(stand, "charge 106 text=Dinner amount=200.01", text), 0);
    assert_int_equal(sum_of(stand, "orderItems/getAll", "OrderItems"), CHARGED);
}

/* The writes of a share in their order: which operation, and how many of it went before. */
static const struct {
    const char *operation;
    int skip;
} writes[] = {
    {"bills/add", 0},
    {"orders/add", 0},
    {"orders/add", 1},
    {"orders/add", 2},
    {"accountingItems/update", 0},
    {"payments/addExternal", 0},
    {"payments/addExternal", 1},
    {"bills/close", 0},
    {"bills/close", 1},
};

static const char share[] = "share 106/1 2 with=106 pay=Cash close=yes";

static void
a_share_does_all_its_writes(void **state)
{
    struct stand stand;
    char text[400];

    (void)state;
    open_stand(&stand);
    check(run(&stand, share, text) == 0, "%s", text);
    for (size_t i = 0; i < countof(writes); i++)
        check(fault_proxy_passed(stand.proxy, writes[i].operation) > (size_t)writes[i].skip, "%s",
              writes[i].operation);
    assert_int_equal(sum_of(&stand, "orderItems/getAll", "OrderItems"), CHARGED);
    assert_int_equal(sum_of(&stand, "payments/getAll", "Payments"), -CHARGED);
    assert_int_equal(stand_count(&stand, "bills/getAll",
                                 PAGE("CustomerIds"
                                      : ["$guest5"]),
                                 "Bills", "Closed"),
                     2);
    stand_close(&stand);
}

/* What was paid is what the guest gave: never twice. */
static void
check_books(const struct stand *stand, size_t write, const char *how)
{
    long long paid = sum_of(stand, "payments/getAll", "Payments");

    check(sum_of(stand, "orderItems/getAll", "OrderItems") == CHARGED, "%s of %s", how,
          writes[write].operation);
    check(paid >= -CHARGED && paid <= -PAID_BEFORE, "%s of %s: paid %lld", how,
          writes[write].operation, paid);
}

static void
share_with(enum fault_kind kind, const char *how)
{
    for (size_t i = 0; i < countof(writes); i++) {
        struct stand stand;
        char text[400];

        open_stand(&stand);
        fault_proxy_add(stand.proxy, (struct fault){.path = writes[i].operation,
                                                    .kind = kind,
                                                    .skip = writes[i].skip,
                                                    .times = 1});
        check(run(&stand, share, text) == 4, "%s of %s: %s", how, writes[i].operation, text);
        check(strstr(text, "Nobody knows whether"), "%s", text);
        fault_proxy_heal(stand.proxy);
        check_books(&stand, i, how);
        stand_close(&stand);
    }
}

static void
cut_before_any_write_the_charges_are_whole(void **state)
{
    (void)state;
    share_with(FAULT_CUT_REQUEST, "cut before");
}

static void
cut_after_any_write_the_charges_are_whole(void **state)
{
    (void)state;
    share_with(FAULT_CUT_ANSWER, "cut after");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_does_all_its_writes),
        cmocka_unit_test(cut_before_any_write_the_charges_are_whole),
        cmocka_unit_test(cut_after_any_write_the_charges_are_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
