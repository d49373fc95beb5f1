/* Payments of every kind, given back, and bills on paper, key by key. */
#include <stdlib.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
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

/* The amount of the last line of the folio. */
static double
last_amount(struct flow *flow, const struct guest *guest)
{
    json_t *lines = folio_of(flow, guest);
    const json_t *line = json_array_get(lines, json_array_size(lines) - 1);
    double amount = json_number_value(json_object_get(line, "amount"));

    json_decref(lines);
    return amount;
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

/* Whether the guest has a card that can be charged. */
static bool
has_card(struct flow *flow, const struct guest *guest)
{
    char command[64];
    json_t *cards;
    size_t i;
    const json_t *card;
    bool has = false;

    snprintf(command, sizeof(command), "card %s", guest->id);
    cards = hotel_do(&flow->hotel, command);
    json_array_foreach(cards, i, card)
    {
        has = has || strcmp(json_string_value(json_object_get(card, "kind")), "Gateway") == 0;
    }
    json_decref(cards);
    return has;
}

static struct guest
find_with_card(struct flow *flow)
{
    for (size_t n = 0;; n++) {
        struct guest guest = guest_find(&flow->hotel, GUEST_OWING, n);

        if (has_card(flow, &guest))
            return guest;
    }
}

static void
lines_are_marked_by_range_kind_day_and_the_others(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);

    open_folio(flow, &guest);
    flow_type(flow, "\x1b[B ", " *    1");
    flow_type(flow, "\x1b[B+", ">*    3");
    vt_wait_text(flow->vt, " *    2");
    flow_type(flow, "~", ">     3");
    vt_wait_text(flow->vt, " *    4");
    flow_type(flow, "\x1b", "       4");
    assert_false(vt_has_text(flow->vt, "*    "));
    flow_type(flow, "=", ">*    3");
    flow_type(flow, "\x1b", ">     3");
    flow_type(flow, "@", ">*    3");
    flow_wrote(flow, "");
    flow_type(flow, "\x1b", ">     3");
}

static void
foreign_cash_shows_its_worth_and_the_change(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);

    open_folio(flow, &guest);
    flow_type(flow, "p", "Received");
    flow_type(flow, "9000 EUR", "Worth");
    vt_wait_text(flow->vt, "Change");
    take_all(flow, &guest);
    flow_wrote(flow, "payments/addExternal");
    assert_true(last_amount(flow, &guest) == -strtod(guest.balance, NULL));
}

static void
a_card_on_file_is_charged(void **state)
{
    struct flow *flow = *state;
    struct guest guest = find_with_card(flow);

    open_folio(flow, &guest);
    flow_type(flow, "p", "Received");
    flow_type(flow, "\t\tC", "< Card ");
    take_all(flow, &guest);
    flow_wrote(flow, "creditCards/charge");
    assert_true(last_amount(flow, &guest) == -strtod(guest.balance, NULL));
}

static void
a_sum_is_paid_and_given_back(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);
    char command[64];

    open_folio(flow, &guest);
    snprintf(command, sizeof(command), ":pay %s 120+35.5\r", guest.room);
    flow_type(flow, command, "120+35.5");
    flow_type(flow, "\r", "155.50 CZK taken.");
    flow_wrote(flow, "payments/addExternal");
    assert_true(last_amount(flow, &guest) == -155.5);
    flow_type(flow, "\x1b[4~", "Payment Cash");
    flow_type(flow, "-", "pays it back");
    flow_type(flow, "\r", "Say why the money goes back");
    flow_type(flow, "\twrong guest\r", "Given back.");
    flow_wrote(flow, "payments/addExternal");
    assert_true(last_amount(flow, &guest) == 155.5);
}

static void
what_is_no_product_is_charged_at_a_price(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 0);
    char line[64];

    snprintf(line, sizeof(line), "%sc", guest.room);
    flow_type(flow, line, "posts it");
    flow_type(flow, "kite\t\t55", "No product has these letters");
    flow_type(flow, "\r", "Charged: 1 x kite.");
    flow_wrote(flow, "orders/add");
    assert_true(last_amount(flow, &guest) == 55);
}

static void
a_closed_bill_is_never_opened_again(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);

    open_folio(flow, &guest);
    flow_type(flow, "p", "Received");
    take_all(flow, &guest);
    flow_type(flow, "k\r", "Closed as Receipt");
    flow_wrote(flow, "payments/addExternal bills/close");
    flow_type(flow, "k", "never opened again");
    flow_type(flow, "\x1b", "Closed R-");
    flow_wrote(flow, "");
}

/* The property prints a bill some thirty times a week: a closed one is asked for once. */
static void
a_bill_is_read_and_its_pdf_saved(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_OWING, 0);
    char *path = hotel_path(&flow->hotel, "bill.pdf");
    struct error err = {0};
    char command[256];
    char *pdf;

    open_folio(flow, &guest);
    flow_type(flow, "R", "Read it here");
    flow_type(flow, "\x1b[B\x1b[B\r", "Not closed yet");
    vt_wait_text(flow->vt, "CZ-2024-12%");
    snprintf(command, sizeof(command), "q:pdf %s/1 %s\r", guest.room, path);
    flow_type(flow, command, "Saved as");
    pdf = file_read(path, 1 << 24, NULL, &err);
    check(pdf && strncmp(pdf, "%PDF-", 5) == 0, "%s", err.text);
    free(pdf);
    assert_int_equal(unlink(path), 0);
    free(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(lines_are_marked_by_range_kind_day_and_the_others, flow_set_up),
        cmocka_unit_test_setup(a_bill_is_read_and_its_pdf_saved, flow_set_up),
        cmocka_unit_test_setup(foreign_cash_shows_its_worth_and_the_change, flow_set_up),
        cmocka_unit_test_setup(a_card_on_file_is_charged, flow_set_up),
        cmocka_unit_test_setup(a_sum_is_paid_and_given_back, flow_set_up),
        cmocka_unit_test_setup(what_is_no_product_is_charged_at_a_price, flow_set_up),
        cmocka_unit_test_setup(a_closed_bill_is_never_opened_again, flow_set_up),
    };

    return cmocka_run_group_tests(tests, NULL, flow_tear_down);
}
