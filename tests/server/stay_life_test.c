/* Stays that are confirmed, canceled, given to others, shared and added to, over HTTP. */
#include <signal.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "tests/support/event_client.h"
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
#define SHORT BODY("StartUtc":"2026-03-25T14:00:00Z", "EndUtc":"2026-03-27T10:00:00Z")

static void
does(const char *operation, const char *format)
{
    server_does(&server, operation, body_of("{\"ReservationId\":\"%s\",%s}", id, format));
}

static void
refuses(const char *operation, const char *format, int status, const char *message)
{
    server_refuses(&server, operation, body_of("{\"ReservationId\":\"%s\",%s}", id, format), status,
                   message);
}

static void
cancel(const char *more)
{
    server_does(&server, "reservations/cancel",
                body_of("{\"ReservationIds\":[\"%s\"]%s}", id, more));
}

static void
expect_states(const char *state)
{
    json_t *items = sales_items(&server, id);

    check(json_array_size(items) > 0, "no items");
    for (size_t i = 0; i < json_array_size(items); i++)
        expect_text(json_array_get(items, i), "AccountingState", state);
    json_decref(items);
}

/* A guest at the desk, whose stay begins some minutes back. */
static void
a_walk_in_is_booked_and_checked_in(void **state)
{
    json_t *stay;

    (void)state;
    id = sales_book(&server, BODY("StartUtc":"2026-03-24T14:50:00Z",
                                  "EndUtc":"2026-03-25T10:00:00Z",
                                  "AssignedResourceId":"$room104"), NULL);
    server_does(&server, "reservations/start", body_of(BODY("ReservationId":"%s"), id));
    stay = sales_stay(&server, id);
    expect_text(stay, "State", "Started");
    json_decref(stay);
    server_refuses(&server, "reservations/cancel", body_of(BODY("ReservationIds":["%s"]), id), 403,
                   "is Started: shorten it");
    sales_expect_items(&server, id, "citytax 4, night 120");
}

/* reservations/confirm */

static void
an_optional_stay_is_confirmed(void **state)
{
    json_t *before;
    json_t *after;
    json_t *answer;

    (void)state;
    id = sales_book(&server, BODY("State":"Optional", "ReleasedUtc":"2026-04-01T10:00:00Z"), NULL);
    before = sales_stay(&server, id);
    expect_states("Inactive");
    answer = server_list(&server, "reservations/confirm",
                         body_of(BODY("ReservationIds":["%s", "$stay7"],
                                      "SendConfirmationEmail":false), id), "ReservationIds");
    assert_int_equal(json_array_size(answer), 2);
    assert_string_equal(json_string_value(json_array_get(answer, 0)), id);
    json_decref(answer);
    after = sales_stay(&server, id);
    expect_text(after, "State", "Confirmed");
    expect_text(after, "ReleasedUtc", NULL);
    assert_true(strcmp(json_string_value(json_object_get(before, "UpdatedUtc")),
                       json_string_value(json_object_get(after, "UpdatedUtc"))) < 0);
    expect_states("Open");
    json_decref(before);
    json_decref(after);
}

static void
only_optional_stays_are_confirmed_and_all_of_them(void **state)
{
    static const struct refusal rows[] = {
        {BODY("ReservationIds":["$stay7", "$stay1"]), 403, "Reservation 00001 is Confirmed"},
        {BODY("ReservationIds":["$stay7", "$nothing"]), 400, "Invalid ReservationIds"},
        {BODY("ReservationIds":["$stay9"]), 403, "is Canceled"},
        {BODY("ReservationIds":"$stay7"), 400, "Invalid ReservationIds"},
        {"{}", 400, "Invalid ReservationIds"},
    };
    json_t *stay;

    (void)state;
    server_refuses_all(&server, "reservations/confirm", rows, countof(rows));
    stay = server_first(&server, "reservations/getAll/2023-06-06",
                        PAGE("ReservationIds":["$stay7"]), "Reservations");
    expect_text(stay, "State", "Optional");
    json_decref(stay);
}

/* reservations/cancel */

/* Its room and nights are for others. */
static void
a_canceled_stay_leaves_its_room(void **state)
{
    json_t *stay;
    json_t *token;

    (void)state;
    id = sales_book(&server, BODY("AssignedResourceId":"$room104"), NULL);
    token = server_first(&server, "resourceAccessTokens/add", body_of(BODY(
        "ResourceAccessTokenParameters":[{"ServiceOrderId":"%s", "Value":"123456",
        "Type":"PinCode", "ValidityStartUtc":"2026-04-10T13:00:00Z",
        "ValidityEndUtc":"2026-04-13T09:00:00Z", "Permissions":{}}]), id), "ResourceAccessTokens");
    json_decref(token);
    server_refuses(&server, "reservations/add",
                   sales_booking(BODY("AssignedResourceId":"$room104"), NULL), 403, "is taken");
    cancel(",\"Notes\":\"flight is off\"");
    stay = sales_stay(&server, id);
    expect_text(stay, "State", "Canceled");
    expect_text(stay, "CancelledUtc", json_string_value(json_object_get(stay, "UpdatedUtc")));
    expect_text(stay, "CancellationReason", "Other");
    sales_expect_items(&server, id, "");
    sales_expect_left(&server, "double", 7, 7, 7);
    token = server_first(&server, "resourceAccessTokens/getAll",
                         body_of(PAGE("ServiceOrderIds":["%s"],
                                      "ActivityStates":["Active", "Deleted"]), id),
                         "ResourceAccessTokens");
    expect_bool(token, "IsActive", false);
    json_decref(token);
    json_decref(stay);
    stay = server_first(&server, "serviceOrderNotes/getAll",
                        body_of(PAGE("ServiceOrderIds":["%s"]), id), "ServiceOrderNotes");
    expect_text(stay, "Text", "flight is off");
    json_decref(stay);
    free(sales_book(&server, BODY("AssignedResourceId":"$room104"), NULL));
}

/* A guest leaves on the day of arrival: the room is for others tonight, the last one too. */
static void
a_stay_that_is_over_leaves_its_room_and_nights(void **state)
{
    static const char tonight[] = BODY("RequestedCategoryId":"$single",
        "AssignedResourceId":"$room101", "StartUtc":"2026-03-24T14:50:00Z",
        "EndUtc":"2026-03-26T10:00:00Z", "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]);
    static const char other[] = BODY("RequestedCategoryId":"$single", "EndUtc":
        "2026-03-26T10:00:00Z", "StartUtc":"2026-03-24T14:50:00Z",
        "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]);

    (void)state;
    server_does(&server, "reservations/cancel", BODY("ReservationIds":["$stay1"])); // room 101's
    free(sales_book(&server, other, NULL));
    id = sales_book(&server, tonight, NULL);
    server_refuses(&server, "reservations/add", sales_booking(other, NULL), 403, "Single");
    server_refuses(&server, "reservations/add", sales_booking(tonight,
        BODY("CheckOverbooking":false)), 403, "is taken");
    server_does(&server, "reservations/start", body_of(BODY("ReservationId":"%s"), id));
    does("reservations/updateInterval",
         "\"EndUtc\":\"2026-03-24T15:10:00Z\",\"ChargeCancellationFee\":false");
    does("reservations/addProduct",
         "\"ProductId\":\"$wine\",\"Count\":1,\"StartUtc\":\"2026-03-24T15:05:00Z\","
         "\"EndUtc\":\"2026-03-24T15:05:00Z\"");
    refuses("reservations/process", "\"CloseBills\":true", 403,
            "open balance of 214.00"); // with the wine, though it is for later
    does("reservations/process", "\"AllowOpenBalance\":true,\"Notes\":\"not liked\"");
    free(sales_book(&server, tonight, NULL));
}

/*
 * The first night from two days before on; everything but the city's tax for what is not
 * refundable; nothing unasked.
 */
static void
fees_are_those_of_the_rate(void **state)
{
    static const struct {
        const char *stay, *more, *charges;
    } rows[] = {
        {SHORT, "", ""},
        {SHORT, ",\"PostCancellationFee\":false", ""},
        {SHORT, ",\"PostCancellationFee\":true", "Cancellation fee, reservation 3 120"},
        {BODY("RateId":"$flex"), ",\"PostCancellationFee\":true", ""},
        {BODY("RateId":"$saver", "ProductOrders":[{"ProductId":"$dog"}]),
            ",\"PostCancellationFee\":true", "Cancellation fee, reservation 5 374"},
        {BODY("RateId":"$saver", "State":"Optional"), ",\"PostCancellationFee\":true", ""},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        id = sales_book(&server, rows[i].stay, NULL);
        cancel(rows[i].more);
        sales_expect_items(&server, id, rows[i].charges);
        free(id);
    }
    id = NULL;
}

static void
what_is_paid_on_a_closed_bill_comes_back(void **state)
{
    json_t *bill = server_first(&server, "bills/add", BODY("Bills":[{"AccountId":"$guest1"}]),
                                "Bills");
    const char *bill_id = json_string_value(json_object_get(bill, "Id"));

    (void)state;
    id = sales_book(&server, BODY("EndUtc":"2026-04-11T09:00:00Z"), NULL);
    server_does(&server, "payments/addExternal", body_of(BODY("AccountId":"$guest1", "BillId":"%s",
        "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":124}), bill_id));
    server_does(&server, "bills/close", body_of(BODY("BillId":"%s", "Type":"Receipt"), bill_id));
    cancel("");
    sales_expect_items(&server, id, "Rebate: Double, night of 2026-04-10 -120, Rebate: citytax -4, "
                                    "citytax 4, night 120");
    json_decref(bill);
}

static void
what_can_not_be_canceled_is_refused_whole(void **state)
{
    static const struct refusal rows[] = {
        {BODY("ReservationIds":["$stay1", "$stay5"]), 403, "Reservation 00005 is Started"},
        {BODY("ReservationIds":["$stay1", "$stay9"]), 403, "is Canceled"},
        {BODY("ReservationIds":["$stay1", "$stay10"]), 403, "is Processed"},
        {BODY("ReservationIds":["$stay1", "$nothing"]), 400, "Invalid ReservationIds"},
        {BODY("ReservationIds":["$stay1", "$stay1"]), 403, "is Canceled"},
        {BODY("ReservationIds":[]), 400, "Invalid ReservationIds"},
        {"{}", 400, "Invalid ReservationIds"},
    };
    json_t *stay;

    (void)state;
    server_refuses_all(&server, "reservations/cancel", rows, countof(rows));
    stay = server_first(&server, "reservations/getAll/2023-06-06",
                        PAGE("ReservationIds":["$stay1"]), "Reservations");
    expect_text(stay, "State", "Confirmed");
    json_decref(stay);
}

/* The form of 2022. */
static void
a_client_of_2022_cancels(void **state)
{
    struct server_config config = server_process_config();
    struct server_process strict = server;

    (void)state;
    server_process_start(&server, &config);
    id = sales_book(&server, SHORT, NULL);
    server_does(&server, "reservations/cancel",
                body_of(BODY("ReservationIds":["%s"], "ChargeCancellationFee":true,
                             "Notes":"as in 2022"), id));
    sales_expect_items(&server, id, "Cancellation fee, reservation 1 120");
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    server = strict;
}

/* reservations/updateCustomer */

static void
another_owner_pays_what_is_to_come(void **state)
{
    json_t *stay;
    json_t *items;

    (void)state;
    id = sales_book(&server, BODY("CreditCardId":"$card1"), NULL);
    does("reservations/updateCustomer", "\"CustomerId\":\"$guest2\"");
    stay = sales_stay(&server, id);
    expect_id(stay, "AccountId", "guest2");
    expect_text(stay, "AccountType", "Customer");
    expect_text(stay, "CreditCardId", NULL);
    items = sales_items(&server, id);
    for (size_t i = 0; i < json_array_size(items); i++)
        expect_id(json_array_get(items, i), "AccountId", "guest2");
    json_decref(items);
    json_decref(stay);
}

/* The guest who is in has had the nights of stay 6; the bill's currency is the items'. */
static void
what_was_had_stays_with_the_first_owner(void **state)
{
    json_t *items;

    (void)state;
    server_does(&server, "reservations/updateCustomer",
                BODY("ReservationId":"$stay6", "CustomerId":"$guest5"));
    items = server_list(&server, "orderItems/getAll",
                        PAGE("ServiceOrderIds":["$stay6"]), "OrderItems");
    for (size_t i = 0; i < json_array_size(items); i++)
        expect_id(json_array_get(items, i), "AccountId", "guest6");
    json_decref(items);
}

static void
owners_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("ReservationId":"$stay1", "CustomerId":"$nothing"), 400, "Invalid CustomerId"},
        {BODY("ReservationId":"$stay1", "CustomerId":"$acme"), 400, "Invalid CustomerId"},
        {BODY("ReservationId":"$nothing", "CustomerId":"$guest2"), 400, "Invalid ReservationId"},
        {BODY("ReservationId":"$stay9", "CustomerId":"$guest2"), 403, "is Canceled"},
        {BODY("ReservationId":"$stay1"), 400, "Invalid CustomerId"},
    };

    (void)state;
    server_refuses_all(&server, "reservations/updateCustomer", rows, countof(rows));
}

/* reservations/addCompanion, deleteCompanion */

static json_t *
companions(void)
{
    return server_list(&server, "companionships/getAll",
                       body_of(PAGE("ReservationIds":["%s"], "Extent":{}), id), "Companionships");
}

static void
companions_come_and_go(void **state)
{
    char *companionship;
    char *pin;
    json_t *before;
    json_t *after;
    json_t *all;

    (void)state;
    id = sales_book(&server, NULL, NULL);
    before = sales_stay(&server, id);
    companionship = server_text(&server, "reservations/addCompanion",
                                body_of(BODY("ReservationId":"%s", "CustomerId":"$guest3"), id),
                                "CompanionshipId");
    after = sales_stay(&server, id);
    assert_true(strcmp(json_string_value(json_object_get(before, "UpdatedUtc")),
                       json_string_value(json_object_get(after, "UpdatedUtc"))) < 0);
    all = companions();
    assert_int_equal(json_array_size(all), 1);
    expect_text(json_array_get(all, 0), "Id", companionship);
    expect_id(json_array_get(all, 0), "CustomerId", "guest3");
    expect_text(json_array_get(all, 0), "ReservationGroupId",
                json_string_value(json_object_get(after, "GroupId")));
    json_decref(all);
    refuses("reservations/addCompanion", "\"CustomerId\":\"$guest3\"", 403, "is a companion of");
    does("reservations/addCompanion", "\"CustomerId\":\"$guest4\"");
    refuses("reservations/addCompanion", "\"CustomerId\":\"$guest5\"", 403, "raise its persons");
    server_refuses(&server, "reservations/update", body_of(BODY("ReservationUpdates":[{
        "ReservationId":"%s", "PersonCounts":{"Value":[{"AgeCategoryId":"$adult",
        "Count":1}]}}]), id), 403, "has 2 companions: take some out before it is for 1");
    json_decref(server_first(&server, "resourceAccessTokens/add", body_of(BODY(
        "ResourceAccessTokenParameters":[{"ServiceOrderId":"%s", "CompanionshipId":"%s",
        "Value":"1", "Type":"RfidTag", "ValidityStartUtc":"2026-04-10T13:00:00Z",
        "ValidityEndUtc":"2026-04-13T09:00:00Z", "Permissions":{}}]), id, companionship),
        "ResourceAccessTokens"));
    does("reservations/deleteCompanion", "\"CustomerId\":\"$guest3\"");
    all = companions();
    assert_int_equal(json_array_size(all), 1);
    expect_id(json_array_get(all, 0), "CustomerId", "guest4");
    json_decref(all);
    all = server_list(&server, "resourceAccessTokens/getAll",
                      body_of(PAGE("ServiceOrderIds":["%s"], "ActivityStates":["Active"]), id),
                      "ResourceAccessTokens");
    assert_int_equal(json_array_size(all), 0);
    json_decref(all);
    pin = server_text(&server, "customers/getAll", PAGE("CustomerIds":["$guest3"], "Extent":
        {"Customers":true}), "Cursor"); // the profile stays
    free(pin);
    free(companionship);
    json_decref(before);
    json_decref(after);
}

static void
companions_are_refused_with_the_reason(void **state)
{
    static const struct refusal add[] = {
        {BODY("ReservationId":"$stay1", "CustomerId":"$nothing"), 400, "Invalid CustomerId"},
        {BODY("ReservationId":"$nothing", "CustomerId":"$guest2"), 400, "Invalid ReservationId"},
        {BODY("ReservationId":"$stay9", "CustomerId":"$guest2"), 403, "is Canceled"},
        {BODY("ReservationId":"$stay1", "CustomerId":"$guest1"), 403, "is a companion"},
        {BODY("CustomerId":"$guest1"), 400, "Invalid ReservationId"},
    };
    static const struct refusal delete[] = {
        {BODY("ReservationId":"$stay1", "CustomerId":"$guest7"), 400, "Invalid CustomerId"},
        {BODY("ReservationId":"$nothing", "CustomerId":"$guest2"), 400, "Invalid ReservationId"},
        {BODY("ReservationId":"$stay9", "CustomerId":"$guest2"), 403, "is Canceled"},
        {BODY("ReservationId":"$stay1"), 400, "Invalid CustomerId"},
    };

    (void)state;
    server_refuses_all(&server, "reservations/addCompanion", add, countof(add));
    server_refuses_all(&server, "reservations/deleteCompanion", delete, countof(delete));
}

/* reservations/addProduct, getAllItems */

static void
products_are_added_to_a_stay(void **state)
{
    json_t *ids;

    (void)state;
    id = sales_book(&server, BODY("EndUtc":"2026-04-12T09:00:00Z"), NULL);
    ids = server_list(&server, "reservations/addProduct",
                      body_of(BODY("ReservationId":"%s", "ProductId":"$morning", "Count":1), id),
                      "ItemIds");
    assert_int_equal(json_array_size(ids), 2);
    json_decref(ids);
    sales_expect_items(&server, id,
                       "citytax 4, morning 24, night 120, citytax 4, morning 24, night 120");
    does("reservations/addProduct", "\"ProductId\":\"$wine\",\"Count\":3,\"StartUtc\":"
         "\"2026-04-11T18:00:00Z\",\"EndUtc\":\"2026-04-11T18:00:00Z\",\"UnitAmount\":"
         "{\"Currency\":\"EUR\",\"GrossValue\":8,\"TaxCodes\":[\"CZ-S\"]}");
    does("reservations/addProduct", "\"ProductId\":\"$dog\",\"Count\":2,\"StartUtc\":"
         "\"2026-04-10T22:00:00Z\",\"EndUtc\":\"2026-04-11T22:00:00Z\"");
    sales_expect_items(&server, id, "citytax 4, morning 24, night 120, "
                                    "citytax 4, dog 30, morning 24, night 120, wine 24");
}

static void
products_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *members, *message;
    } rows[] = {
        {"\"ProductId\":\"$nothing\",\"Count\":1", "Invalid ProductId"},
        {"\"ProductId\":\"$minibar\",\"Count\":1", "Invalid ProductId"},
        {"\"ProductId\":\"$wine\",\"Count\":0", "Invalid Count"},
        {"\"ProductId\":\"$wine\",\"Count\":-1", "Invalid Count"},
        {"\"ProductId\":\"$wine\",\"Count\":1.5", "Count"},
        {"\"ProductId\":\"$wine\"", "Invalid Count"},
        {"\"ProductId\":\"$wine\",\"Count\":1,\"StartUtc\":\"2026-04-10T13:00:00Z\",\"EndUtc\":"
         "\"2026-04-11T13:00:00Z\"", "Invalid EndUtc"},
        {"\"ProductId\":\"$wine\",\"Count\":1,\"StartUtc\":\"2026-05-10T13:00:00Z\",\"EndUtc\":"
         "\"2026-05-10T13:00:00Z\"", "Invalid StartUtc"},
        {"\"ProductId\":\"$dog\",\"Count\":1,\"StartUtc\":\"2026-04-09T22:00:00Z\"", "EndUtc"},
        {"\"ProductId\":\"$wine\",\"Count\":1,\"UnitAmount\":{\"Currency\":\"GBP\","
         "\"GrossValue\":8,\"TaxCodes\":[]}", "Currency"},
    };

    (void)state;
    id = sales_book(&server, NULL, NULL);
    for (size_t i = 0; i < countof(rows); i++)
        refuses("reservations/addProduct", rows[i].members, 400, rows[i].message);
    server_refuses(&server, "reservations/addProduct",
                   BODY("ReservationId":"$stay9", "ProductId":"$wine", "Count":1), 403,
                   "is Canceled");
    server_refuses(&server, "reservations/addProduct",
                   BODY("ReservationId":"$nothing", "ProductId":"$wine", "Count":1), 400,
                   "Invalid ReservationId");
}

static json_t *
items_of(const char *body)
{
    return server_first(&server, "reservations/getAllItems", body, "Reservations");
}

static void
items_of_reservations_are_listed(void **state)
{
    json_t *found;

    (void)state;
    found = items_of(BODY("ReservationIds":["$stay5"]));
    expect_id(found, "ReservationId", "stay5");
    expect_count(found, "OrderItems", 2);
    expect_count(found, "Items", 3); // and what was paid
    json_decref(found);
    found = items_of(BODY("ReservationIds":["$stay7"]));
    expect_count(found, "OrderItems", 0);
    json_decref(found);
    found = items_of(BODY("ReservationIds":["$stay7"], "AccountingStates":["Inactive"]));
    expect_count(found, "OrderItems", 1);
    json_decref(found);
    found = items_of(BODY("ReservationIds":["$stay3"], "Currency":"EUR"));
    expect_number(json_array_get(json_object_get(found, "OrderItems"), 0), "Amount.GrossValue",
                  "92");
    json_decref(found);
    found = server_list(&server, "reservations/getAllItems",
                        BODY("ReservationIds":["$nothing", "$stay1", "$stay2"]), "Reservations");
    assert_int_equal(json_array_size(found), 2);
    json_decref(found);
    server_refuses(&server, "reservations/getAllItems", BODY("ReservationIds":["$stay3"],
        "Currency":"XXX"), 403, "no exchange rate");
    server_refuses(&server, "reservations/getAll", PAGE("ServiceIds":["$stays"],
        "ReservationIds":["$stay3"], "Currency":"XXX", "Extent":{"OrderItems":true}), 403,
        "no exchange rate");
    server_refuses(&server, "reservations/getAllItems", "{}", 400, "Invalid ReservationIds");
    server_refuses(&server, "reservations/getAllItems", BODY("ReservationIds":[]), 400,
                   "Invalid ReservationIds");
}

/* The one event of the next message. *Gives*: json_decref(). */
static json_t *
next_event(struct event_client *client)
{
    json_t *message = event_next(client);
    json_t *event = json_incref(json_array_get(json_object_get(message, "Events"), 0));

    expect_count(message, "Events", 1);
    json_decref(message);
    return event;
}

static void
expect_event(struct event_client *client, const char *state, const char *end)
{
    json_t *event = next_event(client);

    expect_text(event, "Type", "Reservation");
    expect_text(event, "Id", id);
    expect_text(event, "State", state);
    expect_text(event, "EndUtc", end);
    json_decref(event);
}

static void
other_desks_hear_of_all_of_it(void **state)
{
    static const char end[] = "2026-04-13T09:00:00Z";
    struct event_client *client = event_open(&server);

    (void)state;
    id = sales_book(&server, BODY("State":"Optional"), NULL);
    expect_event(client, "Optional", end);
    server_does(&server, "reservations/confirm", body_of(BODY("ReservationIds":["%s"]), id));
    expect_event(client, "Confirmed", end);
    does("reservations/addCompanion", "\"CustomerId\":\"$guest3\"");
    expect_event(client, "Confirmed", end);
    does("reservations/deleteCompanion", "\"CustomerId\":\"$guest3\"");
    expect_event(client, "Confirmed", end);
    does("reservations/updateCustomer", "\"CustomerId\":\"$guest2\"");
    expect_event(client, "Confirmed", end);
    does("reservations/updateInterval",
         "\"EndUtc\":\"2026-04-14T09:00:00Z\",\"ChargeCancellationFee\":false");
    expect_event(client, "Confirmed", "2026-04-14T09:00:00Z");
    cancel("");
    expect_event(client, "Canceled", "2026-04-14T09:00:00Z");
    event_close(client);
}

/* reservations/getAll of 2022, with all that it can bring along. */
static void
reservations_of_2022_bring_what_belongs_to_them(void **state)
{
    json_t *answer = server_ask(&server, "reservations/getAll", PAGE("ServiceIds":["$stays"],
        "ReservationIds":["$stay1", "$stay3", "$stay7"], "Currency":"EUR", "Extent":{
        "Reservations":true, "Customers":true, "CustomerAdresses":true,
        "CustomerIdentityDocuments":true, "OrderItems":true, "Items":true, "Companies":true,
        "ReservationGroups":true, "Rates":true, "Notes":true}));
    json_t *guest = NULL;
    char id_text[UUID_TEXT_SIZE];

    (void)state;
    uuid_text(property_id("guest1"), id_text);
    for (size_t i = 0; i < json_array_size(json_object_get(answer, "Customers")); i++) {
        json_t *one = json_array_get(json_object_get(answer, "Customers"), i);

        if (strcmp(json_string_value(json_object_get(one, "Id")), id_text) == 0)
            guest = one;
    }
    expect_count(answer, "Reservations", 3);
    expect_count(answer, "Customers", 4); // the owners, and who comes along
    expect_text(guest, "Address.City", "Brno");
    expect_text(guest, "Passport.Number", "P1234567");
    expect_count(answer, "OrderItems", 1); // the one of stay 7 is Inactive
    expect_count(answer, "Items", 1);
    expect_number(json_array_get(json_object_get(answer, "OrderItems"), 0), "Amount.GrossValue",
                  "92");
    expect_count(answer, "Companies", 1);
    expect_count(answer, "ReservationGroups", 2);
    expect_count(answer, "Notes", 2);
    json_decref(answer);
    answer = server_ask(&server, "reservations/getAll", PAGE("ServiceIds":["$stays"],
        "ReservationIds":["$stay3", "$stay7"], "Extent":{"OrderItems":true, "Customers":true,
        "AccountingStates":["Inactive"]}));
    expect_count(answer, "OrderItems", 1);
    expect_id(json_array_get(json_object_get(answer, "OrderItems"), 0), "Id", "item7");
    expect_text(json_array_get(json_object_get(answer, "Customers"), 0), "Address.City", NULL);
    json_decref(answer);
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
        WITH_SERVER(a_walk_in_is_booked_and_checked_in),
        WITH_SERVER(an_optional_stay_is_confirmed),
        WITH_SERVER(only_optional_stays_are_confirmed_and_all_of_them),
        WITH_SERVER(a_canceled_stay_leaves_its_room),
        WITH_SERVER(a_stay_that_is_over_leaves_its_room_and_nights),
        WITH_SERVER(fees_are_those_of_the_rate),
        WITH_SERVER(what_is_paid_on_a_closed_bill_comes_back),
        WITH_SERVER(what_can_not_be_canceled_is_refused_whole),
        WITH_SERVER(a_client_of_2022_cancels),
        WITH_SERVER(another_owner_pays_what_is_to_come),
        WITH_SERVER(what_was_had_stays_with_the_first_owner),
        WITH_SERVER(owners_are_refused_with_the_reason),
        WITH_SERVER(companions_come_and_go),
        WITH_SERVER(companions_are_refused_with_the_reason),
        WITH_SERVER(products_are_added_to_a_stay),
        WITH_SERVER(products_are_refused_with_the_reason),
        WITH_SERVER(items_of_reservations_are_listed),
        WITH_SERVER(other_desks_hear_of_all_of_it),
        WITH_SERVER(reservations_of_2022_bring_what_belongs_to_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
