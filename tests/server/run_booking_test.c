/*
 * Stays that `run` sells: at once to who stands at the desk, or for another day. What cannot be is
 * refused before anything is written; what nobody answered is found out and never done twice.
 */
#include <signal.h>
#include <stdlib.h>

#include "tests/support/sales.h"
#include "tests/support/stand.h"
#include "tests/support/test.h"

#define PERSON                                                                                     \
    "\"ChainId\":\"$chain\",\"CreatedUtc\":\"2026-01-01T08:00:00Z\",\"Options\":[],"               \
    "\"UpdatedUtc\":\"2026-02-01T08:00:00Z\",\"IsActive\":true,\"PreferredSpaceFeatures\":[],"     \
    "\"CreatorProfileId\":\"$staff\",\"UpdaterProfileId\":\"$staff\""

/* Two of one name, and one who is on the list. */
static const char *const people[] = {
    "{\"Id\":\"$twin1\",\"Number\":\"901\",\"LastName\":\"Twin\",\"FirstName\":\"Eva\","
    "\"Email\":\"eva1@example.com\",\"Classifications\":[]," PERSON "}",
    "{\"Id\":\"$twin2\",\"Number\":\"902\",\"LastName\":\"Twin\",\"FirstName\":\"Eva\","
    "\"Email\":\"eva2@example.com\",\"Classifications\":[]," PERSON "}",
    "{\"Id\":\"$banned\",\"Number\":\"903\",\"LastName\":\"Banned\",\"FirstName\":\"Bob\","
    "\"Classifications\":[\"Blocklist\"]," PERSON "}",
};

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    if (!sales_emit(emit, context, err))
        return false;
    for (size_t i = 0; i < countof(people); i++)
        if (!property_emit_text(emit, context, "Customer", people[i], err))
            return false;
    return true;
}

static int
set_up(void **state)
{
    static struct stand stand;

    stand_open(&stand, "set find-out 600\nset timeout 3\n");
    *state = &stand;
    return 0;
}

static int
tear_down(void **state)
{
    stand_close(*state);
    return 0;
}

static void
check_end(struct program_end *end, int code, const char *says, const char *what)
{
    check(end->status == code, "%s: %d\n%s%s", what, end->status, end->out, end->err);
    check(strstr(code ? end->err : end->out, says), "%s: %s%s", what, end->out, end->err);
    program_end_clear(end);
}

#define RUN(code, says, ...)                                                                       \
    do {                                                                                           \
        struct program_end end = stand_run(stand, "run", __VA_ARGS__);                             \
                                                                                                   \
        check_end(&end, code, says, #__VA_ARGS__);                                                 \
    } while (0)

static const char *const writes[] = {"customers/add", "bills/add", "reservations/add",
                                     "payments/addExternal", "reservations/start"};

/* How often each of the writes came, since the stand was opened. */
static void
check_asked(struct stand *stand, const size_t counts[countof(writes)])
{
    for (size_t i = 0; i < countof(writes); i++)
        check(fault_proxy_asked(stand->proxy, writes[i]) == counts[i], "%s: %zu", writes[i],
              fault_proxy_asked(stand->proxy, writes[i]));
}

#define WROTE(...) check_asked(stand, (const size_t[countof(writes)]){__VA_ARGS__})

/* How many stays have a text. */
static size_t
count_stays(const struct stand *stand, const char *text)
{
    return stand_count(stand, "reservations/getAll/2023-06-06",
                       "{\"ScheduledStartUtc\":{\"StartUtc\":\"2026-03-20T00:00:00Z\","
                       "\"EndUtc\":\"2026-05-20T00:00:00Z\"},\"Limitation\":{\"Count\":1000}}",
                       "Reservations", text);
}

/* 100 a night and 20 for a double, two adults' city tax: all of it paid, in the house. */
static void
a_walk_in_pays_and_is_in(void **state)
{
    struct stand *stand = *state;

    RUN(0, "\"state\":\"Started\"", "--json",
        "walkin guest=\"Walker, Will\" persons=2 room=104 rate=flex pay=all type=cash received=200 "
        "phone=\"+420 602 000 001\"");
    WROTE(1, 1, 1, 1, 1);
    assert_true(fault_proxy_was_told(stand->proxy, writes[0], "\"OverwriteExisting\":false"));
    assert_true(fault_proxy_was_told(stand->proxy, writes[0], "\"FirstName\":\"Will\""));
    assert_true(fault_proxy_was_told(stand->proxy, writes[2], "\"CheckOverbooking\":true"));
    assert_true(fault_proxy_was_told(stand->proxy, writes[2], "\"SendConfirmationEmail\":false"));
    assert_true(
        fault_proxy_was_told(stand->proxy, writes[2], "\"StartUtc\":\"2026-03-24T15:00:00"));
    assert_true(fault_proxy_was_told(stand->proxy, writes[3], "124"));
    RUN(0, "Walker, Will", "inhouse");
    RUN(0, "\"balance\":0", "--json", "folio 104");
    RUN(1, "stays until 2026-03-25", "checkout 104"); // all is on one bill that is paid
}

/* exit code, what it says, the command: of none is anything written */
static const struct {
    int code;
    const char *says, *command;
} refusals[] = {
    {2, "Say who", "walkin"},
    {2, "persons=0: say how many", "walkin guest=X persons=0"},
    {2, "nights=0: from 1 to 366", "walkin guest=X nights=0"},
    {2, "not both", "book guest=X from=today to=tomorrow nights=1"},
    {2, "the departure is after the arrival", "book guest=X from=tomorrow to=tomorrow"},
    {2, "that day is over", "book guest=X from=-1 nights=2"},
    {2, "Confirmed or Optional", "book guest=X from=tomorrow state=Started"},
    {2, "The room is no Single", "walkin guest=X room=104 category=single"},
    {1, "no such rate: \"golden\"", "walkin guest=X rate=golden"},
    {1, "no such category: \"barn\"", "walkin guest=X category=barn"},
    {1, "No room \"999\"", "walkin guest=X room=999"},
    {1, "places for 3 at most, not for 4", "walkin guest=X persons=3+1 category=double rate=flex"},
    {1, "Room 103 is Dirty: it must be inspected", "walkin guest=X room=103 rate=flex"},
    {1, "Room 107 is Host6, Jan's then (#00006)", "walkin guest=X room=107 rate=flex"},
    {1, "Banned is on the blocklist", "walkin guest=\"Banned, Bob\" room=104 rate=flex"},
    {1, "Host7 has a stay then already: #00007, Optional, room 108",
     "book guest=\"Host7, Jan\" from=2026-03-28 category=double rate=flex"},
    {2, "may be Twin, Eva (eva1@example.com); Twin, Eva (eva2@example.com)",
     "book guest=\"Twin, Eva\" from=+5 category=double rate=flex"},
    {2, "may be Banned, Bob", "book guest=Banned from=+5 category=double rate=flex"},
    {1, "No guest 00000000-0000-4000-8000-000000000000",
     "book guest=00000000-0000-4000-8000-000000000000 from=+5 category=double rate=flex"},
};

static void
what_cannot_be_is_refused_and_nothing_written(void **state)
{
    struct stand *stand = *state;

    for (size_t i = 0; i < countof(refusals); i++) {
        struct program_end end = stand_run(stand, "run", refusals[i].command);

        check_end(&end, refusals[i].code, refusals[i].says, refusals[i].command);
    }
    WROTE(0, 0, 0, 0, 0);
}

/* What was asked about is done when it is insisted on. */
static void
what_a_card_would_warn_of_is_done_when_it_is_said(void **state)
{
    struct stand *stand = *state;

    RUN(0, "Banned, Bob",
        "book guest=\"Banned, Bob\" from=+5 category=double rate=flex insist=yes");
    RUN(0, "Twin, Eva", "book guest=eva2@example.com from=+5 category=double rate=flex");
    RUN(0, "Banned", "book guest=Banned new=yes from=+6 category=double rate=flex state=Optional");
    assert_true(fault_proxy_was_told(stand->proxy, writes[2], "\"State\":\"Optional\""));
    RUN(0, "Started", "walkin guest=\"Early, Bird\" room=103 rate=flex inspect=yes");
    WROTE(2, 4, 4, 0, 1);
}

/* Four doubles can be sold for the night; then the house says so, and so does the property. */
static void
when_nothing_is_left_nothing_is_sold(void **state)
{
    struct stand *stand = *state;
    struct program_end end;
    size_t sold = 0;

    for (; sold < 10; sold++) {
        end = stand_run(stand, "run", "book guest=Many new=yes from=+20 category=double rate=flex");
        if (end.status)
            break;
        program_end_clear(&end);
    }
    assert_in_range(sold, 3, 9);
    check_end(&end, 1, "Nothing is left of Double", "overbooking");
    assert_int_equal(fault_proxy_asked(stand->proxy, writes[2]), sold);
    fault_proxy_add(stand->proxy, (struct fault){.path = "services/getAvailability",
                                                 .body = "{\"CategoryAvailabilities\":[]}"});
    end = stand_run(stand, "run", "book guest=Many new=yes from=+20 category=double rate=flex");
    check_end(&end, 1, "The profile that was made for the guest stays. ", "refused");
    assert_int_equal(fault_proxy_asked(stand->proxy, writes[2]), sold + 1);
    assert_int_equal(count_stays(stand, "2026-04-13T"), sold);
}

/* The property's own words. */
static void
a_refusal_is_shown_as_the_property_says_it(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(
        stand->proxy,
        (struct fault){.path = "reservations/add",
                       .status = 403,
                       .body = "{\"Message\":\"The hotel is closed for renovation.\"}"});
    RUN(1, "The hotel is closed for renovation.",
        "book guest=eva1@example.com from=+5 category=double rate=flex");
    WROTE(0, 1, 1, 0, 0);
}

/* Some houses let no program open bills: their own do with the nights what they do. */
static void
a_bill_that_is_refused_keeps_nobody_out(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(stand->proxy,
                    (struct fault){.path = "bills/add",
                                   .status = 401,
                                   .body = "{\"Message\":\"Not for this program.\"}"});
    RUN(0, "Started", "walkin guest=\"Lodger, Lu\" room=104 rate=flex");
    WROTE(1, 1, 1, 0, 1);
}

/* Paid or not: the stay is there, and its number is said. */
static void
what_is_left_undone_is_said_with_the_stay_s_number(void **state)
{
    struct stand *stand = *state;

    RUN(1, "is booked, and not paid: The house takes no Shells",
        "walkin guest=\"Broke, Ben\" room=104 rate=flex pay=all type=Shells");
    WROTE(1, 1, 1, 0, 0);
    RUN(0, "Broke, Ben", "arrivals");
    RUN(0, "Started", "checkin 104");
}

/* The property did it and nobody heard: it is found out by reading, and not done again. */
static void
a_booking_nobody_answered_is_found_and_not_repeated(void **state)
{
    static const char command[] = "book guest=eva1@example.com from=+5 category=double rate=flex";
    struct stand *stand = *state;

    fault_proxy_add(
        stand->proxy,
        (struct fault){.path = "reservations/add", .kind = FAULT_CUT_ANSWER, .times = 1});
    RUN(4, "", command);
    assert_int_equal(count_stays(stand, "$twin1"), 1);
    RUN(0, "found done", "--json", "journal");
    RUN(1, "Twin has a stay then already", command);
    assert_int_equal(fault_proxy_asked(stand->proxy, "reservations/add"), 1);
}

/* It never got there: nobody can know, so a repeat is refused until somebody says. */
static void
a_booking_that_is_not_found_is_not_repeated_by_itself(void **state)
{
    static const char command[] = "book guest=eva1@example.com from=+5 category=double rate=flex";
    struct stand *stand = *state;

    fault_proxy_add(stand->proxy, (struct fault){.path = "reservations/add",
                                                 .kind = FAULT_CUT_REQUEST,
                                                 .at = 200,
                                                 .times = 1});
    RUN(4, "", command);
    RUN(1, "Nobody knows whether \"book Double, 2026-03-29 to 2026-03-30\" was done", command);
    assert_int_equal(count_stays(stand, "$twin1"), 0);
    assert_int_equal(fault_proxy_asked(stand->proxy, "reservations/add"), 1);
}

/* Nor under another profile of the same name. */
static void
a_booking_of_a_new_guest_is_not_repeated_under_a_new_profile(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(stand->proxy, (struct fault){.path = "reservations/add",
                                                 .kind = FAULT_CUT_REQUEST,
                                                 .at = 200,
                                                 .times = 1});
    RUN(4, "", "book guest=\"Unheard, Uma\" from=+5 category=double rate=flex");
    RUN(1, "Nobody knows whether", "book guest=\"Unheard, Uma\" from=+5 category=double rate=flex");
    RUN(1, "was done for that name",
        "book guest=\"UNHEARD, Uma\" new=yes from=+5 category=double rate=flex");
    WROTE(1, 1, 1, 0, 0);
}

/* A profile is found by its name and time. */
static void
a_profile_nobody_answered_is_found(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(stand->proxy,
                    (struct fault){.path = "customers/add", .kind = FAULT_CUT_ANSWER, .times = 1});
    RUN(4, "", "book guest=\"Lost, Lea\" from=+5 category=double rate=flex");
    WROTE(1, 0, 0, 0, 0);
    RUN(0, "found done", "--json", "journal");
    RUN(0, "Lost, Lea", "book guest=\"Lost, Lea\" from=+5 category=double rate=flex");
    WROTE(1, 1, 1, 0, 0);
}

/* Killed while a write is on its way: what there is then, how the journal has it, and a repeat. */
static const struct {
    const char *operation;
    enum fault_kind kind;
    size_t stays;
    const char *state; /* of the stay */
    const char *journal;
    const char *repeat; /* is refused so */
} kills[] = {
    {"reservations/add", FAULT_HOLD_REQUEST, 0, NULL, "\"outcome\":\"unknown\"",
     "Nobody knows whether"},
    {"reservations/add", FAULT_HOLD_ANSWER, 1, "Confirmed", "\"outcome\":\"found done\"",
     "Room 104 is Cut, Cleo's then"},
    {"payments/addExternal", FAULT_HOLD_ANSWER, 1, "Confirmed", "\"outcome\":\"found done\"",
     "Room 104 is Cut, Cleo's then"},
    {"reservations/start", FAULT_HOLD_ANSWER, 1, "Started", "\"outcome\":\"found done\"",
     "Room 104 is Cut, Cleo's then"},
};

static void
kill_at(struct stand *stand, const char *command, const char *operation, enum fault_kind kind)
{
    struct program_life life;
    struct program_end end;

    fault_proxy_add(stand->proxy, (struct fault){.path = operation, .kind = kind, .at = 60});
    life = stand_begin(stand, (const char *const[]){"run", command, NULL});
    if (kind == FAULT_HOLD_ANSWER)
        fault_proxy_wait_passed(stand->proxy, operation, 1);
    else
        fault_proxy_wait(stand->proxy, operation, 1);
    kill(life.pid, SIGKILL);
    end = program_finish(&life);
    assert_int_equal(end.status, 128 + SIGKILL);
    program_end_clear(&end);
    if (kind == FAULT_HOLD_ANSWER) // what of a request is held would be done then
        fault_proxy_heal(stand->proxy);
}

static void
a_walk_in_may_be_killed_between_its_steps(void **state)
{
    static const char command[] =
        "walkin guest=\"Cut, Cleo\" persons=2 room=104 rate=flex pay=all type=cash";

    for (size_t i = 0; i < countof(kills); i++) {
        struct stand *stand = *state;

        if (i) {
            tear_down(state);
            set_up(state);
        }
        kill_at(stand, command, kills[i].operation, kills[i].kind);
        RUN(0, kills[i].journal, "--json", "journal");
        check(count_stays(stand, "2026-03-24T15:00:00Z") == kills[i].stays, "row %zu", i);
        check(!kills[i].state || count_stays(stand, kills[i].state), "row %zu", i);
        RUN(1, kills[i].repeat, command);
    }
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_walk_in_pays_and_is_in),
        TEST(what_cannot_be_is_refused_and_nothing_written),
        TEST(what_a_card_would_warn_of_is_done_when_it_is_said),
        TEST(when_nothing_is_left_nothing_is_sold),
        TEST(a_refusal_is_shown_as_the_property_says_it),
        TEST(a_bill_that_is_refused_keeps_nobody_out),
        TEST(what_is_left_undone_is_said_with_the_stay_s_number),
        TEST(a_booking_nobody_answered_is_found_and_not_repeated),
        TEST(a_booking_that_is_not_found_is_not_repeated_by_itself),
        TEST(a_booking_of_a_new_guest_is_not_repeated_under_a_new_profile),
        TEST(a_profile_nobody_answered_is_found),
        TEST(a_walk_in_may_be_killed_between_its_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
