/* What events tell besides what is read because of them: commands to devices, prices. */
#include "api/client/hints.h"

#include "tests/support/test.h"

#define COMMAND "3fa85f64-5717-4562-b3fc-2c963f66afa6"

struct heard {
    struct told_event told[8];
    size_t count;
};

static void
note(void *context, const struct told_event *told)
{
    struct heard *heard = context;

    assert_true(heard->count < countof(heard->told));
    heard->told[heard->count++] = *told;
}

static struct heard
hear(const char *message)
{
    struct heard heard = {.count = 0};
    struct hints hints = {.sink = {note, &heard}};

    hints_take(&hints, message, strlen(message), 1);
    assert_int_equal(hints.kinds[0].count + hints.kinds[1].count, 0); // nothing is read
    hints_clear(&hints);
    return heard;
}

static void
a_command_s_state_is_told(void **state)
{
    static const struct {
        const char *name;
        enum device_command_state state;
    } rows[] = {
        {"Pending", DEVICE_COMMAND_PENDING},      {"Received", DEVICE_COMMAND_RECEIVED},
        {"Processed", DEVICE_COMMAND_PROCESSED},  {"Error", DEVICE_COMMAND_ERROR},
        {"Melted", device_command_state_unknown},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char message[200];
        char id[UUID_TEXT_SIZE];
        struct heard heard;

        snprintf(message, sizeof(message),
                 "{\"Events\":[{\"Type\":\"DeviceCommand\",\"Id\":\"" COMMAND
                 "\",\"State\":\"%s\"}]}",
                 rows[i].name);
        heard = hear(message);
        check(heard.count == 1, "%s", rows[i].name);
        check(heard.told[0].kind == TOLD_COMMAND, "%s", rows[i].name);
        check(heard.told[0].state == rows[i].state, "%s", rows[i].name);
        check_text(uuid_text(heard.told[0].id, id), COMMAND, "%s", rows[i].name);
    }
}

static void
prices_that_change_together_are_told_once(void **state)
{
    static const char event[] = "{\"Type\":\"PriceUpdate\",\"Id\":\"" COMMAND "\"}";
    char message[400];
    struct heard heard;

    (void)state;
    snprintf(message, sizeof(message), "{\"Events\":[%s,%s,%s]}", event, event, event);
    heard = hear(message);
    assert_int_equal(heard.count, 1);
    assert_int_equal(heard.told[0].kind, TOLD_PRICES);
}

static void
what_is_no_event_tells_nothing(void **state)
{
    static const char *const messages[] = {
        "",
        "[]",
        "{\"Events\":7}",
        "{\"Events\":[7,{}]}",
        "{\"Events\":[{\"Type\":\"DeviceCommand\"}]}",
        "{\"Events\":[{\"Type\":\"DeviceCommand\",\"Id\":\"x\",\"State\":\"Error\"}]}",
        "{\"Events\":[{\"Type\":\"Weather\",\"Id\":\"" COMMAND "\"}]}",
    };

    (void)state;
    for (size_t i = 0; i < countof(messages); i++)
        check(hear(messages[i]).count == 0, "%s", messages[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_s_state_is_told),
        cmocka_unit_test(prices_that_change_together_are_told_once),
        cmocka_unit_test(what_is_no_event_tells_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
