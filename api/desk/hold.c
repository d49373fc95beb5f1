#include <stdio.h>

#include "api/desk/step.h"

/*
 * Check-in, check-out, cancelling and merging have no inverse: the only way back is not to have
 * sent them. What is held is in the journal, so that a desk that ends tells at the next start what
 * was not done.
 */

enum {
    SECOND_MS = 1000
};

void
desk_set_hold(struct desk *desk, int seconds)
{
    desk->hold_ms = (int64_t)seconds * SECOND_MS;
}

void
hold_announce(struct action *action, enum operation_id operation, const char *text)
{
    struct request *request = request_new(operation, REQUEST_FOR_KEY, NULL);

    action->held.operation = operation;
    uuid_text(uuid_random(), action->held.mark);
    request->intent.subject = action->subject;
    request->intent.account = action->order.account;
    request->intent.text = arena_text(&request->arena, text);
    request->intent.key = arena_text(&request->arena, action->order.key);
    request->intent.held = arena_text(&request->arena, action->held.mark);
    client_hold(action->desk->client, request);
}

bool
hold_take(struct action *action)
{
    struct desk *desk = action->desk;

    if (!desk->hold_ms || !action->row->may_hold || action->order.is_part || action->order.is_undo)
        return false;
    action->state = ACTION_HELD;
    action->held.until_ms = desk->clock_ms() + desk->hold_ms;
    action->held.tick_ms = desk->clock_ms() + SECOND_MS;
    hold_announce(action, action->row->operation, action->row->noun);
    return true;
}

/* The last one; NULL: none. They are in front of those that were begun before. */
static struct action *
last_held(const struct desk *desk)
{
    struct action *action = desk->actions;

    while (action && action->state != ACTION_HELD)
        action = action->next;
    return action;
}

struct held
desk_held(const struct desk *desk)
{
    struct held held = {.action = last_held(desk)};

    for (const struct action *action = desk->actions; action; action = action->next)
        held.count += action->state == ACTION_HELD;
    if (held.action)
        held.seconds =
            (int)((held.action->held.until_ms - desk->clock_ms() + SECOND_MS - 1) / SECOND_MS);
    return held;
}

/* Each that is due by `now_ms`; what is begun may end at once, so the first is looked for anew. */
static void
send_due(struct desk *desk, int64_t now_ms)
{
    struct action *action = desk->actions;

    while (action) {
        if (action->state == ACTION_HELD && action->held.until_ms <= now_ms) {
            action_resume(action);
            action = desk->actions;
        } else {
            action = action->next;
        }
    }
}

void
desk_send_held(struct desk *desk)
{
    send_due(desk, INT64_MAX);
}

void
hold_step(struct desk *desk)
{
    int64_t now_ms = desk->clock_ms();

    send_due(desk, now_ms);
    for (struct action *action = desk->actions; action; action = action->next) {
        if (action->state != ACTION_HELD || action->held.tick_ms > now_ms)
            continue;
        action->held.tick_ms = now_ms + SECOND_MS;
        desk->what |= DESK_ACTIONS;
    }
}

int64_t
hold_due_ms(const struct desk *desk)
{
    int64_t due_ms = INT64_MAX;

    for (const struct action *action = desk->actions; action; action = action->next) {
        if (action->state != ACTION_HELD)
            continue;
        due_ms = action->held.until_ms < due_ms ? action->held.until_ms : due_ms;
        due_ms = action->held.tick_ms < due_ms ? action->held.tick_ms : due_ms;
    }
    return due_ms;
}

const char *
desk_take_back(struct desk *desk)
{
    struct action *action = last_held(desk);

    if (!action)
        return NULL;
    snprintf(desk->taken_back, sizeof(desk->taken_back), "%s", action->row->noun);
    client_take_back(desk->client, action->held.mark);
    action_drop(action);
    return desk->taken_back;
}
