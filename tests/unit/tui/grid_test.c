#include "tui/grid.h"

#include <stdlib.h>

#include "tests/support/test.h"

/*
 * Rows: 0 a heading, 1 to 4, 5 a heading, 6 to 9. Row r has a bar from half column 2r to 2r + 3,
 * and another from there to 2r + 7.
 */
struct source {
    size_t first; /* rows before it are gone */
    bool is_bare; /* all are headings */
};

static struct uuid
id_of(size_t row)
{
    struct uuid id = {{(uint8_t)row, 1}};

    return id;
}

static size_t
rows(void *source)
{
    return 10 - ((struct source *)source)->first;
}

static struct uuid
row_id(void *source, size_t row)
{
    return id_of(row + ((struct source *)source)->first);
}

static enum grid_row_kind
kind(void *source, size_t row)
{
    const struct source *rows_of = source;

    return (row + rows_of->first) % 5 && !rows_of->is_bare ? GRID_ROW : GRID_HEADING;
}

static size_t
bars(void *source, size_t row, int first, int count, struct grid_bar *found)
{
    int at = 2 * (int)(row + ((struct source *)source)->first);

    (void)first;
    (void)count;
    found[0] = (struct grid_bar){.id = id_of(1), .start = at, .end = at + 3, .text = "one"};
    found[1] = (struct grid_bar){.id = id_of(2), .start = at + 3, .end = at + 7, .text = "two"};
    return 2;
}

static const char *
name(void *source, size_t row)
{
    static char text[16];

    (void)source;
    snprintf(text, sizeof(text), "%zu0", row);
    return text;
}

static const struct grid_class class = {
    .label_width = 6,
    .rows = rows,
    .id = row_id,
    .kind = kind,
    .bars = bars,
    .name = name,
};

static void
start(struct grid *grid, struct source *source)
{
    *source = (struct source){0};
    grid_init(grid, &class, source, 4);
    grid->rows = 4;
    grid->columns = 14;
    grid_refresh(grid);
}

static void
commands_move_the_cursor_over_headings(void **state)
{
    static const struct {
        const char *commands;
        size_t row;
        int column;
    } tries[] = {
        {"", 1, 0},
        {"up", 1, 0},
        {"down down down", 4, 0},
        {"down down down down", 6, 0},
        {"down down down down up", 4, 0},
        {"end", 9, 0},
        {"end down", 9, 0},
        {"end home", 1, 0},
        {"page-down", 6, 0}, // 5 is a heading
        {"right right left", 1, 1},
        {"left", 1, -1},
        {"week-right", 1, 7},
        {"week-left week-left", 1, -14},
    };

    (void)state;
    for (size_t i = 0; i < countof(tries); i++) {
        struct source source;
        struct grid grid;
        char commands[64];
        char *rest = NULL;

        start(&grid, &source);
        strcpy(commands, tries[i].commands);
        for (char *word = strtok_r(commands, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
            assert_true(grid_command(&grid, word));
        check(grid.row == tries[i].row && grid.column == tries[i].column, "%s: %zu, %d",
              tries[i].commands, grid.row, grid.column);
    }
}

static void
the_row_follows_its_record(void **state)
{
    struct source source;
    struct grid grid;

    (void)state;
    start(&grid, &source);
    grid_go(&grid, id_of(4), 3);
    source.first = 2;
    grid_refresh(&grid);
    assert_int_equal(grid.row, 2);
    assert_true(uuid_equal(grid.row_id, id_of(4)));
    source.first = 5; // it is gone: a row nearby, and no heading
    grid_refresh(&grid);
    assert_int_equal(kind(&source, grid.row), GRID_ROW);
}

/* Categories come before their rooms. */
static void
headings_alone_have_no_cursor(void **state)
{
    struct source source = {.is_bare = true};
    struct grid grid;

    (void)state;
    grid_init(&grid, &class, &source, 4);
    grid_refresh(&grid);
    assert_false(uuid_is_set(grid.row_id));
    assert_true(grid_command(&grid, "down"));
    assert_true(grid_command(&grid, "up"));
    source.is_bare = false;
    grid_refresh(&grid);
    assert_int_equal(kind(&source, grid.row), GRID_ROW);
    assert_true(uuid_is_set(grid.row_id));
}

static void
digits_pick_a_row(void **state)
{
    struct source source;
    struct grid grid;

    (void)state;
    start(&grid, &source);
    assert_true(grid_key(&grid, (struct key){'7'}));
    assert_int_equal(grid.row, 7);
    assert_true(grid_key(&grid, (struct key){'0'}));
    assert_int_equal(grid.row, 7);
    assert_string_equal(grid.pick, "70");
    assert_true(grid_key(&grid, (struct key){KEYCODE_BACKSPACE}));
    assert_true(grid_command(&grid, "up"));
    assert_string_equal(grid.pick, "");
    assert_false(grid_key(&grid, (struct key){'x'}));
}

static void
the_bar_under_the_cursor_is_the_one_that_goes_on(void **state)
{
    static const struct {
        int column;
        int bar; /* 0: none */
    } tries[] = {{1, 1}, {2, 2}, {3, 2}, {4, 2}, {5, 0}, {0, 0}};
    struct source source;
    struct grid grid;

    (void)state;
    start(&grid, &source);
    for (size_t i = 0; i < countof(tries); i++) {
        struct grid_bar bar = {0};

        grid_go(&grid, id_of(1), tries[i].column);
        check(grid_bar_at(&grid, &bar) == (tries[i].bar != 0), "column %d", tries[i].column);
        check(bar.id.bytes[0] == tries[i].bar, "column %d: %d", tries[i].column, bar.id.bytes[0]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_move_the_cursor_over_headings),
        cmocka_unit_test(the_row_follows_its_record),
        cmocka_unit_test(headings_alone_have_no_cursor),
        cmocka_unit_test(digits_pick_a_row),
        cmocka_unit_test(the_bar_under_the_cursor_is_the_one_that_goes_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
