#include "api/desk/clue.h"
#include "api/desk/reconcile.h"

/*
 * What shows that a stay was booked, confirmed, canceled or moved in time, a task
 * added or done, a room blocked.
 */

static bool
shows_booking(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)since;
    return clue_has_mark(entry, ((const struct reservation *)record)->channel_number);
}

static bool
shows_confirm(const struct journal_entry *entry, const void *record, struct instant since)
{
    enum reservation_state state = ((const struct reservation *)record)->state;

    (void)entry;
    (void)since;
    return state == RESERVATION_CONFIRMED || state == RESERVATION_STARTED
           || state == RESERVATION_PROCESSED;
}

static bool
shows_cancel(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    (void)since;
    return ((const struct reservation *)record)->state == RESERVATION_CANCELED;
}

static bool
shows_end(const struct journal_entry *entry, const void *record, struct instant since)
{
    char end[INSTANT_TEXT_SIZE];

    (void)since;
    return clue_has_mark(entry, instant_text(((const struct reservation *)record)->end_utc, end));
}

static bool
shows_companion(const struct journal_entry *entry, const void *record, struct instant since)
{
    char guest[UUID_TEXT_SIZE];

    (void)since;
    return clue_has_mark(entry,
                         uuid_text(((const struct companionship *)record)->customer_id, guest));
}

static bool
shows_block(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct resource_block *block = record;
    char start[INSTANT_TEXT_SIZE];

    (void)since;
    return block->is_active && clue_has_mark(entry, instant_text(block->start_utc, start));
}

static bool
shows_unblock(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    (void)since;
    return !((const struct resource_block *)record)->is_active;
}

static bool
shows_task(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct task *task = record;
    char mark[TEXT_MARK_SIZE];

    return clue_has_mark(entry, reconcile_text_mark(task->name, mark))
           && clue_is_since(task->created_utc, since);
}

static bool
shows_task_done(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    (void)since;
    return task_is_done(record);
}

/* What touches the block's first moment. */
static void
fill_block(const struct desk *desk, const struct journal_entry *entry, struct filter *filter)
{
    (void)desk;
    if (instant_parse(entry->nonce, &filter->colliding_utc.start_utc))
        filter->colliding_utc.end_utc = instant_add_ms(filter->colliding_utc.start_utc, 1);
}

static void
fill_inactive(const struct desk *desk, const struct journal_entry *entry, struct filter *filter)
{
    (void)desk;
    (void)entry;
    filter->with_inactive = (struct optional_bool){PRESENCE_SET, true};
}

/* As in reconcile.c. Keys, door codes and threads can't be found again: somebody must say. */
const struct clue stay_clues[STAY_CLUES] = {
    {OP_reservations_confirm, OP_reservations_get_all_2023, CLUE_OF(reservation, id), false, true,
     shows_confirm, CLUE_BY(reservation_ids), NULL, false},
    {OP_reservations_cancel, OP_reservations_get_all_2023, CLUE_OF(reservation, id), false, true,
     shows_cancel, CLUE_BY(reservation_ids), NULL, false},
    {OP_reservations_update_interval, OP_reservations_get_all_2023, CLUE_OF(reservation, id), false,
     true, shows_end, CLUE_BY(reservation_ids), NULL, false},
    {OP_reservations_add_companion, OP_companionships_get_all,
     CLUE_OF(companionship, reservation_id), false, true, shows_companion, CLUE_BY(reservation_ids),
     NULL, false},
    {OP_resource_blocks_add, OP_resource_blocks_get_all, CLUE_OF(resource_block, resource_id),
     false, false, shows_block, NO_LIST, fill_block, false},
    {OP_resource_blocks_delete, OP_resource_blocks_get_all, CLUE_OF(resource_block, id), false,
     true, shows_unblock, CLUE_BY(block_ids), fill_inactive, false},
    {OP_tasks_add, OP_tasks_get_all, CLUE_OF(task, service_order_id), false, false, shows_task,
     CLUE_BY(service_order_ids), NULL, false},
    {OP_reservations_add, OP_reservations_get_all_2023, CLUE_OF(reservation, account_id), true,
     false, shows_booking, CLUE_BY(account_ids), NULL, false},
    {OP_tasks_close, OP_tasks_get_all, CLUE_OF(task, id), false, true, shows_task_done,
     CLUE_BY(task_ids), NULL, false},
};
