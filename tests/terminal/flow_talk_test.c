/* Messages and notes, key by key; no typed text is lost. */
#include <stdlib.h>

#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

static void
open_messages(struct flow *flow)
{
    vt_press(flow->vt, VTERM_KEY_FUNCTION(5), VTERM_MOD_NONE);
    vt_wait_text(flow->vt, "unread");
    vt_wait_gone(flow->vt, "reading");
    vt_wait_idle(flow->vt);
}

/* How many messages the hotel holds with the text. */
static size_t
count_messages(struct flow *flow, const char *text)
{
    json_t *rows = hotel_do(&flow->hotel, "messages");
    size_t count = 0;
    size_t i;
    const json_t *row;

    json_array_foreach(rows, i, row)
    {
        const char *last = json_string_value(json_object_get(row, "last"));

        count += last && strcmp(last, text) == 0;
    }
    json_decref(rows);
    return count;
}

/* How many notes the stay has with the text. */
static size_t
count_notes(struct flow *flow, const struct guest *guest, const char *text)
{
    char body[160];
    json_t *answer;
    size_t count = 0;
    size_t i;
    const json_t *note;

    snprintf(body, sizeof(body), "{\"ServiceOrderIds\":[\"%s\"],\"Limitation\":{\"Count\":100}}",
             guest->id);
    answer = hotel_ask(&flow->hotel, "serviceOrderNotes/getAll", body);
    json_array_foreach(json_object_get(answer, "ServiceOrderNotes"), i, note)
    {
        const char *has = json_string_value(json_object_get(note, "Text"));

        count += has && strcmp(has, text) == 0;
    }
    json_decref(answer);
    return count;
}

/* 4.23: F5, Enter, the text, Ctrl-S. */
static void
a_message_is_answered_by_three_keys_and_the_text(void **state)
{
    struct flow *flow = *state;

    open_messages(flow);
    flow_type(flow, "\r", "Reply to ");
    flow_type(flow, "Of course.\x13", "The reply is sent.");
    flow_wrote(flow, "messages/add");
    assert_int_equal(count_messages(flow, "Of course."), 1);
    vt_wait_text(flow->vt, "Of course."); // in the conversation
}

/* From a conversation to the folio of whom it is with. */
static void
f_opens_the_folio_of_who_wrote(void **state)
{
    struct flow *flow = *state;

    open_messages(flow);
    flow_type(flow, "f", "Balance");
    assert_non_null(strstr(vt_row(flow->vt, 0), "Folio  "));
    flow_wrote(flow, "");
}

/* 4.7: n, the text, Ctrl-S; and Alt-Enter sends as well. Enter breaks the line. */
static void
a_note_is_added_by_two_keys_and_the_text(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_READY, 0);
    char keys[32];

    snprintf(keys, sizeof(keys), "%sn", guest.room);
    flow_type(flow, keys, "Note for ");
    flow_type(flow, "Late\rtonight\x13", "The note is added.");
    assert_int_equal(count_notes(flow, &guest, "Late\ntonight"), 1);
    flow_type(flow, keys, "Note for ");
    flow_type(flow, "Pillow\x1b\r", "The note is added.");
    flow_wrote(flow, "serviceOrderNotes/add serviceOrderNotes/add");
    assert_int_equal(count_notes(flow, &guest, "Pillow"), 1);
}

/* Esc and Ctrl-C leave the text where it was; it isn't offered for another guest. */
static void
a_text_that_was_left_is_there_again_for_the_same_guest_alone(void **state)
{
    static const char *const leaving[] = {"\x1b", "\x03"};
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_READY, 0);
    struct guest other = guest_find(&flow->hotel, GUEST_READY, 1);
    char keys[32];
    char others[32];

    snprintf(keys, sizeof(keys), "%sn", guest.room);
    snprintf(others, sizeof(others), "%sn", other.room);
    for (size_t i = 0; i < countof(leaving); i++) {
        flow_type(flow, keys, "Note for ");
        flow_type(flow, i ? "" : "Half a thought", "Half a thought");
        vt_type(flow->vt, leaving[i]);
        vt_wait_gone(flow->vt, "Half a thought");
        flow_type(flow, others, "Note for ");
        assert_false(vt_has_text(flow->vt, "Half a thought"));
        vt_type(flow->vt, leaving[i]);
        vt_wait_gone(flow->vt, "Note for ");
    }
    flow_type(flow, keys, "Half a thought");
    flow_wrote(flow, "");
    flow_type(flow, " is better than none\x13", "The note is added.");
    assert_int_equal(count_notes(flow, &guest, "Half a thought is better than none"), 1);
}

/* What the property didn't take is there when the key is pressed again. */
static void
a_text_that_could_not_be_sent_is_not_lost(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_READY, 0);
    char keys[32];

    snprintf(keys, sizeof(keys), "%sn", guest.room);
    hotel_stop(&flow->hotel);
    flow_type(flow, keys, "Note for ");
    flow_type(flow, "Two keys\x13", "Nothing was done.");
    hotel_start(&flow->hotel);
    flow_type(flow, keys, "Two keys");
    flow_type(flow, "\x13", "The note is added.");
    assert_int_equal(count_notes(flow, &guest, "Two keys"), 1);
}

/* The marks of the list stand in its help. */
static void
help_tells_what_the_marks_mean(void **state)
{
    struct flow *flow = *state;

    open_messages(flow);
    vt_press(flow->vt, VTERM_KEY_FUNCTION(1), VTERM_MOD_NONE);
    vt_wait_text(flow->vt, "What it does");
    vt_press(flow->vt, VTERM_KEY_END, VTERM_MOD_NONE);
    vt_wait_text(flow->vt, "read, and not answered yet");
    vt_type(flow->vt, "qq");
    vt_wait_text(flow->vt, "Arrivals");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_message_is_answered_by_three_keys_and_the_text, flow_set_up),
        cmocka_unit_test_setup(help_tells_what_the_marks_mean, flow_set_up),
        cmocka_unit_test_setup(f_opens_the_folio_of_who_wrote, flow_set_up),
        cmocka_unit_test_setup(a_note_is_added_by_two_keys_and_the_text, flow_set_up),
        cmocka_unit_test_setup(a_text_that_was_left_is_there_again_for_the_same_guest_alone,
                               flow_set_up),
        cmocka_unit_test_setup(a_text_that_could_not_be_sent_is_not_lost, flow_set_up),
    };

    return cmocka_run_group_tests(tests, NULL, flow_tear_down);
}
