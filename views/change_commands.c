#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/intl.h"
#include "api/base/zone.h"
#include "views/bulk.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/output.h"
#include "views/resolve.h"

/*
 * Commands that change a stay or the house around it. On the screen what isn't said is asked for by
 * a card; in `run` the words say everything.
 */

enum {
    PARTS_FOR_STAYS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_OF_ROWS = 1u << DESK_BALANCES | 1u << DESK_WINDOW | 1u << DESK_DETAILS,
    PIN_SIZE = 8
};

static bool
is_yes(const struct invocation *invocation, const char *key)
{
    const char *value = invocation_value(invocation, key);

    return value && strcasecmp(value, "yes") == 0;
}

/* The stay of the first word into the order; in `run` waits for the day first. */
static const struct reservation *
aim_at_stay(struct app *app, const struct invocation *invocation, struct action_order *order,
            enum resolve_for purpose, struct error *err)
{
    const struct reservation *stay;

    if (!app->screen && !app_wait_parts(app, PARTS_FOR_STAYS, PARTS_OF_ROWS, err))
        return NULL;
    stay = resolve_stay(app, invocation_word(invocation, 0), purpose, err);
    if (stay)
        order->reservation = stay->id;
    return stay;
}

/* A card where something is still to be said, else done at once. */
static bool
ask_or_act(struct app *app, const struct action_order *order, bool is_said, struct error *err)
{
    if (!app->screen)
        return app_act(app, order, err);
    if (is_said)
        return app_do(app, order, err);
    ask_card(app, order);
    return true;
}

/* Marked stays go as one. */
static bool
do_many(struct app *app, const struct invocation *invocation, const struct action_order *order,
        struct error *err)
{
    struct arena arena = {0};
    struct uuid_list stays;
    bool ok =
        (app->screen || app_wait_parts(app, PARTS_FOR_STAYS, PARTS_OF_ROWS, err))
        && resolve_stays(app, invocation_word(invocation, 0), RESOLVE_ARRIVAL, &arena, &stays, err);

    if (ok && app->screen)
        bulk_card(app, order, stays);
    else if (ok)
        ok = bulk_run(app, order, stays, BULK_FOR_REAL, err);
    arena_clear(&arena);
    return ok;
}

bool
command_confirm(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct action_order order = {
        .kind = ACTION_CONFIRM,
        .sends_email = is_yes(invocation, "email"),
        .key = invocation->command->name,
    };

    if (resolve_is_several(invocation_word(invocation, 0)))
        return do_many(app, invocation, &order, err);
    return aim_at_stay(app, invocation, &order, RESOLVE_ARRIVAL, err)
           && ask_or_act(app, &order, invocation_value(invocation, "email") != NULL, err);
}

bool
command_cancel(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct action_order order = {
        .kind = ACTION_CANCEL,
        .text = invocation_value(invocation, "reason"),
        .posts_fee = is_yes(invocation, "fee"),
        .sends_email = is_yes(invocation, "email"),
        .key = invocation->command->name,
    };

    if (resolve_is_several(invocation_word(invocation, 0)))
        return error_set(err, ERROR_USAGE, "Reservations are canceled one by one: Esc unmarks.");
    return aim_at_stay(app, invocation, &order, RESOLVE_ARRIVAL, err)
           && ask_or_act(app, &order, false, err);
}

bool
command_move(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *word = invocation_word(invocation, 1);
    const struct resource *room;
    struct action_order order = {
        .kind = ACTION_MOVE,
        .text = invocation_value(invocation, "reason"),
        .unlock = true, // it is meant
        .key = invocation->command->name,
    };
    const struct reservation *stay = aim_at_stay(app, invocation, &order, RESOLVE_GUEST, err);

    if (!stay)
        return false;
    if (!word && !app->screen)
        return error_set(err, ERROR_USAGE, "Say which room: move RES ROOM.");
    if (!word) { // who is still to come has no room to move out of
        (stay->state == RESERVATION_STARTED ? move_card : assign_card)(app, stay);
        return true;
    }
    room = resolve_room(app, word, err);
    if (!room)
        return false;
    order.room = room->id;
    return app_do(app, &order, err);
}

/* `+2`, `-1` from the departure, or a date; at the same time of the day. */
static bool
read_departure(struct app *app, const struct reservation *stay, const char *word,
               struct instant *end, struct error *err)
{
    struct wall_time wall = zone_wall_time(stay->end_utc);
    char *rest;
    long nights = strtol(word, &rest, 10);
    struct day day;

    if ((*word == '+' || *word == '-') && !*rest && nights > -1000 && nights < 1000) {
        *end = zone_days_later(stay->end_utc, (int)nights);
        return true;
    }
    if (!resolve_date(app, word, &day, err))
        return false;
    *end = day_at(day, wall.hour * 60 + wall.minute);
    return true;
}

bool
command_extend(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *word = invocation_word(invocation, 1);
    struct action_order order = {
        .kind = ACTION_EXTEND,
        .posts_fee = is_yes(invocation, "fee"),
        .key = invocation->command->name,
    };
    const struct reservation *stay = aim_at_stay(app, invocation, &order, RESOLVE_GUEST, err);

    if (!stay || !read_departure(app, stay, word, &order.during.end_utc, err))
        return false;
    return ask_or_act(app, &order, false, err);
}

bool
command_companion(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *word = invocation_word(invocation, 1);
    const struct customer *guest;
    struct action_order order = {.kind = ACTION_COMPANION, .key = invocation->command->name};

    if (!aim_at_stay(app, invocation, &order, RESOLVE_GUEST, err))
        return false;
    if (!word && !app->screen)
        return error_set(err, ERROR_USAGE, "Say who: companion RES GUEST.");
    if (word) {
        guest = resolve_guest(app, word, err);
        if (!guest)
            return false;
        order.account = guest->id;
    }
    return ask_or_act(app, &order, word != NULL, err);
}

bool
command_cut_key(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *count = invocation_value(invocation, "count");
    const struct device *cutter;
    struct action_order order = {
        .kind = ACTION_CUT_KEY,
        .count = count ? strtol(count, NULL, 10) : 1,
        .key = invocation->command->name,
    };

    if (!aim_at_stay(app, invocation, &order, RESOLVE_GUEST, err) || !app_load_house(app, err))
        return false;
    if (app->screen && !count) {
        ask_card(app, &order);
        return true;
    }
    cutter = resolve_device(app, "KeyCutter", invocation_value(invocation, "cutter"), err);
    if (!cutter)
        return false;
    order.device = cutter->id;
    return app_do(app, &order, err);
}

/* Six digits that nobody guesses. */
static const char *
new_pin(char pin[PIN_SIZE])
{
    struct uuid random = uuid_random();
    uint32_t value;

    memcpy(&value, random.bytes, sizeof(value));
    snprintf(pin, PIN_SIZE, "%06" PRIu32, value % 1000000);
    return pin;
}

bool
command_pin(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *code = invocation_value(invocation, "code");
    char pin[PIN_SIZE];
    struct document *result;
    struct action_order order = {
        .kind = ACTION_ADD_PIN,
        .text = code ? code : new_pin(pin),
        .key = invocation->command->name,
    };

    if (!aim_at_stay(app, invocation, &order, RESOLVE_GUEST, err)
        || !ask_or_act(app, &order, false, err))
        return false;
    if (app->screen)
        return true;
    result = document_object();
    document_set_uuid(result, "reservation", order.reservation);
    document_set_text(result, "pin", order.text);
    output_result(app->output, result);
    output_text(app->output, order.text);
    return true;
}

/* Blocks */

static const struct resource *
aim_at_room(struct app *app, const struct invocation *invocation, struct action_order *order,
            struct error *err)
{
    const struct resource *room;

    if (!app->screen && !app_wait_parts(app, PARTS_FOR_STAYS | 1u << DESK_WINDOW, 0, err))
        return NULL;
    room = resolve_room(app, invocation_word(invocation, 0), err);
    if (room)
        order->room = room->id;
    return room;
}

bool
command_block(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *from = invocation_word(invocation, 1);
    const char *to = invocation_word(invocation, 2);
    const char *type = invocation_value(invocation, "type");
    struct action_order order = {
        .kind = ACTION_BLOCK,
        .block_type = RESOURCE_BLOCK_OUT_OF_ORDER,
        .text = invocation_value(invocation, "text"),
        .key = invocation->command->name,
    };

    if (type && strcasecmp(type, "internal") == 0)
        order.block_type = RESOURCE_BLOCK_INTERNAL_USE;
    else if (type && strcasecmp(type, "ooo") != 0)
        return error_set(err, ERROR_USAGE, "type=%.20s: a block is ooo or internal.", type);
    if (!aim_at_room(app, invocation, &order, err))
        return false;
    if (from && !to)
        return error_set(err, ERROR_USAGE, "Say until when: block ROOM FROM TO.");
    if (from && !resolve_block_dates(app, from, to, &order.during, err))
        return false;
    if (!from && !app->screen)
        return error_set(err, ERROR_USAGE, "Say from when until when: block ROOM FROM TO.");
    return ask_or_act(app, &order, from != NULL, err);
}

bool
command_unblock(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct resource_block *block;
    struct action_order order = {.kind = ACTION_UNBLOCK, .key = invocation->command->name};
    const struct resource *room = aim_at_room(app, invocation, &order, err);

    if (!room || !(block = resolve_block(app, room, err)))
        return false;
    order.block = block->id;
    return ask_or_act(app, &order, false, err);
}

bool
command_thread(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *subject = invocation_word(invocation, 1);
    struct action_order order = {
        .kind = ACTION_ADD_THREAD,
        .text = subject,
        .key = invocation->command->name,
    };

    if (!app->screen
        && !app_wait_parts(app, PARTS_FOR_STAYS | 1u << DESK_THREADS, PARTS_OF_ROWS, err))
        return false;
    if (!resolve_account(app, invocation_word(invocation, 0), &order.account, err))
        return false;
    return ask_or_act(app, &order, subject != NULL, err);
}
