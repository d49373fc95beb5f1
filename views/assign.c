#include <stdlib.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/rooms.h"
#include "views/cards.h"
#include "views/facts.h"

/* Rooms: picking one for a stay, and saying in what state one is. */

enum {
    PARTS_FOR_ROOMS = 1u << DESK_ROOMS | 1u << DESK_WINDOW /* who has which when */
};

struct assignment {
    struct app *app;
    struct uuid reservation;
    enum action_kind kind; /* ACTION_ASSIGN, or ACTION_MOVE of who is in house */
};

static const struct reservation *
stay_of(const struct assignment *assignment)
{
    return store_reservation_of(desk_store(assignment->app->desk), assignment->reservation);
}

void
room_options(struct card *card, struct app *app, const struct reservation *stay)
{
    struct room_choice choices[ROOM_CHOICES];
    size_t count = room_choices(app->desk, stay, choices);

    if (stay->is_resource_locked && uuid_is_set(stay->resource_id)) {
        card_guard(card);
        card_line(card, STYLE_WARNING, "",
                  _("The stay is locked to its room: another one unlocks it."));
    }
    if (!count)
        card_line(card, STYLE_ERROR, "", _("No room is free for the whole stay."));
    for (size_t i = 0; i < count; i++) {
        const struct resource *room = choices[i].room;
        const struct resource_category *category = room_category(app->desk, room->id);

        card_option(card, room->name, choices[i].is_inspected ? STYLE_NORMAL : STYLE_DIM,
                    "%-6s %-10s %s%s", room->name, resource_state_name(room->state),
                    category ? category->name : "",
                    choices[i].is_same_category ? "" : _(", another category"));
    }
    if (count)
        card_action(card, (struct key){KEYCODE_ENTER}, _("takes the room"));
}

/* A move wants a room for what is left of the stay, and not the one it has. */
static const struct reservation *
rest_of(const struct app *app, const struct reservation *stay, struct reservation *rest)
{
    *rest = *stay; // another record to who asks what is free: its own room is taken
    rest->start_utc = desk_now(app->desk);
    return rest;
}

static void
build(struct card *card)
{
    struct assignment *assignment = card_context(card);
    const struct reservation *stay = stay_of(assignment);
    struct reservation rest;

    card_reset(card);
    facts_wait(card, assignment->app, PARTS_FOR_ROOMS, _("reading the rooms"));
    if (!stay) {
        card_line(card, STYLE_ERROR, "", _("The reservation is gone."));
        return;
    }
    facts_stay(card, assignment->app, stay);
    if (assignment->kind == ACTION_MOVE)
        stay = rest_of(assignment->app, stay, &rest);
    room_options(card, assignment->app, stay);
}

static void
assigned(void *context, struct action *action)
{
    struct app *app = context;
    const struct resource *room =
        store_resource_of(desk_store(app->desk), action_order(action)->room);

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD,
                action_order(action)->kind == ACTION_MOVE ? _("Moved to room %s.")
                                                          : _("Room %s assigned."),
                room ? room->name : "");
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct assignment *assignment = card_context(card);
    struct app *app = assignment->app;
    const char *picked = card_picked(card);
    const struct resource *room = picked ? room_by_name(app->desk, picked) : NULL;
    struct action_order order = {
        .kind = assignment->kind,
        .reservation = assignment->reservation,
        .room = room ? room->id : (struct uuid){{0}},
        .unlock = true, // the card said so
        .key = assignment->kind == ACTION_MOVE ? "m" : "a",
    };

    (void)key;
    return app_begin(app, &order, assigned, err);
}

static const struct card_class assign_class = {
    .name = "assign",
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_reservation) | DESK_KIND(RECORD_resource) | DESK_STATUS,
    .close = card_free_context,
};

void
assign_card(struct app *app, const struct reservation *stay)
{
    struct assignment *assignment = memory_new(sizeof(*assignment));

    *assignment = (struct assignment){app, stay->id, ACTION_ASSIGN};
    build(card_open(app->screen, &assign_class, _("Assign a room"), assignment));
}

void
move_card(struct app *app, const struct reservation *stay)
{
    struct assignment *assignment = memory_new(sizeof(*assignment));

    *assignment = (struct assignment){app, stay->id, ACTION_MOVE};
    build(card_open(app->screen, &assign_class, _("Move to another room"), assignment));
}
