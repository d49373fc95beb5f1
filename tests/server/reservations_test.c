/* Check-in, rooms, check-out over HTTP, with the house's rules. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/error.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"

static struct server_process server;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

// clang-format off

/* One entity of a list, of which the answer has just that one. *Gives*: json_decref(). */
static json_t *
get_one(const char *operation, const char *body, const char *list)
{
    json_t *answer = server_ask(&server, operation, body);
    json_t *one = json_incref(json_array_get(json_object_get(answer, list), 0));

    assert_non_null(one);
    json_decref(answer);
    return one;
}

static void
expect_member(json_t *entity, const char *path, const char *value)
{
    const char *text = json_string_value(codec_find(entity, path));

    if (value ? !text || strcmp(text, value) != 0 : text != NULL)
        fail_msg("%s is %s, not %s", path, text ? text : "null", value ? value : "null");
    json_decref(entity);
}

static json_t *
stay(const char *name)
{
    char body[160];

    snprintf(body, sizeof(body), PAGE("ReservationIds":["$%s"]), name);
    return get_one("reservations/getAll/2023-06-06", body, "Reservations");
}

static json_t *
room(const char *name)
{
    char body[160];

    snprintf(body, sizeof(body), PAGE("Extent":{"Resources":true}, "ResourceIds":["$%s"]), name);
    return get_one("resources/getAll", body, "Resources");
}

static json_t *
bill(const char *name)
{
    char body[160];

    snprintf(body, sizeof(body), PAGE("BillIds":["$%s"]), name);
    return get_one("bills/getAll", body, "Bills");
}

static void
done(const char *operation, const char *body)
{
    json_decref(server_ask(&server, operation, body));
}

static void
room_becomes(const char *name, const char *state)
{
    char body[200];

    snprintf(body, sizeof(body),
             BODY("ResourceUpdates":[{"ResourceId":"$%s", "State":{"Value":"%s"}}]), name, state);
    done("resources/update", body);
}

static void
assign(const char *reservation, const char *to)
{
    char body[240];

    snprintf(body, sizeof(body),
             BODY("ReservationId":"$%s", "ReservationUpdates":[{"ReservationId":"$%s",
                  "AssignedResourceId":{"Value":"$%s"}}]), reservation, reservation, to);
    done("reservations/update", body);
}

/* Check-in */

static void
a_guest_checks_in(void **state)
{
    json_t *before = stay("stay1");
    json_t *after;

    (void)state;
    done("reservations/start", BODY("ReservationId":"$stay1"));
    after = stay("stay1");
    assert_string_equal(json_string_value(json_object_get(after, "State")), "Started");
    assert_string_equal(json_string_value(json_object_get(after, "ActualStartUtc")),
                        "2026-03-24T15:00:00.001Z");
    assert_true(strcmp(json_string_value(json_object_get(before, "UpdatedUtc")),
                       json_string_value(json_object_get(after, "UpdatedUtc"))) < 0);
    assert_true(json_is_true(codec_find(after, "Options.OwnerCheckedIn")));
    json_decref(before);
    json_decref(after);
    expect_member(room("room101"), "State", "Inspected");
}

static void
check_in_is_refused_with_the_remedy(void **state)
{
    static const struct {
        const char *body, *message;
        int status;
    } rows[] = {
        {BODY("ReservationId":"$stay2"), "Room 102 is Clean: it must be inspected", 403},
        {BODY("ReservationId":"$stay3"), "has no room: assign one first", 403},
        {BODY("ReservationId":"$stay4"), "starts later", 403},
        {BODY("ReservationId":"$stay5"), "is Started: only Confirmed", 403},
        {BODY("ReservationId":"$stay7"), "is Optional", 403},
        {BODY("ReservationId":"$stay11"), "Room 106 is occupied by reservation 00005: check",
            403},
        {BODY("ReservationId":"$nothing"), "Invalid ReservationId: there is none", 400},
        {BODY("ReservationId":"room 101"), "Invalid ReservationId: must be an identifier", 400},
        {BODY("ReservationId":null), "Invalid ReservationId", 400},
        {"{}", "Invalid ReservationId: is missing", 400},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "reservations/start", rows[i].body, rows[i].status,
                       rows[i].message);
    expect_member(stay("stay2"), "State", "Confirmed");
    expect_member(stay("stay2"), "UpdatedUtc", "2026-03-02T09:00:00Z");
}

/* Rooms */

static void
a_room_is_assigned_and_taken_away(void **state)
{
    char id[UUID_TEXT_SIZE];
    json_t *answer;

    (void)state;
    answer = server_ask(&server, "reservations/update",
                        BODY("ReservationId":"$stay3", "Reprice":true,
                            "ApplyCancellationFee":true,
                        "ReservationUpdates":[{"ReservationId":"$stay3",
                        "AssignedResourceId":{"Value":"$room104"},
                        "AssignedResourceLocked":{"Value":true}}]));
    assert_string_equal(json_string_value(codec_find(
        json_array_get(json_object_get(answer, "Reservations"), 0), "AssignedResourceId")),
        uuid_text(property_id("room104"), id));
    json_decref(answer);
    server_refuses(&server, "reservations/update",
                   BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
                   "AssignedResourceId":{"Value":"$room103"}}]), 403, "unlock it");
    done("reservations/update",
         BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
         "AssignedResourceLocked":{"Value":false}}]));
    done("reservations/update",
         BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
         "AssignedResourceId":{"Value":null}}]));
    expect_member(stay("stay3"), "AssignedResourceId", NULL);
}

static void
a_room_goes_to_one_stay_at_a_time(void **state)
{
    static const struct {
        const char *body, *message;
        int status;
    } rows[] = {
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "AssignedResourceId":{"Value":"$room101"}}]),
            "Room 101 is taken by reservation 00001 until 2026-03-26 11:00", 403},
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "AssignedResourceId":{"Value":"$room105"}}]), "Room 105 is blocked until", 403},
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "AssignedResourceId":{"Value":"$room110"}}]), "Room 110 is not in use", 403},
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "AssignedResourceId":{"Value":"$room109"}}]), "no resource of the reservation's",
                400},
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "AssignedResourceId":{"Value":"$nothing"}}]), "Invalid AssignedResourceId", 400},
        {BODY("ReservationId":"$stay4", "ReservationUpdates":[{"ReservationId":"$stay4",
            "AssignedResourceId":{"Value":"$room103"}}]), "is locked to its room", 403},
        {BODY("ReservationId":"$stay6", "ReservationUpdates":[{"ReservationId":"$stay6",
            "AssignedResourceId":{"Value":null}}]), "needs a room", 403},
        {BODY("ReservationId":"$stay10", "ReservationUpdates":[{"ReservationId":"$stay10",
            "AssignedResourceId":{"Value":"$room103"}}]), "is Processed", 403},
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "EndUtc":{"Value":"2026-03-28T10:00:00Z"}}]), "Rate BAR has no price", 403},
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "RateId":{"Value":"$oldrate"}}]), "Rate Old has no price", 403},
        {BODY("ReservationId":"$stay3", "Reprice":false, "ReservationUpdates":[
            {"ReservationId":"$stay3", "RateId":{"Value":"$nothing"}}]), "Invalid RateId", 400},
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "AssignedResourceId":"$room104"}]), "must be an update value", 400},
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[]), "must not be empty", 400},
        {"{}", "Invalid ReservationUpdates: is missing", 400},
        /* all or nothing */
        {BODY("ReservationId":"$stay3", "ReservationUpdates":[{"ReservationId":"$stay3",
            "AssignedResourceId":{"Value":"$room104"}}, {"ReservationId":"$nothing"}]),
            "Invalid ReservationId", 400},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "reservations/update", rows[i].body, rows[i].status,
                       rows[i].message);
    expect_member(stay("stay3"), "AssignedResourceId", NULL);
    expect_member(stay("stay3"), "UpdatedUtc", "2026-03-03T09:00:00Z");
}

/* Room 108 has a canceled stay over the 24th to 27th and a processed one to the 24th. */
static void
canceled_and_departed_stays_leave_the_room_free(void **state)
{
    char id[UUID_TEXT_SIZE];

    (void)state;
    server_refuses(&server, "reservations/update",
                   BODY("ReservationId":"$stay8", "ReservationUpdates":[{"ReservationId":"$stay4",
                   "AssignedResourceLocked":{"Value":false},
                   "AssignedResourceId":{"Value":"$room107"}}]), 403, "Room 107 is taken");
    done("reservations/update",
         BODY("ReservationId":"$stay4", "ReservationUpdates":[{"ReservationId":"$stay4",
         "AssignedResourceLocked":{"Value":false}, "AssignedResourceId":{"Value":"$room108"}}]));
    expect_member(stay("stay4"), "AssignedResourceId", uuid_text(property_id("room108"), id));
    /* An optional stay does occupy; an inquired one, which may be anywhere, does not. */
    assign("stay8", "room104");
    server_refuses(&server, "reservations/update",
                   BODY("ReservationId":"$stay7", "ReservationUpdates":[{"ReservationId":"$stay4",
                   "AssignedResourceId":{"Value":"$room101"}}]), 403, "Room 101 is taken");
}

/* Stay 5 leaves room 106 on the 24th at 11:00, stay 11 has it from 15:00. */
static void
stays_that_meet_share_a_room(void **state)
{
    (void)state;
    assign("stay12", "room104"); // until the 24th; stay 4 comes on the 25th
    assign("stay3", "room104");
    server_refuses(&server, "reservations/update",
                   BODY("ReservationId":"$stay2", "ReservationUpdates":[{"ReservationId":"$stay2",
                   "AssignedResourceId":{"Value":"$room104"}}]), 403,
                   "taken by reservation 00003 until 2026-03-25 11:00");
}

static void
two_stays_swap_their_rooms(void **state)
{
    char id[UUID_TEXT_SIZE];

    (void)state;
    done("reservations/update",
         BODY("ReservationId":"$stay1", "ReservationUpdates":[{"ReservationId":"$stay1",
         "AssignedResourceId":{"Value":"$room102"}}, {"ReservationId":"$stay2",
         "AssignedResourceId":{"Value":"$room101"}}]));
    expect_member(stay("stay1"), "AssignedResourceId", uuid_text(property_id("room102"), id));
    expect_member(stay("stay2"), "AssignedResourceId", uuid_text(property_id("room101"), id));
}

static void
other_members_are_set_and_cleared(void **state)
{
    char id[UUID_TEXT_SIZE];

    (void)state;
    done("reservations/update",
         BODY("ReservationId":"$stay3", "Reprice":false, "ReservationUpdates":[
         {"ReservationId":"$stay3", "CompanyId":{"Value":"$acme"}, "Purpose":{"Value":"Business"},
         "ChannelNumber":{"Value":null}, "RateId":{"Value":"$oldrate"},
         "Options":{"OwnerCheckedIn":{"Value":true}}}]));
    expect_member(stay("stay3"), "PartnerCompanyId", uuid_text(property_id("acme"), id));
    expect_member(stay("stay3"), "RateId", uuid_text(property_id("oldrate"), id));
    expect_member(stay("stay3"), "Purpose", "Business");
    expect_member(stay("stay3"), "ChannelNumber", NULL);
}

/* There are two singles. */
static void
a_category_is_not_overbooked_unasked(void **state)
{
    (void)state;
    done("reservations/deleteCompanion", BODY("ReservationId":"$stay1", "CustomerId":"$guest2"));
    for (int i = 1; i <= 2; i++) {
        char body[400];

        snprintf(body, sizeof(body),
                 BODY("ReservationId":"$stay%d", "Reprice":false, "ReservationUpdates":[
                 {"ReservationId":"$stay%d", "RequestedCategoryId":{"Value":"$single"},
                 "PersonCounts":{"Value":[{"AgeCategoryId":"$adult", "Count":1}]}}]), i, i);
        done("reservations/update", body);
    }
    server_refuses(&server, "reservations/update",
                   BODY("ReservationId":"$stay3", "Reprice":false, "ReservationUpdates":[
                   {"ReservationId":"$stay3", "RequestedCategoryId":{"Value":"$single"},
                   "PersonCounts":{"Value":[{"AgeCategoryId":"$adult", "Count":1}]}}]), 403,
                   "Single");
}

/* The form of 2022: the members at the top, and CheckOverbooking. */
static void
a_single_reservation_is_updated_as_in_2022(void **state)
{
    struct server_config config = server_process_config();
    struct server_process strict = server;
    char id[UUID_TEXT_SIZE];

    (void)state;
    server_process_start(&server, &config);
    done("reservations/deleteCompanion", BODY("ReservationId":"$stay1", "CustomerId":"$guest2"));
    done("reservations/update",
         BODY("ReservationId":"$stay3", "AssignedResourceId":{"Value":"$room104"}));
    expect_member(stay("stay3"), "AssignedResourceId", uuid_text(property_id("room104"), id));
    for (int i = 1; i <= 4; i++) {
        char body[400];

        snprintf(body, sizeof(body),
                 BODY("ReservationId":"$stay%d", "Reprice":false, "CheckOverbooking":false,
                 "RequestedCategoryId":{"Value":"$single"},
                 "PersonCounts":{"Value":[{"AgeCategoryId":"$adult", "Count":1}]}), i);
        done("reservations/update", body);
    }
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    server = strict;
}

/* Check-out */

static void
check_out_is_refused_with_the_remedy(void **state)
{
    static const struct {
        const char *body, *message;
        int status;
    } rows[] = {
        {BODY("ReservationId":"$stay1"), "is Confirmed: only Started", 403},
        {BODY("ReservationId":"$stay6"), "stays until 2026-03-26: shorten it", 403},
        {BODY("ReservationId":"$stay5"), "has an open balance of 50.00 EUR", 403},
        {BODY("ReservationId":"$stay5", "CloseBills":true), "has an open balance of 50.00", 403},
        {BODY("ReservationId":"$stay5", "AllowOpenBalance":true), "Invalid Notes", 400},
        {BODY("ReservationId":"$stay5", "AllowOpenBalance":true, "Notes":""), "Invalid Notes",
            400},
        {BODY("ReservationId":"$nothing"), "Invalid ReservationId", 400},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "reservations/process", rows[i].body, rows[i].status,
                       rows[i].message);
    expect_member(stay("stay5"), "State", "Started");
    expect_member(room("room106"), "State", "Inspected");
    expect_member(bill("bill5"), "State", "Open");
}

static void
a_guest_checks_out(void **state)
{
    (void)state;
    done("payments/addExternal",
         BODY("AccountId":"$guest5", "BillId":"$bill5", "Type":"Cash",
         "Amount":{"Currency":"EUR", "GrossValue":50}));
    done("reservations/process", BODY("ReservationId":"$stay5", "CloseBills":true));
    expect_member(stay("stay5"), "State", "Processed");
    expect_member(stay("stay5"), "ActualEndUtc", "2026-03-24T15:00:00.002Z");
    expect_member(room("room106"), "State", "Dirty");
    expect_member(bill("bill5"), "State", "Closed");
    expect_member(bill("bill5"), "Number", "R0008");
    expect_member(get_one("orderItems/getAll", PAGE("OrderItemIds":["$item5a"]), "OrderItems"),
                  "AccountingState", "Closed");
    server_refuses(&server, "reservations/process", BODY("ReservationId":"$stay5"), 403,
                   "is Processed");
    /* The next guest is no longer kept out. */
    room_becomes("room106", "Inspected");
    done("reservations/start", BODY("ReservationId":"$stay11"));
}

static void
bills_stay_open_unless_they_are_to_be_closed(void **state)
{
    (void)state;
    done("payments/addExternal",
         BODY("AccountId":"$guest5", "BillId":"$bill5", "Type":"Cash",
         "Amount":{"Currency":"EUR", "GrossValue":50}));
    done("reservations/process", BODY("ReservationId":"$stay5"));
    expect_member(bill("bill5"), "State", "Open");
}

static void
an_open_balance_needs_a_reason(void **state)
{
    (void)state;
    done("reservations/process",
         BODY("ReservationId":"$stay5", "AllowOpenBalance":true, "CloseBills":true,
         "Notes":"the company pays"));
    expect_member(stay("stay5"), "State", "Processed");
    expect_member(bill("bill5"), "State", "Open");
    expect_member(get_one("serviceOrderNotes/getAll", PAGE("ServiceOrderIds":["$stay5"]),
                          "ServiceOrderNotes"), "Text", "the company pays");
}

/* What is on no bill keeps a guest too, but not what is to be consumed later. */
static void
charges_without_a_bill_are_not_forgotten(void **state)
{
    (void)state;
    done("orders/add",
         BODY("ServiceId":"$extras", "AccountId":"$guest11", "Items":[{"Name":"Taxi",
             "UnitCount":1,
         "UnitAmount":{"Currency":"EUR", "GrossValue":30, "TaxCodes":[]}}],
         "ConsumptionUtc":"2026-03-25T08:00:00Z"));
    done("reservations/process", BODY("ReservationId":"$stay12"));
    done("orders/add",
         BODY("ServiceId":"$extras", "AccountId":"$guest11", "Items":[{"Name":"Taxi",
             "UnitCount":1,
         "UnitAmount":{"Currency":"EUR", "GrossValue":30, "TaxCodes":[]}}]));
    expect_member(stay("stay12"), "State", "Processed");
}

/* A company's bills are not the desk's to settle: 100 EUR are on its own. */
static void
a_guest_of_a_company_leaves_its_bill_open(void **state)
{
    (void)state;
    done("reservations/process", BODY("ReservationId":"$stay13", "CloseBills":true));
    expect_member(stay("stay13"), "State", "Processed");
    expect_member(bill("billacme"), "State", "Open");
}

static void
a_charge_without_a_bill_keeps_the_guest(void **state)
{
    (void)state;
    done("orders/add",
         BODY("ServiceId":"$extras", "AccountId":"$guest11", "Items":[{"Name":"Taxi",
             "UnitCount":1,
         "UnitAmount":{"Currency":"EUR", "GrossValue":30, "TaxCodes":[]}}]));
    server_refuses(&server, "reservations/process", BODY("ReservationId":"$stay12"), 403,
                   "What is on no bill has an open balance of 30.00 EUR");
}

// clang-format on

static int
start_server(void **state)
{
    struct server_config config = server_process_config();

    (void)state;
    config.strict = true; // so that every answer is held against the API's own form
    server_process_start(&server, &config);
    return 0;
}

static int
end_server(void **state)
{
    (void)state;
    return server_process_end(&server, SIGTERM);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, start_server, end_server)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_guest_checks_in),
        WITH_SERVER(check_in_is_refused_with_the_remedy),
        WITH_SERVER(a_room_is_assigned_and_taken_away),
        WITH_SERVER(a_room_goes_to_one_stay_at_a_time),
        WITH_SERVER(canceled_and_departed_stays_leave_the_room_free),
        WITH_SERVER(stays_that_meet_share_a_room),
        WITH_SERVER(two_stays_swap_their_rooms),
        WITH_SERVER(other_members_are_set_and_cleared),
        WITH_SERVER(a_category_is_not_overbooked_unasked),
        WITH_SERVER(a_single_reservation_is_updated_as_in_2022),
        WITH_SERVER(check_out_is_refused_with_the_remedy),
        WITH_SERVER(a_guest_checks_out),
        WITH_SERVER(bills_stay_open_unless_they_are_to_be_closed),
        WITH_SERVER(an_open_balance_needs_a_reason),
        WITH_SERVER(charges_without_a_bill_are_not_forgotten),
        WITH_SERVER(a_charge_without_a_bill_keeps_the_guest),
        WITH_SERVER(a_guest_of_a_company_leaves_its_bill_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
