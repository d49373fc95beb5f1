#include "tests/support/books.h"

#include <stdlib.h>

#include "api/schema/codec.h"
#include "tests/support/test.h"

/* Amounts */

static struct decimal
number_at(const json_t *value, const char *name)
{
    struct decimal number = {0, 0};

    if (!codec_decimal(json_object_get(value, name), &number))
        fail_msg("%s is no number", name);
    return number;
}

/* The sum of a member over a list. */
static struct decimal
sum_of(const json_t *list, const char *name)
{
    struct decimal sum = {0, 0};

    for (size_t i = 0; i < json_array_size(list); i++)
        assert_true(decimal_add(sum, number_at(json_array_get(list, i), name), &sum));
    return sum;
}

/* Net value and taxes are the gross value, to the last digit; so says the breakdown. */
static void
check_amount(const json_t *entity, const char *name)
{
    const json_t *amount = json_object_get(entity, name);
    struct decimal taxes = sum_of(json_object_get(amount, "TaxValues"), "Value");
    struct decimal broken = sum_of(codec_find(amount, "Breakdown.Items"), "TaxValue");
    struct decimal sum;

    assert_true(decimal_add(number_at(amount, "NetValue"), taxes, &sum));
    if (decimal_compare(sum, number_at(amount, "GrossValue")) == 0
        && decimal_compare(taxes, broken) == 0)
        return;
    (void)json_dumpf(amount, stderr, JSON_COMPACT);
    fail_msg("%s does not add up", name);
}

json_t *
books_money(struct decimal value)
{
    char text[DECIMAL_TEXT_SIZE];

    return json_string(decimal_text(decimal_reduce(value), text));
}

struct decimal
books_value(const json_t *line)
{
    struct decimal value;

    if (!decimal_parse(json_string_value(json_object_get(line, "Gross")), '.', &value))
        fail_msg("a line without a value");
    return value;
}

/* Reading */

static const char *
text_of(const json_t *entity, const char *name)
{
    const char *text = json_string_value(json_object_get(entity, name));

    return text ? text : "";
}

/* Its members by their names in the books; `names` are pairs, ended by NULL. */
static json_t *
row_of(const json_t *entity, const char *const *names)
{
    json_t *row = json_object();

    for (; names[0]; names += 2)
        json_object_set_new(row, names[0], json_string(text_of(entity, names[1])));
    return row;
}

static void
add_row(struct books *books, const char *part, const json_t *entity, json_t *row)
{
    const char *id = text_of(entity, "Id");

    json_object_set_new(json_object_get(books->shown, part), id, row);
    json_object_set(books->updated, id, json_object_get(entity, "UpdatedUtc"));
}

static void
add_lines(struct books *books, const json_t *answer, const char *list)
{
    static const char *const names[] = {"Account",         "AccountId", "Bill",  "BillId", "State",
                                        "AccountingState", "Payment",   "State", NULL};
    const json_t *lines = json_object_get(answer, list);

    for (size_t i = 0; i < json_array_size(lines); i++) {
        const json_t *line = json_array_get(lines, i);
        json_t *row = row_of(line, names);

        check_amount(line, "Amount");
        if (json_object_get(line, "UnitAmount"))
            check_amount(line, "UnitAmount");
        json_object_set_new(row, "Gross",
                            books_money(number_at(json_object_get(line, "Amount"), "GrossValue")));
        add_row(books, "Lines", line, row);
    }
}

/* *Takes* the extent, NULL for none. *Gives* the answer. */
static json_t *
ask(const struct server_process *server, const char *operation, const char *filter, json_t *ids,
    json_t *extent)
{
    json_t *body = json_pack("{s:{s:i}, s:o*, s:O}", "Limitation", "Count", 1000, "Extent", extent,
                             filter, ids);
    char *text = json_dumps(body, JSON_COMPACT);
    json_t *answer = server_ask(server, operation, text);

    free(text);
    json_decref(body);
    return answer;
}

static void
add_bills(struct books *books, const json_t *answer)
{
    static const char *const names[] = {"Account", "AccountId", "State", "State", NULL};
    const json_t *bills = json_object_get(answer, "Bills");

    for (size_t i = 0; i < json_array_size(bills); i++) {
        json_t *bill = json_array_get(bills, i);

        add_row(books, "Bills", bill, row_of(bill, names));
        if (strcmp(text_of(bill, "State"), "Closed") == 0)
            json_object_set(books->closed, text_of(bill, "Id"), bill);
    }
}

void
books_read(struct books *books, const struct server_process *server, json_t *accounts,
           json_t *bills)
{
    json_t *answer = ask(server, "orderItems/getAll", "AccountIds", accounts, NULL);

    books->shown = json_pack("{s:{}, s:{}}", "Lines", "Bills");
    books->updated = json_object();
    books->closed = json_object();
    add_lines(books, answer, "OrderItems");
    json_decref(answer);
    answer = ask(server, "payments/getAll", "AccountIds", accounts, NULL);
    add_lines(books, answer, "Payments");
    json_decref(answer);
    if (!json_array_size(bills))
        return;
    answer = ask(server, "bills/getAll", "BillIds", bills, json_pack("{s:b}", "Items", 1));
    add_bills(books, answer);
    json_decref(answer);
}

void
books_clear(struct books *books)
{
    json_decref(books->shown);
    json_decref(books->updated);
    json_decref(books->closed);
    *books = (struct books){0};
}

/* Comparing */

static void
show(const char *part, const char *id, const char *which, const json_t *row)
{
    char *text = row ? json_dumps(row, JSON_COMPACT | JSON_SORT_KEYS) : NULL;

    print_error("%s %s %s: %s\n", part, id, which, text ? text : "none");
    free(text);
}

static bool
is_part_equal(const char *part, const json_t *shown, const json_t *wanted)
{
    const json_t *all = json_object_get(wanted, part);
    json_t *found = json_object_get(shown, part);
    bool is_equal = true;
    const char *id;
    json_t *row;

    json_object_foreach(found, id, row)
    {
        if (json_equal(row, json_object_get(all, id)))
            continue;
        show(part, id, "is", row);
        show(part, id, "should be", json_object_get(all, id));
        is_equal = false;
    }
    json_object_foreach((json_t *)(uintptr_t)all, id, row)
    {
        if (json_object_get(found, id))
            continue;
        show(part, id, "is gone", row);
        is_equal = false;
    }
    return is_equal;
}

bool
books_are(const json_t *shown, const json_t *wanted)
{
    bool lines = is_part_equal("Lines", shown, wanted);

    return is_part_equal("Bills", shown, wanted) && lines;
}
