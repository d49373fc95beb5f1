/*
 * What a key costs in the folio of a guest with 2,000 items: CPU time of the program, all its
 * threads, as it goes down the lines, by pages, and marks. One line a figure: name, value, unit.
 */
#include <stdlib.h>

#include "api/base/buffer.h"
#include "tests/support/figures.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum {
    ITEMS = 2000,
    ITEMS_A_CALL = 500,
    KEYS = 200,
    PAGES = 40,
};

/* Charges so many items to the guest of a stay. */
static void
charge(const struct hotel *hotel, const char *account, const char *service, int count)
{
    struct buffer body = {0};

    buffer_print(&body, "{\"ServiceId\":\"%s\",\"AccountId\":\"%s\",\"Items\":[", service, account);
    for (int i = 0; i < count; i++)
        buffer_print(&body,
                     "%s{\"Name\":\"Coffee %d\",\"UnitCount\":1,\"UnitAmount\":"
                     "{\"Currency\":\"CZK\",\"GrossValue\":%d.5,\"TaxCodes\":[]}}",
                     i ? "," : "", i, 50 + i % 40);
    buffer_add_text(&body, "]}");
    json_decref(hotel_ask(hotel, "orders/add", buffer_text(&body)));
    buffer_clear(&body);
}

/* A member of the first record that an operation answers; *Gives*: free(). */
static char *
first_of(const struct hotel *hotel, const char *operation, const char *body, const char *list,
         const char *member)
{
    json_t *answer = hotel_ask(hotel, operation, body);
    const json_t *record = json_array_get(json_object_get(answer, list), 0);
    const char *text = json_string_value(json_object_get(record, member));
    char *copy;

    check(text, "%s has no %s", operation, member);
    copy = strdup(text);
    json_decref(answer);
    return copy;
}

/* The number of a stay in house, whose guest has all those items. *Gives*: free(). */
static char *
make_guest(const struct hotel *hotel)
{
    static const char started[] = "{\"States\":[\"Started\"],\"Limitation\":{\"Count\":1}}";
    char *account =
        first_of(hotel, "reservations/getAll/2023-06-06", started, "Reservations", "AccountId");
    char *number =
        first_of(hotel, "reservations/getAll/2023-06-06", started, "Reservations", "Number");
    char *service =
        first_of(hotel, "services/getAll", "{\"Limitation\":{\"Count\":1}}", "Services", "Id");

    for (int i = 0; i < ITEMS; i += ITEMS_A_CALL)
        charge(hotel, account, service, ITEMS_A_CALL);
    free(account);
    free(service);
    return number;
}

static void
measure(struct vt *vt, const char *keys, int count, const char *name)
{
    struct samples cpu_ms = {0};

    for (int i = 0; i < count; i++) {
        double start_us = process_cpu_us(vt_pid(vt));

        vt_type(vt, keys);
        vt_wait_idle(vt);
        samples_add(&cpu_ms, (process_cpu_us(vt_pid(vt)) - start_us) / 1e3);
    }
    figure(samples_at(&cpu_ms, 50), "ms", "folio_%d_%s_cpu_p50", ITEMS, name);
    figure(samples_at(&cpu_ms, 90), "ms", "folio_%d_%s_cpu_p90", ITEMS, name);
    samples_clear(&cpu_ms);
}

int
main(void)
{
    struct hotel hotel;
    char command[64];
    char *number;
    struct vt *vt;

    hotel_open(&hotel);
    number = make_guest(&hotel);
    snprintf(command, sizeof(command), ":folio #%s\r", number);
    vt = vt_open(
        &(struct vt_config){.argv = (const char *[]){hotel_program(), "--now", hotel.now, NULL},
                            .environment = hotel.environment});
    vt_wait_idle(vt);
    vt_type(vt, command);
    vt_wait_text(vt, "Coffee");
    vt_wait_idle(vt);
    measure(vt, "\x1b[B", KEYS, "scroll");
    measure(vt, "\x1b[6~", PAGES, "page");
    measure(vt, " ", KEYS, "mark");
    vt_close(vt);
    free(number);
    hotel_close(&hotel);
    return 0;
}
