/* The keys and settings that the program begins with, against the tables that they name. */
#include <ctype.h>
#include <stdlib.h>

#include "api/base/file.h"
#include "tests/support/house.h"
#include "tests/support/test.h"
#include "views/commands.h"
#include "views/profile.h"

static struct app app;

static int
set_up(void **state)
{
    const struct setting *settings;
    struct error err;
    size_t count;
    char *text = file_read("themes/frontdeskrc", 1 << 20, NULL, &err);

    (void)state;
    check(text, "%s", err.text);
    settings = commands_settings(&count);
    app = (struct app){
        .settings = settings_new(settings, count),
        .keymap = keymap_new(),
        .profiles = profiles_new(),
    };
    app.commands = commands_table(&app);
    check(config_run(text, "frontdeskrc", &app.commands, &err), "%s", err.text);
    free(text);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    settings_free(app.settings);
    keymap_free(app.keymap);
    profiles_free(app.profiles);
    theme_free(app.theme);
    return 0;
}

/* The command of a line: the program's, or one that the screen does itself. */
static bool
is_command(const char *line, struct error *err)
{
    struct arena arena = {0};
    struct invocation invocation;
    bool ok = command_parse(&app.commands, line, &arena, &invocation, err)
              || command_parse(screen_commands(), line, &arena, &invocation, err);

    arena_clear(&arena);
    return ok;
}

static void
every_key_runs_a_command_that_there_is(void **state)
{
    const struct binding *binding;
    size_t count = 0;

    (void)state;
    for (; (binding = keymap_at(app.keymap, count)); count++) {
        char name[KEY_NAME_SIZE];
        struct error err;

        check(is_command(binding->line, &err), "%s %s: %s", binding->context,
              key_label(binding->key, name), err.text);
    }
    assert_true(count > 50);
}

/* One letter means the same wherever there are guests (domain): no list has its own i, o, ... */
static void
letters_mean_the_same_wherever_there_are_guests(void **state)
{
    static const char *const lists[] = {"arrivals", "departures", "inhouse", "detail", "rack"};
    const struct binding *binding;

    (void)state;
    for (size_t i = 0; (binding = keymap_at(app.keymap, i)); i++) {
        if (binding->key.code >= 0x80 || !strchr("ioacpnfCDIS?", (int)binding->key.code))
            continue;
        for (size_t k = 0; k < countof(lists); k++)
            check(strcmp(binding->context, lists[k]) != 0, "%s has its own %c", lists[k],
                  (int)binding->key.code);
    }
}

/* Every command of the table has its help, and a usage that fits a line of the man page. */
static void
every_command_has_its_help(void **state)
{
    (void)state;
    for (size_t i = 0; i < app.commands.count; i++) {
        const struct command *command = &app.commands.rows[i];
        char usage[COMMAND_USAGE_SIZE];

        check(command->help && command->help[0], "%s", command->name);
        check(command->group && command->group[0], "%s", command->name);
        check(strlen(command_usage(command, usage, sizeof(usage))) < sizeof(usage) - 1, "%s",
              usage);
        for (size_t k = 0; k < i; k++)
            check(strcmp(app.commands.rows[k].name, command->name) != 0, "%s twice", command->name);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_key_runs_a_command_that_there_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(letters_mean_the_same_wherever_there_are_guests, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(every_command_has_its_help, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
