#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/desk/rooms.h"
#include "views/booking.h"
#include "views/command_functions.h"
#include "views/resolve.h"
#include "views/said_payment.h"

/*
 * Selling a stay: a form on the screen; in `run` the words say who, and of the rest what is wanted,
 * the best of the house is taken.
 */

enum {
    PARTS_NEEDED = 1u << DESK_ROOMS | 1u << DESK_STAYS | 1u << DESK_CATALOG,
    PARTS_WANTED = 1u << DESK_WINDOW | 1u << DESK_BALANCES
};

static bool
is_yes(const struct invocation *invocation, const char *key)
{
    const char *value = invocation_value(invocation, key);

    return value && strcasecmp(value, "yes") == 0;
}

/* What is said */

static bool
read_room(struct app *app, const struct invocation *invocation, struct action_order *order,
          struct error *err)
{
    const char *text = invocation_value(invocation, "room");
    const struct resource *room = text ? resolve_room(app, text, err) : NULL;
    const struct resource_category *category = room ? room_category(app->desk, room->id) : NULL;

    if (!text || !room) // under the rack's cursor may be a stay without one
        return !text || (app->screen && err->kind == ERROR_REFUSED);
    if (!category)
        return error_set(err, ERROR_REFUSED, "Room %s is of no category: it isn't sold.",
                         room->name);
    order->room = room->id;
    order->wish.category = category->id;
    order->wish.service = category->service_id;
    return true;
}

static bool
read_category(struct app *app, const struct invocation *invocation, struct action_order *order,
              struct error *err)
{
    const char *text = invocation_value(invocation, "category");
    const struct resource_category *category;

    if (!text)
        return true;
    category = booking_category(app, order->wish.service, text, err);
    if (!category)
        return false;
    if (uuid_is_set(order->room) && !uuid_equal(category->id, order->wish.category))
        return error_set(err, ERROR_USAGE, "The room is no %.60s: say one of the two.",
                         category->name);
    order->wish.category = category->id;
    return true;
}

static bool
read_rate(struct app *app, const struct invocation *invocation, struct action_order *order,
          struct error *err)
{
    const char *text = invocation_value(invocation, "rate");
    const struct rate *rate = text ? booking_rate(app, order->wish.service, text, err) : NULL;

    if (rate)
        order->wish.rate = rate->id;
    return rate || !text;
}

/* From the arrival to a day, or so many nights. */
static bool
read_nights(struct app *app, const struct invocation *invocation, struct wish *wish,
            struct error *err)
{
    const char *nights = invocation_value(invocation, "nights");
    const char *from = invocation_value(invocation, "from");
    const char *to = invocation_value(invocation, "to");
    struct day end;

    if (from && !booking_arrival(app, from, &wish->arrival, err))
        return false;
    if (nights && to)
        return error_set(err, ERROR_USAGE, "Say to= or nights=, not both.");
    if (nights)
        return booking_nights(nights, &wish->nights, err);
    if (!to)
        return true;
    if (!resolve_date(app, to, &end, err))
        return false;
    wish->nights = end.number - wish->arrival.number;
    return wish->nights >= 1
           || error_set(err, ERROR_USAGE, "to=%.20s: the departure is after the arrival.", to);
}

static bool
read_state(const struct invocation *invocation, struct wish *wish, struct error *err)
{
    const char *state = invocation_value(invocation, "state");

    wish->is_optional = state && strcasecmp(state, "Optional") == 0;
    return !state || wish->is_optional || strcasecmp(state, "Confirmed") == 0
           || error_set(err, ERROR_USAGE, "state=%.20s: Confirmed or Optional.", state);
}

static bool
read_words(struct app *app, const struct invocation *invocation, struct action_order *order,
           struct error *err)
{
    const char *persons = invocation_value(invocation, "persons");

    return (!persons || booking_persons(persons, &order->wish.persons, err))
           && read_nights(app, invocation, &order->wish, err)
           && read_state(invocation, &order->wish, err) && read_room(app, invocation, order, err)
           && read_category(app, invocation, order, err) && read_rate(app, invocation, order, err);
}

/* Who it is for, in `run` */

static bool
has_guests(struct app *app, const void *context, struct error *err)
{
    (void)err;
    return desk_has_guests(app->desk, context);
}

static bool
say_several(const struct app *app, const char *text, const struct guest_match *matches,
            size_t count, struct error *err)
{
    char list[400] = "";
    size_t length = 0;

    for (size_t i = 0; i < count && length < sizeof(list) - 150; i++) {
        const struct customer *guest = matches[i].guest;
        char name[80];
        char facts[200];

        account_title(app->desk, guest->id, name, sizeof(name));
        length +=
            (size_t)snprintf(list + length, sizeof(list) - length, "%s%.40s (%.60s)", i ? "; " : "",
                             name, booking_guest_facts(guest, facts, sizeof(facts)));
    }
    return error_set(err, ERROR_USAGE,
                     "\"%.40s\" may be %s. Say guest=\"Last, First\", an e-mail, a phone number or "
                     "an id; or new=yes.",
                     text, list);
}

/* As `Last, First`, with what else is said. */
static void
take_new(const struct invocation *invocation, struct guest_name *name, struct action_order *order)
{
    order->guest = (struct new_guest){
        .last_name = name->last,
        .first_name = name->first,
        .email = invocation_value(invocation, "mail"),
        .phone = invocation_value(invocation, "phone"),
    };
}

/*
 * One whose whole name, e-mail or number it is; several such, or the bare last name of somebody
 * else, are no answer.
 */
static bool
find_guest(struct app *app, const struct invocation *invocation, struct guest_name *name,
           struct action_order *order, struct error *err)
{
    const char *text = invocation_value(invocation, "guest");
    struct guest_match matches[GUEST_MATCHES];
    struct uuid id;
    size_t count;
    size_t fitting = 0;

    if (!text || !*text)
        return error_set(err, ERROR_USAGE, "Say who: guest=\"Last, First\".");
    *name = guest_name_of(text);
    take_new(invocation, name, order);
    if (uuid_parse(text, &id)) {
        order->account = id;
        return store_customer_of(desk_store(app->desk), id)
               || error_set(err, ERROR_NOT_FOUND, "No guest %s among those loaded.", text);
    }
    if (is_yes(invocation, "new"))
        return true;
    desk_load_guests(app->desk, text);
    if (!app_wait(app, has_guests, text, err))
        return false;
    count = guests_find(app->desk, text, matches);
    while (fitting < count && matches[fitting].fit >= GUEST_FITS_LAST_NAME)
        fitting++;
    if (fitting > 1 || (fitting && matches[0].fit == GUEST_FITS_LAST_NAME))
        return say_several(app, text, matches, fitting, err);
    if (fitting)
        order->account = matches[0].guest->id;
    return true;
}

/* What is sold, in `run` */

static bool
has_vacancies(struct app *app, const void *context, struct error *err)
{
    (void)context;
    (void)err;
    return desk_has_vacancies(app->desk)
           && (desk_has(app->desk, DESK_WINDOW) || desk_missing(app->desk, DESK_WINDOW));
}

static bool
is_wanted(const struct vacancy *vacancy, const struct action_order *order)
{
    if (uuid_is_set(order->room) && vacancy->room)
        return uuid_equal(vacancy->room->id, order->room);
    return !uuid_is_set(order->wish.category)
           || uuid_equal(vacancy->category->id, order->wish.category);
}

/* The best that is wanted and may be sold; the error is of the best that may not. */
static const struct vacancy *
pick(const struct app *app, const struct action_order *order, const struct vacancy *rows,
     size_t count, struct error *err)
{
    struct error other = {0};

    for (size_t i = 0; i < count; i++) {
        if (!is_wanted(&rows[i], order))
            continue;
        if (vacancy_check(app->desk, &order->wish, &rows[i], other.kind ? NULL : &other))
            return &rows[i];
    }
    if (other.kind)
        *err = other;
    else if ((!uuid_is_set(order->wish.category) || wish_check(app->desk, &order->wish, err))
             && wish_may_have(app->desk, &order->wish, order->room, err))
        error_set(err, ERROR_REFUSED, "No room is free for all nights%s.",
                  uuid_is_set(order->wish.category) ? " in this category" : "");
    return NULL;
}

/* By the rate of the wish: room and category, where they aren't said. */
static bool
choose_by_rate(struct app *app, struct action_order *order, bool wants_room, struct error *err)
{
    struct arena arena = {0};
    struct vacancy *rows;
    const struct vacancy *picked;
    size_t count;

    desk_load_vacancies(app->desk, &order->wish);
    if (!app_wait(app, has_vacancies, NULL, err))
        return false;
    count = wants_room ? vacancies_by_room(app->desk, &order->wish, &arena, &rows)
                       : vacancies_by_category(app->desk, &order->wish, &arena, &rows);
    picked = pick(app, order, rows, count, err);
    if (picked) {
        order->wish.category = picked->category->id;
        order->room = picked->room ? picked->room->id : order->room;
    }
    arena_clear(&arena);
    return picked != NULL;
}

/* Without a rate the best one by which it is sold. */
static bool
choose(struct app *app, struct action_order *order, bool wants_room, struct error *err)
{
    const struct rate *rates[RATES_MOST];
    size_t count = wish_rates(app->desk, order->wish.service, rates);
    struct error first = {0};

    if (uuid_is_set(order->wish.rate))
        return choose_by_rate(app, order, wants_room, err);
    for (size_t i = 0; i < count; i++) {
        order->wish.rate = rates[i]->id;
        if (choose_by_rate(app, order, wants_room, err))
            return true;
        first = first.kind ? first : *err;
    }
    if (!count)
        return error_set(err, ERROR_REFUSED, "The house has no rate that is open to all.");
    *err = first;
    return false;
}

/* Nobody looks at a card: what the card would warn of is refused. */
static bool
check_doubts(struct app *app, const struct invocation *invocation, const struct action_order *order,
             struct error *err)
{
    struct error doubts[DOUBTS_MOST];
    size_t count = wish_doubts(app->desk, &order->wish, order->account, doubts);

    if (!count || is_yes(invocation, "insist"))
        return true;
    return error_set(err, ERROR_REFUSED, "%s Add insist=yes to book it all the same.",
                     doubts[0].text);
}

/* Walk-in */

static bool
check_ready(const struct app *app, const struct invocation *invocation,
            const struct action_order *order, struct error *err)
{
    const struct resource *room = store_resource_of(desk_store(app->desk), order->room);

    if (!room || room->state == RESOURCE_INSPECTED || is_yes(invocation, "inspect"))
        return true;
    return error_set(err, ERROR_REFUSED,
                     "Room %s is %s: it must be inspected before check-in. Add inspect=yes, take "
                     "another room, or book it without check-in (book from=today).",
                     room->name, resource_state_name(room->state));
}

/* The guest stands there with a stay: what is left undone is said with its number. */
static bool
say_booked(const struct app *app, const struct action_order *booked, const char *what,
           struct error *err)
{
    const struct reservation *stay =
        store_reservation_of(desk_store(app->desk), booked->reservation);

    return error_prefix(err, "Reservation #%s is booked, %s: ", stay ? stay->number : "?", what);
}

static bool
pay(struct app *app, const struct invocation *invocation, const struct action_order *booked,
    struct error *err)
{
    const char *amount = invocation_value(invocation, "pay");
    struct payer payer = {.account = booked->account, .reservation = booked->reservation};
    struct action_order paid;
    struct said_payment said;

    if (!amount)
        return true;
    return (app_wait_account(app, payer.account, err)
            && payment_as_said(app, invocation, amount, &payer, &said, err)
            && app_perform(app, &said.order, &paid, err))
           || say_booked(app, booked, _("and not paid"), err);
}

static bool
check_in(struct app *app, const struct invocation *invocation, const struct action_order *booked,
         struct error *err)
{
    struct action_order order = {
        .kind = ACTION_CHECKIN,
        .reservation = booked->reservation,
        .inspect = is_yes(invocation, "inspect"),
        .key = invocation->line,
    };

    return app_act(app, &order, err) || say_booked(app, booked, _("and not checked in"), err);
}

static bool
walk_in(struct app *app, const struct invocation *invocation, struct action_order *order,
        struct error *err)
{
    struct guest_name name;
    struct action_order booked;

    return find_guest(app, invocation, &name, order, err) && choose(app, order, true, err)
           && check_ready(app, invocation, order, err) && check_doubts(app, invocation, order, err)
           && app_perform(app, order, &booked, err) && pay(app, invocation, &booked, err)
           && check_in(app, invocation, &booked, err);
}

/* The form, with what is said; a guest who is selected by the name. */
static bool
open_form(struct app *app, const struct invocation *invocation, const struct action_order *order)
{
    const char *guest = invocation_value(invocation, "guest");
    struct uuid id;
    char name[256];

    if (guest && uuid_parse(guest, &id))
        guest = account_title(app->desk, id, name, sizeof(name));
    booking_card(app, order, guest ? guest : "");
    return true;
}

bool
command_walkin(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct action_order order = {.kind = ACTION_BOOK, .key = invocation->line};

    if (!app->screen && !app_wait_parts(app, PARTS_NEEDED, PARTS_WANTED, err))
        return false;
    order.wish = wish_walkin(app->desk);
    if (!read_words(app, invocation, &order, err))
        return false;
    return app->screen ? open_form(app, invocation, &order) : walk_in(app, invocation, &order, err);
}

/* For another day */

bool
command_book(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct action_order order = {.kind = ACTION_BOOK, .key = invocation->line};
    struct guest_name name;

    if (!app->screen && !app_wait_parts(app, PARTS_NEEDED, PARTS_WANTED, err))
        return false;
    order.wish = wish_walkin(app->desk);
    order.wish.starts_now = false;
    order.sends_email = is_yes(invocation, "email");
    if (!read_words(app, invocation, &order, err))
        return false;
    if (app->screen)
        return open_form(app, invocation, &order);
    return find_guest(app, invocation, &name, &order, err)
           && choose(app, &order, uuid_is_set(order.room), err)
           && check_doubts(app, invocation, &order, err) && app_act(app, &order, err);
}
