#include "api/base/intl.h"
#include "api/desk/reconcile.h"
#include "api/desk/rooms.h"
#include "api/desk/stays.h"
#include "api/desk/step.h"

/*
 * The house around a stay: keys and door codes (commands/addKeyCutter, resourceAccessTokens/add),
 * blocks of rooms (resourceBlocks/add and delete), tasks (tasks/add).
 */

/* Keys */

enum {
    KEYS_MOST = 20
};

static bool
judge_key(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);

    if (!stay)
        return false;
    if (!uuid_is_set(stay->resource_id))
        return error_set(err, ERROR_REFUSED, "Reservation %s has no room: assign one first.",
                         stay->number);
    if (!uuid_is_set(action->order.device))
        return error_set(err, ERROR_REFUSED, "The house has no key cutter.");
    if (action->order.count < 1 || action->order.count > KEYS_MOST)
        return error_set(err, ERROR_USAGE, "From 1 to %d keys are cut at once.", KEYS_MOST);
    return true;
}

static bool
cut_key(struct action *action, struct request **request, struct error *err)
{
    struct key_cutter_command body = {
        .key_cutter_id = action->order.device,
        .reservation_id = action->order.reservation,
        .key_count = action->order.count,
    };

    (void)err;
    *request = action_write(action, OP_commands_add_key_cutter, RECORD_key_cutter_command, &body);
    if (action->order.count == 1)
        write_says(*request, "", "cut a key");
    else
        write_says(*request, "", "cut %d keys", (int)action->order.count);
    return true;
}

const struct action_row cut_key_row = {
    .word = N_("cutting keys"),
    .noun = "keys",
    .operation = OP_commands_add_key_cutter,
    .subject = of_stay,
    .judge = judge_key,
    .steps = (const struct step[]){{cut_key, false}, {NULL, false}},
};

/* Door codes: from now, or from the arrival, to the departure. */

static bool
judge_pin(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);

    if (!stay)
        return false;
    if (!uuid_is_set(stay->resource_id))
        return error_set(err, ERROR_REFUSED, "Reservation %s has no room: assign one first.",
                         stay->number);
    if (!action->order.text[0])
        return error_set(err, ERROR_USAGE, "The code is empty.");
    if (!instant_before(desk_now(action->desk), stay->end_utc))
        return error_set(err, ERROR_REFUSED, "Reservation %s has ended.", stay->number);
    return true;
}

static bool
add_pin(struct action *action, struct request **request, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);
    struct instant now = desk_now(action->desk);
    struct access_token_add token = {
        .service_order_id = action->order.reservation,
        .value = action->order.text,
        .type = "PinCode",
        .permissions = {{PRESENCE_SET, true}, {PRESENCE_SET, true}, {PRESENCE_SET, true}},
    };
    struct access_tokens_add body = {.tokens = {&token, 1}};

    if (!stay)
        return false;
    token.resource_id = stay->resource_id;
    token.start_utc = instant_before(now, stay->start_utc) ? stay->start_utc : now;
    token.end_utc = stay->end_utc;
    *request = action_write(action, OP_resource_access_tokens_add, RECORD_access_tokens_add, &body);
    return true;
}

const struct action_row add_pin_row = {
    .word = N_("setting the door code"),
    .noun = "door code",
    .operation = OP_resource_access_tokens_add,
    .subject = of_stay,
    .judge = judge_pin,
    .steps = (const struct step[]){{add_pin, false}, {NULL, false}},
};

/* Blocks */

static struct uuid
of_room(const struct action_order *order)
{
    return order->room;
}

static struct uuid
of_block(const struct action_order *order)
{
    return order->block;
}

/* A room that somebody has, or is to have, is moved first. */
static bool
judge_block(struct action *action, struct error *err)
{
    const struct resource *room = store_resource_of(action->desk->store, action->order.room);
    struct interval during = action->order.during;
    const struct reservation *other = NULL;
    char name[200];

    if (!room)
        return error_set(err, ERROR_NOT_FOUND, "The room isn't loaded.");
    if (!instant_before(during.start_utc, during.end_utc))
        return error_set(err, ERROR_USAGE, "The block of room %s ends before it begins.",
                         room->name);
    if (!room_is_free(action->desk, room->id, during.start_utc, during.end_utc, NULL, &other)
        && other)
        return error_set(
            err, ERROR_REFUSED, "Room %s is taken by %s (#%s) then: move it first.", room->name,
            account_title(action->desk, other->account_id, name, sizeof(name)), other->number);
    return true;
}

static bool
add_block(struct action *action, struct request **request, struct error *err)
{
    const struct resource *room = store_resource_of(action->desk->store, action->order.room);
    const char *why = action->order.text;
    struct resource_block_add block = {
        .resource_id = action->order.room,
        .name = why[0] ? why : resource_block_type_name(action->order.block_type),
        .type = action->order.block_type,
        .start_utc = action->order.during.start_utc,
        .end_utc = action->order.during.end_utc,
        .notes = why,
    };
    struct resource_blocks_add body = {.blocks = {&block, 1}};
    char start[INSTANT_TEXT_SIZE];

    (void)err;
    *request = action_write(action, OP_resource_blocks_add, RECORD_resource_blocks_add, &body);
    write_says(*request, instant_text(block.start_utc, start), "block room %s",
               room ? room->name : "");
    return true;
}

static bool
reread_blocks(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.colliding_utc = action->order.during};

    (void)err;
    *request = desk_read(OP_resource_blocks_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

const struct action_row block_row = {
    .word = N_("blocking the room"),
    .noun = "block",
    .operation = OP_resource_blocks_add,
    .subject = of_room,
    .judge = judge_block,
    .steps =
        (const struct step[]){
            {add_block, false}, {reread_blocks, true}, {reread_rooms, true}, {NULL, false}},
};

static bool
judge_unblock(struct action *action, struct error *err)
{
    const struct resource_block *block =
        store_resource_block_of(action->desk->store, action->order.block);

    if (!block)
        return error_set(err, ERROR_NOT_FOUND, "The block isn't loaded.");
    action->order.room = block->resource_id;
    action->order.during = (struct interval){block->start_utc, block->end_utc};
    return true;
}

static bool
delete_block(struct action *action, struct request **request, struct error *err)
{
    const struct resource *room = store_resource_of(action->desk->store, action->order.room);
    struct resource_blocks_delete body = {.ids = {&action->order.block, 1}};

    (void)err;
    *request =
        action_write(action, OP_resource_blocks_delete, RECORD_resource_blocks_delete, &body);
    write_says(*request, "", "unblock room %s", room ? room->name : "");
    return true;
}

/* What is deleted shows only with what is inactive. */
static bool
reread_block(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {
        .block_ids = {&action->order.block, 1},
        .with_inactive = {PRESENCE_SET, true},
    };

    (void)err;
    *request = desk_read(OP_resource_blocks_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

const struct action_row unblock_row = {
    .word = N_("taking the block away"),
    .noun = "unblock",
    .operation = OP_resource_blocks_delete,
    .subject = of_block,
    .judge = judge_unblock,
    .steps =
        (const struct step[]){
            {delete_block, false}, {reread_block, true}, {reread_rooms, true}, {NULL, false}},
};

/* Tasks */

/* What it is about, or whose it is: there is no task yet. */
static struct uuid
of_new_task(const struct action_order *order)
{
    return uuid_is_set(order->reservation) ? order->reservation : order->department;
}

static struct uuid
of_task(const struct action_order *order)
{
    return order->task;
}

static bool
judge_new_task(struct action *action, struct error *err)
{
    return action->order.text[0] || error_set(err, ERROR_USAGE, "Say what is to be done.");
}

static bool
add_task(struct action *action, struct request **request, struct error *err)
{
    struct task_add body = {
        .department_id = action->order.department,
        .service_order_id = action->order.reservation,
        .name = action->order.text,
        .deadline_utc = action->order.during.end_utc,
    };
    char mark[TEXT_MARK_SIZE];

    (void)err;
    *request = action_write(action, OP_tasks_add, RECORD_task_add, &body);
    write_says(*request, reconcile_text_mark(action->order.text, mark), "%s", action->row->noun);
    return true;
}

/* A new one is known from now on. */
static bool
reread_task(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.task_ids = {&action->order.task, 1}};

    (void)err;
    if (!uuid_is_set(action->order.task))
        action->order.task = action->created;
    if (uuid_is_set(action->order.task))
        *request = desk_read(OP_tasks_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

const struct action_row add_task_row = {
    .word = N_("adding the task"),
    .noun = "task",
    .operation = OP_tasks_add,
    .subject = of_new_task,
    .judge = judge_new_task,
    .steps = (const struct step[]){{add_task, false}, {reread_task, true}, {NULL, false}},
};

static bool
judge_task(struct action *action, struct error *err)
{
    const struct task *task = store_task_of(action->desk->store, action->order.task);

    if (!task)
        return error_set(err, ERROR_NOT_FOUND, "This task is not known here.");
    return !task_is_done(task)
           || error_set(err, ERROR_REFUSED, "\"%.80s\" is done already.", task->name);
}

static bool
close_task(struct action *action, struct request **request, struct error *err)
{
    const struct task *task = store_task_of(action->desk->store, action->order.task);
    struct tasks_close body = {.task_ids = {&action->order.task, 1}};

    (void)err;
    *request = action_write(action, OP_tasks_close, RECORD_tasks_close, &body);
    write_says(*request, "", "%s: %.80s", action->row->noun, task ? task->name : "");
    return true;
}

const struct action_row close_task_row = {
    .word = N_("marking it done"),
    .noun = "task done",
    .operation = OP_tasks_close,
    .subject = of_task,
    .judge = judge_task,
    .steps = (const struct step[]){{close_task, false}, {reread_task, true}, {NULL, false}},
};
