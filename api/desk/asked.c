#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/desk/state.h"

/* What is read only when asked for: a group's stays, a payer's bills, the house's own things. */

void
reads_answered(struct desk *desk, const struct result *result, void *context)
{
    struct reads *reads = context;

    if (!result->is_last)
        return;
    if (result->error.kind && !reads->failed.kind)
        reads->failed = result->error;
    if (--reads->under_way)
        return;
    reads->is_over = true;
    desk->what |= DESK_STATUS;
}

static void
group_answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    desk->has_group |= result->is_last;
    desk->what |= DESK_STATUS;
}

void
desk_load_group(struct desk *desk, struct uuid group)
{
    struct filter filter = {.group_ids = {&group, 1}};

    desk->has_group = false;
    desk->group = group;
    desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter),
              group_answered, NULL);
}

bool
desk_has_group(const struct desk *desk, struct uuid group)
{
    return desk->has_group && uuid_equal(desk->group, group);
}

/* Bills of a payer */

enum {
    BILLS_A_READ = 1000
};

static void
ask_lines(struct desk *desk, const struct uuid *bills, size_t count)
{
    struct filter filter = {.bill_ids = {bills, count}};

    desk->bills.reads.under_way += 2;
    desk_send(desk, desk_read(OP_order_items_get_all, REQUEST_FOR_KEY, &filter), reads_answered,
              &desk->bills.reads);
    desk_send(desk, desk_read(OP_payments_get_all, REQUEST_FOR_KEY, &filter), reads_answered,
              &desk->bills.reads);
}

/* A company's bills are found by their state alone. */
static void
bills_answered(struct desk *desk, const struct result *result, void *context)
{
    struct bills_read *read = context;
    struct store_rows rows;
    struct uuid *ids;
    size_t count = 0;

    if (!result->is_last)
        return;
    rows = store_by(desk->store, STORE_BILLS_OF_ACCOUNT, read->payer);
    ids = memory_new((rows.count + 1) * sizeof(*ids));
    for (size_t i = 0; i < rows.count; i++)
        if (((const struct bill *)rows.rows[i])->state == BILL_OPEN)
            ids[count++] = ((const struct bill *)rows.rows[i])->id;
    for (size_t from = 0; from < count && !result->error.kind; from += BILLS_A_READ)
        ask_lines(desk, ids + from, count - from < BILLS_A_READ ? count - from : BILLS_A_READ);
    free(ids);
    reads_answered(desk, result, &read->reads); // as the last of them, where there are none
}

void
desk_load_bills(struct desk *desk, struct uuid payer)
{
    struct filter filter = {.state = "Open"};

    if (desk->bills.reads.under_way)
        return;
    desk->bills = (struct bills_read){.payer = payer, .reads = {.under_way = 1}};
    desk_send(desk, desk_read(OP_bills_get_all, REQUEST_FOR_KEY, &filter), bills_answered,
              &desk->bills);
}

bool
desk_has_bills(const struct desk *desk, struct uuid payer)
{
    return desk->bills.reads.is_over && uuid_equal(desk->bills.payer, payer);
}

const struct error *
desk_bills_missing(const struct desk *desk)
{
    return desk->bills.reads.failed.kind ? &desk->bills.reads.failed : NULL;
}

void
desk_load_open_bills(struct desk *desk)
{
    struct filter filter = {.state = "Open"};

    if (desk->open_bills.under_way)
        return;
    desk->open_bills = (struct reads){.under_way = 1};
    desk_send(desk, desk_read(OP_bills_get_all, REQUEST_FOR_VIEW, &filter), reads_answered,
              &desk->open_bills);
}

bool
desk_has_open_bills(const struct desk *desk)
{
    return desk->open_bills.is_over;
}

/* The house */

void
desk_load_house(struct desk *desk)
{
    static const enum operation_id reads[] = {OP_devices_get_all, OP_departments_get_all};
    struct filter all = {0};

    if (desk->house.under_way || (desk->house.is_over && !desk->house.failed.kind))
        return;
    desk->house = (struct reads){.under_way = countof(reads)};
    for (size_t i = 0; i < countof(reads); i++)
        desk_send(desk, desk_read(reads[i], REQUEST_FOR_KEY, &all), reads_answered, &desk->house);
}

bool
desk_has_house(const struct desk *desk)
{
    return desk->house.is_over;
}

/* Tasks */

enum {
    TASK_DAYS_BEFORE = 59, /* with those behind it no more than three months, as the API has it */
    TASK_DAYS_AFTER = 30
};

struct interval
asked_deadlines(const struct desk *desk)
{
    struct day today = desk_today(desk);

    return (struct interval){day_at(day_add(today, -TASK_DAYS_BEFORE), 0),
                             day_at(day_add(today, TASK_DAYS_AFTER), 0)};
}

void
desk_load_tasks(struct desk *desk)
{
    struct filter filter = {.deadline_utc = asked_deadlines(desk)};

    if (desk->tasks.under_way)
        return;
    desk->tasks = (struct reads){.under_way = 1};
    desk_send(desk, desk_read(OP_tasks_get_all, REQUEST_FOR_KEY, &filter), reads_answered,
              &desk->tasks);
}

bool
desk_has_tasks(const struct desk *desk)
{
    return desk->tasks.is_over;
}

const struct error *
desk_tasks_missing(const struct desk *desk)
{
    return desk->tasks.failed.kind ? &desk->tasks.failed : NULL;
}

bool
task_is_done(const struct task *task)
{
    return strcmp(task->state, "Closed") == 0;
}
