#include "api/server/wanted_stays.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/reservations.h"
#include "api/server/accounts.h"
#include "api/server/availability_blocks.h"
#include "api/server/credit_cards.h"
#include "api/server/vouchers.h"

#define PREFIX "Reservations."

/* What it is */

static bool
find_state(const char *name, enum reservation_state *state, struct error *err)
{
    static const struct {
        const char *name;
        enum reservation_state state;
    } rows[] = {
        {"", RESERVATION_CONFIRMED},        {"Confirmed", RESERVATION_CONFIRMED},
        {"Optional", RESERVATION_OPTIONAL}, {"Enquired", RESERVATION_INQUIRED},
        {"Inquired", RESERVATION_INQUIRED},
    };

    for (size_t i = 0; i < countof(rows); i++)
        if (strcmp(rows[i].name, name) == 0) {
            *state = rows[i].state;
            return true;
        }
    return error_set(err, ERROR_INPUT,
                     "Invalid " PREFIX "State: must be Confirmed, Optional or Enquired.");
}

static bool
find_block(struct transaction *tx, struct wanted_stay *wanted, struct error *err)
{
    struct uuid id = wanted->data->availability_block_id;

    if (!uuid_is_set(id))
        return true;
    if (!availability_blocks_taking(tx, id, wanted->stay.service_id, PREFIX "AvailabilityBlockId",
                                    &wanted->block, err))
        return false;
    wanted->stay.rate_id = wanted->block.rate_id;
    return true;
}

static struct reservation
stay_of(struct uuid service, const struct reservation_data *data)
{
    return (struct reservation){
        .service_id = service,
        .account_id = data->customer_id,
        .account_type = ACCOUNT_CUSTOMER,
        .booker_id = data->booker_id,
        .number = "",
        .origin = "Connector",
        .channel_number = data->channel_number,
        .rate_id = data->rate_id,
        .credit_card_id = data->credit_card_id,
        .requested_category_id = data->category_id,
        .resource_id = data->resource_id,
        .is_resource_locked = data->is_resource_locked && uuid_is_set(data->resource_id),
        .availability_block_id = data->availability_block_id,
        .company_id = data->company_id,
        .travel_agency_id = data->travel_agency_id,
        .business_segment_id = data->business_segment_id,
        .start_utc = data->start_utc,
        .end_utc = data->end_utc,
        .person_counts = data->person_counts,
    };
}

/* What it costs */

static bool
find_lines(struct wanted_stay *wanted, struct error *err)
{
    const struct reservation_data *data = wanted->data;
    const struct stay_terms *terms = &wanted->terms;
    struct given_prices given = {&data->unit_amount, &data->unit_prices, PREFIX};

    if (!stay_terms_prices(terms, &wanted->prices, err)
        || !stay_lines_add_nights(terms, &given, wanted->prices, &wanted->lines, err)
        || !stay_lines_add_along(terms, &wanted->stay, &wanted->lines, err))
        return false;
    for (size_t i = 0; i < data->product_orders.count; i++)
        if (!stay_lines_add_product(terms, &data->product_orders.rows[i], PREFIX "ProductOrders.",
                                    &wanted->lines, err))
            return false;
    return true;
}

bool
wanted_stays_find(struct transaction *tx, struct uuid service, const struct reservation_data *data,
                  struct wanted_stay *wanted, struct error *err)
{
    *wanted = (struct wanted_stay){.data = data, .stay = stay_of(service, data)};
    if (!find_state(data->state, &wanted->stay.state, err) || !find_block(tx, wanted, err)
        || !stay_terms_find(tx, &wanted->stay, PREFIX, &wanted->terms, err)
        || !reservation_persons_check(&data->person_counts, &tx->property->age_categories, service,
                                      PREFIX, err))
        return false;
    if (wanted->stay.state != RESERVATION_CONFIRMED)
        wanted->stay.released_utc = data->released_utc;
    if (!wanted->terms.rate.is_active)
        return error_set(err, ERROR_INPUT,
                         "Invalid " PREFIX "RateId: the rate is not in use any more.");
    return find_lines(wanted, err);
}

/* Who it is for */

static bool
check_card(struct transaction *tx, const struct reservation *stay, struct error *err)
{
    bool is_theirs;

    return credit_cards_is_theirs(tx, stay, &is_theirs, err)
           && (is_theirs
               || error_set(err, ERROR_INPUT,
                            "Invalid " PREFIX "CreditCardId: it is no card of the customer or the "
                            "booker."));
}

static bool
check_names(struct transaction *tx, const struct reservation_data *data, struct error *err)
{
    const struct {
        enum entity_id entity;
        struct uuid id;
        const char *member;
    } rows[] = {
        {ENTITY_customer, data->booker_id, PREFIX "BookerId"},
        {ENTITY_company, data->travel_agency_id, PREFIX "TravelAgencyId"},
        {ENTITY_company, data->company_id, PREFIX "CompanyId"},
        {ENTITY_business_segment, data->business_segment_id, PREFIX "BusinessSegmentId"},
    };
    struct customer owner;

    if (!uuid_is_set(data->customer_id))
        return error_set(err, ERROR_INPUT,
                         "Invalid " PREFIX "CustomerId: it is missing, a stay has an owner.");
    for (size_t i = 0; i < countof(rows); i++)
        if (!transaction_check(tx, rows[i].entity, rows[i].id, rows[i].member, err))
            return false;
    return accounts_customer(tx, data->customer_id, PREFIX "CustomerId", &owner, err);
}

bool
wanted_stays_check(struct wanted_stay *wanted, struct error *err)
{
    struct transaction *tx = wanted->terms.tx;
    const struct reservation_data *data = wanted->data;
    struct voucher_use use = {
        .rate_id = wanted->stay.rate_id,
        .company_id = data->company_id,
        .travel_agency_id = data->travel_agency_id,
        .when = wanted->terms.shape.when,
    };

    if (!check_names(tx, data, err) || !check_card(tx, &wanted->stay, err)
        || !reservation_release_check(&wanted->stay, PREFIX, tx->now, err))
        return false;
    return !*data->voucher_code
           || vouchers_find(tx, data->voucher_code, PREFIX "VoucherCode", &use,
                            &wanted->stay.voucher_id, err);
}
