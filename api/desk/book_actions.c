#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/reconcile.h"
#include "api/desk/rooms.h"
#include "api/desk/stays.h"
#include "api/desk/step.h"
#include "api/rules/profiles.h"

/*
 * A new stay: customers/add where the guest has no profile, bills/add where there is no open bill,
 * then reservations/add, which puts the nights on it: what is on no bill doesn't close. Between
 * them the guest has a profile, a bill and no stay, which is true for good. The stay carries a mark
 * as its channel's number, by which it is found should nobody answer.
 */

/* Whose it is; of a guest without a profile, what is booked. */
static struct uuid
of_booking(const struct action_order *order)
{
    if (uuid_is_set(order->account))
        return order->account;
    return uuid_is_set(order->room) ? order->room : order->wish.category;
}

/* `Novák, Jan` again, whose profile or stay nobody answered for. */
static bool
is_of_same(const struct action *action, const struct journal_entry *entry)
{
    const struct new_guest *guest = &action->order.guest;
    const struct customer *other = store_customer_of(action->desk->store, entry->account);
    char mark[TEXT_MARK_SIZE];

    if (entry->operation == OP_customers_add)
        return strcmp(entry->nonce, reconcile_text_mark(guest->last_name, mark)) == 0;
    return entry->operation == OP_reservations_add && other
           && names_are_alike(other->last_name, guest->last_name)
           && names_are_alike(other->first_name, guest->first_name);
}

/* A guest without a profile is not known by an identifier: the journal goes by the name. */
static bool
judge_repeat(const struct action *action, struct error *err)
{
    const struct desk *desk = action->desk;

    if (uuid_is_set(action->order.account) || action->order.insist)
        return true;
    for (size_t i = 0; i < desk->unknown_count; i++) {
        long long number = (long long)desk->unknown[i].number;

        if (is_of_same(action, &desk->unknown[i]))
            return error_set(err, ERROR_REFUSED,
                             "Nobody knows whether \"%s\" was done for that name: find out before "
                             "it is repeated, and say so (found %lld done, or found %lld undone).",
                             desk->unknown[i].text, number, number);
    }
    return true;
}

static bool
judge_book(struct action *action, struct error *err)
{
    const struct action_order *order = &action->order;

    if (!uuid_is_set(order->account) && !order->guest.last_name[0])
        return error_set(err, ERROR_USAGE, "Say who: a last name at least.");
    if (!uuid_is_set(order->wish.rate))
        return error_set(err, ERROR_USAGE, "Say by which rate.");
    snprintf(action->order.amount.currency, sizeof(action->order.amount.currency), "%s",
             desk_currency(action->desk)); // of the bill
    return wish_check(action->desk, &order->wish, err)
           && wish_may_have(action->desk, &order->wish, order->room, err)
           && judge_repeat(action, err);
}

/* A stranger's profile is never written over. */
static bool
add_guest(struct action *action, struct request **request, struct error *err)
{
    const struct new_guest *guest = &action->order.guest;
    struct customer_add body = {
        .last_name = guest->last_name,
        .first_name = guest->first_name,
        .email = guest->email,
        .phone = guest->phone,
        .overwrite_existing = false,
    };
    char mark[TEXT_MARK_SIZE];

    (void)err;
    if (uuid_is_set(action->order.account))
        return true;
    *request = action_write(action, OP_customers_add, RECORD_customer_add, &body);
    (*request)->intent.subject = uuid_random(); // it is of nothing that is there
    write_says(*request, reconcile_text_mark(guest->last_name, mark), "a new guest's profile");
    return true;
}

/* The profile that was just made is the guest's. */
static bool
take_guest(struct action *action, struct request **request, struct error *err)
{
    (void)request;
    if (!uuid_is_set(action->order.account))
        action->order.account = action->created;
    if (!uuid_is_set(action->order.account))
        return error_set(err, ERROR_NOT_FOUND,
                         "The property made the profile and did not say which: search the guest.");
    action->subject = action->order.account;
    return true;
}

static bool
make_bill_for_it(struct action *action, struct request **request, struct error *err)
{
    if (!make_bill(action, request, err))
        return false;
    if (*request)
        write_says(*request, "", "a bill for the booking");
    return true;
}

static void
say_booking(const struct action *action, struct request *request, const char *mark)
{
    const struct store *store = action->desk->store;
    const struct resource *room = store_resource_of(store, action->order.room);
    const struct resource_category *category =
        store_resource_category_of(store, action->order.wish.category);
    const struct wish *wish = &action->order.wish;
    char from[DAY_TEXT_SIZE];
    char to[DAY_TEXT_SIZE];

    day_text(wish->arrival, from);
    day_text(day_add(wish->arrival, wish->nights), to);
    if (room)
        write_says(request, mark, "book room %s, %s to %s", room->name, from, to);
    else
        write_says(request, mark, "book %.40s, %s to %s", category ? category->name : "a room",
                   from, to);
}

static bool
add_stay(struct action *action, struct request **request, struct error *err)
{
    const struct action_order *order = &action->order;
    const char *mark = new_nonce(&action->arena);
    struct interval when = wish_interval(action->desk, &order->wish);
    struct person_count counts[PERSON_KINDS];
    size_t kinds = wish_persons(action->desk, &order->wish, counts, err);
    struct reservation_data stay = {
        .identifier = mark,
        .channel_number = mark,
        .state = reservation_state_name(order->wish.is_optional ? RESERVATION_OPTIONAL
                                                                : RESERVATION_CONFIRMED),
        .start_utc = when.start_utc,
        .end_utc = when.end_utc,
        .person_counts = {counts, kinds},
        .customer_id = order->account,
        .category_id = order->wish.category,
        .resource_id = order->room,
        .rate_id = order->wish.rate,
        .notes = order->text,
    };
    struct reservations_add body = {
        .service_id = order->wish.service,
        .reservations = {&stay, 1},
        .check_rates = {PRESENCE_SET, true},
        .check_overbooking = {PRESENCE_SET, true},
        .sends_email = {PRESENCE_SET, order->sends_email},
    };

    if (!kinds)
        return false;
    action->created = (struct uuid){{0}}; // it was the profile
    *request = action_write(action, OP_reservations_add, RECORD_reservations_add, &body);
    say_booking(action, *request, mark);
    return true;
}

static bool
take_stay(struct action *action, struct request **request, struct error *err)
{
    (void)request;
    (void)err;
    action->order.reservation = action->created;
    return true;
}

/* Where nobody said which it is, it is among the guest's. */
static bool
reread_booking(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.account_ids = {&action->order.account, 1}};

    if (uuid_is_set(action->order.reservation))
        return reread_stay(action, request, err);
    *request = desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter);
    return true;
}

static bool
reread_guest(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {
        .customer_ids = {&action->order.account, 1},
        .with_customers = {PRESENCE_SET, true},
        .with_addresses = {PRESENCE_SET, false},
    };

    (void)err;
    *request = desk_read(OP_customers_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

const struct action_row book_row = {
    .word = N_("booking"),
    .noun = "booking",
    .operation = OP_reservations_add,
    .subject = of_booking,
    .judge = judge_book,
    .left = N_("The profile that was made for the guest stays."),
    .steps = (const struct step[]){{add_guest, false},
                                   {take_guest, false},
                                   {reread_guest, true},
                                   {find_bill, true},
                                   {make_bill_for_it, true}, // a house that opens none still books
                                   {add_stay, false},
                                   {take_stay, false},
                                   {reread_booking, true},
                                   {reread_items, true},
                                   {reread_payments, true},
                                   {reread_bills, true},
                                   {NULL, false}},
};
