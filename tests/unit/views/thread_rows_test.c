#include "views/thread_rows.h"

#include <stdlib.h>

#include "api/base/fold.h"
#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;
static struct thread_rows rows;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    house_stay(&house, "X", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-26T10:00:00Z");
    rows = (struct thread_rows){.app = &house.app};
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    thread_rows_clear(&rows);
    house_close(&house);
    return 0;
}

static void
put_thread(const char *name, const char *guest, bool is_resolved)
{
    char sender[UUID_TEXT_SIZE];

    uuid_text(house_id(guest), sender);
    HOUSE_PUT(&house, message_thread, .id = house_id(name), .sender = sender, .subject = name,
              .is_resolved = is_resolved, .updated_utc = house_at("2026-03-20T00:00:00Z"));
}

static void
put_message(const char *name, const char *thread, enum message_sender sender, const char *at)
{
    HOUSE_PUT(&house, message, .id = house_id(name), .thread_id = house_id(thread), .text = name,
              .sender = sender, .created_utc = house_at(at));
}

/* Subjects in their order, `M` unread, `?` unanswered. */
static const char *
order(void)
{
    static char text[300];
    size_t length = 0;

    thread_rows_refresh(&rows);
    text[0] = '\0';
    for (size_t i = 0; i < rows.count; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s%s%s", i ? " " : "",
                                   rows.rows[i].thread->subject, rows.rows[i].is_unread ? "M" : "",
                                   rows.rows[i].is_unanswered ? "?" : "");
    return text;
}

/* The longest unanswered first, then what was last spoken of. */
static void
who_waits_longest_is_first(void **state)
{
    (void)state;
    put_thread("answered", "guest.X", false);
    put_thread("late", "guest.X", false);
    put_thread("early", "guest.X", false);
    put_thread("older", "guest.X", false);
    put_thread("resolved", "guest.X", true);
    put_message("a1", "answered", SENDER_APPLICATION, "2026-03-23T10:00:00Z");
    put_message("a2", "answered", SENDER_ENTERPRISE, "2026-03-23T11:00:00Z");
    put_message("l", "late", SENDER_APPLICATION, "2026-03-24T07:00:00Z");
    put_message("e", "early", SENDER_APPLICATION, "2026-03-24T06:00:00Z");
    put_message("o", "older", SENDER_ENTERPRISE, "2026-03-21T06:00:00Z");
    put_message("r", "resolved", SENDER_APPLICATION, "2026-03-22T06:00:00Z");
    assert_string_equal(order(), "earlyM? lateM? answered resolvedM older");
    assert_int_equal(rows.unread, 3);
}

/* What was seen here, and what this program sent. */
static void
seen_threads_and_our_own_words_are_not_unread(void **state)
{
    char name[UUID_TEXT_SIZE + 8] = "ours.";

    (void)state;
    put_thread("t", "guest.X", false);
    put_message("hello", "t", SENDER_APPLICATION, "2026-03-24T06:00:00Z");
    assert_string_equal(order(), "tM?");
    uuid_text(house_id("hello"), name + 5);
    house.desk.facts = calloc(1, sizeof(*house.desk.facts));
    house.desk.facts[0] = (struct fact){strdup(name), strdup("1")};
    house.desk.fact_count = 1;
    assert_string_equal(order(), "t");
    put_message("again", "t", SENDER_APPLICATION, "2026-03-24T07:00:00Z");
    assert_string_equal(order(), "tM?");
    free(house.desk.facts[0].name);
    free(house.desk.facts[0].value);
    uuid_text(house_id("t"), name + 5);
    memcpy(name, "seen.", 5);
    house.desk.facts[0] = (struct fact){strdup(name), strdup("2026-03-24T07:00:00Z")};
    assert_string_equal(order(), "t?");
}

static void
rows_have_guest_and_room(void **state)
{
    (void)state;
    put_thread("t", "guest.X", false);
    put_message("hello", "t", SENDER_APPLICATION, "2026-03-24T06:00:00Z");
    thread_rows_refresh(&rows);
    assert_string_equal(rows.rows[0].guest, "X, Anna");
    assert_string_equal(rows.rows[0].room, "101");
    assert_string_equal(rows.rows[0].last->text, "hello");
}

static void
filters_look_at_all_that_shows(void **state)
{
    static const char *const words[] = {"anna", "101", "subject", "hello"};

    (void)state;
    put_thread("subject", "guest.X", false);
    put_message("hello", "subject", SENDER_APPLICATION, "2026-03-24T06:00:00Z");
    for (size_t i = 0; i < countof(words); i++) {
        fold_text(words[i], rows.filter, sizeof(rows.filter));
        thread_rows_refresh(&rows);
        check(rows.count == 1, "%s", words[i]);
    }
    fold_text("nobody", rows.filter, sizeof(rows.filter));
    thread_rows_refresh(&rows);
    assert_int_equal(rows.count, 0);
    assert_int_equal(rows.unread, 1); // of all
}

static void
messages_are_oldest_first(void **state)
{
    const struct message **sorted;
    size_t count;

    (void)state;
    put_thread("t", "guest.X", false);
    put_message("2", "t", SENDER_APPLICATION, "2026-03-24T07:00:00Z");
    put_message("1", "t", SENDER_ENTERPRISE, "2026-03-24T06:00:00Z");
    put_message("3", "t", SENDER_APPLICATION, "2026-03-24T08:00:00Z");
    sorted = thread_messages(&house.app, store_message_thread_of(house.desk.store, house_id("t")),
                             &count);
    assert_int_equal(count, 3);
    assert_string_equal(sorted[0]->text, "1");
    assert_string_equal(sorted[2]->text, "3");
    assert_true(message_is_ours(&house.app, sorted[0]));
    assert_false(message_is_ours(&house.app, sorted[1]));
    free(sorted);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_waits_longest_is_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(seen_threads_and_our_own_words_are_not_unread, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(rows_have_guest_and_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(filters_look_at_all_that_shows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(messages_are_oldest_first, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
