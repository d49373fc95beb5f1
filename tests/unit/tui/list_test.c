#include "tui/list.h"

#include <stdlib.h>

#include "tests/support/test.h"

/* A source whose rows are numbers, in an order that the test changes. */
struct source {
    int rows[64];
    size_t count;
};

static struct uuid
id_of(int number)
{
    struct uuid id = {{(uint8_t)number, 1}};

    return id;
}

static size_t
count(void *source)
{
    return ((struct source *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return id_of(((struct source *)source)->rows[index]);
}

static const char *
row_name(void *source, size_t index)
{
    static char name[16];

    snprintf(name, sizeof(name), "A%d", ((struct source *)source)->rows[index]);
    return name;
}

static void
fill(void *source, size_t index, size_t column, struct cell *cell)
{
    (void)column;
    snprintf(cell->text, sizeof(cell->text), "%d", ((struct source *)source)->rows[index]);
}

static const struct list_column number = {.id = "number", .heading = "No", .width = 4};
static const struct list_column *const columns[] = {&number};

static const struct list_class class = {
    .columns = columns,
    .column_count = 1,
    .count = count,
    .id = row_id,
    .cell = fill,
    .name = row_name,
};

static void
set_rows(struct source *source, const char *numbers)
{
    source->count = 0;
    for (char *rest = (char *)numbers; *rest;)
        source->rows[source->count++] = (int)strtol(rest, &rest, 10);
}

static struct source source;

static void
start(struct list *list, const char *numbers)
{
    set_rows(&source, numbers);
    list_init(list, &class, &source);
    list->rows = 3;
    list_refresh(list);
}

static void
type(struct list *list, const char *characters)
{
    for (; *characters; characters++)
        check(list_key(list, (struct key){(unsigned char)*characters}), "%c", *characters);
}

/* The number of the row that an action would get; 0: none; what was typed, negative. */
static int
selection(const struct list *list)
{
    char text[UUID_TEXT_SIZE];
    struct uuid id;

    if (!list_selection(list, text, sizeof(text)))
        return 0;
    return uuid_parse(text, &id) ? id.bytes[0] : -atoi(text);
}

static void
commands_move_the_cursor(void **state)
{
    static const struct {
        const char *commands;
        int number;
    } rows[] = {
        {"", 10},
        {"up", 10},
        {"down", 20},
        {"down down up", 20},
        {"end", 70},
        {"end down", 70},
        {"end home", 10},
        {"page-down", 40},
        {"page-down page-down page-down", 70},
        {"page-down page-up", 10},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct list list;
        char commands[64];
        char *rest = NULL;

        start(&list, "10 20 30 40 50 60 70");
        strcpy(commands, rows[i].commands);
        for (char *name = strtok_r(commands, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
            assert_true(list_command(&list, name));
        check(selection(&list) == rows[i].number, "%s: %d", rows[i].commands, selection(&list));
        list_clear(&list);
    }
}

static void
other_commands_are_not_the_list_s(void **state)
{
    struct list list;

    (void)state;
    start(&list, "10 20");
    assert_false(list_command(&list, "quit"));
    assert_false(list_key(&list, (struct key){'x'}));
    assert_false(list_key(&list, (struct key){KEYCODE_BACKSPACE}));
    list_clear(&list);
}

static void
the_cursor_follows_its_record(void **state)
{
    static const char *const orders[] = {"5 10 20 30", "30 20 10", "20", "1 2 3 4 5 6 7 20 8"};

    (void)state;
    for (size_t i = 0; i < countof(orders); i++) {
        struct list list;

        start(&list, "10 20 30");
        list_command(&list, "down");
        set_rows(&source, orders[i]);
        assert_int_equal(selection(&list), 20); // even before it was told
        list_refresh(&list);
        check(selection(&list) == 20 && source.rows[list.selected] == 20, "%s", orders[i]);
        list_clear(&list);
    }
}

static void
the_line_of_the_screen_stays(void **state)
{
    struct list list;

    (void)state;
    start(&list, "10 20 30 40 50 60 70 80");
    list_select(&list, id_of(50));
    list.top = 3;
    set_rows(&source, "1 2 10 20 30 40 50 60 70 80");
    list_refresh(&list);
    assert_int_equal(list.selected, 6);
    assert_int_equal(list.top, 5);
    list_clear(&list);
}

static void
a_record_that_is_gone_is_lost_until_the_cursor_moves(void **state)
{
    struct list list;

    (void)state;
    start(&list, "10 20 30");
    list_command(&list, "down");
    set_rows(&source, "10 30");
    list_refresh(&list);
    assert_true(list.is_lost);
    assert_int_equal(selection(&list), 0);
    set_rows(&source, "10 20 30"); // it comes back
    list_refresh(&list);
    assert_int_equal(selection(&list), 20);
    set_rows(&source, "10 30");
    list_refresh(&list);
    list_command(&list, "down"); // to what took its place, and no further
    assert_int_equal(selection(&list), 30);
    set_rows(&source, "");
    list_refresh(&list);
    assert_int_equal(selection(&list), 0);
    assert_false(list_has_selection(&list));
    assert_true(list_command(&list, "down"));
    list_clear(&list);
}

static void
rows_that_the_user_asked_for_begin_at_the_first(void **state)
{
    struct list list;

    (void)state;
    start(&list, "10 20 30");
    list_command(&list, "end");
    set_rows(&source, "10 30");
    list_reset(&list);
    assert_int_equal(selection(&list), 30);
    set_rows(&source, "40 50");
    list_reset(&list);
    assert_int_equal(selection(&list), 40);
    assert_false(list.is_lost);
    list_clear(&list);
}

static void
an_empty_list_selects_the_first_row_that_comes(void **state)
{
    struct list list;

    (void)state;
    start(&list, "");
    assert_int_equal(selection(&list), 0);
    set_rows(&source, "10 20");
    list_refresh(&list);
    assert_int_equal(selection(&list), 10);
    list_clear(&list);
}

static void
digits_pick_by_the_digits_of_the_name(void **state)
{
    static const struct {
        const char *digits;
        int selection; /* negative: what was typed, for a row that isn't here */
        int at;        /* where the cursor went */
    } rows[] = {
        {"412", 412 & 255, 412 & 255},
        {"4", -4, 411 & 255},
        {"41", -41, 411 & 255},
        {"7", 7, 7},
        {"999", -999, 7},
        {"4129", -4129, 412 & 255},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct list list;

        start(&list, "7 411 412 70");
        type(&list, rows[i].digits);
        check(selection(&list) == rows[i].selection, "%s: %d", rows[i].digits, selection(&list));
        check(list.selected_id.bytes[0] == rows[i].at, "%s", rows[i].digits);
        list.pick[0] = '\0';
        assert_true(selection(&list) >= 0);
        list_clear(&list);
    }
}

static void
backspace_takes_digits_back_and_moving_ends_the_pick(void **state)
{
    struct list list;

    (void)state;
    start(&list, "7 41 42");
    type(&list, "425");
    assert_int_equal(selection(&list), -425);
    assert_true(list_key(&list, (struct key){KEYCODE_BACKSPACE}));
    assert_int_equal(selection(&list), 42);
    list_command(&list, "up");
    assert_string_equal(list.pick, "");
    assert_int_equal(selection(&list), 41);
    list_clear(&list);
}

static void
marks_stay_with_their_records(void **state)
{
    struct list list;

    (void)state;
    start(&list, "10 20 30");
    list_command(&list, "mark");
    list_command(&list, "mark"); // each goes one down
    assert_int_equal(list.mark_count, 2);
    assert_int_equal(selection(&list), 30);
    set_rows(&source, "30 5 20 10");
    list_refresh(&list);
    assert_true(list_is_marked(&list, id_of(10)));
    assert_true(list_is_marked(&list, id_of(20)));
    assert_false(list_is_marked(&list, id_of(30)));
    list_select(&list, id_of(20));
    list_command(&list, "mark");
    assert_false(list_is_marked(&list, id_of(20)));
    list_command(&list, "mark-all");
    assert_int_equal(list.mark_count, 4);
    assert_true(list_is_marked(&list, id_of(5)));
    list_command(&list, "unmark");
    assert_int_equal(list.mark_count, 0);
    list_clear(&list);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_move_the_cursor),
        cmocka_unit_test(other_commands_are_not_the_list_s),
        cmocka_unit_test(the_cursor_follows_its_record),
        cmocka_unit_test(the_line_of_the_screen_stays),
        cmocka_unit_test(a_record_that_is_gone_is_lost_until_the_cursor_moves),
        cmocka_unit_test(rows_that_the_user_asked_for_begin_at_the_first),
        cmocka_unit_test(an_empty_list_selects_the_first_row_that_comes),
        cmocka_unit_test(digits_pick_by_the_digits_of_the_name),
        cmocka_unit_test(backspace_takes_digits_back_and_moving_ends_the_pick),
        cmocka_unit_test(marks_stay_with_their_records),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
