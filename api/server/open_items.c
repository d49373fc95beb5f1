#include "api/server/open_items.h"

#include "api/base/error.h"
#include "api/server/currencies.h"
#include "api/server/forms.h"

struct gathering {
    struct form form;
    const char *currency; /* NULL: each in its own */
    json_t *customers;    /* of the answer by identifier */
    json_t *lines;        /* as they are stored */
    struct error *err;
};

static bool
take_line(void *context, const struct storage_row *row)
{
    struct gathering *gathering = context;
    json_t *line = records_parse(row->body, row->length, gathering->err);

    if (line)
        json_array_append_new(gathering->lines, line);
    return line != NULL;
}

static bool
set_currency(const struct gathering *gathering, json_t *line)
{
    json_t *amount;

    if (!gathering->currency)
        return true;
    amount = currencies_convert_amount(gathering->form.storage, gathering->form.property,
                                       json_object_get(line, "Amount"), gathering->currency,
                                       gathering->err);
    if (amount)
        json_object_set_new(line, "Amount", amount);
    return amount != NULL;
}

/* Where lines of a kind go, and in which forms. */
struct line_kind {
    enum column_id account, state;
    const char *list;
    form_fn form;
    form_fn item;
};

static const struct line_kind kinds[] = {
    {COLUMN_order_item_account_id, COLUMN_order_item_accounting_state, "OrderItems",
     form_old_order_item, form_item_of_order},
    {COLUMN_payment_account_id, COLUMN_payment_accounting_state, "PaymentItems",
     form_old_payment_item, form_item_of_payment},
};

static bool
add_line(const struct gathering *gathering, const struct line_kind *kind, json_t *line)
{
    const char *account = json_string_value(json_object_get(line, "AccountId"));
    json_t *customer = json_object_get(gathering->customers, account);

    if (!set_currency(gathering, line))
        return false;
    // these forms look nowhere else
    json_array_append_new(json_object_get(customer, kind->list),
                          kind->form(&gathering->form, line, NULL));
    json_array_append_new(json_object_get(customer, "Items"),
                          kind->item(&gathering->form, line, NULL));
    return true;
}

static bool
gather(struct gathering *gathering, const struct line_kind *kind, struct uuid_list accounts)
{
    static const char *const open[] = {"Open"};
    struct query query = {.entity = column_of(kind->account)->entity};
    size_t i;
    json_t *line;

    query_add(&query, kind->account, CONDITION_UUIDS)->uuids = accounts;
    query_add(&query, kind->state, CONDITION_TEXTS)->texts =
        (struct text_list){open, countof(open)};
    json_array_clear(gathering->lines);
    if (!storage_select(gathering->form.storage, &query, take_line, gathering, gathering->err))
        return false;
    json_array_foreach(gathering->lines, i,
                       line) if (!add_line(gathering, kind, line)) return false;
    return true;
}

static bool
find_known(struct transaction *tx, struct uuid_list *known, struct error *err)
{
    const json_t *wanted = json_object_get(tx->body, "CustomerIds");
    struct uuid *ids = arena_new(tx->arena, (json_array_size(wanted) + 1) * sizeof(*ids));
    struct query query = {.entity = ENTITY_customer};
    size_t count = 0;
    size_t i;
    json_t *id;

    json_array_foreach(wanted, i,
                       id) if (json_is_string(id) && uuid_parse(json_string_value(id), &ids[count]))
        count++;
    query_add(&query, COLUMN_id, CONDITION_UUIDS)->uuids = (struct uuid_list){ids, count};
    return storage_select_uuids(tx->storage, tx->arena, &query, COLUMN_id, known, err);
}

bool
customers_get_open_items(struct transaction *tx, struct error *err)
{
    struct gathering gathering = {
        .form = {.storage = tx->storage, .property = tx->property, .arena = tx->arena},
        .currency = json_string_value(json_object_get(tx->body, "Currency")),
        .customers = json_object(),
        .lines = json_array(),
        .err = err,
    };
    json_t *list = json_array();
    struct uuid_list known;
    bool ok = find_known(tx, &known, err);

    transaction_answer(tx, "Customers", list);
    for (size_t i = 0; ok && i < known.count; i++) {
        char id[UUID_TEXT_SIZE];
        json_t *customer =
            json_pack("{s:s, s:[], s:[], s:[]}", "CustomerId", uuid_text(known.rows[i], id),
                      "Items", "OrderItems", "PaymentItems");

        json_object_set_new(gathering.customers, id, customer);
        json_array_append(list, customer);
    }
    for (size_t i = 0; ok && i < countof(kinds); i++)
        ok = gather(&gathering, &kinds[i], known);
    json_decref(gathering.customers);
    json_decref(gathering.lines);
    return ok;
}
