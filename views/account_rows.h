/*
 * Guests and companies as rows: which there are, in which order, and what each cell says. Valid
 * until the store changes; then account_rows_refresh().
 */
#pragma once

#include "views/app.h"
#include "views/listing.h"

enum account_list {
    ACCOUNTS_GUESTS,
    ACCOUNTS_COMPANIES,
};

struct account_row {
    struct uuid id;
    const void *record;             /* the struct customer or company */
    const struct reservation *stay; /* a guest's that matters now; NULL */
    const char *name;               /* folded, by which they are ordered */
    const char *key;                /* folded, where the filter looks */
    bool has_twin;                  /* another profile seems to be the same guest's */
};

struct account_rows {
    struct app *app;
    enum account_list list;
    char filter[128];               /* folded; "" shows all */
    const struct list_column *sort; /* NULL: by name */
    struct arena arena;             /* of the folded texts */
    struct account_row *all;        /* in their order */
    size_t all_count;
    size_t capacity;
    const struct account_row **rows; /* those that pass the filter */
    size_t count;
};

/* What the letters of the flags mean. */
extern const struct sign guest_signs[];
extern const struct sign company_signs[];

void account_rows_init(struct account_rows *rows, struct app *app, enum account_list list);
void account_rows_clear(struct account_rows *rows);
void account_rows_refresh(struct account_rows *rows);

/* Sets the words of the filter; they stand in names, numbers, phone, e-mail, company and tax id. */
void account_rows_filter(struct account_rows *rows, const char *text);

/* Sorts by the column of that id. Errors: ERROR_USAGE, no such column (with those there are). */
MUST_USE bool account_rows_sort(struct account_rows *rows, const char *column, struct error *err);

/* In place of the list: this one. */
void account_rows_only(struct account_rows *rows, struct uuid account);

/* The letters of a guest's or company's flags. */
void account_flags(const struct account_rows *rows, const struct account_row *row, char *text,
                   size_t size);

/* `412 to 26.03.`, `from 26.03.` of a guest's stay; "" without one. */
void account_stay_text(const struct app *app, const struct reservation *stay, char *text,
                       size_t size);

/* The commissions of the contracts in force: `12 %, 10 %`; "" without any. */
void company_contracts(const struct app *app, struct uuid company, char *text, size_t size);

/* How the screen shows a list, and `run` (with the ids). */
const struct list_class *account_list_class(enum account_list list);
const struct listing *account_listing(enum account_list list);
