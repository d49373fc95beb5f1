#include "api/desk/state.h"

/*
 * What is read when money is to be taken, once each: a guest's cards and preauthorizations, the
 * exchange rates, and the companies that can be invoiced. It is asked again by desk_refresh().
 */

static void
wallet_answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    if (!result->is_last)
        return;
    desk->wallet_reads--;
    desk->what |= DESK_STATUS;
}

static void
ask(struct desk *desk, enum operation_id operation, const struct filter *filter)
{
    desk->wallet_reads++;
    desk_send(desk, desk_read(operation, REQUEST_FOR_VIEW, filter), wallet_answered, NULL);
}

void
desk_load_wallet(struct desk *desk, struct uuid account)
{
    struct filter by_customer = {.customer_ids = {&account, 1}};
    struct filter all = {0};

    if (!desk->has_exchange_rates)
        ask(desk, OP_exchange_rates_get_all, &all);
    desk->has_exchange_rates = true;
    if (!store_customer_of(desk->store, account) || uuid_map_find(&desk->wallets, account))
        return;
    uuid_map_put(&desk->wallets, account, desk);
    ask(desk, OP_credit_cards_get_all, &by_customer);
    ask(desk, OP_preauthorizations_get_all_by_customers, &by_customer);
}

bool
desk_has_wallet(const struct desk *desk, struct uuid account)
{
    return !desk->wallet_reads && desk->has_exchange_rates
           && (!store_customer_of(desk->store, account) || uuid_map_find(&desk->wallets, account));
}

static void
companies_answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    if (!result->is_last)
        return;
    desk->companies = result->error.kind ? LOAD_WAITING : LOAD_DONE;
    desk->companies_error = result->error;
    desk->what |= DESK_STATUS;
}

void
desk_load_companies(struct desk *desk)
{
    struct filter all = {0};

    if (desk->companies != LOAD_WAITING)
        return;
    desk->companies = LOAD_ASKED;
    desk->companies_error = (struct error){0};
    desk_send(desk, desk_read(OP_companies_get_all, REQUEST_FOR_VIEW, &all), companies_answered,
              NULL);
    ask(desk, OP_company_contracts_get_all, &all); // what can't be read of them shows as none
}

bool
desk_has_companies(const struct desk *desk)
{
    return desk->companies == LOAD_DONE;
}

const struct error *
desk_companies_missing(const struct desk *desk)
{
    return desk->companies_error.kind ? &desk->companies_error : NULL;
}

void
desk_load_devices(struct desk *desk)
{
    struct filter all = {0};

    if (!desk->has_devices)
        ask(desk, OP_devices_get_all, &all);
    desk->has_devices = true;
}

void
desk_load_counters(struct desk *desk)
{
    struct filter all = {0};

    if (!desk->has_counters)
        ask(desk, OP_counters_get_all, &all);
    desk->has_counters = true;
}

void
wallet_refresh(struct desk *desk)
{
    uuid_map_clear(&desk->wallets);
    desk->has_exchange_rates = false;
    desk->has_devices = false;
    desk->has_counters = false;
    if (desk->companies == LOAD_DONE)
        desk->companies = LOAD_WAITING;
}
