#include "api/server/bill_lines.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/base/zone.h"
#include "api/server/bill_texts.h"

/* One line on paper: one charge, or several of a kind. */
struct printed {
    const char *heading; /* "" where there is none */
    struct day day;      /* none where the template has no dates */
    struct instant first;
    const char *name;
    int64_t count;
    struct money unit;
    struct money amount;
    const char *tax;
};

struct paper {
    struct transaction *tx;
    const struct bill_template *how;
    struct printed *rows;
    size_t count;
    size_t capacity;
};

/* Headings */

static bool
find_stay(struct transaction *tx, struct uuid order, struct reservation *stay, bool *found,
          struct error *err)
{
    json_t *kept = records_seek(tx->storage, ENTITY_service_order, order, err);
    const char *linked = json_string_value(json_object_get(kept, "LinkedReservationId"));
    struct uuid id = order;

    if (!kept)
        return false;
    if (json_is_object(kept) && (!linked || !uuid_parse(linked, &id)))
        id = (struct uuid){{0}};
    json_decref(kept);
    return transaction_find(tx, ENTITY_reservation, id, stay, found, err);
}

static bool
find_guest(struct transaction *tx, const struct reservation *stay, const char **name,
           struct error *err)
{
    struct account account = {stay->account_id, stay->account_type};
    struct customer guest;
    bool found;

    if (stay->account_type == ACCOUNT_COMPANY)
        return accounts_name(tx, &account, name, err);
    if (!transaction_find(tx, ENTITY_customer, stay->account_id, &guest, &found, err))
        return false;
    *name = found ? arena_print(tx->arena, "%s%s%s", guest.first_name, *guest.first_name ? " " : "",
                                guest.last_name)
                  : "";
    return true;
}

static bool
find_heading(const struct paper *paper, struct uuid order, const char **heading, struct error *err)
{
    struct transaction *tx = paper->tx;
    struct reservation stay;
    const char *guest = "";
    char start[DAY_TEXT_SIZE];
    char end[DAY_TEXT_SIZE];
    bool found;

    *heading = "";
    if (!paper->how->by_stay)
        return true;
    if (!find_stay(tx, order, &stay, &found, err))
        return false;
    if (!found) {
        *heading = "Other services";
        return true;
    }
    if (paper->how->with_guest && !find_guest(tx, &stay, &guest, err))
        return false;
    *heading = arena_print(tx->arena, "%s%sReservation %s, %s – %s", guest, *guest ? ", " : "",
                           stay.number, day_text(day_of(stay.start_utc), start),
                           day_text(day_of(stay.end_utc), end));
    return true;
}

/* Lines */

static const char *
tax_of(struct transaction *tx, const struct amount *amount)
{
    const char *text = "";

    for (size_t i = 0; i < amount->taxes.count; i++)
        text = arena_print(tx->arena, "%s%s%s", text, i ? " + " : "",
                           bill_tax_text(tx, amount->taxes.rows[i].code));
    return text;
}

static bool
is_same(const struct printed *a, const struct printed *b)
{
    return a->day.number == b->day.number && strcmp(a->heading, b->heading) == 0
           && strcmp(a->name, b->name) == 0 && strcmp(a->tax, b->tax) == 0
           && decimal_compare(a->unit.amount, b->unit.amount) == 0
           && strcmp(a->unit.currency, b->unit.currency) == 0;
}

/* Into the line of its kind, or as a new one. */
static bool
add_printed(struct paper *paper, struct printed line, struct error *err)
{
    for (size_t i = 0; i < paper->count; i++) {
        struct printed *row = &paper->rows[i];

        if (!is_same(row, &line))
            continue;
        row->count += line.count;
        if (instant_before(line.first, row->first))
            row->first = line.first;
        return money_add(row->amount, line.amount, &row->amount)
               || error_set(err, ERROR_REFUSED, "The bill is too large to be printed.");
    }
    paper->rows = memory_grow(paper->rows, paper->count, &paper->capacity, sizeof(*paper->rows));
    paper->rows[paper->count++] = line;
    return true;
}

static bool
counts(const struct order_item *item)
{
    return item->state == ACCOUNTING_OPEN || item->state == ACCOUNTING_CLOSED;
}

static bool
add_item(struct paper *paper, const struct order_item *item, struct error *err)
{
    struct printed line = {
        .first = item->consumed_utc,
        .name = item->name,
        .count = item->unit_count,
        .unit = amount_gross(&item->unit_amount),
        .amount = amount_gross(&item->amount),
        .tax = tax_of(paper->tx, &item->amount),
    };

    if (paper->how->by_date)
        line.day = day_of(item->consumed_utc);
    return find_heading(paper, item->service_order_id, &line.heading, err)
           && add_printed(paper, line, err);
}

/* By heading, those without a stay last, then by time. */
static int
compare_printed(const void *a, const void *b)
{
    const struct printed *x = a;
    const struct printed *y = b;
    bool x_other = strncmp(x->heading, "Other", 5) == 0;
    bool y_other = strncmp(y->heading, "Other", 5) == 0;
    int order = strcmp(x->heading, y->heading);

    if (x_other != y_other)
        return x_other - y_other;
    if (order)
        return order;
    if (x->first.ms != y->first.ms)
        return x->first.ms < y->first.ms ? -1 : 1;
    return strcmp(x->name, y->name);
}

static json_t *
row_json(const struct printed *line)
{
    char date[DAY_TEXT_SIZE] = "";
    char unit[BILL_AMOUNT_SIZE];
    char amount[BILL_AMOUNT_SIZE];

    if (line->day.number)
        day_text(line->day, date);
    return json_pack("[s, s, o, s, s, s]", date, line->name, json_sprintf("%" PRId64, line->count),
                     bill_amount_text(line->unit, unit), line->tax,
                     bill_amount_text(line->amount, amount));
}

static json_t *
rows_json(const struct paper *paper)
{
    json_t *rows = json_array();
    const char *heading = "";

    for (size_t i = 0; i < paper->count; i++) {
        if (strcmp(paper->rows[i].heading, heading) != 0)
            json_array_append_new(rows, json_pack("[s]", paper->rows[i].heading));
        heading = paper->rows[i].heading;
        json_array_append_new(rows, row_json(&paper->rows[i]));
    }
    return rows;
}

/* Taxes */

struct tax_total {
    const char *code;
    struct money net, tax;
};

struct taxes {
    struct tax_total *rows;
    size_t count;
    size_t capacity;
};

static struct tax_total *
total_of(struct taxes *taxes, const char *code)
{
    for (size_t i = 0; i < taxes->count; i++)
        if (strcmp(taxes->rows[i].code, code) == 0)
            return &taxes->rows[i];
    taxes->rows = memory_grow(taxes->rows, taxes->count, &taxes->capacity, sizeof(*taxes->rows));
    taxes->rows[taxes->count] = (struct tax_total){.code = code};
    return &taxes->rows[taxes->count++];
}

/* As the charges have it, to the last digit: only what is shown is rounded. */
static bool
add_taxes(struct taxes *taxes, const struct order_item *item, struct error *err)
{
    for (size_t i = 0; i < item->amount.taxes.count; i++) {
        const struct tax_value *value = &item->amount.taxes.rows[i];
        struct tax_total *total = total_of(taxes, value->code);
        struct money tax = amount_net(&item->amount);

        tax.amount = value->value;
        if (!money_add(total->net, amount_net(&item->amount), &total->net)
            || !money_add(total->tax, tax, &total->tax))
            return error_set(err, ERROR_REFUSED, "The bill mixes currencies: it can't be printed.");
    }
    return true;
}

static int
compare_totals(const void *a, const void *b)
{
    return strcmp(((const struct tax_total *)a)->code, ((const struct tax_total *)b)->code);
}

static json_t *
taxes_json(const struct transaction *tx, struct taxes *taxes)
{
    json_t *rows = json_array();

    if (taxes->count)
        qsort(taxes->rows, taxes->count, sizeof(*taxes->rows), compare_totals);
    for (size_t i = 0; i < taxes->count; i++) {
        const struct tax_total *total = &taxes->rows[i];
        struct money gross = total->net;
        char net_text[BILL_AMOUNT_SIZE];
        char tax_text[BILL_AMOUNT_SIZE];
        char gross_text[BILL_AMOUNT_SIZE];

        if (!money_add(total->net, total->tax, &gross))
            gross = total->net;
        json_array_append_new(
            rows,
            json_pack("[s, s, s, s]",
                      arena_print(tx->arena, "%s  %s", bill_tax_text(tx, total->code), total->code),
                      bill_amount_text(total->net, net_text),
                      bill_amount_text(total->tax, tax_text), bill_amount_text(gross, gross_text)));
    }
    return rows;
}

bool
bill_lines_print(struct transaction *tx, const struct bill_template *how,
                 const struct order_item_list *items, json_t *document, struct error *err)
{
    struct paper paper = {.tx = tx, .how = how};
    struct taxes taxes = {0};
    bool ok = true;

    for (size_t i = items->count; ok && i > 0; i--) // the oldest first
        if (counts(&items->rows[i - 1]))
            ok = add_item(&paper, &items->rows[i - 1], err)
                 && add_taxes(&taxes, &items->rows[i - 1], err);
    if (ok && paper.count)
        qsort(paper.rows, paper.count, sizeof(*paper.rows), compare_printed);
    if (ok) {
        json_object_set_new(document, "Lines", rows_json(&paper));
        json_object_set_new(document, "Taxes", taxes_json(tx, &taxes));
    }
    free(paper.rows);
    free(taxes.rows);
    return ok;
}
