#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/rooms.h"
#include "views/booking.h"
#include "views/facts.h"
#include "views/resolve.h"

/*
 * Two pages of one card: what is sold, then to whom. The best of the house and one night are picked
 * already, so that `w ⏎ name ⏎` comes to the card that says what will happen; Esc goes back a page.
 */

enum {
    PARTS_SHOWN = 1u << DESK_ROOMS | 1u << DESK_STAYS | 1u << DESK_WINDOW | 1u << DESK_CATALOG,
    ROOMS_SHOWN = 60,
    CATEGORY_WIDTH = 5
};

struct form {
    struct app *app;
    struct action_order order; /* its texts are of the arena */
    struct arena arena;
    const char *guest; /* as the command said it, like the category's letters */
    const char *letters;
    char asked[2 * GUEST_NAME_SIZE]; /* by which guests were asked for */
    bool is_sold;                    /* what is sold was said: it is about the guest */
    bool is_by_room;                 /* rooms are sold; else categories */
};

static const struct key enter = {KEYCODE_ENTER};
static const char new_profile[] = "new";
static const char *const states[] = {"Confirmed", "Optional"};

/* What is sold */

/* The wish as the fields have it. */
static bool
read_wish(const struct card *card, struct form *form, struct error *err)
{
    struct wish *wish = &form->order.wish;
    const struct rate *rates[RATES_MOST];
    size_t count = wish_rates(form->app->desk, wish->service, rates);
    const char *rate = card_text(card, "rate");

    for (size_t i = 0; i < count; i++)
        if (strcmp(rates[i]->name, rate) == 0)
            wish->rate = rates[i]->id;
    wish->is_optional = strcmp(card_text(card, "state"), states[1]) == 0;
    return (wish->starts_now
            || booking_arrival(form->app, card_text(card, "from"), &wish->arrival, err))
           && booking_nights(card_text(card, "nights"), &wish->nights, err)
           && booking_persons(card_text(card, "persons"), &wish->persons, err);
}

static void
ask_rate(struct card *card, const struct form *form)
{
    const struct rate *rates[RATES_MOST];
    const char *names[RATES_MOST];
    size_t count = wish_rates(form->app->desk, form->order.wish.service, rates);
    const struct rate *said = store_rate_of(desk_store(form->app->desk), form->order.wish.rate);

    for (size_t i = 0; i < count; i++)
        names[i] = rates[i]->name;
    if (!count)
        return;
    card_field(card, "rate", _("Rate"), INPUT_CHOICE, said ? said->name : names[0]);
    card_choices(card, "rate", names, count);
}

static void
ask_terms(struct card *card, const struct form *form)
{
    const struct wish *wish = &form->order.wish;
    char nights[16];
    char persons[24];
    char from[DAY_TEXT_SIZE];

    snprintf(nights, sizeof(nights), "%d", wish->nights);
    snprintf(persons, sizeof(persons), wish->persons.children ? "%d+%d" : "%d",
             wish->persons.adults, wish->persons.children);
    if (!wish->starts_now)
        card_field(card, "from", _("From"), INPUT_LINE, day_text(wish->arrival, from));
    card_field(card, "nights", _("Nights"), INPUT_NUMBER, nights);
    card_field(card, "persons", _("Persons"), INPUT_AMOUNT, persons);
    card_field(card, "room", form->is_by_room ? _("Room") : _("Category"), INPUT_LINE,
               form->letters);
    ask_rate(card, form);
    if (wish->starts_now)
        return;
    card_field(card, "state", _("State"), INPUT_CHOICE, states[wish->is_optional]);
    card_choices(card, "state", states, countof(states));
}

/* `12 left`, `none left`; the price, or why there is none. */
static void
say_offer(const struct vacancy *vacancy, char left[24], char price[MONEY_TEXT_SIZE])
{
    if (!vacancy->is_known)
        snprintf(left, 24, "·");
    else if (vacancy->left < 1)
        snprintf(left, 24, "%s", _("none left"));
    else
        snprintf(left, 24, _("%d left"), (int)vacancy->left);
    if (vacancy->is_restricted)
        snprintf(price, MONEY_TEXT_SIZE, "%s", _("restricted"));
    else if (vacancy->price.currency[0])
        money_text(vacancy->price, price);
    else
        snprintf(price, MONEY_TEXT_SIZE, "·");
}

/* A text in so many cells. */
static const char *
padded(const char *text, int width, char *out, size_t size)
{
    int used = text_fit(text, width, out, size - (size_t)width);

    snprintf(out + strlen(out), size - strlen(out), "%*s", width - used, "");
    return out;
}

static const char *
short_name(const struct resource_category *category)
{
    return category->short_name[0] ? category->short_name : category->name;
}

/* Where letters were typed, those of the room's number or the category's name. */
static bool
has_letters(const struct vacancy *vacancy, const char *letters)
{
    char query[128];
    char text[400];
    char key[400];

    fold_text(letters, query, sizeof(query));
    snprintf(text, sizeof(text), "%s %s %s", vacancy->room ? vacancy->room->name : "",
             vacancy->category->short_name, vacancy->category->name);
    fold_text(text, key, sizeof(key));
    return !query[0] || fold_match(key, query);
}

static void
offer(struct card *card, const struct vacancy *vacancy, bool starts_now)
{
    bool is_sold = !vacancy->is_restricted && (!vacancy->is_known || vacancy->left > 0);
    bool is_ready = !starts_now || !vacancy->room || vacancy->room->state == RESOURCE_INSPECTED;
    enum style style = is_sold && is_ready ? STYLE_NORMAL : STYLE_DIM;
    char price[MONEY_TEXT_SIZE];
    char category[64];
    char id[UUID_TEXT_SIZE];
    char left[24];

    say_offer(vacancy, left, price);
    padded(short_name(vacancy->category), CATEGORY_WIDTH, category, sizeof(category));
    if (vacancy->room)
        card_option(card, vacancy->room->name, style, "%-5s %-9s %s%12s %9s  %s",
                    vacancy->room->name, resource_state_name(vacancy->room->state), category, price,
                    left, vacancy->category->name);
    else
        card_option(card, uuid_text(vacancy->category->id, id), style, "%s%12s %9s  %s", category,
                    price, left, vacancy->category->name);
}

static size_t
find_vacancies(const struct form *form, struct arena *arena, struct vacancy **rows)
{
    const struct wish *wish = &form->order.wish;

    return form->is_by_room ? vacancies_by_room(form->app->desk, wish, arena, rows)
                            : vacancies_by_category(form->app->desk, wish, arena, rows);
}

static void
offer_vacancies(struct card *card, const struct form *form)
{
    struct arena arena = {0};
    struct vacancy *rows;
    size_t count = find_vacancies(form, &arena, &rows);
    size_t shown = 0;

    for (size_t i = 0; i < count && shown < ROOMS_SHOWN; i++) {
        if (!has_letters(&rows[i], card_text(card, "room")))
            continue;
        offer(card, &rows[i], form->order.wish.starts_now);
        shown++;
    }
    if (!count)
        card_line(card, STYLE_ERROR, "", "%s", _("No room is free for all nights and persons."));
    else if (!shown)
        card_line(card, STYLE_DIM, "", "%s", _("No free room has these letters."));
    arena_clear(&arena);
}

static void
show_sale(struct card *card, struct form *form)
{
    struct app *app = form->app;
    const struct error *missing;
    struct error err;

    ask_terms(card, form);
    if (!read_wish(card, form, &err)) {
        card_line(card, STYLE_ERROR, "", "%s", err.text);
        return;
    }
    desk_load_vacancies(app->desk, &form->order.wish);
    missing = desk_vacancies_missing(app->desk);
    if (missing)
        card_line(card, STYLE_WARNING, "", _("Not all is known: %s"), missing->text);
    offer_vacancies(card, form);
    if (!desk_has_vacancies(app->desk))
        card_loading(card, _("asking what is left and what it costs"));
    card_action(card, enter, _("goes on to the guest"));
}

/* An option's name: a room's, else a category's identifier. */
static const char *
option_name(const struct resource *room, struct uuid category, char id[UUID_TEXT_SIZE])
{
    return room ? room->name : uuid_text(category, id);
}

/* What the picked option stands for: a row in the arena; NULL. */
static const struct vacancy *
picked_vacancy(const struct card *card, const struct form *form, struct arena *arena)
{
    const char *picked = card_picked(card);
    struct vacancy *rows;
    size_t count = find_vacancies(form, arena, &rows);

    for (size_t i = 0; picked && i < count; i++) {
        char id[UUID_TEXT_SIZE];

        if (strcmp(option_name(rows[i].room, rows[i].category->id, id), picked) == 0)
            return &rows[i];
    }
    return NULL;
}

static bool
take_sale(struct card *card, struct form *form, struct error *err)
{
    struct arena arena = {0};
    struct error unread;
    const struct vacancy *vacancy = NULL;
    bool ok = read_wish(card, form, &unread);

    if (ok)
        vacancy = picked_vacancy(card, form, &arena);
    if (!ok)
        *err = unread;
    else if (!vacancy)
        ok = error_set(err, ERROR_REFUSED, _("Nothing is picked."));
    else
        ok = vacancy_check(form->app->desk, &form->order.wish, vacancy, err);
    if (ok) {
        form->order.wish.category = vacancy->category->id;
        form->order.room = vacancy->room ? vacancy->room->id : (struct uuid){{0}};
        form->is_sold = true;
    }
    arena_clear(&arena);
    return ok;
}

/* To whom */

static void
say_sale(struct card *card, const struct form *form)
{
    const struct store *store = desk_store(form->app->desk);
    const struct wish *wish = &form->order.wish;
    const struct resource *room = store_resource_of(store, form->order.room);
    const struct resource_category *category = store_resource_category_of(store, wish->category);

    card_line(card, STYLE_NORMAL, room ? _("Room") : _("Category"), "%s%s%s",
              room ? room->name : "", room ? "  " : "", category ? category->name : "");
}

static void
offer_new(struct card *card, const char *text)
{
    struct guest_name name = guest_name_of(text);

    if (name.last[0] && !strchr(text, '@'))
        card_option(card, new_profile, STYLE_NORMAL, _("new guest  %s%s%s"), name.last,
                    name.first[0] ? ", " : "", name.first);
}

static void
offer_guest(struct card *card, const struct form *form, const struct guest_match *match)
{
    const struct customer *guest = match->guest;
    bool is_unwanted = guest->classes & (1u << CUSTOMER_BLOCKLIST | 1u << CUSTOMER_BLACKLIST);
    char id[UUID_TEXT_SIZE];
    char name[256];
    char facts[256];

    card_option(card, uuid_text(guest->id, id), is_unwanted ? STYLE_WARNING : STYLE_NORMAL,
                "%s  %s%s", account_title(form->app->desk, guest->id, name, sizeof(name)),
                booking_guest_facts(guest, facts, sizeof(facts)),
                is_unwanted ? _("  on the blocklist") : "");
}

/* Once for a text, whatever becomes of it. */
static void
ask_guests(struct form *form, const char *text)
{
    if (strcmp(form->asked, text) == 0 || strlen(text) < GUEST_LETTERS)
        return;
    text_copy(form->asked, sizeof(form->asked), text);
    desk_load_guests(form->app->desk, text);
}

/* Who is named whole comes first, else the one whom nobody knows yet. */
static void
show_guest(struct card *card, struct form *form)
{
    const char *text;
    struct guest_match matches[GUEST_MATCHES];
    bool is_known;
    size_t count;

    say_sale(card, form);
    card_field(card, "guest", _("Guest"), INPUT_LINE, form->guest);
    card_field(card, "mail", _("E-mail"), INPUT_LINE, "");
    card_field(card, "phone", _("Phone"), INPUT_LINE, "");
    text = card_text(card, "guest");
    ask_guests(form, text);
    count = guests_find(form->app->desk, text, matches);
    is_known = count && matches[0].fit == GUEST_FITS_WHOLE;
    if (!is_known)
        offer_new(card, text);
    for (size_t i = 0; i < count; i++)
        offer_guest(card, form, &matches[i]);
    if (is_known)
        offer_new(card, text);
    if (!text[0])
        card_line(card, STYLE_DIM, "", "%s",
                  _("Last, First: the last name is enough. E-mail or phone find who is known."));
    card_action(card, enter, _("goes on"));
}

static bool
take_guest(struct card *card, struct form *form, struct error *err)
{
    const char *picked = card_picked(card);
    struct guest_name name = guest_name_of(card_text(card, "guest"));
    struct action_order order = form->order;

    if (!picked)
        return error_set(err, ERROR_USAGE, _("Say who: a last name at least."));
    order.account = (struct uuid){{0}};
    if (!uuid_parse(picked, &order.account))
        order.guest = (struct new_guest){
            .last_name = name.last,
            .first_name = name.first,
            .email = card_text(card, "mail"),
            .phone = card_text(card, "phone"),
        };
    booking_confirm_card(form->app, &order);
    return true;
}

/* The card */

static void
build(struct card *card)
{
    struct form *form = card_context(card);
    struct app *app = form->app;

    card_reset(card);
    if (!uuid_is_set(form->order.wish.service) && wish_service(app->desk))
        form->order.wish.service = wish_service(app->desk)->id;
    facts_wait(card, app, PARTS_SHOWN, _("reading the rooms"));
    if (form->is_sold)
        show_guest(card, form);
    else
        show_sale(card, form);
    if (action_is_running(app->desk, ACTION_BOOK))
        card_loading(card, _("booking"));
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct form *form = card_context(card);

    (void)key;
    if (form->is_sold) {
        (void)take_guest(card, form, err);
        return false;
    }
    if (take_sale(card, form, err)) {
        build(card);
        card_focus(card, "guest");
    }
    return false;
}

/* Back to what is sold, where it was picked. */
static bool
take_key(struct card *card, struct key key)
{
    struct form *form = card_context(card);
    const struct resource *room = store_resource_of(desk_store(form->app->desk), form->order.room);
    char id[UUID_TEXT_SIZE];

    if (key.code != KEYCODE_ESCAPE || !form->is_sold)
        return false;
    form->is_sold = false;
    build(card);
    card_pick(card, option_name(room, form->order.wish.category, id));
    card_focus(card, "nights");
    return true;
}

static void
release(struct card *card)
{
    struct form *form = card_context(card);

    arena_clear(&form->arena);
    free(form);
}

static const struct card_class form_class = {
    .name = "booking",
    .changed = build,
    .key = take_key,
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_reservation) | DESK_KIND(RECORD_resource)
                  | DESK_KIND(RECORD_resource_block) | DESK_KIND(RECORD_rate)
                  | DESK_KIND(RECORD_customer) | DESK_STATUS | DESK_ACTIONS,
    .close = release,
};

bool
booking_is_form(const struct card *card)
{
    return card_is(card, &form_class);
}

void
booking_card(struct app *app, const struct action_order *order, const char *guest)
{
    struct form *form = memory_new(sizeof(*form));
    const struct store *store = desk_store(app->desk);
    const struct resource *room = store_resource_of(store, order->room);
    const struct resource_category *category =
        room ? NULL : store_resource_category_of(store, order->wish.category);
    struct card *card;

    *form = (struct form){.app = app, .is_by_room = order->wish.starts_now || room};
    form->order = action_order_copy(&form->arena, order);
    form->guest = arena_text(&form->arena, guest);
    form->letters = arena_text(&form->arena, category ? short_name(category) : "");
    vacancies_refresh(app->desk); // what was read for the last guest is old
    card = card_open(app->screen, &form_class,
                     order->wish.starts_now ? _("Walk-in") : _("Book a stay"), form);
    if (room)
        card_pick(card, room->name);
    build(card);
    card_focus(card, order->wish.starts_now ? "nights" : "from");
}
