#include "api/server/demo_folio.h"

#include "api/server/demo_rates.h"
#include "api/server/demo_rooms.h"

enum {
    EURO_HALERS = 25, /* CZK for an EUR, as the house reckons */
    EXTRA_PER_MILLE = 600,
    UNASSIGNED_PER_MILLE = 80,
    REBATE_PER_MILLE = 450, /* of those who pay at the end and had something: 1 % of all items */
    DINNER_PRICE = 2800000,
    GOODWILL_PRICE = 50400,
    MINUTE_MS = 60000,
};

struct builder {
    const struct demo_hotel *hotel;
    const struct demo_stay *stay;
    struct demo_folio *folio;
};

const char *
demo_stay_currency(const struct demo_stay *stay)
{
    return stay->is_euro ? "EUR" : "CZK";
}

bool
demo_stay_has_items(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    bool is_sold = stay->state == RESERVATION_STARTED || stay->state == RESERVATION_PROCESSED
                   || stay->state == RESERVATION_CONFIRMED || stay->state == RESERVATION_OPTIONAL;

    return is_sold && demo_stay_end(stay) >= hotel->today - hotel->horizon.items_past
           && stay->first_day <= hotel->today + hotel->horizon.items_future;
}

bool
demo_stay_has_bills(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    if (stay->state == RESERVATION_PROCESSED)
        return demo_stay_end(stay) >= hotel->today - hotel->horizon.bills_past;
    return demo_stay_has_items(hotel, stay) && stay->first_day <= hotel->today;
}

static int64_t
in_currency(const struct demo_stay *stay, int64_t halers)
{
    return stay->is_euro ? halers / EURO_HALERS : halers;
}

static enum demo_bill_slot
slot_of(const struct builder *builder, enum demo_bill_slot slot)
{
    return demo_stay_has_bills(builder->hotel, builder->stay) ? slot : SLOT_NONE;
}

/* Where what was booked with the stay goes. */
static enum demo_bill_slot
booked_slot(const struct builder *builder)
{
    bool is_others =
        builder->stay->balance == BALANCE_COMPANY || builder->stay->balance == BALANCE_PARTY;

    if (builder->stay->balance == BALANCE_HOUSE && builder->stay->state == RESERVATION_PROCESSED)
        return SLOT_NONE; // a bill of nothing is not closed
    return slot_of(builder, is_others ? SLOT_PAYER : SLOT_GUEST);
}

static struct demo_line *
add_line(struct builder *builder, enum demo_line_kind kind, int64_t halers)
{
    struct demo_folio *folio = builder->folio;
    struct demo_line *line = &folio->lines[folio->line_count];

    if (folio->line_count < FOLIO_LINES - 1) // the longest stay takes two thirds of them
        folio->line_count++;
    *line = (struct demo_line){
        .kind = (uint8_t)kind,
        .slot = (uint8_t)booked_slot(builder),
        .product = DEMO_NONE,
        .rebated = DEMO_NONE,
        .count = 1,
        .unit = in_currency(builder->stay, halers),
        .created = builder->stay->created,
    };
    return line;
}

static struct demo_line *
add_product(struct builder *builder, enum demo_product product, int count)
{
    const struct demo_product_row *row = &demo_products[product];
    struct demo_line *line = add_line(builder, LINE_PRODUCT, row->price);

    line->product = (int16_t)product;
    line->tax = (uint8_t)row->tax;
    line->account = (uint8_t)row->account;
    line->count = count;
    return line;
}

/* For `nights` from `day` on, each adult and child; what a rate's rule adds is one for all. */
static void
add_breakfasts(struct builder *builder, int32_t day, int nights)
{
    const struct demo_stay *stay = builder->stay;
    bool is_of_rate = stay->rate == RATE_BREAKFAST;
    const int counts[] = {stay->adults + (is_of_rate ? stay->children : 0),
                          is_of_rate ? 0 : stay->children};
    static const enum demo_product products[] = {PRODUCT_BREAKFAST, PRODUCT_BREAKFAST_CHILD};

    for (size_t i = 0; i < countof(counts); i++) {
        struct demo_line *line;

        if (!counts[i])
            continue;
        line = add_product(builder, products[i], counts[i] * nights);
        line->day = day;
        line->consumed = demo_at(day, DEMO_START_MINUTE); // with the night that it belongs to
    }
}

static void
add_nights(struct builder *builder)
{
    const struct demo_stay *stay = builder->stay;
    bool is_brief = builder->hotel->horizon.is_brief;
    bool has_breakfast =
        stay->rate == RATE_BREAKFAST
        || (stay->rate == RATE_CORPORATE && demo_chance(stay->key, SALT_BREAKFAST, 600));

    for (int32_t day = stay->first_day; day < demo_stay_end(stay); day++) {
        int64_t price =
            demo_night_price((enum demo_rate)stay->rate, (enum demo_category)stay->category, day,
                             stay->adults + stay->children);
        struct demo_line *line = add_line(builder, LINE_NIGHT, price);

        line->tax = TAX_REDUCED;
        line->account = ACCOUNT_LODGING;
        line->day = day;
        line->consumed = demo_at(day, DEMO_START_MINUTE);
        if (has_breakfast && !is_brief)
            add_breakfasts(builder, day, 1);
    }
    if (has_breakfast && is_brief)
        add_breakfasts(builder, stay->first_day, stay->nights);
}

/* Per adult and night: the day of arrival does not count, the day of departure does. */
static void
add_city_tax(struct builder *builder)
{
    const struct demo_stay *stay = builder->stay;
    struct demo_line *line;

    if (stay->balance == BALANCE_HOUSE)
        return;
    line = add_product(builder, PRODUCT_CITY_TAX, stay->adults * stay->nights);
    line->kind = LINE_CITY_TAX;
    line->day = stay->first_day;
    line->consumed = demo_at(stay->first_day, DEMO_START_MINUTE);
}

static struct demo_line *
add_extra(struct builder *builder, uint64_t key)
{
    static const uint16_t kinds[] = {25, 30, 15, 8}; // minibar, bar, parking, spa
    struct demo_line *line;

    switch (demo_weighted(key, SALT_EXTRA_KIND, kinds, countof(kinds))) {
    case 0:
        return add_product(builder,
                           (enum demo_product)(PRODUCT_WATER + demo_below(key, SALT_PIECE, 8)), 1);
    case 1:
        line = add_line(builder, LINE_CUSTOM, demo_between(key, SALT_PIECE, 9, 48) * 1000);
        line->tax = TAX_STANDARD;
        line->account = ACCOUNT_BAR;
        line->name = "Lobby bar";
        return line;
    case 2:
        return add_product(builder, PRODUCT_PARKING, 1);
    default:
        return add_product(builder, PRODUCT_SPA, 1);
    }
}

/* An extra of a guest who stays on may still be on no bill. */
static void
place_extra(struct builder *builder, struct demo_line *line, struct instant at, uint64_t key)
{
    const struct demo_stay *stay = builder->stay;
    bool may_float = stay->state == RESERVATION_STARTED
                     && demo_stay_end(stay) > builder->hotel->today
                     && (stay->balance == BALANCE_AT_END || stay->balance == BALANCE_EXTRAS
                         || stay->balance == BALANCE_DEPOSIT);

    line->slot = (uint8_t)slot_of(builder, SLOT_GUEST);
    line->is_extra = true;
    line->created = line->consumed = at;
    if (may_float && demo_chance(key, SALT_UNASSIGNED, UNASSIGNED_PER_MILLE))
        line->slot = SLOT_NONE;
}

static void
add_extras(struct builder *builder)
{
    const struct demo_stay *stay = builder->stay;

    for (int32_t day = stay->first_day; day < demo_stay_end(stay); day++)
        for (int guest = 0; guest < stay->adults; guest++) {
            uint64_t key = demo_mix(stay->key, (uint64_t)day << 8 | (uint64_t)guest);
            struct instant at = demo_at(day, demo_between(key, SALT_EXTRA_TIME, 18 * 60, 23 * 60));
            struct demo_line *line;

            if (!demo_chance(key, SALT_EXTRA, EXTRA_PER_MILLE)
                || instant_before(builder->hotel->config.now, at)
                || instant_before(at, stay->actual_start)
                || (stay->state == RESERVATION_PROCESSED && instant_before(stay->actual_end, at)))
                continue;
            line = add_extra(builder, key);
            line->day = day;
            place_extra(builder, line, at, key);
        }
}

static int
count_extras(const struct demo_folio *folio)
{
    int count = 0;

    for (int i = 0; i < folio->line_count; i++)
        count += folio->lines[i].is_extra && folio->lines[i].slot == SLOT_GUEST;
    return count;
}

/* Lines that make a balance what it is meant to be. */
static void
add_what_balance_needs(struct builder *builder)
{
    const struct demo_stay *stay = builder->stay;
    struct demo_line *line = NULL;

    if (stay->state != RESERVATION_STARTED)
        return;
    if (stay->balance == BALANCE_EXTRAS && !count_extras(builder->folio))
        line = add_product(builder, PRODUCT_PARKING, 1);
    if (stay->balance == BALANCE_OVER_LIMIT) {
        line = add_line(builder, LINE_CUSTOM, DINNER_PRICE);
        line->tax = TAX_REDUCED;
        line->account = ACCOUNT_FOOD;
        line->name = "Private dinner, river terrace";
    }
    if (!line)
        return;
    line->slot = (uint8_t)slot_of(builder, SLOT_GUEST);
    line->is_extra = true;
    line->day = stay->first_day;
    line->created = line->consumed = stay->actual_start;
}

/* Of one product line, all of it is given back. */
static void
add_rebate(struct builder *builder)
{
    const struct demo_stay *stay = builder->stay;

    if (stay->state != RESERVATION_STARTED || stay->balance != BALANCE_AT_END
        || !demo_chance(stay->key, SALT_REBATE, REBATE_PER_MILLE))
        return;
    for (int i = 0; i < builder->folio->line_count; i++) {
        struct demo_line *from = &builder->folio->lines[i];
        struct demo_line *line;

        if (from->kind != LINE_PRODUCT || !from->is_extra || from->slot != SLOT_GUEST)
            continue;
        line = add_line(builder, LINE_REBATE, 0);
        *line = *from;
        line->kind = LINE_REBATE;
        line->unit = -from->unit;
        line->rebated = (int16_t)i;
        line->created = line->consumed =
            demo_until_now(builder->hotel, instant_add_ms(from->created, 40 * MINUTE_MS));
        return;
    }
}

static void
add_goodwill(struct builder *builder)
{
    struct demo_line *line;

    if (!builder->stay->has_credit_note)
        return;
    line = add_line(builder, LINE_CUSTOM, -GOODWILL_PRICE);
    line->tax = TAX_REDUCED;
    line->account = ACCOUNT_LODGING;
    line->name = "Goodwill: noise from the building site";
    line->slot = SLOT_CREDIT;
    line->day = builder->stay->first_day;
    line->created = line->consumed = instant_add_ms(builder->stay->actual_end, 20 * MINUTE_MS);
}

static int64_t
total_of(const struct demo_folio *folio, enum demo_bill_slot slot, bool is_extra)
{
    int64_t total = 0;

    for (int i = 0; i < folio->line_count; i++)
        if (folio->lines[i].slot == slot && folio->lines[i].is_extra == is_extra)
            total += folio->lines[i].unit * folio->lines[i].count;
    return total;
}

int64_t
demo_folio_total(const struct demo_folio *folio, enum demo_bill_slot slot)
{
    return total_of(folio, slot, false) + total_of(folio, slot, true);
}

/* How a guest pays; cash only at the desk, a channel's card only through one. */
static enum demo_method
draw_method(const struct demo_stay *stay, uint64_t key, bool is_at_desk)
{
    static const uint16_t weights[METHOD_COUNT] = {55, 15, 14, 8, 3, 5};
    enum demo_method method =
        (enum demo_method)demo_weighted(key, SALT_PAYMENT, weights, METHOD_COUNT);

    if (method == METHOD_VIRTUAL_CARD && stay->segment != SEGMENT_OTA)
        method = METHOD_CARD;
    if (method == METHOD_CASH && !is_at_desk)
        method = METHOD_CARD;
    if ((method == METHOD_CARD || method == METHOD_VIRTUAL_CARD) && !stay->has_card)
        method = is_at_desk ? METHOD_CASH : METHOD_BANK;
    return method;
}

static void
add_payment(struct builder *builder, int64_t amount, struct instant at, enum payment_state state)
{
    struct demo_folio *folio = builder->folio;
    const struct demo_stay *stay = builder->stay;
    uint64_t key = demo_mix(stay->key, SALT_PAYMENT_TIME + ((uint64_t)folio->payment_count << 16));
    bool is_at_desk = stay->actual_start.ms && !instant_before(at, stay->actual_start);

    if (!amount || folio->payment_count == FOLIO_PAYMENTS)
        return;
    folio->payments[folio->payment_count++] = (struct demo_payment){
        .slot = (uint8_t)slot_of(builder, SLOT_GUEST),
        .method =
            (uint8_t)(state == PAYMENT_CHARGED ? draw_method(stay, key, is_at_desk) : METHOD_CARD),
        .state = (uint8_t)state,
        .amount = amount,
        .at = demo_until_now(builder->hotel, at),
    };
}

/* An attempt that came to nothing, or is not over yet: it does not count. */
static void
add_attempt(struct builder *builder, int64_t amount)
{
    const struct demo_stay *stay = builder->stay;
    struct instant at = instant_add_ms(builder->hotel->config.now, -25 * MINUTE_MS);

    if (stay->attempt == PAYMENT_FAILED)
        at = instant_add_ms(stay->created, 5 * MINUTE_MS);
    else if (instant_before(at, stay->actual_start))
        at = stay->actual_start;
    if (stay->attempt)
        add_payment(builder, amount, at, (enum payment_state)stay->attempt);
}

static int64_t
deposit_of(const struct demo_stay *stay, int64_t booked)
{
    int64_t share = booked * demo_between(stay->key, SALT_DEPOSIT, 30, 50) / 100;

    return share - share % (stay->is_euro ? 1000 : 10000); // a round sum
}

/* Extras are paid where they were had, some minutes after the last of them. */
static struct instant
last_extra(const struct demo_folio *folio)
{
    struct instant last = {0};

    for (int i = 0; i < folio->line_count; i++)
        if (folio->lines[i].is_extra && last.ms < folio->lines[i].created.ms)
            last = folio->lines[i].created;
    return instant_add_ms(last, 10 * MINUTE_MS);
}

static void
pay(struct builder *builder)
{
    const struct demo_stay *stay = builder->stay;
    enum demo_bill_slot slot = slot_of(builder, SLOT_GUEST);
    bool has_left = stay->state == RESERVATION_PROCESSED;
    int64_t booked = total_of(builder->folio, slot, false);
    int64_t extras = total_of(builder->folio, slot, true);
    struct instant first = instant_add_ms(stay->created, 20 * MINUTE_MS);
    struct instant end = instant_add_ms(stay->actual_end, -10 * MINUTE_MS);

    switch ((enum demo_balance)stay->balance) {
    case BALANCE_PREPAID:
        add_payment(builder, booked, first, PAYMENT_CHARGED);
        add_payment(builder, extras, last_extra(builder->folio), PAYMENT_CHARGED);
        return;
    case BALANCE_DEPOSIT:
        add_payment(builder, deposit_of(stay, booked), first, PAYMENT_CHARGED);
        return;
    case BALANCE_EXTRAS:
        add_payment(builder, booked, first, PAYMENT_CHARGED);
        return;
    case BALANCE_CREDIT:
        add_payment(builder, booked + extras + demo_between(stay->key, SALT_DEPOSIT, 5, 20) * 10000,
                    first, PAYMENT_CHARGED);
        return;
    case BALANCE_COMPANY:
        add_payment(builder, extras, last_extra(builder->folio), PAYMENT_CHARGED);
        return;
    case BALANCE_AT_END:
    case BALANCE_PARTY:
    case BALANCE_OVER_LIMIT:
    case BALANCE_HOUSE:
    case BALANCE_COUNT:
        if (has_left)
            add_payment(builder, booked + extras, end, PAYMENT_CHARGED);
        return;
    }
}

/* What was given back after the bill was closed, in cash. */
static void
pay_back(struct builder *builder)
{
    struct demo_folio *folio = builder->folio;

    if (!builder->stay->has_credit_note)
        return;
    folio->payments[folio->payment_count++] = (struct demo_payment){
        .slot = SLOT_CREDIT,
        .method = METHOD_CASH,
        .state = PAYMENT_CHARGED,
        .amount = demo_folio_total(folio, SLOT_CREDIT),
        .at = instant_add_ms(builder->stay->actual_end, 25 * MINUTE_MS),
    };
}

void
demo_folio_make(const struct demo_hotel *hotel, const struct demo_stay *stay,
                struct demo_folio *folio)
{
    struct builder builder = {hotel, stay, folio};
    bool was_here = stay->state == RESERVATION_STARTED || stay->state == RESERVATION_PROCESSED;

    folio->line_count = folio->payment_count = 0;
    if (!demo_stay_has_items(hotel, stay))
        return;
    add_nights(&builder);
    add_city_tax(&builder);
    if (was_here && stay->balance != BALANCE_HOUSE)
        add_extras(&builder);
    add_what_balance_needs(&builder);
    add_rebate(&builder);
    add_goodwill(&builder);
    add_attempt(&builder, total_of(folio, slot_of(&builder, SLOT_GUEST), false));
    pay(&builder);
    pay_back(&builder);
}
