#include "api/desk/stale.h"

enum {
    DAY_MS = 24 * 3600 * 1000
};

static bool
is_stay_over(const void *record, struct instant old)
{
    const struct reservation *stay = record;

    return (stay->state == RESERVATION_PROCESSED || stay->state == RESERVATION_CANCELED)
           && instant_before(stay->end_utc, old);
}

static bool
is_bill_over(const void *record, struct instant old)
{
    (void)old;
    return ((const struct bill *)record)->state == BILL_CLOSED;
}

static bool
is_item_over(const void *record, struct instant old)
{
    (void)old;
    return ((const struct order_item *)record)->state != ACCOUNTING_OPEN;
}

static bool
is_payment_over(const void *record, struct instant old)
{
    (void)old;
    return ((const struct payment *)record)->accounting_state != ACCOUNTING_OPEN;
}

static bool
is_block_over(const void *record, struct instant old)
{
    return instant_before(((const struct resource_block *)record)->end_utc, old);
}

static bool (*const is_over[RECORD_COUNT])(const void *record, struct instant old) = {
    [RECORD_reservation] = is_stay_over,     [RECORD_bill] = is_bill_over,
    [RECORD_order_item] = is_item_over,      [RECORD_payment] = is_payment_over,
    [RECORD_resource_block] = is_block_over,
};

/* Whose stay it is; none: it is of none. */
static struct uuid
stay_of(enum record_id kind, const void *record)
{
    switch (kind) {
    case RECORD_note:
        return ((const struct note *)record)->service_order_id;
    case RECORD_companionship:
        return ((const struct companionship *)record)->reservation_id;
    default:
        return (struct uuid){{0}};
    }
}

bool
stale_is(const struct store *store, const struct record_type *type, const void *record,
         struct instant now)
{
    struct instant old = instant_add_ms(now, -(int64_t)STALE_DAYS * DAY_MS);
    struct uuid stay = stay_of(type->id, record);

    if (uuid_is_set(stay))
        return !store_reservation_of(store, stay);
    return is_over[type->id] && instant_before(record_updated(type, record), old)
           && is_over[type->id](record, old);
}
