#include "api/desk/stays.h"

#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/marks.h"
#include "api/desk/people.h"
#include "api/desk/rooms.h"
#include "api/desk/state.h"
#include "api/rules/occupancy.h"
#include "api/rules/reservations.h"

enum {
    DAY_MS = 86400000
};

const struct badge_row *
badge_row(enum badge badge)
{
    static const struct badge_row rows[] = {
#define BADGE(id, letter, text) {letter, text},
#include "api/desk/badges.def"
#undef BADGE
    };

    return &rows[badge];
}

static struct day
business_day(const struct desk *desk, struct instant at)
{
    return business_day_of(at, desk_day_closing(desk));
}

const char *
stay_channel_number(const struct reservation *stay)
{
    struct uuid mark;
    bool is_ours = mark_parse(stay->channel_number, &mark) && !stay->channel_number[MARK_SIZE - 1];

    return is_ours ? "" : stay->channel_number;
}

struct day
stay_arrival(const struct reservation *stay)
{
    return day_of(stay->start_utc);
}

struct day
stay_departure(const struct reservation *stay)
{
    return day_of(stay->end_utc);
}

int
stay_nights(const struct reservation *stay)
{
    return nights_between(stay->start_utc, stay->end_utc);
}

static bool
is_expected(const struct reservation *stay)
{
    return stay->state == RESERVATION_CONFIRMED || stay->state == RESERVATION_OPTIONAL;
}

bool
stay_is_missed(const struct desk *desk, const struct reservation *stay, struct day day)
{
    if (is_expected(stay))
        return business_day(desk, stay->start_utc).number < day.number;
    return stay->state == RESERVATION_STARTED && stay_departure(stay).number < day.number;
}

/*
 * Whether it may touch a day at all. Zones and closing hours shift a day by less than three, so
 * most stays of a long list are judged without looking at the calendar.
 */
static bool
is_near(const struct reservation *stay, struct day day)
{
    int64_t midnight_ms = (int64_t)day.number * DAY_MS;

    return stay->start_utc.ms < midnight_ms + 3 * DAY_MS
           && stay->end_utc.ms > midnight_ms - 3 * DAY_MS;
}

/* Whether what is due on a day is on the list of another: of that day, or late up to today. */
static bool
is_due_on(const struct desk *desk, struct day due, struct day day)
{
    return due.number == day.number
           || (due.number < day.number && day.number <= desk_today(desk).number);
}

bool
stay_is_on(const struct desk *desk, const struct reservation *stay, enum stay_list list,
           struct day day)
{
    switch (list) {
    case STAYS_ARRIVALS:
        return is_expected(stay) && is_near(stay, day)
               && is_due_on(desk, business_day(desk, stay->start_utc), day)
               && stay_departure(stay).number > day.number - 1;
    case STAYS_DEPARTURES:
        return stay->state == RESERVATION_STARTED && is_due_on(desk, stay_departure(stay), day);
    case STAYS_IN_HOUSE:
        return stay->state == RESERVATION_STARTED;
    case STAYS_GROUP:
        break;
    }
    return false;
}

bool
stay_is_current(const struct desk *desk, const struct reservation *stay)
{
    return stay->state == RESERVATION_STARTED
           || (is_expected(stay) && stay_is_on(desk, stay, STAYS_ARRIVALS, desk_today(desk)));
}

struct persons
stay_persons(const struct desk *desk, const struct reservation *stay)
{
    struct persons persons = {0};

    for (size_t i = 0; i < stay->person_counts.count; i++) {
        const struct person_count *count = &stay->person_counts.rows[i];
        const struct age_category *age = store_age_category_of(desk->store, count->age_category_id);

        if (age && age->classification == AGE_CHILD)
            persons.children += (int)count->count;
        else
            persons.adults += (int)count->count;
    }
    return persons;
}

const struct customer *
stay_guest(const struct desk *desk, const struct reservation *stay)
{
    return store_customer_of(desk->store, stay->account_id);
}

const struct resource *
stay_room(const struct desk *desk, const struct reservation *stay)
{
    return store_resource_of(desk->store, stay->resource_id);
}

const struct resource_category *
room_category(const struct desk *desk, struct uuid room)
{
    struct store_rows rows = store_by(desk->store, STORE_CATEGORIES_OF_RESOURCE, room);

    for (size_t i = 0; i < rows.count; i++) {
        const struct resource_category_assignment *assignment = rows.rows[i];

        if (assignment->is_active)
            return store_resource_category_of(desk->store, assignment->category_id);
    }
    return NULL;
}

const struct resource_category *
stay_category(const struct desk *desk, const struct reservation *stay)
{
    const struct resource_category *given = room_category(desk, stay->resource_id);

    return given ? given : store_resource_category_of(desk->store, stay->requested_category_id);
}

const char *
account_title(const struct desk *desk, struct uuid account, char *name, size_t size)
{
    const struct customer *guest = store_customer_of(desk->store, account);
    const struct company *company = guest ? NULL : store_company_of(desk->store, account);

    if (!guest)
        snprintf(name, size, "%s", company ? company->name : "");
    else
        snprintf(name, size, "%s%s%s%s%s", guest->last_name, guest->second_last_name[0] ? " " : "",
                 guest->second_last_name, guest->first_name[0] ? ", " : "", guest->first_name);
    return name;
}

bool
stay_may_start(const struct desk *desk, const struct reservation *stay, const struct resource *room,
               struct error *err)
{
    const struct reservation *other = room ? room_occupant(desk, room->id, stay) : NULL;
    char name[256];

    if (!other || stay->state != RESERVATION_CONFIRMED)
        return reservation_may_start(stay, room, desk_now(desk), err);
    account_title(desk, other->account_id, name, sizeof(name));
    return error_set(err, ERROR_REFUSED,
                     "%s is still in room %s: check out first, or give another room.",
                     name[0] ? name : other->number, room->name);
}

bool
stay_may_leave(const struct desk *desk, const struct reservation *stay, struct error *err)
{
    char name[256];

    account_title(desk, stay->account_id, name, sizeof(name));
    return reservation_may_process(stay, name[0] ? name : stay->number, desk_now(desk), err);
}

bool
stay_may_settle(const struct desk *desk, const struct reservation *stay, struct error *err)
{
    struct balance balance = account_balance(desk, stay->account_id);
    char text[MONEY_TEXT_SIZE];

    if (!stay_may_leave(desk, stay, err))
        return false;
    if (desk_unknown_of(desk, stay->id) || desk_unknown_of(desk, stay->account_id))
        return error_set(err, ERROR_REFUSED, "A write of unknown outcome is open (journal).");
    if (!balance.is_known)
        return error_set(err, ERROR_REFUSED, "The balance isn't loaded.");
    if (decimal_sign(balance.amount.amount) != 0)
        return error_set(err, ERROR_REFUSED, "The balance is %s.",
                         money_text(balance.amount, text));
    if (balance.is_mixed)
        return error_set(err, ERROR_REFUSED, "The account is in several currencies.");
    if (balance.has_pending)
        return error_set(err, ERROR_REFUSED, "A payment is pending.");
    if (balance.has_unbilled)
        return error_set(err, ERROR_REFUSED, "Items stand on no bill.");
    return true;
}

bool
stay_may_last(const struct desk *desk, const struct reservation *stay, struct instant end,
              struct error *err)
{
    const struct resource *room = stay_room(desk, stay);
    const struct reservation *other = NULL;
    char name[200];

    if (day_of(end).number <= stay_arrival(stay).number && stay_nights(stay) > 0)
        return error_set(err, ERROR_REFUSED, "The stay would end before its first night is over.");
    if (stay->state == RESERVATION_STARTED && day_of(end).number < desk_today(desk).number)
        return error_set(err, ERROR_REFUSED, "The stay would have ended before today.");
    if (!room || !instant_before(stay->end_utc, end)
        || room_is_free(desk, room->id, stay->end_utc, end, stay, &other))
        return true;
    if (!other)
        return error_set(err, ERROR_REFUSED, "Room %s is blocked then.", room->name);
    return error_set(err, ERROR_REFUSED, "Room %s is %s's then (#%s): move one of them first.",
                     room->name, account_title(desk, other->account_id, name, sizeof(name)),
                     other->number);
}

bool
stay_is_secured(const struct desk *desk, const struct reservation *stay)
{
    const struct company *company = store_company_of(desk->store, stay->company_id);

    return uuid_is_set(stay->credit_card_id) || (company && company->is_invoiceable);
}

/* Balances */

static void
add(struct balance *balance, const struct amount *amount, bool *is_first)
{
    struct money value = amount_gross(amount);

    if (*is_first) {
        balance->amount = value;
        *is_first = false;
    } else if (strcmp(balance->amount.currency, value.currency) != 0) {
        balance->is_mixed = true;
    } else if (!money_add(balance->amount, value, &balance->amount)) {
        balance->is_known = false; // more than an int64 of cents is nothing to show
    }
}

/*
 * Sums what counts: items and payments whose accounting state is open, or closed where that is
 * asked.
 */
static struct balance
sum(struct store_rows items, struct store_rows payments, bool with_closed)
{
    struct balance balance = {.is_known = true};
    bool is_first = true;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (item->state != ACCOUNTING_OPEN && !(with_closed && item->state == ACCOUNTING_CLOSED))
            continue;
        add(&balance, &item->amount, &is_first);
        balance.has_unbilled |= !uuid_is_set(item->bill_id);
    }
    for (size_t i = 0; i < payments.count; i++) {
        const struct payment *payment = payments.rows[i];

        balance.has_pending |=
            payment->state == PAYMENT_PENDING || payment->state == PAYMENT_VERIFYING;
        if (payment->accounting_state == ACCOUNTING_OPEN
            || (with_closed && payment->accounting_state == ACCOUNTING_CLOSED))
            add(&balance, &payment->amount, &is_first);
    }
    return balance;
}

static void
name_currency(const struct desk *desk, struct balance *balance)
{
    const struct configuration *house = store_configuration(desk->store);

    for (size_t i = 0; !balance->amount.currency[0] && house && i < house->currencies.count; i++)
        if (house->currencies.rows[i].is_default)
            snprintf(balance->amount.currency, sizeof(balance->amount.currency), "%.3s",
                     house->currencies.rows[i].currency);
}

struct balance
account_balance(const struct desk *desk, struct uuid account)
{
    struct balance balance = sum(store_by(desk->store, STORE_ITEMS_OF_ACCOUNT, account),
                                 store_by(desk->store, STORE_PAYMENTS_OF_ACCOUNT, account), false);

    balance.is_known &= follow_has_account(desk, account) || desk_has_account(desk, account)
                        || instant_is_set(desk_snapshot_time(desk));
    name_currency(desk, &balance);
    return balance;
}

struct balance
bill_balance(const struct desk *desk, struct uuid bill)
{
    struct balance balance = sum(store_by(desk->store, STORE_ITEMS_OF_BILL, bill),
                                 store_by(desk->store, STORE_PAYMENTS_OF_BILL, bill), true);

    name_currency(desk, &balance);
    return balance;
}

/* Badges */

static uint32_t
class_badges(const struct customer *guest)
{
    static const struct {
        enum customer_class class;
        enum badge badge;
    } rows[] = {
        {CUSTOMER_BLACKLIST, BADGE_BLOCKLIST},       {CUSTOMER_BLOCKLIST, BADGE_BLOCKLIST},
        {CUSTOMER_PROBLEMATIC, BADGE_PROBLEM},       {CUSTOMER_PREVIOUS_COMPLAINT, BADGE_PROBLEM},
        {CUSTOMER_VERY_IMPORTANT, BADGE_VIP},        {CUSTOMER_IMPORTANT, BADGE_IMPORTANT},
        {CUSTOMER_TOP_MANAGEMENT, BADGE_MANAGEMENT}, {CUSTOMER_STAFF, BADGE_MANAGEMENT},
        {CUSTOMER_CASHLIST, BADGE_NO_POST},          {CUSTOMER_PAYMASTER, BADGE_PAYMASTER},
        {CUSTOMER_RETURNING, BADGE_RETURNING},       {CUSTOMER_DISABLED_PERSON, BADGE_DISABLED},
        {CUSTOMER_WAITING_FOR_ROOM, BADGE_WAITING},
    };
    uint32_t badges = 0;

    for (size_t i = 0; i < countof(rows); i++)
        if (guest->classes & 1u << rows[i].class)
            badges |= 1u << rows[i].badge;
    return badges;
}

static bool
has_birthday(const struct customer *guest, const struct reservation *stay)
{
    struct day birth;
    int year;
    int month;
    int day;
    int unused;

    if (!day_parse_iso(guest->birth_date, &birth))
        return false;
    civil_from_days(birth.number, &unused, &month, &day);
    for (struct day at = stay_arrival(stay); at.number <= stay_departure(stay).number;
         at.number++) {
        int this_month;
        int this_day;

        civil_from_days(at.number, &year, &this_month, &this_day);
        if (this_month == month && this_day == day)
            return true;
    }
    return false;
}

bool
stay_is_overbooked(const struct desk *desk, const struct reservation *stay)
{
    struct store_rows rows =
        store_by(desk->store, STORE_RESERVATIONS_OF_RESOURCE, stay->resource_id);

    if (!uuid_is_set(stay->resource_id))
        return is_expected(stay) && !room_is_left(desk, stay);
    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *other = rows.rows[i];

        if (other != stay
            && reservation_takes_room(other, stay->resource_id,
                                      (struct interval){stay->start_utc, stay->end_utc}))
            return true;
    }
    return false;
}

static uint32_t
room_badges(const struct desk *desk, const struct reservation *stay)
{
    const struct resource *room = stay_room(desk, stay);
    uint32_t badges = 0;

    if (is_expected(stay) && !uuid_is_set(stay->resource_id))
        badges |= 1u << BADGE_NO_ROOM;
    if (is_expected(stay) && room && room->state != RESOURCE_INSPECTED)
        badges |= 1u << BADGE_NOT_READY;
    if (stay->is_resource_locked)
        badges |= 1u << BADGE_LOCKED;
    if (stay_is_overbooked(desk, stay))
        badges |= 1u << BADGE_OVERBOOKED;
    return badges;
}

static uint32_t
money_badges(const struct desk *desk, const struct reservation *stay)
{
    struct balance balance = account_balance(desk, stay->account_id);
    bool owes = balance.is_known && decimal_sign(balance.amount.amount) > 0;
    uint32_t badges = 0;

    if (owes)
        badges |= 1u << BADGE_BALANCE;
    if (owes && is_expected(stay) && !stay_is_secured(desk, stay))
        badges |= 1u << BADGE_NO_GUARANTEE;
    if (balance.has_pending)
        badges |= 1u << BADGE_PENDING;
    if (desk_unknown_of(desk, stay->account_id) || desk_unknown_of(desk, stay->id))
        badges |= 1u << BADGE_UNKNOWN;
    return badges;
}

uint32_t
guest_badges(const struct desk *desk, const struct customer *guest)
{
    const struct reservation *stay = person_stay(desk, guest->id);
    uint32_t badges = class_badges(guest);

    if (stay && has_birthday(guest, stay))
        badges |= 1u << BADGE_BIRTHDAY;
    return badges;
}

uint32_t
stay_badges(const struct desk *desk, const struct reservation *stay)
{
    const struct customer *guest = stay_guest(desk, stay);
    uint32_t badges = room_badges(desk, stay) | money_badges(desk, stay);

    if (guest)
        badges |= class_badges(guest);
    if (guest && has_birthday(guest, stay))
        badges |= 1u << BADGE_BIRTHDAY;
    if (store_by(desk->store, STORE_NOTES_OF_RESERVATION, stay->id).count)
        badges |= 1u << BADGE_NOTE;
    if (store_by(desk->store, STORE_RESERVATIONS_OF_GROUP, stay->group_id).count > 1)
        badges |= 1u << BADGE_GROUP;
    return badges;
}
