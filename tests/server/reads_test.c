/* Every read over HTTP: its filters, its pages, its extents, the forms of 2022. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"

/* Today's rules for requests and answers, and the ones that clients of 2022 are used to. */
static struct server_process strict;
static struct server_process lenient;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

/* Whether an answer's list holds just these entities, in this order. */
static void
expect_names(const json_t *answer, const char *member, const char *names)
{
    const json_t *list = json_object_get(answer, member);
    char *words = strdup(names);
    char *rest = words;
    size_t at = 0;

    if (!json_is_array(list))
        fail_msg("%s is no list", member);
    for (char *word = strtok_r(rest, " ", &rest); word; word = strtok_r(NULL, " ", &rest), at++) {
        const json_t *entity = json_array_get(list, at);
        const char *id = json_string_value(json_object_get(entity, "Id"));
        const char *code = json_string_value(json_object_get(entity, "Code"));
        char wanted[UUID_TEXT_SIZE];

        uuid_text(property_id(word), wanted);
        if (id ? strcmp(id, wanted) != 0 : !code || strcmp(code, word) != 0)
            fail_msg("%s[%zu] is not %s of \"%s\"", member, at, word, names);
    }
    if (json_array_size(list) != at)
        fail_msg("%s has %zu elements, not %zu: \"%s\"", member, json_array_size(list), at, names);
    free(words);
}

static void
expect_list(const struct server_process *server, const char *operation, const char *body,
            const char *member, const char *names)
{
    json_t *answer = server_ask(server, operation, body);

    expect_names(answer, member, names);
    json_decref(answer);
}

static const char *
text_at(const json_t *value, const char *path)
{
    const char *text = json_string_value(codec_find(value, path));

    return text ? text : "";
}

/* What a filter selects, from newest to oldest. */
struct selection {
    const char *operation, *body, *member, *names;
};

/* What is refused, and what the message says of it. */
struct refusal {
    const char *operation, *body, *message;
};

// clang-format off
static const struct selection filters[] = {
    {"services/getAll", EVERYTHING, "Services", "extras stays"},
    {"services/getAll", PAGE("ServiceType":"Bookable"), "Services", "stays"},
    {"services/getAll", PAGE("ServiceIds":["$stays", "$nothing"]), "Services", "stays"},
    {"services/getAll", PAGE("UpdatedUtc":{"StartUtc":"2020-01-02T00:00:00Z",
        "EndUtc":null}), "Services", "extras"},
    {"ageCategories/getAll", PAGE("ServiceIds":["$stays"]), "AgeCategories", "child adult"},
    {"ageCategories/getAll", PAGE("ServiceIds":["$extras"]), "AgeCategories", ""},
    {"resources/getAll", PAGE("Extent":{"Resources":true}), "Resources",
        "room111 room109 room108 room107 room106 room105 room104 room103 room102 room101"},
    {"resources/getAll", PAGE("Names":["101", "110"], "Extent":{"Resources":true,
        "Inactive":true}), "Resources", "room110 room101"},
    {"resources/getAll", PAGE("ResourceIds":["$room103"], "Extent":{"Resources":true}),
        "Resources", "room103"},
    {"resources/getAll", PAGE("CreatedUtc":{"StartUtc":"2020-01-03T00:00:00Z",
        "EndUtc":"2020-01-05T00:00:00Z"}, "Extent":{"Resources":true}), "Resources",
        "room104 room103"},
    {"resourceCategories/getAll", PAGE("ServiceIds":["$extras"]), "ResourceCategories",
        "spa"},
    {"resourceCategories/getAll", PAGE("ServiceIds":["$stays"],
        "ActivityStates":["Deleted"]), "ResourceCategories", "attic"},
    {"resourceCategoryAssignments/getAll", PAGE("ResourceCategoryIds":["$single"],
        "ResourceIds":["$room101", "$room103"]), "ResourceCategoryAssignments", "as101"},
    {"resourceCategoryAssignments/getAll", PAGE("ResourceCategoryIds":[],
        "ResourceIds":["$room103"]), "ResourceCategoryAssignments", "as103"},
    {"resourceFeatures/getAll", PAGE("ServiceIds":["$stays"]), "ResourceFeatures", "balcony"},
    {"resourceFeatureAssignments/getAll", PAGE("ResourceFeatureIds":["$balcony"]),
        "ResourceFeatureAssignments", "balcony101"},
    {"resourceBlocks/getAll", EVERYTHING, "ResourceBlocks", "leak"},
    {"resourceBlocks/getAll", PAGE("ActivityStates":["Active", "Deleted"]), "ResourceBlocks",
        "leak oldleak"},
    {"resourceBlocks/getAll", PAGE("Extent":{"Inactive":true}), "ResourceBlocks",
        "leak oldleak"},
    {"resourceBlocks/getAll", PAGE("CollidingUtc":{"StartUtc":"2026-03-30T10:00:00Z",
        "EndUtc":"2026-03-31T10:00:00Z"}), "ResourceBlocks", ""},
    {"resourceBlocks/getAll", PAGE("CollidingUtc":{"StartUtc":"2026-03-30T09:59:59Z",
        "EndUtc":"2026-03-31T10:00:00Z"}), "ResourceBlocks", "leak"},
    {"resourceBlocks/getAll", PAGE("AssignedResourceIds":["$room104"],
        "ActivityStates":["Deleted"]), "ResourceBlocks", "oldleak"},
    {"reservations/getAll/2023-06-06", EVERYTHING, "Reservations",
        "stay13 stay12 stay11 stay10 stay9 stay8 stay7 stay6 stay5 stay4 stay3 stay2 stay1"},
    {"reservations/getAll/2023-06-06", PAGE("States":["Started"]), "Reservations",
        "stay13 stay12 stay6 stay5"},
    {"reservations/getAll/2023-06-06", PAGE("States":["Inquired", "Optional"]),
        "Reservations", "stay8 stay7"},
    {"reservations/getAll/2023-06-06",
        PAGE("ScheduledStartUtc":{"StartUtc":"2026-03-24T14:00:00Z",
        "EndUtc":"2026-03-25T14:00:00Z"}), "Reservations", "stay11 stay9 stay3 stay2 stay1"},
    {"reservations/getAll/2023-06-06",
        PAGE("ScheduledEndUtc":{"StartUtc":"2026-03-24T10:00:00Z",
        "EndUtc":"2026-03-24T10:00:00Z"}), "Reservations", "stay12 stay10 stay5"},
    {"reservations/getAll/2023-06-06", PAGE("ScheduledEndUtc":{"StartUtc":null,
        "EndUtc":"2026-03-24T10:00:00Z"}), "Reservations", ""},
    {"reservations/getAll/2023-06-06",
        PAGE("ActualStartUtc":{"StartUtc":"2026-03-22T14:05:00Z",
        "EndUtc":"2026-03-22T15:00:00Z"}), "Reservations", "stay6 stay5"},
    {"reservations/getAll/2023-06-06",
        PAGE("CollidingUtc":{"StartUtc":"2026-03-26T10:00:00Z",
        "EndUtc":"2026-03-27T00:00:00Z"}), "Reservations", "stay9 stay4"},
    {"reservations/getAll/2023-06-06",
        PAGE("CollidingUtc":{"StartUtc":"2026-03-24T10:00:00Z",
        "EndUtc":"2026-03-24T10:00:00Z"}), "Reservations", "stay13 stay6"},
    {"reservations/getAll/2023-06-06", PAGE("ReservationGroupIds":["$group1"]),
        "Reservations", "stay2 stay1"},
    {"reservations/getAll/2023-06-06", PAGE("AccountIds":["$guest4", "$acme"]),
        "Reservations", "stay13 stay11 stay4"},
    {"reservations/getAll/2023-06-06", PAGE("Numbers":["00003", "3"]), "Reservations",
        "stay3"},
    {"reservations/getAll/2023-06-06", PAGE("ChannelNumbers":["BDC-4"],
        "ServiceIds":["$stays"]), "Reservations", "stay4"},
    {"reservations/getAll/2023-06-06", PAGE("AssignedResourceIds":["$room106"],
        "States":["Started", "Confirmed"]), "Reservations", "stay11 stay5"},
    {"reservations/getAll/2023-06-06", PAGE("PartnerCompanyIds":["$acme"]), "Reservations",
        "stay1"},
    {"reservations/getAll/2023-06-06", PAGE("ServiceIds":["$extras"]), "Reservations", ""},
    {"reservationGroups/getAll", PAGE("ReservationGroupIds":["$group2"]),
        "ReservationGroups", "group2"},
    {"serviceOrderNotes/getAll", PAGE("ServiceOrderIds":["$stay1"]), "ServiceOrderNotes",
        "note2 note1"},
    {"serviceOrderNotes/getAll", PAGE("ServiceOrderIds":["$stay1"], "Types":["General"]),
        "ServiceOrderNotes", "note1"},
    {"customers/getAll", PAGE("LastNames":["Host2", "Host3"], "Extent":{"Customers":true}),
        "Customers", "guest3 guest2"},
    {"customers/getAll", PAGE("Emails":["host7@example.com"], "Extent":{"Customers":true}),
        "Customers", "guest7"},
    {"customers/getAll", PAGE("FirstNames":["Jan"], "LastNames":["Host7"],
        "Extent":{"Customers":true}), "Customers", "guest7"},
    {"customers/getAll", PAGE("UpdatedUtc":{"StartUtc":"2026-02-24T00:00:00Z",
        "EndUtc":"2026-03-24T00:00:00Z"}, "Extent":{"Customers":true}), "Customers",
        "guest25 guest24"},
    {"customers/getAll", PAGE("CustomerIds":["$guest1"], "ActivityStates":["Deleted"],
        "Extent":{"Customers":true}), "Customers", ""},
    {"companies/getAll", EVERYTHING, "Companies", "gone upfront acme"},
    {"companies/getAll", PAGE("ActivityStates":["Active"]), "Companies", "upfront acme"},
    {"companies/getAll", PAGE("Names":["Acme"]), "Companies", "acme"},
    {"companies/getAll", PAGE("TimeFilter":"Updated", "StartUtc":"2025-06-01T00:00:00Z",
        "EndUtc":"2025-07-01T00:00:00Z"), "Companies", "gone"},
    {"companionships/getAll", PAGE("CustomerIds":["$guest1"], "Extent":{}), "Companionships",
        "with2"},
    {"taxEnvironments/getAll", "{}", "TaxEnvironments", "CZ-TEST XX-OTHER"},
    {"taxations/getAll", "{}", "Taxations", "CZ-VAT"},
    {"products/getAll", PAGE("ServiceIds":["$extras", "$stays"]), "Products",
        "fax tip minibar parking breakfast"},
    {"products/getAll", PAGE("ServiceIds":["$stays"], "IncludeDefault":true), "Products",
        "night"},
    {"products/getAll", PAGE("ServiceIds":["$stays"], "ProductIds":["$night"]), "Products",
        "night"},
    {"products/getAll", PAGE("ServiceIds":["$stays"], "ProductIds":["$night"],
        "IncludeDefault":false), "Products", ""},
    {"rates/getAll", PAGE("ServiceIds":["$stays"]), "Rates", "oldrate bar"},
    {"rates/getAll", PAGE("ServiceIds":["$stays"], "ActivityStates":["Active"]), "Rates",
        "bar"},
    {"bills/getAll", PAGE("CustomerIds":["$guest6"]), "Bills", "bill6b bill6"},
    {"bills/getAll", PAGE("State":"Closed"), "Bills", "bill10"},
    {"bills/getAll", PAGE("BillIds":["$billacme"]), "Bills", "billacme"},
    {"bills/getAll", PAGE("IssuedUtc":{"StartUtc":"2026-03-24T09:00:00Z",
        "EndUtc":"2026-03-24T09:00:00Z"}), "Bills", "bill10"},
    {"bills/getAll", PAGE("CustomerIds":["$guest6"], "Type":"Invoice"), "Bills", ""},
    {"orderItems/getAll", PAGE("AccountIds":["$guest5"]), "OrderItems", "item5b item5a"},
    {"orderItems/getAll", PAGE("BillIds":["$bill6"]), "OrderItems", "item6a"},
    {"orderItems/getAll", PAGE("ServiceOrderIds":["$stay6"], "AccountingStates":["Open"]),
        "OrderItems", "item6b item6a"},
    {"orderItems/getAll", PAGE("AccountIds":["$guest7"], "Types":["SpaceOrder"]),
        "OrderItems", "item7"},
    {"orderItems/getAll", PAGE("ClosedUtc":{"StartUtc":"2026-03-24T00:00:00Z",
        "EndUtc":"2026-03-25T00:00:00Z"}), "OrderItems", "item10"},
    {"payments/getAll", PAGE("AccountIds":["$guest5", "$guest6"]), "Payments",
        "payment6 payment5"},
    {"payments/getAll", PAGE("AccountIds":["$guest6"], "States":["Charged"]), "Payments", ""},
    {"payments/getAll", PAGE("ReservationIds":["$stay10"]), "Payments", "payment10"},
    {"accountingCategories/getAll", PAGE("ActivityStates":["Active"]),
        "AccountingCategories", "food"},
    {"messageThreads/getAll", EVERYTHING, "MessageThreads", "thread2 thread1"},
    {"messages/getAll", PAGE("MessageThreadIds":["$thread1", "$thread2"]), "Messages",
        "message2 message1"},
    {"messages/getAll", PAGE("MessageThreadIds":["$thread1"],
        "CreatedUtc":{"StartUtc":"2026-03-24T00:00:00Z", "EndUtc":null}), "Messages", ""},
    {"accountingItems/getAll", BODY("ItemIds":["$item5a", "$item7", "$payment5"],
        "Extent":{"OrderItems":true}), "OrderItems", "item5a"},
    {"accountingItems/getAll", BODY("ItemIds":["$item5a", "$payment5"],
        "Extent":{"PaymentItems":true}), "PaymentItems", "payment5"},
    {"accountingItems/getAll", BODY("ItemIds":["$item7"], "States":["Inactive"],
        "Extent":{"OrderItems":true}), "OrderItems", "item7"},
    {"accountingItems/getAll", BODY("RebatedItemIds":["$item5a"],
        "Extent":{"OrderItems":true, "PaymentItems":true}), "PaymentItems", ""},
    {"accountingItems/getAll", BODY("ClosedUtc":{"StartUtc":"2026-03-24T00:00:00Z",
        "EndUtc":"2026-03-25T00:00:00Z"}, "Extent":{"OrderItems":true, "PaymentItems":true}),
        "PaymentItems", "payment10"},
};
// clang-format on

static void
filters_select(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(filters); i++)
        expect_list(&strict, filters[i].operation, filters[i].body, filters[i].member,
                    filters[i].names);
}

// clang-format off
static const struct selection of_2022[] = {
    {"Services/GETALL", "{}", "Services", "extras stays"},
    {"taxenvironments/getAll", "{}", "TaxEnvironments", "CZ-TEST XX-OTHER"},
    {"products/getAll", "{}", "Products", "fax tip minibar parking breakfast"},
    {"customers/getAll", BODY("CustomerIds":["$guest1"], "NoSuchMember":7), "Customers",
        "guest1"},
    {"resources/getAll", "{}", "Resources",
        "room111 room109 room108 room107 room106 room105 room104 room103 room102 room101"},
    {"services/getAll", BODY("EnterpriseIds":["$another"]), "Services", "extras stays"},
    {"services/getAll", BODY("ServiceIds":null, "UpdatedUtc":{}, "Limitation":{"Count":1.0}),
        "Services", "extras"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "StartUtc":"2026-03-24T00:00:00Z",
        "EndUtc":"2026-03-24T12:00:00Z"), "Reservations", "stay13 stay12 stay10 stay6 stay5"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "TimeFilter":"Start",
        "StartUtc":"2026-03-24T00:00:00Z", "EndUtc":"2026-03-25T00:00:00Z"), "Reservations",
        "stay11 stay3 stay2 stay1"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "TimeFilter":"End",
        "StartUtc":"2026-03-25T00:00:00Z", "EndUtc":"2026-03-26T00:00:00Z"), "Reservations",
        "stay11 stay3 stay2"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "TimeFilter":"Overlapping",
        "StartUtc":"2026-03-22T14:00:00Z", "EndUtc":"2026-03-24T10:00:00Z"), "Reservations",
        "stay10 stay6 stay5"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "TimeFilter":"Created",
        "StartUtc":"2026-03-04T00:00:00Z", "EndUtc":"2026-03-06T00:00:00Z"), "Reservations",
        "stay5 stay4"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "TimeFilter":"Updated",
        "StartUtc":"2026-03-04T09:00:00Z", "EndUtc":"2026-03-04T09:00:00Z"), "Reservations",
        "stay4"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "TimeFilter":"Canceled",
        "StartUtc":"2026-03-23T00:00:00Z", "EndUtc":"2026-03-24T00:00:00Z",
        "States":["Canceled"]), "Reservations", "stay9"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "ReservationIds":["$stay9",
        "$stay1"]), "Reservations", "stay9 stay1"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "GroupIds":["$group2"],
        "States":["Enquired"]), "Reservations", "stay8"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "GroupIds":["$group2"],
        "States":["Inquired"]), "Reservations", "stay8"},
    {"reservations/getAll", BODY("ServiceId":"$extras", "CustomerIds":["$guest1"]),
        "Reservations", ""},
    {"reservations/getAll/2023-06-06", BODY("States":["Enquired"]), "Reservations", "stay8"},
};
// clang-format on

static void
clients_of_2022_leave_much_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(of_2022); i++)
        expect_list(&lenient, of_2022[i].operation, of_2022[i].body, of_2022[i].member,
                    of_2022[i].names);
}

// clang-format off
static const struct refusal wrong[] = {
    {"customers/getAll", BODY("Extent":{"Customers":true}, "Limitation":{"Count":10}),
        "a filter is missing; give at least one of CustomerIds"},
    {"customers/getAll", BODY("UpdatedUtc":{"StartUtc":null}), "a filter is missing"},
    {"customers/getAll", BODY("ActivityStates":["Active"]), "a filter is missing"},
    {"bills/getAll", "{}", "a filter is missing"},
    {"accountingItems/getAll", BODY("States":["Open"]), "a filter is missing"},
    {"companionships/getAll", BODY("UpdatedUtc":{"StartUtc":"2026-03-24T00:00:00Z"}),
        "a filter is missing; give at least one of CompanionshipIds"},
    {"orderItems/getAll", "{}", "a filter is missing"},
    {"payments/getAll", "{}", "a filter is missing"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"]),
        "BusinessSegmentIds, StartUtc with EndUtc."},
    {"reservations/getAll", BODY("TimeFilter":"Start", "ReservationIds":["$stay1"]),
        "TimeFilter: it needs StartUtc"},
    {"messages/getAll", "{}", "MessageThreadIds: is missing"},
    {"serviceOrderNotes/getAll", "{}", "ServiceOrderIds: is missing"},
    {"resourceFeatureAssignments/getAll", BODY("ResourceFeatureIds":[]),
        "ResourceFeatureIds: must not be empty"},
    {"services/getAll", BODY("Limitation":{"Count":0}),
        "Invalid Limitation.Count: must be 1 to 1000"},
    {"services/getAll", BODY("Limitation":{"Count":1001}), "Invalid Limitation.Count"},
    {"services/getAll", BODY("Limitation":{"Count":-1}), "Invalid Limitation.Count"},
    {"services/getAll", BODY("Limitation":{"Count":1e300}), "Invalid Limitation.Count"},
    {"services/getAll", BODY("Limitation":{"Count":1.5}),
        "Invalid Limitation.Count: must be a whole number"},
    {"services/getAll", BODY("Limitation":{"Count":"10"}), "Invalid Limitation.Count"},
    {"services/getAll", BODY("Limitation":{}), "Invalid Limitation.Count: is missing"},
    {"services/getAll", BODY("Limitation":[]), "Invalid Limitation: must be an object"},
    {"services/getAll", BODY("Limitation":{"Count":1, "Cursor":"$nothing"}),
        "Invalid Limitation.Cursor"},
    {"services/getAll", BODY("Limitation":{"Count":1, "Cursor":"x"}),
        "Invalid Limitation.Cursor"},
    {"services/getAll", BODY("ServiceIds":"$stays"), "Invalid ServiceIds: must be a list"},
    {"services/getAll", BODY("ServiceIds":[]), "Invalid ServiceIds: must not be empty"},
    {"services/getAll", BODY("ServiceIds":["x"]),
        "Invalid ServiceIds[0]: must be an identifier"},
    {"services/getAll", BODY("UpdatedUtc":{"StartUtc":"yesterday"}),
        "Invalid UpdatedUtc.StartUtc"},
    {"services/getAll", BODY("UpdatedUtc":{"StartUtc":"2026-01-01T00:00:00Z",
        "EndUtc":"2026-04-01T00:00:01Z"}),
        "Invalid UpdatedUtc: the interval is longer than 3 months"},
    {"services/getAll", BODY("UpdatedUtc":{"StartUtc":"2026-01-02T00:00:00Z",
        "EndUtc":"2026-01-01T00:00:00Z"}), "Invalid UpdatedUtc: StartUtc is after EndUtc"},
    {"messages/getAll", BODY("MessageThreadIds":["$thread1"],
        "CreatedUtc":{"StartUtc":"2026-01-01T00:00:00Z", "EndUtc":"2026-02-02T00:00:00Z"}),
        "longer than 1 month"},
    {"reservations/getAll/2023-06-06",
        BODY("ScheduledStartUtc":{"StartUtc":"2026-03-01T00:00:00Z"},
        "ActualStartUtc":{"StartUtc":"2026-03-01T00:00:00Z"}),
        "ScheduledStartUtc: it excludes ActualStartUtc"},
    {"reservations/getAll/2023-06-06",
        BODY("ScheduledEndUtc":{"StartUtc":"2026-03-01T00:00:00Z"},
        "ActualEndUtc":{"StartUtc":"2026-03-01T00:00:00Z"}),
        "ScheduledEndUtc: it excludes ActualEndUtc"},
    {"reservations/getAll/2023-06-06", BODY("States":[7]), "Invalid States[0]"},
    {"reservations/getAll/2023-06-06", BODY("States":["Confirmed", "Nowhere"]),
        "Invalid States[1]: is none of its values"},
    {"reservations/getAll", BODY("ServiceIds":["$stays"], "TimeFilter":"Never",
        "StartUtc":"2026-03-23T00:00:00Z", "EndUtc":"2026-03-24T00:00:00Z"),
        "Invalid TimeFilter: is none of its values"},
    {"services/getAll", BODY("ServiceType":"Garage"), "Invalid ServiceType"},
    {"companies/getAll", BODY("ActivityStates":["Asleep"]), "Invalid ActivityStates[0]"},
    {"resources/update", BODY("ResourceUpdates":[{"ResourceId":"$room101",
        "Data":{"Discriminator":"Garage", "Value":{}}}]),
        "Invalid ResourceUpdates[0].Data.Discriminator: is none of its values"},
    {"reservations/price", BODY("ServiceId":"$stays", "Reservations":[{
        "StartUtc":"2026-04-10T13:00:00Z", "EndUtc":"2026-04-11T09:00:00Z",
        "RequestedCategoryId":"$double", "PersonCounts":[{"AgeCategoryId":"$adult", "Count":1}]}]),
        "Invalid Reservations[0].RateId: is missing"},
};
// clang-format on

static void
what_is_wrong_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(wrong); i++)
        server_refuses(&lenient, wrong[i].operation, wrong[i].body, 400, wrong[i].message);
    // three months to the second, though the hotel's clock changes in them
    json_decref(server_ask(&lenient, "services/getAll",
                           "{\"UpdatedUtc\":{\"StartUtc\":\"2026-01-01T00:00:00Z\","
                           "\"EndUtc\":\"2026-04-01T00:00:00Z\"}}"));
    /* What today's form doesn't know is refused by --strict. */
    server_refuses(&strict, "reservations/getAll/2023-06-06",
                   PAGE("States"
                        : ["Enquired"]),
                   400, "Invalid States[0]");
    server_refuses(&strict, "services/getAll", "{}", 400, "Limitation: is missing");
    server_refuses(&strict, "services/getAll", PAGE("NoSuchMember" : 1), 400,
                   "NoSuchMember: is no member");
}

static void
too_many_identifiers_are_refused(void **state)
{
    struct buffer body = {0};

    (void)state;
    buffer_add_text(&body, "{\"ServiceIds\":[\"$stays\"");
    for (int i = 1; i < 1000; i++)
        buffer_print(&body, ",\"$s%d\"", i);
    buffer_add_text(&body, "]}");
    expect_list(&lenient, "services/getAll", buffer_text(&body), "Services", "stays");
    body.length -= 2;
    buffer_add_text(&body, ",\"$more\"]}");
    server_refuses(&lenient, "services/getAll", buffer_text(&body), 400,
                   "Invalid ServiceIds: may have at most 1000 items");
    buffer_clear(&body);
}

/* Walks a list by its cursor; returns how many answers it took, and the sum of the elements. */
static int
walk(const char *operation, const char *members, const char *list, int count, size_t *total)
{
    char cursor[64] = "null";
    int answers = 0;

    *total = 0;
    for (;;) {
        char body[512];
        json_t *answer;
        const char *next;

        snprintf(body, sizeof(body), "{%s,\"Limitation\":{\"Count\":%d,\"Cursor\":%s}}", members,
                 count, cursor);
        answer = server_ask(&strict, operation, body);
        answers++;
        *total += json_array_size(json_object_get(answer, list));
        next = json_string_value(json_object_get(answer, "Cursor"));
        snprintf(cursor, sizeof(cursor), "\"%s\"", next ? next : "");
        json_decref(answer);
        if (!next)
            return answers;
    }
}

static void
pages_are_walked_to_an_empty_one(void **state)
{
    static const char of_2026[] = "\"CreatedUtc\":{\"StartUtc\":\"2026-01-01T00:00:00Z\"}";
    char members[256];
    size_t total;
    json_t *answer;

    (void)state;
    /* The cursor moves although nothing is shown. */
    snprintf(members, sizeof(members), "%s,\"Extent\":{\"Customers\":false}", of_2026);
    assert_int_equal(walk("customers/getAll", members, "Customers", 10, &total), 4);
    assert_int_equal(total, 0);
    snprintf(members, sizeof(members), "%s,\"Extent\":{\"Customers\":true}", of_2026);
    assert_int_equal(walk("customers/getAll", members, "Customers", 10, &total), 4);
    assert_int_equal(total, 25);
    assert_int_equal(walk("customers/getAll", members, "Customers", 25, &total), 2);
    assert_int_equal(walk("customers/getAll", members, "Customers", 1000, &total), 2);
    assert_int_equal(walk("reservations/getAll/2023-06-06", "\"States\":[\"Started\"]",
                          "Reservations", 1, &total),
                     5);
    assert_int_equal(total, 4);
    answer = server_ask(&strict, "customers/getAll",
                        BODY("CustomerIds"
                             : [ "$guest1", "$guest2" ], "Extent"
                             : {"Customers" : true}, "Limitation"
                             : {"Count" : 2}));
    assert_string_equal(text_at(answer, "Cursor"),
                        text_at(json_array_get(json_object_get(answer, "Customers"), 1), "Id"));
    json_decref(answer);
}

static void
extents_bring_what_belongs(void **state)
{
    json_t *answer;

    (void)state;
    answer = server_ask(&strict, "customers/getAll",
                        PAGE("CustomerIds"
                             : ["$guest1"], "Extent"
                             : {"Customers" : true, "Documents" : true, "Addresses" : true}));
    expect_names(answer, "Documents", "passport1");
    assert_string_equal(
        text_at(json_array_get(json_object_get(answer, "Customers"), 0), "Address.City"), "Brno");
    json_decref(answer);
    answer = server_ask(&strict, "customers/getAll",
                        PAGE("CustomerIds"
                             : ["$guest1"], "Extent"
                             : {"Customers" : true}));
    assert_true(json_is_null(json_object_get(answer, "Documents")));
    assert_null(codec_find(json_array_get(json_object_get(answer, "Customers"), 0), "Address"));
    json_decref(answer);

    answer =
        server_ask(&strict, "companionships/getAll",
                   PAGE("ReservationIds"
                        : ["$stay1"], "Extent"
                        : {"Customers" : true, "Reservations" : true, "ReservationGroups" : true}));
    expect_names(answer, "Customers", "guest2 guest1");
    expect_names(answer, "Reservations", "stay1");
    expect_names(answer, "ReservationGroups", "group1");
    assert_int_equal(json_array_size(json_object_get(answer, "Companionships")), 2);
    json_decref(answer);

    answer = server_ask(&strict, "resources/getAll",
                        PAGE("ResourceIds"
                             : ["$room101"], "Extent"
                             : {
                                 "ResourceCategories" : true,
                                 "ResourceCategoryAssignments" : true,
                                 "ResourceFeatures" : true,
                                 "ResourceFeatureAssignments" : true
                             }));
    assert_int_equal(json_array_size(json_object_get(answer, "ResourceCategories")), 3);
    expect_names(answer, "ResourceCategoryAssignments", "as101");
    expect_names(answer, "ResourceFeatures", "balcony");
    expect_names(answer, "ResourceFeatureAssignments", "balcony101");
    assert_true(json_is_null(json_object_get(answer, "Resources")));
    json_decref(answer);

    answer = server_ask(&strict, "rates/getAll",
                        PAGE("ServiceIds"
                             : ["$stays"], "Extent"
                             : {"RateGroups" : true}));
    expect_names(answer, "RateGroups", "public");
    expect_names(answer, "Rates", "");
    assert_string_equal(text_at(json_array_get(json_object_get(answer, "RateGroups"), 0), "Name"),
                        "Public rates");
    json_decref(answer);
}

static void
bills_of_2022_come_with_their_items(void **state)
{
    json_t *answer = server_ask(&strict, "bills/getAll",
                                PAGE("BillIds"
                                     : ["$bill5"], "Extent"
                                     : {"Items" : true}));
    json_t *bill = json_array_get(json_object_get(answer, "Bills"), 0);
    json_t *payment;

    (void)state;
    expect_names(bill, "Revenue", "item5b item5a");
    expect_names(bill, "OrderItems", "item5b item5a");
    expect_names(bill, "Payments", "payment5");
    expect_names(bill, "PaymentItems", "payment5");
    payment = json_array_get(json_object_get(bill, "PaymentItems"), 0);
    assert_string_equal(text_at(payment, "Data.Discriminator"), "Cash");
    assert_int_equal(json_integer_value(codec_find(payment, "Amount.Value")), -150);
    json_decref(answer);
    answer = server_ask(&strict, "bills/getAll", PAGE("BillIds" : ["$bill5"]));
    bill = json_array_get(json_object_get(answer, "Bills"), 0);
    assert_true(json_is_null(json_object_get(bill, "Revenue")));
    json_decref(answer);
}

/* The names of 2022. */
static void
reservations_of_2022_have_their_old_names(void **state)
{
    json_t *answer = server_ask(&strict, "reservations/getAll",
                                PAGE("ServiceIds"
                                     : ["$stays"], "ReservationIds"
                                     : [ "$stay8", "$stay1" ], "Extent"
                                     : {
                                         "Reservations" : true,
                                         "ReservationGroups" : true,
                                         "Customers" : true,
                                         "Services" : true,
                                         "Resources" : true,
                                         "ResourceCategories" : true,
                                         "ResourceCategoryAssignments" : true,
                                         "BusinessSegments" : true,
                                         "Rates" : true,
                                         "Notes" : true,
                                         "Companies" : true,
                                         "Products" : true,
                                         "OrderItems" : true,
                                         "Items" : true
                                     }));
    json_t *stay1 = json_array_get(json_object_get(answer, "Reservations"), 1);
    json_t *stay8 = json_array_get(json_object_get(answer, "Reservations"), 0);
    char id[UUID_TEXT_SIZE];

    (void)state;
    assert_string_equal(text_at(stay8, "State"), "Enquired");
    assert_string_equal(text_at(stay1, "CustomerId"), uuid_text(property_id("guest1"), id));
    assert_string_equal(text_at(stay1, "RequestedCategoryId"),
                        uuid_text(property_id("double"), id));
    assert_string_equal(text_at(stay1, "StartUtc"), "2026-03-24T14:00:00Z");
    assert_string_equal(text_at(stay1, "Origin"), "CommanderPhone");
    assert_string_equal(text_at(stay1, "CompanyId"), uuid_text(property_id("acme"), id));
    assert_int_equal(json_integer_value(json_object_get(stay1, "AdultCount")), 2);
    assert_int_equal(json_integer_value(json_object_get(stay1, "ChildCount")), 1);
    assert_int_equal(json_array_size(json_object_get(stay1, "CompanionIds")), 2);
    expect_names(answer, "Customers", "guest8 guest2 guest1");
    assert_int_equal(json_array_size(json_object_get(answer, "ReservationGroups")), 2);
    expect_names(answer, "Services", "stays");
    expect_names(answer, "Products", "night");
    expect_names(answer, "Resources", "room101");
    expect_names(answer, "ResourceCategories", "double");
    expect_names(answer, "ResourceCategoryAssignments", "as101");
    expect_names(answer, "BusinessSegments", "leisure");
    expect_names(answer, "Rates", "bar");
    expect_names(answer, "RateGroups", "public");
    expect_names(answer, "Notes", "note2 note1");
    expect_names(answer, "Companies", "acme");
    expect_names(answer, "OrderItems", "");
    assert_true(json_is_null(json_object_get(answer, "QrCodeData")));
    json_decref(answer);
    answer = server_ask(&strict, "reservations/getAll",
                        PAGE("ServiceIds"
                             : ["$stays"], "ReservationIds"
                             : ["$stay5"], "Extent"
                             : {"OrderItems" : true, "Items" : true}));
    expect_names(answer, "OrderItems", "item5b item5a");
    expect_names(answer, "Items", "item5b item5a");
    assert_true(json_is_null(json_object_get(answer, "Reservations")));
    json_decref(answer);
}

static void
the_configuration_tells_the_propertys_time(void **state)
{
    json_t *answer = server_ask(&strict, "configuration/get", "{}");

    (void)state;
    assert_string_equal(text_at(answer, "NowUtc"), PROPERTY_NOW);
    assert_string_equal(text_at(answer, "Enterprise.Pricing"), "Gross");
    assert_string_equal(text_at(answer, "Service.Name"), "Stay");
    json_decref(answer);
}

static int
start_servers(void **state)
{
    struct server_config config = server_process_config();

    (void)state;
    server_process_start(&lenient, &config);
    config.strict = true;
    server_process_start(&strict, &config);
    return 0;
}

static int
end_servers(void **state)
{
    (void)state;
    return server_process_end(&lenient, SIGTERM) || server_process_end(&strict, SIGTERM);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters_select),
        cmocka_unit_test(clients_of_2022_leave_much_out),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(too_many_identifiers_are_refused),
        cmocka_unit_test(pages_are_walked_to_an_empty_one),
        cmocka_unit_test(extents_bring_what_belongs),
        cmocka_unit_test(bills_of_2022_come_with_their_items),
        cmocka_unit_test(reservations_of_2022_have_their_old_names),
        cmocka_unit_test(the_configuration_tells_the_propertys_time),
    };

    return cmocka_run_group_tests(tests, start_servers, end_servers);
}
