#include "views/front.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/money.h"
#include "api/base/text.h"
#include "views/export.h"

/* Rows that the filter hides stand behind the others, so that a list's index is theirs. */

static size_t
row_count(void *source)
{
    return ((const struct front *)source)->shown;
}

static struct uuid
row_id(void *source, size_t index)
{
    (void)source;
    return (struct uuid){{(uint8_t)(index >> 16), (uint8_t)(index >> 8), (uint8_t)index}};
}

static void
row_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct front *front = source;

    cell->style = STYLE_NORMAL;
    text_copy(cell->text, sizeof(cell->text), front->rows[index].texts[column]);
}

void
front_clear(struct front *front)
{
    for (size_t i = 0; i < front->row_count; i++)
        document_free(front->rows[i].members);
    free(front->rows);
    list_clear(&front->list);
    arena_clear(&front->arena);
    *front = (struct front){0};
}

static void
take_row(struct front *front, const struct listing *listing, void *source, size_t index)
{
    struct front_row *row = &front->rows[index];
    struct cell cell;

    for (size_t column = 0; column < front->class.column_count; column++) {
        cell.text[0] = '\0';
        listing->list->cell(source, index, column, &cell);
        row->texts[column] = arena_text(&front->arena, cell.text);
    }
    row->members = document_object();
    listing->members(source, index, row->members);
}

void
front_take(struct front *front, const struct listing *listing, void *source)
{
    size_t count = listing->list->count(source);

    if (source == front)
        return;
    front_clear(front);
    memcpy(front->columns, listing->list->columns,
           listing->list->column_count * sizeof(*front->columns));
    front->class = (struct list_class){
        .columns = front->columns,
        .column_count = listing->list->column_count,
        .count = row_count,
        .id = row_id,
        .cell = row_cell,
    };
    front->rows = memory_new((count + 1) * sizeof(*front->rows));
    front->row_count = front->shown = count;
    for (size_t i = 0; i < count; i++)
        take_row(front, listing, source, i);
    list_init(&front->list, &front->class, front);
}

static bool
check(const struct front *front, struct error *err)
{
    return front->rows || error_set(err, ERROR_USAGE, "No list was printed yet: name one first.");
}

static bool
passes(const struct front *front, const struct front_row *row, const char *query)
{
    struct buffer text = {0};
    char *key;
    size_t size;
    bool ok;

    for (size_t i = 0; i < front->class.column_count; i++)
        buffer_print(&text, "%s ", row->texts[i]);
    size = text.length * 4 + 1;
    key = memory_new(size);
    fold_text(buffer_text(&text), key, size);
    ok = !query[0] || fold_match(key, query) > 0;
    free(key);
    buffer_clear(&text);
    return ok;
}

bool
front_filter(struct front *front, const char *text, struct error *err)
{
    struct front_row *ordered;
    char query[256];
    size_t at = 0;

    if (!check(front, err))
        return false;
    fold_text(text, query, sizeof(query));
    ordered = memory_new((front->row_count + 1) * sizeof(*ordered));
    for (size_t i = 0; i < front->row_count; i++) {
        front->rows[i].is_hidden = !passes(front, &front->rows[i], query);
        if (!front->rows[i].is_hidden)
            ordered[at++] = front->rows[i];
    }
    front->shown = at;
    for (size_t i = 0; i < front->row_count; i++)
        if (front->rows[i].is_hidden)
            ordered[at++] = front->rows[i];
    free(front->rows);
    front->rows = ordered;
    return true;
}

static int
compare(const void *left, const void *right, void *context)
{
    size_t column = *(const size_t *)context;

    return fold_compare_natural(((const struct front_row *)left)->texts[column],
                                ((const struct front_row *)right)->texts[column]);
}

/* Columns of numbers, set to the right, begin with the largest; what is no number comes last. */
static int
compare_numbers(const void *left, const void *right, void *context)
{
    size_t column = *(const size_t *)context;
    struct decimal a;
    struct decimal b;
    bool has_a = decimal_parse(((const struct front_row *)left)->texts[column], money_point(), &a);
    bool has_b = decimal_parse(((const struct front_row *)right)->texts[column], money_point(), &b);

    return has_a && has_b ? decimal_compare(b, a) : has_b - has_a;
}

bool
front_sort(struct front *front, const char *column, struct error *err)
{
    size_t at = 0;

    if (!check(front, err) || !list_check_columns(&front->list, &column, 1, err))
        return false;
    while (strcmp(front->columns[at]->id, column) != 0)
        at++;
    qsort_r(front->rows, front->shown, sizeof(*front->rows),
            front->columns[at]->align == ALIGN_RIGHT ? compare_numbers : compare, &at);
    return true;
}

static size_t
find_column(const struct front *front, const char *id)
{
    size_t at = 0;

    while (at < front->class.column_count && strcmp(front->columns[at]->id, id) != 0)
        at++;
    return at;
}

/* The copy keeps what is asked for, in the order in which it is. */
bool
front_columns(struct front *front, const char *const *ids, size_t count, struct error *err)
{
    struct front cut;

    if (!check(front, err) || !list_check_columns(&front->list, ids, count, err))
        return false;
    if (!count || count > LIST_COLUMNS)
        return error_set(err, ERROR_USAGE,
                         "Say which columns, each once; the list printed anew has "
                         "them all again.");
    cut = *front;
    for (size_t i = 0; i < front->row_count; i++) {
        struct front_row row = front->rows[i];

        for (size_t k = 0; k < count; k++)
            front->rows[i].texts[k] = row.texts[find_column(&cut, ids[k])];
    }
    for (size_t k = 0; k < count; k++)
        cut.columns[k] = front->columns[find_column(front, ids[k])];
    memcpy(front->columns, cut.columns, sizeof(cut.columns));
    front->class.column_count = count;
    front->is_cut = true;
    return true;
}

bool
front_export(struct front *front, const char *path, struct error *err)
{
    struct buffer text = {0};
    struct buffer csv = {0};
    bool ok;

    if (!check(front, err))
        return false;
    export_list(&front->list, _("List"), &text, &csv);
    ok = export_file(path, _("List"), buffer_text(&text), buffer_text(&csv), err);
    buffer_clear(&text);
    buffer_clear(&csv);
    return ok;
}

static void
row_members(void *source, size_t index, struct document *object)
{
    const struct front *front = source;
    const struct document *value;
    const char *name;
    void *at = NULL;

    while (document_next(front->rows[index].members, &at, &name, &value))
        if (!front->is_cut || find_column(front, name) < front->class.column_count)
            document_set(object, name, document_copy(value));
}

const struct listing *
front_listing(struct front *front)
{
    front->listing = (struct listing){&front->class, row_members};
    return &front->listing;
}
