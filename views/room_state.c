#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"

/*
 * Clean to Inspected is one key; Dirty to Inspected asks, or a room that nobody has seen slips past
 * the guard of check-in (i and I are neighbours).
 */

struct question {
    struct app *app;
    enum resource_state state;
    size_t count;
    struct uuid rooms[];
};

static void
changed_state(void *context, struct action *action)
{
    struct app *app = context;
    const struct action_order *order = action_order(action);
    const struct resource *room = store_resource_of(desk_store(app->desk), order->rooms.rows[0]);

    if (action_error(action))
        app_error(app, action_error(action));
    else if (order->rooms.count > 1)
        app_say(app, STYLE_GOOD, _("%zu rooms are %s."), order->rooms.count,
                resource_state_name(order->state));
    else
        app_say(app, STYLE_GOOD, _("Room %s is %s."), room ? room->name : "",
                resource_state_name(order->state));
}

static bool
begin(struct app *app, struct uuid_list rooms, enum resource_state state, struct error *err)
{
    struct action_order order = {
        .kind = ACTION_ROOM_STATE,
        .rooms = rooms,
        .state = state,
        .key = resource_state_name(state),
    };

    return app_begin(app, &order, changed_state, err);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct question *question = card_context(card);

    (void)key;
    return begin(question->app, (struct uuid_list){question->rooms, question->count},
                 question->state, err);
}

static const struct card_class question_class = {
    .name = "room-state",
    .act = act,
    .close = card_free_context,
};

/* Names of the rooms that are Dirty, and how many. */
static size_t
dirty_rooms(const struct app *app, struct uuid_list rooms, char *names, size_t size)
{
    size_t count = 0;

    names[0] = '\0';
    for (size_t i = 0; i < rooms.count; i++) {
        const struct resource *room = store_resource_of(desk_store(app->desk), rooms.rows[i]);
        size_t length = strlen(names);

        if (!room || room->state != RESOURCE_DIRTY)
            continue;
        if (length + strlen(room->name) + 2 < size)
            snprintf(names + length, size - length, "%s%s", count ? " " : "", room->name);
        count++;
    }
    return count;
}

bool
room_state_ask(struct app *app, struct uuid_list rooms, enum resource_state state,
               struct error *err)
{
    char names[256];
    struct question *question;
    struct card *card;

    if (state != RESOURCE_INSPECTED || !dirty_rooms(app, rooms, names, sizeof(names)))
        return begin(app, rooms, state, err);
    question = memory_new(sizeof(*question) + rooms.count * sizeof(*rooms.rows));
    question->app = app;
    question->state = state;
    question->count = rooms.count;
    memcpy(question->rooms, rooms.rows, rooms.count * sizeof(*rooms.rows));
    card = card_open(app->screen, &question_class, _("Dirty to Inspected"), question);
    card_guard(card);
    card_line(card, STYLE_WARNING, "", _("Dirty: %s. Has somebody seen that it is ready?"), names);
    card_action(card, (struct key){KEYCODE_ENTER}, _("yes, mark it Inspected"));
    return true;
}
