/*
 * From an account to the lines of its folio: items without a bill on top, then the open bills, then
 * the closed ones collapsed to their heading, and behind them the bills of those who stay with the
 * guest or in the same group. No drawing: `run` prints the same lines. Valid until the store
 * changes; then folio_lines_refresh().
 */
#pragma once

#include "api/base/uuid_map.h"
#include "views/app.h"
#include "views/listing.h"

enum folio_line_kind {
    FOLIO_HEADING,
    FOLIO_ITEM,
    FOLIO_PAYMENT,
    FOLIO_GROUP,   /* what the lines below it have in common, and what they come to */
    FOLIO_UNKNOWN, /* a write that may have been done */
};

struct folio_line {
    enum folio_line_kind kind;
    size_t bill_number;      /* N of RES/N; 0: on no bill, or another account's */
    size_t number;           /* of the line on its bill, by creation; 0 for the others */
    const struct bill *bill; /* NULL: on no bill */
    struct uuid account;     /* whose that is, where it is not this one's */
    const struct order_item *item;
    const struct payment *payment;
    const struct journal_entry *unknown;
    const char *role;     /* N_() of the bill's owner, where that is another account; else NULL */
    const char *title;    /* of a group; in the store */
    struct day day;       /* of a group by day */
    size_t count;         /* of a group's lines */
    bool is_rebated;      /* something reverses it */
    struct money balance; /* running, behind this line; of the whole bill on its heading */
};

/* How the lines of a bill stand. */
enum folio_grouping {
    FOLIO_BY_CREATION,
    FOLIO_BY_DAY,
    FOLIO_BY_PRODUCT,
    FOLIO_BY_SERVICE,
    FOLIO_GROUPINGS
};

struct folio_lines {
    struct app *app;
    struct uuid account;
    bool shows_closed; /* the lines of closed bills too */
    bool shows_others; /* bills of those near the account */
    enum folio_grouping grouping;
    struct uuid_map turned;  /* bills whose lines show, or don't, other than by themselves */
    struct uuid_map rebated; /* charges that something reverses */
    struct folio_line *rows;
    size_t count;
    size_t capacity;
};

void folio_lines_clear(struct folio_lines *lines);
void folio_lines_refresh(struct folio_lines *lines);

/* The lines of one bill alone, behind its heading. */
void folio_lines_of_bill(struct folio_lines *lines, const struct bill *bill);

/* Shows the lines of a bill, or hides them. */
void folio_lines_turn(struct folio_lines *lines, struct uuid bill);

/* The row's id: of its record; that of what stands on no bill is the account's. */
struct uuid folio_line_uuid(const struct folio_lines *lines, size_t index);

/* A charge or a payment; whether it adds to the balance. */
bool folio_line_is_item(const struct folio_line *line);
bool folio_line_counts(const struct folio_line *line);

/* The business day of a line; whether two are of one product, or of one type of payment. */
struct day folio_line_day(const struct folio_line *line);
bool folio_lines_alike(const struct folio_line *a, const struct folio_line *b);

/* The id of the charge or payment that is line `number` of a bill; false: it has no such line. */
MUST_USE bool folio_line_id(const struct app *app, struct uuid bill, size_t number,
                            struct uuid *id);

const struct list_class *folio_list_class(void);
const struct listing *folio_listing(void);
