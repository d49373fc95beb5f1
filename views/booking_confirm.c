#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/rooms.h"
#include "views/booking.h"
#include "views/cards.h"

/* What will happen, on one card: whom it is for, what is sold, what it costs, who hears of it. */

struct confirmation {
    struct app *app;
    struct action_order order; /* its texts are of the arena */
    struct arena arena;
};

static const char *const no_or_yes[] = {"no", "yes"};

static bool
is_new(const struct confirmation *confirmation)
{
    return !uuid_is_set(confirmation->order.account);
}

/* `Novák, Jan`, as it will be found again. */
static const char *
guest_text(const struct confirmation *confirmation, char *text, size_t size)
{
    const struct new_guest *guest = &confirmation->order.guest;

    if (!is_new(confirmation))
        return account_title(confirmation->app->desk, confirmation->order.account, text, size);
    snprintf(text, size, "%s%s%s", guest->last_name, guest->first_name[0] ? ", " : "",
             guest->first_name);
    return text;
}

/* Somebody of that name came in while the form was left. */
static void
warn_known(struct card *card, const struct confirmation *confirmation)
{
    struct desk *desk = confirmation->app->desk;
    struct guest_match matches[GUEST_MATCHES];
    char name[256];
    char facts[256];

    guest_text(confirmation, name, sizeof(name));
    if (!desk_has_guests(desk, name))
        card_loading(card, _("asking for guests of that name"));
    if (guests_find(desk, name, matches) && matches[0].fit == GUEST_FITS_WHOLE)
        card_line(card, STYLE_WARNING, "", _("A guest of that name is known: %s (Esc, to pick)."),
                  booking_guest_facts(matches[0].guest, facts, sizeof(facts)));
}

static void
say_guest(struct card *card, const struct confirmation *confirmation)
{
    const struct customer *guest =
        store_customer_of(desk_store(confirmation->app->desk), confirmation->order.account);
    char name[256];
    char facts[256];

    card_line(card, STYLE_STRONG, _("Guest"), "%s", guest_text(confirmation, name, sizeof(name)));
    card_line(card, STYLE_NORMAL, "", "%s",
              guest ? booking_guest_facts(guest, facts, sizeof(facts)) : _("a new profile"));
}

static void
warn(struct card *card, const struct confirmation *confirmation)
{
    const struct action_order *order = &confirmation->order;
    struct error doubts[DOUBTS_MOST];
    size_t count = wish_doubts(confirmation->app->desk, &order->wish, order->account, doubts);

    for (size_t i = 0; i < count; i++)
        card_line(card, STYLE_WARNING, "", "%s", doubts[i].text);
    if (is_new(confirmation))
        warn_known(card, confirmation);
}

/* An address to which a confirmation can go; "". */
static const char *
address_of(const struct confirmation *confirmation)
{
    const struct customer *guest =
        store_customer_of(desk_store(confirmation->app->desk), confirmation->order.account);

    return guest ? guest->email : confirmation->order.guest.email;
}

static void
say_stay(struct card *card, const struct wish *wish, struct interval when)
{
    struct wall_time start = zone_wall_time(when.start_utc);
    struct wall_time end = zone_wall_time(when.end_utc);

    card_line(card, STYLE_STRONG, _("Stay"),
              ngettext("%02d.%02d.-%02d.%02d.  %d night  %d+%d",
                       "%02d.%02d.-%02d.%02d.  %d nights  %d+%d", (unsigned long)wish->nights),
              start.day, start.month, end.day, end.month, wish->nights, wish->persons.adults,
              wish->persons.children);
}

static void
say_room(struct card *card, const struct confirmation *confirmation)
{
    const struct store *store = desk_store(confirmation->app->desk);
    const struct action_order *order = &confirmation->order;
    const struct resource *room = store_resource_of(store, order->room);
    const struct resource_category *category =
        store_resource_category_of(store, order->wish.category);
    const char *name = category ? category->name : "";
    bool is_ready = !order->wish.starts_now || (room && room->state == RESOURCE_INSPECTED);

    if (room)
        card_line(card, is_ready ? STYLE_NORMAL : STYLE_WARNING, _("Room"), "%s  %s  %s",
                  room->name, resource_state_name(room->state), name);
    else
        card_line(card, STYLE_NORMAL, _("Category"), "%s", name);
}

static const struct vacancy *
find_vacancy(const struct confirmation *confirmation, struct arena *arena)
{
    const struct action_order *order = &confirmation->order;
    struct vacancy *rows;
    size_t count = vacancies_by_category(confirmation->app->desk, &order->wish, arena, &rows);

    for (size_t i = 0; i < count; i++)
        if (uuid_equal(rows[i].category->id, order->wish.category))
            return &rows[i];
    return NULL;
}

/* As the property priced it; what it refuses is said here before it does. */
static void
say_price(struct card *card, const struct confirmation *confirmation)
{
    struct arena arena = {0};
    struct desk *desk = confirmation->app->desk;
    const struct wish *wish = &confirmation->order.wish;
    const struct rate *rate = store_rate_of(desk_store(desk), wish->rate);
    const struct vacancy *vacancy = find_vacancy(confirmation, &arena);
    char price[MONEY_TEXT_SIZE];
    struct error err;

    if (vacancy && vacancy->price.currency[0])
        card_line(card, STYLE_MONEY_DUE, _("Price"), _("%s in all"),
                  money_text(vacancy->price, price));
    else
        card_line(card, STYLE_WARNING, _("Price"), "%s", _("not known"));
    card_line(card, STYLE_NORMAL, _("Rate"), "%s", rate ? rate->name : "");
    if (vacancy && !vacancy_check(desk, wish, vacancy, &err))
        card_line(card, STYLE_ERROR, "", "%s", err.text);
    arena_clear(&arena);
}

static void
build(struct card *card)
{
    struct confirmation *confirmation = card_context(card);
    struct desk *desk = confirmation->app->desk;
    const struct wish *wish = &confirmation->order.wish;

    card_reset(card);
    card_guard(card);
    card_loading(card, NULL);
    desk_load_vacancies(desk, wish);
    say_guest(card, confirmation);
    say_room(card, confirmation);
    say_stay(card, wish, wish_interval(desk, wish));
    say_price(card, confirmation);
    warn(card, confirmation);
    if (address_of(confirmation)[0]) {
        card_field(card, "email", _("E-mail"), INPUT_CHOICE,
                   no_or_yes[confirmation->order.sends_email]);
        card_choices(card, "email", no_or_yes, countof(no_or_yes));
    }
    if (!desk_has_vacancies(desk))
        card_loading(card, _("asking what it costs"));
    card_action(card, (struct key){KEYCODE_ENTER},
                wish->starts_now ? _("books it, then check-in") : _("books it"));
}

/* The form that asked for it has nothing more to ask. */
static void
close_form(const struct app *app)
{
    struct card *form = screen_card(app->screen);

    if (form && booking_is_form(form))
        card_finish(form);
}

static void
booked(void *context, struct action *action)
{
    struct app *app = context;
    const struct action_order *order = action_order(action);
    const struct reservation *stay =
        store_reservation_of(desk_store(app->desk), order->reservation);
    char name[256];

    if (action_error(action)) {
        app_error(app, action_error(action));
        return;
    }
    close_form(app);
    app_say(app, STYLE_GOOD, _("Booked: #%s, %s."), stay ? stay->number : "?",
            account_title(app->desk, order->account, name, sizeof(name)));
    if (stay && order->wish.starts_now)
        checkin_card(app, stay);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct confirmation *confirmation = card_context(card);

    (void)key;
    confirmation->order.sends_email = strcmp(card_text(card, "email"), no_or_yes[1]) == 0;
    return app_begin(confirmation->app, &confirmation->order, booked, err);
}

static void
release(struct card *card)
{
    struct confirmation *confirmation = card_context(card);

    arena_clear(&confirmation->arena);
    free(confirmation);
}

static const struct card_class confirm_class = {
    .name = "booking-confirm",
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_reservation) | DESK_KIND(RECORD_resource)
                  | DESK_KIND(RECORD_customer) | DESK_STATUS,
    .close = release,
};

void
booking_confirm_card(struct app *app, const struct action_order *order)
{
    struct confirmation *confirmation = memory_new(sizeof(*confirmation));
    char name[256];

    *confirmation = (struct confirmation){.app = app};
    confirmation->order = action_order_copy(&confirmation->arena, order);
    if (is_new(confirmation))
        desk_load_guests(app->desk, guest_text(confirmation, name, sizeof(name)));
    build(card_open(app->screen, &confirm_class,
                    order->wish.starts_now ? _("Walk-in") : _("Book a stay"), confirmation));
}
