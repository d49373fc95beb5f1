/* One command for many, key by key: those who arrive, a group that leaves, a company's bills. */
#include <stdlib.h>

#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

enum {
    TEXT_SIZE = 160,
    COMMAND_SIZE = 8192
};

static const char *
text_of(const json_t *row, const char *name)
{
    const char *text = json_string_value(json_object_get(row, name));

    return text ? text : "";
}

/* How many rows of a command's report are ready. */
static size_t
count_ready(const struct hotel *hotel, const char *command, size_t *all)
{
    json_t *rows = hotel_do(hotel, command);
    size_t count = 0;
    size_t i;
    const json_t *row;

    json_array_foreach(rows, i, row) count += strcmp(text_of(row, "outcome"), "ready") == 0;
    *all = json_array_size(rows);
    json_decref(rows);
    return count;
}

/* Check-in */

/* `checkin ID,ID,... preview=yes` of all arrivals. */
static size_t
count_ready_arrivals(const struct hotel *hotel, size_t *all)
{
    char command[COMMAND_SIZE] = "checkin ";
    json_t *rows = hotel_do(hotel, "arrivals");
    size_t i;
    const json_t *row;

    json_array_foreach(rows, i, row)
    {
        check(strlen(command) + 60 < sizeof(command), "%zu arrivals", json_array_size(rows));
        snprintf(command + strlen(command), 60, "%s%s", i ? "," : "", text_of(row, "id"));
    }
    json_decref(rows);
    strcat(command, " preview=yes");
    return count_ready(hotel, command, all);
}

static void
all_who_are_ready_are_checked_in_with_three_keys(void **state)
{
    struct flow flow = {0};
    struct guest ready;
    struct guest dirty;
    struct guest due;
    struct guest none;
    size_t all;
    size_t count;
    char text[TEXT_SIZE];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    ready = guest_find(&flow.hotel, GUEST_READY, 1);
    dirty = guest_find(&flow.hotel, GUEST_DIRTY, 0);
    due = guest_find(&flow.hotel, GUEST_DUE, 0);
    none = guest_find(&flow.hotel, GUEST_NO_ROOM, 0);
    count = count_ready_arrivals(&flow.hotel, &all);
    assert_true(count >= 8 && count < all);
    flow_wait_all(&flow);
    snprintf(text, sizeof(text), "Ready  %zu of %zu", count, all);
    flow_type(&flow, "*i", text);
    vt_wait_text(flow.vt, "is due: take a payment first (p).");
    vt_wait_text(flow.vt, "has no room: assign one first.");
    flow_wrote(&flow, "");
    snprintf(text, sizeof(text), "%zu of %zu are checked in.", count, all);
    flow_type(&flow, "\r", text);
    vt_wait_text(flow.vt, "closes this report");
    guest_is(&flow.hotel, &ready, "Started");
    guest_is(&flow.hotel, &dirty, "Confirmed");
    guest_is(&flow.hotel, &due, "Confirmed");
    guest_is(&flow.hotel, &none, "Confirmed");
    flow_close(&flow);
}

/* Those who can't go are read first: an Enter that was typed before does nothing. */
static void
an_enter_typed_ahead_checks_in_nobody(void **state)
{
    struct flow flow = {0};
    size_t all;
    size_t count;
    char text[TEXT_SIZE];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    count = count_ready_arrivals(&flow.hotel, &all);
    flow_wait_all(&flow);
    snprintf(text, sizeof(text), "Ready  %zu of %zu", count, all);
    flow_type(&flow, "*i\r", text);
    flow_wrote(&flow, "");
    flow_type(&flow, "\x1b", "marked");
    flow_wrote(&flow, "");
    flow_close(&flow);
}

/* What speaks against the one under the cursor is said whole, below the list that cuts it. */
static void
the_picked_one_is_explained(void **state)
{
    struct flow flow = {0};

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    flow_wait_all(&flow);
    flow_type(&flow, "  i", "Check in");
    vt_wait_text(flow.vt, "Why");
    vt_wait_words(flow.vt, "it must be inspected before check-in.");
    flow_close(&flow);
}

/* Groups */

static void
a_group_s_zero_balances_leave_with_four_keys(void **state)
{
    struct flow flow = {0};
    struct guest guest;
    size_t all;
    size_t count;
    char keys[TEXT_SIZE];
    char text[TEXT_SIZE];

    (void)state;
    flow_open(&flow, &(struct flow_config){.now = "2026-03-25T08:00:00Z"});
    guest = guest_find(&flow.hotel, GUEST_GROUP, 0);
    snprintf(text, sizeof(text), "checkout #%s group=yes preview=yes", guest.number);
    count = count_ready(&flow.hotel, text, &all);
    assert_true(count >= 2 && count < all);
    flow_type(&flow,
              "\x1b"
              "d",
              "Departures");
    flow_wait_all(&flow);
    snprintf(keys, sizeof(keys), "%sg", guest.room);
    snprintf(text, sizeof(text), "%zu stays", all);
    flow_type(&flow, keys, text);
    snprintf(text, sizeof(text), "Ready  %zu of %zu", count, count);
    flow_type(&flow, "z*o", text);
    flow_wrote(&flow, "");
    snprintf(text, sizeof(text), "%zu of %zu are checked out.", count, count);
    flow_type(&flow, "\r", text);
    guest_is(&flow.hotel, &guest, "Processed");
    flow_close(&flow);
}

/* Companies */

struct company {
    char name[80];
    char room[16]; /* of one of its guests in the house */
    char bill[40]; /* an open one */
    size_t bills;
};

/* One with several bills that can be closed. */
static struct company
find_company(const struct hotel *hotel)
{
    json_t *guests = hotel_do(hotel, "inhouse");
    struct company company = {0};
    size_t i;
    const json_t *row;

    json_array_foreach(guests, i, row)
    {
        char command[TEXT_SIZE];
        struct program_end end;
        json_t *line;

        snprintf(company.name, sizeof(company.name), "%s", text_of(row, "company"));
        snprintf(company.room, sizeof(company.room), "%s", text_of(row, "room"));
        if (!company.name[0])
            continue;
        snprintf(command, sizeof(command), "closeall %s preview=yes", company.room);
        end = hotel_run(hotel, (const char *const[]){"--json", command, NULL}, NULL);
        line = json_loads(end.out, 0, NULL);
        company.bills = json_array_size(json_object_get(line, "Result"));
        snprintf(company.bill, sizeof(company.bill), "%s",
                 text_of(json_array_get(json_object_get(line, "Result"), 0), "id"));
        json_decref(line);
        program_end_clear(&end);
        if (company.bills > 1)
            break;
    }
    json_decref(guests);
    check(company.bills > 1, "no company has several open bills");
    return company;
}

static void
bill_is(const struct hotel *hotel, const char *bill, const char *state)
{
    char body[TEXT_SIZE];
    json_t *answer;

    snprintf(body, sizeof(body), "{\"BillIds\":[\"%s\"],\"Limitation\":{\"Count\":10}}", bill);
    answer = hotel_ask(hotel, "bills/getAll", body);
    check_text(text_of(json_array_get(json_object_get(answer, "Bills"), 0), "State"), state, "%s",
               bill);
    json_decref(answer);
}

/* Two keys, for good: so the Enter must come behind the card, which says whose and how much. */
static void
a_company_s_bills_are_closed_with_two_keys(void **state)
{
    struct flow flow = {0};
    struct company company;
    char keys[TEXT_SIZE];
    char text[TEXT_SIZE];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    company = find_company(&flow.hotel);
    flow_type(&flow,
              "\x1b"
              "h",
              "In house");
    flow_wait_all(&flow);
    snprintf(keys, sizeof(keys), ":closeall %s 2026-03-20\r", company.room);
    flow_type(&flow, keys, "No bill of theirs of that day is open.");
    flow_type(&flow, "\x1b", "In house");
    snprintf(keys, sizeof(keys), "%sB\r", company.room);
    snprintf(text, sizeof(text), "Ready     %zu of %zu", company.bills, company.bills);
    flow_type(&flow, keys, text);
    vt_wait_text(flow.vt, company.name);
    vt_wait_text(flow.vt, "Together");
    flow_wrote(&flow, "");
    bill_is(&flow.hotel, company.bill, "Open");
    snprintf(text, sizeof(text), "%zu of %zu bills are closed.", company.bills, company.bills);
    flow_type(&flow, "\r", text);
    bill_is(&flow.hotel, company.bill, "Closed");
    flow_type(&flow, "B", "No bill of theirs is open.");
    flow_close(&flow);
}

/* Marked guests mean their company, where they are of one. */
static void
marks_mean_the_company_of_all(void **state)
{
    struct flow flow = {0};

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    flow_type(&flow,
              "\x1b"
              "h",
              "In house");
    flow_wait_all(&flow);
    flow_type(&flow, "*B", "of several companies");
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, "marked");
    flow_type(&flow, "/albrech\r", "/albrech");
    flow_type(&flow, "*B", "Albrech");
    vt_wait_text(flow.vt, "Payer");
    flow_close(&flow);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_who_are_ready_are_checked_in_with_three_keys),
        cmocka_unit_test(an_enter_typed_ahead_checks_in_nobody),
        cmocka_unit_test(the_picked_one_is_explained),
        cmocka_unit_test(a_group_s_zero_balances_leave_with_four_keys),
        cmocka_unit_test(a_company_s_bills_are_closed_with_two_keys),
        cmocka_unit_test(marks_mean_the_company_of_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
