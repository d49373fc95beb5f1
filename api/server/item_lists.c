#include "api/server/item_lists.h"

#include "api/server/currencies.h"
#include "api/server/forms.h"

/*
 * Charges or payments: by which member they belong to somebody, and in which forms they go there.
 */
struct line_kind {
    enum column_id owner, state;
    const char *list; /* beside Items; NULL: none */
    form_fn form, item;
};

enum {
    KINDS = 2
};

/* What is asked for: the lines of each of `members`, which are `entity`s. */
struct subject {
    enum entity_id entity;
    const char *members; /* of the request: identifiers */
    const char *list;    /* of the answer */
    const char *id;      /* of its elements */
    struct line_kind kinds[KINDS];
};

static const struct subject customers = {
    .entity = ENTITY_customer,
    .members = "CustomerIds",
    .list = "Customers",
    .id = "CustomerId",
    .kinds = {{COLUMN_order_item_account_id, COLUMN_order_item_accounting_state, "OrderItems",
               form_old_order_item, form_item_of_order},
              {COLUMN_payment_account_id, COLUMN_payment_accounting_state, "PaymentItems",
               form_old_payment_item, form_item_of_payment}},
};

static const struct subject reservations = {
    .entity = ENTITY_reservation,
    .members = "ReservationIds",
    .list = "Reservations",
    .id = "ReservationId",
    .kinds = {{COLUMN_order_item_service_order_id, COLUMN_order_item_accounting_state, "OrderItems",
               form_old_order_item, form_item_of_order},
              {COLUMN_payment_reservation_id, COLUMN_payment_accounting_state, NULL, NULL,
               form_item_of_payment}},
};

struct gathering {
    struct transaction *tx;
    const struct subject *subject;
    struct form form;
    struct text_list states;
    const char *currency; /* "": each in its own */
    json_t *owners;       /* elements of the answer by identifier */
    struct error *err;
};

static bool
set_currency(const struct gathering *gathering, json_t *line)
{
    json_t *amount;

    if (!*gathering->currency)
        return true;
    amount = currencies_convert_amount(gathering->form.storage, gathering->form.property,
                                       json_object_get(line, "Amount"), gathering->currency,
                                       gathering->err);
    if (amount)
        json_object_set_new(line, "Amount", amount);
    return amount != NULL;
}

static bool
add_line(const struct gathering *gathering, const struct line_kind *kind, json_t *line)
{
    const char *id = json_string_value(json_object_get(line, column_of(kind->owner)->path));
    json_t *owner = json_object_get(gathering->owners, id);

    if (!set_currency(gathering, line))
        return false;
    // these forms look nowhere else
    if (kind->list)
        json_array_append_new(json_object_get(owner, kind->list),
                              kind->form(&gathering->form, line, NULL));
    json_array_append_new(json_object_get(owner, "Items"),
                          kind->item(&gathering->form, line, NULL));
    return true;
}

static bool
gather(struct gathering *gathering, const struct line_kind *kind, struct uuid_list owners)
{
    struct query query = {.entity = column_of(kind->owner)->entity};
    json_t *lines;
    bool ok = true;

    query_add(&query, kind->owner, CONDITION_UUIDS)->uuids = owners;
    query_add(&query, kind->state, CONDITION_TEXTS)->texts = gathering->states;
    lines = records_bodies(gathering->form.storage, &query, gathering->err);
    for (size_t i = 0; ok && i < json_array_size(lines); i++)
        ok = add_line(gathering, kind, json_array_get(lines, i));
    ok = ok && lines;
    json_decref(lines);
    return ok;
}

static bool
find_known(const struct gathering *gathering, const struct uuid_list *ids, struct uuid_list *known)
{
    struct transaction *tx = gathering->tx;
    struct query query = {.entity = gathering->subject->entity};

    query_add(&query, COLUMN_id, CONDITION_UUIDS)->uuids = *ids;
    return storage_select_uuids(tx->storage, tx->arena, &query, COLUMN_id, known, gathering->err);
}

/* An element without lines for each, in the answer. */
static void
add_owners(struct gathering *gathering, struct uuid_list known)
{
    json_t *list = json_array();

    for (size_t i = 0; i < known.count; i++) {
        char id[UUID_TEXT_SIZE];
        json_t *owner =
            json_pack("{s:s, s:[]}", gathering->subject->id, uuid_text(known.rows[i], id), "Items");

        for (size_t k = 0; k < KINDS; k++)
            if (gathering->subject->kinds[k].list)
                json_object_set_new(owner, gathering->subject->kinds[k].list, json_array());
        json_object_set_new(gathering->owners, id, owner);
        json_array_append(list, owner);
    }
    transaction_answer(gathering->tx, gathering->subject->list, list);
}

static bool
answer_with(struct gathering *gathering, struct transaction *tx, const struct uuid_list *ids)
{
    struct uuid_list known;
    bool ok;

    gathering->tx = tx;
    gathering->form =
        (struct form){.storage = tx->storage, .property = tx->property, .arena = tx->arena};
    gathering->owners = json_object();
    ok = find_known(gathering, ids, &known);
    if (ok)
        add_owners(gathering, known);
    for (size_t i = 0; ok && i < KINDS; i++)
        ok = gather(gathering, &gathering->subject->kinds[i], known);
    json_decref(gathering->owners);
    return ok;
}

bool
customers_get_open_items(struct transaction *tx, const struct customer_items *request,
                         struct error *err)
{
    static const char *const open[] = {"Open"};
    struct gathering gathering = {
        .subject = &customers,
        .states = {open, countof(open)},
        .currency = request->currency,
        .err = err,
    };

    return answer_with(&gathering, tx, &request->customer_ids);
}

bool
reservations_get_all_items(struct transaction *tx, const struct reservation_items *request,
                           struct error *err)
{
    static const char *const usual[] = {"Open", "Closed"};
    bool is_given = json_is_array(json_object_get(tx->body, "AccountingStates"));
    struct gathering gathering = {
        .subject = &reservations,
        .states = is_given ? request->states : (struct text_list){usual, countof(usual)},
        .currency = request->currency,
        .err = err,
    };

    return answer_with(&gathering, tx, &request->reservation_ids);
}
