/*
 * How each view and card looks on the demo hotel: golden screens. The hotel is generated: when it
 * changes they are written anew (UPDATE_GOLDEN=1), and looked at.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/flow.h"
#include "tests/support/golden.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

static struct flow flow;

static int
tear_down(void **state)
{
    (void)state;
    flow_close(&flow);
    return 0;
}

static void
open_screen(int rows, int columns)
{
    flow_open(&flow, &(struct flow_config){.rows = rows, .columns = columns});
    flow_wait_all(&flow);
}

/* A view by its key, when a text of it is there; then its golden screen. */
static void
look(const char *keys, const char *text, const char *golden)
{
    flow_type(&flow, keys, text);
    golden_check(flow.vt, golden);
}

/* A card that the keys open on a guest; Esc closes it again. */
static void
look_at_card(const struct guest *guest, const char *keys, const char *text, const char *golden)
{
    char line[64];

    snprintf(line, sizeof(line), "%s%s", guest->room, keys);
    look(line, text, golden);
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, text);
    vt_wait_idle(flow.vt);
}

#define ALT "\x1b"
#define F1 "\x1bOP"
#define F2 "\x1bOQ"
#define F3 "\x1bOR"
#define F5 "\x1b[15~"
#define F6 "\x1b[17~"
#define F7 "\x1b[18~"
#define F9 "\x1b[20~"
#define F11 "\x1b[23~"

/* What is read of them is all there. */
static void
look_at_companies(const char *golden)
{
    flow_type(&flow, F7, "Tax id");
    vt_wait_gone(flow.vt, "Reading");
    vt_wait_idle(flow.vt);
    golden_check(flow.vt, golden);
}

static void
look_at_profile(const char *filter, const char *name, const char *golden)
{
    flow_type(&flow, filter, name);
    flow_type(&flow, "\r", "Balance");
    vt_wait_gone(flow.vt, "Reading");
    vt_wait_idle(flow.vt);
    golden_check(flow.vt, golden);
}

static void
views_at_24x80(void **state)
{
    struct guest guest;
    char keys[32];

    (void)state;
    open_screen(24, 80);
    guest = guest_find(&flow.hotel, GUEST_OWING, 0);
    golden_check(flow.vt, "arrivals-24x80");
    look(ALT "d", "Departures", "departures-24x80");
    look(ALT "h", "In house", "inhouse-24x80");
    look(F3, "Single", "rack-24x80");
    look(F5, "unread", "messages-24x80");
    look(F9, "Lost property", "tasks-24x80");
    look(F6, "Acar", "guests-24x80");
    look_at_profile("/novak adam\r", "Novák, Adam", "guest-24x80");
    look_at_companies("companies-24x80");
    look(F11, "10048", "rates-24x80");
    look(F2 "/wal", "/wal", "filter-24x80");
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, "/wal");
    snprintf(keys, sizeof(keys), "%sf", guest.room);
    look(keys, "Balance", "folio-24x80");
    snprintf(keys, sizeof(keys), "q:detail %s\r", guest.room);
    look(keys, "Reservation", "detail-24x80");
    look("q" F1, "What it does", "keys-24x80");
    vt_press(flow.vt, VTERM_KEY_END, VTERM_MOD_NONE);
    look("", "room not ready", "flags-24x80");
}

static void
views_at_50x200(void **state)
{
    struct guest guest;
    char keys[32];

    (void)state;
    open_screen(50, 200);
    guest = guest_find(&flow.hotel, GUEST_OWING, 0);
    golden_check(flow.vt, "arrivals-50x200");
    look(ALT "d", "Departures", "departures-50x200");
    look(ALT "h", "In house", "inhouse-50x200");
    look(F3, "Single", "rack-50x200");
    look(F5, "unread", "messages-50x200");
    look(F9, "Lost property", "tasks-50x200");
    look(F6, "Acar", "guests-50x200");
    look_at_companies("companies-50x200");
    snprintf(keys, sizeof(keys), F2 "%sf", guest.room);
    look(keys, "Balance", "folio-50x200");
    snprintf(keys, sizeof(keys), "q:detail %s\r", guest.room);
    look(keys, "Reservation", "detail-50x200");
}

/* What is sold, to whom, and what will happen; then it is left. */
static void
look_at_walkin(const char *room, const char *guest, const char *end)
{
    vt_type(flow.vt, "w");
    vt_wait_text(flow.vt, "Enter goes on to the guest");
    vt_wait_gone(flow.vt, "asking what is left");
    vt_wait_text(flow.vt, "CZK"); // small terminals don't say that it asks
    look("", "Enter goes on to the guest", room);
    flow_type(&flow, "\rNovak", "new guest  Novak");
    look(", Jan", "1988-01-07", guest); // the second of that name
    look("\r", "Enter books it", end);
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, "Enter books it");
    vt_type(flow.vt, "\x1b");
    vt_wait_text(flow.vt, "Enter goes on to the guest");
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, "Walk-in");
    vt_wait_idle(flow.vt);
}

static void
arrivals_at_12x40(void **state)
{
    struct guest guest;

    (void)state;
    open_screen(12, 40);
    golden_check(flow.vt, "arrivals-12x40");
    guest = guest_find(&flow.hotel, GUEST_DUE, 0);
    look_at_card(&guest, "i", "takes a payment", "checkin-due-12x40");
    look(F6, "Acar", "guests-12x40");
    flow_type(&flow, F2, "Arrivals");
    look_at_walkin("walkin-12x40", "walkin-guest-12x40", "walkin-confirm-12x40");
}

static void
cards_of_arrivals(void **state)
{
    struct guest guest;
    char keys[32];

    (void)state;
    open_screen(24, 80);
    guest = guest_find(&flow.hotel, GUEST_READY, 0);
    look_at_walkin("walkin", "walkin-guest", "walkin-confirm");
    look_at_card(&guest, "i", "Enter checks in", "checkin");
    look_at_card(&guest, "?", "Nothing speaks against it", "why-nothing");
    look_at_card(&guest, "c", "Enter posts it", "charge");
    guest = guest_find(&flow.hotel, GUEST_DUE, 0);
    look_at_card(&guest, "i", "takes a payment", "checkin-due");
    look_at_card(&guest, "p", "Enter posts the payment", "pay");
    guest = guest_find(&flow.hotel, GUEST_DIRTY, 0);
    look_at_card(&guest, "i", "it must be inspected", "checkin-dirty");
    look_at_card(&guest, "?", "Why not?", "why-dirty");
    look_at_card(&guest, "I", "Has somebody seen", "inspect");
    guest = guest_find(&flow.hotel, GUEST_NO_ROOM, 0);
    snprintf(keys, sizeof(keys), "/%s\r", guest.number);
    vt_type(flow.vt, keys);
    flow_wait_only(&flow, guest.name);
    look_at_card(&guest, "a", "Enter takes the room", "assign");
}

static void
cards_of_departures(void **state)
{
    struct guest guest;
    char keys[32];

    (void)state;
    open_screen(24, 80);
    flow_type(&flow, ALT "d", "Departures");
    guest = guest_find(&flow.hotel, GUEST_LEAVING, 0);
    look_at_card(&guest, "o", "closes the bills", "checkout");
    guest = guest_find(&flow.hotel, GUEST_OWING, 0);
    look_at_card(&guest, "o", "Enter opens the folio", "checkout-owing");
    snprintf(keys, sizeof(keys), "%sf", guest.room);
    flow_type(&flow, keys, "Bill 1");
    vt_wait_gone(flow.vt, "reading");
    look("k", "A receipt is paid in full", "close-owing");
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, "A receipt is paid in full");
    look("K", "closes it as an invoice", "close-invoice");
}

/* A stay longer than the screen scrolls below the title, to its last line and no further. */
static void
a_stay_scrolls_below_the_title(void **state)
{
    struct guest guest;
    char keys[40];

    (void)state;
    open_screen(12, 40);
    guest = guest_find(&flow.hotel, GUEST_OWING, 0);
    snprintf(keys, sizeof(keys), ":detail %s\r", guest.room);
    flow_type(&flow, keys, guest.name);
    vt_press(flow.vt, VTERM_KEY_DOWN, VTERM_MOD_NONE);
    vt_wait_gone(flow.vt, guest.name);
    vt_wait_idle(flow.vt);
    assert_non_null(strstr(vt_row(flow.vt, 0), "Stay  #"));
    vt_resize(flow.vt, 30, 80);
    vt_press(flow.vt, VTERM_KEY_HOME, VTERM_MOD_NONE);
    vt_wait_text(flow.vt, guest.name);
    vt_press(flow.vt, VTERM_KEY_DOWN, VTERM_MOD_NONE); // all of it shows
    vt_wait_idle(flow.vt);
    assert_non_null(strstr(vt_row(flow.vt, 1), guest.name));
    assert_non_null(strstr(vt_row(flow.vt, 0), "Stay  #"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(views_at_24x80, tear_down),
        cmocka_unit_test_teardown(views_at_50x200, tear_down),
        cmocka_unit_test_teardown(arrivals_at_12x40, tear_down),
        cmocka_unit_test_teardown(a_stay_scrolls_below_the_title, tear_down),
        cmocka_unit_test_teardown(cards_of_arrivals, tear_down),
        cmocka_unit_test_teardown(cards_of_departures, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
