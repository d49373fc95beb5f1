/*
 * What one command for many is about: which of them can go and which can't, and later how each
 * ended. No drawing: the card and `run` show the same rows.
 */
#pragma once

#include "api/desk/bulk.h"
#include "views/app.h"
#include "views/listing.h"

/* What may be done to many, and its texts. */
struct bulk_row;

struct bulk_line {
    struct action_order order;
    struct error refusal; /* why it can't go; ERROR_NONE: it can */
    size_t part;          /* of the bulk, of one that can */
};

struct bulk_rows {
    struct app *app;
    const struct bulk_row *row;
    struct bulk_line *lines;
    size_t count;
    size_t ready;      /* how many can go */
    struct bulk *bulk; /* NULL: not begun */
};

/* `order` says what to do, to each of `subjects`: stays, or bills. Its texts are lent. */
void bulk_rows_init(struct bulk_rows *rows, struct app *app, const struct action_order *order,
                    struct uuid_list subjects);
void bulk_rows_clear(struct bulk_rows *rows);

/* Judges all anew; only before it begins. */
void bulk_rows_judge(struct bulk_rows *rows);

/* Begins those that can go. */
void bulk_rows_begin(struct bulk_rows *rows, void (*changed)(void *context), void *context);

enum bulk_outcome {
    BULK_OUTCOME_READY = 0, /* it can go */
    BULK_OUTCOME_REFUSED,
    BULK_OUTCOME_UNKNOWN,
    BULK_OUTCOME_LEFT, /* stopped before it was begun */
    BULK_OUTCOME_RUNNING,
    BULK_OUTCOME_DONE,
};
enum bulk_outcome bulk_rows_outcome(const struct bulk_rows *rows, size_t index);
size_t bulk_rows_count(const struct bulk_rows *rows, enum bulk_outcome outcome);

/* Why it was refused, or is unknown; "" where there is nothing to say. */
const char *bulk_rows_message(const struct bulk_rows *rows, size_t index);

/* The worst that happened, for the exit code: unknown before all others. ERROR_NONE: nothing. */
MUST_USE bool bulk_rows_verdict(const struct bulk_rows *rows, struct error *err);

/* `412  Novák, Jan`, cut to what a card's row has. */
const char *bulk_rows_name(const struct bulk_rows *rows, size_t index, char *text, size_t size);

/* Whether some can't go, or what is done can't be mended: it must be seen first. */
bool bulk_is_guarded(const struct bulk_rows *rows);

const char *bulk_title(const struct bulk_rows *rows);  /* `Check out` */
const char *bulk_action(const struct bulk_rows *rows); /* `checks out %zu ...`, a format */
const char *bulk_report(const struct bulk_rows *rows); /* `%zu of %zu are checked out.`, too */

const struct listing *bulk_listing(void);
