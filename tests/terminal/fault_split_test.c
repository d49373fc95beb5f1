/*
 * A split whose desk is killed between its writes: what is owed stays right, the next desk tells,
 * and one key finishes it.
 */
#include <signal.h>

#include "tests/support/property.h"
#include "tests/support/stand.h"
#include "tests/support/test.h"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static size_t
count_items(const struct stand *stand, const char *text)
{
    return stand_count(stand, "orderItems/getAll",
                       PAGE("AccountIds"
                            : ["$guest5"]),
                       "OrderItems", text);
}

/* The write of a command that it is killed at has reached the server, or never will. */
static void
kill_command_at(struct stand *stand, const char *command, const char *operation,
                enum fault_kind kind)
{
    struct vt *vt = stand_day(stand);
    size_t asked = fault_proxy_asked(stand->proxy, operation);
    size_t passed = fault_proxy_passed(stand->proxy, operation);

    fault_proxy_add(stand->proxy, (struct fault){.path = operation, .kind = kind, .times = 1});
    vt_type(vt, command);
    if (kind == FAULT_HOLD_ANSWER)
        fault_proxy_wait_passed(stand->proxy, operation, passed + 1);
    else
        fault_proxy_wait(stand->proxy, operation, asked + 1);
    kill(vt_pid(vt), SIGKILL);
    assert_int_equal(vt_wait_exit(vt), 128 + SIGKILL);
    vt_close(vt);
    fault_proxy_leave(stand->proxy);
    fault_proxy_return(stand->proxy);
}

static void
kill_at(struct stand *stand, const char *operation, enum fault_kind kind)
{
    kill_command_at(stand, ":split 106/1.1 50% new\r", operation, kind);
}

static const char settings[] = "set find-out 0\nset refresh off\n";

/* 100.00 and 100.00 on the bill; with what is taken off the first, and its half beside it. */
static void
check_half(const struct stand *stand)
{
    assert_int_equal(count_items(stand, NULL), 4);
    assert_int_equal(count_items(stand, "$bill5"), 4);
}

static void
check_whole(const struct stand *stand)
{
    assert_int_equal(count_items(stand, NULL), 4);
    assert_int_equal(count_items(stand, "$bill5"), 3);
    assert_int_equal(count_items(stand, "\"GrossValue\":-50"), 1);
}

static const struct {
    const char *operation; /* that it is killed at */
    enum fault_kind kind;
} stops[] = {
    {"orders/add", FAULT_HOLD_ANSWER},
    {"orderItems/getAll", FAULT_HOLD_REQUEST},
    {"accountingItems/update", FAULT_HOLD_REQUEST},
};

static void
one_key_finishes_what_a_killed_desk_left(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(stops); i++) {
        struct stand stand = {0};
        struct vt *vt;

        stand_open(&stand, settings);
        kill_at(&stand, stops[i].operation, stops[i].kind);
        check_half(&stand);
        vt = stand_screen(&stand, NULL);
        vt_wait_text(vt, "Finish the split");
        vt_wait_text(vt, "50.00 EUR  to bill");
        vt_wait_idle(vt);
        vt_type(vt, "\r");
        vt_wait_text(vt, "The split is finished: 1 moved.");
        check_whole(&stand);
        vt_close(vt);
        vt = stand_day(&stand); // which has nothing more to tell
        check(!vt_has_text(vt, "split"), "%s", vt_screen(vt));
        vt_close(vt);
        stand_close(&stand);
    }
}

/* Each night of the bill is in an order of its own: one is divided, the other is whole. */
static void
a_share_killed_between_its_orders_is_finished_whole(void **state)
{
    struct stand stand = {0};
    struct program_end end;
    struct vt *vt;

    (void)state;
    stand_open(&stand, settings);
    kill_command_at(&stand, ":share 106/1 2\r", "orders/add", FAULT_HOLD_ANSWER);
    assert_int_equal(count_items(&stand, NULL), 4);
    end = stand_run(&stand, "run", "charge 106 text=Kite amount=7"); // is none of it
    check(end.status == 0, "%s", end.err);
    program_end_clear(&end);
    vt = stand_screen(&stand, NULL);
    vt_wait_text(vt, "50.00 EUR  to bill");
    vt_wait_text(vt, "100.00 EUR  to be shared among 2");
    vt_wait_idle(vt);
    vt_type(vt, "\r");
    vt_wait_text(vt, "The split is finished: 2 moved.");
    vt_close(vt);
    assert_int_equal(count_items(&stand, NULL), 7);
    assert_int_equal(count_items(&stand, "$bill5"), 5);
    assert_int_equal(count_items(&stand, "\"GrossValue\":-50"), 2);
    vt = stand_day(&stand); // which has nothing more to tell
    check(!vt_has_text(vt, "split"), "%s", vt_screen(vt));
    vt_close(vt);
    stand_close(&stand);
}

static void
left_alone_it_is_finished_from_the_folio(void **state)
{
    struct stand stand = {0};
    struct program_end end;
    struct vt *vt;

    (void)state;
    stand_open(&stand, settings);
    kill_at(&stand, "orderItems/getAll", FAULT_HOLD_REQUEST);
    vt = stand_screen(&stand, NULL);
    vt_wait_text(vt, "Finish the split");
    vt_type(vt, "\x1b");
    vt_wait_gone(vt, "Finish the split");
    vt_type(vt, "\x1b"
                "d");
    vt_wait_text(vt, "Host5");
    vt_type(vt, "106f");
    vt_wait_text(vt, "Bill 2");
    vt_type(vt, "k");
    vt_wait_text(vt, "Finish it (F).");
    vt_type(vt, "\x1b");
    vt_wait_gone(vt, "Finish it (F).");
    vt_type(vt, "F");
    vt_wait_text(vt, "50.00 EUR  to bill");
    vt_close(vt);
    end = stand_run(&stand, "run", "finish 106");
    check(end.status == 0, "%s", end.err);
    program_end_clear(&end);
    check_whole(&stand);
    end = stand_run(&stand, "run", "finish 106");
    check(end.status == 1 && strstr(end.err, "No split was interrupted here"), "%s", end.err);
    program_end_clear(&end);
    stand_close(&stand);
}

static void
one_that_did_nothing_yet_is_told(void **state)
{
    struct stand stand = {0};
    struct vt *vt;

    (void)state;
    stand_open(&stand, settings);
    kill_at(&stand, "orders/add", FAULT_HOLD_REQUEST);
    assert_int_equal(count_items(&stand, NULL), 2);
    vt = stand_screen(&stand, NULL);
    vt_wait_text(vt, "Was it done?"); // the charge of the part, which nobody finds
    vt_wait_idle(vt);
    vt_type(vt, "u");
    vt_wait_text(vt, "A split stopped under way: none of its parts wait.");
    vt_close(vt);
    stand_close(&stand);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_key_finishes_what_a_killed_desk_left),
        cmocka_unit_test(a_share_killed_between_its_orders_is_finished_whole),
        cmocka_unit_test(left_alone_it_is_finished_from_the_folio),
        cmocka_unit_test(one_that_did_nothing_yet_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
