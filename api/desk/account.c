#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/desk/state.h"

/*
 * An account read whole: three reads, known when the last of them is answered and none failed; else
 * all are asked again.
 */

struct account_read {
    struct account_read *next;
    struct uuid account;
    int left;            /* reads under way */
    struct error failed; /* the first of them that did */
    struct attempt attempt;
};

static struct account_read *
find(const struct desk *desk, struct uuid account)
{
    struct account_read *read = desk->account_reads;

    while (read && !uuid_equal(read->account, account))
        read = read->next;
    return read;
}

static void
drop(struct desk *desk, struct account_read *read)
{
    struct account_read **link = &desk->account_reads;

    while (*link != read)
        link = &(*link)->next;
    *link = read->next;
    free(read);
}

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct account_read *read = context;

    if (!result->is_last)
        return;
    if (result->error.kind && !read->failed.kind)
        read->failed = result->error;
    if (--read->left)
        return;
    desk->what |= DESK_KIND(RECORD_bill);
    attempt_end(&read->attempt, &read->failed, desk->clock_ms());
    if (attempt_has_failed(&read->attempt))
        return;
    uuid_map_put(&desk->accounts, read->account, desk);
    drop(desk, read);
}

static void
ask(struct desk *desk, struct account_read *read)
{
    struct filter by_account = {.account_ids = {&read->account, 1}};
    struct filter by_customer = {.customer_ids = {&read->account, 1}};

    read->left = 3;
    read->failed = (struct error){0};
    desk_send(desk, desk_read(OP_order_items_get_all, REQUEST_FOR_VIEW, &by_account), answered,
              read);
    desk_send(desk, desk_read(OP_payments_get_all, REQUEST_FOR_VIEW, &by_account), answered, read);
    desk_send(desk, desk_read(OP_bills_get_all, REQUEST_FOR_VIEW, &by_customer), answered, read);
}

void
desk_load_account(struct desk *desk, struct uuid account)
{
    struct account_read *read = find(desk, account);

    if (!read) {
        read = memory_new(sizeof(*read));
        *read = (struct account_read){.next = desk->account_reads, .account = account};
        desk->account_reads = read;
    }
    if (!read->left)
        ask(desk, read);
}

bool
desk_has_account(const struct desk *desk, struct uuid account)
{
    return uuid_map_find(&desk->accounts, account) != NULL;
}

const struct error *
desk_account_missing(const struct desk *desk, struct uuid account)
{
    const struct account_read *read = find(desk, account);

    return read && attempt_has_failed(&read->attempt) ? &read->attempt.error : NULL;
}

void
account_step(struct desk *desk)
{
    for (struct account_read *read = desk->account_reads; read; read = read->next)
        if (!read->left && attempt_may(&read->attempt, desk->clock_ms()))
            ask(desk, read);
}

void
account_retry(struct desk *desk)
{
    for (struct account_read *read = desk->account_reads; read; read = read->next)
        attempt_hurry(&read->attempt);
}

int64_t
account_due_ms(const struct desk *desk)
{
    int64_t due_ms = INT64_MAX;

    for (const struct account_read *read = desk->account_reads; read; read = read->next)
        if (!read->left && read->attempt.again_ms < due_ms)
            due_ms = read->attempt.again_ms;
    return due_ms;
}

void
account_clear(struct desk *desk)
{
    while (desk->account_reads)
        drop(desk, desk->account_reads);
    uuid_map_clear(&desk->accounts);
}

static void
number_answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    desk->has_number |= result->is_last;
    if (result->is_last)
        desk->what |= DESK_STATUS;
}

bool
desk_has_number(const struct desk *desk, const char *number)
{
    return desk->has_number && strcmp(desk->number, number) == 0;
}

void
desk_load_number(struct desk *desk, const char *number)
{
    struct filter filter = {.numbers = {&number, 1}};

    desk->has_number = false;
    snprintf(desk->number, sizeof(desk->number), "%s", number);
    desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter),
              number_answered, NULL);
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
