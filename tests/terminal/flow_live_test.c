/* Two screens on one hotel: what one does the other shows at once, and who works there goes on. */
#include <stdlib.h>

#include "api/base/instant.h"
#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

enum {
    AT_ONCE_MS = 1000,
    LIST_ROW = 2, /* of the screen: where the list begins */
};

/* Nothing is polled: what shows has come by events. */
static const struct flow_config config = {.configuration = "set refresh off\n"};

static struct flow flow;  /* who looks */
static struct flow other; /* who acts, on the same hotel */

static int
open_both(void **state)
{
    (void)state;
    flow_open(&flow, &config);
    flow_wait_all(&flow);
    other = flow;
    flow_start(&other, &config);
    flow_wait_all(&other);
    return 0;
}

static int
close_both(void **state)
{
    (void)state;
    vt_close(other.vt);
    other = (struct flow){0};
    flow_close(&flow);
    return 0;
}

/* The row that the marker is on. */
static int
marked_row(struct vt *vt)
{
    for (int row = LIST_ROW; row < 22; row++)
        if (vt_row(vt, row)[0] == '>')
            return row;
    vt_fail(vt, "no row is marked");
}

static void
press_down(struct vt *vt, int times)
{
    for (int i = 0; i < times; i++)
        vt_press(vt, VTERM_KEY_DOWN, VTERM_MOD_NONE);
    vt_wait_idle(vt);
}

static void
the_list_changes_at_once_and_the_cursor_stays(void **state)
{
    struct guest above = guest_find(&flow.hotel, GUEST_READY, 0);
    char keys[32];
    char marked[400];
    int64_t done_ms;
    int row;

    (void)state;
    press_down(flow.vt, 12);
    row = marked_row(flow.vt);
    snprintf(marked, sizeof(marked), "%s", vt_row(flow.vt, row));
    assert_true(vt_has_text(flow.vt, above.name));
    snprintf(keys, sizeof(keys), "%si\r", above.room);
    flow_type(&other, keys, "is checked in to room");
    done_ms = monotonic_ms();
    vt_wait_gone(flow.vt, above.name);
    assert_true(monotonic_ms() - done_ms < AT_ONCE_MS);
    vt_wait_idle(flow.vt);
    assert_string_equal(vt_row(flow.vt, marked_row(flow.vt)), marked);
    assert_int_equal(marked_row(flow.vt), row - 1); // a row above it has gone
    assert_int_equal(vt_cursor(flow.vt).row, row - 1);
}

/* Of the card that is open, of the line, and of the digits that are to pick a room. */
static void
what_is_typed_stays(void **state)
{
    struct guest guest = guest_find(&flow.hotel, GUEST_READY, 1);
    struct guest above = guest_find(&flow.hotel, GUEST_READY, 0);
    char keys[64];
    char body[120];
    json_t *notes;
    char *text;

    (void)state;
    snprintf(keys, sizeof(keys), "%sn", guest.room);
    flow_type(&flow, keys, guest.name);
    vt_type(flow.vt, "arrives by tr");
    vt_wait_text(flow.vt, "arrives by tr");
    snprintf(keys, sizeof(keys), "%si\r", above.room);
    flow_type(&other, keys, "is checked in to room");
    vt_wait_gone(flow.vt, above.name);
    assert_true(vt_has_text(flow.vt, "arrives by tr"));
    vt_type(flow.vt, "ain\x13");
    vt_wait_gone(flow.vt, "arrives by train");
    vt_wait_idle(flow.vt);
    snprintf(body, sizeof(body), "{\"ServiceOrderIds\":[\"%s\"],\"Limitation\":{\"Count\":9}}",
             guest.id);
    notes = hotel_ask(&flow.hotel, "serviceOrderNotes/getAll", body);
    text = json_dumps(notes, JSON_COMPACT);
    check(strstr(text, "\"arrives by train\""), "%s", text);
    free(text);
    json_decref(notes);
}

static void
a_line_half_typed_stays(void **state)
{
    struct guest guest = guest_find(&flow.hotel, GUEST_DIRTY, 0);
    char keys[64];

    (void)state;
    flow_type(&flow, ":note 999 Veg", ":note 999 Veg");
    snprintf(keys, sizeof(keys), ":clean %s\r", guest.room);
    flow_type(&other, keys, "Clean");
    vt_wait_idle(other.vt);
    snprintf(keys, sizeof(keys), "%s   C", guest.room);
    vt_wait_text(flow.vt, keys); // the room's state behind the line
    assert_true(vt_has_text(flow.vt, ":note 999 Veg"));
    flow_type(&flow, "an\r", "999");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_list_changes_at_once_and_the_cursor_stays, open_both,
                                        close_both),
        cmocka_unit_test_setup_teardown(what_is_typed_stays, open_both, close_both),
        cmocka_unit_test_setup_teardown(a_line_half_typed_stays, open_both, close_both),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
