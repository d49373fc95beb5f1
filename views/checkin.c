#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/rooms.h"
#include "views/cards.h"
#include "views/facts.h"

/*
 * One card from the first key to the room: it asks for what is missing in the order in which it is
 * mended, room, readiness, money, and is built anew whenever one of them changes.
 */

struct checkin {
    struct app *app;
    struct uuid reservation;
    struct uuid room; /* picked here; none: the assigned one */
    bool picks_room;  /* another one than the assigned is wanted */
    bool asks_dirty;  /* I was pressed on a Dirty room: wants a second key */
    bool is_inspecting;
};

static const struct key enter = {KEYCODE_ENTER};

static const struct reservation *
stay_of(const struct checkin *checkin)
{
    return store_reservation_of(desk_store(checkin->app->desk), checkin->reservation);
}

/* NULL: none yet. */
static const struct resource *
room_of(const struct checkin *checkin, const struct reservation *stay)
{
    if (checkin->picks_room)
        return NULL;
    return store_resource_of(desk_store(checkin->app->desk),
                             uuid_is_set(checkin->room) ? checkin->room : stay->resource_id);
}

static void
offer_another_room(struct card *card)
{
    card_action(card, (struct key){'a'}, _("gives another room"));
}

static void
offer_readiness(struct card *card, const struct checkin *checkin, const struct resource *room)
{
    card_guard(card);
    if (checkin->asks_dirty) {
        card_line(card, STYLE_WARNING, "",
                  _("Room %s is Dirty. Has somebody seen that it is ready?"), room->name);
        card_action(card, enter, _("yes, mark it Inspected"));
        return;
    }
    card_line(card, STYLE_WARNING, "", _("Room %s is %s: it must be inspected before check-in."),
              room->name, resource_state_name(room->state));
    card_action(card, (struct key){'I'}, _("marks it Inspected"));
    offer_another_room(card);
}

static void
warn(struct card *card, struct app *app, const struct reservation *stay)
{
    uint32_t warnings = facts_warnings(app, stay);

    for (enum badge badge = 0; badge < BADGE_COUNT; badge++) {
        if (!(warnings & 1u << badge))
            continue;
        card_guard(card);
        card_line(card, STYLE_WARNING, "", "%s", _(badge_row(badge)->text));
    }
    if (account_balance(app->desk, stay->account_id).is_known)
        return;
    card_guard(card);
    card_line(card, STYLE_WARNING, "", "%s", _("What is owed is not known."));
}

static void
offer_start(struct card *card, const struct checkin *checkin, const struct reservation *stay)
{
    struct balance balance = account_balance(checkin->app->desk, stay->account_id);
    char text[MONEY_TEXT_SIZE];

    warn(card, checkin->app, stay);
    if (!balance.is_known && desk_missing(checkin->app->desk, DESK_BALANCES))
        (void)facts_balance(card, checkin->app, stay->account_id); // it says so
    if (facts_is_due(checkin->app, stay, balance)) {
        card_guard(card);
        card_line(card, STYLE_MONEY_DUE, _("Due"),
                  stay_is_secured(checkin->app->desk, stay) ? "%s"
                                                            : _("%s, and nothing secures it"),
                  money_text(balance.amount, text));
        card_action(card, (struct key){'p'}, _("takes a payment"));
        card_action(card, enter, _("checks in all the same"));
        return;
    }
    card_action(card, enter, _("checks in"));
}

/* What is under way, or not loaded yet, holds the keys. */
static void
wait(struct card *card, const struct checkin *checkin, const struct reservation *stay)
{
    const struct action *running = action_of(checkin->app->desk, stay->account_id);

    if (checkin->is_inspecting)
        card_loading(card, _("marking the room"));
    else if (running && !action_error(running))
        card_loading(card, _(action_word(running)));
    else if (!room_of(checkin, stay))
        facts_wait(card, checkin->app, 1u << DESK_ROOMS | 1u << DESK_WINDOW,
                   _("reading the rooms"));
    else if (!account_balance(checkin->app->desk, stay->account_id).is_known)
        facts_wait(card, checkin->app, 1u << DESK_BALANCES, _("reading the balance"));
    else
        card_loading(card, NULL);
}

/* Only the room stands in the way: what is refused can be mended here. */
static bool
is_up_to_room(const struct checkin *checkin, const struct reservation *stay)
{
    return stay->state == RESERVATION_CONFIRMED
           && !instant_before(desk_now(checkin->app->desk), stay->start_utc);
}

static void
build(struct card *card)
{
    struct checkin *checkin = card_context(card);
    struct app *app = checkin->app;
    const struct reservation *stay = stay_of(checkin);
    const struct resource *room;
    struct error err;

    card_reset(card);
    if (!stay) {
        card_line(card, STYLE_ERROR, "", _("The reservation is gone."));
        return;
    }
    facts_stay(card, app, stay);
    wait(card, checkin, stay);
    room = room_of(checkin, stay);
    if (room && uuid_is_set(checkin->room))
        card_line(card, STYLE_STRONG, _("Gets"), "%s  %s", room->name,
                  resource_state_name(room->state));
    if (!room) {
        room_options(card, app, stay);
    } else if (stay_may_start(app->desk, stay, room, &err)) {
        offer_start(card, checkin, stay);
    } else if (!is_up_to_room(checkin, stay)) {
        card_line(card, STYLE_ERROR, "", "%s", err.text);
    } else if (room_occupant(app->desk, room->id, stay)) {
        card_line(card, STYLE_ERROR, "", "%s", err.text);
        offer_another_room(card);
    } else {
        offer_readiness(card, checkin, room);
    }
}

static void
inspected(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
}

static bool
inspect(struct card *card, struct error *err)
{
    struct checkin *checkin = card_context(card);
    const struct resource *room = room_of(checkin, stay_of(checkin));
    struct action_order order = {
        .kind = ACTION_ROOM_STATE,
        .rooms = {&room->id, 1},
        .state = RESOURCE_INSPECTED,
        .key = "i I",
    };

    checkin->asks_dirty = false;
    checkin->is_inspecting =
        app_begin(checkin->app, &order, inspected, err) && action_of(checkin->app->desk, room->id);
    build(card);
    return false;
}

static void
checked_in(void *context, struct action *action)
{
    struct app *app = context;
    const struct reservation *stay =
        store_reservation_of(desk_store(app->desk), action_order(action)->reservation);
    const struct resource *room = stay ? stay_room(app->desk, stay) : NULL;
    char name[256];

    if (action_error(action)) {
        app_error(app, action_error(action));
        return;
    }
    if (stay)
        app_say(app, STYLE_GOOD, _("%s is checked in to room %s."),
                facts_guest(app, stay, name, sizeof(name)), room ? room->name : "");
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct checkin *checkin = card_context(card);
    struct app *app = checkin->app;
    const struct reservation *stay = stay_of(checkin);
    const struct resource *room = stay ? room_of(checkin, stay) : NULL;
    struct action_order order = {
        .kind = ACTION_CHECKIN,
        .reservation = checkin->reservation,
        .room = checkin->room,
        .unlock = true, // the card said so
        .key = "i",
    };

    if (!stay)
        return true;
    if (key.code == 'p') {
        pay_card(app, &(struct payer){.account = stay->account_id, .reservation = stay->id}, NULL);
        return false;
    }
    if (key.code == 'a') {
        checkin->picks_room = true;
        build(card);
        return false;
    }
    if (!room) {
        room = room_by_name(app->desk, card_picked(card));
        checkin->room = room ? room->id : (struct uuid){{0}};
        checkin->picks_room = false;
        build(card);
        return false;
    }
    if (key.code == 'I' && room->state == RESOURCE_DIRTY) {
        checkin->asks_dirty = true;
        build(card);
        return false;
    }
    if (room->state != RESOURCE_INSPECTED)
        return inspect(card, err);
    return app_begin(app, &order, checked_in, err);
}

static void
refresh(struct card *card, uint64_t what)
{
    struct checkin *checkin = card_context(card);
    const struct reservation *stay = stay_of(checkin);
    const struct resource *room = stay ? room_of(checkin, stay) : NULL;

    (void)what;
    if (room && !action_of(checkin->app->desk, room->id))
        checkin->is_inspecting = false;
    build(card);
}

static const struct card_class checkin_class = {
    .name = "checkin",
    .act = act,
    .refresh = refresh,
    .close = card_free_context,
};

void
checkin_card(struct app *app, const struct reservation *stay)
{
    struct checkin *checkin = memory_new(sizeof(*checkin));

    *checkin = (struct checkin){.app = app, .reservation = stay->id};
    build(card_open(app->screen, &checkin_class, _("Check in"), checkin));
}
