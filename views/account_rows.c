#include "views/account_rows.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/memory.h"
#include "api/desk/people.h"
#include "api/rules/profiles.h"
#include "views/account_cells.h"

/* Keys are folded once a refresh, so that a letter more in the filter costs a search alone. */

enum {
    KEY_SIZE = 1024
};

static const char *
fold(struct account_rows *rows, const char *text)
{
    char key[KEY_SIZE];

    fold_text(text, key, sizeof(key));
    return arena_text(&rows->arena, key);
}

/* `601 22-33` as one word, so that it is found however it is written. */
static void
copy_digits(const char *text, char *digits, size_t size)
{
    size_t length = 0;

    for (; *text && length + 1 < size; text++)
        if (isdigit((unsigned char)*text))
            digits[length++] = *text;
    digits[length] = '\0';
}

static void
fill_guest(struct account_rows *rows, struct account_row *row)
{
    const struct customer *guest = row->record;
    const struct company *company =
        store_company_of(desk_store(rows->app->desk), guest->company_id);
    char name[256];
    char digits[64];
    char text[KEY_SIZE];

    copy_digits(guest->phone, digits, sizeof(digits));
    account_title(rows->app->desk, guest->id, name, sizeof(name));
    snprintf(text, sizeof(text), "%.255s %.120s %.64s %s %.32s %.120s", name, guest->email,
             guest->phone, digits, guest->number, company ? company->name : "");
    row->stay = person_stay(rows->app->desk, guest->id);
    row->name = fold(rows, name);
    row->key = fold(rows, text);
}

static void
fill_company(struct account_rows *rows, struct account_row *row)
{
    const struct company *company = row->record;
    char digits[64];
    char text[KEY_SIZE];

    copy_digits(company->telephone, digits, sizeof(digits));
    snprintf(text, sizeof(text), "%.255s %.64s %.120s %.64s %s", company->name,
             company->tax_identifier, company->email, company->telephone, digits);
    row->name = fold(rows, company->name);
    row->key = fold(rows, text);
}

static bool
is_active(const struct account_rows *rows, const void *record)
{
    return rows->list == ACCOUNTS_GUESTS ? ((const struct customer *)record)->is_active
                                         : ((const struct company *)record)->is_active;
}

static void
add_row(struct account_rows *rows, const void *record)
{
    bool is_guest = rows->list == ACCOUNTS_GUESTS;
    struct account_row *row;

    rows->all = memory_grow(rows->all, rows->all_count, &rows->capacity, sizeof(*rows->all));
    row = &rows->all[rows->all_count++];
    *row = (struct account_row){.record = record};
    row->id =
        is_guest ? ((const struct customer *)record)->id : ((const struct company *)record)->id;
    if (is_guest)
        fill_guest(rows, row);
    else
        fill_company(rows, row);
}

static int
compare(const void *left, const void *right, void *context)
{
    const struct account_rows *rows = context;
    const struct account_row *a = left;
    const struct account_row *b = right;
    int order = 0;

    if (rows->sort) {
        struct cell cells[2];

        account_cell(rows, a, rows->sort, &cells[0]);
        account_cell(rows, b, rows->sort, &cells[1]);
        order = (cells[0].text[0] == '\0') - (cells[1].text[0] == '\0'); // the empty ones last
        if (!order)
            order = fold_compare_natural(cells[0].text, cells[1].text);
    }
    if (!order)
        order = strcmp(a->name, b->name);
    if (!order && rows->list == ACCOUNTS_GUESTS)
        order = fold_compare_natural(((const struct customer *)a->record)->number,
                                     ((const struct customer *)b->record)->number);
    return order ? order : memcmp(&a->id, &b->id, sizeof(a->id));
}

static void
sort(struct account_rows *rows)
{
    if (rows->all_count)
        qsort_r(rows->all, rows->all_count, sizeof(*rows->all), compare, rows);
}

/* Of those called alike; they stand side by side where the order is by name. */
static void
find_twins(struct account_rows *rows)
{
    for (size_t i = 0; i < rows->all_count && rows->list == ACCOUNTS_GUESTS; i++)
        for (size_t next = i + 1;
             next < rows->all_count && strcmp(rows->all[i].name, rows->all[next].name) == 0; next++)
            if (customers_seem_one(rows->all[i].record, rows->all[next].record))
                rows->all[i].has_twin = rows->all[next].has_twin = true;
}

static void
filter(struct account_rows *rows)
{
    rows->rows = memory_resize(rows->rows, rows->all_count + 1, sizeof(*rows->rows));
    rows->count = 0;
    for (size_t i = 0; i < rows->all_count; i++)
        if (!rows->filter[0] || fold_match(rows->all[i].key, rows->filter) > 0)
            rows->rows[rows->count++] = &rows->all[i];
}

void
account_rows_refresh(struct account_rows *rows)
{
    struct store_rows all =
        store_all(desk_store(rows->app->desk),
                  rows->list == ACCOUNTS_GUESTS ? RECORD_customer : RECORD_company);
    const struct list_column *column = rows->sort;

    arena_clear(&rows->arena);
    rows->all_count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (is_active(rows, all.rows[i]))
            add_row(rows, all.rows[i]);
    rows->sort = NULL;
    sort(rows);
    find_twins(rows);
    rows->sort = column;
    if (column)
        sort(rows);
    filter(rows);
}

void
account_rows_filter(struct account_rows *rows, const char *text)
{
    fold_text(text, rows->filter, sizeof(rows->filter));
    filter(rows);
}

void
account_rows_only(struct account_rows *rows, struct uuid account)
{
    const void *record =
        store_find(desk_store(rows->app->desk),
                   rows->list == ACCOUNTS_GUESTS ? RECORD_customer : RECORD_company, account);

    arena_clear(&rows->arena);
    rows->all_count = 0;
    if (record)
        add_row(rows, record);
    filter(rows);
}

bool
account_rows_sort(struct account_rows *rows, const char *column, struct error *err)
{
    const struct list_class *class = account_list_class(rows->list);
    char names[256] = "";

    for (size_t i = 0; i < class->column_count; i++) {
        size_t length = strlen(names);

        if (strcmp(class->columns[i]->id, column) == 0) {
            rows->sort = class->columns[i];
            account_rows_refresh(rows);
            return true;
        }
        snprintf(names + length, sizeof(names) - length, "%s%s", i ? ", " : "",
                 class->columns[i]->id);
    }
    return error_set(err, ERROR_USAGE, "No column \"%.30s\": there are %s.", column, names);
}

void
account_rows_init(struct account_rows *rows, struct app *app, enum account_list list)
{
    *rows = (struct account_rows){.app = app, .list = list};
}

void
account_rows_clear(struct account_rows *rows)
{
    free(rows->all);
    free(rows->rows);
    arena_clear(&rows->arena);
    *rows = (struct account_rows){0};
}
