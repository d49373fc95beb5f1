/*
 * reservations/add and reservations/price over HTTP: what is charged, and what the house refuses.
 */
#include <stdlib.h>

#include "api/base/error.h"
#include "tests/support/expect.h"
#include "tests/support/sales.h"
#include "tests/support/test.h"

static struct server_process server;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return sales_emit(emit, context, err);
}

// clang-format off
static void
refuses(const char *stay, const char *request, int status, const char *message)
{
    server_refuses(&server, "reservations/add", sales_booking(stay, request), status, message);
}

/* 3 nights of a double, with the city's tax of two adults and what the rule for long stays adds. */
static void
a_stay_is_booked_as_it_was_priced(void **state)
{
    json_t *price = server_first(&server, "reservations/price", sales_booking(NULL, NULL),
                                 "ReservationPrices");
    char *id = sales_book(&server, NULL, NULL);
    json_t *stay = sales_stay(&server, id);

    (void)state;
    expect_text(price, "Identifier", "first");
    expect_number(price, "TotalAmount.GrossValue", "377");
    expect_number(price, "Total.Value", "377");
    expect_text(stay, "State", "Confirmed");
    expect_text(stay, "Number", "1");
    expect_text(stay, "Origin", "Connector");
    expect_text(stay, "ScheduledStartUtc", "2026-04-10T13:00:00Z");
    expect_text(stay, "ScheduledEndUtc", "2026-04-13T09:00:00Z");
    expect_id(stay, "AccountId", "guest1");
    expect_id(stay, "RateId", "flex");
    expect_id(stay, "RequestedResourceCategoryId", "double");
    expect_text(stay, "AssignedResourceId", NULL);
    sales_expect_items(&server, id, "citytax 4, night 120, welcome 5, citytax 4, night 120, "
                                    "citytax 4, night 120");
    sales_expect_left(&server, "double", 6, 6, 6);
    json_decref(price);
    json_decref(stay);
    free(id);
}

static void
nights_are_items_of_their_dates_and_taxes(void **state)
{
    char *id = sales_book(&server, BODY("StartUtc":"2026-04-10T13:00:00Z",
                                        "EndUtc":"2026-04-11T09:00:00Z"), NULL);
    json_t *items = sales_items(&server, id);

    (void)state;
    assert_int_equal(json_array_size(items), 2);
    for (size_t i = 0; i < 2; i++) {
        const json_t *item = json_array_get(items, i);

        expect_text(item, "StartUtc", "2026-04-09T22:00:00Z");
        expect_text(item, "ConsumedUtc", "2026-04-10T13:00:00Z");
        expect_text(item, "AccountingState", "Open");
        expect_text(item, "ServiceOrderId", id);
        expect_id(item, "AccountId", "guest1");
        if (strcmp(json_string_value(json_object_get(item, "Type")), "SpaceOrder") != 0)
            continue;
        expect_text(item, "BillingName", "Double, night of 2026-04-10");
        expect_text(item, "RevenueType", "Service");
        expect_number(item, "Amount.NetValue", "107.14");
        expect_text(json_array_get(codec_find(item, "Amount.TaxValues"), 0), "Code", "CZ-R");
        expect_number(json_array_get(codec_find(item, "Amount.TaxValues"), 0), "Value", "12.86");
    }
    json_decref(items);
    free(id);
}

/* Derived rates, more persons than places, prices of the request, and products. */
static void
prices_come_from_rate_category_persons_and_request(void **state)
{
    static const struct {
        const char *stay, *total;
    } rows[] = {
        {BODY("EndUtc":"2026-04-11T09:00:00Z"), "124"},
        {BODY("EndUtc":"2026-04-11T09:00:00Z", "RateId":"$saver"), "112"},
        {BODY("EndUtc":"2026-04-11T09:00:00Z", "RequestedCategoryId":"$single",
              "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]), "102"},
        {BODY("EndUtc":"2026-04-11T09:00:00Z", "PersonCounts":[
              {"AgeCategoryId":"$adult", "Count":2}, {"AgeCategoryId":"$child", "Count":1}]),
            "154"},
        /* those beyond the capacity cost nothing, as they can't come */
        {BODY("EndUtc":"2026-04-11T09:00:00Z", "PersonCounts":[
              {"AgeCategoryId":"$adult", "Count":2}, {"AgeCategoryId":"$child", "Count":3}]),
            "154"},
        {BODY("TimeUnitAmount":{"Currency":"EUR", "GrossValue":80, "TaxCodes":["CZ-R"]}), "257"},
        {BODY("TimeUnitPrices":[{"Index":1, "Amount":{"Currency":"EUR", "GrossValue":80,
              "TaxCodes":["CZ-R"]}}]), "337"},
        {BODY("ProductOrders":[{"ProductId":"$morning"}, {"ProductId":"$wine", "Count":2}]), "469"},
        {BODY("ProductOrders":[{"ProductId":"$dog", "StartUtc":"2026-04-10T22:00:00Z",
              "EndUtc":"2026-04-11T22:00:00Z"}]), "392"},
        {BODY("ProductOrders":[{"ProductId":"$wine", "UnitAmount":{"Currency":"EUR",
              "GrossValue":7, "TaxCodes":["CZ-S"]}}]), "384"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *price = server_first(&server, "reservations/price",
                                     sales_booking(rows[i].stay, NULL), "ReservationPrices");

        expect_number(price, "TotalAmount.GrossValue", rows[i].total);
        json_decref(price);
    }
}

static void
a_price_that_is_set_is_the_next_bookings(void **state)
{
    char *id;
    json_t *price;

    (void)state;
    server_does(&server, "rates/updatePrice",
                BODY("RateId":"$flex", "PriceUpdates":[{"Value":200,
                     "FirstTimeUnitStartUtc":"2026-04-10T22:00:00Z",
                     "LastTimeUnitStartUtc":"2026-04-10T22:00:00Z"}]));
    price = server_ask(&server, "rates/getPricing",
                       BODY("RateId":"$saver", "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
                            "LastTimeUnitStartUtc":"2026-04-11T22:00:00Z"));
    expect_number(json_array_get(json_object_get(price, "BaseAmountPrices"), 1), "GrossValue",
                  "180");
    json_decref(price);
    price = server_first(&server, "reservations/price", sales_booking(NULL, NULL),
                         "ReservationPrices");
    expect_number(price, "TotalAmount.GrossValue", "477");
    json_decref(price);
    id = sales_book(&server, NULL, NULL);
    sales_expect_items(&server, id, "citytax 4, night 120, welcome 5, citytax 4, night 220, "
                                    "citytax 4, night 120");
    free(id);
}

static void
what_is_not_confirmed_counts_later(void **state)
{
    char *optional = sales_book(&server, BODY("State":"Optional",
                                              "ReleasedUtc":"2026-04-01T10:00:00Z"), NULL);
    char *inquired = sales_book(&server, BODY("State":"Enquired"), NULL);
    json_t *stay = sales_stay(&server, optional);
    json_t *items = sales_items(&server, optional);

    (void)state;
    expect_text(stay, "State", "Optional");
    expect_text(stay, "ReleasedUtc", "2026-04-01T10:00:00Z");
    for (size_t i = 0; i < json_array_size(items); i++)
        expect_text(json_array_get(items, i), "AccountingState", "Inactive");
    json_decref(stay);
    stay = sales_stay(&server, inquired);
    expect_text(stay, "State", "Inquired");
    sales_expect_left(&server, "double", 6, 6, 6);
    json_decref(stay);
    json_decref(items);
    free(optional);
    free(inquired);
}

/* 3 rooms, 2 nights, 2 persons. */
static void
a_group_is_booked_at_once(void **state)
{
    static const char body[] = BODY("ServiceId":"$stays", "GroupName":"Wedding", "Reservations":[
        {"Identifier":"a", "StartUtc":"2026-04-10T13:00:00Z", "EndUtc":"2026-04-12T09:00:00Z",
         "CustomerId":"$guest1", "RequestedCategoryId":"$double", "RateId":"$flex",
         "PersonCounts":[{"AgeCategoryId":"$adult", "Count":2}],
         "ProductOrders":[{"ProductId":"$dog"}, {"ProductId":"$wine"}]},
        {"Identifier":"b", "StartUtc":"2026-04-10T13:00:00Z", "EndUtc":"2026-04-12T09:00:00Z",
         "CustomerId":"$guest1", "RequestedCategoryId":"$double", "RateId":"$flex",
         "PersonCounts":[{"AgeCategoryId":"$adult", "Count":2}],
         "ProductOrders":[{"ProductId":"$dog"}, {"ProductId":"$wine"}]},
        {"Identifier":"c", "StartUtc":"2026-04-10T13:00:00Z", "EndUtc":"2026-04-12T09:00:00Z",
         "CustomerId":"$guest2", "RequestedCategoryId":"$double", "RateId":"$flex",
         "PersonCounts":[{"AgeCategoryId":"$adult", "Count":2}],
         "ProductOrders":[{"ProductId":"$morning"}, {"ProductId":"$wine"}]}]);
    json_t *added = server_list(&server, "reservations/add", body, "Reservations");
    const char *group = json_string_value(codec_find(json_array_get(added, 0),
                                                     "Reservation.GroupId"));
    json_t *groups;

    (void)state;
    assert_int_equal(json_array_size(added), 3);
    for (size_t i = 0; i < 3; i++) {
        const json_t *one = json_array_get(added, i);
        const char *id = json_string_value(codec_find(one, "Reservation.Id"));
        char letter[2] = {(char)('a' + i), '\0'};

        expect_text(one, "Identifier", letter);
        expect_text(one, "Reservation.GroupId", group);
        sales_expect_items(&server, id,
                           i < 2 ? "citytax 4, dog 15, night 120, wine 10, "
                                   "citytax 4, dog 15, night 120"
                                 : "citytax 4, morning 24, night 120, wine 10, "
                                   "citytax 4, morning 24, night 120");
    }
    groups = server_list(&server, "reservationGroups/getAll",
                         body_of(PAGE("ReservationGroupIds":["%s"]), group), "ReservationGroups");
    expect_text(json_array_get(groups, 0), "Name", "Wedding");
    json_decref(groups);
    json_decref(added);
    sales_expect_left(&server, "double", 4, 4, 7);
}

static void
a_stay_joins_a_group(void **state)
{
    char *id = sales_book(&server, NULL, BODY("GroupId":"$group2"));
    json_t *stay = sales_stay(&server, id);

    (void)state;
    expect_id(stay, "GroupId", "group2");
    json_decref(stay);
    free(id);
    refuses(NULL, BODY("GroupId":"$nothing"), 400, "Invalid GroupId");
}

static void
a_stay_has_room_note_partners_and_card(void **state)
{
    char *id = sales_book(&server, BODY("AssignedResourceId":"$room104",
        "AssignedResourceLocked":true, "Notes":"cot, please", "CompanyId":"$acme",
        "TravelAgencyId":"$upfront", "BusinessSegmentId":"$leisure", "ChannelNumber":"OTA-1",
        "BookerId":"$guest2", "CreditCardId":"$card1"), NULL);
    json_t *stay = sales_stay(&server, id);
    json_t *note;

    (void)state;
    expect_id(stay, "AssignedResourceId", "room104");
    expect_bool(stay, "AssignedResourceLocked", true);
    expect_id(stay, "PartnerCompanyId", "acme");
    expect_id(stay, "TravelAgencyId", "upfront");
    expect_id(stay, "BusinessSegmentId", "leisure");
    expect_text(stay, "ChannelNumber", "OTA-1");
    expect_id(stay, "BookerId", "guest2");
    expect_id(stay, "CreditCardId", "card1");
    note = server_first(&server, "serviceOrderNotes/getAll",
                        body_of(PAGE("ServiceOrderIds":["%s"]), id), "ServiceOrderNotes");
    expect_text(note, "Text", "cot, please");
    json_decref(note);
    json_decref(stay);
    free(id);
}

/* What is asked for must be there. */
static void
bad_requests_name_the_member(void **state)
{
    static const struct {
        const char *stay, *request, *message;
    } rows[] = {
        {NULL, BODY("ServiceId":null), "Invalid ServiceId"},
        {NULL, BODY("ServiceId":"$extras"), "Invalid ServiceId"},
        {NULL, BODY("Reservations":[]), "Invalid Reservations"},
        {BODY("CustomerId":null), NULL, "Invalid Reservations.CustomerId"},
        {BODY("CustomerId":"$nothing"), NULL, "Invalid Reservations.CustomerId"},
        {BODY("CustomerId":"$acme"), NULL, "Invalid Reservations.CustomerId"},
        {BODY("RateId":"$nothing"), NULL, "Invalid Reservations.RateId"},
        {BODY("RateId":"$oldrate"), NULL, "Invalid Reservations.RateId"},
        {BODY("RequestedCategoryId":"$spa"), NULL, "Invalid Reservations.RequestedCategoryId"},
        {BODY("RequestedCategoryId":"$attic"), NULL, "Invalid Reservations.RequestedCategoryId"},
        {BODY("EndUtc":"2026-04-10T13:00:00Z"), NULL, "Invalid Reservations.EndUtc"},
        {BODY("EndUtc":"2036-04-10T13:00:00Z"), NULL, "Invalid Reservations.EndUtc"},
        {BODY("EndUtc":"tomorrow"), NULL, "EndUtc"},
        {BODY("PersonCounts":[]), NULL, "PersonCounts"},
        {BODY("PersonCounts":[{"AgeCategoryId":"$adult", "Count":0}]), NULL, "PersonCounts"},
        {BODY("PersonCounts":[{"AgeCategoryId":"$adult", "Count":-1}]), NULL, "PersonCounts"},
        {BODY("PersonCounts":[{"AgeCategoryId":"$nothing", "Count":1}]), NULL, "PersonCounts"},
        {BODY("PersonCounts":[{"AgeCategoryId":"$adult", "Count":1},
              {"AgeCategoryId":"$adult", "Count":1}]), NULL, "PersonCounts"},
        {BODY("State":"Started"), NULL, "State"},
        {BODY("AssignedResourceId":"$room109"), NULL, "Invalid Reservations.AssignedResourceId"},
        {BODY("AssignedResourceId":"$nothing"), NULL, "Invalid Reservations.AssignedResourceId"},
        {BODY("CompanyId":"$nothing"), NULL, "Invalid Reservations.CompanyId"},
        {BODY("BookerId":"$nothing"), NULL, "Invalid Reservations.BookerId"},
        {BODY("CustomerId":"$guest2", "CreditCardId":"$card1"), NULL,
            "Invalid Reservations.CreditCardId"},
        {BODY("VoucherCode":"NONE"), NULL, "Invalid Reservations.VoucherCode"},
        {BODY("AvailabilityBlockId":"$nothing"), NULL, "Invalid Reservations.AvailabilityBlockId"},
        {BODY("TimeUnitAmount":{"Currency":"EUR"}), NULL, "TimeUnitAmount"},
        {BODY("TimeUnitAmount":{"Currency":"GBP", "GrossValue":10, "TaxCodes":[]}), NULL,
            "Currency"},
        {BODY("TimeUnitAmount":{"Currency":"EUR", "GrossValue":10, "TaxCodes":["NONE"]}), NULL,
            "TaxCodes"},
        {BODY("TimeUnitPrices":[{"Index":3, "Amount":{"Currency":"EUR", "GrossValue":10,
              "TaxCodes":[]}}]), NULL, "Invalid Reservations.TimeUnitPrices.Index"},
        {BODY("TimeUnitPrices":[{"Index":0, "Amount":{"Currency":"EUR", "GrossValue":10,
              "TaxCodes":[]}}, {"Index":0, "Amount":{"Currency":"EUR", "GrossValue":10,
              "TaxCodes":[]}}]), NULL, "comes twice"},
        {BODY("ProductOrders":[{"ProductId":"$minibar"}]), NULL,
            "Invalid Reservations.ProductOrders.ProductId"},
        {BODY("ProductOrders":[{"ProductId":"$wine", "Count":0}]), NULL, "Count"},
        {BODY("ProductOrders":[{"ProductId":"$dog", "StartUtc":"2026-04-09T22:00:00Z",
              "EndUtc":"2026-04-14T22:00:00Z"}]), NULL, "EndUtc"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        refuses(rows[i].stay, rows[i].request, 400, rows[i].message);
    server_does(&server, "customers/merge",
                BODY("SourceCustomerId":"$guest20", "TargetCustomerId":"$guest21"));
    refuses(BODY("CustomerId":"$guest20"), NULL, 400, "Invalid Reservations.CustomerId");
    sales_expect_left(&server, "double", 7, 7, 7);
}

static void
the_house_refuses_what_it_can_not_take(void **state)
{
    static const struct {
        const char *stay, *message;
    } rows[] = {
        {BODY("PersonCounts":[{"AgeCategoryId":"$adult", "Count":4}]), "has places for 3 at most"},
        {BODY("StartUtc":"2026-03-10T13:00:00Z", "EndUtc":"2026-03-12T09:00:00Z"),
            "can't be changed any more"},
        {BODY("StartUtc":"2031-04-10T13:00:00Z", "EndUtc":"2031-04-12T09:00:00Z"), "5 years ahead"},
        {BODY("RateId":"$private"), "private: give a voucher code"},
        {BODY("RateId":"$private", "VoucherCode":"PAST"), "not valid now"},
        {BODY("RateId":"$flex", "VoucherCode":"PRIVATE"), "does not open the rate"},
        {BODY("RateId":"$allotted"), "for stays of an availability block"},
        {BODY("RateId":"$free"), "no price"},
        {BODY("AssignedResourceId":"$room105", "StartUtc":"2026-03-26T13:00:00Z",
              "EndUtc":"2026-03-27T09:00:00Z"), "Room 105 is blocked"},
        {BODY("AssignedResourceId":"$room107", "StartUtc":"2026-03-25T13:00:00Z",
              "EndUtc":"2026-03-27T09:00:00Z"), "Room 107 is taken"},
        {BODY("AssignedResourceId":"$room110"), "Room 110 is not in use"},
    };
    char *id;

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        refuses(rows[i].stay, NULL, 403, rows[i].message);
    free(sales_book(&server, BODY("RateId":"$private", "VoucherCode":"PRIVATE"), NULL));
    id = sales_book(&server, BODY("RateId":"$private"), BODY("CheckRateApplicability":false));
    free(id);
}

/* Two singles. */
static void
a_category_is_overbooked_only_on_purpose(void **state)
{
    static const char single[] = BODY("RequestedCategoryId":"$single",
                                      "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]);

    (void)state;
    sales_expect_left(&server, "single", 2, 2, 2);
    for (int i = 0; i < 2; i++)
        free(sales_book(&server, single, NULL));
    refuses(single, NULL, 403, "Single");
    free(sales_book(&server, single, BODY("CheckOverbooking":false)));
    sales_expect_left(&server, "single", -1, -1, -1);
    refuses(single, NULL, 403, "Single");
}

/* From midnight to midnight of the hotel: the last day is no night, and free for an arrival. */
static void
dates_without_hours_are_nights(void **state)
{
    (void)state;
    free(sales_book(&server, BODY("AssignedResourceId":"$room104",
        "StartUtc":"2026-04-09T22:00:00Z", "EndUtc":"2026-04-11T22:00:00Z"), NULL));
    sales_expect_left(&server, "double", 6, 6, 7);
    free(sales_book(&server, BODY("AssignedResourceId":"$room104",
        "StartUtc":"2026-04-11T22:00:00Z", "EndUtc":"2026-04-12T22:00:00Z"), NULL));
    sales_expect_left(&server, "double", 6, 6, 6);
    refuses(BODY("AssignedResourceId":"$room104", "StartUtc":"2026-04-11T21:59:00Z",
                 "EndUtc":"2026-04-12T22:00:00Z"), NULL, 403, "Room 104 is taken");
}

/* Thirty stays of two years are a day's work. */
static void
requests_are_not_too_large(void **state)
{
    json_t *body = json_loads(sales_booking(BODY("EndUtc":"2028-04-09T09:00:00Z"), NULL), 0, NULL);
    json_t *stays = json_object_get(body, "Reservations");
    char *text;

    (void)state;
    for (int i = 1; i < 30; i++)
        json_array_append(stays, json_array_get(stays, 0));
    text = json_dumps(body, 0);
    server_refuses(&server, "reservations/price", text, 400, "several requests");
    server_refuses(&server, "reservations/add", text, 400, "several requests");
    free(text);
    for (int i = 30; i <= 1000; i++)
        json_array_append(stays, json_array_get(stays, 0));
    text = json_dumps(body, 0);
    server_refuses(&server, "reservations/price", text, 400, "more than 1000");
    server_refuses(&server, "reservations/add", text, 400, "Invalid Reservations");
    free(text);
    json_decref(body);
}

/* The second of a request takes what is left after the first; all or none. */
static void
stays_of_a_request_are_counted_together(void **state)
{
    static const char body[] = BODY("ServiceId":"$stays", "Reservations":[
        {"StartUtc":"2026-04-10T13:00:00Z", "EndUtc":"2026-04-12T09:00:00Z",
         "CustomerId":"$guest1", "RequestedCategoryId":"$single", "RateId":"$flex",
         "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]},
        {"StartUtc":"2026-04-11T13:00:00Z", "EndUtc":"2026-04-13T09:00:00Z",
         "CustomerId":"$guest1", "RequestedCategoryId":"$single", "RateId":"$flex",
         "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]},
        {"StartUtc":"2026-04-11T13:00:00Z", "EndUtc":"2026-04-12T09:00:00Z",
         "CustomerId":"$guest1", "RequestedCategoryId":"$single", "RateId":"$flex",
         "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]}]);

    (void)state;
    server_refuses(&server, "reservations/add", body, 403, "2026-04-11");
    sales_expect_left(&server, "single", 2, 2, 2);
}

static void
restrictions_keep_bookings_out(void **state)
{
    static const struct {
        const char *conditions, *exceptions, *stay, *message; /* NULL: it is taken */
    } rows[] = {
        {"\"Type\":\"Stay\"", "", NULL, "2026-04-11"},
        {"\"Type\":\"Start\"", "", NULL, NULL},
        {"\"Type\":\"Start\"", "", BODY("StartUtc":"2026-04-11T13:00:00Z"), "2026-04-11"},
        {"\"Type\":\"End\"", "", NULL, NULL},
        {"\"Type\":\"End\"", "", BODY("EndUtc":"2026-04-11T09:00:00Z"), "2026-04-11"},
        {"\"Type\":\"Stay\", \"ExactRateId\":\"$saver\"", "", NULL, NULL},
        {"\"Type\":\"Stay\", \"ExactRateId\":\"$saver\"", "",
            BODY("RateId":"$saver"), "2026-04-11"},
        {"\"Type\":\"Stay\", \"BaseRateId\":\"$flex\"", "",
            BODY("RateId":"$saver"), "2026-04-11"},
        {"\"Type\":\"Stay\", \"RateGroupId\":\"$fixed\"", "", NULL, NULL},
        {"\"Type\":\"Stay\", \"ResourceCategoryId\":\"$single\"", "", NULL, NULL},
        {"\"Type\":\"Stay\", \"ResourceCategoryId\":\"$double\"", "", NULL, "2026-04-11"},
        {"\"Type\":\"Stay\"", ", \"MinLength\":\"P0M3DT0H0M0S\"", NULL, NULL},
        {"\"Type\":\"Stay\"", ", \"MinLength\":\"P0M4DT0H0M0S\"", NULL, "2026-04-11"},
        {"\"Type\":\"Stay\"", ", \"MaxLength\":\"P0M2DT0H0M0S\"", NULL, "2026-04-11"},
        {"\"Type\":\"Stay\"", ", \"MinAdvance\":\"P0M30DT0H0M0S\"", NULL, "2026-04-11"},
        {"\"Type\":\"Stay\"", ", \"MaxAdvance\":\"P0M30DT0H0M0S\"", NULL, NULL},
        {"\"Type\":\"Stay\"", ", \"MinPrice\":{\"Currency\":\"EUR\", \"Value\":130}",
            NULL, "2026-04-11"},
        {"\"Type\":\"Stay\"", ", \"MinPrice\":{\"Currency\":\"EUR\", \"Value\":110}", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        static const char where[] =
            "{\"ServiceId\":\"$stays\",\"Data\":[{%s%s,\"StartUtc\":\"2026-04-10T22:00:00Z\","
            "\"EndUtc\":\"2026-04-10T22:00:00Z\",\"Days\":{\"Monday\":true,\"Tuesday\":true,"
            "\"Wednesday\":true,\"Thursday\":true,\"Friday\":true,\"Saturday\":true,"
            "\"Sunday\":true}}]}";
        char *id;

        server_does(&server, "restrictions/set",
                    body_of(where, rows[i].conditions, rows[i].exceptions));
        if (rows[i].message)
            refuses(rows[i].stay, NULL, 403, rows[i].message);
        id = sales_book(&server, rows[i].stay,
                        rows[i].message ? BODY("CheckRateApplicability":false) : NULL);
        server_does(&server, "reservations/cancel", body_of(BODY("ReservationIds":["%s"]), id));
        server_does(&server, "restrictions/clear", body_of(where, rows[i].conditions, ""));
        free(id);
    }
    free(sales_book(&server, NULL, NULL));
}

/* Nobody comes between 15 and 16; `set` knows no hours, so it has a restriction of its own. */
#define HOUR(at, is) "\"" at "\":" is
#define HOURS(fifteen) "{" HOUR("Fifteen", fifteen) "," HOUR("Zero", "false") "," \
    HOUR("One", "false") "," HOUR("Two", "false") "," HOUR("Three", "false") "," \
    HOUR("Four", "false") "," HOUR("Five", "false") "," HOUR("Six", "false") "," \
    HOUR("Seven", "false") "," HOUR("Eight", "false") "," HOUR("Nine", "false") "," \
    HOUR("Ten", "false") "," HOUR("Eleven", "false") "," HOUR("Twelve", "false") "," \
    HOUR("Thirteen", "false") "," HOUR("Fourteen", "false") "," HOUR("Sixteen", "false") "," \
    HOUR("Seventeen", "false") "," HOUR("Eighteen", "false") "," HOUR("Nineteen", "false") "," \
    HOUR("Twenty", "false") "," HOUR("TwentyOne", "false") "," HOUR("TwentyTwo", "false") "," \
    HOUR("TwentyThree", "false") "}"

static void
restrictions_are_for_hours(void **state)
{
    static const char conditions[] =
        "{\"ServiceId\":\"$stays\",\"Restrictions\":[{\"Conditions\":{\"Type\":\"Start\","
        "\"Hours\":%s},\"Exceptions\":{%s}}]}";

    (void)state;
    server_refuses(&server, "restrictions/add", body_of(conditions, HOURS("false"), ""), 400,
                   "Invalid Hours: at least one must be true");
    server_refuses(&server, "restrictions/add", body_of(conditions, HOURS("true"),
                   "\"MaxPrice\":{\"Currency\":\"CZK\",\"Value\":3000}"), 400,
                   "Invalid MaxPrice.Currency: prices of rates are in EUR");
    server_does(&server, "restrictions/add", body_of(conditions, HOURS("true"), ""));
    refuses(BODY("StartUtc":"2026-04-10T13:30:00Z"), NULL, 403, "2026-04-10");
    free(sales_book(&server, BODY("StartUtc":"2026-04-10T14:00:00Z"), NULL));
    free(sales_book(&server, BODY("StartUtc":"2026-04-10T12:59:00Z"), NULL));
}

/* The form of 2022 leaves out what is not meant. */
static void
restrictions_of_2022_name_what_they_are_for(void **state)
{
    (void)state;
    server_refuses(&server, "restrictions/add", BODY("ServiceId":"$stays", "Restrictions":[
        {"Conditions":{"Type":"Start", "Days":{"Friday":false}}}]), 400, "Invalid Days");
    server_does(&server, "restrictions/add", BODY("ServiceId":"$stays", "Restrictions":[
        {"Conditions":{"Type":"Start", "Hours":{"Fifteen":true}, "Days":{"Friday":true}}}]));
    refuses(BODY("StartUtc":"2026-04-10T13:30:00Z"), NULL, 403, "2026-04-10");
    free(sales_book(&server, BODY("StartUtc":"2026-04-10T12:59:00Z"), NULL));
    free(sales_book(&server, BODY("StartUtc":"2026-04-09T13:30:00Z"), NULL));
}

/* Stays of a block have its rate and are of one group, and take what it holds. */
static void
a_block_is_picked_up(void **state)
{
    json_t *block = server_first(&server, "availabilityBlocks/add", BODY("AvailabilityBlocks":[
        {"ServiceId":"$stays", "RateId":"$allotted", "Name":"Fair", "State":"Confirmed",
         "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
         "LastTimeUnitStartUtc":"2026-04-11T22:00:00Z",
         "PickupDistribution":"AllInOneGroup"}]), "AvailabilityBlocks");
    const char *block_id = json_string_value(json_object_get(block, "Id"));
    char *of_block;
    char *first;
    char *second;
    json_t *a;
    json_t *b;

    (void)state;
    server_does(&server, "services/updateAvailability", body_of(BODY("ServiceId":"$stays",
        "AvailabilityUpdates":[{"ResourceCategoryId":"$single", "AvailabilityBlockId":"%s",
        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z", "UnitCountAdjustment":{"Value":-2},
        "LastTimeUnitStartUtc":"2026-04-11T22:00:00Z"}]), block_id));
    sales_expect_left(&server, "single", 0, 0, 0);
    refuses(BODY("RequestedCategoryId":"$single",
                 "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]), NULL, 403, "Single");
    assert_true(asprintf(&of_block, BODY("RequestedCategoryId":"$single",
        "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}], "AvailabilityBlockId":"%s"),
        block_id) > 0);
    first = sales_book(&server, of_block, NULL);
    second = sales_book(&server, of_block, NULL);
    sales_expect_left(&server, "single", 0, 0, 0);
    a = sales_stay(&server, first);
    b = sales_stay(&server, second);
    expect_id(a, "RateId", "allotted");
    expect_text(a, "AvailabilityBlockId", block_id);
    expect_text(b, "GroupId", json_string_value(json_object_get(a, "GroupId")));
    refuses(of_block, NULL, 403, "Single");
    refuses(of_block, BODY("GroupId":"$group1"), 403, "Single");
    refuses(of_block, BODY("GroupId":"$group1", "CheckOverbooking":false), 400, "Invalid GroupId");
    server_does(&server, "reservations/cancel", body_of(BODY("ReservationIds":["%s"]), first));
    sales_expect_left(&server, "single", 0, 0, 0);
    server_refuses(&server, "availabilityBlocks/update", body_of(BODY("AvailabilityBlocks":[
        {"AvailabilityBlockId":"%s", "State":{"Value":"Canceled"}}]), block_id), 403,
        "has reservation");
    server_does(&server, "reservations/cancel", body_of(BODY("ReservationIds":["%s"]), second));
    server_does(&server, "availabilityBlocks/update", body_of(BODY("AvailabilityBlocks":[
        {"AvailabilityBlockId":"%s", "State":{"Value":"Canceled"}}]), block_id));
    sales_expect_left(&server, "single", 2, 2, 2);
    refuses(of_block, NULL, 403, "takes no stays");
    json_decref(a);
    json_decref(b);
    json_decref(block);
    free(of_block);
    free(first);
    free(second);
}
// clang-format on

#define WITH_SERVER(test) STRICT_TEST(test, &server)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_stay_is_booked_as_it_was_priced),
        WITH_SERVER(nights_are_items_of_their_dates_and_taxes),
        WITH_SERVER(prices_come_from_rate_category_persons_and_request),
        WITH_SERVER(a_price_that_is_set_is_the_next_bookings),
        WITH_SERVER(what_is_not_confirmed_counts_later),
        WITH_SERVER(a_group_is_booked_at_once),
        WITH_SERVER(a_stay_joins_a_group),
        WITH_SERVER(a_stay_has_room_note_partners_and_card),
        WITH_SERVER(bad_requests_name_the_member),
        WITH_SERVER(the_house_refuses_what_it_can_not_take),
        WITH_SERVER(a_category_is_overbooked_only_on_purpose),
        WITH_SERVER(dates_without_hours_are_nights),
        WITH_SERVER(requests_are_not_too_large),
        WITH_SERVER(stays_of_a_request_are_counted_together),
        WITH_SERVER(restrictions_keep_bookings_out),
        WITH_SERVER(restrictions_are_for_hours),
        WITH_SERVER(restrictions_of_2022_name_what_they_are_for),
        WITH_SERVER(a_block_is_picked_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
