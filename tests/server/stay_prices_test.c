/*
 * What stays of the demo hotel are charged before and after they change is what reservations/price
 * says of the same rate, category, persons and nights.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/decimal.h"
#include "api/base/instant.h"
#include "api/schema/codec.h"
#include "tests/support/expect.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

enum {
    ROOMS = 60,
    STAYS_LEAST = 100, /* that the hotel must give to compare */
    CHANGED_LEAST = 30,
};

static struct server_process server;

/* What is charged for the stay's nights, with what its rate and the house put to them. */
struct charged {
    char currency[4];
    struct decimal sum;
};

// clang-format off
static bool
is_of_breakfast_rate(const json_t *stay)
{
    static char breakfast[UUID_TEXT_SIZE];
    const json_t *rate;
    json_t *rates;
    size_t i;

    if (!*breakfast) {
        rates = server_list(&server, "rates/getAll",
                            body_of(BODY("ServiceIds":["%s"], "Limitation":{"Count":100},
                                         "Extent":{"Rates":true}),
                                    json_string_value(json_object_get(stay, "ServiceId"))),
                            "Rates");
        json_array_foreach(rates, i, rate)
        {
            if (strcmp(json_string_value(json_object_get(rate, "ShortName")), "BB") == 0)
                snprintf(breakfast, sizeof(breakfast), "%s",
                         json_string_value(json_object_get(rate, "Id")));
        }
        json_decref(rates);
        assert_true(*breakfast);
    }
    return strcmp(json_string_value(json_object_get(stay, "RateId")), breakfast) == 0;
}

static struct decimal
gross_of(const json_t *amount)
{
    struct decimal value = {0};

    assert_true(codec_decimal(json_object_get(amount, "GrossValue"), &value));
    return value;
}

/* Guests' own products, which nobody asks the price of, are left out. */
static struct charged
charged_for(const json_t *stay)
{
    struct charged charged = {.sum = {0}};
    bool has_products = is_of_breakfast_rate(stay);
    json_t *items = server_list(&server, "orderItems/getAll",
                                body_of(PAGE("ServiceOrderIds":["%s"]),
                                        json_string_value(json_object_get(stay, "Id"))),
                                "OrderItems");
    const json_t *item;
    size_t i;

    json_array_foreach(items, i, item)
    {
        const char *type = json_string_value(json_object_get(item, "Type"));
        const json_t *amount = json_object_get(item, "Amount");

        if (strcmp(json_string_value(json_object_get(item, "AccountingState")), "Canceled") == 0
            || (strcmp(type, "SpaceOrder") != 0 && strcmp(type, "CityTax") != 0
                && !(has_products && strcmp(type, "ProductOrder") == 0)))
            continue;
        snprintf(charged.currency, sizeof(charged.currency), "%s",
                 json_string_value(json_object_get(amount, "Currency")));
        assert_true(decimal_add(charged.sum, gross_of(amount), &charged.sum));
    }
    json_decref(items);
    return charged;
}

/* reservations/price of the stay as it is. */
static struct decimal
price_of(const json_t *stay)
{
    static const char *const same[] = {"RateId", "PersonCounts", "AvailabilityBlockId",
                                       "BusinessSegmentId", "TravelAgencyId"};
    json_t *data = json_pack("{s:s, s:O, s:O, s:O}", "Identifier", "1", "StartUtc",
                             json_object_get(stay, "ScheduledStartUtc"), "EndUtc",
                             json_object_get(stay, "ScheduledEndUtc"), "RequestedCategoryId",
                             json_object_get(stay, "RequestedResourceCategoryId"));
    json_t *request = json_pack("{s:O, s:[o]}", "ServiceId", json_object_get(stay, "ServiceId"),
                                "Reservations", data);
    struct decimal sum;
    json_t *prices;
    char *body;

    for (size_t i = 0; i < countof(same); i++)
        if (!json_is_null(json_object_get(stay, same[i])))
            json_object_set(data, same[i], json_object_get(stay, same[i]));
    body = json_dumps(request, JSON_COMPACT);
    prices = server_list(&server, "reservations/price", body, "ReservationPrices");
    sum = gross_of(json_object_get(json_array_get(prices, 0), "TotalAmount"));
    json_decref(prices);
    json_decref(request);
    free(body);
    return sum;
}

static json_t *
reread(const json_t *stay)
{
    return server_first(&server, "reservations/getAll/2023-06-06",
                        body_of(PAGE("ReservationIds":["%s"]),
                                json_string_value(json_object_get(stay, "Id"))),
                        "Reservations");
}

/* False: it is charged in another currency than prices are. */
static bool
check_price(const json_t *stay, const char *change)
{
    struct charged charged = charged_for(stay);
    struct decimal price = price_of(stay);
    char texts[2][DECIMAL_TEXT_SIZE];

    if (strcmp(charged.currency, "EUR") == 0)
        return false;
    if (decimal_compare(charged.sum, price) != 0)
        fail_msg("stay %s, %s: charged %s, priced %s",
                 json_string_value(json_object_get(stay, "Number")), change,
                 decimal_text(charged.sum, texts[0]), decimal_text(price, texts[1]));
    return true;
}

/* Stays to come, of all rates. *Gives*: json_decref(). */
static json_t *
stays_to_come(void)
{
    return server_list(
        &server, "reservations/getAll/2023-06-06",
        PAGE("ScheduledStartUtc":{"StartUtc":"2026-03-26T00:00:00Z",
                            "EndUtc":"2026-05-01T00:00:00Z"}, "States":["Confirmed"]),
                       "Reservations");
}

static void
the_demo_is_charged_by_its_prices(void **state)
{
    json_t *stays = stays_to_come();
    const json_t *stay;
    int compared = 0;
    size_t i;

    (void)state;
    json_array_foreach(stays, i, stay)
    {
        compared += check_price(stay, "as booked");
    }
    assert_true(compared >= STAYS_LEAST);
    json_decref(stays);
}

/* So many days from one of its times; "" where it stays. */
static const char *
moved_time(const json_t *stay, const char *member, const char *of, int days, char text[80])
{
    struct instant at;
    char utc[INSTANT_TEXT_SIZE];

    assert_true(instant_parse(json_string_value(json_object_get(stay, of)), &at));
    snprintf(text, 80, "\"%s\":\"%s\",", member,
             instant_text(instant_add_ms(at, days * INT64_C(86400000)), utc));
    return days ? text : "";
}

/* Not where no room is left, or nothing of the stay would be. */
static bool
changes_interval(const json_t *stay, int start_days, int end_days)
{
    char start[80];
    char end[80];
    struct reply reply =
        server_call(&server, "reservations/updateInterval",
                    body_of("{%s%s\"ReservationId\":\"%s\",\"ChargeCancellationFee\":false}",
                            moved_time(stay, "StartUtc", "ScheduledStartUtc", start_days, start),
                            moved_time(stay, "EndUtc", "ScheduledEndUtc", end_days, end),
                            json_string_value(json_object_get(stay, "Id"))));
    bool is_done = reply.status == 200;

    if (!is_done && reply.status != 403 && !strstr(reply.text, "must be after StartUtc"))
        fail_msg("updateInterval: %d %s", reply.status, reply.text);
    reply_free(&reply);
    return is_done;
}

static void
a_changed_interval_costs_what_its_price_says(void **state)
{
    static const struct {
        const char *name;
        int start_days, end_days;
    } changes[] = {
        {"a night longer", 0, 1},
        {"two nights longer", 0, 2},
        {"a night earlier", -1, 0},
        {"shorter by two", 0, -2},
        {"later", 1, 1},
        {"elsewhere", 9, 10},
    };
    int changed[countof(changes)] = {0};
    json_t *stays = stays_to_come();
    const json_t *stay;
    size_t i;

    (void)state;
    json_array_foreach(stays, i, stay)
    {
        size_t kind = i % countof(changes);
        json_t *now;

        if (!changes_interval(stay, changes[kind].start_days, changes[kind].end_days))
            continue;
        now = reread(stay);
        changed[kind] += check_price(now, changes[kind].name);
        json_decref(now);
    }
    for (i = 0; i < countof(changes); i++)
        assert_true(changed[i] >= CHANGED_LEAST / (int)countof(changes));
    json_decref(stays);
}

/* By one who pays for two, and another time: all nights by the rate of today. */
static void
a_repriced_stay_costs_what_its_price_says(void **state)
{
    json_t *stays = stays_to_come();
    const json_t *stay;
    int changed = 0;
    size_t i;

    (void)state;
    json_array_foreach(stays, i, stay)
    {
        const json_t *adults = json_array_get(json_object_get(stay, "PersonCounts"), 0);
        const char *id = json_string_value(json_object_get(stay, "Id"));
        char end[80];
        struct reply reply;

        if (i % 3)
            continue;
        moved_time(stay, "Value", "ScheduledEndUtc", 1, end);
        end[strlen(end) - 1] = '\0'; // the comma
        reply = server_call(&server, "reservations/update",
            body_of(BODY("ReservationId":"%s", "CheckRateApplicability":false, "Reprice":true,
                         "ReservationUpdates":[{"ReservationId":"%s", "EndUtc":{%s}, "PersonCounts":
                         {"Value":[{"AgeCategoryId":"%s", "Count":1}]}}]),
                    id, id, end, json_string_value(json_object_get(adults, "AgeCategoryId"))));
        if (reply.status == 200) {
            json_t *now = reread(stay);

            changed += check_price(now, "for one person, a night more");
            json_decref(now);
        }
        reply_free(&reply);
    }
    assert_true(changed >= CHANGED_LEAST);
    json_decref(stays);
}

// clang-format on

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_demo_is_charged_by_its_prices),
        cmocka_unit_test(a_changed_interval_costs_what_its_price_says),
        cmocka_unit_test(a_repriced_stay_costs_what_its_price_says),
    };
    struct server_config config = server_process_config();
    int failed;

    config.rooms = ROOMS;
    server_process_start(&server, &config);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    return failed;
}
