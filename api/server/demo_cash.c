#include "api/server/demo_cash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/server/demo_folio.h"
#include "api/server/demo_house.h"
#include "api/server/demo_items.h"

enum {
    CASHIERS = 3,
    FIRST_TRANSACTION = 4101,
    MORNING_MINUTE = 6 * 60 + 30, /* shifts change */
    AFTERNOON_MINUTE = 14 * 60 + 30,
    NIGHT_MINUTE = 22 * 60 + 30,
    SHIFT_DIFFERENCE = -2000, /* halers that yesterday afternoon's count was short of */
};

static const char *const cashier_names[CASHIERS] = {"Front desk 1", "Front desk 2", "Night desk"};

static const struct {
    const char *currency;
    int64_t units;
} floats[] = {{"CZK", 500000}, {"EUR", 20000}, {"GBP", 15000}};

/* A movement of cash. */
struct movement {
    struct instant at;
    int cashier;
    int64_t units;
    const char *currency;
    const char *notes;
    struct uuid payment; /* unset: of the house */
};

struct movements {
    struct movement *rows;
    size_t count, capacity;
};

static void
add(struct movements *movements, struct movement movement)
{
    movements->rows = memory_grow(movements->rows, movements->count, &movements->capacity,
                                  sizeof(*movements->rows));
    movements->rows[movements->count++] = movement;
}

/* Who has the desk at a minute of the day. */
static int
cashier_at(struct instant at)
{
    struct wall_time wall = zone_wall_time(at);
    int minute = wall.hour * 60 + wall.minute;

    if (minute >= MORNING_MINUTE && minute < AFTERNOON_MINUTE)
        return 0;
    return minute >= AFTERNOON_MINUTE && minute < NIGHT_MINUTE ? 1 : 2;
}

/* Each shift begins with the float, if it has begun; yesterday's second one came out short. */
static void
add_shifts(const struct demo_hotel *hotel, struct movements *movements)
{
    static const int minutes[CASHIERS] = {MORNING_MINUTE, AFTERNOON_MINUTE, NIGHT_MINUTE};

    for (int32_t day = hotel->today - 1; day <= hotel->today; day++)
        for (int cashier = 0; cashier < CASHIERS; cashier++) {
            struct instant at = demo_at(day, minutes[cashier]);

            for (size_t i = 0; i < countof(floats) && !instant_before(hotel->config.now, at); i++)
                add(movements, (struct movement){.at = at,
                                                 .cashier = cashier,
                                                 .units = floats[i].units,
                                                 .currency = floats[i].currency,
                                                 .notes = "Float"});
        }
    add(movements, (struct movement){.at = demo_at(hotel->today - 1, NIGHT_MINUTE - 5),
                                     .cashier = 1,
                                     .units = SHIFT_DIFFERENCE,
                                     .currency = "CZK",
                                     .notes = "Difference at shift close"});
}

static void
add_payments(const struct demo_hotel *hotel, struct movements *movements)
{
    struct demo_folio *folio = memory_new(sizeof(*folio));
    struct instant since = demo_at(hotel->today - 1, MORNING_MINUTE);

    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];

        demo_folio_make(hotel, stay, folio);
        for (int k = 0; k < folio->payment_count; k++) {
            const struct demo_payment *payment = &folio->payments[k];

            if (payment->method == METHOD_CASH && payment->state == PAYMENT_CHARGED
                && !instant_before(payment->at, since))
                add(movements, (struct movement){.at = payment->at,
                                                 .cashier = cashier_at(payment->at),
                                                 .units = payment->amount,
                                                 .currency = demo_stay_currency(stay),
                                                 .payment = demo_payment_id(stay, k)});
        }
    }
    free(folio);
}

static int
compare_movements(const void *a, const void *b)
{
    const struct movement *x = a;
    const struct movement *y = b;

    if (x->at.ms != y->at.ms)
        return x->at.ms < y->at.ms ? -1 : 1;
    if (strcmp(x->currency, y->currency) != 0)
        return strcmp(x->currency, y->currency);
    return memcmp(&x->payment, &y->payment, sizeof(x->payment));
}

static void
emit_transaction(struct demo_hotel *hotel, size_t i, const struct movement *movement)
{
    json_t *transaction = entity_new(demo_id(hotel, DEMO_CASHIER_TRANSACTION, i));
    json_t *amount = json_object();
    char number[16];

    snprintf(number, sizeof(number), "%zu", FIRST_TRANSACTION + i);
    entity_uuid(transaction, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_uuid(transaction, "CashierId",
                demo_id(hotel, DEMO_CASHIER, (uint64_t)movement->cashier));
    entity_uuid(transaction, "PaymentId", movement->payment);
    entity_time(transaction, "CreatedUtc", movement->at);
    entity_text(transaction, "Number", number);
    entity_text(transaction, "Notes", movement->notes);
    entity_text(amount, "Currency", movement->currency);
    entity_decimal(amount, "Value", movement->units, 2);
    entity_decimal(amount, "Net", movement->units, 2);
    entity_int(amount, "Tax", 0);
    entity_put(amount, "TaxRate", json_null());
    entity_put(transaction, "Amount", amount);
    entity_emit(&hotel->sink, "CashierTransaction", transaction);
}

void
demo_cash_emit(struct demo_hotel *hotel)
{
    struct movements movements = {0};

    for (uint64_t i = 0; i < CASHIERS; i++) {
        json_t *cashier = entity_new(demo_id(hotel, DEMO_CASHIER, i));

        entity_uuid(cashier, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
        entity_bool(cashier, "IsActive", true);
        entity_text(cashier, "Name", cashier_names[i]);
        entity_times(cashier, hotel->opened, hotel->opened);
        entity_emit(&hotel->sink, "Cashier", cashier);
    }
    add_shifts(hotel, &movements);
    add_payments(hotel, &movements);
    qsort(movements.rows, movements.count, sizeof(*movements.rows), compare_movements);
    for (size_t i = 0; i < movements.count; i++)
        emit_transaction(hotel, i, &movements.rows[i]);
    demo_sequence_emit(hotel, SEQUENCE_CASHIER_TRANSACTION,
                       (int64_t)(FIRST_TRANSACTION + movements.count) - 1);
    free(movements.rows);
}
