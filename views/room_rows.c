#include "views/room_rows.h"

#include "api/base/intl.h"
#include "api/base/text.h"
#include "api/desk/rooms.h"

static const struct list_column columns[] = {
    {"room", N_("Room"), 6, false, ALIGN_LEFT, 0},
    {"category", N_("Category"), 12, false, ALIGN_LEFT, 0},
    {"floor", N_("Floor"), 5, false, ALIGN_LEFT, 0},
    {"state", N_("State"), 12, false, ALIGN_LEFT, 0},
    {"occupancy", N_("Occupancy"), 12, false, ALIGN_LEFT, 0},
};

static const struct list_column *const shown[] = {
    &columns[0], &columns[1], &columns[2], &columns[3], &columns[4],
};

static const struct resource *
room_at(const struct room_rows *rows, size_t index)
{
    return store_resource_of(desk_store(rows->app->desk), rows->ids.rows[index]);
}

static size_t
row_count(void *source)
{
    return ((const struct room_rows *)source)->ids.count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return ((const struct room_rows *)source)->ids.rows[index];
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct room_rows *rows = source;
    const struct resource *room = room_at(rows, index);
    const struct resource_category *category =
        room_category(rows->app->desk, rows->ids.rows[index]);
    const char *texts[] = {
        room ? room->name : "",
        category ? category->name : "",
        room ? room->floor : "",
        room ? resource_state_name(room->state) : "",
        room ? room_use_name(room_use(rows->app->desk, room->id)) : "",
    };

    cell->style = STYLE_NORMAL;
    text_copy(cell->text, sizeof(cell->text), texts[column]);
}

static void
row_members(void *source, size_t index, struct document *object)
{
    struct cell cell;

    for (size_t i = 0; i < countof(shown); i++) {
        fill_cell(source, index, i, &cell);
        document_set_text(object, shown[i]->id, cell.text);
    }
}

const struct listing *
room_listing(void)
{
    static const struct list_class class = {
        .columns = shown,
        .column_count = countof(shown),
        .count = row_count,
        .id = row_id,
        .cell = fill_cell,
    };
    static const struct listing listing = {&class, row_members};

    return &listing;
}
