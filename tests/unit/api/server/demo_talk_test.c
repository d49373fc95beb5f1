/* Threads: who writes, who has the last word, long ones and other scripts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/uuid_map.h"
#include "tests/support/demo_census.h"

struct talk {
    struct census census;
    const struct message *last;
    int count;
};

/* The messages of a thread: how many, and the newest. */
static void
read_thread(struct talk *talk, const struct message_thread *thread)
{
    talk->last = NULL;
    talk->count = 0;
    for (size_t i = 0; i < talk->census.messages.count; i++) {
        const struct message *message = &talk->census.messages.rows[i];

        if (!uuid_equal(message->thread_id, thread->id))
            continue;
        talk->count++;
        assert_false(instant_before(message->created_utc, thread->created_utc));
        if (!talk->last || instant_before(talk->last->created_utc, message->created_utc))
            talk->last = message;
    }
}

static bool
is_other_script(const char *text)
{
    return (unsigned char)text[0] >= 0xd0; // Cyrillic and beyond, not Latin with accents
}

static void
threads_are_as_many_and_as_long_as_they_should(void **state)
{
    static const int rooms[] = {20, 120, 500};

    (void)state;
    for (size_t k = 0; k < countof(rooms); k++) {
        struct talk talk;
        int open = 0;
        int longs = 0;
        int scripts = 0;
        int total;

        census_take(&talk.census, census_config(1, rooms[k], "2026-03-24", 9, 0), CENSUS_PLAIN,
                    NULL);
        total = (int)talk.census.threads.count;
        for (int i = 0; i < total; i++) {
            const struct message_thread *thread = &talk.census.threads.rows[i];
            bool is_open;

            read_thread(&talk, thread);
            is_open = talk.last->sender == SENDER_APPLICATION;
            assert_int_equal(is_open, !thread->is_resolved);
            assert_true(talk.last->created_utc.ms == thread->updated_utc.ms);
            if (talk.count == 40)
                longs++;
            else
                assert_in_range(talk.count, 2, 6);
            open += is_open;
            scripts += is_other_script(thread->subject);
        }
        assert_true(total >= 3);
        assert_int_equal(longs, 2);
        assert_true(scripts >= 2);
        if (rooms[k] == 500)
            assert_in_range(open * 100 / total, 25, 55);
        census_clear(&talk.census);
    }
}

static void
the_sender_of_a_thread_is_a_guest(void **state)
{
    static char present;
    struct uuid_map guests = {0};
    struct census census;

    (void)state;
    census_take(&census, census_config(2, 120, "2026-03-24", 20, 0), CENSUS_PLAIN, NULL);
    for (size_t i = 0; i < census.customers.count; i++)
        uuid_map_put(&guests, census.customers.rows[i].id, &present);
    for (size_t i = 0; i < census.threads.count; i++) {
        struct uuid id;

        assert_true(uuid_parse(census.threads.rows[i].sender, &id));
        assert_non_null(uuid_map_find(&guests, id));
    }
    uuid_map_clear(&guests);
    census_clear(&census);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_are_as_many_and_as_long_as_they_should),
        cmocka_unit_test(the_sender_of_a_thread_is_a_guest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
