/*
 * Days of the hotel, through `frontdesk run` alone: guests arrive, are charged and pay; on the days
 * they leave, the property, stopped and started again on the same data, closes their bills. Then
 * its books are right to the last minor unit.
 */
#include <math.h>
#include <stdlib.h>

#include "api/base/attributes.h"
#include "api/base/buffer.h"
#include "api/base/instant.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"

enum {
    GUESTS = 30,
    GUESTS_LONG = 60, /* as many as there are, under FRONTDESK_SOAK */
    DAYS = 3,         /* of departures: most have left */
    DAYS_LONG = 14
};

static struct hotel hotel;

static int
set_up(void **state)
{
    (void)state;
    hotel_open(&hotel);
    hotel_configure(&hotel, "set rate-limit off\n"); // of the programs; days go by quickly
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    hotel_close(&hotel);
    return 0;
}

static const char *
text_of(const json_t *row, const char *name)
{
    const char *text = json_string_value(json_object_get(row, name));

    return text ? text : "";
}

/* Runs command lines in one program, all of which must succeed. */
static void
run_all(struct buffer *lines)
{
    struct program_end end = hotel_run(&hotel, (const char *[]){"-", NULL}, buffer_text(lines));

    check(end.status == 0, "%s", end.err);
    program_end_clear(&end);
    buffer_reset(lines);
}

/* Stops the property, and starts it at another time. */
static void
go_to(const char *now)
{
    hotel_stop(&hotel);
    snprintf(hotel.now, sizeof(hotel.now), "%s", now);
    hotel_start(&hotel);
}

/* Those who can arrive: Confirmed, with a room. *Gives*: json_decref(). */
static json_t *
find_arrivals(size_t most)
{
    json_t *rows = hotel_do(&hotel, "arrivals");
    json_t *found = json_array();
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        if (json_array_size(found) < most && text_of(row, "room")[0]
            && strcmp(text_of(row, "state"), "Confirmed") == 0
            && strcmp(text_of(row, "start"), hotel.now) <= 0)
            json_array_append(found, row);
    }
    json_decref(rows);
    return found;
}

static void
arrive(const json_t *guests)
{
    struct buffer lines = {0};
    size_t i;
    const json_t *row;

    json_array_foreach(guests, i, row)
    {
        const char *id = text_of(row, "id");

        buffer_print(&lines, "checkin %s inspect=yes\n", id);
        buffer_print(&lines, "charge %s breakfast count=%zu\n", id, i % 3 + 1);
        buffer_print(&lines, "charge %s text=\"Broken glass\" amount=%zu.%02zu tax=CZ-2024-21%%\n",
                     id, 10 + i, i * 7 % 100);
        buffer_print(&lines, "pay %s all type=Cash\n", id);
    }
    run_all(&lines);
    buffer_clear(&lines);
}

/* Closes the first bill of those who leave today, and checks them out; returns how many. */
static size_t
leave(const json_t *guests, const char *day)
{
    struct buffer lines = {0};
    size_t count = 0;
    size_t i;
    const json_t *row;

    json_array_foreach(guests, i, row)
    {
        if (strncmp(text_of(row, "end"), day, 10) != 0)
            continue;
        buffer_print(&lines, "close %s/1\n", text_of(row, "id"));
        buffer_print(&lines, "checkout %s\n", text_of(row, "id"));
        count++;
    }
    if (count)
        run_all(&lines);
    buffer_clear(&lines);
    return count;
}

/* All of a list that the property has for the filter. *Gives*: json_decref(). */
static json_t *
ask_all(const char *operation, const char *filter, const char *list)
{
    char body[2000];
    struct program_end end;
    json_t *answer;
    json_t *rows;

    snprintf(body, sizeof(body), "{%s,\"Limitation\":{\"Count\":1000}}", filter);
    end = program_run(
        (const char *[]){hotel_program(), "call", "--json", "--all", operation, body, NULL},
        hotel.environment, NULL);
    check(end.status == 0, "%s %s: %s", operation, body, end.err);
    answer = json_loads(end.out, 0, NULL);
    rows = json_incref(json_object_get(answer, list));
    check(json_is_array(rows), "%s", list);
    json_decref(answer);
    program_end_clear(&end);
    return rows;
}

/* Minor units of a line's gross value. */
static long long
cents_of(const json_t *line)
{
    const json_t *amount = json_object_get(line, "Amount");

    return llround(json_number_value(json_object_get(amount, "GrossValue")) * 100);
}

/* Adds what counts of the lines to the sums by bill. */
static void
add_lines(json_t *sums, const json_t *lines, const char *state)
{
    size_t i;
    const json_t *line;

    json_array_foreach(lines, i, line)
    {
        const char *bill = text_of(line, "BillId");
        json_t *sum = json_object_get(sums, bill);

        if (strcmp(text_of(line, state), "Closed") == 0 && bill[0])
            json_object_set_new(sums, bill, json_integer(json_integer_value(sum) + cents_of(line)));
    }
}

static int
compare_numbers(const void *left, const void *right)
{
    long a = *(const long *)left;
    long b = *(const long *)right;

    return (a > b) - (a < b);
}

/* The numbers behind a prefix follow each other without a gap. */
static void
check_numbers(const json_t *bills, const char *prefix)
{
    long *numbers = calloc(json_array_size(bills) + 1, sizeof(*numbers));
    size_t count = 0;
    size_t i;
    const json_t *bill;

    json_array_foreach(bills, i, bill)
    {
        const char *number = text_of(bill, "Number");

        if (strncmp(number, prefix, strlen(prefix)) == 0)
            numbers[count++] = strtol(number + strlen(prefix), NULL, 10);
    }
    qsort(numbers, count, sizeof(*numbers), compare_numbers);
    for (i = 1; i < count; i++)
        check(numbers[i] == numbers[i - 1] + 1, "%s%ld follows %ld", prefix, numbers[i],
              numbers[i - 1]);
    check(count > 0 || strcmp(prefix, "R-") != 0, "no receipts");
    free(numbers);
}

/* Bills closed since the first day, and what is on them. */
static void
check_books(size_t least)
{
    static const char since[] =
        "{\"StartUtc\":\"2026-03-01T00:00:00Z\",\"EndUtc\":\"2026-05-01T00:00:00Z\"}";
    char filter[200];
    json_t *bills;
    json_t *items;
    json_t *payments;
    json_t *sums = json_object();
    size_t closed = 0;
    size_t i;
    const json_t *bill;

    snprintf(filter, sizeof(filter), "\"State\":\"Closed\",\"IssuedUtc\":%s", since);
    bills = ask_all("bills/getAll", filter, "Bills");
    snprintf(filter, sizeof(filter), "\"UpdatedUtc\":%s", since);
    items = ask_all("orderItems/getAll", filter, "OrderItems");
    payments = ask_all("payments/getAll", filter, "Payments");
    add_lines(sums, items, "AccountingState");
    add_lines(sums, payments, "AccountingState");
    json_array_foreach(bills, i, bill)
    {
        json_int_t sum = json_integer_value(json_object_get(sums, text_of(bill, "Id")));

        closed += strcmp(text_of(bill, "Type"), "Receipt") == 0;
        check(strcmp(text_of(bill, "Type"), "Receipt") != 0 || sum == 0, "%s has %lld left",
              text_of(bill, "Number"), (long long)sum);
    }
    check(closed >= least, "%zu receipts of %zu", closed, least);
    check_numbers(bills, "R-");
    json_decref(bills);
    json_decref(items);
    json_decref(payments);
    json_decref(sums);
}

static void
guests_come_pay_and_leave_and_the_books_are_right(void **state)
{
    bool is_long = getenv("FRONTDESK_SOAK") != NULL;
    size_t left = 0;
    json_t *guests;

    (void)state;
    go_to("2026-03-24T21:00:00Z");
    guests = find_arrivals(is_long ? GUESTS_LONG : GUESTS);
    assert_true(json_array_size(guests) >= GUESTS);
    arrive(guests);
    for (int day = 1; day <= (is_long ? DAYS_LONG : DAYS); day++) {
        char now[INSTANT_TEXT_SIZE];
        struct instant at;

        assert_true(instant_parse("2026-03-24T09:30:00Z", &at));
        at.ms += day * (int64_t)86400000;
        go_to(instant_text(at, now));
        left += leave(guests, now);
    }
    check(left >= GUESTS / 2, "only %zu left", left);
    json_decref(guests);
    check_books(left);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guests_come_pay_and_leave_and_the_books_are_right),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
