/*
 * `frontdesk call` against a property that is told what to answer: what comes back is given on to
 * the last digit, what cannot be read is an error that names the operation, and who is told to wait
 * waits.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/instant.h"
#include "tests/support/hotel.h"
#include "tests/support/scripted_property.h"
#include "tests/support/test.h"

enum {
    WORDS = 12,
    DESKS = 20,
    ENVIRONMENT = HOTEL_ENVIRONMENT + 2,
};

static struct folder folder;
static struct property *property;
static char url[160];
static char state_home[160];
static const char *environment[ENVIRONMENT];

static int
set_up(void **state)
{
    static char address[128];

    (void)state;
    folder_open(&folder);
    snprintf(address, sizeof(address), "%s/api", folder.path);
    property = property_new(address);
    snprintf(url, sizeof(url), "FRONTDESK_URL=unix:%s", address);
    snprintf(state_home, sizeof(state_home), "XDG_STATE_HOME=%s/state", folder.path);
    environment[0] = url;
    environment[1] = "FRONTDESK_CLIENT_TOKEN=client";
    environment[2] = "FRONTDESK_ACCESS_TOKEN=access";
    environment[3] = state_home;
    environment[4] = NULL;
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    property_free(property);
    folder_close(&folder);
    return 0;
}

/* `frontdesk call --json OPERATION`, answered so. *Gives*: program_end_clear(). */
static struct program_end
call(const char *operation, struct script script)
{
    property_say(property, script);
    return program_run((const char *[]){hotel_program(), "call", "--json", operation, NULL},
                       environment, NULL);
}

/* Null stays null, absent absent, and numbers keep their digits. */
static void
answers_are_given_on_to_the_last_digit(void **state)
{
    static const char *const bodies[] = {
        "{\"Bills\":[{\"DueUtc\":null},{\"PaidUtc\":\"2026-03-24T09:00:00Z\"}],\"Cursor\":null}",
        "{\"ExchangeRates\":[{\"Value\":0.03987512},{\"Value\":5.7425},{\"Value\":1234567890.12}]}",
        "{\"Companies\":[{\"Number\":123}],\"Reservations\":[{\"Number\":\"00123\"}]}",
        "{\"Texts\":[\"\xc5\xa0koda\",\"\xe5\xae\xbf\",\"a\\\"b\\\\c\"]}",
    };

    (void)state;
    for (size_t i = 0; i < countof(bodies); i++) {
        struct program_end end = call("bills/getAll", (struct script){.body = bodies[i]});

        check(end.status == 0, "%zu: %s", i, end.err);
        check(strncmp(end.out, bodies[i], strlen(bodies[i])) == 0, "%zu: %s", i, end.out);
        program_end_clear(&end);
    }
}

/* Neither null nor absent is a text, or a date; a column is there though the first has no value. */
static void
dates_that_are_not_there_are_blank(void **state)
{
    static const char body[] =
        "{\"Bills\":[{\"Number\":\"A\",\"DueUtc\":null},{\"Number\":\"B\",\"DueUtc\":"
        "\"2026-03-24T09:00:00Z\",\"PaidUtc\":\"2026-03-25T09:00:00Z\"},{\"PaidUtc\":null}],"
        "\"Cursor\":null}";
    struct program_end end;

    (void)state;
    property_say(property, (struct script){.body = body});
    end = program_run((const char *[]){hotel_program(), "call", "bills/getAll", NULL}, environment,
                      NULL);
    check_text(end.out,
               "Bills (3)\n"
               "Number  DueUtc                PaidUtc\n"
               "A                             \n"
               "B       2026-03-24T09:00:00Z  2026-03-25T09:00:00Z\n"
               "                              \n\n",
               "%s", end.err);
    program_end_clear(&end);
}

/* Never a wrong value, never a crash. */
static void
answers_that_cannot_be_read_name_the_operation(void **state)
{
    static const char *const bodies[] = {
        "{\"Bills\":[{\"Amount\":9223372036854775808}]}",
        "{\"Bills\":[{\"Amount\":1e400}]}",
        "{\"Bills\":[{\"Name\":\"\\ud800\"}]}",
        "{\"Bills\":[{\"Name\":\"\\udc00\\ud800\"}]}",
        "{\"Bills\":[{\"Name\":\"\xff\"}]}",
        "{\"Bills\":[{\"Name\":\"\xc0\xaf\"}]}",
        "<html>502</html>",
        "[]",
        "{\"Bills\":[",
    };
    struct buffer deep = {0};

    (void)state;
    for (int i = 0; i < 100000; i++)
        buffer_add_char(&deep, '[');
    for (size_t i = 0; i <= countof(bodies); i++) {
        const char *body = i < countof(bodies) ? bodies[i] : buffer_text(&deep);
        int64_t began_ms = monotonic_ms();
        struct program_end end = call("bills/getAll", (struct script){.body = body});

        check(end.status == 3, "%zu: %d %s", i, end.status, end.err);
        check(strstr(end.err, "bills/getAll: the property's answer cannot be read"), "%zu: %s", i,
              end.err);
        check(!end.out[0], "%zu: %s", i, end.out);
        check(monotonic_ms() - began_ms < 5000, "%zu", i);
        program_end_clear(&end);
    }
    buffer_clear(&deep);
}

/* Nobody asks again within the second, and not all at once after it. */
static void
desks_that_are_told_to_wait_spread_out(void **state)
{
    pid_t pids[DESKS];
    int ins[DESKS];
    int outs[DESKS];
    int64_t told_ms;
    int64_t first_ms = INT64_MAX;
    int64_t last_ms = 0;
    size_t began = property_count(property);

    (void)state;
    for (int i = 0; i < DESKS; i++)
        property_say(property, (struct script){.path = "countries/getAll",
                                               .status = 429,
                                               .headers = "Retry-After: 1\r\n",
                                               .is_held = true});
    for (size_t i = 0; i < DESKS; i++) {
        pids[i] = program_start(
            (const char *[]){hotel_program(), "call", "--json", "countries/getAll", NULL},
            environment, &ins[i], &outs[i]);
        property_wait(property, began + i + 1);
    }
    told_ms = monotonic_ms();
    property_release(property);
    for (int i = 0; i < DESKS; i++) {
        assert_int_equal(program_wait(pids[i]), 0);
        close(ins[i]);
        close(outs[i]);
    }
    assert_int_equal(property_count(property), began + 2 * DESKS);
    for (size_t i = began + DESKS; i < began + 2 * DESKS; i++) {
        int64_t at_ms = property_asked(property, i)->at_ms;

        check(at_ms - told_ms >= 1000, "asked again after %d ms", (int)(at_ms - told_ms));
        first_ms = at_ms < first_ms ? at_ms : first_ms;
        last_ms = at_ms > last_ms ? at_ms : last_ms;
    }
    check(last_ms - first_ms >= 300, "%d ms", (int)(last_ms - first_ms));
}

/* A name look-up that hangs doesn't hold Ctrl-C up. */
static void
a_hanging_look_up_ends_with_the_signal(void **state)
{
    struct preload preload;
    const char *own[ENVIRONMENT] = {"FRONTDESK_URL=https://api.example.com", environment[1],
                                    environment[2], environment[3], preload.library,
                                    preload.sanitizer,
                                    /* which would sleep a second at the end */
                                    "TSAN_OPTIONS=atexit_sleep_ms=0"};
    int64_t began_ms;
    char began;
    int in;
    int out;
    pid_t pid;

    (void)state;
    program_preload("lookup", &preload);
    pid = program_start((const char *[]){hotel_program(), "call", "countries/getAll", NULL}, own,
                        &in, &out);
    assert_int_equal(read(out, &began, 1), 1); // it looks the name up
    began_ms = monotonic_ms();
    assert_int_equal(kill(pid, SIGINT), 0);
    assert_int_equal(program_wait(pid), 128 + SIGINT);
    check(monotonic_ms() - began_ms < 1000, "%d ms", (int)(monotonic_ms() - began_ms));
    close(in);
    close(out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_given_on_to_the_last_digit),
        cmocka_unit_test(dates_that_are_not_there_are_blank),
        cmocka_unit_test(answers_that_cannot_be_read_name_the_operation),
        cmocka_unit_test(desks_that_are_told_to_wait_spread_out),
        cmocka_unit_test(a_hanging_look_up_ends_with_the_signal),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
