/* Bills from the folio, key by key: lines marked and moved, split, shared, reversed, invoiced. */
#include <stdlib.h>

#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

/* The folio's lines as `run` gives them. *Gives*: json_decref(). */
static json_t *
folio_of(struct flow *flow, const struct guest *guest)
{
    char command[64];

    snprintf(command, sizeof(command), "folio %s", guest->id);
    return hotel_do(&flow->hotel, command);
}

static const char *
text_of(const json_t *row, const char *name)
{
    const char *text = json_string_value(json_object_get(row, name));

    return text ? text : "";
}

static double
number_of(const json_t *row, const char *name)
{
    return json_number_value(json_object_get(row, name));
}

static bool
is_heading(const json_t *row)
{
    return json_is_null(json_object_get(row, "item"));
}

/* The balance of bill number `n` from 1 on; fails without one. */
static double
bill_balance_of(const json_t *lines, size_t n)
{
    size_t i;
    const json_t *line;

    json_array_foreach(lines, i, line)
    {
        if (is_heading(line) && n-- == 1)
            return number_of(line, "balance");
    }
    fail_msg("so many bills are not there");
    return 0;
}

static size_t
count_bills(const json_t *lines)
{
    size_t count = 0;
    size_t i;
    const json_t *line;

    json_array_foreach(lines, i, line) count += is_heading(line);
    return count;
}

/* What charges and payments come to, to the cent. */
static long long
total_of(const json_t *lines)
{
    double sum = 0;
    size_t i;
    const json_t *line;

    json_array_foreach(lines, i, line)
    {
        if (is_heading(line))
            sum += number_of(line, "balance");
    }
    return (long long)(sum * 100 + (sum < 0 ? -0.5 : 0.5));
}

/* Enter on the payment's card, and what it says: of this guest's, not of an earlier one's. */
static void
take_all(struct flow *flow, const struct guest *guest)
{
    char text[64];

    snprintf(text, sizeof(text), "%s CZK taken.", guest->balance);
    flow_type(flow, "\r", text);
}

static void
open_folio(struct flow *flow, const struct guest *guest)
{
    char line[64];

    snprintf(line, sizeof(line), "%sf", guest->room);
    flow_type(flow, line, "Bill 1");
    vt_wait_text(flow->vt, guest->balance);
    vt_wait_idle(flow->vt);
}

/* How many stay with the owner. */
static size_t
count_companions(struct flow *flow, const struct guest *guest)
{
    char body[256];
    json_t *answer;
    size_t count;

    snprintf(body, sizeof(body), "{\"ReservationIds\":[\"%s\"],\"Limitation\":{\"Count\":10}}",
             guest->id);
    answer = hotel_ask(&flow->hotel, "companionships/getAll", body);
    count = json_array_size(json_object_get(answer, "Companionships"));
    json_decref(answer);
    return count;
}

enum party {
    ANYBODY,
    A_COUPLE
};

/* One who owes on one bill, which no test before has changed. */
static struct guest
find_owing(struct flow *flow, enum party party)
{
    for (size_t n = 0;; n++) {
        struct guest guest = guest_find(&flow->hotel, GUEST_OWING, n);
        json_t *lines = folio_of(flow, &guest);
        size_t bills = count_bills(lines);

        json_decref(lines);
        if (bills == 1 && (party == ANYBODY || count_companions(flow, &guest)))
            return guest;
    }
}

/* 4.10: n + 3 keys. */
static void
marked_lines_move_to_the_bill_of_a_digit(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_owing(flow, ANYBODY);
    json_t *before = folio_of(flow, &guest);
    json_t *after;

    open_folio(flow, &guest);
    flow_type(flow, "N", "Bill 2");
    flow_type(flow, "\x1b[B", ">     1");
    flow_type(flow, "  ", " *    2");
    flow_type(flow, "v", "Lines");
    flow_type(flow, "2\r", "Moved: 2");
    assert_false(vt_has_text(flow->vt, "*    ")); // what was marked is done with
    flow_wrote(flow, "bills/add accountingItems/update");
    after = folio_of(flow, &guest);
    assert_int_equal(count_bills(after), count_bills(before) + 1);
    assert_true(bill_balance_of(after, 2)
                == number_of(json_array_get(before, 1), "amount")
                       + number_of(json_array_get(before, 2), "amount"));
    assert_int_equal(total_of(after), total_of(before));
    json_decref(before);
    json_decref(after);
}

static void
an_empty_bill_is_deleted_and_a_full_one_is_not(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_owing(flow, ANYBODY);
    json_t *lines;

    open_folio(flow, &guest);
    flow_type(flow, "N", "Bill 2");
    flow_type(flow, "\x1b[3~", "move them first (v)");
    flow_wrote(flow, "bills/add");
    flow_type(flow, "2", ">              Bill 2");
    flow_type(flow, "\x1b[3~", "Done.");
    flow_wrote(flow, "bills/delete");
    vt_wait_gone(flow->vt, "Bill 2");
    lines = folio_of(flow, &guest);
    assert_int_equal(count_bills(lines), 1);
    json_decref(lines);
}

/* 4.11: 5 keys, with what stays and what goes on the card before. */
static void
half_of_a_charge_goes_to_a_new_bill(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_owing(flow, ANYBODY);
    json_t *before = folio_of(flow, &guest);
    json_t *after;
    double half;

    open_folio(flow, &guest);
    flow_type(flow, "\x1b[B", ">     1");
    flow_type(flow, "x", "nights as 2n");
    flow_type(flow, "50%", "stays,");
    flow_wrote(flow, "");
    flow_type(flow, "\r", "Split: 1.");
    flow_wrote(flow, "bills/add orders/add accountingItems/update");
    after = folio_of(flow, &guest);
    half = bill_balance_of(after, 2) * 2 - number_of(json_array_get(before, 1), "amount");
    assert_true(half > -0.015 && half < 0.015);
    assert_int_equal(total_of(after), total_of(before));
    json_decref(before);
    json_decref(after);
}

/* At most 12 keys: `f X ⏎` are three. */
static void
a_couple_s_bill_is_shared_settled_and_closed(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_owing(flow, A_COUPLE);
    json_t *lines;

    open_folio(flow, &guest);
    flow_type(flow, "X", "(companion)");
    flow_wrote(flow, "");
    flow_type(flow, "\r", "Shared among 2.");
    lines = folio_of(flow, &guest);
    assert_string_equal(text_of(json_array_get(lines, 0), "state"), "Closed");
    assert_int_equal(total_of(lines), 0);
    json_decref(lines);
}

/* More than six have one type of payment; what each pays stays on the card, whatever scrolls. */
static void
seven_share_a_bill(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_owing(flow, ANYBODY);
    json_t *before;
    json_t *after;

    open_folio(flow, &guest);
    before = folio_of(flow, &guest);
    flow_type(flow, "X", "Share 2");
    flow_type(flow,
              "\x15"
              "17",
              "2 to 16 shares.");
    flow_type(flow,
              "\x15"
              "7",
              "Payer 7");
    vt_wait_text(flow->vt, "Each ");
    flow_wrote(flow, "");
    flow_type(flow, "\r", "Shared among 7.");
    after = folio_of(flow, &guest);
    assert_int_equal(total_of(after), 0);
    assert_int_equal(count_bills(after), count_bills(before) + 6);
    json_decref(before);
    json_decref(after);
}

/* 4.17: 2 keys and the reason. */
static void
a_charge_is_reversed_for_a_reason(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_owing(flow, ANYBODY);
    json_t *before = folio_of(flow, &guest);
    double first = number_of(json_array_get(before, 1), "amount");
    json_t *after;

    open_folio(flow, &guest);
    flow_type(flow, "\x1b[B", ">     1");
    flow_type(flow, "-", "Reason");
    flow_type(flow, "\r", "Say why it is reversed");
    flow_wrote(flow, "");
    flow_type(flow, "wrong room\r", "Reversed: 1.");
    flow_wrote(flow, "orders/add");
    after = folio_of(flow, &guest);
    assert_int_equal(total_of(after), total_of(before) - (long long)(first * 100 + 0.5));
    flow_type(flow, "-", "Reason");
    flow_type(flow, "again\r", "was reversed already");
    flow_wrote(flow, "");
    json_decref(before);
    json_decref(after);
}

/* 4.14: the company by four letters, `K cerh ⏎`: six keys of at most eight. */
static void
a_company_is_invoiced_by_four_letters(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_owing(flow, ANYBODY);
    json_t *companies =
        hotel_ask(&flow->hotel, "companies/getAll",
                  "{\"Names\":[\"Cerhenka Medical GmbH\"],\"Limitation\":{\"Count\":1}}");
    json_t *lines;

    assert_int_equal(json_array_size(json_object_get(companies, "Companies")), 1);
    json_decref(companies);
    open_folio(flow, &guest);
    flow_type(flow, "K", "Order no.");
    flow_type(flow, "cerh", "> Cerhenka Medical GmbH");
    flow_wrote(flow, "");
    flow_type(flow, "\r", "Closed as Invoice");
    flow_wrote(flow, "bills/update bills/close");
    lines = folio_of(flow, &guest);
    assert_int_equal(total_of(lines), 0);
    json_decref(lines);
}

/* 4.18: the money goes back, and the closed bill stays as it was. */
static void
a_closed_bill_is_corrected_on_a_new_one(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_owing(flow, ANYBODY);
    json_t *lines;
    char number[32];

    open_folio(flow, &guest);
    flow_type(flow, "p", "Received");
    take_all(flow, &guest);
    flow_type(flow, "\x1b[1~", ">              Bill 1");
    flow_type(flow, "k\r", "Closed as Receipt");
    flow_wrote(flow, "payments/addExternal bills/close");
    lines = folio_of(flow, &guest);
    snprintf(number, sizeof(number), "%s", text_of(json_array_get(lines, 0), "number"));
    json_decref(lines);
    flow_type(flow, "\r", "      1 ");
    flow_type(flow, "\x1b[B", ">     1");
    flow_type(flow, "-", "closed for good");
    flow_type(flow, "not taken\r", "Corrected on a new bill.");
    flow_wrote(flow, "bills/add orders/add payments/addExternal bills/close");
    lines = folio_of(flow, &guest);
    assert_int_equal(total_of(lines), 0);
    assert_string_equal(text_of(json_array_get(lines, 0), "number"), number);
    json_decref(lines);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(marked_lines_move_to_the_bill_of_a_digit, flow_set_up),
        cmocka_unit_test_setup(an_empty_bill_is_deleted_and_a_full_one_is_not, flow_set_up),
        cmocka_unit_test_setup(half_of_a_charge_goes_to_a_new_bill, flow_set_up),
        cmocka_unit_test_setup(a_charge_is_reversed_for_a_reason, flow_set_up),
        cmocka_unit_test_setup(a_couple_s_bill_is_shared_settled_and_closed, flow_set_up),
        cmocka_unit_test_setup(seven_share_a_bill, flow_set_up),
        cmocka_unit_test_setup(a_company_is_invoiced_by_four_letters, flow_set_up),
        cmocka_unit_test_setup(a_closed_bill_is_corrected_on_a_new_one, flow_set_up),
    };

    return cmocka_run_group_tests(tests, NULL, flow_tear_down);
}
