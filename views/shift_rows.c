#include "views/shift_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/base/zone.h"
#include "api/desk/stays.h"

static const struct cashier *
find_cashier(const struct app *app, const char *name, struct error *err)
{
    struct store_rows all = store_all(desk_store(app->desk), RECORD_cashier);
    const struct cashier *best = NULL;
    char query[128];
    int best_score = 0;

    fold_text(name, query, sizeof(query));
    for (size_t i = 0; i < all.count; i++) {
        const struct cashier *cashier = all.rows[i];
        char key[128];
        int score;

        fold_text(cashier->name, key, sizeof(key));
        score = fold_match(key, query);
        if (score > best_score) {
            best = cashier;
            best_score = score;
        }
    }
    if (!best)
        error_set(err, ERROR_NOT_FOUND, "No cashier \"%.40s\".", name);
    return best;
}

bool
shift_rows_init(struct shift_rows *rows, struct app *app, const char *name, struct error *err)
{
    const struct cashier *cashier = name ? find_cashier(app, name, err) : NULL;

    if (name && !cashier)
        return false;
    *rows = (struct shift_rows){.app = app};
    rows->shift = shift_of(app->desk, cashier ? cashier->id : (struct uuid){{0}});
    return true;
}

void
shift_rows_clear(struct shift_rows *rows)
{
    free(rows->rows);
    *rows = (struct shift_rows){0};
}

const char *
shift_rows_whose(const struct shift_rows *rows)
{
    const struct cashier *cashier =
        store_cashier_of(desk_store(rows->app->desk), rows->shift.cashier);

    return cashier ? cashier->name : _("the house");
}

static const struct payment *
payment_of(const struct shift_rows *rows, size_t index)
{
    return store_payment_of(desk_store(rows->app->desk), rows->rows[index]->payment_id);
}

struct uuid
shift_rows_account(const struct shift_rows *rows, size_t index)
{
    const struct payment *payment = payment_of(rows, index);

    return payment ? payment->account_id : (struct uuid){{0}};
}

enum column {
    COLUMN_AT,
    COLUMN_NUMBER,
    COLUMN_CASHIER,
    COLUMN_GUEST,
    COLUMN_TYPE,
    COLUMN_AMOUNT,
    COLUMN_CURRENCY,
    COLUMN_NOTE,
    COLUMNS
};

static const struct list_column columns[COLUMNS] = {
    [COLUMN_AT] = {"at", N_("Time"), 12, false, ALIGN_LEFT, 0},
    [COLUMN_NUMBER] = {"number", N_("Number"), 7, false, ALIGN_LEFT, 5},
    [COLUMN_CASHIER] = {"cashier", N_("Cashier"), 12, false, ALIGN_LEFT, 4},
    [COLUMN_GUEST] = {"guest", N_("Guest"), 16, true, ALIGN_LEFT, 2},
    [COLUMN_TYPE] = {"type", N_("Type"), 6, false, ALIGN_LEFT, 6},
    [COLUMN_AMOUNT] = {"amount", N_("Amount"), 12, false, ALIGN_RIGHT, 0},
    [COLUMN_CURRENCY] = {"currency", N_("Cur"), 3, false, ALIGN_LEFT, 0},
    [COLUMN_NOTE] = {"note", N_("Note"), 12, true, ALIGN_LEFT, 3},
};

static const struct list_column *const shown[COLUMNS] = {
    &columns[0], &columns[1], &columns[2], &columns[3],
    &columns[4], &columns[5], &columns[6], &columns[7],
};

static void
say_guest(const struct shift_rows *rows, size_t index, struct cell *cell)
{
    struct uuid account = shift_rows_account(rows, index);

    if (uuid_is_set(account))
        account_title(rows->app->desk, account, cell->text, sizeof(cell->text));
}

static void
say_amount(const struct cashier_transaction *transaction, struct cell *cell)
{
    struct money money = {.amount = transaction->value};
    char text[MONEY_TEXT_SIZE];

    snprintf(money.currency, sizeof(money.currency), "%.3s", transaction->currency);
    text_copy(cell->text, sizeof(cell->text), money_amount_text(money, text));
    if (decimal_sign(transaction->value) < 0)
        cell->style = STYLE_WARNING;
}

static void
row_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct shift_rows *rows = source;
    const struct cashier_transaction *transaction = rows->rows[index];
    const struct store *store = desk_store(rows->app->desk);
    const struct cashier *cashier = store_cashier_of(store, transaction->cashier_id);
    const struct payment *payment = payment_of(rows, index);

    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    switch ((enum column)column) {
    case COLUMN_AT:
        wall_short_text(transaction->created_utc, cell->text);
        break;
    case COLUMN_NUMBER:
        text_copy(cell->text, sizeof(cell->text), transaction->number);
        break;
    case COLUMN_CASHIER:
        text_copy(cell->text, sizeof(cell->text), cashier ? cashier->name : "");
        break;
    case COLUMN_GUEST:
        say_guest(rows, index, cell);
        break;
    case COLUMN_TYPE:
        text_copy(cell->text, sizeof(cell->text),
                  payment && payment->external_type[0] ? payment->external_type : "");
        break;
    case COLUMN_AMOUNT:
        say_amount(transaction, cell);
        break;
    case COLUMN_CURRENCY:
        text_copy(cell->text, sizeof(cell->text), transaction->currency);
        break;
    case COLUMN_NOTE:
        text_copy(cell->text, sizeof(cell->text), transaction->notes);
        break;
    case COLUMNS:
        break;
    }
}

static bool
passes(struct shift_rows *rows, size_t index)
{
    char text[CELL_SIZE * 3] = "";
    char key[CELL_SIZE * 3];
    struct cell cell;

    for (size_t i = 0; rows->filter[0] && i < COLUMNS; i++) {
        size_t length = strlen(text);

        row_cell(rows, index, i, &cell);
        snprintf(text + length, sizeof(text) - length, "%.100s ", cell.text);
    }
    fold_text(text, key, sizeof(key));
    return !rows->filter[0] || fold_match(key, rows->filter) > 0;
}

static int
compare(const void *left, const void *right)
{
    const struct cashier_transaction *a = *(const struct cashier_transaction *const *)left;
    const struct cashier_transaction *b = *(const struct cashier_transaction *const *)right;

    if (a->created_utc.ms != b->created_utc.ms)
        return a->created_utc.ms < b->created_utc.ms ? -1 : 1;
    return fold_compare_natural(a->number, b->number);
}

void
shift_rows_refresh(struct shift_rows *rows)
{
    struct store_rows all = store_all(desk_store(rows->app->desk), RECORD_cashier_transaction);

    rows->count = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (!shift_has(&rows->shift, all.rows[i]))
            continue;
        rows->rows = memory_grow(rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
        rows->rows[rows->count] = all.rows[i];
        rows->count += passes(rows, rows->count);
    }
    if (rows->count)
        qsort(rows->rows, rows->count, sizeof(*rows->rows), compare);
}

static size_t
row_count(void *source)
{
    return ((const struct shift_rows *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return ((const struct shift_rows *)source)->rows[index]->id;
}

static void
row_members(void *source, size_t index, struct document *object)
{
    const struct cashier_transaction *transaction =
        ((const struct shift_rows *)source)->rows[index];

    for (size_t i = 0; i < COLUMNS; i++) {
        struct cell cell;

        row_cell(source, index, i, &cell);
        document_set_text(object, columns[i].id, cell.text);
    }
    document_set_instant(object, "at", transaction->created_utc);
    document_set_decimal(object, "amount", transaction->value);
    document_set_uuid(object, "id", transaction->id);
}

const struct listing *
shift_listing(void)
{
    static const struct list_class class = {
        .columns = shown,
        .column_count = COLUMNS,
        .marker_column = COLUMN_AMOUNT,
        .count = row_count,
        .id = row_id,
        .cell = row_cell,
    };
    static const struct listing listing = {&class, row_members};

    return &listing;
}

/* In `run` */

static bool
is_read(struct app *app, const void *context, struct error *err)
{
    const struct error *missing = desk_shift_missing(app->desk);

    (void)context;
    if (missing)
        *err = *missing;
    return desk_has_shift(app->desk);
}

static bool
read_since(struct app *app, struct instant since, struct error *err)
{
    desk_load_shift(app->desk, since);
    return app_wait(app, is_read, NULL, err);
}

/* Twice where a cashier is named: his shift may have begun earlier than the house's. */
bool
shift_rows_read(struct shift_rows *rows, struct app *app, const char *cashier, struct error *err)
{
    bool ok = app_wait_parts(app, 1u << DESK_CONFIGURATION, 1u << DESK_STAYS, err)
              && shift_rows_init(rows, app, NULL, err) && read_since(app, rows->shift.since, err);

    if (ok && cashier)
        ok = shift_rows_init(rows, app, cashier, err) && read_since(app, rows->shift.since, err);
    if (ok)
        shift_rows_refresh(rows);
    return ok;
}
