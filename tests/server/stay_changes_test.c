/* What becomes of a stay's charges when its times, rate, category or persons change, over HTTP. */
#include <signal.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "tests/support/expect.h"
#include "tests/support/sales.h"
#include "tests/support/test.h"

static struct server_process server;
static char *id; /* of the stay that a test books */

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return sales_emit(emit, context, err);
}

// clang-format off
#define THREE_NIGHTS "citytax 4, night 120, welcome 5, citytax 4, night 120, citytax 4, night 120"

/* An update of the stay by these members, beside others of the request. */
static const char *
update(const char *members, const char *request)
{
    return body_of("{\"ReservationId\":\"%s\",%s%s\"ReservationUpdates\":[{\"ReservationId\":"
                   "\"%s\",%s}]}", id, request ? request : "", request ? "," : "", id, members);
}

static void
updates(const char *members, const char *request)
{
    server_does(&server, "reservations/update", update(members, request));
}

static void
refuses(const char *members, const char *request, int status, const char *message)
{
    server_refuses(&server, "reservations/update", update(members, request), status, message);
}

static void
move(const char *start, const char *end, const char *charges_fee)
{
    char times[200] = "";

    if (start)
        snprintf(times, sizeof(times), "\"StartUtc\":\"%s\",", start);
    if (end)
        snprintf(times + strlen(times), sizeof(times) - strlen(times), "\"EndUtc\":\"%s\",", end);
    server_does(&server, "reservations/updateInterval",
                body_of("{%s\"ReservationId\":\"%s\",\"ChargeCancellationFee\":%s}", times, id,
                        charges_fee));
}

static void
set_price(const char *value)
{
    server_does(&server, "rates/updatePrice",
                body_of(BODY("RateId":"$flex", "PriceUpdates":[{"Value":%s,
                        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
                        "LastTimeUnitStartUtc":"2026-04-14T22:00:00Z"}]), value));
}

/* reservations/updateInterval */

static void
a_longer_stay_is_charged_for_its_new_nights(void **state)
{
    json_t *stay;

    (void)state;
    id = sales_book(&server, BODY("ProductOrders":[{"ProductId":"$morning"}]), NULL);
    set_price("180");
    move("2026-04-09T13:00:00Z", "2026-04-14T09:00:00Z", "true");
    /* the nights it had keep their price, the tax and the breakfast go on, once is once */
    sales_expect_items(&server, id,
        "citytax 4, morning 24, night 120, citytax 4, morning 24, night 120, welcome 5, "
        "citytax 4, morning 24, night 120, citytax 4, morning 24, night 120, "
        "citytax 4, morning 24, night 200");
    stay = sales_stay(&server, id);
    expect_text(stay, "ScheduledStartUtc", "2026-04-09T13:00:00Z");
    expect_text(stay, "StartUtc", "2026-04-09T13:00:00Z");
    expect_text(stay, "ScheduledEndUtc", "2026-04-14T09:00:00Z");
    expect_text(stay, "EndUtc", "2026-04-14T09:00:00Z");
    json_decref(stay);
}

static void
a_shorter_stay_gives_nights_back(void **state)
{
    (void)state;
    id = sales_book(&server, NULL, NULL);
    move("2026-04-11T13:00:00Z", "2026-04-12T09:00:00Z", "true");
    sales_expect_items(&server, id, "welcome 5, citytax 4, night 120");
    sales_expect_left(&server, "double", 7, 6, 7);
    free(id);
    /* within two days of arrival the first of the nights costs all the same, if it is asked */
    id = sales_book(&server, BODY("StartUtc":"2026-03-25T14:00:00Z",
                                  "EndUtc":"2026-03-28T10:00:00Z"), NULL);
    move(NULL, "2026-03-27T10:00:00Z", "false");
    sales_expect_items(&server, id, "citytax 4, night 120, welcome 5, citytax 4, night 120");
    move(NULL, "2026-03-26T10:00:00Z", "true");
    sales_expect_items(&server, id, "Cancellation fee, reservation 2 120, citytax 4, night 120, "
                                    "welcome 5");
}

static void
a_stay_moves_to_other_dates(void **state)
{
    (void)state;
    id = sales_book(&server, NULL, NULL);
    move("2026-05-01T13:00:00Z", "2026-05-03T09:00:00Z", "true");
    sales_expect_items(&server, id, "welcome 5, citytax 4, night 120, citytax 4, night 120");
    sales_expect_left(&server, "double", 7, 7, 7);
}

static void
times_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("ReservationId":"$stay1"), 400, "Invalid ChargeCancellationFee"},
        {BODY("ReservationId":"$stay1", "ChargeCancellationFee":false), 400, "Invalid StartUtc"},
        {BODY("ReservationId":"$nothing", "ChargeCancellationFee":false,
              "EndUtc":"2026-03-27T10:00:00Z"), 400, "Invalid ReservationId"},
        {BODY("ReservationId":"$stay1", "ChargeCancellationFee":false,
              "EndUtc":"2026-03-20T10:00:00Z"), 400, "Invalid EndUtc"},
        {BODY("ReservationId":"$stay1", "ChargeCancellationFee":false,
              "StartUtc":"2026-03-10T10:00:00Z"), 403, "can't be changed any more"},
        {BODY("ReservationId":"$stay6", "ChargeCancellationFee":false,
              "StartUtc":"2026-03-23T10:00:00Z"), 403, "checked in"},
        {BODY("ReservationId":"$stay6", "ChargeCancellationFee":false,
              "EndUtc":"2026-03-23T10:00:00Z"), 403, "checked in"},
        {BODY("ReservationId":"$stay9", "ChargeCancellationFee":false,
              "EndUtc":"2026-03-28T10:00:00Z"), 403, "is Canceled"},
        {BODY("ReservationId":"$stay10", "ChargeCancellationFee":false,
              "EndUtc":"2026-03-28T10:00:00Z"), 403, "is Processed"},
    };
    char *other;

    (void)state;
    server_refuses_all(&server, "reservations/updateInterval", rows, countof(rows));
    other = sales_book(&server, BODY("AssignedResourceId":"$room104",
                                     "StartUtc":"2026-04-13T13:00:00Z",
                                     "EndUtc":"2026-04-15T09:00:00Z"), NULL);
    id = sales_book(&server, BODY("AssignedResourceId":"$room104"), NULL);
    server_refuses(&server, "reservations/updateInterval",
                   body_of(BODY("ReservationId":"%s", "ChargeCancellationFee":true,
                                "EndUtc":"2026-04-14T09:00:00Z"), id), 403, "Room 104 is taken");
    sales_expect_items(&server, id, THREE_NIGHTS);
    free(other);
}

/* Two singles; who has a room that stays free may keep it. */
static void
the_last_room_goes_to_one_of_them(void **state)
{
    static const char single[] = BODY("RequestedCategoryId":"$single",
        "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}], "EndUtc":"2026-04-11T09:00:00Z");
    static const char room[] = BODY("RequestedCategoryId":"$single",
        "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}], "EndUtc":"2026-04-11T09:00:00Z",
        "AssignedResourceId":"$room102");
    static const char later[] = BODY("RequestedCategoryId":"$single",
        "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}], "StartUtc":"2026-04-11T13:00:00Z");

    (void)state;
    free(sales_book(&server, later, NULL));
    free(sales_book(&server, later, NULL));
    id = sales_book(&server, single, NULL);
    server_refuses(&server, "reservations/updateInterval",
                   body_of(BODY("ReservationId":"%s", "ChargeCancellationFee":true,
                                "EndUtc":"2026-04-12T09:00:00Z"), id), 403, "Single");
    refuses("\"EndUtc\":{\"Value\":\"2026-04-12T09:00:00Z\"}", NULL, 403, "Single");
    free(id);
    id = sales_book(&server, room, NULL);
    move(NULL, "2026-04-12T09:00:00Z", "true");
    sales_expect_left(&server, "single", 0, -1, 0);
}

/* reservations/update */

static void
a_stay_is_repriced_unless_it_says_no(void **state)
{
    (void)state;
    id = sales_book(&server, NULL, NULL);
    set_price("150");
    updates("\"RateId\":{\"Value\":\"$saver\"}", "\"Reprice\":false");
    sales_expect_items(&server, id, THREE_NIGHTS);
    updates("\"RateId\":{\"Value\":\"$saver\"}", NULL);
    sales_expect_items(&server, id, "citytax 4, night 153, welcome 5, citytax 4, night 153, "
                                    "citytax 4, night 153");
    /* what has nothing to do with the price leaves it alone */
    set_price("100");
    updates("\"Purpose\":{\"Value\":\"Business\"}", NULL);
    sales_expect_items(&server, id, "citytax 4, night 153, welcome 5, citytax 4, night 153, "
                                    "citytax 4, night 153");
    updates("\"RequestedCategoryId\":{\"Value\":\"$single\"},\"PersonCounts\":{\"Value\":"
            "[{\"AgeCategoryId\":\"$adult\",\"Count\":1}]}", "\"Reprice\":true");
    sales_expect_items(&server, id, "citytax 2, night 90, welcome 5, citytax 2, night 90, "
                                    "citytax 2, night 90");
}

static void
charges_follow_the_persons(void **state)
{
    json_t *stay;

    (void)state;
    id = sales_book(&server, BODY("EndUtc":"2026-04-11T09:00:00Z",
                                  "ProductOrders":[{"ProductId":"$morning"}, {"ProductId":"$dog"}]),
                    NULL);
    updates("\"PersonCounts\":{\"Value\":[{\"AgeCategoryId\":\"$adult\",\"Count\":2},"
            "{\"AgeCategoryId\":\"$child\",\"Count\":1}]}", NULL);
    sales_expect_items(&server, id, "citytax 4, dog 15, morning 36, night 150");
    updates("\"PersonCounts\":{\"Value\":[{\"AgeCategoryId\":\"$child\",\"Count\":1}]}", NULL);
    sales_expect_items(&server, id, "dog 15, morning 12, night 120");
    updates("\"PersonCounts\":{\"Value\":[{\"AgeCategoryId\":\"$adult\",\"Count\":2}]}",
            "\"Reprice\":false");
    sales_expect_items(&server, id, "dog 15, morning 12, night 120");
    stay = sales_stay(&server, id);
    expect_count(stay, "PersonCounts", 1);
    json_decref(stay);
}

static void
prices_are_set_night_by_night_with_a_reason(void **state)
{
    static const char prices[] = "\"TimeUnitPrices\":{\"Value\":[{\"Index\":1,\"Amount\":"
        "{\"Currency\":\"EUR\",\"GrossValue\":66,\"TaxCodes\":[\"CZ-R\"]}}]}";
    json_t *note;

    (void)state;
    id = sales_book(&server, NULL, NULL);
    refuses(prices, NULL, 400, "Invalid Reason");
    updates(prices, "\"Reprice\":false,\"Reason\":\"noise at night\"");
    sales_expect_items(&server, id, "citytax 4, night 120, welcome 5, citytax 4, night 66, "
                                    "citytax 4, night 120");
    note = server_first(&server, "serviceOrderNotes/getAll",
                        body_of(PAGE("ServiceOrderIds":["%s"]), id), "ServiceOrderNotes");
    expect_text(note, "Text", "noise at night");
    json_decref(note);
    set_price("130");
    updates(prices, "\"Reprice\":true,\"Reason\":\"noise at night\"");
    sales_expect_items(&server, id, "citytax 4, night 150, welcome 5, citytax 4, night 66, "
                                    "citytax 4, night 150");
    refuses("\"TimeUnitPrices\":{\"Value\":[{\"Index\":3,\"Amount\":{\"Currency\":\"EUR\","
            "\"GrossValue\":66,\"TaxCodes\":[\"CZ-R\"]}}]}", "\"Reason\":\"x\"", 400,
            "Invalid TimeUnitPrices.Index: must be 0 to 2");
}

static void
times_change_by_update_too(void **state)
{
    (void)state;
    id = sales_book(&server, BODY("StartUtc":"2026-03-25T14:00:00Z",
                                  "EndUtc":"2026-03-27T10:00:00Z"), NULL);
    updates("\"EndUtc\":{\"Value\":\"2026-03-26T10:00:00Z\"}", "\"ApplyCancellationFee\":false");
    sales_expect_items(&server, id, "citytax 4, night 120");
    updates("\"EndUtc\":{\"Value\":\"2026-03-27T10:00:00Z\"}", NULL);
    sales_expect_items(&server, id, "citytax 4, night 120, citytax 4, night 120");
    updates("\"EndUtc\":{\"Value\":\"2026-03-26T10:00:00Z\"}", NULL);
    sales_expect_items(&server, id, "Cancellation fee, reservation 1 120, citytax 4, night 120");
    refuses("\"StartUtc\":{\"Value\":null}", NULL, 400, "Invalid StartUtc: it can't be cleared");
}

static void
a_change_is_judged_as_a_booking(void **state)
{
    static const struct {
        const char *members, *message;
        int status;
    } rows[] = {
        {"\"RateId\":{\"Value\":\"$private\"}", "is private", 403},
        {"\"RateId\":{\"Value\":\"$allotted\"}", "availability block", 403},
        {"\"RateId\":{\"Value\":\"$free\"}", "no price", 403},
        {"\"RateId\":{\"Value\":\"$nothing\"}", "Invalid RateId", 400},
        {"\"RateId\":{\"Value\":null}", "RateId", 400},
        {"\"RequestedCategoryId\":{\"Value\":\"$single\"}", "has places for 1", 403},
        {"\"RequestedCategoryId\":{\"Value\":\"$spa\"}", "Invalid RequestedCategoryId", 400},
        {"\"PersonCounts\":{\"Value\":[{\"AgeCategoryId\":\"$adult\",\"Count\":4}]}",
            "has places for 3", 403},
        {"\"PersonCounts\":{\"Value\":[]}", "PersonCounts", 400},
        {"\"PersonCounts\":{\"Value\":[{\"AgeCategoryId\":\"$nothing\",\"Count\":1}]}",
            "PersonCounts", 400},
        {"\"Purpose\":{\"Value\":\"Fun\"}", "Invalid Purpose", 400},
        {"\"CompanyId\":{\"Value\":\"$nothing\"}", "Invalid CompanyId", 400},
        {"\"AvailabilityBlockId\":{\"Value\":\"$nothing\"}", "Invalid AvailabilityBlockId", 400},
        {"\"StartUtc\":{\"Value\":\"2026-04-11T13:00:00Z\"},"
         "\"EndUtc\":{\"Value\":\"2026-04-14T09:00:00Z\"}", "2026-04-13", 403},
    };
    char *card;

    (void)state;
    id = sales_book(&server, NULL, NULL);
    server_does(&server, "restrictions/set", BODY("ServiceId":"$stays", "Data":[{"Type":"Stay",
        "StartUtc":"2026-04-12T22:00:00Z", "EndUtc":"2026-04-12T22:00:00Z", "Days":
        {"Monday":true, "Tuesday":true, "Wednesday":true, "Thursday":true, "Friday":true,
        "Saturday":true, "Sunday":true}}]));
    for (size_t i = 0; i < countof(rows); i++)
        refuses(rows[i].members, NULL, rows[i].status, rows[i].message);
    card = sales_book(&server, BODY("CustomerId":"$guest2"), NULL);
    free(id);
    id = card;
    refuses("\"CreditCardId\":{\"Value\":\"$card1\"}", NULL, 400, "Invalid CreditCardId");
    updates("\"CreditCardId\":{\"Value\":\"$card1\"},\"BookerId\":{\"Value\":\"$guest1\"}", NULL);
    sales_expect_items(&server, id, THREE_NIGHTS);
}

/* One that can't be changed keeps all the others as they are. */
static void
all_are_changed_or_none(void **state)
{
    json_t *stay;

    (void)state;
    id = sales_book(&server, NULL, NULL);
    server_refuses(&server, "reservations/update", body_of(BODY("ReservationId":"%s",
        "ReservationUpdates":[{"ReservationId":"%s", "RateId":{"Value":"$saver"}},
        {"ReservationId":"$stay9", "ChannelNumber":{"Value":"X"}}]), id, id), 403, "is Canceled");
    stay = sales_stay(&server, id);
    expect_id(stay, "RateId", "flex");
    json_decref(stay);
    sales_expect_items(&server, id, THREE_NIGHTS);
}

/* What costs by the night but is one charge grows and shrinks with the stay. */
static void
a_charge_for_the_whole_stay_follows_it(void **state)
{
    (void)state;
    id = sales_book(&server, BODY("EndUtc":"2026-04-12T09:00:00Z",
                                  "ProductOrders":[{"ProductId":"$pass"}]), NULL);
    sales_expect_items(&server, id,
                       "citytax 4, night 120, pass 12, citytax 4, night 120");
    move(NULL, "2026-04-13T09:00:00Z", "true");
    sales_expect_items(&server, id, "citytax 4, night 120, pass 18, citytax 4, night 120, "
                                    "citytax 4, night 120");
    move(NULL, "2026-04-11T09:00:00Z", "true");
    sales_expect_items(&server, id, "citytax 4, night 120, pass 6");
    updates("\"PersonCounts\":{\"Value\":[{\"AgeCategoryId\":\"$adult\",\"Count\":1}]}", NULL);
    sales_expect_items(&server, id, "citytax 2, night 120, pass 3");
}

/* What stands on a closed bill is not touched; what is given up of it comes back as a rebate. */
static void
closed_charges_keep_their_price(void **state)
{
    json_t *bill = server_first(&server, "bills/add", BODY("Bills":[{"AccountId":"$guest1"}]),
                                "Bills");
    const char *bill_id = json_string_value(json_object_get(bill, "Id"));

    (void)state;
    id = sales_book(&server, BODY("EndUtc":"2026-04-12T09:00:00Z"), NULL);
    server_does(&server, "payments/addExternal", body_of(BODY("AccountId":"$guest1", "BillId":"%s",
        "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":248}), bill_id));
    server_does(&server, "bills/close", body_of(BODY("BillId":"%s", "Type":"Receipt"), bill_id));
    set_price("150");
    updates("\"RateId\":{\"Value\":\"$flex\"}", NULL);
    sales_expect_items(&server, id, "citytax 4, night 120, citytax 4, night 120");
    refuses("\"TimeUnitPrices\":{\"Value\":[{\"Index\":0,\"Amount\":{\"Currency\":\"EUR\","
            "\"GrossValue\":66,\"TaxCodes\":[\"CZ-R\"]}}]}", "\"Reason\":\"x\"", 403,
            "stands on a closed bill");
    move(NULL, "2026-04-11T09:00:00Z", "true");
    sales_expect_items(&server, id,
        "Rebate: Double, night of 2026-04-11 -120, Rebate: citytax -4, "
        "citytax 4, night 120, citytax 4, night 120");
    /* back again: what was taken back is charged anew */
    move(NULL, "2026-04-12T09:00:00Z", "true");
    sales_expect_items(&server, id,
        "Rebate: Double, night of 2026-04-11 -120, Rebate: citytax -4, "
        "citytax 4, night 120, citytax 4, citytax 4, night 120, night 170");
    json_decref(bill);
}
// clang-format on

static int
end_server(void **state)
{
    (void)state;
    free(id);
    id = NULL;
    return server_process_end(&server, SIGTERM);
}

#define WITH_SERVER(test)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(test, server_process_set_up, end_server, &server)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_longer_stay_is_charged_for_its_new_nights),
        WITH_SERVER(a_shorter_stay_gives_nights_back),
        WITH_SERVER(a_stay_moves_to_other_dates),
        WITH_SERVER(times_are_refused_with_the_reason),
        WITH_SERVER(the_last_room_goes_to_one_of_them),
        WITH_SERVER(a_stay_is_repriced_unless_it_says_no),
        WITH_SERVER(charges_follow_the_persons),
        WITH_SERVER(prices_are_set_night_by_night_with_a_reason),
        WITH_SERVER(times_change_by_update_too),
        WITH_SERVER(a_change_is_judged_as_a_booking),
        WITH_SERVER(all_are_changed_or_none),
        WITH_SERVER(a_charge_for_the_whole_stay_follows_it),
        WITH_SERVER(closed_charges_keep_their_price),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
