#include "views/stay_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"

static int
arrival_trouble(const struct stay_rows *rows, const struct stay_row *row)
{
    const struct resource *room = stay_room(rows->app->desk, row->stay);

    return !room ? 0 : room->state != RESOURCE_INSPECTED ? 1 : 2;
}

static int
compare_balances(const struct stay_rows *rows, const struct stay_row *a, const struct stay_row *b)
{
    return -decimal_compare(account_balance(rows->app->desk, a->stay->account_id).amount.amount,
                            account_balance(rows->app->desk, b->stay->account_id).amount.amount);
}

static int
compare_instants(struct instant a, struct instant b)
{
    return (a.ms > b.ms) - (a.ms < b.ms);
}

static int
compare_column(const struct stay_rows *rows, const struct stay_row *a, const struct stay_row *b,
               enum stay_column column)
{
    struct cell left;
    struct cell right;

    switch (column) {
    case STAY_COLUMN_start:
    case STAY_COLUMN_eta:
        return compare_instants(a->stay->start_utc, b->stay->start_utc);
    case STAY_COLUMN_end:
    case STAY_COLUMN_etd:
        return compare_instants(a->stay->end_utc, b->stay->end_utc);
    case STAY_COLUMN_balance:
        return compare_balances(rows, a, b);
    default:
        stay_cell(rows, (size_t)(a - rows->rows), column, &left);
        stay_cell(rows, (size_t)(b - rows->rows), column, &right);
        return fold_compare_natural(left.text, right.text);
    }
}

static int
compare(const struct stay_rows *rows, const struct stay_row *a, const struct stay_row *b)
{
    int order = b->is_missed - a->is_missed;

    if (!order && rows->trouble_first)
        order = arrival_trouble(rows, a) - arrival_trouble(rows, b);
    if (!order)
        order = compare_column(rows, a, b, rows->sort);
    if (!order)
        order = compare_column(rows, a, b, STAY_COLUMN_guest);
    return order ? order : strcmp(a->stay->number, b->stay->number);
}

/* Cells are read by their place in rows->rows: sorting moves indexes, and the rows follow. */
static int
compare_indexes(const void *left, const void *right, void *context)
{
    const struct stay_rows *rows = context;

    return compare(rows, &rows->rows[*(const size_t *)left], &rows->rows[*(const size_t *)right]);
}

static void
sort(struct stay_rows *rows)
{
    size_t *order = memory_resize(NULL, rows->count, sizeof(*order));
    struct stay_row *sorted = memory_resize(NULL, rows->count, sizeof(*sorted));

    for (size_t i = 0; i < rows->count; i++)
        order[i] = i;
    qsort_r(order, rows->count, sizeof(*order), compare_indexes, rows);
    for (size_t i = 0; i < rows->count; i++)
        sorted[i] = rows->rows[order[i]];
    free(order);
    free(rows->rows);
    rows->rows = sorted;
    rows->capacity = rows->count;
}

static bool
owes_nothing(const struct stay_rows *rows, const struct reservation *stay)
{
    struct balance balance = account_balance(rows->app->desk, stay->account_id);

    return balance.is_known && !balance.is_mixed && decimal_sign(balance.amount.amount) == 0;
}

/* The words of the filter stand in the name, room, number or company. */
static bool
passes(const struct stay_rows *rows, const struct reservation *stay)
{
    const struct resource *room = stay_room(rows->app->desk, stay);
    const struct company *company = store_company_of(desk_store(rows->app->desk), stay->company_id);
    char name[256];
    char text[512];
    char key[512];

    if (rows->zero_only && !owes_nothing(rows, stay))
        return false;
    if (!rows->filter[0])
        return true;
    snprintf(text, sizeof(text), "%s %s %s %s",
             account_title(rows->app->desk, stay->account_id, name, sizeof(name)),
             room ? room->name : "", stay->number, company ? company->name : "");
    fold_text(text, key, sizeof(key));
    return fold_match(key, rows->filter) > 0;
}

static bool
is_listed(const struct stay_rows *rows, const struct reservation *stay)
{
    if (rows->list == STAYS_GROUP)
        return uuid_equal(stay->group_id, rows->group) && stay->state != RESERVATION_CANCELED;
    return stay_is_on(rows->app->desk, stay, rows->list, rows->day);
}

static bool
has_days(const struct stay_rows *rows)
{
    return rows->list == STAYS_ARRIVALS || rows->list == STAYS_DEPARTURES;
}

/* Those that arrived or left today are off the list, but counted. */
static bool
is_done_today(const struct stay_rows *rows, const struct reservation *stay)
{
    if (rows->list == STAYS_ARRIVALS)
        return stay->state == RESERVATION_STARTED && stay_arrival(stay).number == rows->day.number;
    return rows->list == STAYS_DEPARTURES && stay->state == RESERVATION_PROCESSED
           && stay_departure(stay).number == rows->day.number;
}

static void
count(struct stay_rows *rows, const struct reservation *stay)
{
    const struct resource *room = stay_room(rows->app->desk, stay);
    struct stay_counts *counts = &rows->counts;

    counts->left++;
    if (rows->list == STAYS_ARRIVALS) {
        counts->no_room += !uuid_is_set(stay->resource_id);
        counts->not_ready += room && room->state != RESOURCE_INSPECTED;
        counts->overbooked += stay_is_overbooked(rows->app->desk, stay);
    } else {
        counts->zero += owes_nothing(rows, stay);
    }
}

void
stay_rows_refresh(struct stay_rows *rows)
{
    struct store_rows all = store_all(desk_store(rows->app->desk), RECORD_reservation);

    rows->count = 0;
    rows->counts = (struct stay_counts){0};
    for (size_t i = 0; i < all.count; i++) {
        const struct reservation *stay = all.rows[i];

        if (!is_listed(rows, stay)) {
            rows->counts.done += is_done_today(rows, stay);
            continue;
        }
        count(rows, stay);
        if (!passes(rows, stay))
            continue;
        rows->rows = memory_grow(rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
        rows->rows[rows->count++] = (struct stay_row){
            .stay = stay,
            .is_missed = has_days(rows) && stay_is_missed(rows->app->desk, stay, rows->day),
        };
    }
    sort(rows);
}

const char *
stay_rows_group_name(const struct stay_rows *rows)
{
    const struct reservation_group *group =
        store_reservation_group_of(desk_store(rows->app->desk), rows->group);

    return group ? group->name : "";
}

void
stay_rows_only(struct stay_rows *rows, struct uuid reservation)
{
    const struct reservation *stay = store_reservation_of(desk_store(rows->app->desk), reservation);

    rows->count = 0;
    if (!stay)
        return;
    rows->rows = memory_grow(rows->rows, 0, &rows->capacity, sizeof(*rows->rows));
    rows->rows[rows->count++] = (struct stay_row){.stay = stay};
}

struct uuid_list
stay_rows_ids(const struct stay_rows *rows, struct arena *arena)
{
    struct uuid *ids = arena_new(arena, (rows->count + 1) * sizeof(*ids));

    for (size_t i = 0; i < rows->count; i++)
        ids[i] = rows->rows[i].stay->id;
    return (struct uuid_list){ids, rows->count};
}

void
stay_rows_init(struct stay_rows *rows, struct app *app, enum stay_list list)
{
    *rows = (struct stay_rows){
        .app = app,
        .list = list,
        .day = desk_today(app->desk),
        .sort = list == STAYS_ARRIVALS ? STAY_COLUMN_eta : STAY_COLUMN_room,
    };
}

void
stay_rows_clear(struct stay_rows *rows)
{
    free(rows->rows);
    *rows = (struct stay_rows){0};
}

bool
stay_rows_sort(struct stay_rows *rows, const char *column, struct error *err)
{
    char names[256] = "";

    for (size_t i = 0; i < STAY_COLUMNS; i++) {
        size_t length = strlen(names);

        if (strcmp(stay_column((enum stay_column)i)->id, column) == 0) {
            rows->sort = (enum stay_column)i;
            return true;
        }
        snprintf(names + length, sizeof(names) - length, "%s%s", i ? ", " : "",
                 stay_column((enum stay_column)i)->id);
    }
    return error_set(err, ERROR_USAGE, "No column \"%.30s\": there are %s.", column, names);
}

void
stay_rows_status(const struct stay_rows *rows, char *text, size_t size)
{
    const struct stay_counts *counts = &rows->counts;
    int length;

    switch (rows->list) {
    case STAYS_ARRIVALS:
        length = snprintf(text, size, _("%d left, %d in, %d not ready, %d no room"), counts->left,
                          counts->done, counts->not_ready, counts->no_room);
        if (counts->overbooked && length > 0 && (size_t)length < size)
            snprintf(text + length, size - (size_t)length, _(", %d overbooked"),
                     counts->overbooked);
        break;
    case STAYS_DEPARTURES:
        snprintf(text, size, _("%d left, %d out, %d at zero"), counts->left, counts->done,
                 counts->zero);
        break;
    case STAYS_IN_HOUSE:
        snprintf(text, size, _("%d in house"), counts->left);
        break;
    case STAYS_GROUP:
        snprintf(
            text, size,
            ngettext("%d stay, %d at zero", "%d stays, %d at zero", (unsigned long)counts->left),
            counts->left, counts->zero);
        break;
    }
}
