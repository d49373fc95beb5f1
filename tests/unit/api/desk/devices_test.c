/* What becomes of a command to a device is told as it changes, and that nothing does. */
#include <stdlib.h>

#include "api/desk/desk.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"
#include "tests/support/test.h"

static int64_t clock_now_ms;

static int64_t
clock_ms(void)
{
    return clock_now_ms;
}

static const struct uuid cutter = {{0x77}};

struct stage {
    struct property *property;
    struct desk *desk;
    int count; /* how often something was told, and what last */
    enum device_command_state told;
};

static int
set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof(*stage));
    struct desk_config config = {.clock_ms = clock_ms};
    struct error err = {0};

    clock_now_ms = 1000000;
    stage->property = property_new(NULL);
    config.client = desk_config(property_url(stage->property), NULL);
    stage->desk = desk_open(&config, &err);
    check(stage->desk, "%s", err.text);
    desk_start(stage->desk);
    *state = stage;
    return 0;
}

static int
tear_down(void **state)
{
    struct stage *stage = *state;

    desk_close(stage->desk);
    property_free(stage->property);
    free(stage);
    return 0;
}

static void
note(void *context, struct uuid device, enum device_command_state state)
{
    struct stage *stage = context;

    assert_true(uuid_equal(device, cutter));
    stage->told = state;
    stage->count++;
}

#define COMMAND(state)                                                                             \
    "{\"Commands\":[{\"Id\":\"44444444-4444-4444-4444-444444444444\",\"State\":\"" state "\"}]}"

static void
say(struct stage *stage, const char *body)
{
    property_say(stage->property, (struct script){.path = "commands/getAllByIds", .body = body});
}

static void
watch(struct stage *stage)
{
    struct uuid command;

    assert_true(uuid_parse("44444444-4444-4444-4444-444444444444", &command));
    desk_watch_command(stage->desk, command, cutter, note, stage);
}

static size_t
count_asked(const struct stage *stage)
{
    size_t count = 0;

    for (size_t i = 0; i < property_count(stage->property); i++)
        count += strcmp(property_asked(stage->property, i)->path, "commands/getAllByIds") == 0;
    return count;
}

static void
each_state_is_told_until_the_last(void **state)
{
    struct stage *stage = *state;

    watch(stage);
    say(stage, COMMAND("Received"));
    say(stage, COMMAND("Error"));
    clock_now_ms += 1000;
    SERVE_UNTIL(stage->desk, stage->count == 1);
    assert_int_equal(stage->told, DEVICE_COMMAND_RECEIVED);
    clock_now_ms += 2000;
    SERVE_UNTIL(stage->desk, stage->count == 2);
    assert_int_equal(stage->told, DEVICE_COMMAND_ERROR);
    clock_now_ms += 60000;
    desk_serve(stage->desk);
    assert_int_equal(count_asked(stage), 2); // it is over
}

static void
a_device_that_takes_nothing_is_told_of_once(void **state)
{
    struct stage *stage = *state;

    watch(stage);
    property_say(
        stage->property,
        (struct script){.path = "commands/getAllByIds", .body = COMMAND("Pending"), .times = true});
    clock_now_ms += 29999;
    desk_serve(stage->desk);
    assert_int_equal(stage->count, 0);
    assert_true(desk_due_ms(stage->desk) <= clock_now_ms + 1);
    clock_now_ms += 1;
    desk_serve(stage->desk);
    assert_int_equal(stage->count, 1);
    assert_int_equal(stage->told, DEVICE_COMMAND_PENDING);
    clock_now_ms += 60000;
    desk_serve(stage->desk);
    assert_int_equal(stage->count, 1);
}

#define STAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE(each_state_is_told_until_the_last),
        STAGE(a_device_that_takes_nothing_is_told_of_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
