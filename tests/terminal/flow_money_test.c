/* Charges, payments, bills and check-out, key by key, and which writes they come to. */
#include <stdlib.h>

#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

/* Types the room's number and keys behind it in one go. */
static void
type_room(struct flow *flow, const struct guest *guest, const char *keys, const char *text)
{
    char line[64];

    snprintf(line, sizeof(line), "%s%s", guest->room, keys);
    flow_type(flow, line, text);
}

static void
open_departures(struct flow *flow)
{
    flow_type(flow,
              "\x1b"
              "d",
              "Departures");
}

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

/* The last line of the folio whose text begins so; fails without one. */
static const json_t *
line_with(const json_t *lines, const char *text)
{
    for (size_t i = json_array_size(lines); i-- > 0;)
        if (strncmp(text_of(json_array_get(lines, i), "text"), text, strlen(text)) == 0)
            return json_array_get(lines, i);
    fail_msg("no line %s", text);
    return NULL;
}

/* What the bills of the guest come to: the sum of their headings' balances. */
static double
owed(const json_t *lines)
{
    double sum = 0;
    size_t i;
    const json_t *line;

    json_array_foreach(lines, i, line)
    {
        if (json_is_null(json_object_get(line, "item")))
            sum += json_number_value(json_object_get(line, "balance"));
    }
    return sum;
}

/* 4.8: 3 keys and 5 letters, in one go, wherever the room is on the list or not. */
static void
a_charge_is_posted_by_the_room_two_letters_and_enter(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 0);
    json_t *lines;

    type_room(flow, &guest, "cbr\r", "Charged: 1 x ");
    flow_wrote(flow, "orders/add");
    lines = folio_of(flow, &guest);
    assert_int_equal(json_integer_value(json_object_get(line_with(lines, "Breakfast"), "count")),
                     1);
    json_decref(lines);
}

static void
a_number_before_enter_is_the_count_of_a_charge(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 0);
    json_t *lines;

    type_room(flow, &guest, "cbr3\r", "Charged: 3 x ");
    flow_wrote(flow, "orders/add");
    lines = folio_of(flow, &guest);
    assert_int_equal(json_integer_value(json_object_get(line_with(lines, "Breakfast"), "count")),
                     3);
    json_decref(lines);
}

/* 4.9: the change shows while it is typed, and what is posted is what was owed. */
static void
cash_shows_the_change_and_posts_what_is_owed(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);
    long long cents = (long long)(strtod(guest.balance, NULL) * 100 + 0.5);
    long long tendered = cents / 100 + 150;
    char text[64];
    json_t *lines;

    type_room(flow, &guest, "p", "Received");
    snprintf(text, sizeof(text), "%lld", tendered);
    vt_type(flow->vt, text);
    snprintf(text, sizeof(text), "Change    %lld.%02lld CZK",
             tendered - cents / 100 - (cents % 100 > 0), (100 - cents % 100) % 100);
    flow_type(flow, "", text);
    flow_wrote(flow, "");
    flow_type(flow, "\r", "CZK taken.");
    flow_wrote(flow, "payments/addExternal");
    lines = folio_of(flow, &guest);
    assert_true(owed(lines) == 0);
    assert_true(json_number_value(json_object_get(line_with(lines, "Payment Cash"), "amount"))
                == -(double)cents / 100);
    json_decref(lines);
}

static void
less_cash_than_the_amount_is_not_taken(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);

    type_room(flow, &guest, "p", "Received");
    flow_type(flow, "1", "Short by");
    flow_type(flow, "\r", "Less was received than the amount");
    flow_wrote(flow, "");
}

/* 4.15: five keys in one go, the card is up and gone. */
static void
a_guest_who_owes_nothing_is_checked_out_in_one_go(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_LEAVING, 0);
    json_t *lines;
    size_t i;
    const json_t *line;

    open_departures(flow);
    type_room(flow, &guest, "o\r", "is checked out.");
    flow_wrote(flow, "reservations/process");
    guest_is(&flow->hotel, &guest, "Processed");
    lines = folio_of(flow, &guest);
    json_array_foreach(lines, i, line) assert_string_equal(text_of(line, "state"), "Closed");
    json_decref(lines);
}

/* The room of a guest who is due out is given to one who arrives later today. */
static void
let_arrive_into(struct flow *flow, const struct guest *leaving)
{
    json_t *arrivals = hotel_do(&flow->hotel, "arrivals");
    size_t i = json_array_size(arrivals);
    char *end = guest_member(&flow->hotel, leaving, "ScheduledEndUtc");
    char command[100] = "";

    while (i-- > 0 && !command[0]) {
        const json_t *row = json_array_get(arrivals, i);

        if (!text_of(row, "room")[0] && strcmp(text_of(row, "start"), end) >= 0)
            snprintf(command, sizeof(command), "assign %s %s", text_of(row, "id"), leaving->room);
    }
    json_decref(arrivals);
    free(end);
    json_decref(hotel_do(&flow->hotel, command));
}

/* The room's next guest stands on the list of arrivals: `o` means who is in the room. */
static void
from_the_arrivals_a_room_s_number_and_o_check_out_who_is_in_it(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_LEAVING, 0);
    char row[32];

    let_arrive_into(flow, &guest);
    vt_type(flow->vt, "\x12"); // read anew
    snprintf(row, sizeof(row), " %s ", guest.room);
    flow_type(flow, "\x1b[4~", row); // at the end of the list
    type_room(flow, &guest, "o\r", "is checked out.");
    flow_wrote(flow, "reservations/process");
    guest_is(&flow->hotel, &guest, "Processed");
}

static void
a_balance_leads_to_the_folio(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);

    open_departures(flow);
    type_room(flow, &guest, "o", "Enter opens the folio");
    flow_type(flow, "\r", "Folio");
    vt_wait_gone(flow->vt, "Check out");
    vt_wait_text(flow->vt, guest.balance);
    flow_wrote(flow, "");
}

static void
a_balance_is_left_open_for_a_reason(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);
    json_t *lines;

    open_departures(flow);
    type_room(flow, &guest, "o", "Enter opens the folio");
    flow_type(flow, "r", "Leave open because");
    flow_type(flow, "\r", "Say why the balance stays open.");
    flow_wrote(flow, "");
    flow_type(flow, "Company pays later\r", "is checked out.");
    flow_wrote(flow, "reservations/process");
    guest_is(&flow->hotel, &guest, "Processed");
    lines = folio_of(flow, &guest);
    assert_true(owed(lines) > 0);
    json_decref(lines);
}

/* The milestone: in, a charge, and all of it paid. */
static void
a_guest_is_checked_in_charged_and_pays(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_READY, 0);
    json_t *lines;

    type_room(flow, &guest, "i\r", "is checked in to room");
    type_room(flow, &guest, "cbr2\r", "Charged: 2 x ");
    type_room(flow, &guest, "p", "Received");
    flow_type(flow, "\r", "CZK taken.");
    flow_wrote(flow, "reservations/start orders/add payments/addExternal");
    guest_is(&flow->hotel, &guest, "Started");
    lines = folio_of(flow, &guest);
    assert_true(owed(lines) == 0);
    assert_true(json_number_value(json_object_get(line_with(lines, "Payment Cash"), "amount"))
                == -json_number_value(json_object_get(line_with(lines, "Breakfast"), "amount")));
    json_decref(lines);
}

/* The milestone: the folio, the money, the receipt (4.13: `k⏎`), and out. */
static void
a_guest_pays_gets_the_receipt_and_leaves(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);
    json_t *lines;

    open_departures(flow);
    type_room(flow, &guest, "f", "Bill 1");
    vt_wait_text(flow->vt, guest.balance);
    flow_type(flow, "p", "Received");
    flow_type(flow, "\r", "CZK taken.");
    flow_type(flow, "k\r", "Closed as Receipt");
    flow_type(flow, "o\r", "is checked out.");
    flow_wrote(flow, "payments/addExternal bills/close reservations/process");
    guest_is(&flow->hotel, &guest, "Processed");
    lines = folio_of(flow, &guest);
    assert_string_equal(text_of(json_array_get(lines, 0), "state"), "Closed");
    assert_true(text_of(json_array_get(lines, 0), "number")[0]);
    assert_true(owed(lines) == 0);
    json_decref(lines);
}

/* A receipt is paid in full: the card offers the payment, and the invoice in its place. */
static void
a_bill_with_a_balance_is_paid_from_the_card_that_closes_it(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);

    type_room(flow, &guest, "f", "Bill 1");
    vt_wait_text(flow->vt, guest.balance);
    flow_type(flow, "k", "A receipt is paid in full");
    vt_type(flow->vt, "\r");
    vt_wait_idle(flow->vt);
    flow_wrote(flow, "");
    flow_type(flow, "p", "Received");
    flow_type(flow, "\r", "Enter closes it as a receipt");
    flow_type(flow, "\r", "Closed as Receipt");
    flow_wrote(flow, "payments/addExternal bills/close");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_charge_is_posted_by_the_room_two_letters_and_enter, flow_set_up),
        cmocka_unit_test_setup(a_number_before_enter_is_the_count_of_a_charge, flow_set_up),
        cmocka_unit_test_setup(cash_shows_the_change_and_posts_what_is_owed, flow_set_up),
        cmocka_unit_test_setup(less_cash_than_the_amount_is_not_taken, flow_set_up),
        cmocka_unit_test_setup(a_guest_who_owes_nothing_is_checked_out_in_one_go, flow_set_up),
        cmocka_unit_test_setup(from_the_arrivals_a_room_s_number_and_o_check_out_who_is_in_it,
                               flow_set_up),
        cmocka_unit_test_setup(a_balance_leads_to_the_folio, flow_set_up),
        cmocka_unit_test_setup(a_balance_is_left_open_for_a_reason, flow_set_up),
        cmocka_unit_test_setup(a_guest_is_checked_in_charged_and_pays, flow_set_up),
        cmocka_unit_test_setup(a_guest_pays_gets_the_receipt_and_leaves, flow_set_up),
        cmocka_unit_test_setup(a_bill_with_a_balance_is_paid_from_the_card_that_closes_it,
                               flow_set_up),
    };

    return cmocka_run_group_tests(tests, NULL, flow_tear_down);
}
