/*
 * A folio of 2,000 charges on the screen: what a key that moves, marks or groups costs. One line a
 * figure: name, value, unit.
 */
#include <stdlib.h>

#include "tests/support/figures.h"
#include "tests/support/guests.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum {
    ORDERS = 4,
    LINES = 500, /* an order */
    KEYS = 100
};

static void
charge(const struct hotel *hotel, const struct guest *guest)
{
    json_t *lines = json_array();
    char *account = guest_member(hotel, guest, "AccountId");
    char *service = guest_member(hotel, guest, "ServiceId");
    json_t *body;
    char *text;

    for (int i = 0; i < LINES; i++)
        json_array_append_new(lines, json_pack("{s:s, s:i, s:{s:s, s:f, s:[s]}}", "Name", "Item",
                                               "UnitCount", 1, "UnitAmount", "Currency", "CZK",
                                               "GrossValue", 10.5 + i, "TaxCodes", "CZ-2024-21%"));
    body = json_pack("{s:s, s:s, s:o}", "AccountId", account, "ServiceId", service, "Items", lines);
    text = json_dumps(body, 0);
    json_decref(hotel_ask(hotel, "orders/add", text));
    json_decref(body);
    free(text);
    free(account);
    free(service);
}

/* CPU of the program a key, in milliseconds; each key is drawn before the next. */
static void
measure(struct vt *vt, const char *key, const char *name)
{
    double before = process_cpu_us(vt_pid(vt));

    for (int i = 0; i < KEYS; i++) {
        vt_type(vt, key);
        vt_wait_idle(vt);
    }
    figure((process_cpu_us(vt_pid(vt)) - before) / 1e3 / KEYS, "ms", "folio_2000_%s_cpu", name);
}

int
main(void)
{
    struct hotel hotel;
    struct guest guest;
    struct vt *vt;
    char line[64];

    hotel_open(&hotel);
    guest = guest_find(&hotel, GUEST_STAYING, 0);
    for (int i = 0; i < ORDERS; i++)
        charge(&hotel, &guest);
    vt = vt_open(
        &(struct vt_config){.argv = (const char *[]){hotel_program(), "--now", hotel.now, NULL},
                            .environment = hotel.environment});
    vt_wait_text(vt, "Arrivals  2");
    vt_wait_gone(vt, "·");
    snprintf(line, sizeof(line), "%sf", guest.room);
    vt_type(vt, line);
    vt_wait_text(vt, "Bill 1");
    vt_wait_text(vt, "Item");
    vt_wait_idle(vt);
    measure(vt, "\x1b[B", "move");
    measure(vt, " ", "mark");
    measure(vt, "\x1b[6~", "page");
    measure(vt, "~", "invert");
    measure(vt, "s", "group");
    vt_type(vt, "qqqq");
    assert_int_equal(vt_wait_exit(vt), 0);
    vt_close(vt);
    hotel_close(&hotel);
    return 0;
}
