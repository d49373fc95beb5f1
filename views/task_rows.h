/* Open tasks as rows: those that were due longest first. Valid until the store changes. */
#pragma once

#include "views/app.h"
#include "views/listing.h"

struct task_rows {
    struct app *app;
    char filter[128];    /* folded */
    struct uuid_list of; /* just these, done ones too; empty: all that are open */
    const struct task **rows;
    size_t count;
    size_t capacity;
    size_t overdue;
};

void task_rows_refresh(struct task_rows *rows);
void task_rows_clear(struct task_rows *rows);

const struct list_class *task_list_class(void);
const struct listing *task_listing(void);
