#include <stdio.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "api/desk/rooms.h"
#include "views/stay_rows.h"

/* What each column says of a stay, and the lists that show them. */

static const struct list_column all_columns[] = {
#define STAY_COLUMN(id, heading, width, grows, align, rank)                                        \
    {#id, heading, width, grows, align, rank},
#include "views/stay_columns.def"
#undef STAY_COLUMN
};

const struct list_column *
stay_column(enum stay_column column)
{
    return &all_columns[column];
}

const struct sign stay_signs[] = {
#define BADGE(id, letter, meaning) {letter, meaning},
#include "api/desk/badges.def"
#undef BADGE
    {0},
};

typedef void (*cell_fn)(const struct stay_rows *rows, const struct stay_row *row,
                        struct cell *cell);

static void
say(struct cell *cell, const char *text)
{
    text_copy(cell->text, sizeof(cell->text), text);
}

static void
cell_flags(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    uint32_t badges = stay_badges(rows->app->desk, row->stay);
    size_t length = 0;

    for (unsigned badge = 0; badge < BADGE_COUNT; badge++)
        if (badges & 1u << badge)
            cell->text[length++] = badge_row((enum badge)badge)->letter;
    cell->text[length] = '\0';
    if (badges & (1u << BADGE_UNKNOWN))
        cell->style = STYLE_UNKNOWN;
}

static void
cell_room(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    const struct resource *room = stay_room(rows->app->desk, row->stay);

    say(cell, room ? room->name : "");
}

static void
cell_room_state(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    static const enum style styles[] = {
        [RESOURCE_DIRTY] = STYLE_STATE_1,        [RESOURCE_CLEAN] = STYLE_STATE_2,
        [RESOURCE_INSPECTED] = STYLE_STATE_3,    [RESOURCE_OUT_OF_SERVICE] = STYLE_STATE_4,
        [RESOURCE_OUT_OF_ORDER] = STYLE_STATE_5,
    };
    const struct resource *room = stay_room(rows->app->desk, row->stay);

    if (!room)
        return;
    cell->style = styles[room->state];
    snprintf(cell->text, sizeof(cell->text), "%c", room_state_letter(room->state));
}

static void
cell_guest(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    const struct action *action = action_of(rows->app->desk, row->stay->id);
    char name[256];

    account_title(rows->app->desk, row->stay->account_id, name, sizeof(name));
    if (!name[0])
        say(cell, "·");
    else if (action && action_error(action))
        snprintf(cell->text, sizeof(cell->text), "%.60s: %.400s", name, action_error(action)->text);
    else if (action)
        snprintf(cell->text, sizeof(cell->text), "%.60s (%s)", name, _(action_word(action)));
    else
        say(cell, name);
    if (action)
        cell->style = action_error(action) ? STYLE_ERROR : STYLE_PENDING;
}

static void
cell_nights(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    (void)rows;
    snprintf(cell->text, sizeof(cell->text), "%d", stay_nights(row->stay));
}

static void
cell_persons(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    struct persons persons = stay_persons(rows->app->desk, row->stay);

    if (persons.children)
        snprintf(cell->text, sizeof(cell->text), "%d+%d", persons.adults, persons.children);
    else
        snprintf(cell->text, sizeof(cell->text), "%d", persons.adults);
}

static void
say_category(struct cell *cell, const struct resource_category *category)
{
    if (category)
        say(cell, category->short_name[0] ? category->short_name : category->name);
}

static void
cell_category(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    const struct resource_category *given = stay_category(rows->app->desk, row->stay);

    say_category(cell, given);
    if (given && !uuid_equal(given->id, row->stay->requested_category_id))
        cell->style = STYLE_STRONG;
}

static void
cell_asked_category(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    say_category(cell, store_resource_category_of(desk_store(rows->app->desk),
                                                  row->stay->requested_category_id));
}

/* `24.03. 15:00`, `24.03.` or `15:00` */
enum time_parts {
    TIME_BOTH,
    TIME_DAY,
    TIME_CLOCK
};

static void
say_time(struct cell *cell, struct instant at, enum time_parts parts)
{
    struct wall_time wall = zone_wall_time(at);
    char day[DAY_TEXT_SIZE] = "";
    char clock[16] = "";

    if (!instant_is_set(at))
        return;
    if (parts != TIME_CLOCK)
        day_short_text(day_of(at), day);
    if (parts != TIME_DAY)
        snprintf(clock, sizeof(clock), "%02d:%02d", wall.hour % 100, wall.minute % 100);
    snprintf(cell->text, sizeof(cell->text), "%s%s%s", day, parts == TIME_BOTH ? " " : "", clock);
}

static void
cell_start(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    (void)rows;
    say_time(cell, row->stay->start_utc, TIME_BOTH);
}

static void
cell_end(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    (void)rows;
    say_time(cell, row->stay->end_utc, TIME_BOTH);
}

static void
cell_eta(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    (void)rows;
    say_time(cell, row->stay->start_utc, row->is_missed ? TIME_DAY : TIME_CLOCK);
}

static void
cell_etd(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    (void)rows;
    say_time(cell, row->stay->end_utc, row->is_missed ? TIME_DAY : TIME_CLOCK);
}

static void
cell_rate(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    const struct rate *rate = store_rate_of(desk_store(rows->app->desk), row->stay->rate_id);

    if (rate)
        say(cell, rate->short_name[0] ? rate->short_name : rate->name);
}

static void
cell_balance(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    struct balance balance = account_balance(rows->app->desk, row->stay->account_id);
    char text[MONEY_TEXT_SIZE];

    if (!balance.is_known) {
        say(cell, "·");
        return;
    }
    snprintf(cell->text, sizeof(cell->text), "%s%s", money_amount_text(balance.amount, text),
             balance.is_mixed ? "+" : "");
    if (decimal_sign(balance.amount.amount) > 0)
        cell->style = STYLE_MONEY_DUE;
}

static void
cell_currency(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    say(cell, account_balance(rows->app->desk, row->stay->account_id).amount.currency);
}

static void
cell_company(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    const struct company *company =
        store_company_of(desk_store(rows->app->desk), row->stay->company_id);

    if (company)
        say(cell, company->name);
}

static void
cell_number(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, row->stay->number);
}

static void
cell_state(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, reservation_state_name(row->stay->state));
}

static void
cell_id(const struct stay_rows *rows, const struct stay_row *row, struct cell *cell)
{
    (void)rows;
    uuid_text(row->stay->id, cell->text);
}

static const cell_fn cells[] = {
#define STAY_COLUMN(id, heading, width, grows, align, rank) cell_##id,
#include "views/stay_columns.def"
#undef STAY_COLUMN
};

void
stay_cell(const struct stay_rows *rows, size_t index, enum stay_column column, struct cell *cell)
{
    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    cells[column](rows, &rows->rows[index], cell);
}

/* Which columns a list shows, in order. */
#define SHOW(id) &all_columns[STAY_COLUMN_##id]

static const struct list_column *const arrivals_columns[] = {
    SHOW(flags),   SHOW(room),    SHOW(room_state), SHOW(guest),   SHOW(nights),
    SHOW(persons), SHOW(eta),     SHOW(category),   SHOW(balance), SHOW(asked_category),
    SHOW(rate),    SHOW(company), SHOW(number),
};

static const struct list_column *const departures_columns[] = {
    SHOW(flags),  SHOW(room),    SHOW(room_state), SHOW(guest),   SHOW(etd),    SHOW(balance),
    SHOW(nights), SHOW(persons), SHOW(category),   SHOW(company), SHOW(number),
};

static const struct list_column *const in_house_columns[] = {
    SHOW(flags),   SHOW(room),   SHOW(room_state), SHOW(guest), SHOW(persons), SHOW(end),
    SHOW(balance), SHOW(nights), SHOW(category),   SHOW(start), SHOW(company), SHOW(number),
};

static const struct list_column *const group_columns[] = {
    SHOW(flags),    SHOW(room),    SHOW(room_state), SHOW(guest),   SHOW(state),
    SHOW(start),    SHOW(end),     SHOW(balance),    SHOW(persons), SHOW(nights),
    SHOW(category), SHOW(company), SHOW(number),
};

/* The surface's order, for `run`. */
static const struct list_column *const surface_columns[] = {
    SHOW(number),  SHOW(room),    SHOW(room_state), SHOW(guest),
    SHOW(nights),  SHOW(persons), SHOW(category),   SHOW(asked_category),
    SHOW(start),   SHOW(end),     SHOW(balance),    SHOW(currency),
    SHOW(company), SHOW(state),   SHOW(flags),      SHOW(id),
};

static size_t
row_count(void *source)
{
    return ((const struct stay_rows *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return ((const struct stay_rows *)source)->rows[index].stay->id;
}

static enum style
row_style(void *source, size_t index)
{
    const struct stay_row *row = &((const struct stay_rows *)source)->rows[index];

    if (row->is_missed)
        return STYLE_WARNING;
    return row->stay->state == RESERVATION_OPTIONAL ? STYLE_DIM : STYLE_NORMAL;
}

static const char *
row_name(void *source, size_t index)
{
    const struct stay_rows *rows = source;
    const struct resource *room = stay_room(rows->app->desk, rows->rows[index].stay);

    return room ? room->name : "";
}

static void
cell_of(void *source, size_t index, const struct list_column *column, struct cell *cell)
{
    stay_cell(source, index, (enum stay_column)(column - all_columns), cell);
}

static void
arrivals_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    cell_of(source, index, arrivals_columns[column], cell);
}

static void
departures_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    cell_of(source, index, departures_columns[column], cell);
}

static void
in_house_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    cell_of(source, index, in_house_columns[column], cell);
}

static void
group_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    cell_of(source, index, group_columns[column], cell);
}

static void
surface_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    cell_of(source, index, surface_columns[column], cell);
}

/* What has another form for programs than for people. */
static void
row_members(void *source, size_t index, struct document *object)
{
    const struct stay_rows *rows = source;
    const struct reservation *stay = rows->rows[index].stay;
    struct balance balance = account_balance(rows->app->desk, stay->account_id);
    const struct resource *room = stay_room(rows->app->desk, stay);

    for (size_t i = 0; i < countof(surface_columns); i++) {
        struct cell cell;

        cell_of(source, index, surface_columns[i], &cell);
        document_set_text(object, surface_columns[i]->id, cell.text);
    }
    document_set_text(object, "room_state", room ? resource_state_name(room->state) : "");
    document_set_whole(object, "nights", stay_nights(stay));
    document_set_instant(object, "start", stay->start_utc);
    document_set_instant(object, "end", stay->end_utc);
    if (balance.is_known)
        document_set_decimal(object, "balance", balance.amount.amount);
    else
        document_set_null(object, "balance");
}

#define STAY_LIST(shown, fill)                                                                     \
    {                                                                                              \
        .columns = shown, .column_count = countof(shown), .marker_column = 3, .count = row_count,  \
        .id = row_id, .cell = fill, .row_style = row_style, .name = row_name,                      \
    }

static const struct list_class classes[] = {
    [STAYS_ARRIVALS] = STAY_LIST(arrivals_columns, arrivals_cell),
    [STAYS_DEPARTURES] = STAY_LIST(departures_columns, departures_cell),
    [STAYS_IN_HOUSE] = STAY_LIST(in_house_columns, in_house_cell),
    [STAYS_GROUP] = STAY_LIST(group_columns, group_cell),
};

const struct list_class *
stay_list_class(enum stay_list list)
{
    return &classes[list];
}

const struct listing *
stay_listing(void)
{
    static const struct list_class class = STAY_LIST(surface_columns, surface_cell);
    static const struct listing listing = {&class, row_members};

    return &listing;
}
