/* What the house sells, and when, over HTTP: availability, blocks, prices, restrictions. */
#include <signal.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "tests/support/event_client.h"
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
/* Nights by their starts: midnight in Prague, which is two hours ahead in April. */
#define NIGHT_10 "2026-04-09T22:00:00Z"
#define NIGHT_11 "2026-04-10T22:00:00Z"
#define NIGHT_12 "2026-04-11T22:00:00Z"

#define ALL_DAYS "\"Days\":{\"Monday\":true,\"Tuesday\":true,\"Wednesday\":true,"                  \
    "\"Thursday\":true,\"Friday\":true,\"Saturday\":true,\"Sunday\":true}"

/* services/updateAvailability, services/getAvailability */

/* `count` is null, or an update value; `more` are members with a comma before them. */
static const char *
adjustment(const char *first, const char *last, const char *count, const char *more)
{
    return body_of("{\"ServiceId\":\"$stays\",\"AvailabilityUpdates\":[{\"ResourceCategoryId\":"
                   "\"$single\",\"FirstTimeUnitStartUtc\":\"%s\",\"LastTimeUnitStartUtc\":\"%s\","
                   "\"UnitCountAdjustment\":{\"Value\":%s}%s}]}", first, last, count, more);
}

static void
adjust(const char *first, const char *last, const char *count, const char *more)
{
    server_does(&server, "services/updateAvailability", adjustment(first, last, count, more));
}

static void
availability_is_adjusted_and_put_back(void **state)
{
    json_t *list;

    (void)state;
    sales_expect_left(&server, "single", 2, 2, 2);
    adjust(NIGHT_10, NIGHT_12, "-1", "");
    sales_expect_left(&server, "single", 1, 1, 1);
    adjust(NIGHT_11, NIGHT_11, "3", ""); // in place of what was there, not besides
    sales_expect_left(&server, "single", 1, 5, 1);
    adjust(NIGHT_12, NIGHT_12, "null", "");
    sales_expect_left(&server, "single", 1, 5, 2);
    list = server_list(&server, "availabilityAdjustments/getAll",
                       PAGE("ActivityStates":["Active"]), "AvailabilityAdjustments");
    assert_int_equal(json_array_size(list), 2);
    json_decref(list);
    list = server_list(&server, "availabilityAdjustments/getAll",
                       PAGE("ActivityStates":["Deleted"]), "AvailabilityAdjustments");
    assert_true(json_array_size(list) > 0);
    json_decref(list);
}

static void
adjustments_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *first, *last, *count, *more, *message;
        int status;
    } rows[] = {
        {"2026-04-09T21:00:00Z", NIGHT_11, "1", "", "FirstTimeUnitStartUtc", 400},
        {NIGHT_12, NIGHT_11, "1", "", "LastTimeUnitStartUtc", 400},
        {NIGHT_10, "2028-04-09T22:00:00Z", "1", "", "LastTimeUnitStartUtc", 400},
        {"2026-03-09T23:00:00Z", "2026-03-09T23:00:00Z", "1", "", "can't be changed any more", 403},
        {"2031-04-09T22:00:00Z", "2031-04-09T22:00:00Z", "1", "", "5 years ahead", 403},
        {NIGHT_10, NIGHT_11, "1000000", "", "UnitCountAdjustment", 400},
        {NIGHT_10, NIGHT_11, "1", ",\"AvailabilityBlockId\":\"$nothing\"",
            "Invalid AvailabilityUpdates.AvailabilityBlockId", 400},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "services/updateAvailability",
                       adjustment(rows[i].first, rows[i].last, rows[i].count, rows[i].more),
                       rows[i].status, rows[i].message);
    server_refuses(&server, "services/updateAvailability", BODY("ServiceId":"$extras",
        "AvailabilityUpdates":[{"ResourceCategoryId":"$spa",
        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z", "UnitCountAdjustment":{"Value":1}}]), 400,
        "Invalid ServiceId");
    sales_expect_left(&server, "single", 2, 2, 2);
}

/* The first that can't be done undoes the ones before it. */
static void
all_adjustments_are_made_or_none(void **state)
{
    (void)state;
    server_refuses(&server, "services/updateAvailability", BODY("ServiceId":"$stays",
        "AvailabilityUpdates":[{"ResourceCategoryId":"$single",
        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z", "UnitCountAdjustment":{"Value":-1}},
        {"ResourceCategoryId":"$nothing", "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z", "UnitCountAdjustment":{"Value":-1}}]), 400,
        "Invalid AvailabilityUpdates.ResourceCategoryId");
    sales_expect_left(&server, "single", 2, 2, 2);
}

/* Room 111 and 105 are out of order for a time, 110 is gone. */
static void
rooms_that_are_blocked_are_not_left(void **state)
{
    char *block;
    json_t *blocks;

    (void)state;
    sales_expect_left(&server, "double", 7, 7, 7);
    blocks = server_list(&server, "resourceBlocks/add", BODY("ResourceBlocks":[
        {"ResourceId":"$room104", "Name":"Paint", "Type":"OutOfOrder",
        "StartUtc":"2026-04-10T08:00:00Z", "EndUtc":"2026-04-12T08:00:00Z"}]), "ResourceBlocks");
    block = strdup(json_string_value(json_object_get(json_array_get(blocks, 0), "Id")));
    json_decref(blocks);
    sales_expect_left(&server, "double", 6, 6, 7);
    server_does(&server, "resourceBlocks/delete",
                body_of(BODY("ResourceBlockIds":["%s"]), block));
    sales_expect_left(&server, "double", 7, 7, 7);
    free(block);
}

static void
metrics_say_why(void **state)
{
    static const struct {
        const char *name;
        int value;
    } expected[] = {
        {"ActiveResources", 7},  {"UsableResources", 7}, {"Occupied", 2},
        {"ConfirmedReservations", 1}, {"OptionalReservations", 1}, {"OutOfOrderBlocks", 0},
        {"PublicAvailabilityAdjustment", 0}, {"HouseUse", 0},
    };
    json_t *answer;
    json_t *list;

    (void)state;
    free(sales_book(&server, NULL, NULL));
    free(sales_book(&server, BODY("State":"Optional"), NULL));
    answer = server_ask(&server, "services/getAvailability/2024-01-22", BODY("ServiceId":"$stays",
        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z", "Metrics":["ActiveResources",
        "UsableResources", "Occupied", "ConfirmedReservations", "OptionalReservations",
        "OutOfOrderBlocks", "PublicAvailabilityAdjustment", "HouseUse"]));
    list = json_object_get(answer, "ResourceCategoryAvailabilities");
    expect_id(json_array_get(list, 1), "ResourceCategoryId", "double");
    for (size_t i = 0; i < countof(expected); i++) {
        json_t *values = json_object_get(json_object_get(json_array_get(list, 1), "Metrics"),
                                         expected[i].name);

        check(json_integer_value(json_array_get(values, 0)) == expected[i].value, "%s: %d",
              expected[i].name, (int)json_integer_value(json_array_get(values, 0)));
    }
    json_decref(answer);
    server_refuses(&server, "services/getAvailability/2024-01-22", BODY("ServiceId":"$stays",
        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z", "Metrics":["Nothing"]), 400, "Metrics");
}

static void
availability_is_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
              "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z"), 400, "Invalid ServiceId"},
        {BODY("ServiceId":"$extras", "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
              "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z"), 400, "Invalid ServiceId"},
        {BODY("ServiceId":"$stays", "FirstTimeUnitStartUtc":"2026-04-09T22:00:01Z",
              "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z"), 400, "FirstTimeUnitStartUtc"},
        {BODY("ServiceId":"$stays", "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
              "LastTimeUnitStartUtc":"2027-04-12T22:00:00Z"), 400, "LastTimeUnitStartUtc"},
        {BODY("ServiceId":"$stays", "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z"), 400,
            "Invalid LastTimeUnitStartUtc"},
    };

    (void)state;
    server_refuses_all(&server, "services/getAvailability", rows, countof(rows));
}

/* availabilityBlocks */

/* *Gives*: free(). */
static char *
new_block(const char *state, const char *more)
{
    json_t *block = server_first(&server, "availabilityBlocks/add",
        body_of("{\"AvailabilityBlocks\":[{\"ServiceId\":\"$stays\",\"RateId\":\"$allotted\","
                "\"Name\":\"Fair\",\"State\":\"%s\",\"FirstTimeUnitStartUtc\":\"" NIGHT_10 "\","
                "\"LastTimeUnitStartUtc\":\"" NIGHT_12 "\"%s}]}", state, more),
        "AvailabilityBlocks");
    char *id = strdup(json_string_value(json_object_get(block, "Id")));
    char of_block[80];

    json_decref(block);
    snprintf(of_block, sizeof(of_block), ",\"AvailabilityBlockId\":\"%s\"", id);
    adjust(NIGHT_10, NIGHT_12, "-2", of_block);
    return id;
}

static void
update_block(const char *id, const char *members)
{
    server_does(&server, "availabilityBlocks/update",
                body_of("{\"AvailabilityBlocks\":[{\"AvailabilityBlockId\":\"%s\",%s}]}", id,
                        members));
}

static void
blocks_hold_what_their_state_says(void **state)
{
    char *id = new_block("Inquired", "");

    (void)state;
    sales_expect_left(&server, "single", 2, 2, 2);
    update_block(id, "\"State\":{\"Value\":\"Optional\"}");
    sales_expect_left(&server, "single", 0, 0, 0);
    update_block(id, "\"State\":{\"Value\":\"Confirmed\"}");
    sales_expect_left(&server, "single", 0, 0, 0);
    update_block(id, "\"LastTimeUnitStartUtc\":{\"Value\":\"" NIGHT_11 "\"}");
    sales_expect_left(&server, "single", 0, 0, 2);
    update_block(id, "\"State\":{\"Value\":\"Canceled\"}");
    sales_expect_left(&server, "single", 2, 2, 2);
    free(id);
}

/* The one of the 10th is given back 20 days before, which was the 21st of March; others later. */
static void
blocks_are_given_back_in_time(void **state)
{
    char *rolling = new_block("Confirmed", ",\"RollingReleaseOffset\":\"-P0M17DT0H0M0S\"");
    char *fixed;

    (void)state;
    sales_expect_left(&server, "single", 2, 0, 0);
    server_does(&server, "availabilityBlocks/delete",
                body_of(BODY("AvailabilityBlockIds":["%s"]), rolling));
    sales_expect_left(&server, "single", 2, 2, 2);
    fixed = new_block("Confirmed", ",\"ReleasedUtc\":\"2026-03-24T14:00:00Z\"");
    sales_expect_left(&server, "single", 2, 2, 2);
    update_block(fixed, "\"ReleasedUtc\":{\"Value\":\"2026-03-25T14:00:00Z\"}");
    sales_expect_left(&server, "single", 0, 0, 0);
    free(rolling);
    free(fixed);
}

static void
a_block_is_read_with_what_belongs_to_it(void **state)
{
    char *id = new_block("Confirmed", ",\"ExternalIdentifier\":\"E-1\",\"CompanyId\":\"$acme\"");
    char stay[200];
    char *stay_id;
    json_t *answer;

    (void)state;
    snprintf(stay, sizeof(stay), "{\"AvailabilityBlockId\":\"%s\",\"RequestedCategoryId\":"
             "\"$single\",\"PersonCounts\":[{\"AgeCategoryId\":\"$adult\",\"Count\":1}]}", id);
    stay_id = sales_book(&server, stay, NULL);
    answer = server_ask(&server, "availabilityBlocks/getAll",
                        PAGE("ExternalIdentifiers":["E-1"], "Extent":{"AvailabilityBlocks":true,
                             "Adjustments":true, "ServiceOrders":true, "Rates":true}));
    expect_count(answer, "AvailabilityBlocks", 1);
    expect_text(json_array_get(json_object_get(answer, "AvailabilityBlocks"), 0), "Id", id);
    expect_id(json_array_get(json_object_get(answer, "AvailabilityBlocks"), 0), "CompanyId",
              "acme");
    expect_count(answer, "Adjustments", 1);
    expect_number(json_array_get(json_object_get(answer, "Adjustments"), 0), "UnitCount", "-2");
    expect_count(answer, "ServiceOrders", 1);
    expect_text(json_array_get(json_object_get(answer, "ServiceOrders"), 0), "Id", stay_id);
    expect_count(answer, "Rates", 1);
    json_decref(answer);
    server_refuses(&server, "availabilityBlocks/delete",
                   body_of(BODY("AvailabilityBlockIds":["%s"]), id), 403, "has reservation");
    server_does(&server, "reservations/cancel", body_of(BODY("ReservationIds":["%s"]), stay_id));
    server_does(&server, "availabilityBlocks/delete",
                body_of(BODY("AvailabilityBlockIds":["%s"]), id));
    sales_expect_left(&server, "single", 2, 2, 2);
    free(stay_id);
    free(id);
}

static void
blocks_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *members, *message;
    } rows[] = {
        {"\"ServiceId\":\"$extras\",\"RateId\":\"$allotted\"", "ServiceId"},
        {"\"ServiceId\":\"$stays\",\"RateId\":\"$nothing\"", "RateId"},
        {"\"ServiceId\":\"$stays\",\"RateId\":\"$oldrate\"", "RateId"},
        {"\"ServiceId\":\"$stays\",\"RateId\":\"$allotted\",\"CompanyId\":\"$nothing\"",
            "CompanyId"},
        {"\"ServiceId\":\"$stays\",\"RateId\":\"$allotted\",\"RollingReleaseOffset\":\"soon\"",
            "RollingReleaseOffset"},
        {"\"ServiceId\":\"$stays\",\"RateId\":\"$allotted\",\"VoucherCode\":\"NONE\"",
            "VoucherCode"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "availabilityBlocks/add",
                       body_of("{\"AvailabilityBlocks\":[{%s,\"State\":\"Confirmed\","
                               "\"FirstTimeUnitStartUtc\":\"" NIGHT_10 "\","
                               "\"LastTimeUnitStartUtc\":\"" NIGHT_12 "\"}]}", rows[i].members),
                       400, rows[i].message);
    server_refuses(&server, "availabilityBlocks/update", BODY("AvailabilityBlocks":[
        {"AvailabilityBlockId":"$nothing"}]), 400, "AvailabilityBlockId");
    server_refuses(&server, "availabilityBlocks/delete", BODY("AvailabilityBlockIds":["$nothing"]),
                   400, "AvailabilityBlockIds");
}

/* rates/getPricing, rates/updatePrice */

static void
expect_prices(const char *rate, const char *category, const char *first, const char *second)
{
    json_t *answer = server_ask(&server, "rates/getPricing",
        body_of("{\"RateId\":\"%s\",\"FirstTimeUnitStartUtc\":\"" NIGHT_10 "\","
                "\"LastTimeUnitStartUtc\":\"" NIGHT_11 "\"}", rate));
    json_t *of = answer;
    json_t *list = json_object_get(answer, "CategoryPrices");
    char id[UUID_TEXT_SIZE];

    expect_text(answer, "Currency", "EUR");
    if (category)
        uuid_text(property_id(category), id);
    for (size_t i = 0; category && i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(list, i), "CategoryId")), id)
            == 0)
            of = json_array_get(list, i);
    list = json_object_get(of, category ? "AmountPrices" : "BaseAmountPrices");
    expect_number(json_array_get(list, 0), "GrossValue", first);
    expect_number(json_array_get(list, 1), "GrossValue", second);
    json_decref(answer);
}

static const char *
price(const char *first, const char *last, const char *more)
{
    return body_of("{\"RateId\":\"$flex\",\"PriceUpdates\":[{\"FirstTimeUnitStartUtc\":\"%s\","
                   "\"LastTimeUnitStartUtc\":\"%s\"%s}]}", first, last, more);
}

static void
prices_are_set_and_taken_away(void **state)
{
    (void)state;
    expect_prices("$flex", NULL, "100", "100");
    expect_prices("$flex", "double", "120", "120");
    expect_prices("$saver", "double", "108", "108");
    server_does(&server, "rates/updatePrice", price(NIGHT_10, NIGHT_11, ",\"Value\":150"));
    server_does(&server, "rates/updatePrice", price(NIGHT_11, NIGHT_11, ",\"Value\":160.5"));
    expect_prices("$flex", NULL, "150", "160.5");
    expect_prices("$flex", "double", "170", "180.5");
    server_does(&server, "rates/updatePrice",
                price(NIGHT_11, NIGHT_12, ",\"Value\":99,\"CategoryId\":\"$double\""));
    expect_prices("$flex", "double", "170", "99");
    expect_prices("$flex", "single", "150", "160.5");
    expect_prices("$saver", "double", "153", "89.1");
    server_does(&server, "rates/updatePrice",
                price(NIGHT_10, NIGHT_12, ",\"CategoryId\":\"$double\""));
    server_does(&server, "rates/updatePrice", price(NIGHT_10, NIGHT_10, ""));
    expect_prices("$flex", "double", "120", "180.5");
}

static void
a_new_price_is_told(void **state)
{
    struct event_client *client = event_open(&server);
    json_t *message;
    json_t *event;

    (void)state;
    server_does(&server, "rates/updatePrice",
                price(NIGHT_10, NIGHT_11, ",\"Value\":150,\"CategoryId\":\"$double\""));
    message = event_next(client);
    event = json_array_get(json_object_get(message, "Events"), 0);
    expect_text(event, "Type", "PriceUpdate");
    expect_id(event, "RateId", "flex");
    expect_id(event, "ResourceCategoryId", "double");
    expect_text(event, "StartUtc", NIGHT_10);
    expect_text(event, "EndUtc", NIGHT_11);
    json_decref(message);
    server_does(&server, "rates/updatePrice",
                price(NIGHT_10, NIGHT_11, ",\"CategoryId\":\"$double\""));
    message = event_next(client); // that it is gone
    expect_id(json_array_get(json_object_get(message, "Events"), 0), "RateId", "flex");
    json_decref(message);
    event_close(client);
}

static void
prices_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *first, *last, *more, *message;
        int status;
    } rows[] = {
        {"2026-04-09T21:00:00Z", NIGHT_11, ",\"Value\":1", "FirstTimeUnitStartUtc", 400},
        {NIGHT_12, NIGHT_11, ",\"Value\":1", "LastTimeUnitStartUtc", 400},
        {NIGHT_10, NIGHT_11, ",\"Value\":-1", "Invalid PriceUpdates.Value", 400},
        {NIGHT_10, NIGHT_11, ",\"Value\":1e15", "Value", 400},
        {NIGHT_10, NIGHT_11, ",\"Value\":\"1\"", "Value", 400},
        {NIGHT_10, NIGHT_11, ",\"Value\":1,\"CategoryId\":\"$spa\"", "CategoryId", 400},
        {"2026-03-09T23:00:00Z", "2026-03-09T23:00:00Z", ",\"Value\":1", "changed any more", 403},
        {"2031-04-09T22:00:00Z", "2031-04-09T22:00:00Z", ",\"Value\":1", "5 years ahead", 403},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "rates/updatePrice",
                       price(rows[i].first, rows[i].last, rows[i].more), rows[i].status,
                       rows[i].message);
    server_refuses(&server, "rates/updatePrice", BODY("RateId":"$saver", "PriceUpdates":[
        {"Value":1, "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z"}]), 403, "stands on another one");
    server_refuses(&server, "rates/updatePrice", BODY("RateId":"$nothing", "PriceUpdates":[
        {"Value":1, "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z"}]), 400, "Invalid RateId");
    server_refuses(&server, "rates/getPricing", BODY("RateId":"$nothing",
        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z"), 400, "Invalid RateId");
    server_refuses(&server, "rates/getPricing", BODY("RateId":"$flex",
        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2027-05-09T22:00:00Z"), 400, "LastTimeUnitStartUtc");
    server_refuses(&server, "rates/getPricing", BODY("RateId":"$free",
        "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
        "LastTimeUnitStartUtc":"2026-04-09T22:00:00Z"), 403, "no price");
    expect_prices("$flex", NULL, "100", "100");
}

/* restrictions */

static void
restrict_nights(const char *operation, const char *first, const char *last, const char *more)
{
    server_does(&server, operation,
                body_of("{\"ServiceId\":\"$stays\",\"Data\":[{\"Type\":\"Stay\","
                        "\"StartUtc\":\"%s\",\"EndUtc\":\"%s\"," ALL_DAYS "%s}]}",
                        first, last, more));
}

/* How many there are, all of them ours; one of them is for these dates. */
static void
expect_restrictions(size_t count, const char *first, const char *last)
{
    json_t *list = server_list(&server, "restrictions/getAll", PAGE("ServiceIds":["$stays"]),
                               "Restrictions");
    bool found = count == 0;

    assert_int_equal(json_array_size(list), count);
    for (size_t i = 0; i < count; i++) {
        const json_t *row = json_array_get(list, i);

        expect_text(row, "Origin", "Integration");
        found = found
                || (strcmp(json_string_value(codec_find(row, "Conditions.StartUtc")), first) == 0
                    && strcmp(json_string_value(codec_find(row, "Conditions.EndUtc")), last) == 0);
    }
    check(found, "none from %s to %s", first, last);
    json_decref(list);
}

static void
restrictions_merge_and_are_cut(void **state)
{
    (void)state;
    restrict_nights("restrictions/set", NIGHT_10, NIGHT_11, "");
    expect_restrictions(1, NIGHT_10, NIGHT_11);
    restrict_nights("restrictions/set", NIGHT_12, NIGHT_12, ""); // the same, and next to it
    expect_restrictions(1, NIGHT_10, NIGHT_12);
    restrict_nights("restrictions/clear", NIGHT_10, NIGHT_12, ",\"ExactRateId\":\"$flex\"");
    expect_restrictions(1, NIGHT_10, NIGHT_12); // of other conditions
    restrict_nights("restrictions/clear", NIGHT_10, NIGHT_11, "");
    expect_restrictions(1, NIGHT_12, NIGHT_12);
    restrict_nights("restrictions/set", NIGHT_10, NIGHT_12, ",\"MinLength\":\"P0M2DT0H0M0S\"");
    expect_restrictions(1, NIGHT_10, NIGHT_12); // the one without exceptions gives way
    restrict_nights("restrictions/clear", NIGHT_11, NIGHT_11, "");
    expect_restrictions(2, NIGHT_12, NIGHT_12);
    restrict_nights("restrictions/clear", NIGHT_10, NIGHT_12, "");
    expect_restrictions(0, NULL, NULL);
}

static void
restrictions_of_2022_are_added_and_deleted(void **state)
{
    struct server_config config = server_process_config();
    struct server_process strict = server;
    char *restriction;
    json_t *added;

    (void)state;
    server_process_start(&server, &config);
    added = server_first(&server, "restrictions/add", BODY("ServiceId":"$stays", "Restrictions":[
        {"Identifier":"mine", "ExternalIdentifier":"X-1", "Conditions":{"Type":"Stay",
        "StartUtc":"2026-04-10T22:00:00Z", "EndUtc":"2026-04-10T22:00:00Z",
        "Days":["Friday", "Saturday"]}, "Exceptions":{"MinLength":"P0M4DT0H0M0S"}}]),
        "Restrictions");
    expect_text(added, "Identifier", "mine");
    expect_text(added, "Restriction.ExternalIdentifier", "X-1");
    restriction = strdup(json_string_value(codec_find(added, "Restriction.Id")));
    json_decref(added);
    server_refuses(&server, "reservations/add", sales_booking(NULL, NULL), 403, "2026-04-11");
    server_does(&server, "restrictions/delete",
                body_of(BODY("RestrictionIds":["%s"]), restriction));
    free(sales_book(&server, NULL, NULL));
    server_refuses(&server, "restrictions/delete",
                   body_of(BODY("RestrictionIds":["%s"]), restriction), 400,
                   "Invalid RestrictionIds");
    free(restriction);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    server = strict;
}

static void
restrictions_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *members, *message;
    } rows[] = {
        {"\"Type\":\"Sleep\"", "Type"},
        {"\"Type\":\"Stay\",\"ExactRateId\":\"$nothing\"", "ExactRateId"},
        {"\"Type\":\"Stay\",\"BaseRateId\":\"$nothing\"", "BaseRateId"},
        {"\"Type\":\"Stay\",\"RateGroupId\":\"$nothing\"", "RateGroupId"},
        {"\"Type\":\"Stay\",\"ResourceCategoryId\":\"$spa\"", "ResourceCategoryId"},
        {"\"Type\":\"Stay\",\"MinLength\":\"two\"", "MinLength"},
        {"\"Type\":\"Stay\",\"StartUtc\":\"" NIGHT_12 "\",\"EndUtc\":\"" NIGHT_10 "\"", "EndUtc"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "restrictions/set",
                       body_of("{\"ServiceId\":\"$stays\",\"Data\":[{%s," ALL_DAYS "}]}",
                               rows[i].members), 400, rows[i].message);
    server_refuses(&server, "restrictions/set",
                   body_of("{\"ServiceId\":\"$extras\",\"Data\":[{\"Type\":\"Stay\"," ALL_DAYS
                           "}]}"), 400, "Invalid ServiceId");
    expect_restrictions(0, NULL, NULL);
}
/* Lists by their filters */

static void
expect_found(const char *operation, const char *body, const char *list, size_t count)
{
    json_t *found = server_list(&server, operation, body, list);

    check(json_array_size(found) == count, "%s %s: %zu, not %zu", operation, body,
          json_array_size(found), count);
    json_decref(found);
}

static void
filters_of_what_is_sold_select(void **state)
{
    static const struct {
        const char *operation, *body, *list;
        size_t count;
    } rows[] = {
        {"rules/getAll", PAGE("ServiceIds":["$stays"], "Extent":{}), "Rules", 1},
        {"rules/getAll", PAGE("ServiceIds":["$extras"], "Extent":{}), "Rules", 0},
        {"rules/getAll", PAGE("ServiceIds":["$stays"], "Ids":["$long"],
            "Extent":{"RuleActions":true}), "RuleActions", 1},
        {"businessSegments/getAll", PAGE("ServiceIds":["$stays"]), "BusinessSegments", 1},
        {"businessSegments/getAll", PAGE("ServiceIds":["$stays"],
            "Ids":["$nothing"]), "BusinessSegments", 0},
        {"businessSegments/getAll", PAGE("ServiceIds":["$stays"],
            "ActivityStates":["Deleted"]), "BusinessSegments", 0},
        {"rateGroups/getAll", PAGE("ServiceIds":["$stays"]), "RateGroups", 3},
        {"rateGroups/getAll", PAGE("RateGroupIds":["$fixed"]), "RateGroups", 1},
        {"rates/getAll", PAGE("ServiceIds":["$stays"], "ActivityStates":["Active"],
            "Extent":{"Rates":true, "AvailabilityBlockAssignments":false}), "Rates", 6},
        {"products/getAll", PAGE("ServiceIds":["$stays"]), "Products", 5},
        {"products/getAll", PAGE("ServiceIds":["$stays"], "IncludeDefault":true), "Products", 7},
        {"vouchers/getAll", PAGE("ServiceIds":["$stays"], "VoucherCodeValues":["PRIVATE"],
            "Extent":{"Vouchers":true}),
            "Vouchers", 1},
        {"vouchers/getAll", PAGE("ServiceIds":["$stays"], "VoucherCodeValues":["NONE"],
            "Extent":{"Vouchers":true}),
            "Vouchers", 0},
        {"vouchers/getAll", PAGE("ServiceIds":["$stays"], "VoucherIds":["$voucher"],
            "Extent":{"VoucherCodes":true}),
            "VoucherCodes", 2},
        {"vouchers/getAll", PAGE("ServiceIds":["$stays"], "VoucherIds":["$voucher"],
            "Extent":{"Rates":true}), "Rates", 1},
        {"vouchers/getAll", PAGE("ServiceIds":["$stays"], "VoucherIds":["$voucher"],
            "Extent":{"VoucherAssignments":true}),
            "VoucherAssignments", 1},
        {"ageCategories/getAll", PAGE("AgeCategoryIds":["$adult"]), "AgeCategories", 1},
        {"restrictions/getAll", PAGE("ServiceIds":["$stays"]), "Restrictions", 2},
        {"restrictions/getAll", PAGE("ServiceIds":["$stays"], "CollidingUtc":
            {"StartUtc":"2026-04-10T00:00:00Z", "EndUtc":"2026-04-10T12:00:00Z"}), "Restrictions",
            1},
        {"restrictions/getAll", PAGE("ServiceIds":["$stays"], "ExactRateIds":["$saver"]),
            "Restrictions", 1},
        {"restrictions/getAll", PAGE("ServiceIds":["$stays"], "RateIds":["$flex"]),
            "Restrictions", 1},
        {"restrictions/getAll", PAGE("ServiceIds":["$stays"], "Origin":"User"), "Restrictions", 0},
        {"serviceOrderNotes/getAll", PAGE("ServiceOrderIds":["$stay1"]), "ServiceOrderNotes", 2},
        {"serviceOrderNotes/getAll", PAGE("ServiceOrderIds":["$stay1"],
            "Types":["SpecialRequest"]), "ServiceOrderNotes", 1},
        {"reservationGroups/getAll", PAGE("ReservationGroupIds":["$group1", "$nothing"]),
            "ReservationGroups", 1},
    };

    (void)state;
    restrict_nights("restrictions/set", NIGHT_10, NIGHT_10, "");
    restrict_nights("restrictions/set", NIGHT_12, NIGHT_12, ",\"ExactRateId\":\"$saver\"");
    for (size_t i = 0; i < countof(rows); i++)
        expect_found(rows[i].operation, rows[i].body, rows[i].list, rows[i].count);
}
// clang-format on

#define WITH_SERVER(test) STRICT_TEST(test, &server)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(availability_is_adjusted_and_put_back),
        WITH_SERVER(adjustments_are_refused_with_the_reason),
        WITH_SERVER(all_adjustments_are_made_or_none),
        WITH_SERVER(rooms_that_are_blocked_are_not_left),
        WITH_SERVER(metrics_say_why),
        WITH_SERVER(availability_is_refused_with_the_reason),
        WITH_SERVER(blocks_hold_what_their_state_says),
        WITH_SERVER(blocks_are_given_back_in_time),
        WITH_SERVER(a_block_is_read_with_what_belongs_to_it),
        WITH_SERVER(blocks_are_refused_with_the_reason),
        WITH_SERVER(prices_are_set_and_taken_away),
        WITH_SERVER(a_new_price_is_told),
        WITH_SERVER(prices_are_refused_with_the_reason),
        WITH_SERVER(restrictions_merge_and_are_cut),
        WITH_SERVER(restrictions_of_2022_are_added_and_deleted),
        WITH_SERVER(restrictions_are_refused_with_the_reason),
        WITH_SERVER(filters_of_what_is_sold_select),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
