#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/intl.h"
#include "views/bulk.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/resolve.h"
#include "views/stay_rows.h"

/* Commands on stays and rooms: a card on the screen, the action itself in `run`. */

enum {
    PARTS_FOR_STAYS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_OF_ROWS = 1u << DESK_BALANCES | 1u << DESK_WINDOW | 1u << DESK_DETAILS
};

/* The stay of the first word, loaded; in `run` waits for the day first. */
static const struct reservation *
first_stay(struct app *app, const struct invocation *invocation, enum resolve_for purpose,
           struct error *err)
{
    if (!app->screen && !app_wait_parts(app, PARTS_FOR_STAYS, PARTS_OF_ROWS, err))
        return NULL;
    return resolve_stay(app, invocation_word(invocation, 0), purpose, err);
}

static bool
is_yes(const char *value)
{
    return value && strcasecmp(value, "yes") == 0;
}

/* Many at once */

static bool
do_many(struct app *app, const struct invocation *invocation, const struct action_order *order,
        struct uuid_list stays, struct error *err)
{
    enum bulk_mode mode =
        is_yes(invocation_value(invocation, "preview")) ? BULK_PREVIEW : BULK_FOR_REAL;

    if (!stays.count)
        return error_set(err, ERROR_REFUSED, "There is nobody for it.");
    if (!app->screen)
        return bulk_run(app, order, stays, mode, err);
    bulk_card(app, order, stays);
    return true;
}

/* Only those whose room and money are ready: the others have a card of their own. */
static bool
check_in_many(struct app *app, const struct invocation *invocation, struct error *err)
{
    struct arena arena = {0};
    struct uuid_list stays;
    struct action_order order = {.kind = ACTION_CHECKIN, .key = invocation->command->name};
    bool ok;

    if (invocation_value(invocation, "room"))
        return error_set(err, ERROR_USAGE, "One room is for one stay: give each its own (assign).");
    ok = (app->screen
          || app_wait_parts(app, PARTS_FOR_STAYS | 1u << DESK_BALANCES, PARTS_OF_ROWS, err))
         && resolve_stays(app, invocation_word(invocation, 0), RESOLVE_ARRIVAL, &arena, &stays, err)
         && do_many(app, invocation, &order, stays, err);
    arena_clear(&arena);
    return ok;
}

bool
command_checkin(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *room_name = invocation_value(invocation, "room");
    const struct reservation *stay;
    struct action_order order = {
        .kind = ACTION_CHECKIN,
        .inspect = is_yes(invocation_value(invocation, "inspect")),
        .unlock = is_yes(invocation_value(invocation, "unlock")),
        .key = invocation->line,
    };

    if (resolve_is_several(invocation_word(invocation, 0)))
        return check_in_many(app, invocation, err);
    stay = first_stay(app, invocation, RESOLVE_ARRIVAL, err);
    if (!stay)
        return false;
    if (room_name) {
        const struct resource *room = resolve_room(app, room_name, err);

        if (!room)
            return false;
        order.room = room->id;
    }
    order.reservation = stay->id;
    if (!app->screen)
        return app_act(app, &order, err);
    checkin_card(app, stay);
    return true;
}

/* Today's departures at zero balance, in the order of their list. */
static struct uuid_list
all_at_zero(struct app *app, struct arena *arena)
{
    struct stay_rows rows;
    struct uuid_list stays;

    stay_rows_init(&rows, app, STAYS_DEPARTURES);
    rows.zero_only = true;
    stay_rows_refresh(&rows);
    stays = stay_rows_ids(&rows, arena);
    stay_rows_clear(&rows);
    return stays;
}

/* Those of the stay's group who are in the house. */
static struct uuid_list
all_of_group(struct app *app, const struct reservation *stay, struct arena *arena)
{
    struct store_rows group =
        store_by(desk_store(app->desk), STORE_RESERVATIONS_OF_GROUP, stay->group_id);
    struct uuid *ids = arena_new(arena, (group.count + 1) * sizeof(*ids));
    size_t count = 0;

    for (size_t i = 0; i < group.count; i++) {
        const struct reservation *other = group.rows[i];

        if (other->state == RESERVATION_STARTED)
            ids[count++] = other->id;
    }
    return (struct uuid_list){ids, count};
}

/* Whom a word means where that may be many. */
static bool
collect_departures(struct app *app, const struct invocation *invocation, struct arena *arena,
                   struct uuid_list *stays, struct error *err)
{
    const char *word = invocation_word(invocation, 0);
    const struct reservation *stay;

    if (strcmp(word, "all") == 0) {
        *stays = all_at_zero(app, arena);
        return true;
    }
    if (resolve_is_several(word))
        return resolve_stays(app, word, RESOLVE_GUEST, arena, stays, err);
    stay = resolve_stay(app, word, RESOLVE_GUEST, err);
    if (stay)
        *stays = all_of_group(app, stay, arena);
    return stay != NULL;
}

static bool
check_out_many(struct app *app, const struct invocation *invocation, struct error *err)
{
    struct arena arena = {0};
    struct uuid_list stays;
    struct action_order order = {
        .kind = ACTION_CHECKOUT,
        .text = invocation_value(invocation, "open"),
        .key = invocation->command->name,
    };
    bool ok = (app->screen
               || app_wait_parts(app, PARTS_FOR_STAYS | 1u << DESK_BALANCES, PARTS_OF_ROWS, err))
              && collect_departures(app, invocation, &arena, &stays, err)
              && do_many(app, invocation, &order, stays, err);

    arena_clear(&arena);
    return ok;
}

bool
command_checkout(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *word = invocation_word(invocation, 0);
    const struct reservation *stay;
    struct action_order order = {
        .kind = ACTION_CHECKOUT,
        .text = invocation_value(invocation, "open"),
        .key = invocation->line,
    };

    if (strcmp(word, "all") == 0 || resolve_is_several(word)
        || is_yes(invocation_value(invocation, "group")))
        return check_out_many(app, invocation, err);
    stay = first_stay(app, invocation, RESOLVE_GUEST, err);
    if (!stay)
        return false;
    order.reservation = stay->id;
    if (!app->screen)
        return app_act(app, &order, err);
    checkout_card(app, stay);
    return true;
}

bool
command_assign(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct reservation *stay = first_stay(app, invocation, RESOLVE_ARRIVAL, err);
    const char *name = invocation_word(invocation, 1);
    const struct resource *room = NULL;
    struct action_order order = {
        .kind = ACTION_ASSIGN,
        .unlock = is_yes(invocation_value(invocation, "unlock")),
        .key = invocation->line,
    };

    if (!stay)
        return false;
    if (name && !(room = resolve_room(app, name, err)))
        return false;
    if (!room && app->screen) {
        assign_card(app, stay);
        return true;
    }
    if (!room)
        return error_set(err, ERROR_USAGE, "Say which room: assign RES ROOM.");
    order.reservation = stay->id;
    order.room = room->id;
    return app_do(app, &order, err);
}

bool
command_why(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct reservation *stay = first_stay(app, invocation, RESOLVE_ARRIVAL, err);

    if (!stay)
        return false;
    if (app->screen)
        why_card(app, stay);
    else
        why_print(app, stay);
    return true;
}

/* Rooms of words, each of which may be several ids between commas. */
static bool
collect_rooms(struct app *app, const struct invocation *invocation, struct arena *arena,
              struct uuid_list *list, struct error *err)
{
    size_t capacity = 0;
    struct uuid *rooms = NULL;

    for (size_t i = 0; i < invocation->word_count; i++) {
        char *words = arena_text(arena, invocation->words[i]);
        char *rest = NULL;

        for (char *word = strtok_r(words, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
            const struct resource *room = resolve_room(app, word, err);

            if (!room)
                return false;
            rooms = arena_grow(arena, rooms, list->count, &capacity, sizeof(*rooms));
            rooms[list->count++] = room->id;
        }
    }
    list->rows = rooms;
    return true;
}

static bool
change_rooms(struct app *app, const struct invocation *invocation, enum resource_state state,
             struct error *err)
{
    struct arena arena = {0};
    struct action_order order = {
        .kind = ACTION_ROOM_STATE,
        .state = state,
        .key = invocation->command->name, // the line may be as long as all rooms are
    };
    bool ok =
        (app->screen || app_wait_parts(app, PARTS_FOR_STAYS, 1u << DESK_WINDOW, err))
        && collect_rooms(app, invocation, &arena, &order.rooms, err)
        && (app->screen ? room_state_ask(app, order.rooms, state, err) : app_act(app, &order, err));

    arena_clear(&arena);
    return ok;
}

bool
command_clean(void *context, const struct invocation *invocation, struct error *err)
{
    return change_rooms(context, invocation, RESOURCE_CLEAN, err);
}

bool
command_dirty(void *context, const struct invocation *invocation, struct error *err)
{
    return change_rooms(context, invocation, RESOURCE_DIRTY, err);
}

bool
command_inspect(void *context, const struct invocation *invocation, struct error *err)
{
    return change_rooms(context, invocation, RESOURCE_INSPECTED, err);
}

bool
command_outofservice(void *context, const struct invocation *invocation, struct error *err)
{
    return change_rooms(context, invocation, RESOURCE_OUT_OF_SERVICE, err);
}
