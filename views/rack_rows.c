#include "views/rack_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/rooms.h"
#include "views/day_heading.h"

static bool
touches(struct instant start, struct instant end, struct day from, struct day to)
{
    return day_of(start).number < to.number && day_of(end).number >= from.number;
}

static struct rack_row *
add(struct rack_rows *rows, struct rack_row row)
{
    rows->rows = memory_grow(rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
    rows->rows[rows->count] = row;
    return &rows->rows[rows->count++];
}

static int
compare_categories(const void *left, const void *right)
{
    return category_compare(*(const struct resource_category *const *)left,
                            *(const struct resource_category *const *)right);
}

static int
compare_rooms(const void *left, const void *right)
{
    const struct rack_row *a = left;
    const struct rack_row *b = right;

    return fold_compare_natural(a->room->name, b->room->name);
}

static void
add_rooms(struct rack_rows *rows, const struct resource_category *category)
{
    const struct store *store = desk_store(rows->app->desk);
    struct store_rows assignments = store_by(store, STORE_RESOURCES_OF_CATEGORY, category->id);
    size_t first = rows->count;

    for (size_t i = 0; i < assignments.count; i++) {
        const struct resource_category_assignment *assignment = assignments.rows[i];
        const struct resource *room = store_resource_of(store, assignment->resource_id);

        if (assignment->is_active && room && room->is_active)
            add(rows, (struct rack_row){.kind = GRID_ROW, .category = category, .room = room});
    }
    if (rows->count > first)
        qsort(&rows->rows[first], rows->count - first, sizeof(*rows->rows), compare_rooms);
}

static int
compare_starts(const void *left, const void *right)
{
    const struct reservation *a = *(const struct reservation *const *)left;
    const struct reservation *b = *(const struct reservation *const *)right;

    if (a->start_utc.ms != b->start_utc.ms)
        return a->start_utc.ms < b->start_utc.ms ? -1 : 1;
    return strcmp(a->number, b->number);
}

/* The stays without a room in the category, by start; behind those of earlier categories. */
static size_t
collect_lane_stays(struct rack_rows *rows, const struct resource_category *category)
{
    struct store_rows all =
        store_by(desk_store(rows->app->desk), STORE_RESERVATIONS_OF_CATEGORY, category->id);
    size_t first = rows->lane_stay_count;

    for (size_t i = 0; i < all.count; i++) {
        const struct reservation *stay = all.rows[i];

        if (uuid_is_set(stay->resource_id) || !stay_occupies(stay)
            || !touches(stay->start_utc, stay->end_utc, rows->from, rows->to))
            continue;
        rows->lane_stays = memory_grow(rows->lane_stays, rows->lane_stay_count,
                                       &rows->lane_stay_capacity, sizeof(*rows->lane_stays));
        rows->lane_stays[rows->lane_stay_count++] = stay;
    }
    if (rows->lane_stay_count > first)
        qsort(rows->lane_stays + first, rows->lane_stay_count - first, sizeof(*rows->lane_stays),
              compare_starts);
    return first;
}

/*
 * Lays the stays into as few lanes as they need: each takes the first whose last one has left. A
 * lane's stays are moved to stand next to each other.
 */
static void
add_lanes(struct rack_rows *rows, const struct resource_category *category)
{
    size_t first = collect_lane_stays(rows, category);

    while (first < rows->lane_stay_count) {
        const struct reservation **stays = rows->lane_stays;
        size_t next = first + 1;

        for (size_t i = next; i < rows->lane_stay_count; i++) {
            const struct reservation *stay = stays[i];

            if (instant_before(stay->start_utc, stays[next - 1]->end_utc))
                continue;
            memmove(&stays[next + 1], &stays[next], (i - next) * sizeof(*stays));
            stays[next++] = stay;
        }
        add(rows, (struct rack_row){.kind = GRID_LANE,
                                    .category = category,
                                    .first_stay = first,
                                    .stay_count = next - first});
        first = next;
    }
}

void
rack_rows_refresh(struct rack_rows *rows)
{
    struct store_rows all = store_all(desk_store(rows->app->desk), RECORD_resource_category);
    const struct resource_category **categories =
        memory_resize(NULL, all.count, sizeof(*categories));
    size_t count = 0;

    rows->count = 0;
    rows->lane_stay_count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct resource_category *category = all.rows[i];

        if (category->is_active)
            categories[count++] = category;
    }
    if (count)
        qsort(categories, count, sizeof(*categories), compare_categories);
    for (size_t i = 0; i < count; i++) {
        add(rows, (struct rack_row){.kind = GRID_HEADING, .category = categories[i]});
        add_rooms(rows, categories[i]);
        add_lanes(rows, categories[i]);
    }
    free(categories);
}

void
rack_rows_drop_headings(struct rack_rows *rows)
{
    size_t count = 0;

    for (size_t i = 0; i < rows->count; i++)
        if (rows->rows[i].kind != GRID_HEADING)
            rows->rows[count++] = rows->rows[i];
    rows->count = count;
}

void
rack_rows_clear(struct rack_rows *rows)
{
    free(rows->rows);
    free(rows->lane_stays);
    *rows = (struct rack_rows){0};
}

/* Grid */

static size_t
row_count(void *source)
{
    return ((const struct rack_rows *)source)->count;
}

/* A heading goes by its category, a lane by its first stay. */
static struct uuid
row_id(void *source, size_t index)
{
    const struct rack_rows *rows = source;
    const struct rack_row *row = &rows->rows[index];

    switch (row->kind) {
    case GRID_ROW:
        return row->room->id;
    case GRID_HEADING:
        return row->category->id;
    case GRID_LANE:
        break;
    }
    return rows->lane_stays[row->first_stay]->id;
}

static enum grid_row_kind
row_kind(void *source, size_t index)
{
    return ((const struct rack_rows *)source)->rows[index].kind;
}

static void
row_label(void *source, size_t index, struct cell *cell)
{
    static const enum style styles[] = {
        [RESOURCE_DIRTY] = STYLE_STATE_1,        [RESOURCE_CLEAN] = STYLE_STATE_2,
        [RESOURCE_INSPECTED] = STYLE_STATE_3,    [RESOURCE_OUT_OF_SERVICE] = STYLE_STATE_4,
        [RESOURCE_OUT_OF_ORDER] = STYLE_STATE_5,
    };
    const struct rack_rows *rows = source;
    const struct rack_row *row = &rows->rows[index];
    bool is_unknown;

    switch (row->kind) {
    case GRID_HEADING:
        cell->style = STYLE_HEADING;
        text_copy(cell->text, sizeof(cell->text), row->category->name);
        break;
    case GRID_LANE:
        cell->style = STYLE_WARNING;
        text_copy(cell->text, sizeof(cell->text), _("no room"));
        break;
    case GRID_ROW:
        is_unknown = desk_unknown_of(rows->app->desk, row->room->id) != NULL;
        cell->style = is_unknown ? STYLE_UNKNOWN : styles[row->room->state];
        snprintf(cell->text, sizeof(cell->text), "%.400s %c%s", row->room->name,
                 room_state_letter(row->room->state), is_unknown ? "U" : "");
        break;
    }
}

static const char *
row_name(void *source, size_t index)
{
    const struct rack_row *row = &((const struct rack_rows *)source)->rows[index];

    return row->kind == GRID_ROW ? row->room->name : "";
}

static void
column_heading(void *source, int column, int line, struct cell *cell)
{
    day_heading(((const struct rack_rows *)source)->app, column, line, cell);
}

/* Blue is what to act on today, orange what is late or twice, the rest is plain. */
static enum style
stay_style(const struct app *app, const struct reservation *stay)
{
    struct day today = desk_today(app->desk);

    if (desk_unknown_of(app->desk, stay->id))
        return STYLE_UNKNOWN;
    if (stay_is_missed(app->desk, stay, today))
        return STYLE_BAR_URGENT;
    if (stay->state == RESERVATION_STARTED)
        return stay_departure(stay).number == today.number ? STYLE_BAR_NOW : STYLE_BAR;
    return stay_arrival(stay).number == today.number ? STYLE_BAR_NOW : STYLE_BAR_OTHER;
}

static void
fill_stay_bar(const struct app *app, const struct reservation *stay, struct grid_bar *bar)
{
    const struct customer *guest = stay_guest(app->desk, stay);
    bool is_vip = guest && guest->classes & 1u << CUSTOMER_VERY_IMPORTANT;

    *bar = (struct grid_bar){
        .id = stay->id,
        .start = stay_arrival(stay).number * 2 + 1,
        .end = stay_departure(stay).number * 2 + 1,
        .style = stay_style(app, stay),
    };
    snprintf(bar->text, sizeof(bar->text), "%s%s%.50s", stay->is_resource_locked ? "L " : "",
             is_vip ? "V " : "", guest ? guest->last_name : stay->number);
}

static void
fill_block_bar(const struct resource_block *block, struct grid_bar *bar)
{
    *bar = (struct grid_bar){
        .id = block->id,
        .start = day_of(block->start_utc).number * 2,
        .end = day_of(block->end_utc).number * 2,
        .style = STYLE_BAR_BLOCK,
        .is_hatched = true,
    };
    if (bar->end <= bar->start)
        bar->end = bar->start + 1;
    snprintf(bar->text, sizeof(bar->text), "%.60s", block->name);
}

static size_t
lane_bars(const struct rack_rows *rows, const struct rack_row *row, struct day from, struct day to,
          struct grid_bar *bars)
{
    size_t count = 0;

    for (size_t i = 0; i < row->stay_count && count < GRID_BARS; i++) {
        const struct reservation *stay = rows->lane_stays[row->first_stay + i];

        if (!touches(stay->start_utc, stay->end_utc, from, to))
            continue;
        fill_stay_bar(rows->app, stay, &bars[count]);
        bars[count++].style = STYLE_BAR_URGENT;
    }
    return count;
}

static int
compare_bars(const void *left, const void *right)
{
    const struct grid_bar *a = left;
    const struct grid_bar *b = right;

    return a->start != b->start ? (a->start < b->start ? -1 : 1) : a->end - b->end;
}

static size_t
room_bars(const struct rack_rows *rows, struct uuid room, struct day from, struct day to,
          struct grid_bar *bars)
{
    const struct store *store = desk_store(rows->app->desk);
    struct store_rows stays = store_by(store, STORE_RESERVATIONS_OF_RESOURCE, room);
    struct store_rows blocks = store_by(store, STORE_BLOCKS_OF_RESOURCE, room);
    size_t count = 0;
    size_t first;

    for (size_t i = 0; i < blocks.count && count < GRID_BARS; i++) {
        const struct resource_block *block = blocks.rows[i];

        if (block->is_active && touches(block->start_utc, block->end_utc, from, to))
            fill_block_bar(block, &bars[count++]);
    }
    first = count;
    for (size_t i = 0; i < stays.count && count < GRID_BARS; i++) {
        const struct reservation *stay = stays.rows[i];

        if ((stay_occupies(stay) || stay->state == RESERVATION_PROCESSED)
            && touches(stay->start_utc, stay->end_utc, from, to))
            fill_stay_bar(rows->app, stay, &bars[count++]);
    }
    qsort(&bars[first], count - first, sizeof(*bars), compare_bars);
    return count;
}

static size_t
row_bars(void *source, size_t index, int first, int count, struct grid_bar *bars)
{
    const struct rack_rows *rows = source;
    const struct rack_row *row = &rows->rows[index];
    struct day from = {first};
    struct day to = {first + count};

    switch (row->kind) {
    case GRID_ROW:
        return room_bars(rows, row->room->id, from, to, bars);
    case GRID_LANE:
        return lane_bars(rows, row, from, to, bars);
    case GRID_HEADING:
        break;
    }
    return 0;
}

const struct grid_class *
rack_grid_class(void)
{
    static const struct grid_class class = {
        .label_width = 10,
        .rows = row_count,
        .id = row_id,
        .kind = row_kind,
        .label = row_label,
        .heading = column_heading,
        .bars = row_bars,
        .name = row_name,
    };

    return &class;
}

/* For `run` */

static const struct list_column run_columns[] = {
    {"room", N_("Room"), 6, false, ALIGN_LEFT, 0},
    {"category", N_("Category"), 12, false, ALIGN_LEFT, 0},
    {"room_state", N_("State"), 12, false, ALIGN_LEFT, 0},
    {"stays", N_("Stays"), 40, true, ALIGN_LEFT, 0},
    {"blocks", N_("Blocks"), 20, true, ALIGN_LEFT, 0},
};

static const struct list_column *const run_shown[] = {
    &run_columns[0], &run_columns[1], &run_columns[2], &run_columns[3], &run_columns[4],
};

static void
say_bars(const struct rack_rows *rows, size_t index, bool are_blocks, struct cell *cell)
{
    struct grid_bar bars[GRID_BARS];
    size_t count = row_bars((void *)(uintptr_t)rows, index, rows->from.number,
                            rows->to.number - rows->from.number, bars);
    size_t length = 0;

    for (size_t i = 0; i < count && length < sizeof(cell->text) - 100; i++) {
        char from[DAY_TEXT_SIZE];
        char to[DAY_TEXT_SIZE];

        if (bars[i].is_hatched != are_blocks)
            continue;
        length += (size_t)snprintf(cell->text + length, sizeof(cell->text) - length,
                                   "%s%s to %s %.40s", length ? "; " : "",
                                   day_short_text((struct day){bars[i].start / 2}, from),
                                   day_short_text((struct day){bars[i].end / 2}, to), bars[i].text);
    }
}

static void
run_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct rack_rows *rows = source;
    const struct rack_row *row = &rows->rows[index];

    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    switch (column) {
    case 0:
        text_copy(cell->text, sizeof(cell->text),
                  row->room                ? row->room->name
                  : row->kind == GRID_LANE ? _("no room")
                                           : "");
        break;
    case 1:
        text_copy(cell->text, sizeof(cell->text), row->category->name);
        break;
    case 2:
        text_copy(cell->text, sizeof(cell->text),
                  row->room ? resource_state_name(row->room->state) : "");
        break;
    default:
        say_bars(rows, index, column == 4, cell);
    }
}

static struct document *
bar_documents(const struct rack_rows *rows, size_t index, bool are_blocks)
{
    struct grid_bar bars[GRID_BARS];
    size_t count = row_bars((void *)(uintptr_t)rows, index, rows->from.number,
                            rows->to.number - rows->from.number, bars);
    struct document *array = document_array();

    for (size_t i = 0; i < count; i++) {
        struct document *object;
        char day[DAY_TEXT_SIZE];

        if (bars[i].is_hatched != are_blocks)
            continue;
        object = document_object();
        document_set_uuid(object, "id", bars[i].id);
        document_set_text(object, "text", bars[i].text);
        document_set_text(object, "start", day_text((struct day){bars[i].start / 2}, day));
        document_set_text(object, "end", day_text((struct day){bars[i].end / 2}, day));
        document_add(array, object);
    }
    return array;
}

static void
run_members(void *source, size_t index, struct document *object)
{
    const struct rack_rows *rows = source;
    const struct rack_row *row = &rows->rows[index];

    document_set_text(object, "room", row->room ? row->room->name : "");
    document_set_text(object, "category", row->category->name);
    document_set_text(object, "room_state", row->room ? resource_state_name(row->room->state) : "");
    document_set(object, "stays", bar_documents(rows, index, false));
    document_set(object, "blocks", bar_documents(rows, index, true));
}

const struct listing *
rack_listing(void)
{
    static const struct list_class class = {
        .columns = run_shown,
        .column_count = countof(run_shown),
        .count = row_count,
        .id = row_id,
        .cell = run_cell,
        .name = row_name,
    };
    static const struct listing listing = {&class, run_members};

    return &listing;
}
