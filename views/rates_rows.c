#include "views/rates_rows.h"

#include <stdio.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "api/desk/wish.h"
#include "views/booking.h"
#include "views/day_heading.h"

enum {
    ROWS_EACH = 2, /* of a category: left, price */
    LABEL_WIDTH = 19
};

void
rates_choose(struct rates_rows *rows)
{
    const struct service *service = wish_service(rows->app->desk);
    const struct rate *open[RATES_MOST];

    if (!uuid_is_set(rows->span.rate) && service && wish_rates(rows->app->desk, service->id, open))
        rows->span.rate = open[0]->id;
}

const struct rate *
rates_find(struct app *app, const char *name, struct error *err)
{
    const struct service *service = wish_service(app->desk);

    return booking_rate(app, service ? service->id : (struct uuid){{0}}, name, err);
}

void
rates_rows_refresh(struct rates_rows *rows)
{
    arena_clear(&rows->arena);
    rows->count = calendar_categories(rows->app->desk, &rows->arena, &rows->categories);
}

void
rates_rows_clear(struct rates_rows *rows)
{
    arena_clear(&rows->arena);
    rows->count = 0;
}

const struct resource_category *
rates_category(const struct rates_rows *rows, size_t row)
{
    return row / ROWS_EACH < rows->count ? rows->categories[row / ROWS_EACH] : NULL;
}

static bool
is_price(size_t row)
{
    return row % ROWS_EACH == 1;
}

/* The grid */

static size_t
row_count(void *source)
{
    return ((const struct rates_rows *)source)->count * ROWS_EACH;
}

/* The second row's is the category's with the last bit turned. */
static struct uuid
row_id(void *source, size_t row)
{
    struct uuid id = rates_category(source, row)->id;

    id.bytes[sizeof(id.bytes) - 1] ^= is_price(row);
    return id;
}

static void
row_label(void *source, size_t row, struct cell *cell)
{
    const struct rates_rows *rows = source;

    if (is_price(row))
        cell->text[0] = '\0';
    else
        text_copy(cell->text, sizeof(cell->text), rates_category(rows, row)->name);
}

static void
column_heading(void *source, int column, int line, struct cell *cell)
{
    day_heading(((const struct rates_rows *)source)->app, column, line, cell);
}

/* In whole units, marked where nobody arrives: the rest of it is said below the grid. */
static void
fill_price(const struct money *price, bool is_open, struct grid_bar *bar)
{
    struct decimal whole;
    char amount[DECIMAL_TEXT_SIZE];

    bar->style = is_open ? STYLE_NORMAL : STYLE_WARNING;
    if (price->currency[0] && decimal_round(price->amount, 0, &whole))
        snprintf(bar->text, sizeof(bar->text), "%s%s", decimal_text(whole, amount),
                 is_open ? "" : "!");
}

static void
fill_left(const struct calendar_night *night, struct grid_bar *bar)
{
    if (!night->is_known)
        return;
    bar->style = night->left < 0 ? STYLE_ERROR : night->left ? STYLE_GOOD : STYLE_DIM;
    snprintf(bar->text, sizeof(bar->text), "%lld", (long long)night->left);
}

static size_t
row_bars(void *source, size_t row, int first, int count, struct grid_bar *bars)
{
    const struct desk *desk = ((const struct rates_rows *)source)->app->desk;
    const struct resource_category *category = rates_category(source, row);
    size_t made = 0;

    for (int column = first; column < first + count && made < GRID_BARS; column++) {
        struct day day = {column};
        struct calendar_night night = calendar_night(desk, category->id, day);
        struct grid_bar *bar = &bars[made++];

        *bar = (struct grid_bar){.start = column * 2, .end = column * 2 + 2, .is_plain = true};
        if (is_price(row))
            fill_price(&night.price, calendar_check(desk, category, day, NULL), bar);
        else
            fill_left(&night, bar);
    }
    return made;
}

static const char *
row_name(void *source, size_t row)
{
    return is_price(row) ? "" : rates_category(source, row)->short_name;
}

const struct grid_class *
rates_grid_class(void)
{
    static const struct grid_class class = {
        .label_width = LABEL_WIDTH,
        .rows = row_count,
        .id = row_id,
        .label = row_label,
        .heading = column_heading,
        .bars = row_bars,
        .name = row_name,
    };

    return &class;
}

/* For `run` */

enum {
    COLUMN_RESTRICTION = 5
};

static const struct list_column columns[] = {
    {"category", N_("Category"), 16, false, ALIGN_LEFT, 0},
    {"date", N_("Day"), 10, false, ALIGN_LEFT, 0},
    {"left", N_("Left"), 5, false, ALIGN_RIGHT, 0},
    {"price", N_("Night"), 12, false, ALIGN_RIGHT, 0},
    {"currency", N_(""), 3, false, ALIGN_LEFT, 0},
    [COLUMN_RESTRICTION] = {"restriction", N_("Restriction"), 30, true, ALIGN_LEFT, 0},
};

static const struct list_column *const shown[] = {
    &columns[0], &columns[1], &columns[2], &columns[3], &columns[4], &columns[5],
};

static size_t
day_rows(void *source)
{
    const struct rates_rows *rows = source;

    return rows->count * (size_t)rows->span.days;
}

static struct day
day_at_row(const struct rates_rows *rows, size_t index)
{
    return day_add(rows->span.from, (int)(index % (size_t)rows->span.days));
}

static const struct resource_category *
category_at(const struct rates_rows *rows, size_t index)
{
    return rows->categories[index / (size_t)rows->span.days];
}

static struct uuid
day_id(void *source, size_t index)
{
    struct uuid id = category_at(source, index)->id;

    id.bytes[0] ^= (uint8_t)(index % (size_t)((const struct rates_rows *)source)->span.days);
    return id;
}

/* Why nobody arrives that day; "": there is nothing against it. */
static const char *
restriction_of(const struct rates_rows *rows, size_t index, struct error *err)
{
    return calendar_check(rows->app->desk, category_at(rows, index), day_at_row(rows, index), err)
               ? ""
               : err->text;
}

static void
day_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct rates_rows *rows = source;
    const struct resource_category *category = category_at(rows, index);
    struct day day = day_at_row(rows, index);
    struct calendar_night night = calendar_night(rows->app->desk, category->id, day);
    char date[DAY_TEXT_SIZE];
    char left[24] = "";
    char price[MONEY_TEXT_SIZE];
    struct error err;

    if (night.is_known)
        snprintf(left, sizeof(left), "%lld", (long long)night.left);
    cell->style = STYLE_NORMAL;
    text_copy(cell->text, sizeof(cell->text),
              (const char *const[]){
                  category->name,
                  day_text(day, date),
                  left,
                  night.price.currency[0] ? money_amount_text(night.price, price) : "",
                  night.price.currency,
                  column == COLUMN_RESTRICTION ? restriction_of(rows, index, &err) : "",
              }[column]);
}

static void
day_members(void *source, size_t index, struct document *object)
{
    const struct rates_rows *rows = source;
    const struct resource_category *category = category_at(rows, index);
    struct day day = day_at_row(rows, index);
    struct calendar_night night = calendar_night(rows->app->desk, category->id, day);
    char date[DAY_TEXT_SIZE];
    struct error err;

    document_set_uuid(object, "category_id", category->id);
    document_set_text(object, "category", category->name);
    document_set_text(object, "date", day_text(day, date));
    if (night.is_known)
        document_set_whole(object, "left", night.left);
    else
        document_set_null(object, "left");
    if (night.price.currency[0])
        document_set_decimal(object, "price", night.price.amount);
    else
        document_set_null(object, "price");
    document_set_text(object, "currency", night.price.currency);
    document_set_uuid(object, "rate_id", rows->span.rate);
    document_set_text(object, "restriction", restriction_of(rows, index, &err));
}

const struct listing *
rates_listing(void)
{
    static const struct list_class class = {
        .columns = shown,
        .column_count = countof(shown),
        .count = day_rows,
        .id = day_id,
        .cell = day_cell,
    };
    static const struct listing listing = {&class, day_members};

    return &listing;
}
