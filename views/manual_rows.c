#include "views/manual_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"

enum column {
    COLUMN_NAME = 0,
    COLUMN_KEY,
    COLUMN_VALUE,
    COLUMN_HELP,
    COLUMN_GROUP,
    COLUMNS
};

static const struct list_column columns[COLUMNS] = {
    [COLUMN_NAME] = {"name", N_("Command or setting"), 26, true, ALIGN_LEFT, 0},
    [COLUMN_KEY] = {"key", N_("Key"), 5, false, ALIGN_LEFT, 0},
    [COLUMN_VALUE] = {"value", N_("Value"), 9, false, ALIGN_LEFT, 1},
    [COLUMN_HELP] = {"help", N_("What it does"), 32, true, ALIGN_LEFT, 0},
    [COLUMN_GROUP] = {"group", N_("Group"), 9, false, ALIGN_LEFT, 2},
};

static const struct list_column *const shown[COLUMNS] = {
    &columns[0], &columns[1], &columns[2], &columns[3], &columns[4],
};

static const char *
group_of(const struct manual_row *row)
{
    return row->command ? row->command->group : "settings";
}

/* `checkin RES [room=ROOM]`, `set due` */
static void
say_name(const struct manual_row *row, char *text, size_t size)
{
    if (row->command)
        (void)command_usage(row->command, text, size);
    else
        snprintf(text, size, "set %s", row->setting->name);
}

/* The first that is bound to it, wherever that is. */
static void
say_key(const struct app *app, const struct command *command, char name[KEY_NAME_SIZE])
{
    size_t length = strlen(command->name);
    const struct binding *binding;

    for (size_t i = 0; (binding = keymap_at(app->keymap, i)); i++) {
        if (strncmp(binding->line, command->name, length) != 0
            || (binding->line[length] && binding->line[length] != ' '))
            continue;
        (void)key_label(binding->key, name);
        return;
    }
}

const char *
manual_help(const struct manual_row *row, char *text, size_t size)
{
    if (row->command)
        snprintf(text, size, "%s", _(row->command->help));
    else
        snprintf(text, size, "%s%s%s%s", _(row->setting->help), row->setting->choices ? " (" : "",
                 row->setting->choices ? row->setting->choices : "",
                 row->setting->choices ? ")" : "");
    return text;
}

static bool
passes(const struct manual_rows *rows, const struct manual_row *row)
{
    char name[CELL_SIZE];
    char help[CELL_SIZE];
    char text[3 * CELL_SIZE];
    char key[3 * CELL_SIZE];

    if (!rows->filter[0])
        return true;
    say_name(row, name, sizeof(name));
    snprintf(text, sizeof(text), "%s %s %s", group_of(row), name,
             manual_help(row, help, sizeof(help)));
    fold_text(text, key, sizeof(key));
    return fold_match(key, rows->filter) > 0;
}

static void
add(struct manual_rows *rows, struct manual_row row)
{
    if (!passes(rows, &row))
        return;
    rows->rows = memory_grow(rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
    rows->rows[rows->count++] = row;
}

static void
add_commands(struct manual_rows *rows, const struct command_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        if (!(table->rows[i].flags & COMMAND_HIDDEN))
            add(rows, (struct manual_row){.command = &table->rows[i]});
}

void
manual_rows_refresh(struct manual_rows *rows)
{
    const struct setting *setting;

    rows->count = 0;
    if (!rows->has_settings_alone) {
        add_commands(rows, &rows->app->commands);
        add_commands(rows, screen_commands());
    }
    for (size_t i = 0; (setting = settings_row(rows->app->settings, i)); i++)
        add(rows, (struct manual_row){.setting = setting});
}

void
manual_rows_clear(struct manual_rows *rows)
{
    free(rows->rows);
    *rows = (struct manual_rows){0};
}

static size_t
row_count(void *source)
{
    return ((const struct manual_rows *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    const struct manual_row *row = &((const struct manual_rows *)source)->rows[index];
    const void *what = row->command ? (const void *)row->command : (const void *)row->setting;
    struct uuid id = {{0xfc}};

    memcpy(id.bytes + 8, &what, sizeof(what));
    return id;
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct manual_rows *rows = source;
    const struct manual_row *row = &rows->rows[index];

    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    switch ((enum column)column) {
    case COLUMN_NAME:
        say_name(row, cell->text, sizeof(cell->text));
        break;
    case COLUMN_KEY:
        if (row->command)
            say_key(rows->app, row->command, cell->text);
        break;
    case COLUMN_VALUE:
        if (row->setting)
            text_copy(cell->text, sizeof(cell->text),
                      settings_text(rows->app->settings, row->setting->name));
        break;
    case COLUMN_HELP:
        (void)manual_help(row, cell->text, sizeof(cell->text));
        break;
    case COLUMN_GROUP:
        text_copy(cell->text, sizeof(cell->text), group_of(row));
        break;
    case COLUMNS:
        break;
    }
}

static void
set_members(void *source, size_t index, struct document *object)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        struct cell cell;

        fill_cell(source, index, i, &cell);
        document_set_text(object, columns[i].id, cell.text);
    }
}

const struct listing *
manual_listing(void)
{
    static const struct list_class class = {
        .columns = shown,
        .column_count = COLUMNS,
        .count = row_count,
        .id = row_id,
        .cell = fill_cell,
    };
    static const struct listing listing = {&class, set_members};

    return &listing;
}
